"""Furniture of vertical pages: masthead beside or above the text, date line, running head, lines in the margin."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.press import Press
from samples.sheet import Box
from samples.vertical_heads import row_of
from samples.vertical_house import Style
from samples.vertical_names import FIRMS, ROADS, numeral, person, words
from samples.vertical_type import set_display

PAPERS = words("""
    江聲日報 時潮報 大華晚報 東南日報 滬濱小報 民言報 新潮晨報 正誼日報 海光 鐵筆 南洋商報 醒鐘報 曉星日報 福報
    星洲晨報 工商新聞 碧雲 大眾日報
""")
MOTTOES = (
    "消息靈通 言論公正", "本報銷路 遍及全國", "歡迎各界 惠登廣告", "趣味濃厚 材料豐富 人人愛讀之報紙",
    "本報內容充實是最有價值之讀物",
)
SECTIONS = words("""
    要聞 本埠新聞 國際新聞 地方通信 副刊 教育與體育 經濟新聞 遊藝 特寫 社會新聞
""")
RATES = (
    "定報價目 本埠每月{a}角 外埠每月{b}角 國外另議 郵費在內",
    "廣告刊例 長行每行每日{a}角 短行每行每日{b}角 封面加倍 刻圖另議",
)
COINS, UNITS = ("大洋", "國幣", "銅元"), ("分", "枚", "角")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a paper: its name, its date, number, price."""

    paper: str
    date: str
    weekday: str
    number: str
    price: str
    sheets: str

    @staticmethod
    def drawn(rng: Random, modern: bool) -> Issue:
        """An issue of some day."""
        year = rng.randint(40, 68) if modern else rng.randint(1, 38)
        price = f"零售每份{rng.choice(COINS)}{numeral(rng.randint(2, 9))}{rng.choice(UNITS)}"
        return Issue(
            rng.choice(PAPERS),
            f"中華民國{numeral(year)}年{numeral(rng.randint(1, 12))}月{numeral(rng.randint(1, 29))}日",
            "星期" + rng.choice("一二三四五六日"), f"第{numeral(rng.randint(12, 6999))}號",
            price, f"今日{rng.choice('一兩三四')}{rng.choice(('張', '大張', '中張'))}")


def furnish_row(
    press: Press, style: Style, kind: str, text: str, size_px: int, x0: float, x1: float, y: float, align: str,
    heavy: bool = False, spacing: float = 0.0,
) -> Box:
    """A line of furniture across."""
    face = style.display[0] if heavy else style.bold
    line = row_of(text, style, face, spacing)
    press.furniture.append((kind, text))
    return press.aligned(line, face, size_px, x0, x1, y, align, "furniture")


def _furnish_column(
    press: Press, style: Style, kind: str, text: str, size_px: int, x: float, y: float, spacing: float = 0.0,
    heavy: bool = False,
) -> None:
    press.furniture.append((kind, text))
    face = style.display[1] if heavy else style.body
    press.sheet.column(set_display(text, spacing), face, size_px, x, y, "furniture")


def set_running_head(press: Press, style: Style, issue: Issue, page: int, box: Box) -> float:
    """The head of an inside page, from right to left: date, paper, section, page; returns the y beneath it."""
    rng = press.rng
    x0, y0, x1, _ = box
    size = round(style.size_px * rng.uniform(1.05, 1.4))
    big = round(size * rng.uniform(1.5, 2.2))
    parts = [("dateline", issue.date, size), ("masthead", issue.paper, big), ("dateline", issue.weekday, size),
             ("folio", f"第{numeral(page)}{rng.choice(('版', '張', '頁'))}", size)]
    if rng.random() < 0.5:
        parts[2] = ("running-head", rng.choice(SECTIONS), round(size * 1.2))
    if rng.random() < 0.3:
        parts = parts[::-1]
    if style.horizontal == "ltr":
        parts = parts[::-1]
    step = (x1 - x0) / len(parts)
    for k, (kind, text, of) in enumerate(parts):
        of = min(of, int(0.95 * step / len(text)))
        right = x1 - k * step
        furnish_row(press, style, kind, text, of, right - step, right, y0 + (big - of) / 2, "centre", of == big, 0.02)
    y = y0 + big * 1.35
    if rng.random() < 0.6:
        press.sheet.rule(rng.choice(("thin", "double", "thick-thin", "wavy")), x0, y, x1, y, 2)
        y += 0.5 * style.size_px
    return y + 0.3 * style.size_px


def set_margin_lines(press: Press, style: Style, box: Box, margin_px: float) -> None:
    """Columns of small type outside the border, as tabloids had."""
    rng, size = press.rng, round(style.size_px * 0.9)
    if margin_px < 2.1 * size or rng.random() < 0.5:
        return
    sides = [box[2] + 0.85 * size, box[0] - 1.85 * size]
    for x in sides[:rng.choice((1, 2))]:
        text = rng.choice((*MOTTOES, *RATES)).format(a=numeral(rng.randint(2, 9)), b=numeral(rng.randint(2, 9)))
        text = text.replace(" ", "\u3000")
        room = (box[3] - box[1]) / size / len(text)
        _furnish_column(press, style, "imprint", text, size, x, box[1], min(1.2, max(0.0, room - 1) * 0.9))


def set_masthead_across(press: Press, style: Style, issue: Issue, box: Box) -> tuple[float, list[Box]]:
    """The name of the paper across the top and the date line; returns the y beneath and the boxes of the ears."""
    rng = press.rng
    x0, y0, x1, y1 = box
    width = x1 - x0
    size = int(min(width * rng.uniform(0.36, 0.52) / len(issue.paper), (y1 - y0) * 0.075))
    half = size * len(issue.paper) * 0.55 + style.size_px
    middle = rng.choice((0.5, 0.5, 0.42, 0.6)) * width + x0
    kai = rng.random() < 0.4
    line = row_of(issue.paper, style, style.kai if kai else style.display[0], 0.06)
    press.furniture.append(("masthead", issue.paper))
    press.aligned(line, style.kai if kai else style.display[0], size, middle - half, middle + half, y0, "centre",
                  "furniture")
    y = y0 + size * 1.15
    for text in (issue.number, f"館址{rng.choice(ROADS)} 發行人{person(rng)}".replace(" ", "\u3000")):
        small = min(style.size_px, int(2 * half / len(text)))
        furnish_row(press, style, "imprint", text, small, middle - half, middle + half, y, "centre")
        y += small * 1.35
    press.sheet.region("masthead", (middle - half, y0, middle + half, y))
    ears = [(middle + half + style.size_px, y0, x1, y - 0.3 * style.size_px),
            (x0, y0, middle - half - style.size_px, y - 0.3 * style.size_px)]
    y += 0.35 * style.size_px
    press.sheet.rule("thin", x0, y, x1, y, 2)
    y += 0.4 * style.size_px
    text = "\u3000".join((issue.date, issue.weekday, issue.sheets, issue.price))
    small = min(round(style.size_px * 1.05), int(width * 0.95 / len(text)))
    furnish_row(press, style, "dateline", text, small, x0, x1, y, "centre", spacing=0.12)
    y += small * 1.4
    press.sheet.rule(rng.choice(("thin", "double", "wavy")), x0, y, x1, y, 2)
    return y + 0.7 * style.size_px, ears


def set_masthead_beside(press: Press, style: Style, issue: Issue, box: Box) -> None:
    """The name of the paper upright in a box at the right of the page, small columns at its left."""
    rng = press.rng
    x0, y0, x1, y1 = box
    press.sheet.frame(box, rng.choice(("thin", "double", "thick-thin", "wavy", "beads")), 3)
    press.sheet.region("masthead", box)
    pad = 0.8 * style.size_px
    x0, y0, x1, y1 = x0 + pad, y0 + pad, x1 - pad, y1 - pad
    if rng.random() < 0.4:
        small = round(style.size_px * 0.9)
        printer = rng.choice(FIRMS) + "印刷所承印"
        furnish_row(press, style, "imprint", printer, min(small, int((x1 - x0) / 8)), x0, x1, y0, "centre")
        y0 += small * 1.6
    size = int(min((x1 - x0) * 0.55, (y1 - y0) / len(issue.paper) * 0.96))
    room = (y1 - y0) / size - len(issue.paper)
    spacing = max(0.0, min(0.4, room / len(issue.paper)))
    _furnish_column(press, style, "masthead", issue.paper, size, x1 - size, y0, spacing, True)
    x = x1 - size - 0.5 * style.size_px
    small = round(style.size_px * rng.uniform(0.9, 1.1))
    for kind, text in (("dateline", issue.date), ("dateline", issue.weekday + issue.sheets), ("imprint", issue.number),
                       ("imprint", issue.price), ("imprint", f"館址{rng.choice(ROADS)}")):
        of = min(small, int((y1 - y0) / len(text)))
        if x - of < x0 or of < 0.7 * style.size_px:
            break
        _furnish_column(press, style, kind, text, of, x - of, y0)
        x -= of * 1.35
