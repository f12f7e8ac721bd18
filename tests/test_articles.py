"""Articles from threads: on sample pages as perfect reading would give them."""

from __future__ import annotations

from functools import cache

import pytest
from tests.order.truth_pages import truth_of, truth_page

from pipeline.articles import FindArticles
from pipeline.order import OrderLines
from pipeline.page import FURNITURE, ArticleKind, Page
from pipeline.settings import ArticlesSettings, OrderSettings

PAGES = ("front", "six", "inside", "small")


@cache
def made(name: str) -> Page:
    page = OrderLines(OrderSettings())(truth_page(name))
    return FindArticles(ArticlesSettings())(page)


def text_of(page: Page, ids: tuple[str, ...]) -> str:
    return "".join(page.lines[i].text for i in ids).replace("\u3000", "").replace(" ", "")


def bare(text: str) -> str:
    return text.replace("\u3000", "").replace(" ", "")


@pytest.mark.parametrize("name", PAGES)
def test_the_order_is_a_permutation_of_the_lines(name: str) -> None:
    page = made(name)
    assert sorted(page.line_order) == sorted(page.lines)


@pytest.mark.parametrize("name", PAGES)
def test_a_line_is_in_one_article_at_most(name: str) -> None:
    used = [i for article in made(name).articles for i in article.line_ids()]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("name", ["front", "six", "inside"])
def test_furniture_is_in_no_article(name: str) -> None:
    page = made(name)
    used = {i for article in page.articles for i in article.line_ids()}
    furniture = {line.id for block in page.blocks if block.kind in FURNITURE for line in block.lines}
    assert furniture
    assert not used & furniture


@pytest.mark.parametrize("name", PAGES)
def test_stories_have_their_headline_and_their_text(name: str) -> None:
    page = made(name)
    bodies = {text_of(page, a.headline): text_of(page, tuple(i for p in a.body for i in p)) for a in page.articles}
    stories = [a for a in truth_of(name)["articles"] if a["kind"] == "article"]
    whole = [a for a in stories if bodies.get(bare(a["headline"])) == bare("".join(a["paragraphs"]))]
    assert len(whole) >= 0.6 * len(stories)


def test_paragraphs_begin_where_rows_are_indented() -> None:
    page = made("small")
    found = {text_of(page, p) for a in page.articles for p in a.body}
    wanted = [bare(p) for a in truth_of("small")["articles"] if a["kind"] == "article" for p in a["paragraphs"]]
    assert sum(p in found for p in wanted) >= 0.9 * len(wanted)


def test_jump_lines_are_no_text_but_say_where_the_story_goes_on() -> None:
    articles = [a for name in PAGES for a in made(name).articles]
    assert any(a.continues_on or a.continued_from for a in articles)
    assert all(a.jump for a in articles if a.continues_on or a.continued_from)


def test_notices_and_advertisements_are_items_of_their_own() -> None:
    kinds = {a.kind for name in PAGES for a in made(name).articles}
    assert kinds & {ArticleKind.NOTICE, ArticleKind.ADVERTISEMENT}
