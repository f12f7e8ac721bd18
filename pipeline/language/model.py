"""What is known of joints, as one file of weights."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.language.ngrams import Ngrams, restored, stored
from pipeline.language.towers import UNKNOWN, Tower

WEIGHTS = Path(__file__).with_name("joints.npz")
FINEST = 127


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    ngrams: Ngrams
    characters: dict[str, int]
    """Rows of the towers' embeddings."""
    tail: Tower
    head: Tower
    weights: tuple[float, ...]
    """Of the bias and of each piece of evidence (`joints.evidence`)."""

    def rows(self, text: str) -> list[int]:
        return [self.characters.get(character, UNKNOWN) for character in text]


def save(path: Path, model: Model) -> None:
    """Writes a model small: distances between keys in planes of bytes, embeddings in one byte, the rest in halves."""
    held = stored(model.ngrams)
    held["characters"] = np.array([ord(c) for c in model.characters], np.uint32)
    held["rows"] = np.array(list(model.characters.values()), np.uint16)
    held["weights"] = np.array(model.weights)
    for side, tower in (("tail", model.tail), ("head", model.head)):
        scale = np.abs(tower.embedding).max() / FINEST
        held[f"{side}_scale"] = np.array(scale)
        held[f"{side}_embedding"] = np.rint(tower.embedding / scale).astype(np.int8)
        for part in fields(Tower)[1:]:
            held[f"{side}_{part.name}"] = getattr(tower, part.name).astype(np.float16)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **held)


@cache
def load(path: Path = WEIGHTS) -> Model:
    """The model in a file, read once."""
    with np.load(path) as held:
        tail, head = (
            Tower(
                held[f"{side}_embedding"].astype(np.float32) * np.float32(held[f"{side}_scale"]),
                *(held[f"{side}_{part.name}"].astype(np.float32) for part in fields(Tower)[1:]),
            )
            for side in ("tail", "head")
        )
        return Model(
            restored(held),
            dict(zip(map(chr, held["characters"].tolist()), held["rows"].tolist(), strict=True)),
            tail,
            head,
            tuple(held["weights"].tolist()),
        )
