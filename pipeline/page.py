"""The page: what every stage takes and gives back. Read this file first.

A `Page` goes in, a better `Page` comes out. All data are frozen: a stage makes a new page with
`dataclasses.replace`. Text is stored once, in the characters of the lines; reading order and
articles are lists of line ids beside it, and a repair is a reversible `Patch`, so nothing that
was read is ever overwritten.

Frame: every polygon and box is in **pixels of the original scan**, origin top left, x to the
right, y down. `Transform` leads from there to the straightened working image and back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 <= x1, y0 <= y1; px."""

IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


class Direction(StrEnum):
    """Which way a line or block is read: from left to right, from top to bottom, or from right to left."""

    LTR = "ltr"
    TTB = "ttb"
    RTL = "rtl"


class BlockKind(StrEnum):
    """What a block of text is; the words of PAGE XML where it has one."""

    PARAGRAPH = "paragraph"  # running text of a story: one column of it
    HEADING = "heading"  # 主题, the main headline
    KICKER = "kicker"  # 引题 or 肩题, the line above the headline
    SUBHEADING = "subheading"  # 副题, the line below it
    SECTION = "section"  # 小标题, a heading inside the running text
    CREDIT = "credit"  # the byline: ■记者 …
    CAPTION = "caption"  # text beneath or beside a picture
    JUMP = "jump"  # 下转第3版, 上接第1版
    ADVERT = "advert"
    NOTICE = "notice"
    CLASSIFIED = "classified"  # 分类广告: one small advertisement or notice of many
    TABLE = "table"  # with its title and notes
    MASTHEAD = "masthead"  # 报头, the paper's name and what stands with it
    HEADER = "header"  # running head, date line
    FOOTER = "footer"  # imprint and what else stands below the type area
    PAGE_NUMBER = "page-number"
    OTHER = "other"


FURNITURE = frozenset({BlockKind.MASTHEAD, BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER})
"""Kinds that belong to the page and to no article."""


class ArticleKind(StrEnum):
    ARTICLE = "article"
    PICTURE = "picture"  # a picture with a headline or a text of its own
    ADVERTISEMENT = "advertisement"
    NOTICE = "notice"
    TABLE = "table"


class PatchKind(StrEnum):
    JOIN = "join"  # the line break between two lines goes
    MOVE = "move"
    NORMALISE = "normalise"  # the shape of a mark, a blank
    CORRECT = "correct"
    GAP = "gap"


BESIDE_THE_TEXT = frozenset({PatchKind.JOIN, PatchKind.MOVE})
"""Kinds that change no character of their line."""


@dataclass(frozen=True, slots=True)
class Candidate:
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Char:
    """One character as read."""

    text: str
    box: Box
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    """What else it may be, best first; the first is the character itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row, or one vertical column, of type."""

    id: str
    polygon: Polygon
    chars: tuple[Char, ...] = ()
    reader: str = ""
    """What its characters are from, where that is not the engine that read the page: `text layer`."""

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.chars)

    @property
    def confidence(self) -> float:
        """Mean over the characters; 0 for a line not read or without text."""
        return sum(c.confidence for c in self.chars) / len(self.chars) if self.chars else 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """A region of text set in one type in one measure: a column, a headline, a caption."""

    id: str
    kind: BlockKind
    polygon: Polygon
    direction: Direction = Direction.LTR
    type_size_px: float = 0.0
    """Height of a full-width character (the em)."""
    confidence: float = 1.0
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line that separates. `kind`: straight, dotted, wavy, double."""

    id: str
    kind: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph (`halftone`) or a drawing (`line`)."""

    id: str
    kind: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Inset:
    """What is set apart from the page around it: in a `frame` of rules, on a `tint`, or `reversed` (white on black)."""

    id: str
    kind: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Order:
    """A reading order: a permutation of the ids of the text lines."""

    lines: tuple[str, ...]
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start : stop` of a line, counted as the line holds them."""

    line: str
    start: int
    stop: int


Cell = tuple[Span, ...]
"""What is printed in one cell of a table, in reading order; nothing in an empty one."""


@dataclass(frozen=True, slots=True)
class Article:
    """One item of the page, as lists of line ids."""

    id: str
    kind: ArticleKind
    kicker: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    subheadline: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    body: tuple[tuple[str, ...], ...] = ()
    """Paragraphs, each a tuple of line ids; a section head is a paragraph of its own."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Of a table: rows of cells as printed across the page, all of one length. Its `body` holds the notes to it."""
    captions: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[str, ...] = ()
    jump: tuple[str, ...] = ()
    """The jump lines, which say what the next two fields hold."""
    continued_from: str = ""
    continues_on: str = ""

    def line_ids(self) -> Iterator[str]:
        """Every line of the article once in reading order, captions and jump lines last."""
        for part in (self.kicker, self.headline, self.subheadline, self.byline):
            yield from part
        yield from dict.fromkeys(span.line for row in self.rows for cell in row for span in cell)
        for paragraph in (*self.body, *self.captions, self.jump):
            yield from paragraph


@dataclass(frozen=True, slots=True)
class Patch:
    """A reversible change to the text of one line.

    In the raw text of line `line`, the characters `start : start + len(before)` read `before` and
    are to be exported as `after`. A join has `start` 0, `before` "\\n" and `after` "": the break that
    stands before the line goes. A move takes the line from behind line `before` of the order as given to behind line
    `after`; an empty id is the beginning. Patches of one line do not overlap; joins and moves apart.
    """

    kind: PatchKind
    line: str
    start: int
    before: str
    after: str
    reason: str
    confidence: float
    author: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that QA should look at."""

    target: str
    reason: str
    expected_gain: float
    severity: str
    stage: str = ""
    """That raised it; it goes when the stage is run once more. Without one it goes with any."""


class FactStatus(StrEnum):
    READ = "read"  # as printed
    SUPPLIED = "supplied"  # worked out from other facts; `printed` is what could not be read, or empty
    CONTRADICTED = "contradicted"  # read, and other facts say otherwise


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the masthead tells of the issue. It is beside the text and never changes it.

    `name` and `value`: `date` 2023-09-12; `weekday` 1 (Monday) to 7; `lunar` 2023-07-28, the year being that in which
    the lunar year begins, and 2023-02L-15 in a leap month; `republic` 28, the year; `number` 4321, of the issue;
    `edition` 3 or A3 for a page, 要闻 for a section; `title`, the paper's name. The fact in force of a name is the
    first that is not contradicted.
    """

    name: str
    value: str
    """Empty where what is printed is no day at all."""
    printed: str
    line: str
    """Id of the line in which it begins; empty where nothing is printed."""
    status: FactStatus
    reason: str = ""
    """Why it was supplied, or what it contradicts."""


@dataclass(frozen=True, slots=True)
class Step:
    """Provenance: one stage that was run."""

    stage: str
    engine: str
    version: str
    settings_digest: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Source:
    """The scan file, and which of its pages this is."""

    path: str
    sha256: str
    width_px: int
    height_px: int
    dpi: float
    page_number: int = 1
    page_count: int = 1
    dpi_is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Mesh:
    """How a sheet lies that is not flat: the points of the scan under a regular grid over the working image.

    The nodes lie at equal distances, the outermost on the edges of the working image; between them the
    points of the scan follow bilinearly, and beyond the outermost as in the cells there.
    """

    columns: int
    rows: int
    """Nodes across and down, two at least each."""
    points: Polygon
    """Scan px, row by row from the top, each from the left."""


@dataclass(frozen=True, slots=True)
class Transform:
    """Scan to working image: a 3 x 3 projective matrix, row-major, acting on (x, y, 1); or, for a sheet that is
    not flat, the mesh."""

    matrix: tuple[float, ...] = IDENTITY
    """Where there is a mesh, only what comes nearest to it."""
    width_px: int = 0
    height_px: int = 0
    """Size of the working image."""
    orientation_deg: int = 0
    """How far the scan was turned clockwise: 0, 90, 180 or 270. Provenance; the matrix holds it too."""
    skew_deg: float = 0.0
    """Clockwise skew of the text lines that the transform takes out. Provenance too."""
    mesh: Mesh | None = None
    blanks: tuple[Polygon, ...] = ()
    """Areas of the scan that are no page (scanner border, film, table, the edge of a neighbour); scan px. In the
    working image they are paper."""


@dataclass(frozen=True)
class Page:
    """One page of a newspaper and everything that is known of it."""

    id: str
    source: Source
    transform: Transform = field(default_factory=Transform)
    blocks: tuple[Block, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Picture, ...] = ()
    insets: tuple[Inset, ...] = ()
    orders: tuple[Order, ...] = ()
    """`orders[0]` is in force, the others are candidates for QA."""
    articles: tuple[Article, ...] = ()
    patches: tuple[Patch, ...] = ()
    flags: tuple[Flag, ...] = ()
    history: tuple[Step, ...] = ()
    sheets: tuple[Polygon, ...] = ()
    """The newspaper pages on the scan where it shows more than one (a spread, a film frame), from left to right as
    they lie in the working image; scan px. What stands between two of them lies in one. Empty for one page."""
    facts: tuple[Fact, ...] = ()
    """What the masthead tells of the issue."""

    @cached_property
    def lines(self) -> dict[str, Line]:
        """All text lines by id, block by block."""
        return {line.id: line for block in self.blocks for line in block.lines}

    @cached_property
    def block_of(self) -> dict[str, Block]:
        """The block that each line id belongs to."""
        return {line.id: block for block in self.blocks for line in block.lines}

    @cached_property
    def patches_of(self) -> dict[str, tuple[Patch, ...]]:
        """The patches of each line that has any, in the order in which they apply: a join first, then by start."""
        grouped: dict[str, list[Patch]] = {}
        for patch in self.patches:
            grouped.setdefault(patch.line, []).append(patch)
        return {
            line: tuple(sorted(group, key=lambda p: (p.kind is not PatchKind.JOIN, p.start, len(p.before))))
            for line, group in grouped.items()
        }

    @cached_property
    def line_order(self) -> tuple[str, ...]:
        """Line ids in the order in force, or as stored while there is none."""
        return self.orders[0].lines if self.orders else tuple(self.lines)
