"""The bench by classes of pages: recipes, bars, the worst page and its picture, the report."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from bench import classes
from bench.class_tables import Outcome, badness, class_table, rows, summary_table, worst_entry
from bench.classes import MARK, NO_REMARK, main, remarks_of, report
from bench.measuring import Entry, Usage
from bench.page_classes import CLASSES, PageClass, Recipe, make_pages, recipe
from bench.tables import BARS
from bench.worst_page import MOST_BYTES, small_jpeg
from pipeline.evaluate.document import Measures
from samples.make import KINDS, QUALITIES
from samples.spread import PHOTO

ROOT = Path(__file__).parents[1]
TABLES = next(pages for pages in CLASSES if pages.name == "tables")
SMALL = PageClass("small", "Small pages", {"han_cer": 0.01, "articles": 0.9}, (recipe("small", "clean"),))


def made(contestant: str, page: str, cpu_seconds: float, **measures: float) -> Entry:
    values: Measures = dict.fromkeys([*(bar.measure for bar in BARS), "cells"]) | measures
    return Entry(contestant, page, Usage(cpu_seconds, cpu_seconds, 1000 * cpu_seconds), values)


OUTCOME = Outcome(
    TABLES,
    (
        made("banmian", "a.png", 1.0, han_cer=0.001, seams=1.0, articles=1.0, cells=0.99),
        made("rapidocr", "a.png", 2.0, han_cer=0.002, seams=0.1),
        made("banmian", "b.jpg", 3.0, han_cer=0.003, seams=0.98, articles=0.5, cells=0.98),
        made("rapidocr", "b.jpg", 2.0, han_cer=0.004, seams=0.2),
    ),
    {"a.png": 0.8, "b.jpg": 1.2},
)


def test_every_recipe_can_be_made() -> None:
    for pages in CLASSES:
        for one in pages.recipes:
            assert set(one.kinds) <= set(KINDS)
            assert one.quality in ((*QUALITIES, PHOTO) if len(one.kinds) == 2 else QUALITIES)
        names = [one.name for one in pages.recipes]
        assert len(names) == len(set(names))


def test_only_clean_horizontal_pages_must_be_quick() -> None:
    assert recipe("mixed", "clean").cpu_bar == 0.8
    slower = [recipe("mixed", "degraded"), recipe("vertical", "clean"), recipe("front", "clean", 90)]
    assert [one.cpu_bar for one in slower] == [1.2, 1.2, 1.2]


def test_a_spread_and_a_turned_page_are_named_for_what_they_are() -> None:
    assert Recipe(("inside", "inside"), PHOTO).name == f"inside-spread-{PHOTO}"
    assert recipe("front", "fax", 90).name == "front-fax-turned90"


def test_pages_are_made_in_turn_with_their_truth(tmp_path: Path) -> None:
    pages = PageClass("small", "", {}, (recipe("small", "clean"), recipe("small", "fax", 180)))
    scans = make_pages(pages, 3, 7, tmp_path)
    names = ["7-small-clean.png", "8-small-fax-turned180.png", "9-small-clean.png"]
    assert [scan.name for scan in scans] == names
    assert list(scans.values()) == [0.8, 1.2, 0.8]
    assert all(scan.exists() and scan.with_suffix(".json").exists() for scan in scans)


def test_measures_stand_beside_the_bars_of_their_class() -> None:
    lines = {line.split(" | ")[0].strip("| "): line for line in class_table(OUTCOME).splitlines()}
    assert lines["han_cer"] == "| han_cer | ≤ 0.50 % | 0.20 % | yes | 0.30 % | 0.30 % |"
    assert lines["articles"] == "| articles | ≥ 85.00 % | 75.00 % | **no** | 50.00 % | – |"
    assert lines["peak memory"] == "| peak memory | ≤ 1,500 MB | 3,000 MB | **no** | 3,000 MB | 2,000 MB |"
    assert "intrusion" not in lines  # neither asked for nor measured


def test_cpu_seconds_are_judged_by_the_bar_of_each_page() -> None:
    found = [(row.bar, row.own, row.met) for row in rows(OUTCOME) if row.measure == "CPU beside rapidocr"]
    assert found == [("≤ 0.8", "0.50", True), ("≤ 1.2", "1.50", False)]


def test_a_page_that_fails_fails_its_class() -> None:
    outcome = Outcome(TABLES, OUTCOME.entries[:2], OUTCOME.cpu_bars)
    assert outcome.lost == ["b.jpg"]
    assert {row.met for row in rows(outcome) if row.measure in TABLES.bars} == {False}
    assert "Not brought to an end: b.jpg." in report([outcome], "", {})
    nothing = Outcome(TABLES, (), OUTCOME.cpu_bars)
    assert {row.met for row in rows(nothing) if row.measure in TABLES.bars} == {False}


def test_the_summary_shows_what_misses_its_bar_in_bold() -> None:
    last = summary_table([OUTCOME]).splitlines()[-1]
    assert last == "| tables | 2 | 0.20 % | 99.00 % | **75.00 %** | 98.50 % | 0.50; **1.50** | **3,000 MB** |"


def test_the_worst_page_is_furthest_from_its_bars() -> None:
    worst = worst_entry(OUTCOME)
    assert worst is not None and worst.page == "b.jpg"
    assert badness(made("banmian", "c", 1.0, han_cer=0.005), TABLES) == pytest.approx(1)
    assert badness(made("banmian", "c", 1.0, articles=0.7), TABLES) == pytest.approx(2)


def test_remarks_go_over_only_for_the_same_page() -> None:
    first = report([OUTCOME], "", {"b.jpg": "two stories became one."})
    assert remarks_of(first) == {"b.jpg": "two stories became one."}
    assert NO_REMARK in report([OUTCOME], "", {"a.png": "nothing."})


def test_a_picture_is_small() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (700, 1000, 3), dtype=np.uint8)
    jpeg = small_jpeg(noise)
    assert len(jpeg) < MOST_BYTES
    assert cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).shape == noise.shape
    with pytest.raises(ValueError, match="4000 x 3000 px is too large"):
        small_jpeg(np.tile(noise, (5, 4, 1))[:3000, :4000])


def test_the_command_writes_report_and_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classes, "CLASSES", (SMALL,))
    written = tmp_path / "docs" / "report.md"
    written.parent.mkdir()
    written.write_text(f"before\n<!-- {MARK}: begin -->\nthe results before\n<!-- {MARK}: end -->\nafter\n", "utf-8")
    given = ["--pages", "1", "--seed", "3", "--write", str(written), "--images", str(tmp_path / "docs" / "images")]
    assert main(given) == 0
    text = written.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and "the results before" not in text
    assert "Worst page, `3-small-clean.png`: " + NO_REMARK in text
    assert "](images/worst-small.jpg)" in text
    picture = cv2.imread(str(tmp_path / "docs" / "images" / "worst-small.jpg"))
    assert picture is not None and max(picture.shape) == 1000


def test_the_report_of_the_project_has_its_place() -> None:
    assert (ROOT / "docs" / "benchmarks.md").read_text("utf-8").count(f"<!-- {MARK}: begin -->") == 1
    assert "bench.classes" in (ROOT / "Makefile").read_text("utf-8")


def test_help_names_the_classes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "microfilm" in capsys.readouterr().out
