"""Characters read in the wrong script: 黃 on a page of simplified type, where 黄 looks all but the same.

Only what the engine itself held for possible is corrected, and what a dictionary of words maps
(OpenCC, `t2s`), which leaves 乾坤 alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pipeline.page import Page, Patch, PatchKind
from pipeline.repair.characters import Kind, kind_of
from pipeline.repair.passage import AUTHOR, Passage

FOREIGN_SHARE = 0.03
"""More traditional characters than this among the Han characters are no misreadings."""


@cache
def _simplify() -> Callable[[str], str]:
    # Imported here: only pages that get as far as repair need its dictionaries.
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def is_simplified(page: Page) -> bool:
    """Whether the page is set in simplified characters, by what was read."""
    text = "".join(line.text for line in page.lines.values())
    simple = _simplify()(text)
    han = sum(kind_of(char) is Kind.HAN for char in text)
    foreign = sum(a != b for a, b in zip(text, simple, strict=False))
    return len(simple) == len(text) and foreign <= FOREIGN_SHARE * han


def corrections(passage: Passage) -> Iterator[Patch]:
    """Patches that put simplified characters for traditional ones, where the engine had both among its candidates.

    For pages in simplified script.
    """
    simple = _simplify()(passage.text)
    if simple == passage.text or len(simple) != len(passage.text):
        return
    for number, line in enumerate(passage.lines):
        at = 0
        for char in line.chars:
            start = passage.starts[number] + at
            after = simple[start : start + len(char.text)]
            confidence = next((c.confidence for c in char.candidates if c.text == after), None)
            if after != char.text and confidence is not None:
                yield Patch(PatchKind.CORRECT, line.id, at, char.text, after, "script", confidence, AUTHOR)
            at += len(char.text)
