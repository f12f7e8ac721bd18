"""Reads a vertical page: frames, tiers, headings and the stories that run through them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.geometry import overlap, share_within
from pipeline.order.headings import Heading
from pipeline.order.reading import Reading
from pipeline.order.sheet import Piece, Row, Sheet
from pipeline.order.threads import Thread
from pipeline.order.vertical.columns import Column, Grid, Type, grid_of
from pipeline.order.vertical.flows import Flow, Region, flows_of, region_of
from pipeline.order.vertical.furniture import HAN, SCRAP_CHARS, STOPS, without_furniture
from pipeline.order.vertical.headings import clusters_of, heading_of, is_caption
from pipeline.order.vertical.partings import parting_of
from pipeline.order.vertical.regions import Atom
from pipeline.order.vertical.segments import Segment
from pipeline.order.vertical.signs import head_odds
from pipeline.page import BlockKind, Box, Direction

ADVERT = re.compile(
    r"電話|地址|發行所|總行|分行|啟事|啓事|聲明|律師|尋人|召租|出租|招租|每瓶|每盒|良藥|本號|批發|函購|郵購|主治|減價|大戲院|"
    r"大舞台|影戲院|遺失聲明|登報|概作無效|商標|謹啟|行發|話電|址地|通告|廣告|刊例|報價|定報|零售|惠顧|光顧|馳名|無任歡迎|歡迎各界|"
    r"國貨|有口皆碑|假冒|認明|本藥|本公司|本酒樓|本局|本店|敝校|服後|函索|承索|招待週到|接洽|開往|郵費|報名從速|定價|樓下"
)

NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
SIGNATURE = re.compile(r"^[（(][\u4e00-\u9fff]{1,4}[)）]?$|^[\u4e00-\u9fff]{2,4}[)）]$")
"""A name in brackets by itself, of which one bracket may be lost."""
LONGEST_ADVERT = 320
LONGEST_BOXED, STOPS_BOXED, BOXED_PITCH, BOXED_HEIGHT_EM = 24, 0.2, 1.12, 16.0
"""A heading of small type in a frame has no more characters and hardly a stop, most of them misread; its columns stand
this far apart at least, in ems, and its frame is no higher."""
LONGEST_HEADING, LEAST_OF_CAST = 56, 5
"""Display type with no text under it is an advertisement if it is longer, or names so many people (of a play)."""


def read_upright(sheet: Sheet) -> Reading:
    """The threads of a vertical sheet."""
    return _Reader(sheet).read()


def regions_read(sheet: Sheet) -> list[tuple[Region, tuple[Heading, ...], Grid]]:
    """The regions of a vertical sheet with its headings and grid, as the net of `passage.py` sees and learns them."""
    reader = _Reader(sheet, solves=False)
    reader.read()
    return reader.regions


@dataclass
class _Story:
    heading: int = -1
    pieces: list[Piece] = field(default_factory=list)
    inset: int = -1


class _Reader:
    def __init__(self, sheet: Sheet, solves: bool = True) -> None:
        """With `solves` False the regions are found, and no stories."""
        self.sheet, self.solves = sheet, solves
        grid = grid_of(sheet)
        odds = head_odds(grid.columns, grid, sheet.rules)
        columns = tuple(replace(c, head_odds=o) for c, o in zip(grid.columns, odds, strict=True))
        self.grid = replace(grid, columns=columns)
        self.em = self.grid.em
        self.insets = _distinct(sheet.insets, self.em)
        self.headings: list[Heading] = []
        self.parts_of_heading: list[list[Column]] = []
        """The columns of each heading."""
        self.regions: list[tuple[Region, tuple[Heading, ...], Grid]] = []
        self.stories: list[_Story] = []
        self.others: list[Piece] = []
        self.adverts: list[list[Piece]] = []

    def read(self) -> Reading:
        placed = [replace(c, inset=self._inset_around(c.box)) for c in self.grid.columns]
        parting = parting_of(self.grid, placed)
        for side in (True, False) if parting is not None else (True,):
            own = [c for c in placed if parting is None or (c.middle < parting) is side]
            own, furniture = without_furniture(own, self.grid)
            self.others += furniture
            self._region(-1, own, parting, side)
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

    # Regions

    def _region(self, inset: int, columns: Sequence[Column], parting: float | None = None, right: bool = True) -> None:
        """Read what stands in an inset (-1: the sheet) but in none within it, then those within."""
        own = [c for c in columns if c.inset == inset]
        inner = [k for k in self.insets if k != inset and self._inset_around(self.insets[k], k) == inset]
        if parting is not None:
            inner = [k for k in inner if ((self.insets[k][1] + self.insets[k][3]) / 2 < parting) is right]
        families = {k: self._family(k) for k in inner}
        deep = {k: [c for c in columns if c.inset in family] for k, family in families.items()}
        boxed = {k for k in inner if self._is_heading_box(k, deep[k])}
        atoms: list[Atom] = []
        for k in inner:
            if k in boxed:
                worded = _worded(deep[k])
                self.others += [
                    Piece(BlockKind.OTHER, (c.row,), (c.box[0], c.box[2]), inset, Direction.TTB)
                    for c in deep[k]
                    if not any(c is w for w in worded)
                ]
                self.headings.append(heading_of(worded, inset, self.em))
                self.parts_of_heading.append(worded)
                atoms.append(Atom("heading", self.insets[k], len(self.headings) - 1))
            elif deep[k]:
                atoms.append(Atom("inset", self.insets[k], k))
        groups = clusters_of([c for c in own if not self._is_caption_beside(c)], self.grid, self.sheet.rules)
        taken = {id(c) for group in groups for c in group}
        for group in groups:
            self.headings.append(heading_of(group, inset, self.em))
            self.parts_of_heading.append(group)
            atoms.append(Atom("heading", self.headings[-1].box, len(self.headings) - 1))
        for k, c in enumerate(own):
            if id(c) not in taken and self._is_caption_beside(c):
                self.others.append(Piece(BlockKind.CAPTION, (c.row,), (c.box[0], c.box[2]), inset, Direction.TTB))
            elif id(c) not in taken and any(_is_scrap_in(c, a.box) for a in atoms if a.kind == "heading"):
                self.others.append(Piece(BlockKind.OTHER, (c.row,), (c.box[0], c.box[2]), inset, Direction.TTB))
            elif id(c) not in taken:
                kind = "body" if c.type is not Type.ACROSS else "across"
                atoms.append(Atom(kind, c.box, k, c))
        for k, picture in enumerate(self.sheet.pictures):
            here = parting is None or ((picture[1] + picture[3]) / 2 < parting) is right
            if self._inset_around(picture) == inset and picture[2] > picture[0] and here:
                atoms.append(Atom("picture", picture, k))
        self._walk(atoms, inset, {k: deep[k] for k in inner if k not in boxed})

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
        columns = _worded(columns)
        if not 1 <= len(columns) <= 8:
            return False
        if not any(c.type is not Type.BODY and c.size > 1.15 * self.em for c in columns):
            return self._is_small_heading_box(inset, columns)
        small = sum(c.type is Type.BODY and c.size < 1.1 * self.em for c in columns)
        text = "".join(c.row.text for c in columns)
        box = self.insets[inset]
        filled = sum((c.box[2] - c.box[0]) * (c.box[3] - c.box[1]) for c in columns)
        mixed = len({c.type is Type.ACROSS for c in columns}) > 1
        return (
            small <= 2
            and len(text) <= 60
            and not mixed
            and not ADVERT.search(text)
            and filled > 0.12 * (box[2] - box[0]) * (box[3] - box[1])
        )

    def _is_small_heading_box(self, inset: int, columns: Sequence[Column]) -> bool:
        """Whether a frame holds but a heading of type hardly larger than the text: few words with paper around them."""
        text = "".join(c.row.text for c in columns)
        stops = len(STOPS.findall(text))
        if not 4 <= len(text) <= LONGEST_BOXED or len(columns) > 4 or stops > STOPS_BOXED * len(text):
            return False
        if ADVERT.search(text):
            return False
        ordered = sorted(columns, key=lambda c: c.middle)
        steps = [b.middle - a.middle for a, b in pairwise(ordered)]
        u0, v0, u1, v1 = self.insets[inset]
        clear = min(ordered[0].box[1] - v0, v1 - ordered[-1].box[3]) > 0.3 * self.em
        upright = all(c.type is not Type.ACROSS for c in columns)
        wide = all(step > BOXED_PITCH * self.em for step in steps)
        return upright and clear and wide and u1 - u0 < BOXED_HEIGHT_EM * self.em

    def _walk(self, atoms: Sequence[Atom], inset: int, inner: dict[int, list[Column]]) -> None:
        """Make stories of what stands in a region, in the order in which they are told, frames among them."""
        region = region_of(atoms, self.headings, self.grid, self.sheet.rules)
        self.regions.append((region, tuple(self.headings), self.grid))
        told: list[tuple[int, Flow | Atom]] = []
        if self.solves:
            told += [(flow.rank, flow) for flow in flows_of(region, self.grid)]
        told += [(region.rank[id(a)], a) for a in atoms if a.kind in ("inset", "across")]
        for _, one in sorted(told, key=lambda t: t[0]):
            if isinstance(one, Flow):
                self.stories.append(self._story(one, inset))
            elif one.kind == "inset":
                self._inset(one.index, inner[one.index])
            elif one.column is not None:
                self.others.append(self._caption(one.column, inset))

    def _story(self, flow: Flow, inset: int) -> _Story:
        """A story of its parts: headings that it begins with are one, those further on stand inside it."""
        story = _Story(inset=inset)
        for part in flow.parts:
            if isinstance(part, Segment):
                rows = tuple(c.row for c in part.columns)
                story.pieces.append(Piece(BlockKind.PARAGRAPH, rows, part.tier, inset, Direction.TTB))
            elif story.heading < 0 and not story.pieces:
                story.heading = part.index
            elif not story.pieces:
                both = [*self.parts_of_heading[story.heading], *self.parts_of_heading[part.index]]
                self.headings.append(heading_of(both, inset, self.em))
                self.parts_of_heading.append(both)
                story.heading = len(self.headings) - 1
            else:
                box = part.box
                rows = self.headings[part.index].rows
                story.pieces.append(Piece(BlockKind.SECTION, rows, (box[0], box[2]), inset, Direction.TTB))
        self._sign(story)
        return story

    def _sign(self, story: _Story) -> None:
        """Take the author's name, which stands in brackets in the last column of a story, as its byline."""
        if story.heading < 0 or not story.pieces or len(story.pieces[-1].rows) + len(story.pieces) < 3:
            return
        *rest, last = story.pieces[-1].rows
        if not SIGNATURE.match(last.text.strip()):
            return
        heading = self.headings[story.heading]
        self.headings[story.heading] = replace(heading, byline=(*heading.byline, last))
        story.pieces[-1] = replace(story.pieces[-1], rows=tuple(rest))
        if not rest:
            story.pieces.pop()

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
            self.adverts.append(_with_lines_across_joined(pieces))

    def _display_piece(self, row: Row, inset: int) -> Piece:
        return Piece(BlockKind.ADVERT, (row,), (row.box[0], row.box[2]), inset, Direction.TTB)

    def _sells(self, columns: Sequence[Column], text: str) -> bool:
        words = len(set(ADVERT.findall(text)))
        large = sum(len(c.row.text) for c in columns if c.type is not Type.BODY)
        return len(text) < LONGEST_ADVERT and (
            words > max(1.0, len(text) / 90) or (words > 0 and len(text) < 140) or large > 0.5 * len(text)
        )

    def _is_caption_beside(self, c: Column) -> bool:
        """Whether a short column stands level with the head of a picture right of it, and ends above its foot."""
        text = c.row.text.strip()
        return (
            c.type is not Type.ACROSS
            and 3 <= len(text) <= 20
            and not any(m in text for m in "。，、；")
            and any(
                -0.3 * self.em < c.box[1] - p[3] < 0.9 * self.em
                and abs(c.box[0] - p[0]) < 0.8 * self.em
                and c.box[2] < p[2] - 0.8 * self.em
                and c.size < 1.15 * self.em
                for p in self.sheet.pictures
            )
        )

    def _caption(self, column: Column, inset: int) -> Piece:
        kind = BlockKind.CAPTION if is_caption(column, self.grid) else BlockKind.OTHER
        return Piece(kind, (column.row,), (column.box[0], column.box[2]), inset, Direction.LTR)

    def _is_advert(self, story: _Story) -> bool:
        """Sets a story aside that sells, or that is a slogan in the margin."""
        rows = [row for p in story.pieces for row in p.rows]
        if story.heading < 0 and rows and self._is_slogan(rows) and story.inset < 0:
            self.others += [replace(p, kind=BlockKind.OTHER) for p in story.pieces]
            return True
        if story.heading < 0 and sum(len(row.text.strip()) for row in rows) <= SCRAP_CHARS:
            self.others += [replace(p, kind=BlockKind.OTHER) for p in story.pieces]
            return True
        if self._is_small_advert(story):
            self._set_aside([story])
            return True
        return False

    def _is_small_advert(self, story: _Story) -> bool:
        text = "".join(row.text for p in story.pieces for row in p.rows)
        heads = "".join(row.text for row in self.headings[story.heading].rows) if story.heading >= 0 else ""
        words = len(set(ADVERT.findall(text + heads)))
        if len(text) <= SCRAP_CHARS and story.heading >= 0:
            names = sum(bool(NAME.match(row.text.strip())) for row in self.headings[story.heading].rows)
            return words > 0 or len(heads) > LONGEST_HEADING or names >= LEAST_OF_CAST
        return len(text) < 140 and (words >= 2 or (words > 0 and len(text) < 60))

    def _is_slogan(self, rows: Sequence[Row]) -> bool:
        """Whether rows stand in one line down the margin."""
        return len(rows) <= 3 and max(r.box[3] for r in rows) - min(r.box[1] for r in rows) < 1.6 * self.em

    # The result

    def _reading(self) -> Reading:
        running: list[Piece] = []
        threads: list[Thread] = []
        headings: list[Heading] = []
        for story in self.stories:
            if story.heading < 0 and not story.pieces:
                continue
            if self._is_advert(story):
                continue
            numbers = tuple(range(len(running), len(running) + len(story.pieces)))
            running += story.pieces
            if story.heading >= 0:
                headings.append(self.headings[story.heading])
            threads.append(Thread(len(headings) - 1 if story.heading >= 0 else -1, numbers, 0.0))
        return Reading(
            self.sheet, headings, running, self.others, threads, adverts=self.adverts, indented=self.grid.indented
        )


def _is_scrap_in(c: Column, heading: Box) -> bool:
    """Whether a character or two stand within a heading: a piece of it, or an ornament."""
    return len(c.row.text.strip()) <= SCRAP_CHARS and share_within(c.box, heading) > 0.7


def _worded(columns: Sequence[Column]) -> list[Column]:
    """The columns that hold words; ornaments of a frame are read as single letters and marks."""
    return [c for c in columns if HAN.search(c.row.text)]


def _with_lines_across_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with the parts of a line across, which wide blanks had cut, after each other from right to left."""
    joined: list[Piece] = []
    taken: set[int] = set()
    for k, piece in enumerate(pieces):
        line = [n for n in range(k, len(pieces)) if n not in taken and (n == k or _are_level(piece, pieces[n]))]
        if k not in taken:
            taken.update(line)
            joined += sorted((pieces[n] for n in line), key=lambda part: part.rows[0].box[1])
    return joined


def _are_level(one: Piece, other: Piece) -> bool:
    """Whether two pieces are single lines across at one height."""
    if len(one.rows) != 1 or len(other.rows) != 1:
        return False
    a, b = one.rows[0].box, other.rows[0].box
    wide = all(box[3] - box[1] > 1.3 * (box[2] - box[0]) for box in (a, b))
    return wide and overlap(a[0], a[2], b[0], b[2]) > 0.6 * max(a[2] - a[0], b[2] - b[0])


def _distinct(insets: Sequence[Box], em: float) -> dict[int, Box]:
    """The insets by number, without those found twice and those too small to hold type."""
    found: dict[int, Box] = {}
    for k, box in enumerate(insets):
        twice = any(all(abs(a - b) < 1.2 * em for a, b in zip(box, other, strict=True)) for other in found.values())
        if min(box[2] - box[0], box[3] - box[1]) > 1.2 * em and not twice:
            found[k] = box
    return found
