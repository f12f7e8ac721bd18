"""Rows of few pieces between paragraphs of a known measure: what is glued in them, and what ends a sentence."""

from __future__ import annotations

from pipeline.ingest_text import printed_lines
from tests.threads.garbled_text import HARBOUR, HARBOUR_TWO, LIBRARY, LIBRARY_TWO


def lines_of(*rows: str) -> list[str]:
    return [line.text for line in printed_lines([part for row in rows for part in (row, "")])]


def test_two_lines_without_a_blank_between_them_in_a_row_of_few() -> None:
    first, second, third, last = LIBRARY_TWO
    glued = f"{first} {second}{third} {last}"
    found = lines_of(" ".join(HARBOUR), glued, " ".join(HARBOUR_TWO))
    assert found == [*HARBOUR, *LIBRARY_TWO, *HARBOUR_TWO]


def test_a_blank_behind_a_full_stop_is_a_break() -> None:
    *lines, last = LIBRARY
    strayed = "本市简讯"
    assert lines_of(" ".join(HARBOUR), " ".join([*lines, last, strayed])) == [*HARBOUR, *lines, last, strayed]
