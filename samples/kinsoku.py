"""What may stand where: classes of characters, and the atoms that a line of Chinese is made of.

Kinsoku (避头尾): no closing mark begins a line, no opening mark ends one, numbers, Latin words,
—— and …… are never cut. Widths are in em.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from samples.fonts import Face, shape

OPENERS = frozenset("“‘《〈（【〔「『([")
CLOSERS = frozenset("”’》〉）】〕」』)]")
STOPS = frozenset("。，、；：？！")
NEVER_FIRST = CLOSERS | STOPS | frozenset("%％℃‰·～~")
NEVER_LAST = OPENERS | frozenset("№¥")
TOKEN = re.compile(
    r"[A-Za-z0-9]+(?:[.,:/+\-~@_'&][A-Za-z0-9]+| (?=[A-Za-z])[A-Za-z]+)*[%+]?"  # numbers, Latin words and phrases
    r"|—+|…+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Atom:
    """What is never cut. `left` and `right` are blanks that may be squeezed out, `kern` is what follows the atom."""

    text: str
    advances: tuple[float, ...]
    left: float = 0.0
    right: float = 0.0
    kern: float = 0.0

    @property
    def inner(self) -> float:
        """Blank at its right that may be squeezed out within a line: none where the kern has taken it already."""
        return self.right if self.kern >= 0 else 0.0

    @property
    def width(self) -> float:
        """Width of all its characters."""
        return sum(self.advances)


def is_latin(text: str) -> bool:
    """Whether an atom begins with an ASCII letter or digit."""
    return text[0].isascii() and text[0].isalnum()


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two atoms."""
    if after[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
        return False
    return not (after.isspace() or before.isspace())


def _atom(token: str, face: Face) -> Atom:
    shapes = [shape(face, char) for char in token]
    advances = tuple(advance for advance, _, _ in shapes)
    left = right = 0.0
    if len(token) == 1 and advances[0] > 0.9:  # only marks as wide as a character have blank to give
        if token in OPENERS:
            left = max(0.0, min(0.5, shapes[0][1] - 0.02))
        elif token in CLOSERS | STOPS:
            right = max(0.0, min(0.5, shapes[0][2] - 0.02))
    return Atom(token, advances, left, right)


def atoms(text: str, face: Face, gap_em: float = 0.0, longest_em: float = 8.0) -> list[Atom]:
    """Cut a text into atoms; marks that meet share one blank, Latin in Chinese gets `gap_em` on either side."""
    tokens: list[str] = []
    for token in TOKEN.findall(text):
        if len(token) > 1 and sum(shape(face, char)[0] for char in token) > longest_em:
            tokens += list(token)
        else:
            tokens.append(token)
    made = [_atom(token, face) for token in tokens]
    out: list[Atom] = []
    for here, after in zip(made, [*made[1:], None], strict=True):
        left, right, kern = here.left, here.right, 0.0
        if out and out[-1].kern < 0 and here.text in OPENERS and out[-1].text in OPENERS:
            left = 0.0
        if after is not None:
            if here.right and (after.text[0] in OPENERS | CLOSERS | STOPS):
                kern = -right
            elif here.text in OPENERS and after.text in OPENERS:
                kern = -after.left
            elif is_latin(here.text) != is_latin(after.text):
                other = after.text if is_latin(here.text) else here.text
                if other[0] not in OPENERS | CLOSERS | STOPS and not other.isspace() and other[0] not in "%℃·—…":
                    kern = gap_em
        out.append(Atom(here.text, here.advances, left, right, kern))
    return out
