"""Makes `pipeline/language/words.npz` of an input method's word model; run as `python -m models.words.train ZH_CN_LM`.

ZH_CN_LM is the file `zh_CN.lm` of the Debian package libime-data-language-model (see README.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from models.words.trie import Trigrams, read
from pipeline.language.words import UNKNOWN, WEIGHTS, WORD_BITS, Words, save

LEAST = 0.7
"""A pair is kept that changes the probability of its second word by a factor of e to this power at least."""


def packed(model: Trigrams, least: float = LEAST) -> Words:
    """Words and pairs, the commonest words first; the unknown word becomes the last."""
    rank = np.argsort(-model.unigram[1:], kind="stable") + 1
    number = np.zeros(len(model.words), np.int64)
    number[rank] = np.arange(len(rank))
    alone, backoff = model.unigram[rank], model.unigram_backoff[rank]
    first, second = number[model.before], number[model.after]
    known = (model.before > 0) & (model.after > 0)
    known &= np.abs(model.bigram - model.unigram_backoff[model.before] - model.unigram[model.after]) > least
    keys = (first[known] << WORD_BITS) | second[known]
    order = np.argsort(keys)
    return Words(
        {model.words[n]: place for place, n in enumerate(rank.tolist())},
        np.append(alone, UNKNOWN).astype(np.float32),
        np.append(np.minimum(backoff, 0.0), 0.0).astype(np.float32),
        keys[order],
        model.bigram[known][order].astype(np.float32),
    )


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.words.train", description=__doc__)
    parser.add_argument("model", type=Path, metavar="ZH_CN_LM")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    words = packed(read(given.model))
    save(given.out, words)
    print(f"{len(words.ids):,} words, {len(words.keys):,} pairs, {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
