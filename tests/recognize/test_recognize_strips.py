"""Lines of type cut out of a page."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pipeline.page import Box, Direction
from pipeline.plugins import LineBox
from pipeline.recognize.strips import STRIP_HEIGHT_PX, Strip, cut_strips
from pipeline.stage import Image

EM = 30
PITCH = 36


def row_of_type(characters: int, paper: int = 255, ink: int = 0, gap_after: int = -1) -> tuple[Image, Box]:
    """Black squares of 26 px on an em of 30, 36 px apart; after `gap_after` there is an em and a half of paper."""
    image = np.full((200, 200 + characters * PITCH + 45), paper, np.uint8)
    x = 100
    for k in range(characters):
        image[82:108, x + 2 : x + 28] = ink
        x += PITCH + (45 if k == gap_after else 0)
    return image, (100, 80, x, 80 + EM)


def only(image: Image, line: LineBox, px_per_em: float = 26) -> Strip:
    (strip,) = cut_strips(image, line, px_per_em)
    return strip


def inked(strip: Strip) -> tuple[int, int]:
    columns = np.flatnonzero((strip.pixels < 200).any(axis=0))
    return int(columns[0]), int(columns[-1]) + 1


@pytest.mark.parametrize("px_per_em", [20, 26, 40])
def test_width_follows_px_per_em_and_height_does_not(px_per_em: float) -> None:
    image, box = row_of_type(8)
    strip = only(image, LineBox(box, type_size_px=EM), px_per_em)
    assert strip.pixels.shape[0] == STRIP_HEIGHT_PX
    start, end = inked(strip)
    assert end - start == pytest.approx((7 * PITCH + 26) * px_per_em / EM, abs=2)


@pytest.mark.parametrize("characters, paper_em", [(3, 0.35), (12, 0.15)])
def test_short_lines_get_more_blank_paper_at_their_ends(characters: int, paper_em: float) -> None:
    image, box = row_of_type(characters)
    strip = only(image, LineBox(box, type_size_px=EM))
    first = strip.place(inked(strip)[0], inked(strip)[1])[0]
    before_em = inked(strip)[0] / 26 - (first - box[0]) / EM
    assert before_em == pytest.approx(paper_em, abs=0.12)


def test_places_lead_back_to_the_page() -> None:
    image, box = row_of_type(8)
    strip = only(image, LineBox(box, type_size_px=EM))
    x0, y0, x1, y1 = strip.place(*inked(strip))
    assert (x0, x1) == pytest.approx((102, 100 + 7 * PITCH + 28), abs=1.5)
    assert (y0, y1) == (80, 110)
    assert strip.place(-50, 9999) == box


def test_vertical_lines_are_turned_to_run_left_to_right() -> None:
    image, (x0, y0, x1, y1) = row_of_type(8)
    image[82:108, 102:128] = 120  # the first character is told by its grey
    standing = np.ascontiguousarray(image.T)
    strip = only(standing, LineBox((y0, x0, y1, x1), Direction.TTB, EM))
    level = only(image, LineBox((x0, y0, x1, y1), Direction.LTR, EM))
    assert strip.pixels.shape == level.pixels.shape
    assert strip.pixels[STRIP_HEIGHT_PX // 2, inked(strip)[0] + 8] == pytest.approx(120, abs=6)
    left, top, right, bottom = strip.place(*inked(strip))
    assert (left, right) == (80, 110)
    assert (top, bottom) == pytest.approx((102, 100 + 7 * PITCH + 28), abs=1.5)


def test_white_type_on_black_comes_out_black_on_white() -> None:
    image, box = row_of_type(8)
    assert np.array_equal(
        only(255 - image, LineBox(box, type_size_px=EM)).pixels, only(image, LineBox(box, type_size_px=EM)).pixels
    )


def test_bold_type_on_white_is_not_taken_for_white_on_black() -> None:
    image, (x0, y0, x1, y1) = row_of_type(8)
    image[81:109, 100 : 100 + 8 * PITCH - 8] = 0
    assert only(image, LineBox((x0, y0, x1, y1), type_size_px=EM)).pixels[0].mean() > 200


def test_blank_ends_are_left_out() -> None:
    image, (x0, y0, _, y1) = row_of_type(3)
    image = np.pad(image, ((0, 0), (0, 900)), constant_values=255)
    strip = only(image, LineBox((x0, y0, x0 + 900, y1), type_size_px=EM))
    assert strip.pixels.shape[1] < 5 * 26


@pytest.mark.parametrize("grey", [0, 150])
def test_a_thin_stroke_at_the_end_is_no_blank(grey: int) -> None:
    image, (x0, y0, x1, y1) = row_of_type(4)
    image[95:97, 70:98] = grey  # 一 before the first character
    strip = only(image, LineBox((x0 - PITCH, y0, x1, y1), type_size_px=EM))
    assert strip.place(*inked(strip))[0] == pytest.approx(70, abs=2)


def test_specks_do_not_hold_a_line_open() -> None:
    image, (x0, y0, x1, y1) = row_of_type(4)
    image[90, 30] = image[99, 50] = 0
    strip = only(image, LineBox((x0 - 90, y0, x1, y1), type_size_px=EM))
    assert strip.place(*inked(strip))[0] == pytest.approx(102, abs=2)


def test_long_lines_are_cut_in_blank_paper_and_nothing_is_cut_twice() -> None:
    image, box = row_of_type(100, gap_after=30)
    strips = cut_strips(image, LineBox(box, type_size_px=EM), 26)
    assert len(strips) >= 3
    ends = [(s.start_px, s.start_px + s.length_px) for s in strips]
    blank = 0.15 * EM
    for (_, end), (start, _) in pairwise(ends):
        assert end - blank == pytest.approx(start + blank, abs=1.5)
        assert image[95, round(start + blank)] == 255
    cut = ends[0][1] - blank
    assert 100 + 30 * PITCH + 28 < cut < 100 + 31 * PITCH + 47
    assert sum(s.length_px - 2 * blank for s in strips) == pytest.approx(100 * PITCH + 45, abs=3 * EM)


@pytest.mark.parametrize("box", [(10, 10, 60, 40), (-50, -50, -10, -10), (990, 990, 2000, 2000), (10, 10, 10, 10)])
def test_where_there_is_nothing_there_is_no_strip(box: Box) -> None:
    assert cut_strips(np.full((200, 300), 230, np.uint8), LineBox(box), 26) == []


def test_boxes_may_reach_beyond_the_image() -> None:
    image, (_, y0, x1, y1) = row_of_type(3)
    cropped = np.ascontiguousarray(image[85:, 100:])
    strip = only(cropped, LineBox((-20, y0 - 85, x1 - 100, y1 - 85), type_size_px=EM))
    assert strip.place(*inked(strip))[0] == pytest.approx(2, abs=1.5)


# Lines that lean


def leaning_row(slip: int, characters: int = 20) -> tuple[Image, Box]:
    """Squares of which each stands a little lower than the one before, by `slip` from the first to the last."""
    image = np.full((200, 200 + characters * PITCH), 255, np.uint8)
    length = characters * PITCH
    for x in range(100, 100 + length):
        if (x - 100) % PITCH < 26:
            down = round(slip * ((x - 100) / length - 0.5))
            image[82 + down : 108 + down, x] = 0
    return image, (100, 80, 100 + length, 80 + EM)


def edges(strip: Strip) -> tuple[int, int]:
    """The uppermost and lowest row of the strip that hold ink."""
    rows = np.flatnonzero((strip.pixels < 128).any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


@pytest.mark.parametrize("slip", [24, -24])
@pytest.mark.parametrize("vertical", [False, True])
def test_a_leaning_line_is_read_straight(slip: int, vertical: bool) -> None:
    level_image, level_box = leaning_row(0)
    image, box = leaning_row(slip)
    direction = Direction.TTB if vertical else Direction.LTR

    def strip_of(drawn: Image, place: Box, slip_px: float) -> Strip:
        if vertical:
            drawn, place = np.ascontiguousarray(drawn.T), (place[1], place[0], place[3], place[2])
        return only(drawn, LineBox(place, direction, EM, slip_px))

    level = strip_of(level_image, level_box, 0)
    straight, untold = strip_of(image, box, slip), strip_of(image, box, 0)
    assert straight.pixels.shape == level.pixels.shape
    assert edges(straight) == pytest.approx(edges(level), abs=2)
    assert inked(straight) == pytest.approx(inked(level), abs=2)
    low, high = edges(untold)
    assert high - low > edges(level)[1] - edges(level)[0] + 6  # what is not told of the slip is cut askew
    assert np.abs(straight.pixels.astype(int) - level.pixels).mean() < 12
    assert np.abs(untold.pixels.astype(int) - level.pixels).mean() > 25


def test_a_slip_of_no_account_changes_no_pixel() -> None:
    image, box = row_of_type(8)
    plain, slight = only(image, LineBox(box, type_size_px=EM)), only(image, LineBox(box, type_size_px=EM, slip_px=5))
    assert np.array_equal(plain.pixels, slight.pixels)
