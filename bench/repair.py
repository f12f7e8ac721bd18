"""The command `python -m bench.repair`: garbled texts repaired, by the kind of damage, beside the bars."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from bench.__main__ import REPORT, ROOT, today_as_seed
from bench.tables import table, with_results
from models.threads.stories import (
    LINES_TO_LEARN_FROM,
    pages_of_made_stories,
    pages_of_news,
    stories_of_made_pages,
    stories_of_news,
)
from samples.garble import KINDS, LEVELS, Damage, Story, garble

SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score" / "score_repair.py"
SEED = SHARED / "seed"
MARK = "repair"
"""Around the results in the report."""
BARS = {
    "restored": ">= 85 %",
    "kept": ">= 99 %",
    "gaps": ">= 60 %",
    "false_gaps": "<= 1",
    "paragraphs": ">= 0.9",
    "articles": ">= 80 %",
    "headlines": ">= 85 %",
    "conserved": ">= 99 %",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A garbled text to be repaired."""

    name: str
    source: str
    damage: str
    text: str
    truth: dict[str, Any]


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.repair", description=__doc__)
    parser.add_argument("--corpus", type=Path, metavar="199801.txt", help="the newspaper; its last third is used")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="truths of made pages (python -m samples)")
    parser.add_argument("--count", type=int, default=4, metavar="N", help="texts of each kind and source (default 4)")
    parser.add_argument("--seed", type=int, default=today_as_seed(), metavar="S", help="default: the date")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep texts and results in this new folder")
    parser.add_argument("--write", type=Path, metavar="FILE", nargs="?", const=REPORT, help="put the table in a report")
    args = parser.parse_args(argv)
    if not (args.corpus or args.pages or SEED.exists()):
        parser.error("there is nothing to garble: give --corpus, --pages, or both")
    return args


def texts(args: argparse.Namespace) -> Iterator[Text]:
    """The same of each kind of damage, from each source."""
    dice = Random(args.seed)
    sources: dict[str, list[list[Story]]] = {}
    wanted = args.count * (len(LEVELS) + len(KINDS))
    if args.corpus:
        sources["news"] = pages_of_news(stories_of_news(args.corpus, slice(LINES_TO_LEARN_FROM, None)), dice)
        dice.shuffle(sources["news"])
    if args.pages:
        stories = stories_of_made_pages(sorted(args.pages.rglob("*.json")))
        sources["made"] = pages_of_made_stories(stories, wanted, dice)
    damages: list[tuple[str, Damage]] = [*LEVELS.items(), *KINDS.items()] * args.count
    for source, pages in sources.items():
        for number, (page, (kind, damage)) in enumerate(zip(islice(pages, wanted), damages, strict=False)):
            garbled = garble(page, damage, args.seed + number)
            yield Text(f"{source}-{number:03d}-{kind}", source, kind, garbled.text, garbled.truth)
    if SEED.exists():
        truth = json.loads((SEED / "expected.json").read_text("utf-8"))
        yield Text("seed", "the seed page", "as it is", (SEED / "page.txt").read_text("utf-8"), truth)


def main(argv: Sequence[str] | None = None) -> int:
    args = arguments(argv)
    made = list(texts(args))
    with tempfile.TemporaryDirectory() as held:
        folder = args.keep or Path(held)
        given = folder / "texts"
        given.mkdir(parents=True)
        for text in made:
            (given / f"{text.name}.txt").write_text(text.text, "utf-8")
        began_s = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pipeline.cli", "repair", given, "-o", folder / "out", "-q"], check=True)
        seconds = (time.perf_counter() - began_s) / len(made)
        scores = [scored(text, given / f"{text.name}.txt", folder / "out" / f"{text.name}.json") for text in made]
    results = f"{report(made, scores)}\n\n{seconds:.1f} s a text."
    print(results)
    if args.write:
        args.write.write_text(with_results(args.write.read_text("utf-8"), results, MARK), "utf-8")
    return 0


def scored(text: Text, given: Path, repaired: Path) -> dict[str, Any]:
    """What score_repair.py says of a text."""
    truth = given.with_suffix(".truth.json")
    truth.write_text(json.dumps(text.truth, ensure_ascii=False), "utf-8")
    command = [sys.executable, str(SCORER), str(truth), str(given), str(repaired), "--json"]
    scores: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return scores


def report(made: Sequence[Text], scores: Sequence[dict[str, Any]]) -> str:
    """A row a source and damage, the means over its texts; counts are a text's."""
    rows = [["texts", "damage", "number", "torn", "lost", *BARS], ["", "bar", "", "", "", *BARS.values()]]
    keys = dict.fromkeys((text.source, text.damage) for text in made)
    sources = dict.fromkeys(text.source for text in made)
    for source in sources:
        kinds = [damage for own, damage in keys if own == source]
        for kind in [*kinds, *(["all"] if len(kinds) > 1 else [])]:
            own = [s for t, s in zip(made, scores, strict=True) if t.source == source and kind in (t.damage, "all")]
            counts = [f"{mean(s[count] for s in own):.1f}" for count in ("torn", "lost")]
            rows.append([source, kind, str(len(own)), *counts, *(_cell(own, measure) for measure in BARS)])
    return table(rows)


def _cell(scores: Sequence[dict[str, Any]], measure: str) -> str:
    values = [s[measure] for s in scores if s[measure] is not None]
    if not values:
        return "–"
    if measure == "false_gaps":
        return f"{mean(values):.1f}"
    return f"{mean(values):.3f}" if measure == "paragraphs" else f"{100 * mean(values):.1f} %"


if __name__ == "__main__":
    sys.exit(main())
