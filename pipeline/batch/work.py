"""One page: from the scan to the bytes of its files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch.document import READ, PageDocument
from pipeline.batch.plan import PAGE_DOCUMENT, Request, Task
from pipeline.batch.result import PageResult, Status, article_summaries, failed
from pipeline.batch.split import one_page_each
from pipeline.errors import BanmianError, UsageError
from pipeline.ingest import ingest
from pipeline.page import Page, Step
from pipeline.plugins import Exporter
from pipeline.run import guarded, page_name, run, stages
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
        as_read: list[Page] = []
        steps: list[Step] = []

        def keep(page: Page) -> None:
            steps.append(page.history[-1])
            if steps[-1].stage == READ:
                as_read[:] = [page]

        try:
            with guarded("ingest", task.name):
                page = ingest(task.scan, task.page_number, self._request.settings.ingest)
            if self._request.from_:
                document = earlier_document(task, self._request, page)
                page = document.base(self._stages, self._request.from_)
                as_read += [document.as_read] if document.as_read else []
            page = run(page, self._stages, self._request.from_, self._request.until, on_stage, keep)
            files = self._files(task, PageDocument(page, *as_read))
        except BanmianError as error:
            return Outcome(failed(task.name, error, round(time.perf_counter() - began_s, 3)), {})
        return finished(task, page, files, began_s, steps)

    def _files(self, task: Task, document: PageDocument) -> dict[Path, bytes]:
        """Path and bytes of each file; the page document last, so that it tells of a finished page."""
        out, page = self._request.out, document.latest
        files = {}
        for e in self._exporters:
            files[task.file(out, e.suffix)] = self._exported(e, page)
            for number, part in enumerate(one_page_each(page) if self._request.split else (), 1):
                files[task.article_folder(out) / f"{number:02d}{e.suffix}"] = self._exported(e, part)
        if self._request.draw:
            from pipeline.draw import drawings

            with guarded("draw", page_name(page)):
                for name, png in drawings(page, self._pixels.scan(page)).items():
                    files[task.drawing_folder(out) / f"{name}.png"] = png
        files[task.file(out, PAGE_DOCUMENT)] = document.encoded()
        return files

    def _exported(self, exporter: Exporter, page: Page) -> bytes:
        with guarded(f"export to {exporter.name}", page_name(page)):
            return exporter.export(page, self._pixels.scan(page))


def finished(task: Task, page: Page, files: Mapping[Path, bytes], began_s: float, steps: Iterable[Step]) -> Outcome:
    """What came of a page that went through all its stages. `began_s`: of the performance counter."""
    result = PageResult(
        task.name,
        Status.DONE,
        tuple(str(path) for path in files),
        article_summaries(page),
        round(time.perf_counter() - began_s, 3),
        tuple((step.stage, step.seconds) for step in steps),
    )
    return Outcome(result, files)


def exporter(name: str) -> Exporter:
    """The exporter of that name. Raises UsageError, or MissingDependencyError."""
    from pipeline.plugins import load

    made: Exporter = load("export", name)
    return made


def earlier_document(task: Task, request: Request, fresh: Page) -> PageDocument:
    """What an earlier run left. Raises UsageError where there is none for this scan, InputError for a damaged one."""
    path = task.file(request.out, PAGE_DOCUMENT)
    try:
        found = PageDocument.decoded(path.read_bytes())
    except OSError as error:
        raise UsageError(f"there is no earlier run at {path}", hint="run it once without --from") from error
    if found.latest.source.sha256 != fresh.source.sha256:
        raise UsageError(
            "the scan is another one than in the earlier run", hint="run it without --from, with --existing redo"
        )
    as_read = found.as_read and replace(found.as_read, source=fresh.source)
    return PageDocument(replace(found.latest, source=fresh.source), as_read)
