"""White type on dark bars: what is one, and what only looks like one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.segment.ink import find_ink
from pipeline.segment.picture_parts import picture_parts
from pipeline.segment.reversed_bars import find_bars, with_type_of_bars

Page = NDArray[np.uint8]


def paper(height: int = 400, width: int = 600) -> Page:
    rng = np.random.default_rng(3)
    return np.clip(rng.normal(228, 3, (height, width)), 0, 255).astype(np.uint8)


def with_bar(page: Page, box: tuple[int, int, int, int], ground: int = 40, ink: int = 235) -> Page:
    """A bar full of crosses and slanting strokes, as of type 30 px high that nearly fills it."""
    x0, y0, x1, y1 = box
    page = page.copy()
    page[y0:y1, x0:x1] = ground
    for x in range(x0 + 5, x1 - 30, 34):
        page[y0 + 5 : y1 - 5, x + 12 : x + 16] = ink
        page[(y0 + y1) // 2 - 2 : (y0 + y1) // 2 + 2, x + 2 : x + 26] = ink
        for k in range(8):
            page[y0 + 6 + k : y0 + 9 + k, x + 2 + k : x + 5 + k] = ink
    return page


def sheet(page: Page) -> NDArray[np.float32]:
    return np.full(page.shape, 230.0, np.float32)


def test_a_bar_that_its_type_fills_is_found_whole() -> None:
    page = with_bar(paper(), (100, 100, 420, 140))
    (bar,) = find_bars(page, sheet(page))
    assert np.abs(np.subtract(bar.box, (100, 100, 420, 140))).max() <= 2


def test_an_upright_bar_of_dark_grey_is_found_too() -> None:
    page = np.ascontiguousarray(with_bar(paper(), (100, 100, 420, 140), ground=80).T)
    assert len(find_bars(page, sheet(page))) == 1


def test_the_type_of_a_bar_becomes_ink_and_the_bar_does_not() -> None:
    page = with_bar(paper(), (100, 100, 420, 140))
    mask = with_type_of_bars((page < 128).astype(np.uint8), page, find_bars(page, sheet(page)))
    assert mask[120, 110] == 1  # a stroke of the type
    assert mask[104, 415] == 0  # the ground
    assert not mask[:95].any()


def test_a_black_bar_without_type_is_none() -> None:
    page = paper()
    page[100:140, 100:420] = 30
    assert not find_bars(page, sheet(page))


def test_a_character_of_strokes_around_slits_is_no_bar() -> None:
    page = paper()
    page[100:124, 100:160] = 30
    page[106:110, 108:152] = 230
    page[114:118, 108:152] = 230
    assert not find_bars(page, sheet(page))


def test_a_photograph_is_no_bar() -> None:
    page = paper()
    grain = np.random.default_rng(5).normal(90, 30, (80, 300))
    page[100:180, 100:400] = np.clip(grain, 0, 255).astype(np.uint8)
    assert not find_bars(page, sheet(page))


def test_a_bar_close_over_a_photograph_keeps_its_type() -> None:
    page = with_bar(paper(800, 1000), (100, 100, 700, 140))
    shade = np.linspace(60, 150, 600)[None, :] + np.random.default_rng(7).normal(0, 12, (300, 600))
    page[146:446, 100:700] = np.clip(shade, 0, 255).astype(np.uint8)
    ink = find_ink(page)
    kinds = {zone.kind: zone.box for zone in ink.zones}
    assert set(kinds) == {"reversed", "picture"}
    assert kinds["picture"][1] > 138
    assert ink.mask[104:136, 104:690].mean() > 0.05


def tones(height: int, width: int) -> NDArray[np.float32]:
    return np.ones((height, width), np.float32)


def test_photographs_side_by_side_are_told_apart_by_a_narrow_gap() -> None:
    share = tones(200, 300)
    share[50:150, 40:140] = 0.6
    share[50:130, 144:260] = 0.6
    parts, _ = picture_parts(share, np.zeros(share.shape, bool), (40, 50, 260, 150), 17)
    assert sorted(parts) == [(40, 50, 140, 150), (144, 50, 260, 130)]


def test_a_photograph_grows_over_its_bright_sky_but_not_over_a_shade_that_fades() -> None:
    share = tones(300, 300)
    share[100:200, 100:200] = 0.6
    share[60:100, 100:200] = 0.95  # sky, with a sharp edge
    share[200:240, 100:200] = np.linspace(0.93, 1.0, 40, dtype=np.float32)[:, None]  # a shade below
    parts, _ = picture_parts(share, np.zeros(share.shape, bool), (100, 100, 200, 200), 17)
    assert parts == [(100, 60, 200, 200)]


def test_dots_in_the_gap_show_that_it_is_one_photograph() -> None:
    share = tones(200, 300)
    share[50:150, 40:120] = share[50:150, 180:260] = 0.6
    dots = np.zeros(share.shape, bool)
    dots[50:150:3, 120:180:2] = True
    dots[51:150:3, 120:180:2] = True
    parts, _ = picture_parts(share, dots, (40, 50, 260, 150), 17)
    assert parts == [(40, 50, 260, 150)]
