"""Vertical setting: the cells of a column, which shapes are turned, where marks stand. Lengths in em, if not in px.

Every shape comes from the upright glyph: brackets, dashes and dots are turned clockwise by a quarter, stops are moved
within their cell. So a page does not depend on the shaping engine of the machine that makes it.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from samples.fonts import Face, opened
from samples.kinsoku import NEVER_FIRST, NEVER_LAST
from samples.typeset import SetLine

TURNED = frozenset("「」『』（）〔〕【】《》〈〉…～()[]-=→←")
STOPS = frozenset("、。，．：；")
FREE, PUSH = "free", "push"
MIRRORED = str.maketrans("（）〔〕【】《》〈〉「」『』()", "）（〕〔】【》《〉〈」「』『)(")


@dataclass(frozen=True, slots=True)
class Cell:
    """What takes one place in a column: a character, one with its mark beside it, or two figures side by side."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shape to print: the top left of its em box (in em of the column), its size in em; `width` < 1 condenses it."""

    char: str
    x: float
    y: float
    size: float = 1.0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SetColumn:
    """A column of type: its text as printed, its glyphs, and where it begins and ends; `side` is the marks' width."""

    text: str
    glyphs: tuple[Glyph, ...]
    top: float
    bottom: float
    side: float = 0.0


def cells_of(text: str, strong: int = 0, beside: bool = False, paired: bool = False) -> list[Cell]:
    """Cut a text into cells: the first `strong` characters bold, stops `beside` their character, figures in pairs."""
    out: list[Cell] = []
    at = 0
    while at < len(text):
        char, bold = text[at], at < strong
        if beside and char in STOPS and out:
            out[-1] = Cell(out[-1].text + char, out[-1].strong)
        elif paired and _pair(text, at):
            out.append(Cell(text[at:at + 2], bold))
            at += 1
        else:
            out.append(Cell(char, bold))
        at += 1
    return out


def _pair(text: str, at: int) -> bool:
    """Whether exactly two figures stand at a place."""
    figures = text[at:at + 2]
    before, after = text[at - 1:at] if at else "", text[at + 2:at + 3]
    alone = not (before.isascii() and before.isalnum()) and not (after.isascii() and (after.isalnum() or after == "."))
    return len(figures) == 2 and figures.isascii() and figures.isdigit() and alone


def take(cells: Sequence[Cell], start: int, room: int, manner: str = FREE) -> int:
    """Index after the last cell of a column of `room` cells that begins at `start`; PUSH keeps kinsoku."""
    stop = min(len(cells), start + room)
    if manner == PUSH and stop < len(cells):
        kept = stop
        while kept > start + 1 and (cells[kept].text[0] in NEVER_FIRST or cells[kept - 1].text[-1] in NEVER_LAST):
            kept -= 1
        if kept > start + 1 and kept >= stop - 3:
            stop = kept
    return stop


def set_column(cells: Sequence[Cell], pitch: float = 1.0, indent: int = 0, fill: int = 0) -> SetColumn:
    """Set cells one under another, `pitch` apart, from cell `indent` on.

    A column that is to fill so many cells (`fill`, 0: as many as there are) is spaced out to do so.
    """
    first = indent * pitch
    step = pitch
    if fill > indent + len(cells) and len(cells) > 1:
        step = ((fill - indent - 1) * pitch) / (len(cells) - 1)
    glyphs: list[Glyph] = []
    side = 0.0
    y = first
    for k, cell in enumerate(cells):
        y = first + k * step
        text = cell.text
        if text.isspace():
            continue
        if len(text) == 2 and text.isascii():
            glyphs += [Glyph(char, x, y + 0.12, 0.8, cell.strong) for char, x in zip(text, (-0.2, 0.25), strict=True)]
            continue
        glyphs.append(Glyph(text[0], 0.0, y, 1.0, cell.strong))
        for mark in text[1:]:
            glyphs.append(Glyph(mark, 0.62, y + 0.42, 0.75))
            side = 0.3
    return SetColumn("".join(cell.text for cell in cells), tuple(glyphs), first, y + 1.0, side)


def set_display(text: str, spacing: float = 0.0) -> SetColumn:
    """One unbroken column of display type with `spacing` between its characters."""
    return set_column([Cell(char) for char in text], 1.0 + spacing)


def set_reverse(text: str, spacing: float = 0.0) -> SetLine:
    """A line that runs from right to left, as headings and running heads did; Latin words and figures keep theirs."""
    runs: list[str] = []
    for char in text:
        if runs and char.isascii() and not char.isspace() and runs[-1].isascii() and not runs[-1].isspace():
            runs[-1] += char
        else:
            runs.append(char)
    places: list[tuple[str, float]] = []
    width = sum(_run_width(run) for run in runs) + spacing * (len(runs) - 1)
    x = width
    for run in runs:
        x -= _run_width(run)
        if run.isascii():
            places += [(char, x + 0.55 * k) for k, char in enumerate(run) if not char.isspace()]
        elif not run.isspace():
            places.append((run.translate(MIRRORED), x))
        x -= spacing
    return SetLine(text, tuple(places), 0.0, width)


def _run_width(run: str) -> float:
    return 0.55 * len(run) if run.isascii() else 1.0


@lru_cache(maxsize=4096)
def ink(face: Face, char: str) -> tuple[float, float, float, float]:
    """The ink of a character in em: left and right from its origin, top and bottom from its baseline."""
    trial = Image.new("L", (400, 400), 0)
    ImageDraw.Draw(trial).text((100, 250), char, fill=255, font=opened(face, 200), anchor="ls")
    found = trial.getbbox() or (100, 150, 300, 250)
    return (found[0] - 100) / 200, (found[2] - 100) / 200, (found[1] - 250) / 200, (found[3] - 250) / 200


@lru_cache(maxsize=20000)
def turned(face: Face, char: str, size_px: int) -> Image.Image:
    """The mask of a character turned clockwise by a quarter, `size_px` square, its ink in the middle across."""
    mask = Image.new("L", (2 * size_px, 2 * size_px), 0)
    left, right, top, bottom = ink(face, char)
    high = bottom - top
    # The middle of the ink goes to the middle across the column; along the column it keeps its place in the em box.
    middle = (top + bottom) / 2 if high > 0.15 or char in "…-=" else top + high / 2
    start = 0.5 * size_px + ((1.0 - (right - left)) / 2 - left if char.isascii() or char in "…～→←" else 0.0) * size_px
    pen = ImageDraw.Draw(mask)
    pen.text((start, size_px - middle * size_px), char, fill=255, font=opened(face, size_px), anchor="ls")
    half = size_px // 2
    return mask.rotate(-90).crop((half, half, half + size_px, half + size_px))
