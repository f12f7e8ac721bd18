"""The command `python -m bench`: makes pages, measures the programs on them, writes the tables."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.contestants import Contestant, banmian, rapidocr, tesseract
from bench.measuring import CallFailed, Entry, entry
from bench.tables import accuracy_table, cost_table, with_results

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real"
REPORT = ROOT / "docs" / "benchmarks.md"
SCAN_SUFFIXES = (".jpg", ".png")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    today = int(datetime.date.today().strftime("%Y%m%d"))
    parser.add_argument("--pages", type=int, default=3, metavar="N", help="pages of each quality (default 3)")
    parser.add_argument("--seed", type=int, default=today, metavar="S", help="of the first page (default: the date)")
    parser.add_argument("--rapidocr", type=Path, metavar="PYTHON", help="an interpreter that has rapidocr")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FOLDER", help="real pages with truth, if there")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help="only these programs")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep pages and results in this new folder")
    parser.add_argument(
        "--write", type=Path, default=ROOT / "docs" / "benchmarks.md", metavar="FILE", help="the report"
    )
    parser.add_argument("--print", action="store_true", help="only print the tables, write no report")
    return parser.parse_args(argv)


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


def scans_in(folder: Path) -> list[Path]:
    """The scans of a folder that have their truth beside them."""
    found = sorted(path for suffix in SCAN_SUFFIXES for path in folder.glob(f"*{suffix}"))
    return [path for path in found if path.with_suffix(".json").exists()]


def compete(contestants: Sequence[Contestant], scans: Sequence[Path], folder: Path) -> Iterator[Entry]:
    """Every program on every page, page by page, so that a slow minute of the machine hits all alike."""
    for scan in scans:
        for contestant in contestants:
            try:
                done = entry(contestant, scan, scan.with_suffix(".json"), folder / contestant.name / scan.stem)
            except CallFailed as error:
                print(f"{scan.name}: {error}", file=sys.stderr)
                continue
            usage = done.usage
            told = f"{usage.cpu_seconds:.1f} CPU s, {usage.peak_mb:,.0f} MB, han_cer {done.measures['han_cer']}"
            print(f"{scan.name}: {contestant.name}: {told}", file=sys.stderr)
            yield done


def conditions(args: argparse.Namespace) -> str:
    programs = [f"banmian {version('banmian')}"]
    if args.rapidocr:
        asked = "from importlib.metadata import version; print(version('rapidocr'))"
        found = subprocess.run([args.rapidocr, "-c", asked], capture_output=True, text=True, check=True)
        programs.append(f"rapidocr {found.stdout.strip()}")
    found = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    programs.append(found.stdout.splitlines()[0])
    command = f"make bench BENCH='--pages {args.pages} --seed {args.seed}'"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"Made by `{command}` with {', '.join(programs)} on {machine}. Means over the pages; costs are medians."


if __name__ == "__main__":
    sys.exit(main())
