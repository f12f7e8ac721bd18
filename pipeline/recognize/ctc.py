"""Reads the output of a CTC recogniser: which characters, where, how sure, and what else they may be.

Connectionist temporal classification: Graves et al., ICML 2006. Decoding is by best path; the
candidates are the other classes at the time step where the character is surest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Candidate

BLANK = 0
MAX_CANDIDATES = 5
MIN_CANDIDATE = 1e-5


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


def _candidates(step: NDArray[np.float32], vocabulary: Sequence[str]) -> tuple[Candidate, ...]:
    likely = np.flatnonzero(step > min(MIN_CANDIDATE, float(step[1:].max()) / 2))
    likely = likely[likely != BLANK]
    best = likely[np.argsort(-step[likely], kind="stable")][:MAX_CANDIDATES]
    return tuple(Candidate(vocabulary[k], min(float(step[k]), 1.0)) for k in best)
