"""Which columns and regions of a vertical page make one story: segments, chains, the net behind them."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.order.headings import Heading
from pipeline.order.pieces import Row, Sheet
from pipeline.order.vertical import flows
from pipeline.order.vertical.columns import Column, Grid, Type
from pipeline.order.vertical.flows import Region, decoded, flows_of, region_of
from pipeline.order.vertical.joints import SIGNS, SIGNS_OF_NODE, SIGNS_OF_PAIR, signs_of
from pipeline.order.vertical.nodes import Fields, Node
from pipeline.order.vertical.regions import Atom
from pipeline.order.vertical.segments import Segment, segments_of
from pipeline.page import Box

EM, PITCH = 30.0, 40.0
SENTENCE = "市政府以電車工潮遷延日久影響市面今晨特召集勞資雙方舉行調解會議工會發表宣言吁請各界援助"


def column(name: str, u: float, v: float, length: int = 10, text: str = "") -> Atom:
    """A column of `length` characters whose head is at u, its right side at v."""
    words = text or (SENTENCE * 2)[sum(map(ord, name)) % 30 :][:length]
    row = Row(name, (u, v, u + length * EM, v + EM), EM, words, 0.95)
    return Atom("body", row.box, 0, Column(row, Type.BODY, EM, words))


def tier(name: str, u: float, v: float, count: int, length: int = 10) -> list[Atom]:
    return [column(f"{name}{k}", u, v + k * PITCH, length) for k in range(count)]


def grid_with(atoms: list[Atom]) -> Grid:
    sheet = Sheet(2000, 2000, EM, (), (), (), ())
    return Grid(sheet, tuple(a.column for a in atoms if a.column is not None), EM, PITCH, False)


def names(segment: Segment) -> list[str]:
    return [c.row.id for c in segment.columns]


def stories(atoms: list[Atom], rules: list[Box] | None = None) -> list[list[str]]:
    grid = grid_with(atoms)
    flows = flows_of(region_of(atoms, [], grid, rules or []), grid)
    return [[i for part in flow.parts if isinstance(part, Segment) for i in names(part)] for flow in flows]


def test_columns_of_one_tier_are_one_segment_whatever_their_order() -> None:
    atoms = tier("a", 100, 100, 6)
    found = segments_of(atoms[::-1], grid_with(atoms), [])
    assert [names(s) for s in found] == [["a0", "a1", "a2", "a3", "a4", "a5"]]


def test_an_upright_rule_parts_segments() -> None:
    atoms = tier("a", 100, 100, 6)
    rule = (90.0, 100 + 3 * PITCH - 6, 420.0, 100 + 3 * PITCH - 4)
    found = segments_of(atoms, grid_with(atoms), [rule])
    assert [len(s.slots) for s in found] == [3, 3]


def test_a_column_that_was_cut_is_whole_beside_columns_that_run_past_the_cut() -> None:
    parts = [column("x", 100, 100 + 2 * PITCH, 4), column("y", 100 + 5 * EM, 100 + 2 * PITCH, 5)]
    atoms = [*tier("a", 100, 100, 2), *parts, *tier("b", 100, 100 + 3 * PITCH, 2)]
    (only,) = segments_of(atoms, grid_with(atoms), [])
    assert names(only) == ["a0", "a1", "x", "y", "b0", "b1"]


def test_no_segment_holds_columns_of_two_tiers() -> None:
    high = tier("h", 100, 100, 4, length=21)
    above = tier("a", 100, 100 + 4 * PITCH, 6)
    beneath = tier("b", 100 + 11 * EM, 100 + 4 * PITCH, 6)
    found = segments_of([*high, *above, *beneath], grid_with([*high, *above, *beneath]), [])
    assert all(len({name[0] for name in names(s)}) == 1 for s in found)
    assert sum(len(s.slots) for s in found) == 16


def test_a_tier_ends_where_the_next_begins_beside_columns_as_high_as_both() -> None:
    above, beneath = tier("a", 100, 100, 3), tier("b", 100 + 12 * EM, 100, 3)
    high = tier("h", 100, 100 + 3 * PITCH, 8, length=22)
    atoms = [*above, *beneath, *high]
    tiers = {names(s)[0]: s.tier for s in segments_of(atoms, grid_with(atoms), [])}
    assert tiers["a0"][1] <= 100 + 12 * EM == tiers["b0"][0]
    assert tiers["h0"] == (100, 100 + 22 * EM)


def test_text_goes_through_both_tiers_beside_columns_as_high_as_both() -> None:
    """Not from column to column down the lane, as they lie in line."""
    high = tier("h", 100, 100, 4, length=21)
    above = tier("a", 100, 100 + 4 * PITCH, 8)
    beneath = tier("b", 100 + 11 * EM, 100 + 4 * PITCH, 8)
    rule = (100 + 10.4 * EM, 100 + 4 * PITCH, 100 + 10.6 * EM, 100 + 12 * PITCH)
    order = [i for story in stories([*beneath, *above, *high], [rule]) for i in story]
    assert order == [a.column.row.id for a in [*high, *above, *beneath] if a.column is not None]


def test_every_column_is_in_one_story_once() -> None:
    atoms = [*tier("a", 100, 100, 7), *tier("b", 460, 100, 3), *tier("c", 460, 400, 4, 3)]
    found = [i for story in stories(atoms) for i in story]
    assert sorted(found) == sorted(a.column.row.id for a in atoms if a.column is not None)


def test_nothing_goes_on_to_the_right_in_its_own_tier() -> None:
    atoms = [*tier("a", 100, 100, 3), *tier("b", 100, 400, 3)]
    grid = grid_with(atoms)
    region = region_of(atoms, [], grid, [])
    signs, pairs = signs_of(region.nodes, region.fields, grid.em, grid.pitch, region.before)
    right = [k for k, n in enumerate(region.nodes) if n.box[1] < 200]
    left = [k for k, n in enumerate(region.nodes) if n.box[1] > 300]
    assert signs.shape == (len(pairs), SIGNS)
    assert (right[0], left[0]) in {tuple(p) for p in pairs.tolist()}
    assert (left[0], right[0]) not in {tuple(p) for p in pairs.tolist()}


def test_chains_are_the_best_for_all_and_not_each_for_itself() -> None:
    """Both like node 0 best; together they get more if the second takes node 1."""
    never = -np.inf
    scores = np.array([[never, never, 5.0, 4.0], [never, never, 4.5, never], [never] * 4, [never] * 4])
    assert decoded(scores) == [-1, -1, 1, 0]


@pytest.mark.parametrize("score", [-1.0, 1.0])
def test_what_speaks_against_a_joint_begins_a_story(score: float) -> None:
    scores = np.array([[-np.inf, score], [-np.inf, -np.inf]])
    assert decoded(scores) == [-1, 0 if score > 0 else -1]


def test_a_circle_is_opened_at_its_weakest_joint() -> None:
    scores = np.array([[-np.inf, 3.0], [1.0, -np.inf]])
    assert decoded(scores) == [-1, 0]


def heading(name: str, u: float, v: float, size: float, text: str) -> Heading:
    """One column of display type whose head is at u, its right side at v."""
    row = Row(name, (u, v, u + len(text) * size, v + size), size, text, 0.95)
    return Heading((), (row,), (), (), row.box, (row.box[0], row.box[2]), -1)


def test_a_heading_is_compared_with_the_others_and_with_the_one_its_text_stands_under() -> None:
    small = [heading(*one) for one in (("i", 160, 360, 36.0, "經過"), ("j", 160, 600, 36.0, "尾聲"))]
    headings = [heading("h", 100, 100, 60.0, "工潮解決"), *small]
    text = [*tier("a", 100, 180, 4), *tier("b", 100, 420, 4), *tier("c", 100, 660, 4)]
    atoms = [*text, *(Atom("heading", h.box, k) for k, h in enumerate(headings))]
    grid = grid_with(text)
    region = region_of(atoms, headings, grid, [])
    signs, pairs = signs_of(region.nodes, region.fields, grid.em, grid.pitch, region.before)
    by_text = {n.opening: k for k, n in enumerate(region.nodes) if n.head}

    def of_second(name: str, head: str) -> float:
        at = next(k for k, (_, b) in enumerate(pairs.tolist()) if b == by_text[head])
        return float(signs[at, len(SIGNS_OF_NODE) + SIGNS_OF_NODE.index(name)])

    assert of_second("alike", "經過") == pytest.approx(0.5)
    assert of_second("of largest", "經過") == pytest.approx(np.log(36 / 60))
    assert of_second("share of tier", "經過") == pytest.approx(72 / 300) and of_second("under top", "經過") > 0
    first = next(k for k, n in enumerate(region.nodes) if not n.head and n.first[1] == 180)
    at = pairs.tolist().index([first, by_text["經過"]])
    assert signs[at, 2 * len(SIGNS_OF_NODE) + SIGNS_OF_PAIR.index("of its head")] == pytest.approx(np.log(36 / 60))


def test_a_picture_between_a_heading_and_its_text_is_no_distance() -> None:
    """Eight ems of paper part the two; a picture may fill them."""

    def reachable(others: tuple[Box, ...]) -> bool:
        head = Node(
            (100, 100, 400, 160), (100, 100, 400, 160), (100, 100, 400, 160), (100, 400), True, "輪船互撞", "輪船互撞",
            "轮船互撞", "轮船互撞", 1, 60.0, 0.9, False,
        )  # fmt: skip
        box = (100.0, 420.0, 400.0, 700.0)
        text = Node(
            box, (100, 420, 400, 450), (100, 670, 400, 700), (100, 400), False, SENTENCE[:24], SENTENCE[-24:],
            SENTENCE[:24], SENTENCE[-24:], 7, EM, 0.9, False,
        )  # fmt: skip
        fields = Fields(others, (), (), (0, 0, 2000, 2000))
        _, pairs = signs_of([head, text], fields, EM, PITCH, [-1, -1])
        return [0, 1] in pairs.tolist()

    assert not reachable(())
    assert reachable(((110, 180, 390, 400),))
    assert not reachable(((600, 180, 900, 400),)), "it stands in another tier"


@pytest.mark.parametrize(("surer", "count"), [(-0.3, 2), (0.3, 1)])
def test_a_heading_stands_inside_a_story_where_that_is_likelier(
    monkeypatch: pytest.MonkeyPatch, surer: float, count: int
) -> None:
    places: list[Box] = [(0, 0, 300, 30), (0, 40, 300, 70)]
    words, tier_of_both = ("市", "市", "市", "市"), (0.0, 300.0)
    nodes = tuple(Node(b, b, b, tier_of_both, k == 1, *words, 1, 30.0, 0.9, False) for k, b in enumerate(places))
    parts = tuple(Atom(kind, box, k) for k, (kind, box) in enumerate(zip(("body", "heading"), places, strict=True)))
    region = Region(parts, nodes, Fields((), (), (), (0, 0, 300, 70)), (-1, 0), {})
    scores = np.array([[-np.inf, surer], [-np.inf, -np.inf]])
    monkeypatch.setattr(flows, "scores_of", lambda *_: scores)
    assert len(flows_of(region, grid_with([column("a", 0, 0)]))) == count


def headline(box: Box, size: float, lines: int) -> Node:
    return Node(box, box, box, (box[0], box[2]), True, *["輪船互撞"] * 4, lines, size, 0.9, False)


def under(banner: Node, *odds: float) -> list[int]:
    """What stands before each node: a heading, its text, and headings of one line with theirs, `odds` that they are of
    its story."""
    box = (0.0, 70.0, 300.0, 190.0)
    text = Node(box, box, box, (0, 300), False, *["市"] * 4, 3, EM, 0.9, False)
    nodes = [banner, text]
    for _ in odds:
        nodes += [headline((0, 200, 300, 240), 36.0, 1), text]
    scores = np.full((len(nodes), len(nodes)), -np.inf)
    for k in range(len(nodes) - 1):
        scores[k, k + 1] = odds[k // 2] if k % 2 else 5.0
    return flows._decoded_under_banners(scores, nodes)


def test_a_small_heading_under_a_banner_is_of_its_story_sooner_than_under_another() -> None:
    place = (0.0, 0.0, 300.0, 60.0)
    assert under(headline(place, 72.0, 3), -2.0) == [-1, 0, 1, 2]
    assert under(headline(place, 72.0, 3), -7.0) == [-1, 0, -1, 2], "what is sure stays"
    assert under(headline(place, 72.0, 1), -2.0) == [-1, 0, -1, 2], "one line is no banner"
    assert under(headline(place, 40.0, 3), -2.0) == [-1, 0, -1, 2], "nor is type hardly larger"


def test_a_second_small_heading_is_under_the_banner_when_the_first_is() -> None:
    assert under(headline((0, 0, 300, 60), 72.0, 3), -2.0, -2.0) == [-1, 0, 1, 2, 3, 4]
