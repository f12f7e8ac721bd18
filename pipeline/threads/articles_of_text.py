"""From the structure of a text to the articles of a page, and the kind of every line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.order.wording import CREDIT_IN_CAPTION, OPENING, PHOTOGRAPHER, jump_target
from pipeline.order.wording import PAGE_NUMBER as PAGE_NUMBER_WORDS
from pipeline.page import Article, ArticleKind, BlockKind
from pipeline.threads.chains import Chain
from pipeline.threads.fragments import Fragment
from pipeline.threads.structure import IMPRINT, Story, Structure, parts_of_heading

LONGEST_CAPTION = 260
"""Characters of the text of a picture that stands for itself."""
CAPTION_PARAGRAPHS = 2


@dataclass(slots=True)
class TextArticles:
    """What a structure comes to."""

    articles: list[Article] = field(default_factory=list)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    """Of each line, by its number."""
    reading: list[Chain] = field(default_factory=list)
    """Every chain in reading order."""


def in_place(story: Story) -> Story:
    """The story with its paragraphs in the order in which they were given."""
    order = sorted(range(len(story.body)), key=lambda n: story.body[n].place)
    sections = {at for at, n in enumerate(order) if n in story.sections}
    return replace(story, body=[story.body[n] for n in order], sections=sections)


def articles_of(structure: Structure, lines: Sequence[Fragment], ids: Sequence[str]) -> TextArticles:
    """The articles of a text, in its order; what belongs to none has a kind of furniture, or `other`."""
    made = TextArticles()
    for number, story in enumerate(structure.stories, 1):
        made.articles.append(_Maker(f"a{number}", story, lines, ids, made.kinds).article())
    made.reading = list(_reading(structure))
    in_stories = (c for story in structure.stories for part in (story.headings, story.body) for c in part)
    first = min((chain.place for chain in in_stories), default=0)
    for chain in structure.furniture:
        kind = _kind_of_furniture(_text(chain, lines), chain.place < first)
        made.kinds |= dict.fromkeys(chain.lines, kind)
    return made


def _reading(structure: Structure) -> Iterator[Chain]:
    """Story by story; headings, bylines and furniture before what stands behind them in the order given."""
    stories = (_with(story.body, (*story.headings, *story.bylines)) for story in structure.stories)
    return _with([chain for story in stories for chain in story], structure.furniture)


def _with(chains: Sequence[Chain], small: Iterable[Chain]) -> Iterator[Chain]:
    """Chains in their order, and each small one before the first of them that stands behind it."""
    rest = sorted(small, key=lambda chain: chain.place)
    at = 0
    for chain in chains:
        while at < len(rest) and rest[at].place < chain.place:
            yield rest[at]
            at += 1
        yield chain
    yield from rest[at:]


def _kind_of_furniture(text: str, at_the_head: bool) -> BlockKind:
    if IMPRINT.search(text):
        return BlockKind.FOOTER
    if PAGE_NUMBER_WORDS.match(text.strip()):
        return BlockKind.PAGE_NUMBER
    return BlockKind.MASTHEAD if at_the_head else BlockKind.OTHER


def _text(chain: Chain, lines: Sequence[Fragment]) -> str:
    return "".join(lines[n].text for n in chain.lines)


class _Maker:
    """Makes one article, and notes the kinds of its lines."""

    def __init__(
        self, name: str, story: Story, lines: Sequence[Fragment], ids: Sequence[str], kinds: dict[int, BlockKind]
    ) -> None:
        self._name, self._story, self._lines, self._ids, self._kinds = name, story, lines, ids, kinds

    def article(self) -> Article:
        story = self._story
        parts = parts_of_heading([_text(chain, self._lines) for chain in story.headings])
        kicker, headline, subheadline = (
            self._of([story.headings[n] for n in numbers], kind)
            for numbers, kind in zip(parts, (BlockKind.KICKER, BlockKind.HEADING, BlockKind.SUBHEADING), strict=True)
        )
        byline = self._of(story.bylines, BlockKind.CREDIT)
        jumps = [chain for chain in story.body if jump_target(_text(chain, self._lines))]
        article = Article(self._name, ArticleKind.ARTICLE, kicker, headline, subheadline, byline)
        if self._is_picture():
            captions = tuple(self._of([chain], BlockKind.CAPTION) for chain in story.body if chain not in jumps)
            article = replace(article, kind=ArticleKind.PICTURE, captions=captions)
        else:
            article = replace(article, body=tuple(self._paragraphs(jumps)))
        return self._with_jumps(article, jumps)

    def _paragraphs(self, jumps: Sequence[Chain]) -> Iterator[tuple[str, ...]]:
        for number, chain in enumerate(self._story.body):
            if chain not in jumps:
                kind = BlockKind.SECTION if number in self._story.sections else BlockKind.PARAGRAPH
                yield self._of([chain], kind)

    def _with_jumps(self, article: Article, jumps: Sequence[Chain]) -> Article:
        for chain in jumps:
            way, page = jump_target(_text(chain, self._lines)) or ("", "")
            if way == "continues_on":
                article = replace(article, continues_on=page)
            elif way:
                article = replace(article, continued_from=page)
        return replace(article, jump=self._of(jumps, BlockKind.JUMP))

    def _is_picture(self) -> bool:
        """A short text that names who photographed it, and tells no news of its own."""
        body = [_text(chain, self._lines) for chain in self._story.body]
        if not body or len(body) > CAPTION_PARAGRAPHS or sum(map(len, body)) > LONGEST_CAPTION:
            return False
        if any(OPENING.match(text) for text in body):
            return False
        credits = [_text(chain, self._lines).strip() for chain in self._story.bylines]
        return any(PHOTOGRAPHER.match(t) or CREDIT_IN_CAPTION.search(t) for t in credits) or bool(
            CREDIT_IN_CAPTION.search(body[-1].rstrip(")） "))
        )

    def _of(self, chains: Iterable[Chain], kind: BlockKind) -> tuple[str, ...]:
        numbers = [n for chain in chains for n in chain.lines]
        self._kinds |= dict.fromkeys(numbers, kind)
        return tuple(self._ids[n] for n in numbers)
