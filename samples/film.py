"""The look of microfilm: hard tones, ragged strokes, scratches along the film, dust, light that falls off.

All images are float32 (height, width) in scan px, 0 black to 255 white.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.ageing import enlarged, grains
from samples.bends import Points
from samples.pictures import clouds
from samples.warp import Warp, seen

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Film:
    """A frame of microfilm.

    `hardness` is the slope of the tone curve (1 soft to 8 nearly two tones), `threshold` the tone between ink and
    paper (0-1: low thins strokes, high thickens them), `ragged` the noise that the curve makes visible, `black` and
    `white` the ends of the scale; `vignette` how much light is lost in the corners; `frame_px` the dark strip about
    the frame (left, top, right, bottom), `edge` how dark the edge of the sheet shows, `upright` whether the film
    (and its scratches) runs down the scan.
    """

    hardness: float
    threshold: float
    ragged: float
    black: float
    white: float
    vignette: float
    scratches: int
    dashes: int
    specks: int
    frame_px: tuple[int, int, int, int]
    edge: float
    upright: bool

    @staticmethod
    def drawn(rng: np.random.Generator) -> Film:
        """Two in three hard, nearly two tones; the others grey and vignetted."""
        hard = bool(rng.random() < 0.65)
        frame = tuple(int(rng.integers(30, 160)) if rng.random() < 0.4 else 0 for _ in range(4))
        return Film(
            hardness=round(float(rng.uniform(2.6, 5.0) if hard else rng.uniform(1.5, 2.6)), 2),
            threshold=round(float(rng.uniform(0.54, 0.76)), 3), ragged=round(float(rng.uniform(0.03, 0.2)), 3),
            black=round(float(rng.uniform(30, 70)), 1),
            white=round(float(rng.uniform(240, 255) if hard else rng.uniform(195, 235)), 1),
            vignette=round(float(rng.uniform(0.0, 0.08) if hard else rng.uniform(0.06, 0.3)), 3),
            scratches=int(rng.poisson(1.5)), dashes=int(rng.integers(20, 400)), specks=int(rng.integers(100, 2500)),
            frame_px=(frame[0], frame[1], frame[2], frame[3]), edge=round(float(rng.uniform(0.1, 0.6)), 3),
            upright=bool(rng.random() < 0.25))


def filmed(scan: Field, rng: np.random.Generator, film: Film, ink: float, paper: float) -> Field:
    """A scan with the tones from `ink` to `paper` as a microfilm of it looks."""
    shape = scan.shape
    tone = (scan - np.float32(ink)) / np.float32(paper - ink)
    noise = cv2.GaussianBlur(rng.standard_normal(shape, dtype=np.float32), (0, 0), 1.0) * np.float32(3.5)
    # Bare paper is far from the threshold: grain shows where light of the paper spreads into strokes, at their edges.
    near_ink = cv2.GaussianBlur(1 - tone, (0, 0), 2.0)
    tone += np.float32(film.ragged) * noise * np.clip(0.15 + 1.5 * near_ink, 0, 1)
    level = film.threshold + 0.14 * (enlarged(clouds(rng, 64, 64, 3, 3), shape) - 0.5)
    # A logistic curve through the threshold, stretched so that full ink and bare paper stay the ends of the scale.
    curve = 1 / (1 + np.exp(np.float32(-2.2 * film.hardness) * (tone - level)))
    low, high = (1 / (1 + np.exp(-2.2 * film.hardness * (end - film.threshold))) for end in (0.05, 0.95))
    tone = np.clip((curve - low) / (high - low), -0.04, 1.04)
    out = np.float32(film.black) + tone * np.float32(film.white - film.black)
    out = np.asarray(cv2.GaussianBlur(out, (0, 0), 0.7), np.float32)
    out *= _falling_light(rng, shape, film.vignette)
    scratched(out, rng, film)
    return _framed(out, rng, film)


def _falling_light(rng: np.random.Generator, shape: tuple[int, ...], much: float) -> Field:
    x = np.linspace(-1, 1, 96, dtype=np.float32)[None, :] - np.float32(rng.uniform(-0.3, 0.3))
    y = np.linspace(-1, 1, 64, dtype=np.float32)[:, None] - np.float32(rng.uniform(-0.3, 0.3))
    fall = 0.5 * (x ** 2 + y ** 2) + 0.5 * (clouds(rng, 64, 96, 2, 3) - 0.5)
    return enlarged(np.asarray(1 - np.float32(much) * np.clip(fall, 0, 1.6), np.float32), shape)


def scratched(out: Field, rng: np.random.Generator, film: Film) -> None:
    """Draw scratches, dashes and specks into an image."""
    height, width = out.shape
    along, across = (height, width) if film.upright else (width, height)
    marks: dict[bool, NDArray[np.uint8]] = {dark: np.zeros(out.shape, np.uint8) for dark in (True, False)}
    for _ in range(film.scratches):
        _scratch(marks[bool(rng.random() < 0.6)], rng, along, across, film.upright)
    for _ in range(film.dashes):
        start, length = rng.uniform(0, along), float(rng.gamma(1.5, 14))
        at, slope = rng.uniform(0, across), rng.normal(0, 0.05) if rng.random() < 0.75 else rng.normal(0, 1.5)
        end = (start + length, at + slope * length)
        _stroke(marks[bool(rng.random() < 0.8)], np.array([(start, at), end]), film.upright, int(rng.integers(90, 255)))
    for _ in range(film.specks):
        spot = (int(rng.integers(width)), int(rng.integers(height)))
        most = 2 if rng.random() < 0.96 else 5
        size = (int(rng.integers(0, most)), int(rng.integers(0, most)))
        cv2.ellipse(marks[bool(rng.random() < 0.85)], spot, size, float(rng.uniform(0, 180)), 0, 360,
                    int(rng.integers(80, 255)), -1, cv2.LINE_AA)
    for dark, mark in marks.items():
        end_tone = np.float32(film.black if dark else film.white)
        out += (mark.astype(np.float32) / 255) * np.float32(0.9) * (end_tone - out)


def _scratch(mark: NDArray[np.uint8], rng: np.random.Generator, along: int, across: int, upright: bool) -> None:
    """A long line that wavers a little and breaks off here and there."""
    start, end = sorted(rng.uniform(-0.3, 1.3, 2))
    steps = np.arange(max(0.0, start) * along, max(min(1.0, end), start + 0.2) * along, 40.0)
    if len(steps) < 3:
        return
    at = rng.uniform(0, across) + np.cumsum(rng.normal(0, 0.25, len(steps))) + rng.normal(0, 0.002) * steps
    tone = int(rng.integers(70, 220))
    for k in range(len(steps) - 1):
        if rng.random() < 0.85:
            ends = np.array([(steps[k], at[k]), (steps[k + 1], at[k + 1])])
            _stroke(mark, ends, upright, int(np.clip(tone + rng.normal(0, 30), 20, 255)))


def _stroke(mark: NDArray[np.uint8], ends: NDArray[np.float64], upright: bool, tone: int) -> None:
    points = np.round((ends[:, ::-1] if upright else ends) * 16).astype(int)
    cv2.line(mark, tuple(points[0].tolist()), tuple(points[1].tolist()), tone, 1, cv2.LINE_AA, 4)


def _framed(out: Field, rng: np.random.Generator, film: Film) -> Field:
    """Dark strips at the sides of the frame, each a little slanted and soft at its edge."""
    height, width = out.shape
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    left, top, right, bottom = film.frame_px
    sides = (
        (left, x, y / height), (top, y, x / width), (right, width - x, y / height), (bottom, height - y, x / width))
    for strip, inward, way in sides:
        if strip:
            slant = np.float32(rng.uniform(-0.25, 0.25) * strip)
            light = np.clip((inward - strip - slant * (way - 0.5)) / np.float32(rng.uniform(3, 20)) + 0.5, 0, 1)
            out = np.float32(rng.uniform(8, 35)) * (1 - light) + out * light
    return np.asarray(out, np.float32)


def edge_shadow(
    rng: np.random.Generator, warp: Warp, page: tuple[int, int], size: tuple[int, int], film: Film,
) -> Field:
    """Light over a scan of `size` where the edge of the sheet `page`, both (width, height), throws a shadow."""
    width, height = page
    reach = float(rng.uniform(6, 40))
    sides = rng.uniform(0, 1, 4) ** 2

    def shadow(points: Points) -> Points:
        x, y = points[:, 0], points[:, 1]
        dark = np.zeros(len(points))
        for weight, inside in zip(sides, (x, y, width - x, height - y), strict=True):
            dark += weight * np.exp(np.minimum(inside, 0) / 5 - np.maximum(inside, 0) / reach)
        return dark * ((x > -30) & (x < width + 30) & (y > -30) & (y < height + 30))

    rough = 0.25 + 0.6 * grains(rng, (size[1], size[0]), 260.0) + 0.5 * grains(rng, (size[1], size[0]), 30.0) - 0.25
    dark = np.clip(np.float32(film.edge) * seen(warp, size, shadow, 4) * np.clip(rough, 0, 1), 0, 0.9)
    return np.asarray(1 - dark, np.float32)
