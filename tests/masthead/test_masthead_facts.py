"""The arithmetic of a masthead: what is supplied, what is the odd one out, what stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.masthead.stage import facts_of
from pipeline.page import Fact, FactStatus
from tests.pages import paragraph_page

READ, SUPPLIED, CONTRADICTED = FactStatus.READ, FactStatus.SUPPLIED, FactStatus.CONTRADICTED


def facts(*lines: str) -> tuple[Fact, ...]:
    return facts_of(replace(paragraph_page(*lines), articles=()))


def told(name: str, *lines: str) -> list[tuple[str, str, FactStatus]]:
    """Value, as printed, and status of the facts of a name."""
    return [(fact.value, fact.printed, fact.status) for fact in facts(*lines) if fact.name == name]


def test_all_that_agrees_is_read() -> None:
    found = facts("2023年9月12日◆星期二", "农历癸卯年七月廿八 总第4321期")
    assert [(f.name, f.value, f.line, f.status) for f in found] == [
        ("date", "2023-09-12", "b1l1", READ),
        ("weekday", "2", "b1l1", READ),
        ("lunar", "2023-07-28", "b1l2", READ),
        ("number", "4321", "b1l2", READ),
    ]
    assert all(fact.reason == "" for fact in found)


def test_a_day_that_is_missing_after_the_word_is_supplied() -> None:
    page = ("2023年9月12日◆星期", "农历癸卯年七月廿八 总第4321期", "河口版")
    (fact,) = [fact for fact in facts(*page) if fact.name == "weekday"]
    assert (fact.value, fact.printed, fact.line, fact.status) == ("2", "星期", "b1l1", SUPPLIED)
    assert "星期二" in fact.reason and "2023年9月12日" in fact.reason
    assert told("edition", *page) == [("河口版", "河口版", READ)]


def test_what_is_not_printed_is_supplied() -> None:
    assert told("weekday", "1939.4.23") == [("7", "", SUPPLIED)]
    assert told("lunar", "1939.4.23") == [("1939-03-04", "", SUPPLIED)]
    assert told("republic", "1939.4.23") == [("28", "", SUPPLIED)]
    assert told("republic", "2023年9月12日") == []
    assert told("date", "己卯年三月初四 禮拜日 民國廿八年") == [("1939-04-23", "", SUPPLIED)]


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (("2023年9月12日 星期三", "农历癸卯年七月廿八"), "weekday", "3"),
        (("2023年9月13日 星期二", "农历癸卯年七月廿八"), "date", "2023-09-13"),
        (("2022年9月12日 星期二", "农历癸卯年七月廿八"), "date", "2022-09-12"),
        (("2023年8月12日 星期二", "农历癸卯年七月廿八"), "date", "2023-08-12"),
        (("2023年9月12日 星期二", "农历癸卯年七月廿九"), "lunar", "2023-07-29"),
        (("2023年9月12日 星期二", "农历壬寅年七月廿八"), "lunar", "2022-07-28"),
        (("2023年9月31日 星期二", "农历癸卯年七月廿八"), "date", ""),
    ],
)
def test_two_outvote_one(lines: tuple[str, ...], name: str, value: str) -> None:
    found = facts(*lines)
    right = {"date": "2023-09-12", "weekday": "2", "lunar": "2023-07-28"}
    in_force = {fact.name: fact for fact in reversed(found) if fact.status is not CONTRADICTED}
    assert {name: fact.value for name, fact in in_force.items()} == right
    assert in_force[name].status is SUPPLIED and in_force[name].reason
    ((wrong),) = [fact for fact in found if fact.status is CONTRADICTED]
    assert (wrong.name, wrong.value) == (name, value)
    assert wrong.printed and wrong.line and "does not fit" in wrong.reason


def test_a_wrong_year_of_the_republic() -> None:
    lines = ("中華民國二十九年四月廿三日 星期日", "己卯年三月初四")
    assert told("republic", *lines) == [("28", "", SUPPLIED), ("29", "民國二十九年", CONTRADICTED)]
    assert told("date", *lines)[0] == ("1939-04-23", "", SUPPLIED)
    both = ("民國二十九年（1939年）四月廿三日", "星期日")
    assert told("republic", *both)[0] == ("28", "", SUPPLIED)


def test_a_leap_month_is_told_from_the_month_before() -> None:
    assert told("lunar", "2023年4月5日 星期三", "农历癸卯年闰二月十五") == [
        ("2023-02L-15", "农历癸卯年闰二月十五", READ)
    ]
    wrong = told("lunar", "2023年4月5日 星期三", "农历癸卯年二月十五")
    assert wrong == [("2023-02L-15", "", SUPPLIED), ("2023-02-15", "农历癸卯年二月十五", CONTRADICTED)]
    assert told("date", "农历癸卯年闰二月十五 星期三")[0][0] == "2023-04-05"


def test_one_against_one_stays_open_and_the_date_in_force() -> None:
    found = facts("2023年9月12日 星期三")
    assert (found[0].value, found[0].status) == ("2023-09-12", READ)
    (wrong,) = [fact for fact in found if fact.status is CONTRADICTED]
    assert wrong.name == "weekday" and "nothing else decides" in wrong.reason


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (("2023年9月12日 星期二", "农历癸卯年七月廿入"), "lunar", "2023-07-28"),
        (("2023年9月12日 星期二", "农历葵卯年七月廿八"), "lunar", "2023-07-28"),
        (("2023年9月12日 星期工", "农历癸卯年七月廿八"), "weekday", "2"),
        (("2023年9月l2日 星期二", "农历癸卯年七月廿八"), "date", "2023-09-12"),
        (("2023年9月l2日",), "date", "2023-09-12"),
        (("2O23年9月12日 星期二",), "date", "2023-09-12"),
        (("2023年9月日 星期二", "农历癸卯年七月廿八"), "date", "2023-09-12"),
        (("9月12日 星期二 癸卯年七月廿八",), "date", "2023-09-12"),
        (("已卯年三月初四", "1939年4月23日"), "lunar", "1939-03-04"),
    ],
)
def test_one_damaged_part_is_supplied_by_the_rest(lines: tuple[str, ...], name: str, value: str) -> None:
    (fact,) = [fact for fact in facts(*lines) if fact.name == name]
    assert (fact.value, fact.status) == (value, SUPPLIED)
    assert fact.printed and fact.printed in fact.reason
    assert all(fact.status is not CONTRADICTED for fact in facts(*lines))


def test_what_cannot_be_decided_is_not_supplied() -> None:
    assert told("date", "2023年9月日 星期二") == []
    assert told("weekday", "2023年9月日 星期二") == [("2", "星期二", READ)]
    assert told("date", "农历七月廿八 星期二") == []
    assert told("date", "2023年2月30日") == [("", "2023年2月30日", CONTRADICTED)]


def test_dates_of_other_things_are_no_contradiction() -> None:
    lines = ("1951年5月9日创刊", "2023年9月12日 星期二", "农历七月廿八 八月初九秋分", "下期9月15日出版")
    assert all(fact.status is READ for fact in facts(*lines))
    assert told("date", *lines) == [("2023-09-12", "2023年9月12日", READ)]


def test_old_papers_with_both_calendars() -> None:
    lines = ("光緒廿四年七月廿八日", "西曆一千八百九十八年九月十三號 禮拜二")
    assert told("date", *lines) == [("1898-09-13", "一千八百九十八年九月十三號", READ)]
    assert told("lunar", *lines) == [("1898-07-28", "光緒廿四年七月廿八", READ)]
    assert told("weekday", *lines) == [("2", "禮拜二", READ)]
