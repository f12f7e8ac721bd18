"""Training of the two towers (`pipeline.language.towers`): each tail must find its own head in its batch, and back.

A batch is drawn from neighbouring text, as on a page, so that the subject alone tells little. Adam
(Kingma and Ba 2015) with a rate that falls in a line; numpy alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pipeline.language.towers import PADDING, REACH, UNKNOWN, Floats, Tower
from pipeline.order.wording import SENTENCE_END

WIDTH, UNITS, LENGTH = 48, 160, 64
LEAST_SEEN = 3
"""A character seen less often has no row of its own."""
EPOCHS, BATCH, NEIGHBOURHOOD = 5, 512, 16_000
RATE, WARMUP_STEPS, LEAST_RATE, DECAY, DROPPED = 2e-3, 200, 0.02, 1e-4, 0.1
MOMENTUM, SQUARES = 0.9, 0.999

Rows = NDArray[np.int64]
Parts = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Pass:
    """A batch on its way through a tower, kept for the way back."""

    rows: Rows
    kept: Floats
    seen: Floats
    units: Floats
    vectors: Floats


def characters_of(paragraphs: Sequence[str]) -> dict[str, int]:
    """A row of the embeddings for each character that is frequent enough."""
    seen = Counter(character for paragraph in paragraphs for character in paragraph)
    frequent = [c for c, times in sorted(seen.items(), key=lambda item: (-item[1], item[0])) if times >= LEAST_SEEN]
    return {character: row for row, character in enumerate(frequent, UNKNOWN + 1)}


def windows(paragraphs: Sequence[str], characters: dict[str, int]) -> Rows:
    """Rows of what stands before and after each place inside a sentence, [n, 2 * REACH], in the order of the text."""
    beyond = [PADDING] * (REACH - 1)
    found = []
    for paragraph in paragraphs:
        if len(paragraph) < REACH:
            continue
        rows = [*beyond, *(characters.get(c, UNKNOWN) for c in paragraph), *beyond]
        around = np.lib.stride_tricks.sliding_window_view(np.array(rows, np.int64), 2 * REACH)
        inside = [c not in SENTENCE_END for c in paragraph[:-1]]
        found.append(around[: len(inside)][inside])
    return np.concatenate(found)


def trained(paragraphs: Sequence[str], characters: dict[str, int], seed: int) -> tuple[Tower, Tower]:
    """The towers for tails and for heads."""
    dice = np.random.default_rng(seed)
    seen = windows(paragraphs, characters)
    towers = [_beginning(len(characters) + UNKNOWN + 1, dice) for _ in range(2)]
    means = [{name: np.zeros_like(part) for name, part in tower.items()} for tower in towers]
    squares = [{name: np.zeros_like(part) for name, part in tower.items()} for tower in towers]
    steps = EPOCHS * (len(seen) // BATCH)
    for step, batch in enumerate(_batches(len(seen), dice), 1):
        rows = seen[batch]
        passes = [
            _forward(tower, part, dice) for tower, part in zip(towers, (rows[:, :REACH], rows[:, REACH:]), strict=True)
        ]
        slope = _slope(passes[0].vectors @ passes[1].vectors.T)
        slopes = (slope @ passes[1].vectors, slope.T @ passes[0].vectors)
        rate = RATE * min(1.0, step / WARMUP_STEPS) * max(LEAST_RATE, 1 - step / steps)
        for tower, way, back, mean, square in zip(towers, passes, slopes, means, squares, strict=True):
            _adam(tower, _backward(tower, way, back), mean, square, step, rate)
    tail, head = (Tower(**tower) for tower in towers)
    return tail, head


def _beginning(characters: int, dice: np.random.Generator) -> Parts:
    def normal(spread: float, *shape: int) -> Floats:
        return (dice.standard_normal(shape) * spread).astype(np.float32)

    seen = REACH * WIDTH
    return {
        "embedding": normal(0.1, characters, WIDTH),
        "hidden": normal((2 / seen) ** 0.5, seen, UNITS),
        "hidden_bias": np.zeros(UNITS, np.float32),
        "output": normal(UNITS**-0.5, UNITS, LENGTH),
        "output_bias": np.zeros(LENGTH, np.float32),
    }


def _batches(count: int, dice: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(EPOCHS):
        places = np.roll(np.arange(count), int(dice.integers(NEIGHBOURHOOD)))
        near = [dice.permutation(places[i : i + NEIGHBOURHOOD]) for i in range(0, count, NEIGHBOURHOOD)]
        batches = [part[i : i + BATCH] for part in near for i in range(0, len(part) - BATCH + 1, BATCH)]
        for k in dice.permutation(len(batches)):
            yield batches[k]


def _forward(tower: Parts, rows: Rows, dice: np.random.Generator) -> Pass:
    seen = tower["embedding"][rows].reshape(len(rows), -1)
    kept = (dice.random(seen.shape, np.float32) > DROPPED).astype(np.float32) / np.float32(1 - DROPPED)
    seen = seen * kept
    units = np.maximum(seen @ tower["hidden"] + tower["hidden_bias"], 0.0)
    return Pass(rows, kept, seen, units, units @ tower["output"] + tower["output_bias"])


def _slope(scores: Floats) -> Floats:
    """Of the mean loss by the scores [tail, head], softmax both ways; the own head is on the diagonal."""
    ways = []
    for axis in (0, 1):
        likely = np.exp(scores - scores.max(axis, keepdims=True))
        ways.append(likely / likely.sum(axis, keepdims=True))
    likely, own = (ways[0] + ways[1]) / 2, np.eye(len(scores), dtype=np.float32)
    slope: Floats = (likely - own) / np.float32(len(scores))
    return slope


def _backward(tower: Parts, way: Pass, slope: Floats) -> Parts:
    inner = (slope @ tower["output"].T) * (way.units > 0)
    outer = (inner @ tower["hidden"].T) * way.kept
    embedding = np.zeros_like(tower["embedding"])
    np.add.at(embedding, way.rows.ravel(), outer.reshape(-1, WIDTH))
    return {
        "embedding": embedding,
        "hidden": way.seen.T @ inner,
        "hidden_bias": inner.sum(0),
        "output": way.units.T @ slope,
        "output_bias": slope.sum(0),
    }


def _adam(tower: Parts, slopes: Parts, means: Parts, squares: Parts, step: int, rate: float) -> None:
    """One step, in place."""
    for name in (part.name for part in fields(Tower)):
        slope, mean, square = slopes[name], means[name], squares[name]
        mean += (1 - MOMENTUM) * (slope - mean)
        square += (1 - SQUARES) * (slope * slope - square)
        size = np.sqrt(square / (1 - SQUARES**step)) + 1e-8
        tower[name] -= np.float32(rate) * (mean / (1 - MOMENTUM**step) / size + DECAY * tower[name])
