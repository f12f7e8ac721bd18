"""What a table is found among: the entries, rules and frames of a page, and how they lie to each other.

Frame: the straightened working image, px.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.geometry import overlap
from pipeline.order.tabular.entries import Entry, Levels
from pipeline.page import Box

PROSE = re.compile(r"[。，；！？]")
NOTE = re.compile(r"^\s*[（(【\[※*注]|单位|累计|仅供|为准|数据|来源|截至|备注|合计")
SIZE_RATIO = 1.45
"""Type of one table differs no more than this in size; a title is larger."""
SAME_ROW_EM = 0.3
FARTHEST_EM = 16.0
"""Cells of one row may stand this far apart."""
CELL_EM = 9.0
"""Rules that part columns of text stand further apart."""
ROW_GAP_EM = 2.6
"""Paper between two rows."""


@dataclass(frozen=True)
class Site:
    """What a table is found among."""

    entries: list[Entry]
    candidates: list[Entry]
    """Without running text and lines of unlike kind."""
    levels: Levels
    flat: list[Box]
    upright: list[Box]
    insets: list[Box]


def holds(box: Box, entry: Entry) -> bool:
    return box[0] <= entry.middle_x <= box[2] and box[1] <= entry.middle_y <= box[3]


def level_count(entries: Collection[Entry], em: float) -> int:
    ys = sorted(e.middle_y for e in entries)
    return sum(k == 0 or y - ys[k - 1] > 0.5 * em for k, y in enumerate(ys))


def column_edges(chosen: Collection[Entry]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((e.box[0], e.box[2]) for e in chosen):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(x1, spans[-1][1]))
        else:
            spans.append((x0, x1))
    return spans


def column_of(entry: Entry, columns: Sequence[tuple[float, float]], em: float, strict: bool = False) -> int:
    """The one column that an entry stands in or under; -1 for none or several.

    A long entry that begins where a column does may reach over the next, where that is but a head standing off it.
    """
    over = [k for k, (x0, x1) in enumerate(columns) if overlap(entry.box[0], entry.box[2], x0, x1) > 0.2 * em]
    begins = len(over) == 2 and not strict and abs(columns[over[0]][0] - entry.box[0]) < 0.3 * em
    if begins and entry.box[2] < columns[over[1]][1]:
        return over[0]
    return over[0] if len(over) == 1 else -1


def crosses(flat: Box, upright: Box, em: float) -> bool:
    """Whether a flat rule runs across an upright one, and does not only meet its end."""
    x, y = (upright[0] + upright[2]) / 2, (flat[1] + flat[3]) / 2
    return flat[0] < x - em and flat[2] > x + em and upright[1] + 0.6 * em < y < upright[3] - 0.6 * em


def is_of_page(rule: Box, reach: tuple[float, float], em: float, site: Site) -> bool:
    """Whether an upright rule runs beyond the table at either end, no rule of a table crosses it, and it is none of
    several that stand as close as columns of cells do."""
    if max(reach[0] - rule[1], rule[3] - reach[1]) < 2.2 * em or _is_of_cells(rule, em, site):
        return False
    near = (f for f in site.flat if reach[0] - 2 * em < f[1] and f[3] < reach[1] + 2 * em)
    return not any(crosses(f, rule, em) for f in near)


def _is_of_cells(rule: Box, em: float, site: Site) -> bool:
    """Whether two others at least begin and end where an upright rule does, the next of them too near for a column of
    text between."""
    alike = [r for r in site.upright if max(abs(r[1] - rule[1]), abs(r[3] - rule[3])) < 0.6 * em and r is not rule]
    return len(alike) >= 2 and min(abs(r[0] - rule[0]) for r in alike) < CELL_EM * em


def under_one_rule(a: Entry, b: Entry, bottom: float, flat: Sequence[Box]) -> bool:
    """Whether the rule beneath two entries of a row is one, where there is any: else they are of two tables."""
    near = [r for r in flat if min(a.middle_y, b.middle_y) < (r[1] + r[3]) / 2 < bottom]
    left = max((r[2] for r in near if overlap(r[0], r[2], a.box[0], a.box[2]) > 0), default=None)
    right = min((r[0] for r in near if overlap(r[0], r[2], b.box[0], b.box[2]) > 0), default=None)
    if left is None and right is None:
        return True
    slack = 0.6 * max(a.em, b.em)
    reach = a.box[2] if left is None else left
    start = b.box[0] if right is None else right
    for rule in sorted(near):
        if rule[0] <= reach + slack:
            reach = max(reach, rule[2])
    return reach >= start - slack and not (left is None and start > a.box[2] + slack)


def framed_apart(left: Sequence[Entry], right: Sequence[Entry], site: Site) -> bool:
    """Whether a frame or ground holds all entries of one side and none of the other."""
    for frame in site.insets:
        held = [sum(holds(frame, e) for e in side) for side in (left, right)]
        if sorted(held) == [0, len(left)]:
            return True
    return False
