"""Teaches the net that tells headlines from section heads; run as `python -m models.stories.train` (README.md).

The pages are garbled, with true threads, over and over; bylines, datelines and second headings are left out of some, as
papers differ, and into some long stories section heads are put, taken from the words of the paragraph below.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.threads.stories import (
    LINES_TO_LEARN_FROM,
    pages_of_made_stories,
    pages_of_news,
    stories_of_made_pages,
    stories_of_news,
)
from pipeline.threads.chains import chains_of
from pipeline.threads.cohesion import Cohesion
from pipeline.threads.fragments import fragments_of
from pipeline.threads.matching import Matching
from pipeline.threads.openings import WEIGHTS, groups_of, signs_of_groups
from pipeline.threads.roles import kinds_of, text_of
from samples.garble import KINDS, LEVELS, LOST, Garbled, Story, garble

UNITS, STEPS, RATE, DECAY = 16, 900, 1e-2, 2e-3
MADE_PAGES, NEWS_PAGES = 280, 90
ROUNDS = 4
"""How often each page is garbled."""
DATELINE = re.compile(r"^本报讯\s*")

Page = Sequence[Story]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Habits:
    """What the paper that a page is of leaves out or adds."""

    bylines: float
    datelines: float
    seconds: float
    sections: float


def varied(page: Page, dice: Random) -> list[Story]:
    """The stories as another paper would have them."""
    bylines, datelines = dice.choice((0.0, 0.3, 0.7, 1.0)), dice.choice((0.0, 0.3, 0.7, 1.0))
    habits = Habits(bylines, datelines, dice.choice((0.0, 0.3, 1.0)), dice.choice((0.0, 0.5)))
    return [_as_printed(story, habits, dice) for story in page]


def _as_printed(story: Story, habits: Habits, dice: Random) -> Story:
    first, *others = story.paragraphs
    if dice.random() > habits.datelines:
        first = DATELINE.sub("", first)
    paragraphs: tuple[str, ...] = (first, *others)
    if len(paragraphs) > 4 and all(len(p) > 20 for p in paragraphs) and dice.random() < habits.sections:
        paragraphs = tuple(_with_sections(paragraphs, dice))
    return replace(
        story,
        paragraphs=paragraphs,
        byline=story.byline if dice.random() < habits.bylines else "",
        kicker=story.kicker if dice.random() < habits.seconds else "",
        subheadline=story.subheadline if dice.random() < habits.seconds else "",
    )


def _with_sections(paragraphs: Sequence[str], dice: Random) -> Iterator[str]:
    for n, paragraph in enumerate(paragraphs):
        clauses = [c for c in re.split(r"[，。；：、！？“”《》（）\s,.:;()\"]", paragraph) if 4 <= len(c) <= 14]
        if n > 1 and clauses and dice.random() < 0.4:
            yield dice.choice(clauses)
        yield paragraph


def true_matching(garbled: Garbled) -> Matching:
    return Matching(
        tuple(max(a, -1) for a in garbled.after),
        tuple(0.0 for _ in garbled.after),
        tuple(a == LOST for a in garbled.after),
        tuple(b == LOST for b in garbled.before),
    )


def examples_of(garbled: Garbled) -> tuple[Floats, Floats]:
    """Signs of the groups of one text, and which of them open a story; the first is left out."""
    lines = fragments_of(garbled.chunks)
    chains = chains_of(lines, true_matching(garbled))
    texts = [text_of(chain, lines) for chain in chains]
    groups = groups_of(kinds_of(chains, lines))
    inner = {p[0] for article in garbled.truth["articles"] for p in article["paragraphs"] if len(p) == 1}
    heads = {article[part] for article in garbled.truth["articles"] for part in ("kicker", "headline", "subheadline")}
    told = [texts[g.headings[0]] in inner or any(texts[n] in heads for n in g.headings) for g in groups]
    opens = np.array([any(texts[n] in heads for n in g.headings) for g in groups], float)
    keep = [n for n in range(1, len(groups)) if told[n]]
    return signs_of_groups(groups, texts, Cohesion(texts))[keep], opens[keep]


def examples(pages: Sequence[Page], seed: int, rounds: int = ROUNDS) -> tuple[Floats, Floats]:
    dice = Random(seed)
    damages = [*LEVELS.values(), *KINDS.values()]
    found = [
        examples_of(garble(varied(page, dice), dice.choice(damages), dice.randrange(10**9)))
        for page in pages
        for _ in range(rounds)
    ]
    found = [each for each in found if each[0].size]
    return np.concatenate([signs for signs, _ in found]), np.concatenate([opens for _, opens in found])


def taught(signs: Floats, opens: Floats) -> dict[str, NDArray[np.float32]]:
    mean, spread = signs.mean(0), signs.std(0) + 0.05
    x, y = torch.from_numpy((signs - mean) / spread).float(), torch.from_numpy(opens).float()
    first, second = nn.Linear(x.shape[1], UNITS), nn.Linear(UNITS, 1)
    nets = nn.Sequential(first, nn.Tanh(), second)
    optimiser = torch.optim.AdamW(nets.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        # Whole habits of a page go unseen at times, so that no sign alone decides.
        seen = x * (torch.rand(x.shape) > 0.1)
        loss = nn.functional.binary_cross_entropy_with_logits(nets(seen)[:, 0], y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    held = {
        "mean": mean, "spread": spread,
        "hidden": first.weight.detach().numpy().T, "hidden_bias": first.bias.detach().numpy(),
        "out": second.weight.detach().numpy().T, "out_bias": second.bias.detach().numpy(),
    }  # fmt: skip
    return {name: np.asarray(value, np.float32) for name, value in held.items()}


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.stories.train", description=__doc__)
    parser.add_argument("corpus", type=Path, metavar="199801.txt")
    parser.add_argument("--pages", type=Path, required=True, help="folder with the truths of made pages (samples)")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    torch.manual_seed(5)
    dice = Random(5)
    made = pages_of_made_stories(stories_of_made_pages(given.pages.rglob("*.json")), MADE_PAGES, dice)
    news = pages_of_news(stories_of_news(given.corpus, slice(LINES_TO_LEARN_FROM)), dice)[:NEWS_PAGES]
    pages = [page for pair in zip_longest(made, news) for page in pair if page]
    kept, tried = [p for n, p in enumerate(pages) if n % 8], [p for n, p in enumerate(pages) if n % 8 == 0]
    signs, opens = examples(kept, 1)
    weights = taught(signs, opens)
    with given.out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **weights)
    others, true = examples(tried, 2, 2)
    hidden = np.tanh((others - weights["mean"]) / weights["spread"] @ weights["hidden"] + weights["hidden_bias"])
    right = ((hidden @ weights["out"] + weights["out_bias"])[:, 0] > 0) == (true > 0)
    print(f"{len(opens)} headings learnt from, {opens.mean():.3f} of them open a story")
    openings, sections = right[true > 0].mean(), right[true == 0].mean()
    print(f"on {len(true)} others right {right.mean():.4f}; openings {openings:.4f}, section heads {sections:.4f}")


if __name__ == "__main__":
    main()
