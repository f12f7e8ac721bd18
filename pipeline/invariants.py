"""What must hold of every page, whatever stage or engine made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isfinite

from pipeline.page import BESIDE_THE_TEXT, Article, Block, Char, Page, Patch, PatchKind


def violations(page: Page, before: Page | None = None) -> Iterator[str]:
    """What is wrong with a page, in words; nothing for a sound one.

    Parts that are the same objects as in the sound page `before` are not looked at again.
    """

    def changed(*parts: str) -> bool:
        return before is None or any(getattr(page, part) is not getattr(before, part) for part in parts)

    if changed("blocks", "rules", "pictures", "insets"):
        yield from _wrong_ids(page)
    if changed("blocks"):
        for block in page.blocks:
            yield from _wrong_in_block(block)
    if changed("blocks", "orders"):
        yield from _wrong_orders(page)
    if changed("blocks", "pictures", "articles"):
        yield from _wrong_articles(page)
    if changed("blocks", "patches"):
        for patch in page.patches:
            yield from _wrong_in_patch(page, patch)
        yield from _overlapping_patches(page.patches)


def _wrong_ids(page: Page) -> Iterator[str]:
    parts = (page.blocks, page.rules, page.pictures, page.insets, [line for b in page.blocks for line in b.lines])
    for part in parts:
        yield from (f"the id {id} stands twice" for id in _repeated(item.id for item in part))


def _wrong_in_block(block: Block) -> Iterator[str]:
    if not _is_share(block.confidence):
        yield f"block {block.id} has confidence {block.confidence}"
    for id, polygon in ((block.id, block.polygon), *((line.id, line.polygon) for line in block.lines)):
        if len(polygon) < 3 or not all(isfinite(v) for point in polygon for v in point):
            yield f"{id} has no sound polygon"
    for line in block.lines:
        for char in line.chars:
            yield from _wrong_in_char(char, line.id)


def _wrong_in_char(char: Char, line: str) -> Iterator[str]:
    if not char.text:
        yield f"line {line} holds a character without text"
    confidences = (char.confidence, *(c.confidence for c in char.candidates))
    if not all(_is_share(c) for c in confidences):
        yield f"{char.text!r} in line {line} has a confidence outside 0 to 1"
    x0, y0, x1, y1 = char.box
    if not (isfinite(x0 + y0 + x1 + y1) and x0 <= x1 and y0 <= y1):
        yield f"{char.text!r} in line {line} has the box {char.box}"


def _wrong_orders(page: Page) -> Iterator[str]:
    for order in page.orders:
        if len(order.lines) != len(page.lines) or set(order.lines) != page.lines.keys():
            yield f"the order by {order.method} is no permutation of the {len(page.lines)} text lines"


def _wrong_articles(page: Page) -> Iterator[str]:
    ids = [id for article in page.articles for id in article.line_ids()]
    yield from (f"line {id} stands in two places of the articles" for id in _repeated(ids))
    yield from (f"an article holds line {id}, which there is not" for id in ids if id not in page.lines)
    for article in page.articles:
        yield from _wrong_in_rows(page, article)
    pictures = {picture.id for picture in page.pictures}
    shown = [id for article in page.articles for id in article.pictures]
    yield from (f"an article holds picture {id}, which there is not" for id in shown if id not in pictures)
    yield from (f"the id {id} stands twice" for id in _repeated(article.id for article in page.articles))


def _wrong_in_rows(page: Page, article: Article) -> Iterator[str]:
    if len({len(row) for row in article.rows}) > 1:
        yield f"the rows of table {article.id} differ in length"
    spans = sorted((s.line, s.start, s.stop) for row in article.rows for cell in row for s in cell)
    for line, start, stop in spans:
        if line in page.lines and not 0 <= start < stop <= len(page.lines[line].chars):
            yield f"a cell of table {article.id} holds characters {start} to {stop} of line {line}, which has no such"
    for (line, _, stop), (next_line, next_start, _) in pairwise(spans):
        if line == next_line and next_start < stop:
            yield f"two cells of table {article.id} hold the character {next_start} of line {line}"


def _wrong_in_patch(page: Page, patch: Patch) -> Iterator[str]:
    if not _is_share(patch.confidence):
        yield f"a patch of line {patch.line} has confidence {patch.confidence}"
    line = page.lines.get(patch.line)
    if line is None:
        yield f"a patch is for line {patch.line}, which there is not"
    elif patch.kind is PatchKind.MOVE:
        beside = (id for id in (patch.before, patch.after) if id and id not in page.lines)
        yield from (f"line {patch.line} is moved beside line {id}, which there is not" for id in beside)
    elif patch.kind is not PatchKind.JOIN and not line.text.startswith(patch.before, patch.start):
        yield f"a patch of line {patch.line} replaces {patch.before!r}, which does not stand at {patch.start}"


def _overlapping_patches(patches: Sequence[Patch]) -> Iterator[str]:
    changes = sorted((p.line, p.start, p.start + len(p.before)) for p in patches if p.kind not in BESIDE_THE_TEXT)
    for (line, start, end), (next_line, next_start, _) in pairwise(changes):
        if line == next_line and next_start < end:
            yield f"two patches of line {line} overlap at {start}"


def _is_share(value: float) -> bool:
    return 0.0 <= value <= 1.0  # false for NaN too


def _repeated(ids: Iterable[str]) -> list[str]:
    return [id for id, times in Counter(ids).items() if times > 1]
