"""Forms of a text that are the same for a comparison: widths, blanks, shapes of quotes and dashes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_ALIKE = {
    '"': "“”„＂「」『』〝〞",
    "'": "‘’",
    "-": "—–－─―━",
    "·": "•・‧",
    ".": "．",
    "。": "｡",
    "、": "､",
    "~": "～〜",
    ":": "∶",
    "…": "⋯",
    "■": "□▲●◆◇",
    "〇": "○",
}
_SHAPES = str.maketrans({other: kept for kept, others in _ALIKE.items() for other in others})


class Folding:
    """With `variants`, traditional and variant characters count as their simplified forms."""

    def __init__(self, *, variants: bool = False) -> None:
        self._simplify = _simplifier() if variants else None

    def characters(self, text: str | None) -> str:
        """One shape for marks and widths, without blanks."""
        # Shapes are folded on both sides of NFKC: it turns some into letters first, and gives others anew.
        normal = unicodedata.normalize("NFKC", (text or "").translate(_SHAPES)).translate(_SHAPES)
        compact = re.sub(r"\s+", "", normal)
        return str(self._simplify.convert(compact)) if self._simplify else compact

    def text(self, text: str | None) -> str:
        """The same, with runs of dashes and of dots as one."""
        return re.sub(r"\.{3,}", "...", re.sub(r"-{2,}", "-", self.characters(text)))


def letters(text: str) -> str:
    """What is neither a mark nor a symbol nor a blank."""
    return "".join(ch for ch in text if unicodedata.category(ch)[0] not in "PSZ")


@cache
def _simplifier() -> Any:
    # Imported here: few truths ask for it.
    from opencc import OpenCC

    return OpenCC("t2s")
