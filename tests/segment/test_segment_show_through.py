"""The other side of the sheet showing through."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.segment.ink import find_ink
from pipeline.segment.show_through import threshold_without_ghosts
from pipeline.stage import Image
from tests.segment.type_sheet import column, paper

PAPER, PAGE, RAISED = 250.0, 205.0, 225


def broad_stroke(level: int) -> Image:
    """A stroke broader than those of body type, blurred, on paper."""
    image = np.full((80, 80), round(PAPER), np.uint8)
    image[:, 30:50] = level
    image[5:9, 4:24] = 100  # and one of print
    return np.asarray(cv2.GaussianBlur(image, (9, 9), 2), dtype=np.uint8)


def inked(ratio: Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    raised = np.full_like(ratio, RAISED)
    return np.asarray(ratio < threshold_without_ghosts(ratio, raised, PAGE, PAPER))


def test_a_broad_pale_stroke_is_no_ink_and_a_broad_dark_one_is() -> None:
    assert not inked(broad_stroke(215))[20:].any()
    assert inked(broad_stroke(110))[20:, 32:48].all()


def test_thin_pale_strokes_are_ink_on_paper_and_on_what_shows_through() -> None:
    for ratio in (broad_stroke(round(PAPER)), broad_stroke(218)):
        ratio[40:43] = ratio[40:43] * np.float32(0.8)
        assert inked(ratio)[41, 2:78].mean() > 0.9


def test_the_threshold_stays_between_that_of_the_page_and_the_raised_one() -> None:
    ratio = broad_stroke(215)
    found = threshold_without_ghosts(ratio, np.full_like(ratio, RAISED), PAGE, PAPER)
    assert found.min() >= PAGE and found.max() <= RAISED


def test_without_ink_nothing_is_changed() -> None:
    ratio = np.full((40, 40), 250, np.uint8)
    raised = np.full_like(ratio, RAISED)
    assert np.array_equal(threshold_without_ghosts(ratio, raised, PAGE, PAPER), raised)


def test_a_headline_of_the_other_side_is_not_found_on_a_page_of_pale_ink() -> None:
    image = paper(900, 700)
    column(image, 60, 60, ["田" * 12] * 10)
    strokes = image < 128
    pale = np.zeros_like(strokes)
    pale[:, 300:] = True
    ghost = np.zeros(image.shape, np.float32)
    for left in range(310, 520, 40):
        ghost[60:400, left : left + 16] = 1
    shade = 1 - 0.1 * cv2.GaussianBlur(ghost, (0, 0), 2)
    grain = np.random.default_rng(7).normal(0, 5, image.shape)
    printed = np.where(strokes, np.where(pale, 195, 170), 225) * shade + grain
    mask = find_ink(np.asarray(printed.clip(0, 255), dtype=np.uint8)).mask > 0
    shown = (ghost > 0) & (cv2.dilate(strokes.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0)
    assert mask[shown].mean() < 0.15
    assert mask[strokes & pale].mean() > 0.95
