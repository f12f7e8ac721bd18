"""What the commands of `cli.py` do."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

from pipeline import plugins
from pipeline.batch.plan import Request, plan
from pipeline.batch.result import Failure
from pipeline.batch.work import Worker, exporter
from pipeline.call import made
from pipeline.configuration import load
from pipeline.errors import BanmianError, UsageError
from pipeline.messages import line, say
from pipeline.output import prepare_folder
from pipeline.report import Progress, aligned, json_summary
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
    return made(args, planned, partial(Worker, request), progress)


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


def _plugin(group: str, name: str) -> dict[str, str]:
    try:
        made = plugins.load(group, name)
    except BanmianError as error:
        return {"group": group, "name": name, "version": "", "problem": line("", error.message, error.hint)}
    version = str(made.suffix if group == "export" else made.version)
    return {"group": group, "name": name, "version": version, "problem": ""}
