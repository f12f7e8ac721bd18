"""Makers of pages that fail on purpose, importable from worker processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from pipeline.batch.plan import Task
from pipeline.batch.result import PageResult, Status, failed
from pipeline.batch.work import Outcome
from pipeline.errors import InputError, MissingDependencyError


class Obedient:
    """Does what the name of the scan says: `killed`, `exits`, `torn`; else makes the page."""

    def make(self, task: Task) -> Outcome:
        match task.scan.stem.split("-")[0]:
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "exits":
                os._exit(3)
            case "torn":
                return Outcome(failed(task.name, InputError("the scan is torn", hint="scan it again")), {})
        text = f"{task.stem} by {os.getpid()}"
        return Outcome(PageResult(task.name, Status.DONE), {Path(task.stem): text.encode()})


def lacking() -> Obedient:
    raise MissingDependencyError("there is no engine", hint="install one")
