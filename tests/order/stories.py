"""Stories set by hand: columns of text with a known reading order, for the tests of order and articles."""

from __future__ import annotations

from dataclasses import replace

from pipeline.articles import FindArticles
from pipeline.geometry import polygon_of, union
from pipeline.order import OrderLines
from pipeline.page import (
    Article,
    Block,
    BlockKind,
    Box,
    Char,
    Direction,
    Inset,
    Line,
    Page,
    Picture,
    Rule,
    Source,
    Transform,
)
from pipeline.settings import ArticlesSettings, OrderSettings
from tests.pages import BODY, EM, block

PITCH = 1.4 * EM
WIDE = 12
"""Characters of a full row."""
COLUMN = WIDE * EM + 40
"""From the left edge of one column to that of the next."""
FILLING = "街上的灯亮了人们慢慢走着说着话"


def x_of(column: int) -> float:
    return 60 + column * COLUMN


def y_of(row: float) -> float:
    return 400 + row * PITCH


class Desk:
    """A page in the making, as the segmenter would leave it: blocks of lines without roles."""

    def __init__(self, columns: int = 4, rows: int = 40) -> None:
        self.size = (round(x_of(columns) + 60), round(y_of(rows) + 60))
        self.blocks: list[Block] = []
        self.rules: list[Box] = []
        self.pictures: list[Box] = []
        self.insets: list[Box] = []

    def head(self, text: str, column: float, row: float, em: float = 2 * EM) -> str:
        """A display line whose foot stands at the head of a row. Returns its id."""
        return self._set([text], x_of(0) + column * COLUMN, y_of(row) - 1.2 * em, em, BlockKind.HEADING)[0]

    def upright(self, texts: list[str], x: float, row: float, em: float = 2 * EM) -> tuple[str, ...]:
        """Columns of upright display type from right to left, the left edge of the last at `x`. Returns their ids."""
        lines = []
        number = len(self.blocks) + 1
        for k, text in enumerate(texts):
            left = x + 1.2 * em * (len(texts) - 1 - k)
            boxes = [(left, y_of(row) + em * n, left + em, y_of(row) + em * (n + 1)) for n in range(len(text))]
            chars = tuple(Char(c, box, 0.99) for c, box in zip(text, boxes, strict=True))
            lines.append(Line(f"b{number}l{k + 1}", polygon_of(union(boxes)), chars))
        around = union((*line.polygon[0], *line.polygon[2]) for line in lines)
        made = Block(
            f"b{number}",
            BlockKind.PARAGRAPH,
            polygon_of(around),
            Direction.TTB,
            type_size_px=em,
            lines=tuple(lines),
        )
        self.blocks.append(made)
        return tuple(line.id for line in lines)

    def rows(self, column: float, row: float, texts: list[str], em: float = EM) -> tuple[str, ...]:
        """Rows of body type, one block. Returns the ids of its lines."""
        return self._set(texts, x_of(0) + column * COLUMN, y_of(row), em, BODY)

    def text(self, column: int, row: int, count: int, *, begins: bool = False, ends: bool = False) -> tuple[str, ...]:
        """A column of `count` full rows, the first indented or the last short where it begins or ends a paragraph."""
        texts = [FILLING[k % 3 : k % 3 + WIDE] for k in range(count)]
        ids = self.rows(column, row, [*texts[:-1], "慢慢走回家。" if ends else texts[-1]])
        if begins:
            block_ = self.blocks[-1]
            first = block_.lines[0]
            chars = first.chars[2:]
            box = (chars[0].box[0], chars[0].box[1], chars[-1].box[2], chars[-1].box[3])
            lines = (replace(first, chars=chars, polygon=polygon_of(box)), *block_.lines[1:])
            self.blocks[-1] = replace(block_, lines=lines)
        return ids

    def page(self) -> Page:
        return Page(
            "desk",
            Source("desk.png", "0" * 64, *self.size, 300.0),
            Transform(width_px=self.size[0], height_px=self.size[1]),
            tuple(self.blocks),
            tuple(Rule(f"r{k}", "straight", polygon_of(b)) for k, b in enumerate(self.rules, 1)),
            tuple(Picture(f"p{k}", "halftone", polygon_of(b)) for k, b in enumerate(self.pictures, 1)),
            tuple(Inset(f"i{k}", "frame", polygon_of(b)) for k, b in enumerate(self.insets, 1)),
        )

    def ordered(self) -> Page:
        return OrderLines(OrderSettings())(self.page())

    def read(self) -> Page:
        return FindArticles(ArticlesSettings())(self.ordered())

    def _set(self, texts: list[str], x: float, y: float, em: float, kind: BlockKind) -> tuple[str, ...]:
        made = block(len(self.blocks) + 1, kind, x, y, texts, em)
        self.blocks.append(made)
        return tuple(line.id for line in made.lines)


def body_of(article: Article) -> tuple[str, ...]:
    return tuple(i for paragraph in article.body for i in paragraph)


def story_of(page: Page, line: str) -> Article:
    """The article that a line is in."""
    return next(a for a in page.articles if line in set(a.line_ids()))
