"""A vertical page as frames of tiers: in which order its parts are read.

A page is cut upright into frames and across into tiers; within a frame the text runs through one tier from right to
left and goes on in the tier beneath. So cuts across never change the order, and all depends on the upright ones: a
lane of paper or a rule that parts several tiers at once. Whether such a lane parts frames or only stands beside a
heading, its width, its rules and the text on both sides tell: does it go on to the left, or beneath?

Frame: that of `columns.py`; u runs down the page, v from right to left. A lane is an interval of v.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.language import continuation
from pipeline.order import wording
from pipeline.order.vertical.columns import Column, Grid
from pipeline.page import Box

LANE_EM = 0.3
"""Less paper than this, beyond the blank between columns, parts no frames, unless a rule stands in it."""
RULED_LANE_EM = 0.3
RULE_SHARE = 0.6
STRAY = 0.25
"""Share of the columns that may run across the blank between two tiers, each alone there: they are read wrongly."""
STRAYS_TOGETHER = 2
"""More neighbours than this that run across are a frame of other tiers."""
LEAST_OF_TIER = 3
LANGUAGE = 0.5
RULED, ONE_RULE = 2.2, 1.2
"""What rules in a lane are worth, and what more one that runs through all tiers."""
OVERHANG, OVERHANG_EM = 3.0, 4.0
"""What a lane counts less in the choice of groups whose rule runs this far on into the tiers beside."""
BIN = 0.125
"""Grain of the search for lanes and tiers, em."""


Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Atom:
    """What is moved as one: a column of body type, a heading, a picture, an inset with all that it holds."""

    kind: str
    box: Box
    index: int
    column: Column | None = None

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True)
class Run:
    """Atoms of one tier of one frame from right to left."""

    atoms: tuple[Atom, ...]
    tier: tuple[float, float]
    opens_frame: bool


@dataclass(frozen=True)
class _Lane:
    start: float
    stop: float
    ruled: bool


def runs_of(atoms: Sequence[Atom], grid: Grid, rules: Sequence[Box]) -> list[Run]:
    """The atoms of a region in reading order."""
    flat = [r for r in rules if r[2] - r[0] > r[3] - r[1]]
    return _Cutter(grid, flat).cut(list(atoms), True)


class _Cutter:
    def __init__(self, grid: Grid, rules: Sequence[Box]) -> None:
        self.grid, self.em, self.rules = grid, grid.em, rules
        self.blank = max(0.0, grid.pitch - grid.em)

    def cut(self, atoms: list[Atom], opens: bool) -> list[Run]:
        if not atoms:
            return []
        bands = self.bands(atoms)
        if len(bands) == 1 and self.is_tall(atoms):
            parts = self.side_by_side(atoms)
            if len(parts) > 1:
                return [run for k, part in enumerate(parts) for run in self.cut(part, k > 0 or opens)]
            bands = self.bands(atoms, at_any_cost=True)
        if len(bands) == 1:
            return self.one_band(atoms, opens)
        runs: list[Run] = []
        for first, last, lanes in self.groups(bands):
            members = [a for band in bands[first : last + 1] for a in band]
            start = opens and first == 0
            if not lanes:
                runs += (
                    self.cut(members, start) if last > first or self.is_tall(members) else self.one_band(members, start)
                )
                continue
            for part in _parts(members, lanes):
                runs += self.cut(part, True)
        return runs

    def one_band(self, atoms: list[Atom], opens: bool) -> list[Run]:
        """A single tier."""
        under = self.under_headings(atoms)
        ordered = tuple(sorted(atoms, key=lambda a: min(_key(a, self.em), under.get(id(a), 1e9))))
        body = [a.box for a in atoms if a.kind == "body"] or [a.box for a in atoms]
        tier = (float(np.percentile([b[0] for b in body], 20)), float(np.percentile([b[2] for b in body], 90)))
        return [Run(ordered, tier, opens)]

    def under_headings(self, atoms: Sequence[Atom]) -> dict[int, float]:
        """For each heading with columns beneath it in its tier, where the rightmost of them stands: it goes before."""
        found = {}
        body = [a for a in atoms if a.kind == "body"]
        tops = sorted(a.box[0] for a in body)
        for head in atoms:
            if head.kind != "heading" or not tops:
                continue
            _, v0, u1, v1 = head.box
            slack = 2.6 * self.em
            level = [
                a for a in body if -0.5 * self.em < a.box[0] - u1 < 3.2 * self.em and v0 - slack < a.middle < v1 + slack
            ]
            beneath = [a for a in level if v0 - 0.3 * self.em < a.middle < v1 + 0.3 * self.em]
            if beneath:
                found[id(head)] = min(a.middle for a in level) - 0.1 * self.em
        return found

    def side_by_side(self, atoms: Sequence[Atom]) -> list[list[Atom]]:
        """Frames beside each other whose tiers differ: parted at any lane that goes through."""
        lanes = self.lanes([list(atoms)])
        return [part for part in _parts(atoms, lanes) if part]

    def is_tall(self, atoms: Sequence[Atom]) -> bool:
        """Whether columns stand above each other, so that this is no single tier."""
        body = sorted((a for a in atoms if a.kind == "body"), key=lambda a: a.middle)
        stacked = sum(
            abs(a.middle - b.middle) < 0.6 * self.em and overlap(a.box[0], a.box[2], b.box[0], b.box[2]) < 0.5 * self.em
            for a, b in pairwise(body)
        )
        return stacked >= 2 or (stacked == 1 and len(body) < 8)

    def bands(self, atoms: Sequence[Atom], at_any_cost: bool = False) -> list[list[Atom]]:
        """The atoms by tiers: cut at the blanks along u that columns of body type leave; larger things cross them."""
        body = sorted((a for a in atoms if a.kind == "body"), key=lambda a: a.middle)
        if len(body) < 2:
            return [list(atoms)]
        step = BIN * self.em
        # Marks hang over the ends of columns now and then.
        starts = np.array([a.box[0] for a in body]) + 0.15 * self.em
        stops = np.array([a.box[2] for a in body]) - 0.15 * self.em
        low = starts.min()
        cover = np.zeros(int((stops.max() - low) / step) + 3)
        for start, stop in zip(starts, stops, strict=True):
            cover[int((start - low) / step) : max(int((start - low) / step), int((stop - low) / step)) + 1] += 1
        reach = int(6 / BIN)
        local = np.array([cover[max(0, k - reach) : k + reach].max() for k in range(len(cover))])
        edges = [-1e9]
        for first, last in _blanks(cover, (0.45 if at_any_cost else STRAY) * local):
            if first == 0 or last >= len(cover) - 2:
                continue
            inner = cover[first : last + 1]
            lowest = np.flatnonzero(inner <= inner.min() + 0.02 * local[first])
            u0, u1 = low + (first + lowest[0]) * step, low + (first + lowest[-1] + 1) * step
            if u1 - u0 < 0.25 * self.em:
                continue
            u = (u0 + u1) / 2
            between = [a.box for a in atoms if a.kind == "inset" and _is_between(a.box, u0, u1)]
            if between and not at_any_cost:
                # A frame that stands alone between two tiers is of neither: no lane of theirs ends at it.
                edges += [min(b[0] for b in between), max(b[2] for b in between)]
            elif at_any_cost or _longest_run(u, starts, stops, 3 * self.em) <= STRAYS_TOGETHER:
                edges.append(u)
        edges.append(1e9)
        bands: list[list[Atom]] = [[] for _ in edges[1:]]
        for a in atoms:
            length = a.box[2] - a.box[0]
            at = a.box[0] + (0.5 * length if a.kind == "body" else min(1.5 * self.em, 0.5 * length))
            bands[int(np.searchsorted(edges, at)) - 1].append(a)
        return [band for band in bands if band]

    def groups(self, bands: Sequence[list[Atom]]) -> list[tuple[int, int, list[_Lane]]]:
        """The bands in groups that lanes part in common; the best grouping, by dynamic programming."""
        n = len(bands)
        best: list[tuple[float, int, list[_Lane]]] = [(0.0, 0, [])]
        spans = [_span(band) for band in bands]
        for stop in range(1, n + 1):
            choices = []
            for start in range(stop):
                span = (min(s[0] for s in spans[start:stop]), max(s[1] for s in spans[start:stop]))
                above = [a for band in bands[:start] for a in band if a.box[2] > span[0] + self.em]
                lanes, score = ([], 0.0) if stop - start == 1 else self.scored(bands[start:stop], above, span)
                choices.append((best[start][0] + score - 0.01 * (not lanes) * (stop - start > 1), start, lanes))
            best.append(max(choices, key=lambda c: c[0]))
        groups = []
        at = n
        while at:
            _, start, lanes = best[at]
            groups.append((start, at - 1, lanes))
            at = start
        return groups[::-1]

    def scored(
        self, bands: Sequence[list[Atom]], above: Sequence[Atom], span: tuple[float, float]
    ) -> tuple[list[_Lane], float]:
        """The lanes through all of these bands that are worth to be cut, and what they are worth together.

        `above` holds what hangs into the bands, which reach over `span`, from those before: no lane goes through it."""
        kept, total = [], 0.0
        lanes = [
            lane
            for lane in self.lanes(bands)
            if all(overlap(lane.start, lane.stop, a.box[1], a.box[3]) < 0.1 * self.em for a in above)
        ]
        walls = [-1e9, *((lane.start + lane.stop) / 2 for lane in lanes), 1e9]
        for k, lane in enumerate(lanes):
            score = self.worth(lane, bands, walls[k], walls[k + 2])
            if score > 0:
                kept.append(lane)
                total += max(0.0, score - OVERHANG) if self.overhangs(lane, span) else score
        return kept, total

    def lanes(self, bands: Sequence[list[Atom]]) -> list[_Lane]:
        """Blank intervals of v through all bands."""
        step = BIN * self.em
        atoms = [a for band in bands for a in band]
        box = union(a.box for a in atoms)
        cover = np.zeros(int((box[3] - box[1]) / step) + 2)
        for a in atoms:
            if a.column is not None and len(a.column.row.text) < 3 and a.column.row.confidence < 0.6:
                continue
            start, stop = a.box[1] + 0.08 * self.em, a.box[3] - 0.08 * self.em
            cover[int((start - box[1]) / step) : int((stop - box[1]) / step) + 1] += 1
        found = []
        for first, last in _blanks(cover, np.zeros(len(cover))):
            start, stop = box[1] + first * step, box[1] + (last + 1) * step
            if first == 0 or last >= len(cover) - 2:
                continue
            ruled = self.is_ruled(start, stop, box)
            if stop - start >= (RULED_LANE_EM if ruled else LANE_EM) * self.em + (0 if ruled else self.blank):
                found.append(_Lane(start, stop, ruled))
        return found

    def overhangs(self, lane: _Lane, span: tuple[float, float]) -> bool:
        """Whether a rule in the lane goes on over more tiers than these: they were better parted together."""
        return any(
            lane.start - 0.4 * self.em < (r[1] + r[3]) / 2 < lane.stop + 0.4 * self.em
            and overlap(r[0], r[2], *span) > 2 * self.em
            and max(span[0] - r[0], r[2] - span[1]) > OVERHANG_EM * self.em
            for r in self.rules
        )

    def has_one_rule(self, lane: _Lane, box: Box) -> bool:
        """Whether one rule stands in the lane from the first tier to the last: one beside a heading ends with it."""
        return any(
            lane.start - 0.4 * self.em < (r[1] + r[3]) / 2 < lane.stop + 0.4 * self.em
            and overlap(r[0], r[2], box[0], box[2]) > 0.9 * (box[2] - box[0])
            for r in self.rules
        )

    def is_ruled(self, start: float, stop: float, box: Box) -> bool:
        length = sum(
            max(0.0, overlap(r[0], r[2], box[0], box[2]))
            for r in self.rules
            if start - 0.4 * self.em < (r[1] + r[3]) / 2 < stop + 0.4 * self.em
        )
        return length > RULE_SHARE * (box[2] - box[0])

    def worth(self, lane: _Lane, bands: Sequence[list[Atom]], right_wall: float, left_wall: float) -> float:
        """Log odds that a lane parts frames: paper and rules, and where the text goes on."""
        wide = (lane.stop - lane.start - self.blank) / self.em
        score = RULED if lane.ruled else float(np.clip(4.0 * (wide - 0.5), -1.5, 1.8))
        middle = (lane.start + lane.stop) / 2
        right = [[a for a in band if right_wall < a.middle < middle] for band in bands]
        left = [[a for a in band if middle < a.middle < left_wall] for band in bands]
        # A speck or a line that is left over between the tiers is none.
        tiers = sum(len(band) >= LEAST_OF_TIER for band in bands)
        if tiers < 2:
            return 0.0
        score += 0.8 * (tiers - 2)
        if self.has_one_rule(lane, union(a.box for band in bands for a in band if a.kind == "body")):
            score += ONE_RULE
        if self.beside_heading(lane, [a for part in left for a in part], bands):
            score -= 1.8
        evidence = 0.0
        ends = [self._ends(part) for part in right]
        others = [self._ends(part) for part in left]
        for k in range(len(bands)):
            evidence -= self.goes_on(ends[k][1], others[k][0], bands[k], bands[k])
            if k + 1 < len(bands):
                evidence += self.goes_on(ends[k][1], ends[k + 1][0], bands[k], bands[k + 1])
                evidence += self.goes_on(others[k][1], others[k + 1][0], bands[k], bands[k + 1])
                evidence -= self.goes_on(others[k][1], ends[k + 1][0], bands[k], bands[k + 1])
        return score + float(np.clip(evidence, -5.0, 5.0))

    def beside_heading(self, lane: _Lane, left: Sequence[Atom], bands: Sequence[list[Atom]]) -> bool:
        """Whether the lane is as long as the heading right behind it."""
        box = union(a.box for band in bands for a in band)
        heads = [a.box for a in left if a.kind != "body" and a.box[1] - lane.stop < 1.5 * self.em]
        covered = sum(min(b[2], box[2]) - max(b[0], box[0]) for b in heads)
        return covered > 0.6 * (box[2] - box[0])

    def _ends(self, atoms: Sequence[Atom]) -> tuple[Atom | None, Atom | None]:
        if not atoms:
            return None, None
        ordered = sorted(atoms, key=lambda a: _key(a, self.em))
        return ordered[0], ordered[-1]

    def goes_on(self, a: Atom | None, b: Atom | None, band_a: Sequence[Atom], band_b: Sequence[Atom]) -> float:
        """Log odds that text goes on from atom a in atom b, from the text and how it is set."""
        if a is None or b is None or a.column is None or a.kind != "body":
            return 0.0
        short = a.box[2] < _foot(band_a, a) - 1.3 * self.em
        if b.kind != "body" or b.column is None:
            return 0.6 if short or wording.ends_sentence(a.column.row.text) else -0.8
        lower = b.box[0] - _top(band_b, b)
        indent = 0.55 * self.em < lower < 3.2 * self.em
        if short:
            return 0.8 if indent else (-1.5 if self.grid.indented else 0.0)
        if indent:
            return 0.0 if wording.ends_sentence(a.column.row.text) else -1.5
        return LANGUAGE * continuation(a.column.plain, b.column.plain)


def _span(atoms: Sequence[Atom]) -> tuple[float, float]:
    """Where the columns of a tier begin and end."""
    body = [a.box for a in atoms if a.kind == "body"] or [a.box for a in atoms]
    return float(np.percentile([b[0] for b in body], 20)), float(np.percentile([b[2] for b in body], 80))


def _is_between(box: Box, u0: float, u1: float) -> bool:
    return overlap(box[0], box[2], u0, u1) > 0.85 * (box[2] - box[0])


def _foot(band: Sequence[Atom], a: Atom) -> float:
    near = [o.box[2] for o in band if o.kind == "body" and abs(o.middle - a.middle) < 8 * (a.box[3] - a.box[1])]
    return float(np.percentile(near, 80)) if near else a.box[2]


def _top(band: Sequence[Atom], a: Atom) -> float:
    near = [o.box[0] for o in band if o.kind == "body" and abs(o.middle - a.middle) < 8 * (a.box[3] - a.box[1])]
    return float(np.percentile(near, 25)) if near else a.box[0]


def _key(a: Atom, em: float) -> float:
    """Where an atom stands from the right: a heading before the columns beneath it."""
    return a.middle if a.kind == "body" else a.box[1] + 0.3 * em


def _longest_run(u: float, starts: Floats, stops: Floats, reach: float) -> int:
    """How many neighbours among the columns near u, which are sorted from the right, run across it."""
    near = (starts < u + reach) & (stops > u - reach)
    longest = now = 0
    for across in ((starts < u - 0.3 * reach) & (stops > u + 0.3 * reach))[near]:
        now = now + 1 if across else 0
        longest = max(longest, now)
    return longest


def _blanks(cover: Floats, limits: Floats) -> Iterator[tuple[int, int]]:
    """Runs of bins, as first and last, that are covered no more than the limit there."""
    blank = np.concatenate([[False], cover <= limits, [False]])
    turns = np.flatnonzero(blank[1:] != blank[:-1])
    yield from ((int(a), int(b) - 1) for a, b in zip(turns[::2], turns[1::2], strict=True))


def _parts(atoms: Sequence[Atom], lanes: Sequence[_Lane]) -> list[list[Atom]]:
    """The atoms between lanes, from right to left."""
    walls = [(lane.start + lane.stop) / 2 for lane in lanes]
    parts: list[list[Atom]] = [[] for _ in range(len(walls) + 1)]
    for a in atoms:
        parts[sum(a.middle > wall for wall in walls)].append(a)
    return [part for part in parts if part]
