"""What a character is to Chinese typesetting: Han, a full-width mark, a digit, a Latin letter, a blank ..."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import cache


class Kind(Enum):
    HAN = auto()  # ideographs, kana, and what is set like one of them
    WIDE = auto()  # a mark or symbol that takes the place of a Han character: ，。“—■
    DIGIT = auto()  # of either width
    LATIN = auto()  # a letter of either width
    BLANK = auto()
    NARROW = auto()  # every other mark and symbol
    EDGE = auto()  # beyond the first or last character


QUOTES = frozenset("\"'＂＇")
"""Straight quotes: which way they face is for the context to say."""

_HAN_RANGES = (
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x3105, 0x312F), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD),
)  # fmt: skip
_WIDE_OUTSIDE_CJK = frozenset("“”‘’—―─━…⋯·•∙⋅‧‥■□▲△▼▽◆◇●○◎★☆※°′″℃№①②③④⑤⑥⑦⑧⑨⑩→←↑↓")


_LATIN_WORD = re.compile(r"[A-Za-z][\x21-\x7e]*")


@cache
def kind_of(char: str) -> Kind:
    """The kind of one character; the empty string stands for the edge of the text."""
    if not char:
        return Kind.EDGE
    if char.isspace():
        return Kind.BLANK
    code = ord(char)
    if any(first <= code <= last for first, last in _HAN_RANGES):
        return Kind.HAN
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1 and folded.isdecimal():
        return Kind.DIGIT
    if len(folded) == 1 and unicodedata.category(folded)[0] == "L":
        return Kind.LATIN
    if char in _WIDE_OUTSIDE_CJK or 0x3000 < code < 0x3100 or 0xFE10 <= code <= 0xFF65:
        return Kind.WIDE
    return Kind.NARROW


def is_chinese(text: str) -> bool:
    """Whether the text as a whole is set by Chinese rules: it has at least one Han character to two Latin words."""
    han = sum(kind_of(char) is Kind.HAN for char in text)
    return han > 0 and 2 * han >= len(_LATIN_WORD.findall(text))


def is_alphanumeric(char: str) -> bool:
    """Whether the character is a digit or a Latin letter, of either width."""
    return kind_of(char) in (Kind.DIGIT, Kind.LATIN)


def before(text: str, at: int, beyond: frozenset[str] = QUOTES) -> str:
    """The nearest character before position `at` that is no blank and not among `beyond`; empty at the edge."""
    at -= 1
    while at >= 0 and (text[at].isspace() or text[at] in beyond):
        at -= 1
    return text[at] if at >= 0 else ""


def after(text: str, at: int, beyond: frozenset[str] = QUOTES) -> str:
    """The nearest character from position `at` on that is no blank and not among `beyond`; empty at the edge."""
    while at < len(text) and (text[at].isspace() or text[at] in beyond):
        at += 1
    return text[at] if at < len(text) else ""
