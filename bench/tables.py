"""The results as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from bench.measuring import Entry

MEASURED = "measured"
"""The mark around these results in the report."""


@dataclass(frozen=True)
class Bar:
    measure: str
    more_is_better: bool
    bar: float
    as_percent: bool = True

    def text(self, value: float | None) -> str:
        if value is None:
            return "–"
        return f"{100 * value:.2f} %" if self.as_percent else f"{value:.3f}"


BARS = (
    Bar("han_cer", False, 0.003),
    Bar("seams", True, 0.98),
    Bar("body_cer", False, 0.03),
    Bar("print_cer", False, 0.04),
    Bar("articles", True, 0.9),
    Bar("headlines", True, 0.9),
    Bar("paragraph_f1", True, 0.95, as_percent=False),
    Bar("intrusion", False, 0.01),
    Bar("capture5", True, 0.5, as_percent=False),
    Bar("surplus", False, 0.01),
)


def accuracy_table(entries: Sequence[Entry]) -> str:
    """A row a measure, a column a program: the mean over the pages and, for banmian, the worst page."""
    names = list(dict.fromkeys(entry.contestant for entry in entries))
    rows = [["measure", "bar", *names, f"worst page of {names[0]}"]]
    for bar in BARS:
        sign = "≥" if bar.more_is_better else "≤"
        cells = [bar.measure, f"{sign} {bar.text(bar.bar)}"]
        cells += [bar.text(_mean(_values(entries, name, bar.measure))) for name in names]
        own = _values(entries, names[0], bar.measure)
        cells.append(bar.text((min if bar.more_is_better else max)(own)) if own else "–")
        rows.append(cells)
    return table(rows)


def cost_table(entries: Sequence[Entry]) -> str:
    """Seconds, CPU seconds and memory a page, and CPU seconds as a share of rapidocr's, page by page."""
    names = list(dict.fromkeys(entry.contestant for entry in entries))
    rows = [["program", "seconds a page", "CPU seconds a page", "CPU beside rapidocr", "peak memory"]]
    for name in names:
        usages = [entry.usage for entry in entries if entry.contestant == name]
        rows.append(
            [
                name,
                f"{median(u.seconds for u in usages):.1f}",
                f"{median(u.cpu_seconds for u in usages):.1f}",
                _ratios(entries, name),
                f"{max(u.peak_mb for u in usages):,.0f} MB",
            ]
        )
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def with_results(document: str, results: str, mark: str = MEASURED) -> str:
    """The document with what stands between the two marks replaced. Raises ValueError where they lack."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, rest = document.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{results}\n\n{end}{after}"


def _ratios(entries: Sequence[Entry], name: str) -> str:
    theirs = {e.page: e.usage.cpu_seconds for e in entries if e.contestant == "rapidocr"}
    own = [e for e in entries if e.contestant == name and e.page in theirs]
    ratios = [e.usage.cpu_seconds / theirs[e.page] for e in own]
    return f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})" if ratios else "–"


def _values(entries: Sequence[Entry], name: str, measure: str) -> list[float]:
    values = (entry.measures.get(measure) for entry in entries if entry.contestant == name)
    return [float(value) for value in values if value is not None]


def _mean(values: Sequence[float]) -> float | None:
    return mean(values) if values else None
