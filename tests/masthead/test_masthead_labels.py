"""Number, page and title: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from pipeline.masthead.labels import label_facts
from pipeline.masthead.reading import statements_of
from pipeline.masthead.strip import strip_of
from tests.pages import paragraph_page


def values(name: str, *lines: str, numbered: tuple[str, ...] = (), sheets: int = 1) -> list[str]:
    page = paragraph_page(*lines)
    strip = strip_of(page, page.line_order)
    found = label_facts(strip, statements_of(strip.text), numbered, sheets)
    return [fact.value for fact in found if fact.name == name]


@pytest.mark.parametrize(
    "text",
    [
        "总第4321期",
        "总 第 4 3 2 1 期",
        "總第四千三百二十一號",
        "第4321期",
        "第４３２１期",
        "第四三二一號",
        "第 4,321 号",
        "No.4321",
        "NO. 4321",
        "总4321期",
        "登記證Ｃ字廿四號▶第四千三百二十一號",
        "2024年第35期（总第4321期）",
        "国内统一刊号 CN 33-0012 第4321期 今日8版",
    ],
)
def test_numbers_of_every_shape(text: str) -> None:
    assert values("number", text) == ["4321"]


@pytest.mark.parametrize(
    "text",
    ["广告经营许可证第123号", "登記證第廿四號", "邮发代号31-1", "CN33-0012", "第3版", "漢口路二九九號", "今日8版"],
)
def test_other_numbers(text: str) -> None:
    assert values("number", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("第3版", "3"),
        ("第三版", "3"),
        ("第 03 版", "3"),
        ("A03", "A3"),
        ("A03版", "A3"),
        ("第B12版", "B12"),
        ("3版", "3"),
        ("第二張第三版", "2-3"),
        ("版次：07", "7"),
        ("2024.10.28 星期一 05 综合新闻", "5"),
        ("Page 6", "6"),
    ],
)
def test_pages_of_every_shape(text: str, value: str) -> None:
    assert values("edition", text)[0] == value


@pytest.mark.parametrize("text", ["今日8版", "本期共12版", "下转3版", "详见A2版", "出版", "本版编辑 李四"])
def test_counts_of_pages_and_jumps_are_no_page(text: str) -> None:
    assert [value for value in values("edition", text) if value in ("3", "8", "12")] == []
    assert values("edition", text, "第5版")[0] == "5"


@pytest.mark.parametrize("text", ["要闻", "河口版", "综合新闻", "副刊", "体育"])
def test_sections(text: str) -> None:
    assert values("edition", text) == [text]
    assert values("edition", f"第2版 {text}") == ["2", text]


def test_a_bare_number_is_a_page_only_where_its_block_says_so() -> None:
    assert values("edition", "07") == []
    assert values("edition", "07", numbered=("b1l1",)) == ["7"]
    assert values("edition", "· A7 ·", numbered=("b1l1",)) == ["A7"]


def test_a_spread_has_two_pages() -> None:
    assert values("edition", "第二版", "第三版") == ["2"]
    assert values("edition", "第二版", "第三版", sheets=2) == ["2", "3"]


@pytest.mark.parametrize("text", ["河畔日报", "河畔晚報", "川報", "河口周刊", "HEBIAN DAILY", "河 畔 日 报"])
def test_titles(text: str) -> None:
    assert values("title", text) == ["".join(text.split()) if not text.isascii() else text]


def test_a_title_between_other_things() -> None:
    assert values("title", "第四版　民國九年四月廿七日　川　報　庚申年三月初九日　星期二") == ["川報"]
    assert values("title", "河畔日报 2024年10月28日 星期一 第2版 要闻 责任编辑 周宁") == ["河畔日报"]


@pytest.mark.parametrize(
    "text", ["河畔日报社", "天气预报", "举报", "海报", "本报", "综合新闻", "河畔日报社主办", "中共河口市委"]
)
def test_what_is_no_title(text: str) -> None:
    assert values("title", text) == []
