"""The signs of each pair of nodes of a vertical page that text may run through: the paper and rules between the two,
what stands around each, how headings compare with each other.

What a net makes of them, and what the language says, is in `passage.py`. Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from pipeline.order import wording
from pipeline.order.vertical.nodes import Fields, Node
from pipeline.page import Box

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FAR_EM = 12.0
"""Beyond this all distances are alike."""
MOST_BETWEEN = 3
"""Nothing goes on past more nodes than this in its tier, or over more in the tiers between."""
OPENING = re.compile(r"^[（(◎●▲○◆△◇■□▼〔【]|^本[報埠市]|^\S{2,6}(?:訊|電|通信|通訊)|^昨|^據")
DATELINE = re.compile(r"^[（(【\[].{0,10}[電訊]|^本報訊|^\S{2,5}[訊電]")
AROUND = ("text", "head", "field", "rule", "edge")
SIGNS_OF_NODE = (
    "head", "columns", "height", "lower", "short", "ends sentence", "comma", "opens", "dateline", "size", "rows",
    "letters", "wide", "confidence", "among heads", "of largest", "alike", "few letters", "share of tier",
    "under top", "over foot", "text a head", "heads",
    *(f"{side} {what}" for side in ("right", "left", "above", "below") for what in (*AROUND, "paper")),
)  # fmt: skip
SIGNS_OF_PAIR = (
    "level", "shared", "paper", "paper far", "beside", "ruled", "top", "foot", "foot far", "down", "beneath",
    "next tier", "up", "right", "right far", "width shared", "walls", "wall right", "between beside", "between below",
    "over", "language", "period", "known", "words", "fits", "cut so", "cut first", "near", "headed", "of its head",
    "letters of its head", "since its head", "next opens", "next dateline", "follows",
)  # fmt: skip
SIGNS = len(SIGNS_OF_NODE) * 2 + len(SIGNS_OF_PAIR)
OF_PAIR = 2 * len(SIGNS_OF_NODE)
"""The first sign of the pair itself, behind those of its two nodes."""
LANGUAGE, WORDS, FITS = (OF_PAIR + SIGNS_OF_PAIR.index(name) for name in ("language", "words", "fits"))
OF_LANGUAGE = 5
"""Signs from LANGUAGE on that the words give."""


def signs_of(
    nodes: Sequence[Node], fields: Fields, em: float, pitch: float, before: Sequence[int]
) -> tuple[Floats, NDArray[np.int64]]:
    """The signs [pairs, SIGNS] of all pairs of nodes that may follow each other, and their numbers [pairs, 2].

    What the language says is left 0: see `tell_words` and `tell_language`.
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
        # A picture of the story may stand between its heading and its text.
        gap_v_bare = gap_v - self._pictured()
        near = (np.maximum(gap_u, gap_v_bare) < 6 * em) & (beneath | further | (gap_v < 0))
        beside, within, _ = self.counts
        next_tier = beneath & (within < 1) & (gap_u < 4 * em)
        allowed = np.where(self.head[:, None], near | next_tier, allowed & (~self.head[None] | ~up))
        allowed &= (beside <= MOST_BETWEEN) & (within <= MOST_BETWEEN)
        np.fill_diagonal(allowed, False)
        found: Mask = allowed
        return found

    def _pictured(self) -> Floats:
        """How much of the paper between two nodes of one tier pictures and frames take [nodes, nodes], px."""
        taken = np.zeros((len(self.nodes), len(self.nodes)))
        for u0, v0, u1, v1 in self.fields.others:
            level = np.minimum(self.box[:, 2], u1) - np.maximum(self.box[:, 0], u0) > 0.5 * self.em
            left, right = self.box[:, 3] < v0 + 0.5 * self.em, self.box[:, 1] > v1 - 0.5 * self.em
            between = (left & level)[:, None] & (right & level)[None]
            taken += (v1 - v0) * (between | between.T)
        return taken

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
        around = (self.right, self.left, self.above, self.below)
        return np.hstack([np.array(told, dtype=np.float64), self._of_heads(), *around])

    def _of_heads(self) -> Floats:
        """What tells a heading inside a story from others: how it compares with them, and its place [nodes, 9]."""
        found = np.zeros((len(self.nodes), 9))
        heads = np.flatnonzero(self.head)
        columns = sum(n.columns for n in self.nodes if not n.head)
        found[:, 7] = log((1 + columns) / (1 + len(heads))) / 3
        found[:, 8] = log(1 + len(heads)) / 4
        if not len(heads):
            return found
        sizes = np.log([max(1.0, self.nodes[k].size) for k in heads.tolist()])
        letters = np.array([len(self.nodes[k].opening) for k in heads.tolist()])
        for k, size, count in zip(map(int, heads), sizes, letters, strict=True):
            alike = (np.abs(sizes - size) < 0.09) & (np.abs(letters - count) <= 1)
            few = self.nodes[k].columns == 1 and count <= 6
            found[k, :4] = (
                np.clip(size - np.median(sizes), -1, 1.5), np.clip(size - sizes.max(), -2, 0),
                (int(alike.sum()) - 1) / max(1, len(heads) - 1), few,
            )  # fmt: skip
            found[k, 4:7] = self._in_tier(k)
        return found

    def _in_tier(self, k: int) -> list[float]:
        """How much of the text's tier beside it a heading takes, and how far it stands from the tier's ends, em / 5."""
        box, em = self.box[k], self.em
        apart = -_overlaps(self.box[:, 1], self.box[:, 3], box[1], box[3])
        shared = _overlaps(self.tier[:, 0], self.tier[:, 1], box[0], box[2])
        near = ~self.head & (apart < 3 * em) & (apart > -0.5 * em) & (shared > 0.5 * (box[2] - box[0]))
        if not near.any():
            return [0.0, 0.0, 0.0]
        one = int(np.flatnonzero(near)[np.argmin(apart[near])])
        top, foot = self.tier[one]
        share = (box[2] - box[0]) / max(em, foot - top)
        down, up = np.clip([(box[0] - top) / em, (foot - box[2]) / em], -5, 5) / 5
        return [min(2.0, share), float(down), float(up)]

    def _headed(self, a: NDArray[np.int64], b: NDArray[np.int64], before: NDArray[np.int64]) -> Floats:
        """How the second heading of a pair compares with the one that the first stands under in the cut [pairs, 7]."""
        count = len(self.nodes)
        after = np.full(count, -1)
        after[before[before >= 0]] = np.flatnonzero(before >= 0)
        own, since = np.full(count, -1), np.zeros(count)
        for k in range(count):
            at, seen = k, 0
            while at >= 0 and not self.head[at] and seen < count:
                since[k] += self.nodes[at].columns
                at, seen = int(before[at]), seen + 1
            own[k] = at if at >= 0 and self.head[at] else -1
        sizes = np.log([max(1.0, n.size) for n in self.nodes])
        letters = np.array([len(n.opening) for n in self.nodes])
        opens = np.array([bool(OPENING.search(n.opening)) for n in self.nodes])
        dated = np.array([bool(DATELINE.search(n.opening)) for n in self.nodes])
        known = (own[a] >= 0) & ~self.head[a]
        both = known & self.head[b]
        follows = self.head[b] & (after[b] >= 0) & ~self.head[after[b]]
        return np.column_stack(
            [
                known,
                both * np.clip(sizes[b] - sizes[own[a]], -1.5, 1.5),
                both * np.clip((letters[b] - letters[own[a]]) / 10, -2, 2),
                known * np.log1p(since[a]) / 3,
                follows & opens[after[b]],
                follows & dated[after[b]],
                follows,
            ]
        ).astype(np.float64)

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
                *np.zeros((OF_LANGUAGE, len(a))),
                cut_so,
                before[b] < 0,
                beside & (paper < 1.0),
                *self._headed(a, b, before).T,
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
