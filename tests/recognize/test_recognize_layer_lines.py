"""The characters of a layer in the lines of a page: which line, which order, and whether they explain the ink."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from pipeline.geometry import Frame, bounds, polygon_of
from pipeline.ingest.text_layer import LayerChar
from pipeline.page import Box, Direction, Transform
from pipeline.plugins import LineBox
from pipeline.recognize.layer_lines import LayerLine, set_in_lines, with_confidence
from pipeline.stage import Image

EM = 30
FLAT = Transform(width_px=800, height_px=600)


def cells(text: str, x: float, y: float, vertical: bool = False, **about: object) -> list[LayerChar]:
    """Characters of an em each, ASCII ones of half an em, one after the other."""
    made = []
    for char in text:
        size = EM / 2 if char.isascii() else EM
        box = (x, y, x + EM, y + size) if vertical else (x, y, x + size, y + EM)
        made.append(LayerChar(char, box, **about))  # type: ignore[arg-type]
        x, y = (x, y + size) if vertical else (x + size, y)
    return made


def print_on(image: Image, chars: list[LayerChar], ink: int = 30) -> None:
    for char in chars:
        x0, y0, x1, y1 = (round(v) for v in char.box)
        if not char.text.isspace():
            image[y0 + 4 : y1 - 4, x0 + 3 : x1 - 3] = ink
            image[y0 + 12 : y1 - 12, x0 + 7 : x1 - 7] = image.max()


def page(*printed: list[LayerChar]) -> Image:
    image = np.full((600, 800), 240, np.uint8)
    for chars in printed:
        print_on(image, chars)
    return image


def line_of(chars: list[LayerChar], direction: Direction = Direction.LTR) -> LineBox:
    boxes: list[Box] = [char.box for char in chars]
    return LineBox(bounds([(x, y) for b in boxes for x, y in polygon_of(b)]), direction, EM)


def only_line(layer: list[LayerChar], line: LineBox, image: Image) -> LayerLine:
    return set_in_lines(layer, FLAT, [line], image).lines[0]


def text_of(line: LayerLine) -> str:
    return "".join(char.text for char in line.chars)


def test_order_of_the_file_does_not_matter() -> None:
    rows = [cells("左栏第一行", 50, 50), cells("右栏第一行", 250, 50), cells("左栏第二行", 50, 90)]
    layer = [char for row in rows for char in row]
    random.Random(1).shuffle(layer)
    found = set_in_lines(layer, FLAT, [line_of(row) for row in rows], page(*rows))
    assert [text_of(line) for line in found.lines] == ["左栏第一行", "右栏第一行", "左栏第二行"]
    assert all(line.is_legible for line in found.lines)
    assert (found.outside, found.unknown, found.on_ink, found.printed) == (0, 0, 1.0, 15)


def test_vertical_lines_run_down_and_figures_beside_each_other_right() -> None:
    column = cells("十月", 100, 50, vertical=True)
    pair = [LayerChar("2", (115, 110, 130, 140)), LayerChar("1", (100, 112, 115, 140))]
    rest = cells("日止", 100, 140, vertical=True)
    layer = [*rest, *pair, *column]
    found = only_line(layer, line_of(layer, Direction.TTB), page(layer))
    assert text_of(found) == "十月12日止"
    assert found.is_legible
    assert found.chars[0].box == (100, 50, 130, 80)


@pytest.mark.parametrize("angle_deg", [2.0, -3.0])
def test_boxes_are_led_to_the_working_image(angle_deg: float) -> None:
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    transform = Transform((cos, sin, 20, -sin, cos, 60, 0, 0, 1), 900, 700)
    straight = cells("斜着的扫描", 100, 100)
    frame = Frame(transform)
    layer = [LayerChar(c.text, bounds(frame.scan_polygon(c.box))) for c in straight]
    found = set_in_lines(layer, transform, [line_of(straight)], page(straight)).lines[0]
    assert text_of(found) == "斜着的扫描" and found.is_explained
    assert np.allclose([c.box for c in found.chars], [c.box for c in straight], atol=4)


def test_a_line_takes_what_hangs_over_its_end_and_nothing_of_the_next_column() -> None:
    left, right = cells("悬着的标点，", 50, 50), cells("隔壁", 250, 50)
    boxes = [line_of(left[:-1]), line_of(right)]
    found = set_in_lines([*left, *right], FLAT, boxes, page(left, right))
    assert [text_of(line) for line in found.lines] == ["悬着的标点，", "隔壁"]


def test_a_line_with_ink_that_no_character_stands_on_is_not_explained() -> None:
    printed = cells("只有一半在层里", 50, 50)
    assert not only_line(printed[:3], line_of(printed), page(printed)).is_explained
    assert only_line(printed, line_of(printed), page(printed)).is_explained


def test_white_type_on_black_is_ink_too() -> None:
    printed = cells("反白的标题", 50, 50)
    assert only_line(printed, line_of(printed), 255 - page(printed)).is_explained


def test_characters_on_blank_paper_and_outside_lines_are_counted() -> None:
    printed, lost, ghost = cells("看得见", 50, 50), cells("丢了", 50, 200), cells("空白处", 50, 400)
    found = set_in_lines([*printed, *lost, *ghost], FLAT, [line_of(printed)], page(printed, lost))
    assert (found.printed, found.outside, found.on_ink) == (8, 2, 5 / 8)


def test_unknown_characters_make_a_line_illegible() -> None:
    for lost in ("", "\ue001", "\ufffd", "\x02"):
        printed = cells("前后", 50, 50)
        printed[1:1] = [LayerChar(lost, (80, 50, 80, 80))]
        found = set_in_lines(printed, FLAT, [line_of(printed)], page(printed))
        assert not found.lines[0].is_known and found.unknown == 1


def test_two_rows_in_one_box_are_not_explained() -> None:
    rows = cells("上面一行", 50, 50) + cells("下面一行", 50, 90)
    assert not only_line(rows, line_of(rows), page(rows)).is_explained


def test_bold_type_set_twice_is_read_once() -> None:
    once = cells("粗体ll", 50, 50)
    twice = [*once, *(LayerChar(c.text, (c.box[0] + 1, c.box[1], c.box[2] + 1, c.box[3])) for c in once)]
    assert text_of(only_line(twice, line_of(once), page(once))) == "粗体ll"


def test_blanks_are_where_words_stand_apart() -> None:
    layer = [*cells("Wi", 50, 50), *cells("Fi", 90, 50), *cells("和", 125, 50), *cells("王强", 185, 50)]
    assert text_of(only_line(layer, line_of(layer), page(layer))) == "Wi Fi和 王强"


def test_blanks_that_ocr_puts_behind_every_character_go() -> None:
    hidden = [LayerChar(char.text, char.box, is_drawn=False) for char in cells("每 字 on up", 50, 50)]
    found = only_line(hidden, line_of(hidden), page(hidden))
    assert text_of(found) == "每字on up" and found.drawn == 0.0
    assert found.chars[0].box[2] == 95


def test_what_prints_nothing_is_left_out() -> None:
    layer = cells("软连", 50, 50)
    layer[1:1] = [LayerChar(char, (80, 50, 80, 80)) for char in "\u00ad\u200b\ufe00"]
    assert text_of(only_line(layer, line_of(layer), page(layer))) == "软连"


def test_the_form_of_the_file_stays_beside_the_character() -> None:
    layer = [LayerChar("人", (50, 50, 80, 80), coded="⼈")]
    (char,) = with_confidence(only_line(layer, line_of(layer), page(layer)).chars, 0.98)
    assert [(c.text, c.confidence) for c in char.candidates] == [("人", 0.98), ("⼈", 0.0)]
