"""Which words follow which: probabilities of 165,000 Chinese words and of two million pairs of them.

The numbers are those of an input method's model of the language; models/words makes the file of them.
P(w | v) is held for the pairs it knows; for others it is `backoff(v)` times P(w) (Katz 1987).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("words.npz")
WORD_BITS = 18
LONGEST = 6
"""Characters of the longest word that is looked for."""
STEPS_PER_NAT = 12
"""Logarithms are held in one byte, as whole numbers of steps."""
UNKNOWN = -15.0
"""Natural logarithm of the probability of a character that is no word."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words by their number, the commonest first; one more, `len(ids)`, is any that is not known."""

    ids: dict[str, int]
    alone: Floats
    """ln P(w), the unknown word's last."""
    backoff: Floats
    keys: Ints
    """Pairs, `first << WORD_BITS | second`, rising."""
    following: Floats
    """ln P(second | first) of each pair."""

    def number(self, word: str) -> int:
        return self.ids.get(word, len(self.ids))

    def after(self, first: Ints, second: Ints) -> Floats:
        """ln P(second | first), element by element."""
        wanted = (first << WORD_BITS) | second
        at = np.minimum(self.keys.searchsorted(wanted), len(self.keys) - 1)
        known: Floats = np.where(
            self.keys[at] == wanted, self.following[at], self.backoff[first] + self.alone[second]
        ).astype(np.float32)
        return known


def save(path: Path, words: Words) -> None:
    """Writes the model small: for each word how many pairs it begins, and the distances between their second words."""
    count = len(words.ids)
    second = words.keys & ((1 << WORD_BITS) - 1)
    begins = np.bincount(words.keys >> WORD_BITS, minlength=count)
    steps = np.diff(second, prepend=0)
    starts = np.cumsum(begins) - begins
    rows = starts[begins > 0]
    steps[rows] = second[rows]
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            words=np.frombuffer("\n".join(words.ids).encode("utf-8"), np.uint8),
            alone=_steps(words.alone),
            backoff=_steps(words.backoff),
            begins=begins.astype(np.uint16),
            low=(steps & 0xFF).astype(np.uint8),
            middle=(steps >> 8 & 0xFF).astype(np.uint8),
            high=(steps >> 16).astype(np.uint8),
            following=_steps(words.following),
        )


@cache
def load(path: Path = WEIGHTS) -> Words:
    """The model in a file, read once."""
    with np.load(path) as held:
        words = held["words"].tobytes().decode("utf-8").split("\n")
        begins = held["begins"].astype(np.int64)
        steps = (
            held["low"].astype(np.int64) | held["middle"].astype(np.int64) << 8 | held["high"].astype(np.int64) << 16
        )
        total = np.cumsum(steps)
        starts = np.cumsum(begins) - begins
        before = np.where(starts > 0, total[starts - 1], 0)
        second = total - np.repeat(before, begins)
        first = np.repeat(np.arange(len(words)), begins)
        return Words(
            {word: number for number, word in enumerate(words)},
            _nats(held["alone"]),
            _nats(held["backoff"]),
            (first << WORD_BITS) | second,
            _nats(held["following"]),
        )


def _steps(logarithms: NDArray[np.floating]) -> NDArray[np.uint8]:
    steps: NDArray[np.uint8] = np.clip(np.rint(-np.asarray(logarithms) * STEPS_PER_NAT), 0, 255).astype(np.uint8)
    return steps


def _nats(steps: NDArray[np.uint8]) -> Floats:
    return (-steps.astype(np.float32) / STEPS_PER_NAT).astype(np.float32)
