"""The house style of a page: faces, sizes, measures, rules. Sizes in px unless they say em."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.fonts import Face, cast
from samples.typeset import Manner


@dataclass(frozen=True, slots=True)
class House:
    """What all stories of a page share."""

    body: Face
    bold: Face
    caption: Face
    kicker: Face
    display: tuple[Face, ...]
    size_px: int
    pitch_px: int
    measure_em: int
    gutter_px: int
    manner: Manner
    column_rule: bool
    story_rule: str
    byline_mark: str
    byline_form: str
    head_align: str
    section_align: str
    condense: float

    @property
    def column_px(self) -> int:
        """Width of a base column."""
        return self.size_px * self.measure_em

    def across(self, columns: int) -> int:
        """Width of so many base columns with the gutters between them."""
        return columns * self.column_px + (columns - 1) * self.gutter_px


def choose(
    rng: Random, only: tuple[str, ...] = (), size_px: tuple[int, int] = (30, 42),
    measure_em: tuple[int, int] = (11, 16),
) -> House:
    """A house style drawn from `rng`; `only` restricts families of type."""
    size = rng.randint(*size_px)
    heis, songs = cast("hei", only), cast("song", only)
    body = rng.choice(heis) if rng.random() < 0.2 else songs[min(int(rng.expovariate(0.9)), len(songs) - 1)]
    kai = cast("kai", only)[0] if rng.random() < 0.5 else rng.choice(cast("kai", only))
    gutter = round(size * rng.uniform(1.0, 2.0))
    modes = ("squeeze", "squeeze", "push", "hang" if gutter >= 1.75 * size else "squeeze")
    bolds = cast("hei-bold", only), cast("song-bold", only)
    display = (rng.choice(bolds[0]), rng.choice(bolds[1]), rng.choice(bolds[rng.randrange(2)]))
    return House(
        body=body,
        bold=rng.choice(bolds[0]),
        caption=rng.choice((kai, kai, rng.choice(heis))),
        kicker=rng.choice((kai, rng.choice(heis), rng.choice(songs))),
        display=display,
        size_px=size,
        pitch_px=round(size * rng.uniform(1.2, 1.5)),
        measure_em=rng.randint(*measure_em),
        gutter_px=gutter,
        manner=Manner(rng.choice(modes), rng.choice((0.0, 0.06, 0.12, 0.16))),
        column_rule=rng.random() < 0.3,
        story_rule=rng.choice(("thin", "thin", "none", "none", "dotted", "double", "wavy", "dashed", "thick-thin")),
        byline_mark=rng.choice(("■", "□", "◆", "●", "", "")),
        byline_form=rng.choice(("centred", "left", "left", "column", "end")),
        head_align=rng.choice(("centre", "centre", "left")),
        section_align=rng.choice(("centre", "left")),
        condense=rng.choice((1.0, 1.0, 1.0, 0.9, 0.82)),
    )
