"""Segment: where the rules, pictures, blocks and lines of a page are.

`stage.py` puts a layout engine's findings into the page. The built-in engine, `compositor.py`,
goes from ink (`ink.py`) to rules and glyphs (`marks.py`), to lines (`text_lines.py`), to blocks
(`blocks.py`).
"""

from pipeline.segment.stage import Segment

__all__ = ["Segment"]
