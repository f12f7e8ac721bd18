"""The built-in layout engine: reads a page as its compositor built it.

Rules, the way the type runs, gutters, type sizes and rows, found in this order and each from the
one before, with no constant in pixels: all lengths are in ems of the body type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.page import BlockKind, Box, Direction
from pipeline.plugins import Layout, LayoutBlock, LayoutMark
from pipeline.segment.blocks import LineGroup, group_lines
from pipeline.segment.cores import crossed_by_lines, find_lines_by_core, reconciled
from pipeline.segment.grain import Grain, find_grain, runs_down
from pipeline.segment.hairlines import find_hairlines
from pipeline.segment.ink import Ink, Mask, find_ink
from pipeline.segment.line_ends import with_flat_ends
from pipeline.segment.marks import Marks, RuleMark, body_em, find_marks
from pipeline.segment.screens import packed_with_lines
from pipeline.segment.small_frames import with_small_frames
from pipeline.segment.spaced_rows import with_spaced_rows
from pipeline.segment.stacks import stacked
from pipeline.segment.text_lines import TextLine, find_lines
from pipeline.segment.tier_ends import with_ends_of_tiers
from pipeline.segment.white_type import with_white_type
from pipeline.stage import Image

GRID_SHARE = 0.45
"""The rules of a table are no longer, as a share of the longer side of the page."""
GRID_EM = 20.0
"""The next rule of a table stands no farther off."""


class Compositor:
    """`LayoutEngine` for pages of horizontal and vertical type, also both on one page.

    Horizontal type is read as it stands, vertical type with the page turned 90 degrees
    counter-clockwise: what runs down the page then runs from left to right, and the columns,
    which follow each other from right to left, from top to bottom.
    """

    name = "compositor"
    version = "7"

    def layout(self, image: Image, direction: str) -> Layout:
        """See `plugins.LayoutEngine`."""
        ink = find_ink(image)
        em = body_em(ink.mask)
        ink = with_white_type(ink, em, direction)
        grain = find_grain(ink.dark, em, direction)
        cores = grain.cores((ink.mask.shape[0], ink.mask.shape[1]))
        pictured = [box for box in ink.picture_zones() if not packed_with_lines(cores, box, em)]
        marks = find_marks(ink.without(pictured), em, cores, pictured)
        marks = with_small_frames(marks, em)
        side = max(ink.mask.shape)
        marks = replace(
            marks,
            rules=tuple(
                r for r in marks.rules if _is_of_grid(r, marks.rules, em, side) or not _is_crossed(r, grain, em)
            ),
        )
        mostly_down = float(grain.down.sum()) > float(grain.across.sum())
        if mostly_down:
            marks = replace(marks, rules=(*marks.rules, *_hairlines(ink, marks, cores, em)))
        up = 1 / ink.scale
        down = runs_down(grain, marks.glyphs, direction)
        columns: list[TextLine] = []
        if down.any():
            turned = _turned(marks, ink.mask.shape[1])
            down, columns = _vertical(down, turned, grain, em)
            if float(grain.down.sum()) < float(grain.across.sum()):
                columns, ends = with_flat_ends(columns, turned.glyphs, em)
                down = down | ends
        rows = _rows(marks, ~down, grain, em)
        upright: list[LayoutBlock] = []
        if columns:
            columns = with_ends_of_tiers(columns, turned.rules, turned.type_mask)
            upright = [_turned_back(_block(g, up), image.shape[1]) for g in group_lines(columns, turned.rules, em)]
            if mostly_down:
                places = [_scaled(line, ink.scale) for block in upright for line in block.lines]
                rows = with_spaced_rows(rows, places, marks.rules)
        blocks = [_block(group, up) for group in group_lines(rows, marks.rules, em)] + upright
        pictures = [LayoutMark("halftone", _scaled(box, up)) for box in marks.halftones]
        pictures += [LayoutMark("line", _scaled(box, up)) for box in marks.drawings]
        insets = [LayoutMark(z.kind, _scaled(z.box, up)) for z in ink.zones if z.kind != "picture"]
        insets += [LayoutMark("frame", _scaled(box, up)) for box in marks.frames]
        return Layout(
            blocks=tuple(blocks),
            rules=tuple(LayoutMark(r.kind, _scaled(r.box, up)) for r in marks.rules),
            pictures=tuple(pictures),
            insets=tuple(insets),
        )


def _hairlines(ink: Ink, marks: Marks, cores: Mask, em: float) -> list[RuleMark]:
    """The thin rules of a vertical page that the threshold for ink lost; none in pictures and white type, nor beyond
    all lines, where the sheet ends."""
    rows, columns = np.flatnonzero(cores.any(axis=1)), np.flatnonzero(cores.any(axis=0))
    if not len(rows):
        return []
    left, top, right, foot = columns[0] - em, rows[0] - em, columns[-1] + em, rows[-1] + em
    apart = [*marks.halftones, *marks.drawings, *(zone.box for zone in ink.zones if zone.kind != "tint")]

    def is_apart(box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        beyond = not (left < x < right and top < y < foot)
        return beyond or any(b[0] < x < b[2] and b[1] < y < b[3] for b in apart)

    return [rule for rule in find_hairlines(ink.grey, ink.mask, em, marks.rules) if not is_apart(rule.box)]


def _is_of_grid(rule: RuleMark, rules: Sequence[RuleMark], em: float, side: int) -> bool:
    """Whether a rule has another beside it that begins and ends where it does, as between the columns of a table.

    Scratches do too, but they run down the whole page, `side` px long, and no rules cross them.
    """

    def ends(mark: RuleMark) -> tuple[float, float]:
        x0, y0, x1, y1 = mark.box
        return (x0, x1) if mark.horizontal else (y0, y1)

    start, end = ends(rule)
    if end - start > GRID_SHARE * side:
        return False
    level = rule.box[1] if rule.horizontal else rule.box[0]
    for other in rules:
        if other.horizontal is not rule.horizontal or other is rule:
            continue
        a, b = ends(other)
        apart = abs((other.box[1] if rule.horizontal else other.box[0]) - level)
        if abs(a - start) < 0.5 * em and abs(b - end) < 0.5 * em and 1.2 * em < apart < GRID_EM * em:
            return True
    return False


def _is_crossed(rule: RuleMark, grain: Grain, em: float) -> bool:
    """Whether lines of type run right across a rule."""
    x0, y0, x1, y1 = rule.box
    if rule.horizontal:
        return crossed_by_lines((y0, x0, y1, x1), grain.down.T, grain.scale, em)
    return crossed_by_lines(rule.box, grain.across, grain.scale, em)


def _vertical(
    down: NDArray[np.bool_], turned: Marks, grain: Grain, em: float
) -> tuple[NDArray[np.bool_], list[TextLine]]:
    """Which glyphs [N] belong to vertical type in the end, and its lines, on the page turned counter-clockwise.

    `down`: the glyphs where the net sees vertical type; among them may be the cells of tables.
    """
    probability = np.ascontiguousarray(np.rot90(grain.down, 1))
    lines = find_lines_by_core(probability, grain.scale, turned.glyphs[down], turned.rules, em)
    if float(grain.down.sum()) > float(grain.across.sum()):
        return down, lines
    cells = stacked(lines, turned.glyphs[down], turned.glyphs, em)
    if not cells.any():
        return down, lines
    kept = down.copy()
    kept[np.flatnonzero(down)[cells]] = False
    if not kept.any():
        return kept, []
    return kept, find_lines_by_core(probability, grain.scale, turned.glyphs[kept], turned.rules, em)


def _rows(marks: Marks, chosen: NDArray[np.bool_], grain: Grain, em: float) -> list[TextLine]:
    """Lines of the chosen glyphs [N], which run from left to right."""
    if not chosen.any():
        return []
    mine, beside = marks.type_mask, None
    if not chosen.all():
        mine = marks.ink_of(chosen)
        beside = marks.type_mask & (1 - mine)
    pictures = (*marks.halftones, *marks.drawings)
    lines = find_lines(mine, marks.glyphs[chosen], marks.rules, pictures, em, beside)
    cored = find_lines_by_core(grain.across, grain.scale, marks.glyphs[chosen], marks.rules, em)
    return reconciled(lines, cored)


def _block(group: LineGroup, up: float) -> LayoutBlock:
    return LayoutBlock(
        kind=BlockKind.HEADING if group.display else BlockKind.PARAGRAPH,
        box=_scaled(group.box, up),
        direction=Direction.LTR,
        type_size_px=group.type_size * up,
        lines=tuple(_scaled(line.box, up) for line in group.lines),
        slips_px=tuple(line.slip * up for line in group.lines),
    )


def _scaled(box: Box, factor: float) -> Box:
    return (box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor)


def _turned(marks: Marks, width: int) -> Marks:
    """The marks of a page `width` px wide, turned 90 degrees counter-clockwise."""

    def box(b: Box) -> Box:
        return (b[1], width - b[2], b[3], width - b[0])

    glyphs = marks.glyphs[:, [1, 0, 3, 2, 4]].copy()
    glyphs[:, 1] = width - marks.glyphs[:, 0] - marks.glyphs[:, 2]
    return Marks(
        rules=tuple(RuleMark(r.kind, box(r.box)) for r in marks.rules),
        frames=tuple(map(box, marks.frames)),
        drawings=tuple(map(box, marks.drawings)),
        halftones=tuple(map(box, marks.halftones)),
        glyphs=glyphs,
        type_mask=_anticlockwise(marks.type_mask),
        labels=np.ascontiguousarray(np.rot90(marks.labels, 1)),
    )


def _anticlockwise(mask: Mask) -> Mask:
    return np.ascontiguousarray(np.rot90(mask, 1))


def _turned_back(block: LayoutBlock, width: int) -> LayoutBlock:
    """From the image turned 90 degrees counter-clockwise back to the image, `width` px wide, as it stands."""

    def box(b: Box) -> Box:
        return (width - b[3], b[0], width - b[1], b[2])

    return LayoutBlock(
        block.kind,
        box(block.box),
        Direction.TTB,
        block.type_size_px,
        tuple(map(box, block.lines)),
        block.confidence,
        tuple(-slip for slip in block.slips_px),
    )


__all__ = ["Compositor"]
