"""Upright type on horizontal pages: headings beside the text and captions beside pictures, read from right to left."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from samples.desk import Copy
from samples.fonts import Face
from samples.heads import joined, split
from samples.house import House
from samples.press import Item, Press
from samples.sheet import Box
from samples.vertical_type import PUSH, SetColumn, cells_of, set_column, set_display, take

HEADING = re.compile(r"[\u4e00-\u9fff/ \u3000]+")
SMALL = re.compile(r"[\u4e00-\u9fff0-9，、/ \u3000]+")
LEAST_PX = 46
LOW, HIGH = 0.42, 0.54  # of kicker and subheadline, in parts of the headline's size


@dataclass(frozen=True, slots=True)
class Upright:
    """One column of a heading or caption; x and y of its top left from that of the block."""

    role: str
    line: SetColumn
    face: Face
    size_px: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class UprightBlock:
    """Columns that stand side by side, in reading order, and the size of all."""

    columns: tuple[Upright, ...]
    width_px: float
    height_px: float

    def print(
        self, press: Press, item: Item, left: float, top: float, ink: int = 0, paragraph: int | None = None,
    ) -> None:
        """Print it with its top left at a point."""
        for one in self.columns:
            press.sheet.column(one.line, one.face, one.size_px, left + one.x, top + one.y, one.role, item.id,
                               paragraph, ink)


@dataclass(frozen=True, slots=True)
class UprightHead:
    """A heading that stands upright, and its texts as the truth has them."""

    block: UprightBlock
    kicker: str
    headline: str
    subheadline: str

    def print(self, press: Press, item: Item, left: float, top: float, ink: int = 0) -> None:
        """Print it and fill in the item."""
        item.kicker, item.headline, item.subheadline = self.kicker, self.headline, self.subheadline
        self.block.print(press, item, left, top, ink)
        box = (left, top, left + self.block.width_px, top + self.block.height_px)
        press.sheet.region("headline", box, item.id)


def _size(lines: list[str], width_px: float, height_px: float, spacing: float) -> int:
    """The largest type in which columns fit."""
    longest = max(len(line) + (len(line) - 1) * spacing for line in lines)
    return int(min(height_px / longest, width_px / (1.22 * len(lines))))


def make_upright_head(
    copy: Copy, house: House, rng: Random, width_px: float, height_px: float, largest_px: int,
) -> UprightHead | None:
    """A heading of one or two columns for a space, perhaps with kicker and subheadline, or None if nothing fits."""
    face, spacing = rng.choice(house.display), rng.choice((0.0, 0.04, 0.1, 0.2))
    parts = rng.choice((1, 1, 2))
    least = max(LEAST_PX, round(1.35 * house.size_px))

    def lines_of(text: str) -> list[str]:
        both = split(text, face, 2) if parts == 2 or "/" in text else [text]
        return both if all(both) else [text.replace("/", "\u3000")]

    def fits(text: str) -> bool:
        return bool(HEADING.fullmatch(text)) and _size(lines_of(text), width_px, height_px, spacing) >= least

    text = copy.heading("head", fits)
    lines = lines_of(text) if text else []
    if not text or _size(lines, width_px, height_px, spacing) < least:
        return None
    size = min(_size(lines, width_px, height_px, spacing), largest_px)
    room = width_px - 1.22 * size * len(lines)
    set_lines = [set_display(line, spacing) for line in lines]
    tall = max(line.bottom for line in set_lines) * size
    below = 0.0 if len(lines) < 2 else rng.choice((0.0, 0.6, 1.0))  # the second column begins lower down
    drop = min(below * size, height_px - set_lines[-1].bottom * size) if len(lines) > 1 else 0.0
    tall = max(tall, drop + set_lines[-1].bottom * size)
    kicker = _small(copy, "kick", house.kicker, size, room, tall, rng, 0.4)
    room -= 1.4 * kicker.size_px if kicker else 0.0
    sub = _small(copy, "sub", house.kicker, size, room, tall, rng, 0.35)
    placed: list[Upright] = []
    x = 0.0
    if sub:  # from left to right; they are read the other way
        placed.append(Upright("subheadline", sub.line, sub.face, sub.size_px, x, tall - sub.line.bottom * sub.size_px))
        x += 1.4 * sub.size_px
    for k in range(len(lines) - 1, -1, -1):
        placed.append(Upright("headline", set_lines[k], face, size, x, drop if k else 0.0))
        x += size * 1.22
    x -= 0.22 * size
    if kicker:
        placed.append(Upright("kicker", kicker.line, kicker.face, kicker.size_px, x + 0.35 * kicker.size_px, 0.0))
        x += 1.35 * kicker.size_px
    block = UprightBlock(tuple(placed[::-1]), x, tall)
    over, under = kicker.line.text if kicker else "", sub.line.text if sub else ""
    return UprightHead(block, over, joined(text, tuple(lines)), under)


def _small(
    copy: Copy, tag: str, face: Face, size: int, room_px: float, tall_px: float, rng: Random, chance: float,
) -> Upright | None:
    """A kicker or subheadline of one column, sometimes."""
    small = round(size * rng.uniform(LOW, HIGH))
    if rng.random() > chance or room_px < 1.5 * small or small < 30:
        return None
    fits: Callable[[str], bool] = lambda text: bool(SMALL.fullmatch(text)) and len(text) * small <= tall_px  # noqa: E731
    text = copy.heading(tag, fits)
    if not text:
        return None
    return Upright(tag, set_column(cells_of(text, paired=True)), face, small, 0.0, 0.0)


def make_upright_caption(text: str, face: Face, size_px: int, height_px: float) -> UprightBlock | None:
    """A caption in columns no higher than a picture, or None if they would be too many."""
    cells = cells_of(text, paired=True)
    room = int(height_px / size_px)
    if room < 6:
        return None
    columns: list[SetColumn] = []
    start = 0
    while start < len(cells):
        stop = take(cells, start, room, PUSH)
        kept = cells[start:stop]
        while kept and kept[-1].text.isspace():
            kept.pop()
        if kept:
            columns.append(set_column(kept))
        start = stop
        while start < len(cells) and cells[start].text.isspace():
            start += 1
    if len(columns) > 5:
        return None
    step = 1.28 * size_px
    width = step * len(columns) - 0.28 * size_px
    placed = tuple(Upright("caption", line, face, size_px, width - size_px - k * step, 0.0)
                   for k, line in enumerate(columns))
    return UprightBlock(placed, width, max(line.bottom for line in columns) * size_px)


def centred(block: UprightBlock, box: Box, down: float) -> tuple[float, float]:
    """(left, top) of a block in the middle of a box, `down` of the free height from its top."""
    left = (box[0] + box[2] - block.width_px) / 2
    return left, box[1] + (box[3] - box[1] - block.height_px) * down
