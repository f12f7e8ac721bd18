"""What hOCR, ALTO and PAGE have in common, and how it becomes a `Page`.

A reader of one format fills these classes, in px of the scan; here words become characters with boxes, blanks and
confidences, and what a file does not say (directions, boxes, sizes) is taken from what it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from statistics import median

from pipeline.geometry import bounds, polygon_of, union
from pipeline.ingest_text.em import width_em
from pipeline.ingest_text.plain import METHOD
from pipeline.ingest_text.words import Word, chars_of
from pipeline.page import (
    Block,
    BlockKind,
    Box,
    Direction,
    Line,
    Order,
    Page,
    Picture,
    Polygon,
    Rule,
    Source,
    Transform,
)

TALL = 1.5
"""A line so many times as high as it is wide, of two characters or more, is vertical."""
DEFAULT_DPI = 300.0
"""Where the file says nothing."""
LEAST_DPI = 100.0
"""Lower ones, 70 and 72 above all, are what engines write where they know nothing."""

KINDS: Mapping[str, BlockKind] = {
    "body": BlockKind.PARAGRAPH,
    "text": BlockKind.PARAGRAPH,
    "headline": BlockKind.HEADING,
    "title": BlockKind.HEADING,
    "subheadline": BlockKind.SUBHEADING,
    "subtitle": BlockKind.SUBHEADING,
    "overline": BlockKind.KICKER,
    "byline": BlockKind.CREDIT,
    "author": BlockKind.CREDIT,
    "advertisement": BlockKind.ADVERT,
    "ad": BlockKind.ADVERT,
    "running-title": BlockKind.HEADER,
    "pagenumber": BlockKind.PAGE_NUMBER,
    **{kind.value: kind for kind in BlockKind},
}
"""What formats and their labels call the kinds."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    id: str
    """In the file; empty where it has none."""
    words: tuple[Word, ...]
    polygon: Polygon = ()
    """Empty where the file has none."""
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class OcrBlock:
    id: str
    lines: tuple[OcrLine, ...]
    polygon: Polygon = ()
    kind: BlockKind = BlockKind.PARAGRAPH
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class OcrPage:
    """One page as a file has it. `width_px`, `height_px`, `dpi`: 0 where it does not say."""

    blocks: tuple[OcrBlock, ...]
    width_px: float = 0.0
    height_px: float = 0.0
    dpi: float = 0.0
    order: tuple[str, ...] = ()
    """Ids of blocks and lines, where the file states an order of its own; what is missing follows as it stands."""
    pictures: tuple[tuple[str, Polygon], ...] = ()
    """(kind, polygon)"""
    rules: tuple[Polygon, ...] = ()


def kind_of(label: str, otherwise: BlockKind = BlockKind.PARAGRAPH) -> BlockKind:
    """The kind that a label of a file means: `Page Number`, `running_title`, …"""
    return KINDS.get("-".join(label.lower().replace("_", " ").split()), otherwise)


def page_of_ocr(ocr: OcrPage, page_id: str, source: Source) -> Page:
    """The page. Lines and blocks without text are left out; ids are our own.

    Of `source`, size and resolution are set: as stated, else as far as the text goes and 300 dpi, guessed. The order
    in force is that of the file, its method `as given`.
    """
    kept = [replace(b, lines=tuple(line for line in b.lines if _has_text(line))) for b in ocr.blocks]
    kept = [b for b in kept if b.lines]
    common = _commonest_direction(line for b in kept for line in b.lines) or Direction.LTR
    blocks = tuple(_block(number, b, common) for number, b in enumerate(kept))
    ids = {line.id: made.id for b, block in zip(kept, blocks, strict=True) for line, made in _pairs(b, block)}
    width, height = _size(ocr, blocks)
    return Page(
        page_id,
        replace(
            source,
            width_px=width,
            height_px=height,
            dpi=ocr.dpi if ocr.dpi >= LEAST_DPI else DEFAULT_DPI,
            dpi_is_guessed=ocr.dpi < LEAST_DPI,
        ),
        Transform(width_px=width, height_px=height),
        blocks,
        rules=tuple(Rule(f"r{n}", "straight", polygon) for n, polygon in enumerate(ocr.rules)),
        pictures=tuple(Picture(f"p{n}", kind, polygon) for n, (kind, polygon) in enumerate(ocr.pictures)),
        orders=(Order(_order(ocr, kept, blocks, ids), 1.0, METHOD),),
    )


def _has_text(line: OcrLine) -> bool:
    return any(word.text.strip() for word in line.words)


def _pairs(ocr: OcrBlock, block: Block) -> Iterator[tuple[OcrLine, Line]]:
    return zip(ocr.lines, block.lines, strict=True)


def _order(ocr: OcrPage, kept: Sequence[OcrBlock], blocks: Sequence[Block], ids: Mapping[str, str]) -> tuple[str, ...]:
    lines_of_block = {b.id: [line.id for line in block.lines] for b, block in zip(kept, blocks, strict=True) if b.id}
    stated: dict[str, None] = {}
    for id in ocr.order:
        if id in lines_of_block:
            stated |= dict.fromkeys(lines_of_block[id])
        elif id and id in ids:
            stated[ids[id]] = None
    return tuple(stated | dict.fromkeys(line.id for block in blocks for line in block.lines))


def _size(ocr: OcrPage, blocks: Sequence[Block]) -> tuple[int, int]:
    """As stated; the extent of the text where it is not stated."""
    extent = bounds([point for block in blocks for point in block.polygon]) if blocks else (0.0, 0.0, 0.0, 0.0)
    return round(ocr.width_px or extent[2]), round(ocr.height_px or extent[3])


def _block(number: int, ocr: OcrBlock, common: Direction) -> Block:
    direction = ocr.direction or _commonest_direction(ocr.lines) or _by_region(ocr) or common
    boxes = _line_boxes(ocr, direction)
    lines = []
    for n, (line, box) in enumerate(zip(ocr.lines, boxes, strict=True), 1):
        chars = chars_of(line.words, box, line.direction or direction)
        lines.append(Line(f"b{number}l{n}", line.polygon or polygon_of(box), chars))
    size = median((x1 - x0 if direction is Direction.TTB else y1 - y0) for x0, y0, x1, y1 in boxes)
    polygon = ocr.polygon or polygon_of(union(boxes))
    return Block(f"b{number}", ocr.kind, polygon, direction, size, lines=tuple(lines))


def _line_boxes(ocr: OcrBlock, direction: Direction) -> list[Box]:
    """The box of each line: its own, else that of its words, else an equal share of the block's."""
    found = [_own_box(line) for line in ocr.lines]
    known = [box for box in found if box]
    whole = bounds(ocr.polygon) if ocr.polygon else union(known) if known else (0.0, 0.0, 0.0, 0.0)
    return [box or _share(whole, n, len(found), direction) for n, box in enumerate(found)]


def _own_box(line: OcrLine) -> Box | None:
    if line.polygon:
        return bounds(line.polygon)
    boxes = [word.box for word in line.words if word.box]
    return union(boxes) if boxes else None


def _share(whole: Box, n: int, count: int, direction: Direction) -> Box:
    """The n-th of equal rows from the top, or columns from the right."""
    x0, y0, x1, y1 = whole
    if direction is Direction.TTB:
        step = (x1 - x0) / count
        return x1 - (n + 1) * step, y0, x1 - n * step, y1
    step = (y1 - y0) / count
    return x0, y0 + n * step, x1, y0 + (n + 1) * step


def _commonest_direction(lines: Iterable[OcrLine]) -> Direction | None:
    """That most of the text has, as declared or by the shape of its lines; None where nothing tells."""
    votes: dict[Direction, float] = {}
    for line in lines:
        width = width_em("".join(word.text for word in line.words))
        direction = line.direction or _by_shape(_own_box(line), width)
        if direction:
            votes[direction] = votes.get(direction, 0.0) + width
    return max(votes, key=lambda direction: votes[direction]) if votes else None


def _by_region(ocr: OcrBlock) -> Direction | None:
    """For lines without boxes: in rows or in columns, as the characters come out nearer to squares."""
    longest = max(width_em("".join(word.text for word in line.words)) for line in ocr.lines)
    if not ocr.polygon or longest < 2.0:
        return None
    x0, y0, x1, y1 = bounds(ocr.polygon)
    in_rows = (x1 - x0) * len(ocr.lines)  # times that, over y1 - y0, a character is as wide as it is high
    in_columns = (y1 - y0) * len(ocr.lines)
    wide, tall = in_rows / (longest * (y1 - y0) or 1.0), in_columns / (longest * (x1 - x0) or 1.0)
    return Direction.LTR if abs(log(wide or 1e-9)) <= abs(log(tall or 1e-9)) else Direction.TTB


def _by_shape(box: Box | None, text_em: float) -> Direction | None:
    if box is None or text_em < 2.0:
        return None
    width, height = box[2] - box[0], box[3] - box[1]
    if height > TALL * width:
        return Direction.TTB
    return Direction.LTR if width > TALL * height else None
