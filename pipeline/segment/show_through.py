"""The other side of the sheet showing through: broad strokes that are much paler than print.

Its headlines do harm, for they tie rows together. Where they cross type, no component of ink is theirs
alone, so they are told pixel by pixel: a grey closing wipes out the thin strokes of body type and
leaves what is broad. Where that is dark there is print; where it is only a little darker than paper
it is the ground on which the type stands, and the type is darker still.

Closing by a structuring element to estimate the ground of print is common; see P. Soille, *Morphological Image
Analysis* (2003), chapter 4.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.stage import Image

BODY_STROKE_PX = 7
"""The strokes of body type, with the gaps between them, are narrower at the working scale."""
FULL_INK_PERCENT = 5
"""The darkest ink of a page, in percent of all of it, is as dark as broad strokes are printed."""
PALE_DEPTH = 0.4
"""What is broad shows through when it is darker than paper by less than this share of full ink."""
SPARED = 1 / 3
"""On such a ground ink needs to be less dark than on paper by this share: dense characters make a ground as well."""


def threshold_without_ghosts(ratio: Image, raised: Image, page: float, paper: float) -> Image:
    """The threshold of ink, `raised` [height, width] where ink is pale, lowered where the other side shows through.

    `ratio`: share of the ground's brightness (0-255) at the working scale; `page`, below which everything is
    ink, and `paper`, the usual share of the paper, in the same unit. Returns [height, width], from `page` to `raised`.
    """
    sample = ratio[::3, ::3]
    ink = sample[sample < page]
    if not ink.size:
        return raised
    full = float(np.percentile(ink, FULL_INK_PERCENT))
    kernel = np.ones((BODY_STROKE_PX, BODY_STROKE_PX), np.uint8)
    # Single bright px of noise would fill the strokes of the other side.
    broad = cv2.morphologyEx(cv2.GaussianBlur(ratio, (3, 3), 0), cv2.MORPH_CLOSE, kernel).astype(np.float32)
    shown = broad >= paper - PALE_DEPTH * (paper - full)
    least = raised.astype(np.float32)
    against_ground = broad / np.float32(255) * (least + np.float32(SPARED) * (np.float32(255) - least))
    lowered = np.where(shown, np.clip(against_ground, page, least), least)
    return lowered.astype(np.uint8)


__all__ = ["threshold_without_ghosts"]
