"""Copyfitting of vertical text: paragraphs that fill the slots of a story and are never longer than they are."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from samples.kinsoku import CLOSERS, OPENERS
from samples.vertical_frames import Slot
from samples.vertical_house import Style
from samples.vertical_type import Cell, SetColumn, cells_of, set_column, take
from samples.vertical_words import Story


@dataclass(frozen=True, slots=True)
class Manner:
    """How the paragraphs of a story begin: cells of indent, a mark before them, bold words at their head (run-in)."""

    indent: int
    mark: str = ""
    strong: int = 0
    sentences: tuple[int, int] = (2, 5)
    sections: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A column of a story: the slot it stands in, its role, its paragraph."""

    slot: Slot
    line: SetColumn
    role: str
    paragraph: int


@dataclass(slots=True)
class Copyfit:
    """Fills slots with paragraphs, sentence by sentence."""

    story: Story
    style: Style
    rng: Random
    slots: Sequence[Slot]
    manner: Manner
    placed: list[Placed] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)

    def fill(self, byline: str = "") -> None:
        """Set the text; a byline of the last column is set apart by the caller."""
        at = 0
        since = 0
        tails = -(-len(byline) // max(1, self.slots[-1].rows - 1)) if byline and self.slots else 0
        end = len(self.slots) - tails
        while at < end:
            if self.manner.sections and since > 9 and end - at > 8 and self.rng.random() < 0.6:
                at, since = self._section(at), 0
            text, used = self._paragraph(at, end)
            if not text:
                return
            self.paragraphs.append(text)
            for slot, line in self._set(text, at, end) or []:
                self.placed.append(Placed(slot, line, "body", len(self.paragraphs) - 1))
            at, since = at + used, since + used

    def _section(self, at: int) -> int:
        """A small head of one column within the text."""
        texts = [t.replace("/", "") for t in self.story.headings("sect", fresh=True)]
        texts = [text for text in texts if len(text) * 1.2 + 2 <= self.slots[at].rows]
        if not texts:
            return at
        self.story.take(texts[0])
        self.paragraphs.append(texts[0])
        line = set_column([Cell(char, True) for char in texts[0]], 1.15, self.rng.choice((1, 2)))
        self.placed.append(Placed(self.slots[at], line, "section", len(self.paragraphs) - 1))
        return at + 1

    def _paragraph(self, at: int, end: int) -> tuple[str, int]:
        """The text of a paragraph that begins in slot `at`, and how many slots it takes."""
        text = bare = self.manner.mark
        wanted = self.rng.randint(*self.manner.sentences)
        tag = "lead" if not self.paragraphs else "body"
        misses = 0
        while wanted > 0 and misses < 5:
            sentence = self.story.sentence(tag)
            if self._set(text + sentence, at, end) is not None:
                text, tag, wanted = text + sentence, "body", wanted - 1
                continue
            misses += 1
            shorter = self._shortened(text, sentence, at, end)
            if shorter and (len(shorter) > 0.5 * len(sentence) or misses >= 4):
                text += shorter
                break
            if text != bare and self._room(text, at, end) < 6:
                break
        placed = self._set(text, at, end)
        return (text, len(placed)) if placed and text != bare else ("", 0)

    def _shortened(self, text: str, sentence: str, at: int, end: int) -> str:
        """The longest part of a sentence that fits and ends at one of its commas; without commas, what fits."""
        stop = self.style.pointing.full_stop
        marks = [k for k, char in enumerate(sentence) if char in "，、；" and k >= 5]
        if self.style.pointing.manner == "none" or not any(char in "，、。" for char in sentence):
            stop, marks = "", list(range(8, len(sentence)))
        for k in reversed(marks):
            head = sentence[:k]
            closed = sum(c in OPENERS for c in head) == sum(c in CLOSERS for c in head)
            if closed and self._set(text + head + stop, at, end) is not None:
                return head + stop
        return ""

    def _room(self, text: str, at: int, end: int) -> int:
        placed = self._set(text, at, end) or []
        rest = sum(slot.rows for slot in self.slots[at + len(placed):end])
        return rest + (placed[-1][0].rows - len(placed[-1][1].glyphs) if placed else 0)

    def _set(self, text: str, at: int, end: int) -> list[tuple[Slot, SetColumn]] | None:
        """The columns of a paragraph from slot `at` on, or None if they do not fit."""
        style = self.style
        strong = self.manner.strong + len(self.manner.mark) if self.manner.strong else 0
        cells = cells_of(text, strong, style.beside, style.paired)
        out: list[tuple[Slot, SetColumn]] = []
        start, pitch = 0, style.cell_px / style.size_px
        indent = 0 if self.manner.mark else self.manner.indent
        while start < len(cells):
            if at >= end:
                return None
            slot, first = self.slots[at], indent if start == 0 else 0
            stop = take(cells, start, slot.rows - first, style.kinsoku)
            full = slot.rows if stop < len(cells) else 0
            out.append((slot, set_column(cells[start:stop], pitch, first, full)))
            start, at = stop, at + 1
        return out
