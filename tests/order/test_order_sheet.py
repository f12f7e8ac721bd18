"""The upright sheet, and what each row of type on it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.geometry import polygon_of
from pipeline.order.roles import recut, with_roles
from pipeline.order.sheet import Piece, Sheet, body_size, covers, in_measure, sheet_of
from pipeline.page import Block, BlockKind, Box, Direction, Inset, Line, Page, Picture, Rule, Source, Transform
from tests.pages import BODY, EM, block

SIZE = (1400, 2000)


def page_of(*blocks: Block, pictures: list[Box] = [], insets: list[Box] = [], rules: list[Box] = []) -> Page:  # noqa: B006
    return Page(
        "hand",
        Source("hand.png", "0" * 64, *SIZE, 300.0),
        Transform(width_px=SIZE[0], height_px=SIZE[1]),
        blocks,
        tuple(Rule(f"r{k}", "straight", polygon_of(b)) for k, b in enumerate(rules, 1)),
        tuple(Picture(f"p{k}", "halftone", polygon_of(b)) for k, b in enumerate(pictures, 1)),
        tuple(Inset(f"i{k}", "frame", polygon_of(b)) for k, b in enumerate(insets, 1)),
    )


def roles_of(page: Page) -> dict[str, BlockKind]:
    """The kind of each line by its text."""
    return {row.text: piece.kind for piece in with_roles(sheet_of(page)).pieces for row in piece.rows}


def full(marks: str) -> list[str]:
    """Full rows of 12 characters, each told from the others by its first."""
    return [mark + "街上的灯亮了人们慢慢走" for mark in marks]


TEXT = block(90, BODY, 60, 600, ["　　本报讯昨天街上的灯", *full("甲乙丙丁戊己庚"), "人们回家。"])


# The sheet


def test_the_sheet_of_a_horizontal_page_is_the_page() -> None:
    sheet = sheet_of(page_of(TEXT, rules=[(60, 40, 1300, 44)], insets=[(40, 590, 500, 1000)]))
    assert (sheet.width, sheet.height, sheet.em, sheet.vertical) == (1400.0, 2000.0, EM, False)
    assert sheet.pieces[0].rows[1].box == (60, 642, 420, 672)
    assert sheet.pieces[0].inset == 0 and sheet.inset_kinds == ("frame",)
    assert sheet.rules == ((60, 40, 1300, 44),)


def test_vertical_type_is_turned_upright() -> None:
    """Columns from right to left become rows from top to bottom."""
    lines = tuple(
        replace(line, polygon=polygon_of((x, 100, x + EM, 400)))
        for line, x in zip(TEXT.lines, range(1300, 900, -42), strict=False)
    )
    sheet = sheet_of(page_of(replace(TEXT, direction=Direction.TTB, lines=lines)))
    assert sheet.vertical and (sheet.width, sheet.height) == (2000.0, 1400.0)
    boxes = [row.box for row in sheet.pieces[0].rows]
    assert boxes[0] == (100, 70, 400, 100)
    assert [b[1] for b in boxes] == sorted(b[1] for b in boxes)
    assert {(b[0], b[2]) for b in boxes} == {(100, 400)}


def test_boxes_are_those_of_the_straightened_image() -> None:
    shifted = Transform((1.0, 0.0, -10.0, 0.0, 1.0, -20.0, 0.0, 0.0, 1.0), 1390, 1980)
    assert sheet_of(replace(page_of(TEXT), transform=shifted)).pieces[0].rows[1].box == (50, 622, 410, 652)


def test_lines_without_text_are_left_out() -> None:
    unread = Block("b1", BODY, TEXT.polygon, lines=(Line("b1l1", TEXT.polygon),))
    half = replace(TEXT, lines=(TEXT.lines[0], Line("b90l99", TEXT.polygon)))
    sheet = sheet_of(page_of(unread, half))
    assert [piece.ids for piece in sheet.pieces] == [("b90l1",)]


def test_the_body_size_is_that_of_most_text() -> None:
    pieces = sheet_of(page_of(TEXT, block(1, BlockKind.HEADING, 60, 60, ["石板路修好了"], 70))).pieces
    assert body_size(pieces) == EM
    assert body_size([]) == 36.0


def test_the_smallest_inset_counts_and_one_around_the_page_does_not() -> None:
    frames: list[Box] = [(5, 5, 1395, 1995), (30, 500, 900, 1200), (40, 590, 500, 1000)]
    assert sheet_of(page_of(TEXT, insets=frames)).pieces[0].inset == 2
    assert sheet_of(page_of(TEXT, insets=frames[:2])).pieces[0].inset == 1
    assert sheet_of(page_of(TEXT, insets=frames[:1])).pieces[0].inset == -1


def test_a_short_piece_has_the_measure_of_its_column() -> None:
    pieces = sheet_of(page_of(TEXT, block(1, BODY, 120, 1100, ["短短的"]), block(2, BODY, 700, 1100, ["别处"]))).pieces
    measures = [p.measure for p in in_measure(pieces, EM)]
    assert measures == [(60, 420), (60, 420), (700, 760)]


@pytest.mark.parametrize("lower, share", [((0, 0, 10, 1), 1.0), ((5, 90, 15, 99), 0.5), ((20, 0, 30, 1), 0.0)])
def test_how_much_lies_beneath(lower: Box, share: float) -> None:
    assert covers((0, 0, 10, 10), lower) == share


# Roles


def test_a_piece_is_cut_where_the_kind_changes() -> None:
    piece = sheet_of(page_of(TEXT)).pieces[0]
    kinds = [BlockKind.CREDIT, *[BODY] * 7, BlockKind.JUMP]
    parts = recut(piece, kinds)
    assert [(p.kind, len(p.rows)) for p in parts] == [(BlockKind.CREDIT, 1), (BODY, 7), (BlockKind.JUMP, 1)]
    assert [i for p in parts for i in p.ids] == list(piece.ids)


def test_larger_type_heads_and_body_type_runs() -> None:
    roles = roles_of(page_of(TEXT, block(1, BODY, 60, 500, ["石板路修好了"], 60)))
    assert roles.pop("石板路修好了") is BlockKind.HEADING
    assert set(roles.values()) == {BODY}


def test_a_byline_over_the_text() -> None:
    column = block(1, BODY, 60, 600, ["■记者 王强", "　　本报讯昨天街上的灯", *full("甲乙丙丁戊")])
    roles = roles_of(page_of(column))
    assert roles["■记者 王强"] is BlockKind.CREDIT and roles["　　本报讯昨天街上的灯"] is BODY


def test_words_about_reporters_inside_the_text_are_text() -> None:
    column = block(1, BODY, 60, 600, [*full("甲乙丙"), "记者 王强", *full("丁戊己")])
    assert set(roles_of(page_of(column)).values()) == {BODY}


def test_a_centred_row_is_a_section_head() -> None:
    def column(x: float) -> Page:
        head = block(2, BODY, x, 600 + 3 * 42, ["修旧如旧"])
        whole = block(1, BODY, 60, 600, full("甲乙丙丁戊己庚"))
        lines = (*whole.lines[:3], *head.lines, *whole.lines[4:])
        return page_of(replace(whole, lines=lines))

    assert roles_of(column(180))["修旧如旧"] is BlockKind.SECTION
    assert roles_of(column(60))["修旧如旧"] is BODY


def test_a_jump_line() -> None:
    column = block(1, BODY, 60, 600, [*full("甲乙丙丁"), "（下转第3版）"])
    assert roles_of(page_of(column))["（下转第3版）"] is BlockKind.JUMP


@pytest.mark.parametrize(
    "text, x, y, is_caption",
    [
        ("图为修缮后的老街。王强 摄", 700, 1020, True),
        ("修缮后的老街正是最好看的时候", 700, 1020, True),
        ("图为修缮后的老街。王强 摄", 700, 1150, False),
        ("图为修缮后的老街。王强 摄", 60, 1020, False),
    ],
)
def test_what_stands_close_beneath_a_picture_is_its_caption(text: str, x: float, y: float, is_caption: bool) -> None:
    page = page_of(TEXT, block(1, BODY, x, y, [text]), pictures=[(680, 600, 1200, 1000)])
    assert (roles_of(page)[text] is BlockKind.CAPTION) == is_caption


def test_a_column_that_goes_on_below_a_picture_is_no_caption() -> None:
    column = block(1, BODY, 700, 1020, full("子丑寅卯辰巳午未申酉"))
    roles = roles_of(page_of(TEXT, column, pictures=[(700, 600, 1060, 1000)]))
    assert set(roles.values()) == {BODY}


def test_noise_in_a_picture_and_bare_marks_are_other() -> None:
    unsure = block(1, BODY, 750, 700, ["入人八"])
    chars = tuple(replace(c, confidence=0.5) for c in unsure.lines[0].chars)
    unsure = replace(unsure, lines=(replace(unsure.lines[0], chars=chars),))
    roles = roles_of(page_of(TEXT, unsure, block(2, BODY, 60, 1300, ["。：·"]), pictures=[(680, 600, 1200, 1000)]))
    assert roles["入人八"] is roles["。：·"] is BlockKind.OTHER
    assert roles_of(page_of(TEXT, unsure))["入人八"] is not BlockKind.OTHER


def test_the_head_and_the_foot_of_a_page_are_furniture() -> None:
    page = page_of(
        block(1, BODY, 60, 40, ["2024年5月6日 星期一"]),
        block(2, BODY, 1300, 40, ["3"]),
        block(3, BODY, 600, 40, ["要闻"], 40),
        TEXT,
        block(4, BODY, 60, 1960, ["责任编辑 周宁 版式 李小满"]),
        rules=[(60, 90, 1340, 94), (60, 1940, 1340, 1943)],
    )
    roles = roles_of(page)
    assert roles["3"] is BlockKind.PAGE_NUMBER
    assert roles["2024年5月6日 星期一"] is roles["要闻"] is BlockKind.HEADER
    assert roles["责任编辑 周宁 版式 李小满"] is BlockKind.FOOTER
    assert roles["人们回家。"] is BODY


def test_the_paper_has_its_name_in_the_masthead() -> None:
    page = page_of(
        block(1, BODY, 60, 40, ["河畔日报"], 120),
        block(2, BODY, 700, 60, ["2024年5月6日 星期一 总第1234期"]),
        block(3, BODY, 60, 420, ["石板路修好了"], 60),
        TEXT,
    )
    roles = roles_of(page)
    assert roles["河畔日报"] is roles["2024年5月6日 星期一 总第1234期"] is BlockKind.MASTHEAD
    assert roles["石板路修好了"] is BlockKind.HEADING


@pytest.mark.parametrize(
    "title, rows, kind",
    [
        ("公告", ["　　即日起停水三天", "请各户提前储水。"], BlockKind.NOTICE),
        ("名师小班 火热招生", ["咨询电话：0523-83923003", "地址：人民路五号"], BlockKind.ADVERT),
        ("老街的灯", ["　　昨天街上的灯亮了", "街坊们慢慢走回家。"], BODY),
    ],
)
def test_what_a_frame_is_for(title: str, rows: list[str], kind: BlockKind) -> None:
    page = page_of(
        TEXT, block(1, BODY, 700, 620, [title], 44), block(2, BODY, 700, 700, rows), insets=[(680, 600, 1200, 1000)]
    )
    assert roles_of(page)[rows[0]] is kind


def test_roles_keep_every_line() -> None:
    sheet: Sheet = sheet_of(page_of(TEXT, block(1, BODY, 60, 500, ["石板路", "修好了", "■记者 王强"], 60)))
    assert sorted(i for p in with_roles(sheet).pieces for i in p.ids) == sorted(i for p in sheet.pieces for i in p.ids)


def test_a_piece_knows_its_box_and_text() -> None:
    piece: Piece = sheet_of(page_of(TEXT)).pieces[0].cut(1, 3)
    assert piece.box == (60, 642, 420, 714) and piece.size == EM
    assert piece.text == "".join(full("甲乙")) and piece.measure == (60, 420)
