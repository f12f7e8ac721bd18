"""Regions of pages with the truth of what goes on in what: the examples that the net of `passage` learns from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.codec import decode
from pipeline.geometry import Frame
from pipeline.order.headings import Heading
from pipeline.order.sheet import sheet_of
from pipeline.order.vertical.columns import Grid
from pipeline.order.vertical.flows import Region
from pipeline.order.vertical.joints import OF_PAIR, SIGNS_OF_PAIR, signs_of
from pipeline.order.vertical.nodes import Node
from pipeline.order.vertical.passage import tell_language, tell_words
from pipeline.order.vertical.reader import regions_read
from pipeline.order.vertical.segments import Segment
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import Page

Floats = NDArray[np.float32]
Place = tuple[str, float]
"""An item, and how far in it."""
Truth = Mapping[str, tuple[Place, Place]]
"""For each line id where it begins and where it ends."""
NONE, UNKNOWN = -1, -2
BESIDE, DOWN = OF_PAIR + SIGNS_OF_PAIR.index("beside"), OF_PAIR + SIGNS_OF_PAIR.index("down")
LIES_ON = 0.4
"""A line lies on one of the truth if this share of either lies in the other."""


@dataclass(frozen=True)
class Example:
    """A region: signs [pairs, SIGNS], the nodes of the pairs [pairs, 2], for each node the one before and after it."""

    name: str
    signs: Floats
    pairs: NDArray[np.int64]
    before: tuple[int, ...]
    after: tuple[int, ...]
    """Node numbers; NONE where a story begins or ends, UNKNOWN where the truth does not tell."""
    nodes: tuple[Node, ...]
    em: float
    """Type size of the page, px."""


def example_of(name: str, region: Region, headings: Sequence[Heading], grid: Grid, truth: Truth) -> Example:
    signs, pairs = signs_of(region.nodes, region.fields, grid.em, grid.pitch, region.before)
    near = np.flatnonzero((signs[:, BESIDE] > 0) | (signs[:, DOWN] < 4))
    tell_words(signs, pairs, region.nodes)
    tell_language(signs, pairs, region.nodes, near)
    before, after = _links(region, headings, truth)
    return Example(name, signs.astype(np.float32), pairs, before, after, region.nodes, grid.em)


def _links(region: Region, headings: Sequence[Heading], truth: Truth) -> tuple[tuple[int, ...], tuple[int, ...]]:
    places: dict[str, list[tuple[float, int]]] = {}
    ends: list[tuple[Place, Place] | None] = []
    for node, part in enumerate(region.parts):
        if isinstance(part, Segment):
            found = [truth[i] for c in part.columns for i in c.row.ids if i in truth]
            ends.append((found[0][0], found[-1][1]) if found else None)
        else:
            found = [truth[i] for row in headings[part.index].rows for i in row.ids if i in truth]
            ends.append(_of_heading([place for line in found for place in line]))
        for item, at in (place for line in found for place in line):
            places.setdefault(item, []).append((at, node))
    before, after = [UNKNOWN] * len(ends), [UNKNOWN] * len(ends)
    for node, two in enumerate(ends):
        if two is None:
            continue
        (item, start), (last_item, stop) = two
        earlier = [(at, k) for at, k in places[item] if at < start and k != node]
        before[node] = max(earlier)[1] if earlier else NONE
        if not any(at > stop and k != node for at, k in places[last_item]):
            after[node] = NONE
    for node, one in enumerate(before):
        if one >= 0:
            last = ends[one]
            if last is None or last[1][0] != ends[node][0][0]:  # type: ignore[index]
                before[node] = UNKNOWN
            else:
                after[one] = node
    return tuple(before), tuple(after)


def _of_heading(places: Sequence[Place]) -> tuple[Place, Place] | None:
    if not places:
        return None
    items = [item for item, _ in places]
    item = max(set(items), key=items.count)
    at = [place for other, place in places if other == item]
    return (item, min(at)), (item, max(at))


def made_pages(folder: Path) -> Iterator[Example]:
    """The examples of a folder of made pages: `NAME.json`, and `NAME.page`, the page document after `recognize`."""
    for path in sorted(folder.glob("*.page")):
        page = with_lines_of_one_tier(decode(path.read_bytes()))
        truth = _truth_of(page, json.loads(path.with_suffix(".json").read_text("utf-8")))
        for region, headings, grid in regions_read(sheet_of(page)):
            if len(region.nodes) > 1:
                yield example_of(path.stem, region, headings, grid, truth)


def _truth_of(page: Page, truth: dict[str, Any]) -> Truth:
    frame = Frame(page.transform)
    lines = [line for line in truth["lines"] if line.get("polygon") and line.get("article")]
    boxes = np.array([frame.image_box(line["polygon"]) for line in lines])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    found = {}
    for name, line in page.lines.items():
        x0, y0, x1, y1 = frame.image_box(line.polygon)
        wide = np.clip(np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0), 0, None)
        high = np.clip(np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0), 0, None)
        shared = wide * high
        on = [int(k) for k in np.flatnonzero(shared > LIES_ON * np.minimum(areas, (x1 - x0) * (y1 - y0)))]
        if on:
            on.sort(key=lambda k: (boxes[k, 1], -boxes[k, 0]))
            first, last = lines[on[0]], lines[on[-1]]
            found[name] = ((first["article"], float(first["order"])), (last["article"], float(last["order"])))
    return found
