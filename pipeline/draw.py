"""Draws what each stage found over the scan: the quickest way to see where a page went wrong."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise

import cv2
import numpy as np

from pipeline.errors import UsageError
from pipeline.export.document import DOUBTFUL
from pipeline.export.outline import article_outlines
from pipeline.export.view import View
from pipeline.geometry import Frame, polygon_of
from pipeline.page import Article, BlockKind, Direction, FactStatus, Line, Page, Patch, PatchKind, Point
from pipeline.settings import STAGES
from pipeline.stage import Image

WIDTH_PX = 2000
"""A drawing is no wider."""
Colour = tuple[int, int, int]
"""Blue, green, red."""
Points = Sequence[Point]

INK: Colour = (60, 50, 40)
RED: Colour = (60, 50, 215)
GREEN: Colour = (80, 160, 40)
BLUE: Colour = (200, 110, 30)
VIOLET: Colour = (190, 60, 150)
KIND_HUES_DEG = {
    BlockKind.PARAGRAPH: 210, BlockKind.HEADING: 0, BlockKind.KICKER: 22, BlockKind.SUBHEADING: 38,
    BlockKind.SECTION: 55, BlockKind.CREDIT: 90, BlockKind.CAPTION: 135, BlockKind.JUMP: 165, BlockKind.ADVERT: 310,
    BlockKind.NOTICE: 285, BlockKind.CLASSIFIED: 298, BlockKind.TABLE: 185,
    BlockKind.MASTHEAD: 255, BlockKind.HEADER: 262, BlockKind.FOOTER: 269,
    BlockKind.PAGE_NUMBER: 276, BlockKind.OTHER: 335,
}  # fmt: skip


def drawings(page: Page, scan: Image | None) -> dict[str, bytes]:
    """A PNG for each stage that the page went through, by name: 1-straighten, 2-segment ..."""
    done = {step.stage for step in page.history}
    made = {}
    for number, stage in enumerate(STAGES, 1):
        if stage in done:
            _, png = cv2.imencode(".png", draw(page, stage, scan))
            made[f"{number}-{stage}"] = np.asarray(png).tobytes()
    return made


def draw(page: Page, stage: str, scan: Image | None) -> Image:
    """What a stage found, over the pale scan; blue-green-red, at most 2,000 px wide. Raises UsageError for no stage.

    `scan`: the original, grey [H, W] or blue-green-red; None for blank paper. All but `straighten` show the page
    upright and straight.
    """
    if stage not in _DRAWN:
        raise UsageError(f"there is no drawing of {stage}", hint=f"there is one of {', '.join(_DRAWN)}")
    canvas = _Canvas(page, scan, straight=stage != "straighten")
    _DRAWN[stage](canvas, page)
    return canvas.image


class _Canvas:
    """A pale view of the page to draw on, in coordinates of the scan."""

    def __init__(self, page: Page, scan: Image | None, straight: bool) -> None:
        self._view = View(page, scan, WIDTH_PX, straight=straight)
        # In steps of 16, or the grain of the paper would make up most of the file.
        steps = np.minimum(15, (255 - self._view.image.astype(np.uint16) + 4) // 16)
        paled = (255 - steps * 9).astype(np.uint8)
        self.image: Image = paled if paled.ndim == 3 else np.dstack([paled] * 3)
        self._stroke_px = max(1, round(self._view.width_px / 1000))

    def corners(self, polygon: Points) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        return np.array(self._view.points(polygon)).reshape(-1, 2).round().astype(np.int32)

    def opening(self, polygon: Points, direction: Direction) -> tuple[Point, Point]:
        """The corners of a line, of whatever points, between which it begins."""
        seen = self.corners(polygon)
        falling, rising = seen.sum(axis=1), seen[:, 0] - seen[:, 1]
        top_left, foot_right = int(falling.argmin()), int(falling.argmax())
        foot_left, top_right = int(rising.argmin()), int(rising.argmax())
        ends = {
            Direction.LTR: (top_left, foot_left),
            Direction.TTB: (top_left, top_right),
            Direction.RTL: (top_right, foot_right),
        }
        start, end = ends[direction]
        return polygon[start], polygon[end]

    @contextmanager
    def washed(self, strength: float) -> Iterator[None]:
        """What is drawn inside shows through, so strongly."""
        before = self.image.copy()
        yield
        self.image = np.asarray(cv2.addWeighted(self.image, strength, before, 1 - strength, 0), dtype=np.uint8)

    def fill(self, polygon: Points, colour: Colour) -> None:
        cv2.fillPoly(self.image, [self.corners(polygon)], colour, cv2.LINE_AA)

    def outline(self, polygon: Points, colour: Colour, strokes: int = 1) -> None:
        cv2.polylines(self.image, [self.corners(polygon)], True, colour, strokes * self._stroke_px, cv2.LINE_AA)

    def stroke(self, start: Point, end: Point, colour: Colour, strokes: int = 1) -> None:
        a, b = self.corners((start, end)).tolist()
        cv2.line(self.image, a, b, colour, strokes * self._stroke_px, cv2.LINE_AA)

    def arrow(self, start: Point, end: Point, colour: Colour, strokes: int = 1) -> None:
        a, b = self.corners((start, end)).tolist()
        tip = min(0.5, 14 * self._stroke_px / max(1.0, float(np.hypot(b[0] - a[0], b[1] - a[1]))))
        cv2.arrowedLine(self.image, a, b, colour, strokes * self._stroke_px, cv2.LINE_AA, tipLength=tip)

    def label(self, text: str, at: Point, colour: Colour, size: float = 0.45) -> None:
        """ASCII on a patch of colour, its lower left corner at a point of the scan but inside the picture."""
        size *= self._stroke_px
        (width, height), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, self._stroke_px)
        x, y = (int(v) for v in self.corners((at,))[0])
        x = max(0, min(x, self.image.shape[1] - width - 6))
        y = max(height + base + 2, min(y, self.image.shape[0] - 2))
        cv2.rectangle(self.image, (x, y - height - base), (x + width + 6, y + 1), colour, cv2.FILLED)
        where = (x + 3, y - base // 2 - 1)
        cv2.putText(
            self.image, text, where, cv2.FONT_HERSHEY_SIMPLEX, size, (255, 255, 255), self._stroke_px, cv2.LINE_AA
        )


def _straighten(canvas: _Canvas, page: Page) -> None:
    """The frame that was cut out, and an axis along and across the type."""
    transform, source = page.transform, page.source
    width, height = transform.width_px or source.width_px, transform.height_px or source.height_px
    frame = Frame(transform)
    cut = frame.scan_polygon((0, 0, width, height))
    inside = canvas.image.copy()
    with canvas.washed(0.35):
        canvas.fill(polygon_of((0, 0, source.width_px, source.height_px)), RED)
    mask = np.zeros(canvas.image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [canvas.corners(cut)], 255)
    canvas.image[mask > 0] = inside[mask > 0]
    canvas.outline(cut, GREEN, 3)
    across = frame.to_scan([(0, height / 2), (width, height / 2)])
    down = frame.to_scan([(width / 2, 0), (width / 2, height)])
    canvas.arrow(across[0], across[1], BLUE, 2)
    canvas.arrow(down[0], down[1], BLUE, 2)
    facts = f"turned {transform.orientation_deg} deg, skew {transform.skew_deg:+.2f} deg, {width} x {height} px"
    canvas.label(facts, cut[0], GREEN, 0.7)


def _segment(canvas: _Canvas, page: Page) -> None:
    """Blocks in the colour of their kind, their lines, and rules, pictures and insets."""
    with canvas.washed(0.22):
        for block in page.blocks:
            canvas.fill(block.polygon, _kind_colour(block.kind))
        for picture in page.pictures:
            canvas.fill(picture.polygon, INK)
    for line in page.lines.values():
        canvas.outline(line.polygon, _kind_colour(page.block_of[line.id].kind))
    for rule in page.rules:
        canvas.outline(rule.polygon, VIOLET, 2)
    for inset in page.insets:
        canvas.outline(inset.polygon, GREEN, 3)
        canvas.label(f"{inset.id} {inset.kind}", inset.polygon[0], GREEN)
    for picture in page.pictures:
        canvas.outline(picture.polygon, INK, 2)
        canvas.label(f"{picture.id} {picture.kind}", picture.polygon[0], INK)
    for block in page.blocks:
        canvas.outline(block.polygon, _kind_colour(block.kind), 2)
        canvas.label(f"{block.id} {block.kind.value}", block.polygon[0], _kind_colour(block.kind))


def _recognize(canvas: _Canvas, page: Page) -> None:
    """Lines from red (half of it doubtful) to green (all of it sure), doubtful characters in boxes."""
    with canvas.washed(0.35):
        for line in page.lines.values():
            canvas.fill(line.polygon, _hue(120 * min(1.0, max(0.0, 2 * line.confidence - 1)), 0.75, 0.9))
    for line in page.lines.values():
        for char in line.chars:
            if char.confidence < DOUBTFUL:
                canvas.outline(polygon_of(char.box), RED)


def _order(canvas: _Canvas, page: Page) -> None:
    """Arrows from line to line, from blue to red down the page; thick where the order leaves a block."""
    ids = page.line_order
    with canvas.washed(0.25):
        for number, line_id in enumerate(ids):
            canvas.fill(page.lines[line_id].polygon, _progress(number, len(ids)))
    for number, (before, after) in enumerate(pairwise(ids)):
        leaves = page.block_of[before].id != page.block_of[after].id
        start = _middle(page.lines[before].polygon) if leaves else _start(page.lines[before])
        end = _start(page.lines[after])
        canvas.arrow(start, end, _progress(number, len(ids)), 2 if leaves else 1)
    for number, line_id in enumerate(ids):
        canvas.label(str(number + 1), _start(page.lines[line_id]), _progress(number, len(ids)), 0.3)


def _articles(canvas: _Canvas, page: Page) -> None:
    """Regions in colours; each part of an article by its role; what belongs to none stays grey."""
    outlines = article_outlines(page)
    colours = {article.id: _hue(215 + 137.5 * n, 0.8, 0.75) for n, article in enumerate(page.articles)}
    with canvas.washed(0.18):
        for article in page.articles:
            for polygon in outlines[article.id]:
                canvas.fill(polygon, colours[article.id])
    in_articles: set[str] = set()
    for number, article in enumerate(page.articles, 1):
        colour = colours[article.id]
        in_articles.update(article.line_ids())
        for role, lines in _parts(article):
            for line_id in lines:
                canvas.outline(page.lines[line_id].polygon, colour)
            canvas.label(f"{number} {role}", _start(page.lines[lines[0]]), colour, 0.35)
        for polygon in outlines[article.id]:
            canvas.outline(polygon, colour, 3)
            canvas.label(f"{number} {article.kind.value}", min(polygon, key=sum), colour, 0.7)
    for line_id, line in page.lines.items():
        if line_id not in in_articles:
            canvas.outline(line.polygon, (150, 150, 150))


def _repair(canvas: _Canvas, page: Page) -> None:
    """Articles, and every patch: joins as green ticks, changed characters in boxes."""
    _articles(canvas, page)
    for patch in page.patches:
        line = page.lines[patch.line]
        if patch.kind is PatchKind.JOIN:
            canvas.stroke(*canvas.opening(line.polygon, page.block_of[patch.line].direction), GREEN, 2)
            continue
        if patch.kind is PatchKind.MOVE:
            continue
        colour = BLUE if patch.kind is PatchKind.NORMALISE else RED
        for polygon in _patched(line, patch):
            canvas.outline(polygon, colour)


def _masthead(canvas: _Canvas, page: Page) -> None:
    """Articles, and what each fact was read from: green as read, blue where its value was supplied, red if wrong."""
    _articles(canvas, page)
    colours = {FactStatus.READ: GREEN, FactStatus.SUPPLIED: BLUE, FactStatus.CONTRADICTED: RED}
    for fact in page.facts:
        if fact.line:
            line, colour = page.lines[fact.line], colours[fact.status]
            canvas.outline(line.polygon, colour, 2)
            told = f"{fact.name} {fact.value}" if fact.value.isascii() else fact.name
            canvas.label(told, _start(line), colour, 0.35)


def _parts(article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Role and lines of each part that has any."""
    heads = (("kicker", article.kicker), ("headline", article.headline), ("subheadline", article.subheadline))
    others = (("byline", article.byline), ("jump", article.jump))
    bodies = [(f"p{n}", lines) for n, lines in enumerate(article.body, 1)]
    captions = [("caption", lines) for lines in article.captions]
    rows = [
        (f"r{number}", tuple(dict.fromkeys(span.line for cell in row for span in cell)))
        for number, row in enumerate(article.rows, 1)
    ]
    return ((role, lines) for role, lines in (*heads, *others, *rows, *bodies, *captions) if lines)


def _patched(line: Line, patch: Patch) -> Iterator[Points]:
    """Boxes of the characters that a patch changes; of an insertion, a sliver behind the character before it."""
    at = 0
    end = patch.start + len(patch.before)
    for char in line.chars:
        after = at + len(char.text)
        if at < end and after > patch.start:
            yield polygon_of(char.box)
        elif not patch.before and after == patch.start:
            x0, y0, x1, y1 = char.box
            yield polygon_of((x1 - (x1 - x0) / 6, y0, x1, y1))
        at = after


def _start(line: Line) -> Point:
    """The middle of the first character, or the first corner of a line that was not read."""
    return _middle(polygon_of(line.chars[0].box)) if line.chars else line.polygon[0]


def _middle(polygon: Points) -> Point:
    return (sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon))


def _kind_colour(kind: BlockKind) -> Colour:
    return _hue(KIND_HUES_DEG[kind], 0.8, 0.75)


def _progress(number: int, count: int) -> Colour:
    return _hue(220 - 220 * number / max(1, count - 1), 0.85, 0.8)


def _hue(degrees: float, saturation: float, value: float) -> Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(degrees % 360 / 360, saturation, value))
    return (blue, green, red)


_DRAWN: Mapping[str, Callable[[_Canvas, Page], None]] = {
    "straighten": _straighten,
    "segment": _segment,
    "recognize": _recognize,
    "order": _order,
    "articles": _articles,
    "repair": _repair,
    "masthead": _masthead,
}
