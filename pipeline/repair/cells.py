"""What the column of a table tells about a character in one of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.page import Article, Cell, Page, Patch, PatchKind, Span
from pipeline.repair.passage import AUTHOR

DASHES = "一—–－-"
"""A dash between two words is read as the numeral one, and the other way round: they look alike."""
FIGURE = frozenset("0123456789.,:+-/% oOlI")
LEAST_CELLS, SHARE = 3, 0.6


def cell_corrections(page: Page) -> Iterator[Patch]:
    """Patches for the tables of a page: 一 amid the cells of a column of pairs is a dash, ° before ℃ stands twice."""
    for article in page.articles:
        for column in _columns(article):
            yield from _dashes(page, column)
            yield from _figures(page, column)
            for cell in column:
                for span in cell:
                    yield from _degrees(page, span)


def _columns(article: Article) -> Iterator[list[Cell]]:
    for number in range(len(article.rows[0]) if article.rows else 0):
        yield [row[number] for row in article.rows if row[number]]


def _dashes(page: Page, column: Sequence[Cell]) -> Iterator[Patch]:
    found = [places for cell in column if len(places := [p for s in cell for p in _inner_dashes(page, s)]) == 1]
    if len(found) < max(LEAST_CELLS, SHARE * len(column)):
        return
    for ((line, number),) in found:
        if page.lines[line].chars[number].text == "一":
            yield _patch(page, line, number, "—", "a dash between two words, as in the cells above and below")


def _inner_dashes(page: Page, span: Span) -> list[tuple[str, int]]:
    chars = page.lines[span.line].chars
    numbers = [n for n in range(span.start, span.stop) if chars[n].text.strip()]
    words = [n for n in numbers[1:-1] if chars[n].text in DASHES]
    return [(span.line, n) for n in words if chars[n - 1].text.isalpha() and chars[n + 1].text.isalpha()]


def _figures(page: Page, column: Sequence[Cell]) -> Iterator[Patch]:
    """Letters that look like figures are figures in a column of figures."""
    places = [(s.line, n) for cell in column for s in cell for n in range(s.start, s.stop)]
    texts = ["".join(page.lines[s.line].chars[n].text for s in cell for n in range(s.start, s.stop)) for cell in column]
    figures = sum(any(c.isdigit() for c in text) and not any(c.isalpha() for c in text) for text in texts)
    if figures < max(LEAST_CELLS, SHARE * (len(column) - 1)):  # one of them heads the column
        return
    letters = {"o": "0", "O": "0", "l": "1", "I": "1"}
    mixed = {s.line for cell, text in zip(column, texts, strict=True) if not set(text.strip()) <= FIGURE for s in cell}
    for line, number in places:
        read = page.lines[line].chars[number].text
        if read in letters and line not in mixed:
            yield _patch(page, line, number, letters[read], "a figure, as in the cells above and below")


def _degrees(page: Page, span: Span) -> Iterator[Patch]:
    chars = page.lines[span.line].chars
    for number in range(span.start, min(span.stop, len(chars)) - 1):
        if chars[number].text == "°" and chars[number + 1].text == "℃":
            yield _patch(page, span.line, number, "", "the degree sign stands twice")


def _patch(page: Page, line: str, number: int, after: str, reason: str) -> Patch:
    chars = page.lines[line].chars
    start = len("".join(char.text for char in chars[:number]))
    return Patch(PatchKind.CORRECT, line, start, chars[number].text, after, reason, 0.9, AUTHOR)
