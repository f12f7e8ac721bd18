"""一 at the ends of upright lines of display type; lines are turned, so that it is a narrow upright stroke."""

from __future__ import annotations

import numpy as np

from pipeline.segment.line_ends import with_flat_ends
from pipeline.segment.marks import find_marks
from pipeline.segment.text_lines import TextLine

EM = 20.0


def test_a_stroke_before_a_line_of_display_type_is_its_first_character() -> None:
    line = TextLine((100.0, 50.0, 400.0, 90.0), 40.0, True)
    glyphs = np.array([[100, 50, 300, 40, 6000], [76, 52, 5, 36, 180]], np.int32)
    (longer,), taken = with_flat_ends([line], glyphs, EM)
    assert longer.box[0] < 65
    assert taken.tolist() == [False, True]


def test_a_stroke_before_a_line_of_text_is_left_alone() -> None:
    line = TextLine((100.0, 50.0, 400.0, 70.0), 20.0, False)
    glyphs = np.array([[100, 50, 300, 20, 3000], [88, 51, 3, 18, 50]], np.int32)
    (same,), taken = with_flat_ends([line], glyphs, EM)
    assert same == line
    assert not taken.any()


def test_a_rule_longer_than_the_type_is_no_character() -> None:
    line = TextLine((100.0, 50.0, 400.0, 90.0), 40.0, True)
    glyphs = np.array([[100, 50, 300, 40, 6000], [80, 20, 4, 120, 480]], np.int32)
    _, taken = with_flat_ends([line], glyphs, EM)
    assert not taken.any()


def page_with_column() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Squares of upright display type, 80 px wide, under a flat stroke of their width."""
    mask = np.zeros((700, 600), np.uint8)
    mask[60:68, 200:280] = 1
    for k in range(4):
        y = 130 + 95 * k
        mask[y : y + 80, 200:280] = 1
        mask[y + 12 : y + 34, 212:268] = mask[y + 46 : y + 68, 212:268] = 0
    return mask


def test_a_flat_stroke_over_a_column_of_display_type_is_type() -> None:
    marks = find_marks(page_with_column(), EM, np.zeros((700, 600), np.uint8))
    assert not marks.rules
    assert marks.type_mask[64, 240] == 1


def test_a_long_rule_over_a_column_of_display_type_is_a_rule() -> None:
    mask = page_with_column()
    mask[60:68, 100:500] = 1
    marks = find_marks(mask, EM, np.zeros((700, 600), np.uint8))
    assert len(marks.rules) == 1


def test_a_wavy_rule_round_a_corner_is_two_rules_and_no_drawing() -> None:
    mask = np.zeros((500, 500), np.uint8)
    along = np.arange(300)
    wave = np.rint(3 * np.sin(along / 4)).astype(int)
    for thick in range(2):
        mask[100 + along, 53 + wave + thick] = 1
        mask[397 + wave + thick, 52 + along] = 1
    marks = find_marks(mask, EM, np.zeros((500, 500), np.uint8))
    assert sorted(rule.horizontal for rule in marks.rules) == [False, True]
    assert not marks.drawings
    assert not marks.frames
