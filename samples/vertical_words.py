"""The prose of old papers: topics in `words/old`, Chinese numerals, names, and how a page points its sentences."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from opencc import OpenCC

from samples.desk import SENTENCE
from samples.vertical_names import SLOTS, numeral
from samples.words import CHOICE, FOLDER, SLOT, Topic, read_topic, topics
from samples.words import render as render_modern

TIMELESS = ("essay", "court", "sport", "market", "theatre")  # old topics that a later paper has, too
NUMBER = re.compile(r"(?<![\d.])\d{1,5}(?![\d.])")
TRADITIONAL = OpenCC("s2t")
MODERN = {"“": "「", "”": "」", "‘": "『", "’": "』", ",": "，", "%": "％", "%%": "％", ":": "：", "℃": "度", "~": "～"}
OLD_FORMS = str.maketrans("為即真強既教眾回告青清戶值鄉說產温晚裏", "爲卽眞强旣敎衆囘吿靑淸戸値鄕説産溫晩裡")


def render(pattern: str, rng: Random, kept: dict[str, str]) -> str:
    """Fill a pattern of `words/old`; numbered slots keep their value for the story."""
    while match := CHOICE.search(pattern):
        pattern = pattern[:match.start()] + rng.choice(match[1].split("|")) + pattern[match.end():]

    def fill(match: re.Match[str]) -> str:
        kind, number, span = match[1], match[2], match[3] or ""
        if not number:
            return SLOTS[kind](rng, span)
        return kept.setdefault(kind + number, SLOTS[kind](rng, span))

    return SLOT.sub(fill, pattern)


@cache
def old_topics() -> tuple[Topic, ...]:
    """The topics of old papers, sorted by name."""
    return tuple(read_topic(path) for path in sorted((FOLDER / "old").glob("*.txt")))


def modern_text(pattern: str, rng: Random, kept: dict[str, str]) -> str:
    """A pattern of the simplified pages in traditional characters and the marks of Taiwan and Hong Kong."""
    text = TRADITIONAL.convert(render_modern(pattern, rng, kept))
    return "".join(MODERN.get(char, char) for char in text.replace("——", "——"))


@dataclass(frozen=True, slots=True)
class Pointing:
    """Punctuation of a page: `full`, `dots` (、 and perhaps 。), `beside` (the same, beside the characters), `none`."""

    manner: str
    full_stop: str = "。"
    quotes: bool = True

    def of(self, text: str) -> str:
        """A text with full punctuation as this page prints it."""
        if self.manner == "full":
            return text
        if self.manner == "none":
            return re.sub(r"[，。、；：？！「」『』《》…—]", "", text)
        text = re.sub(r"[，；：、]", "、", text)
        text = re.sub(r"[。？！]", self.full_stop, text)
        text = re.sub(r"…+|—+", "、", text)
        if not self.quotes:
            text = re.sub(r"[「」『』《》]", "", text)
        return re.sub(r"([、。])[、。]+", r"\1", text)


@dataclass(slots=True)
class Copybook:
    """All copy of one page or fold: no pattern twice while there are others; `text` replaces the running text."""

    rng: Random
    pointing: Pointing
    printable: Callable[[str], bool]
    modern: bool = False
    old_forms: bool = False
    text: Sequence[str] = ()
    used: set[str] = field(default_factory=set)
    fresh: list[Topic] = field(default_factory=list)
    cursor: int = 0

    def __post_init__(self) -> None:
        self.text = tuple(line.strip() for line in self.text if line.strip() and self.printable(line.strip()))
        self.cursor = self.rng.randrange(len(self.text)) if self.text else 0

    def topics(self) -> list[Topic]:
        """What the page may report."""
        if self.modern:
            return [*(topic for topic in topics() if topic.name != "general"),
                    *(topic for topic in old_topics() if topic.name in TIMELESS)]
        return [topic for topic in old_topics() if topic.name != "novel"]

    def story(self) -> Story:
        """Copy for a new story."""
        if not self.fresh:
            self.fresh = self.topics()
            self.rng.shuffle(self.fresh)
        return Story(self, self.fresh.pop())

    def novel(self) -> Story:
        """Copy for a serial novel."""
        return Story(self, next(topic for topic in old_topics() if topic.name == "novel"))

    def pointed(self, text: str) -> str:
        """A text as the page prints it: pointing and forms of characters."""
        text = self.pointing.of(text)
        if self.old_forms:
            text = "".join(new if self.printable(new := char.translate(OLD_FORMS)) else char for char in text)
        return text


@dataclass(slots=True)
class Story:
    """The copy of one story."""

    book: Copybook
    topic: Topic
    kept: dict[str, str] = field(default_factory=dict)
    queue: list[str] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)  # headings and the patterns they come from

    def __post_init__(self) -> None:
        self.kept["city"] = "澄川"

    def _render(self, pattern: str) -> str:
        if self.topic in old_topics():
            return render(pattern, self.book.rng, self.kept)
        return modern_text(pattern, self.book.rng, self.kept)

    def headings(self, tag: str, fresh: bool = False) -> list[str]:
        """Headings of a kind in random order, those that the page has not printed first; `/` is where they break.

        `fresh`: only those that it has not printed. Say with `take` which are printed.
        """
        patterns = [one for one in self.topic.of(tag) if not fresh or one not in self.book.used]
        self.book.rng.shuffle(patterns)
        patterns.sort(key=lambda one: one in self.book.used)
        made = []
        for pattern in patterns:
            text = re.sub(r"[，。、；：？！「」『』《》]", "", self._render(pattern)).replace(" ", "/")
            text = NUMBER.sub(lambda match: numeral(int(match[0])), text.strip("—/"))
            if self.book.printable(text.replace("/", "")) and not re.search(r"[0-9.%％a-zA-Z]", text):
                made.append(self.book.pointed(text))
                self.offered[made[-1]] = pattern
        return made

    def take(self, *headings: str) -> None:
        """Note that headings are printed."""
        self.book.used.update(self.offered[text] for text in headings if text in self.offered)

    def sentence(self, tag: str = "body") -> str:
        """One more sentence with its stops, as the page prints it."""
        book = self.book
        if book.text:
            return self._own()
        patterns = [one for one in self.topic.of(tag) if one not in book.used] or list(self.topic.of(tag))
        spent = not [one for one in self.topic.of(tag) if one not in book.used]
        if spent and tag == "body" and self.topic.name != "novel":
            rest = [one for topic in book.topics() for one in topic.of("body") if one not in book.used]
            patterns = rest or patterns
        for _ in range(8):
            pattern = book.rng.choice(patterns)
            own = pattern in self.topic.of(tag)
            topic = self.topic if own else next(t for t in book.topics() if pattern in t.of("body"))
            text = Story(book, topic, self.kept)._render(pattern)
            book.used.add(pattern)
            if book.printable(text):
                return book.pointed(text)
        return book.pointed("餘情續誌。")

    def _own(self) -> str:
        """The next sentence of the user's text."""
        book = self.book
        while not self.queue:
            self.queue = SENTENCE.findall(book.text[book.cursor % len(book.text)])
            book.cursor += 1
        return self.queue.pop(0)
