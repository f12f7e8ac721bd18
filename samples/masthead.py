"""Furniture: masthead (报头) and date line of a front page, running head of an inside page, imprint at the foot."""
from __future__ import annotations

from datetime import date

from samples.almanac import lunar, weekday, western
from samples.fonts import Face, cast
from samples.names import person
from samples.press import Press
from samples.sheet import Box
from samples.typeset import set_line

NOTES = ("中共{city}市委主管主办", "{city}市融媒体中心出版", "国内统一连续出版物号 CN 33-{number}", "{city}日报社主办")
SECTIONS = ("要闻", "综合新闻", "民生", "城事", "经济", "文化周刊", "乡村振兴", "科教")
IMPRINTS = (
    "本报地址：{city}市钟楼街{house}号\u3000邮政编码：{code}\u3000新闻热线：{phone}\u3000广告许可证：第{number}号\u3000每份1.50元",
    "本报所刊文字和图片，未经书面许可，任何单位和个人不得转载、摘编、复制。",
    "本报法律顾问：{city}正澄律师事务所\u3000印刷：{city}日报印务中心\u3000零售每份1.00元",
)
PINYIN = {
    "澄川": "CHENGCHUAN", "柏江": "BAIJIANG", "青渚": "QINGZHU", "望洲": "WANGZHOU", "霁城": "JICHENG", "岚浦": "LANPU",
    "栖湖": "QIHU", "绥塘": "SUITANG",
}
PAPERS = (
    ("日报", "RIBAO", "DAILY"), ("晚报", "WANBAO", "EVENING NEWS"), ("时报", "SHIBAO", "TIMES"),
    ("新闻", "XINWEN", "NEWS"),
)


def furnish(
    press: Press, kind: str, text: str, face: Face, size_px: int, left: float, right: float, y: float, align: str,
    ink: int = 0, spacing: float = 0.0,
) -> Box:
    """Print a line of furniture and put it into the truth."""
    press.furniture.append((kind, text))
    return press.aligned(set_line(text, face, spacing), face, size_px, left, right, y, align, "furniture", ink=ink)


def set_masthead(press: Press, box: Box, day: date) -> tuple[float, Box | None]:
    """Print the head of a front page across the box; returns the y below it, and the box of the ear (报眼), if any."""
    house, rng, sheet = press.house, press.rng, press.sheet
    x0, y0, x1, _ = box
    city, (paper, sound, english) = press.desk.city, rng.choice(PAPERS)
    face = rng.choice((cast("kai")[0], *cast("song-bold")[:1], *cast("hei-bold")[:1]))
    size = int(min(rng.randint(250, 360), (x1 - x0) * 0.14))
    name = city + paper
    width = x1 - x0
    sheet.region("masthead", (x0, y0, x1, y0 + size * 1.6))
    side = rng.choice(("centre", "left"))
    inner = (x0, x1) if side == "centre" else (x0, x0 + width * 0.55)
    furnish(press, "masthead", name, face, size, inner[0], inner[1], y0, side, spacing=0.12)
    latin = rng.choice((f"{PINYIN[city]} {sound}", f"{PINYIN[city]} {english}"))
    small = max(30, size // 6)
    furnish(press, "masthead", latin, cast("hei")[0], small, inner[0], inner[1], y0 + size * 1.12, side, spacing=0.25)
    notes = [note.format(city=city, number=rng.randint(1000, 9999)) for note in NOTES]
    number = f"总第{rng.randint(1200, 18000)}期"
    pages = f"今日{rng.choice((4, 8, 12, 16))}版"
    body = house.size_px
    ear = None
    if side == "left" and rng.random() < 0.75:
        ear = (x0 + width * 0.58, y0, x1, y0 + size * 1.12 + small * 1.1)
    elif side == "left":
        y = y0 + 0.2 * size
        for text in rng.sample(notes, 2):
            furnish(press, "imprint", text, house.bold, body, x0 + width * 0.6, x1, y, "left")
            y += body * 1.7
    y = y0 + size * 1.12 + small * 1.7
    sheet.rule(rng.choice(("thin", "double", "thick")), x0, y, x1, y, 3)
    y += 0.5 * body
    parts = [western(day), weekday(day), lunar(day), number, pages]
    if rng.random() < 0.4:
        furnish(press, "dateline", "\u3000".join(parts), house.kicker, body, x0, x1, y, "centre")
    else:
        step = width / len(parts)
        for k, text in enumerate(parts):
            furnish(press, "dateline", text, house.kicker, body, x0 + k * step, x0 + (k + 1) * step, y, "centre")
    y += body * 1.35
    sheet.rule("thin", x0, y, x1, y, 3)
    return y + house.pitch_px * 0.9, ear


def set_running_head(press: Press, box: Box, day: date, number: int) -> float:
    """Print the head of an inside page: number, section, date, editor; returns the y where news may begin."""
    house, rng, sheet = press.house, press.rng, press.sheet
    x0, y0, x1, _ = box
    big = round(house.size_px * 2.2)
    furnish(press, "folio", f"{number:02d}", cast("hei-bold")[0], big, x0, x1, y0, "left")
    low = y0 + 0.5 * big
    furnish(press, "running-head", rng.choice(SECTIONS), house.bold, round(house.size_px * 1.6), x0 + 3.2 * big, x1,
            y0 + 0.2 * big, "left", spacing=0.2)
    furnish(press, "dateline", f"{western(day)}\u3000{weekday(day)}", house.body, house.size_px, x0, x1, low, "centre")
    editor = f"责任编辑 {person(rng)}\u3000版式 {person(rng)}\u3000校对 {person(rng)}"
    furnish(press, "imprint", editor, house.body, house.size_px, x0, x1, low, "right")
    y = y0 + big * 1.2
    sheet.rule(rng.choice(("thin", "thick", "double", "thick-thin")), x0, y, x1, y, 3)
    return y + house.pitch_px * 0.9


def set_imprint(press: Press, box: Box) -> float:
    """Print a line at the foot of the page; returns the y where news must end."""
    house, rng = press.house, press.rng
    x0, _, x1, y1 = box
    size = max(26, round(house.size_px * 0.85))
    text = rng.choice(IMPRINTS).format(
        city=press.desk.city, house=rng.randint(2, 300), code=rng.randint(310000, 329999), number=rng.randint(100, 999),
        phone=f"0{rng.randint(510, 599)}-{rng.randint(80000000, 89999999)}")
    top = y1 - size
    press.sheet.rule("thin", x0, top - 0.5 * size, x1, top - 0.5 * size, 2)
    line = set_line(text, house.body)
    size = int(min(size, (x1 - x0) / (line.right - line.left)))
    furnish(press, "imprint", text, house.body, size, x0, x1, top, "centre")
    return top - 1.3 * size
