"""What is no story and is taken out before stories are looked for: tables and classified advertisements.

`set_apart` gives each of them a block of its own; `articles_apart` makes articles of such blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.geometry import Frame, union
from pipeline.order.classified import Small, find_classified, small_of
from pipeline.order.tables import Table, find_tables, table_of
from pipeline.page import Article, ArticleKind, Block, BlockKind, Direction, Page, Span

APART = frozenset({BlockKind.TABLE, BlockKind.CLASSIFIED})
"""Kinds of blocks that are items as they stand."""


def set_apart(page: Page) -> Page:
    """The page with each table in a block of its own, its lines row by row, and each small advertisement in one.

    Pages whose type is mostly vertical have none of these.
    """
    letters = {Direction.LTR: 0, Direction.TTB: 0}
    for block in page.blocks:
        letters[block.direction] += sum(len(line.chars) for line in block.lines)
    if letters[Direction.TTB] > letters[Direction.LTR]:
        return page
    for table in find_tables(page):
        page = _with_block(page, _table_lines(table), BlockKind.TABLE)
    for area in find_classified(page):
        for small in area.items:
            page = _with_block(page, small.ids, BlockKind.CLASSIFIED)
        for head in area.heads:
            page = _with_block(page, (head,), BlockKind.OTHER)
    return page


def _table_lines(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.line for entry in table.entries))


def _with_block(page: Page, lines: Sequence[str], kind: BlockKind) -> Page:
    """The page with some lines taken from their blocks into one of their own."""
    wanted = set(lines)
    first = page.block_of[lines[0]]
    blocks: list[Block] = []
    frame = Frame(page.transform)
    for block in page.blocks:
        kept = tuple(line for line in block.lines if line.id not in wanted)
        if len(kept) == len(block.lines):
            blocks.append(block)
        elif kept:
            polygon = frame.scan_polygon(union(frame.image_box(line.polygon) for line in kept))
            blocks.append(replace(block, lines=kept, polygon=polygon))
    names = {block.id for block in blocks}
    name = next(n for k in range(len(blocks) + 2) if (n := first.id if k == 0 else f"{first.id}.s{k}") not in names)
    polygon = frame.scan_polygon(union(frame.image_box(page.lines[i].polygon) for i in lines))
    own = replace(first, id=name, kind=kind, polygon=polygon, lines=tuple(page.lines[i] for i in lines))
    return replace(page, blocks=(*blocks, own))


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
    rows = tuple(
        tuple(tuple(Span(e.line, e.start, e.stop) for e in cell) for cell in row) for row in table.rows
    )
    return Article("", ArticleKind.TABLE, headline=title, body=tuple((line,) for line in notes), rows=rows)


def _small_article(small: Small) -> Article:
    return Article("", small.kind, headline=small.title, body=small.paragraphs)
