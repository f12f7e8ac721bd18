"""PDF files, through poppler (pdf2image for its programs, and `pdfimages`).

A scanned page, that is one which an image or stripes of one image fill, is drawn at the resolution
of that image, so that its pixels come out as they went in; any other page at the default resolution.
"""

from __future__ import annotations

import math
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import (
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
    PopplerNotInstalledError,
)

from pipeline.errors import BanmianError, EncryptedError, InputError, MissingDependencyError
from pipeline.ingest.raster import pixel_limit
from pipeline.ingest.sheet import MM_PER_INCH, Sheet, page_label
from pipeline.page import Source
from pipeline.settings import IngestSettings
from pipeline.stage import Image

POINTS_PER_INCH = 72.0
TIMEOUT_S = 300
COVERED = 0.85
"""Part of a page's area that an image covers when the page is a scan."""
LEGIBLE_PX = 1500
"""Longer side below which an image cannot be read as a newspaper page; beneath type that is drawn, it is a backdrop."""
LARGEST_MM = 1000.0
"""No page is larger on paper; a drawing that says so has its units wrong and is drawn at this size."""
POPPLER_ERRORS = (PopplerNotInstalledError, PDFPageCountError, PDFSyntaxError, PDFPopplerTimeoutError, OSError)

_JUST_BELOW = 1.0 - 1e-5
"""poppler draws an image that ends exactly on a pixel's edge one pixel wider, and blurs all of it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image on a page: its size in px and how densely it is drawn."""

    width_px: int
    height_px: int
    x_ppi: float
    y_ppi: float


def page_count(path: Path, max_side_px: int) -> int:
    """Raises InputError for a damaged PDF and one without pages, EncryptedError, MissingDependencyError."""
    count = int(_info(path)["Pages"])
    if count < 1:
        raise InputError("the PDF has no pages", page=path.name, hint="copy or scan it again")
    return count


def measure(path: Path, page_number: int, settings: IngestSettings) -> Sheet:
    """Size in px of the page as `decode` will draw it, and the resolution on paper. Raises as `page_count`."""
    width_pt, height_pt, sideways = _page_box(path, page_number)
    dpi = _drawing_dpi(path, page_number, (width_pt, height_pt), settings)
    width_px, height_px = (math.ceil(side / POINTS_PER_INCH * dpi * _JUST_BELOW) for side in (width_pt, height_pt))
    return Sheet(height_px, width_px, dpi) if sideways else Sheet(width_px, height_px, dpi)


def decode(source: Source, settings: IngestSettings) -> Image:
    """The page in grey [source.height_px, source.width_px]. Raises as `page_count`."""
    path, page_number = Path(source.path), source.page_number
    label = page_label(path, page_number, source.page_count)
    width_pt, height_pt, _ = _page_box(path, page_number)
    dpi = _drawing_dpi(path, page_number, (width_pt, height_pt), settings)
    try:
        with pixel_limit(settings.max_side_px):
            pictures = convert_from_path(
                path.absolute(),
                dpi=dpi * _JUST_BELOW,  # type: ignore[arg-type]  # poppler takes fractions
                first_page=page_number,
                last_page=page_number,
                grayscale=True,
                use_cropbox=True,
                timeout=TIMEOUT_S,
            )
            grey = np.array(pictures[0], dtype=np.uint8)
    except POPPLER_ERRORS as error:
        raise _in_our_words(error, label) from error
    except (IndexError, ValueError) as error:
        raise InputError("poppler cannot draw the page", page=label, hint="copy or scan it again") from error
    return _fitted(grey, source.width_px, source.height_px)


def _fitted(grey: Image, width_px: int, height_px: int) -> Image:
    """The drawing in the size announced: `pdfinfo` rounds the page's size, so a row or column may differ."""
    rows, columns = height_px - grey.shape[0], width_px - grey.shape[1]
    if (rows, columns) == (0, 0) or max(abs(rows), abs(columns)) > 2:
        return grey
    padded = np.pad(grey, ((0, max(rows, 0)), (0, max(columns, 0))), constant_values=255)
    return np.ascontiguousarray(padded[:height_px, :width_px])


def _info(path: Path, page_number: int | None = None) -> dict[str, str]:
    """What `pdfinfo` says, with the box of one page when it is named."""
    try:
        found = pdfinfo_from_path(
            str(path.absolute()),
            timeout=TIMEOUT_S,
            first_page=page_number,  # type: ignore[arg-type]
            last_page=page_number,  # type: ignore[arg-type]
        )
    except POPPLER_ERRORS as error:
        raise _in_our_words(error, path.name) from error
    return {key: str(value) for key, value in found.items()}


def _in_our_words(error: Exception, label: str) -> BanmianError:
    if isinstance(error, PopplerNotInstalledError | FileNotFoundError):
        return MissingDependencyError("poppler is needed to read PDF", page=label, hint="apt install poppler-utils")
    if isinstance(error, PDFPopplerTimeoutError | subprocess.TimeoutExpired):
        return InputError(f"poppler took more than {TIMEOUT_S} s", page=label, hint="export the page as an image")
    said = str(error)
    if "Incorrect password" in said:
        hint = "take the password off: qpdf --decrypt --password=... in.pdf out.pdf"
        return EncryptedError("the PDF wants a password", page=label, hint=hint)
    if "Invalid page count 0" in said:
        return InputError("the PDF has no pages", page=label, hint="copy or scan it again")
    return InputError("the PDF is damaged", page=label, hint="copy it again, or repair it: qpdf in.pdf out.pdf")


def _page_box(path: Path, page_number: int) -> tuple[float, float, bool]:
    """Width and height in points as the page stands in the file, and whether it is shown lying on its side."""
    info = {re.sub(r"\s+", " ", key): value for key, value in _info(path, page_number).items()}
    size = re.match(r"([\d.e+]+) x ([\d.e+]+)", info.get(f"Page {page_number} size", ""))
    if size is None or min(float(size[1]), float(size[2])) <= 0:
        raise InputError("the page has no size", page=f"{path.name}, page {page_number}")
    return float(size[1]), float(size[2]), info.get(f"Page {page_number} rot") in ("90", "270")


def _drawing_dpi(path: Path, page_number: int, box_pt: tuple[float, float], settings: IngestSettings) -> float:
    long_mm = max(box_pt) / POINTS_PER_INCH * MM_PER_INCH
    vector_dpi = settings.default_dpi * min(1.0, LARGEST_MM / long_mm)
    scanned = scanned_dpi(_drawn_images(path, page_number), box_pt)
    if scanned is None:
        return vector_dpi
    is_coarse = max(box_pt) / POINTS_PER_INCH * scanned < LEGIBLE_PX
    return vector_dpi if is_coarse and _rows("pdffonts", path, page_number) else scanned


def scanned_dpi(images: list[Drawn], box_pt: tuple[float, float]) -> float | None:
    """The resolution of the scan that fills a page of this size; None where none does.

    Stripes of one scan have one resolution. Where several images fill the page (a coarse one of the paper
    and a fine one of the type, as some scanners divide them) the finest counts.
    """
    area_px: defaultdict[tuple[float, float], float] = defaultdict(float)
    for image in images:
        area_px[image.x_ppi, image.y_ppi] += image.width_px * image.height_px
    page_in2 = box_pt[0] * box_pt[1] / POINTS_PER_INCH**2
    filling = [ppi for ppi, area in area_px.items() if area / (ppi[0] * ppi[1]) >= COVERED * page_in2]
    if not filling:
        return None
    ppi = max(filling, key=max)
    return _exact_ppi([i for i in images if (i.x_ppi, i.y_ppi) == ppi], box_pt) or max(ppi)


def _exact_ppi(images: list[Drawn], box_pt: tuple[float, float]) -> float | None:
    """`pdfimages` rounds; an image as wide as the page tells its resolution to a hair."""
    exact = max(image.width_px for image in images) / box_pt[0] * POINTS_PER_INCH
    return exact if abs(exact - images[0].x_ppi) <= 1.0 and images[0].x_ppi == images[0].y_ppi else None


def _drawn_images(path: Path, page_number: int) -> list[Drawn]:
    """The images of one page; soft masks are not counted."""
    images = []
    for cells in _rows("pdfimages", path, page_number):
        # page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio
        if len(cells) == 16 and cells[2] in ("image", "stencil", "mask"):
            image = Drawn(int(cells[3]), int(cells[4]), float(cells[12]), float(cells[13]))
            if image.x_ppi > 0 and image.y_ppi > 0:
                images.append(image)
    return images


def _rows(program: str, path: Path, page_number: int) -> list[list[str]]:
    """The cells of the table that one of poppler's listing programs prints for a page, below its two head lines."""
    option = ["-list"] if program == "pdfimages" else []
    command = [program, *option, "-f", str(page_number), "-l", str(page_number), str(path.absolute())]
    try:
        table = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _in_our_words(error, path.name) from error
    return [row.split() for row in table.decode("utf-8", "replace").splitlines()[2:]]
