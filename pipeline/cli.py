"""The command `banmian`. Modules that take long to import are imported where they are needed."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from pipeline.errors import INTERRUPTED, BanmianError, UsageError
from pipeline.messages import error_line, say

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code (errors.py)."""
    _keep_to_one_thread()
    if isinstance(sys.stdout, io.TextIOWrapper):  # names of files may hold bytes that are no text
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        args = command_parser().parse_args(argv)
        command: Command = args.command
        return command(args)
    except BanmianError as error:
        print(f"banmian: {error_line(error)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"\nbanmian: {say('interrupted')}", file=sys.stderr)
        return INTERRUPTED


def _keep_to_one_thread() -> None:
    """Numeric libraries start a thread a core and let them spin, which costs more than it gives.

    To be called before they are imported; workers inherit it.
    """
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENCV_FOR_THREADS_NUM"):
        os.environ.setdefault(variable, "1")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, say("usage: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Usage errors have the exit code of UsageError; all it says is in the language in force."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **options)
        self._positionals.title = say("arguments")
        self._optionals.title = say("options")
        self.add_argument("-h", "--help", action="help", help=say("show this help"))

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"`{self.prog} --help` shows how it is used")


def command_parser() -> argparse.ArgumentParser:
    """All commands and options, with their help in the language in force."""
    parser = _Parser(
        prog="banmian",
        description=say("Turns scanned Chinese newspaper pages into clean articles."),
        epilog=_examples(
            ("banmian page front.jpg -o out", "one page, its articles in out/front.json"),
            ("banmian page scans/ -o out --jobs 2", "every scan of a folder, two at a time"),
            ("banmian repair old.txt -o out", "the text of an earlier OCR, its lines where they belong"),
            ("banmian page --help", "all that the main command can do"),
        ),
    )
    parser.add_argument(
        "--version", action="version", version=f"banmian {version('banmian')}", help=say("show the version")
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title=say("commands"), parser_class=_Parser)
    _add_page(commands)
    _add_repair(commands)
    _add_engines(commands)
    _add_evaluate(commands)
    _add_settings(commands)
    return parser


def _add_page(commands: argparse._SubParsersAction[_Parser]) -> None:
    from pipeline.settings import DIRECTIONS, STAGES, TEXT_LAYERS

    page = commands.add_parser(
        "page",
        help=say("turn scans into articles"),
        description=say("Turns each page of the scans into one document a format, and a page document for --from."),
        epilog=_examples(
            ("banmian page front.jpg -o out", "out/front.json"),
            ("banmian page paper.pdf -o out --pages 1,3-5 --format md,html", "out/paper-0001.md, …"),
            ("banmian page scans/ -o out --jobs 2 --existing skip", "go on where an earlier call ended"),
            ("banmian page front.jpg -o out --from articles --draw", "read nothing again, draw every stage"),
            ("banmian page old.tif -o out --direction vertical --engine tesseract", "another engine"),
        ),
    )
    add = page.add_argument
    add("scans", metavar="SCAN", nargs="+", type=Path, help=say("an image, a PDF, or a folder of them"))
    add("-o", "--out", metavar="OUT", type=Path, required=True, help=say("the folder that the output goes to"))
    add("--pages", metavar="N", help=say("pages of files with several, as in 1,3-5"))
    add("--format", metavar="F,…", help=say("json, md, txt, html, or several (default: json)"))
    add("--engine", metavar="NAME", help=say("the OCR engine (default: ppocr; see `banmian engines`)"))
    add("--direction", choices=DIRECTIONS, help=say("how the text runs (default: auto)"))
    add("--text-layer", choices=TEXT_LAYERS, help=say("whether to take the text that a PDF holds (default: auto)"))
    add("--from", dest="from_", choices=STAGES, metavar="STAGE", help=say("take up the earlier run of the page here"))
    add("--until", choices=STAGES, metavar="STAGE", help=say("end after this stage: {}", ", ".join(STAGES)))
    add("--split", action="store_true", help=say("also one file an article, in OUT/NAME-articles"))
    add("--draw", action="store_true", help=say("also a picture of each stage, in OUT/NAME-drawn"))
    add("--jobs", metavar="N", type=int, default=1, help=say("pages made at the same time (default: 1)"))
    add("--existing", choices=("skip", "redo", "fail"), help=say("what to do where output exists (default: fail)"))
    add("--settings", metavar="FILE", type=Path, help=say("a settings file instead of banmian.toml"))
    add("--json", action="store_true", help=say("print a summary in JSON"))
    loudness = page.add_mutually_exclusive_group()
    loudness.add_argument("-v", "--verbose", action="store_true", help=say("tell the seconds of each stage"))
    loudness.add_argument("-q", "--quiet", action="store_true", help=say("tell nothing but errors"))
    page.set_defaults(command=_page)


def _add_repair(commands: argparse._SubParsersAction[_Parser]) -> None:
    repair = commands.add_parser(
        "repair",
        help=say("put the lines of an earlier OCR back where they belong"),
        description=say(
            "Finds which line follows which in the text of a page (plain text, hOCR, ALTO, PAGE XML), moves those that "
            "strayed, marks the lost ones with 〔缺〕, and writes the articles. Text is moved, never invented; every "
            "change is a patch that can be taken back."
        ),
        epilog=_examples(
            (
                "banmian repair page.txt -o out --format json,md,patch",
                "out/page.json, out/page.md, out/page.patch.json",
            ),
            ("banmian repair alto/ -o out --jobs 2 --existing skip", "a folder, going on where an earlier call ended"),
            ("banmian repair page.txt -o out --no-normalise", "moves lines, leaves blanks and marks as they are"),
            ("banmian repair page.txt --explain 211", "why the lines in row 211 are where they are"),
            ("banmian repair page.txt --explain 贯彻落实", "the same of the line with these words"),
            ("banmian repair --undo out/page.patch.json -o before", "before/page.txt, as it was to the byte"),
        ),
    )
    add = repair.add_argument
    add("texts", metavar="TEXT", nargs="+", type=Path, help=say("a text, hOCR, ALTO or PAGE file, or a folder of them"))
    add("-o", "--out", metavar="OUT", type=Path, help=say("the folder that the output goes to"))
    add("--format", metavar="F,…", help=say("json, md, txt, patch, or several (default: json)"))
    add("--no-normalise", action="store_true", help=say("leave blanks and the shapes of marks as they are"))
    add("--no-move", action="store_true", help=say("leave every line where it is"))
    add("--explain", metavar="LINE", help=say("show what could stand beside a line: its row, row:column, id or words"))
    add("--undo", action="store_true", help=say("give back the files that the patches named were made of"))
    add("--jobs", metavar="N", type=int, default=1, help=say("pages made at the same time (default: 1)"))
    add("--existing", choices=("skip", "redo", "fail"), help=say("what to do where output exists (default: fail)"))
    add("--force", dest="existing", action="store_const", const="redo", help=say("the same as --existing redo"))
    add("--settings", metavar="FILE", type=Path, help=say("a settings file instead of banmian.toml"))
    add("--json", action="store_true", help=say("print a summary in JSON"))
    loudness = repair.add_mutually_exclusive_group()
    loudness.add_argument("-v", "--verbose", action="store_true", help=say("tell the seconds of each stage"))
    loudness.add_argument("-q", "--quiet", action="store_true", help=say("tell nothing but errors"))
    repair.set_defaults(command=_repair)


def _add_engines(commands: argparse._SubParsersAction[_Parser]) -> None:
    engines = commands.add_parser(
        "engines",
        help=say("list the engines and formats there are"),
        description=say("Lists layout engines, OCR engines and export formats, and what keeps one from working."),
    )
    engines.add_argument("--json", action="store_true", help=say("print it in JSON"))
    engines.set_defaults(command=_engines)


def _add_evaluate(commands: argparse._SubParsersAction[_Parser]) -> None:
    evaluate = commands.add_parser(
        "evaluate",
        help=say("compare a page with its truth"),
        description=say("Measures the JSON of a page, or a plain text, against the true page."),
        epilog=_examples(("banmian evaluate samples/pages/front.json out/front.json", "how good is it?")),
    )
    evaluate.add_argument("truth", metavar="TRUTH", type=Path, help=say("the true page, JSON"))
    evaluate.add_argument("prediction", metavar="PREDICTION", type=Path, help=say("the page made, JSON or text"))
    evaluate.add_argument("--json", action="store_true", help=say("print it in JSON"))
    evaluate.set_defaults(command=_evaluate)


def _add_settings(commands: argparse._SubParsersAction[_Parser]) -> None:
    settings = commands.add_parser(
        "settings",
        help=say("print the settings in force"),
        description=say("Prints every setting in force as TOML, with its meaning and where it came from."),
        epilog=_examples(("banmian settings > banmian.toml", "a settings file to edit")),
    )
    settings.add_argument("--settings", metavar="FILE", type=Path, help=say("a settings file instead of banmian.toml"))
    settings.set_defaults(command=_settings)


def _examples(*pairs: tuple[str, str]) -> str:
    lines = [line for command, meaning in pairs for line in (f"  {command}", f"      {say(meaning)}")]
    return "\n".join([say("examples:"), *lines])


def _page(args: argparse.Namespace) -> int:
    from pipeline.commands import make_pages

    return make_pages(args)


def _repair(args: argparse.Namespace) -> int:
    from pipeline.repair_command import repair

    return repair(args)


def _engines(args: argparse.Namespace) -> int:
    from pipeline.commands import list_engines

    return list_engines(as_json=args.json)


def _evaluate(args: argparse.Namespace) -> int:
    from pipeline.commands import print_measures

    return print_measures(args.truth, args.prediction, as_json=args.json)


def _settings(args: argparse.Namespace) -> int:
    from pipeline.configuration import as_toml, load

    print(as_toml(load(args.settings)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
