"""What is to be made is decided, and refused, before any work starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.batch.plan import PAGE_DOCUMENT, Request, plan
from pipeline.batch.result import Status
from pipeline.errors import OutputExistsError, UsageError


def write_scan(path: Path, pages: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    images = [Image.fromarray(np.full((200, 150), 255 - n, np.uint8)) for n in range(pages)]
    images[0].save(path, **({"save_all": True, "append_images": images[1:]} if pages > 1 else {}))
    return path


def request(tmp_path: Path, *scans: Path, **more: object) -> Request:
    return replace(Request(scans, tmp_path / "out"), **more)  # type: ignore[arg-type]


def stems(*args: object, **more: object) -> list[str]:
    return [task.stem for task in plan(request(*args, **more), [".json"]).tasks]  # type: ignore[arg-type]


def test_names_of_pages(tmp_path: Path) -> None:
    one, several = write_scan(tmp_path / "x.jpg"), write_scan(tmp_path / "y.tif", pages=4)
    assert stems(tmp_path, one, several) == ["x", "y-0001", "y-0002", "y-0003", "y-0004"]
    assert stems(tmp_path, several, pages="2,4-") == ["y-0002", "y-0004"]
    tasks = plan(request(tmp_path, several, pages="3"), [".json"]).tasks
    assert [task.name for task in tasks] == ["y.tif, page 3"]


def test_a_scan_given_twice_is_made_once(tmp_path: Path) -> None:
    scan = write_scan(tmp_path / "scans" / "x.png")
    assert stems(tmp_path, scan, scan.parent, scan) == ["x"]


def test_unreadable_scans_do_not_stop_the_others(tmp_path: Path) -> None:
    good = write_scan(tmp_path / "scans" / "b.png")
    (tmp_path / "scans" / "a.png").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    found = plan(request(tmp_path, tmp_path / "nowhere.png", good.parent, tmp_path / "empty"), [".json"])
    assert [task.stem for task in found.tasks] == ["b"]
    assert [result.status for result in found.settled] == [Status.FAILED] * 3
    assert [Path(result.page).name for result in found.settled] == ["nowhere.png", "a.png", "empty"]


def test_pages_that_a_scan_lacks_fail_that_scan(tmp_path: Path) -> None:
    several, one = write_scan(tmp_path / "y.tif", pages=3), write_scan(tmp_path / "x.png")
    found = plan(request(tmp_path, several, one, pages="2"), [".json"])
    assert [task.stem for task in found.tasks] == ["y-0002"]
    assert [result.page for result in found.settled] == ["x.png"]


@pytest.mark.parametrize("pages", ["0", "3-1", "one", "1,,2"])
def test_page_numbers_that_say_nothing_are_refused(tmp_path: Path, pages: str) -> None:
    with pytest.raises(UsageError, match="1,3-5"):
        plan(request(tmp_path, write_scan(tmp_path / "x.png"), pages=pages), [".json"])


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    first, second = write_scan(tmp_path / "a" / "x.jpg"), write_scan(tmp_path / "b" / "X.png")
    with pytest.raises(UsageError, match="both become"):
        plan(request(tmp_path, first, second), [".json"])
    several, one = write_scan(tmp_path / "y.tif", pages=2), write_scan(tmp_path / "y-0002.png")
    with pytest.raises(UsageError, match=r"y\.tif, page 2 and y-0002\.png"):
        plan(request(tmp_path, several, one), [".json"])
    assert stems(tmp_path, several, one, pages="1") == ["y-0001", "y-0002"]


def test_existing_output(tmp_path: Path) -> None:
    scans = (write_scan(tmp_path / "x.png"), write_scan(tmp_path / "y.png"))
    out = tmp_path / "out"
    out.mkdir()
    (out / "x.json").write_text("{}")
    with pytest.raises(OutputExistsError, match=r"x\.json.*--existing redo.*--existing skip"):
        plan(request(tmp_path, *scans), [".json"])
    assert stems(tmp_path, *scans, existing="redo") == ["x", "y"]
    assert stems(tmp_path, *scans, existing="skip") == ["x", "y"]  # x is not whole: its page document lacks
    (out / f"x{PAGE_DOCUMENT}").write_bytes(b"")
    found = plan(request(tmp_path, *scans, existing="skip"), [".json"])
    assert [task.stem for task in found.tasks] == ["y"]
    assert [(result.page, result.status) for result in found.settled] == [("x.png", Status.SKIPPED)]
