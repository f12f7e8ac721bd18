"""One newspaper page on a scan, or two beside each other (a spread, a film frame): where they part."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.straighten.border import Mask

WIDER = 1.28
"""A scan of two pages is wider than high by this factor at least; pages are 0.65 to 0.75 as wide as high. A cutting
of a few columns may be almost as wide, and its gutter is as empty as the lane between two pages."""
MIDDLE = 0.12
"""How far from the middle two pages may part, as a part of the width."""
LANE = 0.0025
"""Width of the empty lane between two pages, as a part of that of the scan: 3 px of a coarse image."""
CROSSED = 0.08
"""Part of the lane that print may cross: a headline or an advertisement across both pages, scratches."""
OFF_MIDDLE = 0.3
"""What being off the middle by all of the width weighs against print in the lane."""
FEWEST_ROWS = 0.2
"""Part of the rows that must have print on both sides of the lane."""


def find_parting(inked: Mask) -> float | None:
    """Where, as a part of the width, two pages meet in the mask of ink [height, width] of an upright, straight and
    cut image: in the lane near the middle that least print crosses. None for one page."""
    height, width = inked.shape
    if width < WIDER * height:
        return None
    lane = max(3, round(width * LANE))
    first, last = (round(width * (0.5 + side * MIDDLE)) for side in (-1, 1))
    left, right = inked[:, :first].any(axis=1), inked[:, last:].any(axis=1)
    has_print = left & right
    if has_print.mean() < FEWEST_ROWS:
        return None
    middle = inked[has_print, first:last].astype(np.float32)
    crossed = cv2.blur(middle, (lane, 1)).mean(axis=0)
    off_middle = np.abs(np.arange(first, last) + 0.5 - width / 2) / width
    best = int((crossed + OFF_MIDDLE * off_middle).argmin())
    return float((first + best + 0.5) / width) if crossed[best] <= CROSSED else None
