"""Rules before headings as the habit of a page."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.order.vertical.nodes import Fields, Node
from pipeline.order.vertical.walls import odds_of_walls
from pipeline.page import Box

EM = 20.0
TIER = (100.0, 400.0)


def node(v: float, wide: float, head: bool) -> Node:
    """A heading, or a segment of columns, `wide` px and at v across the columns."""
    top, foot = (130.0, 330.0) if head else TIER
    box: Box = (top, v, foot, v + wide)
    return Node(box, box, box, TIER, head, "市", "市", "市", "市", 1, EM, 0.9, False)


def page(ruled: int, bare: int) -> tuple[list[Node], Fields]:
    """Text and headings in turn, the first of them with a rule before them."""
    nodes, rules = [], []
    for k in range(ruled + bare):
        v = 300.0 * k
        nodes += [node(v, 200.0, False), node(v + 230.0, 40.0, True)]
        if k < ruled:
            rules.append((120.0, v + 213.0, 380.0, v + 216.0))
    limits = (0.0, 0.0, 500.0, 300.0 * (ruled + bare))
    return nodes, Fields((), tuple(rules), (), limits)


def odds(ruled: int, bare: int, joined: float = -2.0) -> list[float]:
    nodes, fields = page(ruled, bare)
    found = odds_of_walls(nodes, fields, EM, np.full(len(nodes), joined))
    assert not found[[not n.head for n in nodes]].any()
    return found[[n.head for n in nodes]].tolist()


def test_a_heading_without_a_rule_stands_inside_a_story_where_all_others_have_one() -> None:
    found = odds(8, 1)
    assert found[-1] > 0.7
    assert max(found[:-1]) < -0.7


def test_the_more_headings_have_a_rule_the_more_it_tells() -> None:
    assert odds(20, 1)[-1] > odds(6, 1)[-1] > 0


def test_headings_that_stand_inside_stories_anyway_do_not_count() -> None:
    nodes, fields = page(5, 5)
    joined = np.full(len(nodes), -3.0)
    joined[-9::2] = 3.0
    sure = odds_of_walls(nodes, fields, EM, joined)[-1]
    unsure = odds_of_walls(nodes, fields, EM, np.full(len(nodes), -3.0))[-1]
    assert sure > unsure


@pytest.mark.parametrize(("ruled", "bare"), [(3, 0), (0, 8), (4, 12)])
def test_where_few_headings_have_a_rule_it_tells_nothing(ruled: int, bare: int) -> None:
    assert not any(odds(ruled, bare))


def test_two_rules_of_the_heading_itself_tell_nothing() -> None:
    nodes, fields = page(8, 1)
    v = nodes[-1].box[1]
    pair = ((130.0, v - 12.0, 330.0, v - 10.0), (130.0, v + 50.0, 330.0, v + 52.0))
    both = Fields(fields.others, (*fields.upright, *pair), fields.across, fields.limits)
    assert odds_of_walls(nodes, both, EM, np.full(len(nodes), -2.0))[-1] == 0


def test_a_heading_whose_lines_run_across_is_not_asked() -> None:
    nodes, fields = page(8, 1)
    last = nodes[-1]
    nodes[-1] = Node(*(getattr(last, name) for name in last.__dataclass_fields__ if name != "wide"), wide=True)
    assert odds_of_walls(nodes, fields, EM, np.full(len(nodes), -2.0))[-1] == 0
