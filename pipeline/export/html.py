"""HTML: one self-contained page, the scan with its articles outlined on the left, their text on the right.

Nothing is fetched: style, script and scan stand in the file, and its Content-Security-Policy forbids all else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import zip_longest
from pathlib import PurePath
from string import Template

import cv2
import numpy as np

from pipeline.export.document import DOUBTFUL, Document, Item, Paragraph, document_of
from pipeline.export.jump import jump_note
from pipeline.export.outline import article_outlines
from pipeline.export.table import cell_pieces
from pipeline.export.view import View
from pipeline.page import ArticleKind, Page, Point, Polygon
from pipeline.repair.text import Traced, traced_paragraph
from pipeline.stage import Image

SCAN_WIDTH_PX = 1600
JPEG_QUALITY = 70
FIRST_HUE_DEG, HUE_STEP_DEG = 215, 137.5
"""The golden angle keeps neighbours apart, however many there are."""


class HtmlExporter:
    name = "html"
    suffix = ".html"

    def export(self, page: Page, scan: Image | None) -> bytes:
        document = document_of(page)
        view = View(page, scan, SCAN_WIDTH_PX)
        script = _asset("page.js")
        digest = base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode()
        policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
        filled = Template(_asset("page.html")).substitute(
            policy=policy,
            title=escape(_title(page)),
            summary=escape(_summary(page, document)),
            style=_asset("page.css"),
            script=script,
            sheet="\n".join(_sheet(page, document, view, scan is not None)),
            text="\n".join(_text(page, document, view, scan is not None)),
        )
        return filled.encode("utf-8", "replace")


def _asset(name: str) -> str:
    return files("pipeline.export").joinpath(name).read_text("utf-8").strip()


def _title(page: Page) -> str:
    source = page.source
    name = PurePath(source.path).name
    return f"{name}, page {source.page_number}" if source.page_count > 1 else name


def _summary(page: Page, document: Document) -> str:
    chars = [char for line in page.lines.values() for char in line.chars]
    doubtful = sum(char.confidence < DOUBTFUL for char in chars)
    items = len(document.items)
    return f"{items} item{'' if items == 1 else 's'} · {len(chars):,} characters · {doubtful:,} doubtful"


# The scan and what is drawn over it


def _sheet(page: Page, document: Document, view: View, has_scan: bool) -> Iterator[str]:
    width, height = view.width_px, view.height_px
    yield f'<div class="sheet" style="--ratio:{width / height:.5f}">'
    if has_scan:
        alt = escape(f"Scan of {_title(page)}", quote=True)
        yield f'<img src="{_data_uri(view.image)}" width="{width}" height="{height}" alt="{alt}">'
    else:
        yield '<div class="blank"></div>'
    yield f'<svg viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
    outlines = article_outlines(page)
    for number, item in enumerate(document.items, 1):
        yield from _region(number, item, [view.points(polygon) for polygon in outlines[item.article.id]])
    for number, item in enumerate(document.items, 1):
        for key, passage in _passages(number, item):
            path = _path(view.points(page.lines[line_id].polygon) for line_id in passage.lines)
            yield f'<path class="trail" data-passage="{key}" style="--hue:{_hue(number)}" d="{path}"/>'
    yield "</svg>\n</div>"


def _region(number: int, item: Item, outlines: Sequence[Sequence[Point]]) -> Iterator[str]:
    if not outlines:
        return
    label = escape(f"{number}: {item.headline or item.article.kind.value}", quote=True)
    yield f'<g class="region" {_marks(number)} tabindex="0" role="button" aria-pressed="false" aria-label="{label}">'
    yield f'<path d="{_path(outlines)}"/>'
    x, y = min((point for outline in outlines for point in outline), key=lambda point: point[0] + point[1])
    x, y = max(20.0, x - 6), max(20.0, y - 6)
    yield f'<circle cx="{x:g}" cy="{y:g}" r="19"/><text x="{x:g}" y="{y:g}">{number}</text></g>'


def _marks(number: int) -> str:
    return f'data-item="{number}" style="--hue:{_hue(number)}"'


def _hue(number: int) -> int:
    return round(FIRST_HUE_DEG + HUE_STEP_DEG * (number - 1)) % 360


def _path(polygons: Iterable[Sequence[Point]]) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in polygon) + "Z" for polygon in polygons if polygon)


def _data_uri(image: Image) -> str:
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    return "data:image/jpeg;base64," + base64.b64encode(np.asarray(jpeg).tobytes()).decode("ascii")


# The text


def _passages(number: int, item: Item) -> Iterator[tuple[str, Paragraph]]:
    """Each paragraph and caption of an item with the key that it shares with its trail over the scan."""
    for part, passage in enumerate((*item.paragraphs, *item.captions)):
        yield f"{number}-{part}", passage


def _text(page: Page, document: Document, view: View, has_scan: bool) -> Iterator[str]:
    for number, item in enumerate(document.items, 1):
        yield f'<article class="item" id="item-{number}" {_marks(number)} tabindex="0">'
        yield from _heads(page, number, item)
        yield from _bodies(page, number, item, view, has_scan)
        yield "</article>"
    if not document.items:
        yield '<p class="nothing" lang="en">There are no articles on this page.</p>'
    if document.furniture:
        yield '<details class="furniture"><summary lang="en">Also on the page</summary>\n<ul>'
        for one in document.furniture:
            yield f'<li><span class="type" lang="en">{escape(one.type)}</span>{escape(one.text)}</li>'
        yield "</ul></details>"


def _heads(page: Page, number: int, item: Item) -> Iterator[str]:
    article = item.article
    kind = "" if article.kind is ArticleKind.ARTICLE else f"<span>{escape(article.kind.value)}</span>"
    sure = f'<span class="sure" title="mean confidence">{100 * item.confidence:.1f} %</span>'
    yield f'<p class="note" lang="en"><span class="chip">{number}</span>{kind}{sure}</p>'
    for tag, name, lines in (
        ("p", "kicker", article.kicker), ("h2", "headline", article.headline), ("p", "sub", article.subheadline),
        ("p", "byline", article.byline),
    ):  # fmt: skip
        if text := _marked(page, lines, " " if name == "byline" else ""):
            yield f'<{tag} class="{name}">{text}</{tag}>'
    if article.continued_from:
        yield f'<p class="jump">{escape(jump_note("上接", article.continued_from))}</p>'


def _bodies(page: Page, number: int, item: Item, view: View, has_scan: bool) -> Iterator[str]:
    keys = {id(passage): key for key, passage in _passages(number, item)}
    for paragraph in item.paragraphs:
        tag, name = ("h3", "section") if paragraph.is_section_head else ("p", "body")
        text = _marked(page, paragraph.lines, "<br>")
        yield f'<{tag} class="{name}" data-passage="{keys[id(paragraph)]}">{text}</{tag}>'
    if item.rows:
        rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in _cells(page, item))
        yield "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    crops = list(_crops(page, item, view)) if has_scan else []
    for crop, caption in zip_longest(crops, item.captions):
        text = "" if caption is None else _marked(page, caption.lines, "<br>")
        key = "" if caption is None else f' data-passage="{keys[id(caption)]}"'
        yield f"<figure{key}>{crop or ''}{f'<figcaption>{text}</figcaption>' if text else ''}</figure>"
    if item.article.continues_on:
        yield f'<p class="jump">{escape(jump_note("下转", item.article.continues_on))}</p>'


def _cells(page: Page, item: Item) -> Iterator[list[str]]:
    """The cells of each row as HTML, doubtful characters underlined where it is known what the cell was read from."""
    if item.article.rows:
        for row in item.article.rows:
            yield ["".join(_piece(page, piece) for piece in cell_pieces(page, cell)) for cell in row]
    else:
        yield from ([escape(cell) for cell in row] for row in item.rows)


def _crops(page: Page, item: Item, view: View) -> Iterator[str]:
    """A canvas for each picture of the item, and where on the scan it is to be cut from."""
    polygons: dict[str, Polygon] = {picture.id: picture.polygon for picture in page.pictures}
    for picture_id in item.article.pictures:
        points = np.array(view.points(polygons[picture_id]))
        low = np.clip(np.floor(points.min(axis=0)), 0, None).astype(int)
        high = np.minimum(np.ceil(points.max(axis=0)), (view.width_px, view.height_px)).astype(int)
        width, height = (int(v) for v in high - low)
        if width > 0 and height > 0:
            crop = f"{low[0]} {low[1]} {width} {height}"
            yield f'<canvas data-crop="{crop}" width="{width}" height="{height}" role="img" aria-label="图"></canvas>'


def _marked(page: Page, line_ids: Sequence[str], line_break: str) -> str:
    """Patched text as HTML, doubtful characters underlined. `line_break` stands where no join was made."""
    return "".join(
        line_break if piece.text == "\n" and piece.source is None else _piece(page, piece)
        for piece in traced_paragraph(page, line_ids)
    )


def _piece(page: Page, piece: Traced) -> str:
    if not isinstance(piece.source, int):
        return escape(piece.text)
    char = page.lines[piece.line].chars[piece.source]
    if char.confidence >= DOUBTFUL or not piece.text.strip():
        return escape(piece.text)
    others = [f"{c.text} {100 * c.confidence:.0f} %" for c in char.candidates if c.text != char.text][:3]
    title = escape(" · ".join((f"{100 * char.confidence:.0f} %", *others)), quote=True)
    return f'<u class="doubt" title="{title}">{escape(piece.text)}</u>'
