"""The recognize stage: readings become characters of the page, in pixels of the scan."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from pipeline.errors import EngineError
from pipeline.geometry import Frame, polygon_of
from pipeline.invariants import violations
from pipeline.page import Block, BlockKind, Direction, Line, Page, Source, Transform
from pipeline.plugins import ReadChar
from pipeline.recognize import Recognize
from pipeline.recognize.stage import line_boxes, with_readings
from pipeline.settings import RecognizeSettings
from pipeline.stage import Image
from tests import faulty_engines
from tests.recognize.type_of_the_sample import folded, sample


class Held:
    """The pixels of one page."""

    def __init__(self, image: Image) -> None:
        self._image = image

    def scan(self, page: Page) -> Image:
        return self._image

    def image(self, page: Page) -> Image:
        return self._image


def turned_by(angle_deg: float) -> Transform:
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return Transform((cos, sin, 20, -sin, cos, 300, 0, 0, 1), 2000, 1500, skew_deg=angle_deg)


def page_with(transform: Transform, *lines: tuple[float, float, float, float]) -> Page:
    """Boxes of the working image as lines of two blocks, the last line in a vertical block of its own."""
    scan = Frame(transform).scan_polygon
    made = [Line(f"l{k}", scan(box)) for k, box in enumerate(lines)]
    around = polygon_of((0, 0, 1000, 1000))
    return Page(
        "p",
        Source("p.png", "0" * 64, 2000, 1500, 300.0),
        transform,
        (
            Block("b1", BlockKind.PARAGRAPH, around, type_size_px=30, lines=tuple(made[:-1])),
            Block("b2", BlockKind.PARAGRAPH, around, Direction.TTB, 40, lines=tuple(made[-1:])),
        ),
    )


BOXES = ((100.0, 100.0, 160.0, 130.0), (100.0, 150.0, 160.0, 180.0), (400.0, 100.0, 440.0, 180.0))


@pytest.mark.parametrize("angle_deg", [0, 1.7, -4])
def test_lines_are_given_in_the_frame_of_the_image(angle_deg: float) -> None:
    boxes = line_boxes(page_with(turned_by(angle_deg), *BOXES))
    assert [box.direction for box in boxes] == [Direction.LTR, Direction.LTR, Direction.TTB]
    assert [box.type_size_px for box in boxes] == [30, 30, 40]
    assert np.allclose([box.box for box in boxes], BOXES, atol=0.05)


def test_characters_come_back_in_the_frame_of_the_scan() -> None:
    page = page_with(turned_by(3), *BOXES)
    readings = [(ReadChar("甲", (100, 100, 130, 130), 0.9), ReadChar("乙", (130, 100, 160, 130), 0.8)), (), ()]
    after = with_readings(page, readings)
    first, second, third = after.lines.values()
    assert (first.text, second.chars, third.chars) == ("甲乙", (), ())
    want = Frame(page.transform).scan_boxes(np.array([[130.0, 100, 160, 130]]))[0]
    assert np.allclose(first.chars[1].box, want, atol=0.06)
    assert not list(violations(after, page))
    assert all(not line.chars for line in page.lines.values())


def test_every_line_keeps_its_own_reading() -> None:
    page = page_with(Transform(), *BOXES)
    texts = ["甲", "", "乙丙"]
    readings = [tuple(ReadChar(c, box, 0.9) for c in text) for text, box in zip(texts, BOXES, strict=True)]
    assert [line.text for line in with_readings(page, readings).lines.values()] == texts


def test_a_page_without_lines_needs_no_engine() -> None:
    page = page_with(Transform(), BOXES[0])
    empty = replace(page, blocks=())
    after = Recognize(RecognizeSettings(engine="nosuch"), Held(np.zeros((9, 9), np.uint8)))(empty)
    assert replace(after, flags=()) == empty
    assert [(flag.target, flag.reason, flag.stage) for flag in after.flags] == [("p", "blank page", "recognize")]


def test_a_sample_is_read() -> None:
    image, printed = sample()
    chosen = printed[5:9]
    lines = tuple(Line(f"l{k}", polygon_of(line.box.box)) for k, line in enumerate(chosen))
    block = Block("b1", BlockKind.PARAGRAPH, polygon_of((0, 0, 9, 9)), type_size_px=35, lines=lines)
    page = replace(page_with(Transform(), *BOXES), blocks=(block,))
    stage = Recognize(RecognizeSettings(), Held(image))
    assert stage.engine.startswith("ppocr ")
    read = [folded(line.text) for line in stage(page).lines.values()]
    assert read == [folded(line.text) for line in chosen]


def test_a_fault_of_the_engine_is_an_engine_error(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path_factory.mktemp("door") / "packages"
    faulty_engines.offer(packages)
    monkeypatch.syspath_prepend(str(packages))
    stage = Recognize(RecognizeSettings(engine="Crashes"), Held(np.zeros((500, 500), np.uint8)))
    with pytest.raises(EngineError, match="engine Crashes crashed: ZeroDivisionError: boom"):
        stage(page_with(Transform(), *BOXES))
