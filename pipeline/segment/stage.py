"""The segment stage: a layout engine's blocks become the page's, in scan pixels."""

from __future__ import annotations

from dataclasses import replace

from pipeline import plugins
from pipeline.geometry import Frame, leaning
from pipeline.page import Block, Inset, Line, Page, Picture, Polygon, Rule
from pipeline.plugins import Layout, LayoutBlock, LayoutEngine
from pipeline.settings import SegmentSettings
from pipeline.stage import Pixels

LEVEL_EM = 0.2
"""A line that slips less over its length is as good as straight."""


class Segment:
    """Finds rules, pictures, insets, blocks and lines. No text yet: `recognize` reads the lines."""

    name = "segment"
    version = "7"

    def __init__(self, settings: SegmentSettings, pixels: Pixels) -> None:
        self.settings = settings
        self._pixels = pixels
        self._engine: LayoutEngine = plugins.load("layout", settings.engine, settings)

    @property
    def engine(self) -> str:
        return f"{self._engine.name} {self._engine.version}"

    def __call__(self, page: Page) -> Page:
        layout = self._engine.layout(self._pixels.image(page), self.settings.direction)
        return with_layout(page, layout)


def with_layout(page: Page, layout: Layout) -> Page:
    """The page with the layout's blocks, rules, pictures and insets, numbered in the order found."""
    frame = Frame(page.transform)
    scan = frame.scan_polygon

    def line_polygon(block: LayoutBlock, number: int) -> Polygon:
        slip = block.slips_px[number] if block.slips_px else 0.0
        if abs(slip) < LEVEL_EM * block.type_size_px:
            return scan(block.lines[number])
        return frame.to_scan(leaning(block.lines[number], slip, block.direction))

    blocks = tuple(
        Block(
            id=f"b{k}",
            kind=block.kind,
            polygon=scan(block.box),
            direction=block.direction,
            type_size_px=round(block.type_size_px, 1),
            confidence=block.confidence,
            lines=tuple(Line(f"b{k}l{n + 1}", line_polygon(block, n)) for n in range(len(block.lines))),
        )
        for k, block in enumerate(layout.blocks, 1)
    )
    return replace(
        page,
        blocks=blocks,
        rules=tuple(Rule(f"r{k}", m.kind, scan(m.box)) for k, m in enumerate(layout.rules, 1)),
        pictures=tuple(Picture(f"p{k}", m.kind, scan(m.box)) for k, m in enumerate(layout.pictures, 1)),
        insets=tuple(Inset(f"i{k}", m.kind, scan(m.box)) for k, m in enumerate(layout.insets, 1)),
    )
