"""The lines that a masthead may stand in, end to end, in a shape in which dates are easily found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from pipeline.page import FURNITURE, Page

LONGEST_LOOSE = 48
"""Characters: a line of unknown kind with more is running text."""
PLACES_OUTSIDE_ARTICLES = 2
"""Of what `likely_places` gives; what follows may hold lines of articles."""
MOST_LEADING_LINES = 40
"""Where kinds and articles are not known, the masthead stands in the first lines."""

_FOLDED = str.maketrans(
    "零○◯壹弌貳贰弍叁參参弎肆伍陸陆柒捌玖拾佰仟萬念卄廾丗曰禮曆歷暦厤農辳舊陰閏臘號總國華報"
    "週緒統張歲廢黃創復證執許掛記轉見開緖發於慶豐龍馬雞鷄豬書畫聞連數",
    "〇〇〇一一二二二三三三三四五六六七八九十百千万廿廿廿卅日礼历历历历农农旧阴闰腊号总国华报"
    "周绪统张岁废黄创复证执许挂记转见开绪发于庆丰龙马鸡鸡猪书画闻连数",
)


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines end to end, each ended by a line feed.

    `text` is folded: full-width to half-width, the numerals of cheques (壹貳叁) and the traditional characters that
    mastheads hold to the simple ones, any run of blanks to one. `places` holds for each of its characters the line,
    and the offset there in code points; `raw` the lines as read.
    """

    text: str
    places: tuple[tuple[str, int], ...]
    raw: Mapping[str, str]

    def line(self, at: int) -> str:
        """Id of the line that a character of the text stands in."""
        return self.places[at][0]

    def printed(self, start: int, stop: int) -> str:
        """What the lines hold for `text[start:stop]`, as it was read; a blank where a new line begins."""
        parts: dict[str, list[int]] = {}
        for line, offset in self.places[start:stop]:
            parts.setdefault(line, []).append(offset)
        return " ".join(self.raw[line][min(at) : max(at) + 1] for line, at in parts.items()).strip()


def folded(text: str) -> str:
    """One line in the shape of `Strip.text`, blanks as they are."""
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)


def strip_of(page: Page, line_ids: Iterable[str]) -> Strip:
    """The lines end to end in the order given. Raises KeyError for a line that the page does not have."""
    raw = {line_id: page.lines[line_id].text for line_id in line_ids}
    chars: list[str] = []
    places: list[tuple[str, int]] = []
    for line_id, text in raw.items():
        for offset, char in enumerate(text):
            # A character may become several (㈢), and a blank that follows a blank goes.
            for made in (" " if one.isspace() else one for one in folded(char)):
                if made != " " or (chars and not chars[-1].isspace()):
                    chars.append(made)
                    places.append((line_id, offset))
        chars.append("\n")
        places.append((line_id, len(text)))
    return Strip("".join(chars), tuple(places), raw)


def likely_places(page: Page) -> Iterator[tuple[str, ...]]:
    """Line ids to read a masthead from, in reading order: the surest choice first, each later one wider.

    First the page's furniture, and what stands before the first article and in none; then all short lines that are
    in no article; then, whatever they were taken for, the lines before running text begins.
    """
    in_articles = {line_id for article in page.articles for line_id in article.line_ids()}
    loose = [i for i in page.line_order if i not in in_articles and _is_short(page, i)]
    heads = set(takewhile(lambda line_id: line_id not in in_articles, page.line_order)) if in_articles else set()
    furniture = {line_id for line_id in page.lines if page.block_of[line_id].kind in FURNITURE} - in_articles
    sure = tuple(i for i in page.line_order if i in furniture or (i in heads and _is_short(page, i)))
    leading = _leading(page)
    if not in_articles and not furniture:
        yield tuple(leading)
        return
    wider = tuple(i for i in page.line_order if i in {*sure, *loose})
    yield sure
    yield wider
    yield tuple(i for i in page.line_order if i in {*wider, *leading})


def _leading(page: Page) -> list[str]:
    lines = takewhile(lambda line_id: not _is_prose(page.lines[line_id].text), page.line_order)
    return [i for i in list(lines)[:MOST_LEADING_LINES] if _is_short(page, i)]


def _is_short(page: Page, line_id: str) -> bool:
    text = page.lines[line_id].text
    return len(text) <= LONGEST_LOOSE and not _is_prose(text)


def _is_prose(text: str) -> bool:
    """Whether a line holds a stop, or a comma between words: mastheads print words and numbers."""
    flat = unicodedata.normalize("NFKC", text)
    return "。" in flat or any(
        flat[at] in ",;?!" and "\u4e00" <= flat[at - 1] <= "\u9fff" and "\u4e00" <= flat[at + 1] <= "\u9fff"
        for at in range(4, len(flat) - 1)
    )
