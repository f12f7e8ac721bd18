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
    fence = find_fence(occupied(40), [], EM, downwards=False)
    assert fence.on_grid(RIGHT_EDGE, RIGHT_EDGE + 40, 700)
    assert not fence.on_grid(RIGHT_EDGE + 60, RIGHT_EDGE + 100, 700)
    assert not fence.on_grid(RIGHT_EDGE, RIGHT_EDGE + 40, 700 + 60 * EM)


def test_between_headlines_the_gutter_goes_on_below() -> None:
    mask = occupied(40)
    fence = find_fence(mask, [], EM)
    gap = (RIGHT_EDGE + 1.0, RIGHT_EDGE + 39.0)
    assert fence.between_words(*gap, 70, 130, 60)
    assert not fence.between_words(*gap, 70, 130, 240)  # far too narrow for words of this size


def test_a_word_space_over_a_column_is_no_gutter() -> None:
    mask = occupied(40)
    mask[540:600, 60:700] = 1
    assert not find_fence(mask, [], EM).between_words(RIGHT_EDGE + 1.0, RIGHT_EDGE + 39.0, 440, 500, 60)


def test_a_word_space_over_bare_paper_is_no_gutter() -> None:
    fence = find_fence(occupied(40), [], EM, downwards=False)
    assert not fence.between_words(RIGHT_EDGE + 1.0, RIGHT_EDGE + 39.0, 440, 500, 60)


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


# Tall gutters go on


def beyond(rows: int = 12, more: int = 6) -> Mask:
    """Two columns of `rows` rows, of which the left one goes on for `more`: nothing flanks the gutter beside them."""
    image = paper(900, 1400)
    column(image, LEFT, 60, ["田" * COUNT] * (rows + more))
    column(image, RIGHT_EDGE + 40, 60, ["田" * COUNT] * rows)
    return (image < 128).astype(np.uint8)


BESIDE = 60 + 13 * PITCH, 60 + 18 * PITCH


def test_a_tall_gutter_goes_on_beside_the_rows_of_one_column() -> None:
    mask = beyond()
    assert not is_cut(find_gutters(mask, EM), 40, *BESIDE)
    assert is_cut(find_fence(mask, [], EM).gutters, 40, *BESIDE)
    assert is_cut(find_fence(mask[::-1], [], EM).gutters, 40, 1400 - BESIDE[1], 1400 - BESIDE[0])


def test_a_low_gutter_does_not_go_on() -> None:
    assert not is_cut(find_fence(beyond(rows=4, more=14), [], EM).gutters, 40, *BESIDE)


def test_a_gutter_goes_on_as_far_as_the_next_ink() -> None:
    mask = beyond(more=3)
    mask[700:710, 60:700] = 1
    gutters = find_fence(mask, [], EM).gutters
    assert is_cut(gutters, 40, 520, 700) and not (gutters & mask).any()
    assert not is_cut(gutters, 40, 711, 730)


def test_a_gutter_does_not_go_on_for_ever() -> None:
    mask = beyond(more=3)
    below = find_fence(mask, [], EM).gutters[60 + 12 * PITCH :, RIGHT_EDGE : RIGHT_EDGE + 40].any(axis=1)
    assert 14 * EM < below.sum() < 17 * EM


def test_past_a_mark_a_gutter_goes_on_only_where_it_is_wide_enough() -> None:
    """A mark that hangs into the gutter leaves room beside it, or stops it."""
    wide, narrow = beyond(), beyond()
    wide[BESIDE[0] : BESIDE[0] + 4, RIGHT_EDGE + 32 : RIGHT_EDGE + 36] = 1
    narrow[BESIDE[0] : BESIDE[0] + 4, RIGHT_EDGE + 18 : RIGHT_EDGE + 22] = 1
    after = BESIDE[0] + 10, BESIDE[1]
    assert is_cut(find_fence(wide, [], EM).gutters, 40, *after)
    assert not is_cut(find_fence(narrow, [], EM).gutters, 40, *after)


# Flat rules part what stands above each other


@pytest.mark.parametrize(
    "rule, parted",
    [
        ((50, 130, 500, 132), True),
        ((300, 130, 500, 132), True),  # part of their width is enough
        ((450, 130, 700, 132), False),  # beside them
        ((50, 40, 500, 42), False),  # over both
        ((50, 230, 500, 232), False),  # under both
    ],
)
def test_a_flat_rule_parts_the_boxes_over_and_under_it(rule: tuple[int, int, int, int], parted: bool) -> None:
    a, b = (60.0, 60.0, 400.0, 100.0), (60.0, 160.0, 400.0, 200.0)
    mark = RuleMark("straight", tuple(map(float, rule)))  # type: ignore[arg-type]
    fence = find_fence(np.zeros((600, 900), np.uint8), [mark], EM)
    assert fence.parts(a, b) == fence.parts(b, a) == parted


def test_an_upright_rule_parts_nothing_that_stands_above_each_other() -> None:
    mark = RuleMark("straight", (200.0, 80.0, 202.0, 190.0))
    fence = find_fence(np.zeros((600, 900), np.uint8), [mark], EM)
    assert fence.flat == () and not fence.parts((60, 60, 400, 100), (60, 160, 400, 200))


@pytest.mark.parametrize("x0, mended", [(60.0, {}), (500.0, {0: 1, 2: 3, 4: 5})])
def test_rows_beyond_a_flat_rule_say_nothing_of_a_gutter(x0: float, mended: dict[int, int]) -> None:
    """Under the rule begins something else; a rule in another column changes nothing."""
    y = 60.0 + 2 * PITCH + EM + 5
    fence = Fence(NO_FENCE.gutters, NO_FENCE.rules, (), EM, ((x0, y, x0 + 300, y + 2),))
    assert false_cuts(pieces(range(3)), fence, 1.7, 1.95) == mended


# Pieces without rows above and below that tell


def parted_rows(rows: int, first: float, gap: float, x: float = 60.0) -> list[Box]:
    """Rows that are all cut: a first piece of `first` em, a gap of `gap` em and the rest."""
    boxes: list[Box] = []
    for k in range(rows):
        y0, y1 = 60.0 + k * PITCH, 60.0 + k * PITCH + EM
        boxes += [(x, y0, x + first * EM, y1), (x + (first + gap) * EM, y0, 400, y1)]
    return boxes


GRID = ((60 + 2 * EM, 300.0, 60 + 3.2 * EM, 700.0),)


def test_no_column_is_as_narrow_as_a_word() -> None:
    assert false_cuts(parted_rows(3, 2, 1.2), NO_FENCE, 1.7, 1.95) == {0: 1, 2: 3, 4: 5}
    assert false_cuts(parted_rows(3, 3.2, 1.2), NO_FENCE, 1.7, 1.95) == {}
    assert false_cuts(parted_rows(4, 2, 1.2), NO_FENCE, 1.7, 1.95) == {}  # so many rows may be a list


def test_a_narrow_piece_in_line_with_the_grid_stays_apart() -> None:
    grid = Fence(NO_FENCE.gutters, NO_FENCE.rules, GRID, EM)
    assert false_cuts(parted_rows(2, 2, 1.2), grid, 1.7, 1.95) == {}


def test_a_narrow_piece_behind_another_is_no_first_word() -> None:
    ahead: list[Box] = [(60, 60 + k * PITCH, 160, 60 + k * PITCH + EM) for k in range(2)]
    boxes = sorted(ahead + parted_rows(2, 2, 1.2, x=195), key=lambda b: b[1])
    assert false_cuts(boxes, NO_FENCE, 1.7, 1.95) == {}


@pytest.mark.parametrize("gap, mended", [(0.4, True), (0.55, False)])
def test_pieces_that_all_but_touch_are_one(gap: float, mended: bool) -> None:
    """However many rows are cut: no gutter is so narrow."""
    found = false_cuts(parted_rows(8, 5, gap), NO_FENCE, 1.7, 1.95)
    assert found == ({2 * k: 2 * k + 1 for k in range(8)} if mended else {})


ALIGNED = Fence(NO_FENCE.gutters, NO_FENCE.rules, ((192.0, 300.0, 192.0 + 1.1 * EM, 600.0),), EM)


def over_a_short_row(more: Box | None = None, under: bool = True) -> list[Box]:
    """Two cut rows of a column, and its short last row (or, above them, a short one)."""
    y = 60.0 + 2 * PITCH if under else 60.0 - PITCH
    boxes = [*pieces(range(2), rows=2), (60.0, y, 280.0, y + EM)]
    return sorted([*boxes, *([more] if more else [])], key=lambda b: b[1])


def test_a_short_last_row_fills_its_measure() -> None:
    assert false_cuts(over_a_short_row(), ALIGNED, 1.7, 1.95) == {0: 1, 2: 3}


def test_a_short_row_with_type_after_it_is_no_last_one() -> None:
    y = 60.0 + 2 * PITCH
    assert false_cuts(over_a_short_row((330.0, y, 400.0, y + EM)), ALIGNED, 1.7, 1.95) == {}
    assert false_cuts(over_a_short_row((430.0, y, 700.0, y + EM)), ALIGNED, 1.7, 1.95) == {0: 1, 2: 3}


def test_a_short_row_above_is_no_last_one() -> None:
    assert false_cuts(over_a_short_row(under=False), ALIGNED, 1.7, 1.95) == {}


def test_off_the_grid_alone() -> None:
    """The second look leaves alone what is in line with a tall gutter."""
    boxes, mended = pieces(range(3)), {0: 1, 2: 3, 4: 5}
    assert false_cuts(boxes, ALIGNED, 1.7, 1.95) == mended
    assert false_cuts(boxes, ALIGNED, 1.7, 1.95, off_grid=True) == {}
    assert false_cuts(boxes, NO_FENCE, 1.7, 1.95, off_grid=True) == mended


def test_a_gap_narrower_than_the_gutter_may_be_in_line_with_it() -> None:
    fence = find_fence(occupied(60), [], EM)
    assert fence.on_grid(RIGHT_EDGE + 10, RIGHT_EDGE + 30, 700)
    assert not fence.on_grid(RIGHT_EDGE - 15, RIGHT_EDGE + 5, 700)
