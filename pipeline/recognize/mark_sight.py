"""What a reader of small marks looks at: each character of a vertical line with what stands beside and after it.

A line is brought to one size, `EM_PX` px to the em, its middle in one place; around every character a patch is cut
out that reaches to the next column on the right and beyond the next cell below. With it go signs of what the
recogniser read there. Both are what the net of `models/marks` was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.stage import Image

EM_PX = 24
PATCH_PX = (64, 48)
"""Height and width of a patch."""
MIDDLE_PX = (19, 19)
"""Where in a patch the middle of its character is: y, x."""
MARKS = ("、", "，", "。", "；", "：", "·", "「", "」", "『", "』", "！", "？", "（", "）", "《", "》")
SAME = str.maketrans(
    "﹑､,﹐.．｡;﹔:﹕・•‧∙﹒“”‘’﹁﹂﹃﹄!?()〈〉",
    "、、，，。。。；；：：·····「」『』「」『』！？（）《》",
)
"""Other shapes of the marks, as recognisers give them."""
HOST, HEAD, END = len(MARKS), len(MARKS) + 1, len(MARKS) + 2
"""Kinds of what was read that are no mark: a character, the head of a line, the end of a line."""
KINDS = len(MARKS) + 3
NOTHING, AS_READ = len(MARKS), len(MARKS) + 1
"""Answers besides the marks: nothing is printed here; it is a character, whatever it may be."""
FAR_EM = 4.0
LEAST_STEP = 0.6
"""Characters do not follow each other closer, in shares of what else is known of their size."""
MIN_CONTRAST = 24
INK = 0.45
"""Share of the contrast from which a pixel is ink."""


@dataclass(frozen=True, slots=True)
class Places:
    """Characters of vertical lines, each with its patch [N, *PATCH_PX] (255: ink) and its signs [N, S].

    `line` and `char` tell which they are; the place before the first character of a line has `char` -1.
    """

    patches: NDArray[np.uint8]
    signs: NDArray[np.float32]
    line: NDArray[np.int32]
    char: NDArray[np.int32]


def kind_of(text: str) -> int:
    """Which of `MARKS` a text is, or `HOST`."""
    folded = text.translate(SAME)
    return MARKS.index(folded) if folded in MARKS else HOST


def find_places(image: Image, lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]) -> Places:
    """All places of the vertical lines of a grey image [height, width]; lines without contrast have none."""
    habit = _habit(lines, readings)
    patches: list[NDArray[np.uint8]] = []
    signs: list[NDArray[np.float32]] = []
    where: list[tuple[int, int]] = []
    for number, (line, chars) in enumerate(zip(lines, readings, strict=True)):
        if line.direction is not Direction.TTB or not chars:
            continue
        em_px = em_of(line, chars)
        strip = _strip_of(image, line, em_px)
        if strip is None:
            continue
        levels = np.array([(c.box[1] + c.box[3]) / 2 for c in chars])
        levels = np.concatenate([[levels[0] - em_px], levels])
        top = line.box[1] - 3 * em_px
        for k, level in enumerate(levels):
            row = round((level - top) / em_px * EM_PX) - MIDDLE_PX[0]
            row = min(max(0, row), len(strip) - PATCH_PX[0])
            patches.append(strip[row : row + PATCH_PX[0]])
            where.append((number, k - 1))
        signs.append(_signs_of(chars, levels / em_px, habit))
    if not patches:
        empty = np.zeros(0, np.int32)
        return Places(np.zeros((0, *PATCH_PX), np.uint8), np.zeros((0, sign_count()), np.float32), empty, empty)
    line_of, char_of = np.array(where, np.int32).T
    return Places(np.stack(patches), np.concatenate(signs), line_of, char_of)


def sign_count() -> int:
    """How many signs a place has."""
    return 3 * KINDS + 5 + 3


def em_of(line: LineBox, chars: Sequence[ReadChar]) -> float:
    """The em of a vertical line in px: the least of type size, width of the box and step of the characters."""
    em_px = min(line.type_size_px or 1e9, max(4.0, line.box[2] - line.box[0]))
    if len(chars) < 4:
        return em_px
    step_px = float(np.median(np.diff([(c.box[1] + c.box[3]) / 2 for c in chars])))
    return min(em_px, max(step_px, LEAST_STEP * em_px))


def _habit(lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]) -> NDArray[np.float32]:
    """How many of ten characters in vertical lines are the three commonest marks, each."""
    vertical = (chars for line, chars in zip(lines, readings, strict=True) if line.direction is Direction.TTB)
    down = [kind_of(char.text) for chars in vertical for char in chars]
    counts = np.bincount(down, minlength=KINDS)[:3]
    return np.asarray(10 * counts / max(1, len(down)), dtype=np.float32)


def _signs_of(
    chars: Sequence[ReadChar], levels_em: NDArray[np.float64], habit: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The signs of the places of a line [places, S]; `levels_em`: how far down they are."""
    count = len(levels_em)
    kinds = np.array([END, HEAD, *(kind_of(c.text) for c in chars), END])
    one_hot = np.eye(KINDS, dtype=np.float32)[kinds]
    steps = np.diff(levels_em)
    after = np.concatenate([steps, [FAR_EM]]).clip(0, FAR_EM)
    before = np.concatenate([[FAR_EM], steps]).clip(0, FAR_EM)
    usual = float(np.median(steps[1:])) if count > 3 else 1.0
    sure = np.array([1.0, *(c.confidence for c in chars)])
    last = np.concatenate([np.zeros(count - 1), [1.0]])
    numbers = np.stack([after, before, np.full(count, min(usual, FAR_EM)), sure, last], axis=1)
    habits = np.repeat(habit[None], count, axis=0)
    parts = (one_hot[1:-1], one_hot[2:], one_hot[:-2], numbers, habits)
    return np.concatenate(parts, axis=1).astype(np.float32)


def _strip_of(image: Image, line: LineBox, em_px: float) -> NDArray[np.uint8] | None:
    """A line at `EM_PX` px to the em, 255 where there is ink; it begins three em above the line and ends four below."""
    middle = _middle_of(image, line)
    left = middle - MIDDLE_PX[1] / EM_PX * em_px
    top, foot = line.box[1] - 3 * em_px, line.box[3] + 4 * em_px
    scale = em_px / EM_PX
    size = (PATCH_PX[1], round((foot - top) / scale))
    # The line leans: its rows are moved so that it stands upright in the strip.
    lean = line.slip_px / max(1.0, line.box[3] - line.box[1])
    centre = (line.box[1] + line.box[3]) / 2
    matrix = np.array([[scale, lean * scale, left + lean * (top - centre)], [0.0, scale, top]])
    x0, x1 = int(max(0, left - abs(line.slip_px) - 2)), int(left + size[0] * scale + abs(line.slip_px) + 3)
    y0, y1 = int(max(0, top - 2)), int(foot + 3)
    crop = image[y0:y1, x0:x1]
    if min(crop.shape, default=0) < 4:
        return None
    matrix[:, 2] -= (x0, y0)
    if scale > 1:  # what is made smaller is blurred first, or thin strokes are lost between samples
        crop = np.asarray(cv2.GaussianBlur(crop, (0, 0), 0.35 * scale), dtype=np.uint8)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    grey = cv2.warpAffine(crop, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return _as_ink(np.asarray(grey, dtype=np.uint8))


def _as_ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Paper 0, ink 255, of a strip three em and four em longer than its line; nothing where there is no contrast."""
    own = grey[3 * EM_PX : -4 * EM_PX, : 2 * MIDDLE_PX[1]]
    if not own.size:
        return None
    dark, light = (float(v) for v in np.percentile(own, (4, 90)))
    if light - dark < MIN_CONTRAST:
        return None
    ink = (light - grey.astype(np.float32)) * (255 / (light - dark))
    return np.asarray(ink.clip(0, 255), dtype=np.uint8)


def _middle_of(image: Image, line: LineBox) -> float:
    """The x of the middle of the characters of a line, in the middle of its length; stops beside them are light."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in line.box)
    crop = image[y0:y1, x0:x1]
    if min(crop.shape, default=0) < 4:
        return (x0 + x1) / 2
    dark, light = (float(v) for v in np.percentile(crop, (3, 90)))
    if light - dark < MIN_CONTRAST or abs(line.slip_px) > 0.25 * (x1 - x0):
        return (line.box[0] + line.box[2]) / 2
    filled = (crop < light - INK * (light - dark)).sum(axis=0, dtype=np.float64)
    return float(x0 + (filled * (np.arange(len(filled)) + 0.5)).sum() / max(1.0, filled.sum()))
