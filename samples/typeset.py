"""Lines of type: where a paragraph breaks and where every character of a line stands.

All measures are in em of the type, x from the left edge of the measure; `Sheet.line` turns them into pixels.
"""
from __future__ import annotations

from dataclasses import dataclass

from samples.fonts import Face
from samples.kinsoku import OPENERS, STOPS, Atom, atoms, may_break


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of type: its text as printed, every visible character with its x, and where the line begins and ends."""

    text: str
    glyphs: tuple[tuple[str, float], ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How lines are made full: `squeeze` takes blanks of marks, `push` moves words, `hang` lets stops stand out."""

    mode: str = "squeeze"
    gap_em: float = 0.1


def _end(parts: list[Atom], start: int, room: float, manner: Manner, loose: bool = False) -> int:
    """Index after the last atom of the line that begins at `start` and has `room` em; `loose` breaks at wide blanks."""
    natural = inner = 0.0
    plain = squeezed = start
    slack = 0.0
    for stop in range(start + 1, len(parts) + 1):
        atom = parts[stop - 1]
        if stop - 1 > start:
            natural += parts[stop - 2].kern
        natural += atom.width - (atom.left if stop - 1 == start else 0.0)
        give = atom.width if manner.mode == "hang" and atom.text in STOPS else atom.right
        wide_blank = loose and atom.text == "\u3000"
        if stop == len(parts) or wide_blank or may_break(atom.text, parts[stop].text):
            if natural <= room + 1e-6:
                plain, slack = stop, room - natural
            elif natural - give - inner <= room + 1e-6:
                squeezed = stop
        inner += atom.left * (stop - 1 > start) + atom.inner
        if natural - inner - 1.0 > room:
            break
    if squeezed > plain and (plain == start or manner.mode != "push" or slack > 1.2):
        return squeezed
    return plain if plain > start else start + 1


def _place(parts: list[Atom], room: float, indent: float, justify: bool, manner: Manner) -> SetLine:
    """Set one line; `room` is the measure less the indent."""
    shift = parts[0].left if parts[0].text in OPENERS else 0.0
    natural = sum(atom.width for atom in parts) + sum(atom.kern for atom in parts[:-1]) - shift
    over = natural - room
    ratio = spread = 0.0
    last = parts[-1]
    give = last.width if manner.mode == "hang" and last.text in STOPS else last.right
    if over > 0:
        over -= min(over, give)
        inner = sum(atom.left for atom in parts[1:]) + sum(atom.inner for atom in parts[:-1])
        ratio = min(1.0, over / inner) if inner > 0 else 0.0
    elif justify and len(parts) > 1:
        if manner.mode == "hang" and last.text in STOPS:
            over -= last.width
        elif last.right and manner.mode == "squeeze":
            over -= last.right
        spread = -over / (len(parts) - 1)
    x = indent - shift
    glyphs: list[tuple[str, float]] = []
    right = indent
    for k, atom in enumerate(parts):
        x -= atom.left * ratio if k else 0.0
        for char, advance in zip(atom.text, atom.advances, strict=True):
            if not char.isspace():
                glyphs.append((char, x))
            x += advance
        right = x - atom.right
        x += atom.kern + spread - atom.inner * ratio
    return SetLine("".join(atom.text for atom in parts), tuple(glyphs), indent, right)


def set_paragraph(
    text: str, face: Face, measure: float, indent: float = 2.0, manner: Manner | None = None, justify: bool = True,
    loose: bool = False,
) -> list[SetLine]:
    """Break a paragraph into justified lines of `measure` em; the first is indented, the last keeps its own length.

    `loose`: a line may end at an ideographic blank, which is then not printed.
    """
    manner = manner or Manner()
    parts = atoms(text, face, manner.gap_em, longest_em=0.7 * measure)
    lines: list[SetLine] = []
    start = 0
    while start < len(parts):
        first = indent if start == 0 else 0.0
        stop = _end(parts, start, measure - first, manner, loose)
        blank = loose and start + 1 < stop < len(parts) and parts[stop - 1].text == "\u3000"
        kept = stop - 1 if blank else stop
        full = justify and kept == stop < len(parts)
        lines.append(_place(parts[start:kept], measure - first, first, full, manner))
        start = stop
    return lines


def set_line(text: str, face: Face, spacing: float = 0.0, gap_em: float = 0.1) -> SetLine:
    """One unbroken line with `spacing` em between its atoms."""
    parts = atoms(text, face, gap_em, longest_em=1000.0)
    natural = sum(atom.width for atom in parts) + sum(atom.kern for atom in parts[:-1])
    room = natural + spacing * (len(parts) - 1) - (parts[0].left if parts[0].text in OPENERS else 0.0)
    return _place(parts, room , 0.0, spacing > 0, Manner("push", gap_em))
