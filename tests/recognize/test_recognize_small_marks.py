"""Stops that stand beside a column of vertical type, or in a corner of a cell, and were not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.marks.imagine import POOR, imagine
from models.marks.prepare import UNKNOWN, aligned, plain, read_text
from models.marks.sheets import make_sheet
from models.marks.wear import worn
from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.mark_sight import HOST, MARKS, NOTHING, PATCH_PX, find_places, kind_of, sign_count
from pipeline.recognize.small_marks import LEFT_OUT, LEFT_OUT_WORN, certainty_asked_for, with_small_marks
from samples.fonts import NoChineseFonts
from samples.sheet import Sheet
from samples.vertical_house import faces
from samples.vertical_type import STOPS, Glyph, SetColumn

EM = 40
LEFT, TOP = 160, 60
TEXT = "昨日上午市長到會演說聽者甚眾"


@pytest.fixture(scope="module", autouse=True)
def type_is_there() -> None:
    try:
        faces("song")
    except NoChineseFonts as error:
        pytest.skip(str(error))


def printed(texts: Sequence[str], beside: bool) -> NDArray[np.uint8]:
    """Columns from right to left, stops beside the characters or in cells of their own."""
    sheet = Sheet(LEFT + 500, TOP + 20 * EM)
    for k, text in enumerate(texts):
        glyphs: list[Glyph] = []
        y = -1.0
        for char in text:
            if beside and char in STOPS:
                glyphs.append(Glyph(char, 0.62, y + 0.42, 0.75))
                continue
            y += 1
            glyphs.append(Glyph(char, 0.0, y))
        sheet.column(SetColumn(text, tuple(glyphs), 0.0, y + 1), faces("song")[0], EM, LEFT + k * 1.5 * EM, TOP, "body")
    return sheet.pixels()


def reading(text: str, beside: bool, seen: Sequence[int] = ()) -> list[ReadChar]:
    """The characters where they stand, without the marks but those `seen`, counted among them."""
    chars, row, marks = [], -1, 0
    for char in text:
        is_mark = kind_of(char) != HOST
        row += not (beside and char in STOPS)
        marks += is_mark
        if not is_mark or marks - 1 in seen:
            top = TOP + row * EM
            chars.append(ReadChar(char, (LEFT, top, LEFT + EM, top + EM), 0.98))
    return chars


def completed(text: str, beside: bool, seen: Sequence[int] = (), others: Sequence[str] = ()) -> str:
    image = printed([text, *others], beside)
    rows = sum(not (beside and char in STOPS) for char in text)
    line = LineBox((LEFT, TOP, LEFT + EM, TOP + rows * EM), Direction.TTB, EM)
    (found,) = with_small_marks(image, [line], [reading(text, beside, seen)])
    return "".join(char.text for char in found)


@pytest.mark.parametrize(
    "text",
    ["昨日上午、市長到會演說、聽者甚眾", "昨日上午市長到會。演說聽者甚眾。", "昨日上午，市長到會演說。聽者甚眾"],
)
def test_stops_beside_a_column_are_put_after_their_characters(text: str) -> None:
    assert completed(text, beside=True, others=[TEXT]) == text


@pytest.mark.parametrize(
    "text", ["昨日上午，市長到會演說，聽者甚眾", "昨日上午市長到會。演說聽者甚眾", "昨日上午、市長到會、演說甚久"]
)
def test_stops_in_cells_of_their_own_are_found(text: str) -> None:
    assert completed(text, beside=False) == text


def filmed(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Print as on microfilm: strokes run together, two tones."""
    soft = cv2.GaussianBlur(image, (0, 0), 2.2).astype(np.float32)
    return np.asarray(((soft - 150) * 3 + 128).clip(0, 255), np.uint8)


def test_worn_stops_in_the_middle_of_half_cells_are_not_dots_between_names() -> None:
    """On a whole page of them, where the habit of the page could make any of them look usual."""
    sheet = Sheet(LEFT + 500, TOP + 20 * EM)
    lines, readings = [], []
    for k in range(6):
        left, level = LEFT + k * 1.2 * EM, 0.0
        glyphs, chars = [], []
        for n, char in enumerate(TEXT):
            glyphs.append(Glyph(char, 0.0, level))
            top = TOP + level * EM
            chars.append(ReadChar(char, (left, top, left + EM, top + EM), 0.9))
            level += 1
            if n % 4 == k % 4:
                glyphs.append(Glyph("、", 0.0, level - 0.25, 1.001))
                level += 0.5
        sheet.column(SetColumn(TEXT, tuple(glyphs), 0.0, level), faces("song")[0], EM, left, TOP, "body")
        lines.append(LineBox((left, TOP, left + EM, TOP + level * EM), Direction.TTB, EM))
        readings.append(chars)
    found = with_small_marks(filmed(sheet.pixels()), lines, readings)
    marks = [char.text for chars in found for char in chars if kind_of(char.text) != HOST]
    printed_marks = sum(n % 4 == k % 4 for k in range(6) for n in range(len(TEXT)))
    assert 0.85 * printed_marks <= marks.count("、") <= len(marks) <= printed_marks


def test_more_certainty_is_asked_for_where_type_reads_badly() -> None:
    line = LineBox((LEFT, TOP, LEFT + EM, TOP + len(TEXT) * EM), Direction.TTB, EM)
    across = LineBox(line.box, Direction.LTR, EM)

    def read(sure: float) -> list[ReadChar]:
        return [ReadChar(char, line.box, sure) for char in TEXT]

    asked = [certainty_asked_for([line], [read(sure)]) for sure in (0.99, 0.95, 0.9, 0.8, 0.5)]
    assert asked[:2] == [LEFT_OUT] * 2 and asked[3:] == [LEFT_OUT_WORN] * 2
    assert LEFT_OUT < asked[2] < LEFT_OUT_WORN
    assert certainty_asked_for([line, across], [read(0.99), read(0.1)]) == LEFT_OUT
    assert certainty_asked_for([], []) == LEFT_OUT


def test_a_quotation_mark_that_was_read_as_a_stroke_is_one_and_a_stroke_is_none() -> None:
    text = "昨日上午，市長到一會。」演說聽者甚眾"
    image = printed([text], beside=False)
    line = LineBox((LEFT, TOP, LEFT + EM, TOP + len(text) * EM), Direction.TTB, EM)
    read = reading(text, beside=False, seen=range(3))
    assert [char.text for char in read] == list(text)
    read = [replace(char, text="一", confidence=0.9) if char.text == "」" else char for char in read]
    (found,) = with_small_marks(image, [line], [read])
    assert "".join(char.text for char in found) == text


def test_what_was_read_is_not_put_in_twice() -> None:
    text = "昨日上午，市長到會演說，聽者甚眾"
    assert completed(text, beside=False, seen=(0, 1)) == text


def test_a_column_without_stops_stays_without() -> None:
    assert completed(TEXT, beside=True, others=["市、長、到、會、演、說、聽、者", TEXT]) == TEXT


@pytest.mark.parametrize(("sure", "taken"), [(0.98, 3), (0.85, 2)])
def test_of_many_specks_hardly_one_is_taken_for_a_stop(sure: float, taken: int) -> None:
    image = printed([TEXT] * 5, beside=True)
    rng = np.random.default_rng(1)
    for x, y in zip(rng.integers(LEFT, LEFT + 8 * EM, 150), rng.integers(TOP, TOP + 14 * EM, 150), strict=True):
        image[y : y + 2, x : x + 2] = 40
    lefts = [LEFT + round(k * 1.5 * EM) for k in range(5)]
    lines = [LineBox((x, TOP, x + EM, TOP + len(TEXT) * EM), Direction.TTB, EM) for x in lefts]
    read = [replace(char, confidence=sure) for char in reading(TEXT, beside=True)]
    found = with_small_marks(image, lines, [read] * 5)
    assert sum(kind_of(char.text) != HOST for chars in found for char in chars) <= taken


def test_a_mark_put_in_has_a_place_and_candidates() -> None:
    text = "昨日上午、市長到會演說聽者甚眾"
    line = LineBox((LEFT, TOP, LEFT + EM, TOP + len(TEXT) * EM), Direction.TTB, EM)
    (found,) = with_small_marks(printed([text], beside=True), [line], [reading(text, beside=True)])
    mark = found[4]
    assert mark.text == "、" and mark.candidates[0].text == "、" and len(mark.candidates) > 1
    assert TOP + 3 * EM < (mark.box[1] + mark.box[3]) / 2 < TOP + 5 * EM


def test_horizontal_lines_are_left_alone() -> None:
    text = "昨日上午、市長到會演說聽者甚眾"
    chars = reading(text, beside=True)
    line = LineBox((LEFT, TOP, LEFT + EM, TOP + len(TEXT) * EM), Direction.LTR, EM)
    assert with_small_marks(printed([text], beside=True), [line], [chars]) == [tuple(chars)]


def test_places_are_those_of_all_characters_and_one_before_each_line() -> None:
    chars = reading(TEXT, beside=False)
    line = LineBox((LEFT, TOP, LEFT + EM, TOP + len(TEXT) * EM), Direction.TTB, EM)
    blank = LineBox((LEFT + 300, TOP, LEFT + 300 + EM, TOP + len(TEXT) * EM), Direction.TTB, EM)
    places = find_places(printed([TEXT], beside=False), [line, blank], [chars, chars])
    assert places.char.tolist() == list(range(-1, len(TEXT)))
    assert places.patches.shape == (len(TEXT) + 1, *PATCH_PX)
    assert places.signs.shape == (len(TEXT) + 1, sign_count())
    assert set(places.line.tolist()) == {0}


def test_a_leaning_line_stands_upright_in_its_patches() -> None:
    image = printed([TEXT], beside=False)
    slip = 24
    leaning = np.full_like(image, 255)
    for y in range(len(image)):
        leaning[y] = np.roll(image[y], round(slip * ((y - TOP) / (len(TEXT) * EM) - 0.5)))
    box = (LEFT, TOP, LEFT + EM, TOP + len(TEXT) * EM)
    chars = reading(TEXT, beside=False)
    upright = find_places(image, [LineBox(box, Direction.TTB, EM)], [chars]).patches.astype(float)
    levelled = find_places(leaning, [LineBox(box, Direction.TTB, EM, slip)], [chars]).patches.astype(float)
    assert np.abs(upright - levelled).mean() < 0.5 * np.abs(upright - upright.mean()).mean()


def test_every_mark_is_known_in_its_other_shapes() -> None:
    assert [kind_of(c) for c in "、,｡﹁．好"] == [*(MARKS.index(c) for c in "、，。「。"), HOST]


def test_worn_sheets_to_learn_from_have_upright_lines_and_stops_that_were_left_out() -> None:
    sheet = make_sheet(2, worn=True)
    assert sheet.quality == "film" and {len(line["polygon"]) for line in sheet.truth["lines"]} == {4}
    image, lines, readings, texts = imagine(sheet, np.random.default_rng(2), POOR)
    labels = np.concatenate([aligned(read_text(read), plain(text)) for read, text in zip(readings, texts, strict=True)])
    after = labels[:, 1]
    assert image.ndim == 2 and len(lines) == len(texts) > 20
    assert ((after != UNKNOWN) & (after != NOTHING)).sum() > 0.015 * len(labels)
    lost = sum(len(text) for text in texts) - sum(len(read) for read in readings)
    assert lost > 0.05 * sum(len(text) for text in texts)


def test_only_a_share_of_the_patches_is_worn_and_each_in_its_own_way() -> None:
    patches = find_places(printed([TEXT], False), [LineBox((LEFT, TOP, LEFT + EM, TOP + 14 * EM), Direction.TTB, EM)],
                          [reading(TEXT, False)]).patches
    many = np.repeat(patches[3:4], 200, axis=0)
    before = many.copy()
    out = worn(many, 0.5, np.random.default_rng(1))
    changed = (out != many).any(axis=(1, 2))
    assert (many == before).all() and out.dtype == np.uint8 and out.shape == many.shape
    assert 0.3 < changed.mean() < 0.6
    assert len(np.unique(out[changed].reshape(int(changed.sum()), -1), axis=0)) > 0.9 * changed.sum()
