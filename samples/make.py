"""Makes a page: plan, typesetting, scan, truth."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples import masthead
from samples.advertisements import set_advertisement
from samples.almanac import some_day
from samples.boxes import set_notice, set_picture_story, set_weather
from samples.degrade import Scan, degrade, identity, quarter_turns
from samples.desk import Desk
from samples.fonts import covers
from samples.house import House, choose
from samples.layout import Grid, Leaf, Plan
from samples.plans import Area, inside_plan, news_plan, seed_plan, six_plan, small_plan
from samples.press import Press
from samples.sheet import Box, Sheet
from samples.story import set_story
from samples.truth import make_truth

KINDS = ("front", "inside", "front-seed", "six", "small")
QUALITIES = ("clean", "degraded")
SETTERS: dict[str, Callable[[Press, Leaf], None]] = {
    "article": set_story, "picture": set_picture_story, "advertisement": set_advertisement, "notice": set_notice,
    "weather": set_weather,
}


def _style(rng: Random, kind: str, only: tuple[str, ...]) -> tuple[House, int, float]:
    """House style, number of base columns and width of the rail (0: none) for a kind of page."""
    if kind == "front-seed":
        house = choose(rng, only, (34, 36), (13, 13))
        house = replace(house, byline_mark="■", byline_form="left", story_rule=rng.choice(("thin", "none")))
        return house, 5, 20.0 * house.size_px
    if kind == "six":
        return choose(rng, only, (37, 40), (13, 14)), 6, 0.0
    if kind == "small":
        return choose(rng, only, (34, 36), (12, 12)), 3, 0.0
    house = choose(rng, only)
    rail = float(house.size_px * rng.randint(17, 21)) if kind == "front" and rng.random() < 0.35 else 0.0
    fitting = [n for n in range(4, 9) if 3300 <= house.across(n) + rail <= 3800]
    usual = round((3500 - rail) / (house.column_px + house.gutter_px))
    return house, rng.choice(fitting) if fitting else max(4, min(8, usual)), rail


def _press(
    rng: Random, kind: str, text: Sequence[str] | None, house: House, columns: int, rail: float,
) -> tuple[Press, Grid]:
    printed = house.across(columns) + (round(rail + house.gutter_px * 1.15) if rail else 0)
    margin = 60 if kind == "small" else max(round(rng.uniform(120, 220)), (3520 - printed) // 2)
    width = printed + 2 * margin
    height = 1200 if kind == "small" else round(min(5800, max(5000, width * rng.uniform(1.36, 1.46))))
    faces = {house.body, house.bold, house.caption, house.kicker, *house.display}
    desk = Desk(rng, lambda words: all(covers(face, words.replace("/", "")) for face in faces), text)
    return Press(Sheet(width, height), house, desk, rng), Grid(house, margin)


def _plan(rng: Random, kind: str, area: Area) -> Plan:
    if kind == "front-seed":
        return seed_plan(area, rng)
    if kind == "six":
        return six_plan(area, rng)
    if kind == "small":
        return small_plan(area)
    if kind == "inside" and rng.random() < 0.85:
        return inside_plan(area, rng, rng.randint(5, 9))
    return news_plan(area, rng, rng.randint(5, 11), kind == "front")


def _ear(rng: Random, house: House, box: Box) -> Leaf:
    """What stands beside the name of the paper (报眼): a short story, an index, an advertisement."""
    columns = max(1, round((box[2] - box[0]) / (house.column_px + house.gutter_px)))
    kind = rng.choice(("article", "article", "notice", "advertisement"))
    return Leaf(kind, box, columns, "short", boxed=True)


def _set(press: Press, leaf: Leaf) -> None:
    SETTERS[leaf.kind](press, leaf)
    if leaf.inset is not None:
        _set(press, leaf.inset)


def compose(rng: Random, kind: str, text: Sequence[str] | None, only: Sequence[str]) -> Press:
    """Typeset a page of a kind on a flat sheet."""
    house, columns, rail = _style(rng, kind, tuple(only))
    press, grid = _press(rng, kind, text, house, columns, rail)
    width, height = press.sheet.size
    edge = 50.0 if kind == "small" else rng.uniform(130, 220)
    box = (grid.left, edge, width - grid.left, height - edge)
    top, bottom = box[1], box[3]
    if kind != "small":
        day = some_day(rng)
        if kind.startswith("front"):
            top, ear = masthead.set_masthead(press, box, day)
            if ear is not None:
                _set(press, _ear(rng, house, ear))
        else:
            top = masthead.set_running_head(press, box, day, rng.randint(2, 16))
        if kind == "front-seed" or rng.random() < 0.75:
            bottom = masthead.set_imprint(press, box)
    plan = _plan(rng, kind, Area(grid, columns, rail, top, bottom))
    pictures = [leaf for leaf in plan.leaves if leaf.kind == "picture"]
    for leaf in plan.leaves:
        _set(press, replace(leaf, kind="article") if leaf in pictures[2:] else leaf)
    weight = rng.choice((2, 3))
    if house.story_rule != "none":
        for stroke in plan.strokes:
            press.sheet.rule(house.story_rule, stroke.x0, stroke.y0, stroke.x1, stroke.y1, weight)
    return press


def make_page(
    seed: int, kind: str = "front", quality: str = "clean", text: Sequence[str] | None = None,
    fonts: Sequence[str] = (), turn: int = 0, scan: Scan | None = None,
) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """A page and its truth; the same arguments give the same page.

    The image is uint8, (height, width) or (height, width, 3) in BGR; the truth's polygons are in its pixels.
    `text` holds paragraphs that replace the running text, `fonts` words that families of type must contain,
    `turn` the clockwise quarter turns of the scan in degrees, `scan` the faults of a degraded scan (drawn if None).
    """
    if kind not in KINDS or quality not in QUALITIES:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, quality one of {', '.join(QUALITIES)}")
    press = compose(Random(f"{seed}/{kind}"), kind, text, fonts)
    image = press.sheet.pixels()
    warp = identity()
    house = press.house
    about: dict[str, Any] = {
        "seed": seed, "kind": kind, "quality": quality, "dpi": 300, "size_px": house.size_px,
        "pitch_px": house.pitch_px, "gutter_px": house.gutter_px, "measure_em": house.measure_em,
        "body_face": house.body.name, "story_rule": house.story_rule,
    }
    if quality == "degraded":
        rng = np.random.default_rng([seed, 7])
        scan = scan or Scan.drawn(rng)
        image, warp = degrade(image, rng, scan)
        about["scan"] = scan.record()
    if turn:
        image, warp = quarter_turns(image, warp, turn)
        about["turn_deg"] = turn
    height, width = image.shape[:2]
    return image, make_truth(press, warp.forward, (width, height), about, steps=8 if warp.curl_px else 1)
