"""Where the columns of vertical type end: where the tier ends, and nowhere else.

A stop takes a whole cell of a column and fills hardly any of it; a blank, or a character that the film lost, looks no
different from the paper between two tiers. So a column may be found in two pieces, and another may run on into the
tier below. The columns beside it tell: where most of them run past a blank no tier ends, and where most of them end
and begin again one does.

Boxes at the working scale (`ink.py`); lines run from left to right here (`compositor.py` turns vertical pages).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine

BLANK_EM = 1.3
"""The blank in a line is no longer, in thicknesses of the line."""
LAPPED_EM = 0.3
"""Nor do its pieces lie farther over each other."""
OFF_EM = 0.25
"""The one begins no farther above or below where the other ends."""
WIDER = 1.3
"""The pieces of a line differ less in thickness; a heading before its text differs more."""
NEAR_EM, FAR_EM = 0.6, 6.5
"""So far off runs a line beside another, middle to middle."""
ALIKE = 1.5
"""It is no more than this thicker or thinner."""
PAST_EM = 0.4
"""A line that runs past a place goes on so far on both sides."""
ENDING_EM = 1.2
"""A line ends, or begins, at a place that lies no farther off its end."""
LEAST_EM = 2.0
"""A line shorter than this tells nothing of its tier."""
MOST = 2
"""So many times more of one kind than of the other are most."""
LEAST_PARTED, LEAST_ENDING = 2, 4
"""Of the lines beside one that is cut so many end and go on beyond the blank, and so many end or begin there."""
WIDER_BLANK = 1.3
"""The blank between two tiers is so much wider than most between the characters of a line."""
STEP_EM = 0.25
"""How close together the places are at which a line may be cut."""
FAINT, CLEAR = 0.12, 0.6
"""Paper is where ink takes a smaller share of the thickness of a line; and of the blank between two tiers the share
that is paper. A thin rule may run through it."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The lines beside a line that are of its type."""

    lines: tuple[TextLine, ...]
    thickness: float

    def runs_past(self, box: Box, start: float, end: float) -> bool:
        """Whether one runs past the blank from `start` to `end`."""
        more = PAST_EM * self.thickness
        return box[0] < start - more and box[2] > end + more

    def ending(self, start: float, end: float) -> list[Box]:
        low, high = start - ENDING_EM * self.thickness, end + PAST_EM * self.thickness
        return [line.box for line in self.lines if low < line.box[2] < high]

    def beginning(self, start: float, end: float) -> list[Box]:
        low, high = start - PAST_EM * self.thickness, end + ENDING_EM * self.thickness
        return [line.box for line in self.lines if low < line.box[0] < high]


def with_ends_of_tiers(lines: Sequence[TextLine], rules: Sequence[RuleMark], type_mask: Mask) -> list[TextLine]:
    """The lines, each that ran on into the next tier as two, and each that was cut within its tier as one.

    `type_mask` [height, width] of 0 and 1: the ink of the lines.
    """
    return _joined(_cut(lines, type_mask), [rule.box for rule in rules if not rule.horizontal])


def _sides(line: TextLine, level: float, lines: Sequence[TextLine], but: Sequence[TextLine] = ()) -> _Sides:
    thickness = _thickness(line)
    alike = tuple(
        other
        for other in lines
        if other is not line
        and not any(other is one for one in but)
        and NEAR_EM * thickness < abs(_middle(other.box) - level) < FAR_EM * thickness
        and thickness / ALIKE < _thickness(other) < ALIKE * thickness
        and other.box[2] - other.box[0] > LEAST_EM * thickness
    )
    return _Sides(alike, thickness)


# Lines that run on


def _cut(lines: Sequence[TextLine], type_mask: Mask) -> list[TextLine]:
    inks = {id(line): _Ink.of(line, type_mask) for line in lines}
    done: list[TextLine] = []
    for line in lines:
        sides = _sides(line, _middle(line.box), lines)
        done += _pieces(line, inks[id(line)], sides, [inks[id(other)] for other in sides.lines])
    return done


def _pieces(line: TextLine, ink: _Ink, sides: _Sides, beside: Sequence[_Ink]) -> list[TextLine]:
    """A line cut at every end of a tier that it runs past."""
    x0, _, x1, _ = line.box
    margin = LEAST_EM / 2 * sides.thickness
    if len(sides.lines) < LEAST_ENDING or x1 - x0 < 2 * LEAST_EM * sides.thickness:
        return [line]
    places = np.arange(x0 + margin, x1 - margin, STEP_EM * sides.thickness).tolist()
    blanks = {blank for place in places if (blank := _tier_end(place, sides, beside))}
    clear = {paper for start, end in blanks if (paper := ink.paper_at(start, end)) and ink.is_wide(*paper)}
    done: list[TextLine] = []
    for start, end in sorted(clear):
        first, line = _parted(line, start, end)
        done.append(first)
    return [*done, line]


def _tier_end(place: float, sides: _Sides, beside: Sequence[_Ink]) -> tuple[float, float] | None:
    """The blank between two tiers at a place, where most lines beside a line have one; else None.

    `beside`: the ink of those lines.
    """
    ending, beginning = sides.ending(place, place), sides.beginning(place, place)
    parted = [(a, b) for a in ending for b in beginning if abs(_middle(a) - _middle(b)) < 0.4 * sides.thickness]
    tiers = len(ending) + len(beginning) - len(parted)
    if len(parted) < LEAST_PARTED or tiers < LEAST_ENDING:
        return None
    start, end = median(a[2] for a, _ in parted), median(b[0] for _, b in parted)
    if not 0 < end - start < 2 * BLANK_EM * sides.thickness:
        return None
    # One that has paper there may itself run on.
    past = sum(ink.paper_at(start, end) is None for ink in beside if sides.runs_past(ink.box, place, place))
    return (start, end) if tiers > MOST * past else None


@dataclass(frozen=True, slots=True)
class _Ink:
    """Where along a line there is paper: [length] px from where its box begins."""

    box: Box
    paper: NDArray[np.bool_]

    @classmethod
    def of(cls, line: TextLine, type_mask: Mask) -> _Ink:
        x0, y0, x1, y1 = (max(0, round(v)) for v in line.box)
        return cls(line.box, np.asarray(type_mask[y0:y1, x0:x1].mean(axis=0) < FAINT))

    def paper_at(self, start: float, end: float) -> tuple[float, float] | None:
        """The paper around a blank, from the last ink before it to the first after it; None for ink."""
        first = max(0, round(self.box[0]))
        low, high = round(start) - first, round(end) - first
        if high - low < 2 or not 0 < low < high < len(self.paper) or float(self.paper[low:high].mean()) < CLEAR:
            return None
        before, after = np.flatnonzero(~self.paper[:low]), np.flatnonzero(~self.paper[high:])
        if not len(before) or not len(after):
            return None
        return float(first + before[-1] + 1), float(first + high + after[0])

    def is_wide(self, start: float, end: float) -> bool:
        """Whether a blank is wider than those between the characters of the line, which may be set apart."""
        steps = np.flatnonzero(np.diff(np.concatenate([[0], self.paper.astype(np.int8), [0]])))
        lengths = np.diff(steps)[::2]
        usual = float(np.percentile(lengths, 75)) if len(lengths) else 0.0
        return end - start > WIDER_BLANK * usual


def _parted(line: TextLine, start: float, end: float) -> tuple[TextLine, TextLine]:
    x0, y0, x1, y1 = line.box
    slope = line.slip / max(1.0, x1 - x0)

    def piece(a: float, b: float) -> TextLine:
        fall = slope * ((a + b) / 2 - (x0 + x1) / 2)
        return replace(line, box=(a, y0 + fall, b, y1 + fall), slip=slope * (b - a))

    return piece(x0, start), piece(end, x1)


# Lines that were cut


def _joined(lines: Sequence[TextLine], uprights: Sequence[Box]) -> list[TextLine]:
    next_of = _next_of(lines, uprights)
    later = set(next_of.values())
    joined: list[TextLine] = []
    for k, line in enumerate(lines):
        if k in later:
            continue
        at = k
        while at in next_of:
            at = next_of[at]
            line = _one(line, lines[at])
        joined.append(line)
    return joined


def _next_of(lines: Sequence[TextLine], uprights: Sequence[Box]) -> dict[int, int]:
    """Which line is the second piece of which."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for k in sorted(range(len(lines)), key=lambda k: lines[k].box[0]):
        following = [n for n in range(len(lines)) if n not in taken and n != k and _follows(lines[k], lines[n])]
        if not following:
            continue
        n = min(following, key=lambda n: lines[n].box[0])
        if _is_passed(lines[k], lines[n], lines) and not any(_parts(rule, lines[k], lines[n]) for rule in uprights):
            found[k] = n
            taken.add(n)
    return found


def _follows(line: TextLine, other: TextLine) -> bool:
    thickness, least = _thickest(line, other), min(_thickness(line), _thickness(other))
    blank = other.box[0] - line.box[2]
    return (
        -LAPPED_EM * thickness < blank < BLANK_EM * thickness
        and other.box[2] > line.box[2]
        and thickness < WIDER * least
        and abs(_end(line) - _beginning(other)) < OFF_EM * thickness
    )


def _is_passed(line: TextLine, other: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether most of the lines beside the two run past the blank between them."""
    start, end = line.box[2], other.box[0]
    sides = _sides(line, (_end(line) + _beginning(other)) / 2, lines, (other,))
    tiers = len(sides.ending(start, end)) + len(sides.beginning(start, end))
    return sum(sides.runs_past(one.box, start, end) for one in sides.lines) > MOST * tiers


def _parts(rule: Box, line: TextLine, other: TextLine) -> bool:
    """Whether a rule across the lines stands between the two."""
    thickness, place = _thickness(line), (rule[0] + rule[2]) / 2
    is_between = line.box[2] - 0.5 * thickness < place < other.box[0] + 0.5 * thickness
    return is_between and rule[1] < _end(line) < rule[3]


def _one(line: TextLine, other: TextLine) -> TextLine:
    beginning, end = _beginning(line), _end(other)
    half, middle = _thickest(line, other) / 2, (beginning + end) / 2
    box = (line.box[0], middle - half, other.box[2], middle + half)
    longer = max(line, other, key=lambda piece: piece.box[2] - piece.box[0])
    return replace(line, box=box, type_size=longer.type_size, slip=end - beginning)


def _thickness(line: TextLine) -> float:
    return line.box[3] - line.box[1]


def _thickest(line: TextLine, other: TextLine) -> float:
    return max(_thickness(line), _thickness(other))


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _beginning(line: TextLine) -> float:
    """The level of the middle of a line where it begins."""
    return _middle(line.box) - line.slip / 2


def _end(line: TextLine) -> float:
    return _middle(line.box) + line.slip / 2
