"""The stories of a region: segments of columns and headings, in the chains that suit the whole region best.

Each segment or heading goes on from one other or begins a story, and at most one goes on from it: a linear assignment
problem over the scores of `passage.py`, solved exactly. A page cut into frames and tiers (`regions.py`) gives evidence,
and the order in which the stories are told; it does not decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.order.headings import Heading
from pipeline.order.vertical.columns import Grid
from pipeline.order.vertical.nodes import Fields, Node, node_of_heading, node_of_segment
from pipeline.order.vertical.passage import Floats, scores_of
from pipeline.order.vertical.regions import Atom, runs_of
from pipeline.order.vertical.segments import Segment, segments_of
from pipeline.order.vertical.walls import odds_of_walls
from pipeline.page import Box

RULE_EM = 1.5
IMPOSSIBLE = -1e6
BEHEADED = 1.5
"""How much less likely text without a heading begins a story than the net says: a story in pieces is worse to read than
two that are told as one."""
BEREFT = 1.0
"""And how much less likely a heading has nothing after it."""
BANNER_SIZE, BANNER_LINES = 1.8, 2
"""A banner has so many lines at least, in type larger by this factor than a heading of one line."""
UNDER_BANNER = 4.0
"""How much likelier a heading of one line stands inside a story under a banner than the net says: those who joined the
regions that it learnt from parted such stories now so, now so. A story parted at each of its small headings is worse to
read than two in one."""
ROUNDS = 4
"""What stands under a banner is known better when the stories are: so often they are sought at most."""


@dataclass(frozen=True)
class Region:
    """What stands in a frame, or on the sheet outside all frames, as the net sees it."""

    parts: tuple[Segment | Atom, ...]
    """Segments of columns, and the atoms of headings; `nodes` are these."""
    nodes: tuple[Node, ...]
    fields: Fields
    before: tuple[int, ...]
    """For each node the one that a cut into frames reads before it, or -1."""
    rank: dict[int, int]
    """The place of every atom, by its id(), in the order of the cut."""


@dataclass(frozen=True)
class Flow:
    """One story: its parts in order, each a heading's atom or a segment."""

    parts: tuple[Segment | Atom, ...]
    rank: int


def region_of(atoms: Sequence[Atom], headings: Sequence[Heading], grid: Grid, rules: Sequence[Box]) -> Region:
    """The nodes of a region. `headings` are those that the atoms' indices count."""
    runs = runs_of(atoms, grid, rules)
    order = [a for run in runs for a in run.atoms]
    rank = {id(a): k for k, a in enumerate(order)}
    parts: list[Segment | Atom] = [*segments_of(atoms, grid, rules), *(a for a in atoms if a.kind == "heading")]
    nodes = [node_of_segment(p) if isinstance(p, Segment) else node_of_heading(headings[p.index]) for p in parts]
    owner = {id(a): k for k, p in enumerate(parts) for a in (p.atoms if isinstance(p, Segment) else (p,))}
    before = [-1] * len(parts)
    last = -1
    for a in order:
        node = owner.get(id(a), -1)
        if node >= 0 and node != last:
            first = parts[node]
            if not isinstance(first, Segment) or first.atoms[0] is a:
                before[node] = last
            last = node
    others = [a.box for a in atoms if a.kind not in ("body", "heading")]
    flat = [r for r in rules if r[2] - r[0] > max(RULE_EM * grid.em, r[3] - r[1])]
    across = [r for r in rules if r[3] - r[1] > max(RULE_EM * grid.em, r[2] - r[0])]
    limits = union(a.box for a in atoms) if atoms else (0.0, 0.0, 0.0, 0.0)
    fields = Fields(tuple(others), tuple(_within(flat, limits)), tuple(_within(across, limits)), limits)
    return Region(tuple(parts), tuple(nodes), fields, tuple(before), rank)


def _within(rules: Sequence[Box], limits: Box) -> list[Box]:
    return [
        r
        for r in rules
        if overlap(r[0], r[2], limits[0], limits[2]) > -1 and overlap(r[1], r[3], limits[1], limits[3]) > -1
    ]


def flows_of(region: Region, grid: Grid) -> list[Flow]:
    """The stories of a region in the order in which they are told."""
    if not region.nodes:
        return []
    scores = scores_of(region.nodes, region.fields, grid.em, grid.pitch, region.before)
    text = np.array([not n.head for n in region.nodes])
    if text.any():
        walls = odds_of_walls(region.nodes, region.fields, grid.em, scores[text].max(axis=0))
        scores = scores + walls * text[:, None]
    before = _decoded_under_banners(scores + BEHEADED * text + BEREFT * ~text[:, None], region.nodes)
    after = {a: b for b, a in enumerate(before) if a >= 0}
    flows = []
    for first in (b for b, a in enumerate(before) if a < 0):
        chain = [first]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        parts = tuple(region.parts[k] for k in chain)
        flows.append(Flow(parts, region.rank.get(id(_first_atom(parts[0])), 0)))
    return sorted(flows, key=lambda f: f.rank)


def _decoded_under_banners(scores: Floats, nodes: Sequence[Node]) -> list[int]:
    """`decoded`, and again with what it tells of the heading that each text stands under, until that stays."""
    lines, size = np.array([n.columns for n in nodes]), np.array([n.size for n in nodes])
    text = np.array([not n.head for n in nodes])
    before = decoded(scores)
    for _ in range(ROUNDS):
        first = _first_of_each(before)
        banner = text & ~text[first] & (lines[first] >= BANNER_LINES)
        small = ~text & (lines == 1)
        inside = banner[:, None] & small & (size[first][:, None] >= BANNER_SIZE * size)
        found = decoded(scores + UNDER_BANNER * inside)
        if found == before:
            break
        before = found
    return before


def _first_of_each(before: Sequence[int]) -> NDArray[np.int64]:
    """For each node the first of its story."""
    first = np.arange(len(before))
    for k in range(len(before)):
        while before[first[k]] >= 0:
            first[k] = before[first[k]]
    return first


def _first_atom(part: Segment | Atom) -> Atom:
    return part.atoms[0] if isinstance(part, Segment) else part


def decoded(scores: Floats) -> list[int]:
    """For each node the one it goes on from, or -1: the best set of chains.

    `scores` [nodes, nodes] are from row to column; to begin a story counts 0.
    """
    # Imported here: it takes longer than all other imports together, and not every run gets here.
    from scipy.optimize import linear_sum_assignment

    n = len(scores)
    full = np.full((n, 2 * n), IMPOSSIBLE)
    full[:, :n] = np.maximum(scores.T, IMPOSSIBLE)
    full[np.arange(n), n + np.arange(n)] = 0.0
    rows, columns = linear_sum_assignment(full, maximize=True)
    before = [-1] * n
    for b, a in zip(rows.tolist(), columns.tolist(), strict=True):
        before[b] = a if a < n else -1
    _cut_cycles(before, scores)
    return before


def _cut_cycles(before: list[int], scores: Floats) -> None:
    """Begin a story at the weakest joint of each cycle."""
    done: set[int] = set()
    for start in range(len(before)):
        path: list[int] = []
        at = start
        while at >= 0 and at not in done and at not in path:
            path.append(at)
            at = before[at]
        if at in path:
            cycle = path[path.index(at) :]
            before[min(cycle, key=lambda b: scores[before[b], b])] = -1
        done.update(path)
