"""The text as it was given: its chunks, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.geometry import polygon_of
from pipeline.ingest_text import read_text
from pipeline.page import Block, BlockKind, Char, Direction, Line, Order, Page, PatchKind, Source
from pipeline.run import run, text_stages
from pipeline.settings import Settings
from pipeline.threads.chains import Chain
from pipeline.threads.found import Threads
from pipeline.threads.fragments import fragments_of
from pipeline.threads.geometry_order import in_columns, is_measured, ordered_by_places
from pipeline.threads.given import given_of
from pipeline.threads.indents import indented
from pipeline.threads.lost import with_holes
from pipeline.threads.matching import Matching
from pipeline.threads.model import Scores
from tests.threads import garbled_text

EM = 20.0


def column(name: str, texts: list[str], x: float, indents: set[int], kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    """A column of type; lines of the numbers in `indents` are indented by two em."""
    lines = []
    for n, text in enumerate(texts):
        left = x + (2 * EM if n in indents else 0.0)
        chars = tuple(
            Char(c, (left + k * EM, 30.0 * n, left + (k + 1) * EM, 30.0 * n + EM), 1.0) for k, c in enumerate(text)
        )
        box = (left, 30.0 * n, left + len(text) * EM, 30.0 * n + EM)
        lines.append(Line(f"{name}{n}", polygon_of(box), chars))
    return Block(name, kind, polygon_of((x, 0, x + 300, 30.0 * len(texts))), type_size_px=EM, lines=tuple(lines))


def page(*blocks: Block, order: tuple[str, ...] = ()) -> Page:
    ids = order or tuple(line.id for block in blocks for line in block.lines)
    return Page("x", Source("x.xml", "", 2000, 2000, 300.0), blocks=blocks, orders=(Order(ids, 1.0, "as given"),))


def test_a_plain_text_has_the_chunks_of_its_rows(tmp_path: Path) -> None:
    (read,) = read_text(garbled_text.written(tmp_path))
    given = given_of(read, read.line_order)
    assert given.threaded == read.line_order
    assert [len(chunk) for chunk in given.chunks] == [len(block.lines) for block in read.blocks]


def test_an_indent_begins_a_paragraph() -> None:
    read = page(column("a", ["一二三", "四五六七八", "九十", "甲乙丙", "丁戊己庚辛"], 100.0, {0, 3}))
    given = given_of(read, read.line_order)
    assert [len(chunk) for chunk in given.chunks] == [3, 2]


def test_what_is_centred_is_no_paragraph() -> None:
    lines = column("a", ["一二三四五六", "一二三", "一二"], 0.0, set()).lines
    shifted = [replace(line, polygon=polygon_of((60.0 * n, 0, 300, 20))) for n, line in enumerate(lines)]
    assert indented(shifted, Direction.LTR, EM) == [False] * 3
    assert indented(lines, Direction.LTR, 0.0) == [False] * 3


def test_columns_that_run_down_are_indented_from_the_top() -> None:
    tops = [40.0, 0.0, 0.0, 40.0, 0.0]
    lines = [Line(str(n), polygon_of((300 - 30 * n, top, 320 - 30 * n, 400))) for n, top in enumerate(tops)]
    assert indented(lines, Direction.TTB, EM) == [True, False, False, True, False]


def test_advertisements_stay_where_they_are() -> None:
    story = column("a", ["今天上午木桥修好", "了。"], 0.0, set())
    advert = column("b", ["新茶上市"], 400.0, set(), BlockKind.ADVERT)
    other = column("c", ["明天开始通车。"], 800.0, set())
    read = page(story, advert, other)
    assert given_of(read, read.line_order).threaded == ("a0", "a1", "c0")
    repaired = run(read, text_stages(Settings()))
    assert set(repaired.line_order) == set(read.line_order)
    assert repaired.block_of["b0"].kind is BlockKind.ADVERT
    assert all("b0" not in article.line_ids() for article in repaired.articles)


def test_columns_that_were_given_row_by_row_are_taken_one_after_the_other() -> None:
    blocks = (column("a", garbled_text.HARBOUR, 100.0, {0}), column("b", garbled_text.LIBRARY, 600.0, {0}))
    across = [line.id for pair in zip(*(block.lines for block in blocks), strict=False) for line in pair]
    read = page(*blocks, order=tuple(dict.fromkeys([*across, *(line.id for b in blocks for line in b.lines)])))
    told = ordered_by_places(read)
    assert told and told.line_order == tuple(line.id for block in blocks for line in block.lines)
    assert in_columns(read) and not in_columns(page(blocks[0]))
    repaired = run(read, text_stages(Settings()))
    found = ["".join(repaired.lines[i].text for i in p) for a in repaired.articles for p in a.body]
    assert found == ["".join(garbled_text.HARBOUR), "".join(garbled_text.LIBRARY)]
    assert repaired.orders[1].lines == read.line_order
    assert {patch.kind for patch in repaired.patches} >= {PatchKind.MOVE}


def test_a_lost_line_needs_room() -> None:
    read = page(column("a", ["一二三", "四五六", "七八九"], 0.0, set()), column("b", ["甲乙丙"], 400.0, set()))
    chain = Chain((0, 1, 2, 3), frozenset(), False, 0)
    scores = Scores(np.zeros((0, 2), np.int64), np.zeros(0), np.zeros((4, 2)), np.zeros((4, 2)))
    lines = tuple(fragments_of([[line.text for line in read.lines.values()]]))
    found = Threads(tuple(read.lines), lines, scores, (chain,))
    missed = Matching((-1,) * 4, (0.0,) * 4, (True,) * 4, (True,) * 4)
    assert with_holes(read, found, missed).chains[0].gaps == {2}  # the column ends there
    a = read.blocks[0]
    lower = replace(a.lines[2], polygon=polygon_of((0, 120, 60, 140)))
    hole = replace(read, blocks=(replace(a, lines=(*a.lines[:2], lower)), read.blocks[1]))
    assert with_holes(hole, found, missed).chains[0].gaps == {1, 2}
    whole = Matching((1, 2, 3, -1), (1.0,) * 4, (False,) * 4, (False,) * 4)
    assert with_holes(hole, found, whole).chains[0].gaps == frozenset()


def test_boxes_that_are_no_places_change_nothing() -> None:
    read = page(column("a", garbled_text.HARBOUR, 100.0, {0}))
    assert is_measured(read)
    flat = tuple(replace(line, polygon=polygon_of((0, 0, 300, 20))) for line in read.blocks[0].lines)
    assert not is_measured(replace(read, blocks=(replace(read.blocks[0], lines=flat),)))
    assert not is_measured(replace(read, source=replace(read.source, dpi=0.0)))
    assert not is_measured(replace(read, blocks=(replace(read.blocks[0], type_size_px=0.0),)))
    assert not is_measured(replace(read, source=replace(read.source, width_px=200)))


def test_the_order_that_a_file_states_is_the_one_given() -> None:
    read = page(column("a", ["一", "二"], 0.0, set()), column("b", ["三"], 400.0, set()), order=("b0", "a0", "a1"))
    assert given_of(read, read.line_order).chunks == (("三",), ("一", "二"))
