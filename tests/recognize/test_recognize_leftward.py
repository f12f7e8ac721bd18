"""Lines that run from right to left are turned round, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.geometry import polygon_of, union
from pipeline.page import Block, BlockKind, Box, Char, Direction, Line, Page
from pipeline.recognize.leftward import read_leftward
from tests.pages import EM, block, paragraph_page

BODY = (
    "昨日上午八時本埠各界代表在總商會開會討論救濟水災辦法",
    "到會者二百餘人公推主席報告災區情形甚詳",
    "議決由各團體分別捐款匯交當地賑務會",
)


def columns(number: int, x: float, y: float, texts: Sequence[str]) -> Block:
    """A block of vertical type, its columns from the right."""
    lines = []
    for k, text in enumerate(texts):
        left = x - 1.4 * EM * k
        boxes: list[Box] = [(left, y + n * EM, left + EM, y + (n + 1) * EM) for n in range(len(text))]
        chars = tuple(Char(c, box, 0.95) for c, box in zip(text, boxes, strict=True))
        lines.append(Line(f"b{number}l{k + 1}", polygon_of(union(boxes)), chars))
    box = union((*n.polygon[0], *n.polygon[2]) for n in lines)
    return Block(f"b{number}", BlockKind.PARAGRAPH, polygon_of(box), Direction.TTB, EM, lines=tuple(lines))


def page_of(*blocks: Block) -> Page:
    return replace(paragraph_page("字"), blocks=blocks, orders=(), articles=())


def row(number: int, *texts: str) -> Block:
    """Rows as they are read from the left, above the columns."""
    return block(number, BlockKind.HEADING, 60, 60 + 120 * number, texts)


def old_page(*rows: Block) -> Page:
    return page_of(*rows, columns(90, 1800, 700, BODY))


def texts(page: Page) -> list[str]:
    return [n.text for b in page.blocks if b.id != "b90" for n in b.lines]


def directions(page: Page) -> list[Direction]:
    return [b.direction for b in page.blocks]


def test_the_masthead_of_an_old_page_is_turned_round() -> None:
    before = old_page(row(1, "報日濱江"), row(2, "五期星日五月三年六十二國民華中"))
    after = read_leftward(before)
    assert texts(after) == ["江濱日報", "中華民國二十六年三月五日星期五"]
    assert directions(after) == [Direction.RTL, Direction.RTL, Direction.TTB]
    assert after.blocks[-1] == before.blocks[-1]


def test_every_character_keeps_its_own_place() -> None:
    (line,) = read_leftward(old_page(row(1, "報日濱江"))).blocks[0].lines
    assert [char.text for char in line.chars] == list("江濱日報")
    assert [char.box[0] for char in line.chars] == [60 + EM * k for k in (3, 2, 1, 0)]
    assert all(char.candidates[0].text == char.text for char in line.chars)


def test_figures_and_latin_words_stay_as_they_stand() -> None:
    page = read_leftward(old_page(row(1, "元1200捐募會商海上"), row(2, "丸艦BOEKI號船商國英")))
    assert texts(page) == ["上海商會募捐1200元", "英國商船號BOEKI艦丸"]


def test_brackets_are_the_other_of_their_pair() -> None:
    (block_,) = read_leftward(old_page(row(1, "（日五月三）報日濱江"))).blocks[:1]
    (line,) = block_.lines
    assert line.text == "江濱日報（三月五日）"
    assert all(char.candidates[0].text == char.text for char in line.chars)


def test_what_says_nothing_goes_with_the_habit_of_the_page_and_latin_does_not() -> None:
    page = read_leftward(old_page(row(1, "報日濱江"), row(2, "B"), row(3, "OFFICE")))
    assert directions(page)[2] is Direction.LTR and texts(page)[2] == "OFFICE"
    assert texts(page)[1] == "B" and directions(page)[1] is Direction.LTR
    alone = read_leftward(old_page(row(1, "甲")))
    assert directions(alone)[0] is Direction.RTL


def test_a_row_that_reads_well_from_the_left_stays_on_a_vertical_page() -> None:
    """As later papers have it: body type down, headlines from the left."""
    before = old_page(row(1, "本市水廠今年完成水管更新"), row(2, "各省通信"), row(3, "今日天氣晴"))
    assert read_leftward(before) == before


MODERN = ("本市水厂今年完成水管更新", "老旧小区居民用水更加安全", "记者昨日从有关部门了解到")


def test_an_ordinary_horizontal_page_is_left_as_it_is() -> None:
    before = page_of(row(1, *MODERN), row(2, "图"), row(3, "三月五日"), row(4, "田禾", "人夫"))
    assert read_leftward(before) == before


@pytest.mark.parametrize("headline", ["新更管水成完厂水市本", "始开全面作工水供城全"])
def test_a_lone_backwards_headline_on_a_horizontal_page_is_turned(headline: str) -> None:
    before = page_of(row(1, *MODERN), row(2, headline))
    after = read_leftward(before)
    assert texts(after) == [*MODERN, headline[::-1]]
    assert directions(after) == [Direction.LTR, Direction.RTL]


def test_two_characters_do_not_make_a_headline_backwards() -> None:
    """They may be a name: only much evidence turns a line on such a page."""
    before = page_of(row(1, *MODERN), row(2, "闻新"))
    assert read_leftward(before) == before


def test_a_block_that_was_marked_wrongly_is_marked_anew() -> None:
    given = page_of(row(1, *MODERN), replace(row(2, "水管更新工程开始"), direction=Direction.RTL))
    after = read_leftward(given)
    assert directions(after) == [Direction.LTR, Direction.LTR] and texts(after)[-1] == "水管更新工程开始"


def test_a_page_without_characters_stays() -> None:
    page = page_of(replace(row(1, "字"), lines=(Line("b1l1", polygon_of((0, 0, 30, 30))),)))
    assert read_leftward(page) == page
