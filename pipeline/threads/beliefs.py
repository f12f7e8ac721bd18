"""What the whole text makes of first scores: how likely each pair is, given that all other lines want a neighbour too.

The scores become probabilities by scaling rows and columns in turn until each line has one follower, or none, and one
leader, or none (Sinkhorn 1967). What is then believed of the lines around a pair speaks for it or against it: where
columns were read as rows, the next pair is shifted alike; where a run of lines strayed, its last line leads back to
what followed the place that it belongs to, and the two lines that it parted find each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.order.shares import shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 15
EDGE = 8
"""Lines beyond the first and the last that may be asked about; nothing is believed of them."""
LONGEST_STEP = 4
"""Lines that the same step may lead over and over."""
LONGEST_RUN = 6
"""Lines of a run that strayed."""
WINDOW = 40


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Probabilities, with a margin of `EDGE` lines of which nothing is known on either side."""

    follows: Floats
    leads: Floats
    """That one comes from a line to another in `LONGEST_RUN` steps."""
    inserted: Floats
    """[first line of a run, last line of it]: that it belongs between two lines that stand together as given."""
    ends: Floats
    """[line, 2]: last of its paragraph, or the next line is lost."""
    starts: Floats


def believed(pairs: Ints, follows: Floats, ends: Floats, starts: Floats) -> Beliefs:
    """The probabilities of logarithmic scores. `follows`: for each pair; `ends`, `starts`: [line, 2]."""
    size = len(ends)
    no_follower, no_leader = np.logaddexp(*ends.T), np.logaddexp(*starts.T)
    kernel = np.full((size, size), -np.inf)
    a, b = pairs[:, 0], pairs[:, 1]
    kernel[a, b] = 2 * follows - no_follower[a] - no_leader[b]
    np.exp(np.clip(kernel, None, 30.0), out=kernel)
    own = shares(kernel, ROUNDS)
    sure = np.pad(own, EDGE)
    leads = sure.copy()
    for _ in range(LONGEST_RUN - 1):
        leads = sure + np.minimum(sure @ leads, 1.0)
    shifted = np.zeros_like(sure)
    shifted[:, :-1] = sure[:, 1:]
    rest_after = np.clip(1 - own.sum(1), 0, 1)[:, None]
    rest_before = np.clip(1 - own.sum(0), 0, 1)[:, None]
    return Beliefs(
        sure,
        np.minimum(leads, 1.0),
        sure.T @ shifted.T,
        np.pad(rest_after * np.exp(ends - no_follower[:, None]), ((EDGE, EDGE), (0, 0))),
        np.pad(rest_before * np.exp(starts - no_leader[:, None]), ((EDGE, EDGE), (0, 0))),
    )


def of_pairs(found: Beliefs, pairs: Ints) -> Floats:
    """Signs [pair, sign]."""
    a, b = pairs[:, 0] + EDGE, pairs[:, 1] + EDGE
    p, step = found.follows, pairs[:, 1] - pairs[:, 0]
    small = np.abs(step) <= LONGEST_STEP
    on, back = np.where(small, b + step, 0), np.where(small, a - step, 0)
    between = np.where((step > 1) & (step <= LONGEST_RUN + 1), found.inserted[a + 1, b - 1], 0.0)
    own = p[a, b]
    leaves_b = sum(p[b - 1, b + k] for k in range(1, LONGEST_RUN + 1))
    comes_to_a = sum(p[a - k, a + 1] for k in range(1, LONGEST_RUN + 1))
    return np.column_stack(
        [
            own,
            np.log(own + 1e-3) / 3,
            p[a, a + 1], p[b - 1, b], p[a - 1, a], p[b, b + 1],
            p[a + 1, b + 1], p[a - 1, b - 1], p[a + 2, b + 2], p[a - 2, b - 2],
            p[b - 1, a + 1], p[a - 1, b], p[a, b + 1], p[a + 1, b], p[a, b - 1],
            p[b, on] * small, p[back, a] * small,
            found.leads[b, a + 1], found.leads[b - 1, a], found.leads[b - 1, a + 1], between, leaves_b, comes_to_a,
            found.ends[a, 0], found.ends[a, 1], found.starts[b, 0], found.starts[b, 1],
            found.ends[b - 1, 0], found.ends[b - 1, 1], found.starts[a + 1, 0], found.starts[a + 1, 1],
            p[a].max(1), p[:, b].max(0),
        ]
    )  # fmt: skip


def of_lines(found: Beliefs) -> tuple[Floats, Floats]:
    """Signs of ends and of starts, [line, sign] each."""
    size = len(found.ends) - 2 * EDGE
    n = np.arange(size) + EDGE
    p = found.follows
    lost_ends, lost_starts = found.ends[:, 1], found.starts[:, 1]
    sums_ends = np.concatenate([[0.0], np.cumsum(lost_ends)])
    sums_starts = np.concatenate([[0.0], np.cumsum(lost_starts)])
    behind = sums_starts[np.minimum(n + WINDOW, len(p))] - sums_starts[n + 1]
    before = sums_ends[n] - sums_ends[np.maximum(n - WINDOW, 0)]
    ends = [
        found.ends[n], p[n].max(1), p[n, n + 1], found.starts[n + 1], found.starts[n], np.minimum(behind, 3.0),
        p[n - 1, n], p[:, n + 1].max(0), found.starts[n + 2], p[n + 1, n + 2],
    ]  # fmt: skip
    starts = [
        found.starts[n], p[:, n].max(0), p[n - 1, n], found.ends[n - 1], found.ends[n], np.minimum(before, 3.0),
        p[n, n + 1], p[n - 1].max(1), found.ends[n - 2], p[n - 2, n - 1],
    ]  # fmt: skip
    return np.column_stack(ends), np.column_stack(starts)
