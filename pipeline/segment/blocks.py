"""Blocks from lines: rows of one type size that stand one below the other in one measure.

Boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.geometry import overlap, union
from pipeline.page import Box
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine

SIZE_RATIO = 1.25
"""Type of one block does not differ by more."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    lines: tuple[TextLine, ...]
    """From top to bottom."""

    @property
    def box(self) -> Box:
        return union(line.box for line in self.lines)

    @property
    def type_size(self) -> float:
        return median(line.type_size for line in self.lines)

    @property
    def display(self) -> bool:
        return self.lines[0].display


@dataclass
class _Column:
    """A block that grows downward, line by line."""

    lines: list[TextLine]
    left: float
    right: float

    @property
    def last(self) -> TextLine:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return median(line.type_size for line in self.lines[-9:])

    def take(self, line: TextLine) -> None:
        self.lines.append(line)
        self.left, self.right = min(self.left, line.box[0]), max(self.right, line.box[2])


def group_lines(lines: Sequence[TextLine], rules: Sequence[RuleMark], em: float) -> list[LineGroup]:
    """Sweep down the page; each line joins the one block that ends right above it, or begins a new one.

    A block keeps the width of its widest line, so short lines and indented ones do not break it.
    A line that lies under two blocks, or a block over two lines, ends what was there: the measure changes.
    """
    order = sorted(lines, key=lambda n: (n.box[1] + n.box[3]) / 2)
    across = [r.box for r in rules if r.horizontal]
    leading = _leading(order, em)
    columns: list[_Column] = []
    open_columns: list[_Column] = []
    for k, line in enumerate(order):
        open_columns = [c for c in open_columns if line.box[1] - c.last.box[3] < 3 * em]
        above = [c for c in open_columns if _over(c, line, em)]
        hosts = [c for c in above if _continues(c, line, leading, across, em)]
        close_by = [c for c in above if line.box[1] - c.last.box[3] < leading + 0.75 * em]
        if len(hosts) == 1 and len(close_by) <= 1 and not _shared(hosts[0], line, order[k + 1 : k + 30], em):
            hosts[0].take(line)
        else:
            column = _Column([line], line.box[0], line.box[2])
            columns.append(column)
            open_columns = [c for c in open_columns if c not in above or c not in close_by] + [column]
    return [LineGroup(tuple(c.lines)) for c in columns]


def _over(column: _Column, line: TextLine, em: float) -> bool:
    """Whether a line stands beneath a block, by the width of the block."""
    if line.box[1] < column.last.box[3] - 0.5 * em:
        return False
    # A last line of one or two characters tells nothing of the width of its column.
    right = max(column.right, column.left + 6 * em) if len(column.lines) == 1 else column.right
    return overlap(column.left, right, line.box[0], line.box[2]) > 0.4 * em


def _shared(column: _Column, line: TextLine, later: Sequence[TextLine], em: float) -> bool:
    """Whether another line stands in the same row, also beneath the block: two columns under a wide line."""
    low, high = line.box[1], line.box[3]
    return any(
        overlap(low, high, other.box[1], other.box[3]) > 0.6 * min(high - low, other.box[3] - other.box[1])
        and overlap(column.left, column.right, other.box[0], other.box[2]) > 0.4 * em
        for other in later
    )


def _leading(order: Sequence[TextLine], em: float) -> float:
    """The usual paper between two rows of body type."""
    gaps = []
    for k, line in enumerate(order):
        for other in order[k + 1 : k + 30]:
            if overlap(line.box[0], line.box[2], other.box[0], other.box[2]) > 4 * em:
                gap = other.box[1] - line.box[3]
                if 0 < gap < 1.2 * em and not line.display and not other.display:
                    gaps.append(gap)
                break
    return median(gaps) if gaps else 0.4 * em


def _continues(column: _Column, line: TextLine, leading: float, across: Sequence[Box], em: float) -> bool:
    """Whether a line beneath a block is its next one."""
    last = column.last
    if last.display != line.display:
        return False
    if max(column.size, line.type_size) > SIZE_RATIO * min(column.size, line.type_size):
        return False
    gap = line.box[1] - last.box[3]
    if gap > (0.75 * min(column.size, line.type_size) if last.display else leading + 0.75 * em):
        return False
    x0, x1 = max(column.left, line.box[0]), min(column.right, line.box[2])
    low, high = last.box[3] - 0.3 * em, line.box[1] + 0.3 * em
    return not any(overlap(x0, x1, r[0], r[2]) > 0.5 * (x1 - x0) and low < (r[1] + r[3]) / 2 < high for r in across)
