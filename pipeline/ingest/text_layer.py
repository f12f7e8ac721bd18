"""The text layer of a PDF page as it is handed on: characters with their places on the scan."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.page import Box


@dataclass(frozen=True, slots=True)
class LayerChar:
    """One character of a layer."""

    text: str
    """The character that it means; empty where the file does not say which it is."""
    box: Box
    """Its cell, as wide as the font advances; scan px."""
    font: int = 0
    """Number of its font within the page."""
    is_drawn: bool = True
    """Whether the page shows it; under a scan lies text that it does not."""
    coded: str = ""
    """The compatibility form that the file has for it; empty where that is the character itself."""
