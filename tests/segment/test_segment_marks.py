"""Rules, frames, drawings and halftones, told from type."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.segment.ink import Mask
from pipeline.segment.marks import Marks, RuleMark, body_em, find_em, find_marks
from pipeline.segment.screens import find_pictures
from pipeline.stage import Image
from tests.segment.type_sheet import EM, column, glyph, paper, row

NO_LINES = np.zeros((600, 800), np.uint8)


def marks_of(image: Image) -> Marks:
    mask: Mask = (image < 128).astype(np.uint8)
    return find_marks(mask, body_em(mask), np.zeros_like(mask))


def page_of_type() -> Image:
    image = paper(1000, 900)
    column(image, 60, 60, ["田" * 15] * 8)
    column(image, 500, 60, ["田" * 15] * 8)
    return image


def the_one(rules: tuple[RuleMark, ...]) -> RuleMark:
    assert len(rules) == 1
    return rules[0]


@pytest.mark.parametrize("em", [20, EM, 36])
def test_the_em_is_that_of_the_commonest_type(em: int) -> None:
    image = paper(1400, 900)
    column(image, 40, 40, ["田" * 20] * 8, pitch=round(1.4 * em), em=em)
    row(image, 40, 700, "田" * 10, 2 * em)
    assert body_em((image < 128).astype(np.uint8)) == pytest.approx(em, rel=0.1)


def test_a_page_with_hardly_any_type_has_an_em_all_the_same() -> None:
    assert find_em(np.array([[0, 0, 30, 30, 500]] * 5, np.int32)) == 18.0


def test_type_alone_has_no_rules() -> None:
    image = page_of_type()
    row(image, 60, 500, "一二一田田，“田")
    found = marks_of(image)
    assert found.rules == found.frames == found.drawings == found.halftones == ()
    assert np.array_equal(found.type_mask > 0, image < 128)


@pytest.mark.parametrize("box", [(476, 50, 478, 420), (60, 500, 940, 503), (60, 500, 940, 508), (476, 60, 478, 112)])
def test_a_straight_rule(box: tuple[int, int, int, int]) -> None:
    image = page_of_type()
    x0, y0, x1, y1 = box
    image[y0:y1, x0:x1] = 35
    found = marks_of(image)
    rule = the_one(found.rules)
    assert rule == RuleMark("straight", tuple(map(float, box)))  # type: ignore[arg-type]
    assert rule.horizontal == (x1 - x0 > y1 - y0)
    assert not found.type_mask[y0:y1, x0:x1].any() and len(found.glyphs) == 240


def test_a_stroke_of_display_type_is_no_rule() -> None:
    image = page_of_type()
    row(image, 60, 600, "一田一", 70)
    assert marks_of(image).rules == ()


def test_a_wavy_rule() -> None:
    image = page_of_type()
    for x in range(60, 900):
        y = round(520 + 4 * np.sin(x / 5))
        image[y : y + 3, x] = 35
    assert the_one(marks_of(image).rules).kind == "wavy"


@pytest.mark.parametrize("upright", [False, True])
def test_a_dotted_rule(upright: bool) -> None:
    image = page_of_type()
    for at in range(460, 840, 9):
        image[(at, 480)[not upright] :][:4, (480, at)[not upright] :][:, :4] = 35
    found = marks_of(image)
    rule = the_one(found.rules)
    assert rule.kind == "dotted" and rule.horizontal != upright
    assert len(found.glyphs) == 240 and found.type_mask.sum() == (page_of_type() < 128).sum()


def test_a_row_of_flat_characters_is_no_dotted_rule() -> None:
    image = page_of_type()
    row(image, 60, 500, "田，一，田，一，田，一，田，一，田")
    assert marks_of(image).rules == ()


def test_a_frame_is_its_four_rules() -> None:
    image = page_of_type()
    cv2.rectangle(image, (60, 500), (500, 800), 35, 3)
    row(image, 90, 560, "田" * 12)
    found = marks_of(image)
    assert len(found.frames) == 1
    assert all(abs(a - b) < 4 for a, b in zip(found.frames[0], (60, 500, 500, 800), strict=True))
    assert sorted(r.horizontal for r in found.rules) == [False, False, True, True]
    assert len(found.glyphs) == 252


def test_three_rules_are_no_frame() -> None:
    image = page_of_type()
    image[500:503, 60:500] = image[800:803, 60:500] = image[500:803, 60:63] = 35
    found = marks_of(image)
    assert found.frames == () and len(found.rules) == 3


def test_a_line_drawing() -> None:
    image = page_of_type()
    cv2.circle(image, (300, 640), 150, 35, 3)
    cv2.line(image, (200, 520), (400, 760), 35, 2)
    found = marks_of(image)
    assert len(found.drawings) == 1 and found.rules == () and len(found.glyphs) == 240


def test_specks_are_no_glyphs() -> None:
    image = page_of_type()
    image[600, 100] = image[610, 200] = 35
    assert len(marks_of(image).glyphs) == 240


def screen(image: Image, box: tuple[int, int, int, int], pitch: int = 6) -> None:
    """A coarse halftone: paper shows between its dots."""
    x0, y0, x1, y1 = box
    for y in range(y0, y1 - 2, pitch):
        for x in range(x0 + (y // pitch % 2) * pitch // 2, x1 - 2, pitch):
            image[y : y + 3, x : x + 3] = 35


def test_a_screened_photograph_is_found_by_its_dots() -> None:
    image = page_of_type()
    screen(image, (100, 450, 460, 750))
    found = marks_of(image)
    assert len(found.halftones) == 1
    assert all(abs(a - b) < 8 for a, b in zip(found.halftones[0], (100, 450, 460, 750), strict=True))
    assert len(found.glyphs) == 240 and found.rules == ()


def test_photographs_with_a_gutter_between_them_stay_apart() -> None:
    image = page_of_type()
    screen(image, (60, 450, 440, 750))
    screen(image, (540, 450, 880, 750))
    assert len(marks_of(image).halftones) == 2


def test_dots_and_tone_make_one_picture() -> None:
    """A picture whose light half is found by its dots and whose dark half by its tone."""
    dots = np.array([[x, y, 3, 3, 9] for y in range(300, 500, 6) for x in range(100, 300, 6)], np.int32)
    type_ = np.array([[x, 50, 24, 24, 200] for x in range(100, 500, 26)], np.int32)
    boxes, inside = find_pictures(
        np.concatenate([dots, type_]), 26.0, (600, 800), [(296.0, 300.0, 500.0, 500.0)], NO_LINES
    )
    assert boxes == [(100.0, 300.0, 500.0, 501.0)]
    assert inside[: len(dots)].all() and not inside[len(dots) :].any()


def test_a_handful_of_dots_is_no_picture() -> None:
    dots = np.array([[100 + 6 * k, 300, 3, 3, 9] for k in range(5)], np.int32)
    boxes, inside = find_pictures(dots, 26.0, (600, 800), [], NO_LINES)
    assert boxes == [] and not inside.any()


def test_type_that_overlaps_no_rule_touches_is_whole() -> None:
    """A rule that touches a glyph takes itself away and leaves the others."""
    image = page_of_type()
    image[500:503, 60:940] = 35
    glyph(image, 300, 520)
    found = marks_of(image)
    assert len(found.glyphs) == 241


# Borders and frames


def waves(image: Image, box: tuple[int, int, int, int], sides: str = "tblr") -> None:
    """An ornamental border: a wavy line along the sides (top, bottom, left, right) of a box."""
    x0, y0, x1, y1 = box
    for k in range(x1 - x0 + 3):
        bend = round(4 * np.sin(k / 5))
        for side, y in (("t", y0), ("b", y1)):
            if side in sides:
                image[y + bend : y + bend + 3, x0 + k] = 35
    for k in range(y1 - y0 + 3):
        bend = round(4 * np.sin(k / 5))
        for side, x in (("l", x0), ("r", x1)):
            if side in sides:
                image[y0 + k, x + bend : x + bend + 3] = 35
    # The corners meet.
    for x in (x0, x1):
        for y in (y0, y1):
            if ("l" if x == x0 else "r") in sides and ("t" if y == y0 else "b") in sides:
                image[y - 4 : y + 7, x - 4 : x + 7] = 35


BORDER = (60, 500, 560, 800)


@pytest.mark.parametrize("sides", ["tblr", "tbl"])
def test_a_wavy_border_is_a_frame(sides: str) -> None:
    image = page_of_type()
    waves(image, BORDER, sides)
    row(image, 120, 620, "田" * 12)
    found = marks_of(image)
    assert found.drawings == () and len(found.glyphs) == 252
    assert len(found.frames) == 1
    assert all(abs(a - b) < 9 for a, b in zip(found.frames[0], BORDER, strict=True))
    assert sorted((r.kind, r.horizontal) for r in found.rules) == [("wavy", False)] * 2 + [("wavy", True)] * 2


def test_a_border_with_a_stroke_across_is_a_drawing() -> None:
    image = page_of_type()
    waves(image, BORDER)
    cv2.line(image, BORDER[:2], BORDER[2:], 35, 4)
    found = marks_of(image)
    assert len(found.drawings) == 1 and found.frames == () and found.rules == ()


def test_two_wavy_sides_are_no_frame() -> None:
    image = page_of_type()
    waves(image, BORDER, "tl")
    assert marks_of(image).frames == ()


def open_frame(image: Image, sides: str = "tblr", reach: int = 0) -> None:
    """Four rules whose ends do not quite touch; the upright ones longer by `reach`."""
    if "t" in sides:
        image[500:503, 70:550] = 35
    if "b" in sides:
        image[800:803, 70:550] = 35
    if "l" in sides:
        image[510 - min(reach, 60) : 793 + reach, 60:63] = 35
    if "r" in sides:
        image[510 - min(reach, 60) : 793 + reach, 557:560] = 35


def test_four_rules_make_a_frame() -> None:
    image = page_of_type()
    open_frame(image)
    found = marks_of(image)
    assert len(found.rules) == 4 and len(found.frames) == 1
    assert all(abs(a - b) < 12 for a, b in zip(found.frames[0], (60, 500, 560, 803), strict=True))


@pytest.mark.parametrize("sides", ["tbl", "tbr", "tlr", "blr"])
def test_three_open_rules_make_none(sides: str) -> None:
    image = page_of_type()
    open_frame(image, sides)
    found = marks_of(image)
    assert len(found.rules) == 3 and found.frames == ()


def test_rules_between_columns_are_no_sides_of_a_frame() -> None:
    """They go on well past the flat ones."""
    image = paper(1000, 1100)
    image[:900] = page_of_type()
    open_frame(image, reach=240)
    found = marks_of(image)
    assert len(found.rules) == 4 and found.frames == ()


def test_the_rules_of_a_closed_frame_make_no_second_one() -> None:
    image = page_of_type()
    cv2.rectangle(image, (60, 500), (560, 800), 35, 3)
    found = marks_of(image)
    assert len(found.rules) == 4 and len(found.frames) == 1


# Strokes of display type

LARGE = 120


def test_a_flat_character_beside_large_ones_is_no_rule() -> None:
    image = page_of_type()
    row(image, 60, 560, "一田一", LARGE)
    found = marks_of(image)
    assert found.rules == () and len(found.glyphs) == 243


def test_a_flat_stroke_by_itself_is_a_rule() -> None:
    image = page_of_type()
    row(image, 60, 560, "一", LARGE)
    assert the_one(marks_of(image).rules).horizontal


@pytest.mark.parametrize("y", [556, 560 + LARGE])
def test_a_rule_level_with_head_or_foot_of_large_type_is_one(y: int) -> None:
    image = page_of_type()
    glyph(image, 60, 560, LARGE)
    image[y : y + 6, 190:300] = 35
    assert the_one(marks_of(image).rules).box == (190, y, 300, y + 6)


@pytest.mark.parametrize("gap, rules", [(12, 0), (60, 1)])
def test_a_stroke_close_under_ink_of_its_width_is_no_rule(gap: int, rules: int) -> None:
    image = page_of_type()
    image[560:600, 60:180] = 35
    image[600 + gap : 608 + gap, 60:180] = 35
    assert len(marks_of(image).rules) == rules


def test_stacked_strokes_are_no_rules() -> None:
    """As in 三, drawn large and dense."""
    image = page_of_type()
    for y in (560, 580, 600):
        image[y : y + 8, 60:180] = 35
    assert marks_of(image).rules == ()


def test_the_line_under_a_headline_is_a_rule() -> None:
    image = page_of_type()
    row(image, 60, 560, "田田田", LARGE)
    image[560 + LARGE + 6 : 560 + LARGE + 10, 60 : 60 + 3 * LARGE] = 35
    assert the_one(marks_of(image).rules).horizontal


def test_the_curve_of_a_chart_is_no_rule() -> None:
    """Its flat parts are short beside the whole."""
    image = page_of_type()
    for k in range(5):
        x, y = 60 + 100 * k, 800 - 80 * k
        image[y : y + 3, x : x + 103] = image[y - 80 : y + 3, x + 100 : x + 103] = 35
    image = np.asarray(np.where(page_of_type() < 128, 235, image), dtype=np.uint8)
    found = marks_of(image)
    assert found.rules == () and len(found.drawings) == 1


@pytest.mark.parametrize("upright", [False, True])
def test_a_faint_dotted_rule(upright: bool) -> None:
    """Its dots are no larger than specks, but stand in a row."""
    image = page_of_type()
    for at in range(460, 840, 7):
        image[(at, 480)[not upright] :][:1, (480, at)[not upright] :][:, :2] = 35
    found = marks_of(image)
    rule = the_one(found.rules)
    assert rule.kind == "dotted" and rule.horizontal != upright and len(found.glyphs) == 240


def test_scattered_specks_are_no_dotted_rule() -> None:
    image = page_of_type()
    for k, at in enumerate(range(460, 840, 7)):
        image[500 + 37 * k % 90, at : at + 2] = 35
    assert marks_of(image).rules == ()


def test_a_ring_of_dots_is_no_picture() -> None:
    """A border as dense as a screen, around what it frames."""
    image = page_of_type()
    screen(image, (60, 450, 560, 800))
    assert len(marks_of(image).halftones) == 1
    image[480:770, 90:530] = 235
    row(image, 150, 600, "田" * 12)
    found = marks_of(image)
    assert found.halftones == ()
    assert (found.glyphs[:, 2] > 20).sum() == 252


# Type that touches what is no type


def touching_frame() -> tuple[Image, Mask]:
    """A frame whose lower rule runs through the feet of a row of type, and where the middles of the lines are."""
    image = page_of_type()
    cv2.rectangle(image, (60, 500), (500, 700), 35, 3)
    row(image, 90, 560, "田" * 14)
    row(image, 90, 700 - EM + 4, "田" * 14)
    cores = np.zeros(image.shape, np.uint8)
    for y in (560, 700 - EM + 4):
        cores[y + 6 : y + EM - 6, 96 : 84 + 14 * EM] = 1
    return image, cores


def test_type_that_touches_a_frame_is_kept() -> None:
    image, cores = touching_frame()
    mask: Mask = (image < 128).astype(np.uint8)
    em = body_em(mask)
    blind, seeing = (find_marks(mask, em, lines) for lines in (np.zeros_like(mask), cores))
    last = (slice(700 - EM + 6, 696), slice(90, 90 + 14 * EM))
    assert not blind.type_mask[last].any() and len(blind.glyphs) == 254
    assert seeing.type_mask[last].sum() > 0.85 * mask[last].sum()
    below = seeing.glyphs[seeing.glyphs[:, 1] > 600]
    assert below[:, 0].min() < 95 and (below[:, 0] + below[:, 2]).max() > 84 + 14 * EM
    # The frame stays what it is, and none of its ink is type.
    assert len(seeing.frames) == 1 and sorted(r.horizontal for r in seeing.rules) == [False, False, True, True]
    assert not seeing.type_mask[699:702, 90:454].any() and not seeing.type_mask[510:690, 58:64].any()
    assert np.array_equal(seeing.ink_of(np.ones(len(seeing.glyphs), bool)), seeing.type_mask)


def test_the_ink_of_some_glyphs_is_theirs_alone() -> None:
    found = marks_of(page_of_type())
    left = found.glyphs[:, 0] < 480
    ink = found.ink_of(left)
    assert np.array_equal(ink[:, :480], found.type_mask[:, :480]) and not ink[:, 480:].any()


def test_strokes_of_type_that_stand_on_a_rule_are_no_rules() -> None:
    mask = np.zeros((600, 800), np.uint8)
    mask[500:506, 40:760] = 1
    mask[40:506, 40:46] = mask[40:506, 754:760] = mask[40:46, 40:760] = 1
    cores = np.zeros_like(mask)
    for x in (300, 340, 380):  # blurred characters that have run together, and into the rule beneath
        mask[300:500, x : x + 3] = mask[300:500, x + 16 : x + 19] = 1
        mask[300:500:25, x : x + 19] = 1
        cores[306:490, x - 3 : x + 22] = 1
    found = find_marks(mask, 24.0, cores)
    assert not [r for r in found.rules if r.box[0] > 290 and r.box[2] < 410]
    assert len([r for r in find_marks(mask, 24.0, NO_LINES).rules if r.box[0] > 290 and r.box[2] < 410]) >= 6
    assert len([r for r in found.rules if r.box[2] - r.box[0] > 700]) == 2
