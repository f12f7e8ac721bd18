"""Mixed pages: upright and reversed headings, wrapped stories, comments, briefs; what is printed is the truth."""
from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from samples.fonts import cast
from samples.grounds import on_ground
from samples.heads import make_head
from samples.layout import Grid, Inset, Leaf, Shape
from samples.make import compose, make_page
from samples.mixed import TURNS, mixed_plan
from samples.plans import Area
from samples.press import Item, Press
from samples.shaped import set_shaped
from samples.sheet import Box, PrintedLine
from samples.upright import make_upright_caption, make_upright_head
from samples.voices import set_briefs, set_comment, voice

Pressed = Callable[[str, int], Press]
SEEDS = (32000, 32001, 32004, 32007)


def tight(text: str) -> str:
    return text.replace("\u3000", "").replace(" ", "")


def meets(a: Box, b: Box, least: float = 1.0) -> bool:
    return (min(a[2], b[2]) - max(a[0], b[0]) > least) and (min(a[3], b[3]) - max(a[1], b[1]) > least)


def tall(line: PrintedLine) -> bool:
    return line.box[3] - line.box[1] > 2 * (line.box[2] - line.box[0])


def within(inner: Box, outer: Box) -> bool:
    from_left, to_right = inner[0] >= outer[0] - 1, inner[2] <= outer[2] + 1
    return from_left and to_right and inner[1] >= outer[1] - 1 and inner[3] <= outer[3] + 1


def sheet_of_one(seed: int, columns: int = 5) -> tuple[Press, Box]:
    """An empty page and a frame on it, so many base columns wide."""
    press = compose(Random(seed), "small", None, ())
    press.sheet.image.paste(255, (0, 0, *press.sheet.size))
    press.sheet.lines.clear()
    press.sheet.regions.clear()
    press.items.clear()
    house = press.house
    wide = type(press.sheet)(house.across(columns) + 200, 2200)
    press.sheet = wide
    left, right = Grid(house, 100).span(0, columns)
    return press, (left, 100.0, right, 2100.0)


def the_story(press: Press, leaf: Leaf) -> tuple[Item, list[PrintedLine], list[Leaf]]:
    inner = set_shaped(press, leaf)
    item = press.items[0]
    return item, [line for line in press.sheet.lines if line.item == item.id], inner


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_join_to_what_the_truth_says(pressed: Pressed, seed: int) -> None:
    press = pressed("mixed", seed)
    for item in press.items:
        lines = [line for line in press.sheet.lines if line.item == item.id]
        for number, paragraph in enumerate(item.paragraphs):
            printed = [x.text for x in lines if x.paragraph == number and x.role in ("body", "section")]
            assert "".join(printed) == paragraph
        for number, caption in enumerate(item.captions):
            printed = [x.text for x in lines if x.paragraph == number and x.role == "caption"]
            assert tight("".join(printed)) == tight(caption)
        for role, text in (("headline", item.headline), ("kicker", item.kicker), ("subheadline", item.subheadline),
                           ("byline", item.byline)):
            assert tight("".join(line.text for line in lines if line.role == role)) == tight(text)
        jumps = "".join(line.text for line in lines if line.role == "jump")
        assert bool(item.continues_on) == ("下" in jumps) and bool(item.continued_from) == ("接" in jumps)
        assert item.continues_on in jumps and item.continued_from in jumps


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_lies_on_anything_else(pressed: Pressed, seed: int) -> None:
    sheet = pressed("mixed", seed).sheet
    width, height = sheet.size
    solid = [region.box for region in sheet.regions if region.kind in ("picture", "drawing", "rule")]
    for k, line in enumerate(sheet.lines):
        assert 0 <= line.box[0] < line.box[2] <= width and 0 <= line.box[1] < line.box[3] <= height
        assert line.text == line.text.strip() != ""
        assert not any(meets(line.box, box) for box in solid), line
        slack = 0.08 * min(line.box[3] - line.box[1], line.box[2] - line.box[0])
        assert not any(meets(line.box, other.box, max(1.0, slack)) for other in sheet.lines[k + 1:]), line


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ground_holds_whole_lines(pressed: Pressed, seed: int) -> None:
    sheet = pressed("mixed", seed).sheet
    for ground in sheet.regions:
        if ground.kind in ("reversed", "tint"):
            touched = [line for line in sheet.lines if meets(line.box, ground.box)]
            assert touched and all(line.item == ground.item and within(line.box, ground.box) for line in touched)


def test_pages_have_several_unusual_items_and_other_ones_each_time(pressed: Pressed) -> None:
    seen: set[str] = set()
    for seed in SEEDS:
        press = pressed("mixed", seed)
        unusual = [traits for traits in press.traits.values() if traits]
        assert 2 <= len(unusual) <= 12
        seen.update(trait for traits in unusual for trait in traits)
    assert len(seen) >= 8, seen


def test_every_turn_can_come_up() -> None:
    press = compose(Random(1), "small", None, ())
    kinds: set[tuple[str, str, int, bool]] = set()
    for seed in range(60):
        rng = Random(seed)
        area = Area(Grid(press.house, 100), 6, 0.0, 400.0, 5200.0)
        for leaf in mixed_plan(area, rng, front=bool(seed % 2)).leaves:
            shape = leaf.shape or Shape()
            kinds.add((leaf.kind, shape.head, len(leaf.insets), shape.backwards))
    assert {"shaped", "comment", "briefs", "photos"} <= {kind for kind, *_ in kinds}
    assert {"above", "left", "between", "centre"} <= {head for _, head, *_ in kinds}
    assert {0, 1, 2} <= {insets for *_, insets, _ in kinds} and any(backwards for *_, backwards in kinds)
    assert len({turn.name for turn in TURNS}) == len(TURNS)


@pytest.mark.parametrize("place", ("left", "right", "between"))
def test_upright_headings_stand_beside_the_text(place: str) -> None:
    press, box = sheet_of_one(3)
    item, lines, _ = the_story(press, Leaf("shaped", box, 5, "minor", shape=Shape(place)))
    heads = [line for line in lines if line.role == "headline"]
    assert heads and all(tall(line) for line in heads) and press.traits[item.id] == [f"head-{place}"]
    assert [line.box[0] for line in heads] == sorted((line.box[0] for line in heads), reverse=True)
    beside = [line for line in lines if line.role == "body" and line.box[1] < heads[0].box[3]]
    left = any(line.box[2] <= heads[-1].box[0] for line in beside)
    right = any(line.box[0] >= heads[0].box[2] for line in beside)
    assert (left, right) == {"left": (False, True), "right": (True, False), "between": (True, True)}[place]


@pytest.mark.parametrize("shape", ("centre", "amid"))
def test_text_stands_on_both_sides_of_a_heading(shape: str) -> None:
    press, box = sheet_of_one(4)
    _, lines, _ = the_story(press, Leaf("shaped", box, 5, "minor", shape=Shape(shape)))
    head = next(line.box for line in lines if line.role == "headline")
    level = [line.box for line in lines if line.role == "body" and line.box[1] < head[3] and line.box[3] > head[1]]
    assert any(b[2] <= head[0] for b in level) and any(b[0] >= head[2] for b in level)
    assert any(line.box[3] < head[1] for line in lines if line.role == "body") == (shape == "amid")


def test_text_goes_around_an_item_and_above_a_bar_first() -> None:
    press, box = sheet_of_one(5)
    bar = Inset(Leaf("article", box, 1, boxed=True), "middle", "all", 5, 0.25)
    _, lines, inner = the_story(press, Leaf("shaped", box, 5, "minor", shape=Shape(), insets=(bar,)))
    hole = inner[0].box
    body = [line for line in lines if line.role == "body"]
    assert not any(meets(line.box, hole) for line in body)
    above = [line.box[3] <= hole[1] for line in body]
    assert above[0] and not above[-1] and above == sorted(above, reverse=True)


def test_a_story_around_another_is_read_column_by_column() -> None:
    press, box = sheet_of_one(6)
    inset = Inset(Leaf("article", box, 1, boxed=True), "middle", "middle", 1, 0.25)
    _, lines, inner = the_story(press, Leaf("shaped", box, 5, "minor", shape=Shape(), insets=(inset,)))
    hole = inner[0].box
    body = [line for line in lines if line.role == "body"]
    columns = [round((line.box[0] - box[0]) // (press.house.column_px + press.house.gutter_px)) for line in body]
    assert columns == sorted(columns) and not any(meets(line.box, hole) for line in body)
    own = [line.box for line in body if meets((line.box[0], 0, line.box[2], 9e9), hole)]
    assert any(b[3] <= hole[1] for b in own) and any(b[1] >= hole[3] for b in own)


def test_a_heading_from_right_to_left_keeps_its_text() -> None:
    for seed in range(30):
        press, box = sheet_of_one(seed, 3)
        item, lines, _ = the_story(press, Leaf("shaped", box, 3, "minor", shape=Shape(backwards=True)))
        if "head-backwards" in press.traits[item.id]:
            assert tight("".join(line.text for line in lines if line.role == "headline")) == tight(item.headline)
            return
    pytest.fail("no heading could be set from right to left")


def test_reversed_type_is_white_on_black() -> None:
    press, box = sheet_of_one(7, 3)
    the_story(press, Leaf("shaped", box, 3, "minor", shape=Shape(ground="reversed")))
    ground = next(region.box for region in press.sheet.regions if region.kind == "reversed")
    pixels = press.sheet.pixels()[round(ground[1]):round(ground[3]), round(ground[0]):round(ground[2])]
    assert (pixels < 60).mean() > 0.5 and (pixels > 240).mean() > 0.03


def test_a_ground_moves_what_stands_below_it() -> None:
    press, _ = sheet_of_one(8)
    head = make_head(press.desk.story(), press.house, Random(1), 2000.0, "major", "记者 甲乙")
    moved, top, bottom = on_ground(head, "reversed", False, 20.0)
    for one in moved.lines:
        inside = top < one.y and one.y + one.size_px < bottom
        assert inside == (one.role == "headline") and (one.ink == 255) == inside
    assert moved.height_px > head.height_px


def test_an_upright_caption_is_read_from_right_to_left_and_keeps_kinsoku() -> None:
    text = "志愿者在古镇码头为老人盛汤，分发饭菜12份。　记者 张三 摄"
    block = make_upright_caption(text, cast("kai")[0], 30, 300)
    assert block is not None and len(block.columns) >= 3
    assert [one.x for one in block.columns] == sorted((one.x for one in block.columns), reverse=True)
    assert tight("".join(one.line.text for one in block.columns)) == tight(text)
    assert not any(one.line.text[0] in "，。" for one in block.columns)
    assert all(one.line.bottom * 30 <= 300 for one in block.columns)
    assert make_upright_caption(text, cast("kai")[0], 30, 120) is None


def test_an_upright_heading_fits_its_room_or_is_none() -> None:
    press, _ = sheet_of_one(9)
    head = make_upright_head(press.desk.story(), press.house, Random(2), 400.0, 1200.0, 140)
    assert head is not None and head.block.width_px <= 400 and head.block.height_px <= 1200
    assert all(one.line.text.isalpha() or " " in one.line.text for one in head.block.columns if one.role == "headline")
    assert make_upright_head(press.desk.story(), press.house, Random(2), 30.0, 200.0, 140) is None


def test_a_comment_has_a_face_of_its_own_and_a_label() -> None:
    press, box = sheet_of_one(10, 3)
    set_comment(press, Leaf("comment", (box[0], box[1], box[2], 1200.0), 3, "short"))
    item = press.items[0]
    body = [line for line in press.sheet.lines if line.role == "body"]
    assert item.kicker in voice("comment").of("kick") and item.headline and "本报讯" not in "".join(item.paragraphs)
    columns = {region.box[0] for region in press.sheet.regions if region.kind == "column"}
    assert 1 <= len(columns) <= 2 and body


def test_briefs_begin_with_a_title_or_mark_each() -> None:
    for seed in range(4):
        press, box = sheet_of_one(seed, 3)
        set_briefs(press, Leaf("briefs", box, 3, "short"))
        item = press.items[0]
        assert len(item.paragraphs) >= 5 and item.headline in voice("briefs").of("kick") and not item.byline
        for number, paragraph in enumerate(item.paragraphs):
            assert paragraph[0] in "▲●■◆★△○" or "\u3000" in paragraph[:10]
            lines = [x.text for x in press.sheet.lines if x.paragraph == number and x.role == "body"]
            assert "".join(lines) == paragraph


def test_jump_lines_say_where_the_story_goes_on() -> None:
    press, box = sheet_of_one(11, 3)
    item, lines, _ = the_story(press, Leaf("shaped", box, 3, "minor", shape=Shape(jump="to")))
    jump = [line for line in lines if line.role == "jump"]
    assert len(jump) == 1 and item.continues_on and item.continues_on in jump[0].text and jump[0] is lines[-1]


def test_the_same_seed_makes_the_same_mixed_page() -> None:
    one, two = make_page(32001, "mixed"), make_page(32001, "mixed")
    assert np.array_equal(one[0], two[0]) and json.dumps(one[1]) == json.dumps(two[1])
    assert one[1]["page"]["traits"]
