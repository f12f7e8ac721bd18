"""Blank pages: specks and hairs that were taken for lines of type, and what to say of a page without any."""

from __future__ import annotations

from collections.abc import Sequence

import cv2

from pipeline.geometry import Frame
from pipeline.page import Page
from pipeline.plugins import ReadChar
from pipeline.stage import Image

BLANK_PAGE, NO_TEXT = "blank page", "no text on the page"

BELIEVED = 0.75
"""Mean confidence from which on a line with a letter is believed to be one."""
MIN_BELIEVED = 0.25
"""Part of the lines read that are believed, below which none of them is type if they are short as well."""
SPECK_LETTERS = 2.0
"""Fewer letters a line than this, on average, are as many as specks give."""
LINE_LETTERS = 4
"""A believed line of so many letters is type, whatever lies around it."""
VIEW_PX = 16
"""Pictures are looked at with so many px in one: noise is even there, and what a picture shows is not."""
MIN_VIEW_CONTRAST = 6.0
"""Standard deviation, in grey levels, from which on a picture shows something."""


def are_specks(readings: Sequence[Sequence[ReadChar]]) -> bool:
    """Whether what was read on a page is dirt: single characters, nearly all of them unsure.

    Damaged type is unsure too, but its lines are long; a page that bears only its number is short, but sure.
    """
    read = [chars for chars in readings if chars]
    letters = [sum(char.text.isalnum() for char in chars) for chars in read]
    believed = [
        count
        for count, chars in zip(letters, read, strict=True)
        if count and sum(char.confidence for char in chars) >= BELIEVED * len(chars)
    ]
    if not read or max(believed, default=0) >= LINE_LETTERS:
        return False
    return sum(letters) < SPECK_LETTERS * len(read) and len(believed) < MIN_BELIEVED * len(read)


def name_of_emptiness(page: Page, image: Image) -> str:
    """What a page is called on which nothing was read; `image` is its working image, grey [height, width]."""
    frame = Frame(page.transform)
    for picture in page.pictures:
        x0, y0, x1, y1 = (max(round(v), 0) for v in frame.image_box(picture.polygon))
        crop = image[y0:y1, x0:x1]
        if not crop.size:
            continue
        size = (-(-crop.shape[1] // VIEW_PX), -(-crop.shape[0] // VIEW_PX))
        if float(cv2.resize(crop, size, interpolation=cv2.INTER_AREA).std()) >= MIN_VIEW_CONTRAST:
            return NO_TEXT
    return BLANK_PAGE
