"""In which order the paragraphs of one story are read.

Where columns stand in the wrong order, the paragraphs that run from one column into another tell the right one: what
begins on the line after a paragraph's last is the next, wherever that line stands in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.threads.chains import Chain
from pipeline.threads.fragments import Fragment

SURE = 1.0
"""Of a dateline."""
SUMMARY = 8
"""Lines that may stand before a dateline: what the story says in short."""
RUN = 3
"""Lines of a paragraph that stand together; fewer may have strayed."""
INSIDE = 10
"""Lines between two of a paragraph: what stands alone among so few strayed there."""


def place_of(chain: Chain) -> int:
    """Where its first lines stand that did not stray; else where most of it does."""
    start, count = chain.lines[0], 0
    for line in chain.lines:
        start, count = (start, count + 1) if line == start + count else (line, 1)
        if count == min(RUN, len(chain.lines)):
            return start
    return chain.place


def in_reading_order(
    chains: Sequence[Chain], lines: Sequence[Fragment], opens: Callable[[Chain], float]
) -> list[Chain]:
    """The chains of one story, given by their places. `opens`: how much a chain looks like a story's first."""
    if not chains:
        return []
    following = _links(chains, lines)
    leading = {m: n for n, m in following.items()}
    alone = {chain.lines[0]: n for n, chain in enumerate(chains) if n not in leading}
    found: dict[int, None] = {}
    for start in (_beginning(chains, leading, opens), *_starts(len(chains), leading, found)):
        at = start
        while at not in found:
            found[at] = None
            found |= dict.fromkeys(n for n in _inside(chains[at], alone, chains) if n not in found)
            at = following.get(at, at)
    return [chains[n] for n in found]


def _starts(count: int, leading: dict[int, int], found: dict[int, None]) -> Iterator[int]:
    """Those that follow none, then what is left, which stands in rings."""
    yield from (n for n in range(count) if n not in leading)
    yield from (n for n in range(count) if n not in found)


def _links(chains: Sequence[Chain], lines: Sequence[Fragment]) -> dict[int, int]:
    """Which chain begins, with a paragraph as given, on the line after the last of which."""
    first = {
        chain.lines[0]: n
        for n, chain in enumerate(chains)
        if lines[chain.lines[0]].place == 0 and _is_sure(chain.lines, lines)
    }
    linked = {
        n: first[chain.lines[-1] + 1]
        for n, chain in enumerate(chains)
        if chain.lines[-1] + 1 in first and _is_sure(chain.lines[::-1], lines)
    }
    return {n: m for n, m in linked.items() if n != m}


def _is_sure(members: Sequence[int], lines: Sequence[Fragment]) -> bool:
    """Whether the first of them stand where they were printed.

    Enough stand together, or they are a paragraph as given; one or two among other lines may have strayed there.
    """
    run = 1
    while run < len(members) and abs(members[run] - members[run - 1]) == 1:
        run += 1
    low, high = min(members[0], members[run - 1]), max(members[0], members[run - 1])
    is_paragraph = lines[low].place == 0 and lines[high].place == lines[high].last
    return run >= min(RUN, len(members)) or is_paragraph


def _beginning(chains: Sequence[Chain], leading: dict[int, int], opens: Callable[[Chain], float]) -> int:
    """The first that follows none of the others. A story begins with a dateline where it has one; and where each
    paragraph follows another, as columns stand in a ring, with the one that looks most like a beginning."""
    first = next((n for n in range(len(chains)) if n not in leading), -1)
    best = max(range(len(chains)), key=lambda n: (opens(chains[n]), -n))
    if first < 0:
        return best
    if opens(chains[best]) < SURE or opens(chains[first]) >= SURE:
        return first
    before = sum(len(chain.lines) for chain in chains[:best])
    is_led = best in leading and before <= SUMMARY and not _is_in_ring(best, leading)
    return first if is_led else best


def _is_in_ring(n: int, leading: dict[int, int]) -> bool:
    seen = {n}
    at = n
    while leading.get(at, n) not in seen:
        at = leading[at]
        seen.add(at)
    return leading.get(at) == n


def _inside(chain: Chain, alone: dict[int, int], chains: Sequence[Chain]) -> Iterator[int]:
    """What stands by itself between two lines of the chain, too short to stand there with reason."""
    for a, b in pairwise(chain.lines):
        if a + 1 < b <= a + INSIDE:
            for line in range(a + 1, b):
                if (
                    line in alone
                    and len(chains[alone[line]].lines) < RUN
                    and all(a < other < b for other in chains[alone[line]].lines)
                ):
                    yield alone[line]
