"""Dates as a newspaper prints them: weekday and lunar date (2020 to 2029)."""
from __future__ import annotations

from datetime import date, timedelta
from random import Random

# Length of months and leap month of lunar years, in the usual 20-bit form; the first begins on 2020-01-25.
LUNAR_YEARS = (0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530)
FIRST_DAY = date(2020, 1, 25)
DIGITS = "〇一二三四五六七八九十"
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def _months(info: int) -> list[tuple[str, int]]:
    """(name, days) of every month of a lunar year."""
    leap = info & 0xF
    out = []
    for number in range(1, 13):
        out.append((MONTHS[number - 1] + "月", 30 if info & (0x10000 >> number) else 29))
        if number == leap:
            out.append(("闰" + MONTHS[number - 1] + "月", 30 if info & 0x10000 else 29))
    return out


def _day(number: int) -> str:
    if number in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[number]
    return "初十廿"[(number - 1) // 10] + DIGITS[number % 10] if number != 10 else "初十"


def lunar(day: date) -> str:
    """The lunar date, as in 农历癸卯年七月廿八."""
    left = (day - FIRST_DAY).days
    if left < 0:
        raise ValueError(f"{day} is before {FIRST_DAY}")
    for k, info in enumerate(LUNAR_YEARS):
        for name, length in _months(info):
            if left < length:
                year = 2020 + k
                return f"农历{STEMS[(year - 4) % 10]}{BRANCHES[(year - 4) % 12]}年{name}{_day(left + 1)}"
            left -= length
    raise ValueError(f"{day} is after the table")


def weekday(day: date) -> str:
    """星期一 to 星期日."""
    return "星期" + "一二三四五六日"[day.weekday()]


def western(day: date) -> str:
    """2023年9月12日."""
    return f"{day.year}年{day.month}月{day.day}日"


def some_day(rng: Random) -> date:
    """A day within the table."""
    return date(2020, 2, 1) + timedelta(days=rng.randrange(3400))
