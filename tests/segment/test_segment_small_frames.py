"""Small frames taken out of type: drawn frames and hollow characters."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.segment.ink import Mask
from pipeline.segment.marks import Marks
from pipeline.segment.small_frames import with_small_frames

EM = 20.0


def marks_of(mask: Mask) -> Marks:
    """Marks in which all ink is type."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    glyphs = np.asarray(stats[1:], dtype=np.int32)
    return Marks((), (), (), (), glyphs, mask, np.asarray(labels, dtype=np.int32))


def paper() -> Mask:
    return np.zeros((300, 400), np.uint8)


def draw_frame(mask: Mask, x: int, y: int, width: int, height: int, thick: int = 2) -> None:
    cv2.rectangle(mask, (x, y), (x + width - 1, y + height - 1), 1, thick)


def test_a_thin_frame_is_a_frame_and_what_stands_in_it_stays_type() -> None:
    mask = paper()
    draw_frame(mask, 50, 40, 140, 80)
    mask[70:86, 90:106] = 1
    found = with_small_frames(marks_of(mask), EM)
    assert len(found.frames) == 1
    assert all(abs(a - b) <= 2 for a, b in zip(found.frames[0], (50, 40, 190, 120), strict=True))
    assert len(found.rules) == 4
    assert found.glyphs[:, :4].tolist() == [[90, 70, 16, 16]]
    assert int(found.type_mask.sum()) == 256
    assert sorted(np.unique(found.labels).tolist()) == [0, 1]


def test_type_that_touches_a_frame_is_cut_off_it() -> None:
    mask = paper()
    draw_frame(mask, 50, 40, 140, 80)
    mask[60:76, 51:75] = 1
    mask[200:216, 200:216] = 1
    found = with_small_frames(marks_of(mask), EM)
    assert len(found.frames) == 1
    assert len(found.glyphs) == 2
    x, y, width, height, _ = found.glyphs[1].tolist()
    assert x > 51 and abs(x + width - 75) <= 1 and (y, height) == (60, 16)
    assert (found.ink_of(np.array([False, True])) > 0).sum() == width * height


def test_a_hollow_character_of_a_headline_stays_type() -> None:
    mask = paper()
    draw_frame(mask, 50, 40, 56, 56, thick=5)
    marks = marks_of(mask)
    assert with_small_frames(marks, EM) is marks


def test_three_sides_are_no_frame() -> None:
    mask = paper()
    draw_frame(mask, 50, 40, 140, 80)
    mask[:, 180:] = 0
    marks = marks_of(mask)
    assert with_small_frames(marks, EM) is marks
