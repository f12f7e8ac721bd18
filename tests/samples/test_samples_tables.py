"""Pages with tables and classified advertisements: cells stand where the truth says, every small item is its own."""
from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from samples.classifieds import Small, draw_small, set_small
from samples.classifieds_copy import ADVERTS, adverts, lost, notices
from samples.fonts import cast, covers
from samples.house import choose
from samples.make import make_page
from samples.press import Press
from samples.sheet import Box
from samples.tables import MAKERS, RULED, TableStyle, draw_style, set_in
from samples.tables_copy import Column, TableCopy

Pressed = Callable[[str, int], Press]
SEEDS = (1, 2, 4)


def tight(text: str) -> str:
    return text.replace("\u3000", "").replace(" ", "")


def meets(a: Box, b: Box, least: float = 1.0) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > least and min(a[3], b[3]) - max(a[1], b[1]) > least


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_lies_on_anything_else(pressed: Pressed, seed: int) -> None:
    sheet = pressed("tables", seed).sheet
    solid = [region.box for region in sheet.regions if region.kind in ("picture", "drawing", "rule")]
    for k, line in enumerate(sheet.lines):
        assert line.text == line.text.strip() != ""
        assert not any(meets(line.box, box) for box in solid), line
        slack = max(1.0, 0.08 * (line.box[3] - line.box[1]))
        assert not any(meets(line.box, other.box, slack) for other in sheet.lines[k + 1:]), line


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_are_the_rows_and_stand_in_columns(pressed: Pressed, seed: int) -> None:
    press = pressed("tables", seed)
    tables = [item for item in press.items if item.kind == "table"]
    assert len(tables) >= 2
    for item in tables:
        assert len({len(row) for row in item.rows}) == 1 and item.headline
        printed = [["" for _ in row] for row in item.rows]
        extent: dict[int, list[tuple[float, float]]] = {}
        level: dict[int, list[tuple[float, float]]] = {}
        for line, (r, k) in item.cells.items():
            printed[r][k] += line.text
            extent.setdefault(k, []).append((line.box[0], line.box[2]))
            level.setdefault(r, []).append((line.box[1], line.box[3]))
        wanted, found = ([[tight(cell) for cell in row] for row in rows] for rows in (item.rows, printed))
        assert wanted == found
        for spans in (extent, level):  # columns and rows do not reach into each other
            ends = [(min(a for a, _ in spans[k]), max(b for _, b in spans[k])) for k in sorted(spans)]
            assert all(before[1] < after[0] + 1 for before, after in pairwise(ends))


def test_the_truth_has_every_table_once_for_the_scorer() -> None:
    image, truth = make_page(2, "tables", "degraded")
    height, width = image.shape[:2]
    items: dict[str, dict[str, Any]] = {item["id"]: item for item in truth["articles"]}
    found = [table["article"] for table in truth["tables"]]
    assert found == [k for k, item in items.items() if item["kind"] == "table"]
    for table in truth["tables"]:
        assert items[table["article"]]["rows"] == table["rows"]
        lines = [line for line in truth["lines"] if line["article"] == table["article"] and line["role"] == "cell"]
        for line in lines:
            assert tight(line["text"]) in tight(table["rows"][line["row"]][line["column"]])
            polygon = np.array(line["polygon"])
            assert (polygon >= 0).all() and (polygon <= [width, height]).all()
        assert {(x["row"], x["column"]) for x in lines} == {
            (r, k) for r, row in enumerate(table["rows"]) for k, cell in enumerate(row) if cell}


def test_pages_without_tables_have_no_such_key() -> None:
    truth = make_page(1, "small")[1]
    assert "tables" not in truth and not any("row" in line for line in truth["lines"])


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_every_table_can_be_set(make: Callable[[Random, str], TableCopy]) -> None:
    for seed in range(6):
        rng = Random(seed)
        copy = make(rng, "澄川")
        assert all(len(row) == len(copy.columns) for row in copy.rows)
        assert covers(cast("hei")[0], "".join("".join(row) for row in copy.rows))
        set_table = set_in(copy, draw_style(rng, choose(rng)), 3000.0, 1500.0)
        assert set_table is not None and sum(set_table.heights_px) <= 1501


def _style(rules: str, rng: Random) -> TableStyle:
    while (style := draw_style(rng, choose(rng))).rules != rules:
        pass
    return style


@pytest.mark.parametrize("rules", sorted(set(RULED)))
def test_long_cells_are_broken_only_where_rules_part_the_rows(rules: str) -> None:
    columns = (Column("编号"), Column("地块位置", "left", 7.0))
    copy = TableCopy("土地", columns, tuple((str(k), "双塘镇解放路以东、滨江大道以北") for k in range(5)))
    table = set_in(copy, _style(rules, Random(1)), 2000.0, 2000.0)
    assert table is not None
    assert (len(table.cells[-1][1].lines) > 1) == (rules in ("grid", "open", "rows"))
    assert table.cells[-1][1].text == "双塘镇解放路以东、滨江大道以北"


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_small_items_are_items(pressed: Pressed, seed: int) -> None:
    press = pressed("tables", seed)
    area = next(region.box for region in press.sheet.regions if region.kind == "classifieds")
    small = [item for item in press.items if any(
        line.item == item.id and meets(line.box, area) for line in press.sheet.lines)]
    assert len(small) > 20 and {item.kind for item in small} == {"advertisement", "notice"}
    for item in small:
        lines = [line for line in press.sheet.lines if line.item == item.id]
        for number, paragraph in enumerate(item.paragraphs):
            assert tight("".join(x.text for x in lines if x.paragraph == number)) == tight(paragraph)
        assert max(line.box[2] for line in lines) - min(line.box[0] for line in lines) < 0.6 * (area[2] - area[0])
    assert any(kind == "running-head" for kind, _ in press.furniture)


def test_lines_are_not_torn_apart_by_numbers() -> None:
    rng = Random(4)
    style: Small = draw_small(rng, choose(rng))
    for plain in set_small("清洗油烟机、玻璃幕墙，免费上门。联系电话：0530-81972846", style, 10.0, 0.0):
        gaps = [b - a for (_, a), (_, b) in pairwise(plain.glyphs)]
        assert max(gaps) < 1.5


def test_copy_of_classifieds_is_filled_in() -> None:
    rng = Random(9)
    ads = [ad for section in ADVERTS for ad in adverts(rng, "澄川", section)] + lost(rng, "澄川") + notices(rng, "澄川")
    assert len(ads) > 60
    for ad in ads:
        assert ad.text and not set(ad.text + ad.first) & set("{}[]|"), ad
