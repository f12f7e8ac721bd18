"""Which texts are to be repaired is decided, and refused, before any work starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.result import Status
from pipeline.batch.texts import TextRequest, TextWorker, plan_texts
from pipeline.errors import OutputExistsError, UsageError
from tests.ingest_text import ocr_files
from tests.threads import garbled_text


def request(tmp_path: Path, *texts: Path, **more: object) -> TextRequest:
    return TextRequest(texts, tmp_path / "out", **more)  # type: ignore[arg-type]


def hocr_of(path: Path, pages: int) -> Path:
    body = "".join(
        "<div class='ocr_page' title='bbox 0 0 900 900'>"
        f"<span class='ocr_line' title='bbox 0 0 200 30'>第{n}页的字</span></div>"
        for n in range(pages)
    )
    path.write_text(f"<html><body>{body}</body></html>", "utf-8")
    return path


def test_each_page_of_a_file_is_one(tmp_path: Path) -> None:
    planned = plan_texts(request(tmp_path, hocr_of(tmp_path / "x.hocr", 3)), [".json"])
    assert [task.stem for task in planned.tasks] == ["x-0001", "x-0002", "x-0003"]


def test_folders_files_and_what_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    garbled_text.written(folder, "b.txt")
    (folder / "a.xml").write_text(ocr_files.ALTO, "utf-8")
    (folder / "empty.txt").touch()
    (folder / "note.doc").write_text("no text of ours")
    planned = plan_texts(request(tmp_path, folder, tmp_path / "missing"), [".json"])
    assert [task.stem for task in planned.tasks] == ["a", "b"]
    assert [result.failure.error for result in planned.settled if result.failure] == ["EmptyTextError", "InputError"]


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    texts = [garbled_text.written(tmp_path / name, "x.txt") for name in ("a", "b")]
    with pytest.raises(UsageError, match="would both become x"):
        plan_texts(request(tmp_path, *texts), [".json"])


def test_no_text_is_overwritten_by_its_own_repair(tmp_path: Path) -> None:
    text = garbled_text.written(tmp_path / "out", "x.txt")
    with pytest.raises(UsageError, match=r"x\.txt would be overwritten by its own repair"):
        plan_texts(request(tmp_path, text, existing="redo"), [".json", ".txt"])


def test_output_that_exists_is_refused_or_kept(tmp_path: Path) -> None:
    text = garbled_text.written(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "page.json").touch()
    with pytest.raises(OutputExistsError):
        plan_texts(request(tmp_path, text), [".json"])
    planned = plan_texts(request(tmp_path, text, existing="skip"), [".json"])
    assert planned.tasks == () and planned.settled[0].status is Status.SKIPPED
    assert len(plan_texts(request(tmp_path, text, existing="skip"), [".json", ".md"]).tasks) == 1


def test_a_page_without_text_among_others_is_a_page(tmp_path: Path) -> None:
    text = hocr_of(tmp_path / "x.hocr", 1)
    empty = "<div class='ocr_page' title='bbox 0 0 900 900'></div></body>"
    text.write_text(text.read_text("utf-8").replace("</body>", empty), "utf-8")
    asked = request(tmp_path, text, formats=("json", "md", "patch"))
    worker = TextWorker(asked)
    results = [worker.make(task).result for task in plan_texts(asked, [".json"]).tasks]
    assert [result.status for result in results] == [Status.DONE, Status.DONE]


def test_a_file_that_changed_in_between_is_an_error(tmp_path: Path) -> None:
    asked = request(tmp_path, hocr_of(tmp_path / "x.hocr", 2))
    planned = plan_texts(asked, [".json"])
    hocr_of(tmp_path / "x.hocr", 1)
    result = TextWorker(asked).make(planned.tasks[0]).result
    assert result.failure and result.failure.message == "the file was changed while it was worked on"
