"""What small nets make of the signs: how likely a line follows another, and that none follows or goes before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.threads import rearrangements
from pipeline.threads.beliefs import believed, of_lines, of_pairs
from pipeline.threads.evidence import Floats, Ints
from pipeline.threads.signs import Signs

WEIGHTS = Path(__file__).with_name("threads.npz")
KINDS = ("pairs", "ends", "starts")
PASSES = 4
"""The first knows what the text says, the second also the order given; the others see what the pass before made the
whole text believe."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Logarithms, each line's own to be compared with each other alone."""

    pairs: Ints
    follows: Floats
    """For each pair."""
    ends: Floats
    """[line, 2]: its paragraph ends with it; the line after it is lost."""
    starts: Floats
    """[line, 2]: its paragraph begins with it; the line before it is lost."""


def scores_of(signs: Signs) -> Scores:
    """The scores of a text's signs."""
    first = found = _passed(1, signs.of_text)
    for number in range(2, PASSES + 1):
        found = _passed(number, signs_of_pass(number, signs, first, found))
    return found


def signs_of_pass(number: int, signs: Signs, first: Scores, before: Scores) -> Signs:
    """What a pass after the first sees: `first` knew the text alone, `before` is the pass before."""
    gains = rearrangements.joint_gains(first.pairs, first.follows, first.ends, first.starts)
    more = rearrangements.of_pairs(gains, signs.pairs)
    signs = replace(signs, of_pairs=np.column_stack([signs.of_pairs, first.follows, more]))
    if number == 2:
        return signs
    found = believed(before.pairs, before.follows, before.ends, before.starts)
    ends, starts = of_lines(found)
    return replace(
        signs,
        of_pairs=np.column_stack([signs.of_pairs, of_pairs(found, signs.pairs)]),
        of_ends=np.column_stack([signs.of_ends, ends]),
        of_starts=np.column_stack([signs.of_starts, starts]),
    )


def _passed(number: int, signs: Signs) -> Scores:
    return Scores(
        signs.pairs,
        _net(f"pairs{number}", signs.of_pairs)[:, 0],
        _net(f"ends{number}", signs.of_ends),
        _net(f"starts{number}", signs.of_starts),
    )


@cache
def _layers() -> dict[str, tuple[tuple[Floats, Floats], ...]]:
    with np.load(WEIGHTS) as held:
        names = [f"{kind}{number}" for kind in KINDS for number in range(1, PASSES + 1)]
        count = {name: sum(key.startswith(f"{name}_w") for key in held.files) for name in names}
        return {
            name: tuple(
                (held[f"{name}_w{k}"].astype(np.float64), held[f"{name}_b{k}"].astype(np.float64))
                for k in range(count[name])
            )
            for name in names
        }


def _net(name: str, signs: Floats) -> Floats:
    values = signs
    layers = _layers()[name]
    for k, (weights, bias) in enumerate(layers):
        values = values @ weights + bias
        if k + 1 < len(layers):
            values = np.maximum(values, 0.0)
    return values
