"""The command `python -m bench.language`: what the language evidence does to scans, pages ordered with it and without.

Without it, no joint between two lines is likelier than another by its words: `language.continuation` says nothing, nor
does the language of the time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from bench.__main__ import REAL, REPORT
from bench.contest import scans_in
from bench.tables import table, with_results
from pipeline.evaluate import evaluate_files
from pipeline.evaluate.document import Measures
from pipeline.export.json_export import JsonExporter
from pipeline.ingest import ingest
from pipeline.page import Page
from pipeline.pixels import ScanPixels
from pipeline.run import run, stages
from pipeline.settings import Settings

MARK = "language"
"""Around the results in the report."""
MEASURES = ("seams", "articles", "body_cer")
ASKED = {
    ("continuation", 0.0): ("form", "vertical.regions", "vertical.parts", "vertical.signs", "vertical.passage"),
    ("likelihood", 1.0): ("vertical.passage",),
    ("tell_words", None): ("vertical.passage",),
}
"""Modules of `order` that ask the language about joints, by the function that they ask and what it gives where it has
nothing to say."""


@contextmanager
def without_language() -> Iterator[None]:
    """Inside, the language says nothing of any joint."""
    with ExitStack() as stack:
        for (function, nothing), modules in ASKED.items():
            for module in modules:
                stack.enter_context(patch(f"pipeline.order.{module}.{function}", return_value=nothing))
        yield


def measures_of(scan: Path, folder: Path) -> dict[str, Measures]:
    """Of a page with the language and without; it is read once."""
    settings = Settings()
    steps = stages(settings, ScanPixels(settings.ingest))
    read = run(ingest(scan, 1, settings.ingest), steps, until="recognize")
    found = {"with": _measured(run(read, steps, from_="order"), scan, folder)}
    with without_language():
        found["without"] = _measured(run(read, steps, from_="order"), scan, folder)
    return found


def _measured(page: Page, scan: Path, folder: Path) -> Measures:
    prediction = folder / f"{scan.stem}.json"
    prediction.write_bytes(JsonExporter().export(page, None))
    return evaluate_files(scan.with_suffix(".json"), prediction)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.language", description=__doc__)
    parser.add_argument("sets", type=Path, nargs="*", metavar="FOLDER", help="made pages (python -m samples)")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FOLDER", help="real pages with truth, if there")
    parser.add_argument("--write", type=Path, metavar="FILE", nargs="?", const=REPORT, help="put the table in a report")
    args = parser.parse_args(argv)
    rows = [["pages", "number", *(f"{measure} {way}" for measure in MEASURES for way in ("without", "with"))]]
    with tempfile.TemporaryDirectory() as held:
        for folder in (*args.sets, *([args.real] if args.real.exists() else [])):
            found = [measures_of(scan, Path(held)) for scan in scans_in(folder)]
            rows.append([folder.name, str(len(found)), *_cells(found)])
    results = table(rows)
    print(results)
    if args.write:
        args.write.write_text(with_results(args.write.read_text("utf-8"), results, MARK), "utf-8")
    return 0


def _cells(found: Sequence[dict[str, Measures]]) -> Iterator[str]:
    for measure in MEASURES:
        for way in ("without", "with"):
            values = [value for page in found if isinstance(value := page[way].get(measure), float)]
            yield f"{100 * mean(values):.1f} %" if values else "–"


if __name__ == "__main__":
    sys.exit(main())
