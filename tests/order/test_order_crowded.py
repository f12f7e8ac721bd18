"""Crowded pages without rules: what tells one story from the next where only narrow gutters lie between."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.geometry import polygon_of, union
from pipeline.order.pieces import Sheet
from pipeline.order.sheet import sheet_of
from pipeline.order.space import divided
from pipeline.order.wording import OPENING
from pipeline.page import Line
from tests.order.stories import COLUMN, FILLING, WIDE, Desk, body_of, story_of, x_of, y_of
from tests.pages import EM

FULL = FILLING[:WIDE]


def opened(desk: Desk, column: int, row: int, count: int, *, ends: bool = False) -> tuple[str, ...]:
    """A column that opens a story with its dateline."""
    x = column + 2 * EM / COLUMN
    first = desk.rows(x, row, ["本报讯 昨天街上"])
    return first + desk.rows(column, row + 1, [FULL] * (count - 2) + ["慢慢走回家。" if ends else FULL])


def pushed_right(line: Line) -> Line:
    """A line of seven characters at the right edge of its column."""
    by = (WIDE - 7) * EM
    chars = tuple(replace(c, box=(c.box[0] + by, c.box[1], c.box[2] + by, c.box[3])) for c in line.chars)
    return replace(line, chars=chars, polygon=polygon_of(union(c.box for c in chars)))


def test_a_heading_in_the_middle_of_its_columns_has_those_on_its_left() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    one = desk.text(0, 0, 8, begins=True, ends=True)
    desk.rows(0.5, 8.1, ["（记者 王强）"])
    middle = desk.head("河道清淤完工", 2, 0)
    left = opened(desk, 1, 0, 9)
    under, right = desk.text(2, 0, 9), desk.text(3, 0, 9, ends=True)
    page = desk.read()
    assert body_of(story_of(page, middle)) == left + under + right
    assert body_of(story_of(page, one[0])) == one


def test_a_signature_within_a_column_ends_a_story() -> None:
    desk = Desk()
    head = desk.head("石板路修好了", 0, 0)
    first = desk.text(0, 0, 8, begins=True)
    lower = desk.head("河道清淤", 0, 10.5)
    under = desk.text(0, 10, 8, begins=True)
    # The columns beside both are one block to the segmenter.
    beside = desk.rows(1, 0, [*[FULL] * 5, "慢慢走回家。", "（记者 王强）", *[FULL] * 10, "慢慢走回家。"])
    column = desk.blocks[-1]
    lines = list(column.lines)
    lines[6] = pushed_right(lines[6])
    desk.blocks[-1] = replace(column, lines=tuple(lines))
    page = desk.read()
    assert body_of(story_of(page, head)) == first + beside[:6]
    assert story_of(page, beside[6]).byline == beside[6:7]
    assert body_of(story_of(page, lower)) == under + beside[7:]


@pytest.mark.parametrize(("text", "opens"), [
    ("本报讯 昨天", True), ("新华社北京5月6日电 昨天", True), ("本报记者昨天", False), ("据介绍，昨天", False),
])  # fmt: skip
def test_a_dateline_opens_a_story(text: str, opens: bool) -> None:
    assert bool(OPENING.match(text)) is opens


def test_a_rule_heavier_than_the_column_rules_divides() -> None:
    desk = Desk()
    for column in range(4):
        desk.text(column, 0, 20)
    for column, width in ((1, 3), (2, 10), (3, 3)):
        x = x_of(column) - 22
        desk.rules.append((x, y_of(0), x + width, y_of(20)))
    sheet: Sheet = sheet_of(desk.page())
    boxes = sorted(p.box for p in sheet.pieces)
    assert [divided(a, b, sheet) for a, b in pairwise(boxes)] == [False, True, False]


def test_two_stray_characters_join_no_story() -> None:
    desk = Desk()
    head = desk.head("石板路修好了", 0, 0)
    body = desk.text(0, 0, 8, begins=True, ends=True)
    stray = desk.rows(1.4, 14, ["三"])
    page = desk.read()
    assert body_of(story_of(page, head)) == body
    assert all(stray[0] not in set(a.line_ids()) for a in page.articles)
