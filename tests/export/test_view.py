"""The scan as one looks at it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.export.view import View
from pipeline.page import Mesh
from tests.pages import front_page, scan_of


def test_points_and_pixels_go_together() -> None:
    page = front_page()
    cosine, sine = np.cos(0.03), np.sin(0.03)
    turn = (cosine, sine, 20.0, -sine, cosine, 50.0, 0.0, 0.0, 1.0)
    page = replace(page, transform=replace(page.transform, matrix=turn, width_px=1260, height_px=1100))
    view = View(page, scan_of(page), 630)
    assert view.image.shape == (550, 630)
    (picture,) = page.pictures
    corners = np.array(view.points(picture.polygon))
    x, y = corners.mean(axis=0).round().astype(int)
    assert abs(int(view.image[y, x]) - 140) < 10
    left = corners[:, 0].min().round().astype(int)
    assert view.image[y, left - 6] > 200


def test_colour_and_no_scan_at_all() -> None:
    page = front_page()
    grey = scan_of(page)
    assert View(page, np.dstack([grey] * 3), 600).image.shape == (500, 600, 3)
    assert View(page, None, 600).image.min() == 255
    assert View(page, grey, 5000).image.shape == grey.shape


def test_a_bent_sheet_is_shown_flat() -> None:
    """The mesh holds, not the matrix, which is only near it."""
    page = front_page()
    height, width = scan_of(page).shape
    columns, rows = 7, 5
    nodes = tuple(
        (width * c / (columns - 1), height * r / (rows - 1) + 60 * np.sin(np.pi * c / (columns - 1)))
        for r in range(rows)
        for c in range(columns)
    )
    transform = replace(page.transform, width_px=width, height_px=height, mesh=Mesh(columns, rows, nodes))
    bent = replace(page, transform=transform)
    view = View(bent, scan_of(page), 600)
    (picture,) = page.pictures
    corners = np.array(view.points(picture.polygon))
    flat = np.array(View(page, None, 600).points(picture.polygon))
    assert (flat[:, 1] - corners[:, 1]).min() > 5  # half of the bend and more, where the picture lies
    x, y = corners.mean(axis=0).round().astype(int)
    top = corners[:2, 1].mean().round().astype(int)
    assert abs(int(view.image[y, x]) - 140) < 10
    assert abs(int(view.image[top + 4, x]) - 140) < 10 and view.image[top - 8, x] > 200
    colour = View(bent, np.dstack([scan_of(page)] * 3), 600)
    assert np.array_equal(colour.image[..., 0], view.image) and colour.image.shape[2] == 3
