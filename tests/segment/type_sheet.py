"""Sheets of drawn type, for the tests of segmentation: no font is needed to see columns and rows."""

from __future__ import annotations

import numpy as np

from pipeline.page import Box
from pipeline.plugins import Layout
from pipeline.stage import Image

EM = 26
PITCH = 38
PAPER, INK = 235, 35
EN_SPACE = "\u2002"


def paper(width: int, height: int, grey: int = PAPER) -> Image:
    return np.full((height, width), grey, np.uint8)


def glyph(image: Image, x: int, y: int, em: int = EM, ink: int = INK) -> None:
    """A 田 with its body in an em square at (x, y): one component, as most characters are."""
    inset, stroke = round(0.04 * em), max(2, em // 9)
    x0, y0, x1, y1 = x + inset, y + inset, x + em - inset, y + em - inset
    middle_x, middle_y = (x0 + x1 - stroke) // 2, (y0 + y1 - stroke) // 2
    for left in (x0, middle_x, x1 - stroke):
        image[y0:y1, left : left + stroke] = ink
    for top in (y0, middle_y, y1 - stroke):
        image[top : top + stroke, x0:x1] = ink


def row(image: Image, x: int, y: int, text: str, em: int = EM, ink: int = INK) -> Box:
    """A row of type: 田 a character, 一 and 二 flat ones, `，` and `“` marks at the near and far edge of their em.

    A blank has an em, an en space half of one. Returns the box of the ems from the first to the last character.
    """
    left = x
    for char in text:
        stroke = max(2, em // 12)
        if char == "田":
            glyph(image, left, y, em, ink)
        elif char == "一":
            image[y + em // 2 : y + em // 2 + stroke, left + 1 : left + em - 1] = ink
        elif char == "二":
            image[y + em // 5 : y + em // 5 + stroke, left + em // 6 : left + em - em // 6] = ink
            image[y + em - em // 5 : y + em - em // 5 + stroke, left + 1 : left + em - 1] = ink
        elif char == "，":
            image[y + em - em // 4 : y + em, left + em // 12 : left + em // 12 + em // 6] = ink
        elif char == "“":
            image[y : y + em // 3, left + em - em // 4 : left + em - em // 10] = ink
        left += em // 2 if char == EN_SPACE else em
    indent = em * (len(text) - len(text.lstrip(" ")))
    return (float(x + indent), float(y), float(left), float(y + em))


def column(image: Image, x: int, y: int, texts: list[str], pitch: int = PITCH, em: int = EM) -> list[Box]:
    return [row(image, x, y + k * pitch, text, em) for k, text in enumerate(texts)]


def lines_of(layout: Layout) -> list[Box]:
    return [line for block in layout.blocks for line in block.lines]


def same(found: Box, drawn: Box, slack: float = 0.2 * EM) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(found, drawn, strict=True))


def only_one(found: list[Box], drawn: Box, slack: float = 0.2 * EM) -> bool:
    """Whether exactly one of the boxes found is the one drawn."""
    return sum(same(box, drawn, slack) for box in found) == 1
