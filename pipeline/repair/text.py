"""What the patches make of the raw text, and where each exported character comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.page import BESIDE_THE_TEXT, Page, Patch, PatchKind


@dataclass(frozen=True, slots=True)
class Traced:
    """A piece of exported text and who put it there.

    `source` is the number of the character in its line (that is where box and confidence are), or the patch that
    wrote the piece (its text may be empty), or None for a line break of the page that nobody took away.
    """

    text: str
    line: str
    source: int | Patch | None


def traced_line(page: Page, line_id: str, patched: bool = True) -> Iterator[Traced]:
    """The pieces of one line. Raises KeyError for an unknown line, ValueError for a patch that does not fit."""
    line = page.lines[line_id]
    if all(len(char.text) == 1 for char in line.chars):
        owners: list[int] = list(range(len(line.chars)))
    else:
        owners = [number for number, char in enumerate(line.chars) for _ in char.text]
    text, at = line.text, 0
    for patch in page.patches_of.get(line_id, ()) if patched else ():
        if patch.kind in BESIDE_THE_TEXT:
            continue
        end = patch.start + len(patch.before)
        if patch.start < at or text[patch.start : end] != patch.before:
            raise ValueError(f"line {line_id}: a patch does not fit the text or the patch before it: {patch}")
        yield from (Traced(text[i], line_id, owners[i]) for i in range(at, patch.start))
        yield Traced(patch.after, line_id, patch)
        at = end
    yield from (Traced(text[i], line_id, owners[i]) for i in range(at, len(text)))


def traced_paragraph(page: Page, line_ids: Iterable[str], patched: bool = True) -> list[Traced]:
    """The pieces of consecutive lines. Undoing every patch (its `before` for its `after`) gives the raw text.

    Raises KeyError for an unknown line, ValueError for a patch that does not fit its text.
    """
    pieces: list[Traced] = []
    for number, line_id in enumerate(line_ids):
        if number:
            pieces.append(_joint(page, line_id, patched))
        pieces += traced_line(page, line_id, patched)
    return pieces


def _joint(page: Page, line_id: str, patched: bool) -> Traced:
    patches = page.patches_of.get(line_id, ()) if patched else ()
    join = next((patch for patch in patches if patch.kind is PatchKind.JOIN), None)
    return Traced(join.after, line_id, join) if join else Traced("\n", line_id, None)


def line_text(page: Page, line_id: str, patched: bool = True) -> str:
    """The text of one line, as it is exported or (`patched=False`) as it was read."""
    if not patched or line_id not in page.patches_of:
        return page.lines[line_id].text
    return "".join(piece.text for piece in traced_line(page, line_id))


def paragraph_text(page: Page, line_ids: Iterable[str], patched: bool = True) -> str:
    """The text of consecutive lines; "\\n" stands wherever no join was made."""
    parts: list[str] = []
    for number, line_id in enumerate(line_ids):
        if number:
            parts.append(_joint(page, line_id, patched).text)
        parts.append(line_text(page, line_id, patched))
    return "".join(parts)


def headline_text(page: Page, line_ids: Iterable[str], patched: bool = True) -> str:
    """The lines of a headline, kicker or subheadline one behind the other; breaks that no join took away go too."""
    return paragraph_text(page, line_ids, patched).replace("\n", "")
