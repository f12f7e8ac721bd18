"""Markdown: the items of a page one after another, each under its headline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePath

from pipeline.export.document import Item, document_of
from pipeline.export.jump import jump_note
from pipeline.page import ArticleKind, FactStatus, Page
from pipeline.stage import Image

SPECIAL = re.compile(r"([\\`*_\[\]<>|]|(?<=!)(?=\[))")
AT_START = re.compile(r"^(\s*)([#+\-~=]|\d+(?=[.)]\s))")
ENTITY = re.compile(r"&(?=#?\w+;)")


class MarkdownExporter:
    name = "md"
    suffix = ".md"

    def export(self, page: Page, scan: Image | None) -> bytes:
        document = document_of(page)
        parts = ["\n\n".join(_item(item)) for item in document.items]
        if document.furniture:
            parts.append("\n".join(f"> {escaped(one.text)}  " for one in document.furniture).rstrip())
        return (_front_matter(page) + "\n\n---\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _front_matter(page: Page) -> str:
    """Where the text comes from, and what the masthead tells of the issue, as YAML."""
    source = page.source
    rows = {"source": PurePath(source.path).name, "page": source.page_number, "sha256": source.sha256}
    for fact in page.facts:
        if fact.status is not FactStatus.CONTRADICTED:
            rows.setdefault(fact.name, fact.value)
    rows_written = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in rows.items()]
    return "\n".join(["---", *rows_written, "---", "", ""])


def _item(item: Item) -> Iterator[str]:
    if item.kicker:
        yield f"**{escaped(item.kicker)}**"
    yield "## " + escaped(item.headline or _nameless(item))
    if item.subheadline:
        yield f"**{escaped(item.subheadline)}**"
    if item.byline:
        yield f"*{escaped(item.byline)}*"
    if item.article.continued_from:
        yield f"*{escaped(jump_note('上接', item.article.continued_from))}*"
    for paragraph in item.paragraphs:
        yield ("### " if paragraph.is_section_head else "") + escaped(paragraph.text)
    if item.rows:
        yield _table(item.rows)
    for caption in item.captions:
        yield "> " + escaped(caption.text)
    if item.article.continues_on:
        yield f"*{escaped(jump_note('下转', item.article.continues_on))}*"


def _nameless(item: Item) -> str:
    """A heading for an item that has none, so that it can be told from the one before."""
    kinds = {ArticleKind.PICTURE: "图片", ArticleKind.ADVERTISEMENT: "广告", ArticleKind.TABLE: "表格"}
    return f"〔{kinds.get(item.article.kind, '无题')}〕"


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    first, *rest = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join([first, "|" + " --- |" * len(rows[0]), *rest])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    flat = ENTITY.sub("&amp;", SPECIAL.sub(r"\\\1", text.replace("\n", " ")))
    return AT_START.sub(lambda m: m[1] + (f"\\{m[2]}" if not m[2].isdecimal() else f"{m[2]}\\"), flat)
