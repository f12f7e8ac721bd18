"""The command line, end to end: what it makes, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.cli import main
from pipeline.settings import STAGES

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "samples" / "pages" / "small.png"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """English, no settings of the developer's, and an empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture(scope="session")
def read_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of one full run of the small page."""
    out = tmp_path_factory.mktemp("read")
    code = main(["page", str(SMALL), "-o", str(out), "--format", "json,md,txt,html", "--split", "--draw", "--quiet"])
    assert code == 0
    return out


def blank(path: Path, pages: int = 1) -> Path:
    image = Image.new("L", (600, 800), 255)
    image.save(path, **({"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}))
    return path


def summary_of(capsys: Output) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


# What it makes


def test_a_page_becomes_its_documents(read_page: Path) -> None:
    assert {"small.json", "small.md", "small.txt", "small.html", "small.banmian"} <= {
        p.name for p in read_page.iterdir()
    }
    page = json.loads((read_page / "small.json").read_text("utf-8"))
    text = "".join(p for item in page["articles"] for p in item["paragraphs"])
    assert len(text) > 200
    articles = sorted(p.name for p in (read_page / "small-articles").glob("*.json"))
    assert len(articles) == len(page["articles"])
    first = json.loads((read_page / "small-articles" / articles[0]).read_text("utf-8"))
    assert first["articles"][0]["paragraphs"] == page["articles"][0]["paragraphs"]
    assert len(first["articles"]) == 1
    for picture in (read_page / "small-drawn").iterdir():
        with Image.open(picture) as drawn:
            assert drawn.size[0] > 300
    assert len(list((read_page / "small-drawn").iterdir())) >= 3


def test_nothing_is_left_besides(read_page: Path) -> None:
    assert [p.name for p in read_page.rglob(".*")] == []


@pytest.mark.parametrize("stage", ["recognize", "order", "articles", "repair"])
def test_an_earlier_run_is_taken_up(stage: str, read_page: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "small.banmian").write_bytes((read_page / "small.banmian").read_bytes())
    code = main(["page", str(SMALL), "-o", str(tmp_path), "--from", stage, "--json"])
    assert code == 0, capsys.readouterr()
    again, before = (json.loads((folder / "small.json").read_text("utf-8")) for folder in (tmp_path, read_page))
    assert again["articles"] == before["articles"]
    assert again["furniture"] == before["furniture"]


def test_a_blank_page_is_a_page_without_articles(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(blank(tmp_path / "x.png")), "-o", "out", "--format", "json,md,txt,html", "--json"]) == 0
    page = json.loads((tmp_path / "out" / "x.json").read_text("utf-8"))
    assert page["articles"] == [] and page["lines"] == []
    (result,) = summary_of(capsys)["pages"]
    assert result["status"] == "done" and result["articles"] == []
    assert [name for name, _ in result["stages"]] == list(STAGES)


def test_pages_of_a_file_are_numbered(tmp_path: Path) -> None:
    scan = blank(tmp_path / "x.tif", pages=3)
    assert main(["page", str(scan), "-o", "out", "--pages", "1,3"]) == 0
    assert sorted(p.name for p in (tmp_path / "out").glob("*.json")) == ["x-0001.json", "x-0003.json"]


def test_until_a_stage(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(blank(tmp_path / "x.png")), "-o", "out", "--until", "segment", "--json"]) == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["x.banmian"]  # no articles, no document of them
    assert [name for name, _ in summary_of(capsys)["pages"][0]["stages"]] == ["straighten", "segment"]
    assert main(["page", "x.png", "-o", "out", "--from", "recognize"]) == 0
    assert (tmp_path / "out" / "x.json").exists()


# Output that exists


def test_existing_output_is_refused_kept_or_made_anew(tmp_path: Path, capsys: Output) -> None:
    command = ["page", str(blank(tmp_path / "x.png")), "-o", "out"]
    assert main(command) == 0
    (tmp_path / "out" / "x.json").write_text("mine")
    assert main(command) == 6
    assert "--existing redo" in capsys.readouterr().err
    assert main([*command, "--existing", "skip", "--json"]) == 0
    assert summary_of(capsys)["pages"][0]["status"] == "skipped"
    assert (tmp_path / "out" / "x.json").read_text() == "mine"
    assert main([*command, "--existing", "redo"]) == 0
    assert (tmp_path / "out" / "x.json").read_text() != "mine"


def test_older_articles_do_not_stay(read_page: Path, tmp_path: Path) -> None:
    (tmp_path / "small.banmian").write_bytes((read_page / "small.banmian").read_bytes())
    older = tmp_path / "small-articles" / "77.json"
    older.parent.mkdir()
    older.write_text("{}")
    assert main(["page", str(SMALL), "-o", str(tmp_path), "--from", "repair", "--split"]) == 0
    assert not older.exists() and (older.parent / "01.json").exists()


def test_from_without_an_earlier_run(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(blank(tmp_path / "x.png")), "-o", "out", "--from", "order"]) == 1
    assert "without --from" in capsys.readouterr().err


def test_from_with_another_scan(tmp_path: Path, capsys: Output) -> None:
    scan = blank(tmp_path / "x.png")
    assert main(["page", str(scan), "-o", "out"]) == 0
    Image.new("L", (600, 800), 250).save(scan)
    assert main(["page", str(scan), "-o", "out", "--from", "order"]) == 1
    assert "another one" in capsys.readouterr().err


# Bad input: one line, its exit code, the page, and nothing half-written


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels and has none."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def noise(path: Path, **options: Any) -> Path:
    Image.effect_noise((600, 800), 80).save(path, **options)
    return path


def cut(path: Path, share: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path


def pdf(path: Path, *, pages: int = 1, password: str = "") -> Path:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(400, 600)
    if password:
        writer.encrypt(password)
    writer.write(path)
    return path


BAD = {
    "empty": (2, lambda folder: (folder / "x.jpg").touch() or folder / "x.jpg"),
    "text": (2, lambda folder: (folder / "x.jpg").write_text("not a picture at all") and folder / "x.jpg"),
    "truncated jpeg": (2, lambda folder: cut(noise(folder / "x.jpg"), 0.5)),
    "truncated tiff": (2, lambda folder: cut(noise(folder / "x.tif", compression="tiff_lzw"), 0.5)),
    "encrypted pdf": (8, lambda folder: pdf(folder / "x.pdf", password="secret")),
    "pdf without pages": (2, lambda folder: pdf(folder / "x.pdf", pages=0)),
    "one pixel": (2, lambda folder: Image.new("L", (1, 1)).save(folder / "x.png") or folder / "x.png"),
    "huge": (2, lambda folder: (folder / "x.png").write_bytes(png_header(60_000, 60_000)) and folder / "x.png"),
    "missing": (2, lambda folder: folder / "x.png"),
    "folder without scans": (2, lambda folder: (folder / "x").mkdir() or folder / "x"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_scans(case: str, tmp_path: Path, capsys: Output) -> None:
    code, make = BAD[case]
    assert main(["page", str(make(tmp_path)), "-o", "out"]) == code
    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert "x" in line.split(":")[0] and line.endswith(")"), line  # names the scan, ends with the hint
    assert said.out == ""
    assert list((tmp_path / "out").iterdir()) == []


def test_unwritable_output_is_told_before_work_starts(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "file").write_text("")
    assert main(["page", str(blank(tmp_path / "x.png")), "-o", "file", "--verbose"]) == 5
    (line,) = capsys.readouterr().err.splitlines()  # and none about stages
    assert "file" in line and "-o" in line


def test_missing_tesseract(tmp_path: Path) -> None:
    environ = {**os.environ, "PATH": str(tmp_path)}
    command = [sys.executable, "-m", "pipeline.cli", "page", str(SMALL), "-o", str(tmp_path / "out")]
    done = subprocess.run([*command, "--engine", "tesseract"], env=environ, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 3
    assert "tesseract" in done.stderr.lower() and "apt" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list((tmp_path / "out").glob("*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "crystalball"], "ppocr, tesseract"),
        (["--format", "docx"], "html, json, md, patch, txt"),
        (["--from", "nothing"], "straighten"),
        (["--direction", "up"], "horizontal"),
        (["--jobs", "0"], "1 or more"),
        (["--jobs", "many"], "many"),
        (["--pages", "3-1"], "1,3-5"),
        (["--from", "order", "--until", "segment"], "nothing to run"),
        (["--nonsense"], "--help"),
    ],
)
def test_usage_errors(words: list[str], said: str, tmp_path: Path, capsys: Output) -> None:
    scan = blank(tmp_path / "x.png")
    if "--until" in words:
        main(["page", str(scan), "-o", "out"])
    assert main(["page", str(scan), "-o", "out", *words]) == 1
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_two_scans_of_one_name_are_refused(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(blank(tmp_path / "x.png")), str(blank(tmp_path / "x.tif")), "-o", "out"]) == 1
    assert "x.png and x.tif" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# Many pages


def folder_with_faults(tmp_path: Path) -> Path:
    scans = tmp_path / "scans"
    scans.mkdir()
    blank(scans / "a.png")
    (scans / "b.png").write_bytes(b"")
    noise(scans / "c.jpg")
    cut(scans / "c.jpg", 0.5)
    blank(scans / "d.png")
    return scans


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_bad_scan_does_not_stop_the_others(jobs: int, tmp_path: Path, capsys: Output) -> None:
    code = main(["page", str(folder_with_faults(tmp_path)), "-o", "out", "--jobs", str(jobs), "--json"])
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert code == summary["exit_code"] == 2
    status = {page["page"].split("/")[-1]: page["status"] for page in summary["pages"]}
    assert status == {"a.png": "done", "b.png": "failed", "c.jpg": "failed", "d.png": "done"}
    errors = [page["failure"] for page in summary["pages"] if page["failure"]]
    assert all(e["error"] == "InputError" and e["exit_code"] == 2 and e["message"] and e["hint"] for e in errors)
    assert "b.png" in said.err and "c.jpg" in said.err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.banmian", "a.json", "d.banmian", "d.json"]


def test_the_summary_names_what_failed(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(folder_with_faults(tmp_path)), "-o", "out"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("2 pages done, 2 failed: ")
    assert "b.png" in said.err.splitlines()[-1]


def test_quiet_in_a_pipe(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(blank(tmp_path / "x.png")), "-o", "out"]) == 0
    assert capsys.readouterr() == ("", "")


def test_verbose_tells_the_stages(tmp_path: Path, capsys: Output) -> None:
    assert main(["page", str(blank(tmp_path / "x.png")), "-o", "out", "--verbose"]) == 0
    said = capsys.readouterr()
    assert all(stage in said.err for stage in STAGES)
    assert "headline" in said.out  # the table of articles


def test_chinese_where_the_locale_says_so(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "x.jpg").touch()
    assert main(["page", "x.jpg", "-o", "out"]) == 2
    assert capsys.readouterr().err == "x.jpg：文件是空的（重新拷贝或扫描）\n"
    assert main(["page", "x.jpg"]) == 1
    assert "缺少参数" in capsys.readouterr().err


def test_names_that_are_no_text(tmp_path: Path) -> None:
    scan = blank(tmp_path / "x.png").rename(os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.png"))
    command = [sys.executable, "-m", "pipeline.cli", "page", str(scan), "-o", str(tmp_path / "out"), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert os.fsencode(json.loads(done.stdout)["pages"][0]["page"]) == b"\xff\xfe.png"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_pages_can_be_gone_on_with(jobs: str, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    for number in range(12):
        blank(scans / f"{number:02d}.png")
    command = [sys.executable, "-m", "pipeline.cli", "page", str(scans), "-o", str(tmp_path / "out")]
    running = subprocess.Popen(
        [*command, "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline_s = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.banmian")) and time.monotonic() < deadline_s:
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    summary, said = running.communicate(timeout=60)
    assert running.returncode == 130 == json.loads(summary)["exit_code"]
    assert "--existing skip" in said and "Traceback" not in said
    finished = list((tmp_path / "out").glob("*.banmian"))
    assert 0 < len(finished) < 12
    assert all(path.with_suffix(".json").exists() for path in finished)
    assert main([*command[3:], "--existing", "skip"]) == 0
    assert len(list((tmp_path / "out").glob("*.json"))) == 12


# The other commands


def test_engines_are_listed(capsys: Output) -> None:
    assert main(["engines", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    named = {(engine["group"], engine["name"]) for engine in found}
    assert {("ocr", "ppocr"), ("ocr", "tesseract"), ("layout", "compositor"), ("export", "json")} <= named
    assert all(e["version"] or e["problem"] for e in found if e["group"] != "export")
    assert main(["engines"]) == 0
    assert "ppocr" in capsys.readouterr().out


def test_a_page_is_evaluated(read_page: Path, capsys: Output) -> None:
    page = str(read_page / "small.json")
    truth = SMALL.with_suffix(".json")
    assert main(["evaluate", str(truth), page, "--json"]) == 0
    measures = json.loads(capsys.readouterr().out)
    assert measures["han_cer"] < 0.02
    assert main(["evaluate", str(truth), str(read_page / "small.txt")]) == 0
    assert "han_cer" in capsys.readouterr().out
    assert main(["evaluate", str(truth), "nowhere.json"]) == 2


def test_settings_are_printed_and_taken(tmp_path: Path, capsys: Output) -> None:
    assert main(["settings"]) == 0
    printed = capsys.readouterr().out
    (tmp_path / "banmian.toml").write_text(printed.replace('direction = "auto"', 'direction = "vertical"'), "utf-8")
    assert main(["settings"]) == 0
    assert 'direction = "vertical"  # banmian.toml' in capsys.readouterr().out
    (tmp_path / "banmian.toml").write_text("[segmentation]\n")
    assert main(["page", "x.png", "-o", "out"]) == 9


def test_version_and_help(capsys: Output) -> None:
    for words in (["--version"], ["--help"], ["page", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
    assert "banmian page scans/ -o out" in capsys.readouterr().out
    assert main([]) == 1
