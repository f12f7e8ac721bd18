"""Traditional characters as the model of the language knows them: simplified; and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache


@cache
def _converter(name: str) -> Callable[[str], str]:
    # Imported here: only pages in traditional type need its dictionaries.
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(name).convert
    return convert


def simplified(texts: Sequence[str]) -> list[str]:
    """The texts in simplified characters, one for each; OpenCC's dictionaries know 乾坤 from 乾燥."""
    convert = _converter("t2s")
    converted = convert("\n".join(text.replace("\n", "") for text in texts)).split("\n")
    return converted if len(converted) == len(texts) else [convert(text) for text in texts]


@cache
def simplified_character(character: str) -> str:
    """The simplified form of one character, whatever stands beside it."""
    return _converter("t2s")(character)


@cache
def traditional_character(character: str) -> str:
    """The traditional form of a simplified character (内), whatever stands beside it; any other as it is."""
    return _converter("s2t")(character)
