"""Brings the characters of a PDF's text layer into the lines that were found in the pixels.

Order and columns of a layer are not trusted: often it runs across the columns of a page. What counts is where a
character stands, and whether it explains the ink there.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Frame, polygon_of
from pipeline.ingest.text_layer import LayerChar
from pipeline.page import Box, Candidate, Direction, Transform
from pipeline.plugins import LineBox, ReadChar
from pipeline.stage import Image

Floats = NDArray[np.float64]

REACH_EM = 0.6
"""How far beyond the ends of a line a character of it may stand: lines are cut where the ink ends."""
ACROSS = 0.5
"""How far beside the middle of a line the middle of a character may lie, in parts of the line's thickness."""
MAX_ROWS_APART = 0.7
"""Parts of an em between the middles of two characters, across the line, at which they stand in two rows."""
SAME_PLACE = 0.6
"""Part of its width to which a character that covers the same one before it is a shadow of that."""
BLANK_EM = 0.12
"""Room between two Latin letters or digits that is a blank; many files leave blanks out."""
WIDE_BLANK_EM = 0.8
"""The same between other characters."""
SLACK_EM = 0.12
"""Ink that reaches so far out of its cell is still its character's."""
MIN_EXPLAINED = 0.85
"""Part of a line's ink that must lie in the cells of its characters."""
SEPARATORS = frozenset(" \t\u00a0")
"""Blanks that programs put between words; an ideographic one is set."""
INK = 0.4
"""Part of the contrast of a line by which light and dark differ where there is type."""
MIN_CONTRAST = 16
"""Grey levels below which there is no type."""
UNCHECKED = 0.95
"""Confidence of a character of a layer that nothing was held against."""


@dataclass(frozen=True, slots=True)
class LayerLine:
    """What the layer says of one line. Boxes in px of the working image."""

    chars: tuple[ReadChar, ...] = ()
    fonts: tuple[int, ...] = ()
    """The font of each character."""
    is_known: bool = False
    """Whether the file tells each of them."""
    is_explained: bool = False
    """Whether they stand in one row, and the ink of the line where they are."""
    drawn: float = 0.0
    """Part of them that the page shows."""

    @property
    def is_legible(self) -> bool:
        return self.is_known and self.is_explained


@dataclass(frozen=True, slots=True)
class SetLayer:
    """A layer set into the lines of a page."""

    lines: tuple[LayerLine, ...]
    printed: int
    """Characters that are no blanks."""
    unknown: int
    """How many of them the file does not tell."""
    on_ink: float
    """Part of them where there is ink on the page."""
    outside: int
    """How many letters and figures that stand on ink are in no line."""


def set_in_lines(layer: Sequence[LayerChar], transform: Transform, lines: Sequence[LineBox], image: Image) -> SetLayer:
    """The characters of a layer (scan px) in the lines of the working image, grey [height, width]."""
    chars = [char for char in layer if not _is_formatting(char.text)]
    height_px, width_px = image.shape
    boxes = np.clip(image_boxes(chars, transform), 0, [width_px, height_px, width_px, height_px])
    owners = _owners(boxes, lines)
    members = [np.flatnonzero(owners == n) for n in range(len(lines))]
    printed = [k for k, char in enumerate(chars) if not char.text.isspace()]
    inked = np.array([_has_ink(image, boxes[k]) for k in printed], dtype=bool)
    is_letter = np.array([chars[k].text.isalnum() for k in printed], dtype=bool)
    outside = int((inked & is_letter & (owners[printed] < 0)).sum()) if printed else 0
    return SetLayer(
        lines=tuple(
            _line([chars[k] for k in which], boxes[which], line, image)
            for which, line in zip(members, lines, strict=True)
        ),
        printed=len(printed),
        unknown=sum(not is_known(chars[k].text) for k in printed),
        on_ink=float(inked.mean()) if printed else 0.0,
        outside=outside,
    )


def is_known(text: str) -> bool:
    """Whether the text is a character: no private, unassigned or control code, and no sign for what was lost."""
    return bool(text) and all(unicodedata.category(c)[0] != "C" and c != "\ufffd" for c in text)


def image_boxes(chars: Sequence[LayerChar], transform: Transform) -> Floats:
    """The boxes of the characters in the working image [N, 4]."""
    if not chars:
        return np.zeros((0, 4))
    corners = [corner for char in chars for corner in polygon_of(char.box)]
    moved = np.array(Frame(transform).to_image(corners)).reshape(-1, 4, 2)
    return np.concatenate([moved.min(axis=1), moved.max(axis=1)], axis=1)


def _is_formatting(text: str) -> bool:
    """Soft hyphens, joiners, variation selectors: they print nothing."""
    return bool(text) and all(unicodedata.category(c) == "Cf" or "\ufe00" <= c <= "\ufe0f" for c in text)


def _owners(boxes: Floats, lines: Sequence[LineBox]) -> NDArray[np.int64]:
    """The number of the line that each character stands in, -1 for none [N]. The nearest takes it."""
    owners = np.full(len(boxes), -1, dtype=np.int64)
    nearest = np.full(len(boxes), np.inf)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    for number, line in enumerate(lines):
        start, end, low, high = _along(line.box, line.direction)
        thickness = max(high - low, 1.0)
        along, across = (middles[:, ::-1] if line.direction is Direction.TTB else middles).T
        beyond_em = np.maximum(np.maximum(start - along, along - end), 0) / _em_px(line)
        beside = np.abs(across - (low + high) / 2) / thickness
        distance = beyond_em + beside
        taken = (beyond_em <= REACH_EM) & (beside <= ACROSS) & (distance < nearest)
        owners[taken] = number
        nearest[taken] = distance[taken]
    return owners


def _along(box: Box, direction: Direction) -> tuple[float, float, float, float]:
    """Start and end along the line, and the two sides across it."""
    x0, y0, x1, y1 = box
    return (y0, y1, x0, x1) if direction is Direction.TTB else (x0, x1, y0, y1)


def _em_px(line: LineBox) -> float:
    _, _, low, high = _along(line.box, line.direction)
    return max(line.type_size_px or high - low, 1.0)


def _line(chars: list[LayerChar], boxes: Floats, line: LineBox, image: Image) -> LayerLine:
    """One line of the layer, from the characters that stand in it, in any order."""
    spans = boxes[:, [1, 3, 0, 2] if line.direction is Direction.TTB else [0, 2, 1, 3]]
    order = _without_shadows(chars, spans, _reading_order(spans, line))
    printed = [k for k in order if not chars[k].text.isspace()]
    if not printed:
        return LayerLine()
    order = _without_separators(chars, spans, order)
    order = order[order.index(printed[0]) : order.index(printed[-1]) + 1]
    read, fonts = _read(chars, spans, order, line)
    return LayerLine(
        tuple(read),
        tuple(fonts),
        is_known=all(is_known(chars[k].text) for k in printed),
        is_explained=_in_one_row(spans[printed], line) and _explained(spans[order], line, image) >= MIN_EXPLAINED,
        drawn=sum(chars[k].is_drawn for k in printed) / len(printed),
    )


def _reading_order(spans: Floats, line: LineBox) -> list[int]:
    """Along the line. In vertical type two figures may stand side by side: they go from left to right."""
    middles = spans[:, :2].mean(axis=1)
    order = [int(k) for k in np.argsort(middles, kind="stable")]
    if line.direction is not Direction.TTB:
        return order
    step_px = 0.25 * _em_px(line)
    groups: list[list[int]] = []
    for k in order:
        if groups and middles[k] - middles[groups[-1][0]] < step_px:
            groups[-1].append(k)
        else:
            groups.append([k])
    return [k for group in groups for k in sorted(group, key=lambda k: round(spans[k, 2] / step_px))]


def _without_shadows(chars: list[LayerChar], spans: Floats, order: list[int]) -> list[int]:
    """Bold type is often the same text set twice, a hair apart."""
    kept: list[int] = []
    for k in order:
        start, end = spans[k, :2]
        if kept and chars[k].text == chars[kept[-1]].text:
            shared = min(end, spans[kept[-1], 1]) - max(start, spans[kept[-1], 0])
            if shared > SAME_PLACE * max(end - start, 1e-6):
                continue
        kept.append(k)
    return kept


def _without_separators(chars: list[LayerChar], spans: Floats, order: list[int]) -> list[int]:
    """OCR programs end each word with a blank, and a Chinese word may be one character: it has the blank's cell too.

    What the page shows is left as it is.
    """
    kept: list[int] = []
    for place, k in enumerate(order):
        after = chars[order[place + 1]].text if place + 1 < len(order) else ""
        is_separator = chars[k].text in SEPARATORS and not chars[k].is_drawn
        if kept and is_separator and not _are_words(chars[kept[-1]].text, after):
            spans[kept[-1], 1] = max(spans[kept[-1], 1], spans[k, 1])
        else:
            kept.append(k)
    return kept


def _in_one_row(spans: Floats, line: LineBox) -> bool:
    middles = spans[:, 2:].mean(axis=1)
    return float(np.ptp(middles)) <= MAX_ROWS_APART * _em_px(line)


def _explained(spans: Floats, line: LineBox, image: Image) -> float:
    """The part of the inked columns of a line that lie in the cells of its characters."""
    start, _, _, _ = _along(line.box, line.direction)
    inked = inked_columns(image, line)
    if not inked.any():
        return 0.0
    first = max(round(start), 0)
    covered = np.zeros(len(inked), dtype=bool)
    slack_px = SLACK_EM * _em_px(line)
    for low, high in spans[:, :2]:
        covered[max(round(low - slack_px) - first, 0) : max(round(high + slack_px) - first, 0)] = True
    return float(covered[inked].mean())


def inked_columns(image: Image, line: LineBox) -> NDArray[np.bool_]:
    """Where along a line there is type, dark on light or light on dark: light and dark meet there."""
    start, end, low, high = (max(round(v), 0) for v in _along(line.box, line.direction))
    edge = round(0.08 * (high - low))
    if line.direction is Direction.TTB:
        crop = image[start:end, low + edge : high - edge].T
    else:
        crop = image[low + edge : high - edge, start:end]
    if not crop.size:
        return np.zeros(0, dtype=bool)
    dark, light = np.percentile(crop, (2, 98))
    return _ranges(crop) > max(INK * (float(light) - float(dark)), MIN_CONTRAST)


def _ranges(crop: Image) -> NDArray[np.int16]:
    return np.asarray(crop.max(axis=0).astype(np.int16) - crop.min(axis=0), dtype=np.int16)


def _has_ink(image: Image, box: Floats) -> bool:
    x0, y0, x1, y1 = (max(round(float(v)), 0) for v in box)
    crop = image[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    return bool(crop.size) and int(crop.max()) - int(crop.min()) > 2 * MIN_CONTRAST


def _read(chars: list[LayerChar], spans: Floats, order: list[int], line: LineBox) -> tuple[list[ReadChar], list[int]]:
    """The characters with boxes as thick as the line, and blanks where Latin words stand apart."""
    _, _, low, high = _along(line.box, line.direction)
    read: list[ReadChar] = []
    fonts: list[int] = []
    end = 0.0
    for k in order:
        char, (start, stop) = chars[k], spans[k, :2].tolist()
        if not char.text:
            continue
        if read and start - end > _least_blank_em(read[-1].text, char.text) * _em_px(line):
            read.append(ReadChar(" ", _box(end, start, low, high, line.direction), UNCHECKED))
            fonts.append(char.font)
        candidates = (Candidate(char.text, UNCHECKED), Candidate(char.coded, 0.0)) if char.coded else ()
        read.append(ReadChar(char.text, _box(start, stop, low, high, line.direction), UNCHECKED, candidates))
        fonts.append(char.font)
        end = stop
    return read, fonts


def _least_blank_em(left: str, right: str) -> float:
    """How much room between two characters is a blank; no room is, where one is there already."""
    if left.isspace() or right.isspace():
        return math.inf
    return BLANK_EM if _are_words(left, right) else WIDE_BLANK_EM


def _box(start: float, stop: float, low: float, high: float, direction: Direction) -> Box:
    stop = max(start, stop)
    return (low, start, high, stop) if direction is Direction.TTB else (start, low, stop, high)


def _are_words(*texts: str) -> bool:
    """Whether these are letters or figures that blanks stand between."""
    return all(text.isalnum() and unicodedata.east_asian_width(text[0]) not in "WF" for text in texts)


def with_confidence(chars: Sequence[ReadChar], confidence: float) -> Iterator[ReadChar]:
    """The same characters, all as sure as this."""
    for char in chars:
        best, *others = char.candidates or (Candidate(char.text, confidence),)
        candidates = (Candidate(best.text, confidence), *others) if others else ()
        yield ReadChar(char.text, char.box, confidence, candidates)
