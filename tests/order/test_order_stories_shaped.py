"""Jump lines and signatures as ends, labels in boxes, upright heads in their own columns, captions and photographs."""

from __future__ import annotations

from pipeline.order.evidence import setting_of
from pipeline.order.headings import find_headings
from pipeline.order.sheet import sheet_of
from pipeline.order.stage import with_block_kinds
from pipeline.page import ArticleKind, BlockKind
from tests.order.stories import COLUMN, FILLING, WIDE, Desk, body_of, story_of, x_of, y_of
from tests.pages import EM


def test_a_jump_line_over_a_text_is_no_headline() -> None:
    desk = Desk()
    heading = desk.head("石板路修好了", 0, 0)
    jump = desk.rows(0, 0.3, ["上接第4版"])
    text = desk.rows(0, 1.3, ["本报讯　街上的灯亮了人们", *[FILLING[:WIDE]] * 8, "慢慢走回家。"])
    story = story_of(desk.read(), text[0])
    assert (story.headline, story.jump, story.continued_from) == ((heading,), jump, "4")


def test_an_upright_heading_in_the_middle_of_a_column_of_its_own_has_text_on_both_sides() -> None:
    desk = Desk()
    left = desk.text(0, 0, 20, begins=True)
    upright = desk.upright(["河道要清淤"], x_of(1) + COLUMN / 2 - 40, 0)
    right = desk.text(2, 0, 20, ends=True)
    assert body_of(story_of(desk.read(), upright[0])) == left + right


def test_the_text_left_of_an_upright_heading_is_another_story_where_one_opens_on_its_right() -> None:
    desk = Desk()
    other = desk.head("石板路修好了", 0, -8)
    first = desk.text(0, -8, 6, begins=True)
    desk.rules.append((x_of(1) - 20, y_of(-1.6), x_of(3), y_of(-1.6) + 3))
    left = desk.text(0, 0, 14, ends=True)
    upright = desk.upright(["河道要清淤"], x_of(1), 0)
    right = desk.rows(1.35, 0, ["本报讯　街上的灯亮了人们", *[FILLING[:WIDE]] * 12, "慢慢走回家。"])
    page = desk.read()
    assert body_of(story_of(page, upright[0])) == right
    assert not set(left) & set(story_of(page, right[0]).line_ids())
    assert first[0] in story_of(page, other).line_ids()


def test_two_pieces_over_one_column_are_one_headline() -> None:
    desk = Desk()
    left = desk.head("水清了", 0, 0, 1.5 * EM)
    right = desk.head("岸绿了", 0.55, 0, 1.5 * EM)
    text = desk.text(0, 0, 12, begins=True, ends=True)
    story = story_of(desk.read(), text[0])
    assert story.headline == (left, right)


def test_what_stands_alone_at_the_head_of_a_box_is_the_kicker_of_its_headline() -> None:
    desk = Desk()
    desk.insets.append((x_of(0) - 40, y_of(-7), x_of(2), y_of(14)))
    label = desk.head("快言快语", 0, -4, 1.6 * EM)
    desk.rules.append((x_of(0), y_of(-3.5), x_of(2) - 60, y_of(-3.5) + 3))
    heading = desk.head("石板路修好了", 0.5, 0)
    left = desk.text(0, 0, 12, begins=True)
    right = desk.text(1, 0, 12, ends=True)
    story = story_of(desk.read(), left[0])
    assert (story.kicker, story.headline, body_of(story)) == ((label,), (heading,), left + right)


def test_a_text_over_a_jump_line_or_a_signature_in_brackets_has_ended() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    jumping = desk.text(0, 0, 16, begins=True)
    desk.rows(0.55, 16, ["下转第8版"])
    signed = desk.text(1, 0, 16)
    desk.rows(1.13, 16, ["（本报记者　王小明）"])
    open_end = desk.text(2, 0, 16)
    sheet = sheet_of(with_block_kinds(desk.page()))
    headings, pieces = find_headings(sheet)
    running = [p for p in pieces if p.kind is BlockKind.PARAGRAPH]
    ended = {running[k].ids[-1] for k in setting_of(sheet, running, headings).ended}
    assert ended == {jumping[-1], signed[-1]}
    assert open_end[-1] not in ended


def test_below_its_caption_a_photograph_has_its_text() -> None:
    desk = Desk()
    heading = desk.head("石板路修好了", 0, 0)
    desk.pictures.append((x_of(0), y_of(0), x_of(2) - 40, y_of(10)))
    caption = desk.rows(0, 10.3, ["街坊们在新修的路上走。"], 0.98 * EM)
    wide = (FILLING * 3)[: 2 * WIDE]
    text = desk.rows(0, 11.5, ["　　" + wide[2:], wide, "慢慢走回家。"], 0.98 * EM)
    story = story_of(desk.read(), heading)
    assert story.captions == (caption,)
    assert body_of(story) == text


def test_photographs_that_stand_together_are_one_item() -> None:
    desk = Desk()
    heading = desk.head("石板路修好了", 0, 0)
    desk.pictures.append((x_of(0), y_of(0), x_of(1) - 60, y_of(8)))
    desk.pictures.append((x_of(1) - 40, y_of(0), x_of(2), y_of(8)))
    first = desk.rows(0, 8.3, ["街坊们走过。"], 0.9 * EM)
    second = desk.rows(0.9, 8.3, ["灯亮了。"], 0.9 * EM)
    story = story_of(desk.read(), heading)
    assert story.kind is ArticleKind.PICTURE
    assert story.captions == (first, second)
