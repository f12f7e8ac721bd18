"""Ingest: every format by its pixels, page numbers, what a header says and what of it is believed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import TiffImagePlugin

from pipeline.errors import InputError, TooLargeError, UsageError
from pipeline.ingest import find_scans, ingest, load_grey, page_count, page_numbers
from pipeline.ingest.pdf import Drawn, scanned_dpi
from pipeline.ingest.sheet import Sheet, believable_dpi, guessed_dpi
from pipeline.page import IDENTITY, Page
from pipeline.settings import IngestSettings
from pipeline.stage import Image
from tests import pdf_files

SETTINGS = IngestSettings()
HEIGHT, WIDTH = 150, 100


def picture(seed: int = 0) -> Image:
    """A sheet with a light and a dark half, and some noise; no two corners alike."""
    noise = np.random.default_rng(seed).integers(0, 40, (HEIGHT, WIDTH))
    noise[:, :50] += 200
    noise[:30, :20] = 90
    return noise.astype(np.uint8)


def read(path: Path, page_number: int = 1) -> Image:
    return load_grey(ingest(path, page_number, SETTINGS).source, SETTINGS)


def colours() -> Pillow.Image:
    """A picture in colour whose luminance is about that of `picture`."""
    grey = Pillow.fromarray(picture())
    return Pillow.merge("RGB", (grey.point(lambda v: min(v + 10, 255)), grey, grey.point(lambda v: max(v - 10, 0))))


def saved(picture: Pillow.Image, **options: Any) -> Callable[[Path], None]:
    return lambda path: picture.save(path, **options)


GREY, COLOUR = Pillow.fromarray(picture()), colours()
DEEP = Pillow.fromarray(picture().astype(np.uint16) * 257)
TWELVE_BITS = Pillow.fromarray(picture().astype(np.uint16) * 16)

FORMATS: dict[str, tuple[Callable[[Path], None], float]] = {
    "grey.png": (saved(GREY), 0),
    "colour.png": (saved(COLOUR), 4),
    "deep.png": (saved(DEEP), 0),
    "palette.png": (saved(COLOUR.quantize(64)), 12),
    "grey.jpg": (saved(GREY, quality=97), 6),
    "colour.JPEG": (saved(COLOUR, quality=97), 8),
    "progressive.jpg": (saved(GREY, quality=97, progressive=True), 6),
    "cmyk.jpg": (saved(COLOUR.convert("CMYK"), quality=97), 8),
    "plain.tif": (saved(GREY), 0),
    "lzw.tif": (saved(COLOUR, compression="tiff_lzw"), 4),
    "deflate.tif": (saved(GREY, compression="tiff_adobe_deflate"), 0),
    "packbits.tif": (saved(GREY, compression="packbits"), 0),
    "jpeg.tif": (saved(GREY, compression="jpeg", quality=97), 8),
    "deep.tif": (saved(DEEP), 0),
    "twelve-bits.tif": (saved(TWELVE_BITS), 0),
    "cmyk.tiff": (saved(COLOUR.convert("CMYK")), 6),
    "lab.tif": (saved(Pillow.merge("LAB", (GREY, GREY, GREY))), 0),
    "palette.tif": (saved(COLOUR.quantize(64)), 12),
    "lossless.jp2": (saved(GREY), 0),
    "lossless.j2k": (saved(GREY), 0),
    "lossless.webp": (saved(GREY.convert("RGB"), lossless=True), 1),
    "grey.bmp": (saved(GREY), 0),
}


@pytest.mark.parametrize("name", FORMATS)
def test_formats_give_the_grey_that_went_in(tmp_path: Path, name: str) -> None:
    save, tolerance = FORMATS[name]
    save(tmp_path / name)
    grey = read(tmp_path / name)
    assert grey.dtype == np.uint8
    difference = np.abs(grey.astype(int) - picture())
    assert np.percentile(difference, 99) <= tolerance


@pytest.mark.parametrize("compression", ["group3", "group4", None])
def test_one_bit_scans_are_black_and_white(tmp_path: Path, compression: str | None) -> None:
    bilevel = GREY.point(lambda v: 255 * (v > 128)).convert("1", dither=Pillow.Dither.NONE)
    bilevel.save(tmp_path / "x.tif", compression=compression)
    assert (read(tmp_path / "x.tif") == (picture() > 128) * 255).all()


@pytest.mark.parametrize(
    ("mode", "name"), [("LA", "x.png"), ("RGBA", "x.png"), ("RGBA", "x.tif"), ("RGBA", "x.webp"), ("P", "x.png")]
)
def test_what_is_transparent_is_white(tmp_path: Path, mode: str, name: str) -> None:
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    alpha[100:] = 0
    alpha[60:100] = 128
    ink = Pillow.new("LA", (WIDTH, HEIGHT), 0)
    ink.putalpha(Pillow.fromarray(alpha))
    see_through = ink.convert("RGBA").quantize(8) if mode == "P" else ink.convert(mode)
    options: dict[str, Any] = {"lossless": True} if name == "x.webp" else {}
    see_through.save(tmp_path / name, **options)
    grey = read(tmp_path / name)
    assert (grey[:60] == 0).all() and (grey[100:] == 255).all()
    assert np.abs(grey[60:100].astype(int) - 127).max() <= 1


@pytest.mark.parametrize("tag", range(1, 9))
@pytest.mark.parametrize("name", ["x.jpg", "x.tif", "x.png"])
def test_orientation_tags_are_obeyed(tmp_path: Path, name: str, tag: int) -> None:
    flat = np.zeros((HEIGHT, WIDTH), np.uint8)
    flat[: HEIGHT // 2, : WIDTH // 2] = 200
    flat[HEIGHT // 2 :, : WIDTH // 2] = 100
    exif = Pillow.Exif()
    exif[0x0112] = tag
    options: dict[str, Any] = {"quality": 98} if name == "x.jpg" else {}
    Pillow.fromarray(flat).save(tmp_path / name, exif=exif, **options)
    upright = {
        1: flat, 2: flat[:, ::-1], 3: np.rot90(flat, 2), 4: flat[::-1],
        5: flat.T, 6: np.rot90(flat, -1), 7: np.rot90(flat, 2).T, 8: np.rot90(flat),
    }[tag]  # fmt: skip
    source = ingest(tmp_path / name, 1, SETTINGS).source
    assert (source.height_px, source.width_px) == upright.shape
    assert np.abs(load_grey(source, SETTINGS).astype(int) - upright).mean() < 3


def many_pages(path: Path, count: int) -> list[Image]:
    pictures = [picture(seed) for seed in range(count)]
    images = [Pillow.fromarray(p) for p in pictures]
    images[0].save(path, save_all=True, append_images=images[1:], compression="tiff_lzw")
    return pictures


def test_a_tiff_of_several_pages(tmp_path: Path) -> None:
    pictures = many_pages(tmp_path / "x.tif", 3)
    assert page_count(tmp_path / "x.tif", SETTINGS) == 3
    for number, expected in enumerate(pictures, 1):
        page = ingest(tmp_path / "x.tif", number, SETTINGS)
        assert page.id == f"x-{number:04d}"
        assert (page.source.page_number, page.source.page_count) == (number, 3)
        assert (load_grey(page.source, SETTINGS) == expected).all()


def test_small_copies_and_masks_in_a_tiff_are_no_pages(tmp_path: Path) -> None:
    frames = [picture(0), picture(0)[::2, ::2], picture(1), picture(1)]
    kinds = [0, 1, 0, 4]
    with TiffImagePlugin.AppendingTiffWriter(str(tmp_path / "x.tif"), new=True) as writer:
        for frame, kind in zip(frames, kinds, strict=True):
            Pillow.fromarray(frame).save(writer, format="TIFF", tiffinfo={254: kind})
            writer.newFrame()
    assert page_numbers(tmp_path / "x.tif", None, SETTINGS) == (1, 2)
    assert (read(tmp_path / "x.tif", 2) == picture(1)).all()


def test_a_page_knows_its_file(tmp_path: Path) -> None:
    GREY.save(tmp_path / "front.png", dpi=(300, 300))
    page = ingest(tmp_path / "front.png", 1, SETTINGS)
    source = page.source
    assert page.id == "front"
    assert source.sha256 == hashlib.sha256((tmp_path / "front.png").read_bytes()).hexdigest()
    assert (source.path, source.width_px, source.height_px) == (str(tmp_path / "front.png"), WIDTH, HEIGHT)
    assert (page.transform.matrix, page.transform.width_px, page.transform.height_px) == (IDENTITY, WIDTH, HEIGHT)
    assert page == Page(page.id, source, page.transform)


def test_a_file_changed_since_is_read_anew_and_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    GREY.save(path)
    before = ingest(path, 1, SETTINGS).source
    Pillow.fromarray(picture()[:, :90]).save(path)
    os.utime(path, ns=(1, 1))
    assert ingest(path, 1, SETTINGS).source.sha256 != before.sha256
    with pytest.raises(InputError, match="is now 90 x 150 px and was 100 x 150"):
        load_grey(before, SETTINGS)


def test_a_folder_gives_its_scans_in_order(tmp_path: Path) -> None:
    names = ["b.JPG", "a.pdf", "c.tiff", ".hidden.png", "notes.txt", "d.jp2"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "deeper.png").mkdir()
    found = find_scans([tmp_path / "c.tiff", tmp_path, tmp_path / "notes.txt"])
    assert [path.name for path in found] == ["c.tiff", "a.pdf", "b.JPG", "d.jp2", "notes.txt"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (None, (1, 2, 3, 4, 5)),
        ("3", (3,)),
        ("1,3-5", (1, 3, 4, 5)),
        ("3-", (3, 4, 5)),
        (" 2 , 4-4", (2, 4)),
        ("5,1-2,2", (5, 1, 2)),
    ],
)
def test_page_numbers(tmp_path: Path, wanted: str | None, expected: tuple[int, ...]) -> None:
    many_pages(tmp_path / "x.tif", 5)
    assert page_numbers(tmp_path / "x.tif", wanted, SETTINGS) == expected


@pytest.mark.parametrize("wanted", ["", "x", "0", "1,,2", "3-1", "-2", "1-2-3", "1.5", "٣", "²"])
def test_what_is_no_page_number_is_a_usage_error(tmp_path: Path, wanted: str) -> None:
    many_pages(tmp_path / "x.tif", 3)
    with pytest.raises(UsageError, match="cannot understand the page numbers"):
        page_numbers(tmp_path / "x.tif", wanted, SETTINGS)


@pytest.mark.parametrize(("wanted", "missing"), [("4", 4), ("1-9", 9), ("7-", 7), ("999999999", 999999999)])
def test_pages_that_the_file_lacks_are_an_input_error(tmp_path: Path, wanted: str, missing: int) -> None:
    many_pages(tmp_path / "x.tif", 3)
    with pytest.raises(InputError, match=rf"^x.tif: there is no page {missing} \(the file has 3 pages\)$"):
        page_numbers(tmp_path / "x.tif", wanted, SETTINGS)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (Sheet(3543, 5000, 300), 300),
        (Sheet(4000, 5669, 240), 240),
        (Sheet(3543, 5000, 72), None),  # a camera's: the page would be 1.8 m high
        (Sheet(3543, 5000, 96), None),
        (Sheet(3543, 5000, 1200), None),  # the size of a hand
        (Sheet(3543, 5000, 0), None),
        (Sheet(900, 1200, 72), 72),
        (Sheet(18000, 20000, 1300), None),
    ],
)
def test_a_resolution_is_believed_that_a_newspaper_can_have(sheet: Sheet, expected: float | None) -> None:
    assert believable_dpi(sheet) == expected


def test_a_resolution_is_guessed_from_the_height() -> None:
    assert guessed_dpi(Sheet(3500, 5079), 300) == pytest.approx(300, abs=0.1)
    assert guessed_dpi(Sheet(4832, 3424), 300) == pytest.approx(202, abs=1)
    assert guessed_dpi(Sheet(100, 100), 300) == 300


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.tif", "x.bmp"])
def test_the_stated_resolution_is_found(tmp_path: Path, name: str) -> None:
    Pillow.new("L", (1200, 1800), 255).save(tmp_path / name, dpi=(150, 150))
    source = ingest(tmp_path / name, 1, SETTINGS).source
    assert source.dpi == pytest.approx(150, abs=0.1) and not source.dpi_is_guessed
    Pillow.new("L", (1200, 1800), 255).save(tmp_path / name, dpi=(150, 75))
    source = ingest(tmp_path / name, 1, SETTINGS).source
    assert source.dpi == pytest.approx(106.3) and source.dpi_is_guessed


def test_pixels_per_side_are_limited_by_the_setting(tmp_path: Path) -> None:
    GREY.save(tmp_path / "x.png")
    assert ingest(tmp_path / "x.png", 1, IngestSettings(max_side_px=HEIGHT)).source.height_px == HEIGHT
    with pytest.raises(TooLargeError, match=r"^x.png: 100 x 150 px is more than 149 px a side"):
        ingest(tmp_path / "x.png", 1, IngestSettings(max_side_px=HEIGHT - 1))


def noise(height: int, width: int) -> Image:
    return np.random.default_rng(3).integers(0, 256, (height, width)).astype(np.uint8)


class TestPdf:
    def test_a_scanned_page_comes_out_as_it_went_in(self, tmp_path: Path) -> None:
        scans = [noise(702, 496), noise(701, 499)]
        (tmp_path / "x.pdf").write_bytes(pdf_files.scanned(scans, 60))
        assert page_numbers(tmp_path / "x.pdf", None, SETTINGS) == (1, 2)
        for number, scan in enumerate(scans, 1):
            page = ingest(tmp_path / "x.pdf", number, SETTINGS)
            assert page.id == f"x-{number:04d}"
            assert (load_grey(page.source, SETTINGS) == scan).all()

    @pytest.mark.parametrize(("angle_deg", "quarters"), [(90, -1), (180, 2), (270, 1)])
    def test_a_page_shown_turned_is_turned(self, tmp_path: Path, angle_deg: int, quarters: int) -> None:
        scan = picture()
        (tmp_path / "x.pdf").write_bytes(pdf_files.scanned([scan], 72, b"/Rotate %d" % angle_deg))
        expected = np.rot90(scan, quarters)
        source = ingest(tmp_path / "x.pdf", 1, SETTINGS).source
        assert (source.height_px, source.width_px) == expected.shape
        assert (load_grey(source, SETTINGS) == expected).all()

    def test_stripes_of_one_scan_are_one_scan(self, tmp_path: Path) -> None:
        """Poppler draws each stripe up to a row taller, so the pixels are those of the scan, but not to the last."""
        scan = np.kron(noise(54, 40), np.ones((13, 13))).astype(np.uint8)
        (tmp_path / "x.pdf").write_bytes(pdf_files.striped(scan, 100, 3))
        source = ingest(tmp_path / "x.pdf", 1, SETTINGS).source
        assert (source.width_px, source.height_px) == (520, 702)
        assert np.percentile(np.abs(load_grey(source, SETTINGS).astype(int) - scan), 85) <= 1

    def test_a_page_that_is_drawn_has_the_default_resolution(self, tmp_path: Path) -> None:
        (tmp_path / "x.pdf").write_bytes(pdf_files.drawn(360, 720))
        source = ingest(tmp_path / "x.pdf", 1, IngestSettings(default_dpi=100)).source
        assert (source.width_px, source.height_px, source.dpi, source.dpi_is_guessed) == (500, 1000, 100, False)
        grey = load_grey(source, IngestSettings(default_dpi=100))
        assert grey[-20, 20] == 0 and grey[20, -20] == 255

    def test_only_the_crop_box_is_shown(self, tmp_path: Path) -> None:
        scan = noise(720, 500)
        (tmp_path / "x.pdf").write_bytes(pdf_files.scanned([scan], 72, b"/CropBox [50 60 450 660]"))
        grey = read(tmp_path / "x.pdf")
        assert grey.shape == (600, 400)
        assert np.abs(grey.astype(int) - scan[60:660, 50:450]).mean() < 5

    @pytest.mark.parametrize("side_pt", [14_400, 200_000])
    def test_a_page_kilometres_wide_is_drawn_within_the_limit(self, tmp_path: Path, side_pt: int) -> None:
        (tmp_path / "x.pdf").write_bytes(pdf_files.drawn(side_pt, side_pt / 2))
        source = ingest(tmp_path / "x.pdf", 1, IngestSettings(default_dpi=75)).source
        assert 2900 < source.width_px < 3000 and source.height_px == pytest.approx(source.width_px / 2, abs=1)

    def test_a_suffix_may_lie(self, tmp_path: Path) -> None:
        (tmp_path / "x.jpg").write_bytes(pdf_files.drawn(300, 300))
        assert ingest(tmp_path / "x.jpg", 1, SETTINGS).source.width_px == 1250
        GREY.save(tmp_path / "y.pdf", format="PNG")
        assert (read(tmp_path / "y.pdf") == picture()).all()


A4 = (595.2, 841.92)


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ([Drawn(2480, 3508, 300, 300)], 300),
        ([Drawn(2480, 1754, 300, 300), Drawn(2480, 1754, 300, 300)], 300),
        ([Drawn(620, 877, 75, 75), Drawn(2480, 3508, 300, 300)], 300),  # paper, and a mask of the type
        ([Drawn(2480, 3508, 300, 300), Drawn(600, 400, 600, 600)], 300),  # a stamp on a scan
        ([Drawn(800, 600, 300, 300)], None),  # a picture on a page
        ([], None),
    ],
)
def test_which_pages_are_scans(images: list[Drawn], expected: float | None) -> None:
    found = scanned_dpi(images, A4)
    assert found is None if expected is None else found == pytest.approx(expected, abs=0.1)


def test_the_resolution_of_a_scan_is_exact() -> None:
    assert scanned_dpi([Drawn(2476, 3502, 300, 300)], A4) == pytest.approx(2476 / A4[0] * 72)
