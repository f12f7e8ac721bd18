"""Marks in the shapes that modern simplified print uses: punctuation full-width, digits and Latin letters half-width.

A recogniser tells ， from , by the blank around it, and is often wrong. The rules here ask what stands on either
side. Inside numbers, Latin runs and addresses nothing is touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.repair.characters import QUOTES, Kind, after, before, is_alphanumeric, kind_of
from pipeline.repair.passage import Edit, Passage, Role

FULL_WIDTH = {",": "，", ".": "。", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_MARKS = QUOTES | frozenset(FULL_WIDTH)
VARIANTS = {
    "﹐": "，", "﹑": "、", "､": "、", "｡": "。", "﹕": "：", "︰": "：", "﹔": "；", "﹖": "？", "﹗": "！",
    "﹙": "（", "﹚": "）", "｢": "「", "｣": "」", "〜": "～", "﹪": "%", "％": "%", "«": "《", "»": "》",
}  # fmt: skip
"""Other code points of marks, to the one that is printed."""

ADDRESS = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|gov|edu)(?![A-Za-z0-9])(?:/[\x21-\x7e]*)?",
    re.ASCII,
)
THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[,，]\d{3})+(?!\d)")
LIST_NUMBER = re.compile(r"(?:^|[。；;]|(?<!\d)[：:]|\s)\s*[0-9０-９]{1,2}$")
ABBREVIATION = re.compile(r"\b(?:Inc|Ltd|Co|Corp|No|St|Dr|Mr|Mrs|Ms|Jr|vs|etc|[A-Z](?:\.[A-Z])*)$")
SYMBOLS_IN_LATIN = frozenset("＋－．／＝＆＠＿")
_CHINESE = (Kind.HAN, Kind.WIDE)


def addresses(text: str) -> frozenset[int]:
    """Positions that belong to a URL or a mail address."""
    return frozenset(at for match in ADDRESS.finditer(text) for at in range(*match.span()))


def full_width(passage: Passage) -> Iterator[Edit]:
    """Half-width marks that stand in Chinese text become full-width ones."""
    text, spared = passage.text, addresses(passage.text)
    spared |= {at for match in THOUSANDS.finditer(text) for at in range(*match.span())}
    brackets = _brackets_that_stay(text)
    for at, char in enumerate(text):
        if char not in FULL_WIDTH or at in spared or at in brackets:
            continue
        if char not in "()" and not _ends_chinese(passage, at):
            continue
        yield Edit(at, at + 1, FULL_WIDTH[char], "full-width mark", _certainty(text, at))


def _certainty(text: str, at: int) -> float:
    sides = (kind_of(before(text, at)), kind_of(after(text, at + 1)))
    return 0.98 if Kind.HAN in sides else 0.8


def _ends_chinese(passage: Passage, at: int) -> bool:
    """Whether the half-width mark at `at` separates parts of a Chinese sentence."""
    text, char = passage.text, passage.text[at]
    left, right = before(text, at, _MARKS), after(text, at + 1, _MARKS)
    sides = (kind_of(left), kind_of(right))
    if char == ".":
        return _is_stop(passage, at, left, right)
    if char == ":" and is_alphanumeric(left) and is_alphanumeric(right):
        return False
    if char in "?!" and text[at + 1 : at + 2].isalnum() and is_alphanumeric(right):
        return False
    if sides == (Kind.LATIN, Kind.LATIN):
        return False
    return any(kind in _CHINESE for kind in sides) or char in ",;" or Kind.EDGE in sides


def _is_stop(passage: Passage, at: int, left: str, right: str) -> bool:
    """Whether a full stop ends a sentence here, and is no part of a number, a list number or an abbreviation."""
    text, head = passage.text, passage.text[:at]
    if passage.role is not Role.BODY or "." in (text[at - 1 : at], text[at + 1 : at + 2]):
        return False
    if kind_of(right) not in (*_CHINESE, Kind.EDGE) and kind_of(left) is not Kind.HAN:
        return False
    if LIST_NUMBER.search(head) or kind_of(left) is Kind.EDGE:
        return False
    return not (kind_of(left) is Kind.LATIN and (ABBREVIATION.search(head) or kind_of(text[at - 1]) is not Kind.LATIN))


def _brackets_that_stay(text: str) -> frozenset[int]:
    """Half-width brackets inside Latin runs and before telephone numbers."""
    stay: set[int] = set()
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in "(（":
            opened.append(at)
        elif char in ")）":
            start = opened.pop() if opened else at
            inside = text[start + 1 : at]
            left, right = text[start - 1 : start] if start else "", text[at + 1 : at + 2]
            latin_run = is_alphanumeric(before(text, start)) and kind_of(after(text, at + 1)) is Kind.LATIN
            glued = start < at and is_alphanumeric(left) and is_alphanumeric(right)
            telephone = inside.isdecimal() and right.isdecimal()
            if inside.isascii() and (latin_run or glued or telephone):
                stay.update((start, at))
    return frozenset(stay)


def half_width(passage: Passage) -> Iterator[Edit]:
    """Full-width digits and Latin letters become ASCII, with the signs that join them."""
    text = passage.text
    for at, char in enumerate(text):
        if not 0xFF01 <= ord(char) <= 0xFF5E:
            continue
        joins = at > 0 and is_alphanumeric(text[at - 1]) and is_alphanumeric(text[at + 1 : at + 2])
        if is_alphanumeric(char) or (char in SYMBOLS_IN_LATIN and joins):
            yield Edit(at, at + 1, unicodedata.normalize("NFKC", char), "half-width letter, digit or sign", 0.99)
    for match in THOUSANDS.finditer(text):
        for at in range(*match.span()):
            if text[at] == "，":
                yield Edit(at, at + 1, ",", "comma in a number", 0.7)


def variants(passage: Passage) -> Iterator[Edit]:
    """Compatibility forms of marks become the common ones; a raised dot between Han characters is ·."""
    text = passage.text
    for at, char in enumerate(text):
        if char in VARIANTS:
            yield Edit(at, at + 1, VARIANTS[char], "compatibility form", 0.99)
        elif char in "•・‧∙⋅" and kind_of(before(text, at)) is kind_of(after(text, at + 1)) is Kind.HAN:
            yield Edit(at, at + 1, "·", "middle dot", 0.95)


TITLE = re.compile(r"(<<|<|《)([^<>《》]{1,40}?)(>>|>|》)")


def title_marks(passage: Passage) -> Iterator[Edit]:
    """<…> and <<…>> around Han characters were 《…》."""
    for match in TITLE.finditer(passage.text):
        if not any(kind_of(char) is Kind.HAN for char in match[2]):
            continue
        for group, mark in ((1, "《"), (3, "》")):
            if match[group] != mark:
                yield Edit(*match.span(group), mark, "title mark", 0.85)


DASHES = "-‐‑‒–—―─━－﹣−"
LONG_DASHES = frozenset("—―─━")
DASH_RUN = re.compile(rf"[{DASHES}](?:\s*[{DASHES}])*")
LONGEST_DASH_RUN = 6
"""A longer one is a leader or a rule."""


def dashes(passage: Passage) -> Iterator[Edit]:
    """A run of dashes beside Chinese is ——, two em long; what joins numbers and Latin stays."""
    text, spared = passage.text, addresses(passage.text)
    for match in DASH_RUN.finditer(text):
        run = [char for char in match[0] if not char.isspace()]
        if match.start() in spared or len(run) > LONGEST_DASH_RUN:
            continue
        edit = _dash(passage, match.start(), match.end(), run)
        if edit and edit.after != match[0]:
            yield edit


def _dash(passage: Passage, start: int, end: int, run: list[str]) -> Edit | None:
    sides = _sides(passage.text, start, end)
    if not any(kind in _CHINESE for kind in sides):
        return None
    if len(run) > 1:
        return Edit(start, end, "——", "dash", 0.95)
    in_chinese = all(kind in (*_CHINESE, Kind.EDGE) for kind in sides)
    long = run[0] in LONG_DASHES
    room_em = passage.room_em(start, end)
    if room_em is None:
        return Edit(start, end, "——", "dash", 0.7) if long and in_chinese else None
    if room_em >= 1.45 and (long or in_chinese):
        return Edit(start, end, "——", "dash, two em long", 0.9)
    return Edit(start, end, "—", "dash, one em long", 0.7) if long and in_chinese else None


def _sides(text: str, start: int, end: int) -> tuple[Kind, Kind]:
    """The kinds of the neighbours; a narrow mark beside a dash or an ellipsis is one that will be widened."""
    left, right = before(text, start), after(text, end)
    return (Kind.WIDE if left in FULL_WIDTH else kind_of(left), Kind.WIDE if right in FULL_WIDTH else kind_of(right))


DOTS = re.compile(r"[….⋯‥·・•](?:\s*[….⋯‥·・•])*")


def ellipses(passage: Passage) -> Iterator[Edit]:
    """However the six dots of an ellipsis were read, they become ……."""
    text, spared = passage.text, addresses(passage.text)
    for match in DOTS.finditer(text):
        start, end = match.span()
        dots = re.sub(r"\s", "", match[0])
        if start in spared or match[0] == "……" or {Kind.LATIN, Kind.DIGIT}.issuperset(_sides(text, start, end)):
            continue
        if set(dots) & set("…⋯‥") or dots.startswith("..") or len(dots) >= 3:
            yield Edit(start, end, "……", "ellipsis", 0.95)
