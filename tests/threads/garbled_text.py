"""A small page of our own as an earlier OCR left it, and how it should read."""

from __future__ import annotations

from pathlib import Path

MASTHEAD = "河湾晚报\n\n2024年3月5日 星期\n\n农历甲辰年正月廿五 总第318期"
HARBOUR = [
    "本报讯 昨天上午,河湾",
    "港务局召开渔船安全工作会",
    "议,通报了今年冬季渔船检查",
    "的情况,并对春季出海前的准",
    "备工作作了安排。全港现有登",
    "记渔船二百四十六艘,其中木",
    "质渔船八十九艘,大多已经使",
    "用了二十年以上。",
]
HARBOUR_TWO = [
    "会议要求,各村要在三月",
    "底以前完成救生设备的更换,",
    "对不合格的渔船一律不准出",
    "海。港务局将派出十二名技术",
    "人员到各村帮助检修,费用由",
    "市财政和船主共同承担。",
]
LIBRARY = [
    "本报讯 市图书馆新馆将",
    "于四月一日正式向读者开放。",
    "新馆位于人民路北侧,总建筑",
    "面积一万八千平方米,设有阅",
    "览座位一千二百个,藏书五十",
    "六万册,并首次设立了儿童阅",
    "览室和盲人阅览室。",
]
LIBRARY_TWO = [
    "据馆长介绍,新馆实行免",
    "费开放,读者凭身份证就可以",
    "办理借书证,每人每次可以借",
    "阅图书十册,期限为三十天。",
]
HEADS = (("渔船出海前先过安全关", "■记者 周小满"), ("图书馆新馆四月开放", "■通讯员 沈远帆"))
IMPRINT = "本报及所属新媒体刊登的所有内容,未经授权,不得转载。"


def as_given() -> str:
    """One paragraph a row, printed lines parted by blanks; a line of one paragraph and one of another have changed
    places."""
    harbour, library = list(HARBOUR), list(LIBRARY)
    harbour[5], library[4] = library[4], harbour[5]
    parts = [MASTHEAD, *HEADS[0], *_rows(harbour, HARBOUR_TWO), *HEADS[1], *_rows(library, LIBRARY_TWO), IMPRINT]
    return "\n\n".join(parts) + "\n"


def _rows(*paragraphs: list[str]) -> list[str]:
    return [" ".join(lines) for lines in paragraphs]


def written(folder: Path, name: str = "page.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_given(), "utf-8")
    return path
