"""Joins: the lines of a paragraph become running text, without the breaks of the column."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.page import Patch, PatchKind
from pipeline.repair.characters import Kind, kind_of
from pipeline.repair.passage import AUTHOR, Passage, Role


def joins(passage: Passage) -> Iterator[Patch]:
    """One patch for each line but the first: the break before it goes, or becomes a blank where words meet."""
    tail = ""  # of what stands before the line, empty lines skipped
    for number, line in enumerate(passage.lines):
        text = line.text
        if number:
            after, reason, confidence = _joint(tail, text, passage.role) if tail and text else ("", "line break", 0.95)
            yield Patch(PatchKind.JOIN, line.id, 0, "\n", after, reason, confidence, AUTHOR)
        tail = text or tail


def _joint(tail: str, head: str, role: Role) -> tuple[str, str, float]:
    """What takes the place of the break between two lines that both have text, why, and how surely."""
    if role is Role.BYLINE and not tail[-1].isspace() and not head[0].isspace():
        return " ", "line break between names", 0.9
    if kind_of(tail[-1]) is Kind.LATIN and kind_of(head[0]) in (Kind.LATIN, Kind.DIGIT):
        last, first = _word(tail, -1), _word(head, 0)
        acronym_cut = len(last) + len(first) <= 5 and (last + first).isupper() and min(len(last), len(first)) == 1
        if len(last) > 1 and not acronym_cut:
            return " ", "line break between Latin words", 0.7
    return "", "line break in running text", 0.95


def _word(text: str, which: int) -> str:
    """The run of Latin letters and digits that the text ends (-1) or begins (0) with."""
    run = ""
    for char in text if which == 0 else reversed(text):
        if kind_of(char) not in (Kind.LATIN, Kind.DIGIT):
            break
        run += char
    return run
