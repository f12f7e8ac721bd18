"""Vertical pages: what is printed is what the truth says, nothing lies on anything else, right comes before left."""
from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from samples.fonts import covers
from samples.make import make_page
from samples.press import Press
from samples.sheet import Box, Sheet
from samples.truth import corners
from samples.vertical import compose_fold, compose_vertical
from samples.vertical_frames import Block, Frame
from samples.vertical_heads import pieces
from samples.vertical_house import choose, faces
from samples.vertical_names import figures, numeral
from samples.vertical_type import PUSH, cells_of, set_column, set_reverse, take
from samples.vertical_words import Pointing, old_topics, render
from samples.words import TAGS

SMALL = (1300, 1500)
SEEDS = tuple(range(1, 9))


@cache
def small(seed: int) -> Press:
    """A small vertical page."""
    return compose_vertical(Random(seed), None, (), SMALL)


def tight(text: str) -> str:
    return text.replace("\u3000", "").replace(" ", "")


def meets(a: Box, b: Box, least: float) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > least and min(a[3], b[3]) - max(a[1], b[1]) > least


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_join_to_paragraphs(seed: int) -> None:
    press = small(seed)
    assert press.items
    for item in press.items:
        lines = [line for line in press.sheet.lines if line.item == item.id]
        for number, paragraph in enumerate(item.paragraphs):
            printed = [x.text for x in lines if x.paragraph == number and x.role in ("body", "section")]
            assert tight("".join(printed)) == tight(paragraph)
        for role, text in (("headline", item.headline), ("kicker", item.kicker), ("subheadline", item.subheadline),
                           ("byline", item.byline), ("caption", "".join(item.captions))):
            assert tight("".join(line.text for line in lines if line.role == role)) == tight(text)
    assert "".join(line.text for line in press.sheet.lines if line.role == "furniture") == "".join(
        text for _, text in press.furniture)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_lies_on_anything_else(seed: int) -> None:
    sheet = small(seed).sheet
    width, height = sheet.size
    solid = [region.box for region in sheet.regions if region.kind in ("picture", "drawing")]
    for k, line in enumerate(sheet.lines):
        assert 0 <= line.box[0] < line.box[2] <= width and 0 <= line.box[1] < line.box[3] <= height, line
        assert line.text.strip() != ""
        assert not any(meets(line.box, box, 1.0) for box in solid), line
        for other in sheet.lines[k + 1:]:
            assert not meets(line.box, other.box, 2.0), (line, other)


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_do_not_cross_type(seed: int) -> None:
    sheet = small(seed).sheet
    rules = [region.box for region in sheet.regions if region.kind == "rule"]
    for line in sheet.lines:
        if line.role != "furniture":
            assert not any(meets(line.box, box, 3.0) for box in rules), line


@pytest.mark.parametrize("seed", SEEDS)
def test_text_runs_from_right_to_left_and_from_tier_to_tier(seed: int) -> None:
    press = small(seed)
    size = press.house.size_px
    for item in press.items:
        if item.kind == "article":
            body = [line.box for line in press.sheet.lines if line.item == item.id and line.role == "body"]
            for before, after in pairwise(body):
                left_of = after[2] <= before[2] - 0.8 * size
                assert left_of or after[1] > before[1] + 3 * size, item.id


def test_there_are_upright_heads_and_heads_across() -> None:
    presses = [*map(small, SEEDS), compose_fold(Random(2), None, (), (3600, 2600))]
    heads = [line.box for press in presses for line in press.sheet.lines if line.role == "headline"]
    assert any(b[2] - b[0] > 2 * (b[3] - b[1]) for b in heads)
    assert sum(b[3] - b[1] > 2 * (b[2] - b[0]) for b in heads) > 10


def test_the_same_seed_makes_the_same_page() -> None:
    one, two = (compose_vertical(Random(9), None, (), SMALL) for _ in range(2))
    assert np.array_equal(one.sheet.pixels(), two.sheet.pixels())
    assert one.sheet.lines == two.sheet.lines
    assert small(1).sheet.lines != small(2).sheet.lines


def test_text_of_the_user_replaces_the_prose() -> None:
    text = ["白日依山盡、黃河入海流。欲窮千里目、更上一層樓。", "春眠不覺曉、處處聞啼鳥。夜來風雨聲、花落知多少。"] * 9
    press = compose_vertical(Random(3), text, (), SMALL)
    stories = {item.id for item in press.items if item.kind == "article"}
    printed = "".join(line.text for line in press.sheet.lines if line.role == "body" and line.item in stories)
    assert len(printed) > 200
    assert not set(printed) - set("".join(text)) - set("▲◎○●")


def test_a_fold_holds_two_pages_right_one_first() -> None:
    press = compose_fold(Random(5), None, (), (2600, 1900))
    right, left = [region.box for region in press.sheet.regions if region.kind == "page"]
    assert right[0] >= left[2] - 1
    sides = []
    for item in press.items:
        lines = [line.box for line in press.sheet.lines if line.item == item.id]
        inside = [all(leaf[0] <= b[0] and b[2] <= leaf[2] for b in lines) for leaf in (right, left)]
        assert any(inside)
        sides.append(inside.index(True))
    assert sides == sorted(sides) and set(sides) == {0, 1}


def test_truth_says_vertical_and_on_which_page_of_the_fold() -> None:
    image, truth = make_page(31, "fold")
    assert truth["page"]["direction"] == "vertical"
    assert (truth["page"]["height"], truth["page"]["width"]) == image.shape[:2]
    for name in ("articles", "furniture", "lines", "blocks"):
        assert {entry["page"] for entry in truth[name]} == {1, 2}
    pages = {article["id"]: article["page"] for article in truth["articles"]}
    middle = max(point[0] for block in truth["blocks"] if block["kind"] == "page" and block["page"] == 2
                 for point in block["polygon"])
    for line in truth["lines"]:
        if line["article"]:
            assert line["page"] == pages[line["article"]] == (1 if line["polygon"][0][0] > middle else 2)
    assert len([block for block in truth["blocks"] if block["kind"] == "page"]) == 2
    json.dumps(truth)


def test_ink_is_where_the_polygons_are() -> None:
    press = small(2)
    page = press.sheet.pixels()
    for line in press.sheet.lines:
        x0, y0, x1, y1 = (round(v) for v in line.box)
        patch = page[y0:y1, x0:x1]
        assert (np.abs(patch.astype(int) - int(np.median(patch))) > 90).mean() > 0.01, line


def test_brackets_are_turned_and_stops_are_moved() -> None:
    face, sheet = faces("song")[0], Sheet(400, 400)
    box = sheet.column(set_column(cells_of("（、一")), face, 100, 50, 50, "body")
    ink = 255 - sheet.pixels()[:, :160].astype(int)
    assert box == (50, 50, 150, 350)
    bracket = np.argwhere(ink[50:150] > 128)
    assert np.ptp(bracket[:, 1]) > 2 * np.ptp(bracket[:, 0])
    stop = np.argwhere(ink[150:250] > 128).mean(0)
    assert stop[0] < 45 and stop[1] > 105


def test_marks_beside_take_no_cell() -> None:
    cells = cells_of("春、夏。秋", beside=True)
    assert [cell.text for cell in cells] == ["春、", "夏。", "秋"]
    line = set_column(cells)
    assert line.text == "春、夏。秋" and line.side > 0 and line.bottom == 3.0


def test_figures_in_pairs_share_a_cell() -> None:
    assert [cell.text for cell in cells_of("於12日1935年", paired=True)] == [*"於", "12", *"日1935年"]


def test_kinsoku_is_kept_when_the_house_keeps_it() -> None:
    cells = cells_of("甲乙丙丁、戊「己庚")
    assert take(cells, 0, 4, PUSH) == 3 and take(cells, 0, 4) == 4
    assert take(cells, 0, 7, PUSH) == 6


def test_a_line_from_right_to_left_keeps_figures_and_turns_brackets() -> None:
    line = set_reverse("（第12版")
    places = sorted(line.glyphs, key=lambda glyph: glyph[1])
    assert "".join(char for char, _ in places) == "版12第）"
    assert line.text == "（第12版"


def test_blocks_are_free_no_more() -> None:
    style = choose(Random(1))
    frame = Frame(style, (0.0, 0.0, 40 * style.pitch_px, 3 * style.step_px), 3)
    frame.take(Block(0, 2, 0, 3))
    frame.take(Block(0, 1, 3, 2, rows=4))
    slots = list(frame.slots())
    assert slots[0].column == 3 and slots[0].rows == style.tier_chars - 4
    assert not frame.is_free(1, 1, 2, 4) and frame.is_free(2, 1, 0, 5)
    assert {slot.tier for slot in slots if slot.column < 3} == {2}
    assert next(y for left, right, y in frame.rules()) > frame.top(0)


@pytest.mark.parametrize(("manner", "text"), [
    ("full", "甲，乙。「丙」？"), ("dots", "甲、乙。「丙」。"), ("none", "甲乙丙"),
])
def test_pointing(manner: str, text: str) -> None:
    assert Pointing(manner).of("甲，乙。「丙」？") == text


def test_numbers_in_words() -> None:
    assert [numeral(n) for n in (0, 7, 10, 18, 20, 105, 320, 1004, 25000)] == [
        "零", "七", "十", "十八", "二十", "一百零五", "三百二十", "一千零四", "二萬五千"]
    assert figures(305) == "三〇五"


def test_headings_are_cut_at_their_marks_and_evenly() -> None:
    assert pieces("米價連日暴漲/貧民", 4) == ["米價連", "日暴漲", "貧民"]


def test_polygons_follow_the_long_side() -> None:
    points = corners((0, 0, 10, 100), 4, upright=True)
    assert points[0].tolist() == [0, 0] and points[1].tolist() == [10, 0] and points[-1].tolist() == [0, 25]
    assert len(points) == 10


def test_every_pattern_can_be_rendered_and_printed() -> None:
    rng = Random(3)
    face = faces("song")[0]
    total = 0
    for topic in old_topics():
        for tag in TAGS:
            for pattern in topic.of(tag):
                text = render(pattern, rng, {})
                total += len(text)
                assert text and not set(text) & set("{}[]|"), pattern
                assert covers(face, text.replace("/", "")), pattern
    assert total > 12000
