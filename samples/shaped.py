"""Stories of other shapes: headings beside, between and amid the columns, and text that wraps around other items.

Everything that is not running text takes its place first; the text fills what is left, column by column, and above a
thing that bars the whole width before below it.
"""
from __future__ import annotations

from dataclasses import replace

from samples.flow import Composer, Form
from samples.fonts import covers
from samples.grounds import INK, ground_box, on_ground, print_ground
from samples.heads import RANKS, Head, make_head
from samples.layout import Inset, Leaf, Shape
from samples.press import Press
from samples.sheet import Box
from samples.story import Columns, StorySetter, columns_of
from samples.upright import HEADING, UprightHead, centred, make_upright_caption, make_upright_head
from samples.vertical_type import set_reverse

UPRIGHT = ("left", "right", "between")
LEAST_TEXT = 12  # rows that pictures and items inside leave to the text
LEAST_ROWS = 3  # a shorter run of rows above or below something is left blank
JUMPS = {
    "to": ("（下转第{n}版）", "（下转第{n}版）", "（下转{n}版）", "下转第{n}版", "▶下转第{n}版", "（下转A{n}版）"),
    "from": ("（上接第{n}版）", "（上接第{n}版）", "（上接{n}版）", "上接第{n}版", "（紧接第{n}版）"),
}


class ShapedSetter(StorySetter):
    """Sets one story around its heading, its pictures and the items inside its frame."""

    def __init__(self, press: Press, leaf: Leaf) -> None:
        super().__init__(press, leaf)
        self.shape = leaf.shape or Shape()
        self.inner: list[Leaf] = []
        self.traits: list[str] = []

    def set(self) -> None:
        """Print the story."""
        early = [inset for inset in self.leaf.insets if inset.down == "top"]
        upright = self._make_side_head() if self.shape.head in UPRIGHT else None
        form = self._form()
        for inset in early:
            self._open(inset)
        if upright is not None:
            form = self._signed_in_text(form)
            self._print_upright_head(upright)
        elif self.shape.head != "between" or not self._head_between():
            self._head_across(form)
        else:
            form = self._signed_in_text(form)
        for inset in self.leaf.insets:
            if inset not in early:
                self._open(inset)
        self._picture()
        self._fill(form)
        self.press.traits.setdefault(self.item.id, []).extend(self.traits)

    # what the text is made of

    def _form(self) -> Form:
        form = super()._form()
        if not self.shape.jump:
            self._note_jumps(form)
            return form
        page = str(self.rng.randint(2, 8) if self.shape.jump == "to" else self.rng.randint(1, 4))
        patterns = [text for text in JUMPS[self.shape.jump] if covers(self.house.body, text.replace("{n}", ""))]
        pattern = self.rng.choice(patterns)
        printed, page = pattern.replace("{n}", page), ("A" if "A" in pattern else "") + page
        self.traits.append(f"jump-{self.shape.jump}")
        if self.shape.jump == "to":
            self.item.continues_on = page
            return replace(form, jump_to=printed, jump_from="")
        self.item.continued_from = page
        return replace(form, jump_from=printed, jump_to="")

    def _signed_in_text(self, form: Form) -> Form:
        """Where no heading bears it, the byline stands at the top of the first column."""
        if self.byline and self.house.byline_form in ("centred", "left"):
            return replace(form, byline_top=self.byline)
        return form

    # headings

    def _head_across(self, form: Form) -> None:
        """A horizontal heading over the columns that are free, in the middle of them, or within the text."""
        house, rng, count = self.house, self.rng, len(self.columns.lefts)
        first, span = self._free_at_top(count)
        y = self.box[1]
        shape = self.shape.head
        if shape in ("centre", "amid") and span >= 3:
            room = rng.randint(max(1, span // 2), span - 2)
            first += (span - room) // 2 if shape == "centre" else rng.randint(1, span - room)
            span = room
            if shape == "amid":
                y += (self.box[3] - y) * rng.uniform(0.16, 0.4)
            self.traits.append(f"head-{shape}")
        elif not self.leaf.insets and count >= 3 and rng.random() < 0.25:
            span = rng.randint(2, span)
        left, right = self.columns.span(first, span)
        if first == 0 and span == count:
            right = self.box[2]
        byline = self.byline if house.byline_form in ("centred", "left") else ""
        bottom = self._print_head(left, right, y, byline)
        over = 0.6 * house.size_px if shape == "amid" else 0.0
        self.occupied.append((left, y - over, right, bottom + rng.uniform(0.15, 0.5) * house.size_px))

    def _print_head(self, left: float, right: float, y: float, byline: str) -> float:
        """Print a heading between two x, on a ground if it has one; returns its foot."""
        rng, kind = self.rng, self.shape.ground
        pad = (rng.uniform(0.25, 0.6) if kind else 0.0) * self.house.size_px
        head = self._make_head(right - left - 2 * pad, byline)
        if kind and any(one.role == "headline" for one in head.lines):
            head, top, bottom = on_ground(head, kind, rng.random() < 0.4, pad)
            tight = self.house.head_align == "left" and rng.random() < 0.4
            tight = tight and all(one.align == "left" for one in head.lines)
            box = ground_box(head, left, right, y + top, y + bottom, pad, tight)
            print_ground(self.press, kind, box, self.item.id, rng)
            self.traits.append(f"head-{kind}")
        head.print(self.press, self.item, left + pad, right - pad, y)
        return y + head.height_px

    def _make_head(self, width_px: float, byline: str) -> Head:
        tall = 0.5 * (self.box[3] - self.box[1])
        head = make_head(self.copy, self.house, self.rng, width_px, self.leaf.rank, byline, tall)
        if not self.shape.backwards:
            return head
        texts = [one.line.text for one in head.lines if one.role in ("kicker", "headline", "subheadline")]
        if not all(HEADING.fullmatch(text) for text in texts):
            return head
        self.traits.append("head-backwards")
        turned = [one if one.role == "byline" else replace(one, line=set_reverse(one.line.text)) for one in head.lines]
        return replace(head, lines=tuple(turned))

    def _free_at_top(self, count: int) -> tuple[int, int]:
        """(first, number) of the columns at the left that nothing stands in at the top."""
        top, size = self.box[1], self.house.size_px
        free = [self._is_free((left, top, left + self.columns.width_px, top + size)) for left in self.columns.lefts]
        first = free.index(True)
        span = 1
        while first + span < count and free[first + span]:
            span += 1
        return first, span

    def _make_side_head(self) -> UprightHead | None:
        """An upright heading at one side: takes its strip off the frame; None where one between the columns is due."""
        if self.shape.head == "between" or self.leaf.insets:
            return None
        x0, y0, x1, y1 = self.box
        head = make_upright_head(self.copy, self.house, self.rng, min(0.3 * (x1 - x0), 520), 0.94 * (y1 - y0),
                                 RANKS[self.leaf.rank][1])
        if head is None:
            return None
        gap = self.house.size_px * self.rng.uniform(0.8, 1.5)
        wide = head.block.width_px + gap
        if self.shape.ground:
            wide += 0.8 * self.house.size_px
        strip = (x0, y0, x0 + wide - gap, y1) if self.shape.head == "left" else (x1 - wide + gap, y0, x1, y1)
        self.strip = strip
        self.box = (x0 + wide, y0, x1, y1) if self.shape.head == "left" else (x0, y0, x1 - wide, y1)
        step = self.house.column_px + self.house.gutter_px
        count = max(1, round((self.box[2] - self.box[0]) / step))
        self.columns = columns_of(replace(self.leaf, measures=count), self.press, self.box)
        return head

    def _print_upright_head(self, head: UprightHead) -> None:
        down = self.rng.choice((0.0, 0.0, 0.5))
        left, top = centred(head.block, self.strip, down)
        self._print_upright(head, left, top, self.strip)
        self.traits.append(f"head-{self.shape.head}")

    def _print_upright(self, head: UprightHead, left: float, top: float, room: Box) -> None:
        kind, pad = self.shape.ground, 0.35 * self.house.size_px
        if kind:
            top = min(max(top, room[1] + pad), room[3] - head.block.height_px - pad)
            box = (left - pad, top - pad, left + head.block.width_px + pad, top + head.block.height_px + pad)
            print_ground(self.press, kind, box, self.item.id, self.rng)
            self.traits.append(f"head-{kind}")
        head.print(self.press, self.item, left, top, INK.get(kind, 0))

    def _head_between(self) -> bool:
        """An upright heading over one or two columns in the middle of the story, text on both sides and beneath."""
        house, rng, count = self.house, self.rng, len(self.columns.lefts)
        if count < 3:
            return False
        wide = 2 if count >= 5 and rng.random() < 0.5 else 1
        first = rng.randint(1, count - wide - 1)
        left, right = self.columns.span(first, wide)
        pad = 0.5 * house.size_px if self.shape.ground else 0.0
        high = (self.box[3] - self.box[1]) * rng.uniform(0.55, 0.95) - 2 * pad
        head = make_upright_head(self.copy, house, rng, right - left - 2 * pad, high, RANKS[self.leaf.rank][1])
        if head is None:
            return False
        room = (left, self.box[1], right, self.box[1] + head.block.height_px + 2 * pad)
        at, top = centred(head.block, room, 0.5)
        self._print_upright(head, at, top, room)
        self.occupied.append((left, room[1], right, room[3] + 0.5 * house.size_px))
        self.traits.append("head-between")
        return True

    # what the text wraps around

    def _open(self, inset: Inset) -> None:
        """Find the frame of an inner item, if there is room, and keep it free."""
        count, size = len(self.columns.lefts), self.house.size_px
        wide = count if inset.along == "all" else min(inset.wide, count - 1)
        first = {"left": 0, "all": 0, "right": count - wide, "middle": (count - wide + 1) // 2}[inset.along]
        left, right = self.columns.span(first, wide)
        above = [box for box in self.occupied if box[0] < right and box[2] > left and box[1] <= self.box[1] + 1]
        head_foot = max((box[3] for box in above), default=self.box[1])
        tall = max(inset.tall * (self.box[3] - self.box[1]), 14.5 * self.house.pitch_px, 520)
        free = self.box[3] - head_foot
        if tall > 0.75 * free and not (inset.down == "top" and tall < 0.7 * free):
            return
        pad = size * self.rng.uniform(0.9, 1.3)
        slack, least = free - tall - pad, (LEAST_ROWS + 1) * self.house.pitch_px + pad
        if slack < (2 * least if inset.down == "middle" else least) and inset.down != "top":
            return
        middle = head_foot + least + (slack - 2 * least) * self.rng.random()
        foot = self.box[3] - tall
        top = {"top": self.box[1], "under": head_foot, "middle": middle, "foot": foot}[inset.down]
        box = (left, top, right, top + tall)
        if not self._has_room((left, top - 0.4 * size, right, top + tall)):
            return
        side = min(self.house.gutter_px, size) * 0.9
        self.occupied.append((left - side, top - (0 if inset.down == "top" else pad), right + side, top + tall + pad))
        self.inner.append(replace(inset.leaf, box=box, columns=wide))
        self.traits.append(f"around-{inset.down}-{inset.along}")
        if not inset.leaf.boxed and inset.leaf.kind in ("article", "shaped", "briefs", "comment"):
            self._fence(box, first > 0, first + wide < count, pad)

    def _has_room(self, box: Box) -> bool:
        """Whether a box is free and leaves enough rows to the text."""
        if not self._is_free(box):
            return False
        self.occupied.append(box)
        left = sum(len(run) for _, run in self._strips(self._rows(0, self.box[1])))
        self.occupied.pop()
        return left >= LEAST_TEXT

    def _fence(self, box: Box, at_left: bool, at_right: bool, pad: float) -> None:
        """Rules between an inner item and the text around it, where the house has rules."""
        style = self.house.story_rule
        if style == "none":
            if self.rng.random() < 0.5:
                return
            style = "thin"
        x0, y0, x1, y1 = box
        lefts = self.columns.lefts
        half = (lefts[1] - lefts[0] - self.columns.width_px) / 2 if at_left or at_right else 0.0
        left, right = x0 - half * at_left, x1 + half * at_right
        over, under = y0 > self.box[1] + 1, y1 < self.box[3] - 1
        top, bottom = y0 - pad / 2 * over, y1 + pad / 2 * under
        rule = self.press.sheet.rule
        for due, line in ((over, (left, top, right, top)), (under, (left, bottom, right, bottom)),
                          (at_left, (left, top, left, bottom)), (at_right, (right, top, right, bottom))):
            if due:
                rule(style, *line, 2)

    def _picture(self) -> None:
        """Sometimes a picture where there is room, with a caption beneath it or upright beside it."""
        rng, count = self.rng, len(self.columns.lefts)
        chance = {"lead": 0.7, "major": 0.55, "minor": 0.35}.get(self.leaf.rank, 0.0)
        if not self.shape.upright_caption and (rng.random() > chance or self.inner):
            return
        for _ in range(8):
            wide = rng.randint(1, max(1, min(count - 1, 3)))
            first = rng.randint(0, count - wide)
            left, right = self.columns.span(first, wide)
            height = min((right - left) * rng.uniform(0.6, 0.95), 0.42 * (self.box[3] - self.box[1]))
            top = rng.choice((self.box[3] - height * 1.3, self.box[1] + rng.uniform(0.3, 0.6) * self.leaf.height))
            box = (left, top, right, top + height * 1.3)
            if height > 220 and box[3] <= self.box[3] + 1 and self._has_room(box):
                self._print_with_caption(left, right, top, height)
                return

    def _print_with_caption(self, left: float, right: float, top: float, height: float) -> None:
        house = self.house
        caption = self._caption(right - left)
        if caption is None:
            return
        block = None
        if self.shape.upright_caption:
            block = make_upright_caption(caption.whole, house.caption, caption.size_px, 0.98 * height)
        if block is None or block.width_px > 0.4 * (right - left):
            height = min(height, self.box[3] - top - caption.height_px)
            self._print_picture((left, top, right, top + height))
            self._print_caption(caption, left, right, top + height)
            foot = top + height + caption.height_px
        else:
            at_left = self.rng.random() < 0.4
            gap = 0.5 * caption.size_px
            taken = block.width_px + gap
            bottom_up = self.rng.random() < 0.4
            foot = min(top + 1.25 * height, self.box[3])
            picture = (left + taken, top, right, foot) if at_left else (left, top, right - taken, foot)
            self._print_picture(picture)
            y = foot - block.height_px if bottom_up else top
            block.print(self.press, self.item, left if at_left else right - block.width_px, y,
                        paragraph=len(self.item.captions))
            self.item.captions.append(caption.whole)
            self.traits.append("caption-upright")
        self._reserve((left, top, right, foot), 0.4 * house.size_px)

    # the text

    def _strips(self, rows: list[list[float]]) -> list[tuple[int, list[float]]]:
        """Unbroken runs of free rows as (column, rows) in reading order."""
        first, last = self.columns.lefts[0], self.columns.lefts[-1] + self.columns.width_px
        bars = [box[3] for box in self.occupied if box[0] <= first + 1 and box[2] >= last - 1]
        out: list[tuple[int, int, list[float]]] = []
        for column, ys in enumerate(rows):
            run: list[float] = []
            for y in [*ys, 1e9]:
                if run and y - run[-1] > 1.5 * self.house.pitch_px:
                    if len(run) >= LEAST_ROWS:
                        out.append((sum(run[0] >= bar - 1 for bar in bars), column, run))
                    run = []
                run.append(y)
        out.sort(key=lambda one: (one[0], one[1], one[2][0]))
        return [(column, run) for _, column, run in out]

    def _fill(self, form: Form) -> None:
        """Set the text into what is free."""
        rows = self._rows(0, self.box[1])
        strips = self._strips(rows)
        kept = [sorted(y for column, run in strips if column == k for y in run) for k in range(len(rows))]
        self._column_rules(kept)
        if not strips:  # a heading and items inside have taken all the room
            return
        self.copy.long = sum(len(run) for _, run in strips) > 70 and self.rng.random() < 0.6
        galley = Composer(self.copy, form, [len(run) for _, run in strips]).compose()
        self.columns = Columns(tuple(self.columns.lefts[column] for column, _ in strips), self.columns.width_px)
        self._print(galley, [run for _, run in strips], form)


def set_shaped(press: Press, leaf: Leaf) -> list[Leaf]:
    """Print a story of some shape; returns the frames of the items inside it, which are still to be printed."""
    setter = ShapedSetter(press, leaf)
    setter.set()
    return setter.inner
