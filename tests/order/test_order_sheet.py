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


WIDE = block(91, BODY, 60, 1300, ["街上的灯亮了人们慢慢走着说着话回家去了"[:19] + "呢"] * 4)
"""A column of 20 characters, lower than `TEXT`."""


@pytest.mark.parametrize("y, measure", [(1000, (60, 420)), (1250, (60, 660))])
def test_a_short_piece_has_the_measure_of_the_nearest_column(y: float, measure: tuple[float, float]) -> None:
    pieces = sheet_of(page_of(TEXT, WIDE, block(1, BODY, 120, y, ["短短的"]))).pieces
    assert pieces[-1].measure == measure


def test_the_parts_of_a_row_that_was_cut_at_a_blank_are_one() -> None:
    pieces = sheet_of(page_of(TEXT, block(1, BODY, 60, 978, ["街坊"]), block(2, BODY, 180, 978, ["慢慢走"]))).pieces
    assert [p.text for p in pieces[1:]] == ["街坊慢慢走"]
    assert pieces[1].ids == ("b1l1", "b2l1") and pieces[1].box == (60, 978, 270, 1008)


@pytest.mark.parametrize(
    "x, y, em",
    [(200 + EM, 978, EM), (180, 1000, EM), (360, 978, EM), (180, 978, 1.3 * EM)],
    ids=["far", "lower", "wide", "large"],
)
def test_pieces_that_are_no_row_of_the_column_stay_apart(x: float, y: float, em: float) -> None:
    left = block(1, BODY, x - 120 if x == 360 else 60, 978, ["街坊"])
    pieces = sheet_of(page_of(TEXT, left, block(2, BODY, x, y, ["慢慢走"], em))).pieces
    assert [p.text for p in pieces[1:]] == ["街坊", "慢慢走"]


def test_row_parts_far_from_any_column_stay_apart() -> None:
    pieces = sheet_of(page_of(TEXT, block(1, BODY, 60, 1200, ["街坊"]), block(2, BODY, 180, 1200, ["慢慢走"]))).pieces
    assert [p.text for p in pieces[1:]] == ["街坊", "慢慢走"]


@pytest.mark.parametrize("x, joined", [(180, False), (120, False), (240, True)], ids=["flush", "indented", "elsewhere"])
def test_a_row_part_that_begins_where_a_column_does_is_of_that_column(x: float, joined: bool) -> None:
    parts = block(1, BODY, 60, 1478, ["街坊"]), block(2, BODY, 180, 1478, ["慢慢走"])
    texts = [p.text for p in sheet_of(page_of(WIDE, *parts, block(3, BODY, x, 1520, full("甲乙丙丁")))).pieces]
    assert ("街坊慢慢走" in texts) == joined


@pytest.mark.parametrize(
    "box, cut",
    [
        ((40, 590, 500, 1000), False),
        ((40, 590, 300, 1000), True),
        ((200, 590, 500, 1000), True),
        ((40, 590, 300, 640), False),
        ((40, 590, 500, 700), True),
        ((40, 700, 500, 1000), True),
    ],
    ids=["around", "right", "left", "one row", "foot", "head"],
)
def test_an_inset_that_rows_cross_is_none(box: Box, cut: bool) -> None:
    assert sheet_of(page_of(TEXT, insets=[box])).insets == ((0.0, 0.0, 0.0, 0.0) if cut else box,)


def test_an_inset_that_is_none_keeps_its_place() -> None:
    sheet = sheet_of(page_of(TEXT, insets=[(40, 590, 300, 1000), (40, 590, 500, 1000)]))
    assert sheet.pieces[0].inset == 1 and sheet.inset_kinds == ("frame", "frame")


@pytest.mark.parametrize(
    "rule, kept",
    [
        ((680, 596, 1200, 599), False),
        ((1198, 600, 1202, 1000), False),
        ((900, 700, 904, 900), False),
        ((680, 596, 1300, 599), True),
        ((680, 1100, 1200, 1103), True),
    ],
    ids=["edge", "side", "inside", "longer", "apart"],
)
def test_a_rule_that_is_the_edge_of_a_picture_is_none(rule: Box, kept: bool) -> None:
    assert sheet_of(page_of(TEXT, pictures=[(680, 600, 1200, 1000)], rules=[rule])).rules == ((rule,) if kept else ())


@pytest.mark.parametrize("text, em, size", [("1998", 22, EM), ("老街灯亮", 22, 22), ("1998", 40, 40), ("12", 12, 12)])
def test_a_low_row_of_digits_is_of_the_body_size(text: str, em: float, size: float) -> None:
    assert sheet_of(page_of(TEXT, block(1, BODY, 700, 600, [text], em))).pieces[1].rows[0].size == size


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
    column = block(1, BODY, 60, 600, ["街上的灯亮了。人们慢慢走", *full("乙丙"), "记者 王强", *full("丁戊己")])
    assert set(roles_of(page_of(column)).values()) == {BODY}


@pytest.mark.parametrize("begins", ["■记者 王强", "本报讯昨天街上的灯亮了", "（新华社北京9月12日电"])
@pytest.mark.parametrize("titles", [["河道清淤下周开工"], ["河道清淤下周开工", "人们夸这事办得好"]])
def test_titles_above_a_byline_or_a_dateline_head_a_column(titles: list[str], begins: str) -> None:
    roles = roles_of(page_of(TEXT, block(1, BODY, 700, 600, [*titles, begins, *full("子丑寅卯辰")])))
    assert [roles[t] for t in titles] == [BlockKind.HEADING] * len(titles)
    assert roles[begins] is (BlockKind.CREDIT if "记者" in begins else BODY) and roles[full("子")[0]] is BODY


@pytest.mark.parametrize("row", ["河道清淤了，", "开工了。人们说好", "慢慢走回家去。", "一" * 25])
def test_text_above_a_dateline_is_no_title(row: str) -> None:
    column = block(1, BODY, 700, 600, [row, "本报讯昨天街上的灯亮了", *full("子丑寅卯辰")])
    assert roles_of(page_of(TEXT, column))[row] is BODY


@pytest.mark.parametrize("y, kind", [(580, BODY), (480, BlockKind.HEADING)])
def test_a_column_right_beneath_a_picture_has_no_title(y: float, kind: BlockKind) -> None:
    column = block(1, BODY, 700, 600, ["河道清淤下周开工", "本报讯昨天街上的灯亮了", *full("子丑寅卯辰巳午")])
    assert roles_of(page_of(TEXT, column, pictures=[(690, 300, 1070, y)]))["河道清淤下周开工"] is kind


@pytest.mark.parametrize(
    "text, kind", [("（本报记者王强李小满林）", BlockKind.CREDIT), ("本报记者王强李小满林雨婷", BODY)]
)
def test_a_byline_that_fills_the_last_row_stands_in_brackets(text: str, kind: BlockKind) -> None:
    assert roles_of(page_of(block(1, BODY, 60, 600, [*full("甲乙丙丁戊"), text])))[text] is kind


def new_paragraph(number: int, y: float, indent: float = 2) -> Block:
    """A column whose first row is moved in."""
    first = block(number, BODY, 60 + indent * EM, y, ["人们说街上的灯"])
    rest = block(number + 1, BODY, 60, y + 42, full("子丑寅卯"))
    return replace(rest, lines=(*first.lines, *rest.lines))


@pytest.mark.parametrize(
    "above, below, indent, kind",
    [
        (60, 30, 2, BlockKind.HEADING),
        (12, 30, 2, BODY),
        (60, 12, 2, BODY),
        (60, 120, 2, BODY),
        (60, 30, 0, BODY),
    ],
    ids=["apart", "close above", "close below", "far below", "no paragraph begins"],
)
def test_a_row_with_paper_around_it_heads_the_paragraph_below(
    above: float, below: float, indent: float, kind: BlockKind
) -> None:
    upper = block(1, BODY, 60, 1000 - above - 3 * 42 - EM, full("甲乙丙丁"))
    page = page_of(upper, block(2, BODY, 60, 1000, ["老街的灯亮了吗"]), new_paragraph(3, 1000 + EM + below, indent))
    assert roles_of(page)["老街的灯亮了吗"] is kind


def test_a_row_right_under_a_picture_does_not_stand_apart() -> None:
    page = page_of(block(2, BODY, 60, 1000, ["老街的灯亮了吗"]), new_paragraph(3, 1060))
    assert roles_of(page)["老街的灯亮了吗"] is BlockKind.HEADING
    page = replace(page, pictures=(Picture("p1", "halftone", polygon_of((60, 700, 420, 940))),))
    assert roles_of(page)["老街的灯亮了吗"] is not BlockKind.HEADING


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


LONE = ["修缮后的老街正好", "是最好看的时候"]
PICTURE: Box = (680, 600, 1200, 1000)


@pytest.mark.parametrize(
    "other, is_caption",
    [
        (None, True),
        (block(2, BODY, 980, 1020, ["子丑寅卯", "辰巳午未", "甲乙丙丁"]), False),
        (block(2, BODY, 700, 1112, ["子丑寅卯辰巳午未"] * 4), False),
        (block(2, BODY, 980, 1020, ["子丑寅卯"]), False),
        (block(2, BODY, 980, 1020, ["王强 摄"]), True),
    ],
    ids=["alone", "a column beside", "a column below", "a row beside", "the photographer beside"],
)
def test_a_row_or_two_alone_beneath_a_wide_picture_are_its_caption(other: Block | None, is_caption: bool) -> None:
    page = page_of(TEXT, block(1, BODY, 700, 1020, LONE), *([other] if other else []), pictures=[PICTURE])
    assert {roles_of(page)[text] is BlockKind.CAPTION for text in LONE} == {is_caption}


@pytest.mark.parametrize("y, kind", [(1010, BlockKind.HEADING), (800, BlockKind.CAPTION)])
def test_a_heading_between_a_picture_and_a_row_forbids_a_caption(y: float, kind: BlockKind) -> None:
    text = "图为修缮后的老街。王强 摄"
    head = block(2, BODY, 700 if y > 1000 else 60, 1010, ["石板路修好"], 40)
    roles = roles_of(page_of(head, block(1, BODY, 700, 1062, [text]), replace(TEXT), pictures=[PICTURE]))
    assert roles["石板路修好"] is BlockKind.HEADING
    assert (roles[text] is BlockKind.CAPTION) == (kind is BlockKind.CAPTION)


@pytest.mark.parametrize(
    "text, x, y, kind",
    [
        ("人", 900, 1010, BlockKind.OTHER),
        ("人", 900, 530, BlockKind.OTHER),
        ("人", 900, 1100, BlockKind.HEADING),
        ("人", 1240, 1010, BlockKind.HEADING),
        ("人民路", 900, 1010, BlockKind.HEADING),
    ],
)
def test_a_single_large_character_at_the_edge_of_a_picture_is_noise(
    text: str, x: float, y: float, kind: BlockKind
) -> None:
    assert roles_of(page_of(TEXT, block(1, BODY, x, y, [text], 60), pictures=[PICTURE]))[text] is kind


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


@pytest.mark.parametrize("stop, kind", [("，", BODY), ("的", BlockKind.MASTHEAD)])
def test_prose_beside_the_name_of_the_paper_is_no_masthead(stop: str, kind: BlockKind) -> None:
    rows = [f"街坊们说{stop}老街{mark}" for mark in "甲乙丙丁"]
    page = page_of(
        block(1, BODY, 60, 40, ["河畔日报"], 120),
        block(2, BODY, 560, 40, rows, 24),
        block(3, BODY, 900, 60, ["2024年5月6日 星期一"]),
        TEXT,
    )
    roles = roles_of(page)
    assert roles["河畔日报"] is BlockKind.MASTHEAD and {roles[r] for r in rows} == {kind}


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
