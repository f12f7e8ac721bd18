"""What the command line shows: progress, the table of articles, the summary."""

from __future__ import annotations

import json
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TextIO

from pipeline.batch.result import ArticleSummary, Failure, PageResult, Status, exit_code
from pipeline.messages import line, say

SUMMARY_VERSION = 1
SECONDS_BETWEEN_LINES = 10.0
"""Of work on one page, where the output is no terminal."""


class Progress:
    """One updating line on a terminal; with `verbose`, a line for each page with its stages."""

    def __init__(self, total: int, stream: TextIO, *, verbose: bool, quiet: bool) -> None:
        self._total = total
        self._stream = stream
        self._verbose = verbose
        self._updates = stream.isatty() and not quiet
        self._tells = not quiet
        self._done = 0
        self._page = self._stage = ""
        self._told_s = time.monotonic()

    def working(self, page: str, stage: str) -> None:
        self._page, self._stage = page, stage
        self._show(f"[{self._done + 1}/{self._total}] {page}: {stage}")

    def lines(self, done: int, total: int) -> None:
        """How far the stage at work is with a long text. Where lines are not updated, now and then a new one."""
        share = say("{} of {} lines", f"{done:,}", f"{total:,}")
        text = f"[{self._done + 1}/{self._total}] {self._page}: {self._stage}, {share}"
        if self._updates:
            self._show(text)
        elif self._tells and done < total and time.monotonic() - self._told_s > SECONDS_BETWEEN_LINES:
            self._told_s = time.monotonic()
            print(text, file=self._stream, flush=True)

    def _show(self, text: str) -> None:
        if self._updates:
            print(f"\r\x1b[2K{text}", end="", file=self._stream, flush=True)

    def finished(self, result: PageResult) -> None:
        self._done += 1
        self.cleared()
        if result.failure:
            print(failure_line(result.page, result.failure), file=self._stream)
        elif self._verbose and result.status is Status.DONE:
            stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in result.stages)
            print(f"{result.page}: {result.seconds:.1f} s ({stages})", file=self._stream)
        self.waiting()

    def cleared(self) -> None:
        """Takes the line away."""
        if self._updates:
            print("\r\x1b[2K", end="", file=self._stream, flush=True)

    def waiting(self) -> None:
        """Shows how many pages are done, where more than one is asked for."""
        if self._updates and self._done < self._total > 1:
            self._show(f"[{say('{} of {} pages', self._done, self._total)}]")


def failure_line(page: str, failure: Failure) -> str:
    return line(page, failure.message, failure.hint)


def counts(results: Sequence[PageResult]) -> str:
    """How many pages were done, skipped, failed."""
    by_status = Counter(result.status for result in results)
    parts = [say("{} pages done", by_status[Status.DONE])]
    if by_status[Status.SKIPPED]:
        parts.append(say("{} skipped", by_status[Status.SKIPPED]))
    if by_status[Status.FAILED]:
        names = ", ".join(result.page for result in results if result.failure)
        parts.append(say("{} failed: {}", by_status[Status.FAILED], names))
    return ", ".join(parts)


def json_summary(results: Sequence[PageResult], error: dict[str, object] | None = None) -> str:
    """The summary of a call: `exit_code`, `error` where it ended the call, and `pages`."""
    code = error["exit_code"] if error else exit_code(results)
    pages = [asdict(result) for result in results]
    summary = {"version": SUMMARY_VERSION, "exit_code": code, "error": error, "pages": pages}
    return json.dumps(summary, ensure_ascii=False)


def article_table(articles: Sequence[ArticleSummary]) -> str:
    """A short table, aligned for terminals that show Chinese characters two columns wide."""
    titles = ("", "kind", "headline", "columns", "lines", "characters", "confidence")
    rows = [[say(title) if title else "" for title in titles]]
    for a in articles:
        numbers = (str(a.columns), str(a.lines), str(a.characters), f"{a.confidence:.3f}")
        rows.append([str(a.number), say(a.kind), shortened(a.headline, 44), *numbers])
    widths = [max(_width(row[k]) for row in rows) for k in range(len(titles))]
    return "\n".join("  ".join(_cell(text, widths[k], k) for k, text in enumerate(row)).rstrip() for row in rows)


def aligned(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values in two columns."""
    pairs = list(pairs)
    width = max((_width(name) for name, _ in pairs), default=0)
    return "\n".join(f"{name}{' ' * (width - _width(name))}  {value}" for name, value in pairs)


def columned(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Rows of cells in aligned columns; those of the numbers in `right` are set flush right."""
    widths = [max(_width(row[k]) for row in rows) for k in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            " " * (widths[k] - _width(text)) + text if k in right else text + " " * (widths[k] - _width(text))
            for k, text in enumerate(row)
        ).rstrip()
        for row in rows
    )


def _cell(text: str, width: int, column: int) -> str:
    blanks = " " * (width - _width(text))
    return text + blanks if column in (1, 2) else blanks + text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def shortened(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while _width(text) > width - 1:
        text = text[:-1]
    return text + "…"
