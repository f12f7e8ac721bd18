"""Sheets of vertical columns for the reader of small marks: every sheet has its own way of setting stops.

Stops stand beside the column, in a cell of their own or in half of one, at any place in it that a compositor might
choose; rare marks are strewn in so that the net sees enough of them. Worn sheets are set as small papers were, close
and small, mostly with one kind of stop, often in the middle of its cell, and are aged, or on microfilm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.degrade import degrade, identity
from samples.desk import Desk
from samples.fonts import Face, covers
from samples.press import Press
from samples.scan import CLASSES
from samples.sheet import Sheet
from samples.truth import make_truth
from samples.vertical_house import Style, choose, faces
from samples.vertical_type import TURNED, Glyph, SetColumn
from samples.vertical_words import Copybook, Pointing

SIDE_STOPS = frozenset("、。，．：；")
MARGIN_PX = 70
PAPER_PX = (1500, 1900)
"""Least and most of the sides of a sheet."""
QUALITIES = ("clean", "degraded", "aged", "clean", "film", "crowded", "fax", "aged", "degraded", "bordered")
WORN = ("film", "aged", "film", "film", "aged", "degraded")
BULLETS = ("", "", "", "", "", "▲", "●", "■", "○", "◎")
SETS = {"dots": "[，；：、]", "commas": "[；：、]", "all": "(?!)"}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a sheet is set, lengths in em of its type. `at`: the middle of a stop in its cell, or from that of its
    character when it stands `beside`; `advance`: how long the cell of a stop is; `heavy`: its face is bold."""

    face: Face
    bold: Face
    size_px: int
    step: float
    pitch: float
    beside: bool
    at: tuple[float, float]
    mark: float
    advance: float
    full_stop: str
    which: str
    quotes: bool
    strewn: float
    none: bool
    heavy: bool = False

    @classmethod
    def drawn(cls, rng: Random, style: Style) -> Setting:
        """A setting with the faces of a style."""
        beside = rng.random() < 0.45
        inner = ((0.72, 0.28), (0.5, 0.5), (0.66, 0.34), (0.78, 0.22), (0.3, 0.72), (0.7, 0.5), (0.62, 0.62))
        where = (rng.uniform(0.42, 0.68), rng.uniform(0.1, 0.5)) if beside else rng.choice(inner)
        pitch = rng.uniform(1.22, 1.6) if beside else rng.uniform(1.06, 1.6)
        every = (*faces("song"), *faces("song"), *faces("hei"), *faces("kai"), *faces("heavy")[:2])
        return cls(
            face=rng.choice(every), bold=style.bold, size_px=rng.randint(19, 44),
            step=rng.choice((1.0, 1.0, 1.03, 1.1)), pitch=pitch, beside=beside, at=where,
            mark=rng.uniform(0.6, 0.95) if beside else rng.choice((0.99, 0.9)),
            advance=rng.choice((1.0, 1.0, 1.0, 0.5, 0.75)), full_stop=rng.choice(("。", "。", "、", "，")),
            which=rng.choice(("dots", "dots", "commas", "all")), quotes=rng.random() < 0.7,
            strewn=rng.choice((0.0, 0.02, 0.06)), none=rng.random() < 0.07,
        )

    def worn(self, rng: Random) -> Setting:
        """Made the setting of a small paper: close type, stops of any size, half of those in cells in the middle."""
        centred = not self.beside and rng.random() < 0.55
        at = (rng.uniform(0.42, 0.6), rng.uniform(0.36, 0.6)) if centred else self.at
        return replace(
            self, size_px=rng.randint(22, 46), pitch=rng.uniform(1.18, 1.45) if self.beside else rng.uniform(1.04, 1.3),
            at=at, mark=self.mark if self.beside else rng.uniform(0.75, 1.3),
            advance=rng.choice((1.0, 0.5, 0.5, 0.6, 0.75)), full_stop=rng.choice(("。", "、", "、", "，")),
            which=rng.choice(("dots", "dots", "commas", "all")), strewn=rng.choice((0.0, 0.01, 0.02)),
            heavy=rng.random() < 0.35,
        )


@dataclass(frozen=True, slots=True)
class Scanned:
    """A sheet as scanned [height, width (, 3)], its truth as of `samples.make.make_page`, its quality.

    `levels`: for each line the middles of its characters, in em from the top of the first; `em_px` before the scan.
    """

    image: NDArray[np.uint8]
    truth: dict[str, Any]
    quality: str
    levels: list[list[float]]
    beside: bool
    em_px: int


def make_sheet(seed: int, worn: bool = False) -> Scanned:
    """A sheet; same seed, same sheet. The paper of a worn one is not folded."""
    rng = Random(f"{seed}/marks")
    style = choose(rng)
    how = Setting.drawn(rng, style)
    how = how.worn(rng) if worn else how
    sheet = Sheet(rng.randint(*PAPER_PX), rng.randint(*PAPER_PX))
    sheet.direction = "vertical"
    press = Press(sheet, style.house(), Desk(rng, lambda words: True), rng)
    levels = _print(press, how, style, rng)
    quality = WORN[seed % len(WORN)] if worn else QUALITIES[seed % len(QUALITIES)]
    image, warp = sheet.pixels(), identity()
    if quality != "clean":
        noise = np.random.default_rng([seed, 7])
        scan = CLASSES[quality](noise)
        image, warp = degrade(image, noise, replace(scan, creases=()) if worn else scan)
    height, width = image.shape[:2]
    truth = make_truth(press, warp.forward, (width, height), {"seed": seed}, steps=1 if warp.straight else 16)
    return Scanned(image, truth, quality, levels, how.beside, how.size_px)


def _print(press: Press, how: Setting, style: Style, rng: Random) -> list[list[float]]:
    """Fill a sheet with tiers of columns from right to left; the middles of the characters of each."""
    levels: list[list[float]] = []
    sheet = press.sheet
    wide, high = sheet.size
    tiers = rng.randint(2, 4)
    gap = how.size_px * rng.uniform(0.7, 1.4)
    tall = (high - 2 * MARGIN_PX - (tiers - 1) * gap) / tiers
    book = Copybook(rng, Pointing("full"), lambda words: all(covers(how.face, c) for c in words), style.modern,
                    style.old_forms)
    copy = _copy(book, how, rng)
    rule = rng.choice(("thin", "none", "wavy", "double"))
    rest = ""
    for tier in range(tiers):
        y = MARGIN_PX + tier * (tall + gap)
        x = wide - MARGIN_PX - 1.3 * how.size_px
        while x > MARGIN_PX:
            if not rest:
                rest = " " * rng.randint(0, 2) + rng.choice(BULLETS) + next(copy)
            if rng.random() < 0.06:
                x = _beside_a_rule(sheet, how, rng, (x, y, tall))
            if rng.random() < 0.06:
                column = _spaced(rest, tall / how.size_px, how, rng)
                rest = ""
            else:
                column, rest = _column(rest, tall / how.size_px, how)
            if column.glyphs:
                levels.append([glyph.y + glyph.size / 2 - column.top for glyph in column.glyphs])
                sheet.column(column, how.face, how.size_px, x, y, "body", "a1", 0, strong=how.bold, stop_at=how.at)
            x -= how.pitch * how.size_px
            if not rest and rng.random() < 0.2:
                x -= how.pitch * how.size_px
        if tier and rule != "none":
            sheet.rule(rule, MARGIN_PX, y - gap / 2, wide - MARGIN_PX, y - gap / 2, 2)
    return levels


def _beside_a_rule(sheet: Sheet, how: Setting, rng: Random, at: tuple[float, float, float]) -> float:
    """Print a rule right of the next column, near or far; returns where the column stands."""
    x, y, tall = at
    x -= rng.uniform(0.0, 0.9) * how.size_px
    right = x + how.size_px * (1.3 if how.beside else rng.uniform(1.05, 1.35))
    sheet.rule(rng.choice(("thin", "wavy", "wavy", "thick-thin", "double", "dotted")), right, y, right, y + tall, 2)
    return x


def _spaced(text: str, room: float, how: Setting, rng: Random) -> SetColumn:
    """A short line of a heading, far apart and without marks."""
    plain = re.sub(r"\W", "", text)[: rng.randint(2, 8)]
    step = min(rng.uniform(1.2, 3.2), (room - 1) / max(1, len(plain) - 1))
    glyphs = tuple(Glyph(char, 0.0, k * step) for k, char in enumerate(plain)) if step >= 1 else ()
    return SetColumn(plain, glyphs, 0.0, (len(plain) - 1) * step + 1)


def _copy(book: Copybook, how: Setting, rng: Random) -> Iterator[str]:
    """Paragraphs with the marks of a setting."""
    while True:
        story = book.novel() if rng.random() < 0.3 else book.story()
        for _ in range(rng.randint(1, 4)):
            text = "".join(story.sentence() for _ in range(rng.randint(1, 3)))
            yield _pointed(_strewn(text.replace(" ", ""), how.strewn, rng), how)


def _strewn(text: str, share: float, rng: Random) -> str:
    """The text with some stops made others and some words put in brackets."""
    out, close, until = [], "", 0
    for char in text:
        if char in "，。" and rng.random() < 3 * share:
            char = rng.choice("；：、；：？！·")
        if not close and rng.random() < share and char not in "，。；：？！」』）》":
            opening, close = rng.choice(("「」", "「」", "『』", "（）", "《》"))
            until = rng.randint(2, 8)
            out.append(opening)
        out.append(char)
        until -= 1
        if close and until <= 0:
            out.append(close)
            close = ""
    return "".join(out) + close


def _pointed(text: str, how: Setting) -> str:
    if how.none:
        return re.sub(r"[，。、；：？！「」『』《》…—·]", "", text)
    text = re.sub(r"…+|—+", "、", text)
    if how.which != "all":
        text = re.sub(SETS[how.which], "、" if how.which == "dots" else "，", text)
        text = re.sub(r"[。？！]", how.full_stop, text)
    if not how.quotes:
        text = re.sub(r"[「」『』《》]", "", text)
    return re.sub(r"([、。，])[、。，]+", r"\1", text)


def _column(text: str, room: float, how: Setting) -> tuple[SetColumn, str]:
    """As much of a text as `room` (em) holds, set as a column, and the rest."""
    glyphs: list[Glyph] = []
    y, side, taken, first = 0.0, 0.0, 0, 0.0
    low = 0.0
    for char in text:
        beside = how.beside and char in SIDE_STOPS and bool(glyphs)
        stop = char in SIDE_STOPS
        need = 0.0 if beside else how.advance if stop or char in TURNED else how.step
        if y + max(need, 0.0 if beside else 0.6) > room + (0.35 if stop else 0.0):
            break
        taken += 1
        if char.isspace():
            y += how.step
            first = y
            continue
        across, down = how.at
        if beside:  # from the middle of the last character
            middle = low + 0.5
            glyphs.append(Glyph(char, 0.5 + across - how.mark / 2, middle + down - how.mark / 2, how.mark, how.heavy))
            side = 0.3
            continue
        if stop and (how.advance < 1 or how.mark != 0.99):
            size = min(how.mark, 0.98) if how.mark < 1 else how.mark
            place = down * how.advance if how.advance < 1 else down
            glyphs.append(Glyph(char, across - size / 2, y + place - size / 2, size, how.heavy))
        else:
            lift = (1 - need) / 2 if need < 1 else 0.0
            glyphs.append(Glyph(char, 0.0, y - lift))
        low = y
        y += need
    column = SetColumn(text[:taken].strip(), tuple(glyphs), first, max(low + 1.0, first + 1.0), side)
    return column, text[taken:]
