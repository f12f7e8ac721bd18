"""Stops that stand beside a column of vertical type, or in half a cell of it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.small_marks import with_small_marks

EM = 40
LEFT, TOP = 60, 50


def column(count: int, gap_after: int = -1) -> tuple[NDArray[np.uint8], list[ReadChar], list[float]]:
    """A column of square characters, `gap_after` one of them half a cell more; image, readings, tops."""
    image = np.full((TOP + (count + 3) * EM, 200), 235, np.uint8)
    chars, tops, y = [], [], float(TOP)
    for k in range(count):
        top = round(y)
        cv2.rectangle(image, (LEFT + 3, top + 3), (LEFT + EM - 4, top + EM - 6), 30, 3)
        cv2.line(image, (LEFT + 5, top + EM // 2), (LEFT + EM - 6, top + EM // 2), 30, 3)
        chars.append(ReadChar("田", (LEFT, y, LEFT + EM, y + EM), 0.99))
        tops.append(y)
        y += 1.5 * EM if k == gap_after else EM
    return image, chars, tops


def drop(image: NDArray[np.uint8], x: int, y: int) -> None:
    cv2.ellipse(image, (x, y), (4, 5), 40, 0, 360, 30, -1)


def read(image: NDArray[np.uint8], chars: list[ReadChar], direction: Direction = Direction.TTB) -> str:
    box = (float(LEFT), float(TOP), float(LEFT + EM), chars[-1].box[3])
    (line,) = with_small_marks(image, [LineBox(box, direction, EM)], [chars])
    return "".join(char.text for char in line)


def test_a_stop_beside_the_column_is_put_after_its_character() -> None:
    image, chars, tops = column(6)
    drop(image, LEFT + EM + 4, round(tops[2]) + EM - 6)
    assert read(image, chars) == "田田田、田田田"


def test_a_ring_is_a_full_stop() -> None:
    image, chars, tops = column(6)
    cv2.circle(image, (LEFT + EM + 4, round(tops[3]) + EM - 6), 4, 30, 1)
    assert read(image, chars) == "田田田田。田田"


def test_a_stop_in_half_a_cell_is_found() -> None:
    image, chars, tops = column(7, gap_after=2)
    drop(image, LEFT + EM - 10, round(tops[2] + 1.25 * EM))
    assert read(image, chars) == "田田田、田田田田"


def test_what_was_read_is_not_put_in_twice() -> None:
    image, chars, tops = column(7, gap_after=2)
    at = tops[2] + 1.25 * EM
    drop(image, LEFT + EM - 10, round(at))
    chars.insert(3, ReadChar("，", (LEFT, at - 8, LEFT + EM, at + 8), 0.9))
    assert read(image, chars) == "田田田，田田田田"


def test_the_comma_is_the_one_that_the_page_uses() -> None:
    image, chars, tops = column(6)
    drop(image, LEFT + EM + 4, round(tops[2]) + EM - 6)
    box = LineBox((float(LEFT), float(TOP), float(LEFT + EM), chars[-1].box[3]), Direction.TTB, EM)
    elsewhere = LineBox((0.0, 0.0, 10.0, 10.0), Direction.TTB, EM)
    commas = [ReadChar("，", (0.0, 0.0, 1.0, 1.0), 0.9)] * 3
    line, _ = with_small_marks(image, [box, elsewhere], [chars, commas])
    assert "".join(char.text for char in line) == "田田田，田田田"


def test_parts_of_characters_and_the_next_column_are_no_stops() -> None:
    image, chars, tops = column(6)
    drop(image, LEFT + 20, round(tops[1]) + 12)  # a dot inside a character
    cv2.rectangle(image, (LEFT + round(1.2 * EM), TOP), (LEFT + round(2.1 * EM), TOP + 6 * EM), 30, 3)
    assert read(image, chars) == "田" * 6


def test_horizontal_lines_are_left_alone() -> None:
    image, chars, tops = column(6)
    drop(image, LEFT + EM + 4, round(tops[2]) + EM - 6)
    assert read(image, chars, Direction.LTR) == "田" * 6
