"""Two pages in one picture, with the truth of both: a photographed spread, or two sheets side by side.

Every leaf is as large as the larger of the two pages. Frames: page px of each page, leaf or sheet px, scan px.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.bends import Points
from samples.degrade import degrade, identity, quarter_turns
from samples.photo import Camera, photographed
from samples.press import Press
from samples.scan import CLASSES, Scan
from samples.truth import make_truth
from samples.warp import Warp, outline

Pixels = NDArray[np.uint8]
PHOTO = "photo"
"""The quality of a spread that is photographed; the others are those of a flat sheet."""


def one_size(pages: Sequence[Pixels]) -> tuple[list[Pixels], list[Points]]:
    """Two pages (left, right) on leaves of one size, and the shift (x, y) of each from page to leaf px."""
    high, wide = (max(page.shape[axis] for page in pages) for axis in (0, 1))
    leaves, shifts = [], []
    for page in pages:
        leaf = np.full((high, wide), 255, np.uint8)
        x, y = (wide - page.shape[1]) // 2, (high - page.shape[0]) // 2
        leaf[y:y + page.shape[0], x:x + page.shape[1]] = page
        leaves.append(leaf)
        shifts.append(np.array([x, y], np.float64))
    return leaves, shifts


def side_by_side(pages: Sequence[Pixels]) -> tuple[Pixels, list[Points]]:
    """Two pages (left, right) on one flat sheet, and the shift (x, y) of each from page to sheet px."""
    leaves, shifts = one_size(pages)
    return np.hstack(leaves), [shifts[0], shifts[1] + np.array([leaves[0].shape[1], 0])]


def bind(
    presses: Sequence[Press], rng: np.random.Generator, quality: str, turn: int, scan: Scan | None,
) -> tuple[Pixels, dict[str, Any]]:
    """One picture of two printed pages (left, right), turned clockwise by some degrees, and the truth of both.

    Pages are numbered in reading order: vertical ones from the right.
    """
    pages = [press.sheet.pixels() for press in presses]
    about: dict[str, Any] = {"quality": quality, "dpi": 300}
    if quality == PHOTO:
        leaves, shifts = one_size(pages)
        scan, camera = scan or Scan.photographed(rng), Camera.drawn(rng)
        image, warps = photographed(leaves, rng, scan, camera)
        about |= {"dpi": scan.dpi, "scan": scan.record(), "camera": camera.record()}
    else:
        image, shifts = side_by_side(pages)
        warps = [identity(), identity()]
        if quality != "clean":
            scan = scan or CLASSES[quality](rng)
            image, warp = degrade(image, rng, scan)
            warps = [warp, warp]
            about |= {"dpi": scan.dpi, "scan": scan.record()}
    turned = image
    for k, warp in enumerate(warps):
        turned, warps[k] = quarter_turns(image, warp, turn)
    if turn:
        about["turn_deg"] = turn
    size = (turned.shape[1], turned.shape[0])
    truths, rims = [], []
    for press, page, warp, shift in zip(presses, pages, warps, shifts, strict=True):
        move = _moved(warp, shift)
        truths.append(make_truth(press, move, size, {}, steps=1 if warp.straight else 16))
        rims.append(move(outline(page.shape[1], page.shape[0], 1 if warp.straight else 16)))
    about |= {"width": size[0], "height": size[1], "direction": presses[0].sheet.direction}
    if presses[0].sheet.direction == "vertical":
        truths.reverse()
        rims.reverse()
    return turned, bound(truths, rims, about)


def _moved(warp: Warp, shift: Points) -> Callable[[Points], Points]:
    return lambda points: warp.forward(points + shift)


def bound(truths: Sequence[dict[str, Any]], rims: Sequence[Points], about: dict[str, Any]) -> dict[str, Any]:
    """The truths of the pages of a spread as one, pages in reading order; `rims` are their outlines in scan px.

    Ids of items begin with the page's number; items, furniture, lines and blocks say on which `page` they stand.
    """
    out: dict[str, Any] = {"page": about}
    for number, (truth, rim) in enumerate(zip(truths, rims, strict=True), 1):
        polygon = [[round(float(x), 1), round(float(y), 1)] for x, y in rim]
        out.setdefault("blocks", []).append({"kind": "page", "article": None, "page": number, "polygon": polygon})
        for name, entries in truth.items():
            if name != "page":
                out.setdefault(name, []).extend(_on_page(entry, number) for entry in entries)
    return out


def _on_page(entry: dict[str, Any], number: int) -> dict[str, Any]:
    named = {key: f"p{number}-{entry[key]}" for key in ("id", "article") if entry.get(key) is not None}
    return entry | named | {"page": number}
