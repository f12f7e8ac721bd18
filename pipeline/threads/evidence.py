"""What the language says of every pair of lines of a text at once, and which pairs are worth a closer look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.language import succession, word_joints
from pipeline.language.succession import centred
from pipeline.threads.fragments import Fragment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PAGE_GRAMS = (2, 3, 4)
CLOSING = frozenset("”’》〉）】〕」』)]。，、；：？！%％,.;:?!…")
OPENING = frozenset("“‘《〈（【〔「『([")

ADJACENT = 8
"""So many lines before and after a line are always looked at."""
NEAR = 60
"""Lines that stray stay within so many; beyond, only what fits very well is looked at."""
BEST_NEAR, BEST_FAR = 24, 8
WORDS_NEAR, WORDS_FAR = 10, 3
"""Of each row and of each column so many pairs, by all evidence and by the words alone."""


@dataclass(frozen=True)
class Evidence:
    """Scores of all pairs of lines [line before, line after]; the diagonals say nothing."""

    words: Floats
    """By the words at the joint, nats."""
    fits: Floats
    """By the net that has read both sides, of the two lines alone, against the mean of row and column."""
    wide_fits: Floats
    """The same with one line more on either side, in the order given."""
    wide_before: Floats
    """With one more before alone: where the line after strayed, what follows it as given tells nothing."""
    wide_after: Floats
    page: Floats
    """How often what stands across the joint stands elsewhere in the text."""

    @cached_property
    def sum(self) -> Floats:
        total = 0.5 * self.words + 0.2 * self.fits + 0.3 * self.wide_fits + 0.8 * self.page
        np.fill_diagonal(total, total.min())
        return total

    def candidates(self, is_short: NDArray[np.bool_]) -> Ints:
        """[pair, 2]: the likeliest of each row and of each column, those that stand close to each other, and all near a
        line that is so short that its words tell little."""
        size = len(self.words)
        distance = np.abs(np.arange(size)[:, None] - np.arange(size)[None])
        chosen = distance <= ADJACENT
        for scores, best_near, best in ((self.sum, BEST_NEAR, BEST_FAR), (self.words, WORDS_NEAR, WORDS_FAR)):
            _choose(chosen, np.where(distance <= NEAR, scores, scores.min() - 1), best_near)
            _choose(chosen, scores, best)
        chosen |= (distance <= NEAR) & is_short[None]
        np.fill_diagonal(chosen, False)
        return np.argwhere(chosen)


def _choose(chosen: NDArray[np.bool_], scores: Floats, count: int) -> None:
    count = min(count, len(scores))
    rows, columns = (np.argpartition(-scores, count - 1, axis=axis) for axis in (1, 0))
    np.put_along_axis(chosen, rows[:, :count], True, axis=1)
    np.put_along_axis(chosen, columns[:count], True, axis=0)


def evidence_of(lines: Sequence[Fragment], texts: Sequence[str]) -> Evidence:
    """The evidence of a text; `texts` are its lines folded and simplified."""
    size = len(lines)
    before = [texts[n - 1] + texts[n] if lines[n].place else texts[n] for n in range(size)]
    after = [texts[n] + texts[n + 1] if lines[n].place < lines[n].last else texts[n] for n in range(size)]
    tails, heads = succession.vectors(texts, 0), succession.vectors(texts, 1)
    wide_tails, wide_heads = succession.vectors(before, 0), succession.vectors(after, 1)
    return Evidence(
        np.clip(word_joints.gains(texts, texts), -8.0, 12.0),
        centred(tails @ heads.T),
        centred(wide_tails @ wide_heads.T),
        centred(wide_tails @ heads.T),
        centred(tails @ wide_heads.T),
        page_grams(texts),
    )


def page_grams(texts: Sequence[str]) -> Floats:
    """How often what would stand across each joint stands elsewhere on the page, by the longest run of characters:
    the logarithm of one more than how often, times the length less one."""
    counts: dict[int, Counter[str]] = {
        n: Counter(text[k : k + n] for text in texts for k in range(len(text) - n + 1)) for n in PAGE_GRAMS
    }
    found = np.zeros((len(texts), len(texts)))
    for n in PAGE_GRAMS:
        for left in range(1, n):
            ends = [text[-left:] if len(text) >= left else "" for text in texts]
            holders: dict[str, list[int]] = {}
            for k, text in enumerate(texts):
                if len(text) >= n - left:
                    holders.setdefault(text[: n - left], []).append(k)
            by_end: dict[str, list[tuple[list[int], float]]] = {}
            for gram, count in counts[n].items():
                heads = holders.get(gram[left:])
                if heads and _tells(gram):
                    by_end.setdefault(gram[:left], []).append((heads, np.log1p(count) * (n - 1)))
            for k, end in enumerate(ends):
                for heads, value in by_end.get(end, ()):
                    found[k, heads] = np.maximum(found[k, heads], value)
    return found


def _tells(gram: str) -> bool:
    return not any(character in CLOSING or character in OPENING or character == "0" for character in gram)
