"""What goes on in the rows and columns of a table that was begun, and what its rules enclose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from pipeline.geometry import overlap
from pipeline.order.tabular.entries import Entry, box_of
from pipeline.order.tabular.site import (
    FARTHEST_EM,
    NOTE,
    ROW_GAP_EM,
    SAME_ROW_EM,
    SIZE_RATIO,
    Site,
    column_edges,
    column_of,
    crosses,
    framed_apart,
    holds,
    is_of_page,
    level_count,
    under_one_rule,
)
from pipeline.page import Box

BESIDE_EM = 2.0
"""The head of a column stands no farther off its entries."""
MOST_ROUNDS = 60
"""A table grows by one row a round at least."""


def grown(seed: list[Entry], site: Site) -> list[Entry]:
    """A seed with what else belongs to its rows and columns."""
    em = median(e.em for e in seed)
    chosen = set(seed)
    pool = [e for e in site.candidates if max(e.em, em) < SIZE_RATIO * min(e.em, em)]
    for _ in range(MOST_ROUNDS):
        count = len(chosen)
        reach = _with_rules(box_of(chosen), em, site)
        chosen.update(e for e in pool if holds(reach, e))
        chosen.update(_further_columns(chosen, pool, em, site))
        chosen.update(_further_rows(chosen, pool, em, site))
        if len(chosen) == count:
            break
    return sorted(chosen, key=lambda e: (e.middle_y, e.box[0]))


def _with_rules(box: Box, em: float, site: Site) -> Box:
    """A box stretched to the ends of the rules of its table: those between its rows, and those that they cross."""
    for _ in range(2):
        x0, y0, x1, y1 = box
        inner = [
            r
            for r in site.flat
            if y0 < (r[1] + r[3]) / 2 < y1 and overlap(r[0], r[2], x0, x1) > 0.5 * min(x1 - x0, r[2] - r[0])
        ]
        walls = [w for w in site.upright if x0 - em < w[0] and w[2] < x1 + em and any(crosses(r, w, em) for r in inner)]
        if len(inner) >= 2 or walls:
            x0, x1 = min([x0, *(r[0] for r in inner)]), max([x1, *(r[2] for r in inner)])
        if walls:
            y0, y1 = min([y0, *(w[1] for w in walls)]), max([y1, *(w[3] for w in walls)])
        box = (x0, y0, x1, y1)
    return _down_the_rules(box, inner, em, site) if len(inner) >= 3 else box


def _down_the_rules(box: Box, inner: Sequence[Box], em: float, site: Site) -> Box:
    """A box with the rows beneath it that stand over further rules of the same length, at the same distance."""
    x0, y0, x1, y1 = box
    levels = sorted((r[1] + r[3]) / 2 for r in inner)
    steps = [b - a for a, b in pairwise(levels) if b - a > 0.6 * em]
    if not steps:
        return box
    step, last = median(steps), levels[-1]
    ends = (min(r[0] for r in inner), max(r[2] for r in inner))
    below = sorted(
        (r[1] + r[3]) / 2
        for r in site.flat
        if (r[1] + r[3]) / 2 > last + 0.6 * em and abs(r[0] - ends[0]) < em and abs(r[2] - ends[1]) < em
    )
    for level in below:
        if not 0.7 * step < level - last < 1.4 * step:
            break
        last = level
        y1 = max(y1, level)
    return (x0, y0, x1, y1)


def _further_columns(chosen: set[Entry], pool: Sequence[Entry], em: float, site: Site) -> list[Entry]:
    """A column at the left or right that has an entry beside many rows, no rule of the page between."""
    x0, y0, x1, y1 = box_of(chosen)
    rows = level_count(chosen, em)
    found: list[Entry] = []
    walls = [
        (r[0] + r[2]) / 2
        for r in site.upright
        if overlap(r[1], r[3], y0, y1) > 0.5 * (y1 - y0) and is_of_page(r, (y0, y1), em, site)
    ]
    leftmost = max((x for x in walls if x < x0 + 0.3 * em), default=-inf)
    rightmost = min((x for x in walls if x > x1 - 0.3 * em), default=inf)
    for side in (-1, 1):
        near = [
            e
            for e in pool
            if e not in chosen
            and y0 - 0.5 * em < e.middle_y < y1 + 0.5 * em
            and leftmost < e.middle_x < rightmost
            and (0 < x0 - e.box[2] < FARTHEST_EM * em if side < 0 else 0 < e.box[0] - x1 < FARTHEST_EM * em)
        ]
        if not near:
            continue
        edge = max(e.box[2] for e in near) if side < 0 else min(e.box[0] for e in near)
        column = [e for e in near if (edge - e.box[0] if side < 0 else e.box[2] - edge) < 12 * em]
        if (
            level_count(column, em) >= 0.5 * rows
            and _touches_rows(column, chosen, em)
            and _ruled_alike(column, chosen, em, site)
        ):
            found += column
    return found


def _ruled_alike(column: Sequence[Entry], chosen: set[Entry], em: float, site: Site) -> bool:
    """Whether the rules beneath a further column are those beneath the rows."""
    told = wrong = 0
    for entry in column:
        row = [e for e in chosen if abs(e.middle_y - entry.middle_y) < SAME_ROW_EM * em]
        if row:
            mate = min(row, key=lambda e: abs(e.middle_x - entry.middle_x))
            left, right = sorted((mate, entry), key=lambda e: e.middle_x)
            told += 1
            wrong += framed_apart((left,), (right,), site) or not under_one_rule(
                left, right, entry.middle_y + 1.5 * em, site.flat
            )
    return wrong <= 0.3 * told


def _touches_rows(column: Sequence[Entry], chosen: set[Entry], em: float) -> bool:
    """Whether most cells of a column, broken over several lines or not, stand at the level of a row."""
    cells: list[list[Entry]] = []
    for entry in sorted(column, key=lambda e: e.middle_y):
        if cells and entry.middle_y - cells[-1][-1].middle_y < 1.3 * em:
            cells[-1].append(entry)
        else:
            cells.append([entry])
    rows = [e.middle_y for e in chosen]
    whole = len(cells) < max(3, 0.4 * len(column))  # rows stand as close as lines of one cell
    levels = [e.middle_y for e in column] if whole else [sum(e.middle_y for e in c) / len(c) for c in cells]
    near = sum(any(abs(y - row) < SAME_ROW_EM * em for row in rows) for y in levels)
    return near >= 0.7 * len(levels)


def _further_rows(chosen: set[Entry], pool: Sequence[Entry], em: float, site: Site) -> list[Entry]:
    """The row right above (heads of the columns) and the one below (with empty cells) that keep to the columns."""
    columns = column_edges(chosen)
    x0, y0, x1, y1 = box_of(chosen)
    rest = [e for e in pool if e not in chosen and x0 - em < e.middle_x < x1 + em]
    above = [e for e in rest if 0 < y0 - e.middle_y < 2.6 * em]
    below = [e for e in rest if 0 < e.middle_y - y1 < ROW_GAP_EM * em]
    rest_of_cells = [e for e in above if column_of(e, columns, em) >= 0 and _begins_cell(e, chosen, em)]
    head = next_row(_one_level(above, -1, em), columns, em, beside=True)
    row = next_row(_one_level(below, 1, em), columns, em)
    if len(head) == 1 and not _keeps_pitch(head[0], chosen, em):
        head = ()
    return [*rest_of_cells, *head, *row]


def _keeps_pitch(entry: Entry, chosen: set[Entry], em: float) -> bool:
    """Whether a lone entry over the rows is of their type and stands off as they do: a title does not."""
    levels = sorted(e.middle_y for e in chosen)
    steps = [b - a for a, b in pairwise(levels) if b - a > 0.6 * em]
    own = [e.em for e in chosen if abs(e.box[0] - entry.box[0]) < 0.5 * em] or [em]
    alike = max(entry.em, median(own)) < 1.12 * min(entry.em, median(own))
    return bool(steps) and alike and abs(levels[0] - entry.middle_y - median(steps)) < 0.2 * median(steps)


def _begins_cell(entry: Entry, chosen: set[Entry], em: float) -> bool:
    """Whether an entry is the first line of a broken cell whose other lines are chosen: right above, in line."""
    return any(
        0 < e.middle_y - entry.middle_y < 1.35 * em
        and overlap(entry.box[0], entry.box[2], e.box[0], e.box[2]) > 0
        and (abs(e.middle_x - entry.middle_x) < 0.5 * em or abs(e.box[0] - entry.box[0]) < 0.5 * em)
        and max(e.em, entry.em) < 1.2 * min(e.em, entry.em)
        for e in chosen
    )


def _one_level(entries: Sequence[Entry], way: int, em: float) -> list[Entry]:
    """Those of the nearest level: from above (`way` -1) or below, lines of broken cells that overlap it included."""
    level: list[Entry] = []
    for entry in sorted(entries, key=lambda e: way * e.middle_y):
        if level and abs(entry.middle_y - level[-1].middle_y) > 0.75 * em:
            break
        level.append(entry)
    return level


def _beside_columns(
    level: Sequence[Entry], places: Sequence[int], columns: Sequence[tuple[float, float]], em: float
) -> list[int]:
    """The places of a row, a head that stands beside the short entries of its column included.

    The head is centred in the column, the entries stand at its left or right: they need not lie beneath it.
    """
    made = list(places)
    if len(level) < max(2, 0.6 * len(columns)):
        return made
    for k, entry in enumerate(level):
        x0, x1 = entry.box[0], entry.box[2]
        if made[k] >= 0 or any(overlap(x0, x1, *column) > 0.2 * em for column in columns):
            continue
        free = [j for j in range(len(columns)) if j not in made]
        away = {j: max(columns[j][0] - x1, x0 - columns[j][1]) for j in free}
        nearest = min(free, key=lambda j: away[j], default=-1)
        if nearest >= 0 and away[nearest] < BESIDE_EM * em:
            made[k] = nearest
    return made


def next_row(
    level: Sequence[Entry],
    columns: Sequence[tuple[float, float]],
    em: float,
    strict: bool = False,
    beside: bool = False,
) -> Sequence[Entry]:
    """The level if it is a row of the columns; `strict`: each entry keeps to one; `beside`: or stands next to it."""
    places = [column_of(e, columns, em, strict) for e in level]
    if beside and -1 in places:
        places = _beside_columns(level, places, columns, em)
    if not level or -1 in places:
        return ()
    if len(set(places)) >= 2:
        return level
    entry = level[0]
    stands = any(
        abs(edge - own) < 0.5 * em for edge, own in zip(columns[places[0]], (entry.box[0], entry.box[2]), strict=True)
    )
    return level if stands and len(columns) > 1 and not NOTE.search(entry.text) and len(entry.text) < 9 else ()
