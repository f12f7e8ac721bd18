"""The text as it was given: the lines of a page, in the chunks that their blocks are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.page import BlockKind, Page
from pipeline.threads.indents import indented

LEFT_ALONE = frozenset(
    {
        BlockKind.ADVERT,
        BlockKind.CLASSIFIED,
        BlockKind.TABLE,
        BlockKind.MASTHEAD,
        BlockKind.HEADER,
        BlockKind.FOOTER,
        BlockKind.PAGE_NUMBER,
    }
)
"""Kinds that a format may state and that hold no running text: their lines stay where they are."""


@dataclass(frozen=True, slots=True)
class Given:
    """Line ids and texts."""

    threaded: tuple[str, ...]
    """Those among which threads are sought, in the order in which they are taken."""
    chunks: tuple[tuple[str, ...], ...]
    """Their texts, chunk by chunk."""


def given_of(page: Page, taken: Sequence[str]) -> Given:
    """`taken`: every line of the page, in the order in which they are taken.

    A chunk is a run of lines of one block; where the page has coordinates, it ends before an indented line too.
    """
    threaded = [i for i in taken if page.lines[i].text.strip() and page.block_of[i].kind not in LEFT_ALONE]
    runs = [list(run) for _, run in groupby(threaded, key=lambda i: page.block_of[i].id)]
    chunks = [chunk for run in runs for chunk in (_paragraphs(page, run) if page.source.dpi else [run])]
    return Given(tuple(threaded), tuple(tuple(page.lines[i].text for i in chunk) for chunk in chunks))


def _paragraphs(page: Page, run: Sequence[str]) -> list[list[str]]:
    block = page.block_of[run[0]]
    begins = indented([page.lines[i] for i in run], block.direction, block.type_size_px)
    chunks: list[list[str]] = []
    for line, begin in zip(run, begins, strict=True):
        if begin or not chunks:
            chunks.append([])
        chunks[-1].append(line)
    return chunks
