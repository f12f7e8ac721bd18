"""Photographs with captions, and the index of the day, on a digital front page."""

from __future__ import annotations

import numpy as np

from samples.desk import Copy
from samples.digital_copy import INDEX_TITLES, index_entries
from samples.digital_look import Look, Setting
from samples.digital_pictures import photograph
from samples.heads import fit, joined
from samples.layout import Leaf
from samples.press import Item, Press
from samples.sheet import Box
from samples.typeset import SetLine, set_line, set_paragraph


def caption_lines(
    press: Press,
    look: Look,
    caption: str,
    name: str,
    width_px: float,
    indent: float | None = None,
) -> tuple[list[SetLine], int, str]:
    """(lines, type size, text) of a caption with the photographer at its end."""
    rng, house = press.rng, press.house
    who = rng.choice(("本报记者", "新华社记者", "通讯员", "记者"))
    text = caption + "\u3000" + rng.choice((f"{who} {name} 摄", f"{who}\u3000{name}摄", f"{name} 摄"))
    size = round(house.size_px * rng.choice((0.85, 0.92, 1.0)))
    first = rng.choice((0.0, 2.0)) if indent is None else indent
    return set_paragraph(text, look.caption, width_px / size, first, house.manner, loose=True), size, text


def print_photo(press: Press, look: Look, item: Item, box: Box, lines: list[SetLine], size: int) -> float:
    """Print a photograph into a box and its caption under it; returns the y of the caption's foot."""
    left, top, right, bottom = box
    shape = round(bottom - top), round(right - left)
    press.sheet.picture(photograph(np.random.default_rng(press.rng.getrandbits(32)), *shape), box, item.id)
    y = bottom + 0.45 * size
    for line in lines:
        press.sheet.line(line, look.caption, size, left, y, "caption", item.id, 0)
        y += 1.3 * size
    return y


def set_photo(setting: Setting, leaf: Leaf) -> None:
    """A large photograph, its caption of two or three sentences beneath, half of them with a headline of their own."""
    press, look, rng, house = setting.press, setting.look, setting.press.rng, setting.press.house
    copy, item = Copy(press.desk, press.desk.topic()), press.item("picture")
    x0, y0, x1, y1 = leaf.box
    width = x1 - x0
    sentences = [copy.heading("capt", lambda t: True)]
    for _ in range(rng.choice((0, 1, 1, 2))):
        sentence = next(copy.offers(), None)
        if sentence is not None and len(sentence.text) < 90:
            copy.take(sentence)
            sentences.append(sentence.text.removeprefix("本报讯\u3000"))
    lines, size, text = caption_lines(press, look, "".join(sentences), copy.reporter(), width)
    item.captions.append(text)
    title = copy.heading("shot", lambda t: True) if rng.random() < 0.55 else ""
    face, head = rng.choice(house.display), 0.0
    found = fit(title, face, width, (50, 90), 1.0, 1) if title else None
    if found is not None:
        head = 1.35 * found.size_px
        item.headline = joined(title, found.lines)
    above = rng.random() < 0.35
    below = len(lines) * 1.3 * size + 0.45 * size
    top = y0 + (head if above else 0.0)
    bottom = y1 - below - (0.0 if above else head)
    if found is not None:
        ink = rng.choice((0, 0, look.red, look.blue))
        y = y0 if above else bottom + 0.2 * found.size_px
        line = set_line(found.lines[0], face)
        press.aligned(line, face, found.size_px, x0, x1, y, "centre", "headline", item.id, ink=ink)
    photo: Box = (x0, top, x1, bottom)
    shape = round(bottom - top), round(width)
    press.sheet.picture(photograph(np.random.default_rng(rng.getrandbits(32)), *shape), photo, item.id)
    y = bottom + (0.45 * size if above or found is None else head)
    for line in lines:
        press.sheet.line(line, look.caption, size, x0, y, "caption", item.id, 0)
        y += 1.3 * size


def set_index(setting: Setting, leaf: Leaf) -> None:
    """The index of the day (今日导读): headlines of stories inside the paper and where they stand."""
    press, look, rng, house = setting.press, setting.look, setting.press.rng, setting.press.house
    item, sheet = press.item("notice"), press.sheet
    x0, y0, x1, y1 = leaf.box
    pad, size = 0.7 * house.size_px, house.size_px
    ink = rng.choice((look.red, look.blue, 0))
    if rng.random() < 0.5:
        sheet.fill(leaf.box, rng.choice(look.tints))
    else:
        sheet.frame(leaf.box, "thin", 2, ink)
    sheet.region("notice", leaf.box, item.id)
    item.headline = rng.choice(INDEX_TITLES)
    big = round(1.35 * size)
    reverse = rng.random() < 0.4
    if reverse:
        sheet.fill((x0, y0, x1, y0 + 1.6 * big), ink)
    press.aligned(
        set_line(item.headline, house.bold, 0.2),
        house.bold,
        big,
        x0 + pad,
        x1 - pad,
        y0 + 0.3 * big,
        rng.choice(("left", "centre")),
        "headline",
        item.id,
        ink=255 if reverse else ink,
    )
    y, pitch = y0 + 1.95 * big, 1.55 * size
    mark, leader = rng.choice(("■", "●", "·", "◆", "")), rng.random() < 0.3
    room = int((y1 - 0.4 * pad - y) / pitch)
    for number, (text, page) in enumerate(index_entries(press.desk, max(0, min(8, room)))):
        tail = set_line(page, house.body)
        measure = (x1 - x0 - 2 * pad) / size - tail.right - 1.0
        lines = set_paragraph(mark + text, house.body, measure, 0.0, house.manner, False)
        if y + (len(lines) - 1) * pitch + size > y1 - 0.3 * pad:
            break
        printed = mark + text
        for k, line in enumerate(lines):
            last = k == len(lines) - 1
            whole = line
            if last:
                dots = int(measure - line.right) if leader else 0
                fill = "…" * dots if dots >= 2 else "\u3000"
                whole = set_line(line.text + fill + page, house.body)
                if whole.right - whole.left > (x1 - x0 - 2 * pad) / size:
                    whole, fill = set_line(line.text + "\u3000" + page, house.body), "\u3000"
                printed += fill + page
            sheet.line(whole, house.body, size, x0 + pad, y, "body", item.id, number)
            y += pitch
        item.paragraphs.append(printed)
