"""Thin rules that the threshold for ink loses: hairlines between tiers, fine wavy rules before a story.

On film such a rule is a grey trace, a pixel or two wide, of which only crumbs are dark enough for ink. What tells it
from noise is its length, and from a stroke of type the paper on both sides.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap
from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark

TRACE = 0.10
"""A trace is darker than the paper around it by this share at least."""
WAVE_EM = 0.2
"""A wavy rule swings so far to either side."""
FLANK_EM = 0.42
"""Up to here there is paper on both sides of it."""
LENGTH_EM = 3.0
"""A rule is at least so long."""
WHOLE = 0.8
"""Share of its length in which the trace shows between paper."""
GAP_EM = 0.8
"""Pieces of a rule with no more between them are one."""
PART = 0.3
"""A trace is no rule if a larger share of it belongs to ink as wide as type."""

Field = NDArray[np.float32]


def find_hairlines(grey: NDArray[np.uint8], dark: Mask, em: float, known: Sequence[RuleMark]) -> list[RuleMark]:
    """The thin rules of a page that are not among those known.

    `grey` [height, width] and `dark`, its ink as a mask of 0 and 1.
    """
    shade = _shade(grey, em)
    wide = _wide_ink(dark, em)
    found = [(box, False) for box in _upright(shade, wide, em)]
    turned = np.ascontiguousarray(shade.T)
    found += [((y0, x0, y1, x1), True) for x0, y0, x1, y1 in _upright(turned, _wide_ink(dark.T, em), em)]
    boxes = [(rule.box, rule.horizontal) for rule in known]
    return [
        RuleMark("straight", box)
        for box, flat in found
        if not any(other is flat and _covers(rule, box, em) for rule, other in boxes)
    ]


def _shade(grey: NDArray[np.uint8], em: float) -> Field:
    """How much darker than the paper around it each pixel is, as a share of the paper."""
    reach = round(0.9 * em) | 1
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)).astype(np.float32)
    paper = np.asarray(cv2.blur(paper, (reach, reach)), dtype=np.float32)
    return np.asarray(np.clip(1 - grey.astype(np.float32) / np.maximum(paper, 1), 0, 1), dtype=np.float32)


def _wide_ink(dark: Mask, em: float) -> Mask:
    """The ink of components that are wider than a rule."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(dark), connectivity=8)
    wide = stats[:, cv2.CC_STAT_WIDTH] > 0.6 * em
    wide[0] = False
    return np.asarray(wide[labels], dtype=np.uint8)


def _upright(shade: Field, wide: Mask, em: float) -> list[Box]:
    """Upright traces between paper."""
    wave, flank = max(1, round(WAVE_EM * em)), max(2, round(FLANK_EM * em))
    smooth = np.asarray(cv2.blur(shade, (1, 3)), dtype=np.float32)
    middle = np.asarray(cv2.dilate(smooth, np.ones((1, 2 * wave + 1), np.uint8)), dtype=np.float32)
    band = np.asarray(cv2.dilate(smooth, np.ones((1, flank - wave), np.uint8)), dtype=np.float32)
    off = wave + 1 + (flank - wave) // 2
    left, right = np.roll(band, off, axis=1), np.roll(band, -off, axis=1)
    sides = np.maximum(left, right)
    shown = ((middle > TRACE) & (sides < np.maximum(TRACE, 0.5 * middle))).astype(np.float32)
    length = round(LENGTH_EM * em)
    share = np.asarray(cv2.blur(shown, (1, length)), dtype=np.float32)
    traced = (share > WHOLE).astype(np.uint8)
    grown = cv2.dilate(traced, np.ones((length, 1), np.uint8)) & (shown > 0).astype(np.uint8)
    grown = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, np.ones((round(GAP_EM * em) | 1, 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(grown, connectivity=8)[2]
    found: list[Box] = []
    for x, y, w, h, _ in stats[1:].tolist():
        if h < length or w > 2 * flank:
            continue
        x0, x1 = x + w // 2 - wave, x + w // 2 + wave + 1
        trace = smooth[y : y + h, max(0, x0) : x1]
        inked = trace.max(axis=1) > TRACE
        of_type = (wide[y : y + h, max(0, x0) : x1] > 0).any(axis=1)
        if float(inked.mean()) > WHOLE and float(of_type.mean()) < PART:
            found.append((float(max(0, x0)), float(y), float(x1), float(y + h)))
    return found


def _covers(rule: Box, box: Box, em: float) -> bool:
    """Whether a known rule is the one found, for most of its length."""
    wide = overlap(rule[0] - 0.4 * em, rule[2] + 0.4 * em, box[0], box[2])
    high = overlap(rule[1] - 0.4 * em, rule[3] + 0.4 * em, box[1], box[3])
    return wide > 0 and high > 0 and wide * high > 0.8 * (box[2] - box[0]) * (box[3] - box[1])
