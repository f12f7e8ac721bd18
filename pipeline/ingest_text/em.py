"""How wide a text stands in print, in em: the width of a Han character.

A Han character or full-width mark is 1 em, a digit or Latin letter 0.5. OCR writes many full-width marks in their
half-width shape, so a comma, quote or bracket beside a full-width character counts 1 em too.
"""

from __future__ import annotations

import re
import unicodedata

HALF_MARKS = frozenset(",.;:!?'\"()[]<>{}`~｡｢｣､")
"""Half-width marks that OCR puts where print has full-width ones."""

_ELLIPSIS = re.compile(r"\.{2,}")
_MISREAD_MARKS = re.compile(r"(?<=F)M+|M+(?=F)")


class _Classes(dict[int, str]):
    """For `str.translate`: F full width, h half width, M a half-width mark, 0 no width."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in HALF_MARKS:
            found = "M"
        elif unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") and not char.isspace():
            found = "0"
        else:
            found = "F" if unicodedata.east_asian_width(char) in "WFA" else "h"
        self[code] = found
        return found


_CLASSES = _Classes()


def width_em(text: str) -> float:
    """Width in print; a blank counts as wide as it is: U+3000 1 em, others 0.5 em."""
    classes = _classes(text)
    return classes.count("F") + 0.5 * (len(classes) - classes.count("F") - classes.count("0"))


def widths_em(text: str) -> list[float]:
    """Width of every character of `text`, in em."""
    return [_WIDTHS[c] for c in _classes(text)]


_WIDTHS = {"F": 1.0, "h": 0.5, "M": 0.5, "0": 0.0}


def _classes(text: str) -> str:
    if ".." in text:  # …… as an engine writes it: no mark of 1 em each
        text = _ELLIPSIS.sub(lambda dots: "0" * len(dots[0]), text)
    classes = text.translate(_CLASSES)
    return _MISREAD_MARKS.sub(lambda run: "F" * len(run[0]), classes) if "M" in classes else classes
