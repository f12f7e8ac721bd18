"""Finds the tables of a page: regions in which short pieces of type stand in rows and columns.

Four entries that stand in a square (two beside each other, each with one right beneath) are a seed; seeds that share
an entry are one table. It is then grown by what its rules enclose and what goes on in its rows and columns, freed of
what only looks like one (columns of running text side by side), and given its title and notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.geometry import Frame, overlap
from pipeline.order.tabular.blanks import gaps_between_columns
from pipeline.order.tabular.cells import Grid, grid_of
from pipeline.order.tabular.entries import (
    Entry,
    Levels,
    beside,
    box_of,
    cut_at,
    entries_of,
    flat_rules,
    ground_edges,
    upright_rules,
)
from pipeline.order.tabular.growth import grown, next_row
from pipeline.order.tabular.seeds import parted_by_levels, parted_by_rules, ruled_seeds, square_seeds, without_prose
from pipeline.order.tabular.site import NOTE, PROSE, Site, column_edges
from pipeline.order.wording import is_byline
from pipeline.page import FURNITURE, Box, Page

BULLETS = "■□●○◆◇★☆▲△▼▽※►▶•·"


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


def find_tables(page: Page) -> list[Table]:
    """The tables of a page, from the top. Lines of furniture stand in none."""
    entries = entries_of(page, [b for b in page.blocks if b.kind not in FURNITURE])
    tables = _tables_among(entries, page)
    for part_all in (_parted_at_blanks, _all_parted_by_columns):
        parted = part_all(entries, tables, page)
        if len(parted) > len(entries):
            entries, tables = parted, _tables_among(parted, page)
    return sorted(tables, key=lambda t: (t.box[1], t.box[0]))


def _tables_among(entries: list[Entry], page: Page) -> list[Table]:
    candidates = without_prose(entries)
    site = Site(entries, candidates, Levels(entries), _flat(page), upright_rules(page), _insets(page))
    tables: list[Table] = []
    taken: set[Entry] = set()
    for seed in (*square_seeds(site), *ruled_seeds(site)):
        for part in parted_by_rules(seed, site):
            for body in parted_by_levels([e for e in grown(part, site) if e not in taken]):
                table = _table(body, site, taken) if len(body) >= 6 else None
                if table and _is_table(table, site):
                    tables.append(table)
                    taken.update(table.entries)
    return tables


def _parted_at_blanks(entries: Sequence[Entry], tables: Sequence[Table], page: Page) -> list[Entry]:
    """The entries, those cut that hold cells of two columns of a table row after row."""
    gaps: dict[Entry, tuple[float, float]] = {}
    for table in tables:
        columns = [[e for cell in column for e in cell] for column in zip(*table.rows, strict=True)]
        for gap, held in gaps_between_columns(columns, page):
            gaps.update(dict.fromkeys(held, gap))
    return [part for e in entries for part in (cut_at(e, page, [gaps[e]]) if e in gaps else [e])]


def _all_parted_by_columns(entries: Sequence[Entry], tables: Sequence[Table], page: Page) -> list[Entry]:
    return [part for entry in entries for part in _parted_by_columns(entry, tables, page)]


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
    for part_all in (_parted_at_blanks, _all_parted_by_columns):
        parted = part_all(entries, [table], page)
        if len(parted) > len(entries):
            entries, table = parted, _table_among(parted, page)
    return table


def _table_among(entries: list[Entry], page: Page) -> Table:
    """One table that holds all entries; what is no cell and no title is a note."""
    site = Site(entries, entries, Levels(entries), _flat(page), upright_rules(page), _insets(page))
    bodies = (
        body for seed in (*square_seeds(site), *ruled_seeds(site)) for body in parted_by_levels(grown(seed, site))
    )
    body = max(bodies, key=len, default=entries)
    table = _table(body, site, set()) or Table((), grid_of(entries, site.flat, site.upright), ())
    held = set(table.entries)
    return replace(table, notes=(*table.notes, *(e for e in entries if e not in held)))


def _flat(page: Page) -> list[Box]:
    return [*flat_rules(page), *ground_edges(page)]


def _insets(page: Page) -> list[Box]:
    frame = Frame(page.transform)
    return [frame.image_box(inset.polygon) for inset in page.insets]


# Title, notes, and whether it is one


def _table(body: list[Entry], site: Site, taken: set[Entry]) -> Table | None:
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
        elif larger and len(level) > 1 and len(next_row(level, column_edges(chosen), em, strict=True)) > 1:
            body = [*level, *body]
            chosen.update(level)
        elif larger:
            title = sorted(level, key=lambda e: e.box[0])
        elif all((NOTE.search(e.text) or e.box[0] > (box[0] + box[2]) / 2) and not is_byline(e.text) for e in level):
            notes += level
        else:
            break
        top = min(e.box[1] for e in level)
    below = [e for e in rest if e not in title and _is_note_below(e, box, em)]
    notes += below
    # A note that was cut at a blank goes on beside itself.
    notes += [
        e
        for e in rest
        if e not in notes and e not in chosen and box[0] < e.middle_x < box[2]
        if any(beside(e.box, note.box) > 0.5 and abs(e.box[0] - note.box[2]) < 3 * em for note in below)
    ]
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


def _is_table(table: Table, site: Site) -> bool:
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


def _inner_rules(table: Table, site: Site) -> list[Box]:
    x0, y0, x1, y1 = box_of(e for row in table.rows for cell in row for e in cell)
    return [r for r in site.flat if y0 < (r[1] + r[3]) / 2 < y1 and overlap(r[0], r[2], x0, x1) > 0.6 * (x1 - x0)] + [
        r for r in site.upright if x0 < (r[0] + r[2]) / 2 < x1 and overlap(r[1], r[3], y0, y1) > 0.6 * (y1 - y0)
    ]
