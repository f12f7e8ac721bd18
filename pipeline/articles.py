"""The articles stage: threads of text become items with headline, byline, paragraphs and captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from statistics import median

from pipeline.geometry import overlap, union
from pipeline.order import wording
from pipeline.order.reading import Reading
from pipeline.order.sheet import Piece, Row, Sheet
from pipeline.order.sheets import sheet_by_sheet
from pipeline.order.stage import read
from pipeline.order.tabular.apart import articles_apart
from pipeline.order.vertical.paragraphs import paragraphs_of
from pipeline.page import Article, ArticleKind, BlockKind, Box, Direction, Page
from pipeline.settings import ArticlesSettings

INDENT_EM = (1.2, 3.4)
"""A paragraph's first row is moved in by two characters, less or more where it begins with a mark."""
SHORT_EM = 1.6
"""A row that stops this far from the edge ends its paragraph."""


class FindArticles:
    """Makes articles of the threads that `order` found; what is left over is furniture."""

    name = "articles"
    version = "3"
    engine = ""

    def __init__(self, settings: ArticlesSettings) -> None:
        self.settings = settings

    def __call__(self, page: Page) -> Page:
        return sheet_by_sheet(page, _with_articles)


def _with_articles(page: Page) -> Page:
    reading = read(page)
    rank = {line: k for k, line in enumerate(page.line_order)}
    items = [*_stories(reading), *_insets(reading), *_adverts(reading)]
    _give_small_parts(items, reading)
    _give_pictures(items, reading)
    _give_photographers(items, reading)
    articles = [*(_article("", item, page, reading) for item in items), *articles_apart(page)]
    articles.sort(key=lambda article: min((rank[i] for i in article.line_ids()), default=0))
    return replace(page, articles=tuple(replace(a, id=f"a{k}") for k, a in enumerate(articles, 1)))


@dataclass
class _Item:
    """An article in the making."""

    kind: ArticleKind
    kicker: tuple[Row, ...] = ()
    headline: tuple[Row, ...] = ()
    subheadline: tuple[Row, ...] = ()
    byline: tuple[Row, ...] = ()
    pieces: list[Piece] = field(default_factory=list)
    captions: list[Piece] = field(default_factory=list)
    jump: list[Piece] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    inset: int = -1

    def boxes(self) -> list[Box]:
        rows = (*self.kicker, *self.headline, *self.subheadline, *self.byline)
        return [r.box for r in rows] + [p.box for p in self.pieces]

    def ids(self) -> list[str]:
        rows = (*self.kicker, *self.headline, *self.subheadline, *self.byline)
        pieces = (*self.pieces, *self.captions, *self.jump)
        return [i for r in rows for i in r.ids] + [i for p in pieces for i in p.ids]


def _stories(reading: Reading) -> list[_Item]:
    items = []
    for thread in reading.threads:
        item = _Item(ArticleKind.ARTICLE, pieces=[reading.running[k] for k in thread.pieces])
        if thread.heading >= 0:
            heading = reading.headings[thread.heading]
            item.kicker, item.headline = heading.kicker, heading.headline
            item.subheadline, item.byline = heading.subheadline, heading.byline
            item.inset = heading.inset
        elif item.pieces:
            item.inset = item.pieces[0].inset
            if not reading.sheet.vertical:
                _promote_headline(item)
        items.append(item)
    return items


def _promote_headline(item: _Item) -> None:
    """A text without a heading may begin with one in body type: short rows before the first paragraph."""
    first = item.pieces[0]
    em = first.size
    for k, row in enumerate(first.rows[:3]):
        left, _ = _margins(k, first)
        if INDENT_EM[0] * em < left < INDENT_EM[1] * em and first.measure[1] - row.box[2] < SHORT_EM * em:
            if k > 0:
                item.headline = first.rows[:k]
                item.pieces[0] = first.cut(k, len(first.rows))
            return
        if wording.ends_sentence(row.text) or len(row.text) > 24:
            return


def _insets(reading: Reading) -> list[_Item]:
    """Advertisements and notices, one for each frame or tint; those without one stand alone."""
    kinds = {
        BlockKind.ADVERT: ArticleKind.ADVERTISEMENT,
        BlockKind.NOTICE: ArticleKind.NOTICE,
    }
    pieces = sorted((p for p in reading.others if p.kind in kinds), key=lambda p: (p.inset, p.box[1], p.box[0]))
    items = []
    for (inset, kind), group in groupby(pieces, key=lambda p: (p.inset, p.kind)):
        members = list(group)
        rows = [r for p in members for r in p.rows]
        largest = max(r.size for r in rows)
        item = _Item(kinds[kind], inset=inset)
        largest_piece = max(members, key=lambda p: max(r.size for r in p.rows))
        if kind is BlockKind.NOTICE and (len(largest_piece.rows) > 4 or wording.ends_sentence(largest_piece.text)):
            count = _notice_title(members[0])
            item.headline = members[0].rows[:count]
            members = [p for p in (members[0].cut(count, len(members[0].rows)), *members[1:]) if p.rows]
        elif largest > 1.15 * reading.sheet.em:
            title = _level_with(largest_piece, members)
            item.headline = tuple(r for p in title for r in p.rows)
            members = [p for p in members if all(p is not part for part in title)]
        item.pieces = members
        items.append(item)
    return items


def _level_with(largest: Piece, members: Sequence[Piece]) -> list[Piece]:
    """The pieces of a title: a wide blank (公　告) may have cut it."""
    _, y0, _, y1 = largest.rows[0].box
    parts = [
        p
        for p in members
        if p is largest
        or (
            len(p.rows) == len(largest.rows) == 1
            and p.size > 0.8 * largest.size
            and overlap(y0, y1, p.box[1], p.box[3]) > 0.6 * (y1 - y0)
        )
    ]
    return sorted(parts, key=lambda p: p.box[0])


def _notice_title(first: Piece) -> int:
    """How many rows at the top of a notice are its title: short, no sentence, larger than the text or in the middle."""
    usual = median(row.size for row in first.rows)
    for number, row in enumerate(first.rows):
        left, right = row.box[0] - first.box[0], first.box[2] - row.box[2]
        centred = left > 1.2 * usual and abs(left - right) < 1.5 * usual
        short = len(row.text) <= 20 and not any(mark in row.text for mark in "，。：")
        alone = len(first.rows) <= 2 or row.size > 1.15 * usual
        if not short or not (centred or alone) or number == 3:
            return number
    return len(first.rows)


def _adverts(reading: Reading) -> list[_Item]:
    """The advertisements of a vertical page, which come as items."""
    return [_Item(ArticleKind.ADVERTISEMENT, pieces=list(pieces), inset=pieces[0].inset) for pieces in reading.adverts]


# Bylines and jump lines


def _give_small_parts(items: Sequence[_Item], reading: Reading) -> None:
    """Bylines that stand in a column go to the story that begins below or ends above; so do jump lines."""
    em = reading.sheet.em
    for piece in reading.others:
        if piece.kind is BlockKind.CREDIT:
            item = _beginning_below(piece, items, em) or _ending_above(piece, items, em)
            if item:
                item.byline += piece.rows
        elif piece.kind is BlockKind.JUMP:
            item = _ending_above(piece, items, em) or _beginning_below(piece, items, em)
            if item:
                item.jump.append(piece)


def _beginning_below(piece: Piece, items: Sequence[_Item], em: float) -> _Item | None:
    for item in items:
        if item.pieces:
            first = item.pieces[0].box
            if (
                -0.5 * em < first[1] - piece.box[3] < 2.5 * em
                and overlap(first[0], first[2], piece.box[0], piece.box[2]) > 0
            ):
                return item
    return None


def _ending_above(piece: Piece, items: Sequence[_Item], em: float) -> _Item | None:
    best: tuple[float, _Item] | None = None
    for item in items:
        for other in item.pieces:
            gap = piece.box[1] - other.box[3]
            under = -0.8 * em < gap < 4 * em and overlap(other.box[0], other.box[2], piece.box[0], piece.box[2]) > 0
            if under and (best is None or gap < best[0]):
                best = (gap, item)
    return best[1] if best else None


# Pictures and captions


def _give_pictures(items: list[_Item], reading: Reading) -> None:
    """Each picture with its captions goes to the story around it; a picture with a headline of its own is an item."""
    sheet = reading.sheet
    captions = [p for p in reading.others if p.kind is BlockKind.CAPTION]
    alone: list[tuple[int, list[Piece]]] = []
    for number, picture in enumerate(sheet.pictures):
        mine = [c for c in captions if _nearest_picture(c, sheet.pictures) == number]
        item = _story_around(picture, mine, items, sheet)
        if item is None:
            alone.append((number, mine))
        else:
            _take_picture(item, number, mine, sheet)
    for number, mine in alone:
        item = _picture_story_beside(number, items, sheet)
        if item is None and not mine:
            continue
        if item is None:
            item = _Item(ArticleKind.PICTURE)
            items.append(item)
        _take_picture(item, number, mine, sheet)
    for item in items:
        item.captions.sort(key=lambda c: _place_of_caption(c, sheet))
        if item.pictures and item.kind is ArticleKind.ARTICLE and _is_picture_story(item, sheet):
            item.kind = ArticleKind.PICTURE


def _place_of_caption(caption: Piece, sheet: Sheet) -> tuple[int, int, float]:
    """Captions follow each other as their pictures do, row by row from the top and in each from the left."""
    place = 0
    if sheet.pictures:
        picture = sheet.pictures[_nearest_picture(caption, sheet.pictures)]
        place = sum(_stands_before(other, picture) for other in sheet.pictures)
    x, y = caption.box[0], round(caption.box[1] / sheet.em)
    return place, y, -x if caption.direction is Direction.TTB else x


def _stands_before(picture: Box, other: Box) -> bool:
    """Whether a picture comes before another: it stands higher, or at the same height further left."""
    level = overlap(picture[1], picture[3], other[1], other[3]) > 0.5 * min(
        picture[3] - picture[1], other[3] - other[1]
    )
    return picture[0] < other[0] if level else picture[1] < other[1]


def _take_picture(item: _Item, number: int, captions: Sequence[Piece], sheet: Sheet) -> None:
    item.pictures.append(number)
    item.captions += sorted(captions, key=lambda c: (round(c.box[1] / sheet.em), c.box[0]))


def _picture_story_beside(number: int, items: Sequence[_Item], sheet: Sheet) -> _Item | None:
    """The item of hardly more than pictures that has one close to this: photographs of one story stand together."""
    picture = sheet.pictures[number]
    for item in items:
        for k in item.pictures:
            other = sheet.pictures[k]
            near = _distance(picture, other) < 4 * sheet.em and not _ruled_off(picture, other, sheet)
            if near and _is_picture_story(item, sheet) and _inset_around(picture, sheet) == _inset_around(other, sheet):
                return item
    return None


def _give_photographers(items: Sequence[_Item], reading: Reading) -> None:
    """A photographer's name under a caption signs the picture's item."""
    em = reading.sheet.em
    given = {i for item in items for i in item.ids()}
    for piece in reading.others:
        if piece.kind is not BlockKind.CREDIT or piece.ids[0] in given:
            continue
        for item in items:
            captioned = any(
                _distance(piece.box, c.box) < 1.2 * em and c.box[1] < piece.box[1] + 0.5 * em for c in item.captions
            )
            pictured = wording.PHOTOGRAPHER.match(piece.text.strip()) and any(
                _distance(piece.box, reading.sheet.pictures[k]) < 4 * em
                and reading.sheet.pictures[k][1] < piece.box[1]
                and not _ruled_off(piece.box, reading.sheet.pictures[k], reading.sheet)
                for k in item.pictures
            )
            if captioned or pictured:
                item.byline += piece.rows
                break


def _distance(a: Box, b: Box) -> float:
    dx, dy = max(0.0, -overlap(a[0], a[2], b[0], b[2])), max(0.0, -overlap(a[1], a[3], b[1], b[3]))
    return dx + dy


def _nearest_picture(piece: Piece, pictures: Sequence[Box]) -> int:
    return min(range(len(pictures)), key=lambda k: _distance(piece.box, pictures[k]))


def _story_around(picture: Box, captions: Sequence[Piece], items: Sequence[_Item], sheet: Sheet) -> _Item | None:
    """The item whose type stands nearest around a picture and is not ruled off from it."""
    em = sheet.em
    region = union([picture, *(c.box for c in captions)])
    inset = _inset_around(region, sheet)
    best: tuple[float, _Item] | None = None
    for item in items:
        boxes = item.boxes()
        if not boxes or item.inset != inset:
            continue
        near = 0.0
        for box in boxes:
            if _distance(region, box) < 2.6 * em and not _ruled_off(region, box, sheet):
                near += max(0.0, overlap(region[0], region[2], box[0], box[2])) + max(
                    0.0, overlap(region[1], region[3], box[1], box[3])
                )
        whole = union(boxes)
        inside = max(0.0, overlap(region[0], region[2], whole[0], whole[2])) * max(
            0.0, overlap(region[1], region[3], whole[1], whole[3])
        )
        if _heads_picture(item, picture, sheet):
            near += 3 * (region[2] - region[0] + region[3] - region[1])
        score = near / (region[2] - region[0] + region[3] - region[1]) + inside / (
            (region[2] - region[0]) * (region[3] - region[1])
        )
        if near > 0 and (best is None or score > best[0]):
            best = (score, item)
    return best[1] if best else None


def _heads_picture(item: _Item, picture: Box, sheet: Sheet) -> bool:
    """Whether an item is a headline close over or under a picture, in its width, and little else: a picture story."""
    if not item.headline:
        return False
    head = union(r.box for r in item.headline)
    close = max(head[1] - picture[3], picture[1] - head[3]) < 2 * sheet.em
    within = overlap(head[0], head[2], picture[0], picture[2]) > 0.9 * (head[2] - head[0])
    area = sum((p.box[2] - p.box[0]) * (p.box[3] - p.box[1]) for p in item.pieces)
    return close and within and area < (picture[2] - picture[0]) * (picture[3] - picture[1])


def _inset_around(box: Box, sheet: Sheet) -> int:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    inside = [
        ((i[2] - i[0]) * (i[3] - i[1]), k)
        for k, i in enumerate(sheet.insets)
        if i[0] <= middle[0] <= i[2]
        and i[1] <= middle[1] <= i[3]
        and (i[2] - i[0]) * (i[3] - i[1]) < 0.55 * sheet.width * sheet.height
        and (i[2] - i[0]) * (i[3] - i[1]) > 1.05 * (box[2] - box[0]) * (box[3] - box[1])
    ]
    return min(inside)[1] if inside else -1


def _ruled_off(a: Box, b: Box, sheet: Sheet) -> bool:
    """Whether a rule runs between two boxes, along most of the shorter side."""
    for r in sheet.rules:
        if r[2] - r[0] > r[3] - r[1]:
            low, high = (a[3], b[1]) if a[3] <= b[1] + 1 else (b[3], a[1])
            x0, x1 = max(a[0], b[0]), min(a[2], b[2])
            if low - 2 <= (r[1] + r[3]) / 2 <= high + 2 and x1 > x0 and overlap(x0, x1, r[0], r[2]) > 0.6 * (x1 - x0):
                return True
        else:
            low, high = (a[2], b[0]) if a[2] <= b[0] + 1 else (b[2], a[0])
            y0, y1 = max(a[1], b[1]), min(a[3], b[3])
            if low - 2 <= (r[0] + r[2]) / 2 <= high + 2 and y1 > y0 and overlap(y0, y1, r[1], r[3]) > 0.6 * (y1 - y0):
                return True
    return False


def _is_picture_story(item: _Item, sheet: Sheet) -> bool:
    """A picture with a headline and at most a few rows of text."""
    area = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (sheet.pictures[k] for k in item.pictures))
    text = sum((p.box[2] - p.box[0]) * (p.box[3] - p.box[1]) for p in item.pieces)
    return area > 1.2 * text


# Paragraphs


def _article(name: str, item: _Item, page: Page, reading: Reading) -> Article:
    body = paragraphs_of(item.pieces, reading.indented) if reading.sheet.vertical else _paragraphs(item)
    continued = {f: n for p in item.jump for r in p.rows if (found := wording.jump_target(r.text)) for f, n in [found]}
    return Article(
        id=name,
        kind=item.kind,
        kicker=_ids(item.kicker),
        headline=_ids(item.headline),
        subheadline=_ids(item.subheadline),
        byline=_ids(item.byline),
        body=tuple(body),
        captions=tuple(c.ids for c in item.captions),
        pictures=tuple(page.pictures[k].id for k in item.pictures),
        jump=tuple(i for p in item.jump for i in p.ids),
        continued_from=continued.get("continued_from", ""),
        continues_on=continued.get("continues_on", ""),
    )


def _paragraphs(item: _Item) -> list[tuple[str, ...]]:
    body: list[tuple[str, ...]] = []
    em = item.pieces[0].size if item.pieces else 1.0
    current: list[str] = []
    ended = True
    for piece in item.pieces:
        for k, row in enumerate(piece.rows):
            head = piece.kind is BlockKind.SECTION
            left, right = _margins(k, piece)
            begins = head or INDENT_EM[0] * em < left < INDENT_EM[1] * em
            if current and (begins or ended):
                body.append(tuple(current))
                current = []
            current.extend(row.ids)
            ended = head or right > (SHORT_EM if wording.ends_sentence(row.text) else 2 * SHORT_EM) * em
    if current:
        body.append(tuple(current))
    return body


def _margins(k: int, piece: Piece) -> tuple[float, float]:
    """How far row k is from the left and right edge of its measure.

    The measure is that of the rows around it: beside a picture a column is narrower than below it.
    """
    near = piece.rows[max(0, k - 4) : k + 5]
    left, right = piece.measure
    if len(near) >= 5:
        left, right = min(r.box[0] for r in near), max(r.box[2] for r in near)
    return piece.rows[k].box[0] - left, right - piece.rows[k].box[2]


def _ids(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(i for row in rows for i in row.ids)
