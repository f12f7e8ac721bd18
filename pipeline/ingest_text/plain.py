"""Plain text as a page, in the *frame of the text*.

x is the number of a character in its row of the file, y the number of the row, each character one square of 1 x 1; so
every character leads back to its place in the file, though there is no scan. A byte order mark is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.collecting import no_garbage_collection
from pipeline.geometry import polygon_of, union
from pipeline.ingest_text.printed_lines import PrintedLine, printed_lines
from pipeline.ingest_text.words import UNKNOWN
from pipeline.page import Block, BlockKind, Box, Char, Line, Order, Page, Source, Transform

METHOD = "as given"
"""Of the order in which an earlier OCR has the lines."""

_ROW_END = re.compile(r"\r\n|\n|\r")


def rows_of(text: str) -> list[str]:
    """The rows of a text without their ends, which are LF, CR LF or CR."""
    rows = _ROW_END.split(text)
    return rows[:-1] if len(rows) > 1 and not rows[-1] else rows


def page_of_text(text: str, page_id: str, source: Source) -> Page:
    """One block (paragraph) for each chunk between blank rows, its lines the printed lines.

    Of `source`, width and height are set: the longest row and the number of rows. Confidences are 1, as a bare text
    says nothing of them.
    """
    rows = rows_of(text)
    width, height = max(map(len, rows)), len(rows)
    with no_garbage_collection():
        blocks = tuple(_blocks(printed_lines(rows), width, height))
        order = Order(tuple(line.id for block in blocks for line in block.lines), 1.0, METHOD)
    return Page(
        page_id,
        replace(source, width_px=width, height_px=height, dpi=0.0),
        Transform(width_px=width, height_px=height),
        blocks,
        orders=(order,),
    )


def _blocks(printed: Sequence[PrintedLine], width: int, height: int) -> Iterator[Block]:
    made = _Squares(width, height)
    for number, (_, chunk) in enumerate(groupby(printed, key=lambda line: line.chunk)):
        boxed = [(made.box(line.row, line.start, line.stop), line) for line in chunk]
        lines = tuple(
            Line(f"b{number}l{n}", polygon_of(box), made.chars(line)) for n, (box, line) in enumerate(boxed, 1)
        )
        area = union([box for box, _ in boxed])
        yield Block(f"b{number}", BlockKind.PARAGRAPH, polygon_of(area), type_size_px=1.0, lines=lines)


class _Squares:
    """Makes the characters; what is the same is one object, as a text may have millions."""

    def __init__(self, width: int, height: int) -> None:
        self._places = [float(n) for n in range(max(width, height) + 1)]
        self._texts: dict[str, str] = {}

    def box(self, row: int, start: int, stop: int) -> Box:
        return self._places[start], self._places[row], self._places[stop], self._places[row + 1]

    def chars(self, line: PrintedLine) -> tuple[Char, ...]:
        places, texts = self._places, self._texts
        top, bottom = places[line.row], places[line.row + 1]
        return tuple(
            Char(texts.setdefault(c, c), (places[x], top, places[x + 1], bottom), UNKNOWN)
            for x, c in enumerate(line.text, line.start)
        )
