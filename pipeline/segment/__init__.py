"""Segment: where the rules, pictures, blocks and lines of a page are.

`stage.py` puts a layout engine's findings into the page. The built-in engine, `compositor.py`,
goes from ink (`ink.py`) to the middles of lines that a small net sees (`grain.py`), to rules and
glyphs (`marks.py`), to lines (`text_lines.py` by their ink, `cores.py` by their middles), to blocks
(`blocks.py`).
"""

from pipeline.segment.stage import Segment

__all__ = ["Segment"]
