"""Measures of stories: matched to their truth, then compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.evaluate.document import BARRIER, HEAD_PARTS, Document, Measures, aligned_positions, share
from pipeline.evaluate.folding import Folding

STORY_KINDS = ("article", "picture", "photo", None)
SURE_OF_THE_SAME = 90.0
"""Two texts this much alike, in percent, are the same one."""
CLOSE_SHARE = 0.05
_BLANKS_OF_HABIT = re.compile(r"\u3000| (?=本报|新华)|(?<=讯) |(?<=电) ")
"""Blanks in the running text that printers set or leave out as they like."""


@dataclass(frozen=True)
class _Item:
    """What the measures need of one item of a page; all but `printed` folded."""

    id: str | None
    kind: str | None
    head: str
    headline: str
    body: str
    paragraphs: tuple[str, ...]
    printed: str

    @staticmethod
    def of(item: Document, folding: Folding) -> _Item:
        texts = list(item.get("paragraphs") or []) or list(item.get("captions") or [])
        return _Item(
            item.get("id"),
            item.get("kind"),
            folding.text("".join(item.get(key) or "" for key in HEAD_PARTS)),
            folding.text(item.get("headline")),
            folding.text("".join(texts)),
            tuple(folded for text in texts if (folded := folding.text(text))),
            _BLANKS_OF_HABIT.sub("", "".join(texts)),
        )

    @property
    def is_story(self) -> bool:
        return self.kind in STORY_KINDS

    def trigrams(self) -> Counter[str]:
        text = self.head + self.body
        return Counter(text[k : k + 3] for k in range(len(text) - 2))


_NOTHING = _Item(None, None, "", "", "", (), "")


class StoryMatch:
    """True stories and the items made of them."""

    def __init__(self, truth: Document, prediction: Document, folding: Folding) -> None:
        true_items = [_Item.of(item, folding) for item in truth["articles"]]
        self._stories = [item for item in true_items if item.is_story and (item.body or item.head)]
        self._others = [_Item.of(item, folding) for item in _no_stories(truth)]
        made = [_Item.of(item, folding) for item in prediction.get("articles", [])]
        self._made = [item for item in made if item.body or item.head]
        pairs = _matched([*self._stories, *self._others], self._made)
        self._taken = set(pairs.values())
        self._made_of = {true: made for true, made in pairs.items() if true < len(self._stories)}
        self._lines: dict[str, list[str]] = defaultdict(list)
        for line in truth.get("lines", []):
            if line.get("article") and len(folded := folding.text(line["text"])) >= 6:
                self._lines[line["article"]].append(folded)

    def measures(self) -> Measures:
        pairs = [(true, self._counterpart(index)) for index, true in enumerate(self._stories)]
        size = sum(len(true.body) for true, _ in pairs)
        distances = [Levenshtein.distance(true.body, made.body) for true, made in pairs]
        printed = sum(Levenshtein.distance(true.printed, made.printed) for true, made in pairs)
        invented = sum(map(len, self._invented()))
        headed = [(true, made) for true, made in pairs if true.headline]
        starts = [_paragraph_starts(true, made) for true, made in pairs]
        allowed = [CLOSE_SHARE * max(1, len(true.body)) for true, _ in pairs]
        close = sum(distance <= most for distance, most in zip(distances, allowed, strict=True))
        found = sum(fuzz.ratio(true.headline, made.headline) >= SURE_OF_THE_SAME for true, made in headed)
        foreign, mass = self._foreign()
        return {
            "body_cer": share(sum(distances) + invented, size),
            "print_cer": share(printed + invented, size),
            "articles": share(close, len(pairs)),
            "n_articles": len(pairs),
            "n_predicted": len(self._made),
            "headlines": share(found, len(headed)),
            "paragraph_f1": share(2 * sum(s.hits for s in starts), sum(s.true + s.made for s in starts)),
            "intrusion": share(foreign, mass),
        }

    def _counterpart(self, index: int) -> _Item:
        return self._made[self._made_of[index]] if index in self._made_of else _NOTHING

    def _invented(self) -> Iterator[str]:
        """Text of stories that stand for no true item and are no part of one."""
        others = BARRIER.join(item.body for item in self._others)
        for index, made in enumerate(self._made):
            if index not in self._taken and made.is_story and made.body and fuzz.partial_ratio(made.body, others) < 80:
                yield made.body

    def _foreign(self) -> tuple[int, int]:
        """Characters of matched stories that are lines of another story, and of how many."""
        foreign = mass = 0
        for true_index, made_index in self._made_of.items():
            true, made = self._stories[true_index], self._made[made_index]
            mass += len(made.body)
            if made.body:
                others = [line for story, lines in self._lines.items() if story != true.id for line in lines]
                there = [line for line in others if _stands_in(line, made.body)]
                foreign += sum(len(line) for line in there if not _stands_in(line, true.body))
        return foreign, mass


def _stands_in(line: str, text: str) -> bool:
    return bool(fuzz.partial_ratio(line, text) >= SURE_OF_THE_SAME)


def _no_stories(truth: Document) -> Iterator[Document]:
    """What is no story, each as an item: it takes up what was made of it."""
    yield from (item for item in truth["articles"] if item.get("kind") not in STORY_KINDS)
    yield from ({"paragraphs": [piece["text"]]} for piece in truth.get("furniture", []))
    with_text = (item for item in truth["articles"] if item.get("paragraphs"))
    yield from ({"paragraphs": [caption]} for item in with_text for caption in item.get("captions") or [])
    for table in truth.get("tables", []):
        yield {"paragraphs": ["".join(cell for row in table["rows"] for cell in row)]}


def _matched(true: Sequence[_Item], made: Sequence[_Item]) -> dict[int, int]:
    """Pairs of items, those that share the most trigrams first."""
    true_grams, made_grams = ([item.trigrams() for item in items] for items in (true, made))
    shared = [((t & m).total(), i, j) for (i, t), (j, m) in product(enumerate(true_grams), enumerate(made_grams))]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for count, i, j in sorted(shared, reverse=True):
        if count and i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


@dataclass(frozen=True)
class _Starts:
    hits: int
    true: int
    made: int


def _paragraph_starts(true: _Item, made: _Item) -> _Starts:
    """Paragraph starts found, within a character, where the alignment of the two texts puts them."""
    made_at = dict(aligned_positions(true.body, made.body))
    true_starts, made_starts = _starts(true), _starts(made)
    hits = 0
    for start in true_starts:
        # The first characters of a paragraph may be misread: the next ones tell where it begins.
        place = next((made_at[start + k] - k for k in range(4) if start + k in made_at), None)
        hits += place is not None and any(abs(place - other) <= 1 for other in made_starts)
    return _Starts(hits, len(true_starts), len(made_starts))


def _starts(item: _Item) -> list[int]:
    starts, at = [], 0
    for paragraph in item.paragraphs:
        starts.append(at)
        at += len(paragraph)
    return starts
