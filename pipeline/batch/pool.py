"""Several workers: they compute, the parent writes.

A worker that is killed (most often because memory ran out) costs the page it was at; another
takes its place.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Protocol

from pipeline.batch.plan import Task
from pipeline.batch.result import failed
from pipeline.batch.work import Outcome
from pipeline.errors import BanmianError, EngineError


class Maker(Protocol):
    def make(self, task: Task) -> Outcome: ...


MakerFactory = Callable[[], Maker]
"""Called in each worker process; must pickle."""


class _Seat:
    """One worker process and what it is at."""

    def __init__(self, factory: MakerFactory) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, end_of_worker = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(end_of_worker, factory), daemon=True)
        self.task: Task | None = None
        self.process.start()
        end_of_worker.close()

    def give(self, task: Task) -> None:
        self.task = task
        with suppress(OSError):  # a worker that died before its first page; found when it is waited for
            self.pipe.send(task)

    def close(self) -> None:
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def outcomes(tasks: Sequence[Task], factory: MakerFactory, jobs: int) -> Iterator[Outcome]:
    """The outcome of each task, as they get done, from `jobs` worker processes."""
    todo = deque(tasks)
    seats: list[_Seat] = []
    try:
        for _ in range(min(jobs, len(todo))):
            seats.append(_Seat(factory))
            seats[-1].give(todo.popleft())
        while seats:
            ready = wait([seat.pipe for seat in seats])
            for seat in [seat for seat in seats if seat.pipe in ready]:
                outcome, alive = _received(seat)
                seats.remove(seat)
                if todo:
                    seats.append(seat if alive else _Seat(factory))
                    seats[-1].give(todo.popleft())
                if not (alive and seat in seats):
                    seat.close()
                yield outcome
    finally:
        for seat in seats:
            seat.close()


def _received(seat: _Seat) -> tuple[Outcome, bool]:
    """What the worker sent, and whether it lives on."""
    assert seat.task is not None
    try:
        outcome: Outcome = seat.pipe.recv()
        return outcome, True
    except (EOFError, OSError):
        seat.process.join()
        how = seat.process.exitcode or 0
        reason = f"signal {signal.Signals(-how).name}" if how < 0 else f"exit code {how}"
        error = EngineError(
            f"its worker process ended with {reason}", hint="memory may have run out: take fewer --jobs"
        )
        return Outcome(failed(seat.task.name, error), {}), False


def _serve(pipe: Connection, factory: MakerFactory) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    maker = _made(factory)
    with suppress(EOFError):
        while True:
            pipe.send(maker.make(pipe.recv()))


def _made(factory: MakerFactory) -> Maker:
    try:
        return factory()
    except BanmianError as error:
        return _CannotStart(error)


@dataclass(frozen=True)
class _CannotStart:
    """Stands for a maker that could not be made; every page tells why."""

    error: BanmianError

    def make(self, task: Task) -> Outcome:
        return Outcome(failed(task.name, self.error), {})
