"""What is found in a line of a masthead: every shape of a date, and nothing that is none."""

from __future__ import annotations

import pytest

from pipeline.masthead.reading import statements_of
from pipeline.masthead.statements import Kind, Unit
from pipeline.masthead.strip import strip_of
from tests.pages import paragraph_page


def said(kind: Kind, *lines: str) -> list[tuple[object, ...]]:
    """The values of the parts of each statement of a kind."""
    page = paragraph_page(*lines)
    found = statements_of(strip_of(page, page.line_order).text)
    return [tuple(part.value for part in one.parts) for one in found if one.kind is kind]


@pytest.mark.parametrize(
    "text",
    [
        "2024年10月28日◆星期一",
        "2024 年 10 月 28 日",
        "2 0 2 4 年 1 0 月 2 8 日",
        "２０２４年１０月２８日",
        "二〇二四年十月二十八日",
        "二○二四年十月廿八日",
        "二零二四年十月二八号",
        "公元二千零二十四年十月二十八日",
        "2024年·10月·28日",
        "2024年10月28 星期一",
        "2024年10目28日",
        "2024.10.28",
        "2024-10-28 星期一",
        "2024/10/28",
        "2024．10．28",
        "2024 · 10 · 28",
        "MONDAY, OCTOBER 28, 2024",
        "Mon. Oct. 28th, 2024",
        "28 October 2024",
        "A03 2024年10月28日",
        "第3版2024年10月28日",
        "1951年5月9日创刊 2024年10月28日",
    ],
)
def test_dates_of_every_shape(text: str) -> None:
    assert said(Kind.DATE, text) == [(2024, 10, 28)]


@pytest.mark.parametrize(
    ("text", "reign_year"),
    [
        ("中華民國二十六年十月廿八日", 26),
        ("民國廿六年十月二十八號", 26),
        ("中　華　民　國　貳拾陸年　十月　廿八日", 26),
        ("民國元年十月二十八日", 1),
        ("民國一百一十年10月28日", 110),
        ("康德六年十月廿八日", 6),
    ],
)
def test_dates_in_years_of_a_reign(text: str, reign_year: int) -> None:
    assert said(Kind.DATE, text) == [(reign_year, 10, 28)]


def test_a_date_over_several_columns_and_with_both_years() -> None:
    assert said(Kind.DATE, "中華民國", "二十六年", "十月", "廿八日") == [(26, 10, 28)]
    assert said(Kind.DATE, "民國二十六年（1937年）十月廿八日") == [(26,), (1937, 10, 28)]
    assert said(Kind.DATE, "民國二十六年 一九三七年十月廿八日") == [(26,), (1937, 10, 28)]


@pytest.mark.parametrize(
    "text",
    [
        "2024年1O月28日",
        "2024年10月2日8",
        "新闻热线 2024-1028",
        "今日8版 第2024期",
        "3.5万册",
        "本報創刊於民國八年三月三日",
        "2024年10月28日复刊",
        "登记证 2024年10月28日核准",
        "自2024年10月28日起",
    ],
)
def test_what_is_no_date_of_the_issue_or_damaged(text: str) -> None:
    assert (2024, 10, 28) not in said(Kind.DATE, text)
    assert (8, 3, 3) not in said(Kind.DATE, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("星期一", 1),
        ("星 期 二", 2),
        ("週三", 3),
        ("禮拜四", 4),
        ("星期日", 7),
        ("星期天", 7),
        ("礼拜天", 7),
        ("周六", 6),
        ("星期5", 5),
        ("星期", None),
        ("星期 2024年10月28日", None),
        ("星期曰", 7),
        ("星期工", None),
        ("Friday", 5),
    ],
)
def test_days_of_the_week(text: str, value: int | None) -> None:
    assert said(Kind.WEEKDAY, text) == [(value,)]


@pytest.mark.parametrize(
    "text",
    ["周一至周五 9:00—17:00", "每周三出版", "星期日报", "周末", "本周三", "第一周日程", "星期六版", "Sunday Times"],
)
def test_what_is_no_day_of_the_issue(text: str) -> None:
    assert said(Kind.WEEKDAY, text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("农历癸卯年七月廿八", ("癸卯", 7, 28)),
        ("農曆 癸卯 年 七 月 廿 八", ("癸卯", 7, 28)),
        ("癸卯年七月廿八 八月初九秋分", ("癸卯", 7, 28)),
        ("癸卯（兔）年七月二十八日", ("癸卯", 7, 28)),
        ("夏历七月二十八", (7, 28)),
        ("舊曆三月初四", (3, 4)),
        ("陰曆三月初四日", (3, 4)),
        ("己卯年三月初四", ("己卯", 3, 4)),
        ("歲次己卯三月初四日", ("己卯", 3, 4)),
        ("三月初四", (3, 4)),
        ("农历癸卯年闰二月十五", ("癸卯", -2, 15)),
        ("農曆癸卯年閏二月初一", ("癸卯", -2, 1)),
        ("农历冬月三十", (11, 30)),
        ("农历癸卯年腊月卅", ("癸卯", 12, 30)),
        ("农历正月大初一", (1, 1)),
        ("光緒二十四年七月廿八日", (24, 7, 28)),
        ("光緒廿四年歲次戊戌七月廿八日", (24, "戊戌", 7, 28)),
        ("农历癸卯年七月廿入", ("癸卯", 7, None)),
        ("已卯年三月初四", (None, 3, 4)),
    ],
)
def test_lunar_dates_of_every_shape(text: str, values: tuple[object, ...]) -> None:
    assert said(Kind.LUNAR, text)[0] == values


def test_the_lunar_date_of_a_solar_term_is_marked() -> None:
    page = paragraph_page("农历七月廿八 八月初九秋分")
    first, second = statements_of(strip_of(page, page.line_order).text)
    assert not first.names_a_term
    assert second.names_a_term and second.part(Unit.LUNAR_MONTH)


@pytest.mark.parametrize("text", ["四月廿三日", "三月十五 星期五", "甲方未到 五月十二"])
def test_months_and_days_of_the_sun_are_not_lunar(text: str) -> None:
    assert said(Kind.LUNAR, text) == []


def test_places_lead_back_to_the_lines_as_read() -> None:
    page = paragraph_page("河畔日報", "　中華民國　貳拾捌年", "四月廿三日　星期日")
    strip = strip_of(page, page.line_order)
    day, weekday = statements_of(strip.text)
    assert strip.printed(day.start, day.stop) == "民國　貳拾捌年 四月廿三日"
    assert (strip.line(day.start), strip.line(weekday.start)) == ("b1l2", "b1l3")
    assert strip.printed(weekday.start, weekday.stop) == "星期日"
