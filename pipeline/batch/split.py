"""One file an article: a page of which only one article is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.page import Article, Page


def one_page_each(page: Page) -> Iterator[Page]:
    """For each article the page with it alone: its lines, their order and patches, its pictures."""
    for article in page.articles:
        yield only(page, article)


def only(page: Page, article: Article) -> Page:
    kept = set(article.line_ids())
    blocks = tuple(replace(b, lines=tuple(line for line in b.lines if line.id in kept)) for b in page.blocks)
    return replace(
        page,
        blocks=tuple(block for block in blocks if block.lines),
        rules=(),
        insets=(),
        pictures=tuple(p for p in page.pictures if p.id in article.pictures),
        orders=tuple(replace(o, lines=tuple(id for id in o.lines if id in kept)) for o in page.orders),
        articles=(article,),
        patches=tuple(p for p in page.patches if p.line in kept),
        flags=tuple(f for f in page.flags if f.target in kept or f.target == article.id),
    )
