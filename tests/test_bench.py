"""The bench: what it measures of a call, and the tables it writes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.contest import scans_in
from bench.contestants import Contestant
from bench.measuring import CallFailed, Entry, Usage, entry, measured
from bench.tables import BARS, MEASURED, accuracy_table, cost_table, with_results
from pipeline.evaluate.document import Measures

ROOT = Path(__file__).parents[1]
BUSY = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
"""Takes half a second of processor time."""


def test_a_call_is_measured(tmp_path: Path) -> None:
    usage = measured([sys.executable, "-c", f"block = bytearray(200_000_000)\n{BUSY}"], tmp_path / "out")
    assert 0.5 <= usage.cpu_seconds < 2
    assert usage.seconds >= 0.5
    assert 190 < usage.peak_mb < 600


def test_processes_that_a_call_starts_count_too(tmp_path: Path) -> None:
    busy = f"block = bytearray(200_000_000)\n{BUSY}"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    usage = measured([sys.executable, "-c", code], tmp_path / "out")
    assert usage.cpu_seconds >= 0.5
    assert usage.peak_mb > 190


def test_a_call_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(CallFailed, match="ended with 3: oh no"):
        measured([sys.executable, "-c", "import sys; sys.stderr.write('oh no'); sys.exit(3)"], tmp_path / "out")


def test_the_text_of_a_program_is_its_page(tmp_path: Path) -> None:
    scan = ROOT / "samples" / "pages" / "small.png"
    echo = Contestant("echo", lambda scan, folder: [sys.executable, "-c", "print('知识产权')"])
    done = entry(echo, scan, scan.with_suffix(".json"), tmp_path / "echo")
    assert done.page == "small.png" and done.measures["line_cer"] not in (None, 0)
    assert scan in scans_in(scan.parent)


def made(contestant: str, page: str, cpu_seconds: float, **measures: float) -> Entry:
    values: Measures = {bar.measure: None for bar in BARS} | measures
    return Entry(contestant, page, Usage(cpu_seconds, cpu_seconds, 100 * cpu_seconds), values)


ENTRIES = [
    made("banmian", "a", 2.0, han_cer=0.001, seams=1.0),
    made("rapidocr", "a", 4.0, han_cer=0.002),
    made("banmian", "b", 3.0, han_cer=0.003, seams=0.98),
    made("rapidocr", "b", 4.0, han_cer=0.004),
]


def test_accuracy_is_the_mean_with_the_worst_page() -> None:
    rows = {line.split(" | ")[0].strip("| "): line for line in accuracy_table(ENTRIES).splitlines()}
    assert rows["han_cer"] == "| han_cer | ≤ 0.30 % | 0.20 % | 0.30 % | 0.30 % |"
    assert rows["seams"] == "| seams | ≥ 98.00 % | 99.00 % | – | 98.00 % |"


def test_cpu_seconds_are_compared_page_by_page() -> None:
    rows = cost_table(ENTRIES).splitlines()
    assert rows[2] == "| banmian | 2.5 | 2.5 | 0.62 (0.50–0.75) | 300 MB |"
    assert rows[3].split(" | ")[3] == "1.00 (1.00–1.00)"


def test_the_report_keeps_what_stands_around_the_results() -> None:
    begin, end = f"<!-- {MEASURED}: begin -->", f"<!-- {MEASURED}: end -->"
    report = f"before\n{begin}\nold\n{end}\nafter\n"
    assert with_results(report, "new") == f"before\n{begin}\n\nnew\n\n{end}\nafter\n"
    assert (ROOT / "docs" / "benchmarks.md").read_text("utf-8").count(begin) == 1


def test_help_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--pages" in capsys.readouterr().out
