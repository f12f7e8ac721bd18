"""Garbles the text of a page as an earlier OCR did, and keeps the truth.

Stories are set in columns of so many characters; what stands at a column's end and at its beginning is then mixed with
its neighbours', as happens where a reader of columns reads rows. The garbled text has one paragraph a row, line breaks
of print as blanks, as archives hold it; the truth is that of the scorer: printed lines in their order, None for a line
that was lost.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

NEVER_FIRST = frozenset("”’》〉）】〕」』)]。，、；：？！%％℃·～~,.;:?!…—")
NEVER_LAST = frozenset("“‘《〈（【〔「『([")
INDENT = 2
SHAPES = {
    "，": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "（": "(", "）": ")", "——": "一", "—": "一",
    "！": "!", "？": "?",
}  # fmt: skip
"""What an engine makes of marks; of the rest it keeps the shape."""
MISREAD = {
    "；": ":", "己": "已", "未": "末", "人": "入", "日": "曰", "大": "太",
    "土": "士", "天": "夫", "实": "买", "干": "千", "问": "间",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    headline: str
    paragraphs: tuple[str, ...]
    kicker: str = ""
    subheadline: str = ""
    byline: str = ""
    kind: str = "article"


@dataclass(frozen=True, slots=True)
class Damage:
    """How often what happens: of column ends read as rows, and so on. `LEVELS` holds sensible ones."""

    rows: float = 0.0
    """Share of the pairs of neighbouring columns whose last lines were read across."""
    starts: float = 0.0
    """Share of the pairs of neighbouring columns whose first lines changed places."""
    strays: float = 0.0
    """Share of the lines that stand in another paragraph."""
    lost: float = 0.0
    """Share of the lines that are gone; most stood at the end of a column."""
    glued: float = 0.0
    """Share of the breaks at which no blank was left."""
    columns: float = 0.0
    """Share of the columns that stand before their neighbour."""
    heads: float = 0.0
    """Share of the stories of which a heading stands elsewhere."""
    misread: float = 0.0
    """Share of the characters."""


LEVELS = {
    "light": Damage(rows=0.25, strays=0.003, lost=0.004, heads=0.05, misread=0.0005),
    "medium": Damage(rows=0.5, starts=0.15, strays=0.008, lost=0.012, glued=0.004, heads=0.1, misread=0.001),
    "heavy": Damage(rows=0.8, starts=0.3, strays=0.02, lost=0.02, glued=0.01, columns=0.15, heads=0.2, misread=0.003),
}
KINDS = {
    "rows": Damage(rows=0.8),
    "starts": Damage(starts=0.7),
    "strays": Damage(strays=0.025),
    "lost": Damage(lost=0.025),
    "glued": Damage(rows=0.5, glued=0.04),
    "columns": Damage(columns=0.4),
}
"""One kind of damage at a time, for reports."""


@dataclass(eq=False, slots=True)
class _Line:
    text: str
    starts_paragraph: bool
    is_lost: bool = False


@dataclass(slots=True)
class _Set:
    """A story in type."""

    story: Story
    paragraphs: list[list[_Line]]
    columns: list[list[_Line]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Garbled:
    text: str
    truth: dict[str, Any]
    """`articles` as the scorer wants them."""
    chunks: tuple[tuple[str, ...], ...]
    """The printed lines as they stand in the text, by paragraph."""
    after: tuple[int, ...]
    """For each of them, numbered through, the one that truly follows; `END` or `LOST` where none does."""
    before: tuple[int, ...]


END, LOST = -1, -2
"""No line follows: the paragraph, or heading, is at its end; or the line that did is gone."""


def garble(stories: Sequence[Story], damage: Damage, seed: int) -> Garbled:
    """The text of a page of these stories with such damage."""
    dice = Random(seed)
    measure = dice.randint(12, 16)
    rows_apart = dice.random() < 0.3
    shapes = {mark: shape for mark, shape in SHAPES.items() if dice.random() < 0.6}
    set_ = [_set(story, measure if dice.random() < 0.8 else dice.randint(11, 21), dice) for story in stories]
    for each in set_:
        _lose(each, damage, dice)
    chunks: list[list[_Line]] = []
    bodies: list[list[list[_Line]]] = []
    for each in set_:
        bodies.append([*_headings(each.story, dice), *_read(each.columns, damage, dice)])
    _misplace_heads(bodies, damage, dice)
    head, foot = _furniture(dice)
    chunks += [_heading(text) for text in head]
    for body in bodies:
        chunks += body
    chunks += [_heading(text) for text in foot]
    _stray(chunks, damage, dice)
    for line in (line for each in set_ for paragraph in each.paragraphs for line in paragraph):
        line.text = _as_read(line.text, shapes, damage.misread, dice)
    chunks = [chunk for chunk in chunks if chunk]
    after, before = _neighbours(chunks, set_)
    return Garbled(
        _written(chunks, rows_apart, damage.glued, dice),
        {"articles": [_truth(each) for each in set_], "furniture": [*head, *foot]},
        tuple(tuple(line.text for line in chunk) for chunk in chunks),
        after,
        before,
    )


def _neighbours(chunks: Sequence[Sequence[_Line]], set_: Sequence[_Set]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    number = {id(line): n for n, line in enumerate(line for chunk in chunks for line in chunk)}
    after, before = [END] * len(number), [END] * len(number)
    for paragraph in (paragraph for each in set_ for paragraph in each.paragraphs):
        for one, other in pairwise(paragraph):
            if not one.is_lost:
                after[number[id(one)]] = LOST if other.is_lost else number[id(other)]
            if not other.is_lost:
                before[number[id(other)]] = LOST if one.is_lost else number[id(one)]
    return tuple(after), tuple(before)


def _heading(text: str) -> list[_Line]:
    return [_Line(text, True)]


def _headings(story: Story, dice: Random) -> list[list[_Line]]:
    """A chunk for each heading. A headline of two clauses was read as one, or as one a printed line."""
    rows = [text for text in (story.kicker, story.headline, story.subheadline, story.byline) if text]
    clauses = story.headline.split()
    if len(clauses) == 2 and min(map(len, clauses)) >= 5 and not story.subheadline and dice.random() < 0.15:
        at = rows.index(story.headline)
        rows[at : at + 1] = clauses
    return [_heading(text) for text in rows]


TOWNS = ("青渚", "河湾", "南塘", "白石", "望溪", "云岭")


def _furniture(dice: Random) -> tuple[list[str], list[str]]:
    """What stands above the first story and below the last, in words of our own; nothing on some pages."""
    if dice.random() < 0.6:
        return [], []
    town = dice.choice(TOWNS)
    date = f"{dice.randint(1998, 2024)}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
    head = [
        dice.choice((f"{town}日报社 主办", f"{town}日报", f"{town}晚报社 {town}市委宣传部 联办")),
        dice.choice((date, f"{date} 星期{dice.choice('一二三四五六日')}", f"{date}◆星期")),
        dice.choice((f"总第{dice.randint(100, 9999)}期", f"第{dice.randint(1, 16)}版", f"{town}版", "要闻")),
    ]
    foot = dice.choice(([], ["未经本报授权，不得转载、摘编。"], ["责任编辑：何清 版式：孟小川"]))
    return head[: dice.randint(1, 3)], foot


def _set(story: Story, measure: int, dice: Random) -> _Set:
    paragraphs = [
        [_Line(text, n == 0) for n, text in enumerate(set_in_lines(paragraph, measure))]
        for paragraph in story.paragraphs
    ]
    lines = [line for paragraph in paragraphs for line in paragraph]
    count = max(1, min(dice.randint(1, 5), len(lines) // 6))
    tall = -(-len(lines) // count)
    return _Set(story, paragraphs, [lines[k : k + tall] for k in range(0, len(lines), tall)])


def set_in_lines(paragraph: str, measure: int) -> list[str]:
    """Its lines in a column of `measure` em: figures and Latin letters take half an em and are not cut."""
    lines, line, wide = [], "", float(INDENT)
    for atom in _atoms(paragraph):
        size = sum(0.5 if c.isascii() else 1.0 for c in atom)
        full = wide + size > measure + (1.0 if atom[0] in NEVER_FIRST else 0.0)
        if line and full and line[-1] not in NEVER_LAST:
            lines.append(line)
            line, wide = "", 0.0
        line, wide = line + atom, wide + size
    return [*lines, line] if line else lines


def _atoms(text: str) -> Iterator[str]:
    run = ""
    for character in text:
        if character.isascii() and (character.isalnum() or character in ".%"):
            run += character
            continue
        if run:
            yield run
            run = ""
        yield character
    if run:
        yield run


def _lose(each: _Set, damage: Damage, dice: Random) -> None:
    """Lines at a column's end are lost first."""
    for column in each.columns:
        for place, line in enumerate(column):
            at_end = place == len(column) - 1
            if dice.random() < damage.lost * (12.0 if at_end else 0.35):
                line.is_lost = True


def _read(columns: list[list[_Line]], damage: Damage, dice: Random) -> list[list[_Line]]:
    """The chunks in which the columns of one story were read."""
    columns = [[line for line in column if not line.is_lost] for column in columns]
    for k in range(len(columns) - 1):
        if dice.random() < damage.starts and min(len(columns[k]), len(columns[k + 1])) > 4:
            count = dice.randint(1, 2)
            columns[k][:count], columns[k + 1][:count] = columns[k + 1][:count], columns[k][:count]
    for k in range(len(columns) - 1):
        if dice.random() < damage.columns:
            columns[k], columns[k + 1] = columns[k + 1], columns[k]
    chunks: list[list[_Line]] = []
    k = 0
    while k < len(columns):
        count = min(dice.randint(2, 3), len(columns) - k)
        if count > 1 and dice.random() < damage.rows and min(len(c) for c in columns[k : k + count]) > 4:
            chunks += _rows_across(columns[k : k + count], dice)
            k += count
        else:
            chunks += _paragraphs(columns[k])
            k += 1
    return chunks


def _rows_across(columns: list[list[_Line]], dice: Random) -> list[list[_Line]]:
    """Neighbouring columns of which some rows, mostly the last, were read from left to right: a paragraph of their own,
    or the end of another."""
    shortest = min(len(column) for column in columns)
    tall = dice.randint(1, 3) if dice.random() < 0.75 else dice.randint(2, max(2, min(8, shortest - 2)))
    if dice.random() < 0.2:
        return _rows_at_the_top(columns, tall, dice)
    rows = [column[-tall:] for column in columns]
    across = [row[n] for n in range(tall) for row in rows]
    read = [_paragraphs(column[:-tall]) for column in columns]
    way = dice.random()
    if way < 0.4:  # a paragraph of its own behind the columns
        return [*(chunk for chunks in read for chunk in chunks), across]
    if way < 0.7:  # at the end of the first
        read[0][-1] = read[0][-1] + across
    else:  # before the last
        read[-1][0] = across + read[-1][0]
    return [chunk for chunks in read for chunk in chunks]


def _rows_at_the_top(columns: list[list[_Line]], tall: int, dice: Random) -> list[list[_Line]]:
    across = [column[n] for n in range(tall) for column in columns]
    read = [_paragraphs(column[tall:]) for column in columns]
    if dice.random() < 0.5:
        return [across, *(chunk for chunks in read for chunk in chunks)]
    read[0][0] = across + read[0][0]
    return [chunk for chunks in read for chunk in chunks]


def _paragraphs(column: list[_Line]) -> list[list[_Line]]:
    chunks: list[list[_Line]] = []
    for line in column:
        if line.starts_paragraph or not chunks:
            chunks.append([])
        chunks[-1].append(line)
    return chunks or [[]]


def _misplace_heads(bodies: list[list[list[_Line]]], damage: Damage, dice: Random) -> None:
    """A heading stands among the last paragraphs of the story before."""
    for n in range(1, len(bodies)):
        if dice.random() < damage.heads and len(bodies[n]) > 2 and len(bodies[n - 1]) > 4:
            bodies[n - 1].insert(len(bodies[n - 1]) - dice.randint(1, 2), bodies[n].pop(0))


def _stray(chunks: list[list[_Line]], damage: Damage, dice: Random) -> None:
    """Single lines stand in another paragraph of the neighbourhood."""
    for n, chunk in enumerate(chunks):
        for line in list(chunk) if len(chunk) > 2 else ():
            if dice.random() < damage.strays:
                near = [m for m in range(max(0, n - 12), min(len(chunks), n + 13)) if m != n and len(chunks[m]) > 2]
                if near:
                    chunk.remove(line)
                    other = chunks[dice.choice(near)]
                    other.insert(dice.choice((0, len(other), dice.randint(0, len(other)))), line)


def _as_read(text: str, shapes: dict[str, str], misread: float, dice: Random) -> str:
    for mark, shape in shapes.items():
        text = text.replace(mark, shape)
    return "".join(MISREAD.get(c, c) if dice.random() < misread * 20 else c for c in text) if misread else text


def _written(chunks: list[list[_Line]], rows_apart: bool, glued: float, dice: Random) -> str:
    parts = []
    for chunk in chunks:
        written = chunk[0].text
        for line in chunk[1:]:
            written += ("" if dice.random() < glued else "\n" if rows_apart else " ") + line.text
        parts.append(written)
    return "\n\n".join(parts) + "\n"


def _truth(each: _Set) -> dict[str, Any]:
    story = each.story
    body = [[None if line.is_lost else line.text for line in paragraph] for paragraph in each.paragraphs]
    return {
        "kind": story.kind,
        "kicker": story.kicker,
        "headline": story.headline,
        "subheadline": story.subheadline,
        "byline": story.byline,
        "paragraphs": body,
    }
