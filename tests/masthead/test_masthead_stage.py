"""The stage: which lines it reads, what it adds to the page, and that the text stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.masthead import ReadMasthead
from pipeline.masthead.strip import likely_places
from pipeline.page import Article, ArticleKind, BlockKind, FactStatus, Flag, Order, Page
from pipeline.settings import MastheadSettings
from tests.pages import BODY, block, front_page, paragraph_page

SEED = Path(__file__).parents[3] / "shared" / "seed" / "page.txt"
READ = ReadMasthead(MastheadSettings())


def bare_page(*texts: str) -> Page:
    """Lines of no known kind, in no article."""
    page = paragraph_page(*texts)
    return replace(page, articles=())


def in_force(page: Page) -> dict[str, str]:
    facts = [fact for fact in page.facts if fact.status is not FactStatus.CONTRADICTED]
    return {fact.name: fact.value for fact in reversed(facts)}


def test_a_scanned_page() -> None:
    page = READ(front_page())
    assert in_force(page) == {
        "date": "2024-05-06",
        "weekday": "1",
        "lunar": "2024-03-28",
        "number": "1234",
        "edition": "1",
        "title": "河畔日报",
    }
    assert page.flags == ()
    assert (page.blocks, page.patches, page.articles) == (front_page().blocks, (), front_page().articles)
    assert all(fact.line in page.lines or not fact.printed for fact in page.facts)


def test_a_contradiction_is_flagged_once_however_often_it_runs() -> None:
    page = bare_page("2023年9月12日 星期五", "农历癸卯年七月廿八", "　　本报讯 昨天，河口的灯亮了。")
    kept = Flag("b1l3", "doubtful", 1.0, "note", "repair")
    once = READ(replace(page, flags=(kept,)))
    assert [(flag.target, flag.stage) for flag in once.flags] == [("b1l3", "repair"), ("b1l1", "masthead")]
    assert "星期五" in once.flags[1].reason
    assert READ(once) == once


def test_bare_text_is_read_from_its_first_lines_only() -> None:
    page = bare_page(
        "2023年9月12日◆星期", "河口版", "　　本报讯 昨天，河口的灯亮了。", "1999年1月1日", "第7版", "星期六 总第9期"
    )
    assert in_force(READ(page)) == {"date": "2023-09-12", "weekday": "2", "lunar": "2023-07-28", "edition": "河口版"}


def test_dates_in_articles_are_not_of_the_issue() -> None:
    story = block(2, BODY, 60, 200, ["2020年2月2日", "　　昨天，河口的灯亮了。"])
    head = block(1, BlockKind.HEADER, 60, 60, ["2023年9月12日"])
    article = Article("a1", ArticleKind.ARTICLE, body=(("b2l1", "b2l2"),))
    page = replace(paragraph_page("字"), blocks=(head, story), articles=(article,))
    page = replace(page, orders=(Order(tuple(page.lines), 1.0, "hand"),))
    assert in_force(READ(page))["date"] == "2023-09-12"
    headless = replace(page, blocks=(story,), orders=(Order(("b2l1", "b2l2"), 1.0, "hand"),))
    assert [line for place in list(likely_places(headless))[:2] for line in place] == []


@pytest.mark.parametrize(
    "page", [Page("blank", front_page().source), bare_page("　　昨天，河口的灯亮了。"), bare_page("")]
)
def test_a_page_without_a_masthead_has_no_facts(page: Page) -> None:
    assert READ(page).facts == ()


@pytest.mark.skipif(not SEED.exists(), reason="the seed page is not here")
def test_the_seed_page() -> None:
    texts = [row for row in SEED.read_text("utf-8").splitlines() if row.strip()]
    page = READ(bare_page(*texts))
    assert in_force(page) == {
        "date": "2023-09-12",
        "weekday": "2",
        "lunar": "2023-07-28",
        "number": "5262",
        "edition": "平湖版",
    }
    (weekday,) = [fact for fact in page.facts if fact.name == "weekday"]
    assert (weekday.printed, weekday.status) == ("星期", FactStatus.SUPPLIED)
    assert page.flags == ()
