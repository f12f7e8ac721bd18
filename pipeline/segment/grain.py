"""Which way the type runs: a small net looks at the ink and finds the middles of lines, across and down.

The net (`models/grain`) was trained on made pages. It sees the ink at one size, with
`EM_PX` px to the em of the body type, and gives for cells of `CELLS` px the probabilities that
there is no line, the middle of one that runs across the page, or of one that runs down.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.nets import net
from pipeline.segment.ink import Mask

EM_PX = 11.0
CELLS = 2
MULTIPLE = 32
"""The net halves what it sees five times: sides are filled up to a multiple of this."""
BAND, MARGIN = 1024, 128
"""It looks at so many px of the height at a time, and so many above and below them; multiples of `MULTIPLE`."""
CORE_SHARE = 0.5
"""What is found is the middle of a line: this share of its thickness."""
FOUND_SHARE = 0.6
"""As found by the net it is a little thicker than it was taught."""
END_SHARE = 0.3
"""It ends so much before the line does, in shares of the thickness, so that two lines end to end stay two."""
UNSURE = 0.05
"""What shows fewer middles of lines nearby than this tells nothing of a glyph's direction."""

MIXED = 0.02
"""Share of the rarer direction from which a page is looked at again."""
KNOWN = {"auto": 0.0, "horizontal": -1.0, "vertical": 1.0}
"""What the net is told of the page."""
ACROSS, DOWN = 1, 2
"""Classes of the net; 0 is no line."""

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Grain:
    """Probabilities [height, width] in cells that the middle of a line is there; `scale`: cells per working px."""

    across: Field
    down: Field
    scale: float

    def cores(self, shape: tuple[int, int]) -> Mask:
        """Where the middles of lines are, whichever way they run: a mask of 0 and 1 of the working size."""
        sure = (np.maximum(self.across, self.down) > 0.5).astype(np.uint8)
        size = round(sure.shape[1] / self.scale), round(sure.shape[0] / self.scale)
        full = np.zeros(shape, np.uint8)
        grown = np.asarray(cv2.resize(sure, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
        grown = grown[: shape[0], : shape[1]]
        full[: grown.shape[0], : grown.shape[1]] = grown
        return full


def seen(mask: Mask, em: float) -> NDArray[np.uint8]:
    """The ink [height, width], 0 to 255, at the size at which the net looks at it."""
    factor = EM_PX / em
    size = (max(1, round(mask.shape[1] * factor)), max(1, round(mask.shape[0] * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(mask * np.uint8(255), size, interpolation=way), dtype=np.uint8)


PRIOR = {"auto": 1.0, "horizontal": 0.1, "vertical": 10.0}
"""How much more a sign of vertical type weighs than one of horizontal type, by what was asked for."""


def runs_down(grain: Grain, glyphs: NDArray[np.int32], direction: str) -> NDArray[np.bool_]:
    """Which glyphs [N] (x, y, width, height, area) belong to type that runs down the page.

    The middles of lines in a glyph's own box decide; where there are none, those around it; and in the
    end those of the whole page. `direction`: auto, or what most of the page is known to be.
    """
    prior = PRIOR[direction]
    decided = np.full(len(glyphs), prior * float(grain.down.sum()) > float(grain.across.sum()))
    across, down = cv2.integral(grain.across), cv2.integral(grain.down)
    for around_em in (6.0, 2.0, 0.0):
        margin = around_em * EM_PX / CELLS
        x0 = np.clip((glyphs[:, 0] * grain.scale - margin).astype(int), 0, grain.down.shape[1] - 1)
        y0 = np.clip((glyphs[:, 1] * grain.scale - margin).astype(int), 0, grain.down.shape[0] - 1)
        x1 = np.clip(((glyphs[:, 0] + glyphs[:, 2]) * grain.scale + margin).astype(int), x0 + 1, grain.down.shape[1])
        y1 = np.clip(((glyphs[:, 1] + glyphs[:, 3]) * grain.scale + margin).astype(int), y0 + 1, grain.down.shape[0])
        a, d = (f[y1, x1] - f[y0, x1] - f[y1, x0] + f[y0, x0] for f in (across, down))
        sure = a + d > UNSURE * (x1 - x0) * (y1 - y0)
        decided = np.where(sure, prior * d > a, decided)
    return np.asarray(decided, dtype=np.bool_)


def find_grain(mask: Mask, em: float, direction: str) -> Grain:
    """Look at all ink of a page; `em` in px of the mask. `direction`: auto, or what most of the page is known to be.

    Type on a square grid may run either way. Where a page has type of both kinds the net looks again,
    knowing which is the commoner.
    """
    ink = seen(mask, em)
    height, width = ink.shape
    padded = np.zeros((-(-height // MULTIPLE) * MULTIPLE, -(-width // MULTIPLE) * MULTIPLE), np.float32)
    padded[:height, :width] = ink / np.float32(255)
    found = _look(padded, KNOWN[direction])
    across, down = float(found[ACROSS].sum()), float(found[DOWN].sum())
    if direction == "auto" and min(across, down) > MIXED * (across + down):
        found = _look(padded, KNOWN["vertical" if down > across else "horizontal"])
    high, wide = -(-height // CELLS), -(-width // CELLS)
    return Grain(found[ACROSS, :high, :wide], found[DOWN, :high, :wide], EM_PX / em / CELLS)


def _look(ink: Field, page: float) -> Field:
    """What the net says [3, height / CELLS, width / CELLS] of ink [height, width], sides multiples of `MULTIPLE`.

    Band by band, so that a page of small type takes no more memory than another.
    """
    height, width = ink.shape
    found = np.empty((3, height // CELLS, width // CELLS), np.float32)
    for top in range(0, height, BAND):
        foot = min(height, top + BAND)
        first, last = max(0, top - MARGIN), min(height, foot + MARGIN)
        (part,) = net("pipeline.segment", "grain.onnx").run(
            None, {"ink": ink[None, None, first:last], "page": np.array([page], np.float32)}
        )
        found[:, top // CELLS : foot // CELLS] = part[0, :, (top - first) // CELLS : (foot - first) // CELLS]
    return found
