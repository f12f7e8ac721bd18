"""Printed lines in rows: breaks that are blanks, blanks that are no breaks, breaks without blanks."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.ingest_text.em import width_em, widths_em
from pipeline.ingest_text.measure import find_measures
from pipeline.ingest_text.printed_lines import printed_lines
from tests.ingest_text.typeset_text import PARAGRAPHS, set_in_lines

SEED = Path(__file__).parents[3] / "shared" / "seed"


def texts(*rows: str) -> list[str]:
    return [line.text for line in printed_lines(rows)]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("measure", [10, 12, 13, 14, 16, 21])
@pytest.mark.parametrize("join", [" ", "\n", "　"])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_lines_are_found_in_both_layouts(measure: int, join: str, indent: str) -> None:
    expected = [line for paragraph in PARAGRAPHS for line in set_in_lines(paragraph, measure)]
    chunks = [indent + join.join(set_in_lines(paragraph, measure)) for paragraph in PARAGRAPHS]
    assert texts(*"\n\n".join(chunks).split("\n")) == expected


def test_chunks_need_no_blank_rows_between_them_where_lines_are_rows() -> None:
    expected = [line for paragraph in PARAGRAPHS for line in set_in_lines(paragraph, 13)]
    found = printed_lines(expected)
    assert [line.text for line in found] == expected
    assert {line.chunk for line in found} == {0}


def test_heads_bylines_and_letter_spaced_rows_stay_one_line() -> None:
    body = [" ".join(set_in_lines(paragraph, 14)) for paragraph in PARAGRAPHS]
    heads = [
        "沿河居民凑钱修桥 六十一天走通两岸",
        "■摄影 王 禾 林小满 周自远",
        "河边晨报社 沿河镇文化站 主办",
        "天 气 转 凉:早 晚 添 衣,过 桥 慢 行",
        "陈家豆腐铺",
    ]
    rows = [row for pair in zip(heads, [*body, ""], strict=True) for text in pair for row in (text, "")]
    found = texts(*rows)
    assert [head for head in heads if head not in found] == []


def test_pieces_of_one_line_are_put_together_only_up_to_the_measure() -> None:
    lines = set_in_lines(PARAGRAPHS[1], 14)
    row = " ".join(lines).replace("48.5万", "48.5 万")
    assert [squeezed(text) for text in texts(row)] == lines
    assert "48.5 万" in " ".join(texts(row))


def test_glued_lines_are_cut_at_a_certain_measure() -> None:
    lines = [set_in_lines(paragraph, 14) for paragraph in PARAGRAPHS]
    rows = [" ".join(paragraph) for paragraph in lines]
    rows[2] = rows[2].replace(lines[2][3] + " ", lines[2][3])
    assert texts(*rows) == [line for paragraph in lines for line in paragraph]


def test_a_text_without_breaks_is_not_cut() -> None:
    rows = [row for paragraph in PARAGRAPHS for row in (squeezed(paragraph), "")]
    assert texts(*rows) == [squeezed(paragraph) for paragraph in PARAGRAPHS]


def test_no_line_begins_with_a_closing_mark_or_inside_a_number() -> None:
    lines = [set_in_lines(paragraph, 12) for paragraph in PARAGRAPHS]
    for paragraph in lines:
        for k in range(len(paragraph) - 1):
            rows = [" ".join(other) for other in lines if other is not paragraph]
            rows.append(" ".join([*paragraph[:k], paragraph[k] + paragraph[k + 1], *paragraph[k + 2 :]]))
            found = texts(*rows)
            assert not any(text[0] in ",。、；：？！”" for text in found)
            assert not any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(found))


def test_lines_lead_back_to_their_places() -> None:
    rows = ["", "　　" + " ".join(set_in_lines(PARAGRAPHS[0], 14)), "\f" + PARAGRAPHS[1], "陈家豆腐铺 \t"]
    found = printed_lines(rows)
    assert all(rows[line.row][line.start : line.stop] == line.text == line.text.strip() for line in found)
    assert squeezed("".join(line.text for line in found)) == squeezed("".join(rows))
    assert found[0].indent_em == 2.0 and found[0].measure_em == 14.0 and found[1].indent_em == 0.5
    assert sorted({line.chunk for line in found}) == [0, 1]  # the form feed parts them


def test_nothing_gives_nothing() -> None:
    assert printed_lines([]) == [] == printed_lines(["", " \t", "\f"])


def test_widths_are_those_of_print() -> None:
    assert width_em("今年5月") == 3.5
    assert width_em("他说,\"好\"") == 6.0  # OCR's half-width marks beside Han
    assert width_em("共2.4亿") == 3.5  # but not in a number
    assert width_em("……") == 2.0 and width_em("......") == 3.0
    assert sum(widths_em("a中\u200b文b")) == width_em("a中\u200b文b") == 3.0


def test_two_columns_read_as_one_have_two_measures() -> None:
    widths = [14.0, 20.0, 14.0, 20.5, 13.5, 20.0, 14.0, 20.0]
    assert {measure.width_em for measure in find_measures(widths)} == {14.0, 20.0}
    assert find_measures([7.0, 9.0, 12.0, 20.0]) == () == find_measures([2.0] * 9)


@pytest.mark.parametrize("row", ["中" * 300_000, "中 " * 60_000, "\u200b " * 60_000, "中文字，" * 5 + " x" * 60_000])
def test_hostile_rows_take_no_long_time(row: str) -> None:
    start = time.perf_counter()
    printed_lines([row])
    assert time.perf_counter() - start < 10.0


def test_the_lines_of_the_sample_page_are_found() -> None:
    if not SEED.is_dir():
        pytest.skip("the sample page is not here")
    expected = json.loads((SEED / "expected.json").read_text("utf-8"))
    parts = [p for article in expected["articles"] for lines in article["paragraphs"] for p in lines if p]
    found = {squeezed(text) for text in texts(*(SEED / "page.txt").read_text("utf-8").split("\n"))}
    alone = [part for part in parts if squeezed(part) in found]
    joined = [a + b for a, b in pairwise(parts) if squeezed(a + b) in found]
    assert len(alone) >= 0.94 * len(parts)
    assert len(alone) + 2 * len(joined) >= 0.99 * len(parts)
