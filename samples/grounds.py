"""What headings are printed on: black bars, tints and screens, and headings moved so that they stand well on them."""
from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from PIL import Image

from samples.heads import Head
from samples.press import Press
from samples.sheet import Box

INK = {"reversed": 255}
"""Grey of type by ground, where it is not black."""


def print_ground(press: Press, kind: str, box: Box, item: str, rng: Random) -> None:
    """Print a ground: reversed (black or dark grey), tinted (light grey) or screened (dots or strokes)."""
    left, top, right, bottom = (round(v) for v in box)
    if kind == "screened":
        pattern = _screen(right - left, bottom - top, rng)
        press.sheet.image.paste(Image.fromarray(pattern), (left, top))
    else:
        grey = rng.choice((0, 0, 0, 25, 50)) if kind == "reversed" else rng.randint(196, 228)
        press.sheet.fill((left, top, right, bottom), grey)
    press.sheet.region("reversed" if kind == "reversed" else "tint", (left, top, right, bottom), item)


def _screen(width: int, height: int, rng: Random) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A light screen of fine dots or slanting strokes, grey (height, width)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch = rng.uniform(7.0, 12.0)
    if rng.random() < 0.6:
        wave = np.cos(2 * np.pi * (x + y) / pitch) + np.cos(2 * np.pi * (x - y) / pitch)
        light = 1.25
    else:
        wave = 2 * np.cos(2 * np.pi * (x + y) / pitch)
        light = 1.6
    grey = np.clip(255 - 260 * (wave - light), rng.choice((60, 110, 150)), 255)
    return np.asarray(grey, np.uint8)


def on_ground(head: Head, kind: str, whole: bool, pad_px: float) -> tuple[Head, float, float]:
    """The heading with its headline (or all but the byline, if `whole`) on a ground; top and bottom of the ground.

    y from the top of the heading. What stands below moves down.
    """
    within = [one.role == "headline" or (whole and one.role != "byline") for one in head.lines]
    first, last = within.index(True), len(within) - 1 - within[::-1].index(True)
    top = head.lines[first].y
    bottom = head.lines[last].y + head.lines[last].size_px + 2 * pad_px
    lines = []
    for k, one in enumerate(head.lines):
        if within[k]:
            lines.append(replace(one, y=one.y + pad_px, ink=INK.get(kind, 0)))
        else:
            lines.append(replace(one, y=one.y + (2.2 * pad_px if k > last else 0.0)))
    height = max(head.height_px + 2.2 * pad_px, bottom + 0.4 * pad_px)
    return replace(head, lines=tuple(lines), height_px=height), top, bottom


def ground_box(head: Head, left: float, right: float, top: float, bottom: float, pad_px: float, tight: bool) -> Box:
    """The box of a ground from one end of the measure to the other, or `tight` around left-hand headings."""
    if not tight:
        return left, top, right, bottom
    display = [one for one in head.lines if one.role != "byline"]
    wide = max((one.line.right - one.line.left) * one.size_px * one.squeeze for one in display)
    return left, top, min(right, left + wide + 2 * pad_px), bottom
