"""Gutters are cut, blanks inside lines are not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.page import Box
from pipeline.segment.gutters import Fence, false_cuts, find_fence, find_gutters, runs
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark
from tests.segment.type_sheet import EM, PITCH, column, paper

LEFT, COUNT = 60, 12
RIGHT_EDGE = LEFT + COUNT * EM


def occupied(gutter: int, rows: int = 12, shift: int = 0) -> Mask:
    """Two columns of `rows` rows, the right one lower by `shift`."""
    image = paper(900, 800)
    column(image, LEFT, 60, ["田" * COUNT] * rows)
    column(image, RIGHT_EDGE + gutter, 60 + shift, ["田" * COUNT] * rows)
    return (image < 128).astype(np.uint8)


def is_cut(gutters: Mask, gutter: int, y0: int, y1: int) -> bool:
    return runs(gutters, RIGHT_EDGE + 2, RIGHT_EDGE + gutter - 2, y0, y1)


@pytest.mark.parametrize("gutter", [22, EM, 40, 80])
@pytest.mark.parametrize("shift", [0, PITCH // 2])
def test_a_gutter_runs_between_columns(gutter: int, shift: int) -> None:
    """From the first row that both columns share to the last, whether their rows are level or not."""
    gutters = find_gutters(occupied(gutter, shift=shift), EM)
    assert is_cut(gutters, gutter, 62 + shift, 60 + 11 * PITCH + EM - 2)


def test_paper_without_type_on_both_sides_is_no_gutter() -> None:
    gutters = find_gutters(occupied(200), EM)
    assert not gutters.any()


def test_three_rows_make_no_gutter() -> None:
    assert not find_gutters(occupied(EM, rows=2), EM).any()
    assert find_gutters(occupied(EM, rows=5), EM).any()


def test_no_gutter_lies_on_type() -> None:
    mask = occupied(30)
    assert not (find_gutters(mask, EM) & mask).any()


def test_an_upright_rule_is_a_fence_where_the_gutter_is_too_narrow() -> None:
    gap = RIGHT_EDGE + 2.0, RIGHT_EDGE + 12.0
    rule = RuleMark("straight", (RIGHT_EDGE + 6.0, 60.0, RIGHT_EDGE + 8.0, 500.0))
    flat = RuleMark("straight", (60.0, 520.0, 700.0, 523.0))
    fence = find_fence(occupied(14), [rule, flat], EM)
    assert not find_gutters(occupied(14), EM).any()
    assert fence.between(*gap, 60, 500)
    assert not fence.between(*gap, 540, 600)
    assert not runs(fence.rules, 300, 320, 500, 540)


def test_only_tall_gutters_are_of_the_grid() -> None:
    assert len(find_fence(occupied(40), [], EM).grid) == 1
    low = find_fence(occupied(40, rows=4), [], EM)
    assert low.gutters.any() and low.grid == ()


def test_a_gap_in_line_with_the_grid() -> None:
    fence = find_fence(occupied(40), [], EM)
    assert fence.on_grid(RIGHT_EDGE, RIGHT_EDGE + 40, 700)
    assert not fence.on_grid(RIGHT_EDGE + 60, RIGHT_EDGE + 100, 700)
    assert not fence.on_grid(RIGHT_EDGE, RIGHT_EDGE + 40, 700 + 60 * EM)


def test_between_headlines_the_gutter_goes_on_below() -> None:
    mask = occupied(40)
    fence = find_fence(mask, [], EM)
    gap = (RIGHT_EDGE + 1.0, RIGHT_EDGE + 39.0)
    assert fence.between_words(*gap, 70, 130, 60)
    assert not fence.between_words(*gap, 440, 500, 60)  # a word space at the foot: no columns below
    assert not fence.between_words(*gap, 70, 130, 240)  # far too narrow for words of this size


NO_FENCE = Fence(np.zeros((600, 900), np.uint8), np.zeros((600, 900), np.uint8), (), float(EM))


def pieces(cut: range, rows: int = 8) -> list[Box]:
    """A column of rows, those in `cut` in two pieces with 1.2 em between them; sorted by their upper edge."""
    boxes: list[Box] = []
    for k in range(rows):
        y0, y1 = 60.0 + k * PITCH, 60.0 + k * PITCH + EM
        boxes += [(60, y0, 190, y1), (190 + 1.2 * EM, y0, 400, y1)] if k in cut else [(60, y0, 400, y1)]
    return boxes


def test_a_strip_that_begins_and_ends_within_a_column_is_mended() -> None:
    boxes = pieces(range(2, 5))
    assert false_cuts(boxes, NO_FENCE, 1.7, 1.95) == {2: 3, 4: 5, 6: 7}


def test_a_gutter_through_all_rows_stays() -> None:
    assert false_cuts(pieces(range(8)), NO_FENCE, 1.7, 1.95) == {}


def test_a_rule_in_the_strip_keeps_it() -> None:
    ruled = np.zeros((600, 900), np.uint8)
    ruled[:, 205] = 1
    assert false_cuts(pieces(range(2, 5)), Fence(NO_FENCE.gutters, ruled, (), EM), 1.7, 1.95) == {}


def test_a_strip_at_the_head_of_a_column_in_line_with_the_grid() -> None:
    """Two columns of a few rows may stand over a wide one; not over one that is exactly as wide as both."""
    boxes = pieces(range(3))
    grid = Fence(NO_FENCE.gutters, NO_FENCE.rules, ((192.0, 300.0, 192.0 + 1.1 * EM, 600.0),), EM)
    mended = {0: 1, 2: 3, 4: 5}
    assert false_cuts(boxes, NO_FENCE, 1.7, 1.95) == false_cuts(boxes, grid, 1.7, 1.95) == mended
    wide = [(b[0], b[1], b[2] + 3 * EM, b[3]) if b[2] - b[0] == 340 else b for b in boxes]
    assert false_cuts(wide, NO_FENCE, 1.7, 1.95) == mended
    assert false_cuts(wide, grid, 1.7, 1.95) == {}
