"""Faults of scans: the truth follows every bend, and each fault does what its name says."""
from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from samples.ageing import Age, Ghost, Impression, impressed
from samples.bends import Fold, Roll, Wave
from samples.degrade import degrade, quarter_turns
from samples.film import Film
from samples.make import make_page, make_spread
from samples.photo import Camera, photographed
from samples.scan import CLASSES, Scan
from samples.scan_faults import Binding, Crease, Fax, Lid
from samples.warp import Warp

BINDING = Binding(side=1, reach=0.25, steep=0.8, lean=0.3, shade=0.3)
CREASE = Crease(True, 0.47, 0.6, 20.0, 5.0, 4.0, 0.003, -0.3, 1.2, 0.05)
LID = Lid((60, 30, 160, 45), 25, 1, 90, 20.0)
QUIET = Scan(noise=0.0, shading=0.01)
BENT = {
    "right": replace(QUIET, binding=BINDING, skew_deg=1.0), "left": replace(QUIET, binding=replace(BINDING, side=-1)),
    "wave and curl": replace(QUIET, binding=BINDING, curl_px=9.0, margin_px=20),
    "crease": replace(QUIET, creases=(CREASE,), skew_deg=-2.0),
    "two creases": replace(QUIET, creases=(CREASE, replace(CREASE, level=False, at=0.6))),
    "lid": replace(QUIET, lid=LID, skew_deg=4.7), "coarse": replace(QUIET, dpi=200, skew_deg=1.2),
    "all": replace(QUIET, binding=BINDING, creases=(CREASE,), lid=LID, dpi=240, margin_px=10, skew_deg=-1.1),
}


def dotted(width: int = 640, height: int = 840) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A page with black squares of 9 px and their centres."""
    page = np.full((height, width), 255, np.uint8)
    centres = np.array([(x, y) for y in range(45, height - 20, 83) for x in range(45, width - 20, 71)], np.float64)
    for x, y in centres.astype(int):
        page[y - 4:y + 5, x - 4:x + 5] = 0
    return page, centres + 0.5


def distances(image: NDArray[np.uint8], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far (px) from each of the places (n, 2) the centre of gravity of the dark spot there lies."""
    dark = 255.0 - image.astype(np.float64)
    v, u = np.mgrid[0:15, 0:15]
    out = []
    for x, y in places:
        left, top = int(x) - 7, int(y) - 7
        patch = dark[top:top + 15, left:left + 15]
        patch = np.clip(patch - np.median(patch) - 40, 0, None)
        found = ((u * patch).sum() / patch.sum() + left + 0.5, (v * patch).sum() / patch.sum() + top + 0.5)
        out.append(np.hypot(found[0] - x, found[1] - y))
    return np.array(out)


@pytest.mark.parametrize("name", BENT)
@pytest.mark.parametrize("turn", (0, 90))
def test_marks_lie_where_the_warp_says(name: str, turn: int) -> None:
    page, centres = dotted()
    image, warp = degrade(page, np.random.default_rng(1), BENT[name])
    image, warp = quarter_turns(image, warp, turn)
    away = distances(image, warp.forward(centres))
    near_crease = np.zeros(len(centres), bool)
    for crease in BENT[name].creases:  # its line is drawn over the marks there
        near_crease |= np.abs(crease.bend(640, 840).distance(centres)) < 30
    assert away[~near_crease].max() < 0.4
    assert away.max() < 1.5


@pytest.mark.parametrize("name", BENT)
def test_backward_undoes_forward(name: str) -> None:
    page, _ = dotted()
    _, warp = degrade(page, np.random.default_rng(1), BENT[name])
    x, y = np.meshgrid(np.linspace(0, 640, 80), np.linspace(0, 840, 90))
    points = np.stack([x.ravel(), y.ravel()], 1)
    assert np.abs(warp.backward(warp.forward(points)) - points).max() < 0.001


@pytest.mark.parametrize("bend", [
    Wave(12.0, (900.0, 1100.0)), Roll(1, 2900.0, 700.0, 0.88, 0.3, 2700.0, 13000.0),
    Roll(-1, 700.0, 700.0, 0.5, -0.2, 2700.0, 13000.0), Fold((1800.0, 2600.0), 90.4, 12.0, 4.0, -6.0, 0.004),
])
def test_bends_of_a_whole_page_can_be_undone(bend: Any) -> None:
    rng = np.random.default_rng(3)
    points = rng.uniform((-60, -60), (3700, 5500), (5000, 2))
    assert np.abs(bend.backward(bend.forward(points)) - points).max() < 0.001


def test_a_binding_presses_the_page_together_and_curves_its_lines() -> None:
    roll = BINDING.bend(3600, 5200)
    level = np.stack([np.linspace(0, 3600, 37), np.full(37, 2600.0)], 1)
    moved = roll.forward(level)
    steps = np.diff(moved[:, 0])
    assert np.allclose(steps[:26], 100) and steps[-1] == pytest.approx(100 * np.sqrt(1 - (0.8 * 17 / 18) ** 2), abs=0.2)
    assert (np.diff(steps[26:]) < 0).all()
    assert np.allclose(moved[:27, 1], 2600) and moved[-1, 1] - 2600 == pytest.approx(0.3 * 0.8 * 900 / 2)
    light = BINDING.light(roll, level)
    assert light[10] == 1 and light[-1] == pytest.approx(0.7)


@pytest.mark.parametrize("quality", CLASSES)
def test_every_class_is_drawn_the_same_from_a_seed_and_keeps_lines_on_the_page(quality: str) -> None:
    one, two = make_page(3, "small", quality), make_page(3, "small", quality)
    assert np.array_equal(one[0], two[0]) and json.dumps(one[1]) == json.dumps(two[1])
    height, width = one[0].shape[:2]
    for line in one[1]["lines"]:
        polygon = np.array(line["polygon"])
        assert (polygon >= 0).all() and (polygon <= (width, height)).all()
    assert one[1]["page"]["dpi"] == one[1]["page"]["scan"].get("dpi", 300)


def outside(image: NDArray[np.uint8], truth: dict[str, Any], level: int) -> tuple[int, float]:
    """How many px of ink there are on the page, and the share that lies in no line or region of the truth."""
    inside = np.zeros(image.shape, np.uint8)
    for entry in [*truth["lines"], *(b for b in truth["blocks"] if b["kind"] in ("rule", "picture", "box"))]:
        cv2.fillPoly(inside, [np.round(np.array(entry["polygon"])).astype(np.int32)], 1)
    inside = np.asarray(cv2.dilate(inside, np.ones((5, 5), np.uint8)), np.uint8)
    ink = image < level
    return int(ink.sum()), float((ink & (inside == 0)).sum() / ink.sum())


@pytest.mark.parametrize("name", ["right", "left", "crease", "two creases", "coarse"])
def test_polygons_hold_the_ink(name: str) -> None:
    image, truth = make_page(2, "small", "degraded", scan=replace(BENT[name], skew_deg=0.0))  # no dark gutter beside it
    count, lost = outside(image, truth, 100)
    assert count > 5_000 and lost < 0.01


def test_a_photographed_spread_has_the_truth_of_both_pages() -> None:
    scan = replace(QUIET, dpi=240, skew_deg=1.0)
    image, truth = make_spread(4, ("small", "small"), scan=scan)
    height, width = image.shape
    assert (truth["page"]["width"], truth["page"]["height"], truth["page"]["dpi"]) == (width, height, 240)
    ids = [article["id"] for article in truth["articles"]]
    assert len(ids) == len(set(ids)) and {article["page"] for article in truth["articles"]} == {1, 2}
    rims = {b["page"]: np.array(b["polygon"], np.float32) for b in truth["blocks"] if b["kind"] == "page"}
    for line in truth["lines"]:
        assert line["article"] is None or line["article"] in ids
        assert line["article"] is None or line["article"].startswith(f"p{line['page']}-")
        for x, y in line["polygon"]:
            assert cv2.pointPolygonTest(rims[line["page"]], (x, y), True) > -1
    for article in truth["articles"]:
        mine = [x for x in truth["lines"] if x["article"] == article["id"] and x["role"] in ("body", "section")]
        assert "".join(x["text"] for x in mine) == "".join(article["paragraphs"])
    table = np.zeros(image.shape, np.uint8)
    cv2.fillPoly(table, [np.round(rim).astype(np.int32) for rim in rims.values()], 1)
    bright = np.where(cv2.erode(table, np.ones((99, 99), np.uint8)) == 1, image, 255).astype(np.uint8)
    count, lost = outside(bright, truth, 90)
    assert count > 20_000 and lost < 0.01


def test_marks_of_a_photographed_spread_lie_where_the_warps_say() -> None:
    page, centres = dotted()
    rng = np.random.default_rng(5)
    camera = replace(Camera.drawn(rng), pitch_deg=7.0, yaw_deg=-5.0, left=BINDING, right=replace(BINDING, side=-1))
    image, warps = photographed([page, page], rng, replace(QUIET, skew_deg=1.5), camera)
    for warp in warps:
        assert distances(image, warp.forward(centres)).max() < 0.4
        assert np.abs(warp.backward(warp.forward(centres)) - centres).max() < 0.001
    across = warps[0].forward(np.array([[0.0, 0.0], [320.0, 0.0], [0.0, 840.0], [320.0, 840.0]]))
    top, foot = np.hypot(*(across[1] - across[0])), np.hypot(*(across[3] - across[2]))
    assert abs(top / foot - 1) > 0.02  # perspective


def test_two_sheets_on_a_film_and_two_sheets_clean() -> None:
    clean, truth = make_spread(4, ("small", "small"), "clean")
    count, lost = outside(clean, truth, 100)
    assert count > 20_000 and lost < 0.004
    film, truth = make_spread(4, ("small", "small"), "film", turn=90)
    assert film.shape[0] > film.shape[1] and truth["page"]["dpi"] < 300 and truth["page"]["turn_deg"] == 90
    with pytest.raises(ValueError, match="kinds are of"):
        make_spread(1, ("small", "wall"))


def flat(page: NDArray[np.uint8], scan: Scan, verso: NDArray[np.uint8] | None = None) -> tuple[NDArray[np.uint8], Warp]:
    return degrade(page, np.random.default_rng(2), scan, verso)


def test_the_other_side_shows_through_in_the_mirror() -> None:
    blank = np.full((400, 600), 255, np.uint8)
    verso = blank.copy()
    verso[100:300, 50:150] = 0
    image, _ = flat(blank, replace(QUIET, ghost=Ghost(0.3, 2.0, (10, -20))), verso)
    plain, _ = flat(blank, QUIET)
    loss = plain.astype(float) - image
    left, right, top, bottom = 600 - 150 + 10, 600 - 50 + 10, 80, 280
    assert loss[top + 8:bottom - 8, left + 8:right - 8].min() > 15
    loss[top - 8:bottom + 8, left - 8:right + 8] = 0
    assert np.abs(loss).max() < 3


def test_a_press_prints_faint_and_clogged() -> None:
    print_ = np.ones((600, 600), np.float32)
    print_[::6] = print_[1::6] = 0.1
    ink = 1 - print_
    clogged = 1 - impressed(print_, np.random.default_rng(1), Impression(clogged=0.6))
    assert clogged.sum() > 1.05 * ink.sum() and (clogged >= ink - 1e-5).all()
    for press in (Impression(faint=0.6), Impression(sorts=0.6), Impression(broken=0.5)):
        less = 1 - impressed(print_, np.random.default_rng(1), press)
        assert 0.5 * ink.sum() < less.sum() < 0.995 * ink.sum()


def test_old_paper_is_browner_at_its_edges() -> None:
    blank = np.full((900, 700), 255, np.uint8)
    image, _ = flat(blank, replace(QUIET, colour=True, age=Age(0.4, 90.0, 0, 0, 0.01)))
    edge = np.concatenate([image[:15].reshape(-1, 3), image[:, :15].reshape(-1, 3)]).mean(0)
    middle = image[400:500, 300:400].reshape(-1, 3).mean(0)
    assert middle[2] - edge[2] > 15 and edge[0] / edge[2] < middle[0] / middle[2] - 0.02
    stained, _ = flat(blank, replace(QUIET, age=Age(0.0, 90.0, 4, 60, 0.01)))
    assert stained.std() > 2 * flat(blank, QUIET)[0].std()


def test_film_is_hard_scratched_and_framed() -> None:
    page, _ = dotted()
    film = Film(4.0, 0.65, 0.05, 40.0, 250.0, 0.0, 3, 60, 200, (0, 0, 0, 40), 0.3, False)
    image, _ = flat(page, replace(QUIET, paper=225.0, ink=45.0, margin_px=60, film=film))
    assert (image[-30:] < 60).all()
    assert np.mean(image[:-60] > 235) > 0.9
    clear, _ = flat(page, replace(QUIET, paper=225.0, ink=45.0, margin_px=60, film=replace(film, dashes=0, specks=0)))
    assert (image[:-60] < 150).sum() > (clear[:-60] < 150).sum() + 300


def test_a_fax_has_two_tones_and_two_hundred_dpi() -> None:
    image, truth = make_page(2, "small", "fax", scan=replace(QUIET, dpi=200, fax=Fax(0.55, 0, 0.02)))
    assert set(np.unique(image)) == {0, 255} and truth["page"]["dpi"] == 200
    whole = make_page(2, "small")[1]["page"]
    assert image.shape[1] == pytest.approx(whole["width"] / 1.5, abs=2)
    assert 0.02 < (image == 0).mean() < 0.2
    local, _ = flat(dotted()[0], replace(QUIET, fax=Fax(0.5, 31, 0.03)))
    assert set(np.unique(local)) == {0, 255} and (local == 0).mean() < 0.1


def test_a_lid_is_black_beside_the_page_and_never_on_it() -> None:
    page, _ = dotted()
    image, warp = flat(page, replace(QUIET, lid=LID, skew_deg=3.0))
    rim = cv2.fillPoly(np.zeros(image.shape, np.uint8), [np.round(
        warp.forward(np.array([[3.0, 3], [637, 3], [637, 837], [3, 837]]))).astype(np.int32)], 1)
    assert image[0, 0] < 60 and image[-1, -1] < 60 and image[-1, 0] < 60
    assert (image[rim == 1] > 100).mean() > 0.97
    beside = warp.forward(np.stack([np.full(60, 640.0 + 45), np.linspace(100, 700, 60)], 1)).astype(int)
    assert (image[beside[:, 1], beside[:, 0]] > 100).mean() > 0.6  # the next page


def test_a_crease_is_a_line_and_moves_what_is_below_it() -> None:
    blank = np.full((840, 640), 255, np.uint8)
    image, warp = flat(blank, replace(QUIET, creases=(replace(CREASE, mark=-0.6, slant_deg=0.0),)))
    rows = image.astype(float).min(1)
    at = warp.forward(np.array([[320.0, 0.47 * 840]]))[0, 1]
    assert abs(int(rows.argmin()) - at) < 8 and np.median(image) - rows.min() > 40
    above, below = warp.forward(np.array([[300.0, 300.0], [300.0, 600.0]]))
    assert below[1] - above[1] == pytest.approx(290, abs=1) and below[0] - above[0] == pytest.approx(4.6, abs=0.3)


def test_settings_that_are_off_leave_the_record_as_it_was() -> None:
    assert list(Scan().record()) == [
        "skew_deg", "blur_px", "noise", "paper", "ink", "shading", "border_px", "colour", "curl_px"]
    rng = np.random.default_rng(1)
    assert max(abs(Scan.bordered(rng).skew_deg) for _ in range(200)) > 4
    crowded = [Scan.crowded(rng) for _ in range(50)]
    assert all(180 <= scan.paper <= 215 and 70 <= scan.ink <= 120 and scan.ghost for scan in crowded)
