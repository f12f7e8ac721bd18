"""Headings of vertical pages: small heads over text, which column is which part, scraps that are no stories."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.articles import FindArticles
from pipeline.geometry import polygon_of
from pipeline.order import OrderLines
from pipeline.order.sheet import Piece, Row, sheet_of
from pipeline.order.vertical.columns import Column, Type, grid_of
from pipeline.order.vertical.furniture import is_doubtful_scrap
from pipeline.order.vertical.parts import Part, best_sequence, parts_of
from pipeline.order.vertical.reader import _is_scrap_in, _with_lines_across_joined
from pipeline.order.vertical.signs import DATELINE, head_odds
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import Block, BlockKind, Box, Char, Direction, Inset, Line, Page, Rule, Source, Transform
from pipeline.settings import ArticlesSettings, OrderSettings

EM, PITCH, ROWS = 30, 40, 10
TEXT = "市政府以電車工潮遷延日久影響市面今晨特召集勞資雙方舉行調解會議工會發表宣言吁請各界援助"


def column(name: str, text: str, x: float, y: float, em: float = EM, head: int = 0, head_em: float = 0) -> Block:
    """A vertical line from (x, y) down; its first `head` characters are `head_em` large."""
    y0, chars, wide = y, [], max(em, head_em)
    for k, c in enumerate(text):
        size = head_em if k < head else em
        chars.append(Char(c, (x, y, x + wide, y + size), 0.99))
        y += size
    box: Box = (x, y0, x + wide, y)
    line = Line(name, polygon_of(box), tuple(chars))
    return Block(f"b-{name}", BlockKind.PARAGRAPH, polygon_of(box), Direction.TTB, float(em), lines=(line,))


def tier(count: int, right: float = 1900, top: float = 100, name: str = "a") -> list[Block]:
    doubled = TEXT * 2
    return [
        column(f"{name}{k:02d}", doubled[7 * k % len(TEXT) :][:ROWS], right - EM - k * PITCH, top) for k in range(count)
    ]


def page_of(blocks: list[Block]) -> Page:
    return Page(
        "p", Source("p.png", "0" * 64, 2000, 2000, 300.0), Transform(width_px=2000, height_px=2000), tuple(blocks)
    )


def test_a_small_head_is_cut_off_the_text_beneath_it() -> None:
    line = column("x", "江堤潰決" + TEXT[:6], 1100, 100, head=4, head_em=42)
    page = with_lines_of_one_tier(page_of([*tier(16), line]))
    assert [page.lines[i].text for i in ("x", "x.1")] == ["江堤潰決", TEXT[:6]]


@pytest.mark.parametrize("text", ["江堤、潰決", "電話六二二"])
def test_what_can_be_no_head_is_not_cut_off(text: str) -> None:
    page = page_of([*tier(16), column("x", text + TEXT[:6], 1100, 100, head=len(text), head_em=42)])
    assert with_lines_of_one_tier(page) is page


def test_type_of_one_size_is_not_cut() -> None:
    page = page_of([*tier(16), column("x", TEXT[:10], 1100, 100)])
    assert with_lines_of_one_tier(page) is page


def row(text: str, top: float, right: float, em: float) -> Column:
    """A column on the sheet, `top` down the page and `right` from its right edge."""
    box: Box = (top, right, top + em * len(text), right + em)
    return Column(Row(text, box, em, text, 0.99), Type.DISPLAY, em, text)


def test_kicker_headline_and_subheadline_follow_each_other_from_right_to_left() -> None:
    heading = [row("教育消息", 100, 0, 33), row("全縣小學教員索薪", 100, 50, 75), row("到來賓三百餘人", 400, 140, 34)]
    assert parts_of(heading, EM) == [Part.KICKER, Part.HEADLINE, Part.SUBHEADLINE]


def test_columns_of_one_size_are_one_headline() -> None:
    heading = [row("江堤潰決", 100, 0, 60), row("田廬盡成澤國", 100, 70, 60)]
    assert parts_of(heading, EM) == [Part.HEADLINE, Part.HEADLINE]


def test_every_heading_has_a_headline() -> None:
    """Even where the kicker is likeliest for every column."""
    scores = np.zeros((3, len(Part)))
    scores[:, Part.KICKER] = 5.0
    assert best_sequence(scores) == [Part.KICKER, Part.KICKER, Part.HEADLINE]


@pytest.mark.parametrize("text", ["鄭州十五日電）濟南方面", "本埠訊 工務局為普", "蘇州通訊 此間米"])
def test_a_dateline_is_known(text: str) -> None:
    assert DATELINE.search(text)


@pytest.mark.parametrize("text", ["嘉善通訊", "特區法院昨訊", "怠工風潮解決"])
def test_a_kicker_is_no_dateline(text: str) -> None:
    assert not DATELINE.search(text)


def test_large_type_between_text_is_a_heading_and_text_is_not() -> None:
    head = column("h", "怠工風潮解決", 1520, 120, em=46)
    sheet = sheet_of(page_of([*tier(8), head, *tier(10, right=1500, name="c")]))
    grid = grid_of(sheet)
    odds = {c.row.id: o for c, o in zip(grid.columns, head_odds(grid.columns, grid, sheet.rules), strict=True)}
    assert odds.pop("h") > 0
    assert max(odds.values()) < 0


def test_a_page_of_nothing_has_no_odds() -> None:
    grid = grid_of(sheet_of(page_of(tier(3))))
    assert head_odds((), grid, ()) == []


def articles_of(blocks: list[Block]) -> list[str]:
    page = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page_of(blocks)))
    return ["".join(page.lines[i].text for i in a.line_ids()) for a in page.articles if a.kind == "article"]


def test_a_scrap_under_no_heading_is_no_story() -> None:
    text = [*tier(40), *tier(40, top=100 + ROWS * EM + 24, name="b")]
    scrap = column("s", "一", 60, 1500)
    assert all(story.strip() != "一" for story in articles_of([*text, scrap]))


@pytest.mark.parametrize("em", [EM, 54], ids=["small", "large"])
def test_a_slogan_in_the_margin_heads_no_story(em: int) -> None:
    blocks = tier(30, right=1800)
    slogan = column("s", "人人愛讀之報紙", 1900, 120, em=em)
    line = slogan.lines[0]
    spaced = tuple(
        replace(c, box=(1900, 120 + 2 * em * k, 1900 + em, 120 + em + 2 * em * k)) for k, c in enumerate(line.chars)
    )
    box: Box = (1900, 120, 1900 + em, 120 + 13 * em)
    slogan = replace(slogan, polygon=polygon_of(box), lines=(replace(line, chars=spaced, polygon=polygon_of(box)),))
    assert all("愛讀" not in story for story in articles_of([*blocks, slogan]))


@pytest.mark.parametrize(
    ("text", "confidence", "scrap"), [("女", 0.3, True), ("云、", 0.8, False), ("女仁人", 0.3, False)]
)
def test_an_ornament_read_as_a_character_or_two_is_no_text(text: str, confidence: float, scrap: bool) -> None:
    line = row(text, 100, 0, 30)
    assert is_doubtful_scrap(replace(line, row=replace(line.row, confidence=confidence))) is scrap


def test_an_ornament_is_in_no_story_but_not_lost() -> None:
    heading = column("h", "全縣小學教員索薪", 1700, 100, em=46)
    ornament = column("o", "女人", 1660, 100)
    line = ornament.lines[0]
    doubtful = replace(line, chars=tuple(replace(c, confidence=0.3) for c in line.chars))
    page = page_of([heading, replace(ornament, lines=(doubtful,)), *tier(30, right=1650)])
    told = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page))
    assert "女人" in {told.lines[i].text for i in told.lines}
    assert all("o" not in article.line_ids() for article in told.articles)


@pytest.mark.parametrize(
    ("text", "top", "right", "within"),
    [
        ("人", 200, 40, True),
        ("人人", 200, 40, True),
        ("人人人", 200, 40, False),
        ("人", 290, 40, False),
        ("人", 200, 120, False),
    ],
    ids=["one", "two", "a word", "under it", "left of it"],
)
def test_a_character_or_two_within_a_heading_are_a_scrap(text: str, top: float, right: float, within: bool) -> None:
    assert _is_scrap_in(row(text, top, right, 20), (100, 0, 300, 100)) is within


def across(name: str, text: str, x: float, y: float) -> Block:
    """A line that runs from right to left, its left end at (x, y)."""
    box: Box = (x, y, x + EM * len(text), y + EM)
    chars = tuple(Char(c, (box[2] - (k + 1) * EM, y, box[2] - k * EM, y + EM), 0.99) for k, c in enumerate(text))
    line = Line(name, polygon_of(box), chars)
    return Block(f"b-{name}", BlockKind.PARAGRAPH, polygon_of(box), Direction.RTL, float(EM), lines=(line,))


def test_a_line_with_a_date_is_one_running_head_wherever_it_stands() -> None:
    date = across("d1", "中華民國十四年八月二十一日", 1300, 520)
    price = across("d2", "星期六今日零售每份銅元八枚", 800, 522)
    page = OrderLines(OrderSettings())(page_of([*tier(30), *tier(30, top=600, name="c"), price, date]))
    kinds = {line.id: block.kind for block in page.blocks for line in block.lines}
    assert kinds["d1"] is kinds["d2"] is BlockKind.HEADER
    assert [i for i in page.orders[0].lines if i in ("d1", "d2")] == ["d1", "d2"]


def test_the_parts_of_a_line_across_in_an_advertisement_follow_each_other_from_right_to_left() -> None:
    boxes: dict[str, Box] = {
        "藥行": (100, 500, 160, 620),
        "醇和芬芳": (220, 300, 250, 420),
        "同和西": (102, 300, 162, 480),
        "本號": (300, 300, 500, 330),
    }
    pieces = [
        Piece(BlockKind.ADVERT, (Row(text, box, 30, text, 0.99),), (box[0], box[2]), 1, Direction.TTB)
        for text, box in boxes.items()
    ]
    joined = _with_lines_across_joined(pieces)
    assert [piece.rows[0].text for piece in joined] == ["同和西", "藥行", "醇和芬芳", "本號"]


def headlines_of(page: Page) -> list[str]:
    page = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page))
    return ["".join(page.lines[i].text for i in a.headline) for a in page.articles if a.headline]


def test_a_character_set_apart_in_a_wide_line_across_is_part_of_it() -> None:
    """Segmentation cuts a wide-set line at its blanks, and a single character has no direction of its own."""
    size = 60
    text = [*tier(12), *tier(14, right=1340, top=240, name="c"), *tier(14, right=740, name="d")]
    parts = [("某", 1204, 118, Direction.TTB), ("要隘失而", 820, 120, Direction.RTL), ("復得", 628, 117, Direction.RTL)]
    blocks = []
    for name, x, y, direction in parts:
        box: Box = (x, y, x + size * (1.6 * len(name) - 0.6), y + size)
        advance = (box[2] - box[0]) / len(name)
        chars = tuple(
            Char(c, (box[2] - (k + 1) * advance, y, box[2] - k * advance, y + size), 0.99) for k, c in enumerate(name)
        )
        line = Line(name, polygon_of(box), chars)
        blocks.append(Block(f"b-{name}", BlockKind.HEADING, polygon_of(box), direction, float(size), lines=(line,)))
    grid = grid_of(sheet_of(page_of([*text, *blocks])))
    assert {c.row.text: c.type for c in grid.columns if c.row.id in ("某", "復得")} == {
        "某": Type.ACROSS,
        "復得": Type.ACROSS,
    }
    assert "某要隘失而復得" in headlines_of(page_of([*text, *blocks]))


@pytest.mark.parametrize(
    ("words", "is_head"),
    [
        (("永吉里大火", "焚燬房屋", "六十八間"), True),
        (("、永吉里大火", "焚燬房屋", "六十八間"), True),
        (("本店遷移", "，即日起，", "照常。"), False),
        (("協盛號聲明", "前失圖章", "作廢"), False),
    ],
)
def test_few_words_in_a_frame_are_a_heading_of_any_size(words: tuple[str, ...], is_head: bool) -> None:
    left = [*tier(12, right=1300), *tier(30, top=500, name="e")]
    boxed = [column(f"h{k}", text, 1480 - 44 * k, 140) for k, text in enumerate(words)]
    frame = Inset("i1", "frame", polygon_of((1340, 100, 1560, 400)))
    page = replace(page_of([*tier(8), *left, *boxed]), insets=(frame,))
    assert ("".join(words) in headlines_of(page)) is is_head


def test_ornaments_of_a_frame_that_were_read_as_letters_do_not_make_it_an_advertisement() -> None:
    left = [*tier(12, right=1300), *tier(30, top=500, name="e")]
    boxed = [column(f"h{k}", text, 1480 - 44 * k, 140) for k, text in enumerate(("永吉里大火", "焚燬房屋"))]
    ornament = column("o", "m", 1342, 110)
    frame = Inset("i1", "frame", polygon_of((1340, 100, 1560, 400)))
    page = replace(page_of([*tier(8), *left, *boxed, ornament]), insets=(frame,))
    assert "永吉里大火焚燬房屋" in headlines_of(page)


def bylines_of(blocks: list[Block]) -> list[str]:
    page = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page_of(blocks)))
    return ["".join(page.lines[i].text for i in a.byline) for a in page.articles if a.byline]


def ended(columns: list[Block]) -> list[Block]:
    """The columns, the last of which ends a sentence."""
    x0, y0 = columns[-1].polygon[0]
    return [*columns[:-1], column("end", TEXT[-6:] + "。", x0, y0)]


def test_a_name_at_the_foot_between_heading_and_text_is_the_byline() -> None:
    head, name = column("h", "冬夜閒話", 1520, 120, em=46), column("n", "蕭雲著", 1486, 310)
    assert bylines_of([*ended(tier(8)), head, name, *tier(20, right=1470, name="c")]) == ["蕭雲著"]


def test_a_short_column_that_goes_on_above_is_no_byline() -> None:
    head, name = column("h", "冬夜閒話", 1520, 120, em=46), column("n", "蕭雲著", 1486, 310)
    above = column("m", "市政府", 1486, 100)
    assert bylines_of([*tier(8), head, above, name, *tier(20, right=1470, name="c")]) == []


@pytest.mark.parametrize("name", ["（蕭雲階）", "蕭雲階）"])
def test_a_name_in_brackets_after_the_last_column_is_the_byline(name: str) -> None:
    head, text = column("h", "冬夜閒話", 1520, 120, em=46), tier(20, right=1500, name="c")
    signed = column("n", name, 1500 - EM - 20 * PITCH, 400 - EM * len(name))
    assert bylines_of([*ended(tier(8)), head, *text, signed]) == [name]


def test_a_short_part_of_the_slogan_in_the_margin_heads_no_story() -> None:
    blocks = [*tier(30, right=1800), *tier(30, right=1800, top=500, name="c")]
    spaced = []
    for name, text, top in (("s", "人人愛讀之報紙", 120), ("r", "廣告刊例", 560)):
        chars = tuple(Char(c, (1900, top + 60 * k, 1930, top + 30 + 60 * k), 0.99) for k, c in enumerate(text))
        box: Box = (1900, top, 1930, top + 60 * len(text) - 30)
        line = Line(name, polygon_of(box), chars)
        spaced.append(Block(name, BlockKind.PARAGRAPH, polygon_of(box), Direction.TTB, float(EM), lines=(line,)))
    assert all("刊例" not in story for story in articles_of([*blocks, *spaced]))


@pytest.mark.parametrize("ruled", [True, False])
def test_what_stands_beyond_the_rule_at_the_edge_is_of_no_story(ruled: bool) -> None:
    blocks = [
        *tier(30, right=1800),
        *tier(30, right=1800, top=500, name="c"),
        column("r", "短行計三寸半高", 1850, 560, em=40),
    ]
    rule = Rule("edge", "straight", polygon_of((1822, 90, 1826, 860)))
    page = replace(page_of(blocks), rules=(rule,) if ruled else ())
    stories = FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page)).articles
    told = "".join(page.lines[i].text for a in stories if a.kind == "article" for i in a.line_ids())
    assert ("短行" not in told) is ruled


def test_all_lines_with_a_date_are_running_heads() -> None:
    founded = across("f", "本報創刊於民國八年三月三日", 320, 440)
    dated = across("d", "中華民國廿八年四月廿三日", 1500, 440)
    page = OrderLines(OrderSettings())(page_of([*tier(40), *tier(40, top=520, name="b"), founded, dated]))
    kinds = {line.id: block.kind for block in page.blocks for line in block.lines}
    assert kinds["f"] is kinds["d"] is BlockKind.HEADER


@pytest.mark.parametrize(("text", "confidence", "scrap"), [("1", 0.7, True), ("8", 0.95, False), ("。", 0.7, False)])
def test_a_letter_or_figure_needs_to_be_surer_than_a_character(text: str, confidence: float, scrap: bool) -> None:
    found = row(text, 100, 500, 30)
    assert is_doubtful_scrap(replace(found, row=replace(found.row, confidence=confidence))) is scrap


def test_a_heading_set_wide_that_no_text_stands_right_of_in_its_own_tier_is_no_slogan() -> None:
    """Text of another tier reaches farther."""
    beside, beneath = tier(30, right=1700), tier(30, right=1800, top=500, name="c")
    wide = column("h", "嚴禁囤積居奇", 1720, 100)
    line = wide.lines[0]
    spaced = tuple(replace(c, box=(1720, 100 + 54 * k, 1750, 130 + 54 * k)) for k, c in enumerate(line.chars))
    box: Box = (1720, 100, 1750, 400)
    wide = replace(wide, polygon=polygon_of(box), lines=(replace(line, chars=spaced, polygon=polygon_of(box)),))
    assert any("居奇" in story for story in articles_of([wide, *beside, *beneath]))
