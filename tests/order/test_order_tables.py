"""Tables found among the lines of a page, and their rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import polygon_of
from pipeline.order.tabular.tables import Table, find_tables, table_of
from pipeline.page import Block, BlockKind, Box, Inset, Page, Rule, Transform
from tests.pages import block, paragraph_page

WEATHER = (("城市", "天气", "气温"), ("平原", "多云", "12℃"), ("山地", "小雨", "8℃"), ("海岛", "晴", "19℃"))
PITCH = 50.0
STORY = [
    "本报讯，昨天上午河边的灯亮了，",
    "街坊们说三年没见过这么热闹，",
    "孩子们也都来了，桥头有人卖糖，",
    "直到夜里十点，人才慢慢散去。",
]


def cells(rows: Sequence[Sequence[str]], x: float, y: float, step: float = 200.0, first: int = 1) -> list[Block]:
    return [
        block(first + 20 * r + c, BlockKind.PARAGRAPH, x + c * step, y + r * PITCH, [text])
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]


def page_of(blocks: Sequence[Block], *rules: Box) -> Page:
    marks = tuple(Rule(f"r{n}", "straight", polygon_of(box)) for n, box in enumerate(rules))
    page = replace(paragraph_page("字"), blocks=tuple(blocks), orders=(), articles=(), rules=marks)
    return replace(page, transform=Transform(width_px=2400, height_px=3000))


def texts(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("".join(e.text for e in cell) for cell in row) for row in table.rows)


def only_table(page: Page) -> Table:
    (table,) = find_tables(page)
    return table


def test_rows_and_columns_without_any_rule() -> None:
    assert texts(only_table(page_of(cells(WEATHER, 100, 300)))) == WEATHER


def test_empty_cells_keep_their_place() -> None:
    rows = (
        ("货币", "买入", "卖出"), ("美元", "6.41", "6.55"), ("日元", "4.61", ""), 
        ("英镑", "8.90", "9.24"), ("卢布", "", "7.42"),
    )
    assert texts(only_table(page_of(cells(rows, 100, 300)))) == rows


def test_the_title_and_the_note_are_no_rows() -> None:
    title = block(800, BlockKind.PARAGRAPH, 180, 210, ["各地天气"], em=48)
    note = block(801, BlockKind.PARAGRAPH, 160, 300 + 4 * PITCH, ["（以当天预报为准）"])
    table = only_table(page_of([title, *cells(WEATHER, 100, 300), note]))
    assert texts(table) == WEATHER
    assert [e.text for e in table.title] == ["各地天气"]
    assert [e.text for e in table.notes] == ["（以当天预报为准）"]


def test_rows_read_as_one_line_are_cut_at_wide_blanks() -> None:
    rows = [block(n, BlockKind.PARAGRAPH, 100, 300 + n * PITCH, [text]) for n, text in enumerate(
        ("城市    天气    气温", "平原    多云    12度", "山地    小雨    08度", "海岛    阵雨    19度"), 1
    )]  # fmt: skip
    table = only_table(page_of(rows))
    assert texts(table)[1] == ("平原", "多云", "12度")
    assert {(e.start, e.stop) for e in table.rows[1][1]} == {(6, 8)}


def test_a_head_of_two_lines_is_one_row() -> None:
    head = [
        block(900, BlockKind.PARAGRAPH, 100, 282, ["城市"]),
        block(901, BlockKind.PARAGRAPH, 300, 264, ["最低", "气温"], pitch=1.2),
        block(902, BlockKind.PARAGRAPH, 500, 264, ["最高", "气温"], pitch=1.2),
    ]
    body = (("平原", "12", "20"), ("山地", "8", "15"), ("海岛", "19", "26"))
    table = only_table(page_of([*head, *cells(body, 100, 350)]))
    assert texts(table) == (("城市", "最低气温", "最高气温"), *body)


def test_between_rules_a_broken_cell_is_one() -> None:
    rows = [
        block(10 * r + c, BlockKind.PARAGRAPH, x, 310 + 100 * r + (0 if c == 2 else 20), text, pitch=1.3)
        for r in range(4)
        for c, x, text in ((1, 110, [f"{r}号地"]), (2, 310, ["东湾街道以南", f"滨河路{r}号"]), (3, 610, ["商住"]))
    ]
    rules = [(100.0, 300.0 + 100 * k, 760.0, 303.0 + 100 * k) for k in range(5)]
    table = only_table(page_of(rows, *rules))
    assert texts(table) == tuple((f"{r}号地", f"东湾街道以南滨河路{r}号", "商住") for r in range(4))


def test_a_table_between_rules_may_be_nearly_empty() -> None:
    rows = (
        ("片名", "一厅", "二厅", "三厅"),
        ("青山渡", "", "10:30", ""),
        ("海岛少年", "", "", "14:30"),
        ("大江", "16:40", "", ""),
    )
    flat = [(90.0, 285.0 + 50 * k, 900.0, 288.0 + 50 * k) for k in range(5)]
    upright = [(280.0 + 200 * k, 285.0, 283.0 + 200 * k, 488.0) for k in range(3)]
    assert texts(only_table(page_of(cells(rows, 100, 300), *flat, *upright))) == rows


def test_two_cells_read_as_one_line_are_parted_by_the_columns_around_them() -> None:
    rows = [*cells((("货币", "买入", "卖出"), ("美元", "6.41", "6.55"), ("日元", "4.61", "4.75")), 100, 300, step=90)]
    name = block(900, BlockKind.PARAGRAPH, 100, 450, ["英镑"])
    joined = block(901, BlockKind.PARAGRAPH, 190, 450, ["8.90  9.24"])
    last = cells((("欧元", "7.30", "7.42"),), 100, 500, step=90, first=950)
    table = only_table(page_of([*rows, name, joined, *last]))
    assert texts(table)[3] == ("英镑", "8.90", "9.24")


def test_upright_rules_alone_part_the_columns_of_a_table_with_many_empty_cells() -> None:
    rows = (
        ("片名", "一厅", "二厅", "三厅", "四厅"),
        ("山路", "", "22:30", "", "11:55"),
        ("长河", "15:55", "", "17:40", ""),
        ("渡口", "", "22:25", "15:30", "19:30"),
        ("灯塔", "17:55", "9:25", "15:00", ""),
        ("雪夜", "", "10:25", "10:40", "12:10"),
        ("归程", "16:40", "", "", "10:30"),
    )
    walls = [(185.0 + 150 * k, 240.0, 188.0 + 150 * k, 720.0) for k in range(4)]
    assert texts(only_table(page_of(cells(rows, 100, 300, step=150), *walls))) == rows


def test_tables_on_both_sides_of_a_column_rule_are_two() -> None:
    right = (("奖级", "注数"), ("一等", "3"), ("二等", "121"), ("三等", "847"))
    rule = (770.0, 100.0, 773.0, 900.0)
    tables = find_tables(page_of([*cells(WEATHER, 100, 300), *cells(right, 820, 300, first=500)], rule))
    assert [texts(t) for t in tables] == [WEATHER, right]


def test_two_columns_read_as_one_are_parted_where_their_blanks_stand_under_each_other() -> None:
    programmes = (("06:25 早间新闻", "07:10 动画剧场"), ("08:00 科学探秘", "08:45 少儿节目"),
                  ("11:10 经济半小时", "12:00 朝闻天下事"), ("14:45 新闻直播", "18:25 天气预报"))  # fmt: skip
    rows = only_table(page_of(cells(programmes, 100, 300, step=400))).rows
    assert len(rows[0]) == 2, "a blank of half an em is one between words"
    wide = tuple(tuple(text.replace(" ", "  ") for text in row) for row in programmes)
    parted = tuple(tuple(part for text in row for part in text.split(" ")) for row in programmes)
    assert texts(only_table(page_of(cells(wide, 100, 300, step=400)))) == parted


def test_rows_of_numbers_with_blanks_are_one_cell_each() -> None:
    draws = (("双色球", "02 11 21 22 28"), ("大乐透", "08 10 12 24 30"),
             ("七乐彩", "02 06 09 10 12"), ("东方", "01 03 05 07 09"))  # fmt: skip
    assert texts(only_table(page_of(cells(draws, 100, 300)))) == draws


def test_advertisements_beyond_a_rule_of_the_page_are_no_column() -> None:
    beyond = cells(tuple((f"电话{n}",) for n in range(4)), 820, 300, first=700)
    rule = (770.0, 100.0, 773.0, 900.0)
    unruled = page_of([*cells(WEATHER, 100, 300), *beyond])
    assert len(only_table(unruled).rows[0]) == 4
    assert texts(only_table(page_of([*cells(WEATHER, 100, 300), *beyond], rule))) == WEATHER


def test_the_head_on_a_ground_is_a_row_of_its_own() -> None:
    rows = [
        block(10 * r + c, BlockKind.PARAGRAPH, x, 340 + 100 * r + (0 if c == 2 else 20), text, pitch=1.3)
        for r in range(4)
        for c, x, text in ((1, 110, [f"{r}号地"]), (2, 310, ["东湾街道以南", f"滨河路{r}号"]), (3, 610, ["商住"]))
    ]
    head = cells((("编号", "位置", "用途"),), 110, 285, step=250, first=900)
    rules = [(100.0, 430.0 + 100 * k, 760.0, 433.0 + 100 * k) for k in range(4)]
    page = page_of([*head, *rows], *rules)
    ground = replace(page, insets=(Inset("i1", "reversed", polygon_of((100.0, 275.0, 760.0, 325.0))),))
    assert texts(only_table(ground))[0] == ("编号", "位置", "用途")


def test_heads_beside_the_short_entries_of_their_columns_are_a_row() -> None:
    body = (("活期", "0.42", "0.45"), ("半年", "1.10", "1.17"), ("一年", "1.40", "1.52"), ("三年", "2.10", "2.33"))
    places = ((170, "存期"), (232, "甲银"), (432, "乙银"))
    heads = [block(900 + k, BlockKind.PARAGRAPH, x, 250, [text]) for k, (x, text) in enumerate(places)]
    assert len(only_table(page_of([*heads, *cells(body, 100, 300)])).rows) == 5


def test_a_speck_read_as_a_character_between_columns_is_no_column() -> None:
    speck = block(990, BlockKind.PARAGRAPH, 230, 300, ["二"])
    more = (*WEATHER, ("草原", "阴", "7℃"))
    assert texts(only_table(page_of([speck, *cells(more, 100, 300)]))) == more


def test_columns_of_running_text_side_by_side_are_none() -> None:
    columns = [block(n, BlockKind.PARAGRAPH, 100 + 500 * n, 300, STORY * 3) for n in range(4)]
    assert find_tables(page_of(columns)) == []


def test_a_list_of_contents_is_none() -> None:
    rows = tuple((f"■今天的第{n}件事", f"A{n}") for n in range(1, 7))
    assert find_tables(page_of(cells(rows, 100, 300, step=400))) == []


def test_the_same_table_is_made_of_its_lines() -> None:
    page = page_of(cells(WEATHER, 100, 300))
    lines = [e.line for e in only_table(page).entries]
    assert texts(table_of(page, lines)) == WEATHER
