"""Columns of cells and vertical lines, drawn as squares for glyphs on the page turned counter-clockwise."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.segment.stacks import stacked
from pipeline.segment.text_lines import TextLine

EM = 20.0
SIDE = 18

Glyphs = NDArray[np.int32]


def column(y: int, steps: list[int], height: int = SIDE, width: int = SIDE) -> list[tuple[int, int, int, int, int]]:
    """Glyphs one after the other down the page (which is along x here), each `steps` px after the one before."""
    xs = np.cumsum([100, *steps]).tolist()
    return [(x, y, height, width, height * width) for x in xs]


def line_of(glyphs: list[tuple[int, int, int, int, int]]) -> TextLine:
    box = (
        float(min(g[0] for g in glyphs)),
        float(min(g[1] for g in glyphs)),
        float(max(g[0] + g[2] for g in glyphs)),
        float(max(g[1] + g[3] for g in glyphs)),
    )
    return TextLine(box, EM, False)


def array(glyphs: list[tuple[int, int, int, int, int]]) -> Glyphs:
    return np.array(glyphs, np.int32).reshape(-1, 5)


def verdict(
    mine: list[tuple[int, int, int, int, int]], others: list[tuple[int, int, int, int, int]]
) -> list[bool]:
    found = stacked([line_of(mine)], array(mine), array(mine + others), EM)
    return [bool(v) for v in found]


@pytest.mark.parametrize("pitch", [28, 30, 36])
def test_figures_at_the_pitch_of_rows_beside_other_cells_are_cells(pitch: int) -> None:
    mine = column(300, [pitch] * 5, height=14, width=9)
    names = column(420, [pitch] * 5)
    assert all(verdict(mine, names))


def test_characters_set_solid_are_a_vertical_line() -> None:
    mine = column(300, [21] * 5)
    beside = column(420, [21] * 5)
    assert not any(verdict(mine, beside))


def test_figures_on_the_grid_of_a_vertical_line_are_one() -> None:
    mine = column(300, [20] * 5, height=15, width=9)
    assert not any(verdict(mine, column(420, [20] * 5)))


def test_a_loose_line_with_nothing_at_its_levels_is_a_vertical_line() -> None:
    assert not any(verdict(column(300, [34] * 4), []))


def test_a_line_with_blanks_beside_a_solid_one_is_of_the_same_text() -> None:
    blanks, solid = column(300, [38, 38, 38]), column(326, [21] * 6)
    glyphs = blanks + solid
    cells = stacked([line_of(blanks), line_of(solid)], array(glyphs), array(glyphs + column(420, [38] * 3)), EM)
    assert not cells.any()


def test_a_small_character_alone_is_no_vertical_line_and_a_large_one_is_not_judged() -> None:
    assert verdict(column(300, []), []) == [True]
    assert verdict(column(300, [], height=50, width=50), []) == [False]


def test_what_no_line_holds_is_no_vertical_type_but_marks_beside_a_line_are() -> None:
    solid = column(300, [21] * 6)
    mark, stray = (150, 322, 5, 5, 25), (150, 600, 14, 9, 126)
    cells = stacked([line_of(solid)], array([*solid, mark, stray]), array([*solid, mark, stray]), EM)
    assert [bool(v) for v in cells] == [False] * 7 + [False, True]
