"""Runs a page through the stages. Read this file second, after page.py.

    scan -> ingest -> straighten -> segment -> recognize -> order -> articles -> repair -> masthead
         -> export
    text of an earlier OCR -> ingest_text -> thread -> repair -> masthead -> export

Each stage is a pure function from page to page. This module alone does what is the same for all
of them: it times a stage, notes what made the result, checks what must hold of every page,
turns an unforeseen exception into an EngineError that names page and stage, and takes up the
page of an earlier run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.errors import BanmianError, EngineError, UsageError
from pipeline.ingest.sheet import page_label
from pipeline.invariants import violations
from pipeline.page import Block, Page, Step, Transform
from pipeline.settings import STAGES, TEXT_STAGES, Settings, digest
from pipeline.stage import Pixels, Stage

_HINT = "try another engine, or report it with the scan"


def stages(settings: Settings, pixels: Pixels) -> tuple[Stage, ...]:
    """The stages in the order of STAGES. Engines are loaded when a page first needs them."""
    from pipeline.articles import FindArticles
    from pipeline.masthead import ReadMasthead
    from pipeline.order import OrderLines
    from pipeline.recognize import Recognize
    from pipeline.repair import Repair
    from pipeline.segment import Segment
    from pipeline.straighten import Straighten

    return (
        Straighten(settings.straighten, pixels),
        Segment(settings.segment, pixels),
        Recognize(settings.recognize, pixels),
        OrderLines(settings.order),
        FindArticles(settings.articles),
        Repair(settings.repair),
        ReadMasthead(settings.masthead),
    )


def text_stages(settings: Settings, on_lines: Callable[[int, int], None] | None = None) -> tuple[Stage, ...]:
    """The stages in the order of TEXT_STAGES, for pages of `ingest_text`. `on_lines`: lines done, and of how many."""
    from pipeline.masthead import ReadMasthead
    from pipeline.repair import Repair
    from pipeline.threads import ThreadLines

    return ThreadLines(settings.thread, on_lines), Repair(settings.repair), ReadMasthead(settings.masthead)


def run(
    page: Page,
    stages: Sequence[Stage],
    from_: str | None = None,
    until: str | None = None,
    on_stage: Callable[[str], None] = lambda name: None,
    on_page: Callable[[Page], None] = lambda page: None,
) -> Page:
    """The page after the stages from `from_` until `until`, both included.

    With `from_`, the page is one that went through the earlier stages before; where one of those
    is stale (another version, other settings), the run begins there instead. What the stages now
    to be run once gave is dropped first. `on_stage` is told the name of each stage before it runs.

    Raises UsageError for an unknown stage, and what a stage raises: a BanmianError with the page
    named in it.
    """
    first = first_to_run(page, stages, from_) if from_ else 0
    last = _position(until, stages) if until else len(stages) - 1
    if last < first:
        raise UsageError(
            f"there is nothing to run from {stages[first].name} until {until}",
            hint=f"the stages are {_names(stages)}",
        )
    page = without_results(page, stages[first].name)
    for stage in stages[first : last + 1]:
        on_stage(stage.name)
        page = _run_one(page, stage)
        on_page(page)
    return page


def first_to_run(page: Page, stages: Sequence[Stage], from_: str) -> int:
    """Index of the stage named, or of an earlier one that is stale. Raises UsageError for an unknown stage."""
    return min(_position(from_, stages), first_stale(page, stages))


def first_stale(page: Page, stages: Sequence[Stage]) -> int:
    """Index of the first stage that the page's history does not hold as it would run now."""
    done = {step.stage: (step.engine, step.version, step.settings_digest) for step in page.history}
    for index, stage in enumerate(stages):
        if done.get(stage.name) != (stage.engine, stage.version, digest(stage.settings)):
            return index
    return len(stages)


def without_results(page: Page, stage: str) -> Page:
    """The page without what the named stage and later ones added. Raises ValueError for an unknown stage.

    Blocks that `order` or `thread` cut stay cut: to run it once more, begin with the page as read. The order that
    `thread` began with stays.
    """
    sequence = TEXT_STAGES if stage in TEXT_STAGES[:1] else STAGES
    dropped = sequence[sequence.index(stage) :]
    changes: dict[str, object] = {
        "history": tuple(s for s in page.history if s.stage not in dropped),
        "flags": tuple(f for f in page.flags if f.stage and f.stage not in dropped),
    }
    if "straighten" in dropped:
        changes["transform"] = Transform(width_px=page.source.width_px, height_px=page.source.height_px)
    if "segment" in dropped:
        changes |= {"blocks": (), "rules": (), "pictures": (), "insets": ()}
    elif "recognize" in dropped:
        changes["blocks"] = tuple(_unread(block) for block in page.blocks)
    if "order" in dropped:
        changes["orders"] = ()
    if "thread" in dropped:
        changes["orders"] = page.orders[-1:]
    if "articles" in dropped or "thread" in dropped:
        changes["articles"] = ()
    if "repair" in dropped:
        changes["patches"] = ()
    if "masthead" in dropped:
        changes["facts"] = ()
    return replace(page, **changes)  # type: ignore[arg-type]


def page_name(page: Page) -> str:
    """How messages call the page: its scan and, where the scan has several, its number."""
    return page_label(Path(page.source.path), page.source.page_number, page.source.page_count)


@contextmanager
def guarded(worker: str, page: str) -> Iterator[None]:
    """Whatever the worker raises inside becomes a BanmianError that names it and the page."""
    try:
        yield
    except BanmianError as error:
        error.page = error.page or page
        raise
    except Exception as error:  # the one place: engines raise whatever they like
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise EngineError(f"{worker} failed: {what}", hint=_HINT, page=page) from error


def _run_one(page: Page, stage: Stage) -> Page:
    began_s = time.perf_counter()
    with guarded(f"stage {stage.name}", page_name(page)):
        after = stage(page)
        seconds = time.perf_counter() - began_s
        engine = stage.engine
    if wrong := next(violations(after, page), None):
        who = f"stage {stage.name} with {engine}" if engine else f"stage {stage.name}"
        raise EngineError(f"{who} returned nonsense: {wrong}", hint=_HINT, page=page_name(page))
    step = Step(stage.name, engine, stage.version, digest(stage.settings), round(seconds, 3))
    return replace(after, history=(*page.history, step))


def _unread(block: Block) -> Block:
    return replace(block, lines=tuple(replace(line, chars=(), reader="") for line in block.lines))


def _position(name: str, stages: Sequence[Stage]) -> int:
    names = [stage.name for stage in stages]
    if name not in names:
        raise UsageError(f"there is no stage {name}", hint=f"the stages are {_names(stages)}")
    return names.index(name)


def _names(stages: Sequence[Stage]) -> str:
    return ", ".join(stage.name for stage in stages)
