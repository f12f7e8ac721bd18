"""Small marks of vertical type that a recogniser leaves out or takes for others: stops, brackets, quotation marks.

A recogniser reads a line as one row of characters. A stop that stands beside a character has no place in that row,
and one in the corner of its cell is often taken for a speck of dirt. A small net (`models/marks`) looks at every
character of a vertical line with what stands beside and after it (`mark_sight.py`), and at what was read there; it
tells which mark was left out after the character, and what a mark that was read should have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.nets import net
from pipeline.page import Box, Candidate, Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.mark_sight import AS_READ, HOST, MARKS, NOTHING, Places, em_of, find_places, kind_of
from pipeline.stage import Image

BATCH = 512
LEFT_OUT = 0.5
"""A mark is put in from this probability on that there is one."""
LEGIBLE, WORN, LEFT_OUT_WORN = 0.93, 0.86, 0.8
"""Where the recogniser is as sure of the characters of a page as the first, dirt is no matter; where it is no surer
than the second a mark must be likelier than the third to be put in; between them as much as lies between."""
DISPLAY, LEFT_OUT_THERE = 1.25, 0.95
"""Type so many times as large as most is a heading's, which has hardly any: there it must be this likely."""
MISREAD, MADE_UP = 0.6, 0.8
"""A mark that was read becomes another, or goes, from these probabilities on."""
TAKEN_FOR_TYPE, UNSURE = 0.97, 0.6
"""A character becomes a mark from the first on, where the recogniser was less sure of it than the second."""
STROKE = "一"
"""A stroke that a recogniser, whose lines lie on their sides, sees in a quotation mark: there the net alone decides."""
MAX_CANDIDATES = 3
USUAL = np.array([0.08, 0.07, 0.03, *[0.0015] * 3, *[0.004] * 2, *[0.0015] * 8, 0.79], np.float32)
"""How often the net was taught that each of `MARKS`, or nothing, was left out."""
HABIT_ROUNDS, HABIT_WEIGHT = 5, 50
"""How often a page's habit is taken from the answers anew, and for how many places the usual one counts."""
STOPS, RARE_HABIT = 3, 1.0
"""The marks after so many are nowhere a habit: what looks like hundreds of dots between names is worn stops. A page
has them at most so many times as often as is usual."""
CELL_EM = 1.35
"""Where the next character is this far off a mark has a cell, or half of one, to itself."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """Probabilities by line and character (-1: before the first): what stands there, and what was left out after it."""

    standing: dict[tuple[int, int], NDArray[np.float32]]
    left_out: dict[tuple[int, int], NDArray[np.float32]]


def with_small_marks(
    image: Image, lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]
) -> list[tuple[ReadChar, ...]]:
    """The readings of the lines of a grey image [height, width], vertical ones with their small marks put right."""
    answers = _asked(find_places(image, lines, readings))
    ems = [em_of(line, chars) for line, chars in zip(lines, readings, strict=True) for _ in chars]
    display_px = DISPLAY * float(np.median(ems)) if ems else 0.0
    least = certainty_asked_for(lines, readings)
    return [
        _completed(number, line, chars, answers, display_px, least) if line.direction is Direction.TTB else tuple(chars)
        for number, (line, chars) in enumerate(zip(lines, readings, strict=True))
    ]


def certainty_asked_for(lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]) -> float:
    """How likely a mark must be to be put in, by how well the vertical type of a page is read."""
    vertical = (chars for line, chars in zip(lines, readings, strict=True) if line.direction is Direction.TTB)
    sure = [char.confidence for chars in vertical for char in chars]
    if not sure:
        return LEFT_OUT
    wear = (LEGIBLE - float(np.mean(sure))) / (LEGIBLE - WORN)
    return LEFT_OUT + (LEFT_OUT_WORN - LEFT_OUT) * min(1.0, max(0.0, wear))


def _asked(places: Places) -> _Answers:
    """What the net says of all places."""
    answers = _Answers({}, {})
    where = list(zip(places.line.tolist(), places.char.tolist(), strict=True))
    for start in range(0, len(where), BATCH):
        part = slice(start, start + BATCH)
        asked = {"patches": places.patches[part], "signs": places.signs[part]}
        standing, left_out = (
            np.exp(found)
            for found in net("pipeline.recognize", "small_marks.onnx").run(["standing", "left_out"], asked)
        )
        answers.standing.update(zip(where[part], standing, strict=True))
        answers.left_out.update(zip(where[part], left_out, strict=True))
    if not where:
        return answers
    return replace(
        answers, left_out=dict(zip(where, _of_one_page(np.stack([*answers.left_out.values()])), strict=True))
    )


def _of_one_page(likely: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities [places, kinds] that know of each other: a page has stops beside its columns or has none, 、 or ，.

    The habit of the page is found from the answers and the answers are weighed with it, in turns (Saerens, Latinne and
    Decaestecker, Neural Computation 14, 2002).
    """
    usual = USUAL / USUAL.sum()
    found = likely
    for _ in range(HABIT_ROUNDS):
        habit = (found.sum(axis=0) + HABIT_WEIGHT * usual) / (len(found) + HABIT_WEIGHT)
        weight = habit / usual
        weight[STOPS : len(MARKS)] = np.minimum(weight[STOPS : len(MARKS)], RARE_HABIT)
        found = likely * weight
        found = found / found.sum(axis=1, keepdims=True)
    return np.asarray(found, dtype=np.float32)


def _completed(
    number: int, line: LineBox, chars: Sequence[ReadChar], answers: _Answers, display_px: float, least: float
) -> tuple[ReadChar, ...]:
    """The characters of a vertical line, from top to bottom, with their marks: those put in are `least` so likely."""
    least = LEFT_OUT_THERE if chars and em_of(line, chars) > display_px else least
    stand = [_as_it_stands(char, answers.standing.get((number, k))) for k, char in enumerate(chars)]
    whole: list[ReadChar] = []
    for k in range(-1, len(chars)):
        if k >= 0:
            whole += stand[k]
        likely = answers.left_out.get((number, k))
        if likely is not None and likely[NOTHING] < 1 - least:
            marks = likely[: len(MARKS)]
            left_out = _mark(marks, _place_of(line, chars, k, int(marks.argmax())))
            # A mark that was read as a stroke is both left out before the stroke and what stands there.
            stroke = k + 1 < len(chars) and chars[k + 1].text == STROKE
            if not (stroke and any(char.text == left_out.text for char in stand[k + 1])):
                whole.append(left_out)
    return tuple(whole)


def _as_it_stands(char: ReadChar, likely: NDArray[np.float32] | None) -> list[ReadChar]:
    """A character as the net would have it: as it was read, another mark, or nothing."""
    if likely is None:
        return [char]
    best, kind = int(likely.argmax()), kind_of(char.text)
    if best in (AS_READ, kind):
        return [char]
    if kind == HOST:
        sure = char.text == STROKE or (likely[best] > TAKEN_FOR_TYPE and char.confidence < UNSURE)
        return [_mark(likely[: len(MARKS)], char.box, char.text)] if sure and best < len(MARKS) else [char]
    if best == NOTHING:
        return [] if likely[best] > MADE_UP else [char]
    return [_mark(likely[: len(MARKS)], char.box, char.text)] if likely[best] > MISREAD else [char]


def _mark(likely: NDArray[np.float32], box: Box, read: str = "") -> ReadChar:
    """The likeliest mark; the next ones, and what was `read`, are its candidates."""
    order = np.argsort(-likely)[:MAX_CANDIDATES]
    found = [Candidate(MARKS[k], min(1.0, float(likely[k]))) for k in order]
    if read and read not in {candidate.text for candidate in found}:
        found[-1] = replace(found[-1], text=read)
    return ReadChar(found[0].text, box, found[0].confidence, tuple(found))


def _place_of(line: LineBox, chars: Sequence[ReadChar], k: int, mark: int) -> Box:
    """Where a mark stands that was left out after a character (-1: before the first)."""
    em_px = em_of(line, chars)
    x0, _, x1, _ = line.box
    levels = [(c.box[1] + c.box[3]) / 2 for c in chars]
    if k < 0:
        return (x0, levels[0] - 1.4 * em_px, x1, levels[0] - 0.5 * em_px)
    level = levels[k]
    after = levels[k + 1] - level if k + 1 < len(chars) else 2 * em_px
    if after > CELL_EM * em_px:
        return (x0, level + 0.5 * em_px, x1, level + min(1.4 * em_px, after - 0.4 * em_px))
    return (x1 - 0.2 * em_px, level, x1 + 0.3 * em_px, level + 0.5 * em_px)
