"""Straighten: which way up, how crooked, and what is border; on sheets of type drawn here, and on real film."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from pipeline.geometry import Frame, matrix_of, project
from pipeline.ingest import ingest, load_grey
from pipeline.page import IDENTITY, Page, Source, Transform
from pipeline.pixels import ScanPixels, straightened
from pipeline.settings import IngestSettings, StraightenSettings
from pipeline.stage import Image
from pipeline.straighten import Straighten, find_straightening, find_transform
from pipeline.straighten.laying import level_matrix
from pipeline.straighten.orientation import evidence, find_orientation, glyphs
from pipeline.straighten.sight import sight
from samples.fonts import Face, NoChineseFonts, cast, opened

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real"
SETTINGS = StraightenSettings()
COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还"
    "用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
)


def body(height: int = 1800, width: int = 1300, em: int = 26, vertical: bool = False, columns: int = 3) -> Image:
    """A sheet of running text in columns (or tiers), with a headline and rules; 255 paper, 0 ink."""
    try:
        face: Face = cast("song")[0]
    except NoChineseFonts as error:
        pytest.skip(str(error).splitlines()[0])
    if vertical:
        height, width = width, height
    sheet = Pillow.new("L", (width, height), 255)
    pen, dice = ImageDraw.Draw(sheet), random.Random(1)
    pen.text((120, 90), "".join(dice.choices(COMMON, k=8)), font=opened(face, 3 * em), fill=0)
    pen.line((100, 200, width - 100, 200), fill=0, width=3)
    measure, pitch = (width - 200) // columns - em, round(em * 1.5)
    for column in range(columns):
        left = 100 + column * (measure + em)
        for top in range(230, height - 120, pitch):
            indent = 2 * em if dice.random() < 0.2 else 0
            count = (measure - indent) // em
            pen.text((left + indent, top), "".join(dice.choices(COMMON, k=count)), font=opened(face, em), fill=0)
    return np.asarray(sheet).copy()


def vertical_body(height: int = 1800, width: int = 1300, em: int = 26) -> Image:
    """The same set vertically, in tiers, right to left."""
    try:
        face: Face = cast("song")[0]
    except NoChineseFonts as error:
        pytest.skip(str(error).splitlines()[0])
    sheet = Pillow.new("L", (width, height), 255)
    pen, dice = ImageDraw.Draw(sheet), random.Random(2)
    tier, pitch = (height - 200) // 4, round(em * 1.5)
    for top in range(100, height - tier, tier):
        pen.line((100, top - 10, width - 100, top - 10), fill=0, width=3)
        for right in range(width - 100, 130, -pitch):
            for row in range(tier // em - 2):
                pen.text((right - em, top + row * em), dice.choice(COMMON), font=opened(face, em), fill=0)
    return np.asarray(sheet).copy()


@cache
def horizontal() -> Image:
    return body()


@cache
def vertical() -> Image:
    return vertical_body()


SHEETS = {"horizontal": horizontal, "vertical": vertical}


def crooked(sheet: Image, skew_deg: float, border: int = 0, outside: int = 255, paper: int = 255) -> Image:
    """The sheet lying clockwise by `skew_deg` on a bed of grey `outside`, `border` px larger each side."""
    sheet = (sheet.astype(np.float32) * (paper / 255)).astype(np.uint8)
    level, (width, height) = level_matrix(sheet.shape, -skew_deg)
    level = np.array([[1, 0, border], [0, 1, border], [0, 0, 1]]) @ level
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    matrix = (np.linalg.inv(half) @ level @ half)[:2]
    size = (width + 2 * border, height + 2 * border)
    return np.asarray(cv2.warpAffine(sheet, matrix, size, flags=cv2.INTER_LINEAR, borderValue=outside), dtype=np.uint8)


def corners_of_print(sheet: Image) -> tuple[int, int, int, int]:
    ys, xs = np.nonzero(sheet < 128)
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_are_turned_upright(kind: str, turn: int) -> None:
    upright = SHEETS[kind]()
    scan = np.ascontiguousarray(np.rot90(upright, turn // 90))  # anticlockwise, so that clockwise is the cure
    transform = find_transform(scan, SETTINGS)
    assert transform.orientation_deg == turn
    assert transform.skew_deg == 0
    assert (straightened(scan, transform) == upright).all()


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("skew_deg", [-5.0, -1.7, -0.3, -0.1, 0.1, 0.3, 1.7, 5.0])
def test_skew_is_found_to_a_twentieth_of_a_degree(kind: str, skew_deg: float) -> None:
    transform = find_transform(crooked(SHEETS[kind](), skew_deg), SETTINGS)
    assert transform.skew_deg == pytest.approx(skew_deg, abs=0.05)
    assert transform.orientation_deg == 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_skew_and_turn_together(turn: int) -> None:
    scan = np.ascontiguousarray(np.rot90(crooked(horizontal(), 2.2), turn // 90))
    transform = find_transform(scan, SETTINGS)
    assert transform.orientation_deg == turn
    assert transform.skew_deg == pytest.approx(2.2, abs=0.05)
    image = straightened(scan, transform)
    left, top, right, bottom = corners_of_print(image)
    expected = corners_of_print(horizontal())
    assert (right - left, bottom - top) == pytest.approx((expected[2] - expected[0], expected[3] - expected[1]), abs=6)


def test_a_level_page_is_left_alone() -> None:
    transform = find_transform(horizontal(), SETTINGS)
    assert transform == Transform(IDENTITY, 1300, 1800)


def test_skew_beyond_the_limit_is_not_half_taken_out() -> None:
    assert find_transform(crooked(horizontal(), 3.0), StraightenSettings(max_skew_deg=2.0)).skew_deg == 0
    assert find_transform(crooked(horizontal(), 3.0), StraightenSettings(max_skew_deg=0.0)).skew_deg == 0


@pytest.mark.parametrize("turn", ["0", "90", "180", "270"])
def test_the_setting_decides_where_it_is_set(turn: str) -> None:
    transform = find_transform(horizontal(), StraightenSettings(orientation=turn))
    assert transform.orientation_deg == int(turn)
    assert (transform.width_px < transform.height_px) == (turn in ("0", "180"))


@pytest.mark.parametrize("skew_deg", [0.0, 1.3, -3.5])
@pytest.mark.parametrize(("paper", "outside"), [(255, 0), (205, 18)])
def test_black_borders_go_and_print_stays(skew_deg: float, paper: int, outside: int) -> None:
    scan = crooked(horizontal(), skew_deg, border=70, outside=outside, paper=paper)
    transform = find_transform(scan, SETTINGS)
    assert transform.skew_deg == pytest.approx(skew_deg, abs=0.05)
    image = straightened(scan, transform)
    assert image.shape == pytest.approx((1800, 1300), abs=24)
    assert all((side < 100).mean() < 0.06 for side in (image[1], image[-2], image[:, 1], image[:, -2]))
    left, top, right, bottom = (s + o for s, o in zip(corners_of_print(image[10:-10, 10:-10]), (10,) * 4, strict=True))
    expected = corners_of_print(horizontal())
    assert (right - left, bottom - top) == pytest.approx((expected[2] - expected[0], expected[3] - expected[1]), abs=6)
    assert min(left, top, image.shape[1] - right, image.shape[0] - bottom) > 40


def test_a_film_margin_at_one_side_goes() -> None:
    scan = np.hstack([horizontal(), np.full((1800, 60), 6, np.uint8)])
    transform = find_transform(scan, SETTINGS)
    assert (transform.height_px, transform.skew_deg) == (1800, 0)
    assert 1285 <= transform.width_px <= 1300


def test_white_type_on_a_black_band_at_the_edge_stays() -> None:
    scan = horizontal().copy()
    band = 255 - scan[80:190]  # the headline, reversed
    scan[:190] = 0
    scan[40:150] = band
    image = straightened(scan, find_transform(scan, SETTINGS))
    white_type = (scan[40:150] > 128).sum()
    assert (image[:190] > 128).sum() >= 0.99 * white_type
    assert image.shape[0] >= 1800 - 100


def test_a_white_folio_in_a_black_band_stays() -> None:
    scan = np.vstack([np.zeros((90, 1300), np.uint8), horizontal()])
    folio = 255 - horizontal()[230:262, 160:290]  # five characters of body type
    scan[30:62, 1140:1270] = folio
    image = straightened(scan, find_transform(scan, SETTINGS))
    assert (image[:90] > 128).sum() >= (folio > 128).sum() > 500


@pytest.mark.parametrize("darkest", [0, 60])
def test_a_dark_picture_that_bleeds_stays(darkest: int) -> None:
    scan = horizontal().copy()
    grain = np.random.default_rng(4).integers(darkest, darkest + 90, (30, 60)).astype(np.uint8)
    scan[-400:] = cv2.resize(grain, (1300, 400), interpolation=cv2.INTER_CUBIC)
    assert find_transform(scan, SETTINGS).height_px == 1800


def test_a_picture_beside_a_border_stays() -> None:
    scan = np.hstack([np.full((1800, 60), 5, np.uint8), horizontal()])
    scan[700:1000, 60:300] = 8
    assert find_transform(scan, SETTINGS).width_px >= 1290


NOISE = np.random.default_rng(0)
NO_TYPE: dict[str, Image] = {
    "blank": np.full((900, 600), 255, np.uint8),
    "grey": np.full((900, 600), 128, np.uint8),
    "black": np.zeros((900, 600), np.uint8),
    "noise": NOISE.integers(0, 256, (900, 600)).astype(np.uint8),
    "smallest": NOISE.integers(0, 256, (64, 64)).astype(np.uint8),
    "strip": np.full((64, 9000), 200, np.uint8),
    "pole": np.full((9000, 64), 200, np.uint8),
}


@pytest.mark.parametrize("kind", NO_TYPE)
def test_what_has_no_type_is_left_alone(kind: str) -> None:
    scan = NO_TYPE[kind]
    assert find_transform(scan, SETTINGS) == Transform(IDENTITY, scan.shape[1], scan.shape[0])


def test_commas_and_figures_turn_no_page() -> None:
    try:
        face = cast("hei")[0]
    except NoChineseFonts as error:
        pytest.skip(str(error).splitlines()[0])
    for text in ("、。，" * 12, "4 7 2 4 9 6 " * 6, "NOON SOLO " * 7, "the queen on a pond " * 3, "5% 20% 100% " * 5):
        sheet = Pillow.new("L", (1300, 1800), 255)
        pen = ImageDraw.Draw(sheet)
        for top in range(100, 1700, 40):
            pen.text((100, top), text, font=opened(face, 26), fill=0)
        assert find_orientation(np.asarray(sheet)) == 0, text


def test_few_characters_are_no_evidence() -> None:
    scan = np.full((900, 900), 255, np.uint8)
    scan[100:240, 100:400] = np.rot90(horizontal()[300:440, 120:420], 2)
    found = glyphs(scan)
    assert 10 <= len(found) < 60
    assert (evidence(found)[0] == 0).all() and find_orientation(scan) == 0


@pytest.mark.parametrize("blur", [0.0, 1.0])
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_the_evidence_is_far_from_the_line(scale: float, blur: float) -> None:
    small = cv2.resize(horizontal(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.GaussianBlur(small, (0, 0), blur) if blur else small, dtype=np.uint8)
    votes, nats = evidence(glyphs(sight(grey).fine))
    assert votes[0] - votes[1:].max() > 0.5
    assert nats[0] - nats[1:].max() > 3


def test_the_stage_gives_the_transform_and_nothing_else(tmp_path: Path) -> None:
    Pillow.fromarray(crooked(horizontal(), 1.0)).save(tmp_path / "x.png")
    page = ingest(tmp_path / "x.png", 1, IngestSettings())
    pixels = ScanPixels(IngestSettings())
    stage = Straighten(SETTINGS, pixels)
    after = stage(page)
    assert (stage.name, stage.settings) == ("straighten", SETTINGS)
    assert replace(after, transform=page.transform) == page
    assert pixels.image(after).shape == (after.transform.height_px, after.transform.width_px)
    corners = np.array([[600.0, 300.0], [600.0, 1500.0]])
    moved = project(corners, matrix_of(after.transform))
    assert moved[1, 0] - moved[0, 0] == pytest.approx(1200 * np.sin(np.radians(1.0)), abs=0.5)


def test_the_card_is_that_of_the_weights() -> None:
    card = (ROOT / "models" / "upright" / "README.md").read_text("utf-8")
    weights = (ROOT / "pipeline" / "straighten" / "upright.npz").read_bytes()
    assert re.findall(r"`([0-9a-f]{64})`", card) == [hashlib.sha256(weights).hexdigest()]


@pytest.mark.parametrize("name", ["d01", "d02", "d03"])
def test_vertical_microfilm_stays_upright(name: str) -> None:
    if not (REAL / f"{name}.jpg").exists():
        pytest.skip("the real pages are not there")
    scan = film(name)
    transform = find_transform(scan, SETTINGS)
    assert transform.orientation_deg == 0
    assert abs(transform.skew_deg) < 0.5
    assert transform.width_px > 0.9 * scan.shape[1] and transform.height_px > 0.85 * scan.shape[0]
    left, right = find_straightening(scan, SETTINGS).sheets  # a frame of film shows two pages
    parting = Frame(transform).image_box(left)[2] / transform.width_px
    assert parting == pytest.approx(0.5, abs=0.08)
    assert Frame(transform).image_box(right)[0] / transform.width_px == pytest.approx(parting, abs=0.01)
    turned = find_transform(np.ascontiguousarray(np.rot90(scan)), SETTINGS)
    assert turned.orientation_deg == 90
    assert turned.skew_deg == pytest.approx(transform.skew_deg, abs=0.03)


def film(name: str) -> Image:
    with Pillow.open(REAL / f"{name}.jpg") as picture:
        width, height = picture.size
    page = Page(name, Source(str(REAL / f"{name}.jpg"), "", width, height, 200.0))
    return load_grey(page.source, IngestSettings())
