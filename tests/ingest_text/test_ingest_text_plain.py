"""Plain text as a page: every character leads back to its place in the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.codec import decode, encode
from pipeline.ingest_text.plain import page_of_text, rows_of
from pipeline.invariants import violations
from pipeline.page import BlockKind, Direction, Page, Source
from tests.ingest_text.typeset_text import PARAGRAPHS, set_in_lines

ROOT = Path(__file__).parents[2]


def page_of(text: str) -> Page:
    return page_of_text(text, "x", Source("x.txt", "0" * 64, 0, 0, 0.0))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_character_stands_where_its_box_says(end: str) -> None:
    text = end.join(["河边晨报", "", "　　" + " ".join(set_in_lines(PARAGRAPHS[0], 13)), "", PARAGRAPHS[1], ""])
    page, rows = page_of(text), rows_of(text)
    assert list(violations(page)) == []
    for line in page.lines.values():
        for char in line.chars:
            x0, y0, x1, y1 = char.box
            assert rows[int(y0)][int(x0)] == char.text and (x1, y1) == (x0 + 1, y0 + 1) and char.confidence == 1.0
    read = "".join("".join(line.text.split()) for line in page.lines.values())
    assert read == "".join(text.split())


def test_chunks_are_blocks_and_printed_lines_their_lines() -> None:
    lines = set_in_lines(PARAGRAPHS[0], 13)
    page = page_of("河边晨报\n\n" + " ".join(lines) + "\n")
    assert [block.kind for block in page.blocks] == [BlockKind.PARAGRAPH] * 2
    assert [block.direction for block in page.blocks] == [Direction.LTR] * 2
    assert [line.text for line in page.blocks[1].lines] == lines
    assert page.orders[0].lines == tuple(page.lines) == ("b0l1", *(f"b1l{n + 1}" for n in range(len(lines))))
    assert page.orders[0].method == "as given"


def test_the_source_is_the_frame_of_the_text() -> None:
    source = page_of("河边\n\n晨报，第二天\n").source
    assert (source.width_px, source.height_px, source.dpi) == (6, 3, 0.0)


def test_rows_end_as_in_files() -> None:
    assert rows_of("a\nb") == ["a", "b"] == rows_of("a\r\nb\r\n")
    assert rows_of("a\n\n") == ["a", ""]
    assert rows_of("") == [""]


def test_the_page_document_keeps_it() -> None:
    page = page_of("\n\n".join(" ".join(set_in_lines(paragraph, 14)) for paragraph in PARAGRAPHS))
    assert decode(encode(page)) == page


def test_a_long_text_takes_seconds_and_little_memory(tmp_path: Path) -> None:
    """20,000 lines in a process of its own, so that the memory is that of the text; a fifth of the promised size."""
    lines = [line for paragraph in PARAGRAPHS for line in set_in_lines(paragraph, 14)]
    (tmp_path / "long.txt").write_text("\n".join(lines * (20_000 // len(lines) + 1)), "utf-8")
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom pipeline.ingest_text import read_text\n"
        "before = resource.getrusage(resource.RUSAGE_SELF)\npages = read_text(Path(sys.argv[1]))\n"
        "after = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(len(pages[0].lines), after.ru_utime - before.ru_utime, after.ru_maxrss - before.ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "long.txt")], capture_output=True, text=True, cwd=ROOT, check=True
    )
    count, seconds, kilobytes = done.stdout.split()
    assert int(count) >= 20_000 and float(seconds) < 6.0 and float(kilobytes) < 200_000
