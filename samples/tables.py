"""Sets tables: a title, a header, rows and columns of cells, with rules all around, some or none at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from samples import tables_copy, tables_results
from samples.advertisements import set_advertisement
from samples.fonts import Face, cast, covers
from samples.house import House
from samples.layout import Leaf
from samples.press import Item, Press
from samples.sheet import Box
from samples.tables_copy import TableCopy
from samples.typeset import set_line, set_paragraph

RULED = ("grid", "grid", "open", "rows", "head", "head", "three", "columns", "none", "none", "frame")
MAKERS: tuple[Callable[[Random, str], TableCopy], ...] = (
    tables_copy.weather,
    tables_copy.air,
    tables_copy.prices,
    tables_copy.programme,
    tables_copy.showtimes,
    tables_copy.trains,
    tables_copy.land,
    tables_copy.posts,
    tables_results.stocks,
    tables_results.lottery,
    tables_results.prizes,
    tables_results.exchange,
    tables_results.deposits,
    tables_results.league,
    tables_results.fixtures,
)
LEAST_PX = 24  # smallest type of a table
CELL_LEADING = 1.18


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is set. `rules`: grid (all), open (all but the sides), rows, columns, head (under the header), three
    (top, under the header, foot), frame (around it), none."""

    rules: str
    face: Face
    bold: Face
    size_px: int
    pad_em: float  # at either side of a cell
    pitch_em: float  # of a row of one line
    head: str  # of the header: plain, bold, tint or reversed
    has_head: bool
    title_align: str
    title_px: int
    weight_px: int
    ink: int

    @property
    def level_rules(self) -> bool:
        """Whether a rule stands between rows, so that a cell may have several lines."""
        return self.rules in ("grid", "open", "rows")


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of one cell, and its text as the truth has it."""

    lines: tuple[str, ...]
    text: str
    align: str


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table that fits: its cells, the widths of its columns and the heights of its rows in px."""

    style: TableStyle
    cells: tuple[tuple[Cell, ...], ...]
    widths_px: tuple[float, ...]
    heights_px: tuple[float, ...]


def draw_style(rng: Random, house: House) -> TableStyle:
    """A style that suits the house."""
    rules = rng.choice(RULED)
    face = rng.choice((house.body, house.body, cast("hei")[0], house.caption))
    return TableStyle(
        rules=rules,
        face=face,
        bold=house.bold,
        size_px=max(LEAST_PX, round(house.size_px * rng.uniform(0.78, 1.06))),
        pad_em=rng.uniform(0.35, 0.7) if rules in ("grid", "open", "columns") else rng.uniform(0.6, 1.1),
        pitch_em=rng.uniform(1.45, 1.8),
        head=rng.choice(("plain", "bold", "bold", "tint", "reversed")),
        has_head=rng.random() < 0.85,
        title_align=rng.choice(("centre", "centre", "left")),
        title_px=round(house.size_px * rng.uniform(1.2, 1.9)),
        weight_px=rng.choice((2, 2, 3)),
        ink=rng.choice((0, 0, 50)),
    )


def _em(text: str, face: Face) -> float:
    line = set_line(text, face)
    return line.right - line.left


def _header(copy: TableCopy, broken: bool) -> tuple[Cell, ...]:
    cells = []
    for column in copy.columns:
        lines = tuple(column.title.split("\n")) if broken else (column.title.replace("\n", ""),)
        cells.append(Cell(tuple(filter(None, lines)), column.title.replace("\n", ""), "centre"))
    return tuple(cells)


def _body(copy: TableCopy, style: TableStyle) -> list[tuple[Cell, ...]]:
    out = []
    for row in copy.rows:
        cells = []
        for column, text in zip(copy.columns, row, strict=True):
            lines: tuple[str, ...] = (text,) if text else ()
            if column.wrap_em and style.level_rules and text:
                lines = tuple(line.text for line in set_paragraph(text, style.face, column.wrap_em, 0.0, justify=False))
            cells.append(Cell(lines, text, column.align))
        out.append(tuple(cells))
    return out


def _widths_em(rows: list[tuple[Cell, ...]], style: TableStyle) -> list[float]:
    """Width of every column, the blank at its sides included."""
    bare = [
        max(
            (_em(line, style.bold if r == 0 else style.face) for r, row in enumerate(rows) for line in row[k].lines),
            default=1.0,
        )
        for k in range(len(rows[0]))
    ]
    return [width + 2 * style.pad_em for width in bare]


def set_in(copy: TableCopy, style: TableStyle, width_px: float, height_px: float) -> SetTable | None:
    """Set a table in a width, no higher than `height_px`; None if it has no room. Leaves out rows that do not fit."""
    broken = any("\n" in column.title for column in copy.columns) and width_px < 34 * style.size_px
    with_head = style.has_head
    rows = ([_header(copy, broken)] if with_head else []) + _body(copy, style)
    widths = _widths_em(rows, style)
    total = sum(widths) * style.size_px
    if total > width_px:
        return None
    sets = min(3, int(width_px / total)) if copy.repeats else 1
    least = 2 * CELL_LEADING
    heights = [
        max(style.pitch_em, style.pitch_em - CELL_LEADING + CELL_LEADING * max(len(c.lines) for c in row))
        for row in rows
    ]
    if with_head and max(len(c.lines) for c in rows[0]) > 1:
        heights[0] = max(heights[0], least + 0.4)
    room = height_px / style.size_px - (heights[0] if with_head else 0.0)
    first = 1 if with_head else 0
    count, used = 0, 0.0
    while first + count < len(rows) and used + heights[first + count] <= room:
        used += heights[first + count]
        count += 1
    if sets > 1:
        sets = min(sets, max(1, len(rows) // max(4, count)))
        count = min(count, (len(rows) - first) // sets)
    if count < 3:
        return None
    cells = [rows[0] * sets] if with_head else []
    for r in range(count):
        cells.append(tuple(cell for s in range(sets) for cell in rows[first + s * count + r]))
    taken = heights[: first + count]
    stretch = min(1.25, height_px / (sum(taken) * style.size_px))
    spread = min(width_px / (total * sets), 1.75)
    return SetTable(
        style,
        tuple(cells),
        tuple(w * style.size_px * spread for w in widths * sets),
        tuple(h * style.size_px * max(1.0, stretch) for h in taken),
    )


def _fit(rng: Random, copy: TableCopy, style: TableStyle, width_px: float, height_px: float) -> SetTable | None:
    """The first setting that fits: with all columns, with fewer, in smaller type."""
    for size in range(style.size_px, LEAST_PX - 1, -2):
        smaller = replace(style, size_px=size)
        for cut in range(copy.optional + 1):
            keep = len(copy.columns) - cut
            if len(copy.columns[0].title) == 0 and keep % 2:
                continue  # a time without its programme
            cut_copy = replace(copy, columns=copy.columns[:keep], rows=tuple(row[:keep] for row in copy.rows))
            found = set_in(cut_copy, smaller, width_px, height_px)
            if found is not None:
                return found
    return None


def _suited(copy: TableCopy, style: TableStyle) -> TableStyle:
    """The style with a face that has all characters of the copy, and a header where the copy needs one."""
    text = "".join("".join(row) for row in copy.rows) + "".join(c.title for c in copy.columns).replace("\n", "")
    face = style.face if covers(style.face, text) else cast("hei")[0]
    return replace(style, face=face, has_head=style.has_head or not copy.headless)


def set_table(press: Press, leaf: Leaf) -> None:
    """A table in a frame; what is left of the frame below it goes to an advertisement."""
    house, rng = press.house, press.rng
    style = draw_style(rng, house)
    x0, y0, x1, y1 = leaf.box
    makers = [make for make in rng.sample(MAKERS, len(MAKERS)) if f"table {make.__name__}" not in press.desk.used]
    for make in makers or rng.sample(MAKERS, len(MAKERS)):
        copy = make(rng, press.desk.city)
        styled = _suited(copy, style)
        head = styled.title_px * 1.45 + (house.size_px * 1.2 if copy.unit else 0.0)
        foot = house.size_px * 1.4 if copy.note else 0.0
        found = _fit(rng, copy, styled, x1 - x0, y1 - y0 - head - foot)
        if found is not None:
            press.desk.used.add(f"table {make.__name__}")
            bottom = _print(press, copy, found, leaf.box)
            if y1 - bottom > max(420.0, 9 * house.size_px):
                set_advertisement(
                    press, Leaf("advertisement", (x0, bottom + 1.2 * house.size_px, x1, y1), leaf.columns)
                )
            return
    set_advertisement(press, replace(leaf, kind="advertisement"))


def _print(press: Press, copy: TableCopy, table: SetTable, box: Box) -> float:
    """Print title, table and note; returns the y below."""
    style, house, item = table.style, press.house, press.item("table")
    width = sum(table.widths_px)
    shift = (box[2] - box[0] - width) / 2 if style.title_align == "centre" else 0.0
    x0, x1, y = box[0] + shift, box[0] + shift + width, box[1]
    title = set_line(copy.title, style.bold)
    title_px = int(min(style.title_px, (box[2] - box[0]) / (title.right - title.left)))
    ends = (box[0], box[2]) if style.title_align == "centre" else (x0, box[2])
    press.aligned(title, style.bold, title_px, *ends, y, style.title_align, "headline", item.id)
    item.headline = copy.title
    y += style.title_px * 1.45
    small = round(house.size_px * 0.85)
    if copy.unit:
        unit = set_line(copy.unit, house.caption)
        side = "right" if (unit.right - unit.left) * small <= width else "left"
        press.aligned(unit, house.caption, small, x0, x1, y - 0.15 * small, side, "subheadline", item.id)
        item.subheadline = copy.unit
        y += house.size_px * 1.2
    top, bottom = y, y + sum(table.heights_px)
    _paint(press, table, (x0, top, x1, bottom))
    _cells(press, item, table, x0, top)
    press.sheet.region("table", (x0, top, x1, bottom), item.id)
    if not copy.note:
        return bottom
    note = set_line(copy.note, house.caption)
    small = int(min(small, (box[2] - box[0]) / (note.right - note.left)))
    press.aligned(
        note, house.caption, small, box[0], box[2], bottom + 0.35 * small, style.title_align, "body", item.id, 0
    )
    item.paragraphs.append(copy.note)
    return bottom + 1.4 * small


def _cells(press: Press, item: Item, table: SetTable, left: float, top: float) -> None:
    style = table.style
    size, pad = style.size_px, style.pad_em * style.size_px
    y = top
    for r, (row, height) in enumerate(zip(table.cells, table.heights_px, strict=True)):
        is_head = r == 0 and style.has_head
        face = style.bold if is_head and style.head != "plain" else style.face
        ink = 255 if is_head and style.head == "reversed" else 0
        x = left
        for k, (cell, width) in enumerate(zip(row, table.widths_px, strict=True)):
            at = y + (height - size * (1 + CELL_LEADING * (len(cell.lines) - 1))) / 2
            for text in cell.lines:
                press.aligned(
                    set_line(text, face),
                    face,
                    size,
                    x + 0.85 * pad,
                    x + width - 0.85 * pad,
                    at,
                    cell.align,
                    "cell",
                    item.id,
                    ink=ink,
                )
                item.cells[press.sheet.lines[-1]] = (r, k)
                at += size * CELL_LEADING
            x += width
        y += height
    item.rows = [[cell.text for cell in row] for row in table.cells]


def _paint(press: Press, table: SetTable, box: Box) -> None:
    """Print the ground of the header and the rules."""
    sheet, style = press.sheet, table.style
    x0, y0, x1, y1 = box
    below_head = y0 + table.heights_px[0]
    if style.has_head and style.head in ("tint", "reversed"):
        sheet.fill((x0, y0, x1, below_head), 225 if style.head == "tint" else 40)
    levels, uprights = [y0], [x0]
    for height in table.heights_px:
        levels.append(levels[-1] + height)
    for width in table.widths_px:
        uprights.append(uprights[-1] + width)
    inner = {"grid": levels[1:-1], "open": levels[1:-1], "rows": levels[1:-1]}.get(style.rules, [])
    if style.rules in ("head", "three", "columns") and style.has_head:
        inner = [below_head]
    outer = [y0, y1] if style.rules in ("grid", "open", "three", "frame") else []
    for y in inner:
        sheet.rule(
            "dotted" if style.rules == "rows" and style.ink else "thin", x0, y, x1, y, style.weight_px, style.ink
        )
    for y in outer:
        sheet.rule("thin", x0, y, x1, y, style.weight_px + (style.rules == "three"))
    if style.rules in ("grid", "open", "columns"):
        for x in uprights[1:-1]:
            sheet.rule("thin", x, y0, x, y1, style.weight_px, style.ink)
    if style.rules in ("grid", "frame"):
        for x in (x0, x1):
            sheet.rule("thin", x, y0, x, y1, style.weight_px)
