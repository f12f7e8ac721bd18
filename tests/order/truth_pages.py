"""The sample pages as they would be after perfect segmentation and recognition: text and boxes of their truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from math import cos, radians, sin
from pathlib import Path
from typing import Any

from pipeline.geometry import Frame, overlap, polygon_of, union
from pipeline.page import Block, BlockKind, Box, Char, Inset, Line, Page, Picture, Rule, Source, Transform

PAGES = Path(__file__).parents[2] / "samples" / "pages"
NAMES = ("small", "six", "front", "inside")
DISPLAY = {"headline", "kicker", "subheadline"}
INSETS = {"advertisement", "notice"}


@cache
def truth_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    return loaded


@cache
def truth_page(name: str) -> Page:
    """Blocks are columns of one type size, as the segmenter makes them; it knows no roles, so neither do they."""
    truth = truth_of(name)
    about = truth["page"]
    turn = radians(about.get("scan", {}).get("skew_deg", 0.0))
    size = (about["width"], about["height"])
    matrix = (cos(turn), sin(turn), 0.0, -sin(turn), cos(turn), 0.0, 0.0, 0.0, 1.0)
    transform = Transform(matrix, *size, skew_deg=about.get("scan", {}).get("skew_deg", 0.0))
    frame = Frame(transform)
    marks = [(b["kind"], frame.image_box(b["polygon"])) for b in truth["blocks"]]

    def polygons(*kinds: str) -> list[tuple[str, Any]]:
        return [(kind, frame.scan_polygon(box)) for kind, box in marks if kind in kinds]

    return Page(
        name,
        Source(f"{name}.png", "0" * 64, *size, float(about["dpi"])),
        transform,
        tuple(_blocks(truth, frame)),
        tuple(Rule(f"r{k}", "straight", p) for k, (_, p) in enumerate(polygons("rule"), 1)),
        tuple(Picture(f"p{k}", "halftone", p) for k, (_, p) in enumerate(polygons("picture"), 1)),
        tuple(Inset(f"i{k}", "frame", p) for k, (_, p) in enumerate(polygons(*INSETS), 1)),
    )


def _blocks(truth: dict[str, Any], frame: Frame) -> Iterator[Block]:
    columns = [frame.image_box(b["polygon"]) for b in truth["blocks"] if b["kind"] == "column"]
    lines = [(line, frame.image_box(line["polygon"])) for line in truth["lines"]]
    lines.sort(key=lambda n: (_column_of(n[1], columns), n[1][1], n[1][0]))
    number = 0
    for (column, _, size, _), group in groupby(lines, key=lambda n: _setting(n, columns)):
        members = list(group)
        for part in [members] if column >= 0 else _stacks(members):
            number += 1
            rows = tuple(_line(f"b{number}l{k}", m[0]["text"], m[1], frame) for k, m in enumerate(part, 1))
            kind = BlockKind.HEADING if part[0][0]["role"] in DISPLAY else BlockKind.PARAGRAPH
            box = union(m[1] for m in part)
            yield Block(f"b{number}", kind, frame.scan_polygon(box), type_size_px=float(size), lines=rows)


def _stacks(lines: list[tuple[dict[str, Any], Box]]) -> list[list[tuple[dict[str, Any], Box]]]:
    """Lines of no column, put together where one stands right below the other."""
    stacks: list[list[tuple[dict[str, Any], Box]]] = []
    for text, box in lines:
        high = box[3] - box[1]
        for stack in stacks:
            last = stack[-1][1]
            if overlap(last[0], last[2], box[0], box[2]) > 2 * high and 0 < box[1] - last[3] < 0.75 * high:
                stack.append((text, box))
                break
        else:
            stacks.append([(text, box)])
    return stacks


def _column_of(box: Box, columns: list[Box]) -> int:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    inside = [k for k, c in enumerate(columns) if c[0] <= middle[0] <= c[2] and c[1] <= middle[1] <= c[3]]
    return inside[0] if inside else -1


def _setting(line: tuple[dict[str, Any], Box], columns: list[Box]) -> tuple[int, Any, int, bool]:
    """What the lines of one block have in common."""
    text, box = line
    return (_column_of(box, columns), text["article"], round(box[3] - box[1]), text["role"] in DISPLAY)


def _line(line_id: str, text: str, box: Box, frame: Frame) -> Line:
    width = (box[2] - box[0]) / max(1, len(text))
    chars = tuple(
        Char(c, (box[0] + k * width, box[1], box[0] + (k + 1) * width, box[3]), 0.99) for k, c in enumerate(text)
    )
    return Line(line_id, frame.to_scan(polygon_of(box)), chars)


def truth_lines(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(line id on the page, truth line) of every line."""
    page = truth_page(name)
    frame = Frame(page.transform)
    boxes = {i: frame.image_box(line.polygon) for i, line in page.lines.items()}
    for line in truth_of(name)["lines"]:
        box = frame.image_box(line["polygon"])
        best = max(
            boxes,
            key=lambda i: (
                overlap(box[0], box[2], boxes[i][0], boxes[i][2])
                + overlap(box[1], box[3], boxes[i][1], boxes[i][3])
                - 1e4 * (page.lines[i].text != line["text"])
            ),
        )
        yield best, line
