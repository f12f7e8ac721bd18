"""A passage: consecutive lines as one text, and edits to it that become patches of its lines."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate, pairwise
from statistics import median_low

from pipeline.page import Box, Line, Page, Patch, PatchKind
from pipeline.repair.characters import Kind, is_alphanumeric, kind_of

AUTHOR = "repair"
SQUARE_PX = 1.0
"""The em in the frame of a text; no print on a scan is so small."""


class Role(Enum):
    """What the passage is; blanks mean something in some."""

    BODY = auto()
    HEADING = auto()
    BYLINE = auto()
    APART = auto()  # furniture, advertisements: a line stands for itself


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` of a passage is to read `after`."""

    start: int
    end: int
    after: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Passage:
    """The raw text of lines end to end, without breaks between them."""

    role: Role
    lines: tuple[Line, ...]
    type_sizes_px: tuple[float, ...]
    """The em of each line; 0 where it is not known."""
    text: str
    starts: tuple[int, ...]
    """Where in `text` each line begins."""
    gaps: frozenset[int] = frozenset()
    """Where in `text` a line is lost: before the character so numbered."""

    def line_at(self, at: int) -> int:
        """Number of the line that holds character `at` of the text; empty lines hold none."""
        return bisect_right(self.starts, at) - 1

    def runs_down(self, at: int) -> bool:
        """Whether the line that holds character `at` runs down the page."""
        chars = self.lines[self.line_at(at)].chars
        first, last = chars[0].box, chars[-1].box
        return abs(last[1] - first[1]) > abs(last[0] - first[0])

    def room_em(self, start: int, end: int) -> float | None:
        """How much of the line `text[start:end]` takes up, in em: the distance between its neighbours.

        With `end == start`, the blank between two characters. None at either end of a line, and where boxes or the
        type size are not known, nor in the frame of a text, whose characters are squares of 1 x 1.
        """
        if start == 0 or end == len(self.text) or self.line_at(start - 1) != self.line_at(end):
            return None
        number = self.line_at(end)
        first = self.starts[number]
        boxes = [char.box for char in self.lines[number].chars for _ in char.text]
        em_px = _pitch_px(self.lines[number]) or self.type_sizes_px[number]
        distance_px = _distance_px(boxes[start - 1 - first], boxes[end - first])
        if em_px <= SQUARE_PX or distance_px <= 0:
            return None
        neighbours_em = sum(0.5 if is_alphanumeric(self.text[at]) else 1.0 for at in (start - 1, end)) / 2
        return distance_px / em_px - neighbours_em


def _pitch_px(line: Line) -> float:
    """The distance at which the Han characters of a line follow each other; 0 where there are too few to tell.

    It is the em as it was set in this line, and a better measure than the height of the type.
    """
    pairs = [(a, b) for a, b in pairwise(line.chars) if kind_of(a.text[:1]) is kind_of(b.text[:1]) is Kind.HAN]
    return median_low(_distance_px(a.box, b.box) for a, b in pairs) if len(pairs) >= 2 else 0.0


def _distance_px(a: Box, b: Box) -> float:
    """Between the middles of two boxes."""
    return math.hypot(b[0] + b[2] - a[0] - a[2], b[1] + b[3] - a[1] - a[3]) / 2


def passage_of(page: Page, line_ids: Iterable[str], role: Role) -> Passage:
    """The passage that lines of a page make. Raises KeyError for an unknown line."""
    ids = tuple(line_ids)
    lines = tuple(page.lines[line_id] for line_id in ids)
    texts = [line.text for line in lines]
    starts = (0, *accumulate(len(text) for text in texts))[:-1]
    gaps = frozenset(
        start + patch.start
        for start, line_id in zip(starts, ids, strict=True)
        for patch in page.patches_of.get(line_id, ())
        if patch.kind is PatchKind.GAP
    )
    return Passage(role, lines, tuple(page.block_of[i].type_size_px for i in ids), "".join(texts), starts, gaps)


def settle(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in the order of the text, none overlapping: of two that do, the one that was proposed first."""
    kept: list[Edit] = []
    taken: set[int] = set()  # characters as odd numbers, the gaps between them as even ones
    for edit in edits:
        gap = 2 * edit.start
        span = range(gap + 1, 2 * edit.end) if edit.end > edit.start else range(gap, gap + 1)
        if taken.isdisjoint(span):
            kept.append(edit)
            taken.update(span)
    return sorted(kept, key=lambda edit: (edit.start, edit.end))


def patches_of(passage: Passage, edits: Sequence[Edit]) -> Iterator[Patch]:
    """Patches for edits that do not overlap; one that runs over a line end becomes one patch a line."""
    for edit in edits:
        if edit.start == edit.end:
            # An insertion goes behind the character before it, so that it stays with its line.
            number = passage.line_at(max(0, edit.start - 1))
            yield _patch(passage, number, edit.start - passage.starts[number], "", edit.after, edit)
            continue
        first, last = passage.line_at(edit.start), passage.line_at(edit.end - 1)
        pieces = [number for number in range(first, last + 1) if passage.lines[number].chars]
        rest = edit.after
        for number in pieces:
            line_start = passage.starts[number]
            line_end = line_start + len(passage.lines[number].text)
            start, end = max(edit.start, line_start), min(edit.end, line_end)
            share = rest if number == pieces[-1] else rest[: end - start]
            rest = rest[len(share) :]
            before = passage.text[start:end]
            if before != share:
                yield _patch(passage, number, start - line_start, before, share, edit)


def _patch(passage: Passage, number: int, start: int, before: str, after: str, edit: Edit) -> Patch:
    line_id = passage.lines[number].id
    return Patch(PatchKind.NORMALISE, line_id, start, before, after, edit.reason, edit.confidence, AUTHOR)
