"""Which line someone means, and what is said of it."""

from __future__ import annotations

import pytest

from pipeline.ingest_text import read_text
from pipeline.page import Page
from pipeline.threads.explanation import explanation_of, lines_meant, place_of
from pipeline.threads.found import Threads
from pipeline.threads.reading import read_page
from pipeline.threads.speaking import Speaker
from tests.threads import garbled_text


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    (read,) = read_text(garbled_text.written(tmp_path_factory.mktemp("text")))
    return read


@pytest.fixture(scope="module")
def threads(page: Page) -> Threads:
    return read_page(page).threads


def meant(page: Page, wanted: str) -> list[str]:
    return [page.lines[line].text for line in lines_meant(page, wanted)]


def test_a_line_is_named_in_four_ways(page: Page) -> None:
    row = next(n for n, text in enumerate(garbled_text.as_given().split("\n"), 1) if text.startswith("会议要求"))
    assert meant(page, str(row)) == garbled_text.HARBOUR_TWO
    assert meant(page, f"{row}:1") == garbled_text.HARBOUR_TWO[:1]
    assert meant(page, f"{row}:20") == garbled_text.HARBOUR_TWO[1:2]  # any column of the line will do
    (line,) = lines_meant(page, "四十六艘")
    assert meant(page, line) == meant(page, "四十六 艘") == [garbled_text.HARBOUR[5]]
    assert place_of(page, lines_meant(page, f"{row}:20")[0]) == f"{row}:13"
    assert meant(page, "没有这样的话") == meant(page, "99999") == []


def test_candidates_are_ranked_and_the_decision_is_among_them(page: Page, threads: Threads) -> None:
    (line,) = lines_meant(page, "四十六艘")
    explained = explanation_of(threads, line)
    shares = [candidate.share for candidate in explained.before.candidates]
    assert shares[0] == max(shares) and explained.before.decided == "line"
    (decided,) = (c for c in explained.before.candidates if c.decided)
    assert page.lines[decided.line].text == garbled_text.HARBOUR[4]
    assert not decided.given and any(c.given for c in explained.before.candidates)
    assert any("登记" in sign for sign in decided.spoken.signs)
    assert sum(shares) + explained.before.none + explained.before.lost <= 1.0 + 1e-9


def test_where_a_paragraph_ends_nothing_follows(page: Page, threads: Threads) -> None:
    (line,) = lines_meant(page, "用了二十年以上")
    assert explanation_of(threads, line).after.decided == "none"


@pytest.mark.parametrize(
    ("tail", "head", "said"),
    [
        ("参观了《新", "馆》一书", "closes the 《 left open"),
        ("全长12", "36米", "a number goes on"),
        ("就这样结束了。", "第二天一早", "a sentence ends before it"),
        ("昨天天晴了", "■记者 周小满", "a story begins with it"),
        ("有人说\"不行", "\"也有人说行", "closes a quotation"),
        ("全港现有登", "记渔船", "the word 登记 across the joint"),
    ],
)
def test_what_speaks_is_said_in_words(tail: str, head: str, said: str) -> None:
    assert said in Speaker([tail, head]).of(0, 1).signs


def test_what_stands_elsewhere_speaks_too() -> None:
    signs = Speaker(["全市渔船检", "修中心", "派人到渔船检修中心去"]).of(0, 1).signs
    assert any("stands elsewhere too" in sign for sign in signs)
