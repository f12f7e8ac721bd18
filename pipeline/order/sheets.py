"""Pages that hold two sheets, as an open volume does: each sheet is read for itself, the left one first.

Vertical pages are parted in `vertical/reader.py`, where the right one comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from pipeline.geometry import Frame
from pipeline.page import Direction, Order, Page, Point, Polygon


def sheet_by_sheet(page: Page, read: Callable[[Page], Page]) -> Page:
    """What `read` makes of a page, done for each of its sheets and put together; orders and articles follow on."""
    halves = _halves(page)
    if len(halves) < 2:
        return read(page)
    done = [read(half) for half in halves]
    articles = [article for half in done for article in half.articles]
    orders = [half.orders[0] for half in done if half.orders]
    return replace(
        page,
        blocks=tuple(block for half in done for block in half.blocks),
        orders=(reduce(_then, orders),) if orders else page.orders,
        articles=tuple(replace(article, id=f"a{k}") for k, article in enumerate(articles, 1)),
        flags=tuple(dict.fromkeys((*page.flags, *(flag for half in done for flag in half.flags)))),
    )


def _then(first: Order, second: Order) -> Order:
    return Order((*first.lines, *second.lines), round(first.score + second.score, 2), first.method)


def _halves(page: Page) -> list[Page]:
    """A page for each sheet with what lies on it; the page itself where it has one sheet or its type runs down."""
    letters = dict.fromkeys(Direction, 0)
    for block in page.blocks:
        letters[block.direction] += sum(len(line.chars) for line in block.lines)
    if len(page.sheets) < 2 or letters[Direction.TTB] > letters[Direction.LTR]:
        return [page]
    to_image = Frame(page.transform).to_image
    middles = [_middle(to_image(sheet))[0] for sheet in page.sheets]

    def sheet_of(polygon: Polygon) -> int:
        x = _middle(to_image(polygon))[0]
        return min(range(len(middles)), key=lambda k: abs(middles[k] - x))

    at = {block.id: sheet_of(block.polygon) for block in page.blocks}
    home = {line.id: at[block.id] for block in page.blocks for line in block.lines}
    return [
        replace(
            page,
            sheets=(sheet,),
            blocks=tuple(b for b in page.blocks if at[b.id] == k),
            rules=tuple(r for r in page.rules if sheet_of(r.polygon) == k),
            pictures=tuple(p for p in page.pictures if sheet_of(p.polygon) == k),
            insets=tuple(i for i in page.insets if sheet_of(i.polygon) == k),
            orders=tuple(replace(o, lines=tuple(i for i in o.lines if home[i] == k)) for o in page.orders),
            articles=tuple(a for a in page.articles if all(home[i] == k for i in a.line_ids())),
        )
        for k, sheet in enumerate(page.sheets)
    ]


def _middle(polygon: Polygon) -> Point:
    xs, ys = zip(*polygon, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
