"""Rows of horizontal type among vertical columns, their words set apart by wide blanks."""

from __future__ import annotations

import pytest

from pipeline.page import Box
from pipeline.segment.marks import RuleMark
from pipeline.segment.spaced_rows import with_spaced_rows
from pipeline.segment.text_lines import TextLine

EM = 20.0


def line(left: float, characters: float, top: float = 100.0, em: float = EM) -> TextLine:
    return TextLine((left, top, left + characters * em, top + em), em, False)


def boxes(*lines: TextLine, columns: tuple[Box, ...] = (), rules: tuple[RuleMark, ...] = ()) -> list[Box]:
    return sorted(found.box for found in with_spaced_rows(lines, columns, rules))


SLOGAN = (line(100, 4), line(100 + 6 * EM, 4, top=104.0))


def test_words_of_a_slogan_are_one_row() -> None:
    assert boxes(*SLOGAN) == [(100.0, 100.0, 300.0, 124.0)]


def test_a_row_may_have_more_than_two_parts_and_lean() -> None:
    parts = [line(100 + 3 * EM * k, 2, top=100.0 + 3 * k) for k in range(4)]
    assert boxes(*parts) == [(100.0, 100.0, 100 + 11 * EM, 129.0)]


@pytest.mark.parametrize(
    ("columns", "rules"),
    [
        (((200.0, 60.0, 218.0, 300.0),), ()),
        ((), (RuleMark("straight", (208.0, 60.0, 211.0, 300.0)),)),
    ],
    ids=["a column", "a rule"],
)
def test_what_stands_between_parts_them(columns: tuple[Box, ...], rules: tuple[RuleMark, ...]) -> None:
    assert len(boxes(*SLOGAN, columns=columns, rules=rules)) == 2


def test_a_rule_below_does_not_part_them() -> None:
    assert len(boxes(*SLOGAN, rules=(RuleMark("straight", (60.0, 130.0, 500.0, 133.0)),))) == 1


def test_other_type_another_level_and_wider_blanks_are_other_rows() -> None:
    assert len(boxes(SLOGAN[0], line(100 + 6 * EM, 4, em=1.6 * EM))) == 2
    assert len(boxes(SLOGAN[0], line(100 + 6 * EM, 4, top=112.0))) == 2
    assert len(boxes(SLOGAN[0], line(100 + 7 * EM, 4))) == 2


def test_rows_of_two_blocks_stay_apart() -> None:
    rows = [line(left, 5, top=100 + 1.5 * EM * k) for left in (100.0, 100 + 6.5 * EM) for k in range(3)]
    assert boxes(*rows) == sorted(row.box for row in rows)
