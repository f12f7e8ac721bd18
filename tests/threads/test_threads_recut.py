"""Blocks cut along threads."""

from __future__ import annotations

from pipeline.geometry import polygon_of
from pipeline.page import Block, BlockKind, Line, Page, Source
from pipeline.threads.recut import recut_blocks


def page(**lines_of: int) -> Page:
    blocks = []
    for k, (name, count) in enumerate(lines_of.items()):
        rows = tuple(Line(f"{name}-{n}", polygon_of((k * 100, n * 10, k * 100 + 90, n * 10 + 9))) for n in range(count))
        blocks.append(Block(name, BlockKind.PARAGRAPH, polygon_of((k * 100, 0, k * 100 + 95, 100)), lines=rows))
    return Page("x", Source("x", "", 1, 1, 0.0), blocks=tuple(blocks))


def test_a_thread_through_two_blocks_is_two_blocks() -> None:
    given = page(a=3, b=2)
    heading, rest = ("b-0",), ("a-0", "a-1", "b-1", "a-2")
    made = recut_blocks(given, [heading, rest], {"b-0": BlockKind.HEADING})
    assert [(b.id, b.kind.value, [line.id for line in b.lines]) for b in made] == [
        ("b", "heading", ["b-0"]),
        ("a", "paragraph", ["a-0", "a-1"]),
        ("b.1", "paragraph", ["b-1"]),
        ("a.1", "paragraph", ["a-2"]),
    ]
    assert made[1].polygon == polygon_of((0, 0, 90, 19))


def test_a_whole_block_keeps_its_outline() -> None:
    given = page(a=2)
    assert recut_blocks(given, [("a-1", "a-0")], {})[0].polygon == given.blocks[0].polygon


def test_no_id_stands_twice() -> None:
    given = page(**{"a": 4, "a.1": 1, "a.2": 1})
    ids = [b.id for b in recut_blocks(given, [("a-0",), ("a-1",), ("a-2",), ("a.1-0",), ("a.2-0",), ("a-3",)], {})]
    assert len(set(ids)) == len(ids) == 6


def test_many_lines_take_no_square_of_time() -> None:
    given = page(a=20_000)
    assert len(recut_blocks(given, [(line,) for line in given.lines], {})) == 20_000
