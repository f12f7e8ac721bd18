"""Invented people, places and firms, and figures: what fills the slots of the prose."""

from __future__ import annotations

from collections.abc import Callable
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CITIES = _words("""
    澄川 柏江 青渚 望洲 霁城 岚浦 栖湖 绥塘
""")
TOWNS = _words("""
    双塘镇 石埠镇 柳湾镇 云岭乡 古渡镇 长堤街道 东湾街道 南桥街道 白沙镇 梅坞乡 桐源镇 河口街道 清泉镇 松台街道
    荷塘乡 望溪镇
""")
VILLAGES = _words("""
    上渡村 下塘村 石桥头村 枫林村 新垦村 三眼井村 竹坞村 杨家埭村 月牙湾村 金鸡山村 草荡村 后街社区 凤鸣社区
    百花社区 银杏社区 水塔社区 铁路新村社区 文苑社区
""")
STREETS = _words("""
    解放路 滨江大道 育才路 环湖东路 青年路 望海路 钟楼街 槐荫路 振兴路 学府路 纬三路 菱湖路
""")
FIRMS = _words("""
    恒瀚精工 澜海新材料 拓云智能 禾丰食品 启川电子 远航重工 沃野农业 晨曦医药 金穗面业 博纬软件 众联纺织
    凌峰机电 清源环保 嘉木家居 天枢仪器 绿洲生物
""")
SCHOOLS = _words("""
    实验小学 第二中学 育英学校 滨江中学 城东小学 职业技术学校 明德小学 文昌中学
""")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = _words("""
    建国 海燕 志强 晓梅 文博 丽华 思远 雨婷 国平 春兰 子涵 明辉 玉芬 立新 佳怡 振宇 静 涛 敏 磊 芳 勇 洋 倩 斌
    婷 浩 颖 凯 琳 永福 根生 水英 卫东 彩凤 宏伟 慧敏 金华 家豪 亦凡 若溪 书恒 景行 知夏 长庚 桂芝 铁军 秀珍
    学礼 爱民
""")
DAYS = _words("昨天 日前 近日 昨天上午 昨天下午 前天 连日来")
PEOPLE_WORDS = _words("""
    女士 先生 大爷 阿姨 师傅
""")


def person(rng: Random) -> str:
    """A full name of two or three characters."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def _span(spec: str) -> tuple[float, float]:
    low, _, high = spec.partition("-")
    return float(low), float(high or low)


def _number(rng: Random, spec: str) -> str:
    low, high = _span(spec)
    value = rng.randint(int(low), int(high))
    return f"{value}"


def _decimal(digits: int) -> Callable[[Random, str], str]:
    def made(rng: Random, spec: str) -> str:
        low, high = _span(spec)
        return f"{rng.uniform(low, high):.{digits}f}"
    return made


SLOTS: dict[str, Callable[[Random, str], str]] = {
    "town": lambda rng, _: rng.choice(TOWNS),
    "village": lambda rng, _: rng.choice(VILLAGES),
    "street": lambda rng, _: rng.choice(STREETS),
    "firm": lambda rng, _: rng.choice(FIRMS),
    "school": lambda rng, _: rng.choice(SCHOOLS),
    "person": lambda rng, _: person(rng),
    "citizen": lambda rng, _: rng.choice(SURNAMES) + rng.choice(PEOPLE_WORDS),
    "n": _number,
    "f": _decimal(1),
    "ff": _decimal(2),
    "pct": lambda rng, spec: _decimal(1)(rng, spec or "3-28") + "%",
    "month": lambda rng, _: f"{rng.randint(1, 12)}月",
    "date": lambda rng, _: f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
    "clock": lambda rng, _: f"{rng.randint(6, 21)}:{rng.choice(('00', '15', '30', '45'))}",
    "when": lambda rng, _: rng.choice((*DAYS, f"{rng.randint(1, 28)}日上午")),
    "year": lambda rng, _: f"{rng.randint(2015, 2023)}年",
}
