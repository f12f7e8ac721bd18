"""What a reader gets: the items of a page with their text, patched and joined, and what stands beside them.

Every exporter starts from here, so that they all agree on what the text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.export.table import table_rows
from pipeline.page import FURNITURE, Article, ArticleKind, BlockKind, Page
from pipeline.repair.text import headline_text, line_text, paragraph_text

DOUBTFUL = 0.6
"""A character that is less sure than this is shown as doubtful."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    lines: tuple[str, ...]
    is_section_head: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One article as it is read. A table has `rows` of cells, and its notes as paragraphs."""

    article: Article
    kicker: str
    headline: str
    subheadline: str
    byline: str
    paragraphs: tuple[Paragraph, ...]
    captions: tuple[Paragraph, ...]
    rows: tuple[tuple[str, ...], ...]
    confidence: float
    """Mean over its characters; 0 where none was read."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that belongs to no item. `type`: the kind of its block, or `other` where that is no kind of furniture."""

    type: str
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    items: tuple[Item, ...]
    furniture: tuple[Furniture, ...]


def document_of(page: Page) -> Document:
    """The page as a reader gets it. Raises KeyError where an article names a line that the page does not have."""
    return Document(tuple(_item(page, article) for article in page.articles), tuple(_furniture(page)))


def _item(page: Page, article: Article) -> Item:
    rows = table_rows(page, article) if article.kind is ArticleKind.TABLE else ()
    return Item(
        article,
        headline_text(page, article.kicker),
        headline_text(page, article.headline),
        headline_text(page, article.subheadline),
        paragraph_text(page, article.byline).replace("\n", " "),
        () if rows and not article.rows else _paragraphs(page, article.body),
        _paragraphs(page, article.captions),
        rows,
        mean_confidence(page, article.line_ids()),
    )


def _paragraphs(page: Page, paragraphs: Sequence[tuple[str, ...]]) -> tuple[Paragraph, ...]:
    """Those that have text."""
    made = (
        Paragraph(paragraph_text(page, lines), lines, all(page.block_of[i].kind is BlockKind.SECTION for i in lines))
        for lines in paragraphs
    )
    return tuple(paragraph for paragraph in made if paragraph.text)


def mean_confidence(page: Page, line_ids: Iterable[str]) -> float:
    """Mean over the characters of the lines; 0 where there are none."""
    confidences = [char.confidence for line_id in line_ids for char in page.lines[line_id].chars]
    return sum(confidences) / len(confidences) if confidences else 0.0


def _furniture(page: Page) -> list[Furniture]:
    """Every line that belongs to no article, block by block, so that nothing that was read is lost."""
    in_articles = {line_id for article in page.articles for line_id in article.line_ids()}
    per_block: dict[str, list[str]] = {}
    for line_id in page.line_order:
        if line_id not in in_articles and page.lines[line_id].chars:
            per_block.setdefault(page.block_of[line_id].id, []).append(line_id)
    made = []
    for lines in per_block.values():
        kind = page.block_of[lines[0]].kind
        text = " ".join(text for line_id in lines if (text := line_text(page, line_id)))
        made.append(Furniture(kind.value if kind in FURNITURE else "other", text, tuple(lines)))
    return [one for one in made if one.text]
