"""The segment stage, and the compositor on the small sample page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture

from pipeline.errors import UsageError
from pipeline.geometry import bounds, overlap
from pipeline.page import Box, Direction, Page, Source, Transform
from pipeline.pixels import ScanPixels
from pipeline.plugins import Layout, LayoutMark
from pipeline.segment import Segment
from pipeline.segment.compositor import Compositor
from pipeline.segment.stage import with_layout
from pipeline.settings import IngestSettings, SegmentSettings
from pipeline.stage import Image
from tests.segment.type_sheet import lines_of

SAMPLE = Path(__file__).parents[2] / "samples" / "pages" / "small.png"
TRUTH = json.loads(SAMPLE.with_suffix(".json").read_text("utf-8"))
EM = TRUTH["page"]["size_px"]


def box_of(polygon: list[list[float]]) -> Box:
    return bounds([(x, y) for x, y in polygon])


COLUMNS = [box_of(b["polygon"]) for b in TRUTH["blocks"] if b["kind"] == "column"]
PRINTED = [box_of(line["polygon"]) for line in TRUTH["lines"]]


@cache
def sample() -> Image:
    return np.asarray(Picture.open(SAMPLE).convert("L"))


@cache
def layout_of(direction: str) -> Layout:
    image = sample() if direction == "auto" else np.ascontiguousarray(np.rot90(sample(), -1))
    return Compositor().layout(image, direction)


def scanned(transform: Transform | None = None) -> Page:
    height, width = sample().shape
    return Page(
        "small",
        Source(str(SAMPLE), "0" * 64, width, height, 300.0),
        transform or Transform(width_px=width, height_px=height),
    )


def found_by(line: Box, found: list[Box]) -> list[Box]:
    """The boxes found that lie in the row of a printed line and cover most of it."""
    return [
        b
        for b in found
        if overlap(line[1], line[3], b[1], b[3]) > 0.6 * max(line[3] - line[1], b[3] - b[1])
        and overlap(line[0], line[2], b[0], b[2]) > 0.85 * (line[2] - line[0]) - 0.6 * EM
        and overlap(line[0], line[2], b[0], b[2]) > 0.85 * (b[2] - b[0]) - 0.6 * EM
    ]


def test_body_lines_lie_in_one_column() -> None:
    top = min(c[1] for c in COLUMNS)
    body = [b for b in lines_of(layout_of("auto")) if b[3] - b[1] < 1.6 * EM and b[1] > top - EM]
    assert len(body) > 50
    for box in body:
        inside = [c for c in COLUMNS if c[0] - 0.3 * EM <= box[0] and box[2] <= c[2] + 0.3 * EM]
        touched = [c for c in COLUMNS if overlap(box[0], box[2], c[0], c[2]) > 0]
        assert len(inside) == len(touched) == 1, box


def test_nearly_every_printed_line_is_found_once() -> None:
    found = lines_of(layout_of("auto"))
    hits = sum(len(found_by(line, found)) == 1 for line in PRINTED)
    assert hits >= 0.99 * len(PRINTED)
    assert len(found) <= len(PRINTED) + 1


def test_the_type_size_is_that_of_the_page() -> None:
    largest = max(layout_of("auto").blocks, key=lambda b: len(b.lines))
    assert largest.type_size_px == pytest.approx(EM, rel=0.12)


def test_a_page_on_its_side_is_read_turned() -> None:
    """Vertical type: the same page turned clockwise, so that its rows are columns from right to left."""
    level, turned = layout_of("auto"), layout_of("vertical")
    assert {b.direction for b in level.blocks} == {Direction.LTR}
    assert {b.direction for b in turned.blocks} == {Direction.TTB}
    height = sample().shape[0]
    back = [(y0, height - x1, y1, height - x0) for x0, y0, x1, y1 in lines_of(turned)]
    hits = sum(len(found_by(line, back)) == 1 for line in PRINTED)
    assert hits >= 0.97 * len(PRINTED) and len(back) <= 1.03 * len(PRINTED)


def test_the_stage_numbers_what_the_engine_finds() -> None:
    stage = Segment(SegmentSettings(), ScanPixels(IngestSettings()))
    before = scanned(Transform(width_px=sample().shape[1], height_px=sample().shape[0]))
    page = stage(before)
    assert stage.engine == f"{Compositor.name} {Compositor.version}"
    assert [b.id for b in page.blocks] == [f"b{k}" for k in range(1, len(page.blocks) + 1)]
    assert [n.id for n in page.blocks[-1].lines][:2] == [f"{page.blocks[-1].id}l{k}" for k in (1, 2)]
    assert before.blocks == () and not any(line.chars for line in page.lines.values())
    assert [bounds(n.polygon) for n in page.lines.values()] == [
        tuple(round(v, 2) for v in box) for box in lines_of(layout_of("auto"))
    ]


def test_polygons_are_those_of_the_scan() -> None:
    """A scan that stands on its head: the image's top left is the scan's bottom right."""
    transform = Transform((-1.0, 0.0, 800.0, 0.0, -1.0, 600.0, 0.0, 0.0, 1.0), 800, 600)
    marks = (LayoutMark("straight", (10.0, 20.0, 110.0, 22.0)),)
    page = with_layout(scanned(transform), Layout((), marks, marks, marks))
    for mark, name in ((page.rules[0], "r1"), (page.pictures[0], "p1"), (page.insets[0], "i1")):
        assert (mark.id, mark.kind) == (name, "straight")
        assert bounds(mark.polygon) == (690.0, 578.0, 790.0, 580.0)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="no layout plug-in nosuch"):
        Segment(SegmentSettings(engine="nosuch"), ScanPixels(IngestSettings()))
