"""The measure of a column, found from the widths of what stands between blanks and row ends.

A line of running text fills its measure but for its last, and the first of a paragraph is 2 em shorter; marks set
close make a line up to 1.5 em wider. So the measure is the commonest width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST_EM = 5.0
"""Narrower pieces say nothing: no newspaper column is so narrow, but numbers, names and last lines are."""
INDENT_EM = 2.0
SUPPORT = 3
"""Pieces of about one width that make a measure."""
SHARE = 0.45
"""... and what part they are of all that are wide enough."""
SECOND_SHARE = 0.25
"""The same for a second measure, where lines of two columns were read as one paragraph."""
EXPLAINED_SHARE = 0.75
"""What part of the pieces a measure must explain, as lines, first lines or several lines, to be beyond doubt."""


@dataclass(frozen=True, slots=True)
class Measure:
    width_em: float
    is_certain: bool
    """Whether a piece that is wider may be cut by it."""


def find_measures(widths_em: Iterable[float]) -> tuple[Measure, ...]:
    """At most two measures that the widths speak for, the better one first; none where they differ too much."""
    wide = Counter(w for w in widths_em if w >= SHORTEST_EM)
    first = _commonest(wide)
    if first is None or _support(wide, first) < SHARE * wide.total():
        return ()
    explained = sum(count for w, count in wide.items() if _is_explained(w, first))
    best = Measure(first, explained >= EXPLAINED_SHARE * wide.total())
    rest = Counter({w: count for w, count in wide.items() if not _is_line(w, first)})
    second = _commonest(rest)
    if second is None or _support(rest, second) < SECOND_SHARE * wide.total():
        return (best,)
    return best, Measure(second, False)


def _commonest(wide: Counter[float]) -> float | None:
    """The width that most pieces have, near ones counted in part; None without support."""
    best, best_score = None, 0.0
    for width in sorted(wide):
        if _support(wide, width) >= SUPPORT:
            score = sum(count * _closeness(w - width) for w, count in wide.items())
            if score > best_score:
                best, best_score = width, score
    return best


def _support(wide: Counter[float], width_em: float) -> int:
    return sum(count for w, count in wide.items() if -1.0 <= w - width_em <= 1.5)


def _closeness(distance_em: float) -> float:
    """1 for a piece of the very width, less for one that is squeezed or spaced, a little for an indented one."""
    if abs(distance_em) <= 1.5:
        return 1.0 - 0.5 * abs(distance_em)
    return 0.2 if abs(distance_em + INDENT_EM) <= 0.5 else 0.0


def _is_line(width_em: float, measure_em: float) -> bool:
    return -INDENT_EM - 0.5 <= width_em - measure_em <= 2.0


def _is_explained(width_em: float, measure_em: float) -> bool:
    lines = max(1, round(width_em / measure_em))
    return _is_line(width_em, lines * measure_em)
