"""Columns that were read as one: where lines of a table reach over the paper between two columns, row after row.

Where rules between columns are lost or columns stand close, a line finder takes two cells of a row for one line. One
such line looks like a cell with a blank in it; a whole column of them, blank under blank, is two columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from pipeline.geometry import Frame
from pipeline.order.tabular.entries import LEAST_BLANK_EM, Entry
from pipeline.page import Page

Gap = tuple[float, float]

LEAST_ROWS = 4
ONE_BLANK_SHARE = 0.6
"""So many entries of the column have one blank, and no more: rows of numbers have several."""
UNDER_SHARE = 0.6
"""So many of the longer entries have their blank there."""
ACROSS_SHARE = 0.2
"""So many may run across it: the head of both columns."""
BROAD_EM = 0.5
"""The usual blank between two columns is at least so broad; one between words is not."""


def gaps_between_columns(columns: Iterable[Sequence[Entry]], page: Page) -> Iterator[tuple[Gap, Sequence[Entry]]]:
    """The paper between two columns of a table that were taken for one, and the entries that reach over it."""
    for column in columns:
        blanks = {entry: list(_blanks(entry, page)) for entry in column}
        gap = _common(blanks)
        if gap:
            yield gap, [e for e in column if any(a < gap[1] and gap[0] < b for a, b in blanks[e])]


def _blanks(entry: Entry, page: Page) -> Iterator[Gap]:
    """The blanks inside an entry."""
    frame = Frame(page.transform)
    chars = [c for c in page.lines[entry.line].chars[entry.start : entry.stop] if c.text.strip()]
    boxes = [frame.image_box(((c.box[0], c.box[1]), (c.box[2], c.box[3]))) for c in chars]
    for a, b in pairwise(boxes):
        if b[0] - a[2] > LEAST_BLANK_EM * entry.em:
            yield (a[2], b[0])


def _common(blanks: Mapping[Entry, Sequence[Gap]]) -> Gap | None:
    """The blank that most entries of a column share, if it is one between columns."""
    single = [found[0] for found in blanks.values() if len(found) == 1]
    if len(single) < LEAST_ROWS or len(single) < ONE_BLANK_SHARE * len(blanks):
        return None
    em = median(entry.em for entry in blanks)
    x = median((a + b) / 2 for a, b in single)
    under = [(a, b) for a, b in single if a <= x <= b]
    across = [e for e, found in blanks.items() if e.box[0] < x < e.box[2] and not any(a <= x <= b for a, b in found)]
    if len(under) < UNDER_SHARE * len(single) or len(across) > max(1, ACROSS_SHARE * len(blanks)):
        return None
    gap = (max(a for a, _ in under), min(b for _, b in under))
    broad = median(b - a for a, b in under) > BROAD_EM * em
    return gap if broad and gap[1] > gap[0] else None
