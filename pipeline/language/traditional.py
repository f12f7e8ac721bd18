"""Traditional characters as the model of the language knows them: simplified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache


@cache
def _converter() -> Callable[[str], str]:
    # Imported here: only pages in traditional type need its dictionaries.
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(texts: Sequence[str]) -> list[str]:
    """The texts in simplified characters, one for each; OpenCC's dictionaries know 乾坤 from 乾燥."""
    convert = _converter()
    converted = convert("\n".join(text.replace("\n", "") for text in texts)).split("\n")
    return converted if len(converted) == len(texts) else [convert(text) for text in texts]
