"""Sets one story in its frame: heading over some or all columns, pictures, text in the rest."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from samples import pictures
from samples.desk import Copy
from samples.flow import Composer, Form, Galley, Row
from samples.heads import make_head
from samples.layout import Leaf
from samples.press import Item, Press
from samples.sheet import Box
from samples.typeset import SetLine, set_line, set_paragraph


@dataclass(frozen=True, slots=True)
class Columns:
    """The text columns of a story: left edges and width in px."""

    lefts: tuple[float, ...]
    width_px: float

    def span(self, first: int, count: int) -> tuple[float, float]:
        """(left, right) of some columns."""
        return self.lefts[first], self.lefts[first + count - 1] + self.width_px


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands beneath a picture: its sentence, who took the picture, both as set lines."""

    text: str
    credit: str
    lines: tuple[SetLine, ...]
    size_px: int

    @property
    def whole(self) -> str:
        """The caption as the truth has it."""
        return self.text + "\u3000" + self.credit

    @property
    def height_px(self) -> float:
        """Height with the blank between picture and caption."""
        return 0.4 * self.size_px + len(self.lines) * self.size_px * 1.25


def columns_of(leaf: Leaf, press: Press, box: Box) -> Columns:
    """Columns in a box: the base columns, or as many as the leaf asks for, a whole number of characters wide."""
    house = press.house
    width = box[2] - box[0]
    count = leaf.measures or leaf.columns
    if count == leaf.columns and abs(width - house.across(count)) < 1:
        step = house.column_px + house.gutter_px
        return Columns(tuple(box[0] + k * step for k in range(count)), house.column_px)
    while count > 1 and (width - (count - 1) * house.gutter_px) / count < 9 * house.size_px:
        count -= 1
    gutter = max(house.size_px * 1.0, house.gutter_px * 0.85)
    em = int((width - (count - 1) * gutter) / count / house.size_px)
    wide = em * house.size_px
    if count == 1:
        return Columns((box[0] + (width - wide) / 2,), wide)
    gap = (width - count * wide) / (count - 1)
    return Columns(tuple(box[0] + k * (wide + gap) for k in range(count)), wide)


class StorySetter:
    """Sets one story; the steps share the frame, the columns and what already occupies them."""

    def __init__(self, press: Press, leaf: Leaf) -> None:
        self.press, self.leaf = press, leaf
        self.house, self.rng = press.house, press.rng
        self.copy: Copy = self._copy()
        self.item: Item = press.item("article")
        self.occupied: list[Box] = []
        self.box = self._dress()
        self.columns = columns_of(leaf, press, self.box)

    def _copy(self) -> Copy:
        return self.press.desk.story()

    def _dress(self) -> Box:
        x0, y0, x1, y1 = self.leaf.box
        if self.leaf.tint is not None:
            self.press.sheet.fill(self.leaf.box, self.leaf.tint)
        if not self.leaf.boxed:
            return self.leaf.box
        style = self.rng.choice(("thin", "thin", "double", "thick-thin", "wavy", "dotted"))
        if self.leaf.tint is None or self.rng.random() < 0.6:
            self.press.sheet.frame(self.leaf.box, style, self.rng.choice((2, 3, 4)))
        self.press.sheet.region("box", self.leaf.box, self.item.id)
        pad = self.house.size_px * 0.9
        return (x0 + pad, y0 + pad, x1 - pad, y1 - pad)

    def set(self) -> None:
        """Print the story."""
        house, rng = self.house, self.rng
        x0, top, x1, bottom = self.box
        count = len(self.columns.lefts)
        span = self._head_span(count)
        form = self._form()
        head_right = self.columns.span(0, span)[1] if span < count else x1
        in_head = self.byline if house.byline_form in ("centred", "left") else ""
        head = make_head(self.copy, house, rng, head_right - x0, self.leaf.rank, in_head, tall_px=0.5 * (bottom - top))
        head.print(self.press, self.item, x0, head_right, top)
        body_top = top + head.height_px + rng.uniform(0.15, 0.5) * house.size_px
        if self.leaf.inset is not None:
            self._reserve(self.leaf.inset.box, house.size_px)
        self._place_picture(span, body_top)
        rows = self._rows(span, body_top)
        self._note_jumps(form)
        self.copy.long = sum(len(column) for column in rows) > 70 and rng.random() < 0.6
        galley = Composer(self.copy, form, [len(column) for column in rows]).compose()
        self._print(galley, rows, form)
        self._column_rules(rows)

    def _note_jumps(self, form: Form) -> None:
        """Put the pages that the jump lines name into the item."""
        if form.jump_to:
            self.item.continues_on = form.jump_to.strip("（）()").removeprefix("下转第").removesuffix("版")
        if form.jump_from:
            self.item.continued_from = form.jump_from.strip("（）()").removeprefix("上接第").removesuffix("版")

    def _head_span(self, count: int) -> int:
        if self.leaf.head_columns:
            return min(count, self.leaf.head_columns)
        if count >= 2 and self.leaf.rank != "lead" and self.rng.random() < 0.35 and self.leaf.height > 900:
            return self.rng.randint(max(1, (count + 1) // 2), count - 1) if count > 2 else 1
        if count >= 4 and self.rng.random() < 0.3:
            return self.rng.randint(count - 2, count - 1)
        return count

    def _form(self) -> Form:
        house, rng = self.house, self.rng
        self.byline = self._byline_text() if self.leaf.signed else ""
        form = Form(house.body, house.bold, self.columns.width_px / house.size_px, house.manner,
                    section_rows=rng.choice((1, 2, 2)))
        if house.byline_form == "column":
            form = replace(form, byline_top=self.byline)
        elif house.byline_form == "end" and self.byline:
            self.byline = "（" + self.byline.lstrip("■□◆●") + "）"
            form = replace(form, byline_end=self.byline)
        if self.leaf.rank in ("lead", "major") and rng.random() < 0.25:
            form = replace(form, jump_to=f"（下转第{rng.randint(2, 8)}版）")
        elif self.leaf.rank in ("minor", "major") and rng.random() < 0.08:
            form = replace(form, jump_from=f"（上接第{rng.randint(1, 4)}版）")
        self.item.byline = self.byline
        return form

    def _byline_text(self) -> str:
        rng, mark = self.rng, self.house.byline_mark
        one, two = self.copy.reporter(), self.copy.reporter()
        forms = (f"{mark}记者 {one}", f"{mark}记者 {one}", f"{mark}本报记者 {one}", f"{mark}通讯员 {one}",
                 f"{mark}记者 {one} 通讯员 {two}", f"{mark}本报记者 {one} {two}")
        em = self.columns.width_px / self.house.size_px if hasattr(self, "columns") else 10.0
        fitting = [text for text in forms if len(text) + 1.5 < em] or [f"{mark}记者 {one}"]
        return rng.choice(fitting)

    def _reserve(self, box: Box, pad: float) -> None:
        self.occupied.append((box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad))

    def _is_free(self, box: Box) -> bool:
        return not any(box[0] < o[2] and box[2] > o[0] and box[1] < o[3] and box[3] > o[1] for o in self.occupied)

    def _rows(self, span: int, body_top: float) -> list[list[float]]:
        """y of every free row, column by column, on one grid that ends at the foot of the frame."""
        house = self.house
        bottom = self.box[3]
        out = []
        for k, left in enumerate(self.columns.lefts):
            top = body_top if k < span else self.box[1]
            rows = []
            y = bottom - house.size_px
            while y >= top - 0.5:
                if self._is_free((left, y, left + self.columns.width_px, y + house.size_px)):
                    rows.append(y)
                y -= house.pitch_px
            out.append(rows[::-1])
        return out

    def _place_picture(self, span: int, body_top: float) -> None:
        """Sometimes a picture with its caption, over one or more columns."""
        house, rng = self.house, self.rng
        count = len(self.columns.lefts)
        free = self.box[3] - body_top
        chance = {"lead": 0.75, "major": 0.6, "minor": 0.35}.get(self.leaf.rank, 0.0)
        if rng.random() > chance or free < 1000 or self.leaf.inset is not None:
            return
        wide = rng.randint(1, max(1, min(count - 1, 3))) if count > 1 else 1
        if count >= 3 and wide == 1 and rng.random() < 0.6:
            wide = 2
        first = rng.choice((0, count - wide, rng.randint(0, count - wide)))
        left, right = self.columns.span(first, wide)
        height = min((right - left) * rng.uniform(0.58, 0.85), 0.45 * free)
        at = rng.choice(("top", "bottom", "middle")) if wide < count and count > 1 else rng.choice(("top", "bottom"))
        caption = self._caption(right - left)
        if caption is None:
            return
        total = height + caption.height_px
        top_free = body_top if first < span else self.box[1]
        if at == "top":
            top = top_free + 0.1 * house.size_px
        elif at == "bottom":
            top = self.box[3] - total
        else:
            top = max(body_top, top_free) + (self.box[3] - max(body_top, top_free) - total) * rng.uniform(0.3, 0.7)
        self._print_picture((left, top, right, top + height))
        self._print_caption(caption, left, right, top + height)
        self._reserve((left, top, right, top + total), 0.35 * house.size_px)

    def _caption(self, width_px: float) -> Caption | None:
        """A caption for a picture of a width, or None if the topic has none left."""
        house, rng = self.house, self.rng
        text = self.copy.heading("capt", lambda t: True)
        if not text:
            return None
        credit = rng.choice(("记者", "通讯员", "本报记者")) + " " + self.copy.reporter() + " 摄"
        size = round(house.size_px * rng.choice((0.88, 0.94, 1.0)))
        measure, indent = width_px / size, rng.choice((0.0, 2.0))
        if rng.random() < 0.3:  # the credit on a line of its own, at the right
            lines = set_paragraph(text, house.caption, measure, indent, house.manner)
            lines.append(set_line(credit, house.caption))
        else:
            lines = set_paragraph(text + "\u3000" + credit, house.caption, measure, indent, house.manner, loose=True)
        return Caption(text, credit, tuple(lines), size)

    def _print_picture(self, box: Box) -> None:
        left, top, right, bottom = box
        seed = self.rng.getrandbits(32)
        make = pictures.drawing if self.rng.random() < 0.12 else pictures.photograph
        image = make(np.random.default_rng(seed), int(bottom - top), int(right - left))
        self.press.sheet.picture(image, box, self.item.id)

    def _print_caption(self, caption: Caption, left: float, right: float, picture_bottom: float) -> None:
        size = caption.size_px
        y = picture_bottom + 0.4 * size
        number = len(self.item.captions)
        for line in caption.lines:
            shift = right - left - line.right * size if line.text == caption.credit else 0.0
            self.press.sheet.line(line, self.house.caption, size, left + shift, y, "caption", self.item.id, number)
            y += size * 1.25
        self.item.captions.append(caption.whole)

    def _print(self, galley: Galley, rows: list[list[float]], form: Form) -> None:
        house, sheet = self.house, self.press.sheet
        self.item.paragraphs = list(galley.paragraphs)
        boxes: dict[int, list[Box]] = {}
        for row, (column, at) in zip(galley.rows, galley.places, strict=True):
            if row.line is None:
                continue
            left = self.columns.lefts[column]
            right, y = left + self.columns.width_px, rows[column][at]
            if row.role == "body":
                box = self._print_body(row, form, left, y)
            else:
                align = {"section": house.section_align, "byline": "right" if form.byline_end else "left",
                         "jump": "right" if "下" in row.line.text else "left"}[row.role]
                face = form.bold if row.role == "section" else form.face
                raised = y - (house.pitch_px / 2 if row.role == "section" and form.section_rows == 2 and at > 0
                              and abs(rows[column][at] - rows[column][at - 1] - house.pitch_px) < 1 else 0)
                box = self.press.aligned(row.line, face, house.size_px, left, right, raised, align, row.role,
                                         self.item.id, row.paragraph)
            boxes.setdefault(column, []).append(box)
        for column, found in boxes.items():
            left = self.columns.lefts[column]
            sheet.region("column", (left, found[0][1], left + self.columns.width_px, found[-1][3]), self.item.id)

    def _print_body(self, row: Row, form: Form, left: float, y: float) -> Box:
        """Print a row of running text; returns its box."""
        assert row.line is not None
        return self.press.sheet.line(
            row.line, form.face, self.house.size_px, left, y, "body", self.item.id, row.paragraph)

    def _column_rules(self, rows: list[list[float]]) -> None:
        if not self.house.column_rule:
            return
        for k in range(1, len(self.columns.lefts)):
            both = [y for y in rows[k] if y in set(rows[k - 1])]
            x = (self.columns.lefts[k] + self.columns.lefts[k - 1] + self.columns.width_px) / 2
            for first, last in _runs(both, self.house.pitch_px):
                if last > first:
                    self.press.sheet.rule("thin", x, first, x, last + self.house.size_px, 2, 60)


def _runs(values: list[float], step: float) -> list[tuple[float, float]]:
    """Unbroken runs of rows."""
    out: list[tuple[float, float]] = []
    for value in values:
        if out and abs(value - out[-1][1] - step) < 1:
            out[-1] = (out[-1][0], value)
        else:
            out.append((value, value))
    return out


def set_story(press: Press, leaf: Leaf) -> None:
    """Print a story into its frame."""
    StorySetter(press, leaf).set()
