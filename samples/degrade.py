"""From a flat print to a scan: paper, ink, skew, curl, blur, noise; and where every point of the page goes.

Frames: page px (the flat print) and scan px, both with origin top left. `Warp.forward` maps page to scan exactly.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.ageing import aged, enlarged, impressed, shown_through
from samples.bends import Bend, Roll, Wave
from samples.film import edge_shadow, filmed
from samples.pictures import clouds
from samples.scan import DPI, Scan
from samples.scan_faults import creased, two_tone, under_lid
from samples.warp import Warp, identity, placed, quarter_turns, resample, seen, skewed

__all__ = ["Leaf", "Scan", "Warp", "degrade", "identity", "leaf_of", "lit", "quarter_turns", "tinted"]

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed leaf of paper before it is scanned; fields are float32 in page px, their top left at `origin_px`.

    `print_` is the reflectance of the ink (0) and paper (1), `tone` the brightness of the paper (None: 1), `paper`
    what is paper (1) and what the scanner's lid (0; None: all of the page is paper).
    """

    print_: Field
    tone: Field | None = None
    paper: Field | None = None
    origin_px: tuple[float, float] = (0.0, 0.0)

    def over(self, field: Field, warp: Warp, size: tuple[int, int], blank: float) -> Field:
        """One of the fields as it lies in a scan of `size` (width, height)."""
        return resample(field, warp, size, blank, origin_px=self.origin_px)


def degrade(
    page: Pixels, rng: np.random.Generator, scan: Scan, verso: Pixels | None = None,
) -> tuple[Pixels, Warp]:
    """Scan a print (height, width): returns pixels (grey, or colour in BGR) and the map from page to scan.

    `verso` is the print on the other side, for a scan through which it shows (None: the page itself).
    """
    faults = rng.spawn(1)[0]  # the faults draw from a stream of their own: pages without them stay as they were
    height, width = page.shape
    bends = bends_of(scan, width, height)
    warp, size = _laid(scan, width, height, bends)
    leaf = leaf_of(page, rng, faults, scan, verso)
    out = leaf.over(leaf.print_, warp, size, 1.0)
    out = np.asarray(cv2.GaussianBlur(out, (0, 0), scan.blur_px), np.float32)
    light = lit(rng, size, scan)
    tone = None if leaf.tone is None else leaf.over(leaf.tone, warp, size, 1.0)
    if tone is not None:
        light *= tone
    if scan.binding is not None:
        binding = scan.binding
        roll = next(bend for bend in bends if isinstance(bend, Roll))
        light *= seen(warp, size, lambda points: binding.light(roll, points))
    if scan.film is not None:
        light *= edge_shadow(faults, warp, (width, height), size, scan.film)
    out = np.asarray(scan.ink + out * (scan.paper * light - scan.ink), np.float32)
    del light
    if scan.border_px:
        paper = resample(np.ones(page.shape, np.float32), warp, size, 0.0)
        out[paper <= 0.5] = np.float32(rng.uniform(5, 25))
    if leaf.paper is not None and scan.lid is not None:
        paper = leaf.over(leaf.paper, warp, size, 0.0)
        black = np.float32(scan.lid.black) * (0.4 + 1.2 * _slow(faults, size[1], size[0]))
        out = np.asarray(black + paper * (out - black), np.float32)
    if scan.film is not None:
        out = filmed(out, faults, scan.film, scan.ink, scan.paper)
    out += np.float32(scan.noise) * rng.standard_normal((size[1], size[0]), dtype=np.float32)
    grey = np.clip(out, 0, 255).astype(np.uint8)
    if scan.fax is not None:
        return two_tone(grey, faults, scan.fax, scan.ink, scan.paper), warp
    return (tinted(grey, rng, tone) if scan.colour else grey), warp


def bends_of(scan: Scan, width: int, height: int) -> tuple[Bend, ...]:
    """How the paper of a page of this size (px) is bent, in order: waves, creases, the binding."""
    bends: list[Bend] = []
    if scan.curl_px:
        bends.append(Wave(scan.curl_px, (width * 1.3, height * 1.1)))
    bends += [crease.bend(width, height) for crease in scan.creases]
    if scan.binding is not None:
        bends.append(scan.binding.bend(width, height))
    return tuple(bends)


def _laid(scan: Scan, width: int, height: int, bends: tuple[Bend, ...]) -> tuple[Warp, tuple[int, int]]:
    """The map of a page under the scanner, and the (width, height) of the scan."""
    margin = scan.border_px + scan.margin_px
    if scan.dpi == DPI and scan.lid is None and not scan.creases and scan.binding is None:
        warp, size = skewed(width, height, scan.skew_deg, margin + int(np.ceil(scan.curl_px)))
        return replace(warp, bends=bends), size
    left, top, right, bottom = (0, 0, 0, 0) if scan.lid is None else scan.lid.widths_px
    scale = scan.dpi / DPI
    margins = tuple(round(side * scale) + margin for side in (left, top, right, bottom))
    return placed((width, height), bends, scan.skew_deg, (margins[0], margins[1], margins[2], margins[3]), scale)


def leaf_of(
    page: Pixels, rng: np.random.Generator, faults: np.random.Generator, scan: Scan, verso: Pixels | None,
) -> Leaf:
    """The print (height, width) as a leaf of paper with the faults of press, age, crease and lid."""
    print_, tone = _inked(page, rng), None
    if scan.impression is not None:
        print_ = impressed(print_, faults, scan.impression)
    if scan.ghost is not None:
        other = print_ if verso is None else np.asarray(verso / np.float32(255), np.float32)
        print_ = shown_through(print_, other, faults, scan.ghost)
    if scan.age is not None:
        tone = aged(faults, page.shape, scan.age)
    for crease in scan.creases:
        print_, tone = creased(print_, np.ones(page.shape, np.float32) if tone is None else tone, faults, crease)
    if scan.dpi < DPI:  # what the coarser grid cannot hold must not alias
        print_ = np.asarray(cv2.GaussianBlur(print_, (0, 0), 0.42 * DPI / scan.dpi), np.float32)
    if scan.lid is None:
        return Leaf(print_, tone)
    print_, paper = under_lid(print_, faults, scan.lid)
    left, top, right, bottom = scan.lid.widths_px
    if tone is not None:
        tone = np.asarray(cv2.copyMakeBorder(tone, top, bottom, left, right, cv2.BORDER_REPLICATE), np.float32)
    return Leaf(print_, tone, paper, (-left, -top))


def lit(rng: np.random.Generator, size: tuple[int, int], scan: Scan) -> Field:
    """The light over a scan of `size` (width, height): slowly changing, with the texture of the paper."""
    wide, high = size
    light = 1.0 + scan.shading * 2 * (_slow(rng, high, wide) - 0.5)
    light *= 1.0 + float(rng.uniform(0.01, 0.03)) * 2 * (_texture(rng, high, wide) - 0.5)
    return np.asarray(light, np.float32)


def tinted(grey: Pixels, rng: np.random.Generator, tone: Field | None) -> Pixels:
    """A grey scan in the colours (BGR) of yellowed paper, browner where its tone is low."""
    tint = (rng.uniform(0.8, 0.92), rng.uniform(0.94, 0.98), 1.0)
    if tone is None:
        return np.stack([(grey * np.float32(t)).astype(np.uint8) for t in tint], 2)
    brown = np.clip(1 - tone, 0, 0.6)
    return np.stack([(grey * np.float32(t) * (1 - np.float32(share) * brown)).astype(np.uint8)
                     for t, share in zip(tint, (0.9, 0.35, 0.0), strict=True)], 2)


def _slow(rng: np.random.Generator, height: int, width: int) -> Field:
    return enlarged(clouds(rng, 64, 64, 2, 2), (height, width))


def _texture(rng: np.random.Generator, height: int, width: int) -> Field:
    return enlarged(rng.random((height // 3 + 1, width // 3 + 1), dtype=np.float32), (height, width))


def _inked(page: Pixels, rng: np.random.Generator) -> Field:
    """The print as reflectance in [0, 1] with ink that covers unevenly, a little heavier or lighter than drawn."""
    height, width = page.shape
    uneven = 1.0 - float(rng.uniform(0.05, 0.25)) * _slow(rng, height, width)
    gain = float(rng.uniform(0.8, 1.25))
    curve = ((1 - np.arange(256, dtype=np.float32) / 255) ** np.float32(gain)).astype(np.float32)
    return np.asarray(1 - curve[page] * uneven, np.float32)
