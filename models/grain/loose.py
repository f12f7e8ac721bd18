"""Loose pages: type of all sizes, across and down, packed more closely and less evenly than any page maker sets it.

No words and no stories, only what a page looks like from afar: frames cut at random, filled with
rows or columns of random characters, with rules, headings and blanks between them. What the net
learns from them is where one line ends and the next begins, whatever the house style.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.upright.train import faces, repertoire
from samples.sheet import BASELINE_EM

SIDE_PX = (2400, 3300)
EM_PX = 24
MARKS = "，。、；：「」（）"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """How a frame is filled. Lengths in px; `pitch` from line to line, `step` from character to character."""

    down: bool
    size: int
    pitch: float
    step: float
    face: tuple[str, int]
    leftward: bool


class LoosePage:
    """A grey page and its lines, made from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.image = Image.new("L", SIDE_PX, 255)
        self.pen = ImageDraw.Draw(self.image)
        self.lines: list[dict[str, Any]] = []
        self.characters = repertoire()
        self.faces = faces()
        self.fonts: dict[tuple[str, int, int], ImageFont.FreeTypeFont] = {}
        self.mostly_down = self.rng.random() < 0.75
        self.deepest, self.least = self.rng.choice((3, 4, 5, 6, 7)), EM_PX * self.rng.uniform(7, 22)
        self.body = self._style(self.mostly_down, EM_PX)

    def make(self) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """The page (height, width) and a truth as `samples.make` gives it, as far as lines go."""
        margin = self.rng.randint(40, 200)
        self._cut((margin, margin, SIDE_PX[0] - margin, SIDE_PX[1] - margin), 0)
        direction = "vertical" if self.mostly_down else "horizontal"
        return np.asarray(self.image).copy(), {"page": {"direction": direction}, "lines": self.lines}

    def _style(self, down: bool, size: int) -> Style:
        rng = self.rng
        pitch = size * (rng.uniform(1.06, 1.3) if rng.random() < 0.5 else rng.uniform(1.3, 1.9))
        step = size * (rng.uniform(0.98, 1.06) if rng.random() < 0.75 else rng.uniform(1.06, 1.25))
        return Style(down, size, pitch, step, rng.choice(self.faces), not down and self.mostly_down)

    def _cut(self, box: Box, depth: int) -> None:
        """Cut a box in two or three, or fill it."""
        rng = self.rng
        wide, high = box[2] - box[0], box[3] - box[1]
        least = self.least
        small = depth > 2 and max(wide, high) < 30 * EM_PX
        if depth > self.deepest or (small and rng.random() < 0.35) or max(wide, high) < 2 * least:
            self._fill(box)
            return
        upright = wide > high if rng.random() < 0.8 else wide < high
        if (wide if upright else high) < 2 * least:
            upright = not upright
        share = rng.uniform(0.25, 0.75)
        gap = EM_PX * (rng.uniform(0.5, 1.2) if rng.random() < 0.6 else rng.uniform(1.2, 2.5))
        x0, y0, x1, y1 = box
        if upright:
            at = x0 + share * wide
            halves: tuple[Box, Box] = ((x0, y0, at - gap / 2, y1), (at + gap / 2, y0, x1, y1))
            self._rule((at, y0, at, y1), gap)
        else:
            at = y0 + share * high
            halves = ((x0, y0, x1, at - gap / 2), (x0, at + gap / 2, x1, y1))
            self._rule((x0, at, x1, at), gap)
        for half in halves:
            self._cut(half, depth + 1)

    def _rule(self, at: Box, gap: float) -> None:
        roll = self.rng.random()
        if roll < 0.5 or gap < 0.6 * EM_PX:
            return
        x0, y0, x1, y1 = at
        width = self.rng.choice((1, 2, 2, 3, 5))
        if roll < 0.8:
            self.pen.line(at, fill=0, width=width)
            return
        period, height = self.rng.uniform(8, 24), min(0.2 * gap, 5.0)
        for k in np.arange(0, max(x1 - x0, y1 - y0), 2.0):
            wave = height * np.sin(2 * np.pi * k / period)
            if roll < 0.9 and wave < 0:
                continue  # broken
            x, y = (x0 + k, y0 + wave) if x1 > x0 else (x0 + wave, y0 + k)
            self.pen.ellipse((x - 1, y - 1, x + 1, y + 1), fill=0)

    def _fill(self, box: Box) -> None:
        """Set type, mostly body type of the page, in a box, perhaps in a frame or with a heading."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.12:
            self.pen.rectangle(box, outline=0, width=rng.choice((2, 3, 5)))
            box = _within(box, EM_PX * rng.uniform(0.6, 1.1))
        if roll > 0.95:
            self._grey(box)
            return
        down = self.mostly_down if rng.random() < 0.95 else not self.mostly_down
        if down == self.mostly_down and rng.random() < 0.8:
            style = self.body
        else:
            style = self._style(down, round(EM_PX * rng.uniform(0.8, 1.15)))
        if rng.random() < 0.65:
            box = self._heading(box)
        if rng.random() < 0.08:
            style = self._style(down, round(EM_PX * rng.uniform(1.5, 4)))
        self._lines(box, style, ragged=0.25)

    def _heading(self, box: Box) -> Box:
        """Set large type along one side of a box; returns what is left of it."""
        rng = self.rng
        x0, y0, x1, y1 = box
        size = round(EM_PX * rng.choice((1.1, 1.3, 1.5, 1.8, 2.2, 2.6, 3.2, 4.2)))
        count = rng.choice((1, 1, 1, 2, 3))
        style = self._style(self.mostly_down if rng.random() < 0.85 else not self.mostly_down, size)
        if rng.random() < 0.25:
            style = Style(style.down, size, style.pitch, size * rng.uniform(1.2, 1.9), style.face, style.leftward)
        deep = count * style.pitch + 0.3 * size
        gap = EM_PX * rng.uniform(0.3, 1.3)
        if style.down and x1 - x0 > 2 * deep + gap:
            self._lines((x1 - deep, y0, x1, y1), style, ragged=0.9)
            return (x0, y0, x1 - deep - gap, y1)
        if not style.down and y1 - y0 > 2 * deep + gap:
            self._lines((x0, y0, x1, y0 + deep), style, ragged=0.9)
            return (x0, y0 + deep + gap, x1, y1)
        return box

    def _grey(self, box: Box) -> None:
        """A picture: nothing to be found."""
        x0, y0, x1, y1 = (round(v) for v in box)
        if x1 > x0 and y1 > y0:
            small = np.random.default_rng(self.rng.randrange(1 << 30)).integers(0, 255, (12, 12), dtype=np.uint8)
            self.image.paste(Image.fromarray(small).resize((x1 - x0, y1 - y0), Image.Resampling.BICUBIC), (x0, y0))

    def _lines(self, box: Box, style: Style, ragged: float) -> None:
        """Fill a box with lines; some are indented, some end early, some are missing."""
        rng = self.rng
        x0, y0, x1, y1 = box
        across, along = (x1 - x0, y1 - y0) if style.down else (y1 - y0, x1 - x0)
        places = int(along / style.step)
        for k in range(int((across - style.size) / style.pitch) + 1):
            if places < 2 or rng.random() < 0.03:
                continue
            first = rng.choice((1, 2)) if rng.random() < 0.15 else 0
            last = places - (rng.randrange(places) if rng.random() < ragged else 0)
            if last - first < 1:
                continue
            self._line(box, style, k, first, last)

    def _line(self, box: Box, style: Style, number: int, first: int, last: int) -> None:
        rng = self.rng
        x0, y0, x1, _ = box
        size = style.size
        at = number * style.pitch
        for place in range(first, last):
            along = place * style.step
            mark = rng.random() < 0.09 and place > first and size < 1.3 * EM_PX
            char = rng.choice(MARKS) if mark else rng.choice(self.characters)
            x, y = (x1 - size - at, y0 + along) if style.down else (x0 + along, y0 + at)
            if style.down and mark:
                x, y = x + 0.5 * size, y - 0.45 * size  # vertical marks stand at the upper right
            self.pen.text((x, y + BASELINE_EM * size), char, fill=0, font=self._font(style), anchor="ls")
        start, stop = first * style.step, (last - 1) * style.step + size
        if style.down:
            a, b, c, d = x1 - size - at, y0 + start, x1 - at, y0 + stop
        else:
            a, b, c, d = x0 + start, y0 + at, x0 + stop, y0 + at + size
        self.lines.append({"text": "字" * (last - first), "polygon": [[a, b], [c, b], [c, d], [a, d]]})

    def _font(self, style: Style) -> ImageFont.FreeTypeFont:
        key = (*style.face, style.size)
        if key not in self.fonts:
            path, index = style.face
            self.fonts[key] = ImageFont.truetype(path, style.size, index, layout_engine=ImageFont.Layout.BASIC)
        return self.fonts[key]


def _within(box: Box, margin: float) -> Box:
    return (box[0] + margin, box[1] + margin, box[2] - margin, box[3] - margin)
