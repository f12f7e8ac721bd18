"""Which line follows which, for a text of any length.

All pairs of lines are weighed, so that time grows with the square of what is looked at together. A long text is
therefore cut into windows where one story ends and another begins; nothing moves from one window to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from pipeline.order.wording import CLOSERS, ends_sentence
from pipeline.threads.fragments import Fragment, fragments_of
from pipeline.threads.matching import Matching, matched
from pipeline.threads.model import Scores, scores_of
from pipeline.threads.signs import signs_of

TOGETHER = 600
"""Lines that are looked at together at most: a page has so many."""
LEAST_TOGETHER = 300
"""A window ends at the best place after so many."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The lines of a text by their numbers, and what was decided of them."""

    lines: tuple[Fragment, ...]
    scores: Scores
    matching: Matching


def decide(chunks: Sequence[Sequence[str]], progress: Callable[[int, int], None] | None = None) -> Decision:
    """The threads of the printed lines of given paragraphs. `progress` hears of lines done, and of how many."""
    lines = fragments_of(chunks)
    scores, matchings = [], []
    for start, stop in windows_of(lines):
        scores.append(scores_of(signs_of(lines[start:stop])))
        matchings.append(matched(scores[-1]))
        if progress:
            progress(stop, len(lines))
    return Decision(tuple(lines), _all_scores(scores), _all_matchings(matchings))


def windows_of(lines: Sequence[Fragment]) -> Iterator[tuple[int, int]]:
    """Where a text is cut: `start`, `stop` of each window, without gaps."""
    start = 0
    while len(lines) - start > TOGETHER:
        places = range(start + LEAST_TOGETHER, start + TOGETHER)
        stop = max(places, key=lambda n: (_parts(lines, n), n))
        yield start, stop
        start = stop
    if start < len(lines):
        yield start, len(lines)


def _parts(lines: Sequence[Fragment], n: int) -> int:
    """How clearly a new story begins with line n."""
    if lines[n].place:
        return 0
    opens = lines[n].last == 0 and not ends_sentence(lines[n].text)
    closed = ends_sentence(lines[n - 1].text.rstrip(CLOSERS + "\"'"))
    return 1 + closed + 2 * opens


def _all_scores(found: Sequence[Scores]) -> Scores:
    starts = accumulate((len(scores.ends) for scores in found), initial=0)
    pairs = [scores.pairs + start for scores, start in zip(found, starts, strict=False)]
    return Scores(
        np.concatenate([np.zeros((0, 2), np.int64), *pairs]),
        np.concatenate([np.zeros(0), *(scores.follows for scores in found)]),
        np.concatenate([np.zeros((0, 2)), *(scores.ends for scores in found)]),
        np.concatenate([np.zeros((0, 2)), *(scores.starts for scores in found)]),
    )


def _all_matchings(found: Sequence[Matching]) -> Matching:
    starts = accumulate((len(matching.after) for matching in found), initial=0)
    return Matching(
        tuple(n + start if n >= 0 else -1 for m, start in zip(found, starts, strict=False) for n in m.after),
        tuple(gain for m in found for gain in m.gains),
        tuple(gap for m in found for gap in m.gap_after),
        tuple(gap for m in found for gap in m.gap_before),
    )
