"""Reads the word model of an input method: a quantised KenLM trie, the file `zh_CN.lm` of Debian's libime-data.

The layout follows KenLM (Heafield, *KenLM: Faster and Smaller Language Model Queries*, WMT 2011), format version 5,
model type 5: hashes of the words, quantisation tables, unigrams, then each order as packed bits. N-grams
stand backwards, under their last word first. Numbers are little-endian; a value may begin at any bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0"
ORDER_AT, TYPE_AT, COUNTS_AT, HASHES_AT = 0x58, 0x60, 0x6C, 0x90
ORDER, MODEL_TYPE = 3, 5
FOOT = 8
"""Bytes after packed entries, so that eight can be read at the last."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trigrams:
    """Up to three words and natural logarithms of their probabilities.

    Words go by their number in `words`; 0 is the unknown one. `bigram_of` says which bigram, the last two
    words, a trigram begins with `first`.
    """

    words: tuple[str, ...]
    unigram: Floats
    unigram_backoff: Floats
    before: Ints
    """Of each bigram the first word; they stand in the order of `after`, the second."""
    after: Ints
    bigram: Floats
    bigram_backoff: Floats
    first: Ints
    bigram_of: Ints
    trigram: Floats


def read(path: Path) -> Trigrams:
    """The model in a file. Raises ValueError where it is none of this layout."""
    data = np.frombuffer(path.read_bytes(), np.uint8)
    if data[: len(MAGIC)].tobytes() != MAGIC:
        raise ValueError(f"{path} is no KenLM file of version 5")
    order, kind = int(data[ORDER_AT]), int(data[TYPE_AT])
    if (order, kind) != (ORDER, MODEL_TYPE):
        raise ValueError(f"{path} has order {order} and type {kind}, not {ORDER} and {MODEL_TYPE}")
    n_words, n_bigrams, n_trigrams = (int(n) for n in data[COUNTS_AT : COUNTS_AT + 24].view(np.uint64))
    reader = _Reader(data, HASHES_AT + 8 * n_words)
    prob_bits, backoff_bits = (int(n) for n in reader.take(8)[1:3])
    bins = [reader.take(4 * 2**bits).view(np.float32) for bits in (prob_bits, backoff_bits, prob_bits)]
    unigrams = reader.take(16 * (n_words + 2)).view([("p", "<f4"), ("backoff", "<f4"), ("next", "<u8")])
    first_bigram = unigrams["next"][: n_words + 1].astype(np.int64)
    upper, bigrams = reader.middle(n_words, n_bigrams, n_trigrams, backoff_bits, prob_bits)
    before, backoff, prob, lower = bigrams
    entries = np.arange(n_bigrams + 1)
    first_trigram = (np.searchsorted(upper, entries, "right") - 1 << _bits_of(n_trigrams) - reader.chopped) | lower
    first, prob3 = reader.packed(n_trigrams, (_bits_of(n_words), prob_bits))
    return Trigrams(
        words=_words(data[reader.at :].tobytes()),
        unigram=_natural(unigrams["p"][:n_words]),
        unigram_backoff=_natural(unigrams["backoff"][:n_words], signed=True),
        before=before[:n_bigrams],
        after=np.repeat(np.arange(n_words), np.diff(first_bigram)),
        bigram=_natural(bins[0][prob[:n_bigrams]]),
        bigram_backoff=_natural(bins[1][backoff[:n_bigrams]], signed=True),
        first=first[:n_trigrams],
        bigram_of=np.repeat(np.arange(n_bigrams), np.diff(first_trigram)),
        trigram=_natural(bins[2][prob3[:n_trigrams]]),
    )


class _Reader:
    """Goes through the file from `at` on."""

    def __init__(self, data: NDArray[np.uint8], at: int) -> None:
        self._data, self.at, self.chopped = data, at, 0

    def take(self, size: int) -> NDArray[np.uint8]:
        self.at += size
        return self._data[self.at - size : self.at].copy()

    def packed(self, entries: int, widths: tuple[int, ...]) -> list[Ints]:
        """The fields of `entries` + 1 entries, each so many bits wide; the last entry only ends the one before."""
        total = sum(widths)
        size = ((1 + entries) * total + 7) // 8 + FOOT
        packed = np.concatenate([self.take(size), np.zeros(8, np.uint8)])
        fields, offset = [], 0
        for width in widths:
            bit = np.arange(entries + 1) * total + offset
            octets = packed[(bit // 8)[:, None] + np.arange(8)]
            shifted = octets.view(np.uint64)[:, 0] >> (bit % 8).astype(np.uint64)
            fields.append(shifted.astype(np.int64) & (1 << width) - 1)
            offset += width
        return fields

    def middle(
        self, words: int, entries: int, following: int, backoff_bits: int, prob_bits: int
    ) -> tuple[Ints, list[Ints]]:
        """The bigrams: the array of their pointers' upper bits (Raj and Whittaker 2003), and their fields."""
        start = self.at
        allowed = int(self._data[start + 1])
        needed = _bits_of(following)
        self.chopped = min(
            range(min(needed, allowed) + 1), key=lambda chop: (following >> needed - chop) * 64 - (entries + 1) * chop
        )
        count = (following >> needed - self.chopped) + 1
        array = -(-start // 8) * 8 + 8
        upper = self._data[array : array + 8 * count].copy().view(np.int64)
        self.at = start + 8 * (1 + count) + 7
        return upper, self.packed(entries, (_bits_of(words), backoff_bits, prob_bits, needed - self.chopped))


def _bits_of(largest: int) -> int:
    return largest.bit_length()


def _natural(log10: NDArray[np.float32], signed: bool = False) -> Floats:
    """Natural logarithms; of probabilities the sign is a flag of the file's."""
    return (log10 if signed else -np.abs(log10)).astype(np.float64) * math.log(10)


def _words(strings: bytes) -> tuple[str, ...]:
    start = strings.index(b"<unk>\0")
    return tuple(word.decode("utf-8") for word in strings[start:].rstrip(b"\0").split(b"\0"))
