"""Puts into a garbled text what stands on pages beside the stories: title, date, weather, slogans, credits, imprint.

Nothing follows these lines and nothing goes before them. A repair that draws them into stories is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from samples.garble import END, Garbled

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
GIVEN = "明华强军伟芳娜敏静丽洋勇杰娟涛超霞平刚桂英文博宇欣怡思远子涵雨晴浩然一鸣志国建红晓燕"
PLACE_ENDS, PLACE_STARTS = "江河湖海山川宁安平城州阳陵溪塘桥港浦源泉", "东西南北新大金青白石临海长宁安清"
NUMERALS = "一二三四五六七八九十"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
LABELS = ("简讯", "打造新时代", "今日关注", "民生直通车", "图片新闻", "走基层", "记者观察", "短评", "特写")
REMINDERS = ("文明出行", "节约用水", "注意防火", "安全生产", "友情提醒", "请勿酒驾", "爱护公物", "垃圾分类")
ADVICE = ("人人有责", "从我做起", "平安回家", "关注天气", "利国利民")
SCENES = ("活动现场", "比赛场面", "施工现场", "村民采摘", "学生们在参观", "志愿者在服务")
ITEMS_AT_MOST = 4


def with_small_items(garbled: Garbled, dice: Random) -> Garbled:
    """The text with such lines between its paragraphs; their truth is that they are alone."""
    chunks = garbled.text.rstrip("\n").split("\n\n")
    put: dict[int, list[str]] = {}
    if dice.random() < 0.7:
        put.setdefault(0, []).extend(_head(dice))
    for _ in range(dice.randint(0, ITEMS_AT_MOST)):
        put.setdefault(dice.randint(1, len(chunks)), []).append(_item(dice))
    if dice.random() < 0.5:
        put.setdefault(len(chunks), []).append(_imprint(dice))
    texts: list[str] = []
    lines: list[tuple[str, ...]] = []
    sources: list[int | None] = []
    number = 0
    for place in range(len(chunks) + 1):
        for text in put.get(place, ()):
            texts.append(text)
            lines.append((text,))
            sources.append(None)
        if place < len(chunks):
            texts.append(chunks[place])
            lines.append(garbled.chunks[place])
            sources += range(number, number + len(garbled.chunks[place]))
            number += len(garbled.chunks[place])
    return replace(
        garbled,
        text="\n\n".join(texts) + "\n",
        chunks=tuple(lines),
        after=_renumbered(garbled.after, sources),
        before=_renumbered(garbled.before, sources),
    )


def _renumbered(neighbours: Sequence[int], sources: Sequence[int | None]) -> tuple[int, ...]:
    place = {source: at for at, source in enumerate(sources) if source is not None}
    found = [END if source is None else neighbours[source] for source in sources]
    return tuple(place[n] if n >= 0 else n for n in found)


def _name(dice: Random) -> str:
    given = "".join(dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2))))
    return dice.choice(SURNAMES) + (" " if len(given) == 1 and dice.random() < 0.7 else "") + given


def _town(dice: Random) -> str:
    return dice.choice(PLACE_STARTS) + dice.choice(PLACE_ENDS)


def _head(dice: Random) -> list[str]:
    town = _town(dice)
    day = f"{dice.randint(1985, 2025)}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
    lunar = f"{dice.choice(STEMS)}{dice.choice(BRANCHES)}年{dice.choice(NUMERALS)}月{dice.choice('初十廿')}"
    number, pages = dice.randint(100, 19999), dice.choice((4, 8, 12))
    rows = [
        dice.choice((f"{town}日报社 中共{town}市委 联办", f"{town}日报", f"中共{town}市委机关报", f"{town}时报")),
        day + dice.choice((" ", "◆")) + dice.choice((f"星期{dice.choice('一二三四五六日')}", "星期", "")),
        dice.choice((f"农历{lunar}{dice.choice(NUMERALS[:9])} 总第{number}期", f"第{number}期 今日{pages}版")),
        dice.choice((f"{_town(dice)}版", "要闻", f"A{dice.randint(1, 16)} 要闻", f"第{pages}版", "DAILY", "LOCAL")),
    ]
    return rows[: dice.randint(2, 4)]


def _item(dice: Random) -> str:
    high, low, sky = dice.randint(18, 38), dice.randint(-5, 17), dice.choice(("晴", "多云", "小雨"))
    slogan = " ".join(dice.choice(REMINDERS)) + dice.choice((":", " ", "，")) + " ".join(dice.choice(ADVICE))
    return dice.choice(
        (
            dice.choice(LABELS),
            dice.choice(LABELS),
            slogan,
            f"今天{sky},明天阵雨。今天白天最 高气温{high}℃,明天早晨最低气温{low}℃。",
            f"今日天气:{sky} 气温{low}℃-{high}℃ 东南风{dice.randint(2, 4)}级",
            f"图为{dice.choice(SCENES)}。 {dice.choice(('本报记者', '通讯员', '记者'))} {_name(dice)} 摄",
            f"■摄影 {_name(dice)} {_name(dice)}",
            f"{_name(dice)} 摄",
            f"(下转第{dice.randint(2, 8)}版)",
        )
    )


def _imprint(dice: Random) -> str:
    return dice.choice(
        (
            f"责任编辑:{_name(dice)} 版式:{_name(dice)} 校对:{_name(dice)}",
            "本报所载内容未经许可,不得转载、摘编。",
            f"本报地址:{_town(dice)}市{_town(dice)}路{dice.randint(1, 999)}号 零售每份一元",
        )
    )
