"""Old forms of characters: seen by the recogniser, or told by the others of their story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.page import Article, ArticleKind, Char, Page, PatchKind
from pipeline.repair import Repair
from pipeline.repair.variants import old_forms
from pipeline.settings import RepairSettings
from tests.repair.test_repair_doubtful import char, page_of


def sure(text: str) -> tuple[Char, ...]:
    return tuple(char(c, 0.999) for c in text)


def page_with(*lines: tuple[Char, ...]) -> Page:
    page = page_of(*lines)
    return replace(page, articles=(Article("a1", ArticleKind.ARTICLE, body=(tuple(page.lines),)),))


def changes(page: Page) -> list[tuple[str, int, str, str]]:
    found = list(old_forms(page))
    assert all(p.kind is PatchKind.CORRECT and p.reason == "old form" for p in found)
    return [(p.line, p.start, p.before, p.after) for p in found]


@pytest.mark.parametrize(("likely", "found"), [(0.12, [("b1l1", 1, "教", "敎")]), (0.004, [])])
def test_a_form_that_the_recogniser_holds_for_possible_is_printed(
    likely: float, found: list[tuple[str, int, str, str]]
) -> None:
    page = page_with((*sure("市"), char("教", 0.8, ("敎", likely)), *sure("育局")))
    assert changes(page) == found


def test_forms_that_it_does_not_know_follow_those_of_their_story() -> None:
    page = page_with((*sure("敎員卽日登報通告"),), (*sure("定於今晚說明"),))
    assert changes(page) == [("b1l1", 7, "告", "吿"), ("b1l2", 3, "晚", "晩"), ("b1l2", 4, "說", "説")]


@pytest.mark.parametrize("text", ["敎員登報通告", "敎員卽日往教育局通告", "爲衆人通告強盜", "教員即日登報通告"])
def test_in_doubt_they_stay(text: str) -> None:
    """One old form alone, some of either kind, and forms that today's type has as well."""
    assert changes(page_with(sure(text))) == []


def test_another_story_has_its_own_type() -> None:
    page = page_of(sure("敎員卽日登報通告"), sure("教員即日登報通告"))
    one, other = page.lines
    articles = (
        Article("a1", ArticleKind.ARTICLE, body=((one,),)),
        Article("a2", ArticleKind.ARTICLE, body=((other,),)),
    )
    assert changes(replace(page, articles=articles)) == [("b1l1", 7, "告", "吿")]


def test_the_stage_leaves_them_where_the_language_has_no_say() -> None:
    page = page_with(sure("敎員卽日登報通告學生罷課聲明會議國貨賣買"))
    assert [p.after for p in Repair(RepairSettings())(page).patches if p.reason == "old form"] == ["吿"]
    assert not [p for p in Repair(RepairSettings(language=False))(page).patches if p.reason == "old form"]
