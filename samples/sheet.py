"""The sheet of paper that is printed on, and the record of everything printed.

One frame: pixels of the finished flat page, origin top left, y down. A box is (left, top, right, bottom).
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.fonts import Face, opened
from samples.typeset import SetLine
from samples.vertical_type import STOPS, TURNED, Glyph, SetColumn, ink, turned

Box = tuple[float, float, float, float]
BASELINE_EM = 0.87  # of a Han character below the top of its em box


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line: text, role, the item it belongs to (None: furniture), its paragraph, its box in px."""

    text: str
    item: str | None
    role: str
    paragraph: int | None
    box: Box


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of the page that is no line: kind (column, headline, picture, rule, advertisement, ...) and box in px."""

    kind: str
    box: Box
    item: str | None = None


def _print(
    pen: ImageDraw.ImageDraw, char: str, x: float, baseline: float, font: ImageFont.FreeTypeFont, size_px: int,
    ink: int,
) -> None:
    if char == "—":
        top, weight = round(baseline - 0.41 * size_px), max(2, round(0.055 * size_px))
        pen.rectangle([round(x), top, round(x + size_px) - 1, top + weight - 1], fill=ink)
    else:
        pen.text((x, baseline), char, fill=ink, font=font, anchor="ls")


def _print_upright(
    pen: ImageDraw.ImageDraw, glyph: Glyph, x: float, y: float, face: Face, size_px: int, fill: int,
    stop_at: tuple[float, float],
) -> None:
    """Print a glyph of a column whose em box has its top left at (x, y)."""
    size = max(4, round(glyph.size * size_px))
    char = glyph.char
    if char == "—":
        weight = max(2, round(0.055 * size))
        bar = round(x + (size - weight) / 2)
        pen.rectangle([bar, round(y), bar + weight - 1, round(y + size) - 1], fill=fill)
    elif char in TURNED:
        pen.bitmap((round(x), round(y)), turned(face, char, size), fill=fill)
    else:
        left, right, top, bottom = ink(face, char)
        across, down = x, y + BASELINE_EM * size
        if char in STOPS and glyph.size == 1.0:  # a stop goes to where the house wants it in its cell
            across = x + (stop_at[0] - (left + right) / 2) * size
            down = y + (stop_at[1] - (top + bottom) / 2) * size
        elif right - left < 0.62 or char in STOPS:  # narrow shapes stand in the middle of the column
            across = x + (0.5 - (left + right) / 2) * size
            down = y + (0.5 - (top + bottom) / 2) * size if char in STOPS else down
        pen.text((across, down), char, fill=fill, font=opened(face, size), anchor="ls")


class Sheet:
    """A grey page (uint8, 255 paper) that remembers its lines and regions; `direction` is that of its running text."""

    direction = "horizontal"

    def __init__(self, width_px: int, height_px: int, paper: int = 255) -> None:
        self.image = Image.new("L", (width_px, height_px), paper)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[PrintedLine] = []
        self.regions: list[Region] = []

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in px."""
        return self.image.size

    def pixels(self) -> NDArray[np.uint8]:
        """The page as an array (height, width)."""
        return np.asarray(self.image).copy()

    def line(
        self, line: SetLine, face: Face, size_px: int, x: float, y: float, role: str,
        item: str | None = None, paragraph: int | None = None, ink: int = 0, squeeze: float = 1.0, record: bool = True,
    ) -> Box:
        """Print a line whose em box has its top left at (x, y); `squeeze` < 1 condenses it. Returns its box."""
        width = size_px * squeeze
        box = (x + line.left * width, y, x + line.right * width, y + size_px)
        font = opened(face, size_px)
        if squeeze == 1.0:
            for char, at in line.glyphs:
                _print(self.draw, char, x + at * size_px, y + BASELINE_EM * size_px, font, size_px, ink)
        else:
            self._condensed(line, face, size_px, x, y, ink, squeeze)
        if record:
            self.lines.append(PrintedLine(line.text, item, role, paragraph, box))
        return box

    def column(
        self, line: SetColumn, face: Face, size_px: int, x: float, y: float, role: str,
        item: str | None = None, paragraph: int | None = None, fill: int = 0, strong: Face | None = None,
        stop_at: tuple[float, float] = (0.72, 0.3), squeeze: float = 1.0,
    ) -> Box:
        """Print a column, glyph under glyph, whose first em box has its top left at (x, y); returns its box.

        `strong` is the face of its bold characters, `stop_at` the middle of a stop in its cell in em, `squeeze` < 1
        makes the glyphs narrower than high.
        """
        wide = size_px * squeeze
        box = (x, y + line.top * size_px, x + wide + line.side * size_px, y + line.bottom * size_px)
        if squeeze == 1.0:
            for one in line.glyphs:
                of = strong if strong is not None and one.strong else face
                _print_upright(self.draw, one, x + one.x * size_px, y + one.y * size_px, of, size_px, fill, stop_at)
        else:
            mask = Image.new("L", (round(size_px * 1.4), int((line.bottom + 0.4) * size_px)), 0)
            pen = ImageDraw.Draw(mask)
            for one in line.glyphs:
                at = ((one.x + 0.2) * size_px, (one.y + 0.2) * size_px)
                _print_upright(pen, one, *at, face, size_px, 255, stop_at)
            mask = mask.resize((max(1, round(mask.width * squeeze)), mask.height), Image.Resampling.LANCZOS)
            self.image.paste(fill, (round(x - 0.2 * wide), round(y - 0.2 * size_px)), mask)
        self.lines.append(PrintedLine(line.text, item, role, paragraph, box))
        return box

    def _condensed(self, line: SetLine, face: Face, size_px: int, x: float, y: float, ink: int, squeeze: float) -> None:
        font = opened(face, size_px)
        mask = Image.new("L", (int(line.right * size_px + size_px), int(size_px * 1.4)), 0)
        pen = ImageDraw.Draw(mask)
        for char, at in line.glyphs:
            _print(pen, char, (at + 0.1) * size_px, (BASELINE_EM + 0.2) * size_px, font, size_px, 255)
        mask = mask.resize((max(1, round(mask.width * squeeze)), mask.height), Image.Resampling.LANCZOS)
        self.image.paste(ink, (round(x - 0.1 * size_px * squeeze), round(y - 0.2 * size_px)), mask)

    def region(self, kind: str, box: Box, item: str | None = None) -> None:
        """Record a region without printing anything."""
        self.regions.append(Region(kind, box, item))

    def fill(self, box: Box, grey: int) -> None:
        """Tint a box."""
        self.draw.rectangle([round(v) for v in (box[0], box[1], box[2] - 1, box[3] - 1)], fill=grey)

    def rule(self, style: str, x0: float, y0: float, x1: float, y1: float, weight_px: int = 3, ink: int = 0) -> None:
        """Print a rule across or upright.

        Styles: thin, thick, double, dotted, dashed, wavy, thick-thin, triple, beads, arrows.
        """
        across = abs(x1 - x0) >= abs(y1 - y0)
        pitch = {"dotted": 3.0, "dashed": 9.0}.get(style)
        spread = 0.0
        if pitch is not None:
            self._dots(across, x0, y0, x1, y1, weight_px, pitch, ink)
        elif style == "wavy":
            spread = self._wave(across, x0, y0, x1, y1, weight_px, ink)
        elif style in ("beads", "arrows"):
            spread = self._ornaments(across, x0, y0, x1, y1, weight_px, style, ink)
        elif style == "triple":
            spread = 3.0 * weight_px
            for k in (-1, 0, 1):
                dx, dy = (0.0, k * spread) if across else (k * spread, 0.0)
                self._bar(across, x0 + dx, y0 + dy, x1 + dx, y1 + dy, weight_px * (2 if k == 0 else 1), ink)
        elif style in ("double", "thick-thin"):
            spread = 2.2 * weight_px
            for side, weight in ((-1, weight_px * (2 if style == "thick-thin" else 1)), (1, weight_px)):
                dx, dy = (0.0, side * spread) if across else (side * spread, 0.0)
                self._bar(across, x0 + dx, y0 + dy, x1 + dx, y1 + dy, weight, ink)
        else:
            self._bar(across, x0, y0, x1, y1, weight_px * (3 if style == "thick" else 1), ink)
        pad = spread + weight_px
        self.region("rule", (x0, y0 - pad, x1, y1 + pad) if across else (x0 - pad, y0, x1 + pad, y1))

    def _bar(self, across: bool, x0: float, y0: float, x1: float, y1: float, weight: int, ink: int) -> None:
        half = weight / 2
        box = (x0, y0 - half, x1, y1 + half) if across else (x0 - half, y0, x1 + half, y1)
        left, top = round(box[0]), round(box[1])
        right = left + weight - 1 if not across else round(box[2]) - 1
        bottom = top + weight - 1 if across else round(box[3]) - 1
        self.draw.rectangle([left, top, max(left, right), max(top, bottom)], fill=ink)

    def _ornaments(
        self, across: bool, x0: float, y0: float, x1: float, y1: float, weight: int, style: str, ink: int,
    ) -> float:
        """A chain of rings, or of arrow heads that point along the rule; returns half its width."""
        half = 2.2 * weight
        count = max(1, int(abs(x1 - x0 if across else y1 - y0) / (2.4 * half)))
        for k in range(count):
            share = (k + 0.5) / count
            x, y = x0 + share * (x1 - x0) * across, y0 + share * (y1 - y0) * (not across)
            if style == "beads" and k % 2 == 0:
                self.draw.ellipse([x - half, y - half, x + half, y + half], outline=ink, width=max(2, weight - 1))
            elif style == "beads":
                small = half / 2
                self.draw.polygon([(x - small, y), (x, y - small), (x + small, y), (x, y + small)], fill=ink)
            elif across:
                self.draw.polygon([(x - half, y), (x + half, y - half), (x + half, y + half)], fill=ink)
            else:
                self.draw.polygon([(x, y + half), (x - half, y - half), (x + half, y - half)], fill=ink)
        return half

    def _dots(
        self, across: bool, x0: float, y0: float, x1: float, y1: float, weight: int, pitch: float, ink: int,
    ) -> None:
        at, end = (x0, x1) if across else (y0, y1)
        step = weight * pitch
        mark = weight if pitch < 5 else weight * 5
        while at + mark <= end:
            if across:
                self._bar(True, at, y0, at + mark, y0, weight, ink)
            else:
                self._bar(False, x0, at, x0, at + mark, weight, ink)
            at += step

    def _wave(self, across: bool, x0: float, y0: float, x1: float, y1: float, weight: int, ink: int) -> float:
        amplitude, period = 2.0 * weight, 14.0 * weight
        at = np.arange(x0 if across else y0, x1 if across else y1, 2.0)
        off = amplitude * np.sin(2 * np.pi * (at - at[0]) / period) if len(at) else at
        base = y0 if across else x0
        pairs = [(float(a), float(base + o)) for a, o in zip(at, off, strict=True)]
        points = pairs if across else [(y, x) for x, y in pairs]
        self.draw.line(points, fill=ink, width=max(2, weight), joint="curve")
        return amplitude

    def frame(self, box: Box, style: str = "thin", weight_px: int = 3, ink: int = 0) -> None:
        """Print a frame of four rules along the box."""
        x0, y0, x1, y1 = box
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(style, a, b, c, d, weight_px, ink)

    def picture(self, pixels: NDArray[np.uint8], box: Box, item: str | None = None, kind: str = "picture") -> None:
        """Print a grey picture (any size) into a box."""
        left, top, right, bottom = (round(v) for v in box)
        image = Image.fromarray(pixels)
        if image.size != (right - left, bottom - top):
            image = image.resize((right - left, bottom - top), Image.Resampling.BICUBIC)
        self.image.paste(image, (left, top))
        self.region(kind, (left, top, right, bottom), item)
