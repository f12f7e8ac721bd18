"""Boxes, polygons, and the way between the scan and the working image."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import (
    Frame,
    bounds,
    leaning,
    overlap,
    polygon_of,
    project,
    straightened_line,
    union,
)
from pipeline.page import Direction, Mesh, Transform

coordinates = st.floats(0, 20_000)
points = st.tuples(coordinates, coordinates)


@st.composite
def transforms(draw: st.DrawFn) -> Transform:
    """A quarter turn, a skew of up to five degrees, a shift, and the slightest perspective."""
    angle_rad = np.radians(draw(st.sampled_from([0, 90, 180, 270])) + draw(st.floats(-5, 5)))
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    shift_x, shift_y = draw(st.tuples(*[st.floats(-3000, 3000)] * 2))
    lean = draw(st.floats(-1e-6, 1e-6))
    return Transform((cos, -sin, shift_x, sin, cos, shift_y, lean, 0.0, 1.0), 4000, 6000)


@given(transforms(), st.lists(points, min_size=1, max_size=8))
def test_to_the_image_and_back_is_nowhere(transform: Transform, polygon: list[tuple[float, float]]) -> None:
    frame = Frame(transform)
    back = frame.to_scan(frame.to_image(polygon))
    assert np.abs(np.array(back) - np.array(polygon)).max() < 0.1  # points are kept to 0.01 px


@given(transforms(), points, points)
def test_the_box_in_the_scan_holds_the_box_of_the_image(
    transform: Transform, one: tuple[float, float], other: tuple[float, float]
) -> None:
    frame = Frame(transform)
    box = bounds([one, other])
    upright = frame.scan_boxes(np.array([box]))[0]
    assert np.abs(np.array(bounds(frame.scan_polygon(box))) - upright).max() < 0.1


@st.composite
def meshes(draw: st.DrawFn) -> Transform:
    """A grid of 5 x 6 nodes, each off its place by up to a tenth of a cell."""
    xs, ys = np.meshgrid(np.linspace(0, 4000, 5), np.linspace(0, 6000, 6))
    off = draw(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=30, max_size=30))
    points = np.stack([xs, ys], axis=-1).reshape(-1, 2) + np.array(off)
    return Transform(width_px=4000, height_px=6000, mesh=Mesh(5, 6, tuple(map(tuple, points.tolist()))))


@given(meshes(), st.lists(st.tuples(st.floats(-300, 4300), st.floats(-300, 6300)), min_size=1, max_size=8))
def test_a_mesh_leads_there_and_back(transform: Transform, polygon: list[tuple[float, float]]) -> None:
    frame = Frame(transform)
    back = frame.to_image(frame.to_scan(polygon))
    assert np.abs(np.array(back) - np.array(polygon)).max() < 0.1


def test_a_mesh_goes_through_its_nodes_and_bends_the_sides_of_boxes() -> None:
    nodes = ((0.0, 10.0), (100.0, 0.0), (200.0, 10.0), (0.0, 110.0), (100.0, 100.0), (200.0, 110.0))
    frame = Frame(Transform(width_px=200, height_px=100, mesh=Mesh(3, 2, nodes)))
    assert frame.to_scan([(100, 0), (200, 100), (50, 0)]) == ((100, 0), (200, 110), (50, 5))
    outline = frame.scan_polygon((0.0, 0.0, 200.0, 100.0))
    assert len(outline) > 4 and (100.0, 0.0) in outline
    assert frame.image_box(outline) == pytest.approx((0, 0, 200, 100), abs=0.05)
    assert frame.scan_boxes(np.array([[0.0, 0, 200, 100]])).tolist() == [[0, 10, 200, 110]]


@pytest.mark.parametrize("mesh", [Mesh(3, 2, ((0.0, 0.0),) * 5), Mesh(1, 2, ((0.0, 0.0),) * 2)])
def test_a_mesh_that_does_not_fill_its_grid_is_refused(mesh: Mesh) -> None:
    with pytest.raises(ValueError):
        Frame(Transform(width_px=200, height_px=100, mesh=mesh))


def test_no_boxes_are_no_boxes() -> None:
    assert Frame(Transform()).scan_boxes(np.zeros((0, 4))).shape == (0, 4)


def test_projection_divides_by_the_third_coordinate() -> None:
    matrix = np.array([[1.0, 0, 0], [0, 1, 0], [0.5, 0, 1]])
    assert project(np.array([[2.0, 4.0]]), matrix).tolist() == [[1.0, 2.0]]


@given(st.lists(st.tuples(points, points), min_size=1))
def test_union_holds_all_and_no_more(pairs: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    boxes = [bounds(pair) for pair in pairs]
    assert union(boxes) == bounds([corner for box in boxes for corner in polygon_of(box)])


def test_overlap_is_negative_for_a_gap() -> None:
    assert overlap(0, 5, 3, 9) == 2
    assert overlap(0, 3, 5, 9) == -2


@pytest.mark.parametrize("of_nothing", [bounds, union])
def test_there_is_no_box_of_nothing(of_nothing: object) -> None:
    with pytest.raises(ValueError):
        of_nothing([])  # type: ignore[operator]


@given(
    st.tuples(points, st.floats(20, 3000), st.floats(20, 3000)),
    st.floats(-60, 60),
    st.sampled_from(list(Direction)),
)
def test_a_leaning_line_is_what_it_was_made_from(
    place: tuple[tuple[float, float], float, float], slip_px: float, direction: Direction
) -> None:
    (x, y), width, height = place
    box = (x, y, x + width, y + height)
    polygon = leaning(box, slip_px, direction)
    found, slip = straightened_line(polygon, direction)
    assert found == pytest.approx(box, abs=0.01) and slip == pytest.approx(slip_px, abs=0.01)
    middle = np.mean(polygon, axis=0)
    assert middle == pytest.approx((x + width / 2, y + height / 2), abs=0.01)


def test_a_line_leans_at_its_end() -> None:
    assert leaning((0, 0, 100, 20), 6, Direction.LTR) == ((0, -3), (100, 3), (100, 23), (0, 17))
    assert leaning((0, 0, 20, 100), 6, Direction.TTB) == ((-3, 0), (17, 0), (23, 100), (3, 100))


def test_a_line_of_more_corners_is_its_box() -> None:
    bent = ((0.0, 4.0), (50.0, 0.0), (100.0, 4.0), (100.0, 24.0), (50.0, 20.0), (0.0, 24.0))
    assert straightened_line(bent, Direction.LTR) == ((0, 0, 100, 24), 0)
