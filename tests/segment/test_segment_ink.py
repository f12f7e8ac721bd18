"""Ink, paper and grey zones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.segment.ink import WORKING_SIDE_PX, Zone, _body_of, find_ink, working_scale
from pipeline.segment.ink_threshold import ink_threshold
from pipeline.stage import Image
from tests.segment.type_sheet import EM, PITCH, column, paper, row

ROWS = ["田" * 12] * 10


def sheet_of_type(grey: int = 235) -> Image:
    image = paper(900, 700, grey)
    column(image, 60, 60, ROWS)
    return image


def kinds(zones: tuple[Zone, ...]) -> list[str]:
    return [zone.kind for zone in zones]


@pytest.mark.parametrize(
    "side, scale",
    [(100, 1.0), (WORKING_SIDE_PX, 1.0), (WORKING_SIDE_PX + 1, 0.5), (2 * WORKING_SIDE_PX + 2, 0.25)],
)
def test_large_pages_are_halved(side: int, scale: float) -> None:
    assert working_scale(np.zeros((side, 10), np.uint8)) == scale
    assert working_scale(np.zeros((10, side), np.uint8)) == scale


def test_ink_is_where_type_is() -> None:
    image = sheet_of_type()
    ink = find_ink(image)
    assert ink.scale == 1.0 and ink.zones == () and not ink.pictures.any()
    assert np.array_equal(ink.mask > 0, image < 128)


def test_the_mask_of_a_large_page_is_at_the_working_scale() -> None:
    large = np.asarray(cv2.resize(sheet_of_type(), (7200, 5600), interpolation=cv2.INTER_NEAREST))
    ink = find_ink(large)
    assert ink.scale == 0.25 and ink.mask.shape == (1400, 1800)
    assert abs(ink.mask.mean() - (large < 128).mean()) < 0.02


def test_uneven_light_is_no_ink() -> None:
    image = sheet_of_type()
    light = np.linspace(0.6, 1.0, image.shape[1])[None, :] * np.linspace(0.8, 1.0, image.shape[0])[:, None]
    ink = find_ink((image * light).astype(np.uint8))
    assert ink.zones == ()
    assert (ink.mask != (image < 128)).mean() < 0.002


def test_a_light_stroke_is_kept() -> None:
    image = sheet_of_type()
    image[500:503, 100:124] = 110  # a 一 that the scanner has blurred to grey
    faint = cv2.GaussianBlur(image, (3, 3), 0.8)
    assert find_ink(np.asarray(faint, dtype=np.uint8)).mask[500:503, 104:120].all(axis=1).any()


def test_pale_ink_on_grainy_paper_is_ink_too() -> None:
    image = sheet_of_type()
    strokes = image < 128
    pale = np.zeros_like(strokes)
    pale[:, 300:] = True
    grain = np.random.default_rng(7).normal(0, 5, image.shape)
    printed = np.where(strokes, np.where(pale, 198, 170), 225) + grain
    mask = find_ink(np.asarray(printed.clip(0, 255), dtype=np.uint8)).mask > 0
    assert mask[strokes & pale].mean() > 0.9 and mask[strokes & ~pale].mean() > 0.99
    assert mask[~strokes].mean() < 0.02


def test_a_corner_of_which_nothing_is_below_the_threshold_of_the_page_is_ink_too() -> None:
    """The grain of the paper keeps that threshold low, and no stroke near the pale ones lies below it."""
    strokes = sheet_of_type() < 128
    pale = np.zeros_like(strokes)
    pale[:, 150:] = True
    grain = np.random.default_rng(7).normal(0, 14, strokes.shape)
    ratio = np.asarray((np.where(strokes, np.where(pale, 200, 140), 250) + grain).clip(0, 255), dtype=np.uint8)
    level = ink_threshold(ratio)
    assert isinstance(level, np.ndarray)
    found = ratio < level
    assert found[strokes & pale].mean() > 0.9 and found[strokes & ~pale].mean() > 0.95
    assert found[~strokes].mean() < 0.05


def test_thin_type_between_heavy_headlines_is_ink_too() -> None:
    """Otsu's threshold parts the heavy ink from the rest; thin strokes are hardly darker than it."""
    strokes = sheet_of_type() < 128
    heavy = np.zeros_like(strokes)
    heavy[420:640, 100:400] = True
    grain = np.random.default_rng(7).normal(0, 18, strokes.shape)
    level = np.where(heavy, 90, np.where(strokes, 165, 250))
    ratio = np.asarray((level + grain).clip(0, 255), dtype=np.uint8)
    found = ratio < ink_threshold(ratio)
    assert found[strokes].mean() > 0.9 and found[heavy].mean() > 0.99 and found[~strokes & ~heavy].mean() < 0.05


def test_the_blur_around_dark_type_is_no_ink() -> None:
    dark = cv2.GaussianBlur(np.where(sheet_of_type() < 128, 60, 250).astype(np.float32), (9, 9), 2.2)
    grain = np.random.default_rng(7).normal(0, 15, dark.shape)
    ratio = np.asarray((dark + grain).clip(0, 255), dtype=np.uint8)
    level = ink_threshold(ratio)
    assert np.median(level) < 190


def test_type_on_a_tint_is_ink_and_the_tint_is_none() -> None:
    image = sheet_of_type()
    image[460:640, 450:850] = 190
    row(image, 480, 520, "田" * 10)
    ink = find_ink(image)
    assert kinds(ink.zones) == ["tint"]
    assert all(abs(a - b) < 12 for a, b in zip(ink.zones[0].box, (450, 460, 850, 640), strict=True))
    assert np.array_equal(ink.mask[475:625, 465:835] > 0, image[475:625, 465:835] < 128)


def test_white_type_on_black_is_ink_too() -> None:
    image = sheet_of_type()
    image[470:640, 60:850] = 40
    row(image, 100, 500, "二一二一二一二一", 90, ink=235)
    ink = find_ink(image)
    assert kinds(ink.zones) == ["reversed"]
    inner = (slice(480, 630), slice(70, 840))
    assert (ink.mask[inner] != (image[inner] > 128)).mean() < 0.02


def test_a_photograph_is_a_picture_without_ink() -> None:
    image = sheet_of_type()
    image[440:660, 460:860] = np.linspace(60, 170, 400).astype(np.uint8)[None, :]
    image[480:560, 500:560] = 30
    ink = find_ink(image)
    assert kinds(ink.zones) == ["picture"]
    assert ink.pictures[450:650, 470:850].all() and not ink.mask[440:660, 460:860].any()
    assert not ink.pictures[: 60 + 9 * PITCH + EM].any()


def test_blank_paper_has_no_zones() -> None:
    ink = find_ink(paper(300, 200))
    assert ink.zones == () and not ink.mask.any()


# Tints lighter than stains, and pictures with type close by


def lit(image: Image) -> Image:
    """Under uneven light: a corner is darker than the tint is under full light."""
    light = np.linspace(0.75, 1.0, image.shape[1])[None, :] * np.linspace(0.85, 1.0, image.shape[0])[:, None]
    return np.asarray(image * light).astype(np.uint8)


def larger_sheet() -> Image:
    image = paper(1100, 900)
    column(image, 60, 60, ["田" * 14] * 10)
    return image


@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize("grey", [218, 190])
def test_a_light_tint_is_found_whole(grey: int, uneven: bool) -> None:
    image = larger_sheet()
    image[500:800, 150:900] = grey
    row(image, 200, 560, "田" * 20)
    ink = find_ink(lit(image) if uneven else image)
    assert kinds(ink.zones) == ["tint"] and not ink.pictures.any()
    assert all(abs(a - b) < 12 for a, b in zip(ink.zones[0].box, (150, 500, 900, 800), strict=True))
    assert np.array_equal(ink.mask[540:620, 170:880] > 0, image[540:620, 170:880] < 128)


def test_a_stain_is_no_tint() -> None:
    """It is as dark as a tint, but does not begin suddenly."""
    image = larger_sheet().astype(np.float32)
    ys, xs = np.mgrid[0:900, 0:1100]
    image *= 1 - 0.09 * np.exp(-(((xs - 550) / 220) ** 2) - ((ys - 650) / 110) ** 2)
    assert find_ink(image.astype(np.uint8)).zones == ()


def test_paper_within_a_light_border_is_no_tint() -> None:
    """It is even and begins suddenly, but is not darker than what surrounds it."""
    image = larger_sheet()
    image[460:860, 100:950] = 216
    image[506:814, 146:904] = 235
    assert find_ink(image).zones == ()


def test_a_photograph_is_no_tint() -> None:
    """Its tone varies over the size of a character, however light and flat it is on the whole."""
    image = larger_sheet()
    image[500:800, 150:900] = 190
    assert kinds(find_ink(image).zones) == ["tint"]
    ys, xs = np.mgrid[0:300, 0:750]
    image[500:800, 150:900] = (180 + 10 * np.sin(xs / 15) * np.cos(ys / 15)).astype(np.uint8)
    found = find_ink(image)
    assert kinds(found.zones) == ["picture"] and found.pictures[520:780, 170:880].all()


def test_heavy_type_that_clings_to_a_picture_is_no_part_of_it() -> None:
    image = larger_sheet()
    image[560:800, 200:800] = np.linspace(60, 170, 600).astype(np.uint8)[None, :]
    image[500:564, 300:380] = 40
    ink = find_ink(image)
    assert kinds(ink.zones) == ["picture"]
    assert all(abs(a - b) < 12 for a, b in zip(ink.zones[0].box, (200, 560, 800, 800), strict=True))
    assert not ink.pictures[:545].any() and ink.pictures[570:790, 210:790].all()


def test_the_body_of_a_dark_area_is_what_fills_its_rows() -> None:
    inside = np.zeros((100, 80), bool)
    inside[30:90, 10:70] = True
    inside[:30, 5:20] = inside[90:, 60:80] = True
    assert _body_of(inside, (1000, 2000)) == (1010, 2030, 60, 60)


def test_a_dark_area_with_few_full_rows_is_whole() -> None:
    """An outline, say, fills its rows nowhere but at head and foot."""
    inside = np.zeros((100, 80), bool)
    inside[30:60] = True
    inside[:, :20] = True
    assert _body_of(inside, (5, 6)) == (5, 6, 80, 100)
