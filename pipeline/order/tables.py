"""Finds the tables of a page: regions in which short pieces of type stand in rows and columns.

Four entries that stand in a square (two beside each other, each with one right beneath) are a seed; seeds that share
an entry are one table. It is then grown by what its rules enclose and what goes on in its rows and columns, freed of
what only looks like one (columns of running text side by side), and given its title and notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.geometry import Frame, overlap, union
from pipeline.order.cells import Grid, grid_of
from pipeline.order.entries import Entry, Levels, beside, box_of, cut_at, entries_of, flat_rules, upright_rules
from pipeline.order.wording import is_byline
from pipeline.page import FURNITURE, Box, Page

PROSE = re.compile(r"[。，；！？]")
NOTE = re.compile(r"^\s*[（(【\[※*注]|单位|累计|仅供|为准|数据|来源|截至|备注|合计")
BULLETS = "■□●○◆◇★☆▲△▼▽※►▶•·"
SIZE_RATIO = 1.45
"""Type of one table differs no more than this in size; a title is larger."""
SAME_ROW_EM = 0.3
SAME_STEP_EM = 0.25
"""From row to row all columns go down by the same."""
FARTHEST_EM = 16.0
"""Cells of one row may stand this far apart."""
MOST_ROUNDS = 60
"""A table grows by one row a round at least."""
ROW_GAP_EM = 2.6
"""Paper between two rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, its rows of cells, and lines above or below that explain it."""

    title: tuple[Entry, ...]
    rows: Grid
    notes: tuple[Entry, ...]

    @property
    def entries(self) -> list[Entry]:
        return [*self.title, *(e for row in self.rows for cell in row for e in cell), *self.notes]

    @property
    def box(self) -> Box:
        return box_of(self.entries)


@dataclass(frozen=True)
class _Site:
    """What a table is found among."""

    entries: list[Entry]
    candidates: list[Entry]
    """Without running text and lines of unlike kind."""
    levels: Levels
    flat: list[Box]
    upright: list[Box]
    insets: list[Box]


def find_tables(page: Page) -> list[Table]:
    """The tables of a page, from the top. Lines of furniture stand in none."""
    entries = entries_of(page, [b for b in page.blocks if b.kind not in FURNITURE])
    tables = _tables_among(entries, page)
    parted = [part for entry in entries for part in _parted_by_columns(entry, tables, page)]
    if len(parted) > len(entries):
        tables = _tables_among(parted, page)
    return sorted(tables, key=lambda t: (t.box[1], t.box[0]))


def _tables_among(entries: list[Entry], page: Page) -> list[Table]:
    candidates = _without_prose(entries)
    site = _Site(entries, candidates, Levels(entries), flat_rules(page), upright_rules(page), _insets(page))
    tables: list[Table] = []
    taken: set[Entry] = set()
    for seed in (*_seeds(site), *_ruled_seeds(site)):
        for part in _parted_by_rules(seed, site):
            for body in _parted_by_levels([e for e in _grown(part, site) if e not in taken]):
                table = _table(body, site, taken) if len(body) >= 6 else None
                if table and _is_table(table, site):
                    tables.append(table)
                    taken.update(table.entries)
    return tables


def _parted_by_columns(entry: Entry, tables: Sequence[Table], page: Page) -> list[Entry]:
    """The parts of a line that was read across several columns of a table, or of the row right above or below one."""
    for table in tables:
        x0, y0, x1, y1 = box_of(e for row in table.rows for cell in row for e in cell)
        near = x0 < entry.middle_x < x1 and y0 - 3 * entry.em < entry.middle_y < y1 + 2 * entry.em
        if near and entry not in table.title:
            gaps = _gaps(table)
            if any(entry.box[0] < g0 and g1 < entry.box[2] for g0, g1 in gaps):
                return cut_at(entry, page, gaps)
        elif near and len(entry.text) >= len(table.rows[0]):
            gaps = [g for g in _gaps(table) if entry.box[0] < g[0] and g[1] < entry.box[2]]
            parts = cut_at(entry, page, gaps)
            if gaps and len(parts) == len(gaps) + 1:
                return parts
    return [entry]


def _gaps(table: Table) -> list[tuple[float, float]]:
    """The paper between each two columns of a table, entries that run across it left out of account."""
    columns = [[e.box for cell in column for e in cell] for column in zip(*table.rows, strict=True)]
    gaps = []
    for left, right in pairwise(columns):
        inner, outer = median(box[2] for box in left), median(box[0] for box in right)
        x0 = max((box[2] for box in left if box[2] < outer), default=inner)
        x1 = min((box[0] for box in right if box[0] > inner), default=outer)
        gaps.append((min(x0, x1), max(x0, x1)))
    return gaps


def table_of(page: Page, lines: Sequence[str]) -> Table:
    """The table that some lines make, title and notes told from cells.

    Raises ValueError where no line has text.
    """
    wanted = set(lines)
    entries = [e for e in entries_of(page, page.blocks) if e.line in wanted]
    if not entries:
        raise ValueError("a table without text")
    table = _table_among(entries, page)
    parted = [part for entry in entries for part in _parted_by_columns(entry, [table], page)]
    return _table_among(parted, page) if len(parted) > len(entries) else table


def _table_among(entries: list[Entry], page: Page) -> Table:
    """One table that holds all entries; what is no cell and no title is a note."""
    site = _Site(entries, entries, Levels(entries), flat_rules(page), upright_rules(page), _insets(page))
    bodies = (body for seed in (*_seeds(site), *_ruled_seeds(site)) for body in _parted_by_levels(_grown(seed, site)))
    body = max(bodies, key=len, default=entries)
    table = _table(body, site, set()) or Table((), grid_of(entries, site.flat, site.upright), ())
    held = set(table.entries)
    return replace(table, notes=(*table.notes, *(e for e in entries if e not in held)))


def _insets(page: Page) -> list[Box]:
    frame = Frame(page.transform)
    return [frame.image_box(inset.polygon) for inset in page.insets]


# Candidates and seeds


def _without_prose(entries: Sequence[Entry]) -> list[Entry]:
    """Entries that may be cells: short, and of no block that runs on in sentences; strays beside its column may be."""
    blocks: dict[str, list[Entry]] = {}
    for entry in entries:
        blocks.setdefault(entry.block, []).append(entry)
    prose: dict[str, tuple[float, float]] = {}
    for name, rows in blocks.items():
        if sum(bool(PROSE.search(e.text)) for e in rows) > 0.2 * len(rows) and sum(len(e.text) for e in rows) > 12:
            prose[name] = (median(e.box[0] for e in rows), median(e.box[2] for e in rows))

    def runs_on(entry: Entry) -> bool:
        column = prose.get(entry.block)
        return column is not None and overlap(entry.box[0], entry.box[2], *column) > 0

    return [e for e in entries if not runs_on(e) and len(e.text) <= 26 and e.width < 24 * e.em]


def _alike(a: Entry, b: Entry) -> bool:
    return max(a.em, b.em) < SIZE_RATIO * min(a.em, b.em)


def _right_of(entry: Entry, site: _Site) -> Entry | None:
    """The next entry in the row, where that may be a cell of the same table."""
    slack = SAME_ROW_EM * entry.em
    row = [
        e
        for e in site.levels.between(entry.middle_y - slack, entry.middle_y + slack)
        if e.box[0] > entry.box[2] + 0.15 * entry.em
    ]
    nearest = min(row, key=lambda e: e.box[0], default=None)
    if nearest is None or nearest.box[0] - entry.box[2] > FARTHEST_EM * entry.em or not _alike(entry, nearest):
        return None
    return nearest


def _below(entry: Entry, site: _Site) -> Entry | None:
    """The next entry beneath that shares some of its width."""
    near = [
        e
        for e in site.levels.between(entry.middle_y + 0.7 * entry.em, entry.middle_y + (ROW_GAP_EM + 1.2) * entry.em)
        if overlap(e.box[0], e.box[2], entry.box[0], entry.box[2]) > 0
    ]
    nearest = min(near, key=lambda e: e.middle_y, default=None)
    return nearest if nearest and _alike(entry, nearest) else None


def _seeds(site: _Site) -> list[list[Entry]]:
    """Groups of entries that squares of four hold together, the largest first."""
    allowed = set(site.candidates)
    right = {e: r for e in site.candidates if (r := _right_of(e, site)) in allowed and r}
    below = {e: b for e in site.candidates if (b := _below(e, site)) in allowed and b}
    parent: dict[Entry, Entry] = {}

    def root(entry: Entry) -> Entry:
        while parent.setdefault(entry, entry) != entry:
            parent[entry] = parent[parent[entry]]
            entry = parent[entry]
        return entry

    for a, b in right.items():
        c, d = below.get(a), below.get(b)
        if not (c and d and right.get(c) == d):
            continue
        level = abs((c.middle_y - a.middle_y) - (d.middle_y - b.middle_y)) < SAME_STEP_EM * max(a.em, b.em)
        if level and _under_one_rule(a, b, c.middle_y, site.flat) and not _framed_apart((a, c), (b, d), site):
            for other in (b, c, d):
                parent[root(other)] = root(a)
    groups: dict[Entry, list[Entry]] = {}
    for entry in list(parent):
        groups.setdefault(root(entry), []).append(entry)
    return sorted(groups.values(), key=len, reverse=True)


def _ruled_seeds(site: _Site) -> list[list[Entry]]:
    """What stands among rules that cross: a table so empty that no four cells make a square."""
    seeds: dict[tuple[int, ...], list[Entry]] = {}
    for wall in site.upright:
        em = 0.02 * (wall[3] - wall[1])
        crossing = [rule for rule in site.flat if _crosses(rule, wall, em)]
        if len(crossing) < 3:
            continue
        x0, _, x1, _ = union(crossing)
        box = (x0, wall[1], x1, wall[3])
        inside = [e for e in site.candidates if _holds(box, e)]
        if len(inside) >= 6:
            seeds.setdefault(tuple(round(v / 40) for v in box), inside)
    return sorted(seeds.values(), key=len, reverse=True)


def _under_one_rule(a: Entry, b: Entry, bottom: float, flat: Sequence[Box]) -> bool:
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


def _framed_apart(left: Sequence[Entry], right: Sequence[Entry], site: _Site) -> bool:
    """Whether a frame or ground holds all entries of one side and none of the other."""
    for frame in site.insets:
        held = [sum(_holds(frame, e) for e in side) for side in (left, right)]
        if sorted(held) == [0, len(left)]:
            return True
    return False


def _parted_by_rules(entries: list[Entry], site: _Site) -> Iterator[list[Entry]]:
    """The entries left and right of each rule between columns of the page, which runs beyond the table."""
    x0, y0, x1, y1 = box_of(entries)
    em = median(e.em for e in entries)
    for rule in site.upright:
        x = (rule[0] + rule[2]) / 2
        if (
            x0 < x < x1
            and overlap(rule[1], rule[3], y0, y1) > 0.5 * (y1 - y0)
            and _is_of_page(rule, (y0, y1), em, site)
        ):
            left, right = [e for e in entries if e.middle_x < x], [e for e in entries if e.middle_x > x]
            if left and right:
                yield from _parted_by_rules(left, site)
                yield from _parted_by_rules(right, site)
                return
    yield entries


def _is_of_page(rule: Box, reach: tuple[float, float], em: float, site: _Site) -> bool:
    """Whether an upright rule runs beyond the table at either end, and no rule of a table crosses it."""
    if max(reach[0] - rule[1], rule[3] - reach[1]) < 2.2 * em:
        return False
    near = (f for f in site.flat if reach[0] - 2 * em < f[1] and f[3] < reach[1] + 2 * em)
    return not any(_crosses(f, rule, em) for f in near)


def _crosses(flat: Box, upright: Box, em: float) -> bool:
    """Whether a flat rule runs across an upright one, and does not only meet its end."""
    x, y = (upright[0] + upright[2]) / 2, (flat[1] + flat[3]) / 2
    return flat[0] < x - em and flat[2] > x + em and upright[1] + 0.6 * em < y < upright[3] - 0.6 * em


def _parted_by_levels(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries on both sides of a gap over which rows do not go on: two tables that chance put side by side."""
    columns = _column_edges(entries)
    em = median(e.em for e in entries) if entries else 1.0
    for k in range(2, len(columns) - 1):
        left = [e for e in entries if e.middle_x < columns[k][0]]
        right = [e for e in entries if e.middle_x > columns[k][0]]
        if columns[k][0] - columns[k - 1][1] < em or min(_level_count(left, em), _level_count(right, em)) < 3:
            continue
        few, many = sorted((left, right), key=lambda side: _level_count(side, em))
        levels = [e.middle_y for e in many]
        told = [any(abs(e.middle_y - y) < 0.2 * em for y in levels) for e in few]
        if sum(told) < 0.6 * len(told):
            yield from _parted_by_levels(left)
            yield from _parted_by_levels(right)
            return
    yield entries


# Growing


def _grown(seed: list[Entry], site: _Site) -> list[Entry]:
    """A seed with what else belongs to its rows and columns."""
    em = median(e.em for e in seed)
    chosen = set(seed)
    pool = [e for e in site.candidates if max(e.em, em) < SIZE_RATIO * min(e.em, em)]
    for _ in range(MOST_ROUNDS):
        count = len(chosen)
        reach = _with_rules(box_of(chosen), em, site)
        chosen.update(e for e in pool if _holds(reach, e))
        chosen.update(_further_columns(chosen, pool, em, site))
        chosen.update(_further_rows(chosen, pool, em, site))
        if len(chosen) == count:
            break
    return sorted(chosen, key=lambda e: (e.middle_y, e.box[0]))


def _holds(box: Box, entry: Entry) -> bool:
    return box[0] <= entry.middle_x <= box[2] and box[1] <= entry.middle_y <= box[3]


def _with_rules(box: Box, em: float, site: _Site) -> Box:
    """A box stretched to the ends of the rules of its table: those between its rows, and those that they cross."""
    for _ in range(2):
        x0, y0, x1, y1 = box
        inner = [
            r
            for r in site.flat
            if y0 < (r[1] + r[3]) / 2 < y1 and overlap(r[0], r[2], x0, x1) > 0.5 * min(x1 - x0, r[2] - r[0])
        ]
        walls = [
            w for w in site.upright if x0 - em < w[0] and w[2] < x1 + em and any(_crosses(r, w, em) for r in inner)
        ]
        if len(inner) >= 2 or walls:
            x0, x1 = min([x0, *(r[0] for r in inner)]), max([x1, *(r[2] for r in inner)])
        if walls:
            y0, y1 = min([y0, *(w[1] for w in walls)]), max([y1, *(w[3] for w in walls)])
        box = (x0, y0, x1, y1)
    return _down_the_rules(box, inner, em, site) if len(inner) >= 3 else box


def _down_the_rules(box: Box, inner: Sequence[Box], em: float, site: _Site) -> Box:
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


def _further_columns(chosen: set[Entry], pool: Sequence[Entry], em: float, site: _Site) -> list[Entry]:
    """A column at the left or right that has an entry beside many rows, no rule of the page between."""
    x0, y0, x1, y1 = box_of(chosen)
    rows = _level_count(chosen, em)
    found: list[Entry] = []
    for side in (-1, 1):
        near = [
            e
            for e in pool
            if e not in chosen
            and y0 - 0.5 * em < e.middle_y < y1 + 0.5 * em
            and (0 < x0 - e.box[2] < FARTHEST_EM * em if side < 0 else 0 < e.box[0] - x1 < FARTHEST_EM * em)
        ]
        if not near:
            continue
        edge = max(e.box[2] for e in near) if side < 0 else min(e.box[0] for e in near)
        column = [e for e in near if (edge - e.box[0] if side < 0 else e.box[2] - edge) < 12 * em]
        between = (edge, x0) if side < 0 else (x1, edge)
        ruled = any(
            between[0] <= (r[0] + r[2]) / 2 <= between[1]
            and overlap(r[1], r[3], y0, y1) > 0.5 * (y1 - y0)
            and _is_of_page(r, (y0, y1), em, site)
            for r in site.upright
        )
        if (
            not ruled
            and _level_count(column, em) >= 0.5 * rows
            and _touches_rows(column, chosen, em)
            and _ruled_alike(column, chosen, em, site)
        ):
            found += column
    return found


def _ruled_alike(column: Sequence[Entry], chosen: set[Entry], em: float, site: _Site) -> bool:
    """Whether the rules beneath a further column are those beneath the rows."""
    told = wrong = 0
    for entry in column:
        row = [e for e in chosen if abs(e.middle_y - entry.middle_y) < SAME_ROW_EM * em]
        if row:
            mate = min(row, key=lambda e: abs(e.middle_x - entry.middle_x))
            left, right = sorted((mate, entry), key=lambda e: e.middle_x)
            told += 1
            wrong += _framed_apart((left,), (right,), site) or not _under_one_rule(
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


def _level_count(entries: Collection[Entry], em: float) -> int:
    ys = sorted(e.middle_y for e in entries)
    return sum(k == 0 or y - ys[k - 1] > 0.5 * em for k, y in enumerate(ys))


def _further_rows(chosen: set[Entry], pool: Sequence[Entry], em: float, site: _Site) -> list[Entry]:
    """The row right above (heads of the columns) and the one below (with empty cells) that keep to the columns."""
    columns = _column_edges(chosen)
    x0, y0, x1, y1 = box_of(chosen)
    rest = [e for e in pool if e not in chosen and x0 - em < e.middle_x < x1 + em]
    above = [e for e in rest if 0 < y0 - e.middle_y < 2.6 * em]
    below = [e for e in rest if 0 < e.middle_y - y1 < ROW_GAP_EM * em]
    rest_of_cells = [e for e in above if _column_of(e, columns, em) >= 0 and _begins_cell(e, chosen, em)]
    head = _next_row(_one_level(above, -1, em), columns, em)
    row = _next_row(_one_level(below, 1, em), columns, em)
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


def _next_row(
    level: Sequence[Entry], columns: Sequence[tuple[float, float]], em: float, strict: bool = False
) -> Sequence[Entry]:
    """The level if it is a row of the columns; `strict`: each entry keeps to one."""
    places = [_column_of(e, columns, em, strict) for e in level]
    if not level or -1 in places:
        return ()
    if len(set(places)) >= 2:
        return level
    entry = level[0]
    stands = any(
        abs(edge - own) < 0.5 * em for edge, own in zip(columns[places[0]], (entry.box[0], entry.box[2]), strict=True)
    )
    return level if stands and len(columns) > 1 and not NOTE.search(entry.text) and len(entry.text) < 9 else ()


def _column_edges(chosen: Collection[Entry]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((e.box[0], e.box[2]) for e in chosen):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(x1, spans[-1][1]))
        else:
            spans.append((x0, x1))
    return spans


def _column_of(entry: Entry, columns: Sequence[tuple[float, float]], em: float, strict: bool = False) -> int:
    """The one column that an entry stands in or under; -1 for none or several.

    A long entry that begins where a column does may reach over the next, where that is but a head standing off it.
    """
    over = [k for k, (x0, x1) in enumerate(columns) if overlap(entry.box[0], entry.box[2], x0, x1) > 0.2 * em]
    begins = len(over) == 2 and not strict and abs(columns[over[0]][0] - entry.box[0]) < 0.3 * em
    if begins and entry.box[2] < columns[over[1]][1]:
        return over[0]
    return over[0] if len(over) == 1 else -1


# Title, notes, and whether it is one


def _table(body: list[Entry], site: _Site, taken: set[Entry]) -> Table | None:
    em = median(e.em for e in body)
    chosen = set(body)
    rest = [e for e in site.entries if e not in chosen and e not in taken]
    box = box_of(body)
    notes: list[Entry] = []
    title: list[Entry] = []
    top = box[1]
    for _ in range(3):
        above = [e for e in rest if e not in chosen and e not in notes and _stands_over(e, top, box, em)]
        if not above or title:
            break
        nearest = max(above, key=lambda e: e.middle_y)
        level = [e for e in above if beside(e.box, nearest.box) > 0.5]
        larger = max(e.em for e in level) > 1.15 * em
        if all(NOTE.search(e.text) and not is_byline(e.text) for e in level) and max(e.em for e in level) < 1.35 * em:
            notes += level
        elif larger and len(level) > 1 and len(_next_row(level, _column_edges(chosen), em, strict=True)) > 1:
            body = [*level, *body]
            chosen.update(level)
        elif larger:
            title = sorted(level, key=lambda e: e.box[0])
        elif all((NOTE.search(e.text) or e.box[0] > (box[0] + box[2]) / 2) and not is_byline(e.text) for e in level):
            notes += level
        else:
            break
        top = min(e.box[1] for e in level)
    notes += [e for e in rest if e not in title and _is_note_below(e, box, em)]
    grid = grid_of(body, site.flat, site.upright)
    return Table(tuple(title), grid, tuple(sorted(notes, key=lambda e: e.middle_y))) if grid else None


def _stands_over(entry: Entry, top: float, box: Box, em: float) -> bool:
    gap = top - entry.box[3]
    within = box[0] - 2 * em < entry.middle_x < box[2] + 2 * em and entry.width < 1.25 * (box[2] - box[0]) + 4 * em
    return -0.3 * em < gap < max(2.4 * em, 1.6 * entry.em) and within and not PROSE.search(entry.text)


def _is_note_below(entry: Entry, box: Box, em: float) -> bool:
    gap = entry.box[1] - box[3]
    within = box[0] < entry.middle_x < box[2] and entry.width < box[2] - box[0] + 4 * em
    return -0.3 * em < gap < 1.8 * em and within and entry.em < 1.35 * em and bool(NOTE.search(entry.text))


def _is_table(table: Table, site: _Site) -> bool:
    """Whether rows and columns are those of a table, and not chance or columns of running text."""
    cells = [cell for row in table.rows for cell in row if cell]
    if len(table.rows) < 3 or len(table.rows[0]) < 2 or len(cells) < 6:
        return False
    if len(cells) < 0.4 * len(table.rows) * len(table.rows[0]):
        return False
    texts = ["".join(e.text for e in cell) for cell in cells]
    if sum(bool(PROSE.search(text)) for text in texts) > 0.15 * len(texts):
        return False
    if sum(text[0] in BULLETS for text in texts) > 0.3 * len(table.rows):
        return False  # a list of contents
    em = median(e.em for cell in cells for e in cell)
    columns = list(zip(*table.rows, strict=True))
    if sum(_runs_on(column, em) for column in columns) > 0.4 * len(columns):
        return False
    figures = sum(any(c.isdigit() for c in text) for text in texts)
    ruled = len(_inner_rules(table, site)) >= 2
    return ruled or figures > 0.15 * len(texts) or (len(columns) >= 3 and len(table.rows) >= 4)


def _runs_on(column: Sequence[tuple[Entry, ...]], em: float) -> bool:
    """Whether a column is filled from edge to edge in most rows, at the pitch of running text."""
    entries = [e for cell in column for e in cell]
    if len(entries) < 3:
        return False
    x0, _, x1, _ = box_of(entries)
    full = sum(e.width > 0.93 * (x1 - x0) for e in entries)
    return x1 - x0 > 8 * em and full > 0.6 * len(entries)


def _inner_rules(table: Table, site: _Site) -> list[Box]:
    x0, y0, x1, y1 = box_of(e for row in table.rows for cell in row for e in cell)
    return [r for r in site.flat if y0 < (r[1] + r[3]) / 2 < y1 and overlap(r[0], r[2], x0, x1) > 0.6 * (x1 - x0)] + [
        r for r in site.upright if x0 < (r[0] + r[2]) / 2 < x1 and overlap(r[1], r[3], y0, y1) > 0.6 * (y1 - y0)
    ]
