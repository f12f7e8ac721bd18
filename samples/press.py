"""What a page is made with: the sheet, the house style, the desk and the list of items printed so far."""
from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from samples.desk import Desk
from samples.fonts import Face
from samples.house import House
from samples.sheet import Box, PrintedLine, Sheet
from samples.typeset import SetLine


@dataclass(slots=True)
class Item:
    """One item of the page: story, picture story, advertisement, notice, table. Fields as in the truth file."""

    id: str
    kind: str
    kicker: str = ""
    headline: str = ""
    subheadline: str = ""
    byline: str = ""
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    continues_on: str = ""
    continued_from: str = ""
    rows: list[list[str]] = field(default_factory=list)  # of a table
    cells: dict[PrintedLine, tuple[int, int]] = field(default_factory=dict)  # row and column of its lines


@dataclass(slots=True)
class Press:
    """The state of one page while it is made; `items` in reading order, `furniture` as (type, text)."""

    sheet: Sheet
    house: House
    desk: Desk
    rng: Random
    items: list[Item] = field(default_factory=list)
    furniture: list[tuple[str, str]] = field(default_factory=list)
    traits: dict[str, list[str]] = field(default_factory=dict)  # what is unusual about an item, by its id

    def item(self, kind: str) -> Item:
        """A new item, last in reading order so far."""
        made = Item(f"a{len(self.items) + 1}", kind)
        self.items.append(made)
        return made

    def aligned(
        self, line: SetLine, face: Face, size_px: int, left: float, right: float, y: float, align: str, role: str,
        item: str | None = None, paragraph: int | None = None, ink: int = 0, squeeze: float = 1.0,
    ) -> Box:
        """Print a line left, centre or right between two x; returns its box."""
        width = (line.right - line.left) * size_px * squeeze
        x = {"left": left, "centre": (left + right - width) / 2, "right": right - width}[align]
        return self.sheet.line(line, face, size_px, x, y, role, item, paragraph, ink, squeeze)
