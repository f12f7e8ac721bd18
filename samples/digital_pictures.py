"""Photographs in colour, continuous in tone, as a page that was never printed has them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.pictures import buildings, clouds, landscape, people


def photograph(rng: np.random.Generator, height: int, width: int) -> NDArray[np.uint8]:
    """A photograph (height, width, 3) in RGB: a scene of `pictures`, its colours drifting over it."""
    scene = (landscape, buildings, people)[int(rng.integers(3))]
    high, wide = max(40, height // 3), max(40, width // 3)
    light = np.clip(0.08 + 0.88 * scene(rng, high, wide), 0, 1)
    lab = np.empty((high, wide, 3), np.float32)
    lab[..., 0] = light * 100
    sky = np.linspace(1, 0, high, dtype=np.float32)[:, None]
    lab[..., 1] = float(rng.uniform(-12, 12)) + 30 * (clouds(rng, high, wide, 3, 3) - 0.5)
    lab[..., 2] = (
        float(rng.uniform(0, 26)) + 30 * (clouds(rng, high, wide, 3, 3) - 0.5) - float(rng.uniform(10, 45)) * sky
    )
    rgb = np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), 0, 1)
    large = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_CUBIC)
    grain = rng.normal(0, 0.012, (height, width, 1)).astype(np.float32)
    return np.asarray(255 * np.clip(large + grain, 0, 1), np.uint8)
