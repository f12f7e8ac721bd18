"""Columns of two tiers; lines are turned, so that they run from left to right and the tiers stand side by side."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine
from pipeline.segment.tier_ends import with_ends_of_tiers

EM, PITCH = 20, 28
LINES = 8
FIRST, BLANK, LAST = 100, (400, 424), 760
"""Where the tiers begin, part and end."""


def line(k: int, x0: float, x1: float, slip: float = 0.0) -> TextLine:
    return TextLine((x0, 60.0 + k * PITCH, x1, 60.0 + k * PITCH + EM), float(EM), False, slip)


def ink_of(lines: list[TextLine], *blanks: Box) -> Mask:
    """Squares a hair apart, all along the lines, but none in the blanks."""
    mask = np.zeros((400, 900), np.uint8)
    for one in lines:
        x0, y0, x1, y1 = (round(v) for v in one.box)
        for x in range(x0, x1, EM):
            mask[y0:y1, x : min(x + EM - 2, x1)] = 1
    for x0, y0, x1, y1 in blanks:
        mask[round(y0) : round(y1), round(x0) : round(x1)] = 0
    return mask


def two_tiers(but: int) -> list[TextLine]:
    """The columns of two tiers, one line apart."""
    return [part for k in range(LINES) if k != but for part in (line(k, FIRST, BLANK[0]), line(k, BLANK[1], LAST))]


def boxes_at(lines: list[TextLine], level: float) -> list[Box]:
    return sorted(one.box for one in lines if one.box[1] <= level < one.box[3])


def test_a_line_that_runs_on_into_the_next_tier_is_cut() -> None:
    through = line(3, FIRST, LAST)
    lines = [*two_tiers(3), through]
    found = with_ends_of_tiers(lines, (), ink_of(lines, (BLANK[0], 0.0, BLANK[1], 400.0)))
    first, second = boxes_at(found, through.box[1])
    assert first[0] == FIRST and second[2] == LAST
    assert first[2] == pytest.approx(BLANK[0], abs=3)
    assert second[0] == pytest.approx(BLANK[1], abs=EM)
    assert len(found) == 2 * LINES


def test_lines_side_by_side_that_run_on_are_all_cut() -> None:
    lines = [one for one in two_tiers(3) if one.box[1] != line(4, 0, 1).box[1]] + [
        line(3, FIRST, LAST),
        line(4, FIRST, LAST),
    ]
    found = with_ends_of_tiers(lines, (), ink_of(lines, (BLANK[0], 0.0, BLANK[1], 400.0)))
    assert len(found) == 2 * LINES


def test_a_line_whose_characters_go_on_is_not_cut() -> None:
    lines = [*two_tiers(3), line(3, FIRST, LAST)]
    assert with_ends_of_tiers(lines, (), ink_of(lines)) == lines


def test_a_line_of_characters_set_apart_is_not_cut() -> None:
    through = line(3, FIRST, LAST)
    lines = [*two_tiers(3), through]
    y0, y1 = through.box[1], through.box[3]
    apart = [(x, y0, x + 24.0, y1) for x in np.arange(112.0, 740.0, 48.0).tolist()]
    found = with_ends_of_tiers(lines, (), ink_of(lines, *apart))
    assert through in found


def test_what_leans_is_cut_where_it_stands() -> None:
    through = line(3, FIRST, LAST, 12.0)
    lines = [*two_tiers(3), through]
    found = with_ends_of_tiers(lines, (), ink_of(lines, (BLANK[0], 0.0, BLANK[1], 400.0)))
    first, second = (one for one in found if one.slip)
    assert first.box[1] < through.box[1] < second.box[1]
    assert first.slip + second.slip == pytest.approx(12.0, abs=1.0)


def one_tier(*cut: TextLine) -> list[TextLine]:
    return [*(line(k, FIRST, LAST) for k in range(LINES) if k != 3), *cut]


def test_a_line_cut_at_a_stop_is_one_again() -> None:
    lines = one_tier(line(3, FIRST, BLANK[0]), line(3, BLANK[1], LAST))
    found = with_ends_of_tiers(lines, (), ink_of(lines))
    assert len(found) == LINES
    assert line(3, FIRST, LAST).box in [one.box for one in found]


@pytest.mark.parametrize(
    "second",
    [line(3, BLANK[0] + 60, LAST), TextLine((424.0, 130.0, 760.0, 178.0), 48.0, True), line(4, BLANK[1], LAST)],
)
def test_what_is_too_far_off_or_too_large_is_not_joined(second: TextLine) -> None:
    lines = one_tier(line(3, FIRST, BLANK[0]), second)
    assert second in with_ends_of_tiers(lines, (), ink_of(lines))


def test_a_rule_keeps_pieces_apart() -> None:
    lines = one_tier(line(3, FIRST, BLANK[0]), line(3, BLANK[1], LAST))
    rule = RuleMark("straight", (411.0, 120.0, 413.0, 200.0))
    assert len(with_ends_of_tiers(lines, (rule,), ink_of(lines))) == LINES + 1


def test_columns_of_two_tiers_are_not_joined() -> None:
    lines = two_tiers(-1)
    assert len(with_ends_of_tiers(lines, (), ink_of(lines))) == 2 * LINES
