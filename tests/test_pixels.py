"""The pixels provider: what is interpolated, what is not, and that points go where the pixels go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from pipeline.geometry import Frame, matrix_of, project
from pipeline.ingest import ingest
from pipeline.page import Mesh, Page, Transform
from pipeline.pixels import ScanPixels, paper_grey, quarter_turn, straightened
from pipeline.settings import IngestSettings
from pipeline.stage import Image
from pipeline.straighten.laying import level_matrix

SETTINGS = IngestSettings()


def picture(height: int = 90, width: int = 70) -> Image:
    return np.random.default_rng(1).integers(0, 256, (height, width)).astype(np.uint8)


def turned(image: Image, angle_deg: int, cut: tuple[int, int, int, int] | None = None) -> Transform:
    """A quarter turn of the scan, then a cut (left, top, width, height)."""
    height, width = image.shape
    size = (height, width) if angle_deg in (90, 270) else (width, height)
    left, top, wide, high = cut or (0, 0, *size)
    matrix = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ quarter_turn(angle_deg, width, height)
    return Transform(tuple(float(v) for v in matrix.ravel()), wide, high, angle_deg)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    Pillow.fromarray(picture()).save(tmp_path / "x.png")
    return ingest(tmp_path / "x.png", 1, SETTINGS)


def test_identity_gives_the_scan_itself(page: Page) -> None:
    pixels = ScanPixels(SETTINGS)
    assert pixels.image(page) is pixels.scan(page)
    assert (pixels.scan(page) == picture()).all()
    assert (pixels.image(replace(page, transform=Transform())) == picture()).all()


@pytest.mark.parametrize(("angle_deg", "quarters"), [(0, 0), (90, -1), (180, 2), (270, 1)])
def test_quarter_turns_and_cuts_move_pixels_and_change_none(angle_deg: int, quarters: int) -> None:
    scan = picture()
    expected = np.rot90(scan, quarters)
    assert (straightened(scan, turned(scan, angle_deg)) == expected).all()
    cut = straightened(scan, turned(scan, angle_deg, (7, 11, 30, 40)))
    assert (cut == expected[11:51, 7:37]).all()
    assert cut.flags.c_contiguous


def test_the_last_page_is_kept_and_no_other(page: Page, tmp_path: Path) -> None:
    pixels = ScanPixels(SETTINGS)
    upside_down = replace(page, transform=turned(picture(), 180))
    scan, image = pixels.scan(page), pixels.image(upside_down)
    assert pixels.scan(upside_down) is scan and pixels.image(upside_down) is image
    assert pixels.image(page) is scan
    Pillow.fromarray(picture(80, 80)).save(tmp_path / "y.png")
    assert pixels.scan(ingest(tmp_path / "y.png", 1, SETTINGS)).shape == (80, 80)
    assert pixels.scan(page) is not scan


def test_no_stage_can_write_into_the_pixels(page: Page) -> None:
    pixels = ScanPixels(SETTINGS)
    for array in (pixels.scan(page), pixels.image(replace(page, transform=turned(picture(), 90)))):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0


@pytest.mark.parametrize("skew_deg", [-4.0, -0.7, 1.3, 5.0])
def test_pixels_go_where_their_points_go(skew_deg: float) -> None:
    scan = np.full((400, 300), 255, np.uint8)
    centres = np.array([[40.5, 50.5], [250.5, 60.5], [150.5, 350.5]])
    for x, y in centres:
        scan[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] = 0
    matrix, (width, height) = level_matrix(scan.shape, skew_deg)
    image = straightened(scan, Transform(tuple(matrix.ravel().tolist()), width, height))
    for x, y in project(centres, matrix):
        around = 255.0 - image[int(y) - 6 : int(y) + 7, int(x) - 6 : int(x) + 7]
        rows, columns = np.mgrid[int(y) - 6 : int(y) + 7, int(x) - 6 : int(x) + 7] + 0.5
        assert (columns * around).sum() / around.sum() == pytest.approx(x, abs=0.05)
        assert (rows * around).sum() / around.sum() == pytest.approx(y, abs=0.05)


def test_outside_the_scan_is_paper() -> None:
    scan = np.full((200, 300), 214, np.uint8)
    scan[80:120, 50:250] = 30
    matrix, (width, height) = level_matrix(scan.shape, 4.0)
    image = straightened(scan, Transform(tuple(matrix.ravel().tolist()), width, height))
    assert image.shape == (height, width)
    assert image[0, 0] == image[-1, -1] == 214


def test_a_projective_matrix_is_followed_too() -> None:
    scan = np.full((200, 200), 255, np.uint8)
    scan[98:103, 148:153] = 0
    matrix = np.array([[1.0, 0.02, 3], [0.01, 1.1, -4], [1e-4, 2e-4, 1]])
    image = straightened(scan, Transform(tuple(matrix.ravel().tolist()), 200, 200))
    ((x, y),) = project(np.array([[150.5, 100.5]]), matrix)
    assert image[int(y), int(x)] < 30
    assert image[int(y) + 8, int(x)] > 225


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (40, 205), (10, 90)])
def test_paper_is_the_commonest_light_grey(ink: int, paper: int) -> None:
    scan = np.full((400, 300), paper, np.uint8)
    scan[100:300, 20:280] = ink
    assert paper_grey(scan) == paper


def bent(width: int, height: int, columns: int = 7, rows: int = 9) -> Transform:
    """A working image as large as the scan, over a mesh of waves of some px."""
    xs, ys = np.meshgrid(np.linspace(0, width, columns), np.linspace(0, height, rows))
    points = np.stack([xs + 0.02 * width * np.sin(4 * ys / height), ys + 0.03 * height * np.sin(5 * xs / width)], -1)
    mesh = Mesh(columns, rows, tuple((float(x), float(y)) for x, y in points.reshape(-1, 2)))
    return Transform(width_px=width, height_px=height, mesh=mesh)


def test_pixels_go_where_the_mesh_sends_their_points() -> None:
    scan = np.full((600, 400), 255, np.uint8)
    centres = np.array([[60.5, 80.5], [330.5, 90.5], [200.5, 500.5]])
    for x, y in centres:
        scan[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] = 0
    transform = bent(400, 600)
    image = straightened(scan, transform)
    for x, y in Frame(transform).to_image(centres.tolist()):
        around = 255.0 - image[int(y) - 8 : int(y) + 9, int(x) - 8 : int(x) + 9]
        rows, columns = np.mgrid[int(y) - 8 : int(y) + 9, int(x) - 8 : int(x) + 9] + 0.5
        assert (columns * around).sum() / around.sum() == pytest.approx(x, abs=0.1)
        assert (rows * around).sum() / around.sum() == pytest.approx(y, abs=0.1)


def test_blanks_are_paper_and_nothing_else_is_touched() -> None:
    scan = np.full((400, 300), 210, np.uint8)
    scan[:, :40] = 10
    scan[100:120, 100:200] = 30
    image = straightened(scan, Transform(blanks=(((0, 0), (45, 0), (45, 400), (0, 400)),)))
    assert np.abs(image[:, :44].astype(int) - 210).max() <= 2
    assert (image[:, 46:] == scan[:, 46:]).all()
    assert scan[0, 0] == 10


TRANSFORMS = st.builds(
    lambda width, height, skew, angle, left, top: _transform(width, height, skew, angle, left, top),
    st.integers(64, 20_000),
    st.integers(64, 20_000),
    st.floats(-5, 5),
    st.sampled_from([0, 90, 180, 270]),
    st.integers(0, 500),
    st.integers(0, 500),
)


def _transform(width: int, height: int, skew_deg: float, angle_deg: int, left: int, top: int) -> Transform:
    level, size = level_matrix((height, width), skew_deg)
    cut = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]])
    return Transform(tuple((quarter_turn(angle_deg, *size) @ cut @ level).ravel().tolist()), *size)


POINTS = st.lists(st.tuples(st.floats(0, 20_000), st.floats(0, 20_000)), min_size=1, max_size=20)


@settings(max_examples=200, deadline=None)
@given(TRANSFORMS, POINTS)
def test_there_and_back_is_where_it_was(transform: Transform, points: list[tuple[float, float]]) -> None:
    matrix = matrix_of(transform)
    there = project(np.array(points), matrix)
    back = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    assert np.abs(project(there, back) - points).max() < 1e-6
    frame = Frame(transform)  # which rounds to a hundredth of a px each way
    assert np.abs(np.array(frame.to_scan(frame.to_image(points))) - points).max() < 0.02


@settings(max_examples=200, deadline=None)
@given(TRANSFORMS)
def test_turning_keeps_lengths_and_handedness(transform: Transform) -> None:
    linear = matrix_of(transform)[:2, :2]
    assert np.abs(linear @ linear.T - np.eye(2)).max() < 1e-9
    assert np.linalg.det(linear) == pytest.approx(1.0)
