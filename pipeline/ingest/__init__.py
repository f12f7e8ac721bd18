"""Ingest: find scans, choose their pages, and tell what each page is without holding its pixels.

    find_scans       files and folders -> the scan files
    page_numbers     which pages of one file, from a wish like `1,3-5`
    ingest           one page of a file -> a `Page` with its `Source`, nothing read but the header
    load_grey        the pixels of a `Source`
    load_text_layer  its text layer, where it is a page of a PDF

Image files are read by Pillow (`raster`), PDF by poppler through pdf2image (`pdf`). What either
raises on bad input leaves here as one of the classes of `pipeline.errors`, with the page's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from pipeline.errors import InputError
from pipeline.ingest import raster
from pipeline.ingest.selection import select
from pipeline.ingest.sheet import Sheet, believable_dpi, check_size, guessed_dpi, page_label
from pipeline.ingest.text_layer import LayerChar
from pipeline.page import Page, Source, Transform
from pipeline.settings import IngestSettings
from pipeline.stage import Image

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".j2k", ".jpx", ".pdf", ".webp", ".bmp"})
"""Of the files that are taken from a folder. A file named by itself may have any suffix: its content counts."""


class Reader(Protocol):
    """What reads one family of formats: the modules `raster` and `pdf`."""

    def page_count(self, path: Path, max_side_px: int) -> int: ...

    def measure(self, path: Path, page_number: int, settings: IngestSettings) -> Sheet: ...

    def decode(self, source: Source, settings: IngestSettings) -> Image: ...


def find_scans(paths: Sequence[Path]) -> list[Path]:
    """The scan files that `paths` name: files as they are, of a folder every file with a known suffix, by name.

    Folders are not searched deeper and hidden files not taken. A file named twice counts once. Raises
    InputError for a missing path and a folder without scans.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            scans = sorted(p for p in _entries(path) if _is_scan(p))
            if not scans:
                raise InputError(
                    "the folder holds no scans", page=str(path), hint=f"known suffixes: {' '.join(sorted(SUFFIXES))}"
                )
            found |= dict.fromkeys(scans)
        elif path.exists():
            found[path] = None
        else:
            raise InputError("no such file or folder", page=str(path), hint=_near_names(path))
    return list(found)


def page_count(path: Path, settings: IngestSettings) -> int:
    """How many pages the file has; 1 for formats that hold one. Raises as `ingest`."""
    signature = _signature(path)
    return _page_count(path, signature, settings.max_side_px)


def page_numbers(path: Path, wanted: str | None, settings: IngestSettings) -> tuple[int, ...]:
    """The page numbers (from 1) that `wanted` (`1,3-5`, `3-`; None: all) chooses in the file, in the order asked for.

    Raises UsageError when `wanted` cannot be understood, InputError when the file has no such page or
    cannot be read.
    """
    return select(wanted, page_count(path, settings), path.name)


def ingest(path: Path, page_number: int, settings: IngestSettings) -> Page:
    """One page of a scan file: identity, size in px once upright as its EXIF tag says, resolution, checksum.

    Only the header is read. The id is the file's stem, and for files of several pages the stem and the
    number: `x-0003`. Raises InputError when the file is missing, empty, damaged or no scan, TooLargeError
    by its header, EncryptedError for a PDF that wants a password, MissingDependencyError without poppler.
    """
    count = page_count(path, settings)
    select(str(page_number), count, path.name)
    label = page_label(path, page_number, count)
    sheet = _reader(path).measure(path, page_number, settings)
    check_size(sheet, settings.max_side_px, label)
    dpi = believable_dpi(sheet)
    source = Source(
        path=str(path),
        sha256=_sha256(path, _signature(path)),
        width_px=sheet.width_px,
        height_px=sheet.height_px,
        dpi=dpi or guessed_dpi(sheet, settings.default_dpi),
        page_number=page_number,
        page_count=count,
        dpi_is_guessed=dpi is None,
    )
    identity = path.stem if count == 1 else f"{path.stem}-{page_number:04d}"
    return Page(identity, source, Transform(width_px=sheet.width_px, height_px=sheet.height_px))


def load_grey(source: Source, settings: IngestSettings) -> Image:
    """The pixels of a page, 8-bit grey [source.height_px, source.width_px], upright as its EXIF tag says, read-only.

    Colour becomes its luminance (ITU-R BT.601), what is transparent paper white. Raises as `ingest`, and
    InputError for a file cut off in the middle or no longer of the size that `source` states.
    """
    path = Path(source.path)
    _signature(path)
    label = page_label(path, source.page_number, source.page_count)
    check_size(Sheet(source.width_px, source.height_px), settings.max_side_px, label)
    grey = _reader(path).decode(source, settings)
    if grey.shape != (source.height_px, source.width_px):
        raise InputError(
            f"the scan is now {grey.shape[1]} x {grey.shape[0]} px and was {source.width_px} x {source.height_px}",
            page=label,
            hint="the file was changed; run the page again from the start",
        )
    grey.flags.writeable = False
    return grey


def load_text_layer(source: Source) -> tuple[LayerChar, ...]:
    """The characters of the text layer of a PDF page, in scan px; none for images, nor where the file is gone.

    Raises InputError for a file that may not be read.
    """
    path = Path(source.path)
    if not path.exists():
        return ()
    _signature(path)
    if _reader(path) is raster:
        return ()
    from pipeline.ingest.pdfium import text_layer  # who reads images needs no pypdfium2

    return text_layer(source)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise InputError(f"the folder cannot be read: {error.strerror}", page=str(folder)) from error


def _is_scan(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()


def _near_names(path: Path) -> str:
    """The hint for a missing path: the same name with another suffix or case, where there is one."""
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    near = sorted(p.name for p in _entries(folder) if p.stem.lower() == path.stem.lower())
    return f"did you mean {near[0]}" if near else "check the path"


def _signature(path: Path) -> tuple[int, int]:
    """Size in bytes and time of change (ns): tells whether the file is still the same. Raises InputError."""
    try:
        if not path.is_file():
            hint = "" if path.exists() else _near_names(path)
            raise InputError("not a file" if path.exists() else "no such file", page=str(path), hint=hint)
        status = path.stat()
        with path.open("rb"):
            pass
    except OSError as error:
        hint = f"chmod u+r '{path}'" if isinstance(error, PermissionError) else ""
        raise InputError(f"the file cannot be read: {error.strerror}", page=path.name, hint=hint) from error
    if not status.st_size:
        raise InputError("the file is empty", page=path.name, hint="copy or scan it again")
    return status.st_size, status.st_mtime_ns


def _reader(path: Path) -> Reader:
    """By the content of the file, as suffixes lie. The standard allows the header of a PDF in its first 1,024 bytes."""
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return raster
    from pipeline.ingest import pdf  # who reads images needs no pdf2image

    return pdf


@lru_cache(maxsize=256)
def _page_count(path: Path, signature: tuple[int, int], max_side_px: int) -> int:
    return _reader(path).page_count(path, max_side_px)


@lru_cache(maxsize=256)
def _sha256(path: Path, signature: tuple[int, int]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
