"""Reads a vertical page: frames, tiers, headings and the stories that run through them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.geometry import overlap
from pipeline.language import continuation
from pipeline.order import wording
from pipeline.order.columns import Column, Grid, Type, grid_of
from pipeline.order.headings import Heading
from pipeline.order.partings import parting_of
from pipeline.order.reading import Reading
from pipeline.order.regions import Atom, Run, runs_of
from pipeline.order.sheet import Piece, Row, Sheet
from pipeline.order.threads import Thread
from pipeline.order.upright_headings import clusters_of, heading_of
from pipeline.order.upright_signs import head_odds
from pipeline.page import BlockKind, Box, Direction

ADVERT = re.compile(
    r"電話|地址|發行所|總行|分行|啟事|啓事|聲明|律師|尋人|召租|出租|招租|每瓶|每盒|良藥|本號|批發|函購|郵購|主治|大洋|減價|大戲院|"
    r"大舞台|影戲院|遺失|登報|概作無效|商標|謹啟|行發|話電|址地"
)

NO_TIE = -0.5
"""A frame that begins without a heading goes on from the one before, unless the language speaks against it like this."""
LONGEST_ADVERT = 320


def read_upright(sheet: Sheet) -> Reading:
    """The threads of a vertical sheet."""
    return _Reader(sheet).read()


@dataclass
class _Story:
    heading: int = -1
    pieces: list[Piece] = field(default_factory=list)
    inset: int = -1


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        grid = grid_of(sheet)
        odds = head_odds(grid.columns, grid, sheet.rules)
        columns = tuple(replace(c, head_odds=o) for c, o in zip(grid.columns, odds, strict=True))
        self.grid = replace(grid, columns=columns)
        self.em = self.grid.em
        self.insets = _distinct(sheet.insets, self.em)
        self.headings: list[Heading] = []
        self.stories: list[_Story] = []
        self.others: list[Piece] = []
        self.adverts: list[list[Piece]] = []

    def read(self) -> Reading:
        columns = self._without_furniture(self.grid.columns)
        columns = [replace(c, inset=self._inset_around(c.box)) for c in columns]
        parting = parting_of(self.grid, columns)
        for side in (True, False) if parting is not None else (True,):
            self._region(-1, [c for c in columns if parting is None or (c.middle < parting) is side], parting, side)
        return self._reading()

    # What stands where

    def _inset_around(self, box: Box, but: int = -1) -> int:
        u, v = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        area = (box[2] - box[0]) * (box[3] - box[1])
        holding = [
            ((b[2] - b[0]) * (b[3] - b[1]), k)
            for k, b in self.insets.items()
            if k != but and b[0] < u < b[2] and b[1] < v < b[3] and (b[2] - b[0]) * (b[3] - b[1]) > area
        ]
        return min(holding)[1] if holding else -1

    def _without_furniture(self, columns: Sequence[Column]) -> list[Column]:
        """Lines across over the head or under the foot of the type area are running heads and imprint."""
        body = sorted((c.box for c in columns if c.type is Type.BODY and len(c.row.text) > 4), key=lambda b: b[0])
        if len(body) < 5:
            return list(columns)
        top = body[len(body) // 50][0]
        foot = sorted(b[2] for b in body)[-1 - len(body) // 50]
        kept = []
        for c in columns:
            above = c.box[2] < top + 0.3 * self.em and c.type is Type.ACROSS and c.box[0] < 0.2 * self.sheet.width
            below = c.box[0] > foot - 0.3 * self.em and c.type is Type.ACROSS
            if above or below:
                large = c.size > 2.4 * self.em and above
                kind = BlockKind.MASTHEAD if large else BlockKind.HEADER if above else BlockKind.FOOTER
                self.others.append(Piece(kind, (c.row,), (c.box[0], c.box[2]), -1, Direction.LTR))
            else:
                kept.append(c)
        return kept

    # Regions

    def _region(
        self, inset: int, columns: Sequence[Column], parting: float | None = None, right: bool = True
    ) -> None:
        """Read what stands in an inset (-1: the sheet) but in none within it, then those within."""
        own = [c for c in columns if c.inset == inset]
        inner = [k for k in self.insets if k != inset and self._inset_around(self.insets[k], k) == inset]
        if parting is not None:
            inner = [k for k in inner if ((self.insets[k][1] + self.insets[k][3]) / 2 < parting) is right]
        deep = {k: [c for c in columns if c.inset in self._family(k)] for k in inner}
        boxed = {k for k in inner if self._is_heading_box(k, deep[k])}
        atoms: list[Atom] = []
        for k in inner:
            if k in boxed:
                self.headings.append(heading_of(deep[k], inset))
                atoms.append(Atom("heading", self.insets[k], len(self.headings) - 1))
            elif deep[k]:
                atoms.append(Atom("inset", self.insets[k], k))
        groups = clusters_of(own, self.grid, self.sheet.rules)
        taken = {id(c) for group in groups for c in group}
        for group in groups:
            self.headings.append(heading_of(group, inset))
            atoms.append(Atom("heading", self.headings[-1].box, len(self.headings) - 1))
        for k, c in enumerate(own):
            if id(c) not in taken:
                kind = "body" if c.type is not Type.ACROSS else "across"
                atoms.append(Atom(kind, c.box, k, c))
        for k, picture in enumerate(self.sheet.pictures):
            here = parting is None or ((picture[1] + picture[3]) / 2 < parting) is right
            if self._inset_around(picture) == inset and picture[2] > picture[0] and here:
                atoms.append(Atom("picture", picture, k))
        self._walk(runs_of(atoms, self.grid, self.sheet.rules), inset, {k: deep[k] for k in inner if k not in boxed})

    def _family(self, inset: int) -> set[int]:
        """An inset and all within it."""
        family = {inset}
        for k in self.insets:
            at, seen = k, 0
            while at >= 0 and at not in family and seen < 9:
                at, seen = self._inset_around(self.insets[at], at), seen + 1
            if at in family:
                family.add(k)
        return family

    def _is_heading_box(self, inset: int, columns: Sequence[Column]) -> bool:
        """Whether a frame holds but a heading: display type, hardly any text, nothing that sells."""
        if not 1 <= len(columns) <= 8 or not any(c.type is not Type.BODY and c.size > 1.15 * self.em for c in columns):
            return False
        small = sum(c.type is Type.BODY and c.size < 1.1 * self.em for c in columns)
        text = "".join(c.row.text for c in columns)
        box = self.insets[inset]
        filled = sum((c.box[2] - c.box[0]) * (c.box[3] - c.box[1]) for c in columns)
        mixed = len({c.type is Type.ACROSS for c in columns}) > 1
        return small <= 2 and len(text) <= 60 and not mixed and not ADVERT.search(text) and filled > 0.12 * (box[2] - box[0]) * (
            box[3] - box[1]
        )

    def _walk(self, runs: Sequence[Run], inset: int, inner: dict[int, list[Column]]) -> None:
        story = _Story(inset=inset)
        self.stories.append(story)
        last: Column | None = None
        for run in runs:
            rows: list[Row] = []
            first = run.atoms[0]
            if run.opens_frame and first.kind == "body" and not self._goes_on(last, first, run):
                story = _Story(inset=inset)
                self.stories.append(story)

            def close(into: _Story, run: Run = run, rows: list[Row] = rows) -> None:
                if rows:
                    into.pieces.append(Piece(BlockKind.PARAGRAPH, tuple(rows), run.tier, inset, Direction.TTB))
                    rows.clear()

            for atom in run.atoms:
                if atom.kind == "body" and atom.column is not None:
                    rows.append(atom.column.row)
                    last = atom.column
                elif atom.kind == "heading":
                    close(story)
                    story = _Story(atom.index, inset=inset)
                    self.stories.append(story)
                elif atom.kind == "inset":
                    close(story)
                    self._inset(atom.index, inner[atom.index])
                elif atom.kind == "across" and atom.column is not None:
                    self.others.append(self._caption(atom.column, inset))
            close(story)

    def _goes_on(self, last: Column | None, first: Atom, run: Run) -> bool:
        """Whether the text of the frame before goes on in the first column of this one."""
        if last is None or first.column is None:
            return True
        if wording.ends_sentence(last.row.text):
            return False
        if first.box[0] > run.tier[0] + 0.55 * self.em:
            return False
        return continuation(last.plain, first.column.plain) > NO_TIE

    def _inset(self, inset: int, columns: Sequence[Column]) -> None:
        before = len(self.stories)
        self._region(inset, columns)
        if self._sells(columns, "".join(c.row.text for c in columns)):
            self._set_aside(self.stories[before:])
            del self.stories[before:]

    def _set_aside(self, stories: Sequence[_Story]) -> None:
        """Make one advertisement of stories."""
        pieces = []
        for story in stories:
            if story.heading >= 0:
                heading = self.headings[story.heading]
                pieces += [self._display_piece(row, story.inset) for row in heading.rows]
            pieces += [replace(p, kind=BlockKind.ADVERT) for p in story.pieces]
        if pieces:
            self.adverts.append(pieces)

    def _display_piece(self, row: Row, inset: int) -> Piece:
        return Piece(BlockKind.ADVERT, (row,), (row.box[0], row.box[2]), inset, Direction.TTB)

    def _sells(self, columns: Sequence[Column], text: str) -> bool:
        words = len(set(ADVERT.findall(text)))
        large = sum(len(c.row.text) for c in columns if c.type is not Type.BODY)
        return len(text) < LONGEST_ADVERT and (words >= 2 or (words and len(text) < 140) or large > 0.5 * len(text))

    def _caption(self, column: Column, inset: int) -> Piece:
        near = any(
            overlap(p[1], p[3], column.box[1], column.box[3]) > 0.5 * (column.box[3] - column.box[1])
            and -0.5 * self.em < column.box[0] - p[2] < 1.5 * self.em
            for p in self.sheet.pictures
        )
        kind = BlockKind.CAPTION if near else BlockKind.OTHER
        return Piece(kind, (column.row,), (column.box[0], column.box[2]), inset, Direction.LTR)

    def _is_advert(self, story: _Story) -> bool:
        """Sets a story aside that sells, or that is a single row without a heading."""
        rows = [row for p in story.pieces for row in p.rows]
        text = "".join(row.text for row in rows)
        if story.heading < 0 and rows and self._is_slogan(rows) and story.inset < 0:
            self.others += [replace(p, kind=BlockKind.OTHER) for p in story.pieces]
            return True
        heads = "".join(row.text for row in self.headings[story.heading].rows) if story.heading >= 0 else ""
        words = len(set(ADVERT.findall(text + heads)))
        if len(text) < 140 and (words >= 2 or (words and len(text) < 60)):
            self._set_aside([story])
            return True
        return False

    def _is_slogan(self, rows: Sequence[Row]) -> bool:
        """Whether rows stand in one line down the margin."""
        return len(rows) <= 3 and max(r.box[3] for r in rows) - min(r.box[1] for r in rows) < 1.6 * self.em

    # The result

    def _reading(self) -> Reading:
        running: list[Piece] = []
        threads = []
        for story in self.stories:
            if story.heading < 0 and not story.pieces:
                continue
            if self._is_advert(story):
                continue
            numbers = tuple(range(len(running), len(running) + len(story.pieces)))
            running += story.pieces
            threads.append(Thread(story.heading, numbers, 0.0))
        return Reading(
            self.sheet, self.headings, running, self.others, threads, adverts=self.adverts, indented=self.grid.indented
        )


def _distinct(insets: Sequence[Box], em: float) -> dict[int, Box]:
    """The insets by number, without those found twice and those too small to hold type."""
    found: dict[int, Box] = {}
    for k, box in enumerate(insets):
        twice = any(all(abs(a - b) < 1.2 * em for a, b in zip(box, other, strict=True)) for other in found.values())
        if min(box[2] - box[0], box[3] - box[1]) > 1.2 * em and not twice:
            found[k] = box
    return found

