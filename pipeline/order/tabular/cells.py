"""The rows and columns of a table, from where its entries and rules stand.

Rows: the bands between rules where there is a rule between any two rows, otherwise entries at one level; lines of a
cell that is broken stand closer than rows do. Columns: what the upright rules part, or else the upright strips of
paper that hardly any row prints in, whatever the alignment of the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.geometry import overlap
from pipeline.order.tabular.entries import Entry, box_of
from pipeline.page import Box

Cell = tuple[Entry, ...]
Grid = tuple[tuple[Cell, ...], ...]

SAME_LEVEL_EM = 0.4
"""Middles that lie closer are of one row of type."""
OVERLAPPING_EM = 0.85
"""Rows of type that lie closer cannot be rows of a table: a cell of two lines stands beside one of one line."""


def grid_of(entries: Sequence[Entry], flat: Sequence[Box], upright: Sequence[Box]) -> Grid:
    """Rows of cells, all of one length; empty cells are empty tuples. Nothing for no entries."""
    if not entries:
        return ()
    em = median(e.em for e in entries)
    whole = box_of(entries)
    rows = _rows(entries, _levels(flat, whole, em), em)
    separators = _separators(upright, whole, em)
    columns = _with_strays(_columns(rows, separators, em), rows)
    table = [[_in_reading_order(cell, em) for cell in _cells(row, columns)] for row in rows]
    filled = [k for k in range(len(columns)) if any(row[k] for row in table) and not _is_speck(k, table)]
    return tuple(tuple(row[k] for k in filled) for row in table)


def _is_speck(column: int, table: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column of a large table holds but one character, between two columns that are filled there."""
    cells = [(row[column], row) for row in table if row[column]]
    if len(cells) != 1 or len(table) < 5 or not 0 < column < len(table[0]) - 1:
        return False
    cell, row = cells[0]
    return len("".join(e.text for e in cell).strip()) <= 1 and bool(row[column - 1] and row[column + 1])


def _in_reading_order(cell: Sequence[Entry], em: float) -> Cell:
    lines: list[list[Entry]] = []
    for entry in sorted(cell, key=lambda e: e.middle_y):
        if lines and entry.middle_y - lines[-1][-1].middle_y < SAME_LEVEL_EM * em:
            lines[-1].append(entry)
        else:
            lines.append([entry])
    return tuple(e for line in lines for e in sorted(line, key=lambda e: e.box[0]))


# Rows


def _levels(flat: Sequence[Box], whole: Box, em: float) -> list[float]:
    """The levels at which rules run across most of a table, each once."""
    near = sorted(
        ((r[1] + r[3]) / 2, r)
        for r in flat
        if whole[1] - 1.5 * em < (r[1] + r[3]) / 2 < whole[3] + 1.5 * em and overlap(r[0], r[2], whole[0], whole[2]) > 0
    )
    levels: list[list[tuple[float, Box]]] = []
    for y, rule in near:
        if levels and y - levels[-1][-1][0] < 0.5 * em:
            levels[-1].append((y, rule))
        else:
            levels.append([(y, rule)])
    width = whole[2] - whole[0]
    return [
        sum(y for y, _ in level) / len(level)
        for level in levels
        if _length([r for _, r in level], whole[0], whole[2]) > 0.6 * width
    ]


def _length(rules: Sequence[Box], left: float, right: float) -> float:
    """How much of the way from left to right is covered by flat rules."""
    total, reached = 0.0, left
    for x0, x1 in sorted((max(left, r[0]), min(right, r[2])) for r in rules):
        total += max(0.0, x1 - max(x0, reached))
        reached = max(reached, x1)
    return total


def _rows(entries: Sequence[Entry], levels: Sequence[float], em: float) -> list[list[Entry]]:
    bands: dict[int, list[Entry]] = {}
    for entry in entries:
        bands.setdefault(sum(level < entry.middle_y for level in levels), []).append(entry)
    parts = [_at_levels(bands[k], em) for k in sorted(bands)]
    ruled = len(parts) >= 4 and sum(_fits_one_row(part) for part in parts) >= 0.8 * len(parts)
    if ruled:
        heights = [box_of(bands[k])[3] - box_of(bands[k])[1] for k in sorted(bands)]
        usual = median(heights)
        made = []
        for k, part in zip(sorted(bands), parts, strict=True):
            one = _fits_one_row(part) or box_of(bands[k])[3] - box_of(bands[k])[1] < 1.8 * usual
            made += [bands[k]] if one else part
        return made
    pitch = _pitch(parts)
    if len(parts) > 1 and 1 < len(parts[0]) <= 3:
        head = parts[0]
        step = max(_level(b) - _level(a) for a, b in pairwise(head))
        if step < 1.5 * em and (step < 0.8 * pitch):
            parts[0] = [[e for row in head for e in row]]
    return [row for part in parts for row in part]


def _at_levels(entries: Sequence[Entry], em: float) -> list[list[Entry]]:
    """Entries at one level, from the top; levels that overlap are one."""
    rows: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda e: e.middle_y):
        if rows and entry.middle_y - _level(rows[-1]) < SAME_LEVEL_EM * em:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    merged: list[list[Entry]] = []
    last = 0.0
    for row in rows:
        if merged and _level(row) - last < OVERLAPPING_EM * em:
            merged[-1] += row
        else:
            merged.append(row)
        last = _level(row)
    return merged


def _level(row: Sequence[Entry]) -> float:
    return sum(e.middle_y for e in row) / len(row)


def _pitch(parts: Sequence[Sequence[list[Entry]]]) -> float:
    """The usual distance of rows, 0 where there are none to measure."""
    steps = [_level(b) - _level(a) for part in parts for a, b in pairwise(part)]
    body = [_level(b) - _level(a) for part in parts[1:] for a, b in pairwise(part)]
    return median(body or steps) if steps else 0.0


def _fits_one_row(part: Sequence[Sequence[Entry]]) -> bool:
    """Whether what stands between two rules is one row: one level of type, or one column at least has one line."""
    if len(part) == 1:
        return True
    entries = sorted((e for row in part for e in row), key=lambda e: e.box[0])
    columns: list[list[Entry]] = []
    for entry in entries:
        if columns and entry.box[0] < max(e.box[2] for e in columns[-1]):
            columns[-1].append(entry)
        else:
            columns.append([entry])
    _, top, _, bottom = box_of(entries)
    em = median(e.em for e in entries)
    alone = [c[0] for c in columns if len(c) == 1]
    centred = any(abs(e.middle_y - (top + bottom) / 2) < 0.45 * em for e in alone)
    topmost = all(abs(e.box[1] - top) < SAME_LEVEL_EM * em for e in alone)
    step = min(_level(b) - _level(a) for a, b in pairwise(part))
    in_line = bool(alone) and (centred or (topmost and step < 1.4 * em))
    return in_line or (len(part) == 2 and len(columns) == 1)


# Columns


def _separators(upright: Sequence[Box], whole: Box, em: float) -> list[float]:
    """Where upright rules run along most of a table, from left to right, edges apart."""
    height = whole[3] - whole[1]
    xs = sorted(
        ((r[0] + r[2]) / 2, max(0.0, overlap(r[1], r[3], whole[1], whole[3])))
        for r in upright
        if whole[0] < (r[0] + r[2]) / 2 < whole[2]
    )
    groups: list[list[tuple[float, float]]] = []
    for x, length in xs:
        if groups and x - groups[-1][-1][0] < 0.4 * em:
            groups[-1].append((x, length))
        else:
            groups.append([(x, length)])
    return [g[0][0] for g in groups if sum(length for _, length in g) > 0.6 * height]


def _columns(rows: Sequence[Sequence[Entry]], separators: Sequence[float], em: float) -> list[tuple[float, float]]:
    """Left and right edge of each column."""
    entries = [e for row in rows for e in row]
    x0, _, x1, _ = box_of(entries)
    edges = [x0, *separators, x1]
    strips = list(pairwise(edges))
    made: list[tuple[float, float]] = []
    for left, right in strips:
        inside = [[e for e in row if left <= e.middle_x <= right] for row in rows]
        crowded = sum(_beside_each_other(row, em) for row in inside)
        if separators and crowded <= 0.15 * len(rows):
            made.append((left, right))
        else:
            made += _strips(inside, em)
    return made


def _beside_each_other(row: Sequence[Entry], em: float) -> bool:
    level = sorted(row, key=lambda e: e.box[0])
    return any(
        b.box[0] - a.box[2] > 0.5 * em and abs(a.middle_y - b.middle_y) < SAME_LEVEL_EM * em for a, b in pairwise(level)
    )


def _strips(rows: Sequence[Sequence[Entry]], em: float) -> list[tuple[float, float]]:
    """Columns between strips of paper that next to no row prints in."""
    filled = [row for row in rows if row]
    if not filled:
        return []
    spans = [_merged(row) for row in filled]
    events = sorted([(x0, 1) for row in spans for x0, _ in row] + [(x1, -1) for row in spans for _, x1 in row])
    most = max(0, int(0.06 * len(filled)))
    columns: list[tuple[float, float]] = []
    depth, start = 0, 0.0
    for x, step in events:
        before, depth = depth, depth + step
        if before <= most < depth:
            start = x
        elif depth <= most < before:
            if columns and start - columns[-1][1] < 0.12 * em:
                columns[-1] = (columns[-1][0], x)
            else:
                columns.append((start, x))
    return [part for column in columns for part in _aligned_apart(column, filled, em)]


def _merged(row: Sequence[Entry]) -> list[tuple[float, float]]:
    """The extents of the entries of a row, those that overlap taken together."""
    made: list[tuple[float, float]] = []
    for x0, x1 in sorted((e.box[0], e.box[2]) for e in row):
        if made and x0 <= made[-1][1]:
            made[-1] = (made[-1][0], max(x1, made[-1][1]))
        else:
            made.append((x0, x1))
    return made


def _aligned_apart(
    column: tuple[float, float], rows: Sequence[Sequence[Entry]], em: float
) -> list[tuple[float, float]]:
    """Two columns where many rows have two entries: long names reach under short figures of other rows."""
    inside = [sorted((e for e in row if column[0] <= e.middle_x <= column[1]), key=lambda e: e.box[0]) for row in rows]
    double = [row for row in inside if len(row) == 2 and row[1].box[0] - row[0].box[2] > 0.6 * em]
    filled = [row for row in inside if row]
    if len(double) < max(2, 0.15 * len(filled)):
        return [column]
    left, right = max(row[0].box[2] for row in double), min(row[1].box[0] for row in double)
    if right - left < 0.3 * em and len(double) < 0.4 * len(filled):
        return [column]
    cut = median((row[0].box[2] + row[1].box[0]) / 2 for row in double)
    return [(column[0], cut), (cut, column[1])]


def _with_strays(columns: list[tuple[float, float]], rows: Sequence[Sequence[Entry]]) -> list[tuple[float, float]]:
    """Columns without those that hold the head of a neighbour only: it stands off what it heads."""
    taken = [[bool(cell) for cell in _cells(row, columns)] for row in rows]
    for k in range(len(columns)):
        own = [row[k] for row in taken]
        if sum(own) != 1 or len(columns) < 3 or len(rows) < 4:
            continue
        sides = [j for j in (k - 1, k + 1) if 0 <= j < len(columns) and not any(row[j] and row[k] for row in taken)]
        sides = [j for j in sides if sum(row[j] for row in taken) > 1]
        if sides:
            near = min(sides, key=lambda j: max(columns[j][0] - columns[k][1], columns[k][0] - columns[j][1]))
            both = (min(columns[k][0], columns[near][0]), max(columns[k][1], columns[near][1]))
            kept = [column for j, column in enumerate(columns) if j not in (k, near)]
            return _with_strays(sorted([*kept, both]), rows)
    return columns


def _cells(row: Sequence[Entry], columns: Sequence[tuple[float, float]]) -> list[list[Entry]]:
    cells: list[list[Entry]] = [[] for _ in columns]
    for entry in sorted(row, key=lambda e: e.box[0]):
        best = max(range(len(columns)), key=lambda k: overlap(entry.box[0], entry.box[2], *columns[k]))
        cells[best].append(entry)
    return cells
