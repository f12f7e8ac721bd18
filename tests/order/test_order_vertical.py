"""Vertical pages: columns cut at tiers, frames and tiers in order, headings, the two pages of a fold."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.articles import FindArticles
from pipeline.geometry import polygon_of
from pipeline.order import OrderLines
from pipeline.order.sheet import Piece, Row
from pipeline.order.vertical.paragraphs import paragraphs_of
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import Block, BlockKind, Box, Char, Direction, Line, Page, Rule, Source, Transform
from pipeline.settings import ArticlesSettings, OrderSettings

EM, PITCH, ROWS, GAP = 30, 40, 10, 24
"""Type, columns, tiers of ten characters and the paper between them, px."""
STEP = ROWS * EM + GAP
SENTENCE = "市政府以電車工潮遷延日久影響市面今晨特召集勞資雙方舉行調解會議工會發表宣言吁請各界援助"
ENDING = "業於日前開工限四十日完竣。"


def column(name: str, text: str, x: float, y: float, em: float = EM, blank_after: int = 0) -> Block:
    """A vertical line whose first character stands at (x, y); the blank is that between two tiers."""
    tops = [y + k * em + (GAP if blank_after and k >= blank_after else 0) for k in range(len(text))]
    chars = tuple(Char(c, (x, t, x + em, t + em), 0.99) for c, t in zip(text, tops, strict=True))
    box: Box = (x, y, x + em, tops[-1] + em)
    line = Line(name, polygon_of(box), chars)
    return Block(f"b-{name}", BlockKind.PARAGRAPH, polygon_of(box), Direction.TTB, float(em), lines=(line,))


def text_of(number: int, length: int = ROWS) -> str:
    start = (7 * number) % len(SENTENCE)
    return (SENTENCE * 2)[start : start + length]


def tier(name: str, right: float, top: float, count: int, ends: bool = False) -> list[Block]:
    """Columns from right to left; the last one stops short with a full stop if the story ends."""
    blocks = [column(f"{name}{k:02d}", text_of(k), right - EM - k * PITCH, top) for k in range(count)]
    if ends:
        blocks[-1] = column(f"{name}{count - 1:02d}", ENDING[-6:], right - EM - (count - 1) * PITCH, top)
    return blocks


def page_of(blocks: list[Block], rules: list[Box] | None = None, size: tuple[int, int] = (2000, 2000)) -> Page:
    marks = tuple(Rule(f"r{k}", "straight", polygon_of(r)) for k, r in enumerate(rules or []))
    return Page(
        "p",
        Source("p.png", "0" * 64, *size, 300.0),
        Transform(width_px=size[0], height_px=size[1]),
        tuple(blocks),
        marks,
    )


def order_of(page: Page) -> list[str]:
    return list(OrderLines(OrderSettings())(page).line_order)


def in_order(order: list[str], *names: str) -> bool:
    places = [order.index(n) for n in names]
    return all(a < b for a, b in pairwise(places))


def test_a_line_across_two_tiers_is_cut_where_its_neighbours_end() -> None:
    above, beneath = tier("a", 1900, 100, 8), tier("b", 1900, 100 + STEP, 8)
    long = column("x", text_of(3) + text_of(5), 1900 - EM - 8 * PITCH, 100, blank_after=ROWS)
    page = with_lines_of_one_tier(page_of([*above, *beneath, long]))
    assert page.lines["x"].text == text_of(3)
    assert page.lines["x.1"].text == text_of(5)
    assert page.lines["x.1"].polygon[0][1] >= 100 + ROWS * EM


def test_a_blank_within_a_tier_cuts_no_line() -> None:
    gap = column("x", text_of(3, 9), 1900 - EM - 8 * PITCH, 100, blank_after=5)
    page = page_of([*tier("a", 1900, 100, 8), *tier("c", 1900 - 9 * PITCH, 100, 8), gap])
    assert with_lines_of_one_tier(page) is page


def test_text_runs_through_a_tier_and_goes_on_beneath() -> None:
    page = page_of([*tier("b", 1900, 100 + STEP, 20), *tier("a", 1900, 100, 20)])
    assert order_of(page) == [f"a{k:02d}" for k in range(20)] + [f"b{k:02d}" for k in range(20)]


def test_a_long_upright_rule_parts_frames() -> None:
    """Right of the rule both tiers are read before anything left of it."""
    left = 1900 - 10 * PITCH - 60
    blocks = [*tier("a", 1900, 100, 10), *tier("b", 1900, 100 + STEP, 10, ends=True)]
    blocks += [*tier("c", left, 100, 10), *tier("d", left, 100 + STEP, 10, ends=True)]
    rule: Box = (left + 28, 100, left + 32, 100 + 2 * STEP)
    order = order_of(page_of(blocks, [rule]))
    assert in_order(order, "a00", "a09", "b00", "b09", "c00", "c09", "d00", "d09")


def test_a_heading_begins_a_story_and_the_text_goes_on_under_the_one_before() -> None:
    """The second story's heading stands in the first tier; its text fills what is left of it and the tier beneath."""
    first = tier("a", 1900, 100, 8, ends=True)
    head = [column("h1", "怠工風潮解決", 1900 - 8 * PITCH - 70, 120, em=44)]
    second = tier("c", 1900 - 8 * PITCH - 100, 100, 10)
    blocks = [
        column("h0", "霍亂流行", 1910, 120, em=44),
        *first,
        *head,
        *second,
        *tier("d", 1900, 100 + STEP, 20, ends=True),
    ]
    page = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page_of(blocks)))
    heads = {a.headline: list(a.line_ids()) for a in page.articles}
    assert heads[("h0",)][1:] == [f"a{k:02d}" for k in range(8)]
    assert heads[("h1",)][1:] == [f"c{k:02d}" for k in range(10)] + [f"d{k:02d}" for k in range(20)]


def test_the_name_of_the_paper_with_the_date_beside_it_is_no_story() -> None:
    name = column("name", "南洋商報", 1900, 0, em=80)
    date = column("date", "中華民國三十二年六月二日", 1840, 0)
    story = [*tier("a", 1700, 0, 9), *tier("b", 1700, STEP, 9, ends=True)]
    ordered = OrderLines(OrderSettings())(page_of([name, date, *story]))
    found = FindArticles(ArticlesSettings())(ordered)
    told = {line for article in found.articles for line in article.line_ids()}
    assert not told & {"name", "date"}
    assert {"a00", "b00"} <= told
    assert found.block_of["name"].kind is BlockKind.MASTHEAD


def test_the_right_page_of_a_fold_is_read_first() -> None:
    blocks = [
        *tier("l", 1300, 100, 26),
        *tier("m", 1300, 100 + STEP, 26),
        *tier("r", 2700, 100, 26),
        *tier("s", 2700, 100 + STEP, 26),
    ]
    order = order_of(page_of(blocks, size=(2900, 900)))
    assert in_order(order, "r00", "r25", "s00", "s25", "l00", "l25", "m00", "m25")


def test_sheets_of_the_page_say_where_it_parts() -> None:
    """Nothing but the areas that straighten found tells these two pages apart."""
    blocks = [*tier("r", 1900, 100, 20), *tier("s", 1900, 100 + STEP, 20), *tier("l", 1900 - 20 * PITCH, 100, 20)]
    blocks += tier("m", 1900 - 20 * PITCH, 100 + STEP, 20)
    middle = 1900 - 20 * PITCH + 5
    page = page_of(blocks)
    assert in_order(order_of(page), "r19", "l00", "s00")
    page = replace(page, sheets=(polygon_of((0, 0, middle, 2000)), polygon_of((middle, 0, 2000, 2000))))
    assert in_order(order_of(page), "r19", "s00", "s19", "l00", "m00")


def test_every_line_stands_in_the_order_once() -> None:
    blocks = [*tier("a", 1900, 100, 20), column("h", "大霧鎖江", 900, 120, em=50), *tier("b", 1900, 100 + STEP, 20)]
    page = page_of(blocks)
    assert sorted(order_of(page)) == sorted(page.lines)


def row(name: str, text: str, k: int, lower: float = 0) -> Row:
    return Row(name, (100 + lower, 100 + k * PITCH, 100 + lower + EM * len(text), 130 + k * PITCH), EM, text, 0.99)


def test_paragraphs_begin_after_a_short_column_at_a_mark_and_at_a_blank() -> None:
    full = text_of(1)
    rows = [
        row("a", full, 0),
        row("b", full[:5], 1),
        row("c", full, 2),
        row("d", "◎" + full[1:], 3),
        row("e", full[1:], 4, EM),
    ]
    piece = Piece(BlockKind.PARAGRAPH, tuple(rows), (100, 100 + ROWS * EM), direction=Direction.TTB)
    assert paragraphs_of([piece], indented=False) == [("a", "b"), ("c",), ("d", "e")]
    assert paragraphs_of([piece], indented=True) == [("a", "b", "c"), ("d",), ("e",)]
