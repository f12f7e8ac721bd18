"""Characters that the engine was not sure of, decided by the language, on pages in traditional type.

Only what the engine itself held for possible is put in place of what it held for likeliest; the best way through
the candidates of a passage is found by a beam search over their probabilities and those of the language
(`pipeline.language.expectation`). The engine was taught on texts and leans to common characters already, so what
counts of the language is by how much the characters before make one likelier than it is anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from math import log

from pipeline.language.expectation import CONTEXT, likelihood
from pipeline.language.folding import fold
from pipeline.language.traditional import traditional_character
from pipeline.page import Char, Patch, PatchKind
from pipeline.repair.passage import AUTHOR, Passage

REASON = "language"
SURE = 0.99
"""A character read with this confidence stands."""
POSSIBLE = 0.002
"""Candidates less likely are not looked at."""
WEIGHT = 0.5
"""The language counts half as much as the print: its probabilities are those of other texts."""
FOREIGN = 0.03
"""Of two forms of a character the simplified one (内) is so much less likely than the traditional one (內): they differ
by a stroke that a scan does not keep, and the engine was taught on both."""
NUMERALS = frozenset("一二三四五六七八九十百千〇零")
"""No text tells which number is meant."""
BEAM = 6


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
        choices = _choices(char)
        further: dict[str, _Way] = {}
        for text, print_score in choices:
            seen = fold(text)[:1]
            for way in ways:
                score = way.score
                if len(ways) > 1 or len(choices) > 1:
                    score += print_score + WEIGHT * log(likelihood(way.before, text) / likelihood("", text))
                before = (way.before + seen)[-CONTEXT:]
                if before not in further or further[before].score < score:
                    further[before] = _Way(score, before, (*way.taken, text))
        ways = nlargest(BEAM, further.values(), key=lambda w: w.score)
    return ways[0].taken


def _choices(char: Char) -> list[tuple[str, float]]:
    """What a character may be, each with how much the print speaks for it, nats."""
    read = (char.text, log(max(char.confidence, 1e-6)))
    if char.confidence >= SURE:
        return [read]
    likely = {c.text: c.confidence for c in char.candidates if c.confidence > POSSIBLE and len(c.text) == 1}
    if char.text in NUMERALS:
        likely = {text: confidence for text, confidence in likely.items() if text not in NUMERALS or text == char.text}
    choices = [
        (text, log(confidence * (FOREIGN if likely.keys() & {traditional_character(text)} - {text} else 1.0)))
        for text, confidence in likely.items()
    ]
    return choices if char.text in likely else [read, *choices]


__all__ = ["decisions"]
