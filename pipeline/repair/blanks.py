"""Blanks: those that mean something stay, those that a recogniser saw between characters go.

Chinese is printed without blanks. They mean something between Latin words, in bylines and credits (the blank
inside a name of two characters and between names), between the clauses of a headline, and after a dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.repair.characters import Kind, kind_of
from pipeline.repair.passage import Edit, Passage, Role

_PERSON = r"(?:本\s*报|特约|首席|见习|实习|全媒体)*(?:记\s*者|通\s*讯\s*员|实习生|摄\s*影|撰文|编辑|作者)"
CREDIT = re.compile(
    rf"[（(]\s*(?:[^（()），。]{{0,12}}{_PERSON}|[^（()），。]{{1,16}}\s(?:摄|文|图|供图|整理))[^（()）]{{0,60}}[)）]"
    rf"|(?:^|(?<=[。！？”」—])|(?<=\w)\s)\s*{_PERSON}[^，,。.！!？?；;]{{0,39}}[^，,。.！!？?；;\s]\s*$"
    r"|(?:(?<=[。！？”」])\s)?[\u4e00-\u9fff]{1,3}\s(?:摄|供图|摄影报道)[）)]?$"
)
SPACED_ROLE = re.compile(r"记\s+者|通\s+讯\s*员|通\s*讯\s+员|摄\s+影|编\s+辑|实\s+习\s*生|责\s+编")
ROLE_BEFORE = re.compile(r"(?:记者|通讯员|实习生|摄影|撰文|编辑|作者)$")
ROLE_AFTER = re.compile(r"(?:摄影报道|供图|摄|整理)(?![\u4e00-\u9fff])|(?:本报)?(?:记者|通讯员)")
DATELINE = re.compile(
    r"^\s*(?:本报讯|(?:本报|新华社|中新社)[^，。：；（）()\s]{1,16}日[电讯])(?P<blank>\s*)(?=[^\s（(，。：:、,])"
)
BLANKS = re.compile(r"\s+")


def blanks(passage: Passage, full_width: frozenset[int]) -> Iterator[Edit]:
    """Remove or single out blanks. `full_width`: where a narrow mark of the text is to become a full-width one."""
    text = passage.text
    credits = [match.span() for match in CREDIT.finditer(text)] if passage.role is Role.BODY else []
    letterspaced = _is_letterspaced(text, passage.role)
    dateline = DATELINE.match(text) if passage.role is Role.BODY else None
    if dateline and not dateline["blank"]:
        yield Edit(dateline.end(), dateline.end(), " ", "blank after the dateline", 0.8)
    for match in SPACED_ROLE.finditer(text):
        for blank in BLANKS.finditer(text, *match.span()):
            yield Edit(*blank.span(), "", "blank inside a word", 0.95)
    for match in BLANKS.finditer(text):
        start, end = match.span()
        in_credit = any(first <= start and end < last for first, last in credits)
        if dateline and start == dateline.start("blank"):
            after = " "
        elif _means_something(passage, start, end, in_credit, letterspaced, full_width):
            after = match[0] if len(match[0]) == 1 else match[0][0]
        else:
            after = ""
        if after != match[0]:
            yield Edit(start, end, after, "blank" if after else "blank between Chinese characters", 0.95)


def lost_blanks(passage: Passage) -> Iterator[Edit]:
    """Blanks of bylines, credits and headlines that stand on the page, and that a recogniser passed over.

    Known by the room between two characters. What is justified is spaced too, so that running text is left alone.
    """
    text = passage.text
    spans = [(0, len(text))]
    if passage.role is Role.BODY:
        spans = [match.span() for match in CREDIT.finditer(text)]
    elif passage.role is Role.APART:
        return
    for first, last in spans:
        for at in range(max(1, first), last):
            least_em = _least_room_em(passage, at, first)
            if least_em and (passage.room_em(at, at) or 0.0) >= least_em:
                yield Edit(at, at, " ", "blank on the page", 0.7)


def _least_room_em(passage: Passage, at: int, credit_start: int) -> float:
    """How much room between the characters on either side of `at` is a blank; 0 where none can be."""
    left, right = passage.text[at - 1], passage.text[at]
    if kind_of(right) is not Kind.HAN:
        return 0.0
    if kind_of(left) is not Kind.HAN:
        return 0.5 if at == credit_start and left in "。！？" else 0.0
    if passage.role is Role.HEADING:
        return 0.5
    beside_role = ROLE_BEFORE.search(passage.text[:at]) or ROLE_AFTER.match(passage.text[at:])
    return 0.2 if beside_role else 0.35


def _means_something(
    passage: Passage, start: int, end: int, in_credit: bool, letterspaced: bool, full_width: frozenset[int]
) -> bool:
    text = passage.text
    if start == 0 or end == len(text):
        return False
    sides = (_side(text, start - 1, full_width), _side(text, end, full_width))
    if Kind.HAN not in sides and Kind.WIDE not in sides:
        in_number = passage.role is Role.BODY and Kind.DIGIT in sides and Kind.LATIN not in sides
        return not in_number or _separates_numbers(text, start, end)
    if passage.role is Role.BODY:
        return in_credit and sides[1] is Kind.HAN and (sides[0] is not Kind.WIDE or text[start - 1] in "。！？”」")
    if letterspaced:
        return False
    if passage.role is Role.HEADING:
        beside_latin = Kind.LATIN in sides or Kind.DIGIT in sides
        return not beside_latin and _has_word(text[:start], -1) and _has_word(text[end:], 0)
    return Kind.WIDE not in sides or passage.role is Role.APART


def _separates_numbers(text: str, start: int, end: int) -> bool:
    """Whether a year, a telephone number or a number with thousands follows: it is not the rest of the one before."""
    return bool(re.match(r"\d{4}|\d{1,3},\d{3}", text[end:]) or re.search(r",\d{3}$", text[:start]))


def _side(text: str, at: int, full_width: frozenset[int]) -> Kind:
    return Kind.WIDE if at in full_width else kind_of(text[at])


def _has_word(text: str, nearest: int) -> bool:
    """Whether the run of characters next to the blank is longer than one: a letter-spaced heading has none such."""
    return len(text.split()[nearest]) > 1


def _is_letterspaced(text: str, role: Role) -> bool:
    """Whether nearly every character stands alone: 通 知, 平 湖 新 闻; but 王 强 is a name."""
    words = text.split()
    least = 4 if role is Role.BYLINE else 2
    return len(words) >= least and sum(map(len, words)) <= 1.2 * len(words)
