"""Paragraphs in two pieces, the line between them lost: what ends at a gap and what begins at one, brought together.

Inside one story alone, where there are few of them, and wherever the second piece stands in the text. Chains that reach
over a heading to another story's piece are parted first.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.threads.chains import Chain


def parted(chains: Sequence[Chain], headings: Sequence[int]) -> Iterator[Chain]:
    """The chains, those in two that have one of the headings between the two sides of a gap.

    `headings`: numbers of the lines that are headings, rising.
    """
    for chain in chains:
        start = 0
        for at, (a, b) in enumerate(pairwise(chain.lines), 1):
            if a in chain.gaps and bisect(headings, min(a, b)) != bisect(headings, max(a, b)):
                yield _piece(chain, start, at)
                start = at
        yield _piece(chain, start, len(chain.lines))


def _piece(chain: Chain, start: int, stop: int) -> Chain:
    members = chain.lines[start:stop]
    if len(members) == len(chain.lines):
        return chain
    before = chain.gap_before if start == 0 else True
    return Chain(members, chain.gaps & set(members), before, chain.place if chain.place in members else members[0])


def bridged(chains: Sequence[Chain]) -> list[Chain]:
    """The chains of one story, in their order; the second piece of each pair goes to the first."""
    found = list(chains)
    for late in [chain for chain in chains if chain.gap_before]:
        if late not in found:  # it took another to itself
            continue
        ends = [chain for chain in found if chain is not late and chain.lines[-1] in chain.gaps]
        if not ends:
            continue
        first = min(ends, key=lambda chain: _apart(chain, late))
        found.remove(late)
        found[found.index(first)] = Chain(
            first.lines + late.lines, first.gaps | late.gaps, first.gap_before, first.place
        )
    return found


def _apart(first: Chain, late: Chain) -> tuple[bool, int]:
    """How far the pieces stand from each other; what stands in the wrong order comes last."""
    step = late.lines[0] - first.lines[-1]
    return step < 0, abs(step)
