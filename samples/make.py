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
from samples.classifieds import set_classifieds
from samples.crowded import crowded_plan, crowded_style
from samples.degrade import Scan, degrade, identity, quarter_turns
from samples.desk import Desk
from samples.digital import DPI, compose_digital, finished
from samples.digital_sheet import OVERSAMPLE
from samples.fonts import covers
from samples.house import House, choose
from samples.layout import Grid, Leaf, Plan
from samples.mixed import mixed_plan
from samples.photos import set_photos
from samples.plans import Area, inside_plan, news_plan, seed_plan, six_plan, small_plan
from samples.press import Press
from samples.scan import CLASSES
from samples.shaped import set_shaped
from samples.sheet import Box, Sheet
from samples.spread import PHOTO, bind
from samples.story import set_story
from samples.tables import set_table
from samples.tables_plan import tables_plan
from samples.truth import make_truth
from samples.vertical import compose_fold, compose_vertical
from samples.voices import set_briefs, set_comment

KINDS = ("front", "inside", "front-seed", "six", "small", "crowded", "mixed", "tables", "digital", "vertical", "fold")
QUALITIES = ("clean", *CLASSES)
SETTERS: dict[str, Callable[[Press, Leaf], list[Leaf] | None]] = {
    "article": set_story, "picture": set_picture_story, "advertisement": set_advertisement, "notice": set_notice,
    "weather": set_weather, "table": set_table, "classifieds": set_classifieds,
    "shaped": set_shaped, "comment": set_comment, "briefs": set_briefs, "photos": set_photos,
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
    if kind == "crowded":
        return *crowded_style(rng, only), 0.0
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


def _plan(rng: Random, kind: str, area: Area, front: bool) -> Plan:
    if kind == "front-seed":
        return seed_plan(area, rng)
    if kind == "six":
        return six_plan(area, rng)
    if kind == "small":
        return small_plan(area)
    if kind == "crowded":
        return crowded_plan(area, rng, front)
    if kind == "mixed":
        return mixed_plan(area, rng, front)
    if kind == "tables":
        return tables_plan(area, rng)
    if kind == "inside" and rng.random() < 0.85:
        return inside_plan(area, rng, rng.randint(5, 9))
    return news_plan(area, rng, rng.randint(5, 11), front)


def _ear(rng: Random, house: House, box: Box) -> Leaf:
    """What stands beside the name of the paper (报眼): a short story, an index, an advertisement."""
    columns = max(1, round((box[2] - box[0]) / (house.column_px + house.gutter_px)))
    kind = rng.choice(("article", "article", "notice", "advertisement"))
    return Leaf(kind, box, columns, "short", boxed=True)


def _set(press: Press, leaf: Leaf) -> None:
    for inner in SETTERS[leaf.kind](press, leaf) or ():
        _set(press, inner)
    if leaf.inset is not None:
        _set(press, leaf.inset)


def compose(rng: Random, kind: str, text: Sequence[str] | None, only: Sequence[str]) -> Press:
    """Typeset a page of a kind on a flat sheet."""
    if kind == "digital":
        return compose_digital(rng, text, only)
    if kind == "vertical":
        return compose_vertical(rng, text, only)
    if kind == "fold":
        return compose_fold(rng, text, only)
    house, columns, rail = _style(rng, kind, tuple(only))
    press, grid = _press(rng, kind, text, house, columns, rail)
    width, height = press.sheet.size
    edge = 50.0 if kind == "small" else rng.uniform(130, 220)
    box = (grid.left, edge, width - grid.left, height - edge)
    top, bottom = box[1], box[3]
    front = kind.startswith("front") or (kind in ("crowded", "mixed") and rng.random() < 0.35)
    if kind != "small":
        day = some_day(rng)
        if front:
            top, ear = masthead.set_masthead(press, box, day)
            if ear is not None:
                _set(press, _ear(rng, house, ear))
        else:
            top = masthead.set_running_head(press, box, day, rng.randint(2, 16))
        if kind == "front-seed" or rng.random() < 0.75:
            bottom = masthead.set_imprint(press, box)
    plan = _plan(rng, kind, Area(grid, columns, rail, top, bottom), front)
    pictures = [leaf for leaf in plan.leaves if leaf.kind == "picture"]
    for leaf in plan.leaves:
        _set(press, replace(leaf, kind="article") if leaf in pictures[2:] else leaf)
    weight = rng.choice((2, 3))
    if house.story_rule != "none":
        for stroke in plan.strokes:
            press.sheet.rule(house.story_rule, stroke.x0, stroke.y0, stroke.x1, stroke.y1, weight)
    return press


def _verso(
    scan: Scan, seed: int, kind: str, text: Sequence[str] | None, fonts: Sequence[str],
) -> NDArray[np.uint8] | None:
    """The print on the other side, where a scan shows that of another page."""
    if scan.ghost is None or not scan.ghost.other:
        return None
    return compose(Random(f"{seed}/{kind}/verso"), kind, text, fonts).sheet.pixels()


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
    if press.traits:
        about["traits"] = press.traits
    if kind == "digital":  # no scan: the qualities but clean are worse copies of the file
        image, warp = finished(press, np.random.default_rng([seed, 7]), quality)
        about |= {"dpi": DPI} | {key: about[key] / OVERSAMPLE for key in ("size_px", "pitch_px", "gutter_px")}
    elif quality != "clean":
        rng = np.random.default_rng([seed, 7])
        scan = scan or CLASSES[quality](rng)
        image, warp = degrade(image, rng, scan, _verso(scan, seed, kind, text, fonts))
        about |= {"dpi": scan.dpi, "scan": scan.record()}
    if turn:
        image, warp = quarter_turns(image, warp, turn)
        about["turn_deg"] = turn
    height, width = image.shape[:2]
    return image, make_truth(press, warp.forward, (width, height), about, steps=1 if warp.straight else 16)


def make_spread(
    seed: int, kinds: tuple[str, str] = ("inside", "inside"), quality: str = PHOTO, text: Sequence[str] | None = None,
    fonts: Sequence[str] = (), turn: int = 0, scan: Scan | None = None,
) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """Two pages (left, right) in one picture and the truth of both; the same arguments give the same picture.

    `quality` is "photo" for an open volume on a table, or one of `QUALITIES` for two sheets flat side by side; the
    other arguments are as in `make_page`. Ids begin with the number of the page, which every entry says as `page`.
    """
    if not set(kinds) <= set(KINDS) or quality not in (PHOTO, *QUALITIES):
        raise ValueError(f"kinds are of {', '.join(KINDS)}, quality one of {', '.join((PHOTO, *QUALITIES))}")
    presses = [compose(Random(f"{seed}/{side}/{kind}"), kind, text, fonts)
               for side, kind in zip(("left", "right"), kinds, strict=True)]
    image, truth = bind(presses, np.random.default_rng([seed, 11]), quality, turn, scan)
    truth["page"] = {"seed": seed, "kind": "spread", "kinds": list(kinds)} | truth["page"]
    return image, truth
