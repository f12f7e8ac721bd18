"""The built-in layout engine: reads a page as its compositor built it.

Rules, gutters, type sizes and rows, found in this order and each from the one before, with
nothing learnt and no constant in pixels: all lengths are in ems of the body type.
"""

from __future__ import annotations

import numpy as np

from pipeline.page import BlockKind, Box, Direction
from pipeline.plugins import Layout, LayoutBlock, LayoutMark
from pipeline.segment.blocks import LineGroup, group_lines
from pipeline.segment.ink import find_ink
from pipeline.segment.marks import find_marks
from pipeline.segment.text_lines import find_lines
from pipeline.stage import Image


class Compositor:
    """`LayoutEngine` for pages of horizontal type; vertical pages are read turned."""

    name = "compositor"
    version = "1"

    def layout(self, image: Image, direction: str) -> Layout:
        """See `plugins.LayoutEngine`."""
        if direction == "vertical":
            turned = np.ascontiguousarray(np.rot90(image, 1))
            return _turn_back(self._horizontal(turned), image.shape[1])
        return self._horizontal(image)

    def _horizontal(self, image: Image) -> Layout:
        ink = find_ink(image)
        marks, em = find_marks(ink.mask, [z.box for z in ink.zones if z.kind == "picture"])
        lines = find_lines(marks.type_mask, marks.glyphs, marks.rules, (*marks.halftones, *marks.drawings), em)
        groups = group_lines(lines, marks.rules, em)
        up = 1 / ink.scale
        pictures = [LayoutMark("halftone", _scaled(box, up)) for box in marks.halftones]
        pictures += [LayoutMark("line", _scaled(box, up)) for box in marks.drawings]
        insets = [LayoutMark(z.kind, _scaled(z.box, up)) for z in ink.zones if z.kind != "picture"]
        insets += [LayoutMark("frame", _scaled(box, up)) for box in marks.frames]
        return Layout(
            blocks=tuple(_block(group, up) for group in groups),
            rules=tuple(LayoutMark(r.kind, _scaled(r.box, up)) for r in marks.rules),
            pictures=tuple(pictures),
            insets=tuple(insets),
        )


def _block(group: LineGroup, up: float) -> LayoutBlock:
    return LayoutBlock(
        kind=BlockKind.HEADING if group.display else BlockKind.PARAGRAPH,
        box=_scaled(group.box, up),
        direction=Direction.LTR,
        type_size_px=group.type_size * up,
        lines=tuple(_scaled(line.box, up) for line in group.lines),
    )


def _scaled(box: Box, factor: float) -> Box:
    return (box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor)


def _turn_back(layout: Layout, width: int) -> Layout:
    """From the image turned 90 degrees counter-clockwise back to the image, `width` px wide, as it stands."""

    def box(b: Box) -> Box:
        return (width - b[3], b[0], width - b[1], b[2])

    def mark(m: LayoutMark) -> LayoutMark:
        return LayoutMark(m.kind, box(m.box))

    blocks = tuple(
        LayoutBlock(b.kind, box(b.box), Direction.TTB, b.type_size_px, tuple(box(n) for n in b.lines), b.confidence)
        for b in layout.blocks
    )
    return Layout(
        blocks, tuple(map(mark, layout.rules)), tuple(map(mark, layout.pictures)), tuple(map(mark, layout.insets))
    )


__all__ = ["Compositor"]
