"""Which part of a vertical page goes on in which: the signs of each pair, and what a small net makes of them.

A node is a segment of columns or a heading. Text goes on to the left in its tier, or in a tier beneath, or at the head
of the next lane; it comes to a heading that begins another story, or to one that stands inside its own. The signs are
the paper and the rules between two nodes, what stands around each, how the last column of the one ends and the first
of the other begins, and what the language says. Weights and figures: models/passage/README.md.

Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language import continuation
from pipeline.language.period import likelihood
from pipeline.order import wording
from pipeline.order.headings import Heading
from pipeline.order.vertical.segments import Segment
from pipeline.page import Box

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

WEIGHTS = Path(__file__).with_name("passage.npz")
FAR_EM = 12.0
"""Beyond this all distances are alike."""
MOST_BETWEEN = 3
"""Nothing goes on past more nodes than this in its tier, or over more in the tiers between."""
OPENING = re.compile(r"^[（(◎●▲○◆△◇■□▼〔【]|^本[報埠市]|^\S{2,6}(?:訊|電|通信|通訊)|^昨|^據")
DATELINE = re.compile(r"^[（(【\[].{0,10}[電訊]|^本報訊|^\S{2,5}[訊電]")
AROUND = ("text", "head", "field", "rule", "edge")
SIGNS_OF_NODE = (
    "head", "columns", "height", "lower", "short", "ends sentence", "comma", "opens", "dateline", "size", "rows",
    "letters", "wide", "confidence",
    *(f"{side} {what}" for side in ("right", "left", "above", "below") for what in (*AROUND, "paper")),
)  # fmt: skip
SIGNS_OF_PAIR = (
    "level", "shared", "paper", "paper far", "beside", "ruled", "top", "foot", "foot far", "down", "beneath",
    "next tier", "up", "right", "right far", "width shared", "walls", "wall right", "between beside", "between below",
    "over", "language", "period", "known", "cut so", "cut first", "near",
)  # fmt: skip
SIGNS = len(SIGNS_OF_NODE) * 2 + len(SIGNS_OF_PAIR)
LANGUAGE = 2 * len(SIGNS_OF_NODE) + SIGNS_OF_PAIR.index("language")
ASKED = 4
"""Of how many nodes before each, and after each, the language is asked."""


@dataclass(frozen=True)
class Node:
    """A segment of columns, or a heading, as what text comes from and goes on to."""

    box: Box
    first: Box
    """The first column of a segment; of a heading its box. So `last`."""
    last: Box
    tier: tuple[float, float]
    head: bool
    opening: str
    closing: str
    plain_opening: str
    plain_closing: str
    columns: int
    size: float
    confidence: float
    wide: bool
    """Whether it is a heading whose lines run across."""


@dataclass(frozen=True)
class Fields:
    """What else stands on the page: pictures and frames, rules that run down and across."""

    others: tuple[Box, ...]
    upright: tuple[Box, ...]
    across: tuple[Box, ...]
    limits: Box


def node_of_segment(segment: Segment) -> Node:
    boxes = [_around([a.box for a in slot]) for slot in segment.slots]
    columns = segment.columns
    text, plain = "".join(c.row.text for c in columns), "".join(c.plain for c in columns)
    return Node(
        _around(boxes), boxes[0], boxes[-1], segment.tier, False, text[:24], text[-24:], plain[:24], plain[-24:],
        len(boxes), float(np.median([c.size for c in columns])), float(np.mean([c.row.confidence for c in columns])),
        False,
    )  # fmt: skip


def node_of_heading(heading: Heading) -> Node:
    rows, box = heading.rows, heading.box
    text = "".join(r.text for r in rows)
    largest = max(rows, key=lambda r: min(r.box[2] - r.box[0], r.box[3] - r.box[1]))
    size = min(largest.box[2] - largest.box[0], largest.box[3] - largest.box[1])
    wide = largest.box[3] - largest.box[1] > largest.box[2] - largest.box[0]
    confidence = float(np.mean([r.confidence for r in rows]))
    return Node(
        box, box, box, (box[0], box[2]), True, text, text, text, text, len(rows), size, confidence, wide,
    )  # fmt: skip


def _around(boxes: Sequence[Box]) -> Box:
    u0, v0, u1, v1 = zip(*boxes, strict=True)
    return (min(u0), min(v0), max(u1), max(v1))


@lru_cache(maxsize=64)
def scores_of(nodes: tuple[Node, ...], fields: Fields, em: float, pitch: float, before: tuple[int, ...]) -> Floats:
    """Log odds [nodes, nodes] that text goes on from the row's node to the column's; -inf where it cannot.

    `before[b]` is the node that a cut of the page into frames reads before b, or -1. Kept for stages that ask again.
    """
    found = np.full((len(nodes), len(nodes)), -np.inf)
    signs, pairs = signs_of(nodes, fields, em, pitch, before)
    if not len(pairs):
        return found
    found[pairs[:, 0], pairs[:, 1]] = _net(signs)
    # The language is asked, which takes its time, only of what the rest leaves open.
    likely = np.zeros(found.shape, dtype=bool)
    np.put_along_axis(likely, np.argsort(-found, axis=0)[:ASKED], True, axis=0)
    np.put_along_axis(likely, np.argsort(-found, axis=1)[:, :ASKED], True, axis=1)
    asked = np.flatnonzero(likely[pairs[:, 0], pairs[:, 1]])
    tell_language(signs, pairs, nodes, asked)
    found[pairs[asked, 0], pairs[asked, 1]] = _net(signs[asked])
    return found


@cache
def _layers() -> tuple[tuple[Floats, Floats], ...]:
    with np.load(WEIGHTS) as stored:
        count = len(stored.files) // 2
        return tuple((stored[f"w{k}"].astype(np.float64), stored[f"b{k}"].astype(np.float64)) for k in range(count))


def _net(signs: Floats) -> Floats:
    """The mean of what several nets say, which were trained alike and err each for itself."""
    values = signs
    layers = _layers()
    for k, (weights, bias) in enumerate(layers):
        values = values @ weights + bias[:, None]
        if k + 1 < len(layers):
            values = np.maximum(values, 0.0)
    result: Floats = values[..., 0].mean(axis=0)
    return result


def signs_of(
    nodes: Sequence[Node], fields: Fields, em: float, pitch: float, before: Sequence[int]
) -> tuple[Floats, NDArray[np.int64]]:
    """The signs [pairs, SIGNS] of all pairs of nodes that may follow each other, and their numbers [pairs, 2].

    What the language says is left 0: see `tell_language`.
    """
    if len(nodes) < 2:
        return np.zeros((0, SIGNS)), np.zeros((0, 2), dtype=np.int64)
    view = _View(nodes, fields, em, pitch)
    pairs = np.argwhere(view.possible())
    if not len(pairs):
        return np.zeros((0, SIGNS)), pairs
    own = view.of_nodes()
    a, b = pairs[:, 0], pairs[:, 1]
    return np.hstack([own[a], own[b], view.of_pairs(a, b, np.array(before))]), pairs


def _overlaps(low: Floats, high: Floats, others_low: Floats, others_high: Floats) -> Floats:
    shared: Floats = np.minimum(high, others_high) - np.maximum(low, others_low)
    return shared


class _View:
    """The nodes of a region as arrays."""

    def __init__(self, nodes: Sequence[Node], fields: Fields, em: float, pitch: float) -> None:
        self.nodes, self.fields, self.em, self.blank = nodes, fields, em, max(0.0, pitch - em)
        self.box = np.array([n.box for n in nodes])
        self.first = np.array([n.first for n in nodes])
        self.last = np.array([n.last for n in nodes])
        self.tier = np.array([n.tier for n in nodes])
        self.head = np.array([n.head for n in nodes])
        self.right, self.left = self._sides(self.first, 0), self._sides(self.last, 1)
        self.above, self.below = self._ends(self.first, 0), self._ends(self.last, 1)
        self.counts = self._between()

    def possible(self) -> Mask:
        """Which node may come after which, by where they stand: never one to the right that is as high."""
        em = self.em
        first, last = self.first[None], self.last[:, None]
        further = first[..., 1] + first[..., 3] > last[..., 1] + last[..., 3] - em
        beneath = self.tier[None, :, 0] > self.tier[:, None, 1] - 1.5 * em
        up = self.tier[None, :, 0] < self.tier[:, None, 0] - 2.5 * em
        beyond = first[..., 1] > last[..., 3] - 0.6 * em
        allowed = beneath | (further & (~up | beyond))
        gap_u = -_overlaps(self.box[:, None, 0], self.box[:, None, 2], self.box[None, :, 0], self.box[None, :, 2])
        gap_v = -_overlaps(self.box[:, None, 1], self.box[:, None, 3], self.box[None, :, 1], self.box[None, :, 3])
        near = (np.maximum(gap_u, gap_v) < 6 * em) & (beneath | further | (gap_v < 0))
        beside, within, _ = self.counts
        next_tier = beneath & (within < 1) & (gap_u < 4 * em)
        allowed = np.where(self.head[:, None], near | next_tier, allowed & (~self.head[None] | ~up))
        allowed &= (beside <= MOST_BETWEEN) & (within <= MOST_BETWEEN)
        np.fill_diagonal(allowed, False)
        found: Mask = allowed
        return found

    def _sides(self, boxes: Floats, side: int) -> Floats:
        """What stands right (0) or left (1) of each box: one of AROUND, and the paper between."""
        return np.array([self._beside(k, box, side) for k, box in enumerate(boxes)])

    def _beside(self, k: int, box: Floats, side: int) -> list[float]:
        found = (abs(self.fields.limits[3 if side else 1] - box[3 if side else 1]), 4)
        for kind, others in enumerate(self._kinds(self.fields.upright)):
            if not len(others):
                continue
            shared = _overlaps(others[:, 0], others[:, 2], box[0], box[2])
            least = 0.4 * np.minimum(box[2] - box[0], others[:, 2] - others[:, 0])
            gaps = others[:, 1] - box[3] if side else box[1] - others[:, 3]
            near = (shared > least) & (gaps > -0.5 * self.em)
            if kind < 2:
                near &= self._others_than(k, kind)
            if near.any():
                found = min(found, (max(0.0, float(gaps[near].min())), kind))
        return self._told(found)

    def _ends(self, boxes: Floats, side: int) -> Floats:
        """What stands above (0) or beneath (1) each box."""
        return np.array([self._in_line(k, box, side) for k, box in enumerate(boxes)])

    def _in_line(self, k: int, box: Floats, side: int) -> list[float]:
        u = self.tier[k, side]
        found = (abs(self.fields.limits[2 if side else 0] - u), 4)
        for kind, others in enumerate(self._kinds(self.fields.across)):
            if not len(others):
                continue
            shared = _overlaps(others[:, 1], others[:, 3], box[1], box[3])
            gaps = others[:, 0] - u if side else u - others[:, 2]
            near = (shared > 0.4 * (box[3] - box[1])) & (gaps > -0.8 * self.em)
            if kind < 2:
                near &= self._others_than(k, kind)
            if near.any():
                found = min(found, (max(0.0, float(gaps[near].min())), kind))
        return self._told(found)

    def _kinds(self, rules: Sequence[Box]) -> list[Floats]:
        return [
            self.box[~self.head],
            self.box[self.head],
            np.array(self.fields.others).reshape(-1, 4),
            np.array(rules).reshape(-1, 4),
        ]

    def _others_than(self, k: int, kind: int) -> Mask:
        mask: Mask = np.flatnonzero(self.head if kind else ~self.head) != k
        return mask

    def _told(self, found: tuple[float, int]) -> list[float]:
        one = [0.0] * len(AROUND)
        one[found[1]] = 1.0
        return [*one, min(found[0] / self.em, FAR_EM) / 3.0]

    def of_nodes(self) -> Floats:
        em = self.em
        told = []
        for n, first, last in zip(self.nodes, self.first, self.last, strict=True):
            told.append(
                [
                    n.head,
                    log(n.columns),
                    (n.tier[1] - n.tier[0]) / em / 10,
                    float(np.clip((first[0] - n.tier[0]) / em, 0, 5)),
                    float(np.clip((n.tier[1] - last[2]) / em, 0, 8)) / 2,
                    wording.ends_sentence(n.closing),
                    n.closing.rstrip().endswith(("、", "，", "：")),
                    bool(OPENING.search(n.opening)),
                    bool(DATELINE.search(n.opening)),
                    float(np.clip(n.size / em - 1, -0.5, 3)),
                    n.head * log(n.columns),
                    n.head * min(len(n.opening), 30) / 10,
                    n.wide,
                    n.confidence,
                ]
            )
        return np.hstack([np.array(told, dtype=np.float64), self.right, self.left, self.above, self.below])

    def of_pairs(self, a: NDArray[np.int64], b: NDArray[np.int64], before: NDArray[np.int64]) -> Floats:
        em = self.em
        one, other, last, first = self.box[a], self.box[b], self.last[a], self.first[b]
        tier, next_tier = self.tier[a], self.tier[b]
        height = np.minimum(last[:, 2] - last[:, 0], first[:, 2] - first[:, 0])
        level = _overlaps(tier[:, 0], tier[:, 1], next_tier[:, 0], next_tier[:, 1])
        paper = (first[:, 1] - last[:, 3] - self.blank) / em
        beside = (level > 0.5 * np.minimum(tier[:, 1] - tier[:, 0], next_tier[:, 1] - next_tier[:, 0])) & (paper > -0.6)
        down = (next_tier[:, 0] - tier[:, 1]) / em
        beneath = down > -1.5
        width = np.minimum(one[:, 3] - one[:, 1], other[:, 3] - other[:, 1])
        shared_width = _overlaps(one[:, 1], one[:, 3], other[:, 1], other[:, 3]) / np.maximum(width, 1.0)
        right = (first[:, 1] - one[:, 1]) / em
        wall = np.array([self._wall(box) for box in self.first])
        between, below, over = (counts[a, b] for counts in self.counts)
        cut_so = before[b] == a
        return np.column_stack(
            [
                np.clip(level / np.maximum(height, em), -1, 1.5),
                np.clip(_overlaps(last[:, 0], last[:, 2], first[:, 0], first[:, 2]) / np.maximum(height, em), -1, 1),
                np.clip(paper, -1, 3),
                np.clip(paper / 10, -3, 3),
                beside,
                self._ruled(a, b, beside),
                np.clip((next_tier[:, 0] - tier[:, 0]) / em, -4, 4) / 2,
                np.clip((next_tier[:, 1] - tier[:, 1]) / em, -4, 4) / 2,
                np.clip((next_tier[:, 1] - tier[:, 1]) / em / 10, -2, 2),
                np.clip(down, -2, 4),
                beneath,
                beneath & (down < 2.5),
                np.clip((tier[:, 0] - next_tier[:, 0]) / em / 10, 0, 3),
                np.clip(right, -4, 4) / 2,
                np.clip(right / 15, -3, 3),
                np.clip(shared_width, -1, 1),
                np.clip((wall[b] - wall[a]) / em / 3, -3, 3),
                np.clip((first[:, 1] - wall[b]) / em / 3, -1, 3),
                np.minimum(between, 4),
                np.minimum(below, 4),
                np.minimum(over, 4),
                *(np.zeros(len(a)) for _ in range(3)),
                cut_so,
                before[b] < 0,
                beside & (paper < 1.0),
            ]
        ).astype(np.float64)

    def _wall(self, first: Floats) -> float:
        """The right end of the paper that a column stands in: a rule, a frame or picture, or the edge."""
        ends = [self.fields.limits[1]]
        for others in (self.fields.upright, self.fields.others):
            ends += [
                box[3]
                for box in others
                if box[3] < first[1] + 0.5 * self.em
                and min(box[2], first[2]) - max(box[0], first[0]) > 0.5 * (first[2] - first[0])
            ]
        return max(ends)

    def _between(self) -> tuple[Floats, Floats, Floats]:
        """How many nodes stand between two of one tier; in the tiers between two; and in the lower's tier, right of it.

        Each [nodes, nodes]."""
        em, n = self.em, len(self.nodes)
        middle = (self.first[:, 1] + self.first[:, 3]) / 2
        top, foot = self.tier[:, 0], self.tier[:, 1]
        beside, within, over = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
        wide = _overlaps(self.box[:, None, 1], self.box[:, None, 3], self.box[None, :, 1], self.box[None, :, 3])
        same = np.abs(top[:, None] - top[None]) < 2 * em
        right = middle[None] < middle[:, None] - em
        for x in range(n):
            low, high = np.maximum(top[x], top), np.minimum(foot[x], foot)
            shared = np.minimum(foot[None], high[:, None]) - np.maximum(top[None], low[:, None])
            level = (high - low > 0)[:, None]
            inside = (middle[None] > self.last[x, 3]) & (middle[None] < self.first[:, 1, None])
            beside[x] = (level & inside & (shared > 0.4 * (high - low)[:, None])).sum(axis=1)
            lower = ~level & (top > foot[x] - 1.5 * em)[:, None]
            between = (top[None] > foot[x] - 0.8 * em) & (foot[None] < top[:, None] + 0.8 * em)
            within[x] = (lower & between & (wide > 0.3 * em)).sum(axis=1)
            over[x] = (lower & same & right & (middle > self.box[x, 1] - em)[None]).sum(axis=1)
        return beside, within, over

    def _ruled(self, a: NDArray[np.int64], b: NDArray[np.int64], beside: Mask) -> Floats:
        """Whether an upright rule stands between two nodes of one tier, or one across between two of different."""
        slack, found = 0.5 * self.em, np.zeros(len(a), dtype=bool)
        low, high = np.maximum(self.tier[a, 0], self.tier[b, 0]), np.minimum(self.tier[a, 1], self.tier[b, 1])
        middle = (self.first[b, 1] + self.first[b, 3]) / 2
        for r in self.fields.upright:
            at, shared = (r[1] + r[3]) / 2, np.minimum(r[2], high) - np.maximum(r[0], low)
            inside = (at > self.last[a, 3] - slack) & (at < self.first[b, 1] + slack)
            found |= beside & inside & (shared > 0.5 * (high - low))
        for r in self.fields.across:
            at = (r[0] + r[2]) / 2
            inside = (at > self.tier[a, 1] - slack) & (at < self.tier[b, 0] + slack)
            found |= ~beside & inside & (r[1] < middle) & (r[3] > middle)
        return found.astype(np.float64)


def tell_language(signs: Floats, pairs: NDArray[np.int64], nodes: Sequence[Node], asked: Iterable[int]) -> None:
    """Put into the signs of the pairs asked what the words say: by the language of today and by that of the time."""
    for k in asked:
        one, other = nodes[pairs[k, 0]], nodes[pairs[k, 1]]
        if not (one.head or other.head) and len(one.closing) > 1 and len(other.opening) > 1:
            signs[k, LANGUAGE : LANGUAGE + 3] = (
                continuation(one.plain_closing, other.plain_opening) / 2,
                information(one.closing, other.opening) / 3,
                1.0,
            )


def information(tail: str, head: str) -> float:
    """How much more likely the first three characters of `head` are after `tail` than anywhere, nats; within +-6."""
    total = 0.0
    for k in range(min(3, len(head))):
        context = tail[-3:] + head[:k]
        total += log(likelihood(context, head[k]) / max(1e-7, likelihood(head[:k], head[k])))
    return float(np.clip(total, -6.0, 6.0))
