"""Which display lines head a story, and which of them is what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.order.headings import Heading, find_headings
from pipeline.order.roles import with_roles
from pipeline.order.sheet import sheet_of
from pipeline.page import BlockKind
from tests.order.stories import COLUMN, PITCH, Desk, x_of, y_of
from tests.pages import EM


def headings_of(desk: Desk) -> list[Heading]:
    return find_headings(with_roles(sheet_of(desk.page())))[0]


def texts(rows: object) -> list[str]:
    return [row.text for row in rows]  # type: ignore[attr-defined]


def test_kicker_headline_subheadline_and_byline() -> None:
    desk = Desk()
    desk.head("老街改造三年回访", 0, -5, 1.3 * EM)
    desk.head("石板路修好了街坊们回来了", 0, -3)
    desk.head("一条老街的新生活", 0, -1.6, 1.3 * EM)
    desk.rows(0, -1, ["■记者 王强 李小满"])
    for column in range(3):
        desk.text(column, 1, 8, begins=column == 0)
    (heading,) = headings_of(desk)
    assert texts(heading.kicker) == ["老街改造三年回访"]
    assert texts(heading.headline) == ["石板路修好了街坊们回来了"]
    assert texts(heading.subheadline) == ["一条老街的新生活"]
    assert texts(heading.byline) == ["■记者 王强 李小满"]
    assert heading.rows == (*heading.kicker, *heading.headline, *heading.subheadline, *heading.byline)


def test_the_order_stage_writes_these_roles_into_the_blocks() -> None:
    desk = Desk()
    kicker = desk.head("老街改造三年回访", 0, -5, 1.3 * EM)
    head = desk.head("石板路修好了街坊们回来了", 0, -3)
    below = desk.head("一条老街的新生活", 0, -1.6, 1.3 * EM)
    (byline,) = desk.rows(0, -1, ["■记者 王强 李小满"])
    body = desk.text(0, 1, 8, begins=True)
    kinds = {i: b.kind for i, b in desk.ordered().block_of.items()}
    assert [kinds[i] for i in (kicker, head, below, byline, body[0])] == [
        BlockKind.KICKER, BlockKind.HEADING, BlockKind.SUBHEADING, BlockKind.CREDIT, BlockKind.PARAGRAPH,
    ]  # fmt: skip


def test_a_headline_of_two_lines_is_one() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, -2.2)
    desk.head("街坊们回来了", 0, 0)
    desk.text(0, 0, 8, begins=True)
    assert [texts(h.headline) for h in headings_of(desk)] == [["石板路修好了", "街坊们回来了"]]


def test_a_rule_between_them_makes_two() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, -2.6)
    desk.head("街坊们回来了", 0, 0)
    y = y_of(-2.3)
    desk.rules.append((x_of(0), y, x_of(1), y + 3))
    desk.text(0, 0, 8, begins=True)
    assert [texts(h.headline) for h in headings_of(desk)] == [["石板路修好了"], ["街坊们回来了"]]


def test_a_headline_cut_at_its_word_space_is_one_again() -> None:
    """No story begins under its right half."""
    desk = Desk()
    desk.head("石板路修好", 0, 0)
    desk.head("街坊回来了", 1 - 50 / COLUMN, 0)
    desk.text(0, 0, 12, begins=True)
    desk.text(1, 0, 12)
    assert [texts(h.headline) for h in headings_of(desk)] == [["石板路修好街坊回来了"]]
    assert headings_of(desk)[0].headline[0].ids == ("b1l1", "b2l1")


def test_headlines_over_columns_of_their_own_are_two() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    desk.head("河道要清淤了", 1, 0)
    desk.text(0, 0, 12, begins=True)
    desk.text(1, 0, 12, begins=True)
    assert [texts(h.headline) for h in headings_of(desk)] == [["石板路修好了"], ["河道要清淤了"]]


@pytest.mark.parametrize(
    "signed, heads",
    [
        ((), ["石板路修好了", "河道要清淤了"]),
        ((0, 1), ["石板路修好了", "河道要清淤了"]),
        ((1,), ["石板路修好了", "河道要清淤了"]),
        ((0,), ["石板路修好了河道要清淤了"]),
    ],
    ids=["none", "both", "right", "left"],
)
def test_a_byline_tells_where_a_story_begins(signed: tuple[int, ...], heads: list[str]) -> None:
    """Under the left headline only, it signs what stands over both columns."""
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    desk.head("河道要清淤了", 1, 0)
    for column in (0, 1):
        if column in signed:
            desk.rows(column, 0, ["■记者 王强"])
        desk.text(column, column in signed, 12, begins=True)
    assert [text for h in headings_of(desk) for text in texts(h.headline)] == heads


@pytest.mark.parametrize("column, count", [(0, 1), (1, 2)])
def test_a_dateline_tells_where_a_story_begins(column: int, count: int) -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    desk.head("河道要清淤了", 1, 0)
    for each in (0, 1):
        desk.text(each, 0, 12, begins=True)
    column_ = desk.blocks[2 + column]
    chars = tuple(replace(c, text=t) for c, t in zip(column_.lines[0].chars, "本报讯昨天街上的灯亮", strict=True))
    lines = (replace(column_.lines[0], chars=chars), *column_.lines[1:])
    desk.blocks[2 + column] = replace(column_, lines=lines)
    assert len(headings_of(desk)) == count


def test_rows_of_two_display_blocks_are_joined_row_by_row() -> None:
    desk = Desk()
    y = y_of(0) - 1.2 * 2 * EM - 1.4 * 2 * EM
    desk._set(["石板路修好", "老街的灯亮"], x_of(0), y, 2 * EM, BlockKind.HEADING)
    desk._set(["街坊回来了", "游人也来了"], x_of(1) - 50, y, 2 * EM, BlockKind.HEADING)
    desk.text(0, 0, 12, begins=True)
    desk.text(1, 0, 12)
    (heading,) = headings_of(desk)
    assert texts(heading.headline) == ["石板路修好街坊回来了", "老街的灯亮游人也来了"]
    assert [row.ids for row in heading.headline] == [("b1l1", "b2l1"), ("b1l2", "b2l2")]


@pytest.mark.parametrize("x, count", [(395, 1), (460, 2)], ids=["middle", "right"])
def test_a_byline_in_the_middle_of_both_makes_one_headline(x: float, count: int) -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    desk.head("河道要清淤了", 1, 0)
    desk.rows((x - x_of(0)) / COLUMN, 0, ["王强摄"])
    for column in (0, 1):
        desk.text(column, 1, 12, begins=True)
    assert len(headings_of(desk)) == count


def test_the_paper_of_a_heading_ends_at_a_rule_or_a_column() -> None:
    desk = Desk()
    desk.head("石板路修好了", 1, 0)
    desk.text(0, -3, 20)
    desk.text(1, 0, 12, begins=True)
    desk.text(2, 0, 12)
    (plain,) = headings_of(desk)
    assert plain.span == (x_of(0) + 12 * EM, x_of(2) + 12 * EM)  # the margin is no paper to set type on
    desk.text(3, 0, 12)
    rule = x_of(3) - 20
    desk.rules.append((rule, y_of(-3), rule + 2, y_of(20)))
    (heading,) = headings_of(desk)
    assert heading.span == (x_of(0) + 12 * EM, rule)


def test_a_byline_pushes_down_no_column_but_its_own() -> None:
    desk = Desk()
    desk.head("石板路修好了街坊们回来了", 0, 0)
    desk.rows(0, 0, ["■记者 王强 李小满"])
    desk.text(0, 1, 8, begins=True)
    desk.text(1, 0, 9)
    (heading,) = headings_of(desk)
    assert heading.foot(x_of(0), x_of(0) + 100) == y_of(0) + EM
    assert heading.foot(x_of(1), x_of(1) + 100) == heading.headline[0].box[3] < y_of(0)


def test_running_text_below_a_headline_is_no_subheadline() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    ids = desk.text(0, 0, 2, begins=True, ends=True)
    desk.rows(0, 6, ["别的文字在很远的地方"])
    headings, rest = find_headings(with_roles(sheet_of(desk.page())))
    assert headings[0].subheadline == ()
    assert set(ids) <= {i for p in rest for i in p.ids}


def test_a_row_of_body_type_over_a_headline_is_its_kicker() -> None:
    desk = Desk()
    desk.rows(0, -3.2, ["老街改造三年回访"])
    desk.head("石板路修好了街坊们", 0, 0)
    desk.text(0, 0, 8, begins=True)
    (heading,) = headings_of(desk)
    assert texts(heading.kicker) == ["老街改造三年回访"]


def test_the_end_of_a_column_over_a_headline_is_no_kicker() -> None:
    desk = Desk()
    desk.text(0, -3 - 8, 8)
    desk.rows(0, -3, ["慢慢走回家了呢"])
    desk.head("石板路修好了街坊们", 0, 0)
    desk.text(0, 0, 8, begins=True)
    assert [h.kicker for h in headings_of(desk)] == [()]
    assert PITCH > EM
