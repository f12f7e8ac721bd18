"""Marks that an earlier program put before a paragraph or a line: > of a quotation, * and • of a list.

What newspapers print before a short item (● ★ ■ ▲) is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.repair.passage import Edit, Passage, Role

AT_PARAGRAPH = re.compile(r"\s*(?:(?:[>＞»*＊]|[•‣◦⁃](?=\s))\s*)+(?=[\u4e00-\u9fff“\"‘'《（(\d])")
AT_LINE = re.compile(r"\s*[>＞]\s+(?=[\u4e00-\u9fff“\"‘'《（(\d])")


def list_marks(passage: Passage) -> Iterator[Edit]:
    """Removes them."""
    if passage.role is not Role.BODY:
        return
    for number, start in enumerate(passage.starts):
        found = (AT_LINE if number else AT_PARAGRAPH).match(passage.text, start)
        if found:
            yield Edit(*found.span(), "", "stray mark of a list", 0.8)
