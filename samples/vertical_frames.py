"""Frames of vertical text: tiers and columns, what is blocked in them, and the slots that running text takes."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samples.sheet import Box
from samples.vertical_house import Style


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one column of body type: frame, tier and column in it, left and top in px, room in characters."""

    frame: Frame
    tier: int
    column: int
    x: float
    y: float
    rows: int


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of a frame that are taken: tiers and columns, and how many rows from the top (0: all)."""

    tier: int
    tiers: int
    column: int
    columns: int
    rows: int = 0


class Frame:
    """A box of `tiers` tiers whose columns stand on one grid from its right edge to its left."""

    def __init__(self, style: Style, box: Box, tiers: int) -> None:
        self.style, self.box, self.tiers = style, box, tiers
        width = box[2] - box[0] - style.size_px
        self.columns = max(1, int(width / style.pitch_px + 0.3) + 1)
        self.pitch_px = width / (self.columns - 1) if self.columns > 1 else style.pitch_px
        self.blocks: list[Block] = []
        self._skip = [[0] * self.columns for _ in range(tiers)]

    def left(self, column: int) -> float:
        """Left edge of a column."""
        return self.box[2] - self.style.size_px - column * self.pitch_px

    def top(self, tier: int) -> float:
        """Top of a tier."""
        return self.box[1] + tier * self.style.step_px

    def span(self, block: Block) -> Box:
        """The box of a block."""
        right = self.left(block.column) + self.style.size_px
        left = self.left(block.column + block.columns - 1)
        top = self.top(block.tier)
        bottom = top + (block.tiers - 1) * self.style.step_px + self.style.tier_px
        if block.rows:
            bottom = top + (block.rows - 1) * self.style.cell_px + self.style.size_px
        return left, top, right, bottom

    def take(self, block: Block) -> Box:
        """Mark cells as taken; returns their box."""
        for tier in range(block.tier, block.tier + block.tiers):
            for column in range(block.column, block.column + block.columns):
                self._skip[tier][column] = block.rows or self.style.tier_chars
        self.blocks.append(block)
        return self.span(block)

    def is_free(self, tier: int, tiers: int, column: int, columns: int) -> bool:
        """Whether all these cells exist and are free."""
        if tier + tiers > self.tiers or column + columns > self.columns or column < 0:
            return False
        return not any(any(row[column:column + columns]) for row in self._skip[tier:tier + tiers])

    def free_columns(self, tier: int, column: int) -> int:
        """How many columns are free from a column on to the left."""
        count = 0
        while column + count < self.columns and not self._skip[tier][column + count]:
            count += 1
        return count

    def slots(self, tier: int = 0, column: int = 0) -> Iterator[Slot]:
        """The free slots from a place on, in reading order."""
        for at in range(tier, self.tiers):
            for k in range(column if at == tier else 0, self.columns):
                skip = self._skip[at][k]
                if self.style.tier_chars - skip >= 3:
                    yield Slot(self, at, k, self.left(k), self.top(at) + skip * self.style.cell_px,
                               self.style.tier_chars - skip)

    def rules(self) -> Iterator[tuple[float, float, float]]:
        """(left, right, y) of the gaps between tiers that no block crosses."""
        for tier in range(self.tiers - 1):
            crossed = [any(b.tier <= tier < b.tier + b.tiers - 1 and b.column <= k < b.column + b.columns
                           for b in self.blocks) for k in range(self.columns)]
            y = self.top(tier) + self.style.tier_px + self.style.gap_px / 2
            first = 0
            while first < self.columns:
                last = first
                while last < self.columns and crossed[last] == crossed[first]:
                    last += 1
                if not crossed[first] and last - first >= 2:
                    yield self.left(last - 1), self.left(first) + self.style.size_px, y
                first = last
