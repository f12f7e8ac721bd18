"""What the measures share: the documents compared, and comparisons of texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rapidfuzz.distance import Levenshtein

Document = Mapping[str, Any]
"""A page as exported in JSON, or its truth."""
Measures = dict[str, float | int | None]

HEAD_PARTS = ("kicker", "headline", "subheadline")
BARRIER = "\x00"
"""Stands between texts that are searched together, so that nothing matches across."""


def share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def aligned_positions(first: str, second: str) -> Iterator[tuple[int, int]]:
    """Positions of equal characters in an alignment of the two."""
    for operation in Levenshtein.opcodes(first, second):
        if operation.tag == "equal":
            ranges = (range(operation.src_start, operation.src_end), range(operation.dest_start, operation.dest_end))
            yield from zip(*ranges, strict=True)
