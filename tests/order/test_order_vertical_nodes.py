"""Headings as nodes: how many lines they have."""

from __future__ import annotations

import pytest

from pipeline.geometry import union
from pipeline.order.headings import Heading
from pipeline.order.pieces import Row
from pipeline.order.vertical.nodes import node_of_heading
from pipeline.page import Box


def heading(*boxes: Box) -> Heading:
    rows = tuple(Row(f"r{k}", box, 30.0, "新聞", 0.9) for k, box in enumerate(boxes))
    box = union(boxes)
    return Heading((), rows, (), (), box, (box[0], box[2]), -1)


@pytest.mark.parametrize(
    ("boxes", "lines"),
    [
        ([(0, 100, 300, 140)], 1),
        ([(0, 100, 200, 140), (220, 102, 250, 138)], 1),
        ([(0, 100, 300, 140), (0, 145, 300, 175)], 2),
        ([(0, 100, 300, 140), (0, 145, 140, 175), (160, 144, 300, 176)], 2),
        ([(0, 100, 30, 400), (40, 100, 70, 400), (40, 410, 70, 500)], 2),
    ],
    ids=["one", "one in two pieces", "two", "two, one of them in pieces", "two across, one in pieces"],
)
def test_a_blank_does_not_part_a_line(boxes: list[Box], lines: int) -> None:
    assert node_of_heading(heading(*boxes)).columns == lines
