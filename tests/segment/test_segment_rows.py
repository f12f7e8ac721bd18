"""How glyphs become rows: parts of large characters, letter-spaced headlines, bylines, rows beside a column's end."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.page import Box
from pipeline.segment.compositor import Compositor
from pipeline.segment.gutters import Fence
from pipeline.segment.ink import Mask
from pipeline.segment.text_lines import (
    _centred_rows,
    _letter_space,
    _of_full_height,
    _on_edge,
    _split_at_grid,
    _whole_glyphs,
)
from pipeline.stage import Image
from tests.segment.type_sheet import EM, PITCH, column, glyph, lines_of, only_one, paper, row

NO_FENCE = Fence(np.zeros((900, 900), np.uint8), np.zeros((900, 900), np.uint8), (), float(EM))


# Parts of a large character


def wholes(*spans: tuple[int, int, int, int]) -> list[list[int]]:
    """The characters that components at x0 to x1, y0 to y1 make up."""
    glyphs = np.array([[x0, y0, x1 - x0, y1 - y0, 99] for x0, x1, y0, y1 in spans], np.int32)
    return sorted(sorted(w) for w in _whole_glyphs(np.arange(len(glyphs)), glyphs))


ABOVE, HEAD, FOOT = (0, 100, 0, 60), (0, 100, 70, 95), (0, 100, 99, 160)


def test_head_and_foot_of_a_character_are_one() -> None:
    assert wholes(HEAD, FOOT) == [[0, 1]]


def test_what_is_nearest_is_joined_first() -> None:
    """The head of a character is nearer to its foot than to the line above, which could take it too."""
    assert wholes(ABOVE, HEAD) == [[0, 1]]
    assert wholes(ABOVE, HEAD, FOOT) == [[0], [1, 2]]
    assert wholes(FOOT, HEAD, ABOVE) == [[0, 1], [2]]


def test_three_parts_make_one_character() -> None:
    assert wholes((0, 100, 0, 30), (0, 100, 34, 64), (0, 100, 68, 100)) == [[0, 1, 2]]


@pytest.mark.parametrize(
    "other",
    [
        (0, 100, 80, 105),  # too far below
        (0, 100, 64, 150),  # higher than a character, with the first
        (60, 160, 64, 95),  # beside rather than below
    ],
)
def test_parts_that_are_two_characters(other: tuple[int, int, int, int]) -> None:
    assert wholes(ABOVE, other) == [[0], [1]]


# Letter-spaced headlines


def spaced(*gaps: int, high: int = 60) -> list[Box]:
    boxes: list[Box] = [(0, 0, 60, high)]
    for gap in gaps:
        boxes.append((boxes[-1][2] + gap, 0, boxes[-1][2] + gap + 60, high))
    return boxes


def test_the_letter_space_is_the_usual_gap_of_a_row() -> None:
    assert _letter_space(spaced(40, 42, 44)[0], spaced(40, 42, 44)) == 42
    assert _letter_space(spaced(40, 42, 44)[0], spaced(40, 42, 44, 80)[::-1]) == 43


def test_a_few_glyphs_have_no_letter_space() -> None:
    assert _letter_space(spaced(40, 40)[0], spaced(40, 40)) == 0


def test_other_rows_sizes_and_columns_do_not_count() -> None:
    row_ = spaced(40, 40)
    low: list[Box] = [(270, 20, 290, 40), (300, 20, 320, 40)]
    under: list[Box] = [(270, 80, 330, 140), (340, 80, 400, 140)]
    far: list[Box] = [(260 + 100, 0, 420, 60)]
    assert _letter_space(row_[0], row_ + low + under + far) == 0


FULL = "田" * 14
X, RIGHT = 60, 60 + 14 * EM + 30


def over_columns(words: list[tuple[int, str]], pitch: int) -> Image:
    """A headline of `words`, each at its x, its characters at `pitch`, over two columns."""
    image = paper(900, 900)
    column(image, X, 260, [FULL] * 14)
    column(image, RIGHT, 260, [FULL] * 14)
    for x, word in words:
        for k in range(len(word)):
            glyph(image, x + k * pitch, 150, 60)
    return image


def heads_of(image: Image) -> list[Box]:
    return [b for b in lines_of(Compositor().layout(image, "auto")) if b[3] - b[1] > 1.5 * EM]


def test_a_letter_spaced_headline_over_a_gutter_is_one_line() -> None:
    """One of its spaces stands in line with the gutter and is as wide, as all of them are."""
    at = RIGHT - 30 - 4 * 100 + 40 - 4
    found = heads_of(over_columns([(at, "田" * 8)], 100))
    assert len(found) == 1 and only_one(found, (at, 150.0, at + 760.0, 210.0), 8)


def test_two_headlines_over_their_columns_are_two_without_a_rule() -> None:
    """Their characters stand close: the space over the gutter is none of theirs."""
    left, right = X + 6, RIGHT - 2
    found = heads_of(over_columns([(left, "田" * 6), (right, "田" * 6)], 60))
    assert len(found) == 2


# Rows in the middle over two columns

COLUMNS: list[Box] = [
    (x0, y, x1, y + EM) for y in (60.0 + PITCH * k for k in range(1, 5)) for x0, x1 in ((60.0, 400.0), (430.0, 770.0))
]


def byline(x: float, *widths: float) -> list[Box]:
    """Pieces of a row with blanks of 1.2 em between them, widths in em."""
    boxes: list[Box] = []
    for width in widths:
        boxes.append((x, 60.0, x + width * EM, 60.0 + EM))
        x += (width + 1.2) * EM
    return boxes


MIDDLE = 415 - 13.4 * EM / 2


def test_a_byline_of_three_pieces_is_one_row() -> None:
    assert _centred_rows(byline(MIDDLE, 4, 3, 4) + COLUMNS, NO_FENCE) == {0: 1, 1: 2}


def test_a_byline_of_two_pieces_is_one_row() -> None:
    assert _centred_rows(byline(415 - 9.2 * EM / 2, 4, 4) + COLUMNS, NO_FENCE) == {0: 1}


def test_pieces_off_the_middle_stay_apart() -> None:
    assert _centred_rows(byline(MIDDLE - 2 * EM, 4, 3, 4) + COLUMNS, NO_FENCE) == {}
    assert _centred_rows(byline(MIDDLE, 4, 3) + COLUMNS, NO_FENCE) == {}


def test_pieces_that_fill_the_columns_stay_apart() -> None:
    wide = byline(415 - 24.4 * EM / 2, 8, 6, 8)
    assert _centred_rows(wide + COLUMNS, NO_FENCE) == {}


def test_a_rule_in_a_byline_parts_it() -> None:
    ruled = NO_FENCE.rules.copy()
    ruled[:, round(MIDDLE + 4.6 * EM)] = 1
    assert _centred_rows(byline(MIDDLE, 4, 3, 4) + COLUMNS, Fence(NO_FENCE.gutters, ruled, (), EM)) == {}


# Low rows


def test_a_flat_row_is_as_high_as_its_type() -> None:
    assert _of_full_height((60, 100, 86, 104), EM) == (60, 102 - EM / 2, 86, 102 + EM / 2)


@pytest.mark.parametrize("box", [(60, 100, 86, 100 + 0.5 * EM), (60, 100, 70, 104), (60, 100, 400, 126)])
def test_other_rows_keep_their_height(box: Box) -> None:
    assert _of_full_height(box, EM) == box


def test_a_last_row_of_one_flat_character_is_a_line() -> None:
    image = paper(900, 900)
    drawn = column(image, X, 200, [FULL] * 8 + ["一"]) + column(image, RIGHT, 200, [FULL] * 9)
    found = lines_of(Compositor().layout(image, "auto"))
    assert len(found) == 18 and all(only_one(found, box, 0.25 * EM) for box in drawn)


# Rows beside the end of a longer column

LONG: Box = (60.0, 100.0, 700.0, 126.0)


def under(x0: float, x1: float, rows: int = 3) -> list[Box]:
    return [(x0, 100.0 + k * PITCH, x1, 126.0 + k * PITCH) for k in range(1, rows + 1)]


@pytest.mark.parametrize(
    "rows, edge",
    [
        (under(330, 700), True),
        (under(60, 300), True),
        ([(x0, 200 - y1, x1, 200 - y0) for x0, y0, x1, y1 in under(330, 700)], True),  # over it
        (under(330, 700, 2), False),  # two rows are no column
        (under(350, 700), False),  # it begins elsewhere
        (under(330, 760), False),  # and ends elsewhere
        (under(60, 700), False),  # it runs across
        ([(x0, y0 + 8 * EM, x1, y1 + 8 * EM) for x0, y0, x1, y1 in under(330, 700)], False),  # far below
    ],
)
def test_a_gap_on_the_edge_of_a_column(rows: list[Box], edge: bool) -> None:
    assert _on_edge(300, 330, LONG, [LONG, *rows], EM) == edge


def test_a_narrow_gap_is_on_no_edge() -> None:
    assert not _on_edge(308, 330, LONG, [LONG, *under(330, 700)], EM)


def row_with_a_gap(more: int = 0) -> tuple[Mask, list[Box]]:
    """A row of 8 and 10 characters, and `more` rows close under the right part."""
    image = paper(900, 900)
    x = 60 + 8 * EM + 30
    row(image, 60, 100, "田" * 8)
    column(image, x, 100, ["田" * 10] * (more + 1))
    mask: Mask = (image < 128).astype(np.uint8)
    boxes: list[Box] = [(61, 101, x + 10 * EM - 1, 125)]
    boxes += [(x + 1, 101 + k * PITCH, x + 10 * EM - 1, 125 + k * PITCH) for k in range(1, more + 1)]
    return mask, boxes


def test_a_row_is_cut_at_the_edge_of_the_column_below() -> None:
    mask, boxes = row_with_a_gap(3)
    assert [(b[0], b[2]) for b in _split_at_grid(boxes[0], boxes, mask, NO_FENCE)] == [
        (61, 60 + 8 * EM - 1),
        (60 + 8 * EM + 31, 60 + 18 * EM + 29),
    ]


def test_a_row_without_a_column_below_is_not_cut() -> None:
    mask, boxes = row_with_a_gap(1)
    assert _split_at_grid(boxes[0], boxes, mask, NO_FENCE) == [boxes[0]]


def test_ink_in_the_gap_of_the_next_row_keeps_the_row_whole() -> None:
    """A row above runs across; where it has a gap too, it says nothing."""
    mask, boxes = row_with_a_gap(3)
    above: Box = (61, 101 - PITCH, boxes[0][2], 125 - PITCH)
    gap = slice(60 + 8 * EM, 60 + 8 * EM + 30)
    assert len(_split_at_grid(boxes[0], [*boxes, above], mask, NO_FENCE)) == 2
    mask[101 - PITCH : 125 - PITCH, gap] = 1
    assert _split_at_grid(boxes[0], [*boxes, above], mask, NO_FENCE) == [boxes[0]]
