"""Worn print: what a character is, where the engine itself was not sure, decided by the language of the time.

For pages in traditional type that read badly as a whole. Only what the engine held for possible is put in
place of what it held for likeliest; the best way through the candidates of a passage is found by a beam
search over their probabilities and those of the language (`pipeline.language.period`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from math import log

from pipeline.language.folding import fold
from pipeline.language.period import CONTEXT, likelihood
from pipeline.page import Char, Page, Patch, PatchKind
from pipeline.repair.passage import AUTHOR, Passage

REASON = "language"
WORN = 0.93
"""On a page that reads well the characters are surer than this in the mean."""
SURE = 0.97
"""A character read with this confidence stands."""
POSSIBLE = 0.004
"""Candidates less likely are not looked at."""
WEIGHT = 0.5
"""The language counts half as much as the print: its probabilities are those of other texts."""
BEAM = 6


def is_worn(page: Page) -> bool:
    """Whether the characters of a page were read with so much doubt that the print must be bad."""
    confidences = [char.confidence for line in page.lines.values() for char in line.chars]
    return bool(confidences) and sum(confidences) / len(confidences) < WORN


@dataclass(frozen=True, slots=True)
class _Way:
    """One way through the candidates so far."""

    score: float
    before: str
    taken: tuple[str, ...]


def decisions(passage: Passage) -> Iterator[Patch]:
    """Patches that put a candidate for the character read, where language and print together speak for it."""
    chars = list(chain.from_iterable(line.chars for line in passage.lines))
    taken = _best_way(chars)
    at = 0
    for line in passage.lines:
        start = 0
        for char in line.chars:
            after = taken[at]
            if after != char.text:
                confidence = next(c.confidence for c in char.candidates if c.text == after)
                yield Patch(PatchKind.CORRECT, line.id, start, char.text, after, REASON, confidence, AUTHOR)
            start += len(char.text)
            at += 1


def _best_way(chars: Sequence[Char]) -> tuple[str, ...]:
    """The likeliest text of the characters, one candidate each."""
    ways = [_Way(0.0, "", ())]
    for char in chars:
        further: dict[str, _Way] = {}
        for text, confidence in _choices(char):
            seen = fold(text)[:1]
            print_score = log(max(confidence, 1e-6))
            for way in ways:
                score = way.score + print_score + WEIGHT * log(likelihood(way.before, text))
                before = (way.before + seen)[-CONTEXT:]
                if before not in further or further[before].score < score:
                    further[before] = _Way(score, before, (*way.taken, text))
        ways = nlargest(BEAM, further.values(), key=lambda w: w.score)
    return ways[0].taken


def _choices(char: Char) -> list[tuple[str, float]]:
    if char.confidence >= SURE:
        return [(char.text, char.confidence)]
    likely = [(c.text, c.confidence) for c in char.candidates if c.confidence > POSSIBLE and len(c.text) == 1]
    return likely if any(text == char.text for text, _ in likely) else [(char.text, char.confidence), *likely]
