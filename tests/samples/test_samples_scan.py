"""Scans: every point of the page is where the truth says, after skew, curl and turns."""
from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from samples.degrade import Scan, degrade, quarter_turns
from samples.make import make_page

SCANS = [
    Scan(skew_deg=2.5, noise=0.0), Scan(skew_deg=-1.7, border_px=60, noise=0.0),
    Scan(curl_px=20, skew_deg=1.0, noise=0.0), Scan(colour=True, noise=3.0),
]


def dotted() -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A page with black squares of 7 px and their centres."""
    page = np.full((600, 440), 255, np.uint8)
    centres = np.array([(x, y) for y in range(40, 600, 90) for x in range(40, 440, 80)], np.float64)
    for x, y in centres.astype(int):
        page[y - 3:y + 4, x - 3:x + 4] = 0
    return page, centres + 0.5


@pytest.mark.parametrize("scan", SCANS)
@pytest.mark.parametrize("turn", (0, 90, 180, 270))
def test_points_go_where_the_warp_says(scan: Scan, turn: int) -> None:
    page, centres = dotted()
    image, warp = degrade(page, np.random.default_rng(1), scan)
    image, warp = quarter_turns(image, warp, turn)
    dark = 255.0 - (image if image.ndim == 2 else image[..., 2]).astype(np.float64)
    for x, y in warp.forward(centres):
        left, top = int(x) - 8, int(y) - 8
        patch = dark[top:top + 17, left:left + 17]
        patch = np.clip(patch - np.median(patch) - 25, 0, None)
        v, u = np.mgrid[0:17, 0:17]
        found = (left + (u * patch).sum() / patch.sum() + 0.5, top + (v * patch).sum() / patch.sum() + 0.5)
        assert found == pytest.approx((x, y), abs=0.35)


@pytest.mark.parametrize("scan", SCANS)
def test_backward_undoes_forward(scan: Scan) -> None:
    page, centres = dotted()
    _, warp = degrade(page, np.random.default_rng(1), scan)
    assert np.allclose(warp.backward(warp.forward(centres)), centres, atol=1e-6)


@pytest.mark.parametrize("turn", (0, 90, 180, 270))
def test_polygons_hold_the_ink(turn: int) -> None:
    image, truth = make_page(2, "small", "degraded", turn=turn, scan=Scan(skew_deg=1.5, noise=1.0))
    height, width = image.shape[:2]
    assert (truth["page"]["width"], truth["page"]["height"]) == (width, height)
    inside = np.zeros((height, width), bool)
    for line in truth["lines"]:
        polygon = np.array(line["polygon"])
        assert (polygon >= 0).all() and (polygon[:, 0] <= width).all() and (polygon[:, 1] <= height).all()
        left, top = np.floor(polygon.min(0)).astype(int) - 2
        right, bottom = np.ceil(polygon.max(0)).astype(int) + 2
        inside[max(0, top):bottom, max(0, left):right] = True
    for block in truth["blocks"]:
        if block["kind"] in ("rule", "picture", "box"):
            polygon = np.array(block["polygon"]).astype(int)
            left, top = polygon.min(0) - 3
            right, bottom = polygon.max(0) + 3
            inside[max(0, top):bottom, max(0, left):right] = True
    ink = image < 110
    assert ink.sum() > 10_000
    assert (ink & ~inside).sum() < 0.004 * ink.sum()
