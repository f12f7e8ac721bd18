"""Which printed lines stand in which regions of a fold: regions drawn by one reader, text typed by another.

Neither names the other, nor are the regions of a story always in the order in which they are read. But a region of
columns holds as many lines as columns fit it, each as long as the region is high, and a heading's rows are as long as
its box for the type that fits across. What regions in one order and an article's lines, in theirs, cost together is
found by dynamic programming; which story is which article by an assignment over the fold; and the order of the regions
by moving one at a time while that costs less. Boxes are (left, top, right, bottom) in px of the scan.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from models.period.train import ENTITY, MISSING, PROLOGUE
from pipeline.geometry import overlap
from pipeline.page import Box

EM_PX, PITCH_PX = 25.0, 32.0
"""Body type of Jing bao of 1939 on these scans, and from column to column."""
SIZES_PX = (20.0, 120.0)
"""Type of a heading."""
MOST_ROWS, MOST_LETTERS = 6, 24
LARGE_PX = (29.0, 45.0)
"""Text in larger type: how a report may begin."""
LINE_LOST, REGION_EMPTY, HEADING, STOP, LARGE = 3.0, 6.0, 1.0, 1.5, 0.4
"""What a line that stands nowhere costs, a region without text, a heading before anything is known of its fit, a
stop within it, and a column of larger type (and two more); a column that is a character too long or too short costs
OFF, but for SLACK of its length. What an article begins with is a heading: it costs nothing as one, and as text
NO_HEADING."""
NO_HEADING, APART = 2.0, 4.0
"""And what it costs when columns stand further apart than text does, for each unit of the logarithm beyond a little."""
OFF, MOST_OFF, SLACK = 0.5, 4.0, 0.07
ACROSS_ODD = 2.0
"""What it costs to read rows one way where the text says they run the other."""
MOST_A_LINE = 0.3
"""An article that costs more for each of its lines is not believed to be the story."""
UNLIKE = (0.35, 2.0)
"""An article that has fewer, or more, characters for the room of a story is not tried."""
MOST_ARTICLES = 3
"""So many articles of the text may be one story of the regions."""
TIER_PX = 100.0
BACK, JUMP, JUMP_PX = 2.5, 1.0, 130.0
"""What it costs to go back in the order of the regions, and to leave so much paper out: those of equal columns hold any
text alike."""
FARTHEST = 4
"""So far, in places, a region is moved at once."""
REFUSED = 1e3


@dataclass(frozen=True)
class Line:
    """A printed line: whether it runs across the page, and whether its paragraph ends with it."""

    text: str
    across: bool
    closes: bool


@dataclass(frozen=True)
class Copy:
    """What a region holds, and the height of its characters, px (0: of a heading, row by row)."""

    heading: bool
    lines: tuple[Line, ...]
    size: float = EM_PX


def articles_of(path: Path) -> Iterator[list[Line]]:
    """The articles of a fold's text; words in Latin letters lose their blanks."""
    source = ENTITY.sub(MISSING, PROLOGUE.sub("", path.read_text("utf-8")))
    for item in ElementTree.fromstring(source.replace("<lb/>", "\n")).iter("div"):
        if item.get("type") != "article" or item.get("itemid") is None:
            continue
        lines: list[Line] = []
        for paragraph in item.iter("p"):
            found = [re.sub(r"\s", "", line) for line in "".join(paragraph.itertext()).split("\n")]
            found = [line for line in found if line]
            across = (paragraph.get("mode") or "").startswith("horizontal")
            lines += [Line(text, across, k == len(found) - 1) for k, text in enumerate(found)]
        if lines:
            yield lines


def copies_of(stories: Sequence[Sequence[Box]], articles: Sequence[Sequence[Line]]) -> list[list[tuple[int, Copy]]]:
    """For each story its regions that hold text, by number, as they are read, and what each holds; none where no
    article fits it, nor several that follow one another in the text."""
    told: list[list[tuple[int, Copy]]] = [[] for _ in stories]
    used: set[int] = set()
    for count in range(1, MOST_ARTICLES + 1):
        runs = [range(a, a + count) for a in range(len(articles) - count + 1)]
        runs = [run for run in runs if used.isdisjoint(run)]
        open_stories = [s for s in range(len(stories)) if not told[s]]
        texts = [[line for a in run for line in articles[a]] for run in runs]
        for s, r, copies in _assigned([stories[s] for s in open_stories], texts):
            if used.isdisjoint(runs[r]):
                told[open_stories[s]] = copies
                used.update(runs[r])
    return told


def _assigned(
    stories: Sequence[Sequence[Box]], texts: Sequence[Sequence[Line]]
) -> Iterator[tuple[int, int, list[tuple[int, Copy]]]]:
    """Which story holds which text, where one fits it, and where its lines stand."""
    costs = np.full((len(stories), len(texts)), REFUSED)
    pairs: dict[tuple[int, int], _Pair] = {}
    for s, boxes in enumerate(stories):
        room = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes) / EM_PX / PITCH_PX
        for t, lines in enumerate(texts):
            if UNLIKE[0] < sum(len(line.text) for line in lines) / max(room, 1.0) < UNLIKE[1]:
                pair = pairs[s, t] = _Pair(boxes, lines)
                costs[s, t] = min(map(pair.cost, _likely_orders(boxes)))
    for s, t in zip(*linear_sum_assignment(costs), strict=True):
        if (pair := pairs.get((s, t))) is not None:
            order = min(map(pair.best_order, _likely_orders(stories[s])), key=pair.cost)
            if pair.cost(order) < MOST_A_LINE * len(texts[t]):
                yield int(s), int(t), pair.copies(order)


def _likely_orders(boxes: Sequence[Box]) -> list[list[int]]:
    """That of the annotation, the other way round, from right to left, and tier by tier."""
    given = list(range(len(boxes)))
    leftward = sorted(given, key=lambda k: -boxes[k][2])
    tiers = sorted(given, key=lambda k: (round(boxes[k][1] / TIER_PX), -boxes[k][2]))
    return [given, given[::-1], leftward, tiers]


def _leads_back(a: Box, b: Box) -> bool:
    """Whether a region stands above the one read before it, or right of it in its tier."""
    if _are_beside(a, b):
        return b[0] + b[2] > a[0] + a[2] and b[2] > a[0] + PITCH_PX
    return b[1] + b[3] < a[1] + a[3] and b[2] > a[0] + PITCH_PX


def _jumps(a: Box, b: Box) -> bool:
    """Whether much paper lies between a region and the one read after it in its tier."""
    return _are_beside(a, b) and a[0] - b[2] > JUMP_PX


def _are_beside(a: Box, b: Box) -> bool:
    return overlap(a[1], a[3], b[1], b[3]) > 0.5 * min(a[3] - a[1], b[3] - b[1])


class _Pair:
    """A story's regions and the lines of an article that may stand in them."""

    def __init__(self, boxes: Sequence[Box], lines: Sequence[Line]) -> None:
        self.boxes, self.lines = boxes, lines
        self.choices = [[list(_choices(box, lines, at)) for at in range(len(lines) + 1)] for box in boxes]

    def best_order(self, order: list[int]) -> list[int]:
        """The order to which no move of one region is better."""
        least = self.cost(order)
        while True:
            moves = [
                [*rest[:to], k, *rest[to:]]
                for at, k in enumerate(order)
                for rest in [order[:at] + order[at + 1 :]]
                for to in range(max(0, at - FARTHEST), min(len(rest), at + FARTHEST) + 1)
                if to != at
            ]
            if not moves:
                return order
            found = min(moves, key=self.cost)
            if (cost := self.cost(found)) > least - 0.1:
                return order
            order, least = found, cost

    def cost(self, order: Sequence[int]) -> float:
        steps = [(self.boxes[a], self.boxes[b]) for a, b in pairwise(order)]
        odd = sum(BACK * _leads_back(a, b) + JUMP * _jumps(a, b) for a, b in steps)
        return float(self._filled(order)[0][-1]) + odd

    def copies(self, order: Sequence[int]) -> list[tuple[int, Copy]]:
        """What each region holds, by its number, in this order; those that hold nothing are left out."""
        _, came = self._filled(order)
        held: list[tuple[int, Copy]] = []
        at = len(self.lines)
        for r in range(len(order), 0, -1):
            while at not in came[r]:
                at -= 1
            start, size = came[r][at]
            if size is not None:
                held.append((order[r - 1], Copy(size == 0, tuple(self.lines[start:at]), size)))
            at = start
        return held[::-1]

    def _filled(self, order: Sequence[int]) -> tuple[list[float], list[dict[int, tuple[int, float | None]]]]:
        """What the lines up to each cost when all regions are filled in this order; and for each region, by the line
        it ends before, the one it begins with, and the size (None: it holds nothing)."""
        n = len(self.lines)
        least = [LINE_LOST * k for k in range(n + 1)]
        came: list[dict[int, tuple[int, float | None]]] = [{}]
        for region in order:
            after = [cost + REGION_EMPTY for cost in least]
            how: dict[int, tuple[int, float | None]] = {at: (at, None) for at in range(n + 1)}
            for at, before in enumerate(least):
                for to, cost, size in self.choices[region][at]:
                    if before + cost < after[to]:
                        after[to], how[to] = before + cost, (at, size)
            for at in range(1, n + 1):
                if after[at - 1] + LINE_LOST < after[at]:
                    after[at] = after[at - 1] + LINE_LOST
                    how.pop(at, None)
            least = after
            came.append(how)
        return least, came


def _choices(box: Box, lines: Sequence[Line], at: int) -> Iterator[tuple[int, float, float]]:
    """Up to which line a region may hold what begins at one, what that costs, and in which size (0: a heading)."""
    wide, high = box[2] - box[0], box[3] - box[1]
    columns = max(1, round(wide / PITCH_PX))
    most = min(len(lines), at + max(MOST_ROWS, int(1.2 * columns) + 2))
    odd = stops = 0.0
    longest = 0
    for to in range(at + 1, most + 1):
        line, count = lines[to - 1], to - at
        odd += line.across
        stops += bool(re.search("[、。，（）]", line.text))
        longest = max(longest, len(line.text))
        if count >= int(0.8 * columns) - 1:
            cost = _off(lines[at:to], high / EM_PX) + abs(count - wide / PITCH_PX) + NO_HEADING * (at == 0)
            cost += APART * max(0.0, abs(log(wide / count / PITCH_PX)) - 0.15)
            yield to, cost + ACROSS_ODD * odd, EM_PX
        large = wide / count * EM_PX / PITCH_PX
        if LARGE_PX[0] < large < LARGE_PX[1]:
            yield to, LARGE * (count + 2) + _off(lines[at:to], high / large) + ACROSS_ODD * odd, large
        if count <= MOST_ROWS and longest <= MOST_LETTERS:
            upright = _heading(wide / count, high, longest) + (REFUSED if odd else 0.0)
            across = _heading(high / count, wide, longest) + (0.0 if odd else ACROSS_ODD)
            yield to, min(upright, across) + STOP * stops + HEADING * (at > 0), 0.0


def _off(lines: Sequence[Line], room: float) -> float:
    off = 0.0
    for line in lines:
        over = len(line.text) - room
        far = max(0.0, abs(over) - SLACK * room)
        off += min(MOST_OFF, far) if over > 0 or not line.closes else 0.0
    return OFF * off


def _heading(size: float, length: float, letters: int) -> float:
    """What a row of so many letters of a size costs in a box of a length."""
    if not SIZES_PX[0] < size < SIZES_PX[1]:
        return REFUSED
    share = letters * size / length
    return 8 * max(0.0, share - 1.15) + 4 * max(0.0, 0.45 - share)
