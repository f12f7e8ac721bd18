"""Reads the text layer of a PDF page through pdfium: its characters with their places, as the file has them.

Nothing is judged here. A layer may be what the page was printed from, or what somebody's OCR laid under a scan, or
rubbish; `recognize` decides.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from pipeline.ingest.compatibility import meant
from pipeline.ingest.text_layer import LayerChar
from pipeline.page import Box, Source

MAX_CHARS = 200_000
"""No newspaper page holds so many; what does is no text."""
INVISIBLE = 3
"""The text rendering mode of what is neither filled nor stroked (ISO 32000-1, table 106)."""


def text_layer(source: Source) -> tuple[LayerChar, ...]:
    """The characters of a PDF page in the order of the file, without line breaks; none where pdfium cannot read it."""
    try:
        with (
            closing(pypdfium2.PdfDocument(Path(source.path).absolute())) as document,
            closing(document[source.page_number - 1]) as page,
            closing(page.get_textpage()) as text,
        ):
            count = text.count_chars()
            if count > MAX_CHARS:
                return ()
            return tuple(_chars(text.raw, count, _Sheet(page, source.width_px, source.height_px)))
    except (pypdfium2.PdfiumError, IndexError, OSError):
        return ()


class _Sheet:
    """Leads from the user space of a page to the px of its drawing."""

    def __init__(self, page: pypdfium2.PdfPage, width_px: int, height_px: int) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._turn_deg = page.get_rotation()
        self._size = (width_px, height_px)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of user space, y up, as one of the scan."""
        (x0, y0), (x1, y1) = self._point(left, top), self._point(right, bottom)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self._left) / (self._right - self._left)
        down = (self._top - y) / (self._top - self._bottom)
        shown = {0: (across, down), 90: (1 - down, across), 180: (1 - across, 1 - down), 270: (down, 1 - across)}
        u, v = shown[self._turn_deg]
        return (u * self._size[0], v * self._size[1])


def _chars(text: raw.FPDF_TEXTPAGE, count: int, sheet: _Sheet) -> Iterator[LayerChar]:
    cell = raw.FS_RECTF()
    objects: dict[int, tuple[int, bool]] = {}
    fonts: dict[int, int] = {}
    high_surrogate = 0
    for k in range(count):
        if raw.FPDFText_IsGenerated(text, k):  # blanks and breaks that pdfium puts in
            continue
        code = raw.FPDFText_GetUnicode(text, k)
        if 0xD800 <= code < 0xDC00:
            high_surrogate = code
            continue
        if high_surrogate and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high_surrogate - 0xD800) << 10) + code - 0xDC00
        high_surrogate = 0
        coded = "-" if raw.FPDFText_IsHyphen(text, k) else chr(code) if 0 < code < 0x110000 else ""
        if not raw.FPDFText_GetLooseCharBox(text, k, cell):
            continue
        owner = raw.FPDFText_GetTextObject(text, k)
        at = ctypes.addressof(owner.contents) if owner else 0
        if at not in objects:
            objects[at] = _font_and_mode(owner, fonts) if owner else (0, True)
        font, is_drawn = objects[at]
        character = meant(coded)
        box = sheet.box(cell.left, cell.bottom, cell.right, cell.top)
        yield LayerChar(character, box, font, is_drawn, coded if character != coded else "")


def _font_and_mode(owner: raw.FPDF_PAGEOBJECT, fonts: dict[int, int]) -> tuple[int, bool]:
    font = raw.FPDFTextObj_GetFont(owner)
    at = ctypes.addressof(font.contents) if font else 0
    return fonts.setdefault(at, len(fonts)), raw.FPDFTextObj_GetTextRenderMode(owner) != INVISIBLE
