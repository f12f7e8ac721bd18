"""The recognize stage: an engine's readings become the characters of the page's lines.

Where a page of a PDF has a text layer that is to be trusted, the characters of that layer do, and the engine reads
only the lines that it does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from pipeline.geometry import Frame, straightened_line
from pipeline.ingest import load_text_layer
from pipeline.ingest.text_layer import LayerChar
from pipeline.page import Block, Char, Direction, Flag, Page, Source
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.answers import Answer
from pipeline.recognize.blank import are_specks, name_of_emptiness
from pipeline.recognize.engine_process import EngineProcess
from pipeline.recognize.layer_lines import SetLayer, set_in_lines, with_confidence
from pipeline.recognize.layer_trust import Verdict, is_worth_a_look, judged, sample_of, shortcoming
from pipeline.recognize.leftward import read_leftward
from pipeline.recognize.small_marks import with_small_marks
from pipeline.settings import RecognizeSettings
from pipeline.stage import Image, Pixels

NOTE = "note"
"""Severity of a flag that tells what was found and asks for nothing."""
MANY_OUTSIDE = 0.01
"""Part of the characters of a layer, beyond the lines that were found, from which on lines were missed."""
TEXT_LAYER = "text layer"
"""What stands as the reader of a line that was not read by the engine."""


class Recognize:
    """Reads every line of the page, whatever article it may belong to."""

    name = "recognize"
    version = "6"

    def __init__(
        self,
        settings: RecognizeSettings,
        pixels: Pixels,
        text_layer: Callable[[Source], tuple[LayerChar, ...]] = load_text_layer,
    ) -> None:
        self.settings = settings
        self._pixels = pixels
        self._engine = EngineProcess(settings)
        self._text_layer = text_layer

    @property
    def engine(self) -> str:
        return self._engine.title

    def __call__(self, page: Page) -> Page:
        """The page with the characters of its lines; a line in which nothing is read stays without.

        Raises EngineError where the engine crashes, hangs or answers with nonsense, and
        MissingDependencyError where it cannot start.
        """
        lines = line_boxes(page)
        chars = self._text_layer(page.source) if lines and self.settings.text_layer != "never" else ()
        if chars:
            page = self._with_layer(page, lines, chars)
        elif lines:
            image = self._pixels.image(page)
            readings = self._engine.read(image, lines)
            page = page if are_specks(readings) else with_readings(page, with_small_marks(image, lines, readings))
        if any(line.chars for line in page.lines.values()):
            return read_leftward(page)
        return _noted(page, name_of_emptiness(page, self._pixels.image(page)))

    def _with_layer(self, page: Page, lines: Sequence[LineBox], chars: Sequence[LayerChar]) -> Page:
        """The page read from its layer, as far as that is to be trusted."""
        image = self._pixels.image(page)
        layer = set_in_lines(chars, page.transform, lines, image)
        if self.settings.text_layer == "always":
            readings: dict[int, Sequence[ReadChar]] = {}
            verdict = Verdict(frozenset(n for n, line in enumerate(layer.lines) if line.is_known))
        else:
            readings, verdict = self._checked(layer, lines, image)
        for n in verdict.taken:
            readings[n] = tuple(with_confidence(layer.lines[n].chars, verdict.confidence))
        rest = [n for n in range(len(lines)) if n not in readings]
        if rest:
            readings |= zip(rest, self._engine.read(image, [lines[n] for n in rest]), strict=True)
        read = [tuple(readings[n]) for n in range(len(lines))]
        if verdict.taken or not are_specks(read):
            page = with_readings(page, read, verdict.taken)
        if verdict.taken and layer.outside > MANY_OUTSIDE * layer.printed:
            page = _noted(page, f"{layer.outside} letters of the text layer stand in no line")
        return _noted(page, f"text layer refused: {verdict.refusal}") if verdict.refusal else page

    def _checked(
        self, layer: SetLayer, lines: Sequence[LineBox], image: Image
    ) -> tuple[dict[int, Sequence[ReadChar]], Verdict]:
        """What the engine read in a sample of the lines, by their numbers, and what follows for the layer."""
        if not is_worth_a_look(layer):
            return {}, Verdict()
        if why := shortcoming(layer):
            return {}, Verdict(refusal=why)
        sample = sample_of(layer)
        if not sample:
            return {}, Verdict()
        readings: dict[int, Sequence[ReadChar]] = {}
        readings |= zip(sample, self._engine.read(image, [lines[n] for n in sample]), strict=True)
        return readings, judged(layer, readings)


def _noted(page: Page, reason: str) -> Page:
    """The page with a flag of its own."""
    return replace(page, flags=(*page.flags, Flag(page.id, reason, 0.0, NOTE, Recognize.name)))


def line_boxes(page: Page) -> list[LineBox]:
    """Where the lines stand in the working image, block by block."""
    to_image = Frame(page.transform).to_image
    boxes = []
    for block in page.blocks:
        direction = _as_read(block.direction)
        for line in block.lines:
            box, slip_px = straightened_line(to_image(line.polygon), direction)
            boxes.append(LineBox(box, direction, block.type_size_px, slip_px))
    return boxes


def _as_read(direction: Direction) -> Direction:
    """Engines read all horizontal lines from left to right; `leftward.py` turns them round where need be."""
    return Direction.TTB if direction is Direction.TTB else Direction.LTR


def with_readings(page: Page, readings: Answer, of_layer: frozenset[int] = frozenset()) -> Page:
    """The page with these characters in its lines, one sequence a line; their boxes are led back to the scan.

    `of_layer`: the numbers of the lines whose characters are those of a text layer.
    """
    boxes = np.array([char.box for chars in readings for char in chars], dtype=np.float64).reshape(-1, 4)
    scan_boxes = iter(Frame(page.transform).scan_boxes(boxes).round(1).tolist())
    of_line = iter(enumerate(readings))
    return replace(page, blocks=tuple(_with_chars(block, of_line, scan_boxes, of_layer) for block in page.blocks))


def _with_chars(
    block: Block,
    readings: Iterator[tuple[int, Sequence[ReadChar]]],
    boxes: Iterator[list[float]],
    of_layer: frozenset[int],
) -> Block:
    lines = []
    for line, (number, chars) in zip(block.lines, islice(readings, len(block.lines)), strict=True):
        reader = TEXT_LAYER if number in of_layer else ""
        lines.append(replace(line, chars=_chars(chars, boxes), reader=reader))
    return replace(block, lines=tuple(lines))


def _chars(readings: Sequence[ReadChar], boxes: Iterator[list[float]]) -> tuple[Char, ...]:
    return tuple(
        Char(char.text, (x0, y0, x1, y1), char.confidence, char.candidates)
        for char, (x0, y0, x1, y1) in zip(readings, islice(boxes, len(readings)), strict=True)
    )
