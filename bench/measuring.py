"""Seconds, CPU seconds and peak memory of one call, as the operating system accounts for them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contestants import Contestant
from pipeline.evaluate import evaluate_files
from pipeline.evaluate.document import Measures

SAMPLE_S = 0.05
"""How often memory is looked at."""


@dataclass(frozen=True)
class Usage:
    seconds: float
    cpu_seconds: float
    """User and system, with those of processes that it waited for."""
    peak_mb: float
    """Most resident memory of the process and those below it, taken together."""


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
    with output.open("wb") as stdout, tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, env=environ)
        peak_bytes = 0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak_bytes = max(peak_bytes, sum(map(_resident_bytes, _family(process.pid))))
            time.sleep(SAMPLE_S)
        seconds = time.perf_counter() - began_s
        process.returncode = os.waitstatus_to_exitcode(status)
        stderr.seek(0)
        said = stderr.read().decode(errors="replace")[-500:]
    if process.returncode:
        raise CallFailed(f"{' '.join(command)} ended with {process.returncode}: {said}")
    return Usage(seconds, usage.ru_utime + usage.ru_stime, peak_bytes / 1024**2)


def _family(pid: int) -> list[int]:
    """The process and all below it, those that are there."""
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:  # it has ended
        return []
    return [pid, *(member for child in children for member in _family(child))]


def _resident_bytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def entry(contestant: Contestant, scan: Path, truth: Path, folder: Path) -> Entry:
    """One program on one page, measured and compared with the truth. Raises CallFailed."""
    folder.mkdir(parents=True)
    usage = measured(contestant.command(scan, folder), folder / "output.txt")
    return Entry(contestant.name, scan.name, usage, evaluate_files(truth, contestant.prediction(scan, folder)))
