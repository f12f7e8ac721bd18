"""Old forms of characters, on pages in traditional type: 敎 where 教 was read, 吿 where 告 was.

A recogniser taught on today's print takes the form that it knows. Of some characters it knows the old form too and
holds it for possible, if not for likeliest: far more where that is printed than where it is not. Others it has never
met. But a fount is of one tradition, and a story set with 敎, 靑 and 卽 is set with 吿 and 淸.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.page import Candidate, Char, Line, Page, Patch, PatchKind
from pipeline.repair.passage import AUTHOR

KNOWN = dict(zip("為即真強教青戶值", "爲卽眞强敎靑戸値", strict=True))
"""The recogniser tells these apart."""
SEEN = 0.05
"""The old form is what is printed where it holds that for likelier than this; where it is not printed it does so in
one place of a thousand."""
TELLING = frozenset("卽眞敎靑戸値")
"""Old forms that today's traditional type has not: 爲 and 强 are common in some of it."""
LEAST, OF_ALL = 2, 0.8
"""So many of them, and so many of the places where one could stand, tell that a story's type is old."""
UNKNOWN = dict(zip("告清說晚鄉回", "吿淸説晩鄕囘", strict=True))
"""The recogniser takes the one for the other."""
REASON = "old form"
INFERRED = 0.8
"""How sure a form is that the other characters of its story tell."""


def old_forms(page: Page) -> Iterator[Patch]:
    """Patches that put the old form of a character, by itself or, within an article, by the others."""
    for line in page.lines.values():
        for at, char in _places(line):
            if form := _seen(char):
                yield Patch(PatchKind.CORRECT, line.id, at, char.text, form.text, REASON, form.confidence, AUTHOR)
    for article in page.articles:
        lines = [page.lines[i] for i in article.line_ids()]
        if is_of_old_type(lines):
            for line in lines:
                for at, char in _places(line):
                    if old := UNKNOWN.get(char.text):
                        yield Patch(PatchKind.CORRECT, line.id, at, char.text, old, REASON, INFERRED, AUTHOR)


def is_of_old_type(lines: Sequence[Line]) -> bool:
    """Whether lines are set in type of old forms, by those that the recogniser knows."""
    forms = [(_seen(char) or char).text for line in lines for char in line.chars]
    old = sum(form in TELLING for form in forms)
    new = sum(KNOWN.get(form) in TELLING for form in forms)
    return old >= LEAST and old >= OF_ALL * (old + new)


def _seen(char: Char) -> Candidate | None:
    """The old form that is printed in the place of a character, as far as the recogniser tells."""
    form = KNOWN.get(char.text)
    return next((c for c in char.candidates if c.text == form and c.confidence > SEEN), None)


def _places(line: Line) -> Iterator[tuple[int, Char]]:
    """The characters of a line, each with where in its text it begins."""
    at = 0
    for char in line.chars:
        yield at, char
        at += len(char.text)

