"""Crowded pages: many short stories in small type, gutters of one character, no rules."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from samples.press import Press
from samples.sheet import Box

Pressed = Callable[[str, int], Press]
SEEDS = (32000, 32003)


def meets(a: Box, b: Box, least: float = 1.0) -> bool:
    return (min(a[2], b[2]) - max(a[0], b[0]) > least) and (min(a[3], b[3]) - max(a[1], b[1]) > least)


@pytest.mark.parametrize("seed", SEEDS)
def test_type_is_small_and_columns_are_many_and_close(pressed: Pressed, seed: int) -> None:
    press = pressed("crowded", seed)
    house = press.house
    assert 30 <= house.size_px <= 32 and 0.85 <= house.gutter_px / house.size_px <= 1.25
    lefts = sorted({round(region.box[0]) for region in press.sheet.regions if region.kind == "column"})
    # Where all stories run over two columns, none begins at the second.
    columns = 1 + (lefts[-1] - lefts[0]) / (house.column_px + house.gutter_px)
    assert 6.9 <= columns <= 8.1
    assert sum(len(line.text) for line in press.sheet.lines) > 7000


@pytest.mark.parametrize("seed", SEEDS)
def test_there_are_many_stories_and_hardly_a_rule(pressed: Pressed, seed: int) -> None:
    press = pressed("crowded", seed)
    assert sum(item.kind == "article" for item in press.items) >= 17
    framed = sum(region.kind in ("box", "notice") for region in press.sheet.regions)
    head_and_foot = 10
    assert sum(region.kind == "rule" for region in press.sheet.regions) <= 8 * framed + head_and_foot


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_printed_is_what_the_truth_says(pressed: Pressed, seed: int) -> None:
    press = pressed("crowded", seed)
    for item in press.items:
        lines = [line for line in press.sheet.lines if line.item == item.id]
        for number, paragraph in enumerate(item.paragraphs):
            printed = [x.text for x in lines if x.paragraph == number and x.role in ("body", "section")]
            assert paragraph == "".join(printed)
        assert item.byline.replace("\u3000", "") == "".join(
            x.text for x in lines if x.role == "byline").replace("\u3000", "")
    lines = press.sheet.lines
    for k, line in enumerate(lines):
        assert not any(meets(line.box, other.box, 2.5) for other in lines[k + 1:]), line
