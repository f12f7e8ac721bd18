"""Which pages are to be made, under which names; refuses before any work starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline.batch.result import PageResult, Status, failed
from pipeline.errors import BanmianError, InputError, OutputExistsError, UsageError
from pipeline.ingest import find_scans, page_count, page_numbers
from pipeline.ingest.sheet import page_label
from pipeline.output import existing
from pipeline.settings import Settings

PAGE_DOCUMENT = ".banmian"
"""Suffix of the file that holds the page itself, for `--from`."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one call of `banmian page` asks for."""

    scans: tuple[Path, ...]
    out: Path
    settings: Settings = field(default_factory=Settings)
    pages: str | None = None
    """Which pages of files with several, as `1,3-5`; None for all."""
    formats: tuple[str, ...] = ("json",)
    split: bool = False
    draw: bool = False
    from_: str | None = None
    until: str | None = None
    existing: str = "fail"
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Task:
    """One page to be made."""

    scan: Path
    page_number: int
    page_count: int

    @property
    def stem(self) -> str:
        """Name of its files without the suffix: `x`, or `x-0003` where the scan has several pages."""
        return f"{self.scan.stem}-{self.page_number:04d}" if self.page_count > 1 else self.scan.stem

    @property
    def name(self) -> str:
        """How messages call it."""
        return page_label(self.scan, self.page_number, self.page_count)

    def file(self, out: Path, suffix: str) -> Path:
        return out / (self.stem + suffix)

    def article_folder(self, out: Path) -> Path:
        return out / f"{self.stem}-articles"

    def drawing_folder(self, out: Path) -> Path:
        return out / f"{self.stem}-drawn"


@dataclass(frozen=True, slots=True)
class Plan:
    tasks: tuple[Task, ...]
    settled: tuple[PageResult, ...]
    """Pages that need no work: skipped, or not to be read at all."""


def plan(request: Request, suffixes: Iterable[str]) -> Plan:
    """What is to be done for a request whose formats have these suffixes.

    A scan that cannot be opened, and a folder without any, is settled as failed. Raises UsageError
    where --pages says nothing sensible or two pages would have the same name, OutputExistsError where
    output would be overwritten.
    """
    tasks, settled = gathered(request.scans, find_scans, lambda scan: _tasks_of(scan, request))
    return without_what_exists(tasks, settled, request, (*suffixes, PAGE_DOCUMENT))


class Output(Protocol):
    """What a request says of its output."""

    @property
    def out(self) -> Path: ...

    @property
    def existing(self) -> str: ...


def gathered(
    paths: Iterable[Path], find: Callable[[list[Path]], list[Path]], tasks_of: Callable[[Path], list[Task]]
) -> tuple[list[Task], list[PageResult]]:
    """The tasks of the files that the paths name, each once, and what cannot be opened, as failed.

    Raises UsageError as `tasks_of` does, and where two tasks would have the same name.
    """
    tasks: list[Task] = []
    settled: list[PageResult] = []
    for path in dict.fromkeys(paths):
        try:
            found = find([path])
        except InputError as error:
            settled.append(failed(str(path), error))
            continue
        for file in found:
            try:
                tasks += tasks_of(file)
            except UsageError:
                raise
            except BanmianError as error:
                settled.append(failed(str(file), error))
    tasks = list(dict.fromkeys(tasks))
    _refuse_same_names(tasks)
    return tasks, settled


def without_what_exists(tasks: list[Task], settled: list[PageResult], request: Output, suffixes: Sequence[str]) -> Plan:
    """The plan for files with these suffixes. Raises OutputExistsError where output would be overwritten."""
    files = {task: [task.file(request.out, suffix) for suffix in suffixes] for task in tasks}
    if request.existing == "fail":
        _refuse_existing([path for task in tasks for path in files[task]])
    if request.existing == "skip":
        skipped = [task for task in tasks if len(existing(files[task])) == len(files[task])]
        settled += [PageResult(t.name, Status.SKIPPED, tuple(map(str, files[t]))) for t in skipped]
        tasks = [task for task in tasks if task not in skipped]
    return Plan(tuple(tasks), tuple(settled))


def _tasks_of(scan: Path, request: Request) -> list[Task]:
    count = page_count(scan, request.settings.ingest)
    numbers = page_numbers(scan, request.pages, request.settings.ingest)
    return [Task(scan, number, count) for number in numbers]


def _refuse_same_names(tasks: Sequence[Task]) -> None:
    first: dict[str, Task] = {}
    for task in tasks:
        other = first.setdefault(task.stem.casefold(), task)
        if other is not task:
            raise UsageError(
                f"{other.name} and {task.name} would both become {task.stem}",
                hint="rename one, or give them in two calls with two -o folders",
            )


def _refuse_existing(files: Sequence[Path]) -> None:
    if there := existing(files):
        others = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise OutputExistsError(
            f"{there[0]}{others} exists already",
            hint="--existing redo overwrites, --existing skip keeps what is there",
        )
