"""Chains: lines that follow one another, and the gaps in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.threads.fragments import Fragment
from pipeline.threads.matching import Matching

WINDOW = 60
"""The two ends of a gap stand no more lines apart in the order given."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Lines by their numbers, in reading order."""

    lines: tuple[int, ...]
    gaps: frozenset[int]
    """Lines after which one is lost."""
    gap_before: bool
    """What stood before the first is lost, and nobody knows where it stands."""
    place: int
    """Where it stands among the others: the number of the line with which its longest run in the order given begins."""


def chains_of(lines: Sequence[Fragment], found: Matching) -> list[Chain]:
    """All chains, by their place."""
    after = list(found.after)
    bridged = _bridges(lines, found)
    for one, other in bridged.items():
        after[one] = other
    first = set(range(len(lines))) - {n for n in after if n >= 0}
    chains = []
    for start in sorted(first):
        members = [start]
        while after[members[-1]] >= 0:
            members.append(after[members[-1]])
        gaps = frozenset(n for n in members if n in bridged or (n == members[-1] and found.gap_after[n]))
        chains.append(Chain(tuple(members), gaps, found.gap_before[start], _place(members)))
    return sorted(chains, key=lambda chain: chain.place)


def _bridges(lines: Sequence[Fragment], found: Matching) -> dict[int, int]:
    """Ends before a lost line, each with the beginning behind it: the nearest first, none twice, no cycle."""
    ends = [n for n, lost in enumerate(found.gap_after) if lost]
    starts = [n for n, lost in enumerate(found.gap_before) if lost]
    last = {}
    follows = set(found.after)
    for start in (n for n in range(len(lines)) if n not in follows):
        at = start
        while found.after[at] >= 0:
            at = found.after[at]
        last[start] = at
    pairs = sorted(
        (b - a + 3.0 * abs(lines[a].measure_em - lines[b].measure_em), a, b)
        for a in ends
        for b in starts
        if 0 < b - a <= WINDOW and last[b] != a
    )
    bridged: dict[int, int] = {}
    taken: set[int] = set()
    for _, a, b in pairs:
        if a not in bridged and b not in taken and not _leads(b, a, found, bridged):
            bridged[a] = b
            taken.add(b)
    return bridged


def _leads(start: int, goal: int, found: Matching, bridged: dict[int, int]) -> bool:
    """Whether one comes from `start` to `goal`."""
    at = start
    while at >= 0:
        if at == goal:
            return True
        at = found.after[at] if found.after[at] >= 0 else bridged.get(at, -1)
    return False


def _place(members: Sequence[int]) -> int:
    best, run = (0, 0), [members[0]]
    for n in [*members[1:], -9]:
        if n == run[-1] + 1:
            run.append(n)
            continue
        best = max(best, (len(run), -run[0]))
        run = [n]
    return -best[1]
