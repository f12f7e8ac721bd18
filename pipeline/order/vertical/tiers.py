"""Columns of vertical type that were read across the blank between two tiers: cut where the tiers part.

A Republican page is a grid of tiers with less than a character of paper between them, so segmentation takes two
columns in line for one now and then. The places of the characters show the blank, and the columns beside end there.
A small heading that stands over its text with no blank between is cut off where its characters become smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count, pairwise
from statistics import fmean, median

import numpy as np

from pipeline.geometry import Frame, bounds
from pipeline.page import Block, Box, Direction, Line, Page, Point, Polygon

PASSES = ((1.42, 2), (1.27, 5))
"""From the middle of a character to that of the next across tiers, in advances of the line's own type (1 within a
tier), and how many columns beside must bear witness; twice, for the columns that are cut tell of the others."""
WIDE_GAP, HEAD_EM = 1.8, 1.1
LEAST_CHARS = 3
"""Fewer characters than this tell no advance."""
REACH_EM = 18.0
"""How far to the side the columns may stand that bear witness to a tier's end."""
SLACK_EM = 0.8
"""How far the ends of columns may lie from the blank."""
AGAINST = 1.5
"""So many columns that end there must stand against each that runs across."""
LARGER, MUCH_LARGER, TOO_LARGE = 1.08, 1.16, 1.75
"""Advance of a small heading over that of the text beneath it; between the first two a neighbour must bear witness."""
FAT, THICK = 1.28, 1.08
"""Thickness of a line that begins with a heading, in those of the page's columns: segmentation mostly takes in more."""
FAT_GAIN, FAT_MISFIT = 0.35, 0.22
THICK_GAIN, THICK_MISFIT = 0.85, 0.19
"""What two advances must explain better than one, in advances, and what they may leave unexplained of each step."""
LONGEST_HEAD, SHORTEST_HEAD = 9, 3
BESIDE_EM = 3.5
"""How far to the side a column may stand that bears witness to the foot of a small heading."""
NO_HEAD = re.compile(r"[，、。；：？！「」『』（）()A-Za-z0-9]|[一二三四五六七八九〇]{2}")


@dataclass(frozen=True, slots=True)
class _Gap:
    """A blank within a line: after how many characters, and where it begins and ends along the line."""

    after: int
    start: float
    stop: float
    wide: bool
    head: bool
    """Whether larger type stands before it than after it."""
    sure: bool = True
    """Whether that needs no witness beside it."""


def with_lines_of_one_tier(page: Page) -> Page:
    """The page with every vertical line cut where it runs from one tier into the next. Ids: `b1l2`, `b1l2.1`, …"""
    for gap_em, witnesses in PASSES:
        cut = _cut_once(page, gap_em, witnesses)
        if cut is not page:
            page = _cut_once(cut, gap_em, witnesses)
    return page


def _cut_once(page: Page, gap_em: float, witnesses: int) -> Page:
    frame = Frame(page.transform)
    columns = [line for block in page.blocks if block.direction is Direction.TTB for line in block.lines if line.chars]
    if not columns:
        return page
    boxes = dict(zip([c.id for c in columns], map(bounds, _in_image([c.polygon for c in columns], frame)), strict=True))
    em = median(box[2] - box[0] for box in boxes.values())
    centres = _in_image([[_centre(c.box) for c in line.chars] for line in columns], frame)
    heights = [[y for _, y in places] for places in centres]
    advance = _body_advance(heights)
    gaps = {}
    for c, middles in zip(columns, heights, strict=True):
        thick = (boxes[c.id][2] - boxes[c.id][0]) / em
        head = _head_over_text(c.text, middles, thick, advance)
        gaps[c.id] = list(_gaps(middles, gap_em))
        if head is not None and all(abs(g.after - head.after) > 1 for g in gaps[c.id]):
            gaps[c.id] = sorted([*gaps[c.id], head], key=lambda g: g.after)
    ends = _Ends(boxes, gaps, em)
    cuts = {i: found for i, own in gaps.items() if (found := [g for g in own if ends.bear_witness(g, i, witnesses)])}
    if not cuts:
        return page
    taken = set(page.lines)
    return replace(page, blocks=tuple(_with_cuts(block, cuts, frame, taken) for block in page.blocks))


def _in_image(groups: Sequence[Sequence[Point]], frame: Frame) -> list[Polygon]:
    """Groups of points of the scan as points of the working image, all at once: a mesh takes its time."""
    points = frame.to_image([point for group in groups for point in group])
    stops = list(accumulate((len(group) for group in groups), initial=0))
    return [points[start:stop] for start, stop in pairwise(stops)]


def _centre(box: Box) -> Point:
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _gaps(middles: Sequence[float], gap_em: float) -> Iterator[_Gap]:
    """The wide steps in a line whose characters stand at these heights."""
    if len(middles) < 2 * LEAST_CHARS - 1:
        return
    steps = [b - a for a, b in pairwise(middles)]
    advance = median(steps)
    for k, step in enumerate(steps, 1):
        head = _is_head_over_text(steps, k)
        if step > gap_em * advance or head:
            yield _Gap(k, middles[k - 1] + advance / 2, middles[k] - advance / 2, step > WIDE_GAP * advance, head)


def _is_head_over_text(steps: Sequence[float], k: int) -> bool:
    """Whether the first k characters are larger than the rest, with a blank between: a small head over its text."""
    before, after = steps[: k - 1], steps[k:]
    if not 1 <= len(before) <= 8 or len(after) < 3:
        return False
    larger, smaller = median(before), median(after)
    return larger > 1.12 * smaller and steps[k - 1] > 1.18 * larger and steps[k - 1] > 1.4 * smaller


def _body_advance(heights: Sequence[Sequence[float]]) -> float:
    """The advance of most of the page's type."""
    steps = [b - a for middles in heights if len(middles) > 2 * LEAST_CHARS for a, b in pairwise(middles)]
    return median(steps) if steps else 0.0


def _head_over_text(text: str, middles: Sequence[float], thick: float, advance: float) -> _Gap | None:
    """Where a line that begins in larger type goes on in that of the page, if it does. `thick` in those of columns."""
    steps = [b - a for a, b in pairwise(middles)]
    whole = _misfit(steps)
    best: tuple[float, int] | None = None
    for k in range(SHORTEST_HEAD, min(LONGEST_HEAD, len(steps) - 3) + 1):
        larger, smaller = median(steps[: k - 1]), median(steps[k:])
        if larger > smaller > 0:
            between = max(0.0, abs(steps[k - 1] - (larger + smaller) / 2) - 0.1 * smaller)
            left = _misfit(steps[: k - 1]) + _misfit(steps[k:]) + 0.5 * between
            best = max(best or (-1e9, 0), (whole - left, k))
    if best is None:
        return None
    gain, k = best
    larger, smaller = median(steps[: k - 1]), median(steps[k:])
    misfit, gain = (whole - gain) / len(steps) / smaller, gain / smaller
    fat = thick >= FAT and gain > FAT_GAIN and misfit < FAT_MISFIT
    found = fat or (thick >= THICK and gain > THICK_GAIN and misfit < THICK_MISFIT)
    of_the_page = abs(smaller / advance - 1) < 0.15 if advance else False
    if not found or not LARGER <= larger / smaller <= TOO_LARGE or not of_the_page or NO_HEAD.search(text[:k]):
        return None
    start, stop = middles[k - 1] + larger / 2, middles[k] - smaller / 2
    if start > stop:
        start = stop = fmean((start, stop))
    return _Gap(k, start, stop, False, True, fat and larger > MUCH_LARGER * smaller)


def _misfit(steps: Sequence[float]) -> float:
    middle = median(steps) if steps else 0.0
    return sum(abs(step - middle) for step in steps)


class _Ends:
    """Where the columns of a page end and begin, and where they have blanks of their own."""

    def __init__(self, boxes: dict[str, Box], gaps: dict[str, list[_Gap]], em: float) -> None:
        self.em = em
        ids = list(boxes)
        self.number = {i: k for k, i in enumerate(ids)}
        places = np.array([boxes[i] for i in ids])
        self.x, self.top, self.foot = (places[:, 0] + places[:, 2]) / 2, places[:, 1], places[:, 3]
        blanks = [(self.number[i], (g.start + g.stop) / 2) for i in ids for g in gaps[i]]
        self.thick = places[:, 2] - places[:, 0]
        self.owner = np.array([k for k, _ in blanks], dtype=int)
        self.blank = np.array([y for _, y in blanks])

    def bear_witness(self, gap: _Gap, line: str, least: int) -> bool:
        """Whether the columns beside end or begin at a blank, or have it too, and hardly any runs across it."""
        own, middle, slack = self.number[line], (gap.start + gap.stop) / 2, SLACK_EM * self.em
        near = np.abs(self.x - self.x[own]) < REACH_EM * self.em
        near[own] = False
        ends = near & ((np.abs(self.foot - gap.start) < slack) | (np.abs(self.top - gap.stop) < slack))
        across = near & (self.top < middle - 1.5 * self.em) & (self.foot > middle + 1.5 * self.em)
        blank = np.zeros(len(self.x), dtype=bool)
        blank[self.owner[np.abs(self.blank - middle) < 0.5 * slack]] = True
        witnesses = int((ends | (across & blank)).sum())
        if gap.head and self.thick[own] > (HEAD_EM if gap.sure else THICK) * self.em:
            close = near & (np.abs(self.x - self.x[own]) < BESIDE_EM * self.em)
            return gap.sure or bool((close & (ends | blank)).any())
        # A small head with its text beneath: larger type, a wide blank, and one neighbour that has it too is enough.
        if (
            gap.wide
            and self.thick[own] > HEAD_EM * self.em
            and (near & blank & (np.abs(self.x - self.x[own]) < 3 * self.em)).any()
        ):
            return True
        return witnesses >= least and witnesses > AGAINST * int((across & ~blank).sum())


def _with_cuts(block: Block, cuts: dict[str, list[_Gap]], frame: Frame, taken: set[str]) -> Block:
    """The block with its lines cut; `taken`: ids that there are, to which those of the parts are added."""
    if not any(line.id in cuts for line in block.lines):
        return block
    return replace(
        block, lines=tuple(part for line in block.lines for part in _parts(line, cuts.get(line.id, ()), frame, taken))
    )


def _parts(line: Line, gaps: Sequence[_Gap], frame: Frame, taken: set[str]) -> Iterable[Line]:
    if not gaps:
        return (line,)
    x0, y0, x1, y1 = frame.image_box(line.polygon)
    edges = [0, *(g.after for g in gaps), len(line.chars)]
    tops, feet = [y0, *(g.stop for g in gaps)], [*(g.start for g in gaps), y1]
    parts = []
    for k, (start, stop) in enumerate(pairwise(edges)):
        polygon = frame.scan_polygon((x0, min(tops[k], feet[k] - 1), x1, feet[k]))
        name = line.id if k == 0 else next(n for n in map(f"{line.id}.{{}}".format, count(1)) if n not in taken)
        taken.add(name)
        parts.append(replace(line, id=name, polygon=polygon, chars=line.chars[start:stop]))
    return parts
