"""Headings: kicker (引题), headline (主题), subheadline (副题) and byline above the text of a story."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.desk import Copy
from samples.fonts import Face
from samples.house import House
from samples.kinsoku import atoms, may_break
from samples.press import Item, Press
from samples.sheet import Box
from samples.typeset import SetLine, set_line

# Type size of a headline by rank, smallest and largest in px.
RANKS = {"lead": (118, 220), "major": (84, 150), "minor": (60, 104), "short": (44, 70), "tiny": (36, 52)}
# How often a heading of a rank has more than its headline.
KICKERS = {"lead": 0.75, "major": 0.5, "minor": 0.3, "short": 0.12, "tiny": 0.0}
SUBHEADLINES = {"lead": 0.6, "major": 0.5, "minor": 0.35, "short": 0.1, "tiny": 0.04}


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of a heading; `y` from the top of the heading."""

    role: str
    line: SetLine
    face: Face
    size_px: int
    squeeze: float
    align: str
    y: float
    ink: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """A heading ready to print: its lines, its height, and its texts as the truth has them."""

    lines: tuple[HeadLine, ...]
    height_px: float
    kicker: str
    headline: str
    subheadline: str
    byline: str

    def print(self, press: Press, item: Item, left: float, right: float, top: float) -> None:
        """Print it between two x, from `top` downwards, and fill in the item."""
        item.kicker, item.headline, item.subheadline = self.kicker, self.headline, self.subheadline
        item.byline = self.byline or item.byline
        boxes: list[Box] = []
        for one in self.lines:
            box = press.aligned(one.line, one.face, one.size_px, left, right, top + one.y, one.align, one.role, item.id,
                                ink=one.ink, squeeze=one.squeeze)
            if one.role != "byline":
                boxes.append(box)
        if boxes:
            x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
            press.sheet.region("headline", (x0, y0, max(b[2] for b in boxes), max(b[3] for b in boxes)), item.id)


def _em(text: str, face: Face) -> float:
    line = set_line(text, face)
    return line.right - line.left


def split(text: str, face: Face, parts: int) -> list[str]:
    """Cut a heading into lines: at its `/` if it has one, else evenly where a line may break."""
    if "/" in text and parts == 2:
        return text.split("/", 1)
    pieces = atoms(text.replace("/", "\u3000"), face)
    total = sum(atom.width for atom in pieces)
    out: list[str] = []
    line, at = "", 0.0
    for k, atom in enumerate(pieces):
        line += atom.text
        at += atom.width
        due = at >= total * (len(out) + 1) / parts - 0.5
        if due and len(out) < parts - 1 and k + 1 < len(pieces) and may_break(atom.text, pieces[k + 1].text):
            out.append(line.strip())
            line = ""
    return [*out, line.strip()]


@dataclass(frozen=True, slots=True)
class Fit:
    """A heading cut into lines at a type size."""

    lines: tuple[str, ...]
    size_px: int


def fit(
    text: str, face: Face, width_px: float, sizes: tuple[int, int], squeeze: float, most_lines: int = 2,
) -> Fit | None:
    """The largest setting of a heading in a width, one line before two, or None if it would be too small."""
    low, high = sizes
    for parts in range(1, most_lines + 1):
        lines = [text.replace("/", "\u3000")] if parts == 1 else split(text, face, parts)
        if len(lines) != parts or not all(lines):
            continue
        widest = max(_em(line, face) for line in lines) * squeeze
        size = int(min(high if parts == 1 else high * 0.92, 0.985 * width_px / widest))
        if size >= low:
            return Fit(tuple(lines), size)
    return None


def joined(text: str, lines: tuple[str, ...]) -> str:
    """The heading as the truth has it: a blank where the compositor meant one."""
    return text.replace("/", " ") if "/" in text else "".join(lines).replace("\u3000", " ")


def make_head(
    copy: Copy, house: House, rng: Random, width_px: float, rank: str, byline: str = "", tall_px: float = 9e9,
) -> Head:
    """A heading for a story in a width; as rich as its rank, no higher than about `tall_px`."""
    face = house.display[0] if rank == "lead" else rng.choice(house.display)
    squeeze = house.condense
    low, high = RANKS[rank]
    high = int(min(high, max(low + 6, width_px / 5)))
    most = 2 if rank in ("lead", "short", "minor", "tiny") or width_px < 1500 else 1
    text = copy.heading("head", lambda t: fit(t, face, width_px, (low, high), squeeze, most) is not None)
    text = text or copy.heading("head", lambda t: fit(t, face, width_px, (low, high), squeeze, 2) is not None)
    found = fit(text, face, width_px, (low, high), squeeze, 2) if text else None
    if found is None:
        text = copy.shortest("head")
        found = fit(text, face, width_px, (30, high), squeeze, 4)
        assert found is not None, f"no room for a heading in {width_px} px"
    size = found.size_px
    align = house.head_align if rank != "lead" else rng.choice(("centre", house.head_align))
    lines: list[HeadLine] = []
    y = 0.0
    kicker = sub = ""
    if rng.random() < KICKERS[rank] and tall_px > 3.2 * size:
        small = max(int(size * rng.uniform(0.4, 0.56)), round(house.size_px * 1.12))
        kicker = copy.heading("kick", lambda t: _em(t, house.kicker) * small < 0.97 * width_px)
        if kicker:
            lines.append(HeadLine("kicker", set_line(kicker, house.kicker), house.kicker, small, 1.0, align, y))
            y += small * 1.38
    for line in found.lines:
        room = width_px / size / squeeze - _em(line, face)
        count = max(1, len(line) - 1)
        spacing = rng.uniform(0, min(0.3, 0.5 * room / count)) if room > 0 and rng.random() < 0.3 else 0.0
        lines.append(HeadLine("headline", set_line(line, face, spacing), face, size, squeeze, align, y))
        y += size * rng.uniform(1.14, 1.24)
    if rng.random() < SUBHEADLINES[rank] and tall_px > y + 1.2 * size:
        sub, subs, y = _subheadline(copy, house, rng, width_px, size, align, y + 0.08 * size)
        lines += subs
    if byline:
        y += 0.35 * house.size_px
        side = "centre" if house.byline_form == "centred" else "left"
        lines.append(HeadLine("byline", set_line(byline, house.body), house.body, house.size_px, 1.0, side, y))
        y += house.size_px * 1.2
    return Head(tuple(lines), y, kicker, joined(text, found.lines), sub, byline)


def _subheadline(
    copy: Copy, house: House, rng: Random, width_px: float, size: int, align: str, y: float,
) -> tuple[str, list[HeadLine], float]:
    face = house.kicker if rng.random() < 0.6 else house.body
    small = max(int(size * rng.uniform(0.38, 0.5)), round(house.size_px * 1.1))
    text = copy.heading("sub", lambda t: fit(t, face, width_px, (small, small), 1.0, 2) is not None)
    found = fit(text, face, width_px, (small, small), 1.0, 2) if text else None
    if found is None:
        return "", [], y
    out = []
    for line in found.lines:
        out.append(HeadLine("subheadline", set_line(line, face), face, small, 1.0, align, y))
        y += small * 1.3
    return joined(text, found.lines), out, y
