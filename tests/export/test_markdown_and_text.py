"""Markdown and plain text: what stands where, and that no character turns into markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.export.jump import jump_note
from pipeline.export.markdown import MarkdownExporter, escaped
from pipeline.export.text import TextExporter
from pipeline.page import Article, ArticleKind, BlockKind, Fact, FactStatus, Page
from pipeline.repair import Repair
from pipeline.settings import RepairSettings
from tests.pages import block, front_page, paragraph_page


def repaired(page: Page) -> Page:
    return Repair(RepairSettings())(page)


def test_the_head_of_markdown_tells_what_is_in_force() -> None:
    wrong = Fact("weekday", "3", "星期三", "b2l1", FactStatus.CONTRADICTED, "it does not fit")
    right = Fact("weekday", "1", "", "", FactStatus.SUPPLIED, "the date says so")
    section = Fact("edition", "要闻", "要闻", "", FactStatus.READ)
    text = MarkdownExporter().export(replace(front_page(), facts=(wrong, right, section)), None).decode()
    assert 'weekday: "1"\nedition: "要闻"\n---\n' in text and '"3"' not in text.split("---")[1]


def test_markdown_of_a_page() -> None:
    text = MarkdownExporter().export(repaired(front_page()), None).decode()
    head, body = text.split("---\n\n", 1)
    assert head == f'---\nsource: "front.jpg"\npage: 1\nsha256: "{"ab" * 32}"\n'
    story, short, furniture = body.split("\n\n---\n\n")
    assert story.split("\n\n") == [
        "**老街改造三年回访**",
        "## 石板路修好了街坊们回来了",
        "**——一条老街的新生活**",
        "*■记者 王强 李小满*",
        "本报讯 昨天，老街上的灯亮了。街坊们说：“三年没见这么热闹。”",
        "### 修旧如旧",
        "施工队用了3.5万块石板，每块重10公斤，铺了1,200米。",
        "居民陈阿婆说，房子还是老样子，心里踏实——回家了。",
        "> 图为修缮后的老街。 王强 摄",
        "*（下转第3版）*",
    ]
    assert short.startswith("## 河道清淤 下周开工\n\n本报讯")
    assert furniture.splitlines()[0] == "> 河畔日报  "
    assert furniture.splitlines()[-1] == "> 责任编辑 周宁"


def test_plain_text_of_a_page() -> None:
    text = TextExporter().export(repaired(front_page()), None).decode()
    story, short, furniture = text.split("\n\n* * *\n\n")
    assert story.splitlines()[:6] == [
        "老街改造三年回访",
        "石板路修好了街坊们回来了",
        "——一条老街的新生活",
        "■记者 王强 李小满",
        "",
        "　　本报讯 昨天，老街上的灯亮了。街坊们说：“三年没见这么热闹。”",
    ]
    assert story.splitlines()[-1] == "（下转第3版）"
    assert short.startswith("河道清淤 下周开工\n\n　　本报讯")
    assert "咨询热线：12345" in furniture


def test_a_blank_page() -> None:
    blank = Page("blank", front_page().source)
    assert TextExporter().export(blank, None) == b""
    assert MarkdownExporter().export(blank, None).decode().count("---") == 2


def test_tables() -> None:
    cells, more = block(1, BlockKind.TABLE, 60, 60, ["甲|一", "乙"]), block(2, BlockKind.TABLE, 400, 60, ["丙"])
    page = replace(paragraph_page("字"), blocks=(cells, more), orders=())
    page = replace(page, articles=(Article("a1", ArticleKind.TABLE, body=(("b1l1", "b2l1", "b1l2"),)),))
    markdown = MarkdownExporter().export(page, None).decode()
    assert "## 〔表格〕\n\n| 甲\\|一 | 丙 |\n| --- | --- |\n| 乙 |  |\n" in markdown
    assert TextExporter().export(page, None).decode() == "甲|一\t丙\n乙\t\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a*b_c`d", "a\\*b\\_c\\`d"),
        ("# 一", "\\# 一"),
        ("1. 一", "1\\. 一"),
        ("1.5倍", "1.5倍"),
        ("- 一", "\\- 一"),
        ("一 - 二 #3", "一 - 二 #3"),
        ("[一](二)", "\\[一\\](二)"),
        ("<b>", "\\<b\\>"),
        ("&lt;", "&amp;lt;"),
        ("A&B", "A&B"),
        ("一\n二", "一 二"),
    ],
)
def test_markdown_shows_characters_as_they_are(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("where", "note"),
    [("3", "（下转第3版）"), ("第3版", "（下转第3版）"), ("（下转3版）", "（下转3版）"), ("2、3版", "（下转2、3版）")],
)
def test_jump_notes(where: str, note: str) -> None:
    assert jump_note("下转", where) == note
