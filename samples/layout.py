"""Frames of a page: an area is cut again and again, every time differently, until there is a frame for every item.

x in base columns of the house style, y in px of the page; a `Leaf` is the frame of one item, a `Stroke` a rule between
items.
"""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.house import House
from samples.sheet import Box


@dataclass(frozen=True, slots=True)
class Shape:
    """How a story departs from a heading above columns of text.

    `head`: above; centre (text on both sides of it); amid (text above it too); left, right, between (upright, beside
    or between the columns). `ground` of the heading: reversed, tinted, screened or none. `jump`: to, from or none.
    """

    head: str = "above"
    ground: str = ""
    backwards: bool = False  # the heading runs from right to left
    upright_caption: bool = False
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The frame of one item: box in px, how many base columns it is wide, rank of its heading, frame and tint."""

    kind: str
    box: Box
    columns: int
    rank: str = "minor"
    boxed: bool = False
    tint: int | None = None
    measures: int = 0  # columns the text is set in; 0: as many as base columns
    head_columns: int = 0  # columns under the heading; 0: chosen when the story is set
    inset: Leaf | None = None
    signed: bool = True  # with a byline
    shape: Shape | None = None
    insets: tuple[Inset, ...] = ()

    @property
    def width(self) -> float:
        """Width in px."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Height in px."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Inset:
    """An item inside the frame of a story, whose text wraps around it; the frame of `leaf` is chosen as it is set.

    `down`: top (beside the heading), under (the heading), middle, foot; `along`: left, middle, right, all. `wide` in
    columns of the story, `tall` in parts of its height.
    """

    leaf: Leaf
    down: str
    along: str
    wide: int
    tall: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A rule between two items, from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Frames in reading order, and the rules between them."""

    leaves: tuple[Leaf, ...]
    strokes: tuple[Stroke, ...] = ()

    def __add__(self, other: Plan) -> Plan:
        return Plan(self.leaves + other.leaves, self.strokes + other.strokes)


@dataclass(slots=True)
class _Cell:
    first: int
    count: int
    top: float
    bottom: float


class Grid:
    """The base columns of a page: where they stand."""

    def __init__(self, house: House, left: float) -> None:
        self.house, self.left = house, left

    def span(self, first: int, count: int) -> tuple[float, float]:
        """(left, right) x of `count` columns from column `first`."""
        step = self.house.column_px + self.house.gutter_px
        left = self.left + first * step
        return left, left + self.house.across(count)


@dataclass(frozen=True, slots=True)
class Cuts:
    """How small frames may get: height of narrow and of wide ones in px, and the blank between them in pitches."""

    narrow_px: float = 620
    wide_px: float = 560
    gap: tuple[float, float] = (1.1, 1.9)

    def least_height(self, house: House, columns: int) -> float:
        """The least height of a frame so many columns wide, in px."""
        return max(11 * house.pitch_px, self.narrow_px if columns <= 2 else self.wide_px)


def _cut(cell: _Cell, house: House, rng: Random, cuts: Cuts) -> tuple[_Cell, _Cell, bool] | None:
    """Cut a cell in two, upright (True) or across, or None if it is too small for two items."""
    width, height = house.across(cell.count), cell.bottom - cell.top
    across_ok = height > 2.15 * cuts.least_height(house, cell.count)
    choices = [k for k in range(1, cell.count) if 4.2 * house.across(min(k, cell.count - k)) > height]
    upright_ok = bool(choices)
    if not across_ok and not upright_ok:
        return None
    upright = upright_ok and (not across_ok or rng.random() < 0.15 + 0.7 * (width / (width + 0.9 * height)))
    if upright:
        k = rng.choice(choices)
        return (_Cell(cell.first, k, cell.top, cell.bottom),
                _Cell(cell.first + k, cell.count - k, cell.top, cell.bottom), True)
    least = cuts.least_height(house, cell.count) / height
    share = rng.uniform(max(0.3, least), min(0.7, 1 - least))
    gap = house.pitch_px * rng.uniform(*cuts.gap)
    middle = cell.top + share * height
    return (_Cell(cell.first, cell.count, cell.top, middle - gap / 2),
            _Cell(cell.first, cell.count, middle + gap / 2, cell.bottom), False)


def partition(
    grid: Grid, columns: int, top: float, bottom: float, wanted: int, rng: Random, first: int = 0,
    cuts: Cuts | None = None,
) -> Plan:
    """Cut an area into about `wanted` frames, largest first; frames come out in reading order."""
    house = grid.house
    order = [_Cell(first, columns, top, bottom)]
    strokes: list[Stroke] = []
    stuck: set[int] = set()
    while len(order) < wanted:
        open_cells = [cell for cell in order if id(cell) not in stuck]
        if not open_cells:
            break
        cell = max(open_cells, key=lambda one: house.across(one.count) * (one.bottom - one.top) * rng.uniform(0.7, 1.3))
        halves = _cut(cell, house, rng, cuts or Cuts())
        if halves is None:
            stuck.add(id(cell))
            continue
        one, two, upright = halves
        at = order.index(cell)
        order[at:at + 1] = [one, two]
        left, right = grid.span(cell.first, cell.count)
        if upright:
            x = grid.span(two.first, two.count)[0] - house.gutter_px / 2
            strokes.append(Stroke(x, cell.top, x, cell.bottom))
        else:
            y = (one.bottom + two.top) / 2
            strokes.append(Stroke(left, y, right, y))
    leaves = []
    for cell in order:
        left, right = grid.span(cell.first, cell.count)
        leaves.append(Leaf("article", (left, cell.top, right, cell.bottom), cell.count))
    return Plan(tuple(leaves), tuple(strokes))
