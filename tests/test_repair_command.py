"""`banmian repair`, end to end: what it makes, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.report import Progress, columned
from pipeline.settings import TEXT_STAGES
from tests.ingest_text import ocr_files
from tests.threads import garbled_text

Output = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """English, no settings of the developer's, and an empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return garbled_text.written(tmp_path)


@pytest.fixture(scope="module")
def repaired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of one full run."""
    folder = tmp_path_factory.mktemp("repaired")
    path = garbled_text.written(folder)
    assert main(["repair", str(path), "-o", str(folder / "out"), "--format", "json,md,txt,patch", "--quiet"]) == 0
    return folder / "out"


def page_in(folder: Path, name: str = "page.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    return found


# What it makes


def test_a_text_becomes_its_documents(repaired: Path) -> None:
    assert {p.name for p in repaired.iterdir()} == {"page.json", "page.md", "page.txt", "page.patch.json"}
    page = page_in(repaired)
    assert [item["headline"] for item in page["articles"]] == [head for head, _ in garbled_text.HEADS]
    assert "全港现有登记渔船二百四十六艘，其中木质渔船" in page["articles"][0]["paragraphs"][0]
    assert {one["type"] for one in page["furniture"]} == {"masthead", "footer"}
    assert [fact["name"] for fact in page["issue"] if fact["status"] == "supplied"] == ["weekday"]
    assert "## 图书馆新馆四月开放" in (repaired / "page.md").read_text("utf-8")
    assert "　　据馆长介绍，" in (repaired / "page.txt").read_text("utf-8")


def test_the_output_fits_its_schema(repaired: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "schemas" / "page-1.schema.json").read_text("utf-8"))
    jsonschema.validate(page_in(repaired), schema)


def test_one_switch_leaves_marks_and_one_leaves_lines(text: Path) -> None:
    assert main(["repair", str(text), "-o", "a", "--no-normalise"]) == 0
    assert "其中木质渔船八十九艘,大多" in page_in(Path("a"))["articles"][0]["paragraphs"][0]
    assert main(["repair", str(text), "-o", "b", "--no-move", "--format", "json,patch"]) == 0
    assert "全港现有登览座位" in page_in(Path("b"))["articles"][0]["paragraphs"][0]
    assert page_in(Path("b"), "page.patch.json")["counts"]["move"] == 0


@pytest.mark.parametrize("name", ["ALTO", "HOCR", "PAGE"])
def test_formats_with_coordinates(name: str, tmp_path: Path) -> None:
    source = getattr(ocr_files, name)
    (tmp_path / "x.xml").write_text(source, "utf-8")
    assert main(["repair", "x.xml", "-o", "out", "--format", "json,md,txt,patch"]) == 0
    (found,) = (p for p in (tmp_path / "out").glob("x*.json") if ".patch" not in p.name)
    page = page_in(found.parent, found.name)
    assert page["lines"] and page["orders"][1]["method"] == "as given"
    assert max(x for line in page["lines"] for x, _ in line["polygon"]) > 100  # px of the scan
    assert main(["repair", "--undo", str(next((tmp_path / "out").glob("x*.patch.json"))), "-o", "back"]) == 0
    assert (tmp_path / "back" / "x.xml").read_bytes() == (tmp_path / "x.xml").read_bytes()


# Several, and what cannot be read


def test_a_bad_text_costs_itself_only(text: Path, capsys: Output) -> None:
    Path("empty.txt").touch()
    Path("scan.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    Path("broken.xml").write_text("<?xml version='1.0'?><alto><Layout>", "utf-8")
    code = main(["repair", "empty.txt", str(text), "scan.txt", "broken.xml", "-o", "out", "--json"])
    summary = json.loads(capsys.readouterr().out)
    failures = {page["page"]: page["failure"] for page in summary["pages"]}
    assert code == summary["exit_code"] == 12
    assert {name: f["exit_code"] for name, f in failures.items() if f} == {
        "empty.txt": 12,
        "scan.txt": 11,
        "broken.xml": 13,
    }
    assert failures["page.txt"] is None and (Path("out") / "page.json").exists()
    (done,) = (page for page in summary["pages"] if page["status"] == "done")
    assert [name for name, _ in done["stages"]] == list(TEXT_STAGES)


def test_errors_are_said_in_chinese_too(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    Path("x.txt").write_text("  \n ", "utf-8")
    assert main(["repair", "x.txt", "-o", "out"]) == 12
    assert capsys.readouterr().err.strip() == "x.txt：文本是空的（给出一版的文字）"
    assert main(["repair", "x.txt"]) == 1
    assert "缺少参数：-o/--out" in capsys.readouterr().err


def test_several_at_a_time(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        garbled_text.written(tmp_path / "in", f"{name}.txt")
    assert main(["repair", "in", "-o", "out", "--jobs", "2", "--quiet"]) == 0
    pages = [page_in(tmp_path / "out", f"{name}.json") for name in ("a", "b", "c")]
    assert pages[0]["articles"] == pages[1]["articles"] == pages[2]["articles"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["x.txt", "-o", "out", "--format", "pdf"], "there is no export plug-in pdf"),
        (["x.txt", "-o", "out", "--format", "html"], "html shows the scan"),
        (["x.txt", "-o", "out", "--jobs", "0"], "makes no pages"),
        (["x.txt"], "-o/--out"),
        (["x.txt", "y.txt", "--explain", "1"], "wants one text"),
        (["x.txt", "--explain", "没有这样的话"], "there is no line"),
    ],
)
def test_what_cannot_be_done_is_said(argv: list[str], said: str, tmp_path: Path, capsys: Output) -> None:
    for name in ("x.txt", "y.txt"):
        garbled_text.written(tmp_path, name)
    assert main(["repair", *argv]) == 1
    assert said in capsys.readouterr().err


def test_nothing_is_overwritten_unless_asked(text: Path, capsys: Output) -> None:
    command = ["repair", str(text), "-o", "out"]
    assert main(command) == 0
    Path("out/page.json").write_text("mine")
    assert main(command) == 6 and Path("out/page.json").read_text() == "mine"
    assert main([*command, "--existing", "skip"]) == 0 and Path("out/page.json").read_text() == "mine"
    assert main([*command, "--force"]) == 0 and Path("out/page.json").read_text() != "mine"
    assert "exists already" in capsys.readouterr().err


def test_an_interruption_leaves_whole_files_only(tmp_path: Path) -> None:
    for number in range(40):
        garbled_text.written(tmp_path / "in", f"{number:02d}.txt")
    command = [sys.executable, "-m", "pipeline.cli", "repair", "in", "-o", "out", "--format", "json,patch"]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ)
    deadline_s = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.patch.json")) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "interrupted" in err
    written = list((tmp_path / "out").iterdir())
    assert written and all(json.loads(path.read_text("utf-8")) for path in written)


# Taking it back


def test_undo_gives_the_text_back(repaired: Path, text: Path, capsys: Output) -> None:
    patch = str(repaired / "page.patch.json")
    assert main(["repair", "--undo", patch, "-o", "back"]) == 0
    assert Path("back/page.txt").read_bytes() == text.read_bytes()
    assert main(["repair", "--undo", patch, "-o", "back"]) == 0  # it is there already, and the same
    assert "there already" in capsys.readouterr().out
    Path("back/page.txt").write_text("mine")
    assert main(["repair", "--undo", patch, "-o", "back"]) == 6
    assert Path("back/page.txt").read_text() == "mine"
    assert main(["repair", "--undo", patch, "-o", "back", "--force"]) == 0
    assert Path("back/page.txt").read_bytes() == text.read_bytes()


def test_a_damaged_patch_costs_itself_only(repaired: Path, capsys: Output) -> None:
    whole = (repaired / "page.patch.json").read_bytes()
    Path("damaged.patch.json").write_bytes(whole[:-100])
    code = main(["repair", "--undo", "damaged.patch.json", "gone.json", str(repaired / "page.patch.json"), "--json"])
    summary = json.loads(capsys.readouterr().out)
    assert code == summary["exit_code"] == 2
    assert [bool(one["failure"]) for one in summary["files"]] == [True, True, False]
    assert Path("page.txt").exists()


# Explaining


def test_a_line_is_explained(text: Path, capsys: Output) -> None:
    assert main(["repair", str(text), "--explain", "四十六艘"]) == 0
    said = capsys.readouterr().out
    assert "What could go before it" in said and "the word 登记 across the joint" in said
    (decided,) = (line for line in said.splitlines() if line.startswith("=>") and "登记" in line)
    assert garbled_text.HARBOUR[4] in decided
    assert not Path("out").exists()


def test_a_row_of_several_lines_is_listed(text: Path, capsys: Output) -> None:
    row = next(n for n, line in enumerate(text.read_text("utf-8").split("\n"), 1) if line.startswith("会议要求"))
    assert main(["repair", str(text), "--explain", str(row)]) == 0
    said = capsys.readouterr().out
    assert all(line in said for line in garbled_text.HARBOUR_TWO)
    assert f"{len(garbled_text.HARBOUR_TWO)} lines are meant" in said


def test_an_explanation_in_json(text: Path, capsys: Output) -> None:
    assert main(["repair", str(text), "--explain", "四十六艘", "--json"]) == 0
    (explained,) = json.loads(capsys.readouterr().out)
    assert explained["before"]["decided"] == "line" and explained["before"]["candidates"][0]["share"] > 0.5


# What it shows


class Terminal:
    def __init__(self, *, is_terminal: bool) -> None:
        self.is_terminal = is_terminal
        self.written = ""

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass


def test_a_long_text_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_s = [0.0]
    monkeypatch.setattr("pipeline.report.time.monotonic", lambda: clock_s[0])
    terminal, log, silent = (Terminal(is_terminal=shown) for shown in (True, False, False))
    shown = [
        Progress(1, stream, verbose=False, quiet=quiet)  # type: ignore[arg-type]
        for stream, quiet in ((terminal, False), (log, False), (silent, True))
    ]
    for each in shown:
        each.working("x.txt", "thread")
        for done in range(0, 100_001, 1_000):
            clock_s[0] += 0.5
            each.lines(done, 100_000)
    assert "x.txt: thread, 50,000 of 100,000 lines" in terminal.written
    assert 3 <= log.written.count("\n") <= 6 and "of 100,000 lines" in log.written
    assert silent.written == ""


def test_columns_are_aligned_by_what_a_terminal_shows() -> None:
    rows = columned([("a", "1", "x"), ("汉字", "22", "y")], frozenset({1})).splitlines()
    assert rows == ["a      1  x", "汉字  22  y"]
