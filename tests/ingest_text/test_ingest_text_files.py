"""Which files are texts, and how many pages each holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import EmptyTextError, InputError, MarkupError
from pipeline.ingest_text import count_pages, find_texts, read_text
from tests.ingest_text import ocr_files


def test_a_folder_gives_its_texts_by_name(tmp_path: Path) -> None:
    for name in ("b.TXT", "a.xml", "c.hocr", "scan.png", ".hidden.txt", "note.doc"):
        (tmp_path / name).write_text("字")
    (tmp_path / "deeper.txt").mkdir()
    assert [path.name for path in find_texts([tmp_path])] == ["a.xml", "b.TXT", "c.hocr"]
    assert find_texts([tmp_path / "note.doc", tmp_path / "note.doc"]) == [tmp_path / "note.doc"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "scan.png").touch()
    with pytest.raises(InputError, match="holds no texts"):
        find_texts([tmp_path])
    with pytest.raises(InputError, match="no such file or folder"):
        find_texts([tmp_path / "missing.txt"])


@pytest.mark.parametrize("name", ["ALTO", "HOCR", "PAGE"])
def test_as_many_pages_as_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text(getattr(ocr_files, name), "utf-8")
    assert count_pages(tmp_path / "x") == len(read_text(tmp_path / "x"))


def test_errors_are_those_of_reading(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("   ")
    with pytest.raises(EmptyTextError):
        count_pages(tmp_path / "x")
    (tmp_path / "x").write_text("<?xml version='1.0'?><alto>")
    with pytest.raises(MarkupError):
        count_pages(tmp_path / "x")
    (tmp_path / "x").write_text("字\n字")
    assert count_pages(tmp_path / "x") == 1
