"""Whole pages: fronts, inside pages, and the fixed ones (front-seed, six, small), as frames for their items."""
from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from samples.house import House
from samples.layout import Grid, Leaf, Plan, Stroke, partition
from samples.sheet import Box


@dataclass(frozen=True, slots=True)
class Area:
    """Where news may stand: base columns of a grid, a rail to their right (width 0: none), top and bottom in px."""

    grid: Grid
    columns: int
    rail_px: float
    top: float
    bottom: float

    @property
    def house(self) -> House:
        """The house style of the page."""
        return self.grid.house

    @property
    def right(self) -> float:
        """Right edge of the base columns."""
        return self.grid.span(0, self.columns)[1]

    @property
    def gap(self) -> float:
        """Blank between items above each other."""
        return self.house.pitch_px * 1.5

    def rail(self) -> tuple[float, float]:
        """(left, right) of the rail."""
        left = self.right + self.house.gutter_px * 1.15
        return left, left + self.rail_px


def ranked(leaf: Leaf) -> Leaf:
    """The leaf with the rank that its width and area ask for."""
    if leaf.width < 760 or leaf.width * leaf.height < 800_000:
        return replace(leaf, rank="short")
    return replace(leaf, rank="minor" if leaf.width < 1500 else "major")


def dressed(leaf: Leaf, area: Area, rng: Random) -> Leaf:
    """Give a frame its kind and dress: boxed, tinted, another measure, an inset, a picture story."""
    leaf = ranked(leaf)
    size = leaf.width * leaf.height
    roll = rng.random()
    if size < 2_200_000 and leaf.columns >= 2 and 500 < leaf.height < 1600 and roll < 0.16:
        return replace(leaf, kind="picture")
    if size < 1_600_000 and roll < 0.34:
        return replace(leaf, boxed=True, tint=rng.choice((None, None, 232, 224)))
    if leaf.columns >= 3 and size > 2_400_000 and leaf.height > 1300 and rng.random() < 0.55:
        return replace(leaf, inset=_inset(leaf, area, rng))
    if leaf.columns >= 3 and rng.random() < 0.35:
        return replace(leaf, measures=leaf.columns - 1)
    if leaf.columns == 2 and area.house.measure_em <= 11 and leaf.height < 1500 and rng.random() < 0.3:
        return replace(leaf, measures=1)
    return leaf


def _inset(leaf: Leaf, area: Area, rng: Random) -> Leaf:
    """A framed item at the foot of a story's frame, over some of its columns."""
    house = area.house
    wide = rng.randint(1, leaf.columns - 1)
    if wide == 1:
        wide = min(2, leaf.columns - 1)
    first = rng.choice((leaf.columns - wide, leaf.columns - wide, 0, rng.randint(0, leaf.columns - wide)))
    step = house.column_px + house.gutter_px
    left = leaf.box[0] + first * step
    high = leaf.height * rng.uniform(0.28, 0.42)
    box = (left, leaf.box[3] - max(high, 560), left + house.across(wide), leaf.box[3])
    kind = rng.choice(("article", "article", "article", "notice", "picture"))
    return Leaf(kind, box, wide, "short", boxed=kind == "article", tint=rng.choice((None, None, 230)))


def stacked(box: Box, shares: list[float], area: Area) -> Plan:
    """Frames one above the other in a box, their heights in proportion, rules between."""
    x0, y0, x1, y1 = box
    free = y1 - y0 - area.gap * (len(shares) - 1)
    leaves: list[Leaf] = []
    strokes: list[Stroke] = []
    y = y0
    for share in shares:
        height = free * share / sum(shares)
        if leaves:
            strokes.append(Stroke(x0, y - area.gap / 2, x1, y - area.gap / 2))
        leaves.append(Leaf("article", (x0, y, x1, y + height), 1, "short", measures=1))
        y += height + area.gap
    return Plan(tuple(leaves), tuple(strokes))


def rail_plan(area: Area, rng: Random, top: float) -> Plan:
    """The rail: three or four shorts set wider than the page, perhaps the weather at the foot."""
    left, right = area.rail()
    weather = rng.random() < 0.6
    shares = [rng.uniform(0.8, 1.3) for _ in range(rng.randint(3, 4))]
    bottom = area.bottom
    plan = Plan(())
    if weather:
        height = area.house.size_px * 8.0
        plan = Plan((Leaf("weather", (left, bottom - height, right, bottom), 1),))
        bottom -= height + area.gap
    news = stacked((left, top, right, bottom), shares, area)
    if rng.random() < 0.3:
        at = rng.randrange(len(news.leaves))
        leaves = list(news.leaves)
        leaves[at] = replace(leaves[at], boxed=True, tint=rng.choice((None, 228)))
        news = Plan(tuple(leaves), news.strokes)
    x = (area.right + left) / 2
    return news + plan + Plan((), (Stroke(x, top, x, area.bottom),))


def news_plan(area: Area, rng: Random, wanted: int, front: bool) -> Plan:
    """A page of news: a lead at the top of fronts and of many others, everything else cut at random."""
    columns, top, bottom = area.columns, area.top, area.bottom
    plan = Plan(())
    if front or rng.random() < 0.5:
        lead_columns = max(min(3, columns), round(columns * rng.choice((0.55, 0.7, 1.0))))
        depth = top + (bottom - top) * rng.uniform(0.3, 0.46)
        x0, x1 = area.grid.span(0, lead_columns)
        lead = Leaf("article", (x0, top, x1, depth), lead_columns, "lead")
        if lead.height > 1500 and rng.random() < 0.3:
            lead = replace(lead, inset=_inset(lead, area, rng))
        plan += Plan((lead,))
        if lead_columns < columns:
            rest = partition(area.grid, columns - lead_columns, top, depth, rng.randint(1, 3), rng, first=lead_columns)
            x = x1 + area.house.gutter_px / 2
            beside = tuple(dressed(leaf, area, rng) for leaf in rest.leaves)
            plan += Plan(beside, (*rest.strokes, Stroke(x, top, x, depth)))
        plan += Plan((), (Stroke(area.grid.span(0, 1)[0], depth + area.gap / 2, area.right, depth + area.gap / 2),))
        top = depth + area.gap
    lower = partition(area.grid, columns, top, bottom, max(2, wanted - len(plan.leaves)), rng)
    plan += Plan(tuple(dressed(leaf, area, rng) for leaf in lower.leaves), lower.strokes)
    return plan + rail_plan(area, rng, area.top) if area.rail_px else plan


def inside_plan(area: Area, rng: Random, wanted: int) -> Plan:
    """News above, advertisements and notices at the foot."""
    deep = rng.uniform(560, 1050)
    foot = area.bottom - deep
    strip = partition(area.grid, area.columns, foot, area.bottom, rng.randint(2, 4), rng)
    kinds = ["advertisement", "notice", *rng.choices(("advertisement", "notice"), k=6)]
    low = tuple(replace(leaf, kind=kinds[k]) for k, leaf in enumerate(strip.leaves))
    above = replace(area, bottom=foot - area.gap, rail_px=0)
    return news_plan(above, rng, wanted, False) + Plan(low)


def six_plan(area: Area, rng: Random) -> Plan:
    """Twelve stories in six columns."""
    cut = partition(area.grid, area.columns, area.top, area.bottom, 12, rng)
    leaves = [replace(ranked(leaf), boxed=leaf.columns <= 2 and rng.random() < 0.2) for leaf in cut.leaves]
    largest = max(leaves, key=lambda leaf: leaf.width * leaf.height)
    if largest.width > 1500:
        leaves[leaves.index(largest)] = replace(largest, rank="lead")
    return Plan(tuple(leaves), cut.strokes)


def seed_plan(area: Area, rng: Random) -> Plan:
    """In the manner of the seed page: lead over four of five columns and a picture story beside it, a four-column
    story, a five-column story with columns beside its headline, a rail of three shorts, the weather."""
    grid, top, bottom = area.grid, area.top, area.bottom
    left = grid.span(0, 1)[0]
    free = bottom - top - 2 * area.gap
    one, two = top + 0.37 * free, top + 0.37 * free + area.gap + 0.33 * free
    wide, narrow = grid.span(0, 4), grid.span(4, 1)
    four, five = (one + area.gap, two), (two + area.gap, bottom)
    notice = min(0.48 * (four[1] - four[0]), 700.0)
    leaves = (
        Leaf("article", _across(wide, top, one), 4, "lead"),
        Leaf("picture", _across(narrow, top, four[1] - notice - area.gap), 1),
        Leaf("article", _across(wide, *four), 4, "major"),
        Leaf("notice", _across(narrow, four[1] - notice, four[1]), 1),
        Leaf("article", (left, five[0], area.right, five[1]), 5, "major", head_columns=3),
    )
    x = wide[1] + area.house.gutter_px / 2
    strokes = (
        Stroke(left, one + area.gap / 2, wide[1], one + area.gap / 2),
        Stroke(left, two + area.gap / 2, area.right, two + area.gap / 2),
        Stroke(x, top, x, two),
    )
    rail_left, rail_right = area.rail()
    weather = area.house.size_px * 8.0
    news = stacked((rail_left, top, rail_right, bottom - weather - area.gap), [1.0, 1.15, 1.1], area)
    box = Leaf("weather", (rail_left, bottom - weather, rail_right, bottom), 1)
    middle = (area.right + rail_left) / 2
    return Plan(leaves, strokes) + news + Plan((box,), (Stroke(middle, top, middle, bottom),))


def _across(span: tuple[float, float], top: float, bottom: float) -> Box:
    return span[0], top, span[1], bottom


def small_plan(area: Area) -> Plan:
    """A corner of a page: a story over two columns, a short beside it."""
    left, right = area.grid.span(0, area.columns - 1)
    last = area.grid.span(area.columns - 1, 1)
    x = right + area.house.gutter_px / 2
    return Plan(
        (Leaf("article", (left, area.top, right, area.bottom), area.columns - 1, "minor"),
         Leaf("article", (last[0], area.top, last[1], area.bottom), 1, "short")),
        (Stroke(x, area.top, x, area.bottom),))
