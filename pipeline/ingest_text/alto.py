"""Reads ALTO, versions 1 to 4 (Library of Congress), with or without namespace.

Of a page: text blocks in margins and print space, composed blocks, glyphs with their variants, hyphens, tags, both
ways to state a reading order, illustrations and separators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.geometry import polygon_of
from pipeline.ingest_text.markup import Element
from pipeline.ingest_text.ocr_page import DEFAULT_DPI, OcrBlock, OcrLine, OcrPage, kind_of
from pipeline.ingest_text.words import UNKNOWN, Glyph, Word, confidence_of
from pipeline.page import BlockKind, Box, Candidate, Direction, Polygon

UNITS_AN_INCH = {"pixel": 0.0, "mm10": 254.0, "inch1200": 1200.0}
"""Of MeasurementUnit; a file in other units than px does not say its resolution: 300 dpi are taken."""
MARGINS = {"TopMargin": BlockKind.HEADER, "BottomMargin": BlockKind.FOOTER}
DIRECTIONS = {"ltr": Direction.LTR, "rtl": Direction.RTL, "ttb": Direction.TTB}
SPACES = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")

_NUMBER = re.compile(r"[-+]?\d{1,7}(?:\.\d*)?(?:[eE][-+]?\d)?")


def read_alto(root: Element) -> Iterator[OcrPage]:
    """The pages of an ALTO document."""
    unit = next((e.text.strip() for e in root.walk() if e.name == "MeasurementUnit"), "pixel")
    per_inch = UNITS_AN_INCH.get(unit, 0.0)
    labels = {
        tag.attributes["ID"]: tag.attributes.get("LABEL") or tag.attributes.get("TYPE", "")
        for tags in root.all("Tags")
        for tag in tags.all("LayoutTag", "StructureTag", "RoleTag", "OtherTag")
        if "ID" in tag.attributes
    }
    order = [id for stated in root.all("ReadingOrder") for id in _stated(stated)]
    for layout in root.all("Layout"):
        for page in layout.all("Page"):
            yield _Reader(DEFAULT_DPI / per_inch if per_inch else 1.0, labels).page(page, order)


def _stated(group: Element) -> Iterator[str]:
    for element in group.walk():
        if element.name == "ElementRef":
            yield from element.attributes.get("REF", "").split()


@dataclass(slots=True)
class _Reader:
    scale: float
    """Px a unit."""
    labels: Mapping[str, str]
    blocks: list[OcrBlock] = field(default_factory=list)
    pictures: list[tuple[str, Polygon]] = field(default_factory=list)
    rules: list[Polygon] = field(default_factory=list)
    following: dict[str, str] = field(default_factory=dict)

    def page(self, page: Element, order: Sequence[str]) -> OcrPage:
        for space in page.all(*SPACES):
            self._take(space, MARGINS.get(space.name, BlockKind.PARAGRAPH))
        return OcrPage(
            tuple(self.blocks),
            width_px=self._px(page, "WIDTH") or 0.0,
            height_px=self._px(page, "HEIGHT") or 0.0,
            order=tuple(order) or self._chained(),
            pictures=tuple(self.pictures),
            rules=tuple(self.rules),
        )

    def _take(self, parent: Element, kind: BlockKind) -> None:
        for element in parent.children:
            own = self._kind(element, kind)
            if following := element.attributes.get("IDNEXT"):
                self.following[element.attributes.get("ID", "")] = following
            if element.name == "ComposedBlock":
                self._take(element, own)
            elif element.name == "TextBlock":
                self.blocks.append(self._block(element, own))
            elif (polygon := self._polygon(element)) and element.name == "Illustration":
                self.pictures.append(("halftone", polygon))
            elif polygon and element.name == "GraphicalElement":
                self.rules.append(polygon)

    def _kind(self, element: Element, otherwise: BlockKind) -> BlockKind:
        named = [self.labels.get(ref, "") for ref in element.attributes.get("TAGREFS", "").split()]
        for label in (element.attributes.get("TYPE", ""), *named):
            otherwise = kind_of(label, otherwise)
        return otherwise

    def _chained(self) -> tuple[str, ...]:
        """The blocks as IDNEXT chains them, every chain from its first; nothing without it."""
        if not self.following:
            return ()
        later = set(self.following.values())
        found: dict[str, None] = {}
        for block in self.blocks:
            id = block.id if block.id not in later else ""
            while id and id not in found:
                found[id] = None
                id = self.following.get(id, "")
        return tuple(found)

    def _block(self, block: Element, kind: BlockKind) -> OcrBlock:
        direction = DIRECTIONS.get(block.attributes.get("BASEDIRECTION", ""))
        lines = tuple(self._line(line, direction) for line in block.all("TextLine"))
        return OcrBlock(block.attributes.get("ID", ""), lines, self._polygon(block), kind, direction)

    def _line(self, line: Element, direction: Direction | None) -> OcrLine:
        words: list[Word] = []
        states_blanks = line.find("SP") is not None
        blank = False
        for element in line.children:
            if element.name == "SP":
                blank = True
            elif element.name in ("String", "HYP"):
                is_hyphen = element.name == "HYP"
                words.append(self._word(element, False if is_hyphen else blank if states_blanks else None))
                blank = False
        own = DIRECTIONS.get(line.attributes.get("BASEDIRECTION", ""), direction)
        return OcrLine(line.attributes.get("ID", ""), tuple(words), self._polygon(line), own)

    def _word(self, string: Element, has_blank_before: bool | None) -> Word:
        text = string.attributes.get("CONTENT", "-" if string.name == "HYP" else "")
        glyphs = tuple(glyph for element in string.all("Glyph") if (glyph := self._glyph(element)))
        confidences = _of_characters(string.attributes.get("CC", ""), text) or confidence_of(
            string.attributes.get("WC", "")
        )
        return Word(text, self._box(string), confidences, glyphs, has_blank_before)

    def _glyph(self, glyph: Element) -> Glyph | None:
        box, text = self._box(glyph), glyph.attributes.get("CONTENT", "")
        if box is None:
            return None
        confidence = (*confidence_of(glyph.attributes.get("GC", "")), UNKNOWN)[0]
        others = [
            Candidate(v.attributes.get("CONTENT", ""), (*confidence_of(v.attributes.get("VC", "")), 0.0)[0])
            for v in glyph.all("Variant")
            if v.attributes.get("CONTENT", text) != text
        ]
        return Glyph(text, box, confidence, (Candidate(text, confidence), *others) if others else ())

    def _polygon(self, element: Element) -> Polygon:
        shape = element.find("Shape")
        outline = shape.find("Polygon") if shape else None
        if outline:
            values = [float(n) * self.scale for n in _NUMBER.findall(outline.attributes.get("POINTS", ""))]
            if len(values) >= 6 and len(values) % 2 == 0:
                return tuple(zip(values[::2], values[1::2], strict=True))
        box = self._box(element)
        return polygon_of(box) if box else ()

    def _box(self, element: Element) -> Box | None:
        """None where the place is not stated, or no sound one."""
        x, y, width, height = (self._px(element, name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        if x is None or y is None or width is None or height is None or width < 0 or height < 0:
            return None
        return x, y, x + width, y + height

    def _px(self, element: Element, name: str) -> float | None:
        found = _NUMBER.fullmatch(element.attributes.get(name, "").strip())
        return float(found[0]) * self.scale if found else None


def _of_characters(cc: str, text: str) -> tuple[float, ...]:
    """CC: a digit for each character, 0 sure to 9 unsure; nothing where it does not fit the text."""
    digits = re.findall(r"\d", cc)
    return tuple(1.0 - int(d) / 9 for d in digits) if digits and len(digits) == len(text.strip()) else ()
