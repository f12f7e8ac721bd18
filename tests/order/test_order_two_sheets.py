"""An open volume: two sheets on one scan are read one after the other."""

from __future__ import annotations

from dataclasses import replace

from pipeline.articles import FindArticles
from pipeline.order import OrderLines
from pipeline.order.sheets import sheet_by_sheet
from pipeline.page import Block, BlockKind, Char, Direction, Line, Page, Polygon, Source, Transform
from pipeline.settings import ArticlesSettings, OrderSettings

WIDTH, HEIGHT, EM = 2400, 1600, 30


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def column(name: str, left: float, top: float, texts: list[str]) -> Block:
    lines = []
    for k, text in enumerate(texts):
        y = top + 45 * k
        chars = tuple(
            Char(c, (left + EM * n, y, left + EM * (n + 1), y + EM), 0.99) for n, c in enumerate(text)
        )
        lines.append(Line(f"{name}l{k + 1}", rectangle(left, y, left + EM * len(text), y + EM), chars))
    foot = top + 45 * len(texts)
    polygon = rectangle(left, top, left + 600, foot)
    return Block(name, BlockKind.PARAGRAPH, polygon, Direction.LTR, float(EM), lines=tuple(lines))


def spread() -> Page:
    """Two sheets with a column each; the right one stands higher."""
    left = column("b1", 200, 300, ["春天的田野里一片新绿农民正在插秧", "机器声从早到晚没有停过大家都很忙"])
    right = column("b2", 1500, 100, ["城里的新图书馆今天开门迎接读者们", "孩子们在门口排起了长长的队伍等候"])
    sheets = (rectangle(0, 0, 1200, HEIGHT), rectangle(1200, 0, WIDTH, HEIGHT))
    source = Source("s.png", "0" * 64, WIDTH, HEIGHT, 300.0)
    transform = Transform(width_px=WIDTH, height_px=HEIGHT)
    return Page("s", source, transform, blocks=(right, left), sheets=sheets)


def test_the_left_sheet_comes_first_however_high_the_other_stands() -> None:
    ordered = OrderLines(OrderSettings())(spread())
    assert ordered.line_order == ("b1l1", "b1l2", "b2l1", "b2l2")
    assert {block.id for block in ordered.blocks} == {"b1", "b2"}
    assert ordered.sheets == spread().sheets


def test_no_article_goes_over_the_fold() -> None:
    page = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(spread()))
    assert len({article.id for article in page.articles}) == len(page.articles)
    for article in page.articles:
        assert len({line[:2] for line in article.line_ids()}) == 1


def test_a_page_of_one_sheet_is_read_whole() -> None:
    page = replace(spread(), sheets=())
    seen: list[Page] = []

    def note(half: Page) -> Page:
        seen.append(half)
        return half

    assert sheet_by_sheet(page, note) is page
    assert seen == [page]
