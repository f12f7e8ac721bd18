"""Decides which day an issue is of, from statements that may be damaged or contradict each other.

Each day that comes into question is given what the statements would have to be forgiven if it were the day: nothing
for a part that says so, little for one that cannot be read and looks like it, 1 and more for one that says something
else. The day that needs the least is taken. So two statements outvote one, a date alone outvotes a day of the week
alone, and what looks alike breaks a tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.masthead.almanac import (
    FIRST_YEAR,
    LAST_YEAR,
    LUNAR_REIGNS,
    REIGNS,
    LunarDay,
    day_of,
    lunar_of,
    solar_day,
    years_of,
)
from pipeline.masthead.statements import UNREADABLE, Kind, Part, Statement, Unit

NEAR = 0.05
"""What an unread part costs that looks like the day, and PER_CHARACTER for each character it is off."""
PER_CHARACTER = 0.3
UNREAD = 0.8
"""One that looks like nothing."""
WRONG = 1.0
"""One that says something else, and PER_WRONG_CHARACTER for each of its first two characters."""
PER_WRONG_CHARACTER = 0.2
MOST = 2.0
"""No statement costs more; a date that is wrong costs DATE_IS_WRONG more, as it says most."""
DATE_IS_WRONG = 0.5
MARGIN = 0.15
"""The next best day must cost so much more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The day of an issue, its lunar date, and the statements that say so, that may be read so, and that do not."""

    day: date
    lunar: LunarDay
    agreeing: tuple[Statement, ...]
    near: tuple[Statement, ...]
    contradicting: tuple[Statement, ...]

    @property
    def is_by_majority(self) -> bool:
        """Whether more statements say so than say otherwise."""
        return len(self.agreeing) > len(self.contradicting)


def verdict_of(statements: Sequence[Statement]) -> Verdict | None:
    """The day that the statements are best explained by; None where they leave it open."""
    days = sorted((_cost(statements, day), day) for day in _in_question(statements))
    if not days:
        return None
    (least, best), *others = days
    if others and others[0][0] - least < MARGIN:
        read = [day for statement in statements if (day := _day_read(statement))]
        if not read:
            return None
        best = read[0]
    lunar = lunar_of(best)
    agreeing = tuple(one for one in statements if one.holds(best, lunar))
    near = tuple(one for one in statements if one not in agreeing and one.is_near(best, lunar))
    if all(one.kind is Kind.WEEKDAY for one in (*agreeing, *near)):
        return None
    contradicting = tuple(one for one in statements if one.is_read and one not in agreeing)
    return Verdict(best, lunar, agreeing, near, contradicting)


def _cost(statements: Sequence[Statement], day: date) -> float:
    lunar = lunar_of(day) if any(one.kind is Kind.LUNAR for one in statements) else None
    return sum(_cost_of_statement(statement, day, lunar) for statement in statements)


def _cost_of_statement(statement: Statement, day: date, lunar: LunarDay | None) -> float:
    cost, is_wrong = 0.0, False
    for part in statement.parts:
        if part.value is None:
            far = part.distance(day, lunar) if part.text else UNREADABLE
            cost += NEAR + PER_CHARACTER * far if far <= UNREADABLE else UNREAD
        elif not part.holds(day, lunar):
            cost += WRONG + PER_WRONG_CHARACTER * min(2.0, part.distance(day, lunar))
            is_wrong = True
    return min(MOST, cost) + (DATE_IS_WRONG if is_wrong and statement.kind is Kind.DATE else 0.0)


def _in_question(statements: Sequence[Statement]) -> set[date]:
    """The days that some statement says, or says but for one of its parts."""
    years = _years_said(statements)
    found: set[date | None] = set()
    for statement in statements:
        if statement.kind is Kind.DATE:
            found.update(_days_near_date(statement, years))
        elif statement.kind is Kind.LUNAR:
            found.update(_days_near_lunar(statement, years))
    return {day for day in found if day}


def _years_said(statements: Sequence[Statement]) -> set[int]:
    """Gregorian years that the statements name; a lunar year runs into the next."""
    said: set[int] = set()
    for part in (part for statement in statements for part in statement.parts):
        said.update(_years_of_part(part))
        if part.unit is Unit.STEM_BRANCH and isinstance(part.value, str):
            said.update(near for year in years_of(part.value) for near in (year, year + 1))
    return {year for year in said if FIRST_YEAR <= year <= LAST_YEAR}


def _years_of_part(part: Part) -> Iterator[int]:
    value = part.value
    if not isinstance(value, int):
        return
    if part.unit is Unit.YEAR:
        yield value
    elif part.unit is Unit.REIGN_YEAR and part.reign in REIGNS:
        yield REIGNS[part.reign] + value - 1
    elif part.unit is Unit.REIGN_YEAR:
        yield from (LUNAR_REIGNS[part.reign] + value - 1, LUNAR_REIGNS[part.reign] + value)


def _days_near_date(statement: Statement, years: set[int]) -> Iterator[date | None]:
    month_part, day_part = statement.part(Unit.MONTH), statement.part(Unit.DAY)
    if not month_part or not day_part:
        return
    month, day = month_part.value, day_part.value
    for year in years | _years_looking_like(statement):
        if isinstance(day, int):
            yield from (solar_day(year, other, day) for other in range(1, 13))
        if isinstance(month, int):
            yield from (solar_day(year, month, other) for other in range(1, 32))


def _years_looking_like(statement: Statement) -> set[int]:
    """For a year that is there and cannot be read."""
    part = next(part for part in statement.parts if part.unit in (Unit.YEAR, Unit.REIGN_YEAR))
    if part.value is not None or not part.text:
        return set()
    days = [date(year, 7, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    return {day.year for day in days if part.distance(day, None) <= UNREADABLE}


def _days_near_lunar(statement: Statement, years: set[int]) -> Iterator[date | None]:
    month_part, day_part = statement.part(Unit.LUNAR_MONTH), statement.part(Unit.LUNAR_DAY)
    if not month_part or not day_part:
        return
    month, day = month_part.value, day_part.value
    lunar_years = {lunar for year in years for lunar in (year - 1, year) if lunar >= FIRST_YEAR}
    months = [month] if isinstance(month, int) else [sign * n for n in range(1, 13) for sign in (1, -1)]
    numbers = [day] if isinstance(day, int) else list(range(1, 31))
    if len(months) > 1 and len(numbers) > 1:
        return
    for year in lunar_years:
        yield from (day_of(LunarDay(year, abs(m), m < 0, number)) for m in months for number in numbers)


def _day_read(statement: Statement) -> date | None:
    """The day of a date each part of which can be read."""
    if statement.kind is not Kind.DATE or not statement.is_read:
        return None
    year = next((year for part in statement.parts for year in _years_of_part(part)), 0)
    month, day = statement.part(Unit.MONTH), statement.part(Unit.DAY)
    if month and day and isinstance(month.value, int) and isinstance(day.value, int):
        return solar_day(year, month.value, day.value)
    return None
