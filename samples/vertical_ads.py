"""Advertisements and notices of vertical pages: display type in both directions, reversed bands, small columns."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np

from samples import pictures
from samples.fonts import Face
from samples.press import Item, Press
from samples.sheet import Box
from samples.vertical_heads import row_of
from samples.vertical_house import FRAMES, Style
from samples.vertical_names import person
from samples.vertical_type import Cell, set_column, set_display
from samples.vertical_words import Copybook, render
from samples.words import FOLDER

ADS = FOLDER / "ads" / "old.txt"
THEATRES = ("{shop}大舞台", "{shop}大戲院", "{shop}影戲院", "{shop}遊藝場")
ADDRESSES = ("地址{road}{no}", "{p}{road}", "總行{road}", "發行所{road}{no}", "{road}口")
FEET = ("日戲二時半起\u3000夜戲七時起", "樓上五角\u3000樓下三角", "今日起連映三天", "全本一次演完")


@cache
def phrases(tag: str) -> tuple[str, ...]:
    """The patterns of a tag: name, goods, slogan, text or notice."""
    rows = (row.partition(":") for row in ADS.read_text("utf-8").splitlines() if not row.startswith("#"))
    return tuple(pattern.strip() for found, _, pattern in rows if found == tag)


@dataclass(slots=True)
class _Pen:
    """Prints the pieces of one advertisement, each as a paragraph of its item."""

    press: Press
    style: Style
    item: Item
    fill: int = 0

    def column(
        self, text: str, face: Face, size_px: int, x: float, y0: float, y1: float, place: str = "centre",
    ) -> None:
        """A column between two y."""
        room = (y1 - y0) / size_px - len(text)
        spacing = max(0.0, min(0.7, room / max(1, len(text) - 1))) if place == "spread" else 0.0
        used = (len(text) + spacing * (len(text) - 1)) * size_px
        down = {"top": 0.0, "centre": (y1 - y0 - used) / 2, "spread": (y1 - y0 - used) / 2}[place]
        self.press.sheet.column(set_display(text, spacing), face, size_px, x, y0 + down, "body", self.item.id,
                                len(self.item.paragraphs), self.fill)
        self.item.paragraphs.append(text)

    def row(self, text: str, face: Face, size_px: int, x0: float, x1: float, y: float, spread: bool = False) -> None:
        """A line across between two x."""
        room = (x1 - x0) / size_px - len(text)
        spacing = max(0.0, min(0.6, 0.8 * room / max(1, len(text) - 1))) if spread else 0.0
        line = row_of(text, self.style, face, spacing)
        self.press.aligned(line, face, size_px, x0, x1, y, "centre", "body", self.item.id, len(self.item.paragraphs),
                           self.fill)
        self.item.paragraphs.append(text)

    def text(self, text: str, face: Face, size_px: int, box: Box) -> None:
        """Running text in columns from the right of a box, larger than `size_px` where there is room."""
        x0, y0, x1, y1 = box
        pitch = 1.25
        for larger in range(round(1.7 * size_px), size_px, -1):
            rows = int((y1 - y0) / larger)
            if rows >= 6 and -(-len(text) // rows) * larger * pitch <= x1 - x0:
                size_px = larger
                break
        rows = int((y1 - y0) / size_px)
        count = -(-len(text) // max(1, rows))
        free = (x1 - x0) / size_px - count * pitch
        pitch += max(0.0, min(0.5, free / max(1, count)))
        x = x1 - size_px
        number = len(self.item.paragraphs)
        at = 0
        if rows < 3 or x < x0:
            return
        while at < len(text) and x >= x0:
            line = set_column([Cell(char) for char in text[at:at + rows]])
            self.press.sheet.column(line, face, size_px, x, y0, "body", self.item.id, number, self.fill,
                                    stop_at=self.style.stop_at)
            at, x = at + rows, x - size_px * pitch
        self.item.paragraphs.append(text[:at])


def _say(book: Copybook, patterns: tuple[str, ...]) -> str:
    """One of the patterns in words that the faces can print."""
    for _ in range(20):
        text = render(book.rng.choice(patterns), book.rng, {})
        if book.printable(text.replace(" ", "")):
            return text
    return "國貨"


def _phone(rng: Random) -> str:
    return "電話" + "".join(rng.choice("〇一二三四五六七八九") for _ in range(5))


def _address(book: Copybook) -> str:
    return _say(book, ADDRESSES)


def set_advertisement(press: Press, style: Style, book: Copybook, box: Box) -> None:
    """A framed advertisement in one of several manners, as the shape of the box allows."""
    rng, sheet = press.rng, press.sheet
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) < 4.5 * style.size_px:
        return
    item = press.item("advertisement")
    sheet.region("advertisement", box, item.id)
    reverse = rng.random() < 0.1
    if reverse:
        sheet.fill(box, 0)
    else:
        sheet.frame(box, rng.choice(FRAMES), rng.choice((2, 3, 3, 4)))
    pad = (0.7 if min(width, height) > 8 * style.size_px else 0.5) * style.size_px
    inner = (box[0] + pad, box[1] + pad, box[2] - pad, box[3] - pad)
    pen = _Pen(press, style, item, 255 if reverse else 0)
    manners: list[Callable[[_Pen, Copybook, Box], None]] = [_columns]
    if width > 11 * style.size_px:
        manners += [_banner, _banner] if height > 10 * style.size_px else [_rows]
        manners += [_theatre] if height > 13 * style.size_px and not reverse else []
        manners += [_pictured] if height > 11 * style.size_px and not reverse else []
    rng.choice(manners)(pen, book, inner)


def _columns(pen: _Pen, book: Copybook, box: Box) -> None:
    """The name in large type, columns of slogans and small type to its sides, from right to left."""
    style, rng = pen.style, book.rng
    x0, y0, x1, y1 = box
    name_text = _say(book, phrases("name") + phrases("goods"))
    face = rng.choice(style.display)
    tall = y1 - y0
    size = int(min((x1 - x0) * rng.uniform(0.22, 0.5), tall / len(name_text) * 0.96))
    size = max(size, style.size_px)
    if size * len(name_text) > tall:
        name_text = name_text[:int(tall / size)]
    x = x1
    before = rng.random() < 0.4 and x1 - x0 > 3 * size
    texts = [_say(book, phrases("slogan")).replace(" ", "\u3000") for _ in range(3)] + [_phone(rng), _address(book)]
    rng.shuffle(texts)
    if before:
        x = _side_columns(pen, texts[:2], x, x1 - 0.4 * (x1 - x0 - size), y0, y1, rng)
    pen.column(name_text, face, size, x - size, y0, y1, "spread")
    x -= size + 0.4 * style.size_px
    x = _side_columns(pen, texts[2:4], x, x0 + 0.35 * (x - x0), y0, y1, rng)
    small = max(18, round(style.size_px * rng.uniform(0.8, 1.1)))
    pen.text(book.pointed(_say(book, phrases("text"))), style.body, small, (x0, y0, x, y1))


def _side_columns(
    pen: _Pen, texts: list[str], x: float, least: float, y0: float, y1: float, rng: Random,
) -> float:
    style = pen.style
    for text in texts:
        size = min(int(rng.uniform(1.0, 2.2) * style.size_px), int((y1 - y0) / len(text)))
        if size < 0.75 * style.size_px or x - size < least:
            continue
        face = rng.choice((style.bold, style.kai, style.body, *style.display))
        pen.column(text, face, size, x - size, y0, y1, rng.choice(("spread", "top", "centre")))
        x -= size * 1.25
    return x - 0.2 * style.size_px


def _banner(pen: _Pen, book: Copybook, box: Box) -> None:
    """The name across the top (sometimes white on black), columns beneath, telephone across the foot."""
    style, rng = pen.style, book.rng
    x0, y0, x1, y1 = box
    text, face = _say(book, phrases("name") + phrases("goods")), rng.choice(style.display)
    size = int(min((x1 - x0) / len(text) * 0.92, (y1 - y0) * 0.28))
    y = y0
    if size >= style.size_px:
        y = _band(pen, text, face, size, x0, x1, y0, rng.random() < 0.35)
    slogan = _say(book, phrases("slogan")).replace(" ", "\u3000")
    small = int(min(style.size_px * rng.uniform(1.0, 1.5), (x1 - x0) / len(slogan) * 0.96))
    if small >= 0.8 * style.size_px:
        pen.row(slogan, rng.choice((style.bold, style.kai)), small, x0, x1, y, spread=True)
        y += small * 1.4
    foot = _phone(rng) if rng.random() < 0.5 else _address(book)
    low = int(min(style.size_px * rng.uniform(0.9, 1.3), (x1 - x0) / len(foot) * 0.96))
    bottom = y1 - 1.4 * low if low >= 0.7 * style.size_px else y1
    if bottom - y > 4 * style.size_px:
        x = _side_columns(pen, [_say(book, phrases("slogan")).replace(" ", "\u3000")], x1, x0, y, bottom, rng)
        size = max(18, round(style.size_px * rng.uniform(0.85, 1.2)))
        pen.text(book.pointed(_say(book, phrases("text"))), style.body, size, (x0, y, x, bottom))
    if bottom < y1:
        pen.row(foot, style.bold, low, x0, x1, y1 - low, spread=True)


def _band(pen: _Pen, text: str, face: Face, size: int, x0: float, x1: float, y: float, black: bool) -> float:
    """A line across, perhaps in white on a black band; returns the y beneath it."""
    if black and pen.fill == 0:
        pen.press.sheet.fill((x0, y, x1, y + size * 1.24), 0)
        pen.fill = 255
        pen.row(text, face, size, x0, x1, y + 0.12 * size, spread=True)
        pen.fill = 0
        return y + size * 1.4
    pen.row(text, face, size, x0, x1, y, spread=True)
    return y + size * 1.25


def _rows(pen: _Pen, book: Copybook, box: Box) -> None:
    """Lines across of several sizes."""
    style, rng = pen.style, book.rng
    x0, y, x1, y1 = box
    slogan = _say(book, phrases("slogan")).replace(" ", "\u3000")
    texts = [_say(book, phrases("name")), slogan, _phone(rng), _address(book)]
    for k, text in enumerate(texts):
        wanted = style.size_px * (rng.uniform(2.0, 3.5) if k == 0 else rng.uniform(1.0, 1.6))
        size = int(min((x1 - x0) / len(text) * 0.95, wanted))
        if size < 0.8 * style.size_px or y + size > y1:
            continue
        pen.row(text, rng.choice(style.display if k == 0 else (style.bold, style.kai)), size, x0, x1, y, spread=True)
        y += size * 1.35


def _theatre(pen: _Pen, book: Copybook, box: Box) -> None:
    """A playhouse: its name on a black band, the players beneath, the play in large type, prices at the foot."""
    style, rng = pen.style, book.rng
    x0, y0, x1, y1 = box
    text = _say(book, THEATRES)
    size = int(min((x1 - x0) / len(text) * 0.9, (y1 - y0) * 0.2))
    y = _band(pen, text, rng.choice(style.display), size, x0, x1, y0, True)
    play = _say(book, ("{play}",)).strip("《》")
    big = int(min((x1 - x0) * 0.35, (y1 - y) * 0.9 / len(play)))
    foot = rng.choice(FEET)
    low = int(min(style.size_px * 1.1, (x1 - x0) / len(foot) * 0.95))
    bottom = y1 - 1.5 * low if low >= 0.7 * style.size_px else y1
    x = x1
    small = round(style.size_px * rng.uniform(1.0, 1.4))
    for k in range(12):
        if k == 3 and x - big > x0:
            pen.column(play, rng.choice(style.display), big, x - big, y, bottom, "spread")
            x -= big * 1.15
        if x - small < x0:
            break
        player = person(rng)
        if book.printable(player) and 3 * small < bottom - y:
            pen.column(player, style.bold, small, x - small, y, min(bottom, y + 6 * small), "spread")
        x -= small * 1.4
    if bottom < y1:
        pen.row(foot, style.body, low, x0, x1, y1 - low)


def _pictured(pen: _Pen, book: Copybook, box: Box) -> None:
    """A drawing and the columns beside it."""
    style, rng = pen.style, book.rng
    x0, y0, x1, y1 = box
    wide, tall = (x1 - x0) * rng.uniform(0.3, 0.5), (y1 - y0) * rng.uniform(0.5, 1.0)
    make = pictures.drawing if rng.random() < 0.75 else pictures.photograph
    image = make(np.random.default_rng(rng.getrandbits(32)), int(tall), int(wide))
    left = rng.random() < 0.5
    at = x0 if left else x1 - wide
    pen.press.sheet.picture(image, (at, y0, at + wide, y0 + tall), pen.item.id, "drawing")
    gap = 0.6 * style.size_px
    rest = (x0 + wide + gap, y0, x1, y1) if left else (x0, y0, x1 - wide - gap, y1)
    _columns(pen, book, rest)


def set_notice(press: Press, style: Style, book: Copybook, box: Box) -> None:
    """A small notice: a bold column for its title, small columns for its text."""
    x0, y0, x1, y1 = box
    title, text = _notice(press.rng, book, int((y1 - y0) / style.size_px))
    size = min(round(style.size_px * press.rng.uniform(1.2, 1.7)), int((y1 - y0) / len(title)))
    if size < style.size_px * 0.8 or x1 - x0 < 2.5 * size:
        return
    item = press.item("notice")
    press.sheet.region("notice", box, item.id)
    face = press.rng.choice((style.bold, style.display[0]))
    room = (y1 - y0) / size - len(title)
    spacing = max(0.0, min(0.8, 0.8 * room / max(1, len(title) - 1)))
    used = (len(title) + spacing * (len(title) - 1)) * size
    y = y0 + (y1 - y0 - used) / 2
    press.sheet.column(set_display(title, spacing), face, size, x1 - size, y, "headline", item.id)
    item.headline = title
    pen = _Pen(press, style, item)
    small = max(18, round(style.size_px * press.rng.uniform(0.8, 1.0)))
    pen.text(text, style.body, small, (x0, y0, x1 - size - 0.4 * style.size_px, y1))


def _notice(rng: Random, book: Copybook, longest: int) -> tuple[str, str]:
    """Title and text of a notice; the title has at most `longest` characters, if there is such a one."""
    notices = phrases("notice")
    for pattern in rng.sample(notices, len(notices)):
        title, _, text = render(pattern, rng, {}).partition("=")
        text = book.pointed(text)
        if len(title) <= longest and book.printable(title + text):
            return title, text
    return "召盤", "有意者請至本館接洽"


def set_classified(press: Press, style: Style, book: Copybook, box: Box) -> None:
    """A row of small notices, with rules between them."""
    rng = press.rng
    x0, y0, x1, y1 = box
    press.sheet.frame(box, rng.choice(("thin", "double")), 2)
    pad = 0.45 * style.size_px
    x = x1 - pad
    while x - x0 > 7 * style.size_px:
        wide = min(x - x0 - pad, style.size_px * rng.uniform(6, 10) + 900 / max(8, (y1 - y0) / style.size_px) * 2)
        if x - wide - x0 < 7 * style.size_px:
            wide = x - x0 - pad
        set_notice(press, style, book, (x - wide + pad, y0 + pad, x, y1 - pad))
        x -= wide + pad
        if x - x0 > 7 * style.size_px:
            press.sheet.rule(rng.choice(("thin", "wavy", "dotted")), x, y0 + pad, x, y1 - pad, 2)
        x -= 0.7 * style.size_px


def fill_with_advertisements(press: Press, style: Style, book: Copybook, box: Box) -> None:
    """Cut a box into advertisements and set them, from the right."""
    rng = press.rng
    width, height = box[2] - box[0], box[3] - box[1]
    size = style.size_px
    gap = rng.uniform(0.25, 0.6) * size
    wide_enough, tall_enough = width > 26 * size, height > 26 * size
    if wide_enough and (width >= height or not tall_enough) and rng.random() < 0.93:
        share = rng.uniform(0.35, 0.65) * width
        fill_with_advertisements(press, style, book, (box[2] - share + gap / 2, box[1], box[2], box[3]))
        fill_with_advertisements(press, style, book, (box[0], box[1], box[2] - share - gap / 2, box[3]))
    elif tall_enough and rng.random() < 0.93:
        share = rng.uniform(0.35, 0.65) * height
        fill_with_advertisements(press, style, book, (box[0], box[1], box[2], box[1] + share - gap / 2))
        fill_with_advertisements(press, style, book, (box[0], box[1] + share + gap / 2, box[2], box[3]))
    elif height < 24 * size and width > 14 * size and rng.random() < 0.22:
        set_classified(press, style, book, box)
    else:
        set_advertisement(press, style, book, box)
