"""What is no story and is taken out before stories are looked for: tables and classified advertisements.

`set_apart` gives each of them a block of its own; `articles_apart` makes articles of such blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.geometry import Frame, union
from pipeline.order.tabular.classified import Small, find_classified, small_of
from pipeline.order.tabular.tables import Table, find_tables, table_of
from pipeline.page import Article, ArticleKind, Block, BlockKind, Direction, Line, Page, Polygon, Span

APART = frozenset({BlockKind.TABLE, BlockKind.CLASSIFIED})
"""Kinds of blocks that are items as they stand."""


def set_apart(page: Page) -> Page:
    """The page with each table in a block of its own, its lines row by row, and each small advertisement in one.

    Pages whose type is mostly vertical have none of these.
    """
    letters = dict.fromkeys(Direction, 0)
    for block in page.blocks:
        letters[block.direction] += sum(len(line.chars) for line in block.lines)
    if letters[Direction.TTB] > letters[Direction.LTR]:
        return page
    tables = find_tables(page)
    page = _with_blocks(page, [(_table_lines(table), BlockKind.TABLE) for table in tables])
    strays = dict.fromkeys(line for table in tables for line in _strays(page, table))
    page = _with_blocks(page, [((line,), BlockKind.OTHER) for line in strays])
    areas = find_classified(page)
    small = [(one.ids, BlockKind.CLASSIFIED) for area in areas for one in area.items]
    heads = [((head,), BlockKind.OTHER) for area in areas for head in area.heads]
    return _with_blocks(page, [*small, *heads])


def _table_lines(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.line for entry in table.entries))


def _strays(page: Page, table: Table) -> Iterator[str]:
    """Lines amid the rows of a table that are no cells, as specks and figures read as upright lines: no story's."""
    frame = Frame(page.transform)
    x0, y0, x1, y1 = union(e.box for row in table.rows for cell in row for e in cell)
    for block in page.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        for line in block.lines:
            a, b, c, d = frame.image_box(line.polygon)
            if x0 < (a + c) / 2 < x1 and y0 < (b + d) / 2 < y1 and c - a < 0.5 * (x1 - x0):
                yield line.id


def _with_blocks(page: Page, groups: Sequence[tuple[Sequence[str], BlockKind]]) -> Page:
    """The page with groups of lines taken from their blocks into blocks of their own, which stand last."""
    if not groups:
        return page
    frame = Frame(page.transform)
    wanted = {line for lines, _ in groups for line in lines}
    blocks: list[Block] = []
    for block in page.blocks:
        kept = tuple(line for line in block.lines if line.id not in wanted)
        if len(kept) == len(block.lines):
            blocks.append(block)
        elif kept:
            blocks.append(replace(block, lines=kept, polygon=_around(kept, frame)))
    names = {block.id for block in blocks}
    for lines, kind in groups:
        first = page.block_of[lines[0]]
        name = first.id
        while name in names:
            name += ".s"
        names.add(name)
        own = tuple(page.lines[i] for i in lines)
        size = median(page.block_of[i].type_size_px for i in lines)  # of the cells, not of the title
        blocks.append(replace(first, id=name, kind=kind, polygon=_around(own, frame), type_size_px=size, lines=own))
    return replace(page, blocks=tuple(blocks))


def _around(lines: Sequence[Line], frame: Frame) -> Polygon:
    return frame.scan_polygon(union(frame.image_box(line.polygon) for line in lines))


def articles_apart(page: Page) -> Iterator[Article]:
    """The articles that blocks of the kinds `APART` make, without ids, in the order of the blocks."""
    for block in page.blocks:
        lines = [line.id for line in block.lines if line.text.strip()]
        if block.kind is BlockKind.TABLE and lines:
            yield _table_article(table_of(page, lines))
        elif block.kind is BlockKind.CLASSIFIED and lines:
            yield _small_article(small_of(page, lines))


def _table_article(table: Table) -> Article:
    in_cells = {entry.line for row in table.rows for cell in row for entry in cell}
    title = tuple(dict.fromkeys(e.line for e in table.title if e.line not in in_cells))
    notes = dict.fromkeys(e.line for e in table.notes if e.line not in in_cells and e.line not in title)
    rows = tuple(tuple(tuple(Span(e.line, e.start, e.stop) for e in cell) for cell in row) for row in table.rows)
    return Article("", ArticleKind.TABLE, headline=title, body=tuple((line,) for line in notes), rows=rows)


def _small_article(small: Small) -> Article:
    return Article("", small.kind, headline=small.title, body=small.paragraphs)
