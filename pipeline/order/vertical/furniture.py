"""What stands on a vertical page and is of no story: name of the paper, running heads, imprint, margin, ornaments.

Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.geometry import overlap
from pipeline.order.sheet import Piece
from pipeline.order.vertical.columns import Column, Grid, Type
from pipeline.page import BlockKind, Box, Direction

DATED = re.compile(r"民[國国].{1,6}年.{1,4}月.{1,4}日")
DATE_LINE_EM = 60.0
"""Of the middles of two parts of a line with a date, twice the distance at most."""
TITLE = re.compile(r"^.{2,7}[報报刊]$")
IMPRINT = re.compile(r"星期|期|號|零售|大洋|今日|張|第.{1,5}版")
TITLE_EM, BESIDE_TITLE_EM = 1.8, 5.0
"""The name of the paper is so large, and the date down the page stands so near."""
STOPS = re.compile(r"[，、。；：]")
LEAST_OF_PAGE = 5
"""Fewer columns of text tell no head or foot of a page."""
MARGIN_TYPE_EM, WIDE_SET, LEAST_SET_WIDE = 2.1, 1.5, 6
"""A slogan in the margin is no larger, has so much room for each character, in its size, and so many of them."""
IN_MARGIN_EM, BESIDE_EM = 0.5, 0.6
"""What stands in one line down the margin is no farther apart; text that is farther off stands beside it."""
EDGE_SHARE, EDGE_TYPE_EM = 0.5, 3.0
"""A rule along more than this share of the height of all text is the edge of the page; type beyond it is no larger."""
HAN = re.compile(r"[\u4e00-\u9fff〇]")
FOREIGN = re.compile(r"[0-9A-Za-zÀ-ÿ]")
SCRAP_CHARS = 2
"""So few characters under no heading are no story: a mark, an ornament, a character that segmentation cut off."""
DOUBTFUL, DOUBTFUL_IF_FOREIGN = 0.5, 0.85
"""Confidence below which so few are no part of a story either: Han characters and marks; letters and figures."""


def without_furniture(columns: Sequence[Column], grid: Grid) -> tuple[list[Column], list[Piece]]:
    """The columns of a page that may be of stories, and the others as pieces."""
    body = [c.box for c in columns if c.type is Type.BODY and len(c.row.text) > 3 and HAN.search(c.row.text)]
    if len(body) < LEAST_OF_PAGE:
        return list(columns), []
    kept, pieces = _without_masthead(columns, grid.em)
    kept, dated = _without_date_lines(kept, grid.em)
    pieces += dated
    page = _TypeArea(grid, tuple(body))
    slogans = [c for c in columns if page.is_slogan(c)]
    stories = []
    for c in kept:
        kind = page.kind_across(c) if c.type is Type.ACROSS else None
        if kind is None and page.is_in_margin(c, slogans):
            kind = BlockKind.HEADER
        elif kind is None and (is_doubtful_scrap(c) or (len(c.row.text) > SCRAP_CHARS and not HAN.search(c.row.text))):
            kind = BlockKind.OTHER
        if kind is None:
            stories.append(c)
        else:
            pieces.append(_piece(c, kind))
    return stories, pieces


def is_doubtful_scrap(c: Column) -> bool:
    """Whether a character or two may be no type at all: of an ornament, or a picture."""
    text = c.row.text.strip()
    doubtful = DOUBTFUL_IF_FOREIGN if FOREIGN.search(text) and not HAN.search(text) else DOUBTFUL
    return len(text) <= SCRAP_CHARS and c.row.confidence < doubtful


def _piece(c: Column, kind: BlockKind) -> Piece:
    across = c.type is Type.ACROSS and kind is not BlockKind.OTHER
    return Piece(kind, (c.row,), (c.box[0], c.box[2]), -1, Direction.LTR if across else Direction.TTB)


def _without_date_lines(columns: Sequence[Column], em: float) -> tuple[list[Column], list[Piece]]:
    """A line with a date, under the name of the paper wherever that stands, is one running head; the blanks between
    date, weekday and price had cut it. It runs from right to left."""
    kept, pieces = list(columns), list[Piece]()
    for dated in [c for c in columns if c.type is Type.ACROSS and DATED.search(c.row.text)]:
        top, foot = dated.box[0], dated.box[2]
        line = [
            c
            for c in kept
            if c.type is Type.ACROSS
            and overlap(top, foot, c.box[0], c.box[2]) > 0.7 * max(foot - top, c.box[2] - c.box[0])
            and 2 * abs(c.middle - dated.middle) < DATE_LINE_EM * em
        ]
        if line:
            rows = tuple(sorted((c.row for c in line), key=lambda row: row.box[1]))
            pieces.append(Piece(BlockKind.HEADER, rows, (top, foot), -1, Direction.LTR))
            kept = [c for c in kept if not any(c is part for part in line)]
    return kept, pieces


def _without_masthead(columns: Sequence[Column], em: float) -> tuple[list[Column], list[Piece]]:
    """The name of the paper down the page, with the date and what else tells of the issue beside it."""
    upright = [c for c in columns if c.type is not Type.ACROSS]
    for title in upright:
        if title.size < TITLE_EM * em or not TITLE.match(title.row.text.strip()):
            continue
        beside = [
            c
            for c in upright
            if c is not title
            and title.box[0] - em < c.box[0]
            and c.box[2] < title.box[2] + 2 * em
            and 0 < c.middle - title.middle < BESIDE_TITLE_EM * em + title.size / 2
            and (DATED.search(c.row.text) or (IMPRINT.search(c.row.text) and not STOPS.search(c.row.text)))
        ]
        if any(DATED.search(c.row.text) for c in beside):
            pieces = [_piece(title, BlockKind.MASTHEAD), *(_piece(c, BlockKind.HEADER) for c in beside)]
            return [c for c in columns if c is not title and not any(c is part for part in beside)], pieces
    return list(columns), []


@dataclass(frozen=True)
class _TypeArea:
    """Where the text of a page stands."""

    grid: Grid
    body: tuple[Box, ...]
    """Its columns."""

    @cached_property
    def top(self) -> float:
        return self._crowded([b[0] for b in self.body])

    @cached_property
    def foot(self) -> float:
        return -self._crowded([-b[2] for b in self.body])

    @cached_property
    def middles(self) -> list[float]:
        return [(b[1] + b[3]) / 2 for b in self.body]

    @cached_property
    def edges(self) -> list[float]:
        """Where long rules run down the page."""
        long = EDGE_SHARE * (max(b[2] for b in self.body) - min(b[0] for b in self.body))
        return [(r[1] + r[3]) / 2 for r in self.grid.sheet.rules if r[2] - r[0] > long]

    def kind_across(self, c: Column) -> BlockKind | None:
        """What a line across is over the first tier or under the last; None elsewhere."""
        em, width = self.grid.em, self.grid.sheet.width
        first = sum(b[0] < c.box[0] + 0.4 * em for b in self.body) <= 1
        if c.box[2] < self.top + 0.3 * em and c.box[0] < 0.25 * width and first:
            return BlockKind.MASTHEAD if c.size > 2.4 * em else BlockKind.HEADER
        return BlockKind.FOOTER if c.box[0] > self.foot - 0.3 * em and c.box[2] > 0.9 * width else None

    def is_slogan(self, c: Column) -> bool:
        """Whether type that is no headline, set wide, stands right or left of all text."""
        length, thickness = c.box[2] - c.box[0], c.box[3] - c.box[1]
        if c.type is Type.ACROSS or len(c.row.text) < LEAST_SET_WIDE or thickness > MARGIN_TYPE_EM * self.grid.em:
            return False
        return length > WIDE_SET * thickness * len(c.row.text.replace(" ", "")) and self._is_beyond(c, c.middle)

    def is_in_margin(self, c: Column, slogans: Sequence[Column]) -> bool:
        """Whether it is a slogan or a short part of one, cut off by a blank, or a long rule parts it from all text."""
        em, thickness = self.grid.em, c.box[3] - c.box[1]
        if c.type is Type.ACROSS or thickness > EDGE_TYPE_EM * em:
            return False
        short = len(c.row.text) < LEAST_SET_WIDE and thickness <= MARGIN_TYPE_EM * em
        return any(s is c or (short and abs(s.middle - c.middle) < IN_MARGIN_EM * em) for s in slogans) or any(
            self._is_beyond(c, edge) for edge in self.edges
        )

    def _is_beyond(self, c: Column, edge: float) -> bool:
        """Whether a column lies on one side of an edge, or on it, and all text on the other."""
        others = [m for m in self.middles if abs(m - c.middle) > BESIDE_EM * self.grid.em]
        if not others:
            return False
        return c.middle <= edge < min(others) or max(others) < edge <= c.middle

    def _crowded(self, places: Sequence[float]) -> float:
        """The first place at which a fair share of a tier's columns begin."""
        ordered = sorted(places)
        least = max(3, round(0.12 * self.grid.sheet.height / self.grid.pitch))
        for k in range(len(ordered) - least):
            if ordered[k + least] - ordered[k] < 1.5 * self.grid.em:
                return ordered[k]
        return ordered[len(ordered) // 50]
