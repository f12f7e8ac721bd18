"""Wears patches of print as paper, press and film do: broken strokes, neighbours' ink, specks, blur, hard tones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

RIGHT_PX, LEFT_PX = 9, 6
"""The neighbours' ink reaches in by less than so much."""
SPECK_PX = 3
"""Specks are at most so wide: an eighth of an em, half a stop."""
SPECKS = 14

Patch = NDArray[np.float32]


def worn(patches: NDArray[np.uint8], share: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A share of the patches [N, height, width] (255: ink) worn, each in its own way; `patches` stay as they are."""
    out = patches.copy()
    for k in np.flatnonzero(rng.random(len(patches)) < share):
        patch = patches[k].astype(np.float32)
        if rng.random() < 0.35:
            patch = crowded(patch, patches[int(rng.integers(len(patches)))], rng)
        if rng.random() < 0.3:
            patch = broken(patch, rng)
        if rng.random() < 0.5:
            patch = specked(patch, rng)
        if rng.random() < 0.7:
            patch = np.asarray(cv2.GaussianBlur(patch, (0, 0), float(rng.uniform(0.4, 1.7))), np.float32)
        if rng.random() < 0.3:
            spread = cv2.dilate if rng.random() < 0.6 else cv2.erode
            part = np.float32(rng.uniform(0.3, 1.0))
            patch = np.asarray((1 - part) * patch + part * spread(patch, np.ones((3, 3), np.uint8)), np.float32)
        if rng.random() < 0.6:  # film: tones are ink or paper
            patch = (patch - np.float32(rng.uniform(70, 160))) * np.float32(rng.uniform(1.2, 4.0)) + 128
        out[k] = patch.clip(0, 255).astype(np.uint8)
    return out


def crowded(patch: Patch, other: NDArray[np.uint8], rng: np.random.Generator) -> Patch:
    """A patch into which the ink of another reaches from the right, the left or both."""
    high, wide = patch.shape
    ink = np.roll(other, int(rng.integers(high)), axis=0).astype(np.float32)
    out = patch.copy()
    right, left = int(rng.integers(0, RIGHT_PX)), int(rng.integers(0, LEFT_PX))
    middle = wide // 2
    if right:
        out[:, -right:] = np.maximum(out[:, -right:], ink[:, middle - right : middle])
    out[:, :left] = np.maximum(out[:, :left], ink[:, middle - left : middle])
    return out


def broken(patch: Patch, rng: np.random.Generator) -> Patch:
    """A patch of which the ink is thin or gone in places."""
    high, wide = patch.shape
    grain = rng.random((high // 4, wide // 4), dtype=np.float32)
    cover = np.asarray(cv2.resize(grain, (wide, high), interpolation=cv2.INTER_LINEAR), np.float32)
    return np.asarray(patch * (cover * np.float32(1.6) + np.float32(rng.uniform(0.0, 0.4))).clip(0, 1), np.float32)


def specked(patch: Patch, rng: np.random.Generator) -> Patch:
    """A patch with dirt that is too small for a stop."""
    high, wide = patch.shape
    out = patch.copy()
    for _ in range(int(rng.integers(1, SPECKS))):
        tall, across = (int(v) for v in rng.integers(1, SPECK_PX + 1, 2))
        y, x = int(rng.integers(0, high - tall)), int(rng.integers(0, wide - across))
        out[y : y + tall, x : x + across] += np.float32(rng.uniform(60, 255))
    return out
