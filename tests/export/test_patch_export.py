"""The patch: every change with its place, and the way back to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.export.patch import PatchExporter, patch_of, restored
from pipeline.ingest_text import open_text
from pipeline.page import Page, PatchKind
from pipeline.run import run, text_stages
from pipeline.settings import Settings
from tests.threads import garbled_text


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return garbled_text.written(tmp_path_factory.mktemp("text"))


@pytest.fixture(scope="module")
def page(text: Path) -> Page:
    return run(open_text(text).pages[0], text_stages(Settings()))


@pytest.fixture(scope="module")
def patch(page: Page, text: Path) -> bytes:
    return patch_of(page, text.read_bytes())


def changed(patch: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(patch)
    change(value)
    return json.dumps(value).encode()


def test_every_change_is_listed_with_its_place(page: Page, patch: bytes) -> None:
    value = json.loads(patch)
    assert value["format"] == "banmian patch" and value["page"] == page.id
    assert len(value["patches"]) == len(page.patches) == sum(value["counts"].values())
    assert value["counts"]["move"] == 2 and value["counts"]["join"] > 15
    assert {one["kind"] for one in value["patches"]} <= set(PatchKind)
    rows = garbled_text.as_given().split("\n")
    for one in value["patches"]:
        assert one["reason"] and 0.0 <= one["confidence"] <= 1.0
        if one["kind"] in ("normalise", "correct") and one["before"]:
            assert rows[one["row"] - 1].startswith(one["before"], one["column"] - 1)
    assert [order["method"] for order in value["orders"]] == ["threads", "as given"]


def test_moves_come_first(patch: bytes) -> None:
    kinds = [one["kind"] for one in json.loads(patch)["patches"]]
    assert kinds[:2] == ["move", "move"] and "move" not in kinds[2:]


def test_the_original_comes_back_to_the_byte(patch: bytes, text: Path) -> None:
    original = restored(patch)
    assert (original.name, original.data) == ("page.txt", text.read_bytes())


@pytest.mark.parametrize(
    "data",
    ["\ufeff窗外\r\n下雨了\r\n".encode(), "窗外下雨了，天色暗。".encode("gb18030"), "窗外下雨了。".encode("utf-16")],
)
def test_in_any_encoding(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    page = run(open_text(tmp_path / "x.txt").pages[0], text_stages(Settings()))
    assert restored(patch_of(page, data)).data == data


def test_other_bytes_are_refused(page: Page) -> None:
    with pytest.raises(ValueError, match="not those of the source"):
        patch_of(page, b"something else")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v: v.update(format="x"), "no patch of banmian"),
        (lambda v: v.update(version=2), "a patch of version 2"),
        (lambda v: v.update(original=None), "does not hold the original"),
        (lambda v: v["original"].pop("data"), "cannot be unpacked"),
        (lambda v: v["original"].update(data="####"), "cannot be unpacked"),
        (lambda v: v["original"].update(data=v["original"]["data"][:-40]), "cannot be unpacked"),
        (lambda v: v["original"].update(bytes=7), "cannot be unpacked"),
        (lambda v: v["original"].update(bytes=-1), "cannot be unpacked"),
        (lambda v: v["source"].update(sha256="0" * 64), "not what was read"),
        (lambda v: v["source"].update(name="/"), "does not name its file"),
        (lambda v: v.pop("source"), "cannot be unpacked"),
        (lambda v: v.update(original=[1]), "cannot be unpacked"),
    ],
)
def test_a_damaged_patch_is_refused(patch: bytes, change: Callable[[dict[str, Any]], object], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        restored(changed(patch, change))
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b"null", b"[" * 100_000])
def test_what_is_no_patch_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no patch of banmian"):
        restored(data)


def test_a_patch_that_is_cut_off_is_refused(patch: bytes) -> None:
    with pytest.raises(InputError, match="cut off"):
        restored(patch[: len(patch) // 2])


def test_a_name_with_folders_stays_in_its_folder(patch: bytes) -> None:
    assert restored(changed(patch, lambda v: v["source"].update(name="../../x.txt"))).name == "x.txt"


def test_the_plugin_leaves_the_original_out(page: Page) -> None:
    assert json.loads(PatchExporter().export(page, None))["original"] is None
