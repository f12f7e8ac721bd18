"""Looks over what an engine answers, before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from pipeline.page import Box, Candidate
from pipeline.plugins import ReadChar

Answer = list[tuple[ReadChar, ...]]

MAX_CANDIDATES = 5


class NonsenseError(ValueError):
    """What an engine answered is no answer; `str()` says why."""


def sound(answer: object, line_count: int, width_px: int, height_px: int) -> Answer:
    """The answer in plain built-in types, its boxes clipped to the image.

    Raises NonsenseError where it is no answer: not one sequence a line, characters that are not
    `ReadChar`, text that is no string or empty, confidences outside 0 to 1 or NaN, boxes inside
    out or off the image, candidates that do not begin with the character itself.
    """
    if not isinstance(answer, Sequence) or len(answer) != line_count:
        count = len(answer) if isinstance(answer, Sequence) else type(answer).__name__
        raise NonsenseError(f"it was given {line_count} lines and answered with {count}")
    lines = [_line(line, width_px, height_px) for line in answer]
    for chars in lines:
        for problem in _problems(chars):
            raise NonsenseError(problem)
    return lines


def _line(line: object, width_px: int, height_px: int) -> tuple[ReadChar, ...]:
    if not isinstance(line, Sequence) or not all(isinstance(char, ReadChar) for char in line):
        raise NonsenseError(f"it answered a line with {_shown(line)}")
    try:
        return tuple(_plain(char, width_px, height_px) for char in line)
    except (TypeError, ValueError) as error:
        raise NonsenseError(f"it answered with a character that is none: {error}") from error


def _plain(char: ReadChar, width_px: int, height_px: int) -> ReadChar:
    x0, y0, x1, y1 = (float(v) for v in char.box)
    if not (isfinite(x0 + y0 + x1 + y1) and x0 <= x1 and y0 <= y1):
        raise NonsenseError(f"it gave {_shown(char.text)} the box {_shown(char.box)}")
    if x1 < 0 or y1 < 0 or x0 > width_px or y0 > height_px:
        raise NonsenseError(f"it put {_shown(char.text)} at {_shown(char.box)}, off the image")
    box: Box = (max(x0, 0.0), max(y0, 0.0), min(x1, float(width_px)), min(y1, float(height_px)))
    candidates = tuple(Candidate(c.text, float(c.confidence)) for c in char.candidates)
    return ReadChar(char.text, box, float(char.confidence), candidates)


def _problems(chars: Sequence[ReadChar]) -> Iterator[str]:
    for char in chars:
        for text, confidence in ((char.text, char.confidence), *((c.text, c.confidence) for c in char.candidates)):
            if not isinstance(text, str) or not text:
                yield f"it answered with {_shown(text)} for text"
            elif not 0.0 <= confidence <= 1.0:
                yield f"it gave {_shown(text)} a confidence of {confidence}"
        if char.candidates and (len(char.candidates) > MAX_CANDIDATES or char.candidates[0].text != char.text):
            yield f"the candidates for {_shown(char.text)} are {_shown(char.candidates)}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
