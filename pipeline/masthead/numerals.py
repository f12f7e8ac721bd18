"""Numbers as Chinese print writes them, read and written."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
NUMERALS = DIGITS + "十百千万廿卅卌元"
"""Every character that a Chinese number holds, after `folded`; 元 is the first year of a reign."""


def number_of(text: str) -> int | None:
    """The value of a number in Arabic digits or in Chinese ones: 28, 二十八, 廿八, 二八, 四千三百二十一, 一萬二千, 元.

    `text` is folded (see `strip.folded`) and without blanks. None where it is no number as one writes it.
    """
    if not text:
        return None
    if text.isascii():
        return int(text) if text.isdecimal() else None
    if text == "元":
        return 1
    if all(char in _VALUES for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    high, ten_thousand, low = text.rpartition("万")
    if ten_thousand:
        above, below = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
        return None if above is None or below is None else above * 10_000 + below
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    """四千三百二十一: each unit smaller than the one before; 廿 and 卅 are digit and unit in one."""
    total, digit, last_unit = 0, 0, 10_000
    for number, char in enumerate(text):
        if char in _TENS:
            if digit or last_unit <= 10:
                return None
            total, last_unit = total + _TENS[char], 10
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or (not digit and unit > 10 and total):
                return None  # without a digit before it a unit stands for one of it: 千九百, 二百十五
            total, digit, last_unit = total + (digit or 1) * unit, 0, unit
        elif char == "〇":
            if digit or not number:
                return None
        elif char in _VALUES:
            if digit or last_unit == 1:
                return None
            digit = _VALUES[char]
            if number == len(text) - 1:
                last_unit = 1
        else:
            return None
    return total + digit if text else None


def written(value: int) -> tuple[str, ...]:
    """Every way in which a day, a month or a year of a reign (1 to 199) may be written."""
    forms = _tens_written(value % 100)
    if value >= 100:
        gap = "〇" if 0 < value % 100 < 10 else ""
        forms = [hundred + gap + form for hundred in ("一百", "百") for form in forms]
    if (value > 10 and value % 10) or value > 100:
        forms.append(positional(value))
    if value == 1:
        forms.append("元")
    return (str(value), f"{value:02}", *forms)


def _tens_written(value: int) -> list[str]:
    """Ways of writing 0 (nothing) to 99 with 十."""
    tens, ones = divmod(value, 10)
    openings = {0: [""], 1: ["十", "一十"], 2: ["二十", "廿"], 3: ["三十", "卅"], 4: ["四十", "卌"]}
    return [opening + (DIGITS[ones] if ones else "") for opening in openings.get(tens, [f"{DIGITS[tens]}十"])]


def positional(value: int) -> str:
    """1939 as 一九三九."""
    return "".join(DIGITS[int(digit)] for digit in str(value))


def year_written(year: int) -> tuple[str, ...]:
    """2023, 二〇二三, 一千九百三十九 (with 廿 and 卅 for the tens too), and the last two digits."""
    thousands, hundreds, rest = year // 1000, year // 100 % 10, year % 100
    head = f"{DIGITS[thousands]}千" + (f"{DIGITS[hundreds]}百" if hundreds else "〇" if rest else "")
    gap = "〇" if hundreds and 0 < rest < 10 else ""
    return (str(year), positional(year), f"{rest:02}", *(head + gap + tail for tail in _tens_written(rest)))
