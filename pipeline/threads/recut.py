"""The blocks cut anew along the threads: each holds lines of one part of one article that stood in one block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, groupby

from pipeline.geometry import bounds, polygon_of, union
from pipeline.page import Block, BlockKind, Line, Page


def recut_blocks(page: Page, threads: Iterable[Sequence[str]], kinds: Mapping[str, BlockKind]) -> tuple[Block, ...]:
    """Blocks in the order of the threads (line ids), each a run of lines of one thread and of one block of before.

    `kinds`: of each line; one without keeps that of its block. The first part of a block keeps its id, and the outline
    too where it is the whole block.
    """
    runs = [list(run) for thread in threads for _, run in groupby(thread, key=lambda line: page.block_of[line].id)]
    names = _Names(page)
    made = []
    for run in runs:
        block = page.block_of[run[0]]
        lines = tuple(page.lines[line] for line in run)
        made.append(_part(block, names.next_of(block.id), kinds.get(run[0], block.kind), lines))
    return tuple(made)


def _part(block: Block, name: str, kind: BlockKind, lines: tuple[Line, ...]) -> Block:
    whole = len(lines) == len(block.lines)
    polygon = block.polygon if whole else polygon_of(union(bounds(line.polygon) for line in lines))
    return replace(block, id=name, kind=kind, lines=lines, polygon=polygon)


class _Names:
    """Ids of the parts of blocks, none that another block has."""

    def __init__(self, page: Page) -> None:
        self._taken = {block.id for block in page.blocks}
        self._free: dict[str, Iterator[str]] = {}

    def next_of(self, block: str) -> str:
        if block not in self._free:
            self._free[block] = (name for n in count(1) if (name := f"{block}.{n}") not in self._taken)
            return block
        return next(self._free[block])
