"""What came of each page, as data that travel between processes and into the JSON summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import BanmianError
from pipeline.page import Article, Page
from pipeline.repair.text import headline_text


class Status(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"  # its output was there already
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in words."""

    error: str
    """The class, as in docs/errors.md."""
    exit_code: int
    message: str
    hint: str

    @staticmethod
    def of(error: BanmianError) -> Failure:
        return Failure(type(error).__name__, error.exit_code, error.message, error.hint)


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    number: int
    kind: str
    headline: str
    columns: int
    """Blocks of type that its running text stands in."""
    lines: int
    characters: int
    confidence: float
    """Mean over its characters."""


@dataclass(frozen=True, slots=True)
class PageResult:
    page: str
    """The scan, and its page number where it has several."""
    status: Status
    files: tuple[str, ...] = ()
    articles: tuple[ArticleSummary, ...] = ()
    seconds: float = 0.0
    stages: tuple[tuple[str, float], ...] = ()
    """Name and seconds of each stage run."""
    failure: Failure | None = None


def failed(page: str, error: BanmianError, seconds: float = 0.0) -> PageResult:
    return PageResult(error.page or page, Status.FAILED, seconds=seconds, failure=Failure.of(error))


def article_summaries(page: Page) -> tuple[ArticleSummary, ...]:
    return tuple(_summary(page, number, article) for number, article in enumerate(page.articles, 1))


def _summary(page: Page, number: int, article: Article) -> ArticleSummary:
    lines = [page.lines[id] for id in article.line_ids()]
    chars = [char for line in lines for char in line.chars]
    columns = {page.block_of[id].id for paragraph in article.body for id in paragraph}
    headline = headline_text(page, article.headline)
    confidence = sum(char.confidence for char in chars) / len(chars) if chars else 0.0
    return ArticleSummary(number, article.kind, headline, len(columns), len(lines), len(chars), round(confidence, 4))


def exit_code(results: Sequence[PageResult]) -> int:
    """That of the first error; 0 only without any."""
    return next((r.failure.exit_code for r in results if r.failure), 0)
