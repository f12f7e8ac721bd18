"""A stream of stories through frames: where each heading stands, which slots each story takes, then the printing."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from random import Random

import numpy as np

from samples import pictures
from samples.press import Item, Press
from samples.sheet import Box
from samples.vertical_copyfit import Copyfit, Manner, Placed
from samples.vertical_frames import Block, Frame, Slot
from samples.vertical_heads import (
    Heading,
    across_heading,
    corner_heading,
    print_heading,
    row_of,
    upright_heading,
)
from samples.vertical_house import Style
from samples.vertical_names import person
from samples.vertical_type import cells_of, set_column, set_display
from samples.vertical_words import Copybook, Story

LEAST_COLUMNS = 4  # of text beside a heading


@dataclass(slots=True)
class Entry:
    """A story of the stream as it is planned."""

    story: Story
    heading: Heading | None
    box: Box
    frame: Frame
    slots: list[Slot] = field(default_factory=list)
    picture: Box | None = None
    briefs: bool = False
    author: str = ""
    rule: bool = False


class Stream:
    """Plans and prints the stories of one stream."""

    def __init__(
        self, press: Press, style: Style, book: Copybook, frames: Sequence[Frame], rank: str, single: bool,
        novel: bool = False,
    ) -> None:
        self.press, self.style, self.book = press, style, book
        self.rng: Random = press.rng
        self.frames, self.rank, self.single, self.novel = frames, rank, single, novel
        self.entries: list[Entry] = []

    def run(self) -> None:
        """Plan, then print."""
        self._plan()
        for entry in self.entries:
            self._print(entry)

    def _free(self, at: tuple[int, int, int]) -> list[Slot]:
        """Free slots from (frame, tier, column) on, through the later frames."""
        number, tier, column = at
        out = list(self.frames[number].slots(tier, column))
        for frame in self.frames[number + 1:]:
            out += list(frame.slots())
        return out

    def _plan(self) -> None:
        at = (0, 0, 0)
        while True:
            free = self._free(at)
            if not free:
                return
            first = free[0]
            number = self.frames.index(first.frame)
            at = (number, first.tier, first.column)
            entry = self._open(first, len(free)) if sum(slot.rows for slot in free) > 70 or not self.entries else None
            if entry is None:
                same = [slot for slot in free if slot.frame is first.frame and slot.tier == first.tier]
                run = same[:_unbroken(same)]
                if not self.entries:
                    self.entries.append(Entry(self.book.story(), None, self.frames[0].box, self.frames[0]))
                self.entries[-1].slots += run
                at = (number, run[-1].tier, run[-1].column + 1)
                continue
            self.entries.append(entry)
            free = self._free(at)
            count = len(free) if self.single else self._length(entry, len(free))
            entry.slots += free[:count]
            if count >= len(free):
                return
            last = free[count - 1]
            at = (self.frames.index(last.frame), last.tier, last.column + 1)

    def _length(self, entry: Entry, free: int) -> int:
        """How many slots a story takes of those that are free."""
        rows = self.style.tier_chars
        rank = self.rank if not self.entries[:-1] else "minor"
        low, high = {"lead": (350, 1200), "major": (220, 800), "minor": (90, 520), "short": (60, 260)}[rank]
        count = max(LEAST_COLUMNS, round(self.rng.triangular(low, high, low) / rows))
        if entry.heading is not None and entry.heading.across:  # the text fills at least what is under the heading
            count = max(count, int(entry.heading.width_px / self.style.pitch_px) + 1)
        return free if free - count < max(9, 130 / rows) else count

    def _open(self, slot: Slot, left: int) -> Entry | None:
        """Begin a story at a slot: its heading takes cells there; None if there is no room for one."""
        frame, rng, style = slot.frame, self.rng, self.style
        room = frame.free_columns(slot.tier, slot.column)
        if slot.rows < style.tier_chars or room < LEAST_COLUMNS + 2:
            return None
        story = self.book.novel() if self.novel else self.book.story()
        briefs = story.topic.name == "briefs"
        rank = self.rank if not self.entries else rng.choice(("minor", "minor", "short", "short", "major"))
        signed = self.novel or (story.topic.name in ("essay", "theatre") and rng.random() < 0.7)
        author = person(rng)[:rng.choice((2, 3))] + ("著" if self.novel else "") if signed else ""
        tiers = self._tiers(frame, slot, rank)
        entry = Entry(story, None, frame.box, frame, briefs=briefs, author=author)
        roll = rng.random()
        if self.novel:
            done = False
        elif rank in ("short", "minor") and roll < 0.12 and style.tier_chars >= 10:
            done = self._corner(entry, slot)
        elif rank != "lead" and roll < 0.32 and style.tier_chars >= 10 and room >= 10:
            done = self._over(entry, slot, room)
        else:
            done = False
        return entry if done or self._upright(entry, slot, tiers, rank, room) else None

    def _tiers(self, frame: Frame, slot: Slot, rank: str) -> int:
        """How many tiers a heading is high."""
        rng = self.rng
        most = {"lead": 3, "major": 2, "minor": 2, "short": 1}[rank]
        if slot.column and rng.random() < 0.65:
            most = 1  # text would run on both sides of it
        chars = self.style.tier_chars
        wanted = min(most, rng.choice((1, 2, 2, 3)) if chars < 13 else rng.choice((1, 1, 1, 2)))
        while wanted > 1 and not frame.is_free(slot.tier, wanted, slot.column, 4):
            wanted -= 1
        return wanted

    def _upright(self, entry: Entry, slot: Slot, tiers: int, rank: str, room: int) -> bool:
        frame, style = slot.frame, self.style
        for rank_now, high in ((rank, tiers), ("minor", tiers), ("short", 1)):
            tall = (high - 1) * style.step_px + style.tier_px
            most = (room - LEAST_COLUMNS) * frame.pitch_px
            byline = entry.author if self.novel or self.rng.random() < 0.6 else ""
            heading = upright_heading(entry.story, style, self.rng, tall, rank_now, byline, most)
            if heading is None:
                continue
            pad = self.rng.uniform(*((0.6, 1.1) if slot.column else (0.2, 0.8))) * style.size_px
            columns = max(1, ceil((heading.width_px + pad - 0.2 * style.size_px) / frame.pitch_px))
            if columns + LEAST_COLUMNS <= room and frame.is_free(slot.tier, high, slot.column, columns):
                entry.box = frame.take(Block(slot.tier, high, slot.column, columns))
                entry.heading, entry.rule = heading, slot.column > 0
                entry.author = "" if byline else entry.author
                self._picture(entry, slot, columns, high, rank)
                return True
        return False

    def _over(self, entry: Entry, slot: Slot, room: int) -> bool:
        """A heading across, over the first columns of its text."""
        frame, style = slot.frame, self.style
        columns = self.rng.randint(7, min(room, 18)) if room > 7 else room
        if room - columns < LEAST_COLUMNS:
            columns = room
        wide = (columns - 1) * frame.pitch_px + style.size_px
        if wide > 24 * style.size_px:
            return False
        heading = across_heading(entry.story, style, self.rng, wide - 0.4 * style.size_px, 0.45 * style.tier_px)
        if heading is None:
            return False
        rows = ceil((heading.height_px + 0.25 * style.size_px) / style.cell_px)
        if style.tier_chars - rows < 5:
            return False
        entry.box = frame.take(Block(slot.tier, 1, slot.column, columns, rows))
        entry.heading = heading
        return True

    def _corner(self, entry: Entry, slot: Slot) -> bool:
        frame, style = slot.frame, self.style
        heading = corner_heading(entry.story, style, self.rng, 0.55 * style.tier_px)
        if heading is None:
            return False
        columns = max(1, ceil((heading.width_px - 0.2 * style.size_px) / frame.pitch_px))
        rows = ceil(heading.height_px / style.cell_px)
        if style.tier_chars - rows < 4 or not frame.is_free(slot.tier, 1, slot.column, columns + LEAST_COLUMNS):
            return False
        entry.box = frame.take(Block(slot.tier, 1, slot.column, columns, rows))
        entry.heading, entry.rule = heading, False
        return True

    def _picture(self, entry: Entry, slot: Slot, columns: int, tiers: int, rank: str) -> None:
        """Sometimes a picture to the left of the heading, a few columns of text between them or none."""
        rng, frame = self.rng, slot.frame
        chance = {"lead": 0.35, "major": 0.2, "minor": 0.06, "short": 0.0}[rank] * (2.0 if self.style.modern else 1.0)
        wide = rng.randint(6, 14)
        at = slot.column + columns + rng.choice((0, 0, rng.randint(2, 6)))
        if rng.random() < chance and frame.is_free(slot.tier, tiers, at, wide + LEAST_COLUMNS):
            entry.picture = frame.take(Block(slot.tier, tiers, at, wide))

    def _manner(self, entry: Entry) -> Manner:
        rng, style = self.rng, self.style
        if self.novel:
            return Manner(style.indent, "", 0, (1, 4))
        if entry.briefs:
            return Manner(0, rng.choice("▲▲◎○●"), rng.choice((0, 0, 4)), (1, 2))
        mark = rng.choice("◎○▲") if not style.modern and rng.random() < 0.08 else ""
        long = sum(slot.rows for slot in entry.slots) > 320
        return Manner(style.indent, mark, 0, rng.choice(((2, 4), (3, 7), (1, 3))), long and rng.random() < 0.6)

    def _print(self, entry: Entry) -> None:
        press, style = self.press, self.style
        item = press.item("article")
        if entry.heading is not None:
            box = entry.box
            print_heading(press, style, item, entry.heading, box)
            if entry.rule and style.story_rule != "none":
                gap = entry.frame.pitch_px - style.size_px
                x = box[2] + (gap - 0.3 * style.size_px) / 2
                if gap + 0.3 * style.size_px > 14:
                    press.sheet.rule(style.story_rule, x, box[1], x, box[3], 2)
        if entry.picture is not None:
            self._print_picture(entry, item, entry.picture)
        fit = Copyfit(entry.story, style, self.rng, entry.slots, self._manner(entry))
        byline = f"（{entry.author}）" if entry.author else ""
        fit.fill(byline)
        item.paragraphs = list(fit.paragraphs)
        print_columns(press, style, item, fit.placed)
        if byline:
            self._sign(item, entry, fit.placed, byline)

    def _sign(self, item: Item, entry: Entry, placed: list[Placed], byline: str) -> None:
        """The author at the foot of the column after the last one."""
        style = self.style
        at = entry.slots.index(placed[-1].slot) + 1 if placed else 0
        if at >= len(entry.slots):
            return
        slot = entry.slots[at]
        if slot.rows <= len(byline):
            return
        line = set_column(cells_of(byline), style.cell_px / style.size_px, slot.rows - len(byline))
        self.press.sheet.column(line, style.body, style.size_px, slot.x, slot.y, "byline", item.id)
        item.byline = byline

    def _print_picture(self, entry: Entry, item: Item, box: Box) -> None:
        """A picture with a caption across beneath it, or upright at its left."""
        style, rng, press = self.style, self.rng, self.press
        caption = rng.choice(entry.story.headings("capt") or entry.story.headings("head")).replace("/", "")
        size = max(20, round(style.size_px * rng.choice((0.85, 1.0))))
        x0, y0, x1, y1 = box
        pad = 0.3 * style.size_px
        x0, y0, x1, y1 = x0 + pad, y0 + pad, x1 - pad, y1 - pad
        across = len(caption) * size <= x1 - x0 and rng.random() < 0.6
        if across:
            frame = (x0, y0, x1, y1 - 1.4 * size)
        elif len(caption) * size <= y1 - y0:
            frame = (x0 + 1.5 * size, y0, x1, y1)
        else:
            frame, caption = (x0, y0, x1, y1), ""
        make = pictures.drawing if rng.random() < 0.25 else pictures.photograph
        wide, high = int(frame[2] - frame[0]), int(frame[3] - frame[1])
        press.sheet.picture(make(np.random.default_rng(rng.getrandbits(32)), high, wide), frame, item.id)
        if not caption:
            return
        item.captions.append(caption)
        if across:
            press.aligned(row_of(caption, style, style.kai), style.kai, size, x0, x1, y1 - size, "centre", "caption",
                          item.id, 0)
        else:
            press.sheet.column(set_display(caption), style.kai, size, x0, y0, "caption", item.id, 0)


def _unbroken(slots: Sequence[Slot]) -> int:
    """How many slots at the beginning stand next to each other."""
    count = 1
    while count < len(slots) and slots[count].column == slots[count - 1].column + 1:
        count += 1
    return count


def print_columns(press: Press, style: Style, item: Item, placed: Sequence[Placed]) -> None:
    """Print the columns of a story, and record each run of neighbours in a tier as a region."""
    runs: list[list[Box]] = []
    last: Slot | None = None
    for one in placed:
        slot, size = one.slot, style.size_px
        face = style.bold if one.role == "section" else style.body
        box = press.sheet.column(one.line, face, size, slot.x, slot.y, one.role, item.id, one.paragraph,
                                 strong=style.bold, stop_at=style.stop_at)
        same = last is not None and (last.frame, last.tier, last.column + 1) == (slot.frame, slot.tier, slot.column)
        if not same:
            runs.append([])
        runs[-1].append(box)
        last = slot
    for run in runs:
        press.sheet.region("column", (min(b[0] for b in run), min(b[1] for b in run), max(b[2] for b in run),
                                      max(b[3] for b in run)), item.id)
