"""Where tables begin: entries that stand in squares, or among rules that cross; and where two tables part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from pipeline.geometry import overlap, union
from pipeline.order.tabular.entries import Entry, box_of
from pipeline.order.tabular.site import (
    FARTHEST_EM,
    PROSE,
    ROW_GAP_EM,
    SAME_ROW_EM,
    SIZE_RATIO,
    Site,
    column_edges,
    crosses,
    framed_apart,
    holds,
    is_of_page,
    level_count,
    under_one_rule,
)

SAME_STEP_EM = 0.25
"""From row to row all columns go down by the same."""


def square_seeds(site: Site) -> list[list[Entry]]:
    """Groups of entries that squares of four hold together, the largest first."""
    allowed = set(site.candidates)
    right = {e: r for e in site.candidates if (r := _right_of(e, site)) in allowed and r}
    below = {e: b for e in site.candidates if (b := _below(e, site)) in allowed and b}
    parent: dict[Entry, Entry] = {}

    def root(entry: Entry) -> Entry:
        while parent.setdefault(entry, entry) != entry:
            parent[entry] = parent[parent[entry]]
            entry = parent[entry]
        return entry

    for a, b in right.items():
        c, d = below.get(a), below.get(b)
        if not (c and d and right.get(c) == d):
            continue
        level = abs((c.middle_y - a.middle_y) - (d.middle_y - b.middle_y)) < SAME_STEP_EM * max(a.em, b.em)
        if level and under_one_rule(a, b, c.middle_y, site.flat) and not framed_apart((a, c), (b, d), site):
            for other in (b, c, d):
                parent[root(other)] = root(a)
    groups: dict[Entry, list[Entry]] = {}
    for entry in list(parent):
        groups.setdefault(root(entry), []).append(entry)
    return sorted(groups.values(), key=len, reverse=True)


def ruled_seeds(site: Site) -> list[list[Entry]]:
    """What stands among rules that cross: a table so empty that no four cells make a square."""
    seeds: dict[tuple[int, ...], list[Entry]] = {}
    for wall in site.upright:
        em = 0.02 * (wall[3] - wall[1])
        crossing = [rule for rule in site.flat if crosses(rule, wall, em)]
        if len(crossing) < 3:
            continue
        x0, _, x1, _ = union(crossing)
        box = (x0, wall[1], x1, wall[3])
        inside = [e for e in site.candidates if holds(box, e)]
        if len(inside) >= 6:
            seeds.setdefault(tuple(round(v / 40) for v in box), inside)
    return sorted(seeds.values(), key=len, reverse=True)


def _right_of(entry: Entry, site: Site) -> Entry | None:
    """The next entry in the row, where that may be a cell of the same table."""
    slack = SAME_ROW_EM * entry.em
    row = [
        e
        for e in site.levels.between(entry.middle_y - slack, entry.middle_y + slack)
        if e.box[0] > entry.box[2] + 0.15 * entry.em
    ]
    nearest = min(row, key=lambda e: e.box[0], default=None)
    if nearest is None or nearest.box[0] - entry.box[2] > FARTHEST_EM * entry.em or not _alike(entry, nearest):
        return None
    return nearest


def _below(entry: Entry, site: Site) -> Entry | None:
    """The next entry beneath that shares some of its width."""
    near = [
        e
        for e in site.levels.between(entry.middle_y + 0.7 * entry.em, entry.middle_y + (ROW_GAP_EM + 1.2) * entry.em)
        if overlap(e.box[0], e.box[2], entry.box[0], entry.box[2]) > 0
    ]
    nearest = min(near, key=lambda e: e.middle_y, default=None)
    return nearest if nearest and _alike(entry, nearest) else None


def _alike(a: Entry, b: Entry) -> bool:
    return max(a.em, b.em) < SIZE_RATIO * min(a.em, b.em)


def parted_by_rules(entries: list[Entry], site: Site) -> Iterator[list[Entry]]:
    """The entries left and right of each rule between columns of the page, which runs beyond the table."""
    x0, y0, x1, y1 = box_of(entries)
    em = median(e.em for e in entries)
    for rule in site.upright:
        x = (rule[0] + rule[2]) / 2
        if x0 < x < x1 and overlap(rule[1], rule[3], y0, y1) > 0.5 * (y1 - y0) and is_of_page(rule, (y0, y1), em, site):
            left, right = [e for e in entries if e.middle_x < x], [e for e in entries if e.middle_x > x]
            if left and right:
                yield from parted_by_rules(left, site)
                yield from parted_by_rules(right, site)
                return
    yield entries


def parted_by_levels(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries on both sides of a gap over which rows do not go on: two tables that chance put side by side."""
    columns = column_edges(entries)
    em = median(e.em for e in entries) if entries else 1.0
    for k in range(2, len(columns) - 1):
        left = [e for e in entries if e.middle_x < columns[k][0]]
        right = [e for e in entries if e.middle_x > columns[k][0]]
        if columns[k][0] - columns[k - 1][1] < em or min(level_count(left, em), level_count(right, em)) < 3:
            continue
        few, many = sorted((left, right), key=lambda side: level_count(side, em))
        levels = [e.middle_y for e in many]
        told = [any(abs(e.middle_y - y) < 0.2 * em for y in levels) for e in few]
        if sum(told) < 0.6 * len(told):
            yield from parted_by_levels(left)
            yield from parted_by_levels(right)
            return
    yield entries


def without_prose(entries: Sequence[Entry]) -> list[Entry]:
    """Entries that may be cells: short, and of no block that runs on in sentences; strays beside its column may be."""
    blocks: dict[str, list[Entry]] = {}
    for entry in entries:
        blocks.setdefault(entry.block, []).append(entry)
    prose: dict[str, tuple[float, float]] = {}
    for name, rows in blocks.items():
        if sum(bool(PROSE.search(e.text)) for e in rows) > 0.2 * len(rows) and sum(len(e.text) for e in rows) > 12:
            prose[name] = (median(e.box[0] for e in rows), median(e.box[2] for e in rows))

    def runs_on(entry: Entry) -> bool:
        column = prose.get(entry.block)
        return column is not None and overlap(entry.box[0], entry.box[2], *column) > 0

    return [e for e in entries if not runs_on(e) and len(e.text) <= 26 and e.width < 24 * e.em]
