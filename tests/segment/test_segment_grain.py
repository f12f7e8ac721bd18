"""Which way the type runs, as the net sees it, and what the compositor makes of it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.page import Direction
from pipeline.plugins import Layout
from pipeline.segment import grain as grain_module
from pipeline.segment.compositor import Compositor
from pipeline.segment.grain import CELLS, EM_PX, KNOWN, MULTIPLE, Field, Grain, find_grain, runs_down, seen
from pipeline.segment.ink import find_ink
from pipeline.segment.marks import body_em, find_marks
from pipeline.stage import Image
from tests.segment.set_type import SIZE, Paper

BOX = (60, 60, 60 + 24 * SIZE, 60 + 30 * SIZE)
BLANK = np.zeros((50, 40), np.float32)


@cache
def sheet(kind: str) -> Image:
    """A page of type across, of type down, or `mixed`: columns, and a box of rows beneath them."""
    paper = Paper(720, 1100 if kind == "mixed" else 860)
    paper.set_type(BOX, down=kind != "across")
    if kind == "mixed":
        paper.rule((60, 800, 640, 802))
        paper.set_type((60, 830, 60 + 24 * SIZE, 830 + 7 * SIZE), down=False)
    return paper.image


@cache
def looked(kind: str, direction: str = "auto") -> tuple[Grain, NDArray[np.int32], float]:
    """Grain, glyphs and em of a sheet."""
    ink = find_ink(sheet(kind))
    em = body_em(ink.mask)
    grain = find_grain(ink.dark, em, direction)
    cores = grain.cores((ink.mask.shape[0], ink.mask.shape[1]))
    return grain, find_marks(ink.mask, em, cores).glyphs, em


@pytest.mark.parametrize("direction", ["auto", "horizontal"])
def test_type_across_runs_across(direction: str) -> None:
    grain, glyphs, _ = looked("across", direction)
    assert len(glyphs) > 400 and runs_down(grain, glyphs, direction).mean() < 0.01


@pytest.mark.parametrize("direction", ["auto", "vertical"])
def test_type_down_runs_down(direction: str) -> None:
    grain, glyphs, _ = looked("down", direction)
    assert len(glyphs) > 400 and runs_down(grain, glyphs, direction).mean() > 0.99


def test_both_kinds_on_one_page_are_told_apart() -> None:
    grain, glyphs, _ = looked("mixed")
    down = runs_down(grain, glyphs, "auto")
    above = glyphs[:, 1] < 790
    assert down[above].mean() > 0.98 and down[~above].mean() < 0.02 and (~above).sum() > 100


def looks_at(kind: str, direction: str, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the net is told of the page, look by look."""
    told: list[float] = []
    real = grain_module._look

    def noted(ink: Field, page: float) -> Field:
        told.append(page)
        assert all(side % MULTIPLE == 0 for side in ink.shape) and ink.max() <= 1
        return real(ink, page)

    monkeypatch.setattr(grain_module, "_look", noted)
    ink = find_ink(sheet(kind))
    find_grain(ink.dark, body_em(ink.mask), direction)
    return told


@pytest.mark.parametrize(
    ("kind", "direction", "told"),
    [
        ("mixed", "auto", [KNOWN["auto"], KNOWN["vertical"]]),
        ("mixed", "horizontal", [KNOWN["horizontal"]]),
        ("down", "vertical", [KNOWN["vertical"]]),
    ],
)
def test_only_a_mixed_page_of_unknown_direction_is_looked_at_again(
    kind: str, direction: str, told: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looks_at(kind, direction, monkeypatch) == told


@pytest.mark.parametrize("kind", ["across", "down"])
def test_one_core_lies_in_each_line(kind: str) -> None:
    grain, _, _ = looked(kind)
    height, width = sheet(kind).shape
    cores = grain.cores((height, width))
    assert cores.shape == (height, width) and set(np.unique(cores)) == {0, 1}
    profile = cores[BOX[1] : BOX[3], BOX[0] : BOX[2]].mean(axis=0 if kind == "down" else 1) > 0.5
    lines = (np.diff(np.concatenate([[False], profile]).astype(np.int8)) == 1).sum()
    across = (BOX[2] - BOX[0] if kind == "down" else BOX[3] - BOX[1]) - SIZE
    assert lines == across // round(1.4 * SIZE) + 1
    assert not cores[: BOX[1] - SIZE].any() and not cores[:, BOX[2] + SIZE :].any()


def test_a_page_looked_at_in_bands_is_seen_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ink = find_ink(sheet("mixed"))
    em = body_em(ink.mask)
    whole = find_grain(ink.dark, em, "auto")
    monkeypatch.setattr(grain_module, "BAND", 256)
    banded = find_grain(ink.dark, em, "auto")
    for one, other in ((whole.across, banded.across), (whole.down, banded.down)):
        assert ((one > 0.5) != (other > 0.5)).mean() < 0.002


@pytest.mark.parametrize(("em", "sides"), [(11.0, (300, 200)), (22.0, (150, 100)), (8.8, (375, 250))])
def test_the_net_sees_type_at_one_size(em: float, sides: tuple[int, int]) -> None:
    mask = np.zeros((300, 200), np.uint8)
    mask[:150] = 1
    small = seen(mask, em)
    assert small.shape == sides and small.dtype == np.uint8
    assert small[0, 0] == 255 and small[-1, -1] == 0


@pytest.mark.parametrize("shape", [(700, 500), (33, 47), (5, 900)])
def test_the_fields_have_the_shape_of_the_page_whatever_its_sides(shape: tuple[int, int]) -> None:
    em = 16.5
    grain = find_grain(np.zeros(shape, np.uint8), em, "auto")
    expected = tuple(-(-max(1, round(side * EM_PX / em)) // CELLS) for side in shape)
    assert grain.across.shape == grain.down.shape == expected
    assert grain.scale == pytest.approx(EM_PX / em / CELLS)
    assert grain.cores(shape).shape == shape and not grain.cores(shape).any()


def test_cores_are_led_back_to_the_working_scale() -> None:
    down = BLANK.copy()
    down[10:40, 5:8] = 0.9
    grain = Grain(BLANK, down, 0.25)
    cores = grain.cores((205, 150))  # a little larger, and a little narrower, than the cells
    assert cores.shape == (205, 150) and cores.sum() == 120 * 12
    assert cores[40:160, 20:32].all()


def at(x: int, y: int) -> NDArray[np.int32]:
    return np.array([[x, y, 8, 8, 60]], np.int32)


def test_where_no_line_is_near_those_around_decide_and_then_the_page() -> None:
    across, down = BLANK.copy(), BLANK.copy()
    down[0:10, 0:10] = 1.0
    across[30:50, 20:40] = 1.0  # more than runs down
    grain = Grain(across, down, 0.25)
    assert runs_down(grain, at(12, 12), "auto").tolist() == [True]
    assert runs_down(grain, at(48, 12), "auto").tolist() == [True]  # beside it, within the nearer margin
    assert runs_down(grain, at(120, 160), "auto").tolist() == [False]
    lonely = Grain(BLANK, BLANK, 0.25)
    assert runs_down(lonely, at(80, 80), "auto").tolist() == [False]
    assert runs_down(grain, np.zeros((0, 5), np.int32), "auto").shape == (0,)


def test_what_was_asked_for_weighs_where_the_net_wavers() -> None:
    both = np.full((50, 40), 0.4, np.float32)
    grain = Grain(both, both * np.float32(0.5), 0.25)
    given = {direction: bool(runs_down(grain, at(80, 80), direction)[0]) for direction in KNOWN}
    assert given == {"auto": False, "horizontal": False, "vertical": True}


@cache
def layout_of(kind: str) -> Layout:
    return Compositor().layout(sheet(kind), "auto")


def test_columns_and_rows_of_one_page_become_lines_of_their_own_direction() -> None:
    blocks = layout_of("mixed").blocks
    down = [line for b in blocks if b.direction is Direction.TTB for line in b.lines]
    rows = [line for b in blocks if b.direction is Direction.LTR for line in b.lines]
    assert len(down) == 17 and len(rows) == 5
    assert all(abs(x1 - x0 - SIZE) < 0.25 * SIZE and y1 < 800 and y1 - y0 > 29 * SIZE for x0, y0, x1, y1 in down)
    assert all(abs(y1 - y0 - SIZE) < 0.25 * SIZE and y0 > 820 and x1 - x0 > 23 * SIZE for x0, y0, x1, y1 in rows)


def test_type_that_touches_a_frame_is_read_all_the_same() -> None:
    """As on worn pages: the ink of the last characters runs into the rule."""
    paper = Paper(720, 860)
    paper.set_type(BOX, down=True)
    foot = BOX[3] - 6  # through the feet of all columns
    paper.frame((BOX[0] - 18, BOX[1] - 18, BOX[2] + 18, foot), width=4)
    lines = [line for b in Compositor().layout(paper.image, "auto").blocks for line in b.lines]
    assert len(lines) == 17 and all(y0 < BOX[1] + 4 and y1 > foot - SIZE / 2 for _, y0, _, y1 in lines)
