"""Trains what tells columns of headings from columns of text; run as `python -m models.heads.train TRAIN [TEST]`.

TRAIN and TEST are folders of made vertical pages: for each page its truth `NAME.json` as the page maker writes it,
and `NAME.page`, the page document after `recognize`. Every column that lies on one line of a story is an example;
the signs are those of `pipeline.order.vertical.signs`. With TEST the figures are printed for its pages; the weights
are then made from both. A logistic regression by Newton's method: same pages, same weights.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.codec import decode
from pipeline.geometry import Frame
from pipeline.order.sheet import sheet_of
from pipeline.order.vertical.columns import Type, grid_of
from pipeline.order.vertical.signs import SIGNS, WEIGHTS, signs_of
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import Page

Floats = NDArray[np.float64]

HEADS = {"headline", "kicker", "subheadline"}
TEXT = {"body", "section"}
PENALTY, STEPS, CLOSE = 1.0, 60, 1e-6
SHARE = 0.5
"""A column lies on a line of the truth if this share of the line lies in it."""


def examples(folder: Path) -> tuple[Floats, Floats]:
    """The signs [columns, SIGNS] of all columns of a folder that are of a story, and whether they are of a heading."""
    signs, heads = [], []
    for path in sorted(folder.glob("*.page")):
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        for row, role in _columns(with_lines_of_one_tier(decode(path.read_bytes())), truth):
            signs.append(row)
            heads.append(role in HEADS)
    return np.array(signs), np.array(heads, dtype=np.float64)


def _columns(page: Page, truth: dict[str, Any]) -> Iterator[tuple[Floats, str]]:
    frame = Frame(page.transform)
    stories = {a["id"] for a in truth["articles"] if a["kind"] == "article"}
    lines = [(line, frame.image_box(line["polygon"])) for line in truth["lines"]]
    boxes = np.array([box for _, box in lines])
    grid = grid_of(sheet_of(page))
    for column, row in zip(grid.columns, signs_of(grid.columns, grid, grid.sheet.rules), strict=True):
        x0, y0, x1, y1 = frame.image_box(page.lines[column.row.id].polygon)
        wide = np.clip(np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0), 0, None)
        high = np.clip(np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0), 0, None)
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        found = np.flatnonzero(wide * high > SHARE * areas)
        if column.type is Type.ACROSS or len(found) != 1:
            continue
        line = lines[int(found[0])][0]
        if line["article"] in stories and line["role"] in HEADS | TEXT:
            yield row, line["role"]


def fitted(signs: Floats, heads: Floats) -> Floats:
    """The weights of the signs."""
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (likely - heads) + PENALTY * weights
        bend = (signs * (likely * (1 - likely))[:, None]).T @ signs + PENALTY * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < CLOSE:
            break
    return weights


def main(folders: list[str]) -> None:
    """Train, measure where there is a second folder, and store the weights."""
    signs, heads = examples(Path(folders[0]))
    if len(folders) > 1:
        others, truth = examples(Path(folders[1]))
        found = others @ fitted(signs, heads) > 0
        right, wrong = int((found & (truth > 0)).sum()), int((found & (truth == 0)).sum())
        print(f"{len(truth)} columns, {int(truth.sum())} of headings: {right} found; {wrong} of text taken for them")
        signs, heads = np.vstack([signs, others]), np.concatenate([heads, truth])
    weights = fitted(signs, heads)
    for name, weight in sorted(zip(SIGNS, weights, strict=True), key=lambda n: -abs(n[1])):
        print(f"{weight:+6.2f}  {name}")
    np.savez_compressed(WEIGHTS, weights=weights.astype(np.float32))


if __name__ == "__main__":
    main(sys.argv[1:])
