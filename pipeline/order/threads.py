"""The best set of threads through a page: every piece of text after what it goes on from.

Each piece follows one other piece, begins under one heading, or stands alone; each piece and
each heading is followed by at most one. That is a linear assignment problem, solved exactly
(Jonker and Volgenant's algorithm, as SciPy has it); cycles, which the scores all but exclude,
are cut at their weakest joint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.order.evidence import IMPOSSIBLE, Setting, alone, begins, follows


@dataclass(frozen=True, slots=True)
class Thread:
    """The pieces of one story in reading order, and the heading they stand under (-1: none)."""

    heading: int
    pieces: tuple[int, ...]
    score: float


def find_threads(setting: Setting) -> list[Thread]:
    """Threads that cover every piece once; headings that nothing stands under come without pieces."""
    n, h = len(setting.pieces), len(setting.headings)
    if not n:
        return [Thread(k, (), 0.0) for k in range(h)]
    # Imported here: it takes longer than all other imports together, and not every run gets here.
    from scipy.optimize import linear_sum_assignment

    scores = np.full((n, n + h + n), IMPOSSIBLE)
    for b in range(n):
        for a in range(n):
            if a != b:
                scores[b, a] = follows(a, b, setting)
        for k in range(h):
            scores[b, n + k] = begins(k, b, setting)
        scores[b, n + h + b] = alone(b, setting)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    before = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    _cut_cycles(before, scores, n, h)
    after = {a: b for b, a in before.items() if a < n}
    threads = []
    headed = {a - n: b for b, a in before.items() if n <= a < n + h}
    for k in range(h):
        threads.append(_thread(k, headed.get(k), after, scores, before))
    threads += [_thread(-1, b, after, scores, before) for b, a in before.items() if a >= n + h]
    return threads


def _thread(
    heading: int, first: int | None, after: dict[int, int], scores: NDArray[np.float64], before: dict[int, int]
) -> Thread:
    pieces: list[int] = []
    at = first
    while at is not None:
        pieces.append(at)
        at = after.get(at)
    return Thread(heading, tuple(pieces), float(sum(scores[b, before[b]] for b in pieces)))


def _cut_cycles(before: dict[int, int], scores: NDArray[np.float64], n: int, h: int) -> None:
    """Let the weakest member of each cycle stand alone."""
    seen: set[int] = set()
    for start in range(n):
        path: list[int] = []
        at = start
        while at < n and at not in seen:
            seen.add(at)
            path.append(at)
            at = before[at]
        if at in path:
            cycle = path[path.index(at) :]
            weakest = min(cycle, key=lambda b: scores[b, before[b]])
            before[weakest] = n + h + weakest
