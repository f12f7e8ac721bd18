"""Repair: what a reader wants instead of what the page shows, as patches that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.page import ArticleKind, Page, Patch, PatchKind
from pipeline.repair.cells import cell_corrections
from pipeline.repair.doubtful import decisions
from pipeline.repair.joins import joins
from pipeline.repair.normalise import normalise
from pipeline.repair.passage import AUTHOR, Passage, Role, passage_of
from pipeline.repair.script import corrections, is_simplified
from pipeline.repair.variants import old_forms
from pipeline.settings import RepairSettings

__all__ = ["Repair"]


class Repair:
    """The stage that joins lines to paragraphs, puts marks into the shapes of print, and characters into its script.

    Needs articles. The text as read stays; patches of an earlier run of this stage are replaced, those of others
    are kept and not overlapped.
    """

    name = "repair"
    version = "6"
    engine = ""

    def __init__(self, settings: RepairSettings) -> None:
        self._settings = settings

    @property
    def settings(self) -> RepairSettings:
        return self._settings

    def __call__(self, page: Page) -> Page:
        kept = [patch for patch in page.patches if patch.author != AUTHOR]
        patches: list[Patch] = []
        simplified = is_simplified(page)
        doubted = self._settings.language and not simplified
        forms = list(old_forms(page)) if doubted else []
        for passage, joined in _passages(page):
            if joined:
                patches += joins(passage)
            if self._settings.normalise:
                patches += normalise(passage)
                patches += corrections(passage) if simplified else ()
            if doubted:
                patches += _apart_from([*patches, *forms], decisions(passage))
        patches += _apart_from(patches, forms)
        if self._settings.normalise:
            patches += _apart_from(patches, cell_corrections(page))
        return replace(page, patches=(*kept, *_beside(kept, patches)))


def _passages(page: Page) -> Iterator[tuple[Passage, bool]]:
    """Every passage of the page, and whether its lines are to be joined."""
    in_articles: set[str] = set()
    for article in page.articles:
        in_articles.update(article.line_ids())
        for line_id in dict.fromkeys(span.line for row in article.rows for cell in row for span in cell):
            yield passage_of(page, (line_id,), Role.APART), False
        is_table = article.kind is ArticleKind.TABLE
        apart = is_table or article.kind is ArticleKind.ADVERTISEMENT
        for lines in (article.kicker, article.headline, article.subheadline):
            yield passage_of(page, lines, Role.HEADING), True
        yield passage_of(page, article.byline, Role.BYLINE), True
        for lines in (*article.body, *article.captions):
            yield passage_of(page, lines, Role.APART if apart else Role.BODY), not is_table
    for line_id in page.line_order:
        if line_id not in in_articles:
            yield passage_of(page, (line_id,), Role.APART), False


def _apart_from(patches: Sequence[Patch], more: Iterable[Patch]) -> list[Patch]:
    """Of `more`, what no other patch changes."""
    found = list(more)
    if not found:
        return found
    spans = {(p.line, n) for p in patches if p.kind is not PatchKind.JOIN for n in range(*_span(p))}
    return [p for p in found if not any((p.line, n) in spans for n in range(*_span(p)))]


def _beside(kept: list[Patch], proposed: list[Patch]) -> Iterator[Patch]:
    """Proposed patches that do not touch those that are there already; beside a gap there is room."""
    spans: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for patch in kept:
        if patch.kind in (PatchKind.MOVE, PatchKind.GAP):
            continue
        spans.setdefault((patch.line, patch.kind is PatchKind.JOIN), []).append(_span(patch))
    for patch in proposed:
        start, end = _span(patch)
        others = spans.get((patch.line, patch.kind is PatchKind.JOIN), ())
        if all(end < first or last < start for first, last in others):
            yield patch


def _span(patch: Patch) -> tuple[int, int]:
    return (0, 0) if patch.kind is PatchKind.JOIN else (patch.start, patch.start + len(patch.before))
