"""Joints between lines, made by setting paragraphs in columns: what a model of them learns from and is tried on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from pipeline.order.wording import ends_sentence

WIDTHS = range(11, 17)
"""Characters of a line."""
INDENT = 2
HANGING = 2
"""Closing marks that a line takes beyond its measure: none may begin a line."""
NO_BEGINNING = frozenset("，。、；：？！）》”’」』】〉…—％,.;:?!)]%")
NO_END = frozenset("（《“‘「『【〈([")
PARAGRAPHS_OF_PAGE = 120
CHARACTERS = 8
"""Of a tail and of a head."""


@dataclass(frozen=True, slots=True)
class Joint:
    page: int
    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A tail, and heads of the same page of which the first is its own."""

    tail: str
    heads: tuple[str, ...]


def set_in_lines(paragraph: str, width: int) -> list[str]:
    """The paragraph's lines in a column of so many characters, by the rules of where marks may stand."""
    lines: list[str] = []
    start = 0
    while start < len(paragraph):
        room = width if lines else width - INDENT
        stop = min(len(paragraph), start + room)
        while stop < min(len(paragraph), start + room + HANGING) and paragraph[stop] in NO_BEGINNING:
            stop += 1
        while stop - start > 2 and stop < len(paragraph) and paragraph[stop - 1] in NO_END:
            stop -= 1
        lines.append(paragraph[start:stop])
        start = stop
    return lines


def joints_of(paragraphs: Sequence[str], seed: int) -> list[Joint]:
    """Every place where a line breaks off inside a sentence."""
    dice = Random(seed)
    found = []
    for number, paragraph in enumerate(paragraphs):
        lines = set_in_lines(paragraph, dice.choice(WIDTHS))
        for line, following in pairwise(lines):
            if not ends_sentence(line):
                page = number // PARAGRAPHS_OF_PAGE
                found.append(Joint(page, line[-CHARACTERS:], following[:CHARACTERS]))
    return found


def choices(joints: Sequence[Joint], heads: int, seed: int) -> Iterator[Choice]:
    """Each joint's tail with its own head and with others of its page."""
    dice = Random(seed)
    of_page: dict[int, list[str]] = {}
    for joint in joints:
        of_page.setdefault(joint.page, []).append(joint.head)
    for joint in joints:
        others = sorted(set(of_page[joint.page]) - {joint.head})
        if len(others) >= heads - 1:
            yield Choice(joint.tail, (joint.head, *dice.sample(others, heads - 1)))
