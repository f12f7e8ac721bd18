"""Headings of vertical pages: columns of several sizes side by side, a line across, a small head over its text."""
from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from random import Random

from samples.fonts import Face
from samples.press import Item, Press
from samples.sheet import Box
from samples.typeset import SetLine, set_line
from samples.vertical_house import Style
from samples.vertical_type import set_display, set_reverse
from samples.vertical_words import Story

SIZES = {"lead": (3.2, 4.8), "major": (2.3, 3.4), "minor": (1.6, 2.4), "short": (1.25, 1.7)}  # em of the body
SMALL = {"kicker": (1.1, 0.62), "subheadline": (1.1, 0.66), "byline": (1.0, 0.5)}  # em of the body, share of the head


FRAMED_EM = 2.0  # what a frame and the blank within it take of a heading, both sides together


@dataclass(frozen=True, slots=True)
class Part:
    """One column (or line across) of a heading; `place` is top, centre, bottom or spread."""

    role: str
    text: str
    face: Face
    size_px: int
    place: str
    squeeze: float = 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading ready to print: parts from right to left (or top to bottom), its size, its texts."""

    parts: tuple[Part, ...]
    width_px: float
    height_px: float
    across: bool = False
    frame: str = ""
    ornament: str = ""

    def text(self, role: str) -> str:
        """The text of its parts of a role, joined."""
        return "".join(part.text for part in self.parts if part.role == role)


def pieces(text: str, longest: int) -> list[str]:
    """Cut a heading at its `/`, and evenly where a piece is longer than `longest` characters."""
    out = []
    for piece in text.split("/"):
        count = ceil(len(piece) / max(1, longest))
        size = ceil(len(piece) / max(1, count))
        out += [piece[k:k + size] for k in range(0, len(piece), size)]
    return out


def upright_heading(
    story: Story, style: Style, rng: Random, tall_px: float, rank: str, author: str = "", most_px: float = 1e9,
) -> Heading | None:
    """A heading of columns that is `tall_px` high, or None if none fits in `most_px` across."""
    body = style.size_px
    boxed = rng.random() < {"lead": 0.1, "major": 0.12, "minor": 0.15, "short": 0.25}[rank]
    inner = tall_px - (FRAMED_EM * body if boxed else 0)
    low, high = SIZES[rank]
    face = rng.choice(style.display)
    squeeze = rng.choice((1.0, 1.0, 1.0, 1.0, 0.85, 0.75))
    for text in story.headings("head")[:5]:
        size = round(body * rng.uniform(low, high))
        longest = max(2, int(inner / (body * max(1.12, 0.75 * low))))
        columns = pieces(text, longest)
        size = min(size, int(inner / max(map(len, columns))))
        if size < body * 1.12:
            continue
        place = rng.choice(("centre", "centre", "spread", "top"))
        parts = [Part("headline", one, face, size, place, squeeze) for one in columns]
        if len(parts) == 2 and rng.random() < 0.3:  # lines of differing sizes
            smaller = max(round(body * 1.12), round(size * rng.uniform(0.6, 0.85)))
            parts[1 if rng.random() < 0.5 else 0] = replace(parts[0], text=parts[0].text, size_px=smaller)
            parts = [replace(part, text=one) for part, one in zip(parts, columns, strict=True)]
        parts = [*_small(story, style, rng, inner, size, rank, "kicker"), *parts,
                 *_small(story, style, rng, inner, size, rank, "subheadline")]
        if author:
            parts.append(Part("byline", author, style.kai, max(body, round(0.45 * size)), "bottom"))
        width = _across(parts) + (FRAMED_EM * body if boxed else 0.5 * body)
        if width <= most_px and all(len(part.text) * part.size_px <= inner for part in parts):
            story.take(text)
            frame = rng.choice(("thin", "double", "wavy", "thick", "beads")) if boxed else ""
            ornament = "" if boxed or rng.random() < 0.8 else rng.choice(("arrows", "beads", "wavy", "dotted"))
            return Heading(tuple(parts), width, tall_px, frame=frame, ornament=ornament)
    return None


def _across(parts: list[Part]) -> float:
    return sum(part.size_px * part.squeeze for part in parts) + 0.22 * sum(part.size_px for part in parts[1:])


def _small(story: Story, style: Style, rng: Random, inner: float, size: int, rank: str, role: str) -> list[Part]:
    chance = {"lead": 0.75, "major": 0.6, "minor": 0.4, "short": 0.12}[rank]
    if rng.random() > chance:
        return []
    least, most = SMALL[role]
    small = max(round(style.size_px * least), round(size * rng.uniform(0.4, most)))
    face = rng.choice((style.kai, style.bold, style.body, rng.choice(style.display)))
    texts = story.headings("kick" if role == "kicker" else "sub")
    count = 2 if role == "subheadline" and rank in ("lead", "major") and rng.random() < 0.4 else 1
    place = rng.choice(("top", "centre")) if role == "kicker" else rng.choice(("bottom", "bottom", "centre"))
    out = []
    for text in texts:
        plain = text.replace("/", "")
        fitting = min(small, int(0.95 * inner / max(1, len(plain))))
        if fitting >= round(style.size_px * 1.0) and len(plain) >= 2:
            out.append(Part(role, plain, face, min(fitting, small), place))
            story.take(text)
            if len(out) == count:
                break
    return out


def across_heading(story: Story, style: Style, rng: Random, wide_px: float, tall_px: float) -> Heading | None:
    """A heading of lines across, at most `wide_px` wide and `tall_px` high, or None."""
    body = style.size_px
    face = rng.choice(style.display)
    frame = rng.choice(("", "", "thin", "wavy", "double"))
    room = wide_px - (FRAMED_EM * body if frame else 0)
    for text in story.headings("head")[:4]:
        lines = text.split("/")
        size = min(round(body * rng.uniform(1.5, 3.0)), int(room / max(map(len, lines)) / 1.04))
        if size < 1.2 * body:
            continue
        parts = [Part("headline", one, face, size, rng.choice(("centre", "spread"))) for one in lines]
        kicks = [one for one in story.headings("kick") if len(one) * body * 1.15 < room] if rng.random() < 0.4 else []
        if kicks:
            parts.insert(0, Part("kicker", kicks[0].replace("/", ""), style.bold, round(body * 1.15), "centre"))
        height = sum(part.size_px for part in parts) * 1.2 + (FRAMED_EM * body if frame else 0.4 * body)
        if height <= tall_px:
            story.take(text, *kicks[:1])
            return Heading(tuple(parts), wide_px, height, across=True, frame=frame)
    return None


def corner_heading(story: Story, style: Style, rng: Random, tall_px: float) -> Heading | None:
    """A small upright heading that leaves room for text beneath it, at most `tall_px` high."""
    body = style.size_px
    for text in story.headings("head")[:4]:
        size = round(body * rng.uniform(1.12, 1.45))
        columns = pieces(text, max(3, int(tall_px / size)))
        if len(columns) > 3:
            continue
        parts = [Part("headline", one, style.bold, size, "top") for one in columns]
        story.take(text)
        return Heading(tuple(parts), _across(parts) + 0.3 * body, size * max(map(len, columns)) + 0.5 * body)
    return None


def row_of(text: str, style: Style, face: Face, spacing: float = 0.0) -> SetLine:
    """A line across in the way of the house."""
    return set_line(text, face, spacing) if style.horizontal == "ltr" else set_reverse(text, spacing)


def print_heading(press: Press, style: Style, item: Item, heading: Heading, box: Box) -> None:
    """Print a heading in the middle of a box and fill in the item."""
    item.kicker, item.headline = heading.text("kicker"), heading.text("headline")
    item.subheadline, item.byline = heading.text("subheadline"), heading.text("byline") or item.byline
    x0, y0, x1, y1 = box
    if heading.frame:
        pad = 0.3 * style.size_px
        y1 = min(y1, y0 + heading.height_px)
        x0, x1 = (x0 + x1 - heading.width_px) / 2 + pad, (x0 + x1 + heading.width_px) / 2 - pad
        y0, y1 = y0 + pad, y1 - pad
        press.sheet.frame((x0, y0, x1, y1), heading.frame, 2 if heading.frame in ("beads", "wavy") else 3)
        pad = (FRAMED_EM / 2 - 0.3) * style.size_px
        x0, y0, x1, y1 = x0 + pad, y0 + pad, x1 - pad, y1 - pad
    first = len(press.sheet.lines)
    if heading.across:
        _print_rows(press, style, item, heading, (x0, y0, x1, y1))
    else:
        _print_columns(press, item, heading, (x0, y0, x1, y1))
    boxes = [line.box for line in press.sheet.lines[first:] if line.role != "byline"]
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    press.sheet.region("headline", whole, item.id)
    left = min(line.box[0] for line in press.sheet.lines[first:]) - 0.5 * style.size_px
    if heading.ornament and left - box[0] > 0.2 * style.size_px and not heading.across:
        press.sheet.rule(heading.ornament, left, box[1], left, box[3], 2)


def _print_columns(press: Press, item: Item, heading: Heading, box: Box) -> None:
    x0, y0, x1, y1 = box
    total = _across(list(heading.parts))
    x = (x0 + x1 + total) / 2
    for part in heading.parts:
        wide, count = part.size_px * part.squeeze, len(part.text)
        room = (y1 - y0) / part.size_px - count
        spacing = max(0.0, min(0.5, room / max(1, count - 1))) if part.place == "spread" else min(0.06, room / count)
        used = (count + spacing * (count - 1)) * part.size_px
        free = max(0.0, y1 - y0 - used)
        down = {"top": min(free, 0.3 * part.size_px), "bottom": free}.get(part.place, free / 2)
        press.sheet.column(set_display(part.text, spacing), part.face, part.size_px, x - wide, y0 + down, part.role,
                           item.id, squeeze=part.squeeze)
        x -= wide + 0.22 * part.size_px


def _print_rows(press: Press, style: Style, item: Item, heading: Heading, box: Box) -> None:
    x0, y, x1, _ = box
    for part in heading.parts:
        count = len(part.text)
        room = (x1 - x0) / part.size_px - count
        spacing = max(0.0, min(0.5, room / max(1, count - 1))) if part.place == "spread" else 0.02 * (room > 0.5)
        line = row_of(part.text, style, part.face, spacing)
        press.aligned(line, part.face, part.size_px, x0, x1, y, "centre", part.role, item.id)
        y += part.size_px * 1.2
