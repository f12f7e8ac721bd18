"""Tesseract on printed lines, and what is said where it is not installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MissingDependencyError
from pipeline.plugins import LineBox
from pipeline.recognize import tesseract
from pipeline.settings import RecognizeSettings
from tests.recognize.type_of_the_sample import error_rate, sample, standing

IMAGE, LINES = sample()
SOME = [line for line in LINES if line.role == "body"][::4]


@pytest.fixture(scope="module")
def engine() -> tesseract.TesseractOcr:
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    try:
        return tesseract.TesseractOcr(RecognizeSettings(engine="tesseract"))
    except MissingDependencyError as error:
        pytest.skip(str(error))


def test_printed_lines_are_read(engine: tesseract.TesseractOcr) -> None:
    read = engine.read(IMAGE, [line.box for line in SOME])
    assert error_rate(SOME, read) <= 0.06
    for line, chars in zip(SOME, read, strict=True):
        assert "　" not in "".join(char.text for char in chars)
        x0, _, x1, _ = line.box.box
        lefts = [char.box[0] for char in chars]
        assert lefts == sorted(lefts) and all(x0 <= char.box[0] < char.box[2] <= x1 for char in chars)
        assert all(0 <= char.confidence <= 1 and char.candidates[0].text == char.text for char in chars)


def test_no_blanks_come_between_han_characters() -> None:
    words = [("今天", 0.9), ("GDP", 0.8), ("up", 0.7), ("了", 0.9), ("。", 0.9)]
    assert "".join(text for text, _ in tesseract._joined(words)) == "今天GDP up了。"


def test_vertical_lines_are_read(engine: tesseract.TesseractOcr) -> None:
    if not {"chi_sim_vert", "chi_tra_vert"} & engine._installed:
        pytest.skip("tesseract has no data for vertical Chinese")
    sheet, columns = standing(LINES, IMAGE)
    assert error_rate(columns, engine.read(sheet, [line.box for line in columns])) <= 0.3


def test_nothing_to_read(engine: tesseract.TesseractOcr) -> None:
    paper = np.full((300, 400), 240, np.uint8)
    assert engine.read(paper, [LineBox((20, 20, 380, 60))]) == [()]
    assert engine.read(paper, []) == []


def test_a_missing_program_is_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingDependencyError) as caught:
        tesseract.TesseractOcr()
    assert caught.value.hint == "apt install tesseract-ocr"


def test_missing_data_are_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    (tmp_path / "eng.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(MissingDependencyError) as caught:
        tesseract.TesseractOcr()
    assert caught.value.hint == "apt install tesseract-ocr-chi-sim"
