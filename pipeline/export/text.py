"""Plain text: the items of a page one after another, paragraphs indented by two characters as in print."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.export.document import Item, document_of
from pipeline.export.jump import jump_note
from pipeline.page import Page
from pipeline.stage import Image

INDENT = "\u3000\u3000"
SEPARATOR = "\n\n* * *\n\n"


class TextExporter:
    name = "txt"
    suffix = ".txt"

    def export(self, page: Page, scan: Image | None) -> bytes:
        document = document_of(page)
        parts = ["\n".join(_item(item)) for item in document.items]
        parts.append("\n".join(one.text for one in document.furniture))
        text = SEPARATOR.join(part for part in parts if part)
        return (text + "\n" if text else "").encode()


def _item(item: Item) -> Iterator[str]:
    heads = [text for text in (item.kicker, item.headline, item.subheadline, item.byline) if text]
    yield from heads
    if heads:
        yield ""
    if item.article.continued_from:
        yield jump_note("上接", item.article.continued_from)
    for paragraph in item.paragraphs:
        yield paragraph.text if paragraph.is_section_head else INDENT + paragraph.text
    yield from ("\t".join(row) for row in item.rows)
    for caption in item.captions:
        yield caption.text
    if item.article.continues_on:
        yield jump_note("下转", item.article.continues_on)
