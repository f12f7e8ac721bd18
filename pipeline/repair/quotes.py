"""Quotation marks, paired: which of them open and which close, and which stand inside others.

A recogniser gives straight quotes, or curly ones that face the wrong way. Over all the quotes of a paragraph the
cheapest sequence of opening and closing marks is found by dynamic programming (Viterbi 1967): one that closes nothing
is dear; so is a mark against its neighbours, or against the way it was read, and a sentence that ends inside a
quotation which did not begin as speech does. Where a line is lost, a mark may be lost with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.repair.characters import Kind, kind_of
from pipeline.repair.passage import Edit, Passage

DOUBLE = re.compile(r"[\"＂“”„‟〝〞]|''|‘‘|’’|‘'|'’")
SINGLE = re.compile(r"['＇‘’‛]")
READ_AS_OPENING = frozenset("“„‟〝‘‛")
READ_AS_CLOSING = frozenset("”〞’")
OPENS_BEFORE = frozenset("（(《【「『[,，:：、;；")
CLOSES_AFTER = frozenset("）)》】」』],，.。、;；:：?？!！…%％")
SPEECH_AFTER = frozenset(":：,，。！？!?…；;")
"""What a quotation that holds whole sentences comes after, if anything."""

UNPAIRED = 4.0
LEFT_OPEN = 1.5
"""A quotation that runs over several paragraphs is closed in the last one only."""
AGAINST_READING = 1.5
CERTAIN = 1.0
"""A mark that was read as curly is turned round where that is cheaper by so much."""
INSIDE_SPEECH, INSIDE_WORDS = 1.2, 2.2
"""A quotation inside another: of speech, or of some words."""
SENTENCE_IN_WORDS = 1.6
LOST_WITH_LINE = 0.5


class State(Enum):
    """Where one is in the text."""

    OUTSIDE = auto()
    SPEECH = auto()
    """In a quotation that may hold sentences."""
    WORDS = auto()
    IN_SPEECH = auto()
    """In a quotation inside one."""
    IN_WORDS = auto()


Costs = dict[State, float]
START: Costs = {State.OUTSIDE: 0.0, State.SPEECH: UNPAIRED / 2}
END: Costs = {
    State.OUTSIDE: 0.0, State.SPEECH: LEFT_OPEN, State.WORDS: LEFT_OPEN,
    State.IN_SPEECH: 2 * LEFT_OPEN, State.IN_WORDS: 2 * LEFT_OPEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    opening_cost: float
    closing_cost: float
    may_be_speech: bool
    ends_sentence: bool
    is_doubled: bool
    """Whether it stands directly behind another."""
    after_lost: bool
    """Whether a line is lost between the mark before and this one."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a mark may be between two states, and what that costs."""

    before: State
    after: State
    cost: float
    text: str


def quotes(passage: Passage) -> Iterator[Edit]:
    """Straight quotes become “ ” and, inside others, ‘ ’; curly ones are turned where their pairing is certain."""
    text = passage.text
    doubles = _marks(passage, [match.span() for match in DOUBLE.finditer(text)])
    yield from _edits(text, doubles, nested=True)
    taken = {at for mark in doubles for at in range(mark.start, mark.end)}
    singles = [
        match.span()
        for match in SINGLE.finditer(text)
        if match.start() not in taken and not _is_apostrophe(text, match.start())
    ]
    if len(singles) % 2 == 0:
        yield from _edits(text, _marks(passage, singles), nested=False)


def _is_apostrophe(text: str, at: int) -> bool:
    """In don't and '99, and for minutes and feet."""
    left, right = kind_of(text[at - 1 : at] if at else ""), kind_of(text[at + 1 : at + 2])
    return (left is Kind.LATIN and right in (Kind.LATIN, Kind.BLANK)) or left is Kind.DIGIT or right is Kind.DIGIT


def _marks(passage: Passage, spans: Sequence[tuple[int, int]]) -> list[Mark]:
    found: list[Mark] = []
    for start, end in spans:
        last = found[-1].end if found else 0
        after_lost = any(last <= gap <= start for gap in passage.gaps)
        found.append(_mark(passage.text, start, end, bool(found) and start == last, after_lost))
    return found


def _mark(text: str, start: int, end: int, is_doubled: bool, after_lost: bool) -> Mark:
    """What it costs to take the mark for an opening or a closing one, by its own shape and what stands beside it."""
    left, right = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    shape = text[start]
    opening = AGAINST_READING * (shape in READ_AS_CLOSING) + 3.0 * (not right or right in CLOSES_AFTER)
    closing = AGAINST_READING * (shape in READ_AS_OPENING) + 3.0 * (not left or left in "（(《<【「『[：:")
    closing += 1.0 * (bool(left) and left in ",，、")
    sentence = bool(left) and left in "。！？!?…"
    opening += 1.0 * (sentence and bool(right) and right in CLOSES_AFTER)
    return Mark(start, end, opening, closing, not left or left in SPEECH_AFTER, sentence, is_doubled, after_lost)


def _edits(text: str, marks: Sequence[Mark], nested: bool) -> Iterator[Edit]:
    if not marks:
        return
    for mark, costs in zip(marks, _costs(marks, nested), strict=True):
        as_read = text[mark.start : mark.end]
        after = min(costs, key=lambda shape: costs[shape])
        facing = "“‘" if after in "“‘" else "”’"
        margin = min((cost for shape, cost in costs.items() if shape not in facing), default=9.0) - costs[after]
        curly = as_read in ("“", "”", "‘", "’")
        if as_read == after or (curly and as_read in facing and after in "‘’" and margin < CERTAIN):
            continue
        if curly and as_read not in facing and margin < CERTAIN:
            continue
        yield Edit(mark.start, mark.end, after, "paired quotation mark", 0.95 if margin >= CERTAIN else 0.6)


def _steps(mark: Mark, nested: bool) -> Iterator[Step]:
    """All that the mark may be. Marks that are read as double are ‘ ’ inside others; single ones are so everywhere."""
    opening, closing = ("“", "”") if nested else ("‘", "’")
    inside = State.SPEECH if mark.may_be_speech else State.WORDS
    sentence = SENTENCE_IN_WORDS * mark.ends_sentence
    yield Step(State.OUTSIDE, inside, mark.opening_cost, opening)
    yield Step(State.OUTSIDE, State.OUTSIDE, mark.closing_cost + UNPAIRED, closing)
    for state, extra in ((State.SPEECH, 0.0), (State.WORDS, sentence)):
        yield Step(state, State.OUTSIDE, mark.closing_cost + extra, closing)
        yield Step(state, inside, mark.opening_cost + UNPAIRED, opening)
    if nested:
        yield Step(State.SPEECH, State.IN_SPEECH, mark.opening_cost + INSIDE_SPEECH, "‘")
        yield Step(State.WORDS, State.IN_WORDS, mark.opening_cost + INSIDE_WORDS, "‘")
        empty = UNPAIRED * mark.is_doubled
        yield Step(State.IN_SPEECH, State.SPEECH, mark.closing_cost + sentence + empty, "’")
        yield Step(State.IN_WORDS, State.WORDS, mark.closing_cost + sentence + empty, "’")


def _costs(marks: Sequence[Mark], nested: bool) -> list[dict[str, float]]:
    """For each mark, the cost of the best pairing in which it is “, ”, ‘ or ’."""
    steps = [list(_steps(mark, nested)) for mark in marks]
    forward: list[Costs] = []
    so_far = START
    for mark, possible in zip(marks, steps, strict=True):
        so_far = _over_a_gap(so_far) if mark.after_lost else so_far
        forward.append(so_far)
        so_far = _best((step.after, so_far[step.before] + step.cost) for step in possible if step.before in so_far)
    found: list[dict[str, float]] = []
    rest: Mapping[State, float] = END
    for mark, possible, before in zip(reversed(marks), reversed(steps), reversed(forward), strict=True):
        shapes: dict[str, float] = {}
        for step in possible:
            if step.before in before and step.after in rest:
                total = before[step.before] + step.cost + rest[step.after]
                shapes[step.text] = min(shapes.get(step.text, total), total)
        found.append(shapes)
        rest = _best((step.before, step.cost + rest[step.after]) for step in possible if step.after in rest)
        rest = _over_a_gap(rest) if mark.after_lost else rest
    return found[::-1]


def _best(costs: Iterator[tuple[State, float]]) -> Costs:
    found: Costs = {}
    for state, cost in costs:
        found[state] = min(found.get(state, cost), cost)
    return found


def _over_a_gap(costs: Mapping[State, float]) -> Costs:
    """A quotation may have begun, or ended, in the line that is lost."""
    outside, inside = costs.get(State.OUTSIDE, UNPAIRED), costs.get(State.SPEECH, UNPAIRED)
    words = costs.get(State.WORDS, UNPAIRED)
    return {
        **costs,
        State.OUTSIDE: min(outside, min(inside, words) + LOST_WITH_LINE),
        State.SPEECH: min(inside, outside + LOST_WITH_LINE),
        State.WORDS: min(words, outside + LOST_WITH_LINE),
    }
