"""Frames of a digital front page: a lead, a large photograph, and stories around them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.layout import Leaf, Plan, Stroke, partition
from samples.plans import Area
from samples.sheet import Box


def digital_plan(area: Area, rng: Random, look_tints: tuple[int, ...], index: bool) -> Plan:
    """Three bands: lead, photograph with stories beside it, the rest; `index`: one small frame is the index."""
    foot = area.bottom if rng.random() < 0.25 else 0.0
    if foot:  # advertisements at the foot
        area = replace(area, bottom=foot - rng.uniform(480, 720) - area.gap)
    high = area.bottom - area.top
    lead_high, photo_high = rng.uniform(0.29, 0.4) * high, rng.uniform(0.22, 0.3) * high
    bands: list[str] = ["lead", "photo"] if rng.random() < 0.75 else ["photo", "lead"]
    plan, y = Plan(()), area.top
    for band in bands:
        deep = lead_high if band == "lead" else photo_high
        made = _lead(area, rng, y, y + deep) if band == "lead" else _photo(area, rng, y, y + deep)
        stroke = Stroke(area.grid.left, y + deep + area.gap / 2, area.right, y + deep + area.gap / 2)
        plan += made + Plan((), (stroke,))
        y += deep + area.gap
    plan += partition(area.grid, area.columns, y, area.bottom, rng.randint(4, 7), rng)
    if foot:
        strip = partition(area.grid, area.columns, area.bottom + area.gap, foot, rng.randint(1, 2), rng)
        plan += Plan(tuple(replace(leaf, kind="advertisement") for leaf in strip.leaves))
    leaves = [dressed(leaf, rng, look_tints) for leaf in plan.leaves]
    small = [k for k, leaf in enumerate(leaves) if leaf.kind == "article" and leaf.columns <= 2 and leaf.rank != "lead"]
    if index and small:
        at = rng.choice(small)
        leaves[at : at + 1] = _with_index(leaves[at], area, rng)
    return Plan(tuple(leaves), plan.strokes)


def _beside(area: Area, rng: Random, first: int, count: int, top: float, bottom: float) -> Plan:
    if count == 0:
        return Plan(())
    x = area.grid.span(first, count)[0 if first else 1] + (-1 if first else 1) * area.house.gutter_px / 2
    most = 2 if bottom - top > 1500 else 1
    return partition(area.grid, count, top, bottom, rng.randint(1, most + count // 3), rng, first) + Plan(
        (), (Stroke(x, top, x, bottom),)
    )


def _lead(area: Area, rng: Random, top: float, bottom: float) -> Plan:
    wide = rng.choice((area.columns, area.columns - 1, area.columns - 1, area.columns - 2))
    if area.columns - wide == 1 and area.house.measure_em < 12:
        wide -= 1
    at_left = rng.random() < 0.7
    x0, x1 = area.grid.span(0 if at_left else area.columns - wide, wide)
    lead = Plan((Leaf("article", (x0, top, x1, bottom), wide, "lead"),))
    beside = _beside(area, rng, wide if at_left else 0, area.columns - wide, top, bottom)
    return lead + beside if at_left else beside + lead


def _photo(area: Area, rng: Random, top: float, bottom: float) -> Plan:
    wide = rng.randint(max(2, area.columns // 2), area.columns - 2)
    at_left = rng.random() < 0.5
    x0, x1 = area.grid.span(0 if at_left else area.columns - wide, wide)
    photo = Plan((Leaf("photo", (x0, top, x1, bottom), wide),))
    beside = _beside(area, rng, wide if at_left else 0, area.columns - wide, top, bottom)
    return photo + beside if at_left else beside + photo


def dressed(leaf: Leaf, rng: Random, tints: tuple[int, ...]) -> Leaf:
    """Rank, tint, frame and measure of a story."""
    if leaf.kind != "article" or leaf.rank == "lead":
        return leaf
    rank = "major" if leaf.columns >= 4 else "minor" if leaf.columns >= 2 else "short"
    leaf = replace(leaf, rank=rank)
    roll = rng.random()
    if leaf.columns <= 4 and roll < 0.25:
        return replace(leaf, boxed=True, tint=rng.choice((*tints, None)), measures=max(1, leaf.columns - (roll < 0.08)))
    if leaf.columns >= 3 and roll < 0.5:
        return replace(leaf, measures=leaf.columns + rng.choice((-1, -1, 1)))
    return leaf


def _with_index(leaf: Leaf, area: Area, rng: Random) -> list[Leaf]:
    """The frame of a story, its foot given to the index where the frame is high enough."""
    x0, y0, x1, y1 = leaf.box
    deep = rng.uniform(11, 16) * area.house.size_px
    if leaf.height < deep + 900:
        return [replace(leaf, kind="index", boxed=True)] if leaf.height < 1.5 * deep else [leaf]
    above: Box = (x0, y0, x1, y1 - deep - area.gap)
    return [replace(leaf, box=above), replace(leaf, kind="index", box=(x0, y1 - deep, x1, y1), boxed=True)]
