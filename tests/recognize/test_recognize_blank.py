"""Blank pages, and what looks like one: every kind of nothing ends as a page without articles, with a note."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Picture

from pipeline.ingest import ingest
from pipeline.page import Page
from pipeline.pixels import ScanPixels
from pipeline.plugins import ReadChar
from pipeline.recognize.blank import BLANK_PAGE, NO_TEXT, are_specks
from pipeline.run import run, stages
from pipeline.settings import Settings
from pipeline.stage import Image, Stage
from tests.recognize.type_of_the_sample import sample

HEIGHT, WIDTH = 1400, 1000


def paper(grey: int = 225, noise: float = 4.0) -> Image:
    grain = np.random.default_rng(1).normal(0, noise, (HEIGHT, WIDTH))
    return np.clip(grey + grain, 0, 255).astype(np.uint8)


def specks(count: int = 200) -> Image:
    image, chance = paper(), np.random.default_rng(2)
    for _ in range(count):
        centre, size = chance.integers(20, 980, 2), chance.integers(1, 6, 2)
        axes = (int(size[0]), int(size[1]))
        cv2.ellipse(image, (int(centre[0]), int(centre[1] * 1.35)), axes, 30.0, 0, 360, 60, -1)
    return cv2.GaussianBlur(image, (3, 3), 0)


def bordered() -> Image:
    image = paper()
    image[:60], image[-80:], image[:, :50] = 12, 14, 10
    return image


def photograph() -> Image:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    view = 120 + 70 * np.sin(columns / 90) * np.cos(rows / 120)
    image = paper()
    image[200:1200, 150:850] = view[200:1200, 150:850] + np.random.default_rng(3).normal(0, 12, (1000, 700))
    return image


EMPTY = {
    "white": np.full((HEIGHT, WIDTH), 255, np.uint8),
    "paper": paper(),
    "specks": specks(),
    "many specks": specks(350),
    "black": np.zeros((HEIGHT, WIDTH), np.uint8),
    "nearly black": paper(14, 5),
    "border": bordered(),
    "tiny": np.full((64, 64), 255, np.uint8),
    "tiny and black": np.zeros((70, 90), np.uint8),
    "dust of one bit": np.where(np.random.default_rng(4).random((HEIGHT, WIDTH)) > 0.003, 255, 0).astype(np.uint8),
}


@cache
def all_stages() -> tuple[Stage, ...]:
    return stages(Settings(), ScanPixels(Settings().ingest))


def made(tmp_path: Path, image: Image) -> Page:
    Picture.fromarray(image).save(tmp_path / "x.png")
    return run(ingest(tmp_path / "x.png", 1, Settings().ingest), all_stages())


@pytest.mark.parametrize("name", EMPTY)
def test_blank_pages_have_no_articles_and_a_note(tmp_path: Path, name: str) -> None:
    page = made(tmp_path, EMPTY[name])
    assert page.articles == ()
    assert not any(line.chars for line in page.lines.values())
    assert [(flag.target, flag.reason, flag.severity) for flag in page.flags] == [("x", BLANK_PAGE, "note")]
    assert page.transform.orientation_deg == 0


def test_a_page_with_a_picture_alone_is_not_blank(tmp_path: Path) -> None:
    page = made(tmp_path, photograph())
    assert page.pictures
    assert [flag.reason for flag in page.flags] == [NO_TEXT]


def test_a_page_with_a_few_lines_is_no_blank_page(tmp_path: Path) -> None:
    image, printed = sample()
    sheet = specks()
    x0, y0, x1, y1 = (round(v) for v in next(line for line in printed if line.role == "body").box.box)
    sheet[600 : 600 + y1 - y0, 300 : 300 + x1 - x0] = image[y0:y1, x0:x1]
    page = made(tmp_path, sheet)
    assert page.flags == ()
    assert max(len(line.text) for line in page.lines.values()) > 3


def reading(text: str, confidence: float) -> tuple[ReadChar, ...]:
    return tuple(ReadChar(char, (0.0, 0.0, 1.0, 1.0), confidence) for char in text)


def test_specks_are_single_and_unsure() -> None:
    assert are_specks([reading("一", 0.9), *[reading("●", 0.6)] * 20, (), reading("章", 0.5)])
    assert not are_specks([(), ()])
    assert not are_specks([*[reading("●", 0.6)] * 50, reading("仅此一行", 0.9)])
    assert not are_specks([reading("12", 0.99)])
    assert not are_specks([reading("字迹模糊的一行", 0.5)] * 4)
    assert not are_specks([reading("目", 0.95), reading("录", 0.9), reading("人", 0.6)])
