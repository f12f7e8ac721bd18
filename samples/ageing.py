"""What a press and a hundred years do to a page: uneven ink, broken type, browned edges, stains, the other side.

All fields are in page px, float32 (height, width): reflectance of the print in [0, 1] (0 ink, 1 paper), and tone of
the paper in (0, 1] that multiplies its brightness.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.pictures import clouds

Field = NDArray[np.float32]
COARSE = 4  # slow tones are drawn at a quarter of the page's resolution


@dataclass(frozen=True, slots=True)
class Ghost:
    """The other side showing through: how dark (0-1, of full ink), how blurred, how far off (x, y)."""

    strength: float
    blur_px: float
    shift_px: tuple[int, int]
    other: bool = False

    @staticmethod
    def drawn(rng: np.random.Generator, least: float = 0.06, most: float = 0.2) -> Ghost:
        """Faint to plain; half of the time another page, else the page itself seen from behind."""
        return Ghost(
            strength=round(float(rng.uniform(least, most)), 3), blur_px=round(float(rng.uniform(1.5, 4.5)), 2),
            shift_px=(int(rng.integers(-90, 90)), int(rng.integers(-90, 90))), other=bool(rng.random() < 0.5))


@dataclass(frozen=True, slots=True)
class Impression:
    """Faults of printing, each 0 (none) to 1 (hard to read): faint and clogged patches, uneven sorts, broken type."""

    faint: float = 0.0
    clogged: float = 0.0
    sorts: float = 0.0
    broken: float = 0.0

    @staticmethod
    def drawn(rng: np.random.Generator) -> Impression:
        """Letterpress of a small paper on a bad day."""
        worst = np.array([0.5, 0.6, 0.5, 0.45])
        faint, clogged, sorts, broken = (round(float(v), 3) for v in worst * rng.uniform(0.15, 1, 4))
        return Impression(faint, clogged, sorts, broken)


@dataclass(frozen=True, slots=True)
class Age:
    """Old paper: browning of the edges (0-1) that reaches `edge_px` in, stains and foxing spots (counts)."""

    browning: float
    edge_px: float
    stains: int
    foxing: int
    mottle: float

    @staticmethod
    def drawn(rng: np.random.Generator) -> Age:
        """From a little yellow to brown, with a few stains."""
        return Age(
            browning=round(float(rng.uniform(0.08, 0.4)), 3), edge_px=round(float(rng.uniform(80, 500))),
            stains=int(rng.poisson(1.6)), foxing=int(rng.integers(10, 150)) if rng.random() < 0.5 else 0,
            mottle=round(float(rng.uniform(0.01, 0.07)), 3))


def enlarged(field: Field, shape: tuple[int, ...]) -> Field:
    """A field stretched to (height, width)."""
    return np.asarray(cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _ramp(field: Field, low: float, high: float) -> Field:
    return np.asarray(np.clip((field - low) / (high - low), 0, 1), np.float32)


def grains(rng: np.random.Generator, shape: tuple[int, ...], cell_px: float) -> Field:
    """Noise in [0, 1] whose grains are about `cell_px` wide."""
    small = (max(2, round(shape[0] / cell_px)), max(2, round(shape[1] / cell_px)))
    field = cv2.resize(rng.random(small, dtype=np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(field, np.float32)


def impressed(print_: Field, rng: np.random.Generator, press: Impression) -> Field:
    """The print with the faults of a press."""
    shape = print_.shape
    out = print_
    if press.clogged:
        # Where too much ink lies it runs into the gaps: the darkest of the neighbours, softened.
        where = _ramp(_patches(rng, shape), 0.75 - 0.45 * press.clogged, 0.95 - 0.3 * press.clogged)
        heavy = np.minimum(cv2.erode(out, np.ones((3, 3), np.uint8)), cv2.GaussianBlur(out, (0, 0), 1.5))
        out = np.asarray(out + where * np.float32(0.4 + 0.4 * press.clogged) * (heavy - out), np.float32)
    if press.faint:
        where = _ramp(_patches(rng, shape), 0.75 - 0.45 * press.faint, 1.0 - 0.25 * press.faint)
        where *= 0.55 + 0.45 * grains(rng, shape, 5.0)
        thin = 0.25 * cv2.dilate(out, np.ones((3, 3), np.uint8)) + 0.75 * out
        light = 1 - (1 - thin) * np.float32(0.75 - 0.25 * press.faint)
        out = np.asarray(out + where * np.float32(0.5 + 0.4 * press.faint) * (light - out), np.float32)
    if press.sorts:
        # Every sort stands a little higher or lower than the next: grains of the size of a body character.
        low = _ramp(grains(rng, shape, float(rng.uniform(28, 44))), 0.3, -0.05)
        out = np.asarray(1 - (1 - out) * (1 - low * np.float32(0.35 + 0.5 * press.sorts)), np.float32)
    return _broken(out, rng, press.broken) if press.broken else out


def _patches(rng: np.random.Generator, shape: tuple[int, ...]) -> Field:
    small = clouds(rng, max(8, shape[0] // 16), max(8, shape[1] // 16), int(rng.integers(3, 7)), 4)
    return enlarged(small, shape)


def _broken(print_: Field, rng: np.random.Generator, much: float) -> Field:
    """Gaps in strokes: chips of a few px in worn patches, and hairlines where type is cracked."""
    shape = print_.shape
    chips = grains(rng, shape, float(rng.uniform(3, 5))) + 0.35 * (_patches(rng, shape) - 0.5)
    gaps = _ramp(chips, 1.02 - 0.22 * much, 1.12 - 0.22 * much)
    return np.asarray(print_ + (1 - print_) * gaps * np.float32(0.9), np.float32)


def shown_through(print_: Field, verso: Field, rng: np.random.Generator, ghost: Ghost) -> Field:
    """The print with the mirror image of another (any size) faintly on it."""
    height, width = print_.shape
    mirror = cv2.GaussianBlur(np.ascontiguousarray(verso[:, ::-1]), (0, 0), ghost.blur_px)
    dx, dy = ghost.shift_px
    across = dx + (width - mirror.shape[1]) / 2
    shift = np.array([[1.0, 0.0, across], [0.0, 1.0, float(dy)]])
    moved = cv2.warpAffine(mirror, shift, (width, height), flags=cv2.INTER_LINEAR, borderValue=1.0)
    thin = 0.6 + 0.8 * enlarged(clouds(rng, 64, 64, 3, 3), print_.shape)
    return np.asarray(print_ * (1 - np.float32(ghost.strength) * thin * (1 - moved)), np.float32)


def aged(rng: np.random.Generator, shape: tuple[int, int], age: Age) -> Field:
    """The tone of old paper (height, width)."""
    height, width = shape[0] // COARSE, shape[1] // COARSE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rough = clouds(rng, height, width, 6, 5)
    brown = np.zeros((height, width), np.float32)
    reach = age.edge_px / COARSE
    for edge in (x, y, width - x, height - y):
        brown += np.float32(rng.uniform(0.2, 1.0)) * np.exp(-edge / (reach * (0.35 + 1.3 * rough)))
    tone = 1 - np.float32(age.browning) * np.clip(brown, 0, 1.3) * (0.6 + 0.5 * clouds(rng, height, width, 12, 4))
    tone *= 1 - np.float32(2 * age.mottle) * (clouds(rng, height, width, 24, 4) - 0.5)
    for _ in range(age.stains):
        _stain(tone, rng)
    for _ in range(age.foxing):
        _fox(tone, rng)
    return enlarged(np.clip(tone, 0.25, 1.1), shape)


def _stain(tone: Field, rng: np.random.Generator) -> None:
    """Darken an irregular blot with a darker rim: what water left when it dried."""
    height, width = tone.shape
    size = float(rng.uniform(0.03, 0.18)) * max(height, width)
    cx, cy = rng.uniform(0, width), rng.uniform(0, height)
    left, right = (int(np.clip(cx + k * 2 * size, 0, width)) for k in (-1, 1))
    top, bottom = (int(np.clip(cy + k * 2 * size, 0, height)) for k in (-1, 1))
    if right - left < 8 or bottom - top < 8:
        return
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    squash = float(rng.uniform(0.6, 1.6))
    away = np.hypot((x - cx) / size, (y - cy) / size * squash)
    away += 0.9 * (clouds(rng, bottom - top, right - left, 3, 5) - 0.5)
    rim = np.exp(-((away - 1) / np.float32(rng.uniform(0.02, 0.06))) ** 2)
    blot = _ramp(np.asarray(away, np.float32), 1.03, 0.9) * np.float32(rng.uniform(0.25, 0.9)) + 0.8 * rim
    tone[top:bottom, left:right] *= 1 - np.float32(rng.uniform(0.06, 0.22)) * blot


def _fox(tone: Field, rng: np.random.Generator) -> None:
    """A rust-brown spot of mould, soft at the edge."""
    height, width = tone.shape
    radius = float(rng.gamma(2.0, 1.3)) + 1.0
    cx, cy = int(rng.uniform(0, width)), int(rng.uniform(0, height))
    reach = int(3 * radius)
    left, top = max(0, cx - reach), max(0, cy - reach)
    patch = tone[top:cy + reach, left:cx + reach]
    y, x = np.mgrid[top:top + patch.shape[0], left:left + patch.shape[1]].astype(np.float32)
    spot = np.exp(-(((x - cx) ** 2 + (y - cy) ** 2) / (2 * radius ** 2)) ** 0.8)
    patch *= 1 - np.float32(rng.uniform(0.06, 0.3)) * spot
