"""The table of repaired texts."""

from __future__ import annotations

from typing import Any

from bench.repair import BARS, Text, report


def _scores(**own: Any) -> dict[str, Any]:
    return {"torn": 4, "lost": 0} | dict.fromkeys(BARS, 1.0) | own


def test_the_table_has_the_mean_of_each_kind_and_of_all() -> None:
    texts = [Text(f"t{n}", "news", damage, "", {}) for n, damage in enumerate(("rows", "rows", "lost"))]
    scores = [_scores(restored=0.5), _scores(restored=1.0), _scores(restored=None, false_gaps=4)]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in report(texts, scores).splitlines()]
    restored, false_gaps = (rows[0].index(measure) for measure in ("restored", "false_gaps"))
    by_kind = {row[1]: row for row in rows[3:]}
    assert by_kind["rows"][restored] == "75.0 %"
    assert by_kind["lost"][restored] == "–"
    assert by_kind["all"][restored] == "75.0 %", "what a text has nothing of does not count"
    assert by_kind["all"][false_gaps] == "2.0"
    assert by_kind["all"][2] == "3"
