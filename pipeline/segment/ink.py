"""Paper, ink and grey zones: the first look at the pixels.

All arrays here are at the *working scale*: the straightened image, halved while its longer side
exceeds `WORKING_SIDE_PX`. Newspaper body type is then 12-24 px high, enough to tell characters,
lines and gutters apart, at a quarter of the cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.segment.ink_threshold import ink_threshold
from pipeline.segment.picture_parts import picture_parts
from pipeline.segment.reversed_bars import find_bars, with_type_of_bars
from pipeline.segment.shades import is_shade, is_stain, texture
from pipeline.stage import Image

WORKING_SIDE_PX = 3_400
TONE_SHRINK = 2
"""The tone map, in which halftone dots melt into grey, is smaller than the working scale by this factor."""
STROKE_PX = 34
"""No stroke of type is wider at the working scale; a wider area without paper is a grey zone."""
TINT_STEP = 0.04
"""The paper is darker by this share at least, and suddenly, where a tint begins."""
TEXTURE = 0.006
"""A tint's tone varies less from place to place, in shares of the paper."""
INKED_SHARE = 0.92
"""Where there is less of the paper's brightness there is ink."""
PAPER_SHARE = 0.90
"""Less of the paper's brightness is no paper."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Zone:
    """An area in which no paper shows: `picture`, `tint` or `reversed`. Box at the working scale."""

    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class Ink:
    """Where the ink is. Masks [height, width] of 0 and 1 at the working scale."""

    mask: Mask
    """Without what is in pictures."""
    scale: float
    """Working px per image px."""
    pictures: Mask
    zones: tuple[Zone, ...]
    dark: Mask
    """The same with it."""
    grey: Image
    """What it was found in, at the working scale."""

    def picture_zones(self) -> list[Box]:
        return [z.box for z in self.zones if z.kind == "picture"]

    def without(self, pictures: Sequence[Box]) -> Mask:
        """The ink but for what is in these of the picture zones."""
        if len(pictures) == len(self.picture_zones()):
            return self.mask
        covered = np.zeros_like(self.pictures)
        for box in pictures:
            x0, y0, x1, y1 = (round(v) for v in box)
            covered[y0:y1, x0:x1] = self.pictures[y0:y1, x0:x1]
        return self.dark & (1 - covered)


def working_scale(image: Image) -> float:
    """1, 1/2, 1/4, …: how much the image is scaled down to look for lines."""
    scale = 1.0
    while max(image.shape[:2]) * scale > WORKING_SIDE_PX:
        scale /= 2
    return scale


def find_ink(image: Image) -> Ink:
    """Separate ink from paper in a straightened grey image [height, width].

    Ink is what is clearly darker than its surroundings; the surroundings are a grey closing of
    the page, so that tints, stains and uneven light do not count. Where the closing itself is
    darker than the paper there is a picture, a tint, or type in white on black.
    """
    scale = working_scale(image)
    height, width = round(image.shape[0] * scale), round(image.shape[1] * scale)
    grey = _resized(image, (width, height), cv2.INTER_AREA) if scale < 1 else image
    tone, ground = _tone_and_ground(grey)
    paper = _paper(ground)
    share = np.asarray(ground / paper, dtype=np.float32)
    tints, tinted = _tints(share)
    dark = ((share < PAPER_SHARE) & (tinted == 0)).astype(np.uint8)
    full = (width, height)
    bars = find_bars(grey, np.asarray(cv2.resize(paper, full, interpolation=cv2.INTER_LINEAR), dtype=np.float32))
    for bar in bars:
        x0, y0, x1, y1 = (v // TONE_SHRINK for v in bar.box)
        dark[max(0, y0 - 1) : y1 + 2, max(0, x0 - 1) : x1 + 2] = 0
        share[max(0, y0 - 1) : y1 + 2, max(0, x0 - 1) : x1 + 2] = 1
    # The ground inside a picture is no paper to measure ink against, but there is no type in it either.
    zones, pictures, reverse = _zones(tone, share, paper, dark)
    zones += [Zone("tint", box) for box in tints]
    mask = _darker(grey, ground)
    if reverse is not None:
        where = _resized(reverse, full, cv2.INTER_NEAREST)
        mask = np.where(where > 0, (grey > where).astype(np.uint8), mask)
    mask = with_type_of_bars(mask, grey, bars)
    big = _resized(pictures, full, cv2.INTER_NEAREST)
    big = (big > 0).astype(np.uint8)
    grown = tuple(Zone(z.kind, _times(z.box, TONE_SHRINK)) for z in zones)
    grown += tuple(Zone("reversed", bar.as_box()) for bar in bars)
    return Ink(mask & (1 - big), scale, big, grown, mask, grey)


def ink_of(grey: Image) -> Mask:
    """What is clearly darker than its surroundings in a grey image [height, width], whatever it is."""
    return _darker(grey, _tone_and_ground(grey)[1])


def _tone_and_ground(grey: Image) -> tuple[Image, Image]:
    """The grey image without its dots, and without its strokes, both at the scale of the tone map."""
    height, width = grey.shape
    shrunk = _resized(grey, (max(1, width // TONE_SHRINK), max(1, height // TONE_SHRINK)), cv2.INTER_AREA)
    tone: Image = np.asarray(cv2.medianBlur(shrunk, 3), dtype=np.uint8)
    side = STROKE_PX // TONE_SHRINK | 1
    ground = cv2.morphologyEx(tone, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return tone, np.asarray(ground, dtype=np.uint8)


def _darker(grey: Image, ground: Image) -> Mask:
    """What is darker than the ground [height, width], which is smaller by `TONE_SHRINK`."""
    local = _resized(ground, (grey.shape[1], grey.shape[0]), cv2.INTER_LINEAR)
    ratio: Image = np.asarray(cv2.divide(grey, np.maximum(local, 1), scale=255), dtype=np.uint8)
    return (ratio < ink_threshold(ratio)).astype(np.uint8)


def _resized(image: Image, size: tuple[int, int], interpolation: int) -> Image:
    return np.asarray(cv2.resize(image, size, interpolation=interpolation), dtype=np.uint8)


def _times(box: Box, factor: float) -> Box:
    return (box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor)


def _paper(ground: Image) -> NDArray[np.float32]:
    """The paper's brightness everywhere: a quadric through the bright parts of the ground.

    Fitted again and again to what lies not far below the last fit, so that pictures and tints,
    however large, drop out while slow changes of light stay in.
    """
    step = 16
    sample = ground[::step, ::step].astype(np.float32)
    ys, xs = np.mgrid[0 : sample.shape[0], 0 : sample.shape[1]].astype(np.float32)
    xs, ys = xs / max(1, sample.shape[1]), ys / max(1, sample.shape[0])
    terms = np.stack([np.ones_like(xs), xs, ys, xs * xs, xs * ys, ys * ys], axis=-1).reshape(-1, 6)
    values = sample.reshape(-1)
    keep = values >= np.percentile(values, 50) * 0.9
    fit = terms @ np.linalg.lstsq(terms[keep], values[keep], rcond=None)[0]
    for _ in range(4):
        keep = values > fit * 0.94
        if keep.sum() < 20:
            break
        fit = terms @ np.linalg.lstsq(terms[keep], values[keep], rcond=None)[0]
    surface = np.clip(fit.reshape(sample.shape), 60, 255).astype(np.float32)
    return np.asarray(cv2.resize(surface, (ground.shape[1], ground.shape[0]), interpolation=cv2.INTER_LINEAR))


def _zones(
    tone: Image, share: NDArray[np.float32], paper: NDArray[np.float32], dark: Mask
) -> tuple[list[Zone], Mask, Image | None]:
    """(zones, picture mask, white-on-black threshold map or None), all at the scale of the tone map.

    `share` of the brightness of the `paper` that the ground has.
    """
    least = STROKE_PX // TONE_SHRINK
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pictures = np.zeros_like(dark)
    inked = tone < INKED_SHARE * paper
    reverse: Image | None = None
    zones: list[Zone] = []
    for label in range(1, count):
        x, y, w, h, _area = stats[label]
        if min(w, h) < least or max(w, h) < 2.5 * least:
            continue
        inside = labels[y : y + h, x : x + w] == label
        kind = _zone_kind(share[y : y + h, x : x + w][inside], tone[y : y + h, x : x + w], inside)
        if kind != "picture" and max(w, h) < 7 * least:
            continue
        if kind == "tint" and is_stain(share, (int(x), int(y), int(w), int(h))):
            continue
        if kind == "picture":
            parts, printed = picture_parts(share, inked, (x, y, x + w, y + h), least)
            for left, top, right, foot in parts:
                # Heavy type close by is dark too, and clings to the picture: it does not fill its rows.
                part = _body_of(printed[top:foot, left:right], (left, top))
                if is_shade(share, part):
                    continue
                zones.append(_picture(printed, part, pictures))
            continue
        zones.append(Zone(kind, (float(x), float(y), float(x + w), float(y + h))))
        if kind == "reversed":
            if reverse is None:
                reverse = np.zeros_like(tone)
            level = np.uint8((int(np.percentile(tone[y : y + h, x : x + w][inside], 40)) + int(paper.mean())) // 2)
            inner = cv2.erode(inside.astype(np.uint8), np.ones((3, 3), np.uint8))
            reverse[y : y + h, x : x + w][inner > 0] = level
    return zones, pictures, reverse


def _picture(mine: NDArray[np.bool_], part: tuple[int, int, int, int], pictures: Mask) -> Zone:
    """The zone of a picture, (x, y, width, height), which is painted into the mask [height, width] of all pictures."""
    x, y, w, h = part
    inside = mine[y : y + h, x : x + w]
    pictures[y : y + h, x : x + w] |= np.uint8(1) if inside.mean() > 0.35 else inside.astype(np.uint8)
    return Zone("picture", (float(x), float(y), float(x + w), float(y + h)))


def _body_of(inside: NDArray[np.bool_], origin: tuple[int, int]) -> tuple[int, int, int, int]:
    """(x, y, width, height) of the part of a dark area [height, width] whose first and last rows it fills by half."""
    rows = np.flatnonzero(inside.mean(axis=1) > 0.5)
    height, width = inside.shape
    if len(rows) < 0.4 * height:
        return origin[0], origin[1], width, height
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(inside[top:bottom].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    return origin[0] + left, origin[1] + top, right - left, bottom - top


def _tints(share: NDArray[np.float32]) -> tuple[list[Box], Mask]:
    """Light tints in the ground's share of the paper [height, width]: even areas within a sharp step; boxes, mask.

    A tint may differ from the paper by less than stains and uneven light do across the page; but
    those change slowly.
    """
    kernel = np.ones((3, 3), np.uint8)
    gradient = np.asarray(cv2.morphologyEx(share, cv2.MORPH_GRADIENT, kernel), dtype=np.float32)
    even = (gradient < TINT_STEP).astype(np.uint8)
    least = 7 * (STROKE_PX // TONE_SHRINK)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    found: list[Box] = []
    mask = np.zeros_like(even)
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if min(w, h) < least or area < 0.8 * w * h or w * h > 0.5 * share.size:
            continue
        if texture(share[y : y + h, x : x + w]) > TEXTURE:
            continue
        inside = float(np.median(share[y : y + h, x : x + w][labels[y : y + h, x : x + w] == label]))
        near, far = 5, 9
        rings = [
            share[max(0, y - far) : max(0, y - near), x : x + w],
            share[y + h + near : y + h + far, x : x + w],
            share[y : y + h, max(0, x - far) : max(0, x - near)],
            share[y : y + h, x + w + near : x + w + far],
        ]
        around = [float(np.median(r)) for r in rings if r.size]
        if inside > 0.5 and sum(level > 0.87 and inside < (1 - TINT_STEP) * level for level in around) >= 3:
            found.append((float(x - 1), float(y - 1), float(x + w + 1), float(y + h + 1)))
            mask[labels == label] = 1
    if found:
        mask = np.asarray(cv2.dilate(mask, np.ones((7, 7), np.uint8)), dtype=np.uint8)
    return found, mask


def _zone_kind(share: NDArray[np.float32], tone: Image, inside: NDArray[np.bool_]) -> str:
    """A flat light ground with type on it is a tint, a flat dark one with white in it carries reversed type,
    the rest is a picture."""
    low, middle, high = np.percentile(share, [10, 50, 90])
    flat = high - low < 0.12
    printed = float((tone[inside] < 0.72 * np.median(tone[inside])).mean())
    if flat and middle > 0.55 and printed > 0.015:
        return "tint"
    # White type is no part of the dark ground, so the whole box counts.
    values = tone.reshape(-1).astype(np.float32) if inside.mean() > 0.4 else tone[inside].astype(np.float32)
    black = float(np.percentile(values, 30))
    dark_share = float((values < black + 25).mean())
    white_share = float((values > black + 95).mean())
    spread = float(np.percentile(values, 45) - np.percentile(values, 5))
    # Small type on a ground as flat as print can be makes little white.
    lit = white_share > (0.01 if spread < 8 else 0.02)
    if middle < 0.75 and black < 110 and spread < 20 and lit and dark_share + white_share > 0.6:
        return "reversed"
    return "picture"
