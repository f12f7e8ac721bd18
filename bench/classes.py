"""The command `python -m bench.classes`: every class of pages beside its bars, with a picture of the worst page."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bench.__main__ import REAL, REPORT, ROOT, today_as_seed
from bench.class_tables import OWN, Outcome, class_table, summary_table, worst_entry
from bench.contest import compete, machine, programs, scans_in
from bench.contestants import Contestant, banmian, rapidocr
from bench.page_classes import CLASSES, CPU_BAR_MICROFILM, PageClass, make_pages
from bench.tables import with_results
from bench.worst_page import picture_of

IMAGES = ROOT / "docs" / "images"
MARK = "classes"
"""Around the results in the report."""
NO_REMARK = "nobody has looked at it yet."
_REMARK = re.compile(r"^Worst page, `([^`]+)`: (.+)$", re.MULTILINE)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.classes", description=__doc__)
    parser.add_argument("--pages", type=int, default=2, metavar="N", help="pages of each class (default 2)")
    parser.add_argument("--seed", type=int, default=today_as_seed(), metavar="S", help="first seed (default: the date)")
    parser.add_argument("--rapidocr", type=Path, metavar="PYTHON", help="an interpreter that has rapidocr")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FOLDER", help="microfilm with truth, if there")
    names = [pages.name for pages in CLASSES]
    parser.add_argument("--only", nargs="+", choices=names, metavar="CLASS", help=f"only print: {', '.join(names)}")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep pages and results in this new folder")
    parser.add_argument("--write", type=Path, default=REPORT, metavar="FILE", help="the report")
    parser.add_argument("--images", type=Path, default=IMAGES, metavar="FOLDER", help="for the pictures")
    parser.add_argument("--print", action="store_true", help="only print the tables, write no report")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    args = arguments(argv)
    contestants = [banmian(), *([rapidocr(args.rapidocr)] if args.rapidocr else [])]
    only_print = args.print or args.only
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        kept = args.keep or Path(folder)
        for number, pages in enumerate(CLASSES):
            if args.only and pages.name not in args.only:
                continue
            outcome = run_class(pages, contestants, args, args.seed + number * args.pages, kept)
            if outcome.cpu_bars:
                outcomes.append(outcome if only_print else pictured(outcome, kept / pages.name, args))
    document = args.write.read_text("utf-8") if args.write.exists() else ""
    results = report(outcomes, conditions(args), remarks_of(document))
    print(results)
    if not only_print:
        args.write.write_text(with_results(document, results, MARK), "utf-8")
    return 0


def run_class(
    pages: PageClass, contestants: Sequence[Contestant], args: argparse.Namespace, seed: int, kept: Path
) -> Outcome:
    """Makes the pages of a class, or takes the real ones, and measures the programs on them."""
    folder = kept / pages.name
    if pages.is_made:
        scans = make_pages(pages, args.pages, seed, folder)
    else:
        scans = dict.fromkeys(scans_in(args.real), CPU_BAR_MICROFILM)
    entries = tuple(compete(contestants, list(scans), folder / "results"))
    return Outcome(pages, entries, {scan.name: bar for scan, bar in scans.items()})


def pictured(outcome: Outcome, folder: Path, args: argparse.Namespace) -> Outcome:
    """The outcome with a picture of its worst page; none of real pages, whose pictures are not ours."""
    worst = worst_entry(outcome)
    if worst is None or not outcome.pages.is_made:
        return outcome
    args.images.mkdir(parents=True, exist_ok=True)
    picture: Path = args.images / f"worst-{outcome.pages.name}.jpg"
    scan = folder / worst.page
    picture.write_bytes(picture_of(folder / "results" / OWN / scan.stem / f"{scan.stem}.banmian", scan))
    return replace(outcome, picture=Path(os.path.relpath(picture, args.write.parent)).as_posix())


def report(outcomes: Sequence[Outcome], conditions: str, remarks: Mapping[str, str]) -> str:
    """All classes as Markdown. `remarks`: by page, what was wrong on it."""
    parts = [conditions, summary_table(outcomes)]
    for outcome in outcomes:
        parts += [f"### {outcome.pages.title}", class_table(outcome)]
        parts += [f"Not brought to an end: {', '.join(outcome.lost)}."] if outcome.lost else []
        worst = worst_entry(outcome)
        if worst is not None:
            parts.append(f"Worst page, `{worst.page}`: {remarks.get(worst.page, NO_REMARK)}")
        if outcome.picture:
            parts.append(f"![The worst page, its articles outlined in colours]({outcome.picture})")
    return "\n\n".join(parts)


def remarks_of(document: str) -> dict[str, str]:
    """What an earlier report says of its worst pages, by page."""
    return dict(_REMARK.findall(document))


def conditions(args: argparse.Namespace) -> str:
    command = f"make bench-classes BENCH='--pages {args.pages} --seed {args.seed}'"
    measured = f"with {programs(args.rapidocr, tesseract=False)} on {machine()}"
    return (
        f"Made by `{command}` {measured}. Means over the pages; ratios and CPU seconds are medians, memory is the most."
        " What misses its bar is bold."
    )


if __name__ == "__main__":
    sys.exit(main())
