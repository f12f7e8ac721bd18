"""Headings beside, between, amid and on grounds, small ones in columns, and the text around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.order import wording
from pipeline.order.pieces import Piece, Row
from pipeline.order.small_heads import advance, small_headings
from pipeline.order.space import blank_between
from pipeline.page import Article, ArticleKind, Page
from tests.order.stories import COLUMN, FILLING, WIDE, Desk, body_of, story_of, x_of, y_of
from tests.pages import BODY, EM


def headline_of(page: Page, article: Article) -> str:
    return "".join(page.lines[i].text for i in article.headline)


# Upright headings


@pytest.mark.parametrize("column", [0, 2], ids=["left", "right"])
def test_an_upright_heading_has_its_text_beside_it(column: int) -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    other = desk.text(0, 0, 8, begins=True, ends=True)
    desk.rules.append((x_of(0), y_of(10), x_of(4), y_of(10) + 3))
    upright = desk.upright(["河道要清", "淤了"], x_of(column) + (220 if column == 0 else 20), 12)
    beside = (1, 2) if column == 0 else (0, 1)
    first = desk.text(beside[0], 12, 14, begins=True)
    second = desk.text(beside[1], 12, 14, ends=True)
    page = desk.read()
    story = story_of(page, upright[0])
    assert headline_of(page, story) == "河道要清淤了"
    assert body_of(story) == first + second
    assert body_of(story_of(page, other[0])) == other


def test_text_on_both_sides_of_an_upright_heading_is_one_story() -> None:
    desk = Desk()
    left = desk.text(0, 0, 20, begins=True)
    upright = desk.upright(["河道要清淤"], x_of(1) + 150, 0)
    under = desk.text(1, 9, 11)
    right = desk.text(2, 0, 20, ends=True)
    assert body_of(story_of(desk.read(), upright[0])) == left + under + right


def test_the_columns_of_an_upright_heading_are_read_from_the_right() -> None:
    desk = Desk()
    kicker = desk.upright(["今年新事"], x_of(0) + 190, 0, 1.3 * EM)
    main = desk.upright(["河道要清淤"], x_of(0) + 100, 0)
    below = desk.upright(["三年完工"], x_of(0) + 40, 1, 1.3 * EM)
    desk.text(1, 0, 14, begins=True, ends=True)
    story = story_of(desk.read(), main[0])
    assert (story.kicker, story.headline, story.subheadline) == (kicker, main, below)


def test_an_upright_line_beside_a_picture_is_its_caption() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    desk.text(0, 0, 20, begins=True, ends=True)
    desk.pictures.append((x_of(1), y_of(0), x_of(1) + 300, y_of(10)))
    caption = desk.upright(["街坊们在新修的路上"], x_of(1) + 320, 0, 0.9 * EM)
    page = desk.read()
    assert caption in story_of(page, caption[0]).captions


# Headings in the middle


def test_a_story_begins_left_of_a_heading_in_its_middle() -> None:
    desk = Desk(5)
    left = desk.text(0, -3, 18, begins=True)
    heading = desk.head("河道要清淤了", 1, 0)
    under = desk.text(1, 0, 15)
    right = desk.text(2, -3, 18, ends=True)
    assert body_of(story_of(desk.read(), heading)) == left + under + right


def test_text_steps_over_a_heading_amid_its_columns() -> None:
    desk = Desk(4)
    first = desk.text(0, 0, 30, begins=True)
    upper = desk.text(1, 0, 7)
    heading = desk.head("河道要清淤了", 1, 10)
    lower = desk.text(1, 10, 20)
    last = desk.text(2, 0, 30, ends=True)
    story = story_of(desk.read(), heading)
    assert body_of(story) == first + upper + lower + last


def test_a_heading_under_a_story_that_has_ended_begins_another() -> None:
    desk = Desk(4)
    head = desk.head("石板路修好了", 0, 0)
    upper = desk.text(0, 0, 7, begins=True, ends=True)
    heading = desk.head("河道要清淤了", 0, 10)
    lower = desk.text(0, 10, 20, begins=True, ends=True)
    page = desk.read()
    assert body_of(story_of(page, head)) == upper
    assert body_of(story_of(page, heading)) == lower


# Grounds


def test_a_heading_on_a_ground_heads_the_text_below() -> None:
    desk = Desk()
    heading = desk.head("石板路修好了", 0, 0)
    desk.insets.append((x_of(0) - 10, y_of(-3), x_of(1) - 30, y_of(0) - 2))
    text = desk.text(0, 0, 12, begins=True, ends=True)
    assert body_of(story_of(desk.read(), heading)) == text


def test_a_framed_advertisement_is_no_ground() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    desk.text(0, 0, 12, begins=True, ends=True)
    advert = desk.head("装修优惠欢迎咨询", 1, 0, 1.5 * EM)
    desk.insets.append((x_of(1) - 10, y_of(-3), x_of(2) - 30, y_of(0) - 2))
    text = desk.text(1, 1, 12, begins=True, ends=True)
    assert text[0] not in set(story_of(desk.read(), advert).line_ids())


# Small headings, and the blank between stories


def column(*texts: str, larger: int = -1, indented: tuple[int, ...] = ()) -> Piece:
    rows = []
    for k, text in enumerate(texts):
        em = 1.15 * EM if k == larger else EM
        x = 2 * EM if k in indented else 0.0
        rows.append(Row(f"l{k}", (x, k * 42.0, x + em * len(text), k * 42.0 + EM), EM, text, 0.99))
    return Piece(BODY, tuple(rows), (0.0, WIDE * EM))


def test_a_line_of_larger_type_between_two_stories_heads_the_second() -> None:
    full = FILLING[:WIDE]
    texts = [*[full] * 7, "慢慢走回家。", "街上的灯今年都亮了", full[2:], *[full] * 5]
    flags = small_headings(column(*texts, larger=8, indented=(9,)), EM, EM)
    assert [k for k, flag in enumerate(flags) if flag] == [8]
    assert not any(small_headings(column(*texts, indented=(9,)), EM, EM))
    assert not any(small_headings(column(*texts, larger=8), EM, EM))  # no paragraph begins below


def test_narrow_characters_advance_half_an_em() -> None:
    row = Row("a", (0, 0, 6 * EM, EM), EM, "街上灯12亮了", 0.99)
    assert advance(row) == pytest.approx(EM)


def test_bare_paper_in_a_column_ends_a_story() -> None:
    """Of the two columns that go on below, each after a blank, the right one is the first story's."""
    desk = Desk(3)
    head = desk.head("石板路修好了", 0, 0)
    first = desk.text(0, 0, 12, begins=True)
    desk.head("河道要清淤了", 1, 0)
    other = desk.text(1, 0, 5, begins=True, ends=True)
    beside = desk.text(1, 6, 6, ends=True)
    page = desk.read()
    assert body_of(story_of(page, head)) == first + beside
    assert body_of(story_of(page, other[0])) == other


def test_the_blank_between_pieces_is_what_exceeds_their_leading() -> None:
    upper, lower = column(*[FILLING[:WIDE]] * 3), column(*[FILLING[:WIDE]] * 3)
    rows = tuple(Row(r.id, (r.box[0], r.box[1] + 150, r.box[2], r.box[3] + 150), EM, r.text, 0.99) for r in lower.rows)
    assert blank_between(upper, Piece(BODY, rows, lower.measure)) == pytest.approx(150 - 84 - EM - 12)


# Bylines that are but a name, and labels


def test_a_name_below_a_headline_signs_it() -> None:
    desk = Desk()
    heading = desk.head("石板路修好了", 0, 0)
    name = desk.rows(0.4, 0, ["林巧云"])
    desk.text(0, 1, 12, begins=True, ends=True)
    assert story_of(desk.read(), heading).byline == name


@pytest.mark.parametrize(
    "text, name", [("林巧云", True), ("王 强", True), ("数据速览", False), ("石板路修好", False), ("慢慢", False)]
)
def test_names_begin_with_a_surname(text: str, name: bool) -> None:
    assert wording.is_name(text) is name


def test_the_name_of_a_column_is_the_kicker_of_the_headline_below() -> None:
    desk = Desk()
    label = desk.head("短评", 0, -2)
    heading = desk.head("石板路修好了", 0, 0)
    desk.text(0, 0, 12, begins=True, ends=True)
    story = story_of(desk.read(), heading)
    assert (story.kicker, story.headline) == ((label,), (heading,))


@pytest.mark.parametrize("text", ["记者手记", "■记者观察"])
def test_the_head_of_a_section_is_no_byline(text: str) -> None:
    assert not wording.is_byline(text)


def test_a_lead_across_the_columns_comes_first() -> None:
    desk = Desk(3)
    heading = desk.head("石板路修好了", 0, 0)
    wide = (FILLING * 3)[: 2 * WIDE]
    lead = desk.rows(0, 0, ["街上" + wide[:-4], "慢慢走回家。"])
    left = desk.text(0, 3, 10, begins=True)
    right = desk.text(1, 3, 10, ends=True)
    assert COLUMN > WIDE * EM
    assert body_of(story_of(desk.read(), heading)) == lead + left + right


# Stories that open close below their heading, or beside it


def with_paper_over(piece: Piece, row: int) -> Piece:
    """The column with an em of paper over one of its rows."""
    moved = [
        replace(r, box=(r.box[0], r.box[1] + EM, r.box[2], r.box[3] + EM)) if k >= row else r
        for k, r in enumerate(piece.rows)
    ]
    return replace(piece, rows=tuple(moved))


@pytest.mark.parametrize("opening", ["□本报记者　田小禾", "本报讯　街上的灯亮了"])
def test_a_line_no_larger_than_the_text_heads_the_story_that_opens_below(opening: str) -> None:
    full = FILLING[:WIDE]
    texts = [*[full] * 7, "慢慢走回家。", "街上的灯今年都亮了", opening, *[full] * 5]
    set_apart = small_headings(with_paper_over(column(*texts), 8), EM, EM)
    assert [k for k, flag in enumerate(set_apart) if flag] == [8]
    assert not any(small_headings(column(*texts), EM, EM))  # without the paper it is a row like any other
    signed = [*[full] * 7, "慢慢走回家。", "街上的灯今年都亮了", "（本报记者　田小禾）", *[full] * 5]
    assert not any(small_headings(with_paper_over(column(*signed), 8), EM, EM))  # a signature ends a story


def test_a_rule_under_an_upright_heading_parts_it_from_the_text_below() -> None:
    desk = Desk()
    upright = desk.upright(["河道要清淤"], x_of(0) + 120, 0)
    beside = desk.text(1, 0, 9, begins=True, ends=True)
    desk.rules.append((x_of(0), y_of(9.4), x_of(3), y_of(9.4) + 3))
    left = desk.text(0, 10, 12, begins=True)
    heading = desk.head("石板路修好了", 1.1, 12)
    desk.pictures.append((x_of(1), y_of(12.5), x_of(2) - 40, y_of(22)))
    right = desk.text(2, 10, 12, ends=True)
    page = desk.read()
    assert body_of(story_of(page, upright[0])) == beside
    assert body_of(story_of(page, heading)) == left + right


def test_a_heading_over_a_picture_has_its_text_on_both_sides() -> None:
    desk = Desk()
    left = desk.text(0, 0, 20, begins=True)
    heading = desk.head("石板路修好了", 1.1, 1.5)
    desk.pictures.append((x_of(1), y_of(2), x_of(2) - 40, y_of(20)))
    right = desk.text(2, 0, 20, ends=True)
    assert body_of(story_of(desk.read(), heading)) == left + right


def test_a_subheading_is_one_though_another_story_has_a_row_at_its_height() -> None:
    desk = Desk()
    desk.text(0, -1, 20, begins=True, ends=True)
    desk.rules.append((x_of(1) - 22, y_of(-6), x_of(1) - 18, y_of(24)))
    heading = desk.head("石板路今天修好了", 1.3, -2)
    below = desk.rows(1.4, -1, ["街上的灯今年都亮了"])
    first = desk.text(1, 1, 12, begins=True)
    second = desk.text(2, 1, 12, ends=True)
    story = story_of(desk.read(), heading)
    assert story.subheadline == below
    assert body_of(story) == first + second


def test_a_heading_in_the_middle_of_three_columns_heads_them_all() -> None:
    """Though it begins where the second column does, for that goes on from the first."""
    desk = Desk(columns=5)
    desk.head("河道要清淤", 0, 0)
    other = desk.text(0, 0, 12, begins=True, ends=True)
    heading = desk.head("石板路修好了", 2, 0)
    first = desk.text(1, 0, 12, begins=True)
    second = desk.text(2, 0, 12)
    third = desk.text(3, 0, 12, ends=True)
    page = desk.read()
    assert body_of(story_of(page, heading)) == first + second + third
    assert body_of(story_of(page, other[0])) == other


# Comments in boxes


def test_a_comment_in_larger_type_is_no_advertisement() -> None:
    desk = Desk()
    desk.text(0, 0, 30, begins=True, ends=True)
    desk.text(1, 0, 30, begins=True, ends=True)
    desk.insets.append((x_of(2) - 20, y_of(-3), x_of(4), y_of(14)))
    heading = desk.head("路要慢慢修", 2.4, 0)
    sentences = [
        "街上的灯亮了人们慢慢走着，谁都高兴",
        "。办法总是从街上走出来的，坐在屋里",
        "听不见人说话。路要慢慢修，灯要一盏",
        "一盏地亮，人们要一步一步地走回家去",
        "吃饭。",
    ]
    desk.rows(2, 1, sentences, 1.3 * EM)
    assert story_of(desk.read(), heading).kind is ArticleKind.ARTICLE
