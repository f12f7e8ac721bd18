"""The news desk: hands out copy for stories so that no sentence stands twice on a page."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from samples.names import CITIES, person
from samples.words import Topic, render, topics

SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）》]*|[^。！？]+$")
GENERAL = "general"


class NothingToPrint(ValueError):
    """The text that was to replace the prose is empty, or no face of the page has all of its characters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of running text and how it came to be; `section` is a section head that goes before it."""

    text: str
    pattern: str
    new_paragraph: bool = False
    section: str = ""


class Desk:
    """All copy of one page. `text` replaces the running text; headings stay the page maker's own."""

    def __init__(self, rng: Random, printable: Callable[[str], bool], text: Sequence[str] | None = None) -> None:
        self.rng = rng
        self.printable = printable
        self.city = rng.choice(CITIES)
        self.used: set[str] = set()
        self.fresh = [topic for topic in topics() if topic.name != GENERAL]
        rng.shuffle(self.fresh)
        self.lent: list[Topic] = []
        self.text = [line.strip() for line in text or () if line.strip() and printable(line.strip())]
        if text is not None and not self.text:
            raise NothingToPrint("the text has no paragraph that the fonts can print")
        self.cursor = rng.randrange(len(self.text)) if self.text else 0

    def story(self) -> Copy:
        """Copy for a new story, on a topic of its own as long as there is one."""
        return Copy(self, self.topic())

    def topic(self) -> Topic:
        """The next topic: a fresh one, or the one with most patterns left."""
        if self.fresh:
            topic = self.fresh.pop()
        else:
            headed = [one for one in topics() if one.of("head")]
            topic = max(headed, key=lambda one: (len(self.left(one, "body")), one.name))
        self.lent.append(topic)
        return topic

    def left(self, topic: Topic, tag: str) -> list[str]:
        """Patterns of a topic that the page has not used yet, in their order."""
        return [pattern for pattern in topic.of(tag) if pattern not in self.used]

    def spare(self) -> Topic | None:
        """A topic to continue a long story with: the one with most sentences left, those of other stories last."""
        rest = [topic for topic in topics() if len(self.left(topic, "body")) >= 3]
        return max(rest, key=lambda one: (one not in self.lent, len(self.left(one, "body")), one.name), default=None)


@dataclass(slots=True)
class Copy:
    """The copy of one story: headings that are asked for by fit, and sentences that are offered and taken."""

    desk: Desk
    topic: Topic
    kept: dict[str, str] = field(default_factory=dict)
    started: bool = False
    run: int = 0
    long: bool = False
    since_section: int = 0
    queue: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept["city"] = self.desk.city

    def _render(self, pattern: str) -> str:
        return render(pattern, self.desk.rng, self.kept)

    def heading(self, tag: str, fits: Callable[[str], bool]) -> str:
        """A heading of a kind (head, kick, sub, sect, capt, shot) that fits, or an empty string."""
        patterns = self.desk.left(self.topic, tag) or list(self.topic.of(tag))
        for pattern in self.desk.rng.sample(patterns, len(patterns)):
            text = self._render(pattern)
            if self.desk.printable(text) and fits(text.replace("/", "")):
                self.desk.used.add(pattern)
                return text
        return ""

    def shortest(self, tag: str) -> str:
        """The shortest heading of a kind."""
        patterns = self.desk.left(self.topic, tag) or list(self.topic.of(tag))
        pattern = min(patterns, key=len)
        self.desk.used.add(pattern)
        return self._render(pattern)

    def offers(self) -> Iterator[Sentence]:
        """Sentences that may come next, the natural one first; `take` the one that is printed."""
        rng = self.desk.rng
        if self.desk.text:
            yield from self._from_text()
            return
        if not self.started:
            for pattern in self.desk.left(self.topic, "lead"):
                yield Sentence("本报讯\u3000" * (rng.random() < 0.75) + self._render(pattern), pattern, True)
        patterns = self.desk.left(self.topic, "body")
        section = ""
        if patterns and self.long and self.since_section >= 5 and self.desk.left(self.topic, "sect"):
            section = self._render(self.desk.left(self.topic, "sect")[0])
        if not patterns:
            spare = self.desk.spare()
            if spare is None:
                return
            self.topic, self.kept = spare, {"city": self.desk.city}  # its people are other people
            patterns = self.desk.left(spare, "body")
            sections = self.desk.left(spare, "sect")
            section = self._render(sections[0]) if sections else ""
        fresh = self.run == 0 or rng.random() < 0.28 + 0.24 * self.run
        for pattern in patterns:
            yield Sentence(self._render(pattern), pattern, fresh or bool(section), section)

    def _from_text(self) -> Iterator[Sentence]:
        """The next sentence of the user's text, then, for want of room, sentences of later paragraphs."""
        text, at = self.desk.text, self.desk.cursor
        if self.queue:
            yield Sentence(self.queue[0], "", not self.started)
        for ahead in range(min(20, len(text))):
            sentences = SENTENCE.findall(text[(at + ahead) % len(text)])
            yield Sentence(sentences[0], f"{at + ahead}", True)

    def take(self, sentence: Sentence) -> None:
        """Mark a sentence as printed."""
        if self.desk.text and sentence.pattern:
            self.queue = SENTENCE.findall(self.desk.text[int(sentence.pattern) % len(self.desk.text)])
            self.desk.cursor = int(sentence.pattern) + 1
        if self.queue:
            self.queue.pop(0)
        self.desk.used.add(sentence.pattern)
        self.since_section += 1
        if sentence.section:
            self.desk.used.update(self.desk.left(self.topic, "sect")[:1])
            self.since_section = 0
        self.run = 1 if sentence.new_paragraph else self.run + 1
        self.started = True

    def reporter(self) -> str:
        """A name as a byline prints it: a name of two characters is spaced."""
        name = person(self.desk.rng)
        return name if len(name) > 2 else name[0] + "\u3000" + name[1]
