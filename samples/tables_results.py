"""Tables of figures that are known at the end of the day: the exchange, the lottery, sport. All invented."""

from __future__ import annotations

from random import Random

from samples.names import FIRMS
from samples.tables_copy import Column, TableCopy, day, signed

CLUBS = [
    "长风",
    "海燕",
    "铁流",
    "青松",
    "雄鹰",
    "飞虎",
    "金狮",
    "骏马",
    "北斗",
    "山城",
    "江河",
    "蓝鲸",
    "雪豹",
    "沙鸥",
    "红岩",
    "白鹭",
]
MONEY = (
    ("美元", 710),
    ("欧元", 772),
    ("英镑", 896),
    ("日元", 4.9),
    ("港币", 91),
    ("澳大利亚元", 469),
    ("加拿大元", 523),
    ("瑞士法郎", 804),
    ("新加坡元", 529),
    ("新西兰元", 431),
    ("韩国元", 0.54),
    ("泰国铢", 20.1),
    ("瑞典克朗", 67.3),
    ("丹麦克朗", 103),
    ("挪威克朗", 66.5),
    ("澳门元", 88.4),
)


def stocks(rng: Random, city: str) -> TableCopy:
    """Shares: code, name, close, change, turnover."""
    rows = []
    for number, firm in enumerate(rng.sample(FIRMS, len(FIRMS)) + rng.sample(CLUBS, len(CLUBS))):
        name = firm[:4] if number < len(FIRMS) else firm + rng.choice(("股份", "科技", "实业", "集团"))
        price, change = rng.uniform(2, 88), rng.uniform(-10, 10)
        if rng.random() < 0.06:
            rows.append((f"{rng.choice((600, 601, 0, 2)):03d}{rng.randint(100, 999)}", name, "停牌", "", "", ""))
            continue
        rows.append(
            (
                f"{rng.choice((600, 601, 0, 2)):03d}{rng.randint(100, 999)}",
                name,
                f"{price:.2f}",
                signed(change),
                str(rng.randint(800, 98000)),
                f"{rng.uniform(4, 90):.1f}",
            )
        )
    columns = (
        Column("代码"),
        Column("名称", rng.choice(("left", "centre"))),
        Column("收盘价", "right"),
        Column("涨跌\n（%）", "right"),
        Column("成交量\n（手）", "right"),
        Column("市盈率", "right"),
    )
    return TableCopy(
        f"{day(rng)}{rng.choice(('本地股行情', '股市收盘', '个股收盘价'))}",
        columns,
        tuple(rows),
        3,
        True,
        True,
        note=rng.choice(("", "", "（数据仅供参考，据此入市，风险自担）")),
    )


def lottery(rng: Random, city: str) -> TableCopy:
    """Lottery numbers by game."""

    def drawn(high: int, count: int) -> str:
        return " ".join(f"{n:02d}" for n in sorted(rng.sample(range(1, high + 1), count)))

    games = [
        ("双色球", drawn(33, 6) + f"+{rng.randint(1, 16):02d}"),
        ("大乐透", drawn(35, 5) + "+" + drawn(12, 2)),
        ("七乐彩", drawn(30, 7)),
        ("排列3", " ".join(str(rng.randint(0, 9)) for _ in range(3))),
        ("排列5", " ".join(str(rng.randint(0, 9)) for _ in range(5))),
        ("15选5", drawn(15, 5)),
        ("20选5", drawn(20, 5)),
        ("福彩3D", " ".join(str(rng.randint(0, 9)) for _ in range(3))),
        ("七星彩", drawn(9, 6) + f"+{rng.randint(0, 14)}"),
        ("6+1", " ".join(str(rng.randint(0, 9)) for _ in range(6)) + f"+{rng.randint(0, 9)}"),
    ]
    year = rng.randint(12, 24)
    rows = tuple((name, f"第{year}{rng.randint(1, 340):03d}期", numbers, day(rng)) for name, numbers in games)
    columns = (
        Column("玩法", "left"),
        Column("期号"),
        Column("中奖号码", rng.choice(("left", "centre"))),
        Column("开奖\n日期"),
    )
    return TableCopy(
        rng.choice(("彩票开奖公告", "福彩体彩开奖", "开奖信息")),
        columns,
        rows,
        1,
        False,
        True,
        note=rng.choice(("", "（以现场公证摇奖结果为准）")),
    )


def prizes(rng: Random, city: str) -> TableCopy:
    """The prizes of one draw; the first may have gone to nobody."""
    amounts = (rng.randint(4800000, 9900000), rng.randint(80000, 380000), 3000, 200, 10, 5)
    rows = []
    for k, amount in enumerate(amounts):
        count = 0 if k == 0 and rng.random() < 0.4 else rng.randint(1, 12) * 11**k
        rows.append(
            (f"{'一二三四五六'[k]}等奖", str(count), "" if count == 0 else f"{amount:,}", f"{rng.randint(0, count)}")
        )
    columns = (
        Column("奖级"),
        Column("全国中奖\n注数", "right"),
        Column("单注奖金\n（元）", "right"),
        Column("本市\n注数", "right"),
    )
    title = f"{rng.choice(('双色球', '大乐透'))}第{rng.randint(2012, 2024)}{rng.randint(1, 150):03d}期"
    return TableCopy(
        title, columns, tuple(rows), 1, note=f"奖池累计：{rng.randint(12, 980):,}{rng.randint(100, 999)}万元"
    )


def exchange(rng: Random, city: str) -> TableCopy:
    """Exchange rates, without a price for banknotes of some."""
    rows = []
    for name, base in MONEY[: rng.randint(7, len(MONEY))]:
        rate = base * rng.uniform(0.94, 1.06)
        notes = f"{rate * 0.975:.2f}" if rng.random() < 0.75 else ""
        rows.append((name, f"{rate:.2f}", notes, f"{rate * 1.004:.2f}", f"{rate * 1.001:.2f}"))
    columns = (
        Column("货币", "left"),
        Column("现汇\n买入价", "right"),
        Column("现钞\n买入价", "right"),
        Column("卖出价", "right"),
        Column("中间价", "right"),
    )
    return TableCopy(
        rng.choice(("人民币外汇牌价", "外汇牌价", f"{day(rng)}人民币汇率")),
        columns,
        tuple(rows),
        2,
        unit=rng.choice(("单位：100外币/人民币元", "（100外币兑人民币）", "")),
    )


def deposits(rng: Random, city: str) -> TableCopy:
    """Interest on deposits by term and bank."""
    banks = rng.sample(("城商银行", "农合银行", "江海银行", "兴业合作社", "丰收银行", "汇通银行"), rng.randint(2, 4))
    terms = ("活期", "三个月", "半年", "一年", "二年", "三年", "五年", "通知存款")
    rows = [
        (term, *(f"{0.3 + 0.35 * k + rng.uniform(0, 0.2):.2f}" if rng.random() < 0.93 else "" for _ in banks))
        for k, term in enumerate(terms)
    ]
    columns = (Column("存期", "left"), *(Column(f"{bank[:2]}\n{bank[2:]}", "right") for bank in banks))
    return TableCopy("存款年利率（%）", columns, tuple(rows), len(banks) - 2)


def league(rng: Random, city: str) -> TableCopy:
    """A league table."""
    count, played = rng.randint(8, 16), rng.randint(9, 30)
    clubs = rng.sample(CLUBS, count)
    made = []
    for club in clubs:
        won = rng.randint(0, played)
        drawn = rng.randint(0, played - won)
        made.append((won * 3 + drawn, club, won, drawn))
    rows = []
    for k, (points, club, won, drawn) in enumerate(sorted(made, reverse=True), 1):
        goals = rng.randint(won, 3 * played)
        against = rng.randint(played - won - drawn, 2 * played)
        rows.append(
            (
                str(k),
                club + "队" * (k % 2),
                str(played),
                str(won),
                str(drawn),
                str(played - won - drawn),
                f"{goals}/{against}",
                str(points),
            )
        )
    titles = ("名次", "球队", "场次", "胜", "平", "负", "进/失球", "积分")
    columns = tuple(Column(t, "left" if t == "球队" else "centre") for t in titles)
    return TableCopy(
        rng.choice(("联赛积分榜", f"{city}足球联赛积分榜", "积分榜")),
        columns,
        tuple(rows),
        0,
        note=rng.choice(("", f"（截至第{played}轮）")),
    )


def fixtures(rng: Random, city: str) -> TableCopy:
    """Matches and their results; those to come have none."""
    rows = []
    for k in range(rng.randint(6, 14)):
        home, away = rng.sample(CLUBS, 2)
        result = f"{rng.randint(0, 4)}:{rng.randint(0, 4)}" if k < 8 and rng.random() < 0.85 else ""
        rows.append((day(rng), f"{rng.randint(14, 20)}:{rng.choice(('00', '30', '35'))}", f"{home}—{away}", result))
    columns = (Column("日期"), Column("时间"), Column("对阵"), Column("比分"))
    return TableCopy(rng.choice(("本周赛程", "赛程与赛果", "今日赛事")), columns, tuple(rows), 0, False, True)
