"""Which lines were moved, and the patches that say so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipeline.page import Flag, Patch, PatchKind
from pipeline.threads.found import AUTHOR, Threads

UNSURE = 0.5
"""Of a move for which no joint speaks."""
DOUBTFUL = 0.4
"""A move that is less sure is shown to QA."""
NOTE = "note"


def moved(given: Sequence[str], repaired: Sequence[str]) -> list[str]:
    """The fewest lines that must move to make one order of the other, in the new order: all but a longest rising
    subsequence (Fredman 1975), found in n log n."""
    place = {line: number for number, line in enumerate(given)}
    ends: list[int] = []
    last_of_length: list[int] = []
    before = [-1] * len(repaired)
    for number, line in enumerate(repaired):
        length = bisect_left(ends, place[line])
        if length:
            before[number] = last_of_length[length - 1]
        ends[length : length + 1] = [place[line]]
        last_of_length[length : length + 1] = [number]
    staying = set()
    at = last_of_length[-1] if last_of_length else -1
    while at >= 0:
        staying.add(repaired[at])
        at = before[at]
    return [line for line in repaired if line not in staying]


def move_patches(threads: Threads, given: Sequence[str], repaired: Sequence[str]) -> list[Patch]:
    """A patch for each line that moved."""
    led_by = dict(zip(repaired[1:], repaired, strict=False))
    stood_behind = dict(zip(given[1:], given, strict=False))
    made = []
    for line in moved(given, repaired):
        before, after = stood_behind.get(line, ""), led_by.get(line, "")
        reason, confidence = _reason(threads, line, before, after)
        made.append(Patch(PatchKind.MOVE, line, 0, before, after, reason, confidence, AUTHOR))
    return made


def move_flags(patches: Iterable[Patch]) -> list[Flag]:
    """One for each doubtful move; what is to be gained is what it may have spoilt."""
    doubtful = (patch for patch in patches if patch.confidence < DOUBTFUL)
    return [Flag(p.line, f"moved without certainty: {p.reason}", 1.0 - p.confidence, NOTE, AUTHOR) for p in doubtful]


def _reason(threads: Threads, line: str, before: str, after: str) -> tuple[str, float]:
    """In words, and how likely the joint is for which it moved: that before it, or else that behind it."""
    at = threads.numbers.get(line, -1)
    leader, follower = threads.leaders.get(at), threads.followers.get(at)
    if leader is not None and threads.ids[leader] == before:
        return f"moves with {before}, which it follows", _share(threads, leader, at)
    if leader is not None:
        return _spoken_for(threads, leader, at, f"goes on where {threads.ids[leader]} ends")
    if follower is not None and follower != at + 1:
        return _spoken_for(threads, at, follower, f"{threads.ids[follower]} goes on where it ends")
    return f"its paragraph is read behind that of {after}" if after else "its paragraph is read first", UNSURE


def _spoken_for(threads: Threads, one: int, other: int, what: str) -> tuple[str, float]:
    choice = threads.odds.after(one)
    rank = "the likeliest" if choice.lines[:1] == (other,) else "likely"
    signs = threads.speaker.of(one, other).signs
    return "; ".join([what, *signs, f"{rank} of {len(choice.lines)} lines"]), _share(threads, one, other)


def _share(threads: Threads, one: int, other: int) -> float:
    return round(min(1.0, threads.odds.joint(one, other)), 4)
