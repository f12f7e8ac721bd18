"""The head of a digital front page: the name in red, or in white on a band, and all that stands with it."""

from __future__ import annotations

from datetime import date

from samples.almanac import lunar, weekday, western
from samples.digital_look import Look
from samples.fonts import Face, cast
from samples.masthead import PINYIN, furnish
from samples.press import Press
from samples.sheet import Box
from samples.typeset import set_line

PAPERS = ("日报", "晚报", "时报", "晨报", "都市报", "商报")
SLOGANS = ("权威 民生 亲和", "新闻改变生活", "每一天都值得记录", "离您最近的报纸")


def fitted(
    press: Press,
    kind: str,
    text: str,
    face: Face,
    size_px: int,
    box: Box,
    align: str,
    ink: int = 0,
    spacing: float = 0.0,
) -> Box:
    """Print a line of furniture, smaller if it is too wide for the box."""
    line = set_line(text, face, spacing)
    size = int(min(size_px, (box[2] - box[0]) / (line.right - line.left)))
    return furnish(press, kind, text, face, size, box[0], box[2], box[1], align, ink, spacing)


def _facts(press: Press, day: date) -> list[str]:
    """What the law and the post office ask for."""
    rng, city = press.rng, press.desk.city
    site = f"www.{PINYIN[city].lower()}{rng.choice(('news', 'rb', 'daily'))}.cn"
    return [
        f"国内统一连续出版物号 CN {rng.randint(11, 65)}-{rng.randint(1, 99):04d}",
        f"第{rng.randint(1200, 26800)}期",
        f"今日{rng.choice((4, 8, 12, 16, 20))}版",
        f"邮发代号 {rng.randint(1, 85)}-{rng.randint(1, 99)}",
        rng.choice((f"{city}新闻网 {site}", f"网址：http://{site}", site)),
    ]


def _columns_of_text(press: Press, texts: list[str], face: Face, size: int, box: Box, ink: int) -> None:
    """Texts spread over the width of a box; smaller where they are too many."""
    lines = [set_line(text, face) for text in texts]
    total = sum(line.right - line.left for line in lines) + 1.2 * (len(lines) - 1)
    size = int(min(size, (box[2] - box[0]) / total))
    gap = (box[2] - box[0] - sum(line.right - line.left for line in lines) * size) / max(1, len(lines) - 1)
    x = box[0]
    for text, line in zip(texts, lines, strict=True):
        right = x + (line.right - line.left) * size
        furnish(press, "dateline", text, face, size, x, right, box[1], "left", ink)
        x = right + gap


def set_digital_masthead(press: Press, look: Look, box: Box, day: date) -> tuple[float, Box | None]:
    """Print the head across the box; returns the y below it and the box of the ear (报眼), if it has one."""
    rng = press.rng
    name = press.desk.city + rng.choice(PAPERS)
    shape = rng.choice(("ear", "ear", "centre", "band"))
    setter = {"ear": _with_ear, "centre": _centred, "band": _band}[shape]
    return setter(press, look, box, day, name)


def _name_face(press: Press) -> Face:
    return press.rng.choice((cast("kai")[0], cast("kai")[0], cast("song-bold")[0], cast("hei-bold")[0]))


def _with_ear(press: Press, look: Look, box: Box, day: date, name: str) -> tuple[float, Box | None]:
    """The name at the left, the ear at the right, the facts below."""
    rng, sheet, body = press.rng, press.sheet, press.house.size_px
    x0, y0, x1, _ = box
    middle = x0 + (x1 - x0) * rng.uniform(0.52, 0.62)
    ink = rng.choice((look.red, look.red, look.red, 0, look.blue))
    printed = fitted(
        press, "masthead", name, _name_face(press), rng.randint(280, 380), (x0, y0, middle, y0), "left", ink, 0.06
    )
    y = printed[3] + 0.08 * (printed[3] - printed[1])
    latin = f"{PINYIN[press.desk.city]} {rng.choice(('RIBAO', 'DAILY', 'NEWS'))}"
    small = round(body * rng.uniform(0.9, 1.3))
    y = fitted(press, "masthead", latin, cast("hei")[0], small, (x0, y, middle, y), "left", ink, 0.3)[3] + 0.6 * body
    sheet.region("masthead", (x0, y0, middle, y))
    facts = _facts(press, day)
    if rng.random() < 0.5:
        fitted(
            press, "imprint", "\u3000".join(facts[:2]), press.house.body, round(body * 0.85), (x0, y, middle, y), "left"
        )
        y += 1.3 * body
        facts = facts[2:]
    ear = (middle + 1.5 * body, y0, x1, y - 0.4 * body)
    sheet.rule(rng.choice(("thin", "double", "thick")), x0, y, x1, y, 3, rng.choice((0, look.red)))
    y += 0.45 * body
    _columns_of_text(press, [western(day), weekday(day), lunar(day), *facts], press.house.body, body, (x0, y, x1, y), 0)
    y += 1.4 * body
    sheet.rule("thin", x0, y, x1, y, 2, rng.choice((0, look.red)))
    return y + press.house.pitch_px, ear


def _centred(press: Press, look: Look, box: Box, day: date, name: str) -> tuple[float, Box | None]:
    """The name in the middle, the day at its left, the facts at its right."""
    rng, sheet, body = press.rng, press.sheet, press.house.size_px
    x0, y0, x1, _ = box
    width = x1 - x0
    inner = (x0 + 0.24 * width, y0, x1 - 0.24 * width, y0)
    ink = rng.choice((look.red, look.red, look.blue))
    printed = fitted(press, "masthead", name, _name_face(press), rng.randint(300, 420), inner, "centre", ink, 0.05)
    bottom = printed[3] + 0.35 * body
    sheet.region("masthead", (x0, y0, x1, bottom))
    pitch = min(1.75 * body, (bottom - y0) / 4.2)
    y = y0 + 0.6 * body
    for text in (f"{day.day:02d}", western(day), weekday(day), lunar(day)):
        if text == f"{day.day:02d}":
            big = round(1.6 * pitch)
            fitted(
                press,
                "dateline",
                text,
                press.house.bold,
                big,
                (x0, y, x0 + 0.22 * width, y),
                rng.choice(("left", "centre")),
                look.red,
            )
            y += big * 1.12
        else:
            fitted(
                press,
                "dateline",
                text,
                press.house.body,
                round(min(body, 0.8 * pitch)),
                (x0, y, x0 + 0.22 * width, y),
                "left",
            )
            y += pitch
    below = y
    y = y0 + 0.8 * body
    for text in _facts(press, day):
        fitted(
            press,
            "imprint",
            text,
            press.house.body,
            round(min(0.9 * body, 0.8 * pitch)),
            (x1 - 0.22 * width, y, x1, y),
            "left",
        )
        y += pitch
    bottom = max(bottom, below, y)
    if rng.random() < 0.4:
        fitted(press, "masthead", rng.choice(SLOGANS), look.note, body, (x0, bottom, x1, bottom), "centre", 0, 0.4)
        bottom += 1.5 * body
    sheet.rule(rng.choice(("thin", "thick", "double")), x0, bottom + 0.3 * body, x1, bottom + 0.3 * body, 3, look.red)
    return bottom + press.house.pitch_px, None


def _band(press: Press, look: Look, box: Box, day: date, name: str) -> tuple[float, Box | None]:
    """The name in white on a band of colour, the day beside it."""
    rng, sheet, body = press.rng, press.sheet, press.house.size_px
    x0, y0, x1, _ = box
    high = rng.uniform(6.5, 9.5) * body
    sheet.fill((x0, y0, x1, y0 + high), rng.choice((look.red, look.red, look.blue)))
    size = round(high * 0.72)
    middle = x0 + 0.62 * (x1 - x0)
    fitted(
        press, "masthead", name, _name_face(press), size, (x0 + body, y0 + 0.13 * high, middle, y0), "left", 255, 0.08
    )
    sheet.region("masthead", (x0, y0, x1, y0 + high))
    y = y0 + 0.16 * high
    place = (middle + body, x1 - body)
    for text in (western(day) + "\u3000" + weekday(day), lunar(day)):
        fitted(press, "dateline", text, press.house.bold, round(body * 1.15), (place[0], y, place[1], y), "right", 255)
        y += 1.75 * body
    facts = _facts(press, day)
    fitted(
        press, "imprint", "\u3000".join(facts[1:3]), press.house.body, body, (place[0], y, place[1], y), "right", 255
    )
    y = y0 + high + 0.4 * body
    _columns_of_text(press, [facts[0], *facts[3:]], press.house.body, round(0.9 * body), (x0, y, x1, y), 0)
    sheet.rule("thin", x0, y + 1.35 * body, x1, y + 1.35 * body, 2, 0)
    return y + 1.4 * body + press.house.pitch_px * 0.8, None
