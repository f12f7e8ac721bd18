"""Pages with tables, classified advertisements, notices and display advertisements among ordinary stories."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.layout import Leaf, Plan, Stroke, partition
from samples.plans import Area, dressed, ranked


def tables_plan(area: Area, rng: Random) -> Plan:
    """Stories and tables above; below them, or in a rail down the right side, classified and display advertisements."""
    shape = rng.choice(("foot", "foot", "side", "none"))
    if shape == "side" and area.columns >= 5:
        return _side(area, rng)
    bottom, low = area.bottom, Plan(())
    if shape != "none":
        depth = (area.bottom - area.top) * rng.uniform(0.26, 0.46)
        low = _foot(area, rng, area.bottom - depth)
        bottom = area.bottom - depth - area.gap
    return _news(replace(area, bottom=bottom), area.columns, rng) + low


def _news(area: Area, columns: int, rng: Random) -> Plan:
    """Stories, and tables in the frames that suit them."""
    high = (area.bottom - area.top) / 5000
    cut = partition(
        area.grid, columns, area.top, area.bottom, max(5, round(rng.uniform(11, 15) * max(high, 0.55))), rng
    )
    fit = [leaf for leaf in cut.leaves if 450 < leaf.width < 2000 and 550 < leaf.height < 2200]
    wanted = rng.randint(4, 6) if high > 0.7 else rng.randint(3, 4)
    chosen = rng.sample(fit, min(wanted, len(fit), max(2, len(cut.leaves) // 2)))
    leaves: list[Leaf] = []
    strokes = list(cut.strokes)
    for leaf in cut.leaves:
        if leaf not in chosen:
            plain = dressed(leaf, area, rng)
            leaves.append(plain if plain.kind == "article" else replace(ranked(leaf)))
        elif leaf.height > 1250:
            x0, y0, x1, y1 = leaf.box
            middle = y0 + leaf.height * rng.uniform(0.42, 0.58)
            for box in ((x0, y0, x1, middle - area.gap / 2), (x0, middle + area.gap / 2, x1, y1)):
                leaves.append(replace(leaf, kind="table", box=box))
            strokes.append(Stroke(x0, middle, x1, middle))
        else:
            leaves.append(replace(leaf, kind="table"))
    return Plan(tuple(leaves), tuple(strokes))


def _foot(area: Area, rng: Random, top: float) -> Plan:
    """Classified advertisements at the foot of the page, beside them display advertisements or notices."""
    columns = area.columns
    wide = rng.randint(max(2, columns // 2), columns)
    at_left = rng.random() < 0.5
    left, right = area.grid.span(0 if at_left else columns - wide, wide)
    leaves = [Leaf("classifieds", (left, top, right, area.bottom), wide)]
    if wide < columns:
        beside = partition(
            area.grid, columns - wide, top, area.bottom, rng.randint(1, 3), rng, first=wide if at_left else 0
        )
        leaves += [
            replace(leaf, kind=rng.choice(("advertisement", "advertisement", "notice", "table")))
            for leaf in beside.leaves
        ]
    return Plan(tuple(leaves))


def _side(area: Area, rng: Random) -> Plan:
    """Classified advertisements down the right side."""
    wide = 2 if area.columns < 7 else rng.choice((2, 3))
    left, right = area.grid.span(area.columns - wide, wide)
    top = area.top + rng.choice((0.0, 0.0, 0.25)) * (area.bottom - area.top)
    leaves = [Leaf("classifieds", (left, top, right, area.bottom), wide)]
    if top > area.top:
        kind = rng.choice(("advertisement", "table", "notice"))
        leaves.insert(0, Leaf(kind, (left, area.top, right, top - area.gap), wide))
    x = left - area.house.gutter_px / 2
    return _news(area, area.columns - wide, rng) + Plan(tuple(leaves), (Stroke(x, area.top, x, area.bottom),))
