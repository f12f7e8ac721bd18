"""The command `python -m bench`: makes pages, measures the programs on them, writes the tables."""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.contest import compete, machine, programs, scans_in
from bench.contestants import banmian, rapidocr, tesseract
from bench.tables import accuracy_table, cost_table, with_results

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real"
REPORT = ROOT / "docs" / "benchmarks.md"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=3, metavar="N", help="pages of each quality (default 3)")
    parser.add_argument("--seed", type=int, default=today_as_seed(), metavar="S", help="first seed (default: the date)")
    parser.add_argument("--rapidocr", type=Path, metavar="PYTHON", help="an interpreter that has rapidocr")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FOLDER", help="real pages with truth, if there")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help="only these programs")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep pages and results in this new folder")
    parser.add_argument("--write", type=Path, default=REPORT, metavar="FILE", help="the report")
    parser.add_argument("--print", action="store_true", help="only print the tables, write no report")
    return parser.parse_args(argv)


def today_as_seed() -> int:
    return int(datetime.date.today().strftime("%Y%m%d"))


def main(argv: Sequence[str] | None = None) -> int:
    args = arguments(argv)
    contestants = [banmian(), *([rapidocr(args.rapidocr)] if args.rapidocr else []), tesseract()]
    contestants = [c for c in contestants if not args.only or c.name in args.only]
    with tempfile.TemporaryDirectory() as folder:
        kept = args.keep or Path(folder)
        sections = []
        for title, pages in page_sets(args, kept):
            entries = list(compete(contestants, pages, kept / "results"))
            sections += [f"### {title}", accuracy_table(entries), cost_table(entries)]
    results = "\n\n".join([conditions(args), *sections])
    print(results)
    if not args.print:
        args.write.write_text(with_results(args.write.read_text("utf-8"), results), "utf-8")
    return 0


def page_sets(args: argparse.Namespace, folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Title and scans of each set; the truth stands beside a scan."""
    for number, quality in enumerate(("clean", "degraded")):
        made = folder / quality
        seed = args.seed + number * args.pages
        command = [sys.executable, "-m", "samples", made, "--count", args.pages, "--seed", seed, "--quality", quality]
        subprocess.run(list(map(str, command)), check=True, cwd=ROOT)
        yield f"Made pages, {quality}: {args.pages} from seed {seed}", scans_in(made)
    if real := scans_in(args.real):
        yield "Real pages: " + ", ".join(scan.stem for scan in real), real


def conditions(args: argparse.Namespace) -> str:
    command = f"make bench BENCH='--pages {args.pages} --seed {args.seed}'"
    measured = f"with {programs(args.rapidocr, tesseract=True)} on {machine()}"
    return f"Made by `{command}` {measured}. Means over the pages; costs are medians."


if __name__ == "__main__":
    sys.exit(main())
