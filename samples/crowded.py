"""Crowded pages: seven or eight columns of small type, gutters of one character, no rules, many short stories.

What makes them hard belongs to the scan: low contrast and the other side showing through.
"""
from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.house import House, choose
from samples.layout import Cuts, Leaf, Plan, partition
from samples.plans import Area
from samples.typeset import Manner

CUTS = Cuts(narrow_px=330, wide_px=360, gap=(0.55, 1.2))
WIDTHS_PX = (3150, 3760)  # of all columns together


def crowded_style(rng: Random, only: tuple[str, ...]) -> tuple[House, int]:
    """House style and number of columns of a crowded page."""
    house = choose(rng, only, (30, 32), (12, 16))
    manner = Manner("squeeze", house.manner.gap_em) if house.manner.mode == "hang" else house.manner
    house = replace(
        house, gutter_px=round(house.size_px * rng.uniform(0.9, 1.2)), manner=manner, column_rule=False,
        pitch_px=round(house.size_px * rng.uniform(1.14, 1.32)), story_rule="none",
        byline_form=rng.choice(("left", "left", "column", "end", "end")),
    )
    columns = rng.choice((7, 8))
    while house.across(columns) > WIDTHS_PX[1]:
        house = replace(house, measure_em=house.measure_em - 1)
    while house.across(columns) < WIDTHS_PX[0]:
        house = replace(house, measure_em=house.measure_em + 1)
    return house, columns


def crowded_plan(area: Area, rng: Random, front: bool) -> Plan:
    """Two dozen short stories and more, some with a heading over fewer columns than they have."""
    top, plan = area.top, Plan(())
    columns = area.columns
    if front or rng.random() < 0.5:
        wide = rng.randint(3, max(3, columns - 2))
        depth = top + (area.bottom - top) * rng.uniform(0.16, 0.26)
        left, right = area.grid.span(0, wide)
        plan += Plan((Leaf("article", (left, top, right, depth), wide, "minor"),))
        beside = partition(area.grid, columns - wide, top, depth, rng.randint(2, 4), rng, wide, CUTS)
        plan += Plan(tuple(_small(leaf, rng) for leaf in beside.leaves))
        top = depth + area.house.pitch_px * rng.uniform(*CUTS.gap)
    rest = partition(area.grid, columns, top, area.bottom, rng.randint(18, 28), rng, cuts=CUTS)
    framed = rng.choice((0.0, 0.0, 0.05))
    return plan + Plan(tuple(_small(leaf, rng, framed) for leaf in rest.leaves))


def _small(leaf: Leaf, rng: Random, framed: float = 0.0) -> Leaf:
    """A frame as a short story: small heading, often no byline, now and then columns beside the heading."""
    roomy = leaf.columns >= 3 and leaf.height > 600
    rank = rng.choice(("short", "minor")) if roomy else rng.choice(("tiny", "tiny", "short"))
    beside = rng.randint(1, leaf.columns - 1) if leaf.columns >= 2 and rng.random() < 0.2 else 0
    signed = rank == "minor" or rng.random() < 0.6
    boxed = leaf.columns >= 2 and leaf.height > 450 and rng.random() < framed
    if leaf.columns >= 2 and 480 < leaf.height < 1100 and rng.random() < 0.05:
        return replace(leaf, kind="picture", rank="short")
    if leaf.columns == 1 and 350 < leaf.height < 700 and rng.random() < 0.03:
        return replace(leaf, kind="notice")
    return replace(leaf, rank=rank, head_columns=beside, signed=signed, boxed=boxed)
