"""Small items that are set as a whole: picture stories, notices, the weather."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samples import pictures
from samples.flow import Composer, Form
from samples.heads import fit, joined
from samples.layout import Leaf
from samples.names import STREETS, TOWNS, person
from samples.press import Item, Press
from samples.sheet import Box
from samples.typeset import SetLine, set_line, set_paragraph

TITLES = ("公\u3000告", "启\u3000事", "声\u3000明", "停水通知", "招标公告", "致歉声明", "拍卖公告")
SIGNERS = ("水务有限公司", "公共资源交易中心", "自然资源局", "房产服务中心", "供电公司")
LEADING = 1.34
SKIES = ("多云", "晴到多云", "阴有小雨", "阴转多云", "多云转阴", "雷阵雨")


def set_picture_story(press: Press, leaf: Leaf) -> None:
    """A photograph with a headline of its own, a text that fills what is left of the frame, and ■摄影."""
    house, rng, sheet = press.house, press.rng, press.sheet
    copy, item = press.desk.story(), press.item("picture")
    x0, y0, x1, y1 = leaf.box
    width, size, face = x1 - x0, house.size_px, rng.choice(house.display)
    title = copy.heading("shot", lambda text: True) or copy.shortest("head")
    setting = fit(title, face, width, (48, 84), 1.0) or fit(title, face, width, (30, 84), 1.0, 3)
    assert setting is not None, f"no room for {title!r} in {width} px"
    pitch = size * 1.3
    head = len(setting.lines) * setting.size_px * 1.2
    image_height = min(y1 - y0 - head - size - rng.randint(3, 5) * pitch, width * rng.uniform(0.7, 1.35))
    image_height = max(image_height, 200.0)
    above = rng.random() < 0.4
    image_top = y0 + head + 0.2 * size if above else y0
    image = pictures.photograph(np.random.default_rng(rng.getrandbits(32)), int(image_height), int(width))
    sheet.picture(image, (x0, image_top, x1, image_top + image_height), item.id)
    y = y0 if above else y0 + image_height + 0.5 * size
    for text in setting.lines:
        press.aligned(set_line(text, face), face, setting.size_px, x0, x1, y, "centre", "headline", item.id)
        y += setting.size_px * 1.2
    item.headline = joined(title, setting.lines)
    y = max(y, image_top + image_height + 0.5 * size)
    names = [copy.reporter() for _ in range(rng.choice((1, 1, 2)))]
    byline = f"{house.byline_mark or '■'}摄影 {' '.join(names)}"
    form = Form(house.caption, house.bold, width / size, house.manner, byline_end=byline)
    rows = int((y1 - size - y) / pitch) + 1
    galley = Composer(copy, form, [rows]).compose()
    for row, (_, at) in zip(galley.rows, galley.places, strict=True):
        if row.line is not None:
            side = "right" if row.role == "byline" else "left"
            place = x1 - (row.line.right - row.line.left) * size if side == "right" else x0
            sheet.line(row.line, house.caption, size, place, y + at * pitch, row.role, item.id, row.paragraph)
    item.byline, item.paragraphs = byline, list(galley.paragraphs)


def _fill(
    press: Press, item: Item, texts: Sequence[str], signed: Sequence[str], box: Box, largest_px: int,
) -> None:
    """Print paragraphs, and signatures at the right, in the largest size that fits in a box."""
    house = press.house
    left, top, right, bottom = box
    size = largest_px
    rows: list[tuple[SetLine, int, bool]] = []
    while size >= 24:
        set_texts = [set_paragraph(text, house.body, (right - left) / size, 2.0, house.manner) for text in texts]
        rows = [(line, k, False) for k, lines in enumerate(set_texts) for line in lines]
        rows += [(set_line(text, house.body), len(texts) + k, True) for k, text in enumerate(signed)]
        widest = max(line.right for line, _, _ in rows) * size
        if top + (len(rows) - 1) * size * LEADING + size <= bottom and widest <= right - left + size / 2:
            break
        size -= 1
    y = top
    for line, paragraph, at_right in rows:
        if y + size > bottom + 1:
            break
        x = right - line.right * size if at_right else left
        press.sheet.line(line, house.body, size, x, y, "body", item.id, paragraph)
        y += size * LEADING
    printed = {line.paragraph for line in press.sheet.lines if line.item == item.id and line.role == "body"}
    item.paragraphs = [text for k, text in enumerate([*texts, *signed]) if k in printed]


def set_notice(press: Press, leaf: Leaf) -> None:
    """A boxed notice: title in the middle, text, and at the right who issued it and when."""
    house, rng, sheet = press.house, press.rng, press.sheet
    item = press.item("notice")
    x0, y0, x1, y1 = leaf.box
    sheet.frame(leaf.box, rng.choice(("thin", "double")), 3)
    sheet.region("notice", leaf.box, item.id)
    pad = house.size_px
    left, right = x0 + pad, x1 - pad
    title = rng.choice(TITLES)
    big = round(house.size_px * 1.6)
    line = set_line(title, house.bold, 0.2)
    press.aligned(line, house.bold, big, left, right, y0 + pad, "centre", "headline", item.id)
    item.headline = title
    area = (right - left) * (y1 - y0 - big * 1.6 - 2 * pad)
    texts = _notice_texts(press)
    largest = round(house.size_px * 1.5)
    count = 1
    while count < len(texts) and sum(map(len, texts[:count + 1])) * (house.size_px ** 2) * 1.7 < area:
        count += 1
    signer = f"{press.desk.city}市{rng.choice(SIGNERS)}"
    day = f"{rng.randint(2021, 2024)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    _fill(press, item, texts[:count], (signer, day), (left, y0 + pad + big * 1.6, right, y1 - 0.8 * pad), largest)


def _phone(press: Press) -> str:
    return f"0{press.rng.randint(510, 599)}-{press.rng.randint(80000000, 89999999)}"


def _notice_texts(press: Press) -> list[str]:
    rng = press.rng
    texts = [
        f"因{rng.choice(STREETS)}供水管道改造施工，定于{rng.randint(1, 12)}月{rng.randint(1, 28)}日22:00至次日5:00对"
        f"{rng.choice(TOWNS)}部分区域停水，请广大用户提前做好储水准备，不便之处敬请谅解。",
        f"{person(rng)}遗失第{rng.randint(100000, 999999)}号营业执照正本一份，声明作废。",
        f"兹有位于{rng.choice(TOWNS)}的闲置厂房{rng.randint(1200, 8800)}平方米公开招租，"
        f"起始租金每年{rng.randint(12, 90)}万元，"
        f"有意者请于{rng.randint(5, 20)}个工作日内前来报名并缴纳保证金。",
        f"本公司定于本月{rng.randint(3, 27)}日上午9:30在三楼会议室拍卖报废车辆{rng.randint(6, 40)}辆，"
        f"标的展示时间为拍卖前两天，联系电话：{_phone(press)}。",
        f"{rng.choice(TOWNS)}{rng.choice(STREETS)}{rng.randint(1, 99)}号住户请于公告之日起{rng.randint(15, 60)}日内"
        "到房屋征收办公室办理登记，逾期未办理的，将依照有关规定处理。",
        f"经批准，{rng.choice(STREETS)}自即日起实行单向通行，过往车辆请按交通标志绕行，"
        f"公交{rng.randint(2, 88)}路临时改道，恢复时间另行通知，咨询电话：{_phone(press)}。",
        f"{rng.choice(TOWNS)}农贸市场{rng.randint(12, 60)}个摊位面向社会公开招标，投标人须具备合法经营资格，"
        f"标书每份工本费{rng.randint(1, 5)}00元，售后不退。",
    ]
    return rng.sample(texts, len(texts))


def set_weather(press: Press, leaf: Leaf) -> None:
    """The weather box: a reminder as title and a forecast."""
    house, rng, sheet = press.house, press.rng, press.sheet
    item = press.item("notice")
    x0, y0, x1, y1 = leaf.box
    sheet.frame(leaf.box, "thin", 3)
    sheet.region("notice", leaf.box, item.id)
    pad = house.size_px * 0.8
    title = rng.choice(("天气预报", "今日天气", "友情提醒：注意交通安全", "气象服务"))
    size = round(house.size_px * 1.15)
    left, right = x0 + pad, x1 - pad
    press.aligned(set_line(title, house.bold), house.bold, size, left, right, y0 + pad, "centre", "headline", item.id)
    item.headline = title
    text = (f"今天{rng.choice(SKIES)}，夜里{rng.choice(SKIES)}。明天{rng.choice(SKIES)}，"
            f"{rng.choice(('东', '东南', '偏北', '西南'))}风{rng.randint(2, 4)}到{rng.randint(5, 6)}级。"
            f"今天白天最高气温{rng.randint(18, 37)}℃，明天早晨最低气温{rng.randint(2, 17)}℃。")
    largest = round(house.size_px * 1.1)
    _fill(press, item, [text], (), (left, y0 + pad + size * 1.6, right, y1 - 0.6 * pad), largest)
