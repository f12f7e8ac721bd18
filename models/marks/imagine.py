"""What a recogniser may read on a sheet, imagined: for the reader of small marks that is as good, and costs nothing.

Characters are read where they stand, give or take; stops beside a column hardly ever; marks in cells of their own more
or less often, sheet by sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.marks.sheets import SIDE_STOPS, Scanned
from pipeline.geometry import straightened_line
from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.mark_sight import HOST, MARKS, kind_of

SIDE_EM = 0.3


@dataclass(frozen=True, slots=True)
class Reader:
    """How well is read. Parts of what is there: marks `misread`, characters `lost` and `wrong`, marks `made_up` after
    characters; `shares` of the marks in cells that are read, one for a sheet; `sure` of characters, least and most."""

    jitter_em: float
    box_em: float
    misread: float
    lost: float
    wrong: float
    made_up: float
    shares: tuple[float, ...]
    size: tuple[float, float]
    sure: tuple[float, float]
    taken_for: tuple[str, ...]


GOOD = Reader(0.08, 0.08, 0.04, 0.02, 0.03, 0.0, (0.15, 0.5, 0.85, 0.97), (0.92, 1.15), (0.8, 1.1),
              ("、", "，", "。", "·", "一", *MARKS))
POOR = Reader(0.11, 0.12, 0.2, 0.05, 0.09, 0.006, (0.04, 0.15, 0.35, 0.7), (0.9, 1.2), (0.4, 1.2),
              ("、", "，", "。", "·", "·", "·", "·", "·", "一", *MARKS))


def imagine(
    sheet: Scanned, rng: np.random.Generator, reader: Reader = GOOD
) -> tuple[NDArray[np.uint8], list[LineBox], list[tuple[ReadChar, ...]], list[str]]:
    """The grey scan, boxes of its lines, what may be read in them, and what they say; bent lines are left out."""
    grey = sheet.image if sheet.image.ndim == 2 else np.asarray(cv2.cvtColor(sheet.image, cv2.COLOR_BGR2GRAY), np.uint8)
    share = float(rng.choice((0.0, 0.0, 0.05, 0.2) if sheet.beside else reader.shares))
    size_share = rng.uniform(*reader.size)
    lines, readings, texts = [], [], []
    for entry, levels in zip(sheet.truth["lines"], sheet.levels, strict=True):
        text = "".join(entry["text"].split())
        if len(entry["polygon"]) != 4 or len(text) != len(levels):
            continue
        box, slip_px = straightened_line(tuple((x, y) for x, y in entry["polygon"]), Direction.TTB)
        x0, y0, x1, y1 = box
        width_em = 1 + SIDE_EM * any(c in SIDE_STOPS for c in text) * sheet.beside
        em_px = (x1 - x0) / width_em
        if rng.random() < 0.5:
            x1 = x0 + em_px
        x0, y0, x1, y1 = (v + rng.uniform(-reader.box_em, reader.box_em) * em_px for v in (x0, y0, x1, y1))
        step_px = (box[3] - box[1]) / max(1.0, levels_end(levels))
        middles = [box[1] + level * step_px for level in levels]
        chars = _read(text, middles, (x0, x1, em_px), (share, sheet.beside), (reader, rng))
        lines.append(LineBox((x0, y0, x1, y1), Direction.TTB, em_px * size_share, slip_px))
        readings.append(tuple(chars))
        texts.append(text)
    return grey, lines, readings, texts


def levels_end(levels: list[float]) -> float:
    """How long a line is, in em, from the middles of its characters."""
    return max(levels) + 0.5


def _read(
    text: str, levels_px: list[float], across: tuple[float, float, float], marks: tuple[float, bool],
    by: tuple[Reader, np.random.Generator],
) -> list[ReadChar]:
    reader, rng = by
    x0, x1, em_px = across
    share, beside = marks
    chars = []
    for char, level_px in zip(text, levels_px, strict=True):
        is_mark = kind_of(char) != HOST
        seen = 0.85 if beside and is_mark and char not in SIDE_STOPS else share if is_mark else 1 - reader.lost
        if rng.random() > seen:
            continue
        read = char
        if is_mark and rng.random() < reader.misread:
            read = str(rng.choice(reader.taken_for))
        elif not is_mark and rng.random() < reader.wrong:
            read = str(rng.choice(["木", "日", "·", "一", "口", "、", "，"]))
        level = level_px + rng.normal(0, reader.jitter_em) * em_px
        sure = float(rng.uniform(0.3, 1.0) if is_mark else min(1.0, rng.uniform(*reader.sure)))
        chars.append(ReadChar(read, (x0, level - 0.4 * em_px, x1, level + 0.4 * em_px), sure))
        if reader.made_up and rng.random() < reader.made_up:
            level += rng.uniform(0.4, 0.7) * em_px
            speck = str(rng.choice(["、", "，", "。", "·"]))
            chars.append(ReadChar(speck, (x0, level - 0.2 * em_px, x1, level + 0.2 * em_px), 0.7 * sure))
    return chars
