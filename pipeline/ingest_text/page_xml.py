"""Reads PAGE XML (PRImA), the formats of 2009 to 2019.

Of a page: text regions within regions of any kind, lines, words, glyphs and their alternatives, types and
directions, the reading order, pictures and separators. Where a line states a text that its words do not make up, the
line was corrected after them: its text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.geometry import bounds
from pipeline.ingest_text.markup import Element
from pipeline.ingest_text.ocr_page import OcrBlock, OcrLine, OcrPage, kind_of
from pipeline.ingest_text.words import UNKNOWN, Glyph, Word, confidence_of
from pipeline.page import BlockKind, Candidate, Direction, Polygon

DIRECTIONS = {
    "left-to-right": Direction.LTR,
    "right-to-left": Direction.RTL,
    "top-to-bottom": Direction.TTB,
}
PICTURES = {"ImageRegion": "halftone", "LineDrawingRegion": "line", "GraphicRegion": "line", "ChartRegion": "line"}
KINDS_OF_REGIONS = {"AdvertRegion": BlockKind.ADVERT, "TableRegion": BlockKind.TABLE}
NO_PARAGRAPHS = frozenset({"signature-mark", "catch-word", "marginalia", "other"})

_POINT = re.compile(r"(-?\d{1,7}(?:\.\d+)?),(-?\d{1,7}(?:\.\d+)?)")
_CUSTOM_TYPE = re.compile(r"structure\s*\{[^}]*type:\s*([\w-]+)")


def read_page_xml(root: Element) -> Iterator[OcrPage]:
    """The pages of a PAGE document; there is one."""
    for page in root.all("Page"):
        yield _Reader(DIRECTIONS.get(page.attributes.get("readingDirection", ""))).page(page)


@dataclass(slots=True)
class _Reader:
    direction: Direction | None
    """That the page declares."""
    blocks: list[OcrBlock] = field(default_factory=list)
    pictures: list[tuple[str, Polygon]] = field(default_factory=list)
    rules: list[Polygon] = field(default_factory=list)

    def page(self, page: Element) -> OcrPage:
        self._take(page, BlockKind.PARAGRAPH)
        order = page.find("ReadingOrder")
        return OcrPage(
            tuple(self.blocks),
            width_px=_number(page.attributes.get("imageWidth", "")),
            height_px=_number(page.attributes.get("imageHeight", "")),
            dpi=_dpi(page),
            order=tuple(_ordered(order)) if order else (),
            pictures=tuple(self.pictures),
            rules=tuple(self.rules),
        )

    def _take(self, parent: Element, kind: BlockKind) -> None:
        for element in parent.children:
            if not element.name.endswith("Region"):
                continue
            polygon = _polygon(element)
            if element.name == "TextRegion":
                self._take_text(element, polygon, kind)
            elif polygon and element.name in PICTURES:
                self.pictures.append((PICTURES[element.name], polygon))
            elif polygon and element.name == "SeparatorRegion":
                self.rules.append(polygon)
            if element.name != "TextRegion":
                self._take(element, KINDS_OF_REGIONS.get(element.name, kind))

    def _take_text(self, region: Element, polygon: Polygon, kind: BlockKind) -> None:
        own = _kind(region, kind)
        direction = DIRECTIONS.get(region.attributes.get("readingDirection", ""), self.direction)
        lines = tuple(_line(line, direction) for line in region.all("TextLine")) or tuple(_rows(region))
        self.blocks.append(OcrBlock(region.attributes.get("id", ""), lines, polygon, own, direction))
        self._take(region, own)


def _kind(region: Element, otherwise: BlockKind) -> BlockKind:
    """By `type`, else by the `custom` attribute that some editors write; a drop capital or footnote is running text."""
    found = region.attributes.get("type", "")
    if not found and (custom := _CUSTOM_TYPE.search(region.attributes.get("custom", ""))):
        found = custom[1]
    if found in NO_PARAGRAPHS:
        return BlockKind.OTHER
    if found == BlockKind.PARAGRAPH:
        return otherwise
    return kind_of(found, otherwise)


def _rows(region: Element) -> Iterator[OcrLine]:
    """The lines of a region that states only its text."""
    text, confidences = _text_of(region)
    for row in text.splitlines():
        yield OcrLine("", (Word(row, None, confidences),))


def _line(line: Element, direction: Direction | None) -> OcrLine:
    text, confidences = _text_of(line)
    words = [_word(word, confidences) for word in line.all("Word")]
    stated = text.strip()
    if stated and "".join(stated.split()) != "".join("".join(word.text for word in words).split()):
        words = [Word(stated, None, confidences)]
    elif stated:
        words = _with_blanks(words, stated)
    own = DIRECTIONS.get(line.attributes.get("readingDirection", ""), direction)
    return OcrLine(line.attributes.get("id", ""), tuple(words), _polygon(line), own)


def _with_blanks(words: Sequence[Word], stated: str) -> list[Word]:
    """The words, each with whether the text of the line has a blank before it."""
    found, at = [], 0
    for word in words:
        has_blank = stated[at : at + 1].isspace()
        for _ in "".join(word.text.split()):
            while stated[at].isspace():
                at += 1
            at += 1
        found.append(Word(word.text, word.box, word.confidences, word.glyphs, has_blank))
    return found


def _word(word: Element, of_line: tuple[float, ...]) -> Word:
    text, confidences = _text_of(word)
    polygon = _polygon(word)
    glyphs = tuple(glyph for element in word.all("Glyph") if (glyph := _glyph(element)))
    text = text or "".join(glyph.text for glyph in glyphs)
    return Word(text.strip(), bounds(polygon) if polygon else None, confidences or of_line, glyphs)


def _glyph(glyph: Element) -> Glyph | None:
    polygon = _polygon(glyph)
    if not polygon:
        return None
    read = [(text, (*confidence, UNKNOWN)[0]) for text, confidence in _texts_of(glyph) if text]
    candidates = tuple(Candidate(text, confidence) for text, confidence in read) if len(read) > 1 else ()
    text, confidence = read[0] if read else ("", UNKNOWN)
    return Glyph(text, bounds(polygon), confidence, candidates)


def _text_of(element: Element) -> tuple[str, tuple[float, ...]]:
    return next(_texts_of(element), ("", ()))


def _texts_of(element: Element) -> Iterator[tuple[str, tuple[float, ...]]]:
    """(text, confidence or nothing) of an element, best first: by `index` where there is one."""
    stated = sorted(element.all("TextEquiv"), key=lambda e: _number(e.attributes.get("index", "")))
    for equivalent in stated:
        text = equivalent.find("Unicode") or equivalent.find("PlainText")
        yield text.all_text() if text else "", confidence_of(equivalent.attributes.get("conf", ""))


def _polygon(element: Element) -> Polygon:
    """Of `points`, or of Point elements as the early formats have them; nothing below three points."""
    coords = element.find("Coords")
    if coords is None:
        return ()
    points = [(float(x), float(y)) for x, y in _POINT.findall(coords.attributes.get("points", ""))]
    points = points or [
        (_number(p.attributes.get("x", "")), _number(p.attributes.get("y", ""))) for p in coords.all("Point")
    ]
    if len(points) == 2:  # two corners
        (x0, y0), (x1, y1) = points
        points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    return tuple(points) if len(points) > 2 else ()


def _ordered(group: Element) -> Iterator[str]:
    """Ids of regions as the groups say, `index` first where there is one."""
    for child in sorted(group.children, key=lambda e: _number(e.attributes.get("index", ""))):
        if child.name.startswith("RegionRef"):
            yield child.attributes.get("regionRef", "")
        elif "Group" in child.name:
            if child.attributes.get("regionRef"):
                yield child.attributes["regionRef"]
            yield from _ordered(child)


def _dpi(page: Element) -> float:
    value = _number(page.attributes.get("imageXResolution", ""))
    return value * 2.54 if page.attributes.get("imageResolutionUnit") == "PPCM" else value


def _number(text: str) -> float:
    """0 for what is no number."""
    found = re.fullmatch(r"\s*(-?\d{1,7}(?:\.\d+)?)\s*", text)
    return float(found[1]) if found else 0.0
