"""Runs an OCR engine in a process of its own.

So that an engine which hangs can be ended, one which is killed or crashes costs a page and not
the run, and its memory is given back. Both ends of the pipe are in this module: `EngineProcess`
here, `serve` there.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import IO, Any

from pipeline import plugins
from pipeline.errors import BanmianError, EngineError
from pipeline.plugins import LineBox, OcrEngine
from pipeline.recognize.answers import Answer, NonsenseError, sound
from pipeline.settings import RecognizeSettings
from pipeline.stage import Image


class EngineProcess:
    """An OCR engine in another process; it starts when first needed, and again after it died."""

    def __init__(self, settings: RecognizeSettings) -> None:
        self._settings = settings
        self._running: _Running | None = None

    @property
    def title(self) -> str:
        """Name and version of the engine. Raises what `read` raises."""
        return self._alive().title

    def read(self, image: Image, lines: Sequence[LineBox]) -> Answer:
        """What the engine reads in the lines of a grey image [height, width].

        Raises EngineError where the engine crashes, is killed, takes longer than `timeout_s` or
        answers with nonsense; UsageError for an engine that there is not, MissingDependencyError
        where it lacks something.
        """
        answer: Answer = self._alive().ask((image, list(lines)))
        return answer

    def close(self) -> None:
        """End the process."""
        if self._running:
            self._running.end()

    def _alive(self) -> _Running:
        if self._running is None or not self._running.is_alive():
            self._running = _Running(self._settings)
        return self._running


class _Running:
    """The process while it lives."""

    def __init__(self, settings: RecognizeSettings) -> None:
        self._name = settings.engine
        self._timeout_s = settings.timeout_s
        ours, theirs = socket.socketpair()
        self._messages: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._messages,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
            start_new_session=True,  # its own children are ended with it; Ctrl-C is for the parent
        )
        theirs.close()
        self._pipe = Connection(ours.detach())
        self.end = weakref.finalize(self, _end, self._process, self._pipe, self._messages)
        self.title: str = self.ask(settings)

    def is_alive(self) -> bool:
        return self.end.alive and self._process.poll() is None

    def ask(self, question: object) -> Any:
        """Send a question and wait for the answer to it. Raises what `EngineProcess.read` raises."""
        try:
            self._pipe.send(question)
            in_time = self._pipe.poll(self._timeout_s)
            answer = self._pipe.recv() if in_time else None
        except (EOFError, ConnectionError) as error:
            raise self._death() from error
        except BaseException:  # Ctrl-C: what it would still answer is not for the next question
            self.end()
            raise
        if not in_time:
            self.end()
            raise EngineError(
                f"engine {self._name} gave no answer within {self._timeout_s:g} s",
                hint="raise recognize.timeout_s, or try another engine",
            )
        if isinstance(answer, BanmianError):
            self.end()
            raise answer
        return answer

    def _death(self) -> EngineError:
        code = self._process.wait()
        self._messages.seek(0)
        last_words = self._messages.read().decode(errors="replace").strip().rpartition("\n")[2]
        self.end()
        if code < 0:
            return EngineError(
                f"engine {self._name} was killed by {signal.Signals(-code).name}",
                hint="memory may have run out: take fewer --jobs, or another engine",
            )
        return EngineError(
            f"engine {self._name} crashed: {last_words or f'exit code {code}'}",
            hint="try another engine, or report it with the scan",
        )


def _end(process: subprocess.Popen[bytes], pipe: Connection, messages: IO[bytes]) -> None:
    pipe.close()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    messages.close()


_CHILD = "import sys; from pipeline.recognize.engine_process import serve; serve(int(sys.argv[1]))"


def serve(descriptor: int) -> None:
    """The engine's side: settings come in and its title goes out, then images and lines, and answers.

    An exception that is not ours ends the process; the parent finds its message on stderr.
    """
    pipe = Connection(descriptor)
    with suppress(EOFError, ConnectionError):
        settings: RecognizeSettings = pipe.recv()
        try:
            engine: OcrEngine = plugins.load("ocr", settings.engine, settings)
            pipe.send(f"{engine.name} {engine.version}")
            while True:
                pipe.send(_answer(engine, *pipe.recv()))
        except BanmianError as error:
            pipe.send(error)


def _answer(engine: OcrEngine, image: Image, lines: Sequence[LineBox]) -> Answer:
    height_px, width_px = image.shape[:2]
    try:
        return sound(engine.read(image, lines), len(lines), width_px, height_px)
    except NonsenseError as error:
        raise EngineError(
            f"engine {engine.name} returned nonsense: {error}", hint="try another engine, or report it with the scan"
        ) from error
