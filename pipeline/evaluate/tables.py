"""Measures of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.evaluate.document import Document
from pipeline.evaluate.folding import Folding


def cells(truth: Document, prediction: Document, folding: Folding) -> float | None:
    """A table that begins a row earlier or later is taken as the same table."""

    def folded(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
        cells = (((r, k), folding.text(cell)) for r, row in enumerate(rows) for k, cell in enumerate(row))
        return {place: text for place, text in cells if text}

    made = [folded(item["rows"]) for item in prediction.get("articles", []) if item.get("rows")]
    right = total = 0
    for table in truth.get("tables", []):
        true = folded(table["rows"])
        total += len(true)
        right += max((_same_cells(true, other, shift) for other in made for shift in (-1, 0, 1)), default=0)
    return right / total if total else None


def _same_cells(true: Mapping[tuple[int, int], str], made: Mapping[tuple[int, int], str], shift: int) -> int:
    return sum(made.get((row + shift, column)) == text for (row, column), text in true.items())
