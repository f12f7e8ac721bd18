"""The stage: which lines to read, and the facts they give."""

from __future__ import annotations

from dataclasses import replace

from pipeline.masthead.dated import day_facts
from pipeline.masthead.labels import label_facts
from pipeline.masthead.reading import statements_of
from pipeline.masthead.statements import Kind
from pipeline.masthead.strip import PLACES_OUTSIDE_ARTICLES, likely_places, strip_of
from pipeline.masthead.verdict import verdict_of
from pipeline.page import BlockKind, Fact, FactStatus, Flag, Page
from pipeline.settings import MastheadSettings

WARNING = "warning"


class ReadMasthead:
    """Reads date, weekday, lunar date, issue number, page and title, and checks those of the day by each other.

    What is missing is supplied with its reason, what contradicts the rest is flagged. The text stays as it is.
    """

    name = "masthead"
    version = "1"
    engine = ""

    def __init__(self, settings: MastheadSettings) -> None:
        self._settings = settings

    @property
    def settings(self) -> MastheadSettings:
        return self._settings

    def __call__(self, page: Page) -> Page:
        facts = facts_of(page)
        flags = tuple(
            Flag(fact.line or page.id, fact.reason, 1.0, WARNING, self.name)
            for fact in facts
            if fact.status is FactStatus.CONTRADICTED
        )
        kept = tuple(flag for flag in page.flags if flag.stage != self.name)
        return replace(page, facts=facts, flags=(*kept, *flags))


def facts_of(page: Page) -> tuple[Fact, ...]:
    """What the page tells of its issue, from the surest of its lines that say which day it is of.

    Where none does, what else is told by the surest that tell anything; lines of articles are not asked for that.
    """
    best: tuple[Fact, ...] = ()
    for number, line_ids in enumerate(likely_places(page)):
        strip = strip_of(page, line_ids)
        statements = statements_of(strip.text)
        verdict = verdict_of(statements)
        numbered = {i for i in line_ids if page.block_of[i].kind is BlockKind.PAGE_NUMBER}
        labels = label_facts(strip, statements, numbered, max(1, len(page.sheets)))
        facts = (*day_facts(strip, statements, verdict), *labels)
        if verdict and any(one.kind is Kind.DATE for one in (*verdict.agreeing, *verdict.near)):
            return facts
        has_day = verdict is not None and not any(fact.name == "date" for fact in best)
        if has_day or (not best and number < PLACES_OUTSIDE_ARTICLES):
            best = facts
    return best
