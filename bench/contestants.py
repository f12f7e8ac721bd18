"""The programs measured, called as their users call them, each page in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_RAPIDOCR = """\
import sys
from rapidocr import RapidOCR
result = RapidOCR()(sys.argv[1])
print("\\n".join(result.txts or ()))
"""


@dataclass(frozen=True)
class Contestant:
    name: str
    command: Callable[[Path, Path], list[str]]
    """Scan and output folder to the words of the command."""
    makes_articles: bool = False
    """Leaves its page as JSON in the folder; else the text on its output is the page."""

    def prediction(self, scan: Path, folder: Path) -> Path:
        return folder / (f"{scan.stem}.json" if self.makes_articles else "output.txt")


def banmian() -> Contestant:
    return Contestant(
        "banmian",
        lambda scan, folder: [sys.executable, "-m", "pipeline.cli", "page", str(scan), "-o", str(folder), "--quiet"],
        makes_articles=True,
    )


def rapidocr(python: Path) -> Contestant:
    """`python` is an interpreter that has rapidocr."""
    return Contestant("rapidocr", lambda scan, folder: [str(python), "-c", _RAPIDOCR, str(scan)])


def tesseract() -> Contestant:
    return Contestant(
        "tesseract", lambda scan, folder: ["tesseract", str(scan), "stdout", "--psm", "3", "-l", "chi_sim"]
    )
