"""The recognize stage: an engine's readings become the characters of the page's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from pipeline.geometry import Frame
from pipeline.page import Block, Char, Page
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.answers import Answer
from pipeline.recognize.engine_process import EngineProcess
from pipeline.settings import RecognizeSettings
from pipeline.stage import Pixels


class Recognize:
    """Reads every line of the page, whatever article it may belong to."""

    name = "recognize"
    version = "1"

    def __init__(self, settings: RecognizeSettings, pixels: Pixels) -> None:
        self.settings = settings
        self._pixels = pixels
        self._engine = EngineProcess(settings)

    @property
    def engine(self) -> str:
        return self._engine.title

    def __call__(self, page: Page) -> Page:
        """The page with the characters of its lines; a line in which nothing is read stays without.

        Raises EngineError where the engine crashes, hangs or answers with nonsense, and
        MissingDependencyError where it cannot start.
        """
        lines = line_boxes(page)
        if not lines:
            return page
        return with_readings(page, self._engine.read(self._pixels.image(page), lines))


def line_boxes(page: Page) -> list[LineBox]:
    """Where the lines stand in the working image, block by block."""
    image_box = Frame(page.transform).image_box
    return [
        LineBox(image_box(line.polygon), block.direction, block.type_size_px)
        for block in page.blocks
        for line in block.lines
    ]


def with_readings(page: Page, readings: Answer) -> Page:
    """The page with these characters in its lines, one sequence a line; their boxes are led back to the scan."""
    boxes = np.array([char.box for chars in readings for char in chars], dtype=np.float64).reshape(-1, 4)
    scan_boxes = iter(Frame(page.transform).scan_boxes(boxes).round(1).tolist())
    of_line = iter(readings)
    return replace(page, blocks=tuple(_with_chars(block, of_line, scan_boxes) for block in page.blocks))


def _with_chars(block: Block, readings: Iterator[Sequence[ReadChar]], boxes: Iterator[list[float]]) -> Block:
    return replace(block, lines=tuple(replace(line, chars=_chars(next(readings), boxes)) for line in block.lines))


def _chars(readings: Sequence[ReadChar], boxes: Iterator[list[float]]) -> tuple[Char, ...]:
    return tuple(
        Char(char.text, (x0, y0, x1, y1), char.confidence, char.candidates)
        for char, (x0, y0, x1, y1) in zip(readings, islice(boxes, len(readings)), strict=True)
    )
