"""Garbled pages with what is true of the lines that are read in them, and the signs of those lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import numpy as np

from pipeline.ingest_text.plain import page_of_text
from pipeline.language.folding import fold
from pipeline.language.traditional import simplified
from pipeline.page import Source
from pipeline.threads.evidence import Evidence, Floats, evidence_of
from pipeline.threads.fragments import fragments_of
from pipeline.threads.signs import Signs, are_short, gathered, joints_of
from samples.garble import Damage, Garbled, Story, garble
from samples.small_items import with_small_items

UNKNOWN = -3
"""What follows a line cannot be told: it was read with a part of another."""
MOST_LINES, LEAST_LINES = 430, 12
WITH_SMALL_ITEMS = 0.7
"""Share of the pages."""

FITS_OF_LEARNT_TEXT = 0.91
"""How much smaller the fits of unseen text are than of text that the nets of `language` learnt from."""
NOISE_OF_FITS = 0.45
JOINTS_OF_LEARNT_TEXT = {0: 0.65, 1: 0.45, -1: 0.8}
"""The same of the dearer evidence, by its place: the first and second character, the product of the two vectors."""


@dataclass(frozen=True, slots=True)
class Example:
    signs: Signs
    after: tuple[int, ...]
    """For each line the one that truly follows, or `samples.garble.END`, `LOST`, or `UNKNOWN`."""
    before: tuple[int, ...]


def example_of(stories: Sequence[Story], damage: Damage, seed: int, is_learnt: bool) -> Example | None:
    """A page of these stories so damaged; None where it is too long or too short. `is_learnt`: the language nets know
    its text, and are surer of it than they will be of any other."""
    dice = Random(seed)
    garbled = garble(stories, damage, seed)
    if dice.random() < WITH_SMALL_ITEMS:
        garbled = with_small_items(garbled, dice)
    chunks = chunks_read(garbled.text)
    lines = fragments_of(chunks)
    if not LEAST_LINES <= len(lines) <= MOST_LINES:
        return None
    after, before = neighbours_as_read(garbled, chunks)
    texts = simplified([fold(line.text) for line in lines])
    found = evidence_of(lines, texts)
    pairs = found.candidates(are_short(texts))
    joints = joints_of(texts, pairs)
    if is_learnt:
        found, joints = _as_if_unseen(found, joints, np.random.default_rng(seed))
    return Example(gathered(lines, texts, found, pairs, joints), after, before)


def chunks_read(text: str) -> list[list[str]]:
    """The printed lines that are read in a text, by paragraph."""
    page = page_of_text(text, "garbled", Source("garbled", "", 0, 0, 0.0))
    return [[line.text for line in block.lines] for block in page.blocks]


def neighbours_as_read(garbled: Garbled, chunks: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What truly follows, and goes before, each line as read: blanks inside a line part it, glued lines are one."""
    true = _Places([line for chunk in garbled.chunks for line in chunk])
    read = _Places([line for chunk in chunks for line in chunk])
    after = [
        _as_read(true.by_last.get(last), last + 1, garbled.after, true.first, read.by_first) for last in read.last
    ]
    before = [
        _as_read(true.by_first.get(first), first - 1, garbled.before, true.last, read.by_last) for first in read.first
    ]
    return tuple(after), tuple(before)


def _as_read(
    line: int | None, place: int, neighbours: Sequence[int], places: Sequence[int], read: dict[int, int]
) -> int:
    """The neighbour, as read, of what ends (begins) with true line `line`, or inside one beside `place`."""
    if line is not None and neighbours[line] < 0:
        return neighbours[line]
    return read.get(place if line is None else places[neighbours[line]], UNKNOWN)


class _Places:
    """Where lines begin and end, counting the characters of the text that are no blanks."""

    def __init__(self, lines: Sequence[str]) -> None:
        sizes = [len("".join(line.split())) for line in lines]
        self.first = list(accumulate(sizes, initial=0))[:-1]
        self.last = [start + size - 1 for start, size in zip(self.first, sizes, strict=True)]
        self.by_first = {place: n for n, place in enumerate(self.first)}
        self.by_last = {place: n for n, place in enumerate(self.last)}


def _as_if_unseen(found: Evidence, joints: Floats, dice: np.random.Generator) -> tuple[Evidence, Floats]:
    def less(fits: Floats) -> Floats:
        return fits * FITS_OF_LEARNT_TEXT + NOISE_OF_FITS * dice.standard_normal(fits.shape)

    weaker = joints.copy()
    for place, share in JOINTS_OF_LEARNT_TEXT.items():
        weaker[:, place] = np.where(weaker[:, place] > 0, weaker[:, place] * share, weaker[:, place])
    fits = (found.fits, found.wide_fits, found.wide_before, found.wide_after)
    return Evidence(found.words, *map(less, fits), found.page), weaker
