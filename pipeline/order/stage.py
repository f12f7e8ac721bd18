"""The order stage: roles for the blocks, and the reading order of the lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.geometry import Frame, union
from pipeline.order.evidence import setting_of
from pipeline.order.headings import find_headings
from pipeline.order.reading import Reading
from pipeline.order.roles import with_roles
from pipeline.order.sheet import Row, sheet_of
from pipeline.order.sheets import sheet_by_sheet
from pipeline.order.tabular.apart import APART, set_apart
from pipeline.order.threads import Thread, find_threads
from pipeline.order.vertical.reader import read_upright
from pipeline.order.vertical.tiers import with_lines_of_one_tier
from pipeline.page import FURNITURE, Block, BlockKind, Order, Page
from pipeline.settings import OrderSettings

RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.SECTION})
"""Kinds that threads are made of."""


class OrderLines:
    """Cuts the blocks anew so that each has one role, and says which line follows which."""

    name = "order"
    version = "9"
    engine = ""

    def __init__(self, settings: OrderSettings) -> None:
        self.settings = settings

    def __call__(self, page: Page) -> Page:
        return sheet_by_sheet(page, _ordered)


def _ordered(page: Page) -> Page:
    page = with_lines_of_one_tier(page)
    page = with_block_kinds(set_apart(page))
    reading = read(page)
    lines = tuple(_all_lines(reading, page))
    score = sum(t.score for t in reading.threads)
    return replace(page, orders=(Order(lines, round(score, 2), "threads"),))


def read(page: Page) -> Reading:
    """Find the threads of a page whose blocks have their kinds."""
    sheet = sheet_of(page)
    if sheet.vertical:
        return read_upright(sheet)
    headings, rest = find_headings(sheet)
    running = [p for p in rest if p.kind in RUNNING]
    others = sorted((p for p in rest if p.kind not in RUNNING), key=lambda p: (round(p.box[3] / sheet.em), p.box[0]))
    threads = find_threads(setting_of(sheet, running, headings))
    reading = Reading(sheet, headings, running, others, threads)
    threads.sort(key=lambda t: _position(t, reading))
    return reading


def _position(thread: Thread, reading: Reading) -> tuple[float, float]:
    """Stories are told from the top; those that begin at about one height from the left."""
    boxes = [reading.running[k].box for k in thread.pieces]
    if thread.heading >= 0:
        boxes.append(reading.headings[thread.heading].box)
    x0, y0, _, _ = union(boxes)
    return (y0 // (4 * reading.sheet.em), x0)


def with_block_kinds(page: Page) -> Page:
    """The page with its blocks cut where the role of the lines changes, and with their kinds."""
    sheet = sheet_of(page)
    if sheet.vertical:
        reading = read_upright(sheet)
        headings, rest = (
            reading.headings,
            [*reading.running, *reading.others, *(p for group in reading.adverts for p in group)],
        )
    else:
        apart = [p for p in sheet.pieces if p.kind in APART]
        headings, rest = find_headings(with_roles(sheet.with_pieces(p for p in sheet.pieces if p.kind not in APART)))
        rest = [*rest, *apart]
    kind_of = {i: p.kind for p in rest for i in p.ids}
    for heading in headings:
        for rows, kind in (
            (heading.kicker, BlockKind.KICKER),
            (heading.headline, BlockKind.HEADING),
            (heading.subheadline, BlockKind.SUBHEADING),
            (heading.byline, BlockKind.CREDIT),
        ):
            kind_of.update(dict.fromkeys(_ids(rows), kind))
    frame = Frame(page.transform)
    blocks = tuple(part for block in page.blocks for part in _cut(block, kind_of, frame))
    return replace(page, blocks=blocks)


def _cut(block: Block, kind_of: dict[str, BlockKind], frame: Frame) -> Iterable[Block]:
    """The parts of a block, one for each run of lines of one kind."""
    runs: list[tuple[BlockKind, list[int]]] = []
    for k, line in enumerate(block.lines):
        kind = kind_of.get(line.id, BlockKind.OTHER if not line.chars else block.kind)
        if runs and runs[-1][0] is kind:
            runs[-1][1].append(k)
        else:
            runs.append((kind, [k]))
    for number, (kind, rows) in enumerate(runs):
        lines = tuple(block.lines[k] for k in rows)
        polygon = block.polygon
        if len(runs) > 1:
            polygon = frame.scan_polygon(union(frame.image_box(line.polygon) for line in lines))
        name = block.id if number == 0 else f"{block.id}.{number}"
        yield replace(block, id=name, kind=kind, lines=lines, polygon=polygon)


def _ids(rows: Sequence[Row]) -> list[str]:
    return [i for row in rows for i in row.ids]


def _all_lines(reading: Reading, page: Page) -> Iterable[str]:
    """Every line id once: head of the page, stories, what stands beside them, foot, lines without text."""
    given: set[str] = set()

    def new(ids: Iterable[str]) -> Iterable[str]:
        for i in ids:
            if i not in given:
                given.add(i)
                yield i

    top = {BlockKind.MASTHEAD, BlockKind.HEADER}
    yield from new(i for p in reading.others if p.kind in top for i in p.ids)
    for thread in reading.threads:
        if thread.heading >= 0:
            yield from new(_ids(reading.headings[thread.heading].rows))
        yield from new(i for k in thread.pieces for i in reading.running[k].ids)
    yield from new(i for group in reading.adverts for p in group for i in p.ids)
    yield from new(i for p in reading.others if p.kind not in FURNITURE for i in p.ids)
    yield from new(i for p in reading.others for i in p.ids)
    yield from new(page.lines)
