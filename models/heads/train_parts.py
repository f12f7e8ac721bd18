"""Trains what tells the columns of a heading apart; run as `python -m models.heads.train_parts TRAIN [TEST]`.

TRAIN and TEST are folders as for `train.py`. The examples are the headings that the program finds on these pages and
whose columns all lie on heading lines of one story; the signs are those of `pipeline.order.vertical.parts`. A logistic
regression over the four parts. With TEST the figures are printed for its pages; the weights are then made from
both.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.codec import decode
from pipeline.geometry import Frame
from pipeline.order.sheet import sheet_of
from pipeline.order.vertical.columns import Type, grid_of
from pipeline.order.vertical.headings import clusters_of
from pipeline.order.vertical.parts import WEIGHTS, Part, best_sequence, scored, signs_of
from pipeline.order.vertical.signs import head_odds
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import Page

Floats = NDArray[np.float64]
Heading = tuple[Floats, NDArray[np.int64]]

ROLES = {"kicker": Part.KICKER, "headline": Part.HEADLINE, "subheadline": Part.SUBHEADLINE, "byline": Part.BYLINE}
SHARE = 0.5
ROUNDS, RATE, PENALTY = 1500, 0.01, 1e-3


def headings(folder: Path) -> list[Heading]:
    """The signs [columns, SIGNS] and the parts [columns] of every heading of the pages of a folder."""
    found = []
    for path in sorted(folder.glob("*.page")):
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        found += list(_headings(with_lines_of_one_tier(decode(path.read_bytes())), truth))
    return found


def _headings(page: Page, truth: dict[str, Any]) -> Iterator[Heading]:
    frame = Frame(page.transform)
    stories = {a["id"] for a in truth["articles"] if a["kind"] == "article"}
    lines = [(line, frame.image_box(line["polygon"])) for line in truth["lines"]]
    boxes = np.array([box for _, box in lines])
    sheet = sheet_of(page)
    grid = grid_of(sheet)
    odds = head_odds(grid.columns, grid, sheet.rules)
    columns = tuple(replace(c, head_odds=o) for c, o in zip(grid.columns, odds, strict=True))
    for found in clusters_of(columns, replace(grid, columns=columns), sheet.rules):
        group = sorted(found, key=lambda c: (c.middle, c.box[0]))
        if group[0].type is Type.ACROSS:
            continue
        parts, owners = [], set()
        for column in group:
            x0, y0, x1, y1 = frame.image_box(page.lines[column.row.id].polygon)
            wide = np.clip(np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0), 0, None)
            high = np.clip(np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0), 0, None)
            on = np.flatnonzero(wide * high > SHARE * (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
            line = lines[int(on[0])][0] if len(on) == 1 else {}
            parts.append(ROLES.get(line.get("role", ""), -1))
            owners.add(line.get("article"))
        if min(parts) >= 0 and len(owners) == 1 and owners <= stories:
            yield signs_of(group, grid.em), np.array(parts)


def fitted(examples: Sequence[Heading]) -> Floats:
    """The weights [SIGNS, parts], by Adam (Kingma and Ba, 2015) on all columns at once; same examples, same weights."""
    signs = np.vstack([s for s, _ in examples])
    wanted = np.eye(len(Part))[np.concatenate([p for _, p in examples])]
    weights, mean, square = (np.zeros((signs.shape[1], len(Part))) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        odds = scored(signs, weights)
        likely = np.exp(odds - odds.max(axis=1, keepdims=True))
        error = (likely / likely.sum(axis=1, keepdims=True) - wanted) / len(signs)
        slope = signs.T @ error + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def right(examples: Sequence[Heading], weights: Floats) -> int:
    """How many headings have all their columns right."""
    return sum(bool((np.array(best_sequence(scored(signs, weights))) == parts).all()) for signs, parts in examples)


def main(folders: list[str]) -> None:
    """Train, measure where there is a second folder, and store the weights."""
    examples = headings(Path(folders[0]))
    if len(folders) > 1:
        others = headings(Path(folders[1]))
        weights = fitted(examples)
        print(f"{right(examples, weights)} of {len(examples)} headings right", end=", ")
        print(f"of others {right(others, weights)} of {len(others)}")
        examples += others
    np.savez_compressed(WEIGHTS, weights=fitted(examples).astype(np.float32))


if __name__ == "__main__":
    main(sys.argv[1:])
