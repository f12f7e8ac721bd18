"""Straighten on sheets that do not lie flat, on ragged borders, and on two pages beside each other; made here."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.geometry import Frame
from pipeline.page import Transform
from pipeline.pixels import quarter_turn, straightened
from pipeline.settings import StraightenSettings
from pipeline.stage import Image
from pipeline.straighten import find_straightening, find_transform
from pipeline.straighten.sheets import find_parting
from tests.test_straighten import body, horizontal, vertical

Points = NDArray[np.float64]
Move = Callable[[Points], Points]

SETTINGS = StraightenSettings()


def bent(sheet: Image, to_sheet: Move, size: tuple[int, int], outside: int) -> Image:
    """A scan of (width, height) whose points lie where `to_sheet` sends them on the sheet."""
    xs, ys = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    at = to_sheet(np.stack([xs.ravel(), ys.ravel()], axis=1)).reshape(size[1], size[0], 2) - 0.5
    maps = at[..., 0].astype(np.float32), at[..., 1].astype(np.float32)
    return np.asarray(cv2.remap(sheet, *maps, cv2.INTER_LINEAR, borderValue=outside), dtype=np.uint8)


def curl(width: int, drop_px: float, reach: float) -> tuple[Move, Move]:
    """Lines that fall towards a binding at the left: the way to the scan and the way back."""

    def drop(points: Points) -> Points:
        near = np.clip(1 - points[:, 0] / (reach * width), 0, None)
        return np.stack([np.zeros(len(points)), drop_px * near**2], axis=1)

    return (lambda points: points + drop(points)), (lambda points: points - drop(points))


def waviness_px(move: Move, ends: list[tuple[Points, Points]]) -> float:
    """The worst of how far lines of the sheet, given by their ends, rise or fall."""
    worst = 0.0
    for start, end in ends:
        on_line = start + np.linspace(0, 1, 9)[:, None] * (end - start)
        worst = max(worst, float(np.ptp(move(on_line)[:, 1])))
    return worst


ROWS = [(np.array([105.0, y]), np.array([1190.0, y])) for y in range(250, 1700, 180)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["horizontal", "vertical"])
def test_lines_that_fall_into_the_binding_are_raised(kind: str, turn: int) -> None:
    sheet = horizontal() if kind == "horizontal" else vertical()
    to_scan, to_sheet = curl(1300, 34.0, 0.4)
    scan = bent(sheet, to_sheet, (1300, 1840), 255)
    turned = np.ascontiguousarray(np.rot90(scan, turn // 90))
    transform = find_transform(turned, SETTINGS)
    assert transform.orientation_deg == turn and transform.mesh is not None
    to_turned = Frame(_turned(turn, 1300, 1840))
    frame = Frame(transform)

    def straight(points: Points) -> Points:
        return np.array(frame.to_image(to_turned.to_image(to_scan(points).tolist())))

    before, after = waviness_px(to_scan, ROWS), waviness_px(straight, ROWS)
    assert before > 15
    assert after < (4 if kind == "horizontal" else 6), after


def _turned(turn: int, width: int, height: int) -> Transform:
    matrix = quarter_turn((360 - turn) % 360, width, height)
    return Transform(tuple(matrix.ravel().tolist()), width, height)


@pytest.mark.parametrize("kind", ["horizontal", "vertical"])
@pytest.mark.parametrize("lean", [0.03, -0.04])
def test_a_sheet_photographed_from_the_side_is_squared(kind: str, lean: float) -> None:
    sheet = horizontal() if kind == "horizontal" else vertical()
    corners = np.array([[0, 0], [1300, 0], [1300, 1800], [0, 1800]], np.float32)
    seen = corners + np.array([[60, 60], [60, 60 + 1300 * lean], [60, 60], [60, 60]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    scan = cv2.warpPerspective(sheet, matrix, (1420, 1900), borderValue=20)

    def to_scan(points: Points) -> Points:
        return np.asarray(cv2.perspectiveTransform(points[None], matrix)[0], dtype=np.float64)

    frame = Frame(find_transform(np.asarray(scan, dtype=np.uint8), SETTINGS))
    before = waviness_px(to_scan, ROWS)
    after = waviness_px(lambda points: np.array(frame.to_image(to_scan(points).tolist())), ROWS)
    assert before > 20
    assert after < 4


def spread() -> Image:
    left, right = body(1500, 1050), body(1500, 1050)
    return np.hstack([left, right])


def test_two_pages_are_parted_in_the_middle() -> None:
    found = find_straightening(spread(), SETTINGS)
    left, right = found.sheets
    assert max(x for x, _ in left) == pytest.approx(min(x for x, _ in right), abs=0.1)
    assert max(x for x, _ in left) == pytest.approx(1050, abs=60)
    turned = find_straightening(np.ascontiguousarray(np.rot90(spread())), SETTINGS)
    assert len(turned.sheets) == 2 and turned.transform.orientation_deg == 90


def test_one_page_has_no_sheets() -> None:
    assert find_straightening(horizontal(), SETTINGS).sheets == ()
    wide = body(1000, 1500)
    wide[300:700, 500:1000] = 0  # a picture across the middle
    assert find_straightening(wide, SETTINGS).sheets == ()


def test_a_lane_that_much_print_crosses_parts_nothing() -> None:
    inked = np.ones((400, 600), bool)
    assert find_parting(inked) is None
    inked[:, 310:316] = False
    assert find_parting(inked) == pytest.approx(313 / 600, abs=0.006)
    inked[:80, 310:316] = True
    assert find_parting(inked) is None


def test_what_a_ragged_border_leaves_is_paper() -> None:
    scan = np.full((1960, 1460), 14, np.uint8)
    scan[80:1880, 80:1380] = horizontal()
    ragged = (60 + 50 * np.linspace(0, 1, 1960) + 12 * np.sin(np.arange(1960) / 90)).astype(int)
    for y, depth in enumerate(ragged):
        scan[y, :depth] = 14
    found = find_straightening(scan, SETTINGS)
    image = straightened(scan, found.transform)
    assert found.transform.blanks
    assert all((side < 120).mean() < 0.02 for side in (image[:, 2], image[:, 20], image[:, -3], image[2], image[-3]))
    print_px = (scan[250:1800, 170:1370] < 100).sum()
    assert (image < 100).sum() >= 0.97 * print_px


def test_a_strip_of_the_next_page_beyond_the_border_goes() -> None:
    page = np.hstack([horizontal(), np.full((1800, 60), 8, np.uint8), horizontal()[:, 300:390]])
    found = find_straightening(page, SETTINGS)
    image = straightened(page, found.transform)
    edge = Frame(found.transform).image_box(((1300.0, 0.0), (1300.0, 1800.0)))[0]
    assert (image[:, int(edge) + 4 :] > 128).all()


@pytest.mark.parametrize("kind", ["horizontal", "vertical"])
def test_a_flat_sheet_is_left_flat(kind: str) -> None:
    sheet = horizontal() if kind == "horizontal" else vertical()
    noise = np.random.default_rng(5).normal(0, 12, sheet.shape)
    noisy = np.clip(np.where(sheet < 128, 60, 200) + noise, 0, 255).astype(np.uint8)
    assert find_transform(noisy, SETTINGS).mesh is None
    black = np.where(cv2.GaussianBlur(noisy, (0, 0), 1.0) < 130, 0, 255).astype(np.uint8)
    assert find_transform(black, SETTINGS).mesh is None


def test_no_skew_sought_is_no_bend_sought() -> None:
    scan = bent(horizontal(), curl(1300, 34.0, 0.4)[1], (1300, 1840), 255)
    assert find_transform(scan, StraightenSettings(max_skew_deg=0.0)).mesh is None
