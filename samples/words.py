"""The prose of the pages: sentence patterns by topic, in `words/*.txt`, and how a pattern becomes a sentence.

A file is one topic; each row is `tag: pattern`. Tags: kick, head, sub, sect, capt, lead, body, shot (headline of a
picture story). In a pattern `[a|b]` is a choice, `{kind}` or `{kind:range}` a slot of `names.py`; a digit after the
kind (`{town1}`) keeps the value for the whole story. `/` in a headline is where it may be broken.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from samples.names import SLOTS

FOLDER = Path(__file__).parent / "words"
TAGS = ("kick", "head", "sub", "sect", "capt", "lead", "body", "shot")
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([a-z]+)(\d?)(?::([0-9.\-]+))?\}")


@dataclass(frozen=True, slots=True)
class Topic:
    """The patterns of one topic by tag."""

    name: str
    patterns: Mapping[str, tuple[str, ...]]

    def of(self, tag: str) -> tuple[str, ...]:
        """The patterns of a tag, perhaps none."""
        return self.patterns.get(tag, ())


def read_topic(path: Path) -> Topic:
    """Read one topic file; a row with an unknown tag is an error."""
    rows: dict[str, list[str]] = {}
    for number, row in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        tag, colon, pattern = row.partition(":")
        if not colon or tag not in TAGS:
            raise ValueError(f"{path}:{number}: unknown tag {tag!r}, one of {', '.join(TAGS)}")
        rows.setdefault(tag, []).append(pattern.strip())
    return Topic(path.stem, {tag: tuple(patterns) for tag, patterns in rows.items()})


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, sorted by name; `general` holds what fits any story."""
    return tuple(read_topic(path) for path in sorted(FOLDER.glob("*.txt")))


def render(pattern: str, rng: Random, kept: dict[str, str]) -> str:
    """Fill a pattern; `kept` holds the values of numbered slots and named words (`{city}`) of the story."""
    while match := CHOICE.search(pattern):
        pattern = pattern[:match.start()] + rng.choice(match[1].split("|")) + pattern[match.end():]

    def fill(match: re.Match[str]) -> str:
        kind, number, span = match[1], match[2], match[3] or ""
        if kind in kept:
            return kept[kind]
        if not number:
            return SLOTS[kind](rng, span)
        return kept.setdefault(kind + number, SLOTS[kind](rng, span))

    return SLOT.sub(fill, pattern)
