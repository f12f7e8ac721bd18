"""The text layer of PDF pages as it comes in: where its characters stand, however the page lies, and what they mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.ingest import ingest, load_text_layer
from pipeline.ingest.compatibility import RADICALS_WITH_THE_GLYPH_OF_A_CHARACTER, meant
from pipeline.ingest.text_layer import LayerChar
from pipeline.page import Source
from pipeline.settings import IngestSettings
from pipeline.stage import Image
from tests import pdf_files
from tests.pdf_layers import Cell, LayerPage, cells_of, layered, said_as

DPI = 150.0
TEXT = "版面 2024，𠮷字"


def sheet() -> Image:
    image = np.full((600, 500), 255, np.uint8)
    image[100:140, 60:380] = 0
    return image


CELLS = cells_of(TEXT, (60.0, 100.0, 380.0, 140.0))


def layer_of(tmp_path: Path, *pages: LayerPage, number: int = 1, dpi: float = DPI) -> tuple[LayerChar, ...]:
    path = tmp_path / "x.pdf"
    path.write_bytes(layered(pages, dpi))
    return load_text_layer(ingest(path, number, IngestSettings(default_dpi=dpi)).source)


@pytest.mark.parametrize("has_scan", [True, False])
@pytest.mark.parametrize("crop_px", [(0, 0, 0, 0), (30, 50, 70, 90)])
@pytest.mark.parametrize("rotate_deg", [0, 90, 180, 270])
def test_characters_stand_where_they_are_printed(
    tmp_path: Path, rotate_deg: int, crop_px: tuple[int, int, int, int], has_scan: bool
) -> None:
    found = layer_of(tmp_path, LayerPage(sheet(), CELLS, has_scan, rotate_deg, crop_px))
    assert [char.text for char in found] == list(TEXT)
    assert np.allclose([char.box for char in found], [cell.box for cell in CELLS], atol=1.0)
    assert {char.is_drawn for char in found} == {not has_scan}


def test_a_layer_of_many_fonts_tells_them_apart(tmp_path: Path) -> None:
    cells = [Cell(cell.text, cell.box, k // 3) for k, cell in enumerate(CELLS)]
    fonts = [char.font for char in layer_of(tmp_path, LayerPage(sheet(), cells, has_scan=False))]
    assert len(set(fonts)) == len({cell.font for cell in cells})
    assert fonts == sorted(fonts)


def test_the_layer_is_that_of_the_page(tmp_path: Path) -> None:
    other = said_as(CELLS, lambda _: "甲")
    found = layer_of(tmp_path, LayerPage(sheet(), CELLS), LayerPage(sheet(), other), number=2)
    assert "".join(char.text for char in found) == "甲" * len(TEXT)


def test_characters_that_the_file_does_not_tell_are_empty(tmp_path: Path) -> None:
    found = layer_of(tmp_path, LayerPage(sheet(), said_as(CELLS, lambda c: "" if c == "面" else c), has_scan=False))
    assert [char.text for char in found][1] in ("", "\x02", "\ufffd")
    assert len(found) == len(TEXT)


def test_compatibility_forms_come_as_what_they_mean_and_are_kept(tmp_path: Path) -> None:
    text = "⼈⺠⽇，︵\uf900︶"
    found = layer_of(tmp_path, LayerPage(sheet(), cells_of(text, (60, 100, 380, 140)), has_scan=False))
    assert "".join(char.text for char in found) == "人民日，（豈）"
    assert "".join(char.coded for char in found) == "⼈⺠⽇︵\uf900︶"


def test_images_and_pages_without_text_have_no_layer(tmp_path: Path) -> None:
    from PIL import Image as Pillow

    Pillow.fromarray(sheet()).save(tmp_path / "x.png")
    assert load_text_layer(ingest(tmp_path / "x.png", 1, IngestSettings()).source) == ()
    assert layer_of(tmp_path, LayerPage(sheet())) == ()
    (tmp_path / "drawn.pdf").write_bytes(pdf_files.drawn(300, 400))
    assert load_text_layer(ingest(tmp_path / "drawn.pdf", 1, IngestSettings()).source) == ()


def test_what_pdfium_cannot_read_has_no_layer(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4\nnothing of the kind")
    assert load_text_layer(Source(str(tmp_path / "x.pdf"), "", 100, 100, 72.0)) == ()
    assert load_text_layer(Source(str(tmp_path / "gone.pdf"), "", 100, 100, 72.0)) == ()
    with pytest.raises(InputError, match="not a file"):
        load_text_layer(Source(str(tmp_path), "", 100, 100, 72.0))


@pytest.mark.parametrize(
    ("form", "character"),
    [
        ("⼀", "一"), ("⽉", "月"), ("⾒", "見"), ("⿕", "龠"), ("⻅", "见"), ("⻰", "龙"), ("⺟", "母"),
        ("\uf900", "豈"), ("\U0002f800", "丽"), ("︐", "，"), ("︒", "。"), ("︵", "（"), ("﹂", "」"), ("︱", "—"),
    ],
)  # fmt: skip
def test_forms_mean_characters(form: str, character: str) -> None:
    assert meant(form) == character


@pytest.mark.parametrize("char", ["人", "民", "⺈", "⺮", "﨎", "Ａ", "，", "ﾊ", "①", "a", " ", ""])
def test_what_is_no_such_form_stays(char: str) -> None:
    assert meant(char) == char


def test_every_kangxi_radical_means_a_han_character() -> None:
    forms = [chr(code) for code in range(0x2F00, 0x2FD6)] + list(RADICALS_WITH_THE_GLYPH_OF_A_CHARACTER)
    assert all("\u3400" <= meant(form) <= "\u9fff" for form in forms)
