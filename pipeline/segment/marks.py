"""What is printed but is no type: rules, frames, drawings; and the components that are type.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.screens import find_pictures, packed_with_lines

RULE_THICKNESS_EM = 0.6
"""A wavy or double rule is no higher than this."""
RULE_LENGTH_EM = 3.5
"""Nor is a rule shorter: the longest stroke of body type has one em, and a double dash two."""
HAIRLINE_EM = 0.17
STUB_EM = 1.6
"""An upright hairline may be shorter: between two rows of two columns, say. No stroke of type is so high and thin."""

IN_LINE = 0.5
"""Share of a straight run that lies in the middle of a line of type."""


@dataclass(frozen=True, slots=True)
class RuleMark:
    kind: str
    box: Box

    @property
    def horizontal(self) -> bool:
        return self.box[2] - self.box[0] >= self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Marks:
    rules: tuple[RuleMark, ...]
    frames: tuple[Box, ...]
    drawings: tuple[Box, ...]
    halftones: tuple[Box, ...]
    glyphs: NDArray[np.int32]
    """Components of type [N, 5]: x, y, width, height, area."""
    type_mask: Mask
    """The ink of the glyphs alone."""
    labels: NDArray[np.int32]
    """Which glyph each pixel belongs to, counted from 1; 0: none. [height, width]"""

    def ink_of(self, chosen: NDArray[np.bool_]) -> Mask:
        """The ink of the chosen glyphs [N]."""
        return np.concatenate([[False], chosen])[self.labels].astype(np.uint8) & self.type_mask


def _components(mask: Mask) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Labels [height, width], from 1, and boxes [N, 5] of the connected pieces of ink."""
    _, labels, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return np.asarray(labels, dtype=np.int32), np.asarray(found[1:], dtype=np.int32)


def body_em(mask: Mask) -> float:
    """The em of the body type of a page, px."""
    return find_em(_components(mask)[1])


def find_em(stats: NDArray[np.int32]) -> float:
    """The size of the body type in px, from component boxes [N, 5] (x, y, width, height, area).

    Most Han characters are square, and many consist of one piece: the commonest size of squarish
    components, weighted by their size so that dots and radicals do not win, is the body type's.
    """
    width, height = stats[:, 2], stats[:, 3]
    longest = np.maximum(width, height)
    squarish = (longest >= 7) & (longest < 80) & (np.minimum(width, height) >= 0.72 * longest)
    sizes = longest[squarish]
    if len(sizes) < 20:
        return 18.0
    weight = np.bincount(sizes, minlength=90).astype(np.float64) * np.arange(max(90, sizes.max() + 1)) ** 1.5
    smooth = np.convolve(weight, [0.5, 1, 1, 1, 0.5], mode="same")
    return float(np.argmax(smooth)) * 1.08


def find_marks(mask: Mask, em: float, cores: Mask, grey: Sequence[Box] = ()) -> Marks:
    """Tell rules, frames and pictures from type.

    `mask` [height, width] of 0 and 1; `em` of the body type; `cores` [height, width]: where the middles of lines
    were seen (`grain.py`); `grey`: boxes of pictures found by their tone.
    """
    labels, stats = _components(mask)
    halftones, pictured = find_pictures(stats, em, (mask.shape[0], mask.shape[1]), grey, cores)
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    thin = RULE_THICKNESS_EM * em
    long_side, short_side = np.maximum(width, height), np.minimum(width, height)
    ruled = ~pictured & (long_side > RULE_LENGTH_EM * em) & (short_side < np.maximum(thin, 0.02 * long_side))
    ruled |= ~pictured & (height > STUB_EM * em) & (width < max(HAIRLINE_EM * em, 3)) & (area > 0.6 * height)
    ruled &= ~_strokes_of_display(stats, ruled, em)
    # Frames, grids and rules that touch type have a large box with little ink in it.
    open_work = ~ruled & ~pictured & (long_side > 8 * em) & (area < 0.22 * width * height)
    rules = [RuleMark(_rule_kind(s, em), _box(s)) for s in stats[ruled]]
    frames: list[Box] = []
    drawings: list[Box] = []
    drop = ruled | pictured
    for index in np.flatnonzero(open_work):
        x, y, w, h, _ = stats[index]
        piece = (labels[y : y + h, x : x + w] == index + 1).astype(np.uint8)
        straight = _straight_parts(piece, em, (x, y))
        covered = sum((r.box[2] - r.box[0]) * (r.box[3] - r.box[1]) for r in straight)
        # The flat parts of a drawn curve are short beside the whole.
        longest = max((max(r.box[2] - r.box[0], r.box[3] - r.box[1]) for r in straight), default=0.0)
        curved = longest < 0.4 * max(w, h) and min(w, h) > 4 * em
        if covered > 0.5 * stats[index, 4] and not curved:
            rules += [part for part in straight if not _is_type(part.box, cores)]
            drop[index] = True
            if _closes(straight, _box(stats[index]), em):
                frames.append(_box(stats[index]))
        elif _is_border(piece, em):
            rules += [RuleMark("wavy", side) for side in _sides(_box(stats[index]), em)]
            frames.append(_box(stats[index]))
            drop[index] = True
        elif corner := _corner(piece, _box(stats[index]), em):
            rules += [RuleMark("wavy", side) for side in corner]
            drop[index] = True
        elif min(w, h) > 4 * em:
            drawings.append(_box(stats[index]))
            drop[index] = True
    # Speckle, and what is too large for the largest display type.
    speckle = ~drop & (area < max(3, 0.0025 * em * em))
    drop |= speckle
    huge = (short_side > 14 * em) & ~drop
    drawings += [_box(s) for s in stats[huge]]
    drop |= huge
    touching = drop & ~ruled & ~pictured & ~speckle
    labels, stats, drop, speckle = _with_touching_type(labels, stats, drop, speckle, touching, cores, rules, em)
    drawings = [d for d in drawings if not packed_with_lines(cores, d, em)]
    keep = np.concatenate([[False], ~drop])
    type_mask: Mask = keep[labels].astype(np.uint8)
    dots, type_mask = _dotted(stats[~drop | speckle], type_mask, em)
    rules += dots
    glyphs = stats[~drop]
    inside_dots = np.zeros(len(glyphs), bool)
    for rule in dots:
        x0, y0, x1, y1 = rule.box
        inside_dots |= (
            (glyphs[:, 0] >= x0 - 1)
            & (glyphs[:, 1] >= y0 - 1)
            & (glyphs[:, 0] + glyphs[:, 2] <= x1 + 1)
            & (glyphs[:, 1] + glyphs[:, 3] <= y1 + 1)
        )
    frames += [f for f in _framed(rules, em) if not any(_alike(f, g, em) for g in frames)]
    number = np.zeros(len(stats) + 1, np.int32)
    number[np.flatnonzero(~drop)[~inside_dots] + 1] = np.arange(1, int((~inside_dots).sum()) + 1)
    return Marks(
        rules=tuple(rules),
        frames=tuple(frames),
        drawings=tuple(drawings),
        halftones=tuple(halftones),
        glyphs=glyphs[~inside_dots],
        type_mask=type_mask,
        labels=number[labels],
    )


def _with_touching_type(
    labels: NDArray[np.int32],
    stats: NDArray[np.int32],
    drop: NDArray[np.bool_],
    speckle: NDArray[np.bool_],
    touching: NDArray[np.bool_],
    cores: Mask,
    rules: Sequence[RuleMark],
    em: float,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Labels, boxes, which are no type, and which are specks, with type cut off the rules and drawings it touches.

    `touching`: components that were taken for rules or drawings; where a line runs, their ink is type.
    """
    if not touching.any():
        return labels, stats, drop, speckle
    reach = round(0.35 * em) | 1
    lines = np.asarray(cv2.dilate(cores, np.ones((reach, reach), np.uint8)), dtype=np.uint8)
    type_ink = np.concatenate([[False], touching])[labels] & (lines > 0)
    for rule in rules:
        x0, y0, x1, y1 = (round(v) for v in rule.box)
        type_ink[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = False
    cut, found = _components(type_ink.astype(np.uint8))
    if not len(found):
        return labels, stats, drop, speckle
    thin = np.minimum(found[:, 2], found[:, 3]) < 0.12 * em  # what is left along the edge of a rule
    more = np.where(cut > 0, cut + len(stats), labels)
    return (
        np.asarray(more, dtype=np.int32),
        np.concatenate([stats, found]),
        np.concatenate([drop, thin]),
        np.concatenate([speckle, np.zeros(len(found), bool)]),
    )


def _strokes_of_display(stats: NDArray[np.int32], ruled: NDArray[np.bool_], em: float) -> NDArray[np.bool_]:
    """Which of the rules [N] are strokes of display type.

    An upright one, as in 旧, has a large component of about its height close by. A flat one is 一 or
    a dash beside a large component, half-way up, or lies close over or under ink of its own width,
    as in 警.
    """
    strokes = np.zeros(len(stats), bool)
    x, y, width, height = (stats[:, k] for k in range(4))
    large = ~ruled & (height > 1.2 * em) & (width > 0.3 * height) & (width < 2.5 * height)
    for k in np.flatnonzero(ruled & (width < 8 * em) & (width > height)):
        gap = np.maximum(x - (x[k] + width[k]), x[k] - (x + width))
        middle = (y[k] + height[k] / 2 - y) / np.maximum(height, 1)
        beside = large & (gap >= 0) & (gap < 0.6 * height) & (middle > 0.25) & (middle < 0.75)
        beside &= (width[k] > 0.6 * height) & (width[k] < 2.4 * height)
        apart = np.maximum(y - (y[k] + height[k]), y[k] - (y + height))
        stacked = (-gap > 0.7 * width[k]) & (-gap > 0.6 * width) & (apart > 0) & (apart < 0.2 * width[k])
        strokes[k] = bool(beside.any() or (stacked & (width < 6 * em)).any() or _in_column(stats, int(k), large, em))
    for k in np.flatnonzero(ruled & (height < 9 * em) & (height > width)):
        gap = np.maximum(x - (x[k] + width[k]), x[k] - (x + width))
        shared = np.minimum(y + height, y[k] + height[k]) - np.maximum(y, y[k])
        beside = (
            large
            & (gap < max(0.5 * em, 0.3 * float(height[k])))
            & (shared > 0.7 * height[k])
            & (height < 1.6 * height[k])
        )
        strokes[k] = bool(beside.any())
    return strokes


def _in_column(stats: NDArray[np.int32], k: int, large: NDArray[np.bool_], em: float) -> bool:
    """Whether a flat stroke is 一 at the head of a column of display type: right under it, and in line with it, stand
    two characters at least of its own width, and nothing of that size beside them."""
    x, y, width, height = (stats[:, j] for j in range(4))
    centre, size = float(x[k] + width[k] / 2), float(width[k])
    mine = large & (np.abs(x + width / 2 - centre) < 0.6 * size)
    mine &= (y > y[k]) & (y + height < y[k] + 3.6 * size) & (height > 0.3 * size)
    if not mine.any():
        return False
    first, last = float(y[mine].min()), float((y + height)[mine].max())
    left, right = float(x[mine].min()), float((x + width)[mine].max())
    alike = 0.8 * size < right - left < 1.35 * size and abs(left + right - 2 * centre) < 0.3 * size
    near = 0.15 * size < first - float(y[k]) < 1.1 * size
    beside = (
        large & (y < last) & (y + height > first) & ~mine & (x < right + 0.1 * size) & (x + width > left - 0.1 * size)
    )
    return bool(alike and near and last - first > 1.5 * size and not beside.any()) and height[k] < 0.25 * size


def _box(stat: NDArray[np.int32]) -> Box:
    x, y, w, h = (float(v) for v in stat[:4])
    return (x, y, x + w, y + h)


def _rule_kind(stat: NDArray[np.int32], em: float) -> str:
    thickness, length = sorted((int(stat[2]), int(stat[3])))
    fill = float(stat[4]) / max(1, thickness * length)
    return "wavy" if fill < 0.55 and thickness > 0.12 * em and thickness > 0.006 * length else "straight"


def _straight_parts(piece: Mask, em: float, origin: tuple[int, int]) -> list[RuleMark]:
    """The long straight runs of one component [height, width], at `origin`."""
    length = int(3 * em)
    found = []
    for kernel, horizontal in ((np.ones((1, length), np.uint8), True), (np.ones((length, 1), np.uint8), False)):
        # A border of paper: runs that end at the box must not be taken to go on beyond it.
        opened = cv2.morphologyEx(piece, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        for x, y, w, h, _area in stats[1:count]:
            thickness, extent = (h, w) if horizontal else (w, h)
            if thickness < RULE_THICKNESS_EM * em * 1.5 and extent >= length:
                x0, y0 = float(x + origin[0]), float(y + origin[1])
                found.append(RuleMark("straight", (x0, y0, x0 + float(w), y0 + float(h))))
    return found


def _is_type(part: Box, cores: Mask) -> bool:
    """Whether a straight run is the strokes of blurred type that stands on a rule: the middle of a line runs there."""
    x0, y0, x1, y1 = (round(v) for v in part)
    return float(cores[y0:y1, x0:x1].mean()) > IN_LINE


def _framed(rules: Sequence[RuleMark], em: float) -> list[Box]:
    """Boxes that four rules form whose ends meet."""
    flat = [r.box for r in rules if r.horizontal]
    upright = [r.box for r in rules if not r.horizontal]
    slack = 0.8 * em
    found: list[Box] = []
    for top, foot in permutations(flat, 2):
        x0, x1 = min(top[0], foot[0]), max(top[2], foot[2])
        high = foot[1] - top[3]
        level = abs(top[0] - foot[0]) < slack and abs(top[2] - foot[2]) < slack
        if not level or high < 4 * em or x1 - x0 < 4 * em:
            continue
        sides = [
            any(
                abs((b[0] + b[2]) / 2 - x) < slack
                and b[1] < top[3] + slack + 0.1 * high
                and b[3] > foot[1] - slack - 0.1 * high
                for b in upright
                if b[3] - b[1] < high + 4 * em
            )
            for x in (x0, x1)
        ]
        if all(sides):
            found.append((x0, top[1], x1, foot[3]))
    return found


def _alike(a: Box, b: Box, em: float) -> bool:
    return all(abs(u - v) < 1.5 * em for u, v in zip(a, b, strict=True))


def _is_border(piece: Mask, em: float) -> bool:
    """Whether a component [height, width] is an ornamental border: its ink lies along the sides of its box, three at
    least."""
    height, width = piece.shape
    band = round(0.8 * em)
    if min(height, width) < 6 * band:
        return False
    ring = piece.copy()
    ring[band : height - band, band : width - band] = 0
    if ring.sum() < 0.97 * piece.sum():
        return False
    sides = (
        piece[:band].any(axis=0),
        piece[-band:].any(axis=0),
        piece[:, :band].any(axis=1),
        piece[:, -band:].any(axis=1),
    )
    return sum(float(side.mean()) > 0.7 for side in sides) >= 3


def _corner(piece: Mask, box: Box, em: float) -> list[Box]:
    """The two sides of its box along which a component [height, width] lies, where it is a wavy rule round a corner."""
    band = round(0.6 * em)
    if min(piece.shape) < 4 * band:
        return []
    edges = (piece[:band], piece[-band:], piece[:, :band], piece[:, -band:])
    shares = [float(edge.any(axis=k // 2).mean()) for k, edge in enumerate(edges)]
    along = [k for k, share in enumerate(shares) if share > 0.85]
    if len(along) != 2 or along[0] // 2 == along[1] // 2:
        return []
    rest = piece.copy()
    for k in along:
        (rest[:band], rest[-band:], rest[:, :band], rest[:, -band:])[k][:] = 0
    return [side for k, side in enumerate(_sides(box, em)) if k in along] if rest.sum() < 0.03 * piece.sum() else []


def _sides(box: Box, em: float) -> list[Box]:
    """The four sides of an ornamental border as thin boxes."""
    x0, y0, x1, y1 = box
    thick = 0.4 * em
    return [(x0, y0, x1, y0 + thick), (x0, y1 - thick, x1, y1), (x0, y0, x0 + thick, y1), (x1 - thick, y0, x1, y1)]


def _closes(rules: list[RuleMark], box: Box, em: float) -> bool:
    """Whether rules run along all four sides of a box."""
    x0, y0, x1, y1 = box
    slack = 0.6 * em

    def along(horizontal: bool, at: float) -> float:
        runs = [r.box for r in rules if r.horizontal == horizontal]
        if horizontal:
            return sum(b[2] - b[0] for b in runs if abs((b[1] + b[3]) / 2 - at) < slack) / (x1 - x0)
        return sum(b[3] - b[1] for b in runs if abs((b[0] + b[2]) / 2 - at) < slack) / (y1 - y0)

    return all(share > 0.7 for share in (along(True, y0), along(True, y1), along(False, x0), along(False, x1)))


def _evenly_spaced(dots: NDArray[np.int32], box: tuple[int, int, int, int], horizontal: bool) -> bool:
    """Whether the dots [N, 5] in a thin box follow each other at one distance; chance lines of specks do not."""
    x, y = dots[:, 0] + dots[:, 2] / 2, dots[:, 1] + dots[:, 3] / 2
    inside = (x >= box[0] - 1) & (x <= box[2] + 1) & (y >= box[1] - 1) & (y <= box[3] + 1)
    gaps = np.diff(np.sort((x if horizontal else y)[inside]))
    return len(gaps) >= 11 and bool(np.percentile(gaps, 90) < 2 * np.median(gaps))


def _dotted(stats: NDArray[np.int32], type_mask: Mask, em: float) -> tuple[list[RuleMark], Mask]:
    """Rows and columns of at least a dozen evenly placed dots or dashes, and the mask without them."""
    small = stats[(np.maximum(stats[:, 2], stats[:, 3]) < 0.6 * em) & (np.minimum(stats[:, 2], stats[:, 3]) < 0.3 * em)]
    if len(small) < 12:
        return [], type_mask
    dots = np.zeros_like(type_mask)
    for x, y, w, h, _ in small:
        dots[y : y + h, x : x + w] = 1
    found = []
    span = round(0.9 * em) | 1
    for horizontal in (True, False):
        kernel = np.ones((1, span) if horizontal else (span, 1), np.uint8)
        joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        # What is not long in itself only clings to the rule: small marks of the type beside it.
        length = round(6 * em)
        long = np.ones((1, length) if horizontal else (length, 1), np.uint8)
        joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, long, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        thickness, extent = (boxes[:, 3], boxes[:, 2]) if horizontal else (boxes[:, 2], boxes[:, 3])
        for index in np.flatnonzero((thickness < 0.35 * em) & (extent >= length)):
            if index == 0:
                continue
            x, y, w, h = (int(v) for v in boxes[index, :4])
            margin = max(1, round(0.25 * em))
            strip = (
                (slice(max(0, y - margin), y + h + margin), slice(x, x + w))
                if horizontal
                else (slice(y, y + h), slice(max(0, x - margin), x + w + margin))
            )
            # Dots of a rule stand alone in their strip; those between the strokes of characters do not. Specks are
            # dots too, but no part of the type mask.
            other = (type_mask[strip] & (1 - dots[strip])).sum()
            if other > 0.25 * dots[strip].sum() or not _evenly_spaced(small, (x, y, x + w, y + h), horizontal):
                continue
            found.append(RuleMark("dotted", (float(x), float(y), float(x + w), float(y + h))))
            type_mask[y : y + h, x : x + w] = 0
    return found, type_mask
