"""Headings amid their text: the columns above such a heading go on below it.

A heading in the middle of a story looks as one that begins a story under another one. What tells them
apart is the text: whether the columns above step over the heading or turn to the next column, and a
column beside the heading that passes it without a break.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.geometry import overlap
from pipeline.order import wording
from pipeline.order.form import is_indented, joint
from pipeline.order.headings import Heading
from pipeline.order.pieces import Piece, Sheet
from pipeline.order.space import APART_EM, blank_between, ruled_between

Above = tuple[str, int] | None


def around_headings(
    above: Sequence[Above], pieces: Sequence[Piece], headings: Sequence[Heading], sheet: Sheet
) -> tuple[list[Above], frozenset[int]]:
    """What stands above each piece where text runs around some headings, and the indices of these headings."""
    found = list(above)
    amid = set()
    for number, heading in enumerate(headings):
        if heading.upright:
            continue
        crossed = _crossed(number, heading, above, pieces, sheet)
        passing = _passing(heading, above, pieces, sheet)
        if not crossed or not passing or not _steps_over(crossed, above, pieces, sheet.em):
            continue
        tops = {_top_of(k, above, pieces, sheet) for k in (*passing, *(upper for upper, _ in crossed))}
        level = min(pieces[k].box[1] for k in tops)
        tops = {k for k in tops if pieces[k].box[1] - level < 2.2 * sheet.em}
        tops |= set(_leftwards(tops, above, pieces, sheet))
        first = min(tops, key=lambda k: pieces[k].measure[0])
        if not is_indented(pieces[first], sheet.em):
            continue
        amid.add(number)
        for upper, lower in crossed:
            found[lower] = ("piece", upper)
        for k in tops:
            found[k] = ("heading", number)
    return found, frozenset(amid)


def _crossed(
    number: int, heading: Heading, above: Sequence[Above], pieces: Sequence[Piece], sheet: Sheet
) -> list[tuple[int, int]]:
    """The columns that a heading cuts, as (piece above it, piece below it), from the left; none if one only begins."""
    em, pairs = sheet.em, []
    for lower, over in enumerate(above):
        if over != ("heading", number):
            continue
        low = pieces[lower]
        amid = (low.box[0], heading.box[1], low.box[2], heading.box[3])  # a rule within the heading parts nothing
        near = [
            k
            for k, p in enumerate(pieces)
            if -em < heading.box[1] - p.box[3] < 3 * em
            and abs(p.measure[0] - low.measure[0]) < 0.8 * em
            and abs(p.measure[1] - low.measure[1]) < 1.5 * em
            and p.inset == low.inset
            and not ruled_between(p.box, amid, sheet)
            and not ruled_between(amid, low.box, sheet)
        ]
        if not near or wording.DATELINE.match(low.rows[0].text):
            return []
        pairs.append((near[0], lower))
    return sorted(pairs, key=lambda pair: pieces[pair[0]].measure[0])


def _passing(heading: Heading, above: Sequence[Above], pieces: Sequence[Piece], sheet: Sheet) -> list[int]:
    """Pieces of columns right beside a heading's paper that begin above it and go on below it."""
    em, box = sheet.em, heading.box
    found = []
    for k, p in enumerate(pieces):
        beside = overlap(p.measure[0], p.measure[1], *heading.span) < 0.3 * (p.measure[1] - p.measure[0])
        near = min(abs(p.measure[1] - heading.span[0]), abs(p.measure[0] - heading.span[1])) < 4 * em
        level = p.box[1] < box[3] and p.box[3] > box[1]
        if p.inset != heading.inset or not (beside and near and level):
            continue
        goes_on = p.box[3] > box[3] + em or any(over == ("piece", k) for over in above)
        goes_on = goes_on or (p.box[3] > box[1] + 2 * em and ends_at_picture(p, sheet))
        if goes_on and pieces[_top_of(k, above, pieces, sheet)].box[1] < box[1] - 2 * em:
            found.append(k)
    return found


def ends_at_picture(piece: Piece, sheet: Sheet) -> bool:
    """Whether a picture stands right below a piece."""
    x0, x1 = piece.measure
    return any(
        -sheet.em < p[1] - piece.box[3] < 3 * sheet.em and overlap(x0, x1, p[0], p[2]) > 0.5 * (x1 - x0)
        for p in sheet.pictures
    )


def _leftwards(tops: set[int], above: Sequence[Above], pieces: Sequence[Piece], sheet: Sheet) -> list[int]:
    """Tops of further columns to the left, as far as the one that a paragraph begins in."""
    em, found = sheet.em, []
    first = min(tops, key=lambda k: pieces[k].measure[0])
    while not is_indented(pieces[first], em):
        edge, top = pieces[first].measure[0], pieces[first].box[1]
        near = [
            k
            for k, p in enumerate(pieces)
            if abs(p.box[1] - top) < 1.5 * em
            and -0.5 * em < edge - p.measure[1] < 4 * em
            and p.inset == pieces[first].inset
            and _top_of(k, above, pieces, sheet) == k
        ]
        if not near:
            break
        first = near[0]
        found.append(first)
    return found


def _foot_of(k: int, above: Sequence[Above]) -> int:
    """The last piece of the column that goes on below a piece without a heading."""
    for _ in range(12):
        below = next((j for j, over in enumerate(above) if over == ("piece", k)), None)
        if below is None:
            return k
        k = below
    return k


def _steps_over(crossed: Sequence[tuple[int, int]], above: Sequence[Above], pieces: Sequence[Piece], em: float) -> bool:
    """Whether the text fits better column by column across the heading than tier by tier."""
    over = sum(joint(pieces[upper], pieces[lower], em) for upper, lower in crossed)
    turns = list(pairwise(crossed))
    ends = {lower: pieces[_foot_of(lower, above)] for _, lower in crossed}
    over += sum(joint(ends[a[1]], pieces[b[0]], em) for a, b in turns)
    tiers = sum(joint(pieces[a[0]], pieces[b[0]], em) + joint(ends[a[1]], pieces[b[1]], em) for a, b in turns)
    # Tier by tier the last column above ends a story, and the first one below begins one.
    tiers += 0.8 if is_indented(pieces[crossed[0][1]], em) else -2.5
    tiers += 0.8 if wording.ends_sentence(pieces[crossed[-1][0]].rows[-1].text) else -2.0
    return over > tiers + 1.0


def _top_of(k: int, above: Sequence[Above], pieces: Sequence[Piece], sheet: Sheet) -> int:
    """The top of the column that a piece stands in."""
    for _ in range(12):
        over = above[k]
        if over is None or over[0] == "heading":
            return k
        upper, lower = pieces[over[1]], pieces[k]
        apart = blank_between(upper, lower) > (APART_EM + 1.2) * sheet.em
        if apart or ruled_between(upper.box, lower.box, sheet):
            return k
        k = over[1]
    return k
