"""Advertisements: a frame, display type of several sizes, a telephone number, sometimes a drawing or white on black."""
from __future__ import annotations

import numpy as np

from samples import pictures
from samples.layout import Leaf
from samples.names import FIRMS, STREETS, TOWNS
from samples.press import Press
from samples.typeset import set_line

SLOGANS = (
    "诚信经营 品质为先", "开业大吉 全场八折", "春季装修节 盛大启幕", "好房子 看得见", "金秋团购 惊喜不断",
    "专业口腔 微笑服务", "学车就来这里", "新茶上市 欢迎品鉴", "家电以旧换新", "健康体检套餐", "二手车 放心选",
    "名师小班 火热招生",
)
OFFERS = (
    "凭此报可领取精美礼品一份", "前{n}名顾客再享九折优惠", "每日8:30至21:00营业", "老客户推荐另有好礼",
    "免费上门测量 当天出方案", "三年质保 终身维护", "分期付款 零首付", "现场签约送{n}00元大礼包",
    "全城{n}家门店同步", "专车接送 免费停车", "数量有限 售完为止", "支持各类银行卡及手机支付",
)
SHOPS = (
    "有限公司", "门诊部", "专卖店", "旗舰店", "培训学校",
)


def set_advertisement(press: Press, leaf: Leaf) -> None:
    """A framed advertisement: a firm, a slogan in display type, offers, an address and a telephone number."""
    house, rng, sheet = press.house, press.rng, press.sheet
    item = press.item("advertisement")
    x0, y0, x1, y1 = leaf.box
    sheet.region("advertisement", leaf.box, item.id)
    reverse = rng.random() < 0.25
    ink = 255 if reverse else 0
    if reverse:
        sheet.fill(leaf.box, rng.choice((0, 30, 60)))
    else:
        sheet.frame(leaf.box, rng.choice(("thin", "thick", "double", "thick-thin", "wavy")), rng.choice((3, 4)))
    pad = house.size_px
    left, right, top, bottom = x0 + pad, x1 - pad, y0 + pad, y1 - pad
    if rng.random() < 0.45 and right - left > 900:
        art = min((right - left) * 0.3, (bottom - top) * 1.2)
        paper = 255 if not reverse else 200
        image = pictures.drawing(np.random.default_rng(rng.getrandbits(32)), int(bottom - top), int(art), 0, paper)
        sheet.picture(image, (right - art, top, right, bottom), item.id, "drawing")
        right -= art + pad
    firm = f"{press.desk.city}{rng.choice(FIRMS)}{rng.choice(SHOPS)}"
    phone = f"{rng.choice(('热线', '咨询', '订购'))}电话：0{rng.randint(510, 599)}-{rng.randint(80000000, 89999999)}"
    place = f"地址：{rng.choice(TOWNS)}{rng.choice(STREETS)}{rng.randint(2, 399)}号"
    offers = [text.replace("{n}", str(rng.randint(2, 9) * 10)) for text in rng.sample(OFFERS, 5)]
    width = right - left
    rows: list[tuple[str, int, int]] = []
    slogan = rng.choice(SLOGANS)
    plans = [(slogan, rng.randint(80, 170), 0), (firm, rng.randint(44, 80), 1)]
    plans += [(text, rng.randint(34, 52), 2) for text in offers[:rng.randint(1, 4)]]
    plans += [(phone, rng.randint(40, 64), 0), (place, rng.randint(30, 40), 2)]
    faces = (house.display[0], house.bold, house.caption)
    used = 0.0
    for text, size, rank in plans:
        line = set_line(text, faces[rank])
        size = int(min(size, width / (line.right - line.left)))
        if size < 24 or used + size * 1.35 > bottom - top:
            continue
        rows.append((text, size, rank))
        used += size * 1.35
    y = top + (bottom - top - used) / 2
    extra = min(0.0 if len(rows) < 2 else (bottom - top - used) / (len(rows) + 1), 60.0)
    y -= extra * (len(rows) - 1) / 2
    align = rng.choice(("centre", "centre", "left"))
    for number, (text, size, rank) in enumerate(rows):
        face = faces[rank]
        press.aligned(set_line(text, face), face, size, left, right, y, align, "body", item.id, number, ink)
        item.paragraphs.append(text)
        y += size * 1.35 + extra
