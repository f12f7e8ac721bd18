"""一 that was printed as a dash: between places, between figures, and two of them between parts of a sentence.

Recognisers take the one for the other, as both are a stroke across; in a line down the page a dash runs down as well.
What the words on either side make of it tells (`language.word_joints`); two in a row are hardly ever the word 一一.
In doubt it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language.word_joints import tail_side
from pipeline.repair.marks import DASHES
from pipeline.repair.passage import Edit, Passage

REACH = 6
"""Characters on either side that are read as words."""
UNLIKELY_PAIR, UNLIKELY_ONE = -8.0, -5.0
"""Nats by which the text with the word is less likely than the two parts alone."""
NUMERALS = "一二三四五六七八九十百千万亿零〇两几"
PAIR = re.compile(rf"(?<![{NUMERALS}唯第统单专])一\s*一(?![{NUMERALS}个家次])")
RANGE = re.compile(r"(?<=[0-9０-９])(?P<unit>[年月日号时点分级度岁元%％℃]?)\s*(?P<one>一)\s*(?=[0-9０-９])")
ADVERB = re.compile(r"[并都将地也要会再们]$")
"""Before 一一, one by one."""
SUFFIXES = "省市县区州盟旗镇乡村港站"
PLACES = (
    "北京|上海|天津|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|"
    "青海|宁夏|新疆|香港|澳门|台湾|广州|深圳|珠海|汕头|厦门|福州|泉州|杭州|宁波|温州|嘉兴|湖州|绍兴|金华|舟山|台州|南京|苏州|无锡|常州|南通|徐州|扬州|"
    "合肥|芜湖|南昌|九江|赣州|济南|青岛|烟台|潍坊|郑州|洛阳|开封|武汉|宜昌|襄阳|长沙|株洲|岳阳|南宁|桂林|柳州|海口|三亚|成都|绵阳|贵阳|遵义|昆明|大理|拉萨|"
    "西安|咸阳|延安|兰州|西宁|银川|乌鲁木齐|喀什|石家庄|唐山|保定|张家口|太原|大同|呼和浩特|包头|沈阳|大连|鞍山|长春|哈尔滨|大庆|齐齐哈尔|"
    "中国|美国|日本|韩国|朝鲜|越南|老挝|缅甸|泰国|印度|俄罗斯|英国|法国|德国|东盟|欧盟|非洲|欧洲|亚洲|东京|首尔|巴黎|伦敦|纽约|莫斯科|新加坡"
)
PLACE_BEFORE = re.compile(rf"(?:{PLACES}|[\u4e00-\u9fff]{{2}}[{SUFFIXES}])[”’》]?\s*$")
PLACE_AFTER = re.compile(rf"\s*[“‘《]?(?:{PLACES}|[\u4e00-\u9fff]{{2,3}}[{SUFFIXES}])")


def dashes_read_as_one(passage: Passage) -> Iterator[Edit]:
    """Where 一 was a dash it becomes one, as long as it was."""
    for edit in _dashes_by_the_words(passage.text):
        if not passage.runs_down(edit.start):
            yield edit


def _dashes_by_the_words(text: str) -> Iterator[Edit]:
    for match in PAIR.finditer(text):
        if ADVERB.search(text[: match.start()]) or _is_beside_dash(text, *match.span()):
            continue
        if _gain(text, *match.span(), "一一") <= UNLIKELY_PAIR:
            yield Edit(*match.span(), "——", "dash, read as 一一", 0.85)
    for match in RANGE.finditer(text):
        yield Edit(*match.span("one"), "—", "dash between figures, read as 一", 0.85)
    for match in re.finditer(rf"(?<![{NUMERALS}第])一(?![{NUMERALS}])", text):
        start, end = match.span()
        if not PLACE_BEFORE.search(text[:start]) or not PLACE_AFTER.match(text[end:]):
            continue
        if _gain(text, start, end, "一") <= UNLIKELY_ONE:
            yield Edit(start, end, "—", "dash between places, read as 一", 0.75)


def _is_beside_dash(text: str, start: int, end: int) -> bool:
    """Whether a dash, or one more 一, stands there: how long a dash it was nobody can tell."""
    sides = text[:start].rstrip()[-1:] + text[end:].lstrip()[:1]
    return any(side in DASHES or side == "一" for side in sides)


def _gain(text: str, start: int, end: int, word: str) -> float:
    """How much likelier the words are with `word` between the two sides than the sides alone, in nats.

    Very unlikely where one side has none: no sentence begins with 一一 or ends with it.
    """
    found = re.search(r"[\u4e00-\u9fff]*$", text[:start])
    left = found[0][-REACH:] if found else ""
    found = re.match(r"[\u4e00-\u9fff]*", text[end:])
    right = found[0][:REACH] if found else ""
    if not left or not right:
        return UNLIKELY_PAIR
    return _likely(left + word + right) - _likely(left) - _likely(right)


def _likely(text: str) -> float:
    return tail_side(text).alone
