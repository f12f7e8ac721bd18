"""The programs on the pages, and under what conditions."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.contestants import Contestant
from bench.measuring import CallFailed, Entry, entry

SCAN_SUFFIXES = (".jpg", ".png")


def scans_in(folder: Path) -> list[Path]:
    """The scans of a folder that have their truth beside them."""
    found = sorted(path for suffix in SCAN_SUFFIXES for path in folder.glob(f"*{suffix}"))
    return [path for path in found if path.with_suffix(".json").exists()]


def compete(contestants: Sequence[Contestant], scans: Sequence[Path], folder: Path) -> Iterator[Entry]:
    """Every program on every page, page by page, so that a slow minute of the machine hits all alike."""
    for scan in scans:
        for contestant in contestants:
            try:
                done = entry(contestant, scan, scan.with_suffix(".json"), folder / contestant.name / scan.stem)
            except CallFailed as error:
                print(f"{scan.name}: {error}", file=sys.stderr)
                continue
            usage = done.usage
            told = f"{usage.cpu_seconds:.1f} CPU s, {usage.peak_mb:,.0f} MB, han_cer {done.measures['han_cer']}"
            print(f"{scan.name}: {contestant.name}: {told}", file=sys.stderr)
            yield done


def programs(rapidocr: Path | None, tesseract: bool) -> str:
    """Names and versions of what is measured; `rapidocr` is an interpreter that has it."""
    told = [f"banmian {version('banmian')}"]
    if rapidocr:
        asked = "from importlib.metadata import version; print(version('rapidocr'))"
        found = subprocess.run([rapidocr, "-c", asked], capture_output=True, text=True, check=True)
        told.append(f"rapidocr {found.stdout.strip()}")
    if tesseract:
        found = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
        told.append(found.stdout.splitlines()[0])
    return ", ".join(told)


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
