"""Whole pages: what is printed is what the truth says, nothing lies on anything else."""
from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from samples.desk import Desk
from samples.kinsoku import NEVER_FIRST, NEVER_LAST
from samples.make import compose, make_page
from samples.press import Press
from samples.sheet import Box
from samples.words import TAGS, render, topics

Pressed = Callable[[str, int], Press]
PAGES = [
    ("small", 1), ("small", 2), ("front-seed", 1), ("six", 2), ("inside", 3), ("front", 4), ("crowded", 5),
    ("mixed", 6),
]


def tight(text: str) -> str:
    return text.replace("\u3000", "").replace(" ", "")


def meets(a: Box, b: Box, least: float = 1.0) -> bool:
    return (min(a[2], b[2]) - max(a[0], b[0]) > least) and (min(a[3], b[3]) - max(a[1], b[1]) > least)


@pytest.mark.parametrize("page", PAGES)
def test_lines_join_to_paragraphs(pressed: Pressed, page: tuple[str, int]) -> None:
    press = pressed(*page)
    for item in press.items:
        lines = [line for line in press.sheet.lines if line.item == item.id]
        for number, paragraph in enumerate(item.paragraphs):
            printed = [x.text for x in lines if x.paragraph == number and x.role in ("body", "section")]
            assert "".join(printed) == paragraph
        for role, text in (("headline", item.headline), ("kicker", item.kicker), ("subheadline", item.subheadline),
                           ("byline", item.byline), ("caption", "".join(item.captions))):
            assert tight("".join(line.text for line in lines if line.role == role)) == tight(text)
        assert item.headline or item.kind == "advertisement"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_lies_on_anything_else(pressed: Pressed, page: tuple[str, int]) -> None:
    sheet = pressed(*page).sheet
    width, height = sheet.size
    solid = [region.box for region in sheet.regions if region.kind in ("picture", "drawing", "rule")]
    for k, line in enumerate(sheet.lines):
        assert 0 <= line.box[0] < line.box[2] <= width and 0 <= line.box[1] < line.box[3] <= height
        assert line.text == line.text.strip() != ""
        assert not any(meets(line.box, box) for box in solid), line
        slack = 0.08 * (line.box[3] - line.box[1])
        assert not any(meets(line.box, other.box, max(1.0, slack)) for other in sheet.lines[k + 1:]), line


@pytest.mark.parametrize("page", PAGES)
def test_body_keeps_kinsoku(pressed: Pressed, page: tuple[str, int]) -> None:
    press = pressed(*page)
    body = [line for line in press.sheet.lines if line.role == "body" and line.item]
    for before, after in pairwise(body):
        if (before.item, before.paragraph) == (after.item, after.paragraph):
            assert after.text[0] not in NEVER_FIRST and before.text[-1] not in NEVER_LAST


@pytest.mark.parametrize("page", PAGES)
def test_stories_share_no_sentence(pressed: Pressed, page: tuple[str, int]) -> None:
    seen: dict[str, str] = {}
    for item in pressed(*page).items:
        if item.kind in ("article", "picture"):
            for sentence in "".join(item.paragraphs).split("。"):
                if len(sentence) > 12:
                    assert seen.setdefault(sentence, item.id) == item.id


def test_the_seed_front_has_what_it_must(pressed: Pressed) -> None:
    press = pressed("front-seed", 1)
    kinds = [item.kind for item in press.items]
    assert kinds.count("picture") == 1 and kinds.count("article") >= 6 and "notice" in kinds
    assert {"masthead", "dateline", "imprint"} <= {kind for kind, _ in press.furniture}
    columns: dict[str | None, set[float]] = {}
    for region in press.sheet.regions:
        if region.kind == "column":
            columns.setdefault(region.item, set()).add(region.box[0])
    assert {4, 5, 1} <= {len(lefts) for lefts in columns.values()}


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in PAGES}))
def test_pages_of_the_kinds_are_newspaper_sized(pressed: Pressed, kind: str) -> None:
    width, height = pressed(*next(page for page in PAGES if page[0] == kind)).sheet.size
    if kind == "small":
        assert 1400 < width < 1800 and height == 1200
    else:
        assert 3450 <= width <= 4400 and 5000 <= height <= 5800


def test_the_same_seed_makes_the_same_page() -> None:
    one, two, other = make_page(5, "small", "degraded"), make_page(5, "small", "degraded"), make_page(6, "small")
    assert np.array_equal(one[0], two[0])
    assert json.dumps(one[1]) == json.dumps(two[1])
    assert json.dumps(one[1]["lines"]) != json.dumps(other[1]["lines"])


def test_text_of_the_user_replaces_the_prose() -> None:
    text = ["春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少？", "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。"] * 40
    press = compose(Random(1), "small", text, ())
    printed = "".join(line.text for line in press.sheet.lines if line.role == "body")
    assert len(printed) > 300
    assert not set(printed) - set("".join(text))


def test_every_pattern_can_be_rendered() -> None:
    rng = Random(3)
    for topic in topics():
        for tag in TAGS:
            for pattern in topic.of(tag):
                text = render(pattern, rng, {"city": "澄川"})
                assert text and not set(text) & set("{}[]|"), pattern
    assert sum(len(pattern) for topic in topics() for pattern in topic.of("body")) > 6000


def test_a_story_has_a_topic_of_its_own() -> None:
    desk = Desk(Random(1), lambda text: True)
    assert len({desk.story().topic.name for _ in range(20)}) == 20
