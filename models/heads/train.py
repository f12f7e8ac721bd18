"""Trains what tells columns of headings from columns of text; run as `python -m models.heads.train TRAIN [TEST]`.

TRAIN and TEST are folders of made vertical pages: for each page its truth `NAME.json` as the page maker writes it,
and `NAME.page`, the page document after `recognize`. Every column that lies on one line of a story is an example;
the signs are those of `pipeline.order.vertical.signs`. With TEST the figures are printed for its pages; the weights
are then made from both. Two nets of one hidden layer, the second for what the first made of the neighbours; so that
it learns from the odds of pages that the first has not seen, they come from halves of the pages trained apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.codec import decode
from pipeline.geometry import Frame
from pipeline.order.sheet import sheet_of
from pipeline.order.vertical.columns import Grid, Type, grid_of
from pipeline.order.vertical.signs import WEIGHTS, Neighbours, in_context, signs_of, weighed
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import Page

Floats = NDArray[np.float64]
Weights = dict[str, Floats]

HEADS = {"headline", "kicker", "subheadline"}
TEXT = {"body", "section"}
SHARE = 0.5
"""A column lies on a line of the truth if this share of the line lies in it."""
HIDDEN, ROUNDS, RATE, PENALTY = 16, 700, 0.01, 2e-3
FOLDS = 4


@dataclass(frozen=True)
class Sample:
    """One page: its signs [columns, SIGNS], which columns are examples, and which of those are of a heading."""

    grid: Grid
    signs: Floats
    neighbours: Neighbours
    known: NDArray[np.bool_]
    heads: Floats


def samples(folder: Path) -> list[Sample]:
    """The pages of a folder."""
    found = []
    for path in sorted(folder.glob("*.page")):
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        found.append(_sample(with_lines_of_one_tier(decode(path.read_bytes())), truth))
    return found


def _sample(page: Page, truth: dict[str, Any]) -> Sample:
    frame = Frame(page.transform)
    stories = {a["id"] for a in truth["articles"] if a["kind"] == "article"}
    lines = [(line, frame.image_box(line["polygon"])) for line in truth["lines"]]
    boxes = np.array([box for _, box in lines])
    grid = grid_of(sheet_of(page))
    signs, neighbours = signs_of(grid.columns, grid, grid.sheet.rules)
    known, heads = np.zeros(len(grid.columns), dtype=bool), np.zeros(len(grid.columns))
    for k, column in enumerate(grid.columns):
        x0, y0, x1, y1 = frame.image_box(page.lines[column.row.id].polygon)
        wide = np.clip(np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0), 0, None)
        high = np.clip(np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0), 0, None)
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        found = np.flatnonzero(wide * high > SHARE * areas)
        if column.type is Type.ACROSS or len(found) != 1:
            continue
        line = lines[int(found[0])][0]
        known[k] = line["article"] in stories and line["role"] in HEADS | TEXT
        heads[k] = line["role"] in HEADS
    return Sample(grid, signs, neighbours, known, heads)


def fitted(signs: Floats, heads: Floats, name: str) -> Weights:
    """The weights of a net, by Adam (Kingma and Ba, 2015) on all examples at once; same examples, same weights."""
    chance = np.random.default_rng(7)
    width = signs.shape[1]
    weights = {
        f"{name}_in": chance.normal(0, 1 / np.sqrt(width), (width, HIDDEN)),
        f"{name}_bias": np.zeros(HIDDEN),
        f"{name}_out": chance.normal(0, 0.3, HIDDEN),
        f"{name}_direct": np.zeros(width),
    }
    mean, square = ({k: np.zeros_like(v) for k, v in weights.items()} for _ in range(2))
    for step in range(1, ROUNDS + 1):
        inner = signs @ weights[f"{name}_in"] + weights[f"{name}_bias"]
        hidden = np.maximum(0.0, inner)
        odds = hidden @ weights[f"{name}_out"] + signs @ weights[f"{name}_direct"]
        error = (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - heads) / len(heads)
        back = np.outer(error, weights[f"{name}_out"]) * (inner > 0)
        slopes = {
            f"{name}_in": signs.T @ back,
            f"{name}_bias": back.sum(axis=0),
            f"{name}_out": hidden.T @ error,
            f"{name}_direct": signs.T @ error,
        }
        for key, slope in slopes.items():
            slope = slope + PENALTY * weights[key] / 10
            mean[key] = 0.9 * mean[key] + 0.1 * slope
            square[key] = 0.999 * square[key] + 0.001 * slope**2
            stride = RATE * min(1.0, 3 * (1 - step / (ROUNDS + 1)))
            whole = mean[key] / (1 - 0.9**step)
            weights[key] = weights[key] - stride * whole / (np.sqrt(square[key] / (1 - 0.999**step)) + 1e-8)
    return weights


def trained(pages: Sequence[Sample]) -> Weights:
    """The weights of both nets."""
    odds: list[Floats] = [np.zeros(0)] * len(pages)
    for fold in range(FOLDS):
        others = fitted(*_joined([p for k, p in enumerate(pages) if k % FOLDS != fold]), "first")
        for k in range(fold, len(pages), FOLDS):
            odds[k] = weighed(pages[k].signs, others, "first")
    contexts = [_context(p, o) for p, o in zip(pages, odds, strict=True)]
    signs = np.vstack([c[p.known] for c, p in zip(contexts, pages, strict=True)])
    heads = np.concatenate([p.heads[p.known] for p in pages])
    return fitted(*_joined(pages), "first") | fitted(signs, heads, "second")


def _joined(pages: Sequence[Sample]) -> tuple[Floats, Floats]:
    return np.vstack([p.signs[p.known] for p in pages]), np.concatenate([p.heads[p.known] for p in pages])


def _context(page: Sample, odds: Floats) -> Floats:
    upright = np.array([c.type is not Type.ACROSS for c in page.grid.columns])
    return in_context(page.signs, np.where(upright, odds, 0.0), page.neighbours, page.grid.columns, page.grid.em)


def main(folders: list[str]) -> None:
    """Train, measure where there is a second folder, and store the weights."""
    pages = samples(Path(folders[0]))
    if len(folders) > 1:
        others = samples(Path(folders[1]))
        weights = trained(pages)
        first = [weighed(p.signs, weights, "first") for p in others]
        second = [weighed(_context(p, o), weights, "second") for p, o in zip(others, first, strict=True)]
        heads = np.concatenate([p.heads[p.known] for p in others])
        for name, odds in (("first", first), ("second", second)):
            found = np.concatenate([o[p.known] for o, p in zip(odds, others, strict=True)]) > 0
            right, wrong = int((found & (heads > 0)).sum()), int((found & (heads == 0)).sum())
            print(f"{name}: {len(heads)} columns, {int(heads.sum())} of headings: {right} found; {wrong} of text taken")
        pages += others
    weights = trained(pages)
    np.savez_compressed(WEIGHTS, **{name: value.astype(np.float32) for name, value in weights.items()})  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
