"""How much likelier two line ends are as one text than apart, by the words that they make at the joint.

The end of a line and the beginning of another are each cut into words in the best way (Viterbi 1967) that the
pairs of words allow; then once more as one text, in which a word may lie across the joint. What the one way is
likelier than the two, as logarithm, is the gain of the joint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.language.words import LONGEST, Words, load

REACH = 8
"""Characters of a line that are looked at."""
STATES = 3
"""Of the ways to cut a text so many are followed, those with different words at the joint."""
ACROSS = 5
"""A word has so many characters on either side of the joint at most."""
HAN_END, HAN_START = re.compile(r"[\u4e00-\u9fff]+$"), re.compile(r"[\u4e00-\u9fff]+")
IMPOSSIBLE = -1e9

Floats = NDArray[np.float64]
State = tuple[int, float]
"""The word at the joint, -1 where there is none left, and the logarithm of how likely the text is that it stands in."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a joint."""

    text: str
    alone: float
    """Logarithm of its probability by itself."""
    states: tuple[tuple[State, ...], ...]
    """For 0, 1, ... characters given away to a word across the joint."""


def gains(tails: Sequence[str], heads: Sequence[str]) -> Floats:
    """Gains [tail, head] in nats; 0 where either does not touch the joint with a Chinese character."""
    words = load()
    ends = [_tail(HAN_END.search(tail[-REACH:])) for tail in tails]
    starts = [_head(HAN_START.match(head[:REACH])) for head in heads]
    joined = _side_by_side(words, ends, starts)
    _across(words, ends, starts, joined)
    silent_ends = np.array([not end.text for end in ends], bool)
    silent_starts = np.array([not start.text for start in starts], bool)
    gain: Floats = joined - np.array([e.alone for e in ends])[:, None] - np.array([s.alone for s in starts])[None]
    gain[silent_ends] = 0.0
    gain[:, silent_starts] = 0.0
    return gain


def _tail(found: re.Match[str] | None) -> Side:
    return tail_side(found[0]) if found else Side("", 0.0, ())


def _head(found: re.Match[str] | None) -> Side:
    return head_side(found[0]) if found else Side("", 0.0, ())


@lru_cache(maxsize=1 << 14)
def tail_side(text: str) -> Side:
    """The states of the end of a line, Chinese characters alone."""
    words = load()
    ways: list[tuple[State, ...]] = [((-1, 0.0),)]
    for end in range(1, len(text) + 1):
        found: dict[int, float] = {}
        for start in range(max(0, end - LONGEST), end):
            word = words.number(text[start:end])
            if word == len(words.ids) and end - start > 1:
                continue
            found[word] = max(score + _following(before, word) for before, score in ways[start])
        ways.append(_best(found))
    given = tuple(ways[len(text) - k] for k in range(min(ACROSS, len(text)) + 1))
    return Side(text, given[0][0][1], given)


@lru_cache(maxsize=1 << 14)
def head_side(text: str) -> Side:
    """The states of the beginning of a line: its first word, and how likely the rest is after it."""
    words = load()
    ways: list[tuple[State, ...]] = [()] * len(text) + [((-1, 0.0),)]
    for start in range(len(text) - 1, -1, -1):
        found: dict[int, float] = {}
        for end in range(start + 1, min(len(text), start + LONGEST) + 1):
            word = words.number(text[start:end])
            if word == len(words.ids) and end - start > 1:
                continue
            found[word] = max(score + (_following(word, after) if after >= 0 else 0.0) for after, score in ways[end])
        ways[start] = _best(found, words)
    alone = max(score + float(words.alone[word]) for word, score in ways[0])
    return Side(text, alone, tuple(ways[: min(ACROSS, len(text)) + 1]))


def _best(found: dict[int, float], words: Words | None = None) -> tuple[State, ...]:
    """The likeliest few, best first; where the word itself is not yet counted, with its own probability."""

    def likely(word: int) -> float:
        return found[word] + (float(words.alone[word]) if words else 0.0)

    return tuple((word, found[word]) for word in sorted(found, key=likely, reverse=True)[:STATES])


@lru_cache(maxsize=1 << 17)
def _following(first: int, second: int) -> float:
    """ln P(second | first); of the second alone where there is no first."""
    words = load()
    if first < 0:
        return float(words.alone[second])
    return float(words.after(np.array([first]), np.array([second]))[0])


def _side_by_side(words: Words, ends: Sequence[Side], starts: Sequence[Side]) -> Floats:
    """The best probability of both texts with a boundary of words at the joint [end, start]."""
    last, end_scores = _states(ends)
    first, start_scores = _states(starts)
    best = np.full((len(ends), len(starts)), IMPOSSIBLE)
    for one in range(STATES):
        for other in range(STATES):
            pair = words.after(last[:, one, None], first[None, :, other]).astype(np.float64)
            np.maximum(best, pair + end_scores[:, one, None] + start_scores[None, :, other], out=best)
    return best


def _states(sides: Sequence[Side]) -> tuple[NDArray[np.int64], Floats]:
    """Words and scores [side, state] at the joint; places not taken are impossible."""
    numbers = np.zeros((len(sides), STATES), np.int64)
    scores = np.full((len(sides), STATES), IMPOSSIBLE / 2)
    for n, side in enumerate(sides):
        for k, (word, score) in enumerate(side.states[0] if side.text else ()):
            numbers[n, k], scores[n, k] = word, score
    return numbers, scores


def _across(words: Words, ends: Sequence[Side], starts: Sequence[Side], best: Floats) -> None:
    """Raises `best` where a word across the joint makes the text likelier."""
    beginnings: dict[str, list[int]] = {}
    for n, start in enumerate(starts):
        for length in range(1, len(start.states)):
            beginnings.setdefault(start.text[:length], []).append(n)
    for n, end in enumerate(ends):
        for length in range(1, len(end.states)):
            own = end.text[len(end.text) - length :]
            for rest, holders in beginnings.items():
                word = words.ids.get(own + rest)
                if word is None:
                    continue
                up_to = max(score + _following(before, word) for before, score in end.states[length])
                for holder in holders:
                    score = up_to + _from(starts[holder], len(rest), word)
                    best[n, holder] = max(best[n, holder], score)


def _from(start: Side, given: int, word: int) -> float:
    """The best of what follows `word`, which took the first `given` characters."""
    return max(score + (_following(word, after) if after >= 0 else 0.0) for after, score in start.states[given])
