"""Words of an earlier OCR as characters: where each stands, how sure it is, and which blanks were printed.

Many engines call every Han character or two a word and part them by blanks that nobody printed. So between two
full-width characters a blank is kept only where there is room for one; beside a letter or digit where the file has
one, or, if it does not say, where two half-width words would run into each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.ingest_text.em import width_em, widths_em
from pipeline.page import Box, Candidate, Char, Direction

UNKNOWN = 1.0
"""Confidence of what comes without one: nothing speaks against it."""
ROOM_EM = 0.6
"""Between full-width characters a gap so wide is a blank, and no other is, whatever the file says."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with a box of its own; px."""

    text: str
    box: Box
    confidence: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box | None = None
    """Px; None where the file has none."""
    confidences: tuple[float, ...] = ()
    """0 to 1: one for all characters, or one for each; none where the file has none."""
    glyphs: tuple[Glyph, ...] = ()
    """Used where their texts make up the word's."""
    has_blank_before: bool | None = None
    """Whether the file has a blank before it; None where it does not say."""


def chars_of(words: Sequence[Word], line_box: Box, direction: Direction) -> tuple[Char, ...]:
    """The characters of a line, blanks between words among them; px.

    A word without boxes for its characters is divided by their widths in print, a line whose words have no boxes
    likewise. A character without a confidence has 1.
    """
    if any(word.box is None and not word.glyphs for word in words):
        words = _placed(words, line_box, direction)
    size = line_box[2] - line_box[0] if direction is Direction.TTB else line_box[3] - line_box[1]
    chars: list[Char] = []
    for word in words:
        own = tuple(_chars_of_word(word, direction))
        if own and chars:
            gap = _between(chars[-1].box, own[0].box, direction)
            if _is_blank(chars[-1].text, own[0].text, word.has_blank_before, _length(gap, direction), size):
                chars.append(Char(" ", gap, min(chars[-1].confidence, own[0].confidence)))
        chars += own
    return tuple(chars)


def confidence_of(stated: str, whole: float = 1.0) -> tuple[float, ...]:
    """A stated confidence as a share of `whole`, held within 0 to 1; nothing for what is no number."""
    try:
        value = float(stated) / whole
    except ValueError:
        return ()
    if value != value:
        return ()
    return (min(1.0, max(0.0, value / 100 if value > 1.0 and whole == 1.0 else value)),)


def _placed(words: Sequence[Word], line_box: Box, direction: Direction) -> list[Word]:
    """Words with boxes: the line divided among them by their widths in print."""
    shares = [width_em(word.text) + (0.5 if word.has_blank_before else 0.0) for word in words]
    return [
        Word(word.text, box, word.confidences, (), word.has_blank_before)
        for word, box in zip(words, _divided(line_box, shares, direction), strict=True)
    ]


def _chars_of_word(word: Word, direction: Direction) -> Iterator[Char]:
    text = word.text.strip()
    if word.glyphs and "".join(glyph.text for glyph in word.glyphs) == text:
        for glyph in word.glyphs:
            if glyph.text:
                yield Char(glyph.text, glyph.box, glyph.confidence, glyph.candidates)
        return
    if not text or word.box is None:
        return
    sure = word.confidences if len(word.confidences) == len(text) else (word.confidences or (UNKNOWN,))[:1] * len(text)
    for char, box, confidence in zip(text, _divided(word.box, widths_em(text), direction), sure, strict=True):
        yield Char(char, box, confidence)


def _divided(box: Box, shares: Sequence[float], direction: Direction) -> list[Box]:
    """A box cut into parts along the line, in reading order, in proportion to the shares."""
    total = sum(shares) or 1.0
    ends = [0.0, *(end / total for end in accumulate(shares))]
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    parts = list(pairwise(ends))
    if direction is Direction.TTB:
        return [(x0, y0 + a * height, x1, y0 + b * height) for a, b in parts]
    if direction is Direction.RTL:
        return [(x1 - b * width, y0, x1 - a * width, y1) for a, b in parts]
    return [(x0 + a * width, y0, x0 + b * width, y1) for a, b in parts]


def _between(a: Box, b: Box, direction: Direction) -> Box:
    """The box between two neighbours along the line; without length where they touch or overlap."""
    if direction is Direction.TTB:
        start, stop = sorted((a[3], b[1]))
        return min(a[0], b[0]), start, max(a[2], b[2]), stop if b[1] > a[3] else start
    if direction is Direction.RTL:
        a, b = b, a
    start, stop = sorted((a[2], b[0]))
    return start, min(a[1], b[1]), stop if b[0] > a[2] else start, max(a[3], b[3])


def _length(box: Box, direction: Direction) -> float:
    return box[3] - box[1] if direction is Direction.TTB else box[2] - box[0]


def _is_blank(before: str, after: str, stated: bool | None, gap_px: float, size_px: float) -> bool:
    if width_em(before + after) == 2.0:  # a half-width mark beside a Han character counts as full
        return gap_px >= ROOM_EM * size_px > 0.0
    if stated is not None:
        return stated
    return before.isalnum() and after.isalnum() and width_em(before) < 1.0 and width_em(after) < 1.0
