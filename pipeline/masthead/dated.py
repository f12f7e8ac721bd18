"""The facts of an issue's day: what was read of it, what was supplied, and what contradicts the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.masthead.almanac import (
    LAST_YEAR_OF_THE_REPUBLIC,
    REIGNS,
    WEEKDAYS,
    LunarDay,
    lunar_of,
    solar_day,
    years_of,
)
from pipeline.masthead.numerals import written
from pipeline.masthead.statements import LUNAR_MONTHS, Kind, Statement, Unit
from pipeline.masthead.strip import Strip
from pipeline.masthead.verdict import Verdict
from pipeline.page import Fact, FactStatus

REPUBLIC = "民国"
_IN_WORDS = {"date": "date", "weekday": "day of the week", "lunar": "lunar date", "republic": "year of the republic"}


def day_facts(strip: Strip, statements: Sequence[Statement], verdict: Verdict | None) -> Iterator[Fact]:
    """Date, weekday, lunar date and year of the republic; without a verdict only what was read as it stands."""
    if verdict is None:
        yield from _undecided(strip, statements)
        return
    yield from _Told(strip, statements, verdict).facts()


def lunar_name(lunar: LunarDay) -> str:
    """癸卯年闰二月十五."""
    month = LUNAR_MONTHS.get(lunar.month, (written(lunar.month)[-1],))[0] if lunar.month != 11 else "十一"
    number = written(lunar.day)[2]
    day = f"初{number}" if lunar.day <= 10 else number
    return f"{lunar.stem_branch}年{'闰' if lunar.leap else ''}{month}月{day}"


def _undecided(strip: Strip, statements: Sequence[Statement]) -> Iterator[Fact]:
    """Nothing says which day it is: a date that there is not, a day of the week alone."""
    for one in statements:
        printed, line = strip.printed(one.start, one.stop), strip.line(one.start)
        if one.kind is Kind.DATE and one.is_read and len(one.parts) > 2 and not _day_said(one):
            yield Fact("date", "", printed, line, FactStatus.CONTRADICTED, f"{printed}: there is no such day")
        elif one.kind is Kind.WEEKDAY and one.is_read:
            yield Fact("weekday", str(one.parts[0].value), printed, line, FactStatus.READ)


class _Told:
    """What the statements tell, seen from the day that was decided on."""

    def __init__(self, strip: Strip, statements: Sequence[Statement], verdict: Verdict) -> None:
        self._strip = strip
        self._statements = statements
        self._verdict = verdict

    def facts(self) -> Iterator[Fact]:
        day, lunar = self._verdict.day, self._verdict.lunar
        whole = [one for one in self._statements if one.kind is Kind.DATE and one.part(Unit.MONTH)]
        yield from self._of_one_kind("date", day.isoformat(), whole, day.isoformat())
        weekday = f"星期{WEEKDAYS[day.weekday()]}"
        days = [one for one in self._statements if one.kind is Kind.WEEKDAY]
        yield from self._of_one_kind("weekday", str(day.isoweekday()), days, weekday)
        lunar_days = [one for one in self._statements if one.kind is Kind.LUNAR and one.part(Unit.LUNAR_DAY)]
        if not any(self._holds(one) for one in lunar_days):
            lunar_days += [
                one for one in self._verdict.contradicting if one.kind is Kind.LUNAR and one not in lunar_days
            ]
        yield from self._of_one_kind("lunar", str(lunar), lunar_days, lunar_name(lunar))
        yield from self._republic(day)

    def _of_one_kind(self, name: str, value: str, said: Sequence[Statement], true: str) -> Iterator[Fact]:
        """The fact in force, read or supplied, then those that contradict it."""
        holding = next((one for one in said if self._holds(one)), None)
        near = next((one for one in said if one in self._verdict.near), None)
        if holding:
            yield Fact(name, value, self._printed(holding), self._line(holding), FactStatus.READ)
        elif near:
            yield Fact(
                name, value, self._printed(near), self._line(near), FactStatus.SUPPLIED, self._unread(near, true)
            )
        else:
            yield Fact(name, value, "", "", FactStatus.SUPPLIED, self._basis(name, true, any_read=bool(said)))
        for one in said:
            if one in self._verdict.contradicting and not (holding and self._is_of_something_else(one)):
                yield self._contradicted(name, _value_said(one, self._verdict.day), one, true)

    def _republic(self, day: date) -> Iterator[Fact]:
        value = day.year - REIGNS[REPUBLIC] + 1
        said = [(one, part) for one in self._statements for part in one.parts if part.reign == REPUBLIC]
        for one, part in said:
            if part.value == value:
                year = _up_to_year(self._printed(one))
                yield Fact("republic", str(value), year, self._line(one), FactStatus.READ)
                return
        wrong = next(((one, part) for one, part in said if part.value is not None), None)
        if said or 0 < value <= LAST_YEAR_OF_THE_REPUBLIC - REIGNS[REPUBLIC] + 1:
            reason = self._basis("republic", f"民國{value}年", any_read=bool(said))
            yield Fact("republic", str(value), "", "", FactStatus.SUPPLIED, reason)
        if wrong:
            one, part = wrong
            fact = self._contradicted("republic", str(part.value), one, f"民國{value}年")
            yield replace(fact, printed=_up_to_year(fact.printed))

    def _contradicted(self, name: str, value: str, one: Statement, true: str) -> Fact:
        printed = self._printed(one)
        if self._verdict.is_by_majority:
            reason = f"{printed} does not fit {self._supporters()}: {true}"
        else:
            reason = f"{printed} does not fit {self._supporters()}, and nothing else decides which is right"
        return Fact(name, value, printed, self._line(one), FactStatus.CONTRADICTED, reason)

    def _unread(self, one: Statement, true: str) -> str:
        printed = self._printed(one)
        missing = any(not part.text for part in one.parts)
        fault = "is not complete" if missing else "cannot be read as it stands"
        supporters = self._supporters()
        return f"{printed} {fault}; {supporters}: {true}" if supporters else f"{printed} {fault}; the nearest is {true}"

    def _basis(self, name: str, true: str, *, any_read: bool) -> str:
        none = f"no {_IN_WORDS[name]} {'that fits ' if any_read else ''}was read"
        return f"{none}; {self._supporters() or self._verdict.day.isoformat()}: {true}"

    def _supporters(self) -> str:
        """The statements that say so, as printed, each once."""
        return ", ".join(dict.fromkeys(self._printed(one) for one in self._verdict.agreeing))

    def _is_of_something_else(self, one: Statement) -> bool:
        """The date of another thing, or the lunar date of a solar term, beside the right one."""
        wrong = [part for part in one.parts if not part.holds(self._verdict.day, self._verdict.lunar)]
        return one.names_a_term or (one.kind is not Kind.WEEKDAY and len(wrong) > 1)

    def _holds(self, one: Statement) -> bool:
        return one in self._verdict.agreeing

    def _printed(self, one: Statement) -> str:
        return self._strip.printed(one.start, one.stop)

    def _line(self, one: Statement) -> str:
        return self._strip.line(one.start)


def _up_to_year(printed: str) -> str:
    """民國二十八年 of 民國二十八年四月廿三日."""
    return printed[: printed.find("年") + 1] or printed


def _day_said(one: Statement) -> date | None:
    """The day that a date names which can be read; None where there is none such."""
    year, month, day = (one.part(unit) for unit in (Unit.YEAR, Unit.MONTH, Unit.DAY))
    reign = one.part(Unit.REIGN_YEAR)
    if reign and isinstance(reign.value, int) and reign.reign in REIGNS:
        number: int | str | None = REIGNS[reign.reign] + reign.value - 1
    else:
        number = year.value if year else None
    if month and day and isinstance(number, int) and isinstance(month.value, int) and isinstance(day.value, int):
        return solar_day(number, month.value, day.value)
    return None


def _value_said(one: Statement, day: date) -> str:
    """In the normal form of its fact; empty where what is said is no day, or no whole one."""
    if one.kind is Kind.WEEKDAY:
        return str(one.parts[0].value)
    if one.kind is Kind.DATE:
        said = _day_said(one)
        return said.isoformat() if said else ""
    month, number, pair = (one.part(unit) for unit in (Unit.LUNAR_MONTH, Unit.LUNAR_DAY, Unit.STEM_BRANCH))
    if not (month and number and isinstance(month.value, int) and isinstance(number.value, int)):
        return ""
    year = lunar_of(day).year
    if pair and isinstance(pair.value, str):
        year = min(years_of(pair.value), key=lambda other: abs(other - year), default=year)
    return str(LunarDay(year, abs(month.value), month.value < 0, number.value))
