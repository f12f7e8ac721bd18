"""What the commands of `cli.py` do."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from pipeline import plugins
from pipeline.batch.plan import Plan, Request, Task, plan
from pipeline.batch.pool import outcomes
from pipeline.batch.result import Failure, PageResult, Status, exit_code, failed
from pipeline.batch.work import Outcome, Worker, exporter
from pipeline.configuration import load
from pipeline.errors import INTERRUPTED, BanmianError, OutputError, UsageError
from pipeline.messages import line, say
from pipeline.output import prepare_folder, write_whole
from pipeline.report import Progress, aligned, article_table, counts, failure_line, json_summary
from pipeline.settings import STAGES

GROUPS = ("layout", "ocr", "export")


def make_pages(args: argparse.Namespace) -> int:
    """`banmian page`: the exit code is that of the first error."""
    try:
        request = request_of(args)
        suffixes = [exporter(name).suffix for name in request.formats]
        planned = plan(request, suffixes)
        prepare_folder(request.out)
    except BanmianError as error:
        if args.json:
            print(json_summary([], asdict(Failure.of(error))))
        raise
    progress = Progress(len(planned.tasks), sys.stderr, verbose=args.verbose, quiet=args.quiet)
    results = list(planned.settled)
    for result in results:
        if result.failure:
            print(failure_line(result), file=sys.stderr)
    interrupted = False
    try:
        for outcome in _outcomes(planned, request, progress):
            result = write(outcome)
            progress.finished(result)
            results.append(result)
    except KeyboardInterrupt:
        interrupted = True
    _report(args, planned, results, interrupted)
    return INTERRUPTED if interrupted else exit_code(results)


def request_of(args: argparse.Namespace) -> Request:
    """What the options ask for, with the settings in force. Raises UsageError and SettingsError."""
    command_line = {
        "recognize.engine": args.engine,
        "recognize.text_layer": args.text_layer,
        "segment.direction": args.direction,
    }
    settings = load(args.settings, command_line=command_line).settings
    if args.jobs < 1:
        raise UsageError(f"--jobs {args.jobs} makes no pages", hint="give 1 or more")
    for group, name in (("ocr", settings.recognize.engine), ("layout", settings.segment.engine)):
        require_plugin(group, name)
    formats = _formats(args)
    for name in formats:
        require_plugin("export", name)
    return Request(
        scans=tuple(args.scans),
        out=args.out,
        settings=settings,
        pages=args.pages,
        formats=formats,
        split=args.split,
        draw=args.draw,
        from_=args.from_,
        until=args.until,
        existing=args.existing or ("redo" if args.from_ else "fail"),
        jobs=args.jobs,
    )


def require_plugin(group: str, name: str) -> None:
    """Raises UsageError where there is no plug-in of that name."""
    known = list(plugins.names(group))
    if name not in known:
        raise UsageError(f"there is no {group} plug-in {name}", hint=f"there are {', '.join(known)}")


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


def list_engines(*, as_json: bool) -> int:
    """`banmian engines`."""
    found = [_plugin(group, name) for group in GROUPS for name in plugins.names(group)]
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for group in GROUPS:
        print(f"{say(group)} ({group})")
        members = [plugin for plugin in found if plugin["group"] == group]
        state = {p["name"]: say("does not work: {}", p["problem"]) if p["problem"] else p["version"] for p in members}
        print(aligned((f"  {name}", text) for name, text in state.items()))
    return 0


def print_measures(truth: Path, prediction: Path, *, as_json: bool) -> int:
    """`banmian evaluate`."""
    from pipeline.evaluate import evaluate_files

    measures = evaluate_files(truth, prediction)
    if as_json:
        print(json.dumps(measures))
    else:
        print(aligned((name, "-" if value is None else f"{value:g}") for name, value in measures.items()))
    return 0


def _formats(args: argparse.Namespace) -> tuple[str, ...]:
    if args.format is not None:
        return tuple(dict.fromkeys(name.strip() for name in args.format.split(",")))
    ends_early = args.until is not None and STAGES.index(args.until) < STAGES.index("articles")
    return () if ends_early else ("json",)


def _outcomes(planned: Plan, request: Request, progress: Progress) -> Iterator[Outcome]:
    if request.jobs > 1 and len(planned.tasks) > 1:
        progress.waiting()
        yield from outcomes(planned.tasks, partial(Worker, request), request.jobs)
    elif planned.tasks:
        worker = Worker(request)
        yield from (_made_here(worker, task, progress) for task in planned.tasks)


def _made_here(worker: Worker, task: Task, progress: Progress) -> Outcome:
    return worker.make(task, lambda stage: progress.working(task.name, stage))


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


def _plugin(group: str, name: str) -> dict[str, str]:
    try:
        made = plugins.load(group, name)
    except BanmianError as error:
        return {"group": group, "name": name, "version": "", "problem": line("", error.message, error.hint)}
    version = str(made.suffix if group == "export" else made.version)
    return {"group": group, "name": name, "version": version, "problem": ""}
