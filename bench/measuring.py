"""Seconds, CPU seconds and peak memory of one call, as the operating system accounts for them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contestants import Contestant
from pipeline.evaluate import evaluate_files
from pipeline.evaluate.document import Measures


@dataclass(frozen=True)
class Usage:
    seconds: float
    cpu_seconds: float
    """User and system, with those of processes that it waited for."""
    peak_mb: float
    """Largest resident set of a single process."""


@dataclass(frozen=True)
class Entry:
    """One program on one page."""

    contestant: str
    page: str
    usage: Usage
    measures: Measures


class CallFailed(Exception):
    """A program ended with an error."""


def measured(command: Sequence[str], output: Path, environ: Mapping[str, str] | None = None) -> Usage:
    """Runs the command with its output to a file. Raises CallFailed."""
    began_s = time.perf_counter()
    with output.open("wb") as stdout:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, env=environ
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise CallFailed(f"{' '.join(command)} ended with {process.returncode}: {said.decode(errors='replace')[-500:]}")
    seconds = time.perf_counter() - began_s
    return Usage(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def entry(contestant: Contestant, scan: Path, truth: Path, folder: Path) -> Entry:
    """One program on one page, measured and compared with the truth. Raises CallFailed."""
    folder.mkdir(parents=True)
    usage = measured(contestant.command(scan, folder), folder / "output.txt")
    return Entry(contestant.name, scan.name, usage, evaluate_files(truth, contestant.prediction(scan, folder)))
