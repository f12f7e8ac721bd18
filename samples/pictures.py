"""Procedural photographs and drawings: grey pixels (height, width) uint8, light on the page."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Field = NDArray[np.float32]


def clouds(rng: np.random.Generator, height: int, width: int, coarse: int = 4, octaves: int = 5) -> Field:
    """Smooth noise in [0, 1]."""
    total = np.zeros((height, width), np.float32)
    weight, size = 1.0, coarse
    for _ in range(octaves):
        grid = rng.random((max(2, size), max(2, round(size * width / height))), dtype=np.float32)
        total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weight, size = weight * 0.5, size * 2
    low, high = float(total.min()), float(total.max())
    return (total - low) / max(1e-6, high - low)


def landscape(rng: np.random.Generator, height: int, width: int) -> Field:
    """Sky, two or three ridges, and a foreground with texture."""
    y = (np.arange(height, dtype=np.float32) / height)[:, None]
    out = 0.95 - 0.25 * (1 - y) - 0.2 * clouds(rng, height, width, 3) * (1 - y)
    x = np.linspace(0, 1, width, dtype=np.float32)
    for k in range(rng.integers(2, 5)):
        base = 0.35 + 0.14 * k
        ridge = base + 0.1 * clouds(rng, 2, width, 5)[0] - 0.05 + 0.03 * np.sin(x * rng.uniform(4, 14))
        tone = 0.65 - 0.13 * k
        shade = tone + 0.18 * (clouds(rng, height, width, 12) - 0.5)
        out = np.where(y > ridge[None, :], shade, out)
    return np.asarray(out, np.float32)


def buildings(rng: np.random.Generator, height: int, width: int) -> Field:
    """A row of houses with windows."""
    out = np.asarray(0.9 - 0.15 * clouds(rng, height, width, 3), np.float32)
    at = -int(rng.integers(0, width // 6))
    while at < width:
        wide = int(rng.integers(width // 14 + 2, width // 5 + 3))
        top = int(height * rng.uniform(0.15, 0.6))
        tone = rng.uniform(0.25, 0.7)
        left, right = max(0, at), min(width, at + wide)
        if right > left:
            out[top:, left:right] = tone
            step = max(6, wide // int(rng.integers(4, 8)))
            for wy in range(top + step, height - step, step):
                for wx in range(left + step // 2, right - step // 2, step):
                    out[wy:wy + step // 2, wx:wx + step // 2] = tone + rng.choice((-0.2, 0.25))
        at += wide + int(rng.integers(0, max(2, width // 40)))
    return out


def people(rng: np.random.Generator, height: int, width: int) -> Field:
    """Head-and-shoulder blobs before a soft background."""
    out = 0.5 + 0.4 * clouds(rng, height, width, 3)
    count = int(rng.integers(2, 7))
    for k in range(count):
        size = height * rng.uniform(0.12, 0.2)
        cx, cy = width * (k + rng.uniform(0.3, 0.7)) / count, height * rng.uniform(0.35, 0.55)
        coat, skin = rng.uniform(0.15, 0.6), rng.uniform(0.6, 0.85)
        body, face, hair = (2.3, 1.5, 1.6, 0, coat), (0.0, 0.75, 1.0, 0, skin), (-0.4, 0.8, 0.7, 180, 0.12)
        for down, wide, high, first, tone in (body, face, hair):
            axes = (int(size * wide), int(size * high))
            cv2.ellipse(out, (int(cx), int(cy + down * size)), axes, 0, first, 360, tone, -1, cv2.LINE_AA)
    out += 0.12 * (clouds(rng, height, width, 20) - 0.5)
    return np.asarray(cv2.GaussianBlur(out, (0, 0), max(1.0, height / 300)), np.float32)


def halftone(tones: Field, cell_px: float, angle_deg: float = 45.0) -> Grey:
    """Screen a continuous tone (1 white) into round dots on a turned grid."""
    height, width = tones.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = np.deg2rad(angle_deg)
    u = (x * np.cos(turn) + y * np.sin(turn)) * (2 * np.pi / cell_px)
    v = (-x * np.sin(turn) + y * np.cos(turn)) * (2 * np.pi / cell_px)
    screen = 0.5 + 0.25 * (np.cos(u) + np.cos(v))
    edge = np.clip((np.clip(tones, 0.04, 0.97) - screen) * 6 + 0.5, 0, 1)
    return np.asarray(255 * edge, np.uint8)


def photograph(rng: np.random.Generator, height: int, width: int) -> Grey:
    """A photograph, half of them screened as in letterpress, the others in continuous tone."""
    scene = (landscape, buildings, people)[int(rng.integers(3))]
    scale = 2 if rng.random() < 0.5 else 3
    small = scene(rng, max(40, height // scale), max(40, width // scale))
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    tones = np.asarray(np.clip(0.06 + 0.9 * large, 0, 1), np.float32)
    if rng.random() < 0.55:
        return halftone(tones, float(rng.uniform(4.0, 8.0)), float(rng.choice((45.0, 30.0, 0.0, 60.0))))
    grain = rng.normal(0, 0.02, (height, width)).astype(np.float32)
    return np.asarray(255 * np.clip(tones + grain, 0, 1), np.uint8)


def drawing(rng: np.random.Generator, height: int, width: int, ink: int = 0, paper: int = 255) -> Grey:
    """A line drawing: hills, sun, house, waves, with strokes of one weight."""
    out = np.full((height, width), paper, np.uint8)
    weight = max(2, round(min(height, width) / 90))
    for k in range(int(rng.integers(3, 6))):
        x = np.linspace(0, width, 60)
        base = height * (0.45 + 0.12 * k)
        y = base + height * 0.08 * np.sin(x / width * rng.uniform(5, 18) + rng.uniform(0, 6))
        cv2.polylines(out, [np.stack([x, y], 1).astype(np.int32)], False, ink, weight, cv2.LINE_AA)
    centre = (int(width * rng.uniform(0.15, 0.85)), int(height * 0.2))
    cv2.circle(out, centre, int(min(height, width) * 0.1), ink, weight, cv2.LINE_AA)
    left, side = int(width * rng.uniform(0.1, 0.6)), int(min(height, width) * 0.25)
    top = int(height * 0.4)
    cv2.rectangle(out, (left, top), (left + side, top + side), ink, weight, cv2.LINE_AA)
    roof = np.array([[left, top], [left + side // 2, top - side // 2], [left + side, top]], np.int32)
    cv2.polylines(out, [roof], True, ink, weight, cv2.LINE_AA)
    return out
