"""The sample pages, from scan to articles, measured against their truth and what was reached before.

    GOLDEN=write python -m pytest tests/golden

writes what is reached now to measures.json; look at the difference before it is committed. A run
that writes fails, so that it cannot be left on.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.evaluate import evaluate_files

PAGES = Path(__file__).parents[2] / "samples" / "pages"
REACHED = Path(__file__).with_name("measures.json")
WRITES = os.environ.get("GOLDEN") == "write"

TOLERANCES = {
    "han_cer": 0.001,
    "surplus": 0.005,
    "body_cer": 0.01,
    "print_cer": 0.01,
    "intrusion": 0.005,
    "seams": -0.01,
    "articles": -0.001,
    "headlines": -0.001,
    "paragraph_f1": -0.02,
}
"""How much worse a page may get before it is a loss; below zero where more is better."""


def scans() -> list[Path]:
    return sorted(p for p in PAGES.iterdir() if p.suffix in (".png", ".jpg"))


@pytest.mark.parametrize("scan", scans(), ids=lambda scan: scan.stem)
def test_a_page_is_read_as_well_as_before(scan: Path, tmp_path: Path) -> None:
    assert main(["page", str(scan), "-o", str(tmp_path), "--quiet"]) == 0
    measures = evaluate_files(scan.with_suffix(".json"), tmp_path / f"{scan.stem}.json")
    reached = json.loads(REACHED.read_text("utf-8"))
    if WRITES:
        reached[scan.stem] = {name: measures[name] for name in TOLERANCES}
        REACHED.write_text(json.dumps(reached, indent=1, sort_keys=True) + "\n", "utf-8")
        pytest.fail(f"{REACHED.name} was written: look at it, and run without GOLDEN")
    worse = {}
    for name, tolerance in TOLERANCES.items():
        before, now = reached[scan.stem][name], measures[name]
        if before is not None and (now is None or (now - before - tolerance) * (1 if tolerance > 0 else -1) > 0):
            worse[name] = f"{before} before, {now} now"
    assert worse == {}


def test_every_page_has_been_measured() -> None:
    assert json.loads(REACHED.read_text("utf-8")).keys() == {scan.stem for scan in scans()}
