"""Where paragraphs begin in a column of type, by the indent of their first lines; for pages with coordinates."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import bounds
from pipeline.page import Direction, Line

LEAST_EM, MOST_EM = 1.2, 3.5
"""An indent is two em as a rule; what is farther in is centred or stands beside something."""
ALIGNED_EM = 0.6
LEAST_LINES = 3
"""A column of fewer has no edge to be indented from."""
LEAST_ALIGNED = 0.4
"""Share of the lines of a column that begin at its edge."""


def indented(lines: Sequence[Line], direction: Direction, em_px: float) -> list[bool]:
    """For each line of a column whether it is indented. `em_px`: the height of a full-width character, 0 if unknown."""
    edges = [_edge(line, direction) for line in lines]
    if len(lines) < LEAST_LINES or em_px <= 0:
        return [False] * len(lines)
    near = {edge: sum(abs(edge - other) < ALIGNED_EM * em_px for other in edges) for edge in edges}
    common = min(near, key=lambda edge: (-near[edge], edge))
    if near[common] < max(2, LEAST_ALIGNED * len(lines)):
        return [False] * len(lines)
    return [LEAST_EM * em_px <= edge - common <= MOST_EM * em_px for edge in edges]


def _edge(line: Line, direction: Direction) -> float:
    """Where a line begins, in px, growing in the direction in which it runs."""
    x0, y0, x1, _ = bounds(line.polygon)
    return y0 if direction is Direction.TTB else -x1 if direction is Direction.RTL else x0
