"""Worn vertical type: which lines are read again, what the weights are, and that they read it better."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize import ppocr, worn_type
from pipeline.recognize.ppocr import PpOcr, model_path
from pipeline.recognize.worn_type import CLEAN, WORN, narrowed, packed, surer, taught_weights, unpacked, worn_lines
from pipeline.settings import RecognizeSettings
from pipeline.stage import Image
from samples.fonts import NoChineseFonts, cast
from samples.fonts import opened as face_at
from tests.recognize.type_of_the_sample import PrintedLine, error_rate

TRADITIONAL = "輪船昨從廣東開來載貨數千擔據聞尚須時日"
SIMPLIFIED = "轮船昨从广东开来载货数千担据闻尚须时日"
ROOT = Path(__file__).parents[2]


def column(direction: Direction = Direction.TTB) -> LineBox:
    return LineBox((0.0, 0.0, 25.0, 500.0), direction, 25.0)


def reading(text: str, confidence: float) -> tuple[ReadChar, ...]:
    return tuple(ReadChar(char, (0.0, 0.0, 1.0, 1.0), confidence) for char in text)


def test_the_unsure_lines_of_worn_vertical_traditional_type_are_read_again() -> None:
    readings = [reading(TRADITIONAL, 0.7), reading(TRADITIONAL[:4], CLEAN + 0.01), (), reading(TRADITIONAL, 0.9)]
    assert worn_lines([column()] * 4, readings) == [0, 3]


@pytest.mark.parametrize(
    ("text", "confidence", "direction"),
    [
        (TRADITIONAL, WORN + 0.01, Direction.TTB),
        (SIMPLIFIED, 0.7, Direction.TTB),
        (TRADITIONAL, 0.7, Direction.LTR),
        ("", 0.7, Direction.TTB),
    ],
    ids=["well printed", "simplified", "horizontal", "empty"],
)
def test_no_other_type_is(text: str, confidence: float, direction: Direction) -> None:
    assert worn_lines([column(direction)], [reading(text, confidence)]) == []


def test_a_narrowed_column_keeps_its_middle_and_its_ends() -> None:
    line = narrowed(LineBox((100.0, 50.0, 140.0, 500.0), Direction.TTB, 40.0))
    assert line.box == pytest.approx((103.0, 50.0, 137.0, 500.0))
    assert line.type_size_px == pytest.approx(34.0)


@pytest.mark.parametrize(
    ("wide", "narrow", "is_narrow"),
    [
        (reading("輪船昨", 0.7), reading("輪船昨從", 0.8), True),
        (reading("輪船昨", 0.8), reading("輪船昨從", 0.7), False),
        (reading("輪船昨從", 0.7), reading("輪船昨", 0.8), True),
        (reading("輪船昨從", 0.7), reading("輪船", 0.9), False),
        (reading("輪", 0.7), (), False),
        ((), reading("輪", 0.7), True),
    ],
    ids=["surer", "less sure", "one lost", "two lost", "nothing narrow", "nothing wide"],
)
def test_the_surer_reading_is_kept(
    wide: tuple[ReadChar, ...], narrow: tuple[ReadChar, ...], is_narrow: bool
) -> None:
    assert surer(wide, narrow) is (narrow if is_narrow else wide)


def test_what_is_packed_comes_back() -> None:
    rng = np.random.default_rng(3)
    weights = {"large": rng.normal(0, 2, (40, 90)).astype(np.float32), "bias": rng.normal(0, 1, 7).astype(np.float32)}
    back = unpacked(packed(weights, "x"))
    assert np.array_equal(back["bias"], weights["bias"])
    steps = np.abs(weights["large"]).max(axis=1, keepdims=True) / 127
    assert (np.abs(back["large"] - weights["large"]) <= 0.51 * steps).all()


def test_the_weights_are_those_of_the_card_and_fit_the_model() -> None:
    digest = hashlib.sha256(worn_type.WEIGHTS.read_bytes()).hexdigest()
    assert digest in (ROOT / "models" / "worn" / "README.md").read_text("utf-8")
    assert len(taught_weights(model_path())) == 149


def test_weights_taught_from_another_model_are_not_used(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another model")
    assert taught_weights(other) == {}


def blurred_columns() -> tuple[Image, list[PrintedLine]]:
    """Three columns of 25 px type, out of focus as at the edge of a film; the box of each reaches into the next."""
    try:
        font = face_at(next(f for f in cast("song") if "Serif" in f.family), 25)
    except (NoChineseFonts, StopIteration):
        pytest.skip("no serif face with traditional characters")
    from PIL import Image as Picture
    from PIL import ImageDraw

    sheet = Picture.new("L", (200, 560), 235)
    draw = ImageDraw.Draw(sheet)
    texts = [TRADITIONAL, TRADITIONAL[7:] + TRADITIONAL[:7], TRADITIONAL[::-1]]
    lines = []
    for k, text in enumerate(texts):
        x = 150 - 32 * k
        for n, char in enumerate(text):
            draw.text((x + 12.5, 20 + 26 * n + 13), char, fill=30, font=font, anchor="mm")
        box = (x - 5.0, 20.0, x + 25.0, 20.0 + 26 * len(text))
        lines.append(PrintedLine(text, LineBox(box, Direction.TTB, 30.0), ""))
    return np.asarray(cv2.GaussianBlur(np.asarray(sheet), (0, 0), 2.3), np.uint8), lines


def test_they_read_worn_type_better(monkeypatch: pytest.MonkeyPatch) -> None:
    image, lines = blurred_columns()
    boxes = [line.box for line in lines]
    engine = PpOcr(RecognizeSettings())
    with_weights = error_rate(lines, engine.read(image, boxes))
    monkeypatch.setattr(ppocr, "worn_lines", lambda lines, readings: [])
    without = error_rate(lines, engine.read(image, boxes))
    assert with_weights < 0.8 * without
