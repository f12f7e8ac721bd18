"""Headlines and section heads; what looks like the beginning of a story."""

from __future__ import annotations

import pytest

from pipeline.threads.cohesion import Cohesion
from pipeline.threads.leads import opens_story
from pipeline.threads.openings import groups_of, opening
from pipeline.threads.roles import Kind
from tests.threads.texts import MARKET, MARKET_MORE, SCHOOL, SCHOOL_MORE

HEADING, BYLINE, BODY = Kind.HEADING, Kind.BYLINE, Kind.BODY


def test_headings_and_bylines_make_groups() -> None:
    first, second = groups_of([HEADING, HEADING, BYLINE, BODY, BODY, HEADING, BODY, BYLINE])
    assert (first.headings, first.bylines, first.before, first.after) == ((0, 1), (2,), (), (3, 4))
    assert (second.headings, second.bylines, second.before, second.after) == ((5,), (), (3, 4), (6,))


def likely(heading: str, *below: str) -> float:
    """That it opens a story, under one with a byline."""
    texts = ["鱼市搬到新码头", "■记者 何 清", "".join(MARKET), "".join(MARKET_MORE), heading, *below]
    kinds = [HEADING, BYLINE, BODY, BODY, HEADING, *(BYLINE if "通讯员" in text else BODY for text in below)]
    return opening(groups_of(kinds), texts, Cohesion(texts))[1]


def test_a_byline_or_a_dateline_opens_a_story() -> None:
    school = "".join(SCHOOL).removeprefix("本报讯 ")
    assert likely("清溪小学来了木工老师", "通讯员 孟小川", school, "".join(SCHOOL_MORE)) == 1.0
    assert likely("清溪小学来了木工老师", "".join(SCHOOL)) == 1.0


def test_a_short_heading_in_the_same_matter_opens_none() -> None:
    more, school = "".join(MARKET_MORE), "".join(SCHOOL).removeprefix("本报讯 ")
    same = more.replace("新鲜", "鲜活"), more
    assert likely("新的冷库", *same) < likely("新的冷库", school, "".join(SCHOOL_MORE))
    assert likely("记者手记", *same) < likely("清溪小学来了木工老师", school, "".join(SCHOOL_MORE))


def test_the_first_always_does() -> None:
    assert opening(groups_of([HEADING, BODY]), ["记者手记", "".join(MARKET)], Cohesion(["", ""]))[0] == 1.0
    assert opening([], [], Cohesion([])) == []


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("本报讯 鱼市开张", 1.0, 1.0),
        ("新华社北京5月6日电 鱼市开张", 1.0, 1.0),
        ("据新华社武汉电（记者何清）", 1.0, 1.0),
        ("昨天清晨，鱼市开张", 0.4, 0.8),
        ("在最近的会上", 0.4, 0.8),
        ("鱼存进冷库，第二天再卖", 0.0, 0.1),
    ],
)
def test_first_words(text: str, least: float, most: float) -> None:
    assert least <= opens_story(text) <= most


def test_texts_of_one_matter_have_more_in_common() -> None:
    cohesion = Cohesion(["".join(t) for t in (MARKET, MARKET_MORE, SCHOOL, SCHOOL_MORE)])
    assert cohesion.between([0], [1]) > cohesion.between([0], [2]) >= 0.0
    assert cohesion.between([0], [0]) == pytest.approx(1.0)
    assert cohesion.between([], [1]) == 0.0
