"""OCR engines that go wrong on purpose, each in its own way; its docstring says how.

Tests offer them through the door that any plug-in comes through: `offer(folder)` writes the
metadata of an installed package into a folder, which then only has to be on `sys.path`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import MissingDependencyError
from pipeline.page import Candidate
from pipeline.plugins import LineBox, ReadChar
from pipeline.stage import Image


class Sound:
    """Not faulty: reads one 字 in every line."""

    name = "sound"
    version = "1"

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        return [(self.char(line),) for line in lines]

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", line.box, 0.5, (Candidate("字", 0.5), Candidate("宇", 0.3)))


class Once(Sound):
    """Crashes at every image that is black at its first pixel, and is sound else."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        if not image[0, 0]:
            raise RuntimeError("black image")
        return super().read(image, lines)


class Crashes(Sound):
    """Raises an exception of its own."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        print("chatter on standard output")
        raise ZeroDivisionError("boom")


class CrashesAtStart(Sound):
    """Cannot even be made."""

    def __init__(self) -> None:
        raise ValueError("bad weights")


class Exits(Sound):
    """Ends the process without a word."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        os._exit(3)


class Killed(Sound):
    """Is killed, as by a system that has run out of memory."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)


class Hangs(Sound):
    """Never comes back."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        time.sleep(600)


class Chatters(Sound):
    """Sound, but writes to standard output and standard error."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        print("chatter on standard output")
        print("chatter on standard error", file=sys.stderr)
        return super().read(image, lines)


class LacksSomething(Sound):
    """Needs a program that is not there."""

    def __init__(self) -> None:
        raise MissingDependencyError("the program xyz is not there", hint="apt install xyz")


class ReadsNothing(Sound):
    """Finds nothing legible anywhere, which is no fault."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        return [() for _ in lines]


class ReadsTooFew(Sound):
    """Leaves out a line."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        return super().read(image, lines)[1:]


class ReturnsNone(Sound):
    """Forgets to return anything."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        return None


class ReturnsStrings(Sound):
    """Returns the text of each line, without characters."""

    def read(self, image: Image, lines: Sequence[LineBox]) -> Any:
        return ["字" for _ in lines]


class ConfidenceTooHigh(Sound):
    """Gives confidences in per cent."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", line.box, 99.0)


class ConfidenceNan(Sound):
    """Divides nothing by nothing."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", line.box, float("nan"))


class CandidateOutOfRange(Sound):
    """Gives a candidate a logit for a confidence."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", line.box, 0.9, (Candidate("字", 0.9), Candidate("宇", -7.5)))


class OtherCandidates(Sound):
    """Gives candidates for another character."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", line.box, 0.9, (Candidate("宇", 0.9),))


class OffThePage(Sound):
    """Puts characters where the page is not."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", (1e6, 1e6, 1e6 + 9, 1e6 + 9), 0.9)


class InsideOut(Sound):
    """Gives boxes whose right side is left of the left one."""

    def char(self, line: LineBox) -> Any:
        x0, y0, x1, y1 = line.box
        return ReadChar("字", (x1, y0, x0, y1), 0.9)


class BoxOfThree(Sound):
    """Gives boxes of three numbers."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("字", line.box[:3], 0.9)  # type: ignore[arg-type]


class TextIsNumber(Sound):
    """Gives the class number for the character."""

    def char(self, line: LineBox) -> Any:
        return ReadChar(23383, line.box, 0.9)  # type: ignore[arg-type]


class TextIsEmpty(Sound):
    """Gives characters without text."""

    def char(self, line: LineBox) -> Any:
        return ReadChar("", line.box, 0.9)


def offer(folder: Path) -> None:
    """Make the engines known by the names of their classes, once `folder` is on `sys.path`."""
    info = folder / "faulty_engines-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty-engines\nVersion: 1\n", "utf-8")
    engines = [kind for kind in globals().values() if isinstance(kind, type) and issubclass(kind, Sound)]
    points = [f"{kind.__name__} = faulty_engines:{kind.__name__}" for kind in engines]
    points.append("NeedsPackage = faulty_engines_that_are_not_there:Engine")
    (info / "entry_points.txt").write_text("[banmian.ocr]\n" + "\n".join(points) + "\n", "utf-8")
    (folder / "faulty_engines.py").write_text(Path(__file__).read_text("utf-8"), "utf-8")
