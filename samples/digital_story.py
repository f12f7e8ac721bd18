"""Sets a story of a digital front page: headings in colour, a byline or a dateline, a note, a photograph, text."""

from __future__ import annotations

from dataclasses import replace

from samples.digital_boxes import caption_lines, print_photo
from samples.digital_copy import WireCopy, editors_note, opening, page_name
from samples.digital_look import Setting
from samples.flow import Composer, Form, Galley
from samples.fonts import Face
from samples.heads import fit, joined
from samples.layout import Leaf
from samples.press import Item, Press
from samples.sheet import Box
from samples.story import Columns
from samples.typeset import set_line, set_paragraph

SIZES = {"lead": (92, 200), "major": (66, 108), "minor": (50, 80), "short": (42, 58)}  # of headlines, px of the sheet


def columns_in(leaf: Leaf, press: Press, box: Box) -> Columns:
    """The base columns of the frame, or as many columns as the leaf asks for, each of whole characters."""
    house, width = press.house, box[2] - box[0]
    count = leaf.measures or leaf.columns
    if count == leaf.columns and abs(width - house.across(count)) < 1:
        step = house.column_px + house.gutter_px
        return Columns(tuple(box[0] + k * step for k in range(count)), house.column_px)
    while count > 1 and (width - (count - 1) * house.gutter_px) / count < 10 * house.size_px:
        count -= 1
    em = int((width - (count - 1) * house.gutter_px) / count / house.size_px)
    wide = em * house.size_px
    if count == 1:
        return Columns((box[0] + (width - wide) / 2,), wide)
    gap = (width - count * wide) / (count - 1)
    return Columns(tuple(box[0] + k * (wide + gap) for k in range(count)), wide)


class DigitalStory:
    """Sets one story in its frame."""

    def __init__(self, setting: Setting, leaf: Leaf) -> None:
        self.press, self.look, self.leaf = setting.press, setting.look, leaf
        self.house, self.rng = setting.press.house, setting.press.rng
        self.form = (
            self.rng.choice(self.look.bylines) if leaf.rank != "lead" else self.rng.choice(("line", "wire", "agency"))
        )
        desk = self.press.desk
        self.copy = WireCopy(desk, desk.topic(), opening=opening(self.rng, desk.city, setting.day, self.form))
        self.item: Item = self.press.item("article")
        self.taken: list[Box] = []
        self.box = self._dress()
        self.columns = columns_in(leaf, self.press, self.box)

    def _dress(self) -> Box:
        x0, y0, x1, y1 = self.leaf.box
        sheet = self.press.sheet
        if not self.leaf.boxed:
            return self.leaf.box
        if self.leaf.tint is not None:
            sheet.fill(self.leaf.box, self.leaf.tint)
        if self.leaf.tint is None or self.rng.random() < 0.35:
            sheet.frame(
                self.leaf.box, "thin", self.rng.choice((2, 3)), self.rng.choice((0, self.look.red, self.look.blue))
            )
        sheet.region("box", self.leaf.box, self.item.id)
        pad = 0.9 * self.house.size_px
        return x0 + pad, y0 + pad, x1 - pad, y1 - pad

    def set(self) -> None:
        """Print the story."""
        x0, top, _, bottom = self.box
        count = len(self.columns.lefts)
        span = count
        if count >= 3 and self.leaf.rank != "lead" and self.rng.random() < 0.2:
            span = self.rng.randint(count - 1, count - 1)
        right = self.columns.span(0, span)[1] if span < count else self.box[2]
        y = self._head(x0, right, top, 0.55 * (bottom - top))
        if self.leaf.rank in ("lead", "major") and self.rng.random() < 0.35 and bottom - y > 900:
            y = self._note(x0, right, y)
        self._photo(span, y)
        rows = self._rows(span, y)
        form = self._text_form()
        self.copy.long = sum(map(len, rows)) > 60 and self.rng.random() < 0.6
        galley = Composer(self.copy, form, [len(column) for column in rows]).compose()
        self._print(galley, rows, form)

    def _line(
        self,
        text: str,
        face: Face,
        size: int,
        left: float,
        right: float,
        y: float,
        align: str,
        role: str,
        ink: int = 0,
        squeeze: float = 1.0,
    ) -> float:
        """Print a line of a heading; returns the y of its foot."""
        box = self.press.aligned(
            set_line(text, face), face, size, left, right, y, align, role, self.item.id, ink=ink, squeeze=squeeze
        )
        return box[3]

    def _head(self, left: float, right: float, top: float, tall: float) -> float:
        """Print kicker, headline, subheadlines and byline; returns the y where the text begins."""
        house, rng, look, rank = self.house, self.rng, self.look, self.leaf.rank
        width, y = right - left, top
        face = rng.choice(house.display)
        low, high = SIZES[rank]
        high = int(min(high, max(low + 4, width / 6)))
        squeeze = house.condense
        text = self.copy.heading("head", lambda t: fit(t, face, width, (low, high), squeeze, 2) is not None)
        text = text or self.copy.shortest("head")
        found = fit(text, face, width, (low, high), squeeze, 2) or fit(text, face, width, (30, high), squeeze, 4)
        assert found is not None, f"no room for {text!r}"
        size = found.size_px
        align = "centre" if rank == "lead" else house.head_align
        chance = {"lead": 0.75, "major": 0.5, "minor": 0.3, "short": 0.1}[rank]
        if rng.random() < chance and 3.5 * size < tall:
            small = max(round(size * rng.uniform(0.42, 0.55)), round(house.size_px * 1.15))
            kicker = self.copy.heading("kick", lambda t: len(t) * small < 0.95 * width)
            if kicker:
                self.item.kicker = kicker
                y = (
                    self._line(kicker, house.kicker, small, left, right, y, align, "kicker", look.kicker_colour)
                    + 0.35 * small
                )
        ink = rng.choice((look.red, look.red, 0, 0)) if rank == "lead" else rng.choice((0,) * 7 + (look.red, look.blue))
        first = y
        for line in found.lines:
            y = self._line(line, face, size, left, right, y, align, "headline", ink, squeeze) + 0.16 * size
        self.press.sheet.region("headline", (left, first, right, y), self.item.id)
        self.item.headline = joined(text, found.lines)
        for _ in range(
            rng.choice(
                {"lead": (0, 1, 2, 3), "major": (0, 1, 1, 2), "minor": (0, 0, 1), "short": (0, 0, 0, 0, 1)}[rank]
            )
        ):
            y = self._subheadline(left, right, y, size, align)
        if self.form == "line":
            y = self._byline(left, right, y + 0.25 * house.size_px)
        return y + rng.uniform(0.3, 0.7) * house.size_px

    def _subheadline(self, left: float, right: float, y: float, size: int, align: str) -> float:
        house, width = self.house, right - left
        small = max(round(size * self.rng.uniform(0.36, 0.46)), round(house.size_px * 1.1))
        face = house.kicker
        text = self.copy.heading("sub", lambda t: len(t) * small < 1.9 * width)
        found = fit(text, face, width, (round(house.size_px), small), 1.0, 2) if text else None
        if found is None:
            return y
        for line in found.lines:
            y = self._line(line, face, found.size_px, left, right, y + 0.1 * small, align, "subheadline") + 0.14 * small
        self.item.subheadline = " ".join(filter(None, (self.item.subheadline, joined(text, found.lines))))
        return y

    def _byline(self, left: float, right: float, y: float) -> float:
        house, one, two = self.house, self.copy.reporter(), self.copy.reporter()
        forms = (
            f"本报记者\u3000{one}",
            f"本报记者\u3000{one}\u3000{two}",
            f"本报记者 {one} 通讯员 {two}",
            f"记者 {one} {two}",
            f"{one}",
            "本报评论员",
        )
        fitting = [text for text in forms if (len(text) + 1) * house.size_px < right - left]
        self.item.byline = self.rng.choice(fitting)
        face = self.rng.choice((self.look.note, house.body))
        return self._line(
            self.item.byline,
            face,
            house.size_px,
            left,
            right,
            y,
            self.rng.choice(("centre", house.head_align)),
            "byline",
        )

    def _note(self, left: float, right: float, y: float) -> float:
        """Print an editor's note over the whole measure; returns the y below it."""
        house, rng, sheet = self.house, self.rng, self.press.sheet
        size, pad = house.size_px, 0.8 * house.size_px
        text = editors_note(self.press.desk)
        face = self.look.note if self.press.desk.printable(text) else house.caption
        lines = set_paragraph(text, face, (right - left - 2 * pad) / size, 2.0, house.manner)
        high = len(lines) * size * 1.4 + pad
        if rng.random() < 0.5:
            sheet.fill((left, y, right, y + high), rng.choice(self.look.tints))
        else:
            sheet.frame((left, y, right, y + high), rng.choice(("thin", "dotted")), 2, rng.choice((0, self.look.red)))
        at = y + 0.7 * pad
        for line in lines:
            sheet.line(line, face, size, left + pad, at, "body", self.item.id, 0)
            at += size * 1.4
        sheet.region("note", (left, y, right, y + high), self.item.id)
        self.item.paragraphs.append(text)
        return y + high + 0.8 * size

    def _photo(self, span: int, top: float) -> None:
        """Perhaps a photograph with its caption over some of the columns."""
        house, rng = self.house, self.rng
        count, free = len(self.columns.lefts), self.box[3] - top
        if free < 950 or rng.random() > {"lead": 0.75, "major": 0.45, "minor": 0.25, "short": 0.0}[self.leaf.rank]:
            return
        wide = rng.randint(1, max(1, min(3, count - 1)))
        first = rng.choice((0, count - wide, rng.randint(0, count - wide)))
        left, right = self.columns.span(first, wide)
        height = min((right - left) * rng.uniform(0.58, 0.75), 0.5 * free)
        caption = self.copy.heading("capt", lambda t: True)
        lines, size, text = caption_lines(self.press, self.look, caption, self.copy.reporter(), right - left)
        total = height + 0.45 * size + len(lines) * 1.3 * size
        begin = top if first < span else self.box[1]
        y = begin if rng.random() < 0.5 or total > self.box[3] - begin - 6 * house.pitch_px else self.box[3] - total
        print_photo(self.press, self.look, self.item, (left, y, right, y + height), lines, size)
        self.item.captions.append(text)
        pad = 0.5 * house.size_px
        self.taken.append((left - pad, y - pad, right + pad, y + total + 0.4 * pad))

    def _rows(self, span: int, top: float) -> list[list[float]]:
        """y of every free row, column by column, on one grid that ends at the foot of the frame."""
        size, out = self.house.size_px, []
        for k, left in enumerate(self.columns.lefts):
            first = top if k < span else self.box[1]
            rows, y = [], self.box[3] - size
            while y >= first - 0.5:
                box = (left, y, left + self.columns.width_px, y + size)
                if not any(box[0] < o[2] and box[2] > o[0] and box[1] < o[3] and box[3] > o[1] for o in self.taken):
                    rows.append(y)
                y -= self.house.pitch_px
            out.append(rows[::-1])
        return out

    def _text_form(self) -> Form:
        house, rng = self.house, self.rng
        form = Form(
            house.body, house.bold, self.columns.width_px / house.size_px, house.manner, section_rows=rng.choice((1, 2))
        )
        if self.form == "end":
            self.item.byline = f"（{rng.choice(('记者', '本报记者', '通讯员'))} {self.copy.reporter()}）"
            form = replace(form, byline_end=self.item.byline)
        if self.leaf.rank in ("lead", "major") and rng.random() < 0.4:
            page = page_name(rng.randint(2, 12))
            form = replace(form, jump_to=rng.choice((f"（下转{page}）", f"（下转{page}）", f"下转{page}")))
            self.item.continues_on = page.strip("第版")
        return form

    def _print(self, galley: Galley, rows: list[list[float]], form: Form) -> None:
        house, sheet, offset = self.house, self.press.sheet, len(self.item.paragraphs)
        self.item.paragraphs += galley.paragraphs
        boxes: dict[int, list[Box]] = {}
        for row, (column, at) in zip(galley.rows, galley.places, strict=True):
            if row.line is None:
                continue
            left = self.columns.lefts[column]
            right, y = left + self.columns.width_px, rows[column][at]
            paragraph = None if row.paragraph is None else row.paragraph + offset
            if row.role == "body":
                box = sheet.line(row.line, form.face, house.size_px, left, y, "body", self.item.id, paragraph)
            else:
                align = house.section_align if row.role == "section" else "right"
                face = form.bold if row.role == "section" else self.look.note if row.role == "jump" else form.face
                ink = self.look.section_colour if row.role == "section" else 0
                box = self.press.aligned(
                    row.line, face, house.size_px, left, right, y, align, row.role, self.item.id, paragraph, ink
                )
            boxes.setdefault(column, []).append(box)
        for column, found in boxes.items():
            left = self.columns.lefts[column]
            sheet.region("column", (left, found[0][1], left + self.columns.width_px, found[-1][3]), self.item.id)
