"""The rows of a vertical page one by one: body type, display type, lines across.

Frame: the sheet of `sheet.py`, which is the page turned 90 degrees counter-clockwise. A tier of the page is a column
of the sheet, the right side of the page its head: u runs down the page, v from its right edge to its left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from pipeline.geometry import overlap
from pipeline.language.traditional import simplified
from pipeline.order.sheet import Row, Sheet
from pipeline.page import Box, Direction

DISPLAY_EM = 1.17
ACROSS_CHARS = 2
LEVEL, WIDE_SET = 0.8, 1.2
"""The characters of one row have so much of their height in common and are no further apart, in their size."""


class Type(StrEnum):
    """How a row is set."""

    BODY = "body"
    DISPLAY = "display"  # larger type, downwards
    ACROSS = "across"  # a line across the page's columns, of any size


@dataclass(frozen=True, slots=True)
class Column:
    """One row of a vertical page."""

    row: Row
    type: Type
    size: float
    """Em of its type, px."""
    plain: str
    """Its text in simplified characters, as the model of the language knows them."""
    inset: int = -1
    head_odds: float = 0.0
    """Log odds that it is part of a heading."""

    @property
    def box(self) -> Box:
        return self.row.box

    @property
    def middle(self) -> float:
        return (self.row.box[1] + self.row.box[3]) / 2


@dataclass(frozen=True)
class Grid:
    """The columns of a sheet and the measures of its body type."""

    sheet: Sheet
    columns: tuple[Column, ...]
    em: float
    pitch: float
    """From column to column, px."""
    indented: bool
    """Whether paragraphs begin with a blank."""


def grid_of(sheet: Sheet) -> Grid:
    """All rows of a vertical sheet, sorted into body and display type."""
    rows = [(row, p.direction, p.inset) for p in sheet.pieces for row in p.rows]
    em = _body_em([row for row, direction, _ in rows if direction is Direction.TTB])
    plain = simplified([row.text for row, _, _ in rows])
    across = [row for row, direction, _ in rows if _is_across(row, direction)]
    columns = []
    for (row, direction, inset), text in zip(rows, plain, strict=True):
        size = type_size(row, direction)
        kind = Type.BODY
        if _is_across(row, direction) or _is_of_line_across(row, across, em):
            kind = Type.ACROSS
        elif size > DISPLAY_EM * em and (len(row.text) >= 2 or size > 1.5 * em):
            kind = Type.DISPLAY
        columns.append(Column(row, kind, size, text, inset))
    return Grid(sheet, tuple(columns), em, _pitch(columns, em), _is_indented(columns, em))


def _is_across(row: Row, direction: Direction) -> bool:
    return direction is not Direction.TTB and len(row.text.strip()) >= ACROSS_CHARS


def _is_of_line_across(row: Row, across: Sequence[Row], em: float) -> bool:
    """Whether a single large character stands in line with a row across that is set as large and wide."""
    u0, v0, u1, v1 = row.box
    size = u1 - u0
    if len(row.text.strip()) != 1 or size < DISPLAY_EM * em:
        return False
    for other in across:
        height = other.box[2] - other.box[0]
        level = overlap(u0, u1, other.box[0], other.box[2]) > LEVEL * max(size, height)
        if level and -0.2 * size < -overlap(v0, v1, other.box[1], other.box[3]) < WIDE_SET * size:
            return True
    return False


def type_size(row: Row, direction: Direction) -> float:
    """The em of a row by its thickness and by the advance of its characters, whichever is less: fat rows hold parts of
    neighbours, and headings are spaced out."""
    u0, v0, u1, v1 = row.box
    length, thickness = (u1 - u0, v1 - v0) if direction is Direction.TTB else (v1 - v0, u1 - u0)
    count = len(row.text.strip())
    return thickness if count < 2 else min(1.03 * thickness, length / max(1.0, count - 0.15))


def _body_em(rows: Sequence[Row]) -> float:
    """The thickness in which most of the text is set."""
    weight: dict[int, int] = {}
    for row in rows:
        size = round(row.box[3] - row.box[1])
        weight[size] = weight.get(size, 0) + len(row.text)
    if not weight:
        return 30.0
    near = {s: sum(weight.get(s + d, 0) for d in range(-2, 3)) for s in weight}
    best = max(near, key=lambda s: near[s])
    group = [(s, w) for s, w in weight.items() if abs(s - best) <= 2]
    return 1.03 * sum(s * w for s, w in group) / sum(w for _, w in group)


def _pitch(columns: Sequence[Column], em: float) -> float:
    """The usual distance between neighbours that stand level."""
    body = sorted((c for c in columns if c.type is Type.BODY), key=lambda c: c.middle)
    steps = []
    for k, one in enumerate(body):
        for other in body[k + 1 :]:
            step = other.middle - one.middle
            if step > 2.2 * em:
                break
            if step > 0.8 * em and abs(other.box[0] - one.box[0]) < 0.4 * em:
                steps.append(step)
                break
    return median(steps) if steps else 1.3 * em


def _is_indented(columns: Sequence[Column], em: float) -> bool:
    """Whether the column after one that stops short begins lower than its neighbours, more often than not."""
    body = sorted((c for c in columns if c.type is Type.BODY and len(c.row.text) > 2), key=lambda c: c.middle)
    yes = no = 0
    for k, one in enumerate(body):
        for other in body[k + 1 :]:
            if other.middle - one.middle > 2.2 * em:
                break
            if (
                overlap(one.box[0], one.box[2], other.box[0], other.box[2]) > 2 * em
                and other.box[2] - one.box[2] > 2 * em
            ):
                lower = other.box[0] - one.box[0]
                if abs(lower) < 0.4 * em:
                    no += 1
                elif 0.6 * em < lower < 2.6 * em:
                    yes += 1
                break
    return yes > 0.8 * no
