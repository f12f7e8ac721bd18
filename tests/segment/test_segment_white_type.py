"""White type on ground that age has made uneven, photographs, and paper in the shade."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.segment.compositor import Compositor
from pipeline.segment.ink import Zone, find_ink
from pipeline.segment.marks import body_em
from pipeline.segment.reversed_bars import has_straight_sides
from pipeline.segment.white_type import with_white_type
from pipeline.stage import Image
from tests.segment.set_type import SIZE, Paper

AD = (100, 560, 620, 920)


def stains(shape: tuple[int, int], strength: float) -> NDArray[np.float32]:
    """Soft blotches, each a few characters wide."""
    spots = np.random.default_rng(5).normal(0, 1, (shape[0] // 40, shape[1] // 40)).astype(np.float32)
    return np.asarray(cv2.resize(spots, shape[::-1], interpolation=cv2.INTER_CUBIC)) * np.float32(strength)


def sheet(ad: bool) -> Image:
    """Rows of type, and beneath them a black advertisement of white rows, or a photograph of as uneven a tone."""
    paper = Paper(720, 1000)
    paper.set_type((100, 60, 100 + 20 * SIZE, 520), down=False)
    if ad:
        paper.set_type((AD[0] + 24, AD[1] + 24, AD[2] - 24, AD[3] - 24), down=False, size=30)
    image = paper.image.astype(np.float32)
    x0, y0, x1, y1 = AD
    uneven = stains((y1 - y0, x1 - x0), 22)
    image[y0:y1, x0:x1] = 60 + uneven + (0.65 * (235 - image[y0:y1, x0:x1]) if ad else 2.5 * uneven)
    return np.asarray(cv2.GaussianBlur(image, (3, 3), 0.7).clip(0, 255), dtype=np.uint8)


def test_type_on_stained_black_is_no_picture() -> None:
    ink = find_ink(sheet(ad=True))
    assert ink.picture_zones(), "age has made the ground too uneven to be known by its tone"
    seen = with_white_type(ink, body_em(ink.mask), "auto")
    assert not seen.picture_zones() and [z.kind for z in seen.zones] == ["reversed"]
    layout = Compositor().layout(sheet(ad=True), "auto")
    rows = [line for b in layout.blocks for line in b.lines if line[1] > AD[1]]
    assert len(rows) == pytest.approx((AD[3] - AD[1] - 78) // 42 + 1, abs=1) and not layout.pictures


def test_a_photograph_stays_one() -> None:
    ink = find_ink(sheet(ad=False))
    assert len(ink.picture_zones()) == 1
    assert with_white_type(ink, body_em(ink.mask), "auto") is ink


def test_paper_in_the_shade_is_no_picture() -> None:
    image = sheet(ad=False)
    image[540:] = 235
    down, across = np.mgrid[0:1000, 0:720].astype(np.float32)
    shade = 1 - 0.2 * np.exp(-(((across - 720) / 160) ** 2) - ((down - 1000) / 300) ** 2)
    assert find_ink(np.asarray(image * shade, dtype=np.uint8)).zones == ()


def worn_panel(small: float = 0.25, ground: float = 60) -> Image:
    """A black panel of small worn type with patches in which the ink is grey, under a row of large type.

    `small`: how much of white the small type has; `ground`: the tone of the black.
    """
    paper = Paper(720, 1000)
    paper.set_type((100, 60, 100 + 20 * SIZE, 520), down=False)
    paper.set_type((AD[0] + 24, AD[1] + 24, AD[2] - 24, AD[1] + 120), down=False, size=80)
    paper.set_type((AD[0] + 24, AD[1] + 140, AD[2] - 24, AD[3] - 24), down=False, size=22)
    image = paper.image.astype(np.float32)
    x0, y0, x1, y1 = AD
    white = 235 - image[y0:y1, x0:x1]
    patches = np.clip(stains((y1 - y0, x1 - x0), 40), 0, 60)
    strength = np.where(np.arange(y1 - y0) < 130, 0.75, small)[:, None]
    image[y0:y1, x0:x1] = ground + patches + strength * white
    return np.asarray(cv2.GaussianBlur(image, (3, 3), 0.7).clip(0, 255), dtype=np.uint8)


@pytest.mark.parametrize(("small", "ground"), [(0.25, 60), (0.16, 60), (0.3, 95)], ids=["", "thin type", "pale black"])
def test_small_worn_type_of_a_panel_is_seen_beside_large_type(small: float, ground: float) -> None:
    panel = worn_panel(small, ground)
    ink = find_ink(panel)
    seen = with_white_type(ink, body_em(ink.mask), "auto")
    assert [z.kind for z in seen.zones] == ["reversed"]
    layout = Compositor().layout(panel, "auto")
    rows = [line for b in layout.blocks for line in b.lines if line[1] > AD[1] + 130 and line[2] - line[0] > 300]
    assert len(rows) == pytest.approx((AD[3] - AD[1] - 164 - 22) // 30 + 1, abs=1)


def test_a_panel_may_be_worn_at_its_edges_and_a_bar_may_not() -> None:
    panel = np.ones((200, 300), dtype=bool)
    panel[40:65, :6] = False
    assert not has_straight_sides(panel)
    assert has_straight_sides(panel, 8, 0.8)
    panel[40:120, :30] = False
    assert not has_straight_sides(panel, 8, 0.8)


@pytest.mark.parametrize(("beside", "pictures"), [(190, 0), (160, 2)], ids=["paper in the shade", "photographs"])
def test_a_panel_that_was_taken_for_a_picture_with_what_stands_beside_it(beside: int, pictures: int) -> None:
    image = worn_panel()
    x0, y0, x1, y1 = AD
    for side in (np.s_[y0:y1, :x0], np.s_[y0:y1, x1:]):
        image[side] = np.minimum(image[side], np.uint8(beside))
    ink = find_ink(image)
    mask = np.zeros_like(ink.mask)
    mask[y0:y1] = 1
    zone = Zone("picture", (0.0, float(y0), float(image.shape[1]), float(y1)))
    taken = replace(ink, zones=(zone,), pictures=mask, mask=ink.dark & (1 - mask))
    seen = with_white_type(taken, float(SIZE), "auto")
    assert sorted(z.kind for z in seen.zones) == ["picture"] * pictures + ["reversed"]
    assert bool(seen.pictures[y0:y1, : x0 - 10].any()) is bool(pictures)
    assert all(box[2] <= x0 + 5 or box[0] >= x1 - 5 for box in seen.picture_zones())
