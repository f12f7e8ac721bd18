"""What a masthead says of its day: dates, days of the week and lunar dates, as printed and in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.masthead.almanac import BRANCHES, LUNAR_REIGNS, REIGNS, STEMS, WEEKDAYS, LunarDay
from pipeline.masthead.nearness import least_distance
from pipeline.masthead.numerals import DIGITS, number_of, written, year_written

LUNAR_MONTHS = {1: ("正", "元"), 11: ("冬",), 12: ("腊",)}
"""Names beside the numbers."""
UNREADABLE = 1.0
"""Characters: what differs by more from everything that it may be counts as not read."""


class Kind(StrEnum):
    DATE = "date"
    WEEKDAY = "weekday"
    LUNAR = "lunar"


class Unit(StrEnum):
    YEAR = "year"
    REIGN_YEAR = "year of a reign"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "day of the week"
    STEM_BRANCH = "stem and branch"
    LUNAR_MONTH = "lunar month"
    LUNAR_DAY = "lunar day"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a statement. `text`: folded, without blanks, empty where nothing stands. `reign`: its name."""

    unit: Unit
    text: str
    reign: str = ""

    @property
    def value(self) -> int | str | None:
        """What it says; None where it cannot be read as it stands. A leap month is negative."""
        return _READERS[self.unit](self.text)

    def holds(self, day: date, lunar: LunarDay | None) -> bool:
        """Whether it says what is true of a day."""
        return self.value == self._truth(day, lunar)

    def distance(self, day: date, lunar: LunarDay | None) -> float:
        """In characters, from what should stand there on a day."""
        return least_distance(self.text, _forms(self.unit, self._truth(day, lunar)))

    def _truth(self, day: date, lunar: LunarDay | None) -> int | str:
        plain = {Unit.YEAR: day.year, Unit.MONTH: day.month, Unit.DAY: day.day, Unit.WEEKDAY: day.isoweekday()}
        if self.unit in plain:
            return plain[self.unit]
        if self.unit is Unit.REIGN_YEAR and self.reign in REIGNS:
            return day.year - REIGNS[self.reign] + 1
        if lunar is None:
            raise ValueError("a lunar part needs the lunar date")
        if self.unit is Unit.REIGN_YEAR:
            return lunar.year - LUNAR_REIGNS[self.reign] + 1
        if self.unit is Unit.STEM_BRANCH:
            return lunar.stem_branch
        return (-lunar.month if lunar.leap else lunar.month) if self.unit is Unit.LUNAR_MONTH else lunar.day


@dataclass(frozen=True, slots=True)
class Statement:
    """A date, a day of the week or a lunar date at `start:stop` of the strip."""

    kind: Kind
    parts: tuple[Part, ...]
    start: int
    stop: int
    names_a_term: bool = False
    """It may be the lunar date of a solar term (白露) that follows it, and not that of the issue."""

    @property
    def is_read(self) -> bool:
        """Whether each part can be read as it stands."""
        return all(part.value is not None for part in self.parts)

    def part(self, unit: Unit) -> Part | None:
        return next((part for part in self.parts if part.unit is unit), None)

    def holds(self, day: date, lunar: LunarDay | None) -> bool:
        return all(part.holds(day, lunar) for part in self.parts)

    def is_near(self, day: date, lunar: LunarDay | None) -> bool:
        """Whether what cannot be read as it stands may be what is true of the day, and all else says it."""
        return all(
            part.holds(day, lunar)
            or (part.value is None and (not part.text or part.distance(day, lunar) <= UNREADABLE))
            for part in self.parts
        )


def _year(text: str) -> int | None:
    value = number_of(text)
    return value if value is not None and value >= 1000 else None


def _within(least: int, most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        value = number_of(text)
        return value if value is not None and least <= value <= most else None

    return read


def _weekday(text: str) -> int | None:
    if text in ("天", "末"):
        return 7 if text == "天" else None
    if len(text) == 1 and text in WEEKDAYS:
        return WEEKDAYS.index(text) + 1
    return int(text) if text in ("1", "2", "3", "4", "5", "6", "7") else 7 if text == "七" else None


def _stem_branch(text: str) -> str | None:
    fits = len(text) == 2 and text[0] in STEMS and text[1] in BRANCHES
    return text if fits and STEMS.index(text[0]) % 2 == BRANCHES.index(text[1]) % 2 else None


def _lunar_month(text: str) -> int | None:
    bare = text.removeprefix("闰")
    named = {name: month for month, names in LUNAR_MONTHS.items() for name in names}
    month = named.get(bare) or _within(1, 12)(bare)
    return -month if month and bare != text else month


def _lunar_day(text: str) -> int | None:
    if text.startswith("初"):
        value = number_of(text[1:])
        return value if value is not None and 1 <= value <= 10 else None
    return {"朔": 1, "望": 15}.get(text) or _within(1, 30)(text)


_READERS: Mapping[Unit, Callable[[str], int | str | None]] = {
    Unit.YEAR: _year,
    Unit.REIGN_YEAR: _within(1, 199),
    Unit.MONTH: _within(1, 12),
    Unit.DAY: _within(1, 31),
    Unit.WEEKDAY: _weekday,
    Unit.STEM_BRANCH: _stem_branch,
    Unit.LUNAR_MONTH: _lunar_month,
    Unit.LUNAR_DAY: _lunar_day,
}


def _forms(unit: Unit, value: int | str) -> Iterator[str]:
    """Every way in which a value may be printed; one without any (a reign that had not begun) is like nothing."""
    if isinstance(value, str):
        yield value
        return
    if unit is Unit.YEAR:
        yield from year_written(value)
    elif unit is Unit.WEEKDAY:
        yield from (str(value), WEEKDAYS[value - 1], *(("天", "七") if value == 7 else ()))
    elif unit is Unit.LUNAR_MONTH:
        leap = "闰" if value < 0 else ""
        yield from (leap + form for form in (*written(abs(value)), *LUNAR_MONTHS.get(abs(value), ())))
    elif unit is Unit.LUNAR_DAY and value <= 10:
        yield from (f"初{DIGITS[value]}" if value < 10 else "初十", *written(value))
    elif 1 <= value <= 199:
        yield from written(value)
    else:
        yield ""
