"""Which way up a page is, from the shapes of its characters.

Chinese characters look alike in one thing: strokes are denser towards the bottom and the right,
horizontal strokes are more than vertical ones, boxes open downwards. One character says little, a
hundred of them leave no doubt, and they say the same whether the lines run across or down. A small
net scores how upright a character looks; each character is shown to it in its four positions, and
the page's characters vote. Net, data and figures: models/upright/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.stage import Image
from pipeline.straighten.sight import ink

Glyphs = NDArray[np.float32]

GLYPH_PX = 16
TILE_PX, TILES = 320, 16
THRESHOLD_WINDOW_PX, THRESHOLD = 31, 12
SMALLEST_PX, LARGEST_PX = 8, 64
SQUARE = 0.75
FILLED = (0.25, 0.9)
"""Part of its box that a character's ink covers; rules and blots cover less and more."""
STROKES = 1.6
"""Edges that a row or column of a glyph crosses, on average: commas and dots have 1, characters 2 to 5."""
MOST_GLYPHS, FEWEST_GLYPHS = 400, 60
VOTES_AHEAD, NATS_AHEAD = 0.35, 2.6
"""By so much must a turn outdo none in votes and in mean log probability. Upright Chinese never gets above 0;
English and figures, many of which stand as well on their heads, reach 1, a page full of % signs 2; turned pages
give 0.58 and 3.3 at the least."""


def find_orientation(fine: Image) -> int:
    """How far the scan is to be turned clockwise, in degrees, so that its characters stand upright: 0, 90, 180, 270.

    Takes the fine grey image of `sight`. 0 where the characters are few or disagree.
    """
    votes, nats = evidence(glyphs(fine))
    best = int(votes.argmax())
    is_certain = votes[best] - votes[0] >= VOTES_AHEAD and nats[best] - nats[0] >= NATS_AHEAD
    return 90 * best if is_certain else 0


def evidence(found: Glyphs) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For turns of 0, 90, 180 and 270 degrees clockwise: the part of the glyphs [N, 16, 16] that look most upright
    after it, and the mean log probability that it is the right one. Zeros where the glyphs are few."""
    if len(found) < FEWEST_GLYPHS:
        return np.zeros(4), np.zeros(4)
    scores = np.stack([_uprightness(np.rot90(found, -turns, (1, 2))) for turns in range(4)]).astype(np.float64)
    scores -= scores.max(axis=0)
    nats = scores - np.log(np.exp(scores).sum(axis=0))
    return np.bincount(scores.argmax(axis=0), minlength=4) / len(found), nats.mean(axis=1)


def glyphs(fine: Image) -> Glyphs:
    """Square cuts [N, 16, 16] around single characters of the commonest size: ink positive, mean 0, deviation 1.

    At most 400, from the parts of the page with most ink.
    """
    cuts = [cut for tile in _inky_tiles(fine) for cut in characters(tile)]
    if not cuts:
        return np.zeros((0, GLYPH_PX, GLYPH_PX), np.float32)
    cuts = cuts[:: max(1, len(cuts) // (3 * MOST_GLYPHS))]
    found, sides = normalised(cuts), np.array([len(cut) for cut in cuts])
    has_strokes = edges_crossed(found) >= STROKES
    found, sides = found[has_strokes], sides[has_strokes]
    common = np.convolve(np.bincount(sides, minlength=LARGEST_PX + 1), (1, 1, 1), mode="same").argmax()
    body = found[(sides >= 0.85 * common) & (sides <= 1.2 * common)]
    return body[:: max(1, len(body) // MOST_GLYPHS)][:MOST_GLYPHS]


def normalised(cuts: Sequence[Image]) -> Glyphs:
    """Square cuts of any size as the net takes them [N, 16, 16]."""
    found = np.empty((len(cuts), GLYPH_PX, GLYPH_PX), np.float32)
    for glyph, cut in zip(found, cuts, strict=True):
        method = cv2.INTER_AREA if len(cut) > GLYPH_PX else cv2.INTER_LINEAR
        glyph[:] = cv2.resize(cut, (GLYPH_PX, GLYPH_PX), interpolation=method)
    found = found.mean(axis=(1, 2), keepdims=True) - found
    return np.asarray(found / (found.std(axis=(1, 2), keepdims=True) + 1e-3), dtype=np.float32)


def characters(tile: Image) -> list[Image]:
    """A square cut around every connected piece of ink in a grey tile that has the form of a character."""
    black = cv2.adaptiveThreshold(
        tile, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, THRESHOLD_WINDOW_PX, THRESHOLD
    )
    boxes = cv2.connectedComponentsWithStats(black, connectivity=8)[2][1:]
    found = []
    for left, top, width, height, area in boxes.tolist():
        side = max(width, height)
        if not SMALLEST_PX <= side <= LARGEST_PX or min(width, height) < SQUARE * side:
            continue
        x, y = round(left + (width - side) / 2), round(top + (height - side) / 2)
        is_within = 0 <= x <= tile.shape[1] - side and 0 <= y <= tile.shape[0] - side
        if is_within and FILLED[0] < area / (width * height) < FILLED[1]:
            found.append(tile[y : y + side, x : x + side])
    return found


def edges_crossed(found: Glyphs) -> NDArray[np.float64]:
    """How often, on average, a row or column of each glyph changes between ink and paper."""
    is_ink = found > 0
    changes = [np.diff(is_ink, axis=axis).sum(axis=(1, 2)) for axis in (1, 2)]
    return np.asarray((changes[0] + changes[1]) / (2 * GLYPH_PX), dtype=np.float64)


def _inky_tiles(fine: Image) -> list[Image]:
    height, width = fine.shape
    rows, columns = max(1, round(height / TILE_PX)), max(1, round(width / TILE_PX))
    density = cv2.resize(ink(fine).astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    best = np.sort(np.argsort(-density, axis=None, kind="stable")[:TILES])
    tiles = []
    for row, column in zip(*np.unravel_index(best, density.shape), strict=True):
        top, left = int(row) * height // rows, int(column) * width // columns
        tiles.append(fine[top : top + TILE_PX, left : left + TILE_PX])
    return tiles


def _uprightness(found: Glyphs) -> NDArray[np.float32]:
    """The net's score of each glyph [N, 16, 16]: one hidden layer, rectified."""
    into, bias, out = _weights()
    hidden = np.maximum(found.reshape(len(found), -1) @ into + bias, 0)
    return np.asarray(hidden @ out, dtype=np.float32)


@cache
def _weights() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    with (files("pipeline.straighten") / "upright.npz").open("rb") as file, np.load(file) as stored:
        into, bias, out = (stored[name].astype(np.float32) for name in ("into", "bias", "out"))
    return into, bias, out
