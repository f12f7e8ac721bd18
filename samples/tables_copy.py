"""What stands in the tables of a newspaper, and the everyday ones: weather, prices, programmes. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.names import STREETS, TOWNS, person


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (a newline where it may be broken), how cells are aligned, and, 0 for never, the width in
    em beyond which a cell is broken into lines."""

    title: str
    align: str = "centre"
    wrap_em: float = 0.0


@dataclass(frozen=True, slots=True)
class TableCopy:
    """The copy of a table. The last `optional` columns may be left out; `repeats`: rows may be set in several sets side
    by side; `unit` stands under the title, `note` under the table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    optional: int = 0
    repeats: bool = False
    headless: bool = False  # the header may be left out
    unit: str = ""
    note: str = ""


PLACES = [
    "北京",
    "天津",
    "石家庄",
    "太原",
    "呼和浩特",
    "沈阳",
    "大连",
    "长春",
    "哈尔滨",
    "上海",
    "南京",
    "杭州",
    "宁波",
    "合肥",
    "福州",
    "厦门",
    "南昌",
    "济南",
    "青岛",
    "郑州",
    "武汉",
    "长沙",
    "广州",
    "深圳",
    "南宁",
    "海口",
    "成都",
    "重庆",
    "贵阳",
    "昆明",
    "拉萨",
    "西安",
    "兰州",
    "西宁",
    "银川",
    "香港",
    "澳门",
]
SKIES = [
    "晴",
    "多云",
    "阴",
    "小雨",
    "中雨",
    "雷阵雨",
    "晴转多云",
    "多云转阴",
    "阴转小雨",
    "小到中雨",
    "多云到晴",
    "雨夹雪",
    "霾",
]
WINDS = ["微风", "北风3级", "东风3-4级", "南风2级", "西北风4级", "偏东风3级", "东南风4-5级"]
SHOWS = [
    "早间新闻",
    "朝闻天下事",
    "健康到家",
    "百姓茶馆",
    "电视剧：长河东去",
    "电视剧：老街的春天",
    "电视剧：青山渡",
    "动画剧场",
    "午间新闻",
    "法治在线",
    "农家书场",
    "戏曲大舞台",
    "科学探秘",
    "体育赛场",
    "少儿节目",
    "新闻直播",
    "天气预报",
    "晚间剧场",
    "经济半小时",
    "纪录片：大江",
    "文化讲坛",
    "音乐会",
    "晚间新闻",
    "电影：渡口",
    "养生堂课",
    "旅行家",
    "美食地图",
    "生活帮手",
    "购房指南",
    "城市夜话",
]
CHANNELS = ["新闻综合频道", "经济生活频道", "影视频道", "文化影院", "少儿频道", "公共频道", "体育频道", "科教频道"]
GOODS = [
    "大米/粳米",
    "面粉/标准粉",
    "菜籽油/桶装5升",
    "花生油/桶装5升",
    "鲜猪肉/精瘦肉",
    "鲜猪肉/五花肉",
    "鲜牛肉/腿肉",
    "鲜羊肉/带骨",
    "鸡肉/白条鸡",
    "鸡蛋/普通",
    "带鱼/500克左右",
    "草鱼/活1000克",
    "鲫鱼/活350克",
    "青菜/新鲜",
    "大白菜/新鲜",
    "菠菜/新鲜",
    "芹菜/新鲜",
    "黄瓜/新鲜",
    "西红柿/新鲜",
    "土豆/新鲜",
    "茄子/新鲜",
    "青椒/新鲜",
    "豆角/新鲜",
    "冬瓜/新鲜",
    "莲藕/新鲜",
    "生姜/老姜",
    "大蒜/干蒜",
    "苹果/红富士",
    "香蕉/国产",
    "橙子/脐橙",
    "西瓜/本地",
    "梨/酥梨",
]
GRADES = (("优", ""), ("良", "细颗粒物"), ("良", "臭氧"), ("优", ""), ("轻度污染", "细颗粒物"), ("良", "可吸入颗粒物"))


def day(rng: Random) -> str:
    """A date without its year."""
    return f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def signed(value: float, digits: int = 2) -> str:
    """A change as the lists print it: with its sign, 0.00 without."""
    return f"{value:+.{digits}f}" if round(value, digits) else f"{0:.{digits}f}"


def weather(rng: Random, city: str) -> TableCopy:
    """The weather of the cities."""
    rows = []
    for place in rng.sample(PLACES, rng.randint(12, len(PLACES))):
        low = rng.randint(-12, 26)
        rows.append((place, rng.choice(SKIES), str(low), str(low + rng.randint(3, 12)), rng.choice(WINDS)))
    if rng.random() < 0.5:
        joined = tuple((a, b, f"{c}～{d}℃", e) for a, b, c, d, e in rows)
        four = (Column("城市"), Column("天气", rng.choice(("centre", "left"))), Column("气温"), Column("风力", "left"))
        return TableCopy(rng.choice(("国内主要城市天气", "各地天气预报")), four, joined, 1, True, True)
    columns = (
        Column("城市"),
        Column("天气"),
        Column("最低\n气温", "right"),
        Column("最高\n气温", "right"),
        Column("风力"),
    )
    title = rng.choice(("城市天气预报", f"{day(rng)}部分城市天气"))
    return TableCopy(title, columns, tuple(rows), 1, True, False, unit=rng.choice(("", "单位：℃")))


def air(rng: Random, city: str) -> TableCopy:
    """Quality of the air; where it is good, no pollutant is named."""
    rows = []
    for place in rng.sample([*PLACES, *TOWNS], rng.randint(8, 20)):
        grade, what = rng.choice(GRADES)
        rows.append((place, str(rng.randint(18, 128)), grade, what))
    columns = (Column("监测点", "left"), Column("指数", "right"), Column("级别"), Column("首要污染物", "left"))
    return TableCopy(rng.choice(("空气质量日报", "环境空气质量")), columns, tuple(rows), 1, True, False)


def prices(rng: Random, city: str) -> TableCopy:
    """Prices at the market."""
    rows = []
    for good in rng.sample(GOODS, rng.randint(10, len(GOODS))):
        name, _, form = good.partition("/")
        price, change = rng.uniform(1.2, 48), rng.choice((0.0, rng.uniform(-9, 9)))
        rows.append((name, form, "元/500克", f"{price:.2f}", signed(change, 1) if change else "持平"))
    names = ("品种", "规格", "单位", "均价", "涨跌\n（%）")
    columns = tuple(Column(t, a) for t, a in zip(names, ("left", "left", "centre", "right", "right"), strict=True))
    return TableCopy(
        rng.choice(("今日菜价", "农贸市场价格", f"{day(rng)}主副食品价格")),
        columns,
        tuple(rows),
        2,
        True,
        True,
        note=rng.choice(("", "（市价格监测中心提供）")),
    )


def programme(rng: Random, city: str) -> TableCopy:
    """Television: times and programmes of several channels, each with its times."""
    count = rng.randint(2, 5)
    channels = rng.sample(CHANNELS, count)
    length = rng.randint(8, 16)
    days = []
    for _ in range(count):
        shows = rng.sample(SHOWS, length)
        hours = sorted(rng.sample(range(6 * 12, 24 * 12), length))
        days.append([(f"{t // 12:02d}:{t % 12 * 5:02d}", show) for t, show in zip(hours, shows, strict=True)])
    missing = [rng.randint(0, 2) for _ in range(count)]
    rows = []
    for k in range(length):
        row: list[str] = []
        for shows_of_day, lost in zip(days, missing, strict=True):
            row += shows_of_day[k] if k < length - lost else ("", "")
        rows.append(tuple(row))
    columns = tuple(c for name in channels for c in (Column(""), Column(name, "left")))
    return TableCopy(
        rng.choice(("今日荧屏", "电视节目预告", f"{day(rng)}电视节目")), columns, tuple(rows), 2 * (count - 2)
    )


def showtimes(rng: Random, city: str) -> TableCopy:
    """Films by hall: not every hall shows every film, so many cells are empty."""
    halls = rng.randint(3, 5)
    films = [s.split("：")[1] for s in SHOWS if "：" in s] + ["追光的人", "雪落无声", "第七号站台", "海岛少年"]
    rows = []
    for film in rng.sample(films, rng.randint(5, len(films))):
        cells = [
            f"{rng.randint(9, 22)}:{rng.choice(('00', '10', '25', '40', '55'))}" if rng.random() < 0.6 else ""
            for _ in range(halls)
        ]
        cells[rng.randrange(halls)] = f"{rng.randint(9, 22)}:30"
        rows.append((film, *cells))
    columns = (Column("片名", "left"), *(Column(f"{k + 1}号厅") for k in range(halls)))
    return TableCopy(f"{city}{rng.choice(('影城', '大光明影院'))}排片", columns, tuple(rows), halls - 3)


def trains(rng: Random, city: str) -> TableCopy:
    """Trains: number, destination, departure, duration."""
    rows = []
    for place in rng.sample(PLACES, rng.randint(7, 16)):
        letter = rng.choice("GDKTZ")
        rows.append(
            (
                f"{letter}{rng.randint(12, 7999)}",
                f"{city}—{place}",
                f"{rng.randint(5, 22):02d}:{rng.randint(0, 59):02d}",
                f"{rng.randint(5, 23):02d}:{rng.randint(0, 59):02d}",
                rng.choice(("", "", "经停5站", "隔日开行", "新增")),
            )
        )
    columns = (Column("车次", "left"), Column("区间", "left"), Column("开点"), Column("到点"), Column("备注", "left"))
    return TableCopy(
        rng.choice(("列车时刻表", "新增列车时刻", f"{city}站列车时刻")), columns, tuple(rows), 1, False, True
    )


def land(rng: Random, city: str) -> TableCopy:
    """Land for sale: places that take two lines of a cell."""
    rows = []
    for k in range(rng.randint(4, 9)):
        sides = [f"{rng.choice(STREETS)}以{rng.choice('东西南北')}" for _ in range(2)]
        place = rng.choice(TOWNS) + "、".join(sides)
        rows.append(
            (
                f"{rng.randint(12, 24)}-{k + 1:02d}",
                place,
                f"{rng.randint(2000, 88000):,}",
                rng.choice(("住宅", "商业", "工业", "商住", "仓储")),
                f"{rng.randint(300, 9800):,}",
                f"{rng.randint(60, 900)}",
            )
        )
    columns = (
        Column("编号"),
        Column("地块位置", "left", 7.0),
        Column("面积\n（平方米）", "right"),
        Column("用途"),
        Column("起始价\n（万元）", "right"),
        Column("保证金\n（万元）", "right"),
    )
    return TableCopy(rng.choice(("土地使用权出让一览表", "拟出让地块情况")), columns, tuple(rows), 2)


def posts(rng: Random, city: str) -> TableCopy:
    """Vacancies: post, number, schooling, pay, who to ask for."""
    kinds = (
        "车工",
        "钳工",
        "会计",
        "收银员",
        "保安",
        "厨师",
        "文员",
        "司机",
        "店长",
        "电工",
        "客服",
        "护士",
        "缝纫工",
        "质检员",
        "销售代表",
    )
    rows = [
        (
            post,
            str(rng.randint(1, 20)),
            rng.choice(("不限", "高中", "大专", "本科", "初中")),
            f"{rng.randint(25, 60)}00-{rng.randint(61, 95)}00",
            person(rng),
        )
        for post in rng.sample(kinds, rng.randint(6, 14))
    ]
    columns = (Column("岗位", "left"), Column("人数"), Column("学历"), Column("月薪（元）"), Column("联系人"))
    return TableCopy(rng.choice(("本周招聘岗位", "招聘会岗位信息", "用工信息")), columns, tuple(rows), 1, True, False)
