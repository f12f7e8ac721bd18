"""What the scores of a whole region say of each pair."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.order.vertical.agreement import SIGNS, believed, signs_of
from pipeline.order.vertical.nodes import Node
from pipeline.page import Box

EM = 30.0
CROSSED, ABREAST = 9, 11
UNDER, LEFT_OF_HEADING = 20, 21
NEVER = -np.inf


def node(u: float, v: float, head: bool = False) -> Node:
    """Three columns of ten characters, or a heading, whose head is at u, its right side at v."""
    box: Box = (u, v, u + 10 * EM, v + 100)
    first, last = (u, v, u + 10 * EM, v + EM), (u, v + 70, u + 10 * EM, v + 100)
    return Node(box, first, last, (u, u + 10 * EM), head, "", "", "", "", 3, EM, 0.9, False)


def table(size: int, likely: dict[tuple[int, int], float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    found = np.full((size, size), NEVER)
    for pair, score in likely.items():
        found[pair] = score
    return found


def test_each_node_is_wanted_once() -> None:
    p = believed(table(3, {(0, 2): 3.0, (1, 2): 3.0}))
    assert p[0, 2] == pytest.approx(p[1, 2])
    assert p[:, 2].sum() < 1 and p[0, 2] < believed(table(3, {(0, 2): 3.0}))[0, 2]


def test_what_cannot_be_is_not_believed() -> None:
    p = believed(table(2, {(0, 1): 6.0}))
    assert p[0, 1] > 0.9 and p[1, 0] < 1e-20


def test_joints_cross_or_run_abreast() -> None:
    """Two texts above, two beneath: right goes to right and left to left."""
    nodes = [node(100, 100), node(100, 250), node(500, 100), node(500, 250)]
    straight, across = {(0, 2): 4.0, (1, 3): 4.0}, {(0, 3): 4.0, (1, 2): 4.0}
    for likely, sign, other in ((straight, ABREAST, CROSSED), (across, CROSSED, ABREAST)):
        signs = signs_of(table(4, likely), np.array(list(likely)), nodes, EM)
        assert signs.shape == (2, SIGNS)
        assert signs[:, sign].min() > 0.8 and signs[:, other].max() == 0


def test_a_text_is_held_against_the_heading_that_the_text_before_stands_under() -> None:
    nodes = [node(100, 100, head=True), node(100, 200), node(500, 100), node(500, 900)]
    likely = {(0, 1): 8.0, (1, 2): 1.0, (1, 3): 1.0}
    pairs = np.array(list(likely))
    signs = signs_of(table(4, likely), pairs, nodes, EM)
    assert signs[1, UNDER] > 0.9
    assert signs[1, LEFT_OF_HEADING] == pytest.approx(0, abs=0.3) and signs[2, LEFT_OF_HEADING] > 1
