"""What each chain is by itself: a heading, a byline, a paragraph, or what belongs to the page and to no story.

There are no type sizes in a text. A heading stands alone, is short or wider than a column, and ends no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from pipeline.order.wording import CLOSERS, DATE, FURNITURE, is_byline, jump_target
from pipeline.threads.chains import Chain
from pipeline.threads.fragments import Fragment

LONGEST_HEADING_EM = 48.0
LONGEST_SUBHEADLINE_EM = 90.0
LINES_OF_HEADING = 4
FULL_EM = 1.0
FIRST_STORY = 60
"""Characters: a paragraph of so many is text of a story, and the head of the page is over."""
CLAUSES = 2
"""Marks inside a heading."""
INNER_MARKS = re.compile(r"[，,。；;、]")
ENDS = ("。", "；", ";", "，", ",", "、", "：", ":")
IMPRINT = re.compile(
    r"本报及所属|未经本报授权|不得.{0,2}(?:复制|转载|摘编)|国内统一|邮发代号|责任编辑|责编[:： ]|版式[:： ]"
)
LATIN = re.compile(r"^[\sA-Za-z0-9 .,:&'/\-]+$")
EDITION = re.compile(r"^(?:第?\s*[A-Z]?\d{1,3}\s*版|[\u4e00-\u9fff]{2,3}版|[A-Z]?\d{1,3})$")
PUBLISHER = re.compile(r"(?:日报社?|晚报社?|早报社?|时报社?|周报社?|联办|主办|主管|承办|出版)\s*$")
SUBHEADLINE = re.compile(r"^\s*(?:[—―─－-]{1,2}|一一)(?=[\u4e00-\u9fff“\"《])")
DESK = re.compile(r"^\W*(?:本报|本刊|特约)\s*(?:评论员|编辑部|记者)\W*$")
BRACKET = r"\s*[（(【\[][^（）()【】]{1,60}[)）】\]]\s*"
TAIL = re.compile(rf"^{BRACKET}[。.]?\s*$")
"""A credit, or where and when a telegram was sent, under the last paragraph."""
LAST_BRACKET = re.compile(rf"{BRACKET}$")
CAPTION = re.compile(
    r"^\W*(?:[上下左右中]?图(?:为|[①-⑳]|[一二三四五六\d]?\s*[:：])|[上下左右中]图)"
    r"|[（(][^（）()]{0,40}摄(?:影)?\s*[)）]\W*$"
)
"""What a picture shows, or who took it."""
PICTURE_NEWS = re.compile(r"^\W*(?:图片|图文|新闻|摄影)\s*(?:新闻|报道|图片|专题)\W*$")
"""A heading, though it speaks of photographs."""
PERSON = re.compile(r"记\s*者|通\s*讯\s*员|评论员|作者|撰文|实习生")


class Kind(Enum):
    HEADING = auto()
    BYLINE = auto()
    BODY = auto()
    TAIL = auto()
    """Belongs to the text before it, whatever follows."""
    FURNITURE = auto()


def text_of(chain: Chain, lines: Sequence[Fragment]) -> str:
    """Its lines end to end."""
    return "".join(lines[n].text for n in chain.lines)


def kinds_of(chains: Sequence[Chain], lines: Sequence[Fragment]) -> list[Kind]:
    """The kind of each chain, in the order in which they stand in the text."""
    texts = [text_of(chain, lines).strip() for chain in chains]
    kinds = [_kind(chain, text, lines) for chain, text in zip(chains, texts, strict=True)]
    _furniture_at_the_head(kinds, texts)
    for n, (chain, text) in enumerate(zip(chains, texts, strict=True)):
        under_heading = n > 0 and kinds[n - 1] in (Kind.HEADING, Kind.BYLINE)
        if kinds[n] is Kind.TAIL and under_heading and is_byline(text):
            kinds[n] = Kind.BYLINE
        if kinds[n] is Kind.BODY and under_heading and _is_long_subheadline(chain, text, lines):
            kinds[n] = Kind.HEADING
    return kinds


def _kind(chain: Chain, text: str, lines: Sequence[Fragment]) -> Kind:
    if not text or IMPRINT.search(text) or LATIN.match(text):
        return Kind.FURNITURE
    if TAIL.match(text):
        return Kind.BYLINE if is_byline(text) and PERSON.search(text) else Kind.TAIL
    if CAPTION.search(text):
        return Kind.BODY
    if DESK.match(text) or (is_byline(text) and len(chain.lines) <= 3 and not PICTURE_NEWS.match(text)):
        return Kind.BYLINE
    if jump_target(text):
        return Kind.TAIL
    return Kind.HEADING if _is_heading(chain, text, lines) else Kind.BODY


def _is_heading(chain: Chain, text: str, lines: Sequence[Fragment]) -> bool:
    marks = 0 if is_letterspaced(text) else len(INNER_MARKS.findall(text))
    ends = (part.rstrip(CLOSERS + "\"'").endswith(ENDS) for part in (text, LAST_BRACKET.sub("", text)))
    if any(ends) or not _stands_alone(chain, lines) or marks > CLAUSES:
        return False
    width = sum(lines[n].width_em for n in chain.lines)
    # Lines that fill their column, or more than one, may be what is left of a paragraph.
    fills = len(chain.lines) > 1 or abs(width - lines[chain.lines[0]].measure_em) <= FULL_EM
    if (chain.gap_before or chain.gaps) and (fills or marks):
        return False
    return width <= LONGEST_HEADING_EM and len(chain.lines) <= LINES_OF_HEADING


def _stands_alone(chain: Chain, lines: Sequence[Fragment]) -> bool:
    """Whether it is all that its paragraph, as given, holds."""
    first, last = lines[chain.lines[0]], lines[chain.lines[-1]]
    return first.place == 0 and last.place == last.last and all(lines[n].chunk == first.chunk for n in chain.lines)


def _is_long_subheadline(chain: Chain, text: str, lines: Sequence[Fragment]) -> bool:
    """One line, wider than any column of text, that explains the heading above it."""
    if len(chain.lines) > LINES_OF_HEADING or not _stands_alone(chain, lines) or chain.gaps or text.endswith(ENDS):
        return False
    width = sum(lines[n].width_em for n in chain.lines)
    return bool(SUBHEADLINE.match(text)) and width <= LONGEST_SUBHEADLINE_EM


def is_letterspaced(text: str) -> bool:
    """Whether nearly each character stands by itself: a slogan or a title set wide."""
    words = text.split()
    return len(words) >= 4 and sum(map(len, words)) <= 2 * len(words)


def _furniture_at_the_head(kinds: list[Kind], texts: Sequence[str]) -> None:
    """What stands before the first story and names the paper, the day, or the page."""
    for n, kind in enumerate(kinds):
        text = texts[n]
        if kind is Kind.BODY and len(text) > FIRST_STORY:
            return
        if kind is Kind.HEADING and (
            DATE.search(text) or FURNITURE.search(text) or EDITION.match(text) or PUBLISHER.search(text)
        ):
            kinds[n] = Kind.FURNITURE
