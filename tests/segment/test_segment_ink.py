"""Ink, paper and grey zones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.segment.ink import WORKING_SIDE_PX, Zone, find_ink, working_scale
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
