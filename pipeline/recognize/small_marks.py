"""Small marks of vertical type that a recogniser leaves out: stops set beside a column or in half a cell of it.

A recogniser reads a line as one row of characters, and a stop that stands beside a character has no
place in that row. Its ink tells: a small piece right of the characters, or alone between two of them.
A ring is a full stop; what kind of comma the others are, the page's own habit says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box, Candidate, Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.stage import Image

STOP, ENUMERATION_COMMA, COMMA = "。", "、", "，"
READ_AS_MARKS = frozenset("、，。；：,.;:·・﹑﹐﹒“”‘’「」『』（）()！？!?…—")
LEAST_EM, MOST_EM = 0.1, 0.48
"""Width and height of a stop."""
BESIDE_EM = 0.42
"""The middle of a stop beside a column is so far right of the column's at least."""
REACH_EM = 0.8
"""Beyond begins the next column."""
OVER_EDGE_EM = 0.12
"""It may reach so far into the column."""
ROOM = 1.3
"""Two characters so many times as far apart as others have something between them."""
NEAR_EM = 0.45
"""A mark that was read this close is the same."""
BODY_EM = 0.5
"""What is as large as this is a character or a good part of one."""
CONFIDENCE = 0.6
FAINT, INK = 0.26, 0.45
"""Shares of the contrast from which a pixel is ink: thin rings are faint, and at the lower one marks may touch."""
MIN_CONTRAST = 40


@dataclass(frozen=True, slots=True)
class _Mark:
    box: Box
    is_ring: bool

    @property
    def level(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def with_small_marks(
    image: Image, lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]
) -> list[tuple[ReadChar, ...]]:
    """The readings of the lines of a grey image [height, width], vertical ones with the stops that were left out."""
    comma = _usual_comma(lines, readings)
    return [
        _completed(chars, _marks_of(image, line, chars), comma, line)
        if line.direction is Direction.TTB and len(chars) > 1
        else tuple(chars)
        for line, chars in zip(lines, readings, strict=True)
    ]


def _usual_comma(lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]) -> str:
    read = Counter(
        char.text
        for line, chars in zip(lines, readings, strict=True)
        if line.direction is Direction.TTB
        for char in chars
    )
    return ENUMERATION_COMMA if read[ENUMERATION_COMMA] >= read[COMMA] else COMMA


def _completed(chars: Sequence[ReadChar], marks: Iterator[_Mark], comma: str, line: LineBox) -> tuple[ReadChar, ...]:
    """The characters of a vertical line with the marks among them, from top to bottom."""
    placed = [((c.box[1] + c.box[3]) / 2, c) for c in chars]
    taken = [level for level, c in placed if c.text in READ_AS_MARKS]
    em = _em_of(line)
    for mark in marks:
        if any(abs(mark.level - level) < NEAR_EM * em for level in taken):
            continue
        text = STOP if mark.is_ring else comma
        others = tuple(t for t in (comma, STOP) if t != text)
        candidates = (Candidate(text, CONFIDENCE), *(Candidate(t, 1 - CONFIDENCE) for t in others))
        placed.append((mark.level, ReadChar(text, mark.box, CONFIDENCE, candidates)))
        taken.append(mark.level)
    return tuple(char for _, char in sorted(placed, key=lambda p: p[0]))


def _em_of(line: LineBox) -> float:
    return min(line.type_size_px or 1e9, max(1.0, line.box[2] - line.box[0]))


def _marks_of(image: Image, line: LineBox, chars: Sequence[ReadChar]) -> Iterator[_Mark]:
    """Small pieces of ink beside the characters of a vertical line, or alone between two of them; some twice."""
    for level in (FAINT, INK):
        yield from _marks_at(image, line, chars, level)


def _marks_at(image: Image, line: LineBox, chars: Sequence[ReadChar], level: float) -> Iterator[_Mark]:
    """The same with what is darker than a share of the contrast."""
    em = _em_of(line)
    middle = _middle_of(image, line)
    x0, x1 = max(0, round(middle - 0.6 * em)), min(image.shape[1], round(middle + REACH_EM * em))
    y0, y1 = max(0, round(line.box[1])), min(image.shape[0], round(line.box[3] + 0.3 * em))
    crop = image[y0:y1, x0:x1]
    if min(crop.shape, default=0) < 4:
        return
    ink = _ink_of(crop, level)
    if ink is None:
        return
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces: NDArray[np.int32] = np.asarray(stats[1:], dtype=np.int32)
    body = pieces[(pieces[:, 2] > BODY_EM * em) | (pieces[:, 3] > BODY_EM * em)]
    edge = float(np.percentile(body[:, 0] + body[:, 2], 80)) if len(body) else crop.shape[1] / 2
    cells = _free_cells(chars)
    for number, (x, y, w, h, area) in enumerate(pieces.tolist(), 1):
        small = all(LEAST_EM * em < side < MOST_EM * em for side in (w, h)) and area > 0.15 * w * h
        if not small or x + w >= crop.shape[1] or x == 0:
            continue
        off = x0 + x + w / 2 - middle
        alone = not any(min(y + h, b + d) - max(y, b) > 0.15 * h for _, b, _, d, _ in pieces.tolist() if d > 0.3 * em)
        beside = off > BESIDE_EM * em and x > edge - OVER_EDGE_EM * em and not _touches_body(x, y, w, h, body)
        height = y0 + y + h / 2
        in_cell = alone and off > 0.08 * em and any(low < height < high for low, high in cells)
        if beside or in_cell:
            box = (float(x0 + x), float(y0 + y), float(x0 + x + w), float(y0 + y + h))
            yield _Mark(box, _has_hole(labels[y : y + h, x : x + w] == number))


def _free_cells(chars: Sequence[ReadChar]) -> list[tuple[float, float]]:
    """Where between two characters of a line there is more room than they need: between their middles."""
    levels = sorted((c.box[1] + c.box[3]) / 2 for c in chars)
    if len(levels) < 4:
        return []
    steps = np.diff(levels)
    usual = float(np.median(steps))
    return [(a + 0.35 * usual, b - 0.35 * usual) for a, b in pairwise(levels) if b - a > ROOM * usual]


def _middle_of(image: Image, line: LineBox) -> float:
    """The x of the middle of the characters, stops beside them apart."""
    x0, y0, x1, y1 = line.box
    crop = image[max(0, round(y0)) : round(y1), max(0, round(x0)) : round(x1)]
    ink = _ink_of(crop, INK) if min(crop.shape, default=0) >= 4 else None
    if ink is None:
        return (x0 + x1) / 2
    filled = ink.sum(axis=0, dtype=np.float64)
    # The middle of the mass: stops are light.
    return float(max(0, round(x0)) + (filled * (np.arange(len(filled)) + 0.5)).sum() / max(1.0, filled.sum()))


def _ink_of(crop: Image, level: float) -> NDArray[np.uint8] | None:
    dark, light = (float(v) for v in np.percentile(crop, (3, 90)))
    if light - dark < MIN_CONTRAST:
        return None
    return (crop < light - level * (light - dark)).astype(np.uint8)


def _touches_body(x: int, y: int, w: int, h: int, body: NDArray[np.int32]) -> bool:
    """Whether a piece lies within the width of a large one at its level."""
    return any(x < a + c - 0.25 * w and min(y + h, b + d) - max(y, b) > 0.2 * h for a, b, c, d, _ in body.tolist())


def _has_hole(piece: NDArray[np.bool_]) -> bool:
    """Whether a piece of ink [height, width] is a ring."""
    outside = cv2.copyMakeBorder((~piece).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(1.0,))
    count, _, stats, _ = cv2.connectedComponentsWithStats(outside, connectivity=4)
    return count > 2 and int(np.sort(stats[1:, 4])[:-1].max()) >= max(2, 0.04 * piece.size)
