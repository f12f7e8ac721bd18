"""Pages of PDF through the recognize stage: a good layer is taken, a bad one is refused and read by OCR."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture

from pipeline.cli import main
from pipeline.geometry import polygon_of
from pipeline.ingest import ingest, load_text_layer
from pipeline.page import Block, BlockKind, Flag, Line, Page
from pipeline.pixels import ScanPixels
from pipeline.recognize import Recognize
from pipeline.recognize.stage import TEXT_LAYER
from pipeline.run import without_results
from pipeline.settings import IngestSettings, RecognizeSettings
from pipeline.stage import Image
from tests.pdf_layers import Cell, LayerPage, cells_of, layered, said_as
from tests.recognize.type_of_the_sample import PrintedLine, folded, sample

IMAGE, PRINTED = sample()
CHOSEN = [line for line in PRINTED if line.role == "body" and line.box.box[2] < 500][:10]
RADICALS = str.maketrans("日人门见长页方一大工文月", "⽇⼈⻔⻅⻓⻚⽅⼀⼤⼯⽂⽉")


def cells(lines: list[PrintedLine] = CHOSEN) -> list[Cell]:
    return [cell for line in lines for cell in cells_of(line.text, line.box.box)]


def misread(text: str) -> str:
    """What a poor OCR would make of one character in six."""
    return text.translate(str.maketrans("的一是在了有不上说话老电转到", "旳—昰茌孒冇丕土悦活耂电转到"))


def shown() -> Image:
    """The chosen lines alone on paper."""
    image = np.full_like(IMAGE, 255)
    for line in CHOSEN:
        x0, y0, x1, y1 = (round(v) for v in line.box.box)
        image[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2] = IMAGE[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2]
    return image


def read(
    tmp_path: Path, page: LayerPage, settings: RecognizeSettings | None = None, lines: list[PrintedLine] = CHOSEN
) -> Page:
    """The page of a PDF after the stage, its lines those that are printed."""
    path = tmp_path / "x.pdf"
    path.write_bytes(layered([page]))
    made = ingest(path, 1, IngestSettings())
    block = Block(
        "b1",
        BlockKind.PARAGRAPH,
        polygon_of((0, 0, 9, 9)),
        type_size_px=35,
        lines=tuple(Line(f"l{k}", polygon_of(line.box.box)) for k, line in enumerate(lines)),
    )
    return stage(settings or RecognizeSettings())(replace(made, blocks=(block,)))


@cache
def stage(settings: RecognizeSettings) -> Recognize:
    return Recognize(settings, ScanPixels(IngestSettings()))


def readers(page: Page) -> set[str]:
    return {line.reader for line in page.lines.values()}


def texts(page: Page) -> list[str]:
    return [folded(line.text) for line in page.lines.values()]


def about(page: Page) -> list[str]:
    """The texts with the two characters alike that OCR mixes up in the sample."""
    return [text.replace("简", "筒") for text in texts(page)]


WANTED = [folded(line.text) for line in CHOSEN]


@pytest.mark.parametrize("has_scan", [True, False])
def test_a_good_layer_is_taken(tmp_path: Path, has_scan: bool) -> None:
    page = read(tmp_path, LayerPage(shown(), cells(), has_scan))
    assert readers(page) == {TEXT_LAYER}
    assert [line.text for line in page.lines.values()] == [line.text.strip() for line in CHOSEN]
    assert page.flags == ()
    confidences = {char.confidence for line in page.lines.values() for char in line.chars}
    assert 0.95 < min(confidences) <= max(confidences) < 1
    for line, printed in zip(page.lines.values(), CHOSEN, strict=True):
        x0, y0, x1, _ = printed.box.box
        assert all(x0 - 40 <= c.box[0] and c.box[2] <= x1 + 40 and abs(c.box[1] - y0) < 2 for c in line.chars)


@pytest.mark.parametrize("has_scan", [True, False])
def test_a_layer_of_other_text_is_refused_with_the_reason(tmp_path: Path, has_scan: bool) -> None:
    wrong = said_as(cells(), lambda c: chr(ord(c) + 1))
    page = read(tmp_path, LayerPage(shown(), wrong, has_scan))
    assert readers(page) == {""}
    assert about(page) == WANTED
    (flag,) = page.flags
    assert flag == Flag("x", flag.reason, 0.0, "note", "recognize")
    assert flag.reason.startswith("text layer refused: OCR of ") and flag.reason.endswith(" agrees with 0%")


def test_a_poor_ocr_under_a_scan_is_refused(tmp_path: Path) -> None:
    page = read(tmp_path, LayerPage(shown(), said_as(cells(), misread)))
    assert readers(page) == {""} and texts(page) == WANTED
    assert "text layer refused: OCR" in page.flags[0].reason


def test_a_layer_beside_the_type_is_refused(tmp_path: Path) -> None:
    apart = [Cell(c.text, (c.box[0] + 500, c.box[1] + 700, c.box[2] + 500, c.box[3] + 700)) for c in cells()]
    between = [Cell(c.text, (c.box[0], c.box[1] - 700, c.box[2], c.box[3] - 700)) for c in cells() if c.box[1] > 750]
    page = read(tmp_path, LayerPage(shown(), [*cells(CHOSEN[:1]), *apart, *between]))
    assert readers(page) == {""}
    assert "on blank paper" in page.flags[0].reason


def test_lines_that_the_layer_lacks_are_read_by_ocr(tmp_path: Path) -> None:
    page = read(tmp_path, LayerPage(shown(), cells(CHOSEN[2:])))
    assert [line.reader for line in page.lines.values()] == ["", "", *[TEXT_LAYER] * (len(CHOSEN) - 2)]
    assert texts(page) == WANTED


def test_letters_in_no_line_are_told(tmp_path: Path) -> None:
    page = read(tmp_path, LayerPage(shown(), cells()), lines=CHOSEN[1:])
    count = sum(char.isalnum() for char in CHOSEN[0].text)
    assert [flag.reason for flag in page.flags] == [f"{count} letters of the text layer stand in no line"]


def test_radicals_come_out_as_the_characters_they_mean(tmp_path: Path) -> None:
    coded = said_as(cells(), lambda c: c.translate(RADICALS))
    assert sum(ord(cell.text) in range(0x2E80, 0x2FE0) for cell in coded) > 3
    page = read(tmp_path, LayerPage(shown(), coded, has_scan=False))
    assert readers(page) == {TEXT_LAYER} and texts(page) == WANTED
    kept = [c for line in page.lines.values() for char in line.chars for c in char.candidates[1:]]
    assert len(kept) > 3 and all(0x2E80 <= ord(c.text) < 0x2FE0 and c.confidence == 0 for c in kept)


def test_never_and_always_do_as_they_say(tmp_path: Path) -> None:
    wrong = LayerPage(shown(), said_as(cells(), misread))
    always = read(tmp_path, wrong, RecognizeSettings(text_layer="always", engine="nosuch"))
    assert readers(always) == {TEXT_LAYER} and "".join(texts(always)) == folded(misread("".join(WANTED)))
    right = LayerPage(shown(), cells())
    never = read(tmp_path, right, RecognizeSettings(text_layer="never"))
    assert readers(never) == {""} and texts(never) == WANTED and never.flags == ()


def test_a_searchable_pdf_of_another_program(tmp_path: Path) -> None:
    """Tesseract's: a word a show, blanks between, and mistakes enough on rough type."""
    rough = np.repeat(np.repeat(shown()[1::3, 1::3], 3, axis=0), 3, axis=1)[: IMAGE.shape[0], : IMAGE.shape[1]]
    Picture.fromarray(rough[:700, :520]).save(tmp_path / "t.png", dpi=(300, 300))
    subprocess.run(
        ["tesseract", "t.png", "x", "-l", "chi_sim", "--dpi", "300", "pdf"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    source = ingest(tmp_path / "x.pdf", 1, IngestSettings()).source
    layer = load_text_layer(source)
    said = "".join(char.text for char in layer if not char.text.isspace())
    assert len(said) > 40 and not any(char.is_drawn for char in layer)


def test_a_flag_stays_while_its_stage_is_not_run_again(tmp_path: Path) -> None:
    page = read(tmp_path, LayerPage(shown(), said_as(cells(), misread)))
    assert without_results(page, "order").flags == page.flags
    assert without_results(page, "recognize").flags == ()
    assert readers(without_results(page, "recognize")) == {""}


def test_a_pdf_of_all_kinds_of_pages(tmp_path: Path) -> None:
    """A scan, a good layer, a poor one, a page on its side, a blank page, one with a ghost of a layer."""
    image = IMAGE[:620]
    whole = cells([line for line in PRINTED if line.box.box[3] < 615])
    blank = np.full_like(image, 255)
    pages = [
        LayerPage(image),
        LayerPage(image, whole, has_scan=False),
        LayerPage(image, said_as(whole, misread)),
        LayerPage(image, whole, rotate_deg=90),
        LayerPage(blank),
        LayerPage(blank, whole),
    ]
    (tmp_path / "mixed.pdf").write_bytes(layered(pages))
    out = tmp_path / "out"
    assert main(["page", str(tmp_path / "mixed.pdf"), "-o", str(out), "--format", "json,md,txt,html", "--quiet"]) == 0
    made = [json.loads((out / f"mixed-{n:04d}.json").read_text("utf-8")) for n in range(1, 7)]
    from_layer = [sum(line.get("reader") == TEXT_LAYER for line in page["lines"]) for page in made]
    assert [from_layer[k] for k in (0, 2, 4, 5)] == [0, 0, 0, 0]
    assert min(from_layer[1], from_layer[3]) > 25
    assert [[flag["reason"].partition(":")[0] for flag in page["flags"]] for page in made] == [
        [], [], ["text layer refused"], [], ["blank page"], ["blank page"],
    ]  # fmt: skip
    assert made[4]["articles"] == made[5]["articles"] == []
    headlines = [sorted(folded(a["headline"]) for a in page["articles"]) for page in made[:4]]
    assert headlines[1] == headlines[3] == headlines[0]


def test_the_setting_can_be_given_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(layered([LayerPage(IMAGE, cells(PRINTED))]))
    args = ["page", str(tmp_path / "x.pdf"), "-o", str(tmp_path), "--text-layer", "always", "--quiet"]
    assert main(args) == 0
    lines = json.loads((tmp_path / "x.json").read_text("utf-8"))["lines"]
    assert sum(line.get("reader") == TEXT_LAYER for line in lines) > 55
    assert {c for line in lines if line.get("reader") for c in line["confidences"]} == {0.95}
