"""Digital front pages: colour, sizes, what stands on them, and the same page as PDF with a text layer."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from samples.digital_copy import opening, page_name
from samples.digital_sheet import OVERSAMPLE, ColourSheet, colour, rgb
from samples.fonts import cast
from samples.make import make_page
from samples.press import Press
from samples.sheet import Box
from samples.typeset import set_line

Pressed = Callable[[str, int], Press]
SEEDS = (1, 3, 8)


def tight(text: str) -> str:
    return text.replace("\u3000", "").replace(" ", "")


def meets(a: Box, b: Box, least: float = 1.0) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > least and min(a[3], b[3]) - max(a[1], b[1]) > least


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_printed_is_what_the_truth_says(pressed: Pressed, seed: int) -> None:
    press = pressed("digital", seed)
    solid = [region.box for region in press.sheet.regions if region.kind in ("picture", "rule")]
    for k, line in enumerate(press.sheet.lines):
        assert not any(meets(line.box, box) for box in solid), line
        slack = max(1.0, 0.08 * (line.box[3] - line.box[1]))
        assert not any(meets(line.box, other.box, slack) for other in press.sheet.lines[k + 1:]), line
    for item in press.items:
        lines = [line for line in press.sheet.lines if line.item == item.id]
        for number, paragraph in enumerate(item.paragraphs):
            printed = [x.text for x in lines if x.paragraph == number and x.role in ("body", "section")]
            assert tight("".join(printed)) == tight(paragraph)
        for role, text in (("headline", item.headline), ("kicker", item.kicker), ("subheadline", item.subheadline),
                           ("byline", item.byline), ("caption", "".join(item.captions))):
            assert tight("".join(line.text for line in lines if line.role == role)) == tight(text)


def test_a_page_is_in_colour_and_its_type_is_small() -> None:
    image, truth = make_page(3, "digital")
    assert image.dtype == np.uint8 and image.shape == (truth["page"]["height"], truth["page"]["width"], 3)
    assert 1650 <= image.shape[1] <= 2250 and 17 <= truth["page"]["size_px"] <= 19
    assert np.ptp(image.astype(int), axis=2).max() > 120
    body = [line for line in truth["lines"] if line["role"] == "body"]
    heights = [line["polygon"][2][1] - line["polygon"][0][1] for line in body]
    assert len(body) > 150 and 15 <= np.median(heights) <= 19.5
    kinds = {item["kind"] for item in truth["articles"]}
    assert {"article", "picture"} <= kinds
    types = {item["type"] for item in truth["furniture"]}
    assert {"masthead", "dateline"} <= types
    grey = image.min(axis=2)
    for line in body[::9]:  # there is ink where the truth says
        x0, y0, x1, y1 = (round(v) for v in (*line["polygon"][0], *line["polygon"][2]))
        assert np.ptp(grey[y0:y1, x0:x1].astype(int)) > 100


def test_a_degraded_page_is_smaller_and_keeps_its_truth() -> None:
    (clean, truth), (worse, moved) = make_page(8, "digital"), make_page(8, "digital", "degraded")
    scale = worse.shape[1] / clean.shape[1]
    assert 0.92 < scale <= 1.0 and not np.array_equal(clean, worse)
    first, second = (np.array([line["polygon"] for line in one["lines"]]) for one in (truth, moved))
    assert np.abs(first * scale - second).max() < 2.0


def test_inks() -> None:
    assert rgb(0) == (0, 0, 0) and rgb(255) == (255, 255, 255) and rgb(colour(200, 16, 30)) == (200, 16, 30)
    sheet = ColourSheet(200, 100)
    sheet.fill((0, 0, 100, 100), colour(200, 16, 30))
    sheet.line(set_line("版", cast("hei")[0]), cast("hei")[0], 60, 20, 20, "body", ink=255)
    pixels = sheet.pixels()
    assert pixels.shape == (100 // OVERSAMPLE, 200 // OVERSAMPLE, 3)
    assert tuple(pixels[2, 2]) == (30, 16, 200) and tuple(pixels[2, 80]) == (255, 255, 255)
    assert pixels[:, :45].min(axis=2).max() == 255


def test_type_can_be_left_out_and_is_remembered() -> None:
    face = cast("hei")[0]
    sheet = ColourSheet(200, 100, text=False)
    box = sheet.line(set_line("版面", face), face, 40, 20, 20, "body", "a1", 0)
    assert sheet.pixels().min() == 255 and box == (20, 20, 100, 60)
    assert sheet.impressions[0].line.text == sheet.lines[0].text == "版面"
    assert [char for char, _ in sheet.impressions[0].line.glyphs] == ["版", "面"]


def test_openings_and_page_names() -> None:
    assert opening(Random(2), "澄川", date(2018, 1, 3), "agency").startswith("新华社")
    assert "1月2日电\u3000（" in opening(Random(2), "澄川", date(2018, 1, 3), "wire")
    assert opening(Random(2), "澄川", date(2018, 1, 3), "line") == ""
    assert [page_name(n) for n in (2, 10, 12)] == ["第二版", "第十版", "第十二版"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    pytest.importorskip("fontTools", reason="the text layer needs fontTools: pip install fonttools")
    from samples.digital_pdf import radicals, write_pdf

    folder = tmp_path_factory.mktemp("pdf")
    truth = write_pdf(folder / "plain.pdf", 1)
    write_pdf(folder / "radicals.pdf", 1, radicals())
    return folder / "plain.pdf", folder / "radicals.pdf", sum(len(tight(line["text"])) for line in truth["lines"])


def _text(path: Path) -> str:
    pypdf = pytest.importorskip("pypdf")
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_the_pdf_has_the_text_of_the_page(written: tuple[Path, Path, int]) -> None:
    truth = make_page(1, "digital")[1]
    text = "".join(_text(written[0]).split())
    found = [tight(line["text"]) in text for line in truth["lines"]]
    assert sum(found) > 0.97 * len(found)
    assert abs(len(text) - written[2]) < 0.02 * written[2]


def test_a_careless_pdf_says_radicals_where_it_shows_characters(written: tuple[Path, Path, int]) -> None:
    careless = _text(written[1])
    strange = [char for char in careless if 0x2E80 <= ord(char) <= 0x2FDF]
    assert len(strange) > 50
    assert "".join(unicodedata.normalize("NFKC", c) for c in strange[:50]) != "".join(strange[:50])


def test_the_pdf_looks_like_the_page(written: tuple[Path, Path, int]) -> None:
    pdf2image = pytest.importorskip("pdf2image")
    image = make_page(1, "digital")[0]
    shown = np.asarray(pdf2image.convert_from_path(written[0], dpi=144)[0])[:, :, ::-1]
    assert abs(shown.shape[0] - image.shape[0]) <= 1 and abs(shown.shape[1] - image.shape[1]) <= 1
    height, width = min(shown.shape[0], image.shape[0]), min(shown.shape[1], image.shape[1])
    small = (width // 16, height // 16)
    tones = [cv2.resize(one[:height, :width].mean(axis=2), small, interpolation=cv2.INTER_AREA)
             for one in (shown, image)]
    assert np.corrcoef(tones[0].ravel(), tones[1].ravel())[0, 1] > 0.98
