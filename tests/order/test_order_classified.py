"""Classified advertisements: areas found, and parted into items."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry import polygon_of
from pipeline.order.tabular.classified import Area, find_classified
from pipeline.page import ArticleKind, BlockKind, Page, Rule, Transform
from tests.order.test_order_tables import STORY
from tests.pages import block, paragraph_page

LOST = ["遗失　刘某某遗失身份证一张", "声明作废。"]
RENT = ["出租　桥南路八十平方米住房，", "价格面谈。电话：63335904"]
HIRE = ["招聘　本店招厨师二名，月薪", "面议。热线：0556-87563462"]
FIX = ["疏通　专业疏通下水道，随叫", "随到，不通不收费。78249901"]
COLUMN = [*LOST, *RENT, *HIRE, *FIX] * 2


def page_of(*blocks: object, rules: tuple[tuple[float, float, float, float], ...] = ()) -> Page:
    marks = tuple(Rule(f"r{n}", "straight", polygon_of(box)) for n, box in enumerate(rules))
    page = replace(paragraph_page("字"), blocks=tuple(blocks), orders=(), articles=(), rules=marks)  # type: ignore[arg-type]
    return replace(page, transform=Transform(width_px=2400, height_px=3000))


def items_of(area: Area, page: Page) -> list[str]:
    return ["".join(page.lines[i].text for i in item.ids) for item in area.items]


def columns(count: int) -> list[object]:
    """Columns of small advertisements, one block for each, as a page has them where nothing stands between."""
    return [
        block(10 * c + n, BlockKind.PARAGRAPH, 100 + 460 * c, 300 + n * 80, COLUMN[2 * n : 2 * n + 2], em=28, pitch=1.4)
        for c in range(count)
        for n in range(8)
    ]


def test_each_item_is_told_from_the_next_by_its_first_word() -> None:
    page = page_of(*columns(2))
    (area,) = find_classified(page)
    assert items_of(area, page)[:4] == ["".join(LOST), "".join(RENT), "".join(HIRE), "".join(FIX)]
    assert len(area.items) == 16


def test_a_title_across_two_columns_does_not_tie_them_together() -> None:
    title = block(900, BlockKind.PARAGRAPH, 250, 240, ["信息真伪请自辨　联系电话：63335904"], em=28)
    page = page_of(title, *columns(2))
    (area,) = find_classified(page)
    assert items_of(area, page)[:4] == ["".join(LOST), "".join(RENT), "".join(HIRE), "".join(FIX)]
    assert [page.lines[i].text for i in area.heads] == ["信息真伪请自辨　联系电话：63335904"]


def test_two_heads_at_one_level_do_not_cut_a_column_into_lines() -> None:
    """The second stands over the column, the first over a part of it, as where a page leans."""
    heads = [
        block(900, BlockKind.PARAGRAPH, 352, 240, ["本栏广告接待：63335904"], em=28),
        block(901, BlockKind.PARAGRAPH, 740, 240, ["地址见报尾"], em=28),
    ]
    page = page_of(*heads, *columns(2))
    (area,) = find_classified(page)
    assert set(items_of(area, page)) >= {"".join(text) for text in (LOST, RENT, HIRE, FIX)}
    assert not set(items_of(area, page)) & {*LOST, *RENT, *HIRE, *FIX}


def test_what_is_lost_is_a_notice_and_what_is_let_is_not() -> None:
    (area,) = find_classified(page_of(*columns(2)))
    assert [item.kind for item in area.items][:3] == [ArticleKind.NOTICE, *[ArticleKind.ADVERTISEMENT] * 2]


def test_thin_rules_part_items_without_a_first_word() -> None:
    texts = [["本人有住房一套出租，价格", "面谈。电话：63335904"]] * 8
    blocks = [block(n, BlockKind.PARAGRAPH, 100, 300 + 90 * n, text, em=28) for n, text in enumerate(texts)]
    rules = tuple((95.0, 382.0 + 90 * n, 440.0, 384.0 + 90 * n) for n in range(7))
    (area,) = find_classified(page_of(*blocks, rules=rules))
    assert len(area.items) == 8


def test_a_notice_has_its_title_and_its_signature() -> None:
    rows = [
        block(800, BlockKind.PARAGRAPH, 230, 960, ["拍卖公告"], em=28),
        block(801, BlockKind.PARAGRAPH, 156, 1000, ["受委托，我公司定于三月一"], em=28),
        block(802, BlockKind.PARAGRAPH, 100, 1040, ["日公开拍卖旧空调。特此公告。"], em=28),
        block(803, BlockKind.PARAGRAPH, 300, 1080, ["河畔拍卖行"], em=28),
    ]
    page = page_of(*columns(1), *rows)
    (area,) = find_classified(page)
    notice = area.items[-1]
    assert [page.lines[i].text for i in notice.title] == ["拍卖公告"]
    assert notice.kind is ArticleKind.NOTICE
    assert [len(paragraph) for paragraph in notice.paragraphs] == [2, 1]


def test_stories_are_none() -> None:
    stories = [block(n, BlockKind.PARAGRAPH, 100 + 500 * n, 300, STORY * 5) for n in range(4)]
    assert find_classified(page_of(*stories)) == []
