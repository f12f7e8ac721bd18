"""One page: from the scan to the bytes of its files."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch.plan import PAGE_DOCUMENT, Request, Task
from pipeline.batch.result import PageResult, Status, article_summaries, failed
from pipeline.errors import BanmianError, UsageError
from pipeline.ingest import ingest
from pipeline.page import Page
from pipeline.plugins import Exporter
from pipeline.run import run, stages
from pipeline.stage import Pixels, Stage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a page, and the bytes to be written for it."""

    result: PageResult
    files: Mapping[Path, bytes]


class Worker:
    """Makes pages. Engines are loaded once and serve all its pages."""

    def __init__(self, request: Request) -> None:
        from pipeline.pixels import ScanPixels

        self._request = request
        self._pixels: Pixels = ScanPixels(request.settings.ingest)
        self._stages: tuple[Stage, ...] = stages(request.settings, self._pixels)
        self._exporters = tuple(exporter(name) for name in request.formats)

    def make(self, task: Task, on_stage: Callable[[str], None] = lambda name: None) -> Outcome:
        """Never raises a BanmianError: it stands in the result."""
        began_s = time.perf_counter()
        try:
            start = self._start(task)
            page = run(start, self._stages, self._request.from_, self._request.until, on_stage)
            files = self._files(task, page)
        except BanmianError as error:
            return Outcome(failed(task.name, error, round(time.perf_counter() - began_s, 3)), {})
        result = PageResult(
            task.name,
            Status.DONE,
            tuple(str(path) for path in files),
            article_summaries(page),
            round(time.perf_counter() - began_s, 3),
            tuple((step.stage, step.seconds) for step in page.history),
        )
        return Outcome(result, files)

    def _start(self, task: Task) -> Page:
        fresh = ingest(task.scan, task.page_number, self._request.settings.ingest)
        return earlier_page(task, self._request, fresh) if self._request.from_ else fresh

    def _files(self, task: Task, page: Page) -> dict[Path, bytes]:
        """Path and bytes of each file; the page document last, so that it tells of a finished page."""
        from pipeline.codec import encode

        out = self._request.out
        scan = self._pixels.scan(page) if self._exporters or self._request.draw else None
        files = {task.file(out, e.suffix): e.export(page, scan) for e in self._exporters}
        if self._request.split:
            from pipeline.batch.split import one_page_each

            for number, part in enumerate(one_page_each(page), 1):
                for e in self._exporters:
                    files[task.article_folder(out) / f"{number:02d}{e.suffix}"] = e.export(part, scan)
        if self._request.draw:
            from pipeline.draw import drawings

            for name, png in drawings(page, scan).items():
                files[task.drawing_folder(out) / f"{name}.png"] = png
        files[task.file(out, PAGE_DOCUMENT)] = encode(page)
        return files


def exporter(name: str) -> Exporter:
    """The exporter of that name. Raises UsageError, or MissingDependencyError."""
    from pipeline.plugins import load

    made: Exporter = load("export", name)
    return made


def earlier_page(task: Task, request: Request, fresh: Page) -> Page:
    """The page document that an earlier run left. Raises UsageError where there is none for this scan."""
    from pipeline.codec import decode

    path = task.file(request.out, PAGE_DOCUMENT)
    try:
        page = decode(path.read_bytes())
    except OSError as error:
        raise UsageError(f"there is no earlier run at {path}", hint="run it once without --from") from error
    if page.source.sha256 != fresh.source.sha256:
        raise UsageError(
            "the scan is another one than in the earlier run", hint="run it without --from, with --existing redo"
        )
    return replace(page, source=fresh.source)
