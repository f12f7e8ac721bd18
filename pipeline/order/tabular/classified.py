"""Finds classified advertisements: many small items in narrow columns of small type, and parts them from each other.

A block that sells, seeks or declares something and is narrow is likely one; several of one type side by side or
beneath each other are an area of them. In it each column is read downwards, and a new item begins at a thin rule, at
a blank, in another frame, at a title in the middle of the column and where a line begins with a lead word (出租, 遗失
声明, ■招聘) that a blank parts from what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.geometry import Frame, overlap
from pipeline.order import wording
from pipeline.order.tabular.entries import Entry, box_of, entries_of, flat_rules, is_han
from pipeline.page import FURNITURE, ArticleKind, Block, BlockKind, Box, Direction, Page

SELLS = re.compile(
    r"声明作废|遗失|作废|转让|出租|求租|出售|低价|招聘|诚聘|急聘|聘|招|面议|价优|价格|优惠|收购|回收|维修|搬家|疏通|开锁|家教|家政|"
    r"代理|加盟|培训|征婚|交友|寻人|启事|公告|特此|更正|承接|营业执照|公章|身份证|证号|执照|欢迎|非诚勿扰|咨询|热线|联系|电话|"
    r"\d{3,4}[-—－]\d{7,8}|(?<!\d)1[3-9]\d{9}|(?<!\d)\d{7,8}(?!\d)"
)
AREA_TITLE = re.compile(
    r"分类(广告|信息)|便民(信息|服务|广告)|广而告之|信息(超市|窗口|广场|港|栏)|生活(资讯|服务)|刊登热线|信息真伪|刊登电话"
)
MARKS = "■□●○◆◇★☆▲△▼▽※◎►▶•·"
WIDEST_EM = 19.0
"""A column of small advertisements is no wider."""
LEAST_BLOCKS = 5
LIKE_SIZE = 1.16
ACROSS_EM = 6.0
"""A line across columns stands no further from them."""
WIDER = 1.3
"""It is so many times as wide as a column that begins where it does."""
NEAR_LINES = 6
"""So many lines above and below tell where a column has its edges at a line: it may lean."""
LEAD = re.compile(r"^[^\s，。：；,.:;、（）()\d]{1,7}$")


@dataclass(frozen=True, slots=True)
class Small:
    """One small advertisement or notice: its title, if it has one, and paragraphs of line ids."""

    kind: ArticleKind
    title: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.title, *(i for paragraph in self.paragraphs for i in paragraph))


@dataclass(frozen=True, slots=True)
class Area:
    """An area of classified advertisements, and what is printed in it beside them: its title, heads of sections."""

    items: tuple[Small, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    """One line of a column, whole."""

    id: str
    box: Box
    em: float
    text: str
    lead: bool
    """Whether it begins with a word that a blank parts from the rest, or with a mark."""

    @property
    def middle_y(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def find_classified(page: Page) -> list[Area]:
    """The areas of classified advertisements of a page, outside its tables."""
    blocks = [
        b
        for b in page.blocks
        if b.direction is Direction.LTR and b.kind not in FURNITURE and b.kind is not BlockKind.TABLE and b.lines
    ]
    lines = _lines(page, blocks)
    by_block = {b.id: [lines[i.id] for i in b.lines if i.id in lines] for b in blocks}
    areas = []
    taken: set[str] = set()
    for group in _groups([rows for rows in by_block.values() if rows and _sells(rows)]):
        members = [line for line in _held(group, [rows for rows in by_block.values() if rows]) if line.id not in taken]
        if members:
            taken.update(line.id for line in members)
            areas.append(_area(members, page))
    return areas


def small_of(page: Page, lines: Sequence[str]) -> Small:
    """The item that some lines make, given from the top; its column is what it fills itself."""
    rows = _lines(page, [page.block_of[lines[0]]])
    part = [rows[i] for i in lines if i in rows]
    return _small(part, _edges(part), median(line.em for line in part))


def _lines(page: Page, blocks: Iterable[Block]) -> dict[str, _Line]:
    parts: dict[str, list[Entry]] = {}
    for entry in entries_of(page, blocks):
        parts.setdefault(entry.line, []).append(entry)
    made = {}
    for name, entries in parts.items():
        text, em = page.lines[name].text, median(e.em for e in entries)
        made[name] = _Line(name, box_of(entries), em, text.strip(), _has_lead(text, entries, em))
    return made


def _has_lead(text: str, entries: Sequence[Entry], em: float) -> bool:
    bare = text.strip()
    if bare[:1] in MARKS:
        return True
    first = bare.split()[0] if bare.split() else ""
    words = len(bare.split()) > 1 and len(first) >= 1
    parted = words or (len(entries) > 1 and entries[1].box[0] - entries[0].box[2] > 0.6 * em)
    head = first if words else entries[0].text
    return parted and bool(LEAD.match(head.strip())) and all(is_han(c) for c in head.strip())


def _sells(rows: Sequence[_Line]) -> bool:
    text = "".join(line.text for line in rows)
    narrow = max(line.box[2] - line.box[0] for line in rows) < WIDEST_EM * median(line.em for line in rows)
    found = len({m.group() for m in SELLS.finditer(text)})
    return narrow and len(text) >= 8 and found >= max(1, len(text) // 70)


def _groups(blocks: Sequence[Sequence[_Line]]) -> list[list[Sequence[_Line]]]:
    """Blocks of like type that stand near each other, in groups that are large enough for an area."""
    boxes = [_box(rows) for rows in blocks]
    sizes = [median(line.em for line in rows) for rows in blocks]
    parent = list(range(len(blocks)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for a in range(len(blocks)):
        for b in range(a):
            em = max(sizes[a], sizes[b])
            dx = -overlap(boxes[a][0], boxes[a][2], boxes[b][0], boxes[b][2])
            dy = -overlap(boxes[a][1], boxes[a][3], boxes[b][1], boxes[b][3])
            if em < LIKE_SIZE * min(sizes[a], sizes[b]) and max(dx, dy) < 4.5 * em and min(dx, dy) < 0:
                parent[root(a)] = root(b)
    groups: dict[int, list[Sequence[_Line]]] = {}
    for k, rows in enumerate(blocks):
        groups.setdefault(root(k), []).append(rows)
    return [group for group in groups.values() if _is_area(group)]


def _is_area(group: Sequence[Sequence[_Line]]) -> bool:
    lines = [line for rows in group for line in rows]
    leads = sum(line.lead for line in lines)
    phones = sum(bool(re.search(r"\d{7}", line.text)) for line in lines)
    columns = _columns(lines)
    return (
        len(lines) >= 12
        and len(group) >= LEAST_BLOCKS
        and leads + phones >= max(5, 0.12 * len(lines))
        and len(columns) >= 1
    )


def _held(group: Sequence[Sequence[_Line]], blocks: Sequence[Sequence[_Line]]) -> list[_Line]:
    """The lines of an area: those of its blocks, and of others that lie between them."""
    x0, y0, x1, y1 = _box([line for rows in group for line in rows])
    em = median(line.em for rows in group for line in rows)
    own = {line.id for rows in group for line in rows}
    made = []
    for rows in blocks:
        for line in rows:
            middle = (line.box[0] + line.box[2]) / 2
            inside = x0 - em < middle < x1 + em and y0 - 0.3 * em < line.middle_y < y1 + 0.9 * em
            fits = line.box[0] > x0 - em and line.box[2] < x1 + em and line.box[2] - line.box[0] < WIDEST_EM * em
            if line.id in own or (inside and fits and line.em < 1.5 * em):
                made.append(line)
    return made


def _box(lines: Sequence[_Line]) -> Box:
    xs0, ys0, xs1, ys1 = zip(*(line.box for line in lines), strict=True)
    return (min(xs0), min(ys0), max(xs1), max(ys1))


# Columns and items


def _columns(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Lines of one column together, from the left, each column from the top. Columns may lean.

    A line across several columns, as the area's title is, is one for itself.
    """
    across = _across(lines)
    columns: list[list[_Line]] = []
    for line in sorted((each for each in lines if each.id not in across), key=lambda each: each.middle_y):
        best, best_share = None, 0.5
        for column in columns:
            x0, x1 = _edges(column[-NEAR_LINES:])
            shared = overlap(x0, x1, line.box[0], line.box[2]) / min(x1 - x0, line.box[2] - line.box[0])
            if shared > best_share:
                best, best_share = column, shared
        if best is None:
            columns.append([line])
        else:
            best.append(line)
    columns += [[line] for line in lines if line.id in across]
    return sorted(columns, key=lambda column: column[0].box[0])


def _across(lines: Sequence[_Line]) -> set[str]:
    """Ids of the lines that stand close over or under two others which stand beside each other."""
    found = set()
    for line in lines:
        x0, _, x1, _ = line.box
        near = [a for a in lines if a is not line and abs(a.middle_y - line.middle_y) < ACROSS_EM * line.em]
        met = [a for a in near if overlap(x0, x1, a.box[0], a.box[2]) > 0.3 * (a.box[2] - a.box[0])]
        beside = any(overlap(a.box[0], a.box[2], b.box[0], b.box[2]) < 0 for a, b in _level_pairs(met))
        below = [a.box[2] - a.box[0] for a in near if abs(a.box[0] - x0) < 0.7 * line.em]
        if beside and x1 - x0 > WIDER * max(below, default=0.0):
            found.add(line.id)
    return found


def _level_pairs(lines: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    """Every two lines at one height."""
    ordered = sorted(lines, key=lambda line: line.middle_y)
    for k, a in enumerate(ordered):
        for b in ordered[k + 1 :]:
            if b.middle_y - a.middle_y > 0.5 * a.em:
                break
            yield a, b


def _edges(lines: Sequence[_Line]) -> tuple[float, float]:
    return min(line.box[0] for line in lines), max(line.box[2] for line in lines)


def _area(lines: Sequence[_Line], page: Page) -> Area:
    rules = flat_rules(page)
    frame = Frame(page.transform)
    insets = [frame.image_box(inset.polygon) for inset in page.insets]
    items: list[Small] = []
    heads: list[str] = []
    for column in _columns(lines):
        em = median(line.em for line in column)
        edges = {line.id: _edges(column[max(0, k - NEAR_LINES) : k + NEAR_LINES + 1]) for k, line in enumerate(column)}
        for part in _parts(column, edges, em, rules, insets):
            if _is_head(part, edges[part[0].id], em) or (len(part) == 1 and AREA_TITLE.search(part[0].text)):
                heads += [line.id for line in part]
            else:
                items.append(_small(part, edges[part[0].id], em))
    return Area(tuple(items), tuple(heads))


def _parts(
    column: Sequence[_Line],
    edges_of: Mapping[str, tuple[float, float]],
    em: float,
    rules: Sequence[Box],
    insets: Sequence[Box],
) -> list[list[_Line]]:
    """The items of a column, and the heads of sections between them."""
    steps = [b.middle_y - a.middle_y for a, b in pairwise(column)]
    pitch = median(steps) if steps else 1.3 * em
    parts: list[list[_Line]] = []
    for line in column:
        if parts and not _begins(line, parts[-1][-1], edges_of, em, pitch, rules, insets):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _begins(
    line: _Line,
    last: _Line,
    edges_of: Mapping[str, tuple[float, float]],
    em: float,
    pitch: float,
    rules: Sequence[Box],
    insets: Sequence[Box],
) -> bool:
    """Whether a line is the first of its item, given the line above it."""
    edges, last_edges = edges_of[line.id], edges_of[last.id]
    if any(
        last.middle_y < (r[1] + r[3]) / 2 < line.middle_y and overlap(r[0], r[2], *edges) > 0.5 * (edges[1] - edges[0])
        for r in rules
    ):
        return True
    if _inset_of(line.box, insets) != _inset_of(last.box, insets):
        return True
    centred, after_title = _is_centred(line, edges, em), _is_centred(last, last_edges, em)
    blank = line.middle_y - last.middle_y > pitch + max(0.5 * em, 0.25 * pitch)
    ended = last_edges[1] - last.box[2] > 1.2 * em or last.text[-1:] in "。！？" or last.text[-4:].isdigit()
    leads = line.lead and line.box[0] - edges[0] < 0.7 * em and ended
    return (centred and not after_title) or leads or (blank and not after_title)


def _inset_of(box: Box, insets: Sequence[Box]) -> int:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = [((i[2] - i[0]) * (i[3] - i[1]), k) for k, i in enumerate(insets) if i[0] < x < i[2] and i[1] < y < i[3]]
    return min(inside)[1] if inside else -1


def _is_centred(line: _Line, edges: tuple[float, float], em: float) -> bool:
    left, right = line.box[0] - edges[0], edges[1] - line.box[2]
    return (
        left > 1.2 * em
        and abs(left - right) < 1.2 * em
        and len(line.text) <= 14
        and not re.search(r"[。，：]|\d{5}", line.text)
    )


def _is_head(part: Sequence[_Line], edges: tuple[float, float], em: float) -> bool:
    """Whether a part is but the head of a section."""
    return len(part) == 1 and _is_centred(part[0], edges, em)


def _small(part: Sequence[_Line], edges: tuple[float, float], em: float) -> Small:
    titles = 0
    while titles < min(2, len(part) - 1) and _is_centred(part[titles], edges, em):
        titles += 1
    text = "".join(line.text for line in part)
    head = "".join(line.text for line in part[:titles]) or part[0].text[:8]
    notice = wording.NOTICE_TITLE.search(head) or "声明作废" in text or "特此" in text
    sells = re.match(rf"[{MARKS}]?(招聘|招|拍卖行)", head)
    kind = ArticleKind.NOTICE if notice and not sells else ArticleKind.ADVERTISEMENT
    return Small(kind, tuple(line.id for line in part[:titles]), _paragraphs(part[titles:], edges, em))


def _paragraphs(lines: Sequence[_Line], edges: tuple[float, float], em: float) -> tuple[tuple[str, ...], ...]:
    """Lines as paragraphs: an indent begins one, and so does each line of a signature at the right."""
    made: list[list[str]] = []
    ended = True
    for k, line in enumerate(lines):
        left, right = line.box[0] - edges[0], edges[1] - line.box[2]
        signs = k > 0 and _signs(line, edges, em)
        begins = k > 0 and 1.4 * em < left < 3.0 * em and ended
        if not made or signs or begins or (made and k > 0 and _signs(lines[k - 1], edges, em) and left < em):
            made.append([line.id])
        else:
            made[-1].append(line.id)
        ended = line.text[-1:] in "。！？" or right > 1.2 * em
    return tuple(map(tuple, made))


def _signs(line: _Line, edges: tuple[float, float], em: float) -> bool:
    """Whether a line stands at the right, as the name and the date under a notice do."""
    left, right = line.box[0] - edges[0], edges[1] - line.box[2]
    return left > 3.0 * em and right < 2.5 * em and left > right + em
