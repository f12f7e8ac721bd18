"""Which blanks of a row are line breaks of print: the set of breaks with which the lines fill their measure best.

Found by dynamic programming, as in Knuth and Plass, "Breaking paragraphs into lines" (Software: Practice and
Experience, 1981), with costs of our own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest_text.measure import INDENT_EM

BEYOND_EM = 0.5
"""How much wider than the measure a printed line with a blank in it may be."""
FULL_EM = 0.5
"""A piece that misses the measure by no more is a line: nothing can follow in it."""
SPACED_EM = 1.0
"""A line that misses it by no more is nothing unusual."""
SHORT_COST = 1.0
"""Of a line that ends for no reason before its measure."""
GOOD_COST = 0.5
"""A line at most so costly speaks for the measure."""
GLUE_COST = 0.3
"""Of a break where no blank stands."""
STOPPED_COST = 0.7
"""Of a blank inside a line behind the end of a sentence: print has none there, a break it has often."""
MOST_PIECES = 60
"""In one line."""
PIECES_A_LINE = 2.5
"""On an average no more; letter-spaced text has more."""

_ENDS_SENTENCE = re.compile("[。！？!?｡][”’」』\"')）]?$|[。！？!?｡]$")
NEVER_FIRST = re.compile("[，。；：、！？,.;:!?｡､)）〕］】」』》〉”’…%％‰℃°]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Columns `start : stop` of a row, without blanks; `is_glued`: no blank stands before it.

    What stands between pieces has no width: many blanks that OCR put into a line are nothing in print.
    """

    start: int
    stop: int
    width_em: float
    is_glued: bool = False


@dataclass(frozen=True, slots=True)
class Breaks:
    """The lines of a row as (start, stop) columns, and what is wrong with them on an average."""

    columns: tuple[tuple[int, int], ...]
    mean_cost: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that ends with a piece: where the best way to it came from."""

    first_piece: int
    total: float
    cost: float
    lines: int
    good: int


def ends_sentence(text: str) -> bool:
    return bool(_ENDS_SENTENCE.search(text, max(0, len(text) - 2)))


def break_lines(text: str, pieces: Sequence[Piece], measures_em: Sequence[float]) -> Breaks | None:
    """The lines that the pieces of the row `text` make; None where they do not fill any of the measures."""
    best: list[_Line] = []
    ends = [ends_sentence(text[max(p.start, p.stop - 2) : p.stop]) for p in pieces]
    for last in range(len(pieces)):
        best.append(_best_line_to(last, text, pieces, ends, measures_em, best))
    final = best[-1]
    inner = final.lines - 1
    blanks = sum(not piece.is_glued for piece in pieces)
    if not inner or final.good < max(1, inner / 2) or blanks > PIECES_A_LINE * final.lines + 1:
        return None
    columns, at = [], len(pieces) - 1
    while at >= 0:
        columns.append((pieces[best[at].first_piece].start, pieces[at].stop))
        at = best[at].first_piece - 1
    return Breaks(tuple(columns[::-1]), final.total / final.lines)


def _best_line_to(
    last: int,
    text: str,
    pieces: Sequence[Piece],
    ends: Sequence[bool],
    measures_em: Sequence[float],
    best: Sequence[_Line],
) -> _Line:
    """The best line whose last piece is `last`, and the best way to it."""
    found: _Line | None = None
    is_last = last == len(pieces) - 1
    width, widest, stopped = 0.0, max(measures_em), 0.0
    for first in range(last, max(-1, last - MOST_PIECES), -1):
        piece = pieces[first]
        if first < last:
            following = pieces[first + 1]
            if width + piece.width_em > widest + BEYOND_EM and not _is_of_one(pieces, first, last):
                break
            if _is_full(piece, measures_em) and not following.is_glued and not NEVER_FIRST.match(text, following.start):
                break
            stopped += STOPPED_COST if ends[first] and not following.is_glued else 0.0
        width += piece.width_em
        is_head = first == 0 or ends[first - 1]
        cost = min(_line_cost(width - m, is_head, is_last, ends[last]) for m in measures_em)
        cost += stopped + (GLUE_COST if piece.is_glued else 0.0)
        before = best[first - 1] if first else _Line(0, 0.0, 0.0, 0, 0)
        total = before.total + cost
        if found is None or total < found.total:
            good = before.good + (not is_last and cost <= GOOD_COST)
            found = _Line(first, total, cost, before.lines + 1, good)
    assert found is not None
    return found


def _is_of_one(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Whether no blank stands between the pieces."""
    return all(piece.is_glued for piece in pieces[first + 1 : last + 1])


def _is_full(piece: Piece, measures_em: Sequence[float]) -> bool:
    return any(-FULL_EM <= piece.width_em - m <= BEYOND_EM + 1.0 for m in measures_em)


def _line_cost(excess_em: float, is_head: bool, is_last: bool, ends_sentence: bool) -> float:
    """What is wrong with a line that is so much wider than its measure.

    `is_head`: it may be the first of a paragraph; `is_last`: it is the last of its row.
    """
    if excess_em > 2.5:
        return SHORT_COST + 0.1 * excess_em
    if excess_em >= -SPACED_EM:
        return 0.1 * abs(excess_em)
    if is_last:
        return 0.1
    if is_head and abs(excess_em + INDENT_EM) <= SPACED_EM:
        return 0.1 + 0.1 * abs(excess_em + INDENT_EM)
    if excess_em >= -INDENT_EM - 0.25:
        return 0.4
    if ends_sentence:
        return 0.5
    return SHORT_COST - 0.05 * excess_em
