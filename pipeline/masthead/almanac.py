"""The calendars: day of the week, lunar date, stem and branch of the year, years of a reign.

The lunar calendar is that of `lunar-python`, which computes new moons and solar terms, and knows where the calendars
that were printed before 1929 differ from it. It need not be that of the almanac that a newspaper went by: a single
day of difference at the end of a month has been known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from lunar_python import LunarYear

FIRST_YEAR, LAST_YEAR = 1815, 2100
"""From the first periodical in Chinese on."""
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
CYCLE = tuple(STEMS[n % 10] + BRANCHES[n % 12] for n in range(60))
WEEKDAYS = "一二三四五六日"

REIGNS = {
    "民国": 1912,
    "康德": 1934,
    "大同": 1932,
    "昭和": 1926,
    "大正": 1912,
    "明治": 1868,
}
"""Eras counted in solar years, with their first."""
LUNAR_REIGNS = {"嘉庆": 1796, "道光": 1821, "咸丰": 1851, "同治": 1862, "光绪": 1875, "宣统": 1909}
"""Eras counted in lunar years."""
LAST_YEAR_OF_THE_REPUBLIC = 1949
"""Later papers are given no year of the republic unless they print one."""

_JULIAN_DAY_2000 = 2_451_545  # noon of 2000-01-01
_DAY_2000 = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class LunarDay:
    """A day of the lunar calendar. `year`: that of the Gregorian calendar in which it begins."""

    year: int
    month: int
    leap: bool
    day: int

    def __str__(self) -> str:
        """`2023-07-28`; in a leap month `2023-02L-15`."""
        return f"{self.year:04}-{self.month:02}{'L' if self.leap else ''}-{self.day:02}"

    @property
    def stem_branch(self) -> str:
        """癸卯 of 2023."""
        return stem_branch(self.year)


def stem_branch(year: int) -> str:
    """Stem and branch of the lunar year that begins in a Gregorian one."""
    return CYCLE[(year - 4) % 60]


def years_of(name: str) -> list[int]:
    """The years from FIRST_YEAR to LAST_YEAR that a stem and a branch name: every sixtieth."""
    if name not in CYCLE:
        return []
    return [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if stem_branch(year) == name]


@cache
def _months(year: int) -> tuple[tuple[int, bool, date, int], ...]:
    """Number, whether leap, first day and length in days of each month of a lunar year."""
    made = []
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first = _DAY_2000 + timedelta(days=round(month.getFirstJulianDay()) - _JULIAN_DAY_2000)
        made.append((abs(month.getMonth()), month.getMonth() < 0, first, month.getDayCount()))
    return tuple(made)


@cache
def lunar_of(day: date) -> LunarDay:
    """The lunar date of a day. Raises ValueError for one that no month holds."""
    for year in (day.year, day.year - 1):
        for month, leap, first, length_days in reversed(_months(year)):
            if 0 <= (day - first).days < length_days:
                return LunarDay(year, month, leap, (day - first).days + 1)
    raise ValueError(f"{day} lies in no lunar month")


def day_of(lunar: LunarDay) -> date | None:
    """The day of a lunar date; None where there is none (a month without a 30th, no such leap month)."""
    for month, leap, first, length_days in _months(lunar.year):
        if (month, leap) == (lunar.month, lunar.leap) and 1 <= lunar.day <= length_days:
            return first + timedelta(days=lunar.day - 1)
    return None


def solar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none such, or none that a newspaper can be of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
