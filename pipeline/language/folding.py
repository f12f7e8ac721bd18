"""One shape for characters that are alike to the model of the language."""

from __future__ import annotations

import string

DIGIT, LETTER = "0", "a"
BLANKS = " \t\r\n\xa0\u3000"


def _foldings() -> dict[int, str | None]:
    # Full-width forms of ASCII: ，（Ａ１ and their like.
    table: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for signs, sign in ((string.digits, DIGIT), (string.ascii_letters, LETTER)):
        for each in signs:
            table[ord(each)] = table[ord(each) + 0xFEE0] = sign
    table |= {ord(blank): None for blank in BLANKS}
    return table


FOLDINGS = _foldings()


def fold(text: str) -> str:
    """The text with all figures alike and all Latin letters alike, ASCII's marks for the full-width ones, no blanks."""
    return text.translate(FOLDINGS)
