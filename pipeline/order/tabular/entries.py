"""Pieces of type as tables and small advertisements are found in: lines, cut where a wide blank stands in them.

Frame: the straightened working image, px. Only horizontal lines: no table of these pages is set in vertical ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.geometry import Frame, overlap, union
from pipeline.page import Block, Box, Direction, Line, Page

HAN_HEIGHT, DIGIT_HEIGHT = 0.92, 0.74
"""Height of what is printed over the em: Han characters, and digits or Latin letters."""
WIDE_BLANK_EM = 0.95
"""A blank of this width inside a line may be the gap between two cells."""

LEAST_BLANK_EM = 0.35
"""A blank of this width may be one where the columns of the table around it part."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, or the part of it between two wide blanks."""

    line: str
    start: int
    stop: int
    """Numbers of its characters in the line."""
    box: Box
    em: float
    """Its type size by its own height, px."""
    text: str
    block: str = ""

    @property
    def middle_y(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def middle_x(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]


def entries_of(page: Page, blocks: Iterable[Block]) -> list[Entry]:
    """All entries of the horizontal lines of some blocks, from top to bottom."""
    frame = Frame(page.transform)
    made = [
        entry
        for block in blocks
        if block.direction is Direction.LTR
        for line in block.lines
        if line.text.strip()
        for entry in _cut(line, frame, block)
    ]
    return sorted(made, key=lambda e: e.middle_y)


def em_of(text: str, height: float) -> float:
    """The type size that a line of some height has."""
    return height / (HAN_HEIGHT if is_han(text) else DIGIT_HEIGHT)


def _cut(line: Line, frame: Frame, block: Block) -> Iterator[Entry]:
    box = frame.image_box(line.polygon)
    em = em_of(line.text, box[3] - box[1])
    if not _digits_only(line.text):
        # A low line of few characters (一, …) says nothing of its size; what it was set with does.
        em = max(em, 0.6 * block.type_size_px) if len(line.text.strip()) <= 2 else em
    boxes = [frame.image_box(((c.box[0], c.box[1]), (c.box[2], c.box[3]))) for c in line.chars]
    pitch = _han_pitch(line, boxes)
    if pitch and em > 1.3 * pitch:  # the box is that of a band the line stands in, not of its ink
        em = 1.04 * pitch
        middle = (box[1] + box[3]) / 2
        box = (box[0], middle - em / 2, box[2], middle + em / 2)
    printed = [k for k, char in enumerate(line.chars) if char.text.strip()]
    starts = [b for a, b in pairwise(printed) if boxes[b][0] - boxes[a][2] > WIDE_BLANK_EM * em]
    starts = [0, *starts]
    for start, stop in zip(starts, [*starts[1:], len(line.chars)], strict=True):
        part = [k for k in printed if start <= k < stop]
        if not part:
            continue
        x0, x1 = boxes[part[0]][0], boxes[part[-1]][2]
        if start == 0 and x0 - box[0] < 0.7 * em:
            x0 = box[0]
        if stop == len(line.chars) and box[2] - x1 < 0.7 * em:
            x1 = box[2]
        first, end = part[0], part[-1] + 1
        text = "".join(char.text for char in line.chars[first:end])
        yield Entry(line.id, first, end, (x0, box[1], max(x0 + 1.0, x1), box[3]), em, text, block.id)


def cut_at(entry: Entry, page: Page, gaps: Sequence[tuple[float, float]]) -> list[Entry]:
    """The parts of an entry between blanks that lie at upright gaps (left and right edge); itself where none does."""
    frame = Frame(page.transform)
    chars = page.lines[entry.line].chars
    spans = [
        (k, frame.image_box(((chars[k].box[0], chars[k].box[1]), (chars[k].box[2], chars[k].box[3]))))
        for k in range(entry.start, entry.stop)
        if chars[k].text.strip()
    ]
    cuts = [0]
    for number, ((_, a), (_, b)) in enumerate(pairwise(spans), 1):
        middle = (a[2] + b[0]) / 2
        if b[0] - a[2] > LEAST_BLANK_EM * entry.em and any(
            x0 - 0.5 * entry.em < middle < x1 + 0.5 * entry.em for x0, x1 in gaps
        ):
            cuts.append(number)
    if len(cuts) == 1:
        return [entry]
    made = []
    for first, last in zip(cuts, [*cuts[1:], len(spans)], strict=True):
        part = spans[first:last]
        start, stop = part[0][0], part[-1][0] + 1
        box = (part[0][1][0], entry.box[1], part[-1][1][2], entry.box[3])
        text = "".join(char.text for char in chars[start:stop])
        made.append(replace(entry, start=start, stop=stop, box=box, text=text))
    return made


def _han_pitch(line: Line, boxes: Sequence[Box]) -> float:
    """The usual way from one Han character to the next right after it; 0 where there are too few."""
    steps = [
        boxes[k + 1][0] - boxes[k][0]
        for k in range(len(boxes) - 1)
        if is_han(line.chars[k].text) and is_han(line.chars[k + 1].text)
    ]
    return median(steps) if steps else 0.0


def is_han(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" for c in text)


def _digits_only(text: str) -> bool:
    return all(ord(c) < 0x3000 for c in text)


class Levels:
    """Finds the entries near a level quickly."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = sorted(entries, key=lambda e: e.middle_y)
        self._ys = [e.middle_y for e in self._entries]

    def between(self, top: float, bottom: float) -> Sequence[Entry]:
        """Those whose middle lies between two levels."""
        return self._entries[bisect_left(self._ys, top) : bisect_left(self._ys, bottom)]


def box_of(entries: Iterable[Entry]) -> Box:
    return union(e.box for e in entries)


def flat_rules(page: Page) -> list[Box]:
    """The horizontal rules of a page in its working image."""
    return [r for r in _rules(page) if r[2] - r[0] > r[3] - r[1]]


def ground_edges(page: Page) -> list[Box]:
    """Where a tinted or black ground begins and ends, as flat rules: there is none between the head of a table that
    stands on one and its first row."""
    frame = Frame(page.transform)
    grounds = [frame.image_box(inset.polygon) for inset in page.insets if inset.kind != "frame"]
    return [(x0, y, x1, y + 1.0) for x0, y0, x1, y1 in grounds for y in (y0, y1)]


def upright_rules(page: Page) -> list[Box]:
    return [r for r in _rules(page) if r[2] - r[0] <= r[3] - r[1]]


def _rules(page: Page) -> list[Box]:
    frame = Frame(page.transform)
    return [frame.image_box(rule.polygon) for rule in page.rules]


def beside(a: Box, b: Box) -> float:
    """How much of the height of the lower of two boxes they share, from 0 to 1."""
    return max(0.0, overlap(a[1], a[3], b[1], b[3])) / max(1.0, min(a[3] - a[1], b[3] - b[1]))
