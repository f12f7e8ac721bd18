"""A class of pages beside its bars, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from bench.measuring import Entry
from bench.page_classes import PEAK_BAR_MB, PageClass
from bench.tables import BARS, Bar, table

OWN, PEER = "banmian", "rapidocr"
SHOWN = {
    **{bar.measure: bar for bar in BARS},
    "cells": Bar("cells", True, 0.95),
}
ROWS = ("han_cer", "seams", "articles", "headlines", "paragraph_f1", "intrusion", "body_cer", "cells")
ERROR_LEAST = 0.002
"""A bar allows at least this much to be wrong, or one wrong character would make a page the worst."""


@dataclass(frozen=True)
class Outcome:
    """A class after the run. `cpu_bars`: by the name of each page that was to be measured; `picture`: of the worst."""

    pages: PageClass
    entries: tuple[Entry, ...]
    cpu_bars: Mapping[str, float]
    picture: str | None = None

    def of(self, contestant: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.contestant == contestant]

    @property
    def lost(self) -> list[str]:
        """Pages that the program did not bring to an end."""
        done = {entry.page for entry in self.of(OWN)}
        return [page for page in self.cpu_bars if page not in done]


@dataclass(frozen=True)
class Row:
    """A measure of a class: `met` is None where nothing is asked or no page has it.

    A page that the program did not bring to an end misses every bar of accuracy.
    """

    measure: str
    bar: str
    own: str
    met: bool | None
    worst: str
    peer: str

    @property
    def cells(self) -> list[str]:
        return [self.measure, self.bar, self.own, _told(self.met), self.worst, self.peer]


def rows(outcome: Outcome) -> list[Row]:
    """Accuracy, CPU seconds beside rapidocr's and memory of a class."""
    accuracy = [_accuracy_row(outcome, measure) for measure in ROWS]
    limits = sorted(set(outcome.cpu_bars.values()))
    return [*accuracy, *(_cpu_row(outcome, limit) for limit in limits), _seconds_row(outcome), _memory_row(outcome)]


def class_table(outcome: Outcome) -> str:
    head = ["measure", "bar", OWN, "met", "worst page", PEER]
    return table([head, *(row.cells for row in rows(outcome) if row.own != "–" or row.bar != "–")])


def summary_table(outcomes: Sequence[Outcome]) -> str:
    """A row a class: the measures with bars, those that are missed in bold."""
    measures = [m for m in ROWS if any(m in o.pages.bars for o in outcomes)]
    lines = [["pages", "number", *measures, "CPU beside rapidocr", "peak memory"]]
    for outcome in outcomes:
        found = rows(outcome)
        by_name = {row.measure: row for row in found}
        cpu = "; ".join(_short(row) for row in found if row.measure.startswith("CPU beside"))
        cells = [_short(by_name[m]) if m in outcome.pages.bars else "" for m in measures]
        number = f"{len(outcome.of(OWN))}" + (f" of {len(outcome.cpu_bars)}" if outcome.lost else "")
        lines.append([outcome.pages.name, number, *cells, cpu, _short(by_name["peak memory"])])
    return table(lines)


def badness(entry: Entry, pages: PageClass) -> float:
    """How far a page is from its bars: what is wrong over what may be, the mean of the measures with a bar."""
    shares = []
    for measure, limit in pages.bars.items():
        value = entry.measures.get(measure)
        if value is not None:
            wrong, allowed = (1 - value, 1 - limit) if SHOWN[measure].more_is_better else (value, limit)
            shares.append(wrong / max(allowed, ERROR_LEAST))
    return mean(shares) if shares else 0.0


def worst_entry(outcome: Outcome) -> Entry | None:
    """The page of the program's own that is furthest from the bars of its class."""
    return max(outcome.of(OWN), key=lambda entry: badness(entry, outcome.pages), default=None)


def _accuracy_row(outcome: Outcome, measure: str) -> Row:
    shown, limit = SHOWN[measure], outcome.pages.bars.get(measure)
    own, peer = (_values(outcome.of(name), measure) for name in (OWN, PEER))
    better = max if shown.more_is_better else min
    met = None
    if limit is not None and (own or outcome.lost):
        met = not outcome.lost and better(mean(own), limit) == mean(own)
    sign = "≥" if shown.more_is_better else "≤"
    return Row(
        measure,
        f"{sign} {shown.text(limit)}" if limit is not None else "–",
        shown.text(mean(own) if own else None),
        met,
        shown.text((min if shown.more_is_better else max)(own) if own else None),
        shown.text(mean(peer) if peer else None),
    )


def _cpu_row(outcome: Outcome, limit: float) -> Row:
    """The median ratio of the pages that have this bar."""
    theirs = {entry.page: entry.usage.cpu_seconds for entry in outcome.of(PEER)}
    asked = [e for e in outcome.of(OWN) if outcome.cpu_bars.get(e.page) == limit and e.page in theirs]
    ratios = [entry.usage.cpu_seconds / theirs[entry.page] for entry in asked]
    name = "CPU beside rapidocr"
    if not ratios:
        return Row(name, f"≤ {limit:.1f}", "–", None, "–", "1")
    middle = median(ratios)
    return Row(name, f"≤ {limit:.1f}", f"{middle:.2f}", middle <= limit, f"{max(ratios):.2f}", "1")


def _seconds_row(outcome: Outcome) -> Row:
    own, peer = ([entry.usage.cpu_seconds for entry in outcome.of(name)] for name in (OWN, PEER))
    told = [f"{median(values):.1f}" if values else "–" for values in (own, peer)]
    return Row("CPU seconds a page", "–", told[0], None, f"{max(own):.1f}" if own else "–", told[1])


def _memory_row(outcome: Outcome) -> Row:
    own, peer = ([entry.usage.peak_mb for entry in outcome.of(name)] for name in (OWN, PEER))
    told = [f"{max(values):,.0f} MB" if values else "–" for values in (own, peer)]
    met = max(own) <= PEAK_BAR_MB if own else None
    return Row("peak memory", f"≤ {PEAK_BAR_MB:,.0f} MB", told[0], met, told[0], told[1])


def _values(entries: Sequence[Entry], measure: str) -> list[float]:
    values = (entry.measures.get(measure) for entry in entries)
    return [float(value) for value in values if value is not None]


def _told(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "**no**"


def _short(row: Row) -> str:
    return f"**{row.own}**" if row.met is False else row.own
