"""Articles of the web to learn from, read out of pickles that may hold anything."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from models.inews import articles

PROSE = "记者从市交通运输局了解到，环湖公路的改造工程将于下个月全部完成，沿线的村民出行更加方便"


def written(folder: Path, part: str, titles: list[str], contents: list[str]) -> None:
    (folder / f"{part}.pkl").write_bytes(pickle.dumps((titles, contents, [0] * len(titles))))


def test_paragraphs_of_prose_are_taken_each_once(tmp_path: Path) -> None:
    written(tmp_path, "dev", ["环湖 公路", "转载"], [f"{PROSE}。\\n短句\n　　{PROSE[::-1]}", f"{PROSE}。 又一遍"])
    written(tmp_path, "test", ["电话"], ["0556-87563462 " * 9])
    (one,) = articles(tmp_path, ["dev", "test"])
    assert one.title == "环湖公路" and one.paragraphs == (f"{PROSE}。", PROSE[::-1])


class Hostile:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("made-by-a-pickle",)


def test_a_pickle_that_would_run_something_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dev.pkl").write_bytes(pickle.dumps(Hostile()))
    with pytest.raises(pickle.UnpicklingError, match="mkdir"):
        next(articles(tmp_path, ["dev"]))
    assert not (tmp_path / "made-by-a-pickle").exists()
