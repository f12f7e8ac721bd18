"""Whether the text layer of a page is to be trusted.

What the file says is held against the pixels: its characters must stand on ink, and a few lines over the page, read
by OCR as well, must say the same. Only letters of which the OCR is sure count. A layer that the page shows is wrong
in whole fonts, where their tables of characters are broken; one that lies unseen under a scan is somebody else's OCR,
and of use only where it is better than ours.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.plugins import ReadChar
from pipeline.recognize.layer_lines import UNCHECKED, LayerLine, SetLayer

LEAST_LETTERS = 8
"""A layer of fewer is a page number or a stamp, not worth a look."""
MAX_UNKNOWN = 0.3
MIN_ON_INK = 0.9
MIN_LEGIBLE = 0.5
"""Part of the lines that have characters of the layer which these must explain."""
SAMPLE_LINES, HIDDEN_SAMPLE_LINES = 8, 16
"""Lines read by OCR as well, where the page shows the text of its layer and where it does not."""
MIN_SAMPLED_LETTERS = 4
SURE = 0.9
"""Confidence from which on a letter read by OCR is evidence."""
MIN_SURE = 0.5
"""Part of the letters of a sample that OCR must be sure of, or it says nothing."""
AGREEMENT, HIDDEN_AGREEMENT = 0.97, 0.985
FONT_LETTERS, FONT_AGREEMENT = 4, 0.8
"""A font of which so many letters were checked and fewer than this part agreed is broken."""
MANY_FONTS = 12
"""A page has few typefaces. More fonts than this are slices of them, too thin to be checked one by one."""
MAX_UNCHECKED_FONT = 0.3
"""Part of a line that may be in fonts of which too few letters were checked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which lines to take from the layer, and how sure their characters are."""

    taken: frozenset[int] = frozenset()
    confidence: float = UNCHECKED
    refusal: str = ""
    """Why no line is taken, where that is worth saying."""


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Letters that OCR was sure of, by font of the layer, and how many of them the layer has too."""

    checked: Counter[int]
    agreed: Counter[int]
    letters: int
    """All that OCR read."""


def shortcoming(layer: SetLayer) -> str:
    """What is wrong with a layer before anything is read; empty where nothing is."""
    if layer.unknown > MAX_UNKNOWN * layer.printed:
        return f"{layer.unknown} of {layer.printed} characters are not told"
    if layer.on_ink < MIN_ON_INK:
        return f"{1 - layer.on_ink:.0%} of the characters stand on blank paper"
    known = [line for line in layer.lines if line.is_known]
    if sum(line.is_legible for line in known) < MIN_LEGIBLE * len(known):
        return "the characters do not stand where the ink is"
    return ""


def is_worth_a_look(layer: SetLayer) -> bool:
    """Whether the layer says enough of the lines of the page to matter."""
    return sum(len(_letters(line.chars)) for line in layer.lines) >= LEAST_LETTERS


def sample_of(layer: SetLayer) -> tuple[int, ...]:
    """The numbers of the lines to be read by OCR as well: all over the page, and of all its fonts."""
    fit = [
        n for n, line in enumerate(layer.lines) if line.is_legible and len(_letters(line.chars)) >= MIN_SAMPLED_LETTERS
    ]
    count = HIDDEN_SAMPLE_LINES if _is_hidden(layer) else SAMPLE_LINES
    if len(fit) <= count:
        return tuple(fit)
    seen: Counter[int] = Counter()
    chosen = []
    for k in range(count):
        part = fit[k * len(fit) // count : (k + 1) * len(fit) // count]
        best = max(part, key=lambda n: sum(1 / (1 + seen[font]) for font in set(layer.lines[n].fonts)))
        seen.update(layer.lines[best].fonts)
        chosen.append(best)
    return tuple(chosen)


def judged(layer: SetLayer, readings: dict[int, Sequence[ReadChar]]) -> Verdict:
    """The verdict on a layer, given what OCR read in the lines of its sample, by their numbers."""
    found = _compared(layer, readings)
    checked, agreed = found.checked.total(), found.agreed.total()
    is_hidden = _is_hidden(layer)
    legible = [n for n, line in enumerate(layer.lines) if line.is_legible]
    if not checked or checked < MIN_SURE * found.letters:
        if is_hidden:
            return Verdict(refusal="OCR is not sure enough to check it")
        return Verdict(frozenset(legible))
    broken = {f for f, n in found.checked.items() if n >= FONT_LETTERS and found.agreed[f] < FONT_AGREEMENT * n}
    checked -= sum(found.checked[font] for font in broken)
    agreed -= sum(found.agreed[font] for font in broken)
    if not checked or agreed < (HIDDEN_AGREEMENT if is_hidden else AGREEMENT) * checked:
        return Verdict(refusal=_disagreement(found))
    fonts = {font for line in layer.lines for font in line.fonts}
    checked_fonts = {font for font, n in found.checked.items() if n >= FONT_LETTERS}
    whole = (checked_fonts if len(fonts) <= MANY_FONTS else fonts) - broken
    taken = (n for n in legible if _is_of(layer.lines[n], whole, broken, was_checked=n in readings))
    return Verdict(frozenset(taken), (agreed + 1) / (checked + 2))  # Laplace's rule of succession


def _disagreement(found: _Comparison) -> str:
    return f"OCR of {found.checked.total()} letters agrees with {found.agreed.total() / found.checked.total():.0%}"


def _is_hidden(layer: SetLayer) -> bool:
    drawn = sum(line.drawn * len(line.chars) for line in layer.lines)
    return drawn < 0.5 * sum(len(line.chars) for line in layer.lines)


def _is_of(line: LayerLine, whole: set[int], broken: set[int], was_checked: bool) -> bool:
    """Whether the line, or the fonts of most of its characters, were checked, and none of them is broken."""
    if broken.intersection(line.fonts):
        return False
    return was_checked or sum(font not in whole for font in line.fonts) <= MAX_UNCHECKED_FONT * len(line.fonts)


def _compared(layer: SetLayer, readings: dict[int, Sequence[ReadChar]]) -> _Comparison:
    checked: Counter[int] = Counter()
    agreed: Counter[int] = Counter()
    letters = 0
    for number, chars in readings.items():
        line = layer.lines[number]
        said = _letters(line.chars)
        read = _letters(chars)
        letters += len(read)
        matcher = SequenceMatcher(None, [t for t, _ in said], [t for t, _ in read], autojunk=False)
        for tag, a0, a1, b0, b1 in matcher.get_opcodes():
            fonts = [line.fonts[k] for _, k in said[a0:a1]] or [line.fonts[said[min(a0, len(said) - 1)][1]]]
            for offset, (_, k) in enumerate(read[b0:b1]):
                font = fonts[min(offset, len(fonts) - 1)]
                is_sure = chars[k].confidence >= SURE
                checked[font] += is_sure
                agreed[font] += is_sure and tag == "equal"
            if tag == "delete":  # the layer has what OCR does not see
                checked.update(fonts)
    return _Comparison(checked, agreed, letters)


def _letters(chars: Sequence[ReadChar]) -> list[tuple[str, int]]:
    """Letters and figures without their width, and the number of the character that each is of."""
    return [
        (letter, k)
        for k, char in enumerate(chars)
        for letter in unicodedata.normalize("NFKC", char.text)
        if letter.isalnum()
    ]
