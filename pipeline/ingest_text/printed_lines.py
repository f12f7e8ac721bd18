"""Printed lines in the rows of a plain text.

In many archives' texts a paragraph is one row and the line breaks of print stand in it as blanks; in others every
printed line is a row of its own; both are found here without being told. Blanks also stand inside printed lines
(after 本报讯, around numbers, in names), and some line breaks left no blank at all. What tells them apart is the
measure (`measure`): the breaks are those with which the lines fill it best (`line_breaks`).

Frame of the text: a row is a line of the file, counted from 0; a column is a character of it, counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.ingest_text.chunks import Row, group_rows
from pipeline.ingest_text.em import width_em
from pipeline.ingest_text.glued import cut, is_overlong
from pipeline.ingest_text.line_breaks import BEYOND_EM, Breaks, Piece, break_lines
from pipeline.ingest_text.measure import INDENT_EM, Measure, find_measures

EXACT_EM = 0.25
"""How far the lines of a row without any mark may be from the measure: a headline in two parts has none either."""
GUESS_COST = 0.2
"""Mean cost of a line up to which the breaks of a row whose measure nothing else tells are believed."""
SPACED_PIECE_EM = 2.0
NARROWEST_GUESS_EM, WIDEST_GUESS_EM = 8.0, 26.0

_RUNNING_MARK = re.compile("[，。；：、！？,;:!?｡､]")
_FULL_STOP = re.compile("[。！？!?｡]")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Characters `start : stop` of row `row`; `text` is what stands there, blanks inside kept, none at its ends."""

    row: int
    start: int
    stop: int
    text: str
    chunk: int
    """Number of its paragraph chunk, from 0; blank rows and form feeds part chunks."""
    indent_em: float
    """Width of the blanks before it in its row: of the first line of a row the indent, of others the break itself."""
    measure_em: float
    """The measure that its row was broken by; 0 where none was found or needed."""


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """What measures the surroundings of a group have that says nothing itself."""

    before: tuple[Measure, ...]
    after: tuple[Measure, ...]
    together: tuple[Measure, ...]
    """Of the group and those next to it that say nothing alone."""


def printed_lines(rows: Sequence[str]) -> list[PrintedLine]:
    """The printed lines of the rows of a whole text, in the order of the text; time linear in its length.

    `rows` are without line ends. Every character that is no blank is in exactly one line. A row in which no lines
    can be told stays one line.
    """
    groups = group_rows(rows)
    own = [find_measures(_widths(group)) for group in groups]
    told = {
        number: [_by_own(row, measures) for row in group]
        for number, (group, measures) in enumerate(zip(groups, own, strict=True))
        if measures
    }
    has_blanks_for_breaks = _breaks_in_rows(told.values())
    neighbours = _neighbours(groups, own)
    for number, group in enumerate(groups):
        if number not in told:
            told[number] = [_by_others(row, neighbours[number], has_blanks_for_breaks) for row in group]
    return [line for number in range(len(groups)) for lines in told[number] for line in lines]


def _widths(group: Sequence[Row]) -> list[float]:
    return [piece.width_em for row in group for piece in row.pieces]


def _breaks_in_rows(told: Iterable[list[list[PrintedLine]]]) -> bool:
    """Whether rows with line breaks in them are the habit of the text: whether most lines begin inside a row."""
    rows = [lines for group in told for lines in group]
    return sum(len(lines) - 1 for lines in rows) > len(rows)


def _neighbours(groups: Sequence[Sequence[Row]], own: Sequence[tuple[Measure, ...]]) -> list[_Neighbours]:
    before = _nearest(own)
    after = _nearest(own[::-1])[::-1]
    found = []
    for number, measures in enumerate(own):
        near = range(max(0, number - 2), min(len(own), number + 3))
        silent = [] if measures else [width for n in near if not own[n] for width in _widths(groups[n])]
        found.append(_Neighbours(before[number], after[number], find_measures(silent)))
    return found


def _nearest(measures: Sequence[tuple[Measure, ...]]) -> list[tuple[Measure, ...]]:
    """For every group the measures of the nearest group before it that has any."""
    nearest: tuple[Measure, ...] = ()
    found = []
    for own in measures:
        found.append(nearest)
        nearest = own or nearest
    return found


def _by_own(row: Row, measures: tuple[Measure, ...]) -> list[PrintedLine]:
    """The lines of a row whose group has a measure."""
    best = measures[0].width_em
    pieces = row.pieces
    if any(m.is_certain for m in measures) and (
        len(pieces) > 1 or _FULL_STOP.search(row.text) or (row.goes_on and _RUNNING_MARK.search(row.text))
    ):
        pieces = tuple(part for piece in pieces for part in cut(row.text, piece, best))
    breaks = _broken(row, pieces, [m.width_em for m in measures])
    return _as_lines(row, breaks.columns if breaks else _all_of(row), best)


def _by_others(row: Row, near: _Neighbours, has_blanks_for_breaks: bool) -> list[PrintedLine]:
    """The lines of a row whose group has none: by what fits best of its surroundings'; else the row as it is."""
    if _is_letter_spaced(row):
        return _as_lines(row, _all_of(row), 0.0)
    tried: list[tuple[Breaks, float]] = []
    for measures in dict.fromkeys((near.before, near.after, near.together)):
        if measures and (breaks := _broken(row, _pieces(row, near), [m.width_em for m in measures])):
            tried.append((breaks, measures[0].width_em))
    if not _RUNNING_MARK.search(row.text):
        tried = [(breaks, width) for breaks, width in tried if _is_exact(row, breaks, width)]
    elif not tried and has_blanks_for_breaks and _FULL_STOP.search(row.text):
        tried = _guessed(row)
    if not tried:
        return _as_lines(row, _all_of(row), 0.0)
    breaks, width = min(tried, key=lambda found: found[0].mean_cost)
    return _as_lines(row, breaks.columns, width)


def _is_letter_spaced(row: Row) -> bool:
    """Whether most of its pieces are single characters, with or without a mark."""
    short = sum(piece.width_em <= SPACED_PIECE_EM for piece in row.pieces)
    return len(row.pieces) > 3 and 2 * short > len(row.pieces)


def _pieces(row: Row, near: _Neighbours) -> tuple[Piece, ...]:
    """Cut where the measure is the same before and after the row, if it is one piece in which a sentence ends, or
    running text of several."""
    running = _RUNNING_MARK if len(row.pieces) > 1 else _FULL_STOP
    if not running.search(row.text) or not (near.before and near.after):
        return row.pieces
    if abs(near.before[0].width_em - near.after[0].width_em) > BEYOND_EM:
        return row.pieces
    return tuple(part for piece in row.pieces for part in cut(row.text, piece, near.before[0].width_em))


def _broken(row: Row, pieces: Sequence[Piece], measures_em: Sequence[float]) -> Breaks | None:
    """None where the row is one line or does not fit."""
    widest = max(measures_em)
    if (
        len(pieces) == 1
        or (row.width_em <= widest + BEYOND_EM)
        or (len(row.pieces) == 1 and not is_overlong(row.width_em, widest))
    ):
        return None
    return break_lines(row.text, pieces, measures_em)


def _is_exact(row: Row, breaks: Breaks, measure_em: float) -> bool:
    """Whether the lines are those of the start of a paragraph: an indented one and full ones."""
    first, *others = (width_em(row.text[start:stop]) for start, stop in breaks.columns)
    return (
        abs(first + INDENT_EM - measure_em) <= EXACT_EM
        and all(abs(width - measure_em) <= EXACT_EM for width in others[: max(1, len(others) - 1)])
        and others[-1] <= measure_em + EXACT_EM
    )


def _guessed(row: Row) -> list[tuple[Breaks, float]]:
    """Breaks by a measure that only the row itself tells: as wide as its widest piece, or the first with an indent."""
    widest, first = max(p.width_em for p in row.pieces), row.pieces[0].width_em
    found = []
    for measure in {widest, first, first + INDENT_EM}:
        breaks = _broken(row, row.pieces, [measure]) if NARROWEST_GUESS_EM <= measure <= WIDEST_GUESS_EM else None
        if breaks and breaks.mean_cost <= GUESS_COST:
            found.append((breaks, measure))
    return found


def _all_of(row: Row) -> list[tuple[int, int]]:
    return [(row.pieces[0].start, row.pieces[-1].stop)]


def _as_lines(row: Row, columns: Sequence[tuple[int, int]], measure_em: float) -> list[PrintedLine]:
    ends = [0, *(stop for _, stop in columns)]
    return [
        PrintedLine(row.number, start, stop, row.text[start:stop], row.chunk, width_em(row.text[end:start]), measure_em)
        for end, (start, stop) in zip(ends, columns, strict=False)
    ]
