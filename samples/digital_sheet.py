"""A sheet in colour, printed at twice the size of the finished page, as what is born digital is rendered from.

An ink is an int, as everywhere in the page maker: 0 to 255 is a grey, anything else a colour made by `colour`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.fonts import Face
from samples.sheet import Box, Sheet
from samples.typeset import SetLine

OVERSAMPLE = 2  # px of the sheet for each px of the finished page
_COLOUR = 1 << 24


def colour(red: int, green: int, blue: int) -> int:
    """An ink of a colour."""
    return _COLOUR | blue << 16 | green << 8 | red


def rgb(ink: int) -> tuple[int, int, int]:
    """An ink as red, green and blue from 0 to 255."""
    packed = _packed(ink)
    return packed & 255, packed >> 8 & 255, packed >> 16 & 255


def _packed(ink: int) -> int:
    """An ink as Pillow takes it for a page in colour."""
    return ink & 0xFFFFFF if ink & _COLOUR else ink * 0x010101


@dataclass(frozen=True, slots=True)
class Impression:
    """One line as it was printed: what a writer of PDF needs to print it again. Frame: px of the sheet."""

    line: SetLine
    face: Face
    size_px: int
    x: float
    y: float
    ink: int
    squeeze: float


class ColourSheet(Sheet):
    """A page in colour; `text` False leaves out all type and keeps what it would have been in `impressions`."""

    def __init__(self, width_px: int, height_px: int, text: bool = True) -> None:
        super().__init__(width_px, height_px)
        self.image = Image.new("RGB", (width_px, height_px), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.text = text
        self.impressions: list[Impression] = []

    def pixels(self) -> NDArray[np.uint8]:
        """The finished page (height, width, 3) in BGR, reduced from the sheet."""
        width, height = self.size
        finished = (width // OVERSAMPLE, height // OVERSAMPLE)
        small = cv2.resize(np.asarray(self.image), finished, interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(small[:, :, ::-1])

    def line(
        self,
        line: SetLine,
        face: Face,
        size_px: int,
        x: float,
        y: float,
        role: str,
        item: str | None = None,
        paragraph: int | None = None,
        ink: int = 0,
        squeeze: float = 1.0,
        record: bool = True,
    ) -> Box:
        """Print a line; as `Sheet.line`, in colour."""
        self.impressions.append(Impression(line, face, size_px, x, y, ink, squeeze))
        printed = line if self.text else SetLine(line.text, (), line.left, line.right)
        return super().line(printed, face, size_px, x, y, role, item, paragraph, _packed(ink), squeeze, record)

    def fill(self, box: Box, grey: int) -> None:
        """Tint a box, in grey or in colour."""
        super().fill(box, _packed(grey))

    def rule(self, style: str, x0: float, y0: float, x1: float, y1: float, weight_px: int = 3, ink: int = 0) -> None:
        """Print a rule; as `Sheet.rule`, in colour."""
        super().rule(style, x0, y0, x1, y1, weight_px, _packed(ink))
