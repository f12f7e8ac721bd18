"""Bad input: one clear error, of the right class, that names the file and the page; no exception of another package."""

from __future__ import annotations

import os
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from pipeline.errors import BanmianError, EncryptedError, InputError, MissingDependencyError, TooLargeError
from pipeline.ingest import find_scans, ingest, load_grey
from pipeline.settings import IngestSettings
from pipeline.stage import Image
from tests import pdf_files

SETTINGS = IngestSettings()


def sheet(height: int = 260, width: int = 200) -> Image:
    return np.random.default_rng(5).integers(0, 256, (height, width)).astype(np.uint8)


def read(path: Path, page_number: int = 1) -> Image:
    return load_grey(ingest(path, page_number, SETTINGS).source, SETTINGS)


def error_of(path: Path, page_number: int = 1) -> BanmianError:
    with pytest.raises(BanmianError) as caught:
        read(path, page_number)
    error = caught.value
    assert error.page.startswith((path.name, str(path))), "the message does not say which scan it is about"
    assert "\n" not in str(error) and error.message and error.hint
    return error


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + head + end


def jpeg_of(width: int, height: int, tmp_path: Path) -> bytes:
    """A small JPEG whose header claims another size."""
    Pillow.fromarray(sheet()).save(tmp_path / "small.jpg")
    content = (tmp_path / "small.jpg").read_bytes()
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def test_an_empty_file(tmp_path: Path) -> None:
    for name in ("x.jpg", "x.pdf", "x.tif"):
        (tmp_path / name).touch()
        assert error_of(tmp_path / name).message == "the file is empty"


@pytest.mark.parametrize("name", ["x.jpg", "x.png", "x.tif", "x.jp2", "x.webp", "x.pdf"])
def test_a_text_with_the_name_of_a_scan(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("本报讯 昨日江水上涨。\n" * 50, "utf-8")
    error = error_of(tmp_path / name)
    assert type(error) is InputError and "not an image" in error.message


def test_a_missing_file_and_one_nearly_so_named(tmp_path: Path) -> None:
    Pillow.fromarray(sheet()).save(tmp_path / "front.png")
    with pytest.raises(InputError, match=r"no such file or folder \(did you mean front.png\)"):
        find_scans([tmp_path / "front.jpg"])
    with pytest.raises(InputError, match="there is no folder"):
        find_scans([tmp_path / "nowhere" / "front.jpg"])
    assert "no such file" in error_of(tmp_path / "front.jpg").message


def test_a_folder_is_no_scan_and_may_hold_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputError, match=r"the folder holds no scans \(known suffixes: .*\.tiff"):
        find_scans([tmp_path])
    with pytest.raises(InputError, match="not a file"):
        ingest(tmp_path, 1, SETTINGS)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    Pillow.fromarray(sheet()).save(tmp_path / "x.png")
    (tmp_path / "x.png").chmod(0)
    error = error_of(tmp_path / "x.png")
    assert type(error) is InputError and "cannot be read" in error.message


SAVERS: dict[str, Callable[[Path], object]] = {
    "x.png": lambda path: Pillow.fromarray(sheet()).save(path),
    "x.jpg": lambda path: Pillow.fromarray(sheet()).save(path),
    "progressive.jpg": lambda path: Pillow.fromarray(sheet()).save(path, progressive=True),
    "plain.tif": lambda path: Pillow.fromarray(sheet()).save(path),
    "lzw.tif": lambda path: Pillow.fromarray(sheet()).save(path, compression="tiff_lzw"),
    "g4.tif": lambda path: Pillow.fromarray(sheet() > 128).save(path, compression="group4"),
    "jpeg.tif": lambda path: Pillow.fromarray(sheet()).save(path, compression="jpeg"),
    "deflate.tif": lambda path: Pillow.fromarray(sheet()).save(path, compression="tiff_adobe_deflate"),
    "x.jp2": lambda path: Pillow.fromarray(sheet()).save(path),
    "x.j2k": lambda path: Pillow.fromarray(sheet()).save(path),
    "x.webp": lambda path: Pillow.fromarray(sheet()).save(path),
    "x.bmp": lambda path: Pillow.fromarray(sheet()).save(path),
    "x.pdf": lambda path: path.write_bytes(pdf_files.scanned([sheet()], 60)),
}


@pytest.mark.parametrize("name", SAVERS)
def test_a_file_cut_off_anywhere_is_refused_or_whole(tmp_path: Path, name: str) -> None:
    path, cut = tmp_path / name, tmp_path / f"cut-{name}"
    SAVERS[name](path)
    content, whole = path.read_bytes(), read(path)
    dice = random.Random(name)
    refused = 0
    for length in [dice.randrange(1, len(content) - 64) for _ in range(4 if name == "x.pdf" else 20)]:
        cut.write_bytes(content[:length])
        try:
            assert (read(cut) == whole).all(), f"cut off after {length} of {len(content)} bytes, yet read"
        except InputError as error:
            assert error.page == cut.name
            refused += 1
    assert refused >= (2 if name == "x.pdf" else 18)


@pytest.mark.parametrize("name", SAVERS)
def test_damage_lets_no_foreign_exception_out(tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    SAVERS[name](path)
    content = path.read_bytes()
    dice = random.Random(name)
    for turn in range(4 if name == "x.pdf" else 40):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[dice.randrange(len(content) if turn % 2 else min(300, len(content)))] = dice.randrange(256)
        path.write_bytes(damaged)
        os.utime(path, ns=(turn, turn))
        try:
            read(path)
        except InputError:
            continue
    assert "ecode" not in capfd.readouterr().err, "a decoder speaks for itself"


def test_jpeg_filled_with_zeros_is_truncated(tmp_path: Path) -> None:
    """What an interrupted download leaves: right length, nothing in the second half."""
    SAVERS["x.jpg"](tmp_path / "x.jpg")
    content = (tmp_path / "x.jpg").read_bytes()
    (tmp_path / "x.jpg").write_bytes(content[: len(content) // 2].ljust(len(content), b"\0"))
    assert "ends in the middle" in error_of(tmp_path / "x.jpg").message


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.95])
def test_a_tiff_cut_off_before_its_directory_is_told_as_cut_off(tmp_path: Path, kept: float) -> None:
    SAVERS["lzw.tif"](tmp_path / "x.tif")  # which has its directory at the end
    content = (tmp_path / "x.tif").read_bytes()
    (tmp_path / "x.tif").write_bytes(content[: max(6, int(len(content) * kept))])
    assert error_of(tmp_path / "x.tif").message == "the file ends in the middle of the image"


def test_a_later_page_cut_off_is_named(tmp_path: Path) -> None:
    frames = [Pillow.fromarray(sheet()) for _ in range(3)]
    frames[0].save(tmp_path / "x.tif", save_all=True, append_images=frames[1:])
    content = bytearray((tmp_path / "x.tif").read_bytes())
    with Pillow.open(tmp_path / "x.tif") as picture:
        picture.seek(2)
        strip: int = picture.tag_v2[273][0]  # type: ignore[attr-defined]
    where = content.rindex(struct.pack("<I", strip))
    content[where : where + 4] = struct.pack("<I", len(content))  # the last page's pixels are beyond the end
    (tmp_path / "x.tif").write_bytes(content)
    assert (read(tmp_path / "x.tif", 1) == sheet()).all()
    assert error_of(tmp_path / "x.tif", 3).page == "x.tif, page 3"


@pytest.mark.parametrize(("width", "height"), [(1, 1), (63, 5000), (5000, 8)])
def test_a_dot_is_no_page(tmp_path: Path, width: int, height: int) -> None:
    Pillow.new("L", (width, height), 255).save(tmp_path / "x.png")
    error = error_of(tmp_path / "x.png")
    assert type(error) is InputError and f"{width} x {height} px is too small to be a page" in error.message


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (20_001, 100), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_by_the_header(tmp_path: Path, width: int, height: int) -> None:
    (tmp_path / "x.png").write_bytes(png_header(width, height))
    error = error_of(tmp_path / "x.png")
    assert type(error) is TooLargeError and "more than 20000 px a side" in error.message


def test_a_jpeg_that_claims_60000_px(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(jpeg_of(60_000, 60_000, tmp_path))
    assert type(error_of(tmp_path / "x.jpg")) is TooLargeError


def test_a_scan_of_30000_px_in_a_pdf(tmp_path: Path) -> None:
    wide = np.full((80, 30_000), 255, np.uint8)
    (tmp_path / "x.pdf").write_bytes(pdf_files.scanned([wide], 300))
    error = error_of(tmp_path / "x.pdf")
    assert type(error) is TooLargeError and "30000 x 80 px" in error.message


def test_pillow_keeps_its_own_limit(tmp_path: Path) -> None:
    before = Pillow.MAX_IMAGE_PIXELS
    (tmp_path / "x.png").write_bytes(png_header(60_000, 60_000))
    error_of(tmp_path / "x.png")
    assert before == Pillow.MAX_IMAGE_PIXELS


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    content = pdf_files.pdf([b"/MediaBox [0 0 300 300]"], [pdf_files.PASSWORD], b"/Encrypt 3 0 R /ID [<00><00>]")
    (tmp_path / "x.pdf").write_bytes(content)
    error = error_of(tmp_path / "x.pdf")
    assert type(error) is EncryptedError and "password" in error.hint


def test_a_pdf_without_pages(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(pdf_files.pdf([]))
    error = error_of(tmp_path / "x.pdf")
    assert type(error) is InputError and error.message == "the PDF has no pages"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\nnothing of the kind\n%%EOF\n", b"%PDF-" + bytes(5000)])
def test_a_pdf_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    error = error_of(tmp_path / "x.pdf")
    assert type(error) is InputError and "damaged" in error.message


def test_poppler_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.pdf").write_bytes(pdf_files.scanned([sheet()], 60))
    monkeypatch.setenv("PATH", str(tmp_path))
    error = error_of(tmp_path / "x.pdf")
    assert type(error) is MissingDependencyError and error.hint == "apt install poppler-utils"


def test_a_blank_page_is_a_page(tmp_path: Path) -> None:
    Pillow.new("1", (600, 900), 1).save(tmp_path / "x.tif", compression="group4")
    assert (read(tmp_path / "x.tif") == 255).all()
