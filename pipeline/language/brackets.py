"""Brackets and quotation marks that a line break parts.

Marks as `folding.fold` leaves them.
"""

from __future__ import annotations

PAIRS = dict(zip("([<《〈「『【〔“‘", ")]>》〉」』】〕”’", strict=True))
OPENERS = {closer: opener for opener, closer in PAIRS.items()}
MARKS = frozenset(PAIRS) | frozenset(OPENERS)


def open_at_end(text: str) -> str:
    """The innermost mark that `text` opens and does not close, or ""."""
    if MARKS.isdisjoint(text):
        return ""
    stack: list[str] = []
    for character in text:
        if character in PAIRS:
            stack.append(character)
        elif character in OPENERS and stack and stack[-1] == OPENERS[character]:
            stack.pop()
    return stack[-1] if stack else ""


def closed_at_start(text: str) -> str:
    """The opening mark of the first pair that `text` closes and did not open, or ""."""
    if MARKS.isdisjoint(text):
        return ""
    stack: list[str] = []
    for character in text:
        if character in PAIRS:
            stack.append(character)
        elif character in OPENERS:
            if not stack:
                return OPENERS[character]
            if stack[-1] == OPENERS[character]:
                stack.pop()
    return ""
