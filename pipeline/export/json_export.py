"""JSON: everything that is known of a page, for programs. docs/schemas/page-1.schema.json says what each key means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pipeline.export.document import Document, Item, document_of
from pipeline.export.outline import article_polygons
from pipeline.page import Article, Block, Fact, Line, Page, Polygon
from pipeline.stage import Image

SCHEMA = "page-1"
"""Goes up when a key changes its meaning or goes away; new keys may come at any time."""


class JsonExporter:
    name = "json"
    suffix = ".json"

    def export(self, page: Page, scan: Image | None) -> bytes:
        return formatted(page_object(page)).encode("utf-8", "backslashreplace")


def page_object(page: Page) -> dict[str, Any]:
    """The page as objects of JSON. Raises KeyError where an article names a line that the page does not have."""
    document = document_of(page)
    return {
        "schema": SCHEMA,
        "id": page.id,
        "source": asdict(page.source),
        "transform": asdict(page.transform),
        "issue": [_fact(page, fact) for fact in page.facts],
        "articles": [_item(page, item) for item in document.items],
        "furniture": [{"type": f.type, "text": f.text, "lines": f.lines} for f in document.furniture],
        "lines": list(_lines(page, document)),
        "blocks": [_block(block) for block in page.blocks],
        "rules": [_mark(one.id, one.kind, one.polygon) for one in page.rules],
        "pictures": [_mark(one.id, one.kind, one.polygon) for one in page.pictures],
        "insets": [_mark(one.id, one.kind, one.polygon) for one in page.insets],
        "sheets": [_points(polygon) for polygon in page.sheets],
        "orders": [{"method": o.method, "score": o.score, "lines": o.lines} for o in page.orders],
        "patches": [asdict(patch) for patch in page.patches],
        "flags": [asdict(flag) for flag in page.flags],
        "history": [asdict(step) for step in page.history],
    }


def _fact(page: Page, fact: Fact) -> dict[str, Any]:
    """Its line is left out where the page was cut down to an article that does not hold it."""
    return asdict(fact) | {"line": fact.line if fact.line in page.lines else ""}


def _item(page: Page, item: Item) -> dict[str, Any]:
    article = item.article
    made: dict[str, Any] = {
        "id": article.id,
        "kind": article.kind.value,
        "kicker": item.kicker,
        "headline": item.headline,
        "subheadline": item.subheadline,
        "byline": item.byline,
        "paragraphs": [paragraph.text for paragraph in item.paragraphs],
        "section_heads": [n for n, paragraph in enumerate(item.paragraphs) if paragraph.is_section_head],
        "captions": [caption.text for caption in item.captions],
    }
    if item.rows:
        made["rows"] = item.rows
    return made | {
        "continued_from": article.continued_from,
        "continues_on": article.continues_on,
        "confidence": round(item.confidence, 4),
        "pictures": article.pictures,
        "regions": [_points(polygon) for polygon in article_polygons(page, article)],
        "lines": {
            "kicker": article.kicker,
            "headline": article.headline,
            "subheadline": article.subheadline,
            "byline": article.byline,
            "paragraphs": [p.lines for p in item.paragraphs] if article.rows or not item.rows else article.body,
            "captions": [caption.lines for caption in item.captions],
            "jump": article.jump,
        }
        | ({"rows": _spans(article)} if article.rows else {}),
    }


def _spans(article: Article) -> list[list[list[list[str | int]]]]:
    """For each cell the line and the characters of it that it holds."""
    return [[[[s.line, s.start, s.stop] for s in cell] for cell in row] for row in article.rows]


def _lines(page: Page, document: Document) -> Iterator[dict[str, Any]]:
    """Each line as it was read, in reading order."""
    places = {place[0]: place[1:] for item in document.items for place in _places(item.article)}
    for order, line_id in enumerate(page.line_order):
        block = page.block_of[line_id]
        article, role, paragraph = places.get(line_id, (None, None, None))
        yield _line(page.lines[line_id]) | {
            "order": order,
            "block": block.id,
            "kind": block.kind.value,
            "article": article,
            "role": role,
            "paragraph": paragraph,
        }


def _places(article: Article) -> Iterator[tuple[str, str, str, int | None]]:
    """Line, article, role and number of the paragraph, or of the row."""
    for role in ("kicker", "headline", "subheadline", "byline", "jump"):
        for line_id in getattr(article, role):
            yield line_id, article.id, role, None
    for number, row in enumerate(article.rows):
        for line_id in dict.fromkeys(span.line for cell in row for span in cell):
            yield line_id, article.id, "cell", number
    for role, paragraphs in (("body", article.body), ("caption", article.captions)):
        for number, lines in enumerate(paragraphs):
            for line_id in lines:
                yield line_id, article.id, role, number


def _line(line: Line) -> dict[str, Any]:
    made = {
        "id": line.id,
        "text": line.text,
        # A character of an engine may be several code points, and each has its confidence here.
        "confidences": [round(char.confidence, 4) for char in line.chars for _ in char.text],
        "polygon": _points(line.polygon),
    }
    return made | {"reader": line.reader} if line.reader else made


def _block(block: Block) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.kind.value,
        "direction": block.direction.value,
        "type_size_px": round(block.type_size_px, 1),
        "confidence": round(block.confidence, 4),
        "polygon": _points(block.polygon),
        "lines": [line.id for line in block.lines],
    }


def _mark(mark_id: str, kind: str, polygon: Polygon) -> dict[str, Any]:
    return {"id": mark_id, "kind": kind, "polygon": _points(polygon)}


def _points(polygon: Polygon) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in polygon]


def formatted(value: Mapping[str, Any]) -> str:
    """JSON with one line for each key, and for each element of a list: small, and still fit to be read and compared."""

    def compact(part: Any) -> str:
        return json.dumps(part, ensure_ascii=False, allow_nan=False)

    rows = []
    for key, part in value.items():
        if isinstance(part, list) and part:
            elements = ",\n".join(f"  {compact(element)}" for element in part)
            rows.append(f"{compact(key)}: [\n{elements}\n ]")
        else:
            rows.append(f"{compact(key)}: {compact(part)}")
    return "{\n " + ",\n ".join(rows) + "\n}\n"
