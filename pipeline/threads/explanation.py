"""For one line: what could follow it and go before it, what speaks for each, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pipeline.page import Line, Page
from pipeline.threads.found import Threads
from pipeline.threads.odds import Choice
from pipeline.threads.speaking import Spoken

SHOWN = 6
"""Candidates on either side; what was decided and what was given are shown whatever their rank."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that could stand beside another."""

    line: str
    share: float
    """How likely it is, among all that could stand there."""
    rank: int
    """From 1."""
    spoken: Spoken
    decided: bool
    given: bool
    instead: str
    """What it follows, or is followed by, as was decided; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class Side:
    """What could follow, or go before."""

    candidates: tuple[Candidate, ...]
    count: int
    """Of the candidates there are."""
    none: float
    """How likely it is that the paragraph ends, or begins, with the line."""
    lost: float
    """How likely it is that the line there is lost."""
    decided: str
    """`line`, `none` or `lost`."""


@dataclass(frozen=True, slots=True)
class Explanation:
    line: str
    before: Side
    after: Side


def explanation_of(threads: Threads, line_id: str) -> Explanation:
    """Raises KeyError for a line that is not among those that are threaded."""
    number = threads.numbers[line_id]
    ends = {n for chain in threads.chains for n in chain.gaps}
    starts = {chain.lines[0] for chain in threads.chains if chain.gap_before}
    behind_gaps = {b for c in threads.chains for a, b in pairwise(c.lines) if a in c.gaps}
    return Explanation(
        line_id,
        _side(threads, number, -1, number in starts | behind_gaps),
        _side(threads, number, 1, number in ends),
    )


def _side(threads: Threads, number: int, step: int, is_lost: bool) -> Side:
    forward = step > 0
    choice: Choice = threads.odds.after(number) if forward else threads.odds.before(number)
    beside = threads.leaders if forward else threads.followers
    decided = (threads.followers if forward else threads.leaders).get(number)
    given = number + step
    wanted = [*choice.lines[:SHOWN], *(n for n in (decided, given) if n in choice.lines[SHOWN:])]
    candidates = []
    for other in dict.fromkeys(n for n in wanted if n is not None):
        pair = (number, other) if forward else (other, number)
        candidates.append(
            Candidate(
                threads.ids[other],
                choice.share_of(other),
                choice.lines.index(other) + 1,
                threads.speaker.of(*pair),
                other == decided,
                other == given,
                threads.ids[beside[other]] if other in beside else "",
            )
        )
    kind = "line" if decided is not None else "lost" if is_lost else "none"
    return Side(tuple(candidates), len(choice.lines), choice.none, choice.lost, kind)


def lines_meant(page: Page, wanted: str) -> list[str]:
    """The ids of the lines that someone means: by a row of the file, `row:column`, an id, or what is in the text.

    Rows and columns count from 1, as editors count, and are those of a plain text.
    """
    if wanted in page.lines:
        return [wanted]
    row, _, column = wanted.partition(":")
    if not page.source.dpi and row.isdecimal() and (column.isdecimal() or not column):
        found = [line.id for line in page.lines.values() if _row(line) == int(row)]
        if column:
            found = [i for i in found if _begins(page.lines[i]) <= int(column)][-1:]
        return found
    sought = "".join(wanted.split())
    return [i for i, line in page.lines.items() if sought and sought in "".join(line.text.split())]


def place_of(page: Page, line_id: str) -> str:
    """`row:column` of a line of a plain text, from 1; where the page has pixels, the corner of the line."""
    line = page.lines[line_id]
    if page.source.dpi:
        return ",".join(f"{side:.0f}" for side in line.polygon[0])
    return f"{_row(line)}:{_begins(line)}"


def _row(line: Line) -> int:
    return int(line.chars[0].box[1]) + 1 if line.chars else 0


def _begins(line: Line) -> int:
    return int(line.chars[0].box[0]) + 1 if line.chars else 0
