"""Rows and cells from where the lines of a table stand."""

from __future__ import annotations

from dataclasses import replace

from pipeline.export.table import table_rows
from pipeline.page import Article, ArticleKind, BlockKind, Page
from tests.pages import block, paragraph_page


def page_of(*cells: tuple[float, float, str]) -> Page:
    blocks = tuple(block(n, BlockKind.TABLE, x, y, [text]) for n, (x, y, text) in enumerate(cells))
    article = Article("a1", ArticleKind.TABLE, body=(tuple(f"b{n}l1" for n in range(len(cells))),))
    return replace(paragraph_page("字"), blocks=blocks, orders=(), articles=(article,))


def rows_of(*cells: tuple[float, float, str]) -> tuple[tuple[str, ...], ...]:
    page = page_of(*cells)
    return table_rows(page, page.articles[0])


def test_cells_that_are_missing_are_empty() -> None:
    assert rows_of(
        (60, 60, "城市"), (300, 62, "天气"), (600, 58, "气温"),
        (60, 110, "平原"), (610, 112, "12℃"),
        (300, 160, "多云"), (70, 161, "山地"),
    ) == (("城市", "天气", "气温"), ("平原", "", "12℃"), ("山地", "多云", ""))  # fmt: skip


def test_a_heading_over_all_columns_makes_no_column() -> None:
    assert rows_of((60, 10, "一二三四五六七八九十一二三四五六七八"), (60, 60, "甲"), (560, 60, "乙")) == (
        ("一二三四五六七八九十一二三四五六七八", ""),
        ("甲", "乙"),
    )


def test_nothing_read() -> None:
    assert rows_of() == ()
