"""Trains what tells which part of a vertical page goes on in which.

Run as `python -m models.passage.train ECPO MADE… [--test TEST]`: ECPO is a folder with `polygons` and `text` of
ecpo-data, MADE and TEST are folders of made vertical pages, `NAME.json` and `NAME.page` (the page document after
`recognize`, or what `models.passage.pages` makes). With TEST the figures are printed for its pages. Needs the extra
`train` (torch); half an hour on one core.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.passage.examples import Example, made_pages
from models.passage.folds import TESTED, set_folds
from models.passage.printed import articles_of
from pipeline.order.vertical import agreement
from pipeline.order.vertical.flows import decoded
from pipeline.order.vertical.joints import LANGUAGE, OF_LANGUAGE, OF_PAIR, SIGNS, SIGNS_OF_PAIR
from pipeline.order.vertical.passage import FIRST, SECOND, WEIGHTS

WIDTHS, DROPOUT = (64, 32), 0.15
EPOCHS, RATE, DECAY, COPIES, SEED = 10, 3e-3, 0.03, 12, 5
PARTS = 3
"""Nets whose mean is used: one alone joins two large stories now and then, and which two is chance. Of the first look
each has not seen one part of the pages: what it says of those is what the second look learns from."""
LEAST_NODES = 5
"""Made regions of fewer teach nothing."""
MUTE, UNCUT, SHAKEN = 0.25, 0.2, 0.03
"""Shares of steps in which the first look is told nothing of the language, or of the cut into frames; noise on all
signs of a pair by itself."""
PERIOD, CUT = LANGUAGE + 1, OF_PAIR + SIGNS_OF_PAIR.index("cut so")
FAINTER, BLURRED = 0.55, 0.35
"""The language of the period was counted from the text that folds are filled with: what it says there counts less."""
NEVER = -1e4

Floats = NDArray[np.float64]
Step = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def texts_of(folder: Path) -> list[list[str]]:
    """The printed lines of each article of ecpo-data, the issue apart that the program is tested on."""
    paths = [path for path in sorted(folder.rglob("*.xml")) if TESTED not in path.name]
    found = [[line.text for line in article] for path in paths for article in articles_of(path)]
    return [lines for lines in found if len(lines) > 3]


def net(signs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for wide, narrow in zip((signs, *WIDTHS), WIDTHS, strict=False):
        layers += [nn.Linear(wide, narrow), nn.ReLU(), nn.Dropout(DROPOUT)]
    return nn.Sequential(*layers, nn.Linear(WIDTHS[-1], 1))


def step_of(example: Example) -> Step:
    return (
        torch.from_numpy(example.signs), torch.from_numpy(example.pairs), torch.tensor(example.before),
        torch.tensor(example.after),
    )  # fmt: skip


def part_of(example: Example) -> int:
    """Which part of the pages it is in; all regions of a page are in one."""
    return sum(map(ord, example.name)) % PARTS


def matrix(model: nn.Module, signs: torch.Tensor, pairs: torch.Tensor, count: int) -> torch.Tensor:
    """The scores [nodes, nodes], from row to column."""
    scores = torch.full((count, count), NEVER)
    scores[pairs[:, 0], pairs[:, 1]] = model(signs)[:, 0]
    return scores


def loss_of(model: nn.Module, step: Step) -> tuple[torch.Tensor, int]:
    """Negative log likelihood of what is before each node and what is after it, and of how many."""
    signs, pairs, before, after = step
    signs = signs.clone()
    signs[:, :SIGNS] += SHAKEN * torch.randn(len(signs), SIGNS)
    if signs.shape[1] == SIGNS:
        if random.random() < MUTE:
            signs[:, LANGUAGE : LANGUAGE + OF_LANGUAGE] = 0
        if random.random() < UNCUT:
            signs[:, CUT : CUT + 2] = 0
    scores = matrix(model, signs, pairs, len(before))
    total, count = torch.zeros(()), 0
    for side, true in ((scores, before), (scores.T, after)):
        likely = torch.log_softmax(torch.cat([side, torch.zeros(1, len(true))]), 0)
        known = torch.nonzero(true >= -1)[:, 0]
        chosen = likely[torch.where(true[known] < 0, len(true), true[known]), known]
        chosen = chosen[chosen > -50]
        total, count = total - chosen.sum(), count + len(chosen)
    return total, count


def trained(steps: Sequence[Step], number: int) -> nn.Sequential:
    """One net, by its number; the same on every run."""
    random.seed(number)
    torch.manual_seed(number)
    model = net(steps[0][0].shape[1])
    chooser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    rates = torch.optim.lr_scheduler.OneCycleLR(chooser, RATE, total_steps=EPOCHS * len(steps) + 1)
    order = list(range(len(steps)))
    for _ in range(EPOCHS):
        random.shuffle(order)
        for k in order:
            total, count = loss_of(model, steps[k])
            if count:
                chooser.zero_grad()
                (total / max(count, 8)).backward()  # type: ignore[no-untyped-call]
                chooser.step()
            rates.step()
    return model.eval()


def blurred(step: Step) -> Step:
    """A page of folds with what the language of the period says made less sure."""
    signs, *rest = step
    signs = signs.clone()
    told = signs[:, LANGUAGE + 2] > 0
    signs[told, PERIOD] = FAINTER * signs[told, PERIOD] + BLURRED * torch.randn(int(told.sum()))
    return signs, rest[0], rest[1], rest[2]


def scores_of(models: Sequence[nn.Module], step: Step) -> Floats:
    """The mean scores [nodes, nodes]; -inf where nothing can follow."""
    with torch.no_grad():
        total = sum(matrix(model, step[0], step[1], len(step[2])).numpy().astype(np.float64) for model in models)
    found = np.asarray(total / len(models))
    return np.where(found < NEVER / 2, -np.inf, found)


def second_look(models: Sequence[nn.Module], step: Step, example: Example) -> Step:
    """The step with what the first look makes of the whole region beside its signs."""
    more = agreement.signs_of(scores_of(models, step), example.pairs, example.nodes, example.em)
    return (torch.cat([step[0], torch.from_numpy(more.astype(np.float32))], 1), *step[1:])


def both_looks(examples: Sequence[Example], steps: Sequence[Step]) -> tuple[list[nn.Sequential], list[nn.Sequential]]:
    """The nets of the first look and of the second."""
    parts = [part_of(example) for example in examples]
    first = [trained([s for s, p in zip(steps, parts, strict=True) if p != k], k + 1) for k in range(PARTS)]
    later = [second_look([first[p]], s, e) for s, p, e in zip(steps, parts, examples, strict=True)]
    return first, [trained(later, k + 1) for k in range(PARTS)]


def right_of(models: Sequence[nn.Module], steps: Sequence[Step]) -> tuple[int, int]:
    """How many nodes come after the right one, or rightly after none, and of how many."""
    right = total = 0
    for step in steps:
        found, before = torch.tensor(decoded(scores_of(models, step))), step[2]
        known = before >= -1
        right, total = right + int((found == before)[known].sum()), total + int(known.sum())
    return right, total


def stored_of(look: str, models: Sequence[nn.Sequential]) -> dict[str, NDArray[np.float32]]:
    """The weights of nets that are alike, each kind of layer together."""
    layers = [[layer for layer in model if isinstance(layer, nn.Linear)] for model in models]
    found = {}
    for k, alike in enumerate(zip(*layers, strict=True)):
        found[f"{look}_w{k}"] = np.stack([layer.weight.detach().numpy().T for layer in alike]).astype(np.float32)
        found[f"{look}_b{k}"] = np.stack([layer.bias.detach().numpy() for layer in alike]).astype(np.float32)
    return found


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.passage.train", description=__doc__)
    parser.add_argument("ecpo", type=Path)
    parser.add_argument("made", type=Path, nargs="+")
    parser.add_argument("--test", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    torch.set_num_threads(1)
    began = time.monotonic()
    folds = list(set_folds(given.ecpo, texts_of(given.ecpo / "text"), COPIES, SEED))
    made = [e for folder in given.made for e in made_pages(folder) if len(e.before) >= LEAST_NODES]
    took = f"{time.monotonic() - began:.0f} s"
    print(f"{len(folds)} pages of folds, {len(made)} regions of made pages, {took}", flush=True)
    steps = [*(blurred(step_of(example)) for example in folds), *map(step_of, made)]
    first, second = both_looks([*folds, *made], steps)
    if given.test:
        examples = list(made_pages(given.test))
        test = [step_of(example) for example in examples]
        later = [second_look(first, step, example) for step, example in zip(test, examples, strict=True)]
        for look, (right, total) in ((FIRST, right_of(first, test)), (SECOND, right_of(second, later))):
            print(f"test pages, {look} look: {right} of {total} nodes come after the right one")
    np.savez_compressed(given.out, allow_pickle=False, **stored_of(FIRST, first), **stored_of(SECOND, second))


if __name__ == "__main__":
    main()
