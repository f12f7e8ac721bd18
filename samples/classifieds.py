"""Sets classified advertisements (分类广告): many small items in narrow columns, each an item of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from samples.classifieds_copy import ADVERTS, SmallAd, adverts, lost, notices
from samples.fonts import Face, cast, covers
from samples.house import House
from samples.layout import Leaf
from samples.masthead import furnish
from samples.press import Press
from samples.sheet import Box
from samples.typeset import Manner, SetLine, set_line, set_paragraph

TITLES = ("分类广告", "分类信息", "便民信息", "信息超市", "便民服务台", "公告栏", "广而告之")
WIDEST_GAP_EM = 0.25  # that is put between characters to make a line full
CALLS = ("刊登热线：{phone}", "本栏广告接待：{phone}\u3000地址：{street}{n}号", "信息真伪请自辨\u3000联系电话：{phone}")


@dataclass(frozen=True, slots=True)
class Small:
    """How small items are set. `head`: run-in (bold first words), title (a line of its own), mark (■ before them).
    `divider`: none, thin, dotted, frame (around every item)."""

    face: Face
    bold: Face
    size_px: int
    pitch_em: float
    gap_em: float
    indent_em: float
    manner: Manner
    head: str
    divider: str
    sections: bool
    section_style: str
    column_rule: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an item: a line, its role, paragraph and alignment, how many characters of it are bold."""

    line: SetLine
    role: str
    paragraph: int | None
    align: str = "left"
    bold: int = 0


@dataclass(frozen=True, slots=True)
class SetAd:
    """An item in rows; a section head has no kind."""

    ad: SmallAd
    rows: tuple[Row, ...]
    paragraphs: tuple[str, ...]
    headline: str


def draw_small(rng: Random, house: House) -> Small:
    """A style for the small items of a page."""
    face = rng.choice((house.body, house.body, cast("hei")[0]))
    divider = rng.choice(("none", "thin", "thin", "dotted", "frame"))
    return Small(
        face=face,
        bold=rng.choice((house.bold, cast("hei-bold")[0])),
        size_px=max(22, round(house.size_px * rng.uniform(0.7, 0.9))),
        pitch_em=rng.uniform(1.16, 1.34),
        gap_em=rng.uniform(0.35, 0.9) if divider == "none" else rng.uniform(0.7, 1.1),
        indent_em=rng.choice((0.0, 0.0, 2.0)),
        manner=house.manner,
        head=rng.choice(("run-in", "run-in", "title", "mark")),
        divider=divider,
        sections=rng.random() < 0.6,
        section_style=rng.choice(("reversed", "tint", "plain", "ruled")),
        column_rule=divider in ("thin", "dotted") or rng.random() < 0.5,
    )


def set_small(text: str, style: Small, measure: float, indent: float) -> list[SetLine]:
    """A paragraph whose lines are made full only where that does not tear them apart, as a number on the next would."""
    full = set_paragraph(text, style.face, measure, indent, style.manner)
    ragged = set_paragraph(text, style.face, measure, indent, style.manner, justify=False)
    return [
        wide if wide.right - plain.right <= WIDEST_GAP_EM * len(plain.glyphs) else plain
        for wide, plain in zip(full, ragged, strict=True)
    ]


def set_ad(ad: SmallAd, style: Small, measure_em: float) -> SetAd:
    """Set one item in a measure."""
    measure = measure_em - (1.0 if style.divider == "frame" else 0.0)
    rows: list[Row] = []
    headline, first = "", ad.first
    titled = bool(first) and (style.head == "title" or bool(ad.signed) or len(first) + 2 > measure)
    if titled:
        headline, first = ad.first, ""
        spaced = 0.3 if len(headline) <= 4 and style.head == "title" else 0.0
        rows.append(Row(set_line(headline, style.bold, spaced), "headline", None, "centre", len(headline)))
    if first and style.head == "mark":
        first = "■" + first
    text = first + ("\u3000" if first else "") + ad.text
    indent = 2.0 if titled else style.indent_em
    for number, line in enumerate(set_small(text, style, measure, indent)):
        rows.append(Row(line, "body", 0, "left", len(first) if number == 0 else 0))
    for number, sign in enumerate(ad.signed, 1):
        lines = set_paragraph(sign, style.face, measure, 0.0, style.manner, False)
        rows += [Row(line, "body", number, "right") for line in lines]
    return SetAd(ad, tuple(rows), (text, *ad.signed), headline)


def height_em(ad: SetAd, style: Small) -> float:
    """Height of a set item without the blank around it."""
    title = 0.25 if ad.headline else 0.0
    return (len(ad.rows) - 1) * style.pitch_em + 1.0 + title


class ClassifiedSetter:
    """Fills the columns of an area with items, section by section."""

    def __init__(self, press: Press, leaf: Leaf) -> None:
        self.press, self.leaf, self.rng = press, leaf, press.rng
        self.style = draw_small(press.rng, press.house)
        self.used: set[tuple[str, ...]] = set()

    def set(self) -> None:
        """Print the area."""
        sheet, rng, style = self.press.sheet, self.rng, self.style
        x0, y0, x1, y1 = self.leaf.box
        framed = rng.random() < 0.8
        if framed:
            sheet.frame(self.leaf.box, rng.choice(("thin", "thin", "double", "thick")), rng.choice((2, 3)))
        sheet.region("classifieds", self.leaf.box)
        pad = style.size_px * (1.0 if framed else 0.1)
        top = self._band((x0, y0, x1, y1), framed)
        gutter = style.size_px * (rng.uniform(0.7, 1.2) if not style.column_rule else rng.uniform(0.9, 1.3))
        inner = x1 - x0 - 2 * pad
        count = max(1, round((inner + gutter) / (style.size_px * rng.uniform(10, 15) + gutter)))
        width = (inner - (count - 1) * gutter) / count
        columns = [(x0 + pad + k * (width + gutter), width) for k in range(count)]
        bottom = y1 - (0.7 * style.size_px if framed else 0.0)
        stream = self._stream(width / style.size_px)
        for k, (left, wide) in enumerate(columns):
            self._column(stream, (left, top, left + wide, bottom))
            if k and style.column_rule:
                x = left - gutter / 2
                sheet.rule("thin", x, top, x, bottom, 2, 30)

    def _band(self, box: Box, framed: bool) -> float:
        """Print the head of the area; returns the y where the items may begin."""
        press, rng, house = self.press, self.rng, self.press.house
        x0, y0, x1, _ = box
        size = round(house.size_px * rng.uniform(1.25, 1.9))
        high, pad = size * 1.5, house.size_px * 0.8
        reverse = rng.random() < 0.4
        if reverse:
            press.sheet.fill((x0, y0, x1, y0 + high), rng.choice((20, 60)))
        ink = 255 if reverse else 0
        side = rng.choice(("left", "centre"))
        face = rng.choice((house.bold, *house.display))
        title = furnish(
            press, "running-head", rng.choice(TITLES), face, size, x0 + pad, x1 - pad, y0 + 0.24 * size, side, ink, 0.15
        )
        call = rng.choice(CALLS).format(
            phone=f"0{rng.randint(510, 599)}-{rng.randint(80000000, 89999999)}", street="钟楼街", n=rng.randint(2, 200)
        )
        line, small = set_line(call, house.body), round(house.size_px * 0.85)
        if title[2] + pad + (line.right - line.left) * small < x1 - pad:
            furnish(
                press,
                "imprint",
                call,
                house.body,
                small,
                x0 + pad,
                x1 - pad,
                y0 + 0.24 * size + (size - small) * 0.7,
                "right",
                ink,
            )
        if not reverse:
            press.sheet.rule("thin", x0, y0 + high, x1, y0 + high, 3)
        return y0 + high + self.style.size_px * 0.7

    def _stream(self, measure_em: float) -> list[SetAd]:
        """Items in the order in which they are printed, more than there is room for; section heads have no rows."""
        rng, city = self.rng, self.press.desk.city
        groups: list[tuple[str, list[SmallAd]]] = [(name, adverts(rng, city, name)) for name in ADVERTS]
        rng.shuffle(groups)
        groups.insert(rng.randint(0, 3), ("遗失声明", lost(rng, city)))
        groups.insert(rng.randint(0, 3), ("公告", notices(rng, city)))
        for _ in range(4):  # the sections once more, with other items, for large areas
            groups += [(name, adverts(rng, city, name)) for name in ADVERTS] + [("声明", lost(rng, city))]
        out: list[SetAd] = []
        for name, ads in groups:
            if self.style.sections:
                out.append(SetAd(SmallAd("", name, ""), (), (), ""))
            for ad in ads[: rng.randint(3, len(ads))]:
                text = ad.first + ad.text + "".join(ad.signed)
                face = self.style.face if covers(self.style.face, text) else cast("hei")[0]
                out.append(set_ad(ad, replace(self.style, face=face), measure_em))
        return out

    def _high(self, ad: SetAd) -> float:
        style = self.style
        if not ad.rows:
            return 1.5 * style.size_px
        return (height_em(ad, style) + (1.0 if style.divider == "frame" else 0.0)) * style.size_px

    def _column(self, stream: list[SetAd], box: Box) -> None:
        """Fill a column: items in their order, at its foot whichever fits, the rest of the blank between them."""
        gap = self.style.gap_em * self.style.size_px
        taken: list[SetAd] = []
        free = box[3] - box[1]
        at = 0
        while at < len(stream):
            high = self._high(stream[at])
            need = high if stream[at].rows else high + gap + 5 * self.style.size_px
            if need <= free:
                ad = stream.pop(at)
                taken.append(ad)
                free -= high + gap
            elif at > 12:
                break
            else:
                at += 1
        while taken and not taken[-1].rows:  # no section head at the foot
            stream.insert(0, taken.pop())
        if not taken:
            return
        free = box[3] - box[1] - sum(map(self._high, taken)) - gap * (len(taken) - 1)
        extra = min(free / max(1, len(taken) - 1), 0.9 * self.style.size_px)
        y = box[1]
        for number, ad in enumerate(taken):
            self._print(ad, (box[0], y, box[2], y + self._high(ad)))
            y += self._high(ad)
            between = ad.rows and number + 1 < len(taken) and taken[number + 1].rows
            if between and self.style.divider in ("thin", "dotted"):
                middle = y + (gap + extra) / 2
                self.press.sheet.rule(self.style.divider, box[0], middle, box[2], middle, 2)
            y += gap + extra

    def _print(self, ad: SetAd, box: Box) -> None:
        style, sheet = self.style, self.press.sheet
        if not ad.rows:
            self._section(ad.ad.first, box)
            return
        item = self.press.item(ad.ad.kind)
        item.headline, item.paragraphs = ad.headline, list(ad.paragraphs)
        pad = 0.5 * style.size_px if style.divider == "frame" else 0.0
        if pad:
            sheet.frame(box, "thin", 2)
        sheet.region(ad.ad.kind, box, item.id)
        y = box[1] + pad
        face = style.face if covers(style.face, "".join(ad.paragraphs)) else cast("hei")[0]
        for row in ad.rows:
            self._row(row, face, item.id, (box[0] + pad, y, box[2] - pad, y))
            y += style.pitch_em * style.size_px + (0.25 * style.size_px if row.role == "headline" else 0.0)

    def _row(self, row: Row, face: Face, item: str, box: Box) -> None:
        """Print a row; its first words in the bold face."""
        size, line, bold = self.style.size_px, row.line, row.bold
        left, y, right, _ = box
        if row.role == "headline":
            self.press.aligned(line, self.style.bold, size, left, right, y, "centre", row.role, item)
            return
        x = right - line.right * size if row.align == "right" else left
        self.press.sheet.line(replace(line, glyphs=line.glyphs[bold:]), face, size, x, y, row.role, item, row.paragraph)
        if bold:
            first = replace(line, glyphs=line.glyphs[:bold])
            self.press.sheet.line(first, self.style.bold, size, x, y, row.role, item, row.paragraph, record=False)

    def _section(self, name: str, box: Box) -> None:
        press, style = self.press, self.style
        size = round(style.size_px * 1.1)
        ink = 0
        if style.section_style in ("reversed", "tint"):
            press.sheet.fill(box, 30 if style.section_style == "reversed" else 222)
            ink = 255 if style.section_style == "reversed" else 0
        elif style.section_style == "ruled":
            press.sheet.rule("thin", box[0], box[3], box[2], box[3], 2)
        furnish(
            press,
            "running-head",
            name,
            style.bold,
            size,
            box[0],
            box[2],
            box[1] + (box[3] - box[1] - size) / 2,
            "centre",
            ink,
            0.4,
        )


def set_classifieds(press: Press, leaf: Leaf) -> None:
    """A framed area of classified advertisements and small notices."""
    ClassifiedSetter(press, leaf).set()
