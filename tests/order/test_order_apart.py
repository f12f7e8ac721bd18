"""Tables and small advertisements from order to export."""

from __future__ import annotations

import json
from dataclasses import replace

from pipeline.articles import FindArticles
from pipeline.codec import decode, encode
from pipeline.export.json_export import JsonExporter
from pipeline.export.markdown import MarkdownExporter
from pipeline.invariants import violations
from pipeline.order import OrderLines
from pipeline.order.tabular.apart import set_apart
from pipeline.page import ArticleKind, BlockKind, Page, Span
from pipeline.repair import Repair
from pipeline.settings import ArticlesSettings, OrderSettings, RepairSettings
from tests.order.test_order_tables import STORY, WEATHER, cells, page_of
from tests.pages import block


def read(page: Page) -> Page:
    return FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page))


def with_table() -> Page:
    """A story with a table to its right."""
    story = [
        block(700, BlockKind.HEADING, 100, 300, ["河边的灯亮了"], em=60),
        block(701, BlockKind.PARAGRAPH, 100, 400, STORY * 4),
    ]
    return page_of([*story, *cells(WEATHER, 900, 300)])


def test_a_table_is_an_article_with_rows() -> None:
    page = read(with_table())
    (table,) = (a for a in page.articles if a.kind is ArticleKind.TABLE)
    exported = json.loads(JsonExporter().export(page, None))
    (item,) = (a for a in exported["articles"] if a["kind"] == "table")
    assert item["rows"] == [list(row) for row in WEATHER]
    assert item["lines"]["rows"][0][0] == [["b1l1", 0, 2]]
    assert "| 平原 | 多云 | 12℃ |" in MarkdownExporter().export(page, None).decode()
    assert list(violations(page)) == []
    assert decode(encode(page)).articles == page.articles
    assert len(table.rows) == 4


def test_the_story_beside_it_is_left_alone() -> None:
    stories = [a for a in read(with_table()).articles if a.kind is ArticleKind.ARTICLE]
    assert [i for a in stories for paragraph in a.body for i in paragraph] == [f"b701l{n}" for n in range(1, 17)]


def test_setting_apart_twice_changes_nothing() -> None:
    once = set_apart(with_table())
    twice = set_apart(once)
    tables = [[line.id for line in b.lines] for b in once.blocks if b.kind is BlockKind.TABLE]
    assert [[line.id for line in b.lines] for b in twice.blocks if b.kind is BlockKind.TABLE] == tables
    assert len(tables) == 1


def test_a_numeral_that_stands_for_a_dash_in_every_row_is_one() -> None:
    rows = (("日期", "对阵"), ("8月7日", "长风一骏马"), ("8月9日", "红岩一北斗"), ("9月3日", "雄鹰一蓝鲸"))
    page = Repair(RepairSettings())(read(page_of(cells(rows, 100, 300))))
    exported = json.loads(JsonExporter().export(page, None))
    assert [row[1] for row in exported["articles"][0]["rows"]] == ["对阵", "长风—骏马", "红岩—北斗", "雄鹰—蓝鲸"]


def test_a_numeral_in_one_row_stays() -> None:
    rows = (("期限", "利率"), ("十一年", "2.1"), ("半年", "1.1"), ("三年", "1.9"), ("五年", "2.0"))
    page = Repair(RepairSettings())(read(page_of(cells(rows, 100, 300))))
    assert json.loads(JsonExporter().export(page, None))["articles"][0]["rows"][1][0] == "十一年"


def test_a_letter_in_a_column_of_figures_is_one() -> None:
    rows = (("奖级", "注数"), ("一等奖", "o"), ("二等奖", "121"), ("三等奖", "847"), ("四等奖", "l0"), ("五等奖", "96"))
    page = Repair(RepairSettings())(read(page_of(cells(rows, 100, 300))))
    exported = json.loads(JsonExporter().export(page, None))
    assert [row[1] for row in exported["articles"][0]["rows"]] == ["注数", "0", "121", "847", "10", "96"]


def test_wrong_rows_are_seen() -> None:
    page = read(with_table())
    (table,) = (a for a in page.articles if a.kind is ArticleKind.TABLE)
    others = tuple(a for a in page.articles if a is not table)

    def wrong(rows: tuple[tuple[tuple[Span, ...], ...], ...]) -> str:
        return " ".join(violations(replace(page, articles=(*others, replace(table, rows=rows)))))

    span = Span("b1l1", 0, 1)
    assert "differ in length" in wrong((((span,),), ()))
    assert "has no such" in wrong((((Span("b1l1", 0, 9),),),))
    assert "two cells" in wrong((((span,), (Span("b1l1", 0, 2),)),))
