"""Figures side by side in one place of a vertical line: where to look again, and what is taken from it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.paired_figures import cells_in_doubt, cells_of, with_pairs
from pipeline.recognize.ppocr import PpOcr
from pipeline.stage import Image
from samples.fonts import NoChineseFonts, cast
from samples.fonts import opened as face_at

EM = 40.0


def column(direction: Direction = Direction.TTB) -> LineBox:
    return LineBox((100.0, 0.0, 140.0, 400.0), direction, EM)


def read(text: str, places: list[float] | None = None, confidence: float = 0.9) -> tuple[ReadChar, ...]:
    """Characters one em high around these levels, or one below the other."""
    middles = places or [EM * (k + 0.5) for k in range(len(text))]
    return tuple(
        ReadChar(t, (100.0, m - EM / 2, 140.0, m + EM / 2), confidence) for t, m in zip(text, middles, strict=True)
    )


def test_each_figure_of_a_vertical_line_has_a_place() -> None:
    cells = cells_of(column(), read("着4萬6"))
    assert [(c.start, c.end) for c in cells] == [(1, 2), (3, 4)]
    x0, y0, x1, y1 = cells[0].place.box
    assert cells[0].place.direction is Direction.LTR and (x0, x1) == (100.0, 140.0)
    assert (y0 + y1) / 2 == pytest.approx(1.5 * EM) and EM / 2 < y1 - y0 < EM


def test_figures_that_were_read_close_together_have_one() -> None:
    cells = cells_of(column(), read("用94萬12", [20.0, 52.0, 68.0, 100.0, 140.0, 180.0]))
    assert [(c.start, c.end) for c in cells] == [(1, 3), (4, 5), (5, 6)]


def test_horizontal_lines_have_none() -> None:
    assert cells_of(column(Direction.LTR), read("着4萬6")) == []


def second_look(text: str, confidence: float = 0.95) -> tuple[ReadChar, ...]:
    return tuple(ReadChar(t, (100.0 + 20 * k, 41.0, 120.0 + 20 * k, 79.0), confidence) for k, t in enumerate(text))


def test_a_second_figure_is_found_beside_the_one_that_was_read() -> None:
    chars = read("着4萬")
    found = with_pairs(chars, cells_of(column(), chars), [second_look("94")])
    assert "".join(c.text for c in found) == "着94萬"
    assert found[1].box == (100.0, 40.0, 120.0, 80.0) and found[2].box == (120.0, 40.0, 140.0, 80.0)


@pytest.mark.parametrize(
    ("look", "confidence"),
    [("4", 0.99), ("9萬", 0.99), ("94", 0.5), ("17", 0.8), ("1234", 0.99), ("", 0.0)],
    ids=["the same", "no figure", "unsure", "others, not sure enough", "too many", "nothing"],
)
def test_else_the_line_stays_as_it_was_read(look: str, confidence: float) -> None:
    chars = read("着4萬")
    assert with_pairs(chars, cells_of(column(), chars), [second_look(look, confidence)]) == chars


def test_two_that_were_read_are_not_doubled() -> None:
    chars = read("用94萬", [20.0, 52.0, 68.0, 100.0])
    assert with_pairs(chars, cells_of(column(), chars), [second_look("94")]) == chars


def test_doubtful_characters_and_blanks_of_one_place_may_be_figures() -> None:
    sure, doubtful = read("昨日到會口米的人"), read("昨日到會口米的人", confidence=0.5)
    chars = (*sure[:4], doubtful[4], *sure[6:])  # 米 is missing
    cells = cells_in_doubt(column(), chars)
    assert [(c.start, c.end) for c in cells] == [(4, 5), (5, 5)]
    assert [(c.place.box[1] + c.place.box[3]) / 2 for c in cells] == pytest.approx([4.5 * EM, 5.5 * EM])
    found = with_pairs(chars, cells, [second_look("17"), second_look("34")])
    assert "".join(c.text for c in found) == "昨日到會1734的人"
    assert cells_in_doubt(column(Direction.LTR), chars) == []


@pytest.mark.parametrize(("look", "confidence"), [("7", 0.99), ("17", 0.85), ("口", 0.99)])
def test_there_less_than_two_sure_figures_change_nothing(look: str, confidence: float) -> None:
    chars = (*read("昨日到會"), *read("口米", [4.5 * EM, 5.5 * EM], 0.5), *read("的", [7.5 * EM]))
    cells = cells_in_doubt(column(), chars)
    assert with_pairs(chars, cells, [second_look(look, confidence)] * len(cells)) == chars


def drawn(cells: list[str], em: int = 40) -> tuple[Image, LineBox]:
    """A column with each of these in the place of one character."""
    face = next(iter(cast("song")), None)
    if face is None:
        raise NoChineseFonts("no face to draw with")
    sheet = Picture.new("L", (3 * em, (len(cells) + 2) * em), 255)
    pen = ImageDraw.Draw(sheet)
    for k, text in enumerate(cells):
        place = (1.5 * em, (k + 1.5) * em)
        pen.text(place, text, fill=0, font=face_at(face, em - 2), anchor="mm")
    box = (float(em), float(em), 2.0 * em, (len(cells) + 1.0) * em)
    return np.asarray(sheet), LineBox(box, Direction.TTB, em)


def test_the_engine_reads_them() -> None:
    cells = ["網", "箱", "一", "共", "養", "着", "94", "萬", "尾", "大", "黃", "魚", "和", "63", "隻", "蟹"]
    image, line = drawn(cells)
    (chars,) = PpOcr().read(image, [line])
    assert "".join(c.text for c in chars) == "".join(cells)
