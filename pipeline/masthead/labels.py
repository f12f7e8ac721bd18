"""What a masthead prints beside the day: the number of the issue, the page or section, the paper's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from re import Match

from pipeline.masthead.numerals import DIGITS, number_of
from pipeline.masthead.statements import Statement
from pipeline.masthead.strip import Strip
from pipeline.page import Fact, FactStatus

_DIGITS = r"\d(?:[\s,]?\d){0,6}"
_CHINESE = rf"[{DIGITS}十百千万廿卅](?:\s?[{DIGITS}十百千万廿卅]){{0,10}}"
_NUMBER = rf"(?P<number>{_DIGITS}|{_CHINESE})"
TOTAL_NUMBER = re.compile(rf"总\s?(?:第|期\s?[号数]?\s?[::]?)?\s?{_NUMBER}\s?[期号]?")
ISSUE_NUMBER = re.compile(rf"第\s?{_NUMBER}\s?[期号]|(?i:\bno|\bissue)\s?[.:]?\s?(?P<latin>{_DIGITS})(?![\d-])")
_NO_ISSUE_BEFORE = re.compile(
    r"(?:证|照|登记|许可|执照|挂号|刊号|[字邮](?<!新字)|代[号码]|编号|电话|路|街)[^\n号▶◀|]{0,6}\Z|(?i:cn|tel|post)\W*\Z"
)

_COUNTED = re.compile(
    r"(?:今日|今天|本期|本日|共|全|另|各|加|印|出|开|发|转|接|见|含|至|及|第\s?[0-9一二三四五六七八九十]+\s?[-—至])\s?$"
)
_PAGE = r"(?P<letter>[A-Z])?\s?(?P<page>\d{1,3}|[一二三四五六七八九十廿]{1,3})"
NAMED_PAGE = re.compile(
    rf"(?:第\s?(?P<sheet>\d|[一二三四五六七八九十]{{1,2}})\s?张\s?)?第\s?{_PAGE}\s?[版页頁]|版\s?次\s?:?\s?(?P<after>[A-Z]?\d{{1,3}})"
)
LETTERED_PAGE = re.compile(r"(?<![A-Za-z0-9])(?P<letter>[A-Z])\s?(?P<page>\d{1,2})(?![\dA-Za-z.:-])\s?版?")
PLAIN_PAGE = re.compile(
    r"(?<![\d.:,-])(?P<page>\d{1,3}|[一二三四五六七八九十]{1,3})\s?版(?!权|面|式|本|税|次|心)|\b(?i:page|p\.)\s?(?P<latin>\d{1,3})\b"
)
LONE_PAGE = re.compile(r"[-—·.\s]*(?P<letter>[A-Z])?\s?(?P<page>\d{1,3}|[一二三四五六七八九十]{1,3})[-—·.\s]*")

_SECTION = re.compile(
    r"(?:本[市地埠]|国[内际]|各地|地方|区域|都市|城市|城乡|农村|县域|世界|环球|全球|周[末日]|综合|时[政事]|财经|经济|文[化娱艺体]|社会|民生|体育|"
    r"法[治制]|教育|健康|科[技教]|生活|深度|理论|评论|观点|视[点觉界]|要闻|副刊|专[版刊题]|特[刊别报道]{1,3}|广告|公益广告|公告|读[书者]|旅游|汽车|房产|金融|"
    r"卫生|军事|娱乐|图片|影像|调查|人物|关注|聚焦|热点|焦点|头[版条]|本埠|商业|产经|证券|市场|消费|人文|学术|文史|家庭|妇女|儿童|青年|党建|两会)"
    r"(?:·?(?:新闻|要闻|版|周刊|专[版刊]|天地|时空|世界|报道|视[点窗]|广[场角]|之窗|纵横))?"
)
PAGE_OF_SECTION = re.compile(
    rf"(?<![\w.:-])(?P<page>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?=[ ·|]+(?:{_SECTION.pattern})(?!\w))|"
    rf"(?<!\w)(?:{_SECTION.pattern})[ ·|]+(?P<latin>\d{{1,2}})(?![\w.:-])"
)
_SECTION_PAGE = re.compile(r"[\u4e00-\u9fff]{2,5}版")
_NO_SECTION = re.compile(
    r".*(?:出|印|本|改|再|初|头|排|全|整|旧|新|多|原|责|组|封|[0-9〇一二三四五六七八九十百千两])版"
)
_TITLE = re.compile(r"[\u4e00-\u9fff·]{1,9}报|[\u4e00-\u9fff]{2,6}(?:新闻|周刊|三日刊|时讯|导刊|周末)")
_NO_TITLE = re.compile(
    r"[公通汇简捷喜墙战大小各该壁]报|.*(?:预|举|情|电|海|警|订|读|送|看|登|见|办|印|版|本|赠)报|"
    r".*(?:天气|气象|导读|今日|综合|国内|国际|社会|体育|本[报市埠]|要闻|图片|时政|财经|文娱|主办|主管|出版|订阅|欢迎|编辑|副刊).*"
)
_ENGLISH_TITLE = re.compile(
    r"(?:THE )?[A-Z]+(?: [A-Z]+){0,3} (?:DAILY|NEWS|TIMES|POST|HERALD|GAZETTE|WEEKLY|JOURNAL)(?: NEWS)?", re.IGNORECASE
)


def label_facts(
    strip: Strip, statements: Sequence[Statement], page_number_lines: Collection[str], sheets: int = 1
) -> Iterator[Fact]:
    """Number, edition and title of a strip, the words of `statements` apart.

    `page_number_lines`: ids of lines that hold a page number and nothing else. `sheets`: how many newspaper pages the
    scan shows, each with a page number of its own.
    """
    free = bytearray(b"\1" * len(strip.text))
    for one in statements:
        free[one.start : one.stop] = bytes(one.stop - one.start)
    number = _number(strip, free)
    if number:
        yield number
    yield from _pages(strip, free, page_number_lines, sheets)
    yield from _names(strip, free)


def _number(strip: Strip, free: bytearray) -> Fact | None:
    """The running number; the number within a year only where there is no other."""
    for pattern in (TOTAL_NUMBER, ISSUE_NUMBER):
        for found in pattern.finditer(strip.text):
            held = found["number"] or found.groupdict().get("latin") or ""
            value = number_of(re.sub(r"[\s,]", "", held))
            before = strip.text[max(0, found.start() - 10) : found.start()]
            if value and _is_free(free, found) and not _NO_ISSUE_BEFORE.search(before):
                return _take(strip, free, found, "number", str(value))
    return None


def _pages(strip: Strip, free: bytearray, page_number_lines: Collection[str], sheets: int) -> Iterator[Fact]:
    """As many page numbers as there are sheets, from the shape that says most clearly what it is."""
    found: dict[str, Fact] = {}
    for candidates in (
        _said_pages(strip, free, NAMED_PAGE),
        _lone_pages(strip, free, page_number_lines),
        _said_pages(strip, free, LETTERED_PAGE),
        _said_pages(strip, free, PLAIN_PAGE),
        _said_pages(strip, free, PAGE_OF_SECTION),
    ):
        for fact in candidates:
            if len(found) < sheets:
                found.setdefault(fact.value, fact)
    yield from found.values()


def _said_pages(strip: Strip, free: bytearray, pattern: re.Pattern[str]) -> Iterator[Fact]:
    for found in pattern.finditer(strip.text):
        if _is_free(free, found) and not _COUNTED.search(strip.text, 0, found.start()):
            groups = found.groupdict()
            text = groups.get("after") or groups.get("latin") or (groups.get("letter") or "") + (groups["page"] or "")
            if value := _page_name(text, groups.get("sheet") or ""):
                yield _take(strip, free, found, "edition", value)


def _lone_pages(strip: Strip, free: bytearray, page_number_lines: Collection[str]) -> Iterator[Fact]:
    for line in re.finditer(r"[^\n]+", strip.text):
        found = LONE_PAGE.fullmatch(line[0]) if strip.line(line.start()) in page_number_lines else None
        if found and (value := _page_name((found["letter"] or "") + found["page"])):
            yield _take(strip, free, line, "edition", value)


def _page_name(text: str, sheet: str = "") -> str:
    """3, A3, and 2-3 for the third page of the second sheet; empty where it is none."""
    letter = text[0] if text[0].isascii() and text[0].isalpha() else ""
    page, of_sheet = number_of(text.removeprefix(letter)), number_of(sheet)
    return f"{f'{of_sheet}-' if of_sheet else ''}{letter}{page}" if page else ""


def _names(strip: Strip, free: bytearray) -> Iterator[Fact]:
    """Section and title: each among the words that nothing else was read from, the first of its kind."""
    titles: list[tuple[str, str]] = []
    sections: list[tuple[str, str]] = []
    for start, stop in _chunks(strip, free):
        words = "".join(strip.text[start:stop].split())
        told = (strip.printed(start, stop), strip.line(start))
        if _SECTION.fullmatch(words) or (_SECTION_PAGE.fullmatch(words) and not _NO_SECTION.fullmatch(words)):
            sections.append(told)
        elif _is_title(strip.text[start:stop].strip(), words):
            titles.append(told)
    for name, found in (("edition", sections), ("title", titles)):
        for printed, line in found[:1]:
            value = printed if printed.isascii() else "".join(printed.split())
            yield Fact(name, value, printed, line, FactStatus.READ)


def _is_title(text: str, words: str) -> bool:
    return bool(_ENGLISH_TITLE.fullmatch(text) or (_TITLE.fullmatch(words) and not _NO_TITLE.fullmatch(words)))


def _chunks(strip: Strip, free: bytearray) -> Iterator[tuple[int, int]]:
    """Runs of letters that are free: with single blanks inside where each part is one character (晶 報) or Latin."""
    for run in re.finditer(r"[^\W\d_]+(?:[ ·][^\W\d_]+)*", strip.text):
        at = run.start()
        while at < run.end():
            if not free[at]:
                at += 1
                continue
            stop = at
            while stop < run.end() and free[stop]:
                stop += 1
            yield from _split(strip.text, at, stop)
            at = stop


def _split(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    chunk = text[start:stop]
    parts = chunk.split()
    if chunk.isascii() or all(len(part) == 1 for part in parts):
        yield start + len(chunk) - len(chunk.lstrip()), start + len(chunk.rstrip())
        return
    yield from ((start + found.start(), start + found.end()) for found in re.finditer(r"\S+", chunk))


def _is_free(free: bytearray, found: Match[str]) -> bool:
    return all(free[found.start() : found.end()])


def _take(strip: Strip, free: bytearray, found: Match[str], name: str, value: str) -> Fact:
    free[found.start() : found.end()] = bytes(found.end() - found.start())
    printed = strip.printed(found.start(), found.end())
    return Fact(name, value, printed, strip.line(found.start()), FactStatus.READ)
