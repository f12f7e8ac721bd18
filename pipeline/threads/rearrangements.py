"""What would be gained by putting the lines as given in another order, by what the text says of each joint alone.

One joint seldom tells; a whole rearrangement has several. Where columns were read as rows, every joint of the stretch
goes on so many lines further; where a run of lines strayed, it fits at another place at both its ends, and what it
parted fits together.
"""

from __future__ import annotations

import numpy as np

from pipeline.threads.evidence import Floats, Ints

LARGEST, UNLOOKED_AT = 8.0, -5.0
"""Of the gain of a joint; of one that is no candidate."""
STEPS = (2, 3, 4)
"""So many columns are read as one."""
LONGEST_RUN = 6
LONGEST_START = 3
"""Lines at the beginning of a column that changed places with those of another."""
SCALE = 6.0
IMPOSSIBLE = -40.0


def joint_gains(pairs: Ints, follows: Floats, ends: Floats, starts: Floats) -> Floats:
    """[line before, line after]: how much likelier each pair is than that none follows, and none goes before."""
    size = len(ends)
    gains = np.full((size, size), UNLOOKED_AT)
    a, b = pairs[:, 0], pairs[:, 1]
    alone = np.logaddexp(*ends.T)[a] + np.logaddexp(*starts.T)[b]
    gains[a, b] = np.clip(2 * follows - alone, UNLOOKED_AT, LARGEST)
    return gains


def of_pairs(gains: Floats, pairs: Ints) -> Floats:
    """Signs [pair, sign] of gains of joints."""
    exchanged = _exchanged(gains, pairs) / SCALE
    return np.column_stack(
        [*_read_across(gains, pairs), *_strayed(gains, pairs), exchanged, *_changed_places(gains, pairs)]
    )


def _read_across(gains: Floats, pairs: Ints) -> list[Floats]:
    """Of pairs a few lines apart: what the best stretch around them gains, read so many columns at once; and what lies
    within a line, and within two."""
    size = len(gains)
    a, step = pairs[:, 0], pairs[:, 1] - pairs[:, 0]
    signs = np.zeros((4, len(pairs)))
    given = np.append(gains[np.arange(size - 1), np.arange(1, size)], UNLOOKED_AT)
    for apart in STEPS:
        if apart >= size:
            continue
        at = np.arange(size - apart)
        gained = gains[at, at + apart] - given[at]
        mine = step == apart
        for n, found in enumerate((_best_stretch(gained), _around(gained, 1), _around(gained, 2))):
            signs[n][mine] = np.clip(found[a[mine]] / SCALE, -4.0, 4.0)
        signs[3][mine] = 1.0
    return list(signs)


def _best_stretch(gained: Floats) -> Floats:
    """For each place the largest sum of a stretch that holds it (Kadane's algorithm, from both sides)."""
    forward, backward = gained.copy(), gained.copy()
    for n in range(1, len(gained)):
        forward[n] += max(0.0, forward[n - 1])
        backward[-1 - n] += max(0.0, backward[-n])
    best: Floats = forward + backward - gained
    return best


def _around(gained: Floats, reach: int) -> Floats:
    sums: Floats = np.convolve(gained, np.ones(2 * reach + 1), mode="full")[reach : reach + len(gained)]
    return sums


def _strayed(gains: Floats, pairs: Ints) -> list[Floats]:
    """What is gained by the best move of a short run of lines that makes the pair: at its new place the pair is the
    run's beginning, or its end; or the two lines are what the run parted."""
    size = len(gains)
    a, b = pairs[:, 0], pairs[:, 1]
    held = np.pad(gains, (1, LONGEST_RUN + 1), constant_values=IMPOSSIBLE)
    enters, leaves, closes = (np.full(len(pairs), IMPOSSIBLE) for _ in range(3))
    one, other = a + 1, b + 1
    for length in range(1, LONGEST_RUN + 1):
        enters = np.maximum(enters, _entering(held, one, other, length, size))
        start = one - length + 1
        ended = _entering(held, other - 1, np.maximum(start, 1), length, size)
        leaves = np.maximum(leaves, np.where(start >= 1, ended, IMPOSSIBLE))
        mine = b - a == length + 1
        if mine.any():
            moved = _best_home(held, one[mine] + 1, length, size)
            closes[mine] = np.maximum(closes[mine], moved)
    return [np.clip(found / SCALE, -4.0, 4.0) for found in (enters, leaves, closes)]


def _entering(held: Floats, place: Ints, start: Ints, length: int, size: int) -> Floats:
    """What moving the run of `length` lines from `start` to behind `place` gains (numbers within `held`)."""
    last = np.minimum(start + length - 1, size)
    gained: Floats = (
        held[place, start] + held[last, place + 1] - held[place, place + 1]
        + held[start - 1, last + 1] - held[start - 1, start] - held[last, last + 1]
    )  # fmt: skip
    inside = (start + length - 1 <= size) & ((place < start - 1) | (place > last)) & (place >= 1) & (place <= size)
    at_edge = (start <= 1) | (last >= size) | (place >= size)
    return np.where(inside & ~at_edge, gained, IMPOSSIBLE)


def _best_home(held: Floats, start: Ints, length: int, size: int) -> Floats:
    """The best gain of moving the runs from `start` anywhere."""
    places = np.arange(1, size + 1)
    grid = _entering(held, np.tile(places, len(start)), np.repeat(start, size), length, size)
    best: Floats = grid.reshape(len(start), size).max(axis=1)
    return best


def _exchanged(gains: Floats, pairs: Ints) -> Floats:
    """What is gained if the line before the line after leads on where the line before broke off."""
    a, b = pairs[:, 0], pairs[:, 1]
    size = len(gains)
    there = (a + 1 < size) & (b >= 1) & (b - 1 != a)
    before, after = np.maximum(b - 1, 0), np.minimum(a + 1, size - 1)
    gained = gains[before, after] - gains[before, b] - gains[a, after]
    found: Floats = np.clip(np.where(there, gained, 0.0), -24.0, 24.0)
    return found


def _changed_places(gains: Floats, pairs: Ints) -> list[Floats]:
    """What is gained if two runs of equally many lines change places, as the first lines of two columns may have: the
    pair leads into a run at its right place, or out of it."""
    a, b = pairs[:, 0], pairs[:, 1]
    into, out = (np.full(len(pairs), IMPOSSIBLE) for _ in range(2))
    for length in range(1, LONGEST_START + 1):
        into = np.maximum(into, _swapped(gains, a + 1, b, length))
        out = np.maximum(out, _swapped(gains, a - length + 1, b - length, length))
    return [np.clip(found / SCALE, -4.0, 4.0) for found in (into, out)]


def _swapped(gains: Floats, one: Ints, other: Ints, length: int) -> Floats:
    """What is gained if the runs of `length` lines from line `one` and from line `other` change places."""
    size = len(gains)
    first, second = np.minimum(one, other), np.maximum(one, other)
    inside = (first >= 1) & (second - first > length) & (second + length < size)
    i, j = np.where(inside, first, 1), np.where(inside, second, 1)
    k, m = np.minimum(i + length, size - 1), np.minimum(j + length, size - 1)
    joints = gains[i - 1, j] + gains[m - 1, k] + gains[j - 1, i] + gains[k - 1, m]
    given = gains[i - 1, i] + gains[k - 1, k] + gains[j - 1, j] + gains[m - 1, m]
    return np.where(inside, joints - given, IMPOSSIBLE)
