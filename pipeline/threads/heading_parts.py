"""Which lines over a story are its kicker (引题), its headline (主题) and its subheadline (副题).

Without type sizes their words tell: a kicker says what happened or which series it is of, a subheadline explains and
counts, a headline of two clauses has a blank between them. A headline in two printed lines goes on in the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.order.wording import LABEL
from pipeline.threads.roles import SUBHEADLINE

EVENT = re.compile(
    r"(?:举行|召开|启动|开幕|闭幕|发布|揭晓|出炉|开展|揭牌|通过|公布|开赛|落幕|印发|出台|成立|结束|会见|致辞|开工|签约|亮相|强调|指出|要求|回眸|在行动|进行时|巡礼|侧记|系列[报谈]\S{0,2}|一线|一线观察|之[一二三四五六七八九十]+)[:：]?\s*$"
)
SERIES = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[届次期批]|聚焦|走进|走近|我市|我省|我国|全市|全省|全国|图片|打造|喜迎|迎|学习|贯彻|推进|深化|落实|践行|奋进|筑牢|守护|坚持|弘扬|关注|探访)"
)
UNFINISHED = re.compile(
    r"(?:突破|超过|达到?|走进|推动|助力|实现|获得?|的|和|与|及|、|为|将|把|被|在|让|使|向|从|对)\s*$"
)
SLOGAN = re.compile(r"^[\u4e00-\u9fff]{4}\s+[\u4e00-\u9fff]{4}$")
FIGURES = re.compile(r"[0-9０-９]")
QUESTION = re.compile(r"[?？!！]\s*$")


def parts_of_heading(headings: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """Which of the headings over a story are kicker, headline and subheadline, by their numbers."""
    rows = _rows([text.strip() for text in headings])
    texts = ["".join(headings[n].strip() for n in row) for row in rows]
    main = _main(texts)
    return (
        [n for row in rows[:main] for n in row],
        [n for row in rows[main : main + 1] for n in row],
        [n for row in rows[main + 1 :] for n in row],
    )


def _rows(texts: Sequence[str]) -> list[list[int]]:
    """The headings, those together that are two printed lines of one."""
    rows: list[list[int]] = []
    for n, text in enumerate(texts):
        if n and _goes_on(texts[n - 1], text):
            rows[-1].append(n)
        else:
            rows.append([n])
    return rows


def _goes_on(text: str, below: str) -> bool:
    if SUBHEADLINE.match(below) or not text or not below:
        return False
    return bool(UNFINISHED.search(text))


def _main(texts: Sequence[str]) -> int:
    """Which of them is the headline."""
    explaining = next((n for n, text in enumerate(texts) if n and SUBHEADLINE.match(text)), len(texts))
    count = explaining
    if count <= 1:
        return 0
    if explaining < len(texts) or count == 2:
        return count - 2 + (_is_kicker(texts[count - 2], texts[count - 1]) if count > 1 else 0)
    # Of three the one in the middle, if the first is not the longest by far.
    return 1 if count == 3 else count - 2


def _is_kicker(text: str, below: str) -> bool:
    """Whether the upper of two headings stands over the headline; else it is the headline, the other explains it."""
    if LABEL.match(text):
        return True
    for_kicker = 2.5 * bool(EVENT.search(text)) - 1.0 * bool(EVENT.search(below))
    for_kicker += 1.5 * bool(SERIES.match(text) or SLOGAN.match(text)) - 1.0 * bool(SERIES.match(below))
    for_kicker -= 1.0 * bool(FIGURES.search(re.sub(r"^第\d+", "", text))) + 0.6 * bool(re.search(r"[“\"]", text))
    for_kicker += 1.2 * bool(re.search(r"\s", below)) - 1.0 * bool(re.search(r"\s", text))
    for_kicker += (
        0.8 * bool(QUESTION.search(below)) - 0.8 * bool(QUESTION.search(text)) - 0.7 * bool(re.search("[，,]", below))
    )
    for_kicker += min(1.5, max(-1.5, (13 - len(below)) / 4)) + 0.5 * (len(text) <= 8)
    return for_kicker > 0
