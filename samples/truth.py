"""The truth of a page: articles, furniture, lines and blocks as shared/score/FORMAT.md has them."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.press import Item, Press
from samples.sheet import Box, PrintedLine

Points = NDArray[np.float64]
Move = Callable[[Points], Points]


def corners(box: Box, steps: int = 1, upright: bool = False) -> Points:
    """The outline of a box, clockwise from its top left, shape (n, 2).

    Top and foot are cut into `steps` pieces, or the sides, where the box is `upright`.
    """
    x0, y0, x1, y1 = box
    if upright:
        down = np.linspace(y0, y1, steps + 1)
        right = np.stack([np.full(steps + 1, x1), down], 1)
        left = np.stack([np.full(steps + 1, x0), down[::-1]], 1)
        return np.concatenate([left[-1:], right, left[:-1]])
    along = np.linspace(x0, x1, steps + 1)
    top = np.stack([along, np.full(steps + 1, y0)], 1)
    foot = np.stack([along[::-1], np.full(steps + 1, y1)], 1)
    return np.concatenate([top, foot])


def _polygon(box: Box, move: Move, steps: int, vertical: bool = False) -> list[list[float]]:
    upright = vertical and box[3] - box[1] > box[2] - box[0]
    return [[round(float(x), 1), round(float(y), 1)] for x, y in move(corners(box, steps, upright))]


def _page_of(box: Box, leaves: list[Box]) -> int:
    """Number of the newspaper page of a fold that the middle of a box is on, from 1."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = [k for k, leaf in enumerate(leaves, 1) if leaf[0] <= x <= leaf[2] and leaf[1] <= y <= leaf[3]]
    return inside[0] if inside else 1


def _on_pages(truth: dict[str, Any], press: Press, leaves: list[Box]) -> None:
    """Say of everything on a fold on which `page` it stands."""
    lines = sorted(press.sheet.lines, key=lambda one: one.role == "caption")
    pages = [_page_of(line.box, leaves) for line in lines]
    of_item = {line.item: page for line, page in zip(lines[::-1], pages[::-1], strict=True)}
    for entry, page in zip(truth["lines"], pages, strict=True):
        entry["page"] = page
    for entry, region in zip(truth["blocks"], press.sheet.regions, strict=True):
        entry["page"] = _page_of(region.box, leaves)
    for entry in truth["articles"]:
        entry["page"] = of_item.get(entry["id"], 1)
    # A vertical page prints each piece of furniture as one line.
    furniture = [page for line, page in zip(lines, pages, strict=True) if line.role == "furniture"]
    for entry, page in zip(truth["furniture"], furniture, strict=True):
        entry["page"] = page


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
    if item.rows:
        out["rows"] = item.rows
    return out


def _tables(press: Press) -> dict[str, Any]:
    """The rows again under `tables`, whence the scorer takes cells; from the item it takes the title alone."""
    tables = [{"article": item.id, "rows": item.rows} for item in press.items if item.rows]
    return {"tables": tables} if tables else {}


def make_truth(
    press: Press, move: Move, size_px: tuple[int, int], about: dict[str, Any], steps: int = 1,
) -> dict[str, Any]:
    """The truth of a printed page in the frame of its scan; `move` maps page px (n, 2) to scan px.

    Of a fold, regions of kind page are the newspaper pages in reading order, and everything says on which it stands.
    """
    vertical = press.sheet.direction == "vertical"
    leaves = [region.box for region in press.sheet.regions if region.kind == "page"]
    order: dict[str | None, int] = {}
    cells: dict[PrintedLine, dict[str, Any]] = {
        line: {"row": r, "column": k} for item in press.items for line, (r, k) in item.cells.items()}
    lines = []
    for line in sorted(press.sheet.lines, key=lambda one: one.role == "caption"):  # captions after the text
        at = order.get(line.item, 0)
        order[line.item] = at + 1
        lines.append({
            "text": line.text, "article": line.item, "role": line.role, "order": at, "paragraph": line.paragraph,
            "polygon": _polygon(line.box, move, steps, vertical),
        } | cells.get(line, {}))
    truth = {
        "page": about | {"width": size_px[0], "height": size_px[1], "direction": press.sheet.direction},
        "articles": [_article(item) for item in press.items],
        "furniture": [{"type": kind, "text": text} for kind, text in press.furniture],
        "lines": lines,
        "blocks": [{"kind": region.kind, "article": region.item, "polygon": _polygon(region.box, move, steps, vertical)}
                   for region in press.sheet.regions],
    } | _tables(press)
    if leaves:
        _on_pages(truth, press, leaves)
    return truth
