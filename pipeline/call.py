"""What a call that makes pages does once they are planned: has them made, writes them, and says what came of them."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Protocol

from pipeline.batch.plan import Plan, Task
from pipeline.batch.pool import outcomes
from pipeline.batch.result import Failure, PageResult, Status, exit_code, failed
from pipeline.batch.work import Outcome
from pipeline.errors import INTERRUPTED, OutputError
from pipeline.messages import line
from pipeline.output import prepare_folder, write_whole
from pipeline.report import Progress, article_table, counts, failure_line, json_summary


class Maker(Protocol):
    """Makes a page, and tells which stage it is at."""

    def make(self, task: Task, on_stage: Callable[[str], None] = ...) -> Outcome: ...


def made(
    args: argparse.Namespace,
    planned: Plan,
    factory: Callable[[], Maker],
    progress: Progress,
    here: Callable[[], Maker] | None = None,
) -> int:
    """Makes and writes all that is planned, and gives the exit code: that of the first error.

    `factory` makes what makes a page, in each worker process; `here` what makes it in this one, where it is another.
    Of `args`: jobs, json, verbose, quiet.
    """
    results = list(planned.settled)
    for result in results:
        if result.failure:
            print(failure_line(result.page, result.failure), file=sys.stderr)
    interrupted = False
    try:
        for outcome in _outcomes(planned, args.jobs, factory, here or factory, progress):
            result = write(outcome)
            progress.finished(result)
            results.append(result)
    except KeyboardInterrupt:
        interrupted = True
    _report(args, planned, results, interrupted)
    return INTERRUPTED if interrupted else exit_code(results)


def write(outcome: Outcome) -> PageResult:
    """Writes the files of a page; what cannot be written makes it a failed one."""
    try:
        for path, data in outcome.files.items():
            if path.parent != next(iter(outcome.files)).parent:
                prepare_folder(path.parent)
            write_whole(path, data)
        _remove_older_articles(outcome)
    except OutputError as error:
        return failed(outcome.result.page, error, outcome.result.seconds)
    return outcome.result


def _outcomes(
    planned: Plan, jobs: int, factory: Callable[[], Maker], here: Callable[[], Maker], progress: Progress
) -> Iterator[Outcome]:
    if jobs > 1 and len(planned.tasks) > 1:
        progress.waiting()
        yield from outcomes(planned.tasks, factory, jobs)
    elif planned.tasks:
        maker = here()
        yield from (_made_here(maker, task, progress) for task in planned.tasks)


def _made_here(maker: Maker, task: Task, progress: Progress) -> Outcome:
    return maker.make(task, lambda stage: progress.working(task.name, stage))


def _report(args: argparse.Namespace, planned: Plan, results: Sequence[PageResult], interrupted: bool) -> None:
    pages = len(planned.tasks) + len(planned.settled)
    stopped = _interruption(pages - len(results)) if interrupted else None
    if args.json:
        print(json_summary(results, asdict(stopped) if stopped else None))
    elif len(results) == 1 and results[0].status is Status.DONE and (sys.stdout.isatty() or args.verbose):
        print(article_table(results[0].articles))
    if not args.quiet and pages > 1 and (args.verbose or sys.stderr.isatty() or any(r.failure for r in results)):
        print(counts(results), file=sys.stderr)
    if stopped:
        print(line("", stopped.message, stopped.hint), file=sys.stderr)


def _interruption(pages_to_do: int) -> Failure:
    hint = "the same command with --existing skip goes on"
    return Failure("Interrupted", INTERRUPTED, f"interrupted with {pages_to_do} pages to do", hint)


def _remove_older_articles(outcome: Outcome) -> None:
    """Article files that an earlier run left beside those just written."""
    folders = {path.parent for path in outcome.files if path.parent.name.endswith("-articles")}
    for folder in folders:
        for path in folder.iterdir():
            if re.fullmatch(r"\d+\.\w+", path.name) and path not in outcome.files:
                path.unlink(missing_ok=True)
