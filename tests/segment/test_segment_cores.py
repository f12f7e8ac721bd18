"""Lines from the middles of lines: drawn probabilities, and squares for glyphs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.segment.cores import _cores_of, find_lines_by_core, reconciled
from pipeline.segment.grain import FOUND_SHARE
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine

EM = 20.0
SCALE = 0.5
"""Cells a px."""
THICK = round(EM * SCALE * FOUND_SHARE)
"""Cells that the core of a line of body type is thick."""

Glyphs = NDArray[np.int32]


class Sheet:
    """Probabilities at two px a cell, and the glyphs over them."""

    def __init__(self) -> None:
        self.probability = np.zeros((160, 400), np.float32)
        self.glyphs: list[tuple[int, int, int, int, int]] = []

    def line(self, x: int, y: int, count: int, em: int = int(EM), rise: float = 0.0, core: bool = True) -> Box:
        """`count` squares from (x, y), each lower than the one before by `rise` of its width; their box if level."""
        for k in range(count):
            self.glyphs.append((x + k * em + 1, round(y + rise * em * (k + 0.5)) + 1, em - 2, em - 2, (em - 2) ** 2))
        if core:
            self.core(x + 0.3 * em, y + em / 2, count * em - 0.6 * em, FOUND_SHARE * em, rise, x)
        middle = y + rise * count * em / 2
        return (x + 1.0, middle + 1, x + count * em - 1.0, middle + em - 1)

    def core(self, x: float, middle: float, length: float, thick: float, rise: float = 0, origin: float = 0) -> None:
        for column in range(round(x * SCALE), round((x + length) * SCALE)):
            centre = (middle + rise * (column / SCALE - origin)) * SCALE
            half = thick * SCALE / 2
            self.probability[round(centre - half) : round(centre + half), column] = 0.95

    def lines(self, rules: Sequence[RuleMark] = ()) -> list[TextLine]:
        found = find_lines_by_core(self.probability, SCALE, self.array, rules, EM)
        return sorted(found, key=lambda line: (line.box[1], line.box[0]))

    @property
    def array(self) -> Glyphs:
        return np.array(self.glyphs, np.int32).reshape(-1, 5)


def close_to(found: Box, drawn: Box, slack: float = 2.0) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(found, drawn, strict=True))


def test_a_line_has_the_box_of_its_ink_and_the_size_of_its_core() -> None:
    sheet = Sheet()
    drawn = sheet.line(100, 60, 12)
    (line,) = sheet.lines()
    assert close_to(line.box, drawn) and not line.display and abs(line.slip) < 1
    assert line.type_size == pytest.approx(EM, rel=0.15)


def test_large_type_is_display_type() -> None:
    sheet = Sheet()
    drawn = sheet.line(100, 60, 6, em=44)
    (line,) = sheet.lines()
    assert line.display and close_to(line.box, drawn) and line.type_size == pytest.approx(44, rel=0.15)


def test_blank_paper_has_no_lines() -> None:
    assert Sheet().lines() == []


def test_a_core_without_ink_is_no_line() -> None:
    sheet = Sheet()
    sheet.core(100, 60, 200, 12)
    drawn = sheet.line(100, 120, 5)
    (line,) = sheet.lines()
    assert close_to(line.box, drawn)


def test_lines_a_hair_apart_stay_two() -> None:
    """No paper shows between them, and where the net wavers their cores all but touch."""
    sheet = Sheet()
    upper, lower = sheet.line(100, 60, 12), sheet.line(100, 80, 12)
    between = slice(round(70 * SCALE), round(90 * SCALE))
    columns = slice(round(150 * SCALE), round(200 * SCALE))
    wavering = sheet.probability[between, columns]
    wavering[wavering == 0] = 0.6  # likely, but not certain
    first, second = sheet.lines()
    assert close_to(first.box, upper) and close_to(second.box, lower)


def test_a_core_that_steps_down_to_the_next_line_is_cut() -> None:
    sheet = Sheet()
    upper, lower = sheet.line(100, 60, 10), sheet.line(300, 84, 16)
    sheet.core(290, 82, 18, 34)  # as certain as the lines
    first, second = sheet.lines()
    assert close_to(first.box, upper) and close_to(second.box, lower)


def test_a_fork_from_large_type_to_small_is_cut() -> None:
    """A heading with two rows beside it: one core runs into both of theirs."""
    sheet = Sheet()
    head = sheet.line(100, 60, 5, em=44)
    upper, lower = sheet.line(324, 62, 12), sheet.line(324, 84, 12)
    sheet.core(295, 82, 20, 26)
    sheet.core(312, 72, 30, 12)
    sheet.core(312, 94, 30, 12)
    found = sheet.lines()
    assert len(found) == 3
    assert sorted(line.display for line in found) == [False, False, True]
    large = next(line for line in found if line.display)
    small = [line for line in found if not line.display]
    assert close_to(large.box, head, 8)
    assert all(close_to(line.box, drawn, 8) for line, drawn in zip(small, (upper, lower), strict=True))


@pytest.mark.parametrize("rise", [0.02, -0.03])
def test_a_leaning_line_has_its_slip(rise: float) -> None:
    sheet = Sheet()
    drawn = sheet.line(100, 100, 20, rise=rise)
    (line,) = sheet.lines()
    assert line.slip == pytest.approx(rise * 20 * EM, abs=2.5)
    assert close_to(line.box, drawn, 3.5) and line.type_size == pytest.approx(EM, rel=0.2)


def test_leaning_lines_close_above_each_other_keep_their_own_glyphs() -> None:
    """At their ends they reach as far down as the next one does at its beginning."""
    sheet = Sheet()
    drawn = [sheet.line(100, y, 24, rise=0.04) for y in (60, 90, 120)]
    found = sheet.lines()
    assert [close_to(line.box, box, 4) for line, box in zip(found, drawn, strict=True)] == [True] * 3


def test_a_core_as_steep_as_no_line_is_taken_for_level() -> None:
    sheet = Sheet()
    sheet.line(100, 100, 8, rise=0.12)
    assert all(line.slip == 0 for line in sheet.lines())


def broken(gap_px: float) -> Sheet:
    """A line of 14 characters whose core is broken in its middle; the glyphs stand apart by so much more there."""
    sheet = Sheet()
    sheet.line(100, 60, 7)
    sheet.line(round(100 + 7 * EM + gap_px), 60, 7)
    return sheet


def test_cores_are_joined_over_a_small_gap_and_not_over_a_wide_one() -> None:
    (line,) = broken(0.1 * EM).lines()
    assert line.box[2] - line.box[0] == pytest.approx(14.1 * EM - 2, abs=2)
    assert len(broken(1.0 * EM).lines()) == 2


def test_cores_are_not_joined_over_a_rule() -> None:
    sheet = broken(0.1 * EM)
    at = 100 + 7.05 * EM
    assert len(sheet.lines([RuleMark("straight", (at - 1, 30, at + 1, 120))])) == 2
    assert len(sheet.lines([RuleMark("straight", (at - 1, 130, at + 1, 190))])) == 1  # it ends before the line
    assert len(sheet.lines([RuleMark("straight", (60, 90, 400, 92))])) == 1


def test_cores_of_different_size_are_not_joined() -> None:
    sheet = Sheet()
    sheet.line(100, 60, 4, em=40)
    sheet.line(262, 70, 6)
    assert sorted(line.display for line in sheet.lines()) == [False, True]


def test_specks_of_probability_are_no_cores() -> None:
    probability = np.zeros((100, 100), np.float32)
    probability[50, 50:52] = 0.99
    probability[20:26, 20:80] = 0.3
    assert _cores_of(probability, SCALE, EM) == []
    probability[20:26, 20:80] = 0.6  # likely all along, and certain nowhere
    assert len(_cores_of(probability, SCALE, EM)) == 1


# Lines by ink against lines by cores


def text_line(x0: float, y0: float, x1: float, y1: float) -> TextLine:
    return TextLine((x0, y0, x1, y1), 20.0, False)


def test_a_crease_that_ties_rows_together_is_undone() -> None:
    tied = text_line(100, 60, 400, 110)
    rows = [text_line(100, 60, 400, 80), text_line(100, 90, 400, 110)]
    assert reconciled([tied], rows) == rows


def test_a_line_that_ink_missed_is_one_too() -> None:
    known, missed = text_line(100, 60, 400, 80), text_line(100, 90, 400, 110)
    assert reconciled([known], [text_line(102, 61, 398, 79), missed]) == [known, missed]
    short = text_line(100, 90, 122, 110)  # one character may be a stain
    assert reconciled([known], [short]) == [known]


def test_what_stood_in_a_line_that_was_taken_apart_is_kept_however_short() -> None:
    tied = text_line(100, 60, 130, 110)
    rows = [text_line(100, 60, 125, 80), text_line(100, 90, 125, 110)]
    assert reconciled([tied], rows) == rows


def test_pieces_of_one_row_do_not_break_it() -> None:
    """The net may see the words of a line one by one, and the halves of a large character."""
    line = text_line(100, 60, 400, 80)
    pieces = [text_line(100, 60, 240, 80), text_line(250, 61, 400, 81)]
    assert reconciled([line], pieces) == [line]
    assert reconciled([line], []) == [line] and reconciled([], []) == []


def test_lines_that_a_crease_ties_together_are_as_long_as_their_cores() -> None:
    """The first characters of four lines are one piece of ink with the crease: it is the glyph of none of them."""
    sheet = Sheet()
    drawn = [sheet.line(100, 60 + 30 * k, 12) for k in range(4)]
    heads = [n for n in range(len(sheet.glyphs)) if n % 12 < 3]
    sheet.glyphs = [g for n, g in enumerate(sheet.glyphs) if n not in heads] + [(101, 40, 58, 140, 4000)]
    found = sheet.lines()
    assert len(found) == 4
    assert all(close_to(line.box, box, slack=3.0) for line, box in zip(found, drawn, strict=True))


def test_a_line_of_nothing_but_tied_ink_is_found() -> None:
    sheet = Sheet()
    sheet.core(106, 70, 228, FOUND_SHARE * EM)
    sheet.glyphs = [(90, 20, 260, 100, 9000)]
    (line,) = sheet.lines()
    assert close_to(line.box, (100, 60, 340, 80), slack=3.0)
