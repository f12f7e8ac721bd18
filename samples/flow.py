"""Copyfitting: running text that fills a story's columns, row by row, and is never longer than they are."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samples.desk import Copy, Sentence
from samples.fonts import Face
from samples.kinsoku import CLOSERS, OPENERS
from samples.typeset import Manner, SetLine, set_line, set_paragraph


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a galley; `line` None is a blank row."""

    role: str
    paragraph: int | None
    line: SetLine | None


@dataclass(frozen=True, slots=True)
class Form:
    """How running text is set."""

    face: Face
    bold: Face
    measure_em: float
    manner: Manner
    section_rows: int = 1
    byline_end: str = ""
    jump_to: str = ""
    jump_from: str = ""
    byline_top: str = ""


@dataclass(frozen=True, slots=True)
class Galley:
    """Set text: rows, where each stands as (column, row in it), and the paragraphs they print."""

    rows: tuple[Row, ...]
    places: tuple[tuple[int, int], ...]
    paragraphs: tuple[str, ...]


def place(rows: Sequence[Row], capacities: Sequence[int]) -> list[tuple[int, int]] | None:
    """Where each row stands, or None if they do not fit: no blank tops a column, no section head ends one."""
    places: list[tuple[int, int]] = []
    column = at = 0
    for row in rows:
        while column < len(capacities) and at >= capacities[column]:
            column, at = column + 1, 0
        if column >= len(capacities):
            return None
        if row.line is None and at == 0:
            places.append((column, -1))
            continue
        if row.role == "section" and at == capacities[column] - 1 and column + 1 < len(capacities):
            column, at = column + 1, 0
            while column < len(capacities) and capacities[column] == 0:
                column += 1
            if column >= len(capacities):
                return None
        places.append((column, at))
        at += 1
    return places


def _shorter(text: str) -> list[str]:
    """A sentence cut at its commas, longest first, where quotes and brackets are closed."""
    out = []
    for at, char in enumerate(text):
        head = text[:at]
        number = char == "," and text[at + 1:at + 2].isdigit()
        closed = sum(c in OPENERS for c in head) == sum(c in CLOSERS for c in head)
        if char in "，；,;" and at >= 12 and closed and not number:
            out.append(head + "。")
    return out[::-1]


class Composer:
    """Builds a galley sentence by sentence."""

    def __init__(self, copy: Copy, form: Form, capacities: Sequence[int]) -> None:
        self.copy, self.form, self.capacities = copy, form, capacities
        self.paragraphs: list[tuple[str, str]] = []
        self._cache: dict[tuple[str, str, int], list[Row]] = {}

    def compose(self) -> Galley:
        """Fill the columns and return the galley."""
        failures = 0
        while failures < 3 and self._free() > 0:
            failures = 0 if self._add() else failures + 1
        rows = self._rows(self.paragraphs)
        places = place(rows, self.capacities)
        assert places is not None, "copyfitting keeps to the columns"
        return Galley(tuple(rows), tuple(places), tuple(text for _, text in self.paragraphs))

    def _free(self) -> int:
        rows = self._rows(self.paragraphs)
        places = place(rows, self.capacities)
        if places is None:
            return 0
        if not places:
            return sum(self.capacities)
        column, at = places[-1]
        return self.capacities[column] - at - 1 + sum(self.capacities[column + 1:])

    def _add(self) -> bool:
        """Add a sentence: the natural one if it fits, else the one that leaves least blank."""
        best: tuple[int, Sentence, list[tuple[str, str]]] | None = None
        for rank, sentence in enumerate(self.copy.offers()):
            trial = self._with(sentence, sentence.text)
            free = self._room(trial)
            if rank == 0 and free is not None and free > 4:
                best = (free, sentence, trial)
                break
            for text in [sentence.text] if free is not None else _shorter(sentence.text):
                trial = self._with(sentence, text)
                free = self._room(trial)
                if free is not None and (best is None or free < best[0]):
                    best = (free, sentence, trial)
            if best and best[0] == 0:
                break
        if best is None:
            return False
        self.copy.take(best[1])
        self.paragraphs = best[2]
        return True

    def _room(self, paragraphs: list[tuple[str, str]]) -> int | None:
        places = place(self._rows(paragraphs), self.capacities)
        if places is None:
            return None
        column, at = places[-1]
        return self.capacities[column] - at - 1 + sum(self.capacities[column + 1:])

    def _with(self, sentence: Sentence, text: str) -> list[tuple[str, str]]:
        out = list(self.paragraphs)
        if sentence.section:
            out.append(("section", sentence.section))
        if out and out[-1][0] == "body" and not sentence.new_paragraph:
            out[-1] = ("body", out[-1][1] + text)
        else:
            out.append(("body", text))
        return out

    def _rows(self, paragraphs: list[tuple[str, str]]) -> list[Row]:
        form = self.form
        rows: list[Row] = []
        if form.jump_from:
            rows.append(Row("jump", None, set_line(form.jump_from, form.face)))
        if form.byline_top:
            rows.append(Row("byline", None, set_line(form.byline_top, form.face)))
        for number, (role, text) in enumerate(paragraphs):
            rows += self._set(role, text, number)
        if form.byline_end:
            rows.append(Row("byline", None, set_line(form.byline_end, form.face)))
        if form.jump_to:
            rows.append(Row("jump", None, set_line(form.jump_to, form.face)))
        return rows

    def _set(self, role: str, text: str, number: int) -> list[Row]:
        key = (role, text, number)
        if key not in self._cache:
            form = self.form
            if role == "section":
                lines = set_paragraph(text, form.bold, form.measure_em, 0.0, form.manner, False)
            else:
                lines = set_paragraph(text, form.face, form.measure_em, 2.0, form.manner)
            blank = [Row("blank", None, None)] * (role == "section" and form.section_rows == 2)
            self._cache[key] = blank + [Row(role, number, line) for line in lines]
        return self._cache[key]
