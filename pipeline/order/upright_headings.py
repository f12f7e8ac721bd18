"""Headings of vertical pages: which rows of display type make up one, and what each of them is.

The columns of a heading stand side by side, kicker to the right of the headline and subheadline to its left, the
byline low at the left end; or its lines lie across above each other over the first columns of their text. Smaller
parts are told from columns of text by where they stand: off the head of the tier, across the blank between two
tiers, nearer to the headline than to the text. Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.geometry import overlap, union
from pipeline.order.columns import Column, Grid, Type
from pipeline.order.headings import Heading
from pipeline.page import Box

HEADLINE_SHARE = 0.7
"""Parts at least this large, of the largest, are the headline."""
BYLINE = re.compile(r"^[（(]?[\u4e00-\u9fff]{2,4}[)）]?$")
PROSE = re.compile(r"[。，、；：]")


def clusters_of(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> list[list[Column]]:
    """Display rows that stand together, with the smaller rows that belong to them."""
    small = _small_heads(columns, grid, rules)
    display = [c for c in columns if c.type is Type.DISPLAY or id(c) in small or _is_across_head(c, columns, grid)]
    groups = _joined(display, grid, rules)
    chosen = {id(c) for c in display}
    body = [c for c in columns if id(c) not in chosen]
    for group in groups:
        while (found := _companion(group, body, grid, rules)) is not None:
            group.append(found)
            body.remove(found)
    return groups


def _is_across_head(c: Column, columns: Sequence[Column], grid: Grid) -> bool:
    """Whether a line across is larger than the text, or stands right over columns of it."""
    if c.type is not Type.ACROSS:
        return False
    if c.size > 1.1 * grid.em:
        return True
    under = [
        o
        for o in columns
        if o.type is Type.BODY
        and c.box[1] < o.middle < c.box[3]
        and -0.3 * grid.em < o.box[0] - c.box[2] < 5 * grid.em
        and len(o.row.text) > 3
    ]
    return len(under) * grid.pitch > 0.6 * (c.box[3] - c.box[1]) and len(c.row.text) >= 3 and c.row.confidence > 0.6


def _small_heads(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> set[int]:
    """Columns of about body size that head a story: with a rule at their right, paper around them, no stops."""
    em = grid.em
    body = sorted((c for c in columns if c.type is Type.BODY), key=lambda c: c.middle)
    found = set()
    for k, c in enumerate(body):
        text = c.row.text.strip()
        if not 3 <= len(text) <= 18 or "。" in text:
            continue
        score = _head_evidence(c, k, body, grid, rules)
        if PROSE.search(text):
            score -= 1.2
        if score >= 3.0:
            found.add(id(c))
    return found


def _head_evidence(c: Column, k: int, body: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> float:
    em, blank = grid.em, grid.pitch - grid.em
    u0, v0, u1, v1 = c.box
    level = [
        o
        for o in (*body[max(0, k - 40) : k], *body[k + 1 : k + 40])
        if abs(o.middle - c.middle) < 5 * em and overlap(o.box[0], o.box[2], u0, u1) > 1.5 * em
    ]
    right = max((o for o in level if o.middle < c.middle), key=lambda o: o.middle, default=None)
    left = min((o for o in level if o.middle > c.middle), key=lambda o: o.middle, default=None)
    score = 1.3 if c.size > 1.13 * em else 0.8 if c.size > 1.07 * em else 0.0
    ruled = any(
        r[2] - r[0] > r[3] - r[1]
        and -0.2 * em < v0 - (r[1] + r[3]) / 2 < 1.2 * em
        and overlap(r[0], r[2], u0, u1) > 0.7 * (u1 - u0)
        and r[2] - r[0] < 2.5 * (u1 - u0)
        for r in rules
    )
    score += 1.5 if ruled else 0.0
    if right is not None:
        score += 1.0 if v0 - right.box[3] > blank + 0.35 * em else -0.5
        done = right.row.text.rstrip().endswith("。") or right.box[2] < max(o.box[2] for o in level) - 1.5 * em
        score += 0.6 if done else -0.6
    if left is not None:
        score += 0.7 if left.box[1] - v1 > blank + 0.2 * em else -0.3
    tops = sorted(o.box[0] for o in level)
    feet = sorted(o.box[2] for o in level)
    if tops:
        down = u0 - tops[len(tops) // 3]
        score += 1.0 if down > 2.6 * em else 0.6 if down > 0.3 * em and not 0.7 * em < down < 1.3 * em else 0.0
        score += 0.4 if feet[(2 * len(feet)) // 3] - u1 > 1.5 * em else -0.6
    return score


def _joined(display: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> list[list[Column]]:
    parent = list(range(len(display)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for i, a in enumerate(display):
        for j in range(i + 1, len(display)):
            if _beside(a, display[j], grid, rules):
                parent[root(j)] = root(i)
    groups: dict[int, list[Column]] = {}
    for k, column in enumerate(display):
        groups.setdefault(root(k), []).append(column)
    return list(groups.values())


def _beside(a: Column, b: Column, grid: Grid, rules: Sequence[Box]) -> bool:
    """Whether two display rows stand next to each other as parts of one heading."""
    if (a.type is Type.ACROSS) is not (b.type is Type.ACROSS):
        return False
    p, q = (a.box, b.box) if a.type is not Type.ACROSS else (_turned(a.box), _turned(b.box))
    along, apart = overlap(p[0], p[2], q[0], q[2]), -overlap(p[1], p[3], q[1], q[3])
    shorter, size = min(p[2] - p[0], q[2] - q[0]), max(a.size, b.size)
    if along > 0.4 * shorter and apart < max(1.1 * grid.em, 0.45 * size):
        return not _ruled(a.box, b.box, rules)
    # Parts of one row that segmentation cut at a wide blank.
    level = -apart > 0.6 * min(p[3] - p[1], q[3] - q[1])
    return level and -along < 1.3 * size and min(a.size, b.size) > 0.85 * size and not _ruled(a.box, b.box, rules)


def _turned(box: Box) -> Box:
    return (box[1], box[0], box[3], box[2])


def _ruled(a: Box, b: Box, rules: Sequence[Box]) -> bool:
    """Whether a rule runs between two rows that stand side by side or in line."""
    for r in rules:
        u, v = (r[0] + r[2]) / 2, (r[1] + r[3]) / 2
        low, high = max(a[0], b[0]), min(a[2], b[2])
        if r[2] - r[0] > r[3] - r[1]:
            if min(a[3], b[3]) - 2 < v < max(a[1], b[1]) + 2 and overlap(r[0], r[2], low, high) > 0.5 * (high - low) > 0:
                return True
        elif min(a[2], b[2]) - 2 < u < max(a[0], b[0]) + 2 and overlap(r[1], r[3], a[1], a[3]) > 0.5 * (a[3] - a[1]):
            return True
    return False


def _companion(group: Sequence[Column], body: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> Column | None:
    """The nearest row of smaller type that is part of a heading."""
    box = union(c.box for c in group)
    across = group[0].type is Type.ACROSS
    best: tuple[float, Column] | None = None
    for c in body:
        if (c.type is Type.ACROSS) is not across:
            continue
        apart = -overlap(box[1], box[3], c.box[1], c.box[3]) if not across else -overlap(box[0], box[2], c.box[0], c.box[2])
        if apart > 1.15 * grid.em or (best is not None and apart >= best[0]):
            continue
        if across:
            inside = overlap(box[1], box[3], c.box[1], c.box[3]) > 0.7 * (c.box[3] - c.box[1])
            if inside and not _ruled(c.box, box, rules):
                best = (apart, c)
        elif _is_part(c, box, body, grid, rules):
            best = (apart, c)
    return best[1] if best else None


def _is_part(c: Column, box: Box, body: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> bool:
    """Whether a column of about body size beside a heading is its kicker, subheadline or byline."""
    em = grid.em
    u0, _, u1, _ = c.box
    if overlap(u0, u1, box[0], box[2]) < 0.8 * (u1 - u0) or _ruled(c.box, box, rules) or len(c.row.text.strip()) < 2:
        return False
    right = c.middle < (box[1] + box[3]) / 2
    mates = [o for o in body if o is not c and o.type is Type.BODY and overlap(o.box[0], o.box[2], u0, u1) > -2 * em]
    near = [o for o in mates if abs(o.middle - c.middle) < 6 * em]
    beyond = [o for o in near if (o.middle < c.middle) is right and overlap(o.box[0], o.box[2], u0, u1) > em]
    heads = sorted(o.box[0] for o in near if overlap(o.box[0], o.box[2], u0, u1) > em)
    feet = sorted(o.box[2] for o in near if overlap(o.box[0], o.box[2], u0, u1) > em)
    top = heads[len(heads) // 4] if heads else box[0]
    foot = feet[(3 * len(feet)) // 4] if feet else box[2]
    score = -0.3
    score += 2.0 if u0 - top > 2.4 * em else 0.7 if 0.25 * em < u0 - top < 0.75 * em else 0.0
    score += 2.0 if top + 2 * em < foot < u1 - 1.5 * em or sum(o.box[2] < u1 - 2 * em and o.box[2] > u0 + 2 * em for o in near) >= 3 else 0.0
    score += 2.0 if c.size > 1.12 * em else 1.0 if c.size > 1.06 * em else 0.0
    short = foot - u1 > 1.5 * em
    score += (1.6 if not right else 0.2) if short else -0.8
    inner = -overlap(box[1], box[3], c.box[1], c.box[3])
    outer = min((-overlap(o.box[1], o.box[3], c.box[1], c.box[3]) for o in beyond), default=2 * em)
    score += 1.3 if outer > inner + 0.25 * em else -0.8 if outer < inner - 0.2 * em else 0.0
    if c.row.text.rstrip().endswith("。") or "。" in c.row.text:
        score -= 2.0
    elif PROSE.search(c.row.text):
        score -= 0.7
    return score >= 2.0


def heading_of(group: Sequence[Column], inset: int) -> Heading:
    """The parts of a heading by their place and size."""
    across = group[0].type is Type.ACROSS
    parts = sorted(group, key=(lambda c: (c.box[0], c.box[1])) if across else (lambda c: (c.middle, c.box[0])))
    sizes = [_size(c) for c in parts]
    largest = max(sizes)
    main = [k for k, size in enumerate(sizes) if size >= HEADLINE_SHARE * largest]
    kicker, headline, below, byline = [], [], [], []
    foot = max(c.box[2] for c in parts)
    for k, c in enumerate(parts):
        if k in main:
            headline.append(c.row)
        elif k < main[0]:
            kicker.append(c.row)
        elif k > main[-1] and BYLINE.match(c.row.text.strip()) and c.box[2] > foot - 2 * c.size and k == len(parts) - 1:
            byline.append(c.row)
        elif k > main[-1]:
            below.append(c.row)
        else:
            headline.append(c.row)
    box = union(c.box for c in parts)
    return Heading(tuple(kicker), tuple(headline), tuple(below), tuple(byline), box, (box[0], box[2]), inset)


def _size(c: Column) -> float:
    """The em of a part of a heading: its thickness, or its advance where it is condensed."""
    u0, v0, u1, v1 = c.box
    length, thickness = (v1 - v0, u1 - u0) if c.type is Type.ACROSS else (u1 - u0, v1 - v0)
    count = len(c.row.text.strip())
    return max(thickness, min(length / max(1.0, count - 0.1), 1.45 * thickness)) if count >= 3 else thickness
