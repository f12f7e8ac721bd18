"""What is full of type is no picture, however dark."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.screens import find_pictures, packed_with_lines

EM = 20.0
BOX: Box = (100.0, 100.0, 500.0, 400.0)


def cores_of_lines(box: tuple[int, int, int, int], pitch: int = 28, thick: int = 12) -> Mask:
    """The middles of lines across a box of a page of 600 x 500 px."""
    cores = np.zeros((500, 600), np.uint8)
    x0, y0, x1, y1 = box
    for y in range(y0 + 4, y1 - thick, pitch):
        cores[y : y + thick, x0 + 6 : x1 - 6] = 1
    return cores


def test_an_area_of_type_is_packed_with_lines() -> None:
    assert packed_with_lines(cores_of_lines((100, 100, 500, 400)), BOX, EM)


@pytest.mark.parametrize(
    "lines", [(100, 100, 500, 130), (20, 20, 80, 480), (100, 100, 180, 160)], ids=["a caption", "beside it", "a corner"]
)
def test_an_area_with_little_or_no_type_is_not(lines: tuple[int, int, int, int]) -> None:
    assert not packed_with_lines(cores_of_lines(lines), BOX, EM)


def test_half_a_shade_of_type_is_enough() -> None:
    """A shade that the binding throws lies over type and over a margin."""
    assert packed_with_lines(cores_of_lines((100, 100, 300, 400)), BOX, EM)


@pytest.mark.parametrize("box", [(600.0, 500.0, 700.0, 600.0), (50.0, 50.0, 50.0, 90.0)])
def test_no_area_is_packed_with_nothing(box: Box) -> None:
    assert not packed_with_lines(np.ones((500, 600), np.uint8), box, EM)


def dots_in(box: Box) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    x0, y0, x1, y1 = (int(v) for v in box)
    return np.array([[x, y, 3, 3, 9] for y in range(y0, y1, 5) for x in range(x0, x1, 5)], np.int32)


def test_crumbling_type_is_no_screen() -> None:
    """Worn type falls into as many specks as a coarse screen has; where lines run it stays type."""
    dots = dots_in(BOX)
    none = np.zeros((500, 600), np.uint8)
    boxes, inside = find_pictures(dots, EM, (500, 600), [], none)
    assert len(boxes) == 1 and inside.all()
    boxes, inside = find_pictures(dots, EM, (500, 600), [], cores_of_lines((100, 100, 500, 400)))
    assert boxes == [] and not inside.any()
