"""Words that only fronts of the age of the computer have: datelines, editor's notes, the index of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from samples.desk import Copy, Desk, Sentence
from samples.names import person
from samples.words import render

AGENCY_PLACES = ("北京", "上海", "南京", "杭州", "成都", "广州", "西安", "武汉", "昆明", "沈阳", "合肥", "长沙")
NOTES = (
    "编者按：今年以来，{city}各地各部门认真谋划、真抓实干，好经验好做法不断涌现。"
    "即日起，本报推出“[走基层看变化|一线见闻|现场短新闻]”专栏，记者深入"
    "{town}、{town}等地采访，用一个个鲜活的故事，反映干部群众的新作为、新面貌。敬请关注。",
    "编者按：{village}的实践表明，办好一件小事，往往要下大功夫。本报今天刊发这组报道，希望能给读者带来启发。",
    "编者按 一条路、一座桥、一盏灯，连着千家万户的冷暖。"
    "从今天起，本报与读者一起到现场看进度、听意见、问实效。欢迎来电、来信提供线索。",
    "开栏的话：行进在希望的田野上，记录变化中的城与乡。本报今起开设“[行走的课堂|大河两岸|我家门口的路]”栏目，"
    "请记者沿着{street}一路走、一路看、一路写。",
    "编者按：秋去冬来，岁末将至。回望这一年，{city}有哪些变化让您难忘？本报选取{n:4-8}个镜头，与您一同回味。",
    "编前：改革改到深处，靠的是细功夫。{town}用{n:2-5}年时间做成一件事，值得一读。",
)
INDEX_TITLES = ("今日导读", "导读", "今日看点", "要目", "今日关注")
NUMERALS = "零一二三四五六七八九十"


@dataclass(slots=True)
class WireCopy(Copy):
    """Copy whose first sentence begins with `opening`: a dateline or 本报讯."""

    opening: str = ""

    def offers(self) -> Iterator[Sentence]:
        """As `Copy.offers`; the opening stands before the first sentence, unless the text is the user's."""
        for sentence in Copy.offers(self):
            if self.started or self.desk.text:
                yield sentence
            else:
                yield replace(sentence, text=self.opening + sentence.text.removeprefix("本报讯\u3000"))


def opening(rng: Random, city: str, day: date, form: str) -> str:
    """What a story begins with: `agency`, `wire` (dated, ours), `local` (本报讯) or nothing."""
    one, two = person(rng), person(rng)
    names = rng.choice(
        (f"（记者{one}）", f"（记者{one}、{two}）", f"（记者 {one}）", f"（记者{one} 通讯员{two}）", f"（{one}）")
    )
    when = f"{day.month}月{day.day - 1 or 1}日电"
    if form == "agency":
        return f"新华社{rng.choice(AGENCY_PLACES)}{when}\u3000{names}"
    if form == "wire":
        return f"本报{rng.choice((city, city, *AGENCY_PLACES[:4]))}{when}\u3000{names}"
    if form == "local":
        return rng.choice((f"本报讯{names}", f"本报讯\u3000{names}", "本报讯\u3000", f"本报讯{names}\u3000"))
    return ""


def editors_note(desk: Desk) -> str:
    """An editor's note (编者按)."""
    return render(desk.rng.choice(NOTES), desk.rng, {"city": desk.city})


def page_name(number: int) -> str:
    """第二版, 第十二版."""
    tens, ones = divmod(number, 10)
    return f"第{'十' * (tens == 1)}{NUMERALS[ones] if ones or not tens else ''}版"


def index_entries(desk: Desk, count: int) -> list[tuple[str, str]]:
    """(headline, page) of stories inside the paper."""
    rng = desk.rng
    form = rng.choice(("第{}版", "{}版", "▶{}版", "A{}"))
    entries = []
    for number in range(count):
        copy = Copy(desk, desk.topic())
        text = copy.heading("head", lambda t: len(t) <= 20) or copy.shortest("head")
        entries.append((text.replace("/", " "), form.format(number // 2 + 2)))
    return entries
