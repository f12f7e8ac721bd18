"""Horizontal lines that run from right to left, as all did on vertical pages: what was read is turned round.

Which way a line runs the characters tell (`pipeline.language.fluency`), and the page: on one of vertical
type the other horizontal lines, and the habit of the time; on a page of horizontal type a line that runs
backwards is rare, and only much evidence makes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.language.fluency import leftward_evidence
from pipeline.language.traditional import simplified
from pipeline.page import Block, Char, Direction, Line, Page

HABIT = 2.0
"""Nats for right to left on a page whose type runs down, before anything is read."""
RARITY = -9.0
"""The same on another page."""
LENT = 0.15
"""What the other lines of the page show counts so much, on a page whose type runs down, within limits."""
MOST_LENT = 6.0
LEAST_HAN = 2
"""Fewer Han characters tell nothing of their own."""
WESTERN_LEFT = 0.5
"""A line with this share of Latin letters runs from left to right."""
MIRRORED = str.maketrans("（）「」『』〈〉《》〔〕【】()[]", "）（」「』『〉〈》《〕〔】【)(][")


@dataclass(frozen=True, slots=True)
class _Evidence:
    block: str
    nats: float
    is_western: bool


def read_leftward(page: Page) -> Page:
    """The page with the lines turned round that run from right to left, and their blocks so marked."""
    flat = [b for b in page.blocks if b.direction is not Direction.TTB and any(line.chars for line in b.lines)]
    letters = sum(len(line.chars) for b in flat for line in b.lines)
    vertical = sum(len(line.chars) for line in page.lines.values()) > 2 * letters
    evidence = _evidence_of(flat)
    prior = HABIT if vertical else RARITY
    total = sum(max(-4.0, min(4.0, e.nats)) for e in evidence)
    turned = set()
    for e in evidence:
        lent = LENT * (total - e.nats) if vertical else 0.0
        if not e.is_western and e.nats + prior + max(-MOST_LENT, min(MOST_LENT, lent)) > 0:
            turned.add(e.block)
    return replace(page, blocks=tuple(_set(block, block.id in turned) for block in page.blocks))


def _evidence_of(blocks: Sequence[Block]) -> list[_Evidence]:
    texts = simplified([line.text for block in blocks for line in block.lines])
    found, at = [], 0
    for block in blocks:
        mine = texts[at : at + len(block.lines)]
        at += len(block.lines)
        whole = "".join(mine)
        latin = sum(c.isascii() and c.isalpha() for c in whole)
        nats = sum(leftward_evidence(text) for text in mine if sum(map(_is_han, text)) >= LEAST_HAN)
        found.append(_Evidence(block.id, nats, latin > WESTERN_LEFT * len(whole)))
    return found


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _set(block: Block, leftward: bool) -> Block:
    if leftward:
        return replace(block, direction=Direction.RTL, lines=tuple(map(_turned_round, block.lines)))
    return replace(block, direction=Direction.LTR) if block.direction is Direction.RTL else block


def _turned_round(line: Line) -> Line:
    """The line from its right end; figures and Latin words in it stand from left to right as ever."""
    chars: list[Char] = []
    for western, run in groupby(reversed(line.chars), key=lambda c: c.text.isascii() and c.text.isalnum()):
        group = list(run)
        chars += reversed(group) if western else map(_mirrored, group)
    return replace(line, chars=tuple(chars))


def _mirrored(char: Char) -> Char:
    """A bracket that opens towards the left opens the passage: it is the other one of its pair."""
    text = char.text.translate(MIRRORED)
    if text == char.text:
        return char
    candidates = tuple(replace(c, text=c.text.translate(MIRRORED)) for c in char.candidates)
    return replace(char, text=text, candidates=candidates)
