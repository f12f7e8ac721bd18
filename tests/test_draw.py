"""Drawings: what each stage found stands where it belongs."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.draw import draw, drawings
from pipeline.errors import UsageError
from pipeline.geometry import bounds
from pipeline.page import Block, Char, Direction, Fact, FactStatus, Mesh, Page, PatchKind, Point, Polygon, Step
from pipeline.repair import Repair
from pipeline.settings import STAGES, RepairSettings
from pipeline.stage import Image
from tests.pages import front_page, scan_of

PAGE = Repair(RepairSettings())(front_page())
SCAN = scan_of(PAGE)


def colourfulness(drawing: Image, x0: int, y0: int, x1: int, y1: int) -> float:
    """Mean difference between the strongest and the weakest channel; 0 is grey."""
    part = drawing[y0:y1, x0:x1].astype(int)
    return float((part.max(axis=2) - part.min(axis=2)).mean())


def with_doubt(page: Page, line_id: str) -> Page:
    """The page with every character of a line read badly."""

    def doubted(block: Block) -> Block:
        lines = tuple(
            replace(line, chars=tuple(Char(c.text, c.box, 0.3) for c in line.chars)) if line.id == line_id else line
            for line in block.lines
        )
        return replace(block, lines=lines)

    return replace(page, blocks=tuple(doubted(block) for block in page.blocks))


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_drawn(stage: str) -> None:
    drawing = draw(PAGE, stage, SCAN)
    assert drawing.shape == (1000, 1200, 3)
    assert drawing.dtype == np.uint8
    assert colourfulness(drawing, 0, 0, 1200, 1000) > 1


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_drawn_of_a_blank_page_and_without_a_scan(stage: str) -> None:
    blank = Page("blank", PAGE.source)
    assert draw(blank, stage, None).shape == (1000, 1200, 3)


def test_facts_of_the_masthead_are_drawn_by_how_they_came_about() -> None:
    colours = {}
    for status in FactStatus:
        fact = Fact("edition", "要闻", "第3版", "b2l1", status)
        drawing = draw(replace(PAGE, facts=(fact,)), "masthead", None)
        (x0, y0), *_ = PAGE.lines["b2l1"].polygon
        colours[status] = int(drawing[round(y0) + 8, round(x0)].astype(int).argmax())
    assert colours == {FactStatus.READ: 1, FactStatus.SUPPLIED: 0, FactStatus.CONTRADICTED: 2}


def test_the_part_that_was_cut_off_is_red() -> None:
    matrix = (1.0, 0.0, -200.0, 0.0, 1.0, -100.0, 0.0, 0.0, 1.0)
    page = replace(PAGE, transform=replace(PAGE.transform, matrix=matrix, width_px=900, height_px=800))
    drawing = draw(page, "straighten", SCAN)
    blue, green, red = drawing[50, 100].astype(int)
    assert red > blue + 40 and red > green + 40
    assert colourfulness(drawing, 850, 690, 1050, 850) < 5


def test_blocks_rules_and_pictures_are_coloured_and_the_rest_is_not() -> None:
    drawing = draw(PAGE, "segment", SCAN)
    assert colourfulness(drawing, 60, 400, 390, 490) > 20
    assert colourfulness(drawing, 813, 600, 820, 700) > 20
    assert colourfulness(drawing, 850, 420, 1100, 800) == 0


def test_doubtful_lines_are_red_and_sure_ones_green() -> None:
    drawing = draw(with_doubt(PAGE, "b7l2"), "recognize", SCAN)

    def red_over_green(y0: int, y1: int) -> float:
        part = drawing[y0:y1, 60:320].astype(int)
        return float((part[..., 2] - part[..., 1]).mean())

    assert red_over_green(424, 450) > 20
    assert red_over_green(382, 408) < -20


def test_the_order_is_drawn_from_line_to_line() -> None:
    drawing = draw(PAGE, "order", SCAN)
    there = drawing[330:560, 120:140].astype(int)
    assert (there.max(axis=2) - there.min(axis=2) > 80).any()
    (order,) = PAGE.orders
    turned = replace(PAGE, orders=(replace(order, lines=order.lines[::-1]),))
    assert not np.array_equal(draw(turned, "order", SCAN), drawing)


def test_articles_have_colours_of_their_own() -> None:
    drawing = draw(PAGE, "articles", SCAN)
    story, short, nothing = drawing[655, 600], drawing[255, 1120], drawing[700, 950]
    assert nothing.max() - nothing.min() == 0
    assert np.abs(story.astype(int) - short.astype(int)).max() > 20


def test_patches_are_marked() -> None:
    before, after = draw(PAGE, "articles", SCAN), draw(PAGE, "repair", SCAN)
    changed = np.abs(after.astype(int) - before.astype(int)).max(axis=2) > 0
    x0, y0, x1, y1 = (round(v) for v in PAGE.lines["b7l1"].chars[8].box)  # the comma
    assert changed[y0 : y1 + 1, x0 : x1 + 1].any()
    assert not changed[385:405, 125:205].any()  # nothing was changed in these characters
    assert changed[422:452, 58:63].any()  # the join before the second line


def test_large_scans_are_scaled_down() -> None:
    page = replace(
        PAGE,
        source=replace(PAGE.source, width_px=4000, height_px=3000),
        transform=replace(PAGE.transform, width_px=4000, height_px=3000),
    )
    assert draw(page, "segment", np.full((3000, 4000), 230, np.uint8)).shape == (1500, 2000, 3)
    assert draw(page, "straighten", np.full((3000, 4000), 230, np.uint8)).shape == (1500, 2000, 3)


def test_one_png_for_each_stage_that_was_run() -> None:
    page = replace(PAGE, history=(Step("segment", "", "1", "", 0.1), Step("order", "", "1", "", 0.1)))
    made = drawings(page, SCAN)
    assert list(made) == ["2-segment", "4-order"]
    image = cv2.imdecode(np.frombuffer(made["2-segment"], np.uint8), cv2.IMREAD_COLOR)
    assert image is not None and np.array_equal(image, draw(page, "segment", SCAN))


def test_what_is_no_stage_is_refused() -> None:
    with pytest.raises(UsageError, match="straighten, segment"):
        draw(PAGE, "ingest", SCAN)


def bent(polygon: Polygon) -> Polygon:
    """The outline of an upright box in steps, as `Frame.scan_polygon` gives it on a sheet that is not flat."""
    found: list[Point] = []
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        found += [(ax + (bx - ax) * k / 4, ay + (by - ay) * k / 4) for k in range(4)]
    return tuple(found)


@pytest.mark.parametrize("direction", list(Direction))
def test_a_join_stands_where_the_line_begins_whatever_its_points(direction: Direction) -> None:
    def of(block: Block) -> Block:
        if block.id != PAGE.block_of["b7l2"].id:
            return block
        lines = tuple(replace(line, polygon=bent(line.polygon)) for line in block.lines)
        return replace(block, direction=direction, lines=lines)

    page = replace(PAGE, blocks=tuple(map(of, PAGE.blocks)))
    join = next(p for p in PAGE.patches if p.kind is PatchKind.JOIN and p.line == "b7l2")
    alone = replace(page, patches=(join,))
    before, after = draw(alone, "articles", SCAN), draw(alone, "repair", SCAN)
    changed = np.abs(after.astype(int) - before.astype(int)).max(axis=2) > 0
    x0, y0, x1, y1 = (round(v) for v in bounds(PAGE.lines["b7l2"].polygon))
    ys, xs = np.nonzero(changed)
    expected = {
        Direction.LTR: (x0, y0, x0, y1),
        Direction.TTB: (x0, y0, x1, y0),
        Direction.RTL: (x1, y0, x1, y1),
    }[direction]
    assert (xs.min(), ys.min(), xs.max(), ys.max()) == pytest.approx(expected, abs=4)


def test_the_cut_of_a_bent_sheet_is_drawn_bent() -> None:
    nodes = tuple((600.0 * c, 100.0 + 600.0 * r + (60.0 if c == 1 else 0.0)) for r in range(2) for c in range(3))
    page = replace(PAGE, transform=replace(PAGE.transform, width_px=1200, height_px=600, mesh=Mesh(3, 2, nodes)))
    drawing = draw(page, "straighten", SCAN).astype(int)
    blue, green, red = drawing[140, 600]  # below the corners of the sheet, above its middle
    assert red > blue + 30 and red > green + 30
    blue, green, red = drawing[735, 640]
    assert not (red > blue + 30 and red > green + 30)
