"""Page numbers as users write them: `1,3-5`, `3-`."""

from __future__ import annotations

import re

from pipeline.errors import InputError, UsageError

_PART = re.compile(r"([0-9]{1,9})(-([0-9]{1,9})?)?")


def select(wanted: str | None, page_count: int, name: str) -> tuple[int, ...]:
    """The page numbers, from 1, in the order asked for and each once; all of them when `wanted` is None.

    `name` is the file's, for messages. Raises UsageError for what is no selection, InputError for pages
    that the file does not have.
    """
    if wanted is None:
        return tuple(range(1, page_count + 1))
    chosen: dict[int, None] = {}
    for part in wanted.split(","):
        first, last = _interval(part.strip(), wanted, page_count)
        beyond = max(first, last)
        if beyond > page_count:
            has = "1 page" if page_count == 1 else f"{page_count} pages"
            raise InputError(f"there is no page {beyond}", page=name, hint=f"the file has {has}")
        chosen |= dict.fromkeys(range(first, last + 1))
    return tuple(chosen)


def _interval(part: str, wanted: str, page_count: int) -> tuple[int, int]:
    match = _PART.fullmatch(part)
    first = int(match[1]) if match else 0
    last = first
    if match and match[2]:
        last = int(match[3]) if match[3] else max(first, page_count)
    if not 1 <= first <= last:
        raise UsageError(f"cannot understand the page numbers {wanted!r}", hint="write them like 1,3-5 or 3-")
    return first, last
