"""Numbers and calendars: what is written is read back, and dates of known years come out right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline.masthead.almanac import LunarDay, day_of, lunar_of, solar_day, stem_branch, years_of
from pipeline.masthead.dated import lunar_name
from pipeline.masthead.nearness import distance
from pipeline.masthead.numerals import number_of, written, year_written


@pytest.mark.parametrize("value", [*range(1, 130), 199])
def test_every_way_of_writing_a_number_is_read(value: int) -> None:
    assert {number_of(form) for form in written(value)} == {value}


@pytest.mark.parametrize("year", [1815, 1898, 1900, 1905, 1939, 1999, 2000, 2023])
def test_every_way_of_writing_a_year_is_read(year: int) -> None:
    assert {number_of(form) for form in year_written(year)} == {year, year % 100}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("四千三百二十一", 4321),
        ("三七九七", 3797),
        ("一万二千〇三", 12003),
        ("二百十五", 215),
        ("千九百三十九", 1939),
        ("廿八", 28),
        ("卅", 30),
        ("元", 1),
        ("0042", 42),
    ],
)
def test_numbers_as_they_are_printed(text: str, value: int) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["", "十十", "二三十", "廿十", "廿入", "1O", "〇十", "甲"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2023, 9, 12), LunarDay(2023, 7, False, 28)),
        (date(2023, 3, 22), LunarDay(2023, 2, True, 1)),
        (date(2023, 2, 20), LunarDay(2023, 2, False, 1)),
        (date(2024, 2, 9), LunarDay(2023, 12, False, 30)),
        (date(2024, 2, 10), LunarDay(2024, 1, False, 1)),
        (date(2033, 12, 22), LunarDay(2033, 11, True, 1)),
        (date(1939, 4, 23), LunarDay(1939, 3, False, 4)),
        (date(1920, 4, 30), LunarDay(1920, 3, False, 12)),
        (date(1976, 10, 1), LunarDay(1976, 8, True, 8)),
        (date(1911, 7, 26), LunarDay(1911, 6, True, 1)),
    ],
)
def test_lunar_dates_of_known_days(day: date, lunar: LunarDay) -> None:
    assert lunar_of(day) == lunar
    assert day_of(lunar) == day


def test_there_and_back_over_three_centuries() -> None:
    for days in range(0, 104_000, 97):
        day = date(1815, 3, 1) + timedelta(days=days)
        assert day_of(lunar_of(day)) == day


def test_days_that_there_are_not() -> None:
    assert day_of(LunarDay(2024, 2, True, 1)) is None
    assert day_of(LunarDay(2023, 2, True, 30)) is None
    assert solar_day(2023, 2, 29) is None
    assert solar_day(1700, 1, 1) is None


def test_stems_and_branches() -> None:
    assert [stem_branch(year) for year in (1939, 1984, 2023)] == ["己卯", "甲子", "癸卯"]
    assert years_of("癸卯") == [1843, 1903, 1963, 2023, 2083]
    assert years_of("甲丑") == []


def test_lunar_dates_in_words() -> None:
    assert str(LunarDay(2023, 2, True, 15)) == "2023-02L-15"
    assert lunar_name(LunarDay(2023, 2, True, 5)) == "癸卯年闰二月初五"
    assert lunar_name(LunarDay(1939, 1, False, 10)) == "己卯年正月初十"
    assert lunar_name(LunarDay(1939, 11, False, 28)) == "己卯年十一月二十八"


def test_what_looks_alike_is_near() -> None:
    assert distance("廿入", "廿八") < distance("廿二", "廿八") == 1
    assert distance("2O23", "2023") < distance("2028", "2023") < 1
    assert distance("", "廿八") == 2
