"""Lost lines: the marks that say where one stood, and the flags for QA."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from pipeline.geometry import bounds
from pipeline.page import Block, Direction, Flag, Line, Page, Patch, PatchKind
from pipeline.threads.found import AUTHOR, Threads
from pipeline.threads.matching import Matching

MARK = "〔缺〕"
WARNING = "warning"
HOLE = 1.6
"""A line is lost inside a column only where the distance of two lines is so many times the usual."""
AFTER, BEFORE = "the line that followed is lost", "the line that went before is lost"


def lost_lines(threads: Threads) -> Iterator[tuple[str, bool, float]]:
    """Line id, whether the lost line follows it or went before it, and how likely that is, as no other line does."""
    for chain in threads.chains:
        if chain.gap_before:
            yield threads.ids[chain.lines[0]], False, threads.odds.before(chain.lines[0]).lost_if_none
        for line in chain.lines:
            if line in chain.gaps:
                yield threads.ids[line], True, threads.odds.after(line).lost_if_none


def gap_patches(threads: Threads) -> list[Patch]:
    """〔缺〕 behind, or before, the line beside which one is lost."""
    made = []
    for line, follows, share in lost_lines(threads):
        start = len(threads.lines[threads.numbers[line]].text) if follows else 0
        reason = AFTER if follows else BEFORE
        made.append(Patch(PatchKind.GAP, line, start, "", MARK, reason, round(min(1.0, share), 4), AUTHOR))
    return made


def gap_flags(threads: Threads) -> list[Flag]:
    """One for each lost line; what is to be gained is that line."""
    return [Flag(line, AFTER if follows else BEFORE, 1.0, WARNING, AUTHOR) for line, follows, _ in lost_lines(threads)]


def with_holes(page: Page, threads: Threads, matching: Matching) -> Threads:
    """The threads of a page with coordinates, with gaps where the language misses a line and there is room for one: at
    the end of a column, or in a hole."""
    pitches = {block.id: _pitch_px(block) for block in page.blocks}
    chains = []
    for chain in threads.chains:
        gaps = {
            a
            for a, b in pairwise(chain.lines)
            if matching.gap_after[a] and matching.gap_before[b] and _room(page, pitches, threads.ids[a], threads.ids[b])
        }
        chains.append(replace(chain, gaps=frozenset(gaps)))
    return replace(threads, chains=tuple(chains))


def _room(page: Page, pitches: dict[str, float], one: str, other: str) -> bool:
    block = page.block_of[one]
    if block is not page.block_of[other]:
        return True
    steps = abs(_place_px(page.lines[one], block) - _place_px(page.lines[other], block))
    return steps > HOLE * pitches[block.id] > 0


def _pitch_px(block: Block) -> float:
    places = [_place_px(line, block) for line in block.lines]
    return median_low(abs(a - b) for a, b in pairwise(places)) if len(places) > 1 else 0.0


def _place_px(line: Line, block: Block) -> float:
    """Of the middle of a line, across the direction in which it runs."""
    x0, y0, x1, y1 = bounds(line.polygon)
    return (x0 + x1) / 2 if block.direction is Direction.TTB else (y0 + y1) / 2
