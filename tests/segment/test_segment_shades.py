"""Stains, shades, and what has the straight edges of a block."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.segment.ink import find_ink
from pipeline.segment.shades import Share, is_shade, is_stain
from tests.segment.type_sheet import column, paper

PART = (60, 40, 120, 90)


def blank() -> Share:
    return np.full((200, 300), 0.98, np.float32)


def blot(share: Share, depth: float) -> Share:
    """What water left when it dried: a winding edge, dark at the rim."""
    y, x = np.mgrid[0:200, 0:300].astype(np.float32)
    angle = np.arctan2(y - 85, x - 120)
    away = np.hypot((x - 120) / 60, (y - 85) / 45) * (1 + 0.12 * np.sin(3 * angle) + 0.07 * np.cos(7 * angle))
    inside = np.clip((1.03 - away) / 0.05, 0, 1)
    rim = np.exp(-(((away - 1) / 0.05) ** 2))
    return np.asarray(share * (1 - depth * (0.8 * inside + 0.5 * rim)), dtype=np.float32)


def block(share: Share, tone: float) -> Share:
    x, y, w, h = PART
    changed = share.copy()
    changed[y : y + h, x : x + w] = tone
    return np.asarray(cv2.blur(changed, (3, 3)), dtype=np.float32)


@pytest.mark.parametrize("depth", [0.1, 0.2, 0.3])
def test_a_stain_has_no_straight_edges(depth: float) -> None:
    assert is_stain(blot(blank(), depth), PART) and is_shade(blot(blank(), depth), PART)


@pytest.mark.parametrize("tone", [0.85, 0.7])
def test_a_light_picture_has(tone: float) -> None:
    assert not is_stain(block(blank(), tone), PART)


def test_a_portrait_cut_out_of_its_ground_is_darker_than_a_stain() -> None:
    assert not is_stain(blot(blank(), 0.6), PART)


def test_a_stain_on_a_picture_leaves_it_one() -> None:
    assert not is_stain(blot(block(blank(), 0.8), 0.15), PART)


def test_what_ends_with_the_page_may_be_either() -> None:
    x, y, w, h = 0, 0, 120, 90
    corner = blank()
    corner[:90, :120] = 0.8
    assert not is_stain(corner, (x, y, w, h)), "two sides of it are straight"
    fading = blank() * (1 - 0.25 * np.exp(-np.mgrid[0:200, 0:300][1] / 50)).astype(np.float32)
    assert is_stain(fading, (x, 0, w, 200))


def test_type_in_a_stain_is_read() -> None:
    """A blot over half of the rows, clogged and far from even."""
    image = paper(900, 700, 235)
    column(image, 60, 60, ["田" * 12] * 10)
    inked = image < 128
    y, x = np.mgrid[0:700, 0:900].astype(np.float32)
    wave = np.sin(4 * np.arctan2(y - 200, x - 200)) * 14
    rim = np.hypot(x - 200, y - 200) + wave
    tone = np.where(rim < 150, 0.78, 1.0) * (1 - 0.18 * np.exp(-(((rim - 150) / 6) ** 2)))
    stained = np.asarray(image * cv2.GaussianBlur(tone, (0, 0), 2), dtype=np.uint8)
    ink = find_ink(stained)
    assert not ink.zones
    assert (ink.mask != inked).mean() < 0.01
