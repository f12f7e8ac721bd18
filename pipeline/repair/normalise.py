"""The shapes of marks, blanks, digits and quotes, as modern Chinese print has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.page import Patch
from pipeline.repair.blanks import blanks, lost_blanks
from pipeline.repair.characters import Kind, is_chinese, kind_of
from pipeline.repair.dash_or_one import dashes_read_as_one
from pipeline.repair.list_marks import list_marks
from pipeline.repair.marks import dashes, ellipses, full_width, half_width, title_marks, variants
from pipeline.repair.passage import Edit, Passage, patches_of, settle
from pipeline.repair.quotes import quotes

RULES: tuple[Callable[[Passage], Iterator[Edit]], ...] = (
    list_marks, dashes_read_as_one, ellipses, dashes, title_marks, quotes, variants, half_width, full_width,
)  # fmt: skip
"""Each looks at the text as read; where two want the same characters, the earlier has them."""


def edits_of(passage: Passage) -> list[Edit]:
    """What is to change in the passage, in the order of its text, without overlaps."""
    if not is_chinese(passage.text):
        return []
    marks = settle(edit for rule in RULES for edit in rule(passage))
    widened = frozenset(
        at for edit in marks for at in range(edit.start, edit.end) if edit.after and kind_of(edit.after[0]) is Kind.WIDE
    )
    return settle([*marks, *blanks(passage, widened), *lost_blanks(passage)])


def normalise(passage: Passage) -> Iterator[Patch]:
    """The patches that set the passage as print would. Latin passages stay as they are."""
    yield from patches_of(passage, edits_of(passage))
