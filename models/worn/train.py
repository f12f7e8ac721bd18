"""Teaches the recogniser worn vertical type; run as `python -m models.worn.train ECPO_TEXT`.

ECPO_TEXT is a folder of pages in TEI, as for `models.period`; the issue of 1939-04-23 is left out. Made strips of these
texts (`strips.py`) are shown to the recogniser, whose weights, all but those of its last layer, follow them by CTC
(Graves et al., ICML 2006) and Adam. Kept is a running mean of the weights. Needs torch, onnx and the program itself.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.period.train import ENTITY, MISSING, PROLOGUE, TESTED
from models.worn.net import Recogniser
from models.worn.strips import StripMaker
from pipeline.recognize.ppocr import model_path
from pipeline.recognize.worn_type import WEIGHTS, packed, unpacked

BATCH, SHORTEST, LONGEST = 8, 6, 14
STEPS, RATE, LAST_RATE, WARM_UP = 650, 3e-4, 0.03, 30
WORST = 8.0
"""The loss of a strip counts no more than this: some are illegible."""
KEPT = 0.5
"""How far from the first weights to those learnt: made strips are not film (Wortsman et al., CVPR 2022)."""
LOOKED_AT = 12
"""Batches on which the figures are measured."""
COMMENT = re.compile(r"<!--.*?-->|<head\b.*?>", re.DOTALL)


def texts(folder: Path) -> Iterator[str]:
    """The texts as printed, each part of a page by itself."""
    for path in sorted(folder.rglob("*.xml")):
        if TESTED not in path.name:
            source = PROLOGUE.sub("", COMMENT.sub("", path.read_text("utf-8")))
            for part in re.split(r"</?div[^>]*>", source):
                yield re.sub(r"\s+", "", ENTITY.sub(MISSING, re.sub(r"<[^>]*>", "", part)))


def batch(maker: StripMaker, length: int, index: dict[str, int]) -> tuple[Tensor, Tensor, Tensor]:
    """Strips [batch, 3, 48, width], the classes of all their characters end to end, and how many each has."""
    strips = [maker.strip(length) for _ in range(BATCH)]
    width = max(strip.pixels.shape[1] for strip in strips)
    rows = [np.pad(s.pixels, ((0, 0), (0, width - s.pixels.shape[1])), constant_values=s.pixels[0, -1]) for s in strips]
    grey = torch.from_numpy((np.stack(rows).astype(np.float32) / 255 - 0.5) / 0.5)
    classes = torch.tensor([index[character] for strip in strips for character in strip.text])
    return grey[:, None].repeat(1, 3, 1, 1), classes, torch.tensor([len(strip.text) for strip in strips])


def losses(scores: Tensor, classes: Tensor, lengths: Tensor) -> Tensor:
    """The loss of each strip, a character."""
    likely = scores.float().log_softmax(2).permute(1, 0, 2)
    steps = torch.full((likely.shape[1],), likely.shape[0])
    return F.ctc_loss(likely, classes, steps, lengths, reduction="none", zero_infinity=True) / lengths


def figures(net: Recogniser, looked_at: list[tuple[Tensor, Tensor, Tensor]]) -> float:
    """The mean loss a character on strips that are not learnt."""
    with torch.no_grad():
        return float(np.mean([losses(net(strips), c, n).mean().item() for strips, c, n in looked_at]))


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.worn.train", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    net = Recogniser(model_path())
    learnt = net.weights()
    first = {name: tensor.detach().clone() for name, tensor in learnt.items()}
    if given.start:
        with torch.no_grad(), np.load(given.start) as held:
            for name, tensor in unpacked(held).items():
                learnt[name].copy_(torch.from_numpy(tensor))
    index = {character: k for k, character in enumerate(net.vocabulary)}
    printed = list(texts(given.folder))
    maker = StripMaker(printed, net.vocabulary, given.seed)
    unseen = StripMaker(printed, net.vocabulary, given.seed + 1_000_000)
    looked_at = [batch(unseen, 12, index) for _ in range(LOOKED_AT)]
    print(f"{len(printed)} texts, loss before {figures(net, looked_at):.3f}", flush=True)
    mean = learn(net, maker, index, given.steps)
    for share in (1.0, KEPT):
        kept = {name: torch.lerp(first[name], mean[name], share) for name in mean}
        with torch.no_grad():
            for name, tensor in learnt.items():
                tensor.copy_(kept[name])
        print(f"loss after, {share:g} of the way: {figures(net, looked_at):.3f}", flush=True)
    taught_from = hashlib.sha256(model_path().read_bytes()).hexdigest()
    with given.out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **packed({n: t.numpy() for n, t in kept.items()}, taught_from))


def learn(net: Recogniser, maker: StripMaker, index: dict[str, int], steps: int) -> dict[str, Tensor]:
    """The running mean of the weights while they learn."""
    learnt = net.weights()
    mean = {name: tensor.detach().clone() for name, tensor in learnt.items()}
    optimiser = torch.optim.AdamW(learnt.values(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    lengths = np.random.default_rng(len(index))
    for step in range(steps):
        fading = 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP) * (LAST_RATE + (1 - LAST_RATE) * fading)
        strips, classes, counts = batch(maker, int(lengths.integers(SHORTEST, LONGEST + 1)), index)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = net(strips)
        loss = losses(scores, classes, counts).clamp(max=WORST).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt.values(), 1.0)
        optimiser.step()
        with torch.no_grad():
            for name, tensor in mean.items():
                tensor.lerp_(learnt[name].detach(), 1 - min(0.98, (step + 1) / (step + 21)))
        if step % 50 == 49:
            print(f"step {step + 1}, loss {loss.item():.3f}", flush=True)
    return mean


if __name__ == "__main__":
    main()
