"""The look of a digital front page: colours, measures, forms of bylines. Sizes in px of the sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from samples.digital_sheet import OVERSAMPLE, colour
from samples.fonts import Face, cast
from samples.house import House, choose
from samples.press import Press

REDS = (colour(200, 16, 30), colour(214, 0, 15), colour(176, 20, 28), colour(224, 40, 30))
BLUES = (colour(0, 64, 140), colour(20, 90, 160), colour(0, 96, 110))
TINTS = (
    colour(255, 247, 224),
    colour(228, 240, 250),
    colour(253, 234, 230),
    238,
    colour(232, 244, 230),
    colour(248, 240, 226),
)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and habits of the paper. `bylines`: forms that its stories choose from."""

    red: int
    blue: int
    tints: tuple[int, ...]
    body: Face
    note: Face
    caption: Face
    kicker_colour: int
    section_colour: int
    rule_ink: int
    rule_style: str
    bylines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the setters of one digital page share."""

    press: Press
    look: Look
    day: date


def draw_house(rng: Random, only: tuple[str, ...]) -> tuple[House, int, int]:
    """(house style, number of columns, margin in px) of a page whose finished body type is 17 to 19 px."""
    house = choose(rng, only, (17 * OVERSAMPLE, 19 * OVERSAMPLE))
    size, width = house.size_px, rng.randint(1700, 2200) * OVERSAMPLE
    margin = round(rng.uniform(0.035, 0.055) * width)
    gutter = round(size * rng.uniform(1.5, 2.0))
    columns = rng.choice((5, 5, 6, 6, 6, 7, 8))
    measure = int((width - 2 * margin - (columns - 1) * gutter) / columns / size)
    while measure < 10:
        columns -= 1
        measure = int((width - 2 * margin - (columns - 1) * gutter) / columns / size)
    house = replace(
        house,
        measure_em=measure,
        gutter_px=gutter,
        pitch_px=round(size * rng.uniform(1.35, 1.6)),
        column_rule=False,
        condense=rng.choice((1.0, 1.0, 0.92, 0.86)),
        story_rule="none",
    )
    margin = (width - house.across(columns)) // 2
    return house, columns, margin


def draw_look(rng: Random, house: House, only: tuple[str, ...]) -> Look:
    """A look that suits the house."""
    red, blue = rng.choice(REDS), rng.choice(BLUES)
    kai = cast("kai", only)[0]
    habits = ("line", "local", "wire", "agency", "end", "none")
    return Look(
        red=red,
        blue=blue,
        tints=tuple(rng.sample(TINTS, 3)),
        body=house.body,
        note=kai,
        caption=rng.choice((kai, cast("hei", only)[0], house.body)),
        kicker_colour=rng.choice((0, 0, red, blue, 70)),
        section_colour=rng.choice((0, 0, red, blue)),
        rule_ink=rng.choice((0, 0, 120, red, blue)),
        rule_style=rng.choice(("thin", "thin", "none", "dotted")),
        bylines=tuple(rng.choices(habits, k=4)),
    )
