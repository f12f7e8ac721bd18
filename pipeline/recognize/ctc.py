"""Reads the output of a CTC recogniser: which characters, where, how sure, and what else they may be.

Connectionist temporal classification: Graves et al., ICML 2006. Decoding is by best path; the
candidates are the other classes at the time step where the character is surest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Candidate

BLANK = 0
MAX_CANDIDATES = 5
MIN_CANDIDATE = 1e-5
MIN_MISSED = 0.04
"""Where there is ink that the best path leaves out, a character this likely is taken."""
TWICE_EM, ROOM_FOR_ONE_EM = 0.75, 2.45
"""Of two alike that are no further apart, between others that are no further apart, one was printed."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character read. Positions in time steps, of which the first spans 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float
    candidates: tuple[Candidate, ...]

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def decode(probabilities: NDArray[np.float32], vocabulary: Sequence[str]) -> list[Glyph]:
    """Best path through `probabilities` [time steps, classes]; class 0 is the blank between characters.

    A run of time steps with one class is one character, as sure as its surest step.
    """
    classes = probabilities.argmax(axis=1)
    edges = np.flatnonzero(np.diff(classes)) + 1
    glyphs = []
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(classes)], strict=True):
        best = int(classes[start])
        if best == BLANK:
            continue
        peak = start + int(probabilities[start:end, best].argmax())
        candidates = _candidates(probabilities[peak], vocabulary)
        glyphs.append(Glyph(vocabulary[best], start, end, candidates[0].confidence, candidates))
    return glyphs


def with_missed(
    glyphs: Sequence[Glyph],
    probabilities: NDArray[np.float32],
    vocabulary: Sequence[str],
    inked: NDArray[np.bool_],
    em_steps: float,
) -> list[Glyph]:
    """The glyphs, and between them what the best path leaves out although there is ink.

    Where two classes share what is printed (a comma and a quotation mark, say) the blank wins over
    either. `inked` [time steps] tells where the strip has ink, `em_steps` how many of them an em has.
    """
    if not glyphs:
        return []  # a rule or a shade rather than type
    whole: list[Glyph] = []
    for before, after in zip([None, *glyphs], [*glyphs, None], strict=True):
        low = before.middle if before else -em_steps
        high = after.middle if after else len(inked) + em_steps
        if high - low > 1.4 * em_steps:
            free = np.arange(len(inked)) + 0.5
            steps = np.flatnonzero(inked & (free > low + 0.65 * em_steps) & (free < high - 0.65 * em_steps))
            missed = _surest(probabilities, steps, vocabulary)
            if missed and not any(_same_print(missed, glyph) for glyph in (before, after) if glyph):
                whole.append(missed)
        whole += [after] if after else []
    return whole


def without_doubled(glyphs: Sequence[Glyph], em_steps: float) -> list[Glyph]:
    """The glyphs without the second of two alike (三三) that stand where there is room for one.

    Where strokes part a character the best path may pass a blank within it. Han characters alone are as wide as an em.
    """
    whole: list[Glyph] = []
    for n, glyph in enumerate(glyphs):
        after = glyphs[n + 1].middle if n + 1 < len(glyphs) else np.inf
        before = whole[-2].middle if len(whole) > 1 else -np.inf
        doubled = (
            whole
            and glyph.text == whole[-1].text
            and "\u4e00" <= glyph.text <= "\u9fff"
            and glyph.middle - whole[-1].middle < TWICE_EM * em_steps
            and after - before < ROOM_FOR_ONE_EM * em_steps
        )
        if doubled:
            one = whole.pop()
            surer = max(one, glyph, key=lambda each: each.confidence)
            whole.append(replace(surer, start=one.start, end=glyph.end))
        else:
            whole.append(glyph)
    return whole


def _same_print(one: Glyph, other: Glyph) -> bool:
    """Whether two neighbours may be one printed character, read at two steps."""
    return one.text in {c.text for c in other.candidates} or other.text in {c.text for c in one.candidates}


def _surest(probabilities: NDArray[np.float32], steps: NDArray[np.int64], vocabulary: Sequence[str]) -> Glyph | None:
    """The likeliest character at any of the steps; none where all are too unlikely."""
    if not len(steps):
        return None
    peak = int(steps[probabilities[steps, 1:].max(axis=1).argmax()])
    candidates = _candidates(probabilities[peak], vocabulary)
    if not candidates[0].text.strip() or candidates[0].confidence < MIN_MISSED:
        return None
    return Glyph(candidates[0].text, peak, peak + 1, candidates[0].confidence, candidates)


def _candidates(step: NDArray[np.float32], vocabulary: Sequence[str]) -> tuple[Candidate, ...]:
    likely = np.flatnonzero(step > min(MIN_CANDIDATE, float(step[1:].max()) / 2))
    likely = likely[likely != BLANK]
    best = likely[np.argsort(-step[likely], kind="stable")][:MAX_CANDIDATES]
    return tuple(Candidate(vocabulary[k], min(float(step[k]), 1.0)) for k in best)
