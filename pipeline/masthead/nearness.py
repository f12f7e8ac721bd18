"""How near what was read comes to what may have been printed, character by character."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

LIKE = 0.4
"""Cost of a character that no date is written with, read for one that looks like it: 入 for 八, O for 0."""
LIKE_AND_WRITTEN = 0.7
"""The same of one that dates are written with too: 3 for 8. Any other change, a loss, an addition: 1."""

_LOOK_ALIKES = (
    "0OoDQ〇口回", "1lIi|!丨", "17", "2Zz", "38", "56S", "5sS", "6bG", "8B", "9gq", "35", "08", "69", "4A",
    "一-—ー―~", "一二", "二三", "二ニ工", "三王彡", "四西囚回罒", "五王正丑", "六大亢穴", "七匕乜士十", "八入人ハ",
    "九丸力凡", "十千士土什+", "廿甘什世卄", "卅川州", "初切仞", "正止五", "冬各", "腊借猎蜡", "闰闺问", "百白", "千干",
    "甲申由田", "乙己已巳", "丙内两丑", "丁了亍于", "戊戌戍成茂", "己已巳", "庚唐康", "辛幸宰", "壬王任", "癸葵祭",
    "子了予", "丑五", "寅黄演", "卯卵邜印", "辰展长", "午牛干", "未末", "酉西", "亥玄该", "日目口", "天夭",
)  # fmt: skip
_PAIRS = frozenset((a, b) for group in _LOOK_ALIKES for a in group for b in group)
_WRITTEN = frozenset(
    "0123456789〇一二三四五六七八九十廿卅初正冬腊闰百千甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥日天"
)


@cache
def distance(read: str, printed: str) -> float:
    """Edit distance in characters, in which characters that look alike count for less than 1."""
    row = [float(n) for n in range(len(printed) + 1)]
    for number, char in enumerate(read, 1):
        diagonal, row[0] = row[0], float(number)
        like = LIKE_AND_WRITTEN if char in _WRITTEN else LIKE
        for at, other in enumerate(printed, 1):
            change = 0.0 if char == other else like if (char, other) in _PAIRS else 1.0
            diagonal, row[at] = row[at], min(diagonal + change, row[at] + 1.0, row[at - 1] + 1.0)
    return row[-1]


def least_distance(read: str, forms: Iterable[str]) -> float:
    """To the nearest of the ways in which something may be printed. Raises ValueError where there is none."""
    return min(distance(read, form) for form in forms)
