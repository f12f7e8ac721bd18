"""The best set of threads: which line follows which, decided for the whole text at once.

Each line is followed by one other at most, and follows one at most: a linear assignment problem, solved exactly (Jonker
and Volgenant's algorithm, as SciPy has it). Cycles are cut at their weakest joint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.threads.evidence import Floats, Ints
from pipeline.threads.model import Scores

WANTED = 2.0
"""So much is added to every pair: a line that is joined to a wrong one is no worse than one that stands alone."""
KEPT = 0.5
"""So much more is added to the order as given."""
LEAST_LOST = 0.2
"""How likely a line must be lost, of all that could stand there, to be marked."""


@dataclass(frozen=True, slots=True)
class Matching:
    """For each line the number of the one that follows, or -1."""

    after: tuple[int, ...]
    gains: tuple[float, ...]
    """For each line how much its follower is better than none; 0 without one."""
    gap_after: tuple[bool, ...]
    """What follows a line is lost."""
    gap_before: tuple[bool, ...]


def matched(scores: Scores, wanted: float = WANTED, kept: float = KEPT, least_lost: float = LEAST_LOST) -> Matching:
    """The best set of pairs by the scores of a text, and where lines are lost."""
    from scipy.optimize import linear_sum_assignment

    size = len(scores.ends)
    gains = np.zeros((size, size))
    before, after = scores.pairs[:, 0], scores.pairs[:, 1]
    alone = np.logaddexp(scores.ends[:, 0], scores.ends[:, 1])[before]
    first = np.logaddexp(scores.starts[:, 0], scores.starts[:, 1])[after]
    own = 2 * scores.follows - alone - first + wanted + kept * (after - before == 1)
    gains[before, after] = np.maximum(own, 0.0)
    rows, columns = linear_sum_assignment(gains, maximize=True)
    follower = [-1] * size
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if gains[row, column] > 0:
            follower[row] = column
    _cut_cycles(follower, gains)
    leader = {b: a for a, b in enumerate(follower) if b >= 0}
    lost_after = lost_shares(before, scores.follows, scores.ends)
    lost_before = lost_shares(after, scores.follows, scores.starts)
    return Matching(
        tuple(follower),
        tuple(float(gains[n, follower[n]]) if follower[n] >= 0 else 0.0 for n in range(size)),
        tuple(follower[n] < 0 and bool(lost_after[n] > least_lost) for n in range(size)),
        tuple(n not in leader and bool(lost_before[n] > least_lost) for n in range(size)),
    )


def lost_shares(line: Ints, follows: Floats, none: Floats) -> Floats:
    """For each line how likely its neighbour is lost, of all that it chooses among. `line`: for each pair the one that
    chooses; `none`: [line, 2], none and lost."""
    highest = none.max(axis=1)
    np.maximum.at(highest, line, follows)
    total = np.exp(none - highest[:, None]).sum(axis=1)
    np.add.at(total, line, np.exp(follows - highest[line]))
    shares: Floats = np.exp(none[:, 1] - highest) / total
    return shares


def _cut_cycles(follower: list[int], gains: Floats) -> None:
    seen: set[int] = set()
    for start in range(len(follower)):
        path: list[int] = []
        at = start
        while at >= 0 and at not in seen:
            seen.add(at)
            path.append(at)
            at = follower[at]
        if at in path:
            cycle = path[path.index(at) :]
            follower[min(cycle, key=lambda n: gains[n, follower[n]])] = -1
