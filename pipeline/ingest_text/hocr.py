"""Reads hOCR (1.0 to 1.2), as XHTML or HTML.

Of a page: paragraphs (or areas without paragraphs) as blocks, lines of every class, words, the boxes and confidences
of characters where there are, photographs and separators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.geometry import polygon_of
from pipeline.ingest_text.markup import Element
from pipeline.ingest_text.ocr_page import OcrBlock, OcrLine, OcrPage
from pipeline.ingest_text.words import UNKNOWN, Glyph, Word, confidence_of
from pipeline.page import BlockKind, Box, Direction, Polygon

LINES = frozenset({"ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_footer", "ocr_caption", "ocr_pageno"})
WORDS = frozenset({"ocrx_word", "ocr_word"})
BLOCKS = frozenset({"ocr_par", "ocr_carea", "ocrx_block", "ocr_float"})
KINDS = {
    "ocr_header": BlockKind.HEADER,
    "ocr_footer": BlockKind.FOOTER,
    "ocr_caption": BlockKind.CAPTION,
    "ocr_pageno": BlockKind.PAGE_NUMBER,
    "ocr_title": BlockKind.HEADING,
    "ocr_author": BlockKind.CREDIT,
}
TESSERACT_KINDS = KINDS | {"ocr_header": BlockKind.HEADING}
"""Tesseract gives that class to headings in the text."""
PICTURES = {"ocr_photo": "halftone", "ocr_image": "halftone", "ocr_linedrawing": "line"}
DIRECTIONS = {"ltr": Direction.LTR, "rtl": Direction.RTL, "ttb": Direction.TTB}

_PROPERTY = re.compile(r"\s*([A-Za-z_]\w*)\s+((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)")
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d+)?")


def read_hocr(root: Element) -> Iterator[OcrPage]:
    """The pages of an hOCR document; what stands outside `ocr_page` makes one page where there is none."""
    pages = list(_outermost(root, {"ocr_page"}))
    systems = (e.attributes.get("content", "") for e in root.walk() if e.attributes.get("name") == "ocr-system")
    kinds = TESSERACT_KINDS if any("tesseract" in system.lower() for system in systems) else KINDS
    for page in pages or [root]:
        yield _Reader(kinds).page(page)


@dataclass(slots=True)
class _Reader:
    kinds: Mapping[str, BlockKind]
    blocks: list[OcrBlock] = field(default_factory=list)
    pictures: list[tuple[str, Polygon]] = field(default_factory=list)
    rules: list[Polygon] = field(default_factory=list)

    def page(self, page: Element) -> OcrPage:
        self._take(page, None)
        stated = _properties(page)
        box = _box(stated.get("bbox", ""))
        resolution = _numbers(stated.get("scan_res", ""))
        return OcrPage(
            tuple(self.blocks),
            width_px=box[2] if box else 0.0,
            height_px=box[3] if box else 0.0,
            dpi=resolution[0] if resolution else 0.0,
            pictures=tuple(self.pictures),
            rules=tuple(self.rules),
        )

    def _take(self, parent: Element, kind: BlockKind | None) -> None:
        """Lines that stand together in one element are one block, whatever that element is."""
        together: list[Element] = []
        for element in parent.children:
            classes = _classes(element)
            if classes & LINES and not any(_classes(inner) & LINES for inner in element.walk() if inner is not element):
                together.append(element)
                continue
            self._block(parent, together, kind)
            polygon = _polygon(element)
            picture = next((PICTURES[c] for c in classes if c in PICTURES), "")
            if picture and polygon:
                self.pictures.append((picture, polygon))
            elif "ocr_separator" in classes and polygon:
                self.rules.append(polygon)
            else:
                self._take(element, next((self.kinds[c] for c in classes if c in self.kinds), kind))
        self._block(parent, together, kind)

    def _block(self, parent: Element, lines: list[Element], kind: BlockKind | None) -> None:
        if not lines:
            return
        labels = [label for line in lines for label in _classes(line) if label in self.kinds]
        named = self.kinds[labels[0]] if labels else BlockKind.PARAGRAPH
        polygon = _polygon(parent) if _classes(parent) & BLOCKS else ()
        direction = DIRECTIONS.get(parent.attributes.get("dir", ""))
        made = tuple(_line(line) for line in lines)
        self.blocks.append(OcrBlock(parent.attributes.get("id", ""), made, polygon, kind or named, direction))
        lines.clear()


def _line(line: Element) -> OcrLine:
    stated = _properties(line)
    words = _words(line) or [_word(line, False)]
    box = _box(stated.get("bbox", ""))
    direction = DIRECTIONS.get(line.attributes.get("dir", ""))
    return OcrLine(line.attributes.get("id", ""), tuple(words), polygon_of(box) if box else (), direction)


def _words(line: Element) -> list[Word]:
    """Each with whether a blank stands before it: unknown where the source only goes on in a new row."""
    found: list[Word] = []
    before = ""
    for element, text in _flow(line):
        if element is None:
            before += text
        else:
            found.append(_word(element, None if "\n" in before else bool(before)))
            before = ""
    return found


def _flow(parent: Element) -> Iterator[tuple[Element | None, str]]:
    """Words, and what stands between them, in the order of the file."""
    yield None, parent.text
    for child in parent.children:
        if _classes(child) & WORDS:
            yield child, ""
        else:
            yield from _flow(child)
        yield None, child.tail


def _outermost(parent: Element, classes: set[str]) -> Iterator[Element]:
    for child in parent.children:
        if _classes(child) & classes:
            yield child
        else:
            yield from _outermost(child, classes)


def _word(element: Element, has_blank_before: bool | None) -> Word:
    stated = _properties(element)
    text = " ".join(element.all_text().split())
    glyphs = tuple(glyph for e in element.walk() if "ocrx_cinfo" in _classes(e) and (glyph := _glyph(e)))
    shares = _numbers(stated.get("x_confs", ""))
    whole = 100.0 if max(shares, default=0.0) > 1.0 else 1.0
    each = tuple(min(1.0, max(0.0, share / whole)) for share in shares)
    if not glyphs:
        glyphs = _boxed(text, _numbers(stated.get("x_bboxes", "")), each)
    confidences = each if len(each) == len(text) else confidence_of(stated.get("x_wconf", ""), 100.0)
    return Word(text, _box(stated.get("bbox", "")), confidences, glyphs, has_blank_before)


def _glyph(element: Element) -> Glyph | None:
    stated = _properties(element)
    box = _box(stated.get("x_bboxes", "") or stated.get("bbox", ""))
    confidence = (*confidence_of(stated.get("x_conf", ""), 100.0), UNKNOWN)[0]
    return Glyph(element.all_text().strip(), box, confidence) if box else None


def _boxed(text: str, numbers: Sequence[float], confidences: Sequence[float]) -> tuple[Glyph, ...]:
    """The characters with the boxes of `x_bboxes`, where there is one for each."""
    if not numbers or len(numbers) != 4 * len(text):
        return ()
    sure = confidences if len(confidences) == len(text) else [UNKNOWN] * len(text)
    boxes = [_sound(numbers[k : k + 4]) for k in range(0, len(numbers), 4)]
    return tuple(Glyph(c, box, s) for c, box, s in zip(text, boxes, sure, strict=True))


def _classes(element: Element) -> set[str]:
    return set(element.attributes.get("class", "").split())


def _properties(element: Element) -> dict[str, str]:
    """Of the title attribute: `bbox 10 20 30 40; x_wconf 93`."""
    title = element.attributes.get("title", "")
    return {found[1]: found[2].strip() for part in _parts(title) if (found := _PROPERTY.fullmatch(part))}


def _parts(title: str) -> list[str]:
    """The properties of a title, parted by semicolons outside quotes."""
    return [part for part in re.findall(r"(?:\"[^\"]*\"|'[^']*'|[^;\"'])+", title) if part.strip()]


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _box(text: str) -> Box | None:
    numbers = _numbers(text)
    return _sound(numbers) if len(numbers) == 4 else None


def _sound(numbers: Sequence[float]) -> Box:
    x0, y0, x1, y1 = numbers
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _polygon(element: Element) -> Polygon:
    box = _box(_properties(element).get("bbox", ""))
    return polygon_of(box) if box else ()
