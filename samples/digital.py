"""A front page as it leaves the computer: in colour, 17 to 19 px type, never printed and never scanned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from samples import masthead
from samples.advertisements import set_advertisement
from samples.almanac import some_day
from samples.degrade import Warp, identity
from samples.desk import Desk
from samples.digital_boxes import set_index, set_photo
from samples.digital_look import Setting, draw_house, draw_look
from samples.digital_masthead import set_digital_masthead
from samples.digital_plan import digital_plan
from samples.digital_sheet import OVERSAMPLE, ColourSheet
from samples.digital_story import DigitalStory
from samples.fonts import covers
from samples.layout import Grid, Leaf
from samples.plans import Area
from samples.press import Press

DPI = 144
SETTERS: dict[str, Callable[[Setting, Leaf], None]] = {
    "article": lambda setting, leaf: DigitalStory(setting, leaf).set(),
    "photo": set_photo,
    "index": set_index,
    "advertisement": lambda setting, leaf: set_advertisement(setting.press, leaf),
}


def compose_digital(rng: Random, text: Sequence[str] | None, only: Sequence[str], with_text: bool = True) -> Press:
    """Typeset a front page on a sheet in colour; `with_text` False leaves out the type (see `ColourSheet`)."""
    house, columns, margin = draw_house(rng, tuple(only))
    width = house.across(columns) + 2 * margin
    height = round(width * rng.uniform(1.38, 1.52) / OVERSAMPLE) * OVERSAMPLE
    width += width % OVERSAMPLE
    faces = {house.body, house.bold, house.caption, house.kicker, *house.display}
    desk = Desk(rng, lambda words: all(covers(face, words.replace("/", "")) for face in faces), text)
    press = Press(ColourSheet(width, height, with_text), house, desk, rng)
    setting = Setting(press, draw_look(rng, house, tuple(only)), some_day(rng))
    box = (float(margin), 0.8 * margin, float(width - margin), height - 0.9 * margin)
    top, ear = set_digital_masthead(press, setting.look, box, setting.day)
    bottom = masthead.set_imprint(press, box) if rng.random() < 0.4 else box[3]
    in_ear = ear is not None and rng.random() < 0.6
    if ear is not None:
        kind = "index" if in_ear else "article"
        wide = max(1, round((ear[2] - ear[0]) / (house.column_px + house.gutter_px)))
        SETTERS[kind](setting, Leaf(kind, ear, wide, "short", boxed=True))
    area = Area(Grid(house, margin), columns, 0.0, top, bottom)
    plan = digital_plan(area, rng, setting.look.tints, not in_ear and rng.random() < 0.8)
    for leaf in plan.leaves:
        SETTERS[leaf.kind](setting, leaf)
    if setting.look.rule_style != "none":
        for stroke in plan.strokes:
            press.sheet.rule(
                setting.look.rule_style, stroke.x0, stroke.y0, stroke.x1, stroke.y1, 2, setting.look.rule_ink
            )
    return press


def finished(press: Press, rng: np.random.Generator, quality: str) -> tuple[NDArray[np.uint8], Warp]:
    """The page in BGR and the map from the sheet to it; `degraded`: smaller, and packed as JPEG."""
    image = press.sheet.pixels()
    warp = identity().then(np.array([[1 / OVERSAMPLE, 0.0, 0.0], [0.0, 1 / OVERSAMPLE, 0.0]]))
    if quality == "clean":
        return image, warp
    height, width = image.shape[:2]
    size = (round(width * rng.uniform(0.93, 1.0)), round(height * rng.uniform(0.93, 1.0)))
    scale = size[0] / width
    size = (size[0], round(height * scale))
    image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 86))])[1]
    image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return image, warp.then(np.array([[scale, 0.0, 0.0], [0.0, size[1] / height, 0.0]]))
