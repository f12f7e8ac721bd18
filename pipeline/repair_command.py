"""What `banmian repair` does: repairs texts of an earlier OCR, takes a repair back, or explains one line of it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

from pipeline import plugins
from pipeline.batch.plan import Task
from pipeline.batch.result import Failure
from pipeline.batch.texts import TextRequest, TextWorker, plan_texts
from pipeline.batch.work import exporter
from pipeline.call import made
from pipeline.configuration import load
from pipeline.errors import BanmianError, InputError, OutputExistsError, UsageError
from pipeline.explained import explanation_text, lines_text
from pipeline.export.patch import Original, restored
from pipeline.ingest_text import find_texts, open_text
from pipeline.messages import say
from pipeline.output import prepare_folder, write_whole
from pipeline.page import Page
from pipeline.report import Progress, failure_line, json_summary
from pipeline.settings import Settings
from pipeline.threads.explanation import explanation_of, lines_meant
from pipeline.threads.reading import read_page

GROUP = "export"
OF_SCANS = frozenset({"html"})
"""Formats that show the scan."""


def repair(args: argparse.Namespace) -> int:
    """`banmian repair`: the exit code is that of the first error."""
    try:
        if args.undo:
            return _undo(args)
        if args.explain is not None:
            return _explain(args)
        request = _request_of(args)
        planned = plan_texts(request, [exporter(name).suffix for name in request.formats])
        prepare_folder(request.out)
    except BanmianError as error:
        if args.json:
            print(json_summary([], asdict(Failure.of(error))))
        raise
    progress = Progress(len(planned.tasks), sys.stderr, verbose=args.verbose, quiet=args.quiet)
    here = partial(TextWorker, request, progress.lines)
    return made(args, planned, partial(TextWorker, request), progress, here)


def _request_of(args: argparse.Namespace) -> TextRequest:
    if args.out is None:
        missing = "-o/--out"
        raise UsageError(f"the following arguments are required: {missing}", hint="name the folder for the output")
    if args.jobs < 1:
        raise UsageError(f"--jobs {args.jobs} makes no pages", hint="give 1 or more")
    formats = tuple(dict.fromkeys(name.strip() for name in (args.format or "json").split(",")))
    known = [name for name in plugins.names(GROUP) if name not in OF_SCANS]
    for name in formats:
        if name in OF_SCANS:
            raise UsageError(f"{name} shows the scan, and a text has none", hint=f"there are {', '.join(known)}")
        if name not in known:
            raise UsageError(f"there is no {GROUP} plug-in {name}", hint=f"there are {', '.join(known)}")
    return TextRequest(tuple(args.texts), args.out, _settings_of(args), formats, args.existing or "fail", args.jobs)


def _settings_of(args: argparse.Namespace) -> Settings:
    off = {"repair.normalise": args.no_normalise, "thread.move": args.no_move}
    return load(args.settings, command_line={key: "false" if is_off else None for key, is_off in off.items()}).settings


# Taking it back


def _undo(args: argparse.Namespace) -> int:
    """Writes the file that each patch was made of; what is there already and the same is left."""
    out = args.out or Path()
    prepare_folder(out)
    first = 0
    said = []
    for path in args.texts:
        try:
            target, is_new = _put_back(path, out, args.existing or "fail")
        except BanmianError as error:
            error.page = error.page or str(path)
            first = first or error.exit_code
            failure = Failure.of(error)
            said.append({"patch": str(path), "file": None, "failure": asdict(failure)})
            print(failure_line(error.page, failure), file=sys.stderr)
            continue
        said.append({"patch": str(path), "file": str(target), "failure": None})
        if not args.quiet and not args.json:
            print(say("{}: as it was" if is_new else "{}: there already, as it was", target))
    if args.json:
        print(json.dumps({"version": 1, "exit_code": first, "error": None, "files": said}, ensure_ascii=False))
    return first


def _put_back(path: Path, out: Path, existing: str) -> tuple[Path, bool]:
    """Where the original is now, and whether it was written."""
    original = _original(path)
    target = out / original.name
    if target.exists() and _is(target, original):
        return target, False
    if target.exists() and existing != "redo":
        raise OutputExistsError(
            f"{target} exists already, and is something else", hint="--force overwrites, -o names another folder"
        )
    write_whole(target, original.data)
    return target, True


def _original(path: Path) -> Original:
    try:
        return restored(path.read_bytes())
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", hint="check the path") from error


def _is(path: Path, original: Original) -> bool:
    try:
        return path.read_bytes() == original.data
    except OSError:
        return False


# Explaining


def _explain(args: argparse.Namespace) -> int:
    """For each line meant what could follow it; where several are meant, which they are."""
    files = find_texts(args.texts)
    if len(files) > 1:
        raise UsageError("--explain wants one text", hint="name the file that the line stands in")
    settings = _settings_of(args)
    pages = open_text(files[0]).pages
    found = [(page, line) for page in pages for line in lines_meant(page, args.explain)]
    if not found:
        raise UsageError(
            f"there is no line {args.explain}", hint="give a row of the file, row:column, or some of the line's text"
        )
    progress = Progress(1, sys.stderr, verbose=False, quiet=args.quiet)
    progress.working(Task(files[0], 1, 1).name, say("looking at all lines"))
    texts = []
    for page in dict.fromkeys(page.id for page, _ in found):
        own = next(p for p in pages if p.id == page)
        lines = [line for p, line in found if p.id == page]
        texts.append(_explained(own, lines, settings, progress, alone=len(found) == 1, as_json=args.json))
    progress.cleared()
    print("\n\n".join(texts))
    return 0


def _explained(
    page: Page, lines: list[str], settings: Settings, progress: Progress, *, alone: bool, as_json: bool
) -> str:
    threads = read_page(page, settings.thread.move, progress.lines).threads
    known = [line for line in lines if line in threads.numbers]
    if not known:
        raise UsageError(f"line {lines[0]} stands in no running text", hint="give another line")
    explained = [explanation_of(threads, line) for line in known]
    if as_json:
        return json.dumps([asdict(each) for each in explained], ensure_ascii=False)
    return explanation_text(page, explained[0]) if alone else lines_text(page, explained)
