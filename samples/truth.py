"""The truth of a page: articles, furniture, lines and blocks as shared/score/FORMAT.md has them."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.press import Item, Press
from samples.sheet import Box

Points = NDArray[np.float64]
Move = Callable[[Points], Points]


def corners(box: Box, steps: int = 1) -> Points:
    """The outline of a box, clockwise from its top left, with `steps` pieces along the long sides; shape (n, 2)."""
    x0, y0, x1, y1 = box
    along = np.linspace(x0, x1, steps + 1)
    top = np.stack([along, np.full(steps + 1, y0)], 1)
    foot = np.stack([along[::-1], np.full(steps + 1, y1)], 1)
    return np.concatenate([top, foot])


def _polygon(box: Box, move: Move, steps: int) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in move(corners(box, steps))]


def _article(item: Item) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": item.id, "kind": item.kind, "kicker": item.kicker, "headline": item.headline,
        "subheadline": item.subheadline, "byline": item.byline, "paragraphs": item.paragraphs,
        "captions": item.captions,
    }
    if item.continues_on:
        out["continues_on"] = item.continues_on
    if item.continued_from:
        out["continued_from"] = item.continued_from
    return out


def make_truth(
    press: Press, move: Move, size_px: tuple[int, int], about: dict[str, Any], steps: int = 1,
) -> dict[str, Any]:
    """The truth of a printed page in the frame of its scan; `move` maps page px (n, 2) to scan px."""
    order: dict[str | None, int] = {}
    lines = []
    for line in sorted(press.sheet.lines, key=lambda one: one.role == "caption"):  # captions after the text
        at = order.get(line.item, 0)
        order[line.item] = at + 1
        lines.append({
            "text": line.text, "article": line.item, "role": line.role, "order": at, "paragraph": line.paragraph,
            "polygon": _polygon(line.box, move, steps),
        })
    return {
        "page": about | {"width": size_px[0], "height": size_px[1], "direction": "horizontal"},
        "articles": [_article(item) for item in press.items],
        "furniture": [{"type": kind, "text": text} for kind, text in press.furniture],
        "lines": lines,
        "blocks": [{"kind": region.kind, "article": region.item, "polygon": _polygon(region.box, move, steps)}
                   for region in press.sheet.regions],
    }
