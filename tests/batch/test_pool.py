"""Worker processes: all pages come back, and a dead worker costs one page."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.plan import Task
from pipeline.batch.pool import outcomes
from tests.batch.makers import Obedient, lacking


def tasks(*names: str) -> list[Task]:
    return [Task(Path(f"{name}.jpg"), 1, 1) for name in names]


def test_every_page_is_made_once_by_as_many_workers_as_asked() -> None:
    made = list(outcomes(tasks(*"abcdef"), Obedient, 2))
    assert sorted(outcome.result.page for outcome in made) == [f"{name}.jpg" for name in "abcdef"]
    workers = {data.decode().split()[-1] for outcome in made for data in outcome.files.values()}
    assert len(workers) == 2


def test_no_more_workers_than_pages() -> None:
    assert len(list(outcomes(tasks("a"), Obedient, 8))) == 1


def test_dead_workers_cost_their_pages_only() -> None:
    made = {o.result.page: o.result for o in outcomes(tasks("a", "killed", "exits", "torn", "b", "c"), Obedient, 2)}
    assert {page for page, result in made.items() if result.failure is None} == {"a.jpg", "b.jpg", "c.jpg"}
    killed, exits, torn = (made[f"{name}.jpg"].failure for name in ("killed", "exits", "torn"))
    assert killed and killed.error == "EngineError" and "SIGKILL" in killed.message and "--jobs" in killed.hint
    assert exits and "exit code 3" in exits.message
    assert torn and torn.error == "InputError" and torn.hint == "scan it again"


def test_the_last_worker_may_die_too() -> None:
    made = [o.result for o in outcomes(tasks("killed-1", "killed-2", "killed-3"), Obedient, 2)]
    assert [r.failure.exit_code for r in made if r.failure] == [7, 7, 7]


def test_workers_that_cannot_start_say_why() -> None:
    made = [o.result.failure for o in outcomes(tasks("a", "b", "c"), lacking, 2)]
    assert [(f.error, f.hint) for f in made if f] == [("MissingDependencyError", "install one")] * 3


def test_workers_end_when_the_caller_stops_early() -> None:
    running = outcomes(tasks(*"abcdef"), Obedient, 2)
    first = next(running)
    pid = int(next(iter(first.files.values())).split()[-1])
    running.close()
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("jobs", [1, 3])
def test_no_pages_no_workers(jobs: int) -> None:
    assert list(outcomes([], Obedient, jobs)) == []
