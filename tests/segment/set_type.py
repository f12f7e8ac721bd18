"""Paper with real characters on it, for the tests of what must tell one kind of type from another."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from pipeline.stage import Image
from samples.fonts import NoChineseFonts, cast, opened

SIZE = 24
WORDS = Path(__file__).parents[2] / "samples" / "words"
PITCH_EM = 1.4


class Paper:
    """Blank paper to set type on."""

    def __init__(self, width: int, height: int) -> None:
        self._picture = Picture.new("L", (width, height), 235)
        self._pen = ImageDraw.Draw(self._picture)
        try:
            self._face = cast("song")[0]
        except NoChineseFonts as error:
            pytest.skip(str(error))
        text = (WORDS / "flood.txt").read_text("utf-8") + (WORDS / "school.txt").read_text("utf-8")
        self._copy = cycle([c for c in text if "一" <= c <= "鿿"])

    @property
    def image(self) -> Image:
        return np.asarray(self._picture)

    def set_type(self, box: tuple[int, int, int, int], down: bool, size: int = SIZE) -> None:
        """Fill a box with solid type: columns from the right, or rows from the top."""
        x0, y0, x1, y1 = box
        along, across = (y1 - y0, x1 - x0) if down else (x1 - x0, y1 - y0)
        pitch = round(PITCH_EM * size)
        for k in range((across - size) // pitch + 1):
            for n, character in enumerate(islice(self._copy, along // size)):
                x, y = (x1 - size - k * pitch, y0 + n * size) if down else (x0 + n * size, y0 + k * pitch)
                self._character(x, y, character, size)

    def set_line(self, x: int, y: int, text: str, down: bool, size: int = SIZE) -> None:
        for n, character in enumerate(text):
            self._character(x + (0 if down else n * size), y + (n * size if down else 0), character, size)

    def rule(self, box: tuple[int, int, int, int]) -> None:
        self._pen.rectangle(box, fill=35)

    def frame(self, box: tuple[int, int, int, int], width: int = 3) -> None:
        self._pen.rectangle(box, outline=35, width=width)

    def _character(self, x: int, y: int, character: str, size: int) -> None:
        self._pen.text((x, y + 0.88 * size), character, fill=35, font=opened(self._face, size), anchor="ls")
