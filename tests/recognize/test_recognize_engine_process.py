"""Engines in a process of their own, and every way in which one can go wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import EngineError, MissingDependencyError, UsageError
from pipeline.plugins import LineBox
from pipeline.recognize.engine_process import EngineProcess
from pipeline.settings import RecognizeSettings
from tests import faulty_engines

PAPER = np.full((100, 200), 255, np.uint8)
LINES = [LineBox((10, 10, 190, 40)), LineBox((10, 50, 190, 80))]


@pytest.fixture(autouse=True)
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty_engines.offer(tmp_path / "packages")
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))


@pytest.fixture
def processes() -> Iterator[list[EngineProcess]]:
    made: list[EngineProcess] = []
    yield made
    for process in made:
        process.close()


def started(name: str, processes: list[EngineProcess], timeout_s: float = 30.0) -> EngineProcess:
    processes.append(EngineProcess(RecognizeSettings(engine=name, timeout_s=timeout_s)))
    return processes[-1]


@pytest.mark.parametrize("name", ["Sound", "Chatters"])
def test_answers_come_back(name: str, processes: list[EngineProcess], capfd: pytest.CaptureFixture[str]) -> None:
    engine = started(name, processes)
    assert engine.title == "sound 1"
    for count in (2, 1):
        answer = engine.read(PAPER, LINES[:count])
        assert [char.text for chars in answer for char in chars] == ["字"] * count
    assert answer[0][0].box == (10, 10, 190, 40)
    assert [c.text for c in answer[0][0].candidates] == ["字", "宇"]
    assert capfd.readouterr() == ("", "")


def test_nothing_legible_is_no_fault(processes: list[EngineProcess]) -> None:
    assert started("ReadsNothing", processes).read(PAPER, LINES) == [(), ()]


FAULTS = {
    "Crashes": "crashed: ZeroDivisionError: boom",
    "CrashesAtStart": "crashed: ValueError: bad weights",
    "Exits": "crashed: exit code 3",
    "Killed": "was killed by SIGKILL",
    "ReadsTooFew": "given 2 lines and answered with 1",
    "ReturnsNone": "answered with NoneType",
    "ReturnsStrings": "answered a line with '字'",
    "ConfidenceTooHigh": "'字' a confidence of 99.0",
    "ConfidenceNan": "'字' a confidence of nan",
    "CandidateOutOfRange": "'宇' a confidence of -7.5",
    "OtherCandidates": "candidates for '字' are",
    "OffThePage": "off the image",
    "InsideOut": "the box (190, 10, 10, 40)",
    "BoxOfThree": "a character that is none",
    "TextIsNumber": "answered with 23383 for text",
    "TextIsEmpty": "answered with '' for text",
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_become_engine_errors(name: str, processes: list[EngineProcess]) -> None:
    with pytest.raises(EngineError) as caught:
        started(name, processes).read(PAPER, LINES)
    assert FAULTS[name] in caught.value.message
    assert caught.value.message.startswith("engine ") and caught.value.hint


def test_a_hanging_engine_is_ended(processes: list[EngineProcess]) -> None:
    engine = started("Hangs", processes, timeout_s=2.0)
    began_s = time.monotonic()
    with pytest.raises(EngineError, match="engine Hangs gave no answer within 2 s"):
        engine.read(PAPER, LINES)
    assert time.monotonic() - began_s < 10


def test_after_a_crash_the_next_page_is_read(processes: list[EngineProcess]) -> None:
    engine = started("Once", processes)
    with pytest.raises(EngineError, match="black image"):
        engine.read(np.zeros_like(PAPER), LINES)
    assert len(engine.read(PAPER, LINES)) == 2


def test_an_interrupted_reading_leaves_no_answer_behind(
    processes: list[EngineProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = started("Sound", processes)
    assert engine.title

    def interrupted(self: object, timeout: float) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.connection.Connection.poll", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.read(PAPER, LINES)
    assert len(engine.read(PAPER, LINES[:1])) == 1


def test_no_process_is_left(processes: list[EngineProcess]) -> None:
    def children() -> set[str]:
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                found.add(stat.parent.name)
        return found

    before = children()
    engine = started("Sound", processes)
    assert engine.title and len(children() - before) == 1
    engine.close()
    assert children() - before == set()


@pytest.mark.parametrize(
    ("name", "error", "what"),
    [
        ("nosuch", UsageError, "there is no ocr plug-in nosuch"),
        ("LacksSomething", MissingDependencyError, "xyz is not there"),
        ("NeedsPackage", MissingDependencyError, "faulty_engines_that_are_not_there"),
    ],
)
def test_what_is_not_the_engines_fault_keeps_its_class(
    name: str, error: type[Exception], what: str, processes: list[EngineProcess]
) -> None:
    with pytest.raises(error, match=what):
        started(name, processes).read(PAPER, LINES)
