"""Text lines and blocks, from drawn type to the layout of a page."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.page import BlockKind, Box
from pipeline.segment.blocks import group_lines
from pipeline.segment.compositor import Compositor
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine
from pipeline.stage import Image
from tests.segment.type_sheet import EM, EN_SPACE, PITCH, column, glyph, lines_of, only_one, paper, row

FULL = "田" * 14
X, RIGHT = 60, 60 + 14 * EM + 30


def lines_found(image: Image) -> list[Box]:
    return lines_of(Compositor().layout(image, "auto"))


def two_columns(left: list[str], right: list[str], shift: int = 0, y: int = 200) -> tuple[Image, list[Box]]:
    image = paper(900, 900)
    return image, column(image, X, y, left) + column(image, RIGHT, y + shift, right)


def assert_exactly(found: list[Box], drawn: list[Box], slack: float = 0.2 * EM) -> None:
    assert len(found) == len(drawn)
    assert [box for box in drawn if not only_one(found, box, slack)] == []


@pytest.mark.parametrize("shift", [0, 9, PITCH // 2])
def test_every_row_of_two_columns_is_a_line(shift: int) -> None:
    assert_exactly(lines_found((made := two_columns([FULL] * 12, [FULL] * 12, shift))[0]), made[1])


def test_marks_that_stand_above_each_other_cut_no_line() -> None:
    """A comma and an opening quote leave more than the gutter, in three rows right under each other."""
    gap = "田田田田田，“田田田田田田田"
    image, drawn = two_columns([FULL] * 4 + [gap] * 3 + [FULL] * 5, [FULL] * 12)
    assert_exactly(lines_found(image), drawn)


def test_short_lines_and_indents_are_lines() -> None:
    texts = [FULL, "田田田", "  " + "田" * 12, FULL, "田", "  " + "田" * 12, FULL, FULL]
    image, drawn = two_columns(texts, [FULL] * 8)
    assert_exactly(lines_found(image), drawn)


def test_flat_characters_belong_to_their_lines() -> None:
    texts = ["一" + "田" * 12 + "一", "田一一田" + "田" * 10, "二" + "田" * 12 + "二"] * 3
    image, drawn = two_columns(texts, [FULL] * 9)
    found = lines_found(image)
    assert_exactly(found, drawn, 0.25 * EM)


def test_rows_that_touch_are_two_lines() -> None:
    image, drawn = two_columns([FULL] * 10, [FULL] * 10)
    for k in range(9):
        x = X + (3 * k % 14) * EM + 12
        image[200 + k * PITCH + EM - 3 : 200 + (k + 1) * PITCH + 3, x : x + 3] = 35
    found = lines_found(image)
    assert len(found) == 20
    assert_exactly(found, drawn, 0.45 * EM)


def test_a_rule_parts_what_no_gutter_does() -> None:
    image = paper(900, 900)
    beside = X + 14 * EM + 16
    drawn = column(image, X, 200, [FULL] * 8) + column(image, beside, 200, [FULL] * 8)
    assert len(lines_found(image)) == 8
    image[190 : 200 + 8 * PITCH, beside - 9 : beside - 7] = 35
    assert_exactly(lines_found(image), drawn, 0.35 * EM)


@pytest.mark.parametrize(
    "text", ["田田田田田田田田田田", f"田田田{EN_SPACE}田田田田田田田", "“田田田田一田田田一田", "田二田田田田田二田田"]
)
def test_a_headline_over_a_gutter_is_one_line(text: str) -> None:
    image, drawn = two_columns([FULL] * 10, [FULL] * 10, y=260)
    size = 70
    head = row(image, X + 20, 120, text, size)
    layout = Compositor().layout(image, "auto")
    heads = [b for b in layout.blocks if b.kind is BlockKind.HEADING]
    assert len(heads) == 1 and len(heads[0].lines) == 1
    assert heads[0].type_size_px == pytest.approx(size, rel=0.12)
    assert only_one(lines_of(layout), head, 0.8 * size)
    assert_exactly([b for b in lines_of(layout) if b[3] - b[1] < 1.5 * EM], drawn)


def test_headlines_over_their_columns_are_two() -> None:
    image, _ = two_columns([FULL] * 14, [FULL] * 14, y=260)
    heads = [row(image, X, 180, "田" * 6, 60), row(image, RIGHT, 180, "田" * 6, 60)]
    image[170:760, RIGHT - 16 : RIGHT - 14] = 35
    found = [b for b in lines_found(image) if b[3] - b[1] > 1.5 * EM]
    assert_exactly(found, heads, 8)


def test_two_glyphs_that_touch_are_no_headline() -> None:
    image, drawn = two_columns([FULL] * 8, [FULL] * 8)
    image[200 + 2 * PITCH : 200 + 3 * PITCH + EM, X + 5 * EM + 12 : X + 5 * EM + 15] = 35
    layout = Compositor().layout(image, "auto")
    assert {b.kind for b in layout.blocks} == {BlockKind.PARAGRAPH}
    assert len(lines_of(layout)) == len(drawn)


def test_a_blank_page_has_no_lines() -> None:
    layout = Compositor().layout(paper(600, 400), "auto")
    assert layout.blocks == () and layout.rules == () and layout.pictures == () and layout.insets == ()


def test_marks_reach_the_layout() -> None:
    image, _ = two_columns([FULL] * 8, [FULL] * 8)
    image[180:183, 60:820] = 35
    image[560:760, 60:460] = np.linspace(40, 180, 400).astype(np.uint8)[None, :]
    image[560:564, 500:840] = image[756:760, 500:840] = image[560:760, 500:504] = image[560:760, 836:840] = 35
    row(image, 530, 620, "田" * 10)
    layout = Compositor().layout(image, "auto")
    assert [m.kind for m in layout.pictures] == ["halftone"]
    assert [m.kind for m in layout.insets] == ["frame"]
    assert len(layout.rules) == 5
    assert len(lines_of(layout)) == 17


def test_boxes_of_a_large_page_are_in_its_own_pixels() -> None:
    image = paper(3800, 900)
    drawn = column(image, 100, 100, ["田" * 20] * 6, pitch=76, em=52)
    layout = Compositor().layout(image, "auto")
    assert_exactly(lines_of(layout), drawn, 10)
    assert layout.blocks[0].type_size_px == pytest.approx(52, rel=0.1)


# Blocks


def text_line(x0: float, y: float, x1: float, size: float = EM, display: bool = False) -> TextLine:
    return TextLine((x0, y, x1, y + size), size, display)


def column_lines(x: float, y: float, rows: int, width: float = 300) -> list[TextLine]:
    return [text_line(x, y + k * PITCH, x + width) for k in range(rows)]


def sizes(lines: list[TextLine], rules: list[RuleMark] | None = None) -> list[int]:
    groups = group_lines(lines, rules or [], EM)
    assert sorted(n.box for g in groups for n in g.lines) == sorted(n.box for n in lines)
    return sorted(len(g.lines) for g in groups)


def test_rows_of_one_column_are_one_block() -> None:
    rows = column_lines(60, 60, 6)
    rows[2] = text_line(60, 60 + 2 * PITCH, 90)
    rows[3] = text_line(60 + 2 * EM, 60 + 3 * PITCH, 360)
    assert sizes(rows) == [6]
    assert sizes(rows[::-1]) == [6]


def test_two_columns_are_two_blocks() -> None:
    assert sizes(column_lines(60, 60, 6) + column_lines(400, 70, 5)) == [5, 6]


def test_a_flat_rule_ends_a_block() -> None:
    rule = RuleMark("straight", (55.0, 60.0 + 2 * PITCH + EM + 5, 365.0, 60.0 + 2 * PITCH + EM + 7))
    assert sizes(column_lines(60, 60, 6), [rule]) == [3, 3]
    aside = RuleMark("straight", (400.0, rule.box[1], 700.0, rule.box[3]))
    assert sizes(column_lines(60, 60, 6), [aside]) == [6]


def test_paper_ends_a_block() -> None:
    assert sizes(column_lines(60, 60, 3) + column_lines(60, 60 + 5 * PITCH, 4)) == [3, 4]


def test_another_size_is_another_block() -> None:
    small = [text_line(60, 60 + 3 * PITCH + k * 28, 360, 19) for k in range(3)]
    assert sizes(column_lines(60, 60, 3) + small) == [3, 3]


def test_display_type_is_a_block_of_its_own() -> None:
    head = text_line(60, 60, 360, 50, display=True)
    groups = group_lines([head, *column_lines(60, 125, 4)], [], EM)
    assert [(len(g.lines), g.display) for g in groups] == [(1, True), (4, False)]
    assert groups[0].type_size == 50 and groups[0].box == head.box


def test_a_row_over_two_columns_belongs_to_neither() -> None:
    wide = text_line(60, 60, 700)
    assert sizes([wide, *column_lines(60, 60 + PITCH, 4), *column_lines(400, 60 + PITCH, 4)]) == [1, 4, 4]


def test_a_row_under_two_columns_belongs_to_neither() -> None:
    wide = text_line(60, 60 + 4 * PITCH, 700)
    assert sizes([wide, *column_lines(60, 60, 4), *column_lines(400, 60, 4)]) == [1, 4, 4]


def test_a_glyph_is_drawn_as_one_component() -> None:
    """What the tests of this folder rest on."""
    import cv2

    image = paper(60, 60)
    glyph(image, 10, 10)
    assert cv2.connectedComponents((image < 128).astype(np.uint8))[0] == 2
