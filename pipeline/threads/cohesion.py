"""How much two stretches of text have in common: the cosine of their pairs of characters, rare ones weighing most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

HAN = ("\u4e00", "\u9fff")


class Cohesion:
    """Of the texts of one page, asked by their numbers."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._grams = [_pairs(text) for text in texts]
        spread = Counter(gram for grams in self._grams for gram in grams)
        self._weights = {gram: log(len(texts) / count) for gram, count in spread.items()}

    def between(self, some: Iterable[int], others: Iterable[int]) -> float:
        """From 0, nothing in common, to 1."""
        one, other = self._vector(some), self._vector(others)
        size = (sum(v * v for v in one.values()) * sum(v * v for v in other.values())) ** 0.5
        if len(other) < len(one):
            one, other = other, one
        return sum(v * other.get(gram, 0.0) for gram, v in one.items()) / size if size else 0.0

    def _vector(self, numbers: Iterable[int]) -> dict[str, float]:
        total: Counter[str] = Counter()
        for n in numbers:
            total.update(self._grams[n])
        return {gram: log(1 + count) * self._weights[gram] for gram, count in total.items()}


def _pairs(text: str) -> Counter[str]:
    return Counter(text[k : k + 2] for k in range(len(text) - 1) if all(HAN[0] <= c <= HAN[1] for c in text[k : k + 2]))
