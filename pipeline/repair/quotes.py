"""Quotation marks, paired: which of them open and which close.

A recogniser gives straight quotes, or curly ones that face the wrong way. Over all the quotes of a paragraph the
cheapest sequence of opening and closing marks is found by dynamic programming (Viterbi 1967): two that open in a
row, or one that closes nothing, are dear; so is a mark against its neighbours, or against the way it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.repair.characters import Kind, kind_of
from pipeline.repair.passage import Edit, Passage

DOUBLE = re.compile(r"[\"＂“”„‟〝〞]|''|‘‘|’’|‘'|'’")
SINGLE = re.compile(r"['＇‘’‛]")
READ_AS_OPENING = frozenset("“„‟〝‘‛")
READ_AS_CLOSING = frozenset("”〞’")
OPENS_BEFORE = frozenset("（(《【「『[,，:：、;；")
CLOSES_AFTER = frozenset("）)》】」』],，.。、;；:：?？!！…%％")

UNPAIRED = 4.0
LEFT_OPEN = 1.5
"""A quotation that runs over several paragraphs is closed in the last one only."""
AGAINST_READING = 1.5
CERTAIN = 1.0
"""A mark that was read as curly is turned round where that is cheaper by so much."""


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    opening_cost: float
    closing_cost: float


def quotes(passage: Passage) -> Iterator[Edit]:
    """Straight quotes become “ ” and ‘ ’; curly ones are turned round where their pairing is certain."""
    text = passage.text
    doubles = [_mark(text, *match.span()) for match in DOUBLE.finditer(text)]
    yield from _edits(text, doubles, "“", "”")
    taken = {at for mark in doubles for at in range(mark.start, mark.end)}
    singles = [
        _mark(text, *match.span())
        for match in SINGLE.finditer(text)
        if match.start() not in taken and not _is_apostrophe(text, match.start())
    ]
    if len(singles) % 2 == 0:
        yield from _edits(text, singles, "‘", "’")


def _is_apostrophe(text: str, at: int) -> bool:
    """In don't and '99, and for minutes and feet."""
    left, right = kind_of(text[at - 1 : at] if at else ""), kind_of(text[at + 1 : at + 2])
    return (left is Kind.LATIN and right in (Kind.LATIN, Kind.BLANK)) or left is Kind.DIGIT or right is Kind.DIGIT


def _mark(text: str, start: int, end: int) -> Mark:
    """What it costs to take the mark for an opening or a closing one, by its own shape and what stands beside it."""
    left, right = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    shape = text[start]
    opening = AGAINST_READING * (shape in READ_AS_CLOSING) + 3.0 * (not right or right in CLOSES_AFTER)
    closing = AGAINST_READING * (shape in READ_AS_OPENING) + 3.0 * (not left or left in "（(《<【「『[：:")
    closing += 1.0 * (bool(left) and left in ",，、")
    opening += 1.0 * (bool(left) and left in "。！？!?…" and bool(right) and right in CLOSES_AFTER)
    return Mark(start, end, opening, closing)


def _edits(text: str, marks: Sequence[Mark], opening: str, closing: str) -> Iterator[Edit]:
    if not marks:
        return
    costs = _pairing_costs(marks)
    for mark, (if_opening, if_closing) in zip(marks, costs, strict=True):
        as_read = text[mark.start : mark.end]
        after = opening if if_opening <= if_closing else closing
        margin = abs(if_opening - if_closing)
        if as_read == after or (as_read in (opening, closing) and margin < CERTAIN):
            continue
        yield Edit(mark.start, mark.end, after, "paired quotation mark", 0.95 if margin >= CERTAIN else 0.6)


def _pairing_costs(marks: Sequence[Mark]) -> list[tuple[float, float]]:
    """For each mark, the cost of the best pairing in which it opens, and of the best in which it closes."""
    forward = [(0.0, UNPAIRED / 2)]  # cost so far, outside and inside a quotation
    for mark in marks:
        forward.append((_close(mark, forward[-1]), _open(mark, forward[-1])))
    backward = [(0.0, LEFT_OPEN)]
    for mark in reversed(marks):
        outside, inside = backward[-1]
        backward.append(
            (
                min(mark.opening_cost + inside, mark.closing_cost + UNPAIRED + outside),
                min(mark.opening_cost + UNPAIRED + inside, mark.closing_cost + outside),
            )
        )
    backward.reverse()
    return [
        (_open(mark, so_far) + rest[1], _close(mark, so_far) + rest[0])
        for mark, so_far, rest in zip(marks, forward, backward[1:], strict=False)
    ]


def _open(mark: Mark, so_far: tuple[float, float]) -> float:
    return mark.opening_cost + min(so_far[0], so_far[1] + UNPAIRED)


def _close(mark: Mark, so_far: tuple[float, float]) -> float:
    return mark.closing_cost + min(so_far[1], so_far[0] + UNPAIRED)
