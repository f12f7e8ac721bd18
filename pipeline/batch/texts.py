"""Texts of an earlier OCR: which are to be repaired, and each page of them from its file to the bytes of its output."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.plan import Plan, Task, gathered, without_what_exists
from pipeline.batch.result import failed
from pipeline.batch.work import Outcome, exporter, finished
from pipeline.errors import BanmianError, InputError, UsageError
from pipeline.export.patch import PatchExporter, patch_of
from pipeline.ingest_text import TextFile, count_pages, find_texts, open_text
from pipeline.page import Page, Step
from pipeline.plugins import Exporter
from pipeline.run import guarded, page_name, run, text_stages
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class TextRequest:
    """What one call of `banmian repair` asks for."""

    texts: tuple[Path, ...]
    out: Path
    settings: Settings = field(default_factory=Settings)
    formats: tuple[str, ...] = ("json",)
    existing: str = "fail"
    jobs: int = 1


def plan_texts(request: TextRequest, suffixes: Iterable[str]) -> Plan:
    """What is to be done for a request whose formats have these suffixes.

    A text that cannot be read is settled as failed. Raises UsageError where two pages would have the same name or a
    text would be overwritten by its own repair, OutputExistsError where other output would be.
    """
    endings = tuple(suffixes)
    tasks, settled = gathered(request.texts, find_texts, _tasks_of)
    _refuse_inputs(tasks, [task.file(request.out, ending) for task in tasks for ending in endings])
    return without_what_exists(tasks, settled, request, endings)


def _tasks_of(text: Path) -> list[Task]:
    with guarded("ingest", text.name):
        count = count_pages(text)
    return [Task(text, number, count) for number in range(1, count + 1)]


def _refuse_inputs(tasks: Sequence[Task], files: Sequence[Path]) -> None:
    inputs = {task.scan.resolve() for task in tasks}
    for file in files:
        if file.resolve() in inputs:
            raise UsageError(f"{file} would be overwritten by its own repair", hint="name another folder with -o")


class TextWorker:
    """Repairs pages. A file of several is read once for those that follow each other."""

    def __init__(self, request: TextRequest, on_lines: Callable[[int, int], None] | None = None) -> None:
        self._request = request
        self._stages = text_stages(request.settings, on_lines)
        self._exporters = tuple(exporter(name) for name in request.formats)
        self._open: tuple[Path, TextFile] | None = None

    def make(self, task: Task, on_stage: Callable[[str], None] = lambda name: None) -> Outcome:
        """Never raises a BanmianError: it stands in the result."""
        began_s = time.perf_counter()
        steps: list[Step] = []
        try:
            with guarded("ingest", task.name):
                file = self._file(task.scan)
                page = _page_of(file, task)
            page = run(page, self._stages, on_stage=on_stage, on_page=lambda page: steps.append(page.history[-1]))
            files = {task.file(self._request.out, e.suffix): self._exported(e, page, file) for e in self._exporters}
        except BanmianError as error:
            return Outcome(failed(task.name, error, round(time.perf_counter() - began_s, 3)), {})
        return finished(task, page, files, began_s, steps)

    def _file(self, path: Path) -> TextFile:
        if self._open is None or self._open[0] != path:
            self._open = None
            self._open = (path, open_text(path))
        return self._open[1]

    def _exported(self, exporter: Exporter, page: Page, file: TextFile) -> bytes:
        with guarded(f"export to {exporter.name}", page_name(page)):
            if isinstance(exporter, PatchExporter):
                return patch_of(page, file.data if page.source.page_number == 1 else None)
            return exporter.export(page, None)


def _page_of(file: TextFile, task: Task) -> Page:
    if len(file.pages) != task.page_count:
        raise InputError("the file was changed while it was worked on", hint="run it again")
    return file.pages[task.page_number - 1]
