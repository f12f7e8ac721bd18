"""The threads of a page as they were found: what the patches, the order and the explanations are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from pipeline.threads.chains import Chain, chains_of
from pipeline.threads.decide import decide
from pipeline.threads.fragments import Fragment, fragments_of
from pipeline.threads.given import Given
from pipeline.threads.matching import Matching
from pipeline.threads.model import Scores
from pipeline.threads.odds import Odds
from pipeline.threads.speaking import Speaker

AUTHOR = "thread"


@dataclass(frozen=True)
class Threads:
    """Lines by their numbers among those that are threaded, in the order given."""

    ids: tuple[str, ...]
    lines: tuple[Fragment, ...]
    scores: Scores
    chains: tuple[Chain, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {line: number for number, line in enumerate(self.ids)}

    @cached_property
    def followers(self) -> dict[int, int]:
        """For each line the one that follows it directly, no lost line between them."""
        return {one: other for chain in self.chains for one, other in pairwise(chain.lines) if one not in chain.gaps}

    @cached_property
    def leaders(self) -> dict[int, int]:
        return {other: one for one, other in self.followers.items()}

    @cached_property
    def odds(self) -> Odds:
        return Odds(self.scores)

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker([line.text for line in self.lines])


def threads_of(given: Given, move: bool = True, on_lines: Callable[[int, int], None] | None = None) -> Threads:
    """The threads of a text. Without `move` they are the chunks as given, with what is lost in them."""
    if len(given.threaded) < 2:
        return _of_one(given)
    decision = decide(given.chunks, on_lines)
    lines, matching = decision.lines, decision.matching
    chains = chains_of(lines, matching) if move else chains_as_given(lines, matching)
    return Threads(given.threaded, lines, decision.scores, tuple(chains))


def _of_one(given: Given) -> Threads:
    """A text of one line, or of none, leaves nothing to decide."""
    lines = tuple(fragments_of(given.chunks))
    count = len(lines)
    scores = Scores(np.zeros((0, 2), np.int64), np.zeros(0), np.zeros((count, 2)), np.zeros((count, 2)))
    chains = tuple(Chain((n,), frozenset(), False, n) for n in range(count))
    return Threads(given.threaded, lines, scores, chains)


def chains_as_given(lines: Sequence[Fragment], matching: Matching) -> list[Chain]:
    """The chunks, and chunks together where the last line of the one goes on with the first of the next.

    Of lost lines only those are told that followed a line, as what begins behind one would be moved to what ends there.
    """
    runs: list[list[int]] = []
    for number, line in enumerate(lines):
        goes_on = number > 0 and (line.chunk == lines[number - 1].chunk or matching.after[number - 1] == number)
        if goes_on:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [_chain(run, matching) for run in runs]


def _chain(run: list[int], matching: Matching) -> Chain:
    inner = {a for a, b in pairwise(run) if matching.gap_after[a] or matching.gap_before[b]}
    last = {run[-1]} if matching.gap_after[run[-1]] else set()
    return Chain(tuple(run), frozenset(inner | last), False, run[0])
