"""What speaks for a joint between two lines, in words and numbers for people.

The decision weighs more signs than these, and weighs them by what it learnt; these are the ones that can be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language import succession, word_joints
from pipeline.language.brackets import closed_at_start, open_at_end
from pipeline.language.folding import fold
from pipeline.language.traditional import simplified
from pipeline.language.words import LONGEST, load
from pipeline.order.wording import OPENING, ends_sentence, is_byline

ACROSS = 4
"""Characters on either side of a joint that a word across it may have."""
LIKELY_WORD = 1.0
"""Nats by which the two sides must be likelier as one text for a word across the joint to be told."""
NEARBY_LINES = 150
"""Before and after a joint, where what stands across it may stand again."""
LEAST_REPEAT, MOST_REPEAT = 3, 6
"""Characters of a run across the joint that stands elsewhere."""

WORD, REPEATED = "the word {} across the joint", "{} stands elsewhere too"
CLOSES, CLOSES_NOTHING, CLOSES_QUOTATION = "closes the {} left open", "closes what is not open", "closes a quotation"
NUMBER, SENTENCE, STORY = "a number goes on", "a sentence ends before it", "a story begins with it"
SIGNS = (WORD, REPEATED, CLOSES, CLOSES_NOTHING, CLOSES_QUOTATION, NUMBER, SENTENCE, STORY)
"""What is said, with `{}` for what is put in."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What speaks for one joint."""

    words: float
    """Nats by which the words at the joint are likelier as one text than apart."""
    reading: float
    """How well the net that has read both sides finds them to fit; among the candidates of a line, larger is better."""
    signs: tuple[str, ...]
    """In words, those for it first."""


class Speaker:
    """Knows the lines of a text by their numbers in the order given."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = simplified([fold(text) for text in texts])

    def of(self, line: int, follower: int) -> Spoken:
        """What speaks for it that one line follows the other."""
        tail, head = self._texts[line], self._texts[follower]
        words = float(word_joints.gains([tail], [head])[0, 0])
        reading = float(succession.fits([tail], [head])[0, 0])
        return Spoken(words, reading, tuple(_signs(tail, head, words, self._around(line, follower))))

    def _around(self, line: int, follower: int) -> str:
        middle = (line + follower) // 2
        return "\n".join(self._texts[max(0, middle - NEARBY_LINES) : middle + NEARBY_LINES])


def _signs(tail: str, head: str, words: float, around: str) -> list[str]:
    signs = []
    if words >= LIKELY_WORD and (word := _word_across(tail, head)):
        signs.append(WORD.format(word))
    if run := _repeated(tail, head, around):
        signs.append(REPEATED.format(run))
    opened, closed = open_at_end(tail), closed_at_start(head)
    if opened and opened == closed:
        signs.append(CLOSES.format(opened))
    elif closed and opened != closed:
        signs.append(CLOSES_NOTHING)
    if tail.count('"') % 2 and head.count('"') % 2:
        signs.append(CLOSES_QUOTATION)
    if re.search(r"\d$", tail) and re.match(r"\d", head):
        signs.append(NUMBER)
    if ends_sentence(tail):
        signs.append(SENTENCE)
    if OPENING.match(head) or is_byline(head):
        signs.append(STORY)
    return signs


def _word_across(tail: str, head: str) -> str:
    """The longest word that the dictionary has with characters on both sides; empty without one."""
    known = load().ids
    parts = [(tail[-left:] + head[:right]) for left in range(1, ACROSS + 1) for right in range(1, ACROSS + 1)]
    words = [w for w in parts if 2 <= len(w) <= LONGEST and w in known]
    return max(words, key=lambda w: (len(w), -known[w]), default="")


def _repeated(tail: str, head: str, around: str) -> str:
    """The longest run of characters across the joint that stands in the text nearby."""
    for length in range(MOST_REPEAT, LEAST_REPEAT - 1, -1):
        for left in range(1, length):
            run = tail[-left:] + head[: length - left]
            if len(run) == length and all("\u4e00" <= c <= "\u9fff" for c in run) and run in around:
                return run
    return ""
