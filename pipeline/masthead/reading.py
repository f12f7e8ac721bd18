"""Finds dates, days of the week and lunar dates in a strip of text, whole ones and damaged ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from pipeline.masthead.almanac import BRANCHES, LUNAR_REIGNS, REIGNS, STEMS
from pipeline.masthead.numerals import NUMERALS
from pipeline.masthead.statements import Kind, Part, Statement, Unit

_NUMBER = rf"[0-9OoQlIi|!ZzSsGBbgq{NUMERALS}正冬腊入人匕乜丸工ニ千士什土甘川一ー―—一-]"
_MARKS = r"[^\w<>]{0,4}"
"""Blanks, and what strays between the parts."""


def _run(least: int, most: int, chars: str = _NUMBER) -> str:
    """So many characters, with blanks between them or not."""
    return rf"{chars}(?:\s?{chars}){{{least - 1},{most - 1}}}"


_REIGN = "|".join(r"\s?".join(name) for name in (*REIGNS, *LUNAR_REIGNS))
_LUNAR_REIGN = "|".join(r"\s?".join(name) for name in LUNAR_REIGNS)
_WESTERN = r"(?:公|西|阳|国|新)\s?[元历]"
_BARE_DAY = rf"(?P<bare_day>{_run(1, 2, '[0-9]')}(?!\d)|{_run(1, 3, '[一二三四五六七八九十廿卅]')})"
_MONTH_DAY = rf"(?P<month>{_run(1, 3)})?\s?[月目]{_MARKS}(?:(?P<day>{_run(1, 3)})?\s?[日号口](?![报刊])|{_BARE_DAY})"
_SECOND_YEAR = rf"(?:\s?[(〔\[]\s?(?P<second>{_run(4, 7)})\s?年?\s?[)〕\]])?"
DATE = re.compile(
    rf"(?<![0-9])(?:(?P<reign>{_REIGN})\s?)?(?P<year>{_run(1, 8)})\s?[年牛午]{_SECOND_YEAR}{_MARKS}{_MONTH_DAY}"
)
DAY_OF_YEAR = re.compile(rf"(?<![0-9{NUMERALS}年月]){_MONTH_DAY}")
YEAR = re.compile(rf"(?:(?P<reign>{_REIGN})|{_WESTERN})\s?(?P<year>{_run(1, 8)})\s?年")
NUMERIC = re.compile(
    r"(?<![\d./-])(?P<year>[0-9OlI]{4})\s?(?P<mark>[./·・—-])\s?(?P<month>[0-9OlI]{1,2})\s?(?:(?P=mark)|[./-])\s?"
    r"(?P<day>[0-9OlI]{1,2})(?![\w-])"
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
ENGLISH = re.compile(
    rf"\b(?:(?P<month>{_MONTH_NAME})\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b|"
    rf"(?P<first_day>\d{{1,2}})(?:st|nd|rd|th)?\s?(?P<then_month>{_MONTH_NAME}))[\s.,]{{0,3}}(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)

_NEAR_STEM = "申由田已巳内两了戌戍成康唐幸王葵祭"
_NEAR_BRANCH = "了五演卵印展长己已牛干末甲由西戊成玄"
_STEM_BRANCH = rf"[{STEMS}{_NEAR_STEM}]\s?[{BRANCHES}{_NEAR_BRANCH}]"
_LUNAR_NAME = r"(?:农|旧|夏|阴|古|废|黄)\s?历"
_LUNAR_MONTH = rf"(?P<month>[闰闺]?\s?(?:{_run(1, 2)}))\s?[月目]\s?[大小]?{_MARKS}"
_LUNAR_DAY = rf"(?P<day>(?:[初切仞朔望]|{_NUMBER})(?:\s?{_NUMBER}){{0,3}}|[朔望])"
_ANIMAL = r"(?:\s?[(〔]?\s?[鼠牛虎兔龙蛇马羊猴鸡狗猪]\s?年?\s?[)〕]?)?"
_LUNAR_YEAR = rf"(?:岁\s?次{_MARKS})?(?P<stem_branch>{_STEM_BRANCH}){_ANIMAL}\s?[年牛]?{_MARKS}"
LUNAR = re.compile(
    rf"(?:(?P<name>{_LUNAR_NAME}){_MARKS})?(?:(?P<reign>{_LUNAR_REIGN})\s?(?P<year>{_run(1, 3)})\s?年{_MARKS})?"
    rf"(?:{_LUNAR_YEAR})?{_LUNAR_MONTH}{_LUNAR_DAY}\s?日?"
)
LUNAR_YEAR = re.compile(rf"(?:岁\s?次{_MARKS}|{_LUNAR_NAME}{_MARKS}){_STEM_BRANCH}|{_STEM_BRANCH}\s?年")
_TERMS = (
    "立春|雨水|惊蛰|驚蟄|春分|清明|谷雨|穀雨|立夏|小满|小滿|芒种|芒種|夏至|小暑|大暑|立秋|处暑|處暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|"
    "小寒|大寒|春节|元宵|端午|七夕|中元|中秋|重阳|重陽|除夕|入伏|初伏|中伏|末伏|出伏|入梅|出梅"
)
_TERM = re.compile(rf"{_MARKS}(?:{_TERMS})")

WEEKDAY = re.compile(r"(?:星\s?期|礼\s?拜|(?<![本上下每一二三四五六七八九十0-9])周)\s?(?P<day>[一二三四五六日天])")
WEEKDAY_DIGIT = re.compile(r"(?:星\s?期|礼\s?拜)\s?(?P<day>[1-7])(?!\d|\s?[年./-])")
WEEKDAY_DAMAGED = re.compile(
    r"(?:星\s?[期其朗斯]|[呈皇]\s?期|礼\s?[拜挥])[ \t]?(?P<day>[-—ー―~ニ工王彡西囚回罒正大亢目口夭丨|]?)"
)
_NO_WEEKDAY = re.compile(r"\s?[报刊版岁年至到~]|\s?[-—]\s?(?:周|星|礼|[一二三四五六日])")
_HOURS = re.compile(r"(?:[每逢隔至到~]|[-—]\s?)$")
ENGLISH_WEEKDAY = re.compile(
    r"\b(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:(?:s|nes|rs|ur)?day\b(?!\s(?:times|post|news|herald|mail))"
    rf"|(?:s|rs?|nes)?\b\.?(?=[\s,.]{{1,3}}(?:{_MONTH_NAME}|\d)))",
    re.IGNORECASE,
)
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FOUNDING = r"创\s?[刊办]|始\s?创|复\s?刊|成\s?立|建\s?社|登\s?记|发\s?证|核\s?准|注\s?册|试\s?刊"
_OTHER_DAY_BEFORE = re.compile(rf"(?:{_FOUNDING}|自)\s?[于:为]?\s?$")
_OTHER_DAY_AFTER = re.compile(rf"\s?(?:{_FOUNDING}|[起至前后])")


def statements_of(text: str) -> list[Statement]:
    """What the folded text of a strip says of its day, in the order in which it stands there.

    Left out is what is said of another day: when the paper was founded, on which days one may call.
    """
    taken = bytearray(len(text))
    found: list[Statement] = []
    for find in (_lunar, _numeric, _english, _dates, _days_of_year, _years, _lunar_years, _weekdays):
        for one in find(text):
            if not any(taken[one.start : one.stop]):
                taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
                found.append(one)
    return list(_of_this_day(text, sorted(found, key=lambda one: one.start)))


def _of_this_day(text: str, found: list[Statement]) -> Iterator[Statement]:
    """Those that do not say when the paper was founded, or on which days one may call."""
    spoken_for = 0  # where the words end that belong to the date before
    for one in found:
        if one.kind is Kind.WEEKDAY:
            if not _HOURS.search(text, 0, one.start) and not _NO_WEEKDAY.match(text, one.stop):
                yield one
        elif after := _OTHER_DAY_AFTER.match(text, one.stop):
            spoken_for = after.end()
        elif not _OTHER_DAY_BEFORE.search(text, max(spoken_for, one.start - 8), one.start):
            yield one


def _dates(text: str) -> Iterator[Statement]:
    for found in DATE.finditer(text):
        reign = _bare(found["reign"])
        if reign in LUNAR_REIGNS:
            continue
        month, day = _part(Unit.MONTH, found, "month"), _part(Unit.DAY, found, "day", "bare_day")
        year, start = _part(Unit.REIGN_YEAR, found, "year", reign=reign), found.start()
        if reign and found["second"]:
            # 民國二十八年（1939年）: two statements, of which one may be wrong.
            ends = start + len(found[0][: found.start("second") - start].rstrip(" (〔["))
            yield Statement(Kind.DATE, (year,), start, ends)
            year, start = _part(Unit.YEAR, found, "second"), ends
        elif not reign:
            year, start = _western_year(found)
        if reign or len(year.text) > 1:
            yield Statement(Kind.DATE, (year, month, day), start, found.end())


def _western_year(found: Match[str]) -> tuple[Part, int]:
    """The year and where it begins: behind a blank where four digits follow it (A03 2023年), behind the 元 of 公元."""
    *_, last = found["year"].split()
    text = (last if len(last) >= 4 else _bare(found["year"])).removeprefix("元")
    whole = text == _bare(found["year"])
    return Part(Unit.YEAR, text), found.start() if whole else found.end("year") - len(text)


def _numeric(text: str) -> Iterator[Statement]:
    for found in NUMERIC.finditer(text):
        year, month, day = (_part(unit, found, unit.value) for unit in (Unit.YEAR, Unit.MONTH, Unit.DAY))
        yield _dated(found, (year,), month, day)


def _english(text: str) -> Iterator[Statement]:
    for found in ENGLISH.finditer(text):
        name = (found["month"] or found["then_month"])[:3].lower()
        month = Part(Unit.MONTH, str(_MONTH_NAMES.index(name) + 1))
        yield _dated(found, (_part(Unit.YEAR, found, "year"),), month, _part(Unit.DAY, found, "day", "first_day"))


def _days_of_year(text: str) -> Iterator[Statement]:
    """Month and day without a year, where both are read: 9月12日."""
    for found in DAY_OF_YEAR.finditer(text):
        month, day = _part(Unit.MONTH, found, "month"), _part(Unit.DAY, found, "day")
        if month.value is not None and day.value is not None:
            yield _dated(found, (Part(Unit.YEAR, ""),), month, day)


def _years(text: str) -> Iterator[Statement]:
    """A year apart from month and day: 民國二十八年, beside 1939年4月23日."""
    for found in YEAR.finditer(text):
        if reign := _bare(found["reign"]):
            part = _part(Unit.REIGN_YEAR, found, "year", reign=reign)
        else:
            part = _part(Unit.YEAR, found, "year")
        kind = Kind.LUNAR if reign in LUNAR_REIGNS else Kind.DATE
        if part.value is not None:
            yield Statement(kind, (part,), found.start(), found.end())


def _dated(found: Match[str], years: tuple[Part, ...], month: Part, day: Part) -> Statement:
    return Statement(Kind.DATE, (*years, month, day), found.start(), found.end())


def _lunar(text: str) -> Iterator[Statement]:
    stop = 0
    while found := LUNAR.search(text, stop):
        day, day_stop = _lunar_day(text, found)
        stop = found.end()
        is_named = any(found[group] for group in ("name", "reign", "stem_branch"))
        month = _part(Unit.LUNAR_MONTH, found, "month")
        if not is_named and not (day.text.startswith("初") and day.value and month.value):
            continue
        if found["stem_branch"] and not _is_stem_branch(text, found):
            continue
        years = []
        if reign := _bare(found["reign"]):
            years.append(_part(Unit.REIGN_YEAR, found, "year", reign=reign))
        if found["stem_branch"]:
            years.append(_part(Unit.STEM_BRANCH, found, "stem_branch"))
        month = Part(month.unit, month.text.replace("闺", "闰"))
        stop = day_stop  # the next may begin inside what the pattern took
        names_a_term = bool(_TERM.match(text, stop))
        yield Statement(Kind.LUNAR, (*years, month, day), found.start(), stop, names_a_term)


def _lunar_years(text: str) -> Iterator[Statement]:
    """歲次己卯, with no lunar month and day beside it."""
    for found in LUNAR_YEAR.finditer(text):
        pair = re.search(_STEM_BRANCH, found[0])
        part = Part(Unit.STEM_BRANCH, _bare(pair[0])) if pair else None
        if part and part.value is not None:
            yield Statement(Kind.LUNAR, (part,), found.start(), found.end())


def _is_stem_branch(text: str, found: Match[str]) -> bool:
    """Whether one of the two is what it should be, and what follows or stands before says that it is a year."""
    pair = _bare(found["stem_branch"])
    said = found["name"] or found["reign"] or "年" in text[found.end("stem_branch") : found.start("month")]
    return bool(
        _part(Unit.STEM_BRANCH, found, "stem_branch").value or (said and (pair[0] in STEMS or pair[1] in BRANCHES))
    )


def _lunar_day(text: str, found: Match[str]) -> tuple[Part, int]:
    """The day, and where it ends: where blanks part numerals, 廿 八 is one number and 廿八 八月初九 two."""
    start, printed = found.start("day"), found["day"]
    ends = [at for at in range(1, len(printed) + 1) if at == len(printed) or printed[at].isspace()]
    for at in reversed(ends):
        part = Part(Unit.LUNAR_DAY, _bare(printed[:at]))
        follows_month = at == len(printed) and len(ends) > 1 and re.match(r"\s?月", text[start + at :])
        if part.value is not None and not follows_month:
            return part, start + at
    return Part(Unit.LUNAR_DAY, _bare(printed[: ends[0]])), start + ends[0]


def _weekdays(text: str) -> Iterator[Statement]:
    for pattern in (WEEKDAY, WEEKDAY_DIGIT):
        for found in pattern.finditer(text):
            yield Statement(Kind.WEEKDAY, (_part(Unit.WEEKDAY, found, "day"),), found.start(), found.end())
    for found in ENGLISH_WEEKDAY.finditer(text):
        number = str(_ENGLISH_DAYS.index(found["day"].lower()) + 1)
        yield Statement(Kind.WEEKDAY, (Part(Unit.WEEKDAY, number),), found.start(), found.end())
    for found in WEEKDAY_DAMAGED.finditer(text):
        read = _part(Unit.WEEKDAY, found, "day")
        if read.text or not re.match(r"[\u4e00-\u9fff]", text[found.end() :]):
            yield Statement(Kind.WEEKDAY, (read,), found.start(), found.end())


def _part(unit: Unit, found: Match[str], *groups: str, reign: str = "") -> Part:
    """What the first of the groups holds that has anything."""
    held = next((found[group] for group in groups if found[group]), "")
    return Part(unit, _bare(held), reign)


def _bare(text: str | None) -> str:
    return "".join((text or "").split())
