"""PDF pages with a text layer, for the tests of it: type that the page shows, or that lies unseen under a scan.

The shapes are cut out of a picture of the page, so that no font is needed: a piece of the picture is a glyph of a
Type 3 font, and what character it is stands in a table that can be made to lie.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from pipeline.page import Box
from pipeline.stage import Image
from tests.pdf_files import image_object, pdf, stream

T = TypeVar("T")

ASCENT = 0.88
"""Of an em above the baseline."""


@dataclass(frozen=True)
class Cell:
    """A character and its box on the page as it is shown, px, origin top left."""

    text: str
    box: Box
    font: int = 0


@dataclass(frozen=True)
class LayerPage:
    """One page, shown [height, width] at `dpi`: a scan, type, or both."""

    shown: Image
    cells: Sequence[Cell] = ()
    has_scan: bool = True
    """Without it the page shows its cells, each with what `shown` has there."""
    rotate_deg: int = 0
    crop_px: tuple[int, int, int, int] = (0, 0, 0, 0)
    """How much wider the sheet is than what is shown: left, top, right, bottom."""


def cells_of(text: str, box: Box, vertical: bool = False) -> list[Cell]:
    """The characters of a line with the parts of its box that they take up, narrow ones half as much as wide ones."""
    widths = np.array([1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text])
    edges = np.concatenate([[0.0], np.cumsum(widths)]) / widths.sum()
    x0, y0, x1, y1 = box
    if vertical:
        spans = [(x0, y0 + a * (y1 - y0), x1, y0 + b * (y1 - y0)) for a, b in pairwise(edges)]
    else:
        spans = [(x0 + a * (x1 - x0), y0, x0 + b * (x1 - x0), y1) for a, b in pairwise(edges)]
    return [Cell(c, span) for c, span in zip(text, spans, strict=True)]


def said_as(cells: Sequence[Cell], change: Callable[[str], str]) -> list[Cell]:
    """The same cells with other characters in the layer."""
    return [replace(cell, text=change(cell.text)) for cell in cells]


def layered(pages: Sequence[LayerPage], dpi: float = 300.0) -> bytes:
    """A PDF of these pages."""
    objects: list[bytes] = []
    entries = [_page(page, dpi, objects) for page in pages]
    return pdf(entries, objects)


def _page(page: LayerPage, dpi: float, objects: list[bytes]) -> bytes:
    """The entries of a page dictionary; what it needs goes to `objects`, which are numbered from 3."""
    px = 72 / dpi
    height, width = (side * px for side in page.shown.shape)
    fonts, text = _type(page, px, objects)
    scan = b""
    resources = b"/Font << %s >> " % b" ".join(b"/F%d %d 0 R" % font for font in fonts)
    if page.has_scan:
        objects.append(image_object(page.shown))
        resources += b"/XObject << /Scan %d 0 R >>" % (2 + len(objects))
        scan = b"q %f 0 0 %f 0 0 cm /Scan Do Q\n" % (width, height)
    upright = {
        0: (b"1 0 0 1 0 0", width, height),
        90: (b"0 1 -1 0 %f 0" % height, height, width),
        180: (b"-1 0 0 -1 %f %f" % (width, height), width, height),
        270: (b"0 -1 1 0 0 %f" % width, height, width),
    }
    matrix, across, up = upright[page.rotate_deg]
    left, top, right, bottom = (side * px for side in page.crop_px)
    content = b"q %s cm\n%s%s\nQ" % (matrix, scan, text)
    objects.append(stream(b"/Filter /FlateDecode", zlib.compress(content)))
    return b"/MediaBox [%f %f %f %f] /CropBox [0 0 %f %f] /Rotate %d /Resources << %s >> /Contents %d 0 R" % (
        -left, -bottom, across + right, up + top, across, up, page.rotate_deg, resources, 2 + len(objects),
    )  # fmt: skip


def _type(page: LayerPage, px: float, objects: list[bytes]) -> tuple[list[tuple[int, int]], bytes]:
    """Fonts for the cells (name, object), and the cells set in them: in rendering mode 3 where there is a scan."""
    height = page.shown.shape[0]
    fonts: list[tuple[int, int]] = []
    shows = [b"BT 3 Tr" if page.has_scan else b"BT 0 Tr"]
    for number in sorted({cell.font for cell in page.cells}):
        for cells in _parts([cell for cell in page.cells if cell.font == number], 255):
            name = len(fonts)
            fonts.append((name, _type3(None if page.has_scan else page.shown, cells, objects)))
            for code, cell in enumerate(cells, 1):
                x0, y0, x1, y1 = cell.box
                baseline = height - y0 - ASCENT * (y1 - y0)
                matrix = ((x1 - x0) * px, (y1 - y0) * px, x0 * px, baseline * px)
                shows.append(b"/F%d 1 Tf %f 0 0 %f %f %f Tm <%02x> Tj" % (name, *matrix, code))
    return fonts, b"\n".join([*shows, b"ET"])


def _type3(shown: Image | None, cells: Sequence[Cell], objects: list[bytes]) -> int:
    """A Type 3 font with a glyph for each cell, empty ones without a picture; gives the number of its object."""
    procedures = b""
    for code, cell in enumerate(cells, 1):
        content = b"1000 0 0 -120 1000 880 d1"
        if shown is not None:
            x0, y0, x1, y1 = (round(v) for v in cell.box)
            bits = np.packbits(shown[y0:y1, x0:x1] < 128, axis=1)
            size = (x1 - x0, y1 - y0)
            content += b" q 1000 0 0 1000 0 -120 cm BI /W %d /H %d /IM true /BPC 1 /D [1 0] ID " % size
            content += bits.tobytes() + b"\nEI Q"
        objects.append(stream(b"", content))
        procedures += b"/g%d %d 0 R " % (code, 2 + len(objects))
    objects.append(stream(b"", _to_unicode({code: cell.text for code, cell in enumerate(cells, 1)})))
    glyphs = b" ".join(b"/g%d" % code for code in range(1, len(cells) + 1))
    objects.append(
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 1 "
        b"/LastChar %d /Widths [%s] /CharProcs << %s >> /Encoding << /Type /Encoding /Differences [1 %s] >> "
        b"/Resources << >> /ToUnicode %d 0 R >>"
        % (len(cells), b"1000 " * len(cells), procedures, glyphs, 2 + len(objects))
    )
    return 2 + len(objects)


def _to_unicode(texts: dict[int, str]) -> bytes:
    """The table from codes to characters; codes with an empty text are left out of it."""
    return b"\n".join(
        [
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def",
            b"1 begincodespacerange <00> <ff> endcodespacerange",
            *_rows(texts),
            b"endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


def _rows(texts: dict[int, str]) -> Iterator[bytes]:
    for part in _parts([(code, text) for code, text in texts.items() if text], 100):
        rows = b"\n".join(b"<%02x> <%s>" % (code, text.encode("utf-16-be").hex().encode()) for code, text in part)
        yield b"%d beginbfchar\n%s\nendbfchar" % (len(part), rows)


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[k : k + size] for k in range(0, len(items), size))
