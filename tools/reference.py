"""Writes docs/reference.md to standard output: commands, settings, stages, plug-ins, errors, as the code has them."""

from __future__ import annotations

import argparse
import inspect
import os
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points

from pipeline.cli import command_parser
from pipeline.commands import GROUPS
from pipeline.configuration import LOCAL_FILE, USER_FILE, documentation, known
from pipeline.errors import BanmianError
from pipeline.settings import Settings

HEAD = """\
# Reference

Made from the code by `make reference`; a test keeps it true.
"""


def text() -> str:
    parts = [HEAD, *_commands(), *_stages(), *_plugins(), *_settings(), *_errors()]
    return "\n".join(parts)


def _commands() -> Iterator[str]:
    yield "## Commands\n"
    parser = command_parser()
    (subparsers,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, command in subparsers.choices.items():
        yield f"### banmian {name}\n"
        yield f"{command.description}\n"
        yield "| | |\n| --- | --- |"
        for action in command._actions:
            if not isinstance(action, argparse._HelpAction):
                yield f"| {_how_written(action)} | {action.help} |"
        yield ""
        if command.epilog:
            yield "\n".join(f"  {line}" for line in command.epilog.splitlines()[1:]) + "\n"
    yield "`banmian --version` prints the version, `--help` after any command what it can do.\n"


def _how_written(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or "|".join(map(str, action.choices or ())))
    value = value.replace("|", "\\|")
    if not action.option_strings:
        return f"`{value}`"
    return ", ".join(f"`{option} {value}`" if value else f"`{option}`" for option in action.option_strings)


def _stages() -> Iterator[str]:
    from pipeline.pixels import ScanPixels
    from pipeline.run import stages, text_stages

    settings = Settings()
    yield "## Stages\n\nIn the order they run; `--from` and `--until` take these names.\n"
    yield "| stage | version | what it does |\n| --- | --- | --- |"
    for stage in stages(settings, ScanPixels(settings.ingest)):
        yield f"| `{stage.name}` | {stage.version} | {_first_line(type(stage))} |"
    yield "\n`banmian repair` runs these:\n"
    yield "| stage | version | what it does |\n| --- | --- | --- |"
    for stage in text_stages(settings):
        yield f"| `{stage.name}` | {stage.version} | {_first_line(type(stage))} |"
    yield ""


def _plugins() -> Iterator[str]:
    yield "## Engines and formats\n\nThey come through entry points; `banmian engines` tells which of them work here.\n"
    yield "| group | name | |\n| --- | --- | --- |"
    for group in GROUPS:
        for point in sorted(entry_points(group=f"banmian.{group}"), key=lambda point: point.name):
            if point.value.startswith("pipeline."):
                meaning = _first_line(point.load()) or _first_line(import_module(point.module))
                yield f"| {group} | `{point.name}` | {meaning} |"
    yield ""


def _settings() -> Iterator[str]:
    yield "## Settings\n"
    yield (
        f"Later ones win: the defaults, a TOML file (`--settings FILE`, else `./{LOCAL_FILE}`, else\n"
        f"`~/.config/{USER_FILE}`), variables, the command line.\n"
    )
    yield "| setting | default | variable | |\n| --- | --- | --- | --- |"
    texts = documentation()
    for one in known():
        meaning = " ".join(texts[one.key].split())
        yield f"| `{one.key}` | `{one.field.default!r}` | `{one.variable}` | {meaning} |"
    yield ""


def _errors() -> Iterator[str]:
    yield "## Errors\n\n[errors.md](errors.md) says what to do about each.\n"
    yield "| error | exit code |\n| --- | --- |"
    for error in error_classes():
        yield f"| `{error.__name__}` | {error.exit_code} |"
    yield ""


def error_classes(root: type[BanmianError] = BanmianError) -> Iterator[type[BanmianError]]:
    """The tree of errors, each before its kinds."""
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ == root.__module__:
            yield from error_classes(kind)


def _first_line(thing: object) -> str:
    return inspect.cleandoc(thing.__doc__ or "").partition("\n")[0]


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    print(text(), end="")
