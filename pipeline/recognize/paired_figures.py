"""Two or three figures side by side in the place of one character of a vertical line, as the 94 of 養着 94 萬尾.

A vertical line is read lying on its side, and so are they: often one is read, or none, or a character that they make
together (口 of 17). Each place of figures in a vertical line is therefore looked at once more by itself, upright, as a
line of its own; on a page that has several of them, so is each place of a doubtful character and of none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar

CELL_EM = 0.9
"""So much of the line, and no more, is one character's place."""
TYPE_EM = 0.85
"""Taken for the size of the type there, so that the characters above and below stay out of sight."""
APART_EM = 0.7
"""Figures that were read nearer to each other than this stand in one place."""
MOST_FIGURES = 3
DOUBTFUL = 0.85
"""A character read with less confidence may be figures."""
GAP = (1.6, 2.6)
"""Between neighbours so many steps of their line apart one was not read."""
HABIT = 2
"""A page with so many of them sets its figures so."""
SURE, SURE_OF_OTHERS = 0.6, 0.9
"""How sure each figure must be where what was read is among them, and where it is not."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of figures in a line: the numbers of the characters read there (start, end), and where to look."""

    start: int
    end: int
    place: LineBox


def cells_of(line: LineBox, chars: Sequence[ReadChar]) -> list[Cell]:
    """Where to look again; nowhere in a horizontal line."""
    if line.direction is not Direction.TTB:
        return []
    em_px = line.type_size_px or line.box[2] - line.box[0]
    cells: list[Cell] = []
    for n, char in enumerate(chars):
        if not _is_figure(char):
            continue
        start = cells[-1].start if cells and cells[-1].end == n and _near(chars[n - 1], char, em_px) else n
        if start < n:
            cells.pop()
        cells.append(Cell(start, n + 1, _place(line, (_middle(chars[start]) + _middle(char)) / 2, em_px)))
    return cells


def cells_in_doubt(line: LineBox, chars: Sequence[ReadChar]) -> list[Cell]:
    """Where figures may have been taken for another character, or for none; nowhere in a horizontal line."""
    if line.direction is not Direction.TTB or len(chars) < 3:
        return []
    em_px = line.type_size_px or line.box[2] - line.box[0]
    middles = [_middle(char) for char in chars]
    step = median(b - a for a, b in pairwise(middles))
    low, high = GAP
    cells: list[Cell] = []
    for n, char in enumerate(chars):
        if n and low * step < middles[n] - middles[n - 1] < high * step:
            cells.append(Cell(n, n, _place(line, (middles[n - 1] + middles[n]) / 2, em_px)))
        if char.confidence < DOUBTFUL and char.text.isalnum() and not _is_figure(char):
            cells.append(Cell(n, n + 1, _place(line, middles[n], em_px)))
    return cells


def _place(line: LineBox, middle: float, em_px: float) -> LineBox:
    half = CELL_EM * em_px / 2
    box = (line.box[0], middle - half, line.box[2], middle + half)
    return LineBox(box, Direction.LTR, TYPE_EM * em_px, 0.0)


def with_pairs(
    chars: Sequence[ReadChar], cells: Sequence[Cell], looks: Sequence[Sequence[ReadChar]]
) -> tuple[ReadChar, ...]:
    """The line with the figures that a second look, one a cell, found side by side."""
    found = list(chars)
    for cell, look in reversed(list(zip(cells, looks, strict=True))):
        read = chars[cell.start : cell.end]
        if _tells_more(look, read):
            top, foot = (read[0].box[1], read[-1].box[3]) if read else (cell.place.box[1], cell.place.box[3])
            found[cell.start : cell.end] = [replace(c, box=(c.box[0], top, c.box[2], foot)) for c in look]
    return tuple(found)


def _tells_more(look: Sequence[ReadChar], read: Sequence[ReadChar]) -> bool:
    if not max(1, len(read)) < len(look) <= MOST_FIGURES or not all(map(_is_figure, look)):
        return False
    least = SURE if read and {c.text for c in read} <= {c.text for c in look} else SURE_OF_OTHERS
    return all(c.confidence > least for c in look)


def _near(one: ReadChar, other: ReadChar, em_px: float) -> bool:
    return _middle(other) - _middle(one) < APART_EM * em_px


def _middle(char: ReadChar) -> float:
    return (char.box[1] + char.box[3]) / 2


def _is_figure(char: ReadChar) -> bool:
    return len(char.text) == 1 and char.text in "0123456789"
