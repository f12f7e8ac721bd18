"""The printed lines of a text, and what tells of their place: width and measure, and where they were given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

NARROWEST_EM = 8
"""A column is as wide at least; what is narrower in it tells nothing of its measure."""
NEAR = 24
"""Lines before and after that are asked for the measure."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One printed line as it was given."""

    text: str
    chunk: int
    """Number of the paragraph, as given, that it stands in."""
    place: int
    """Its place there."""
    last: int
    """The place of the last line there."""
    width_em: float
    measure_em: float
    """Of its column; 0 where that is not known."""


def width_em(text: str) -> float:
    """How wide a line is in print: figures and Latin letters take half an em, all else one, blanks a half or one.

    A half-width mark is the engine's and not the compositor's: it takes an em, beside figures and letters half of one.
    """
    wide = 0.0
    for at, character in enumerate(text):
        if character.isspace():
            wide += 1.0 if character == "\u3000" else 0.5
        elif _is_latin(character) or (character.isascii() and _is_latin(text[at - 1 : at], text[at + 1 : at + 2])):
            wide += 0.5
        else:
            wide += 1.0
    return wide


def _is_latin(*characters: str) -> bool:
    return all(character.isascii() and character.isalnum() for character in characters)


def fragments_of(chunks: Sequence[Sequence[str]]) -> list[Fragment]:
    """The lines of given paragraphs, in the order given."""
    texts = [text for chunk in chunks for text in chunk]
    widths = [width_em(text) for text in texts]
    measures = _measures(widths)
    found: list[Fragment] = []
    for number, chunk in enumerate(chunks):
        for place, text in enumerate(chunk):
            at = len(found)
            found.append(Fragment(text, number, place, len(chunk) - 1, widths[at], measures[at]))
    return found


def _measures(widths: Sequence[float]) -> list[float]:
    """For each line the commonest width of those nearby, the nearest counting most."""
    found: list[float] = []
    for at in range(len(widths)):
        votes: dict[int, float] = defaultdict(float)
        for near in range(max(0, at - NEAR), min(len(widths), at + NEAR + 1)):
            if widths[near] >= NARROWEST_EM:
                votes[round(widths[near])] += 1 / (3 + abs(near - at))
        # Lines that were set loose or tight are wider or narrower by a part of an em.
        best = max(votes, key=lambda w: votes[w] + 0.5 * (votes.get(w - 1, 0.0) + votes.get(w + 1, 0.0)), default=0)
        found.append(float(best))
    return found
