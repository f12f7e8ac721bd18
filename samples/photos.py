"""Picture stories of several photographs: a heading, pictures with captions of their own, a short text or none."""
from __future__ import annotations

from random import Random

import numpy as np

from samples import pictures
from samples.flow import Composer, Form
from samples.grounds import INK, print_ground
from samples.heads import fit, joined
from samples.layout import Leaf
from samples.press import Item, Press
from samples.sheet import Box
from samples.typeset import set_line, set_paragraph
from samples.upright import HEADING, make_upright_caption


def set_photos(press: Press, leaf: Leaf) -> None:
    """Two to four photographs in rows, each with a caption, and perhaps a text beneath them."""
    house, rng = press.house, press.rng
    item, copy = press.item("picture"), press.desk.story()
    x0, y0, x1, y1 = leaf.box
    if leaf.boxed:
        press.sheet.frame(leaf.box, rng.choice(("thin", "double")), 3)
        press.sheet.region("box", leaf.box, item.id)
        x0, y0, x1, y1 = x0 + house.size_px, y0 + house.size_px, x1 - house.size_px, y1 - house.size_px
    title = copy.heading("shot", lambda text: True) or copy.shortest("head")
    top = _heading(press, item, leaf, title, (x0, y0, x1, y1))
    size, pitch = house.size_px, house.size_px * 1.3
    byline = f"{house.byline_mark or '■'}摄影 {copy.reporter()}"
    rows = rng.randint(3, 5) if rng.random() < 0.7 and y1 - top > 640 else 0
    foot = y1 - (rows + (rows > 0)) * pitch - (1 if not rows else 0) * pitch
    captions = [text for text in (copy.heading("capt", lambda text: True) for _ in range(4)) if text]
    cells = _cells((x0, top, x1, foot), len(captions), size, rng)
    for cell, text in zip(cells, captions, strict=False):
        _photo(press, item, cell, text)
    y = foot + 0.5 * size
    if rows:
        form = Form(house.caption, house.bold, (x1 - x0) / size, house.manner, byline_end=byline)
        galley = Composer(copy, form, [int((y1 - size - y) / pitch) + 1]).compose()
        for row, (_, at) in zip(galley.rows, galley.places, strict=True):
            if row.line is not None:
                left = x1 - row.line.right * size if row.role == "byline" else x0
                press.sheet.line(row.line, house.caption, size, left, y + at * pitch, row.role, item.id, row.paragraph)
        item.paragraphs = list(galley.paragraphs)
    else:
        line = set_line(byline, house.caption)
        press.aligned(line, house.caption, size, x0, x1, y1 - size, "right", "byline", item.id)
    item.byline = byline
    press.traits.setdefault(item.id, []).append("photos")


def _heading(press: Press, item: Item, leaf: Leaf, title: str, box: Box) -> float:
    """Print the heading across the top; returns the y below it."""
    house, rng = press.house, press.rng
    x0, y0, x1, _ = box
    face = rng.choice(house.display)
    kind = leaf.shape.ground if leaf.shape else ""
    pad = 0.4 * house.size_px if kind else 0.0
    room = x1 - x0 - 2 * pad
    setting = fit(title, face, room, (44, 88), 1.0) or fit(title, face, room, (28, 88), 1.0, 3)
    assert setting is not None, f"no room for {title!r} in {room} px"
    high = len(setting.lines) * setting.size_px * 1.2
    if kind:
        print_ground(press, kind, (x0, y0, x1, y0 + high + 2 * pad), item.id, rng)
        press.traits.setdefault(item.id, []).append(f"head-{kind}")
    y = y0 + pad
    for text in setting.lines:
        press.aligned(set_line(text, face), face, setting.size_px, x0 + pad, x1 - pad, y + 0.1 * setting.size_px,
                      rng.choice(("centre", "left")) if len(setting.lines) == 1 else "centre", "headline", item.id,
                      ink=INK.get(kind, 0))
        y += setting.size_px * 1.2
    item.headline = joined(title, setting.lines)
    return y + pad + 0.4 * house.size_px


def _cells(box: Box, count: int, size: int, rng: Random) -> list[Box]:
    """Places for `count` pictures with their captions: in rows of one to three, of different widths."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    count = min(count, 1 if width * height < 500_000 else rng.randint(2, 4))
    across = max(1, min(count, 3, round(width / 560)))
    if height < 620 or count < across:
        count = across
    rows = [min(across, count - k) for k in range(0, count, across)]
    rows = rows if (y1 - y0) / len(rows) > 330 else rows[:1]
    gap = 0.8 * size
    out = []
    high = (height - gap * (len(rows) - 1)) / len(rows)
    for k, number in enumerate(rows):
        shares = [rng.uniform(0.8, 1.25) for _ in range(number)]
        free = width - gap * (number - 1)
        x = x0
        for share in shares:
            wide = free * share / sum(shares)
            out.append((x, y0 + k * (high + gap), x + wide, y0 + k * (high + gap) + high))
            x += wide + gap
    return out


def _photo(press: Press, item: Item, cell: Box, text: str) -> None:
    """A photograph that fills its cell but for the caption, beneath it or upright at its side."""
    house, rng = press.house, press.rng
    x0, y0, x1, y1 = cell
    size = round(0.94 * house.size_px)
    number = len(item.captions)
    item.captions.append(text)
    image = np.random.default_rng(rng.getrandbits(32))
    block = None
    if rng.random() < 0.35 and HEADING.fullmatch(text.rstrip("。")):
        block = make_upright_caption(text, house.caption, size, y1 - y0)
    if block is not None and block.width_px < 0.35 * (x1 - x0):
        at_left = rng.random() < 0.4
        taken = block.width_px + 0.5 * size
        picture = (x0 + taken, y0, x1, y1) if at_left else (x0, y0, x1 - taken, y1)
        block.print(press, item, x0 if at_left else x1 - block.width_px, y0, paragraph=number)
        press.traits.setdefault(item.id, []).append("caption-upright")
    else:
        lines = set_paragraph(text, house.caption, (x1 - x0) / size, 0.0, house.manner)
        foot = y1 - (0.35 + 1.25 * len(lines)) * size
        picture = (x0, y0, x1, foot)
        for k, line in enumerate(lines):
            press.sheet.line(line, house.caption, size, x0, foot + (0.35 + 1.25 * k) * size, "caption", item.id, number)
    pixels = pictures.photograph(image, int(picture[3] - picture[1]), int(picture[2] - picture[0]))
    press.sheet.picture(pixels, picture, item.id)
