"""The house style of a vertical page: faces, type, tiers, marks, rules. Sizes in px unless they say em."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from samples.fonts import INSTALL, Face, NoChineseFonts, covers, installed
from samples.house import House
from samples.typeset import Manner
from samples.vertical_type import FREE, PUSH
from samples.vertical_words import Pointing

GENRES: dict[str, tuple[tuple[str, str], ...]] = {
    "song": (("Noto Serif CJK TC", "Regular"), ("Noto Serif CJK TC", "Medium"), ("AR PL UMing TW", "Light"),
             ("Noto Serif CJK TC", "SemiBold"), ("AR PL UMing TW MBE", "Light"), ("Noto Serif CJK HK", "Medium"),
             ("Noto Serif CJK TC", "Regular")),
    "kai": (("AR PL UKai TW", "Book"), ("AR PL UKai TW MBE", "Book"), ("LXGW WenKai", "Regular")),
    "heavy": (("Noto Serif CJK TC", "Bold"), ("Noto Serif CJK TC", "Black"), ("Noto Sans CJK TC", "Bold"),
              ("Noto Sans CJK TC", "Black"), ("Noto Sans CJK TC", "Medium"), ("Noto Serif CJK TC", "SemiBold")),
    "hei": (("Noto Sans CJK TC", "Regular"), ("Noto Sans CJK TC", "Medium"), ("Noto Sans CJK HK", "Regular")),
}
NEEDED = "、。，：；！？「」（）〔〕▲◎○●〇一二三民國廿報電話號務發"
TIER_RULES = ("thin", "thin", "thin", "none", "none", "wavy", "dotted", "double", "dashed")
FRAMES = ("thin", "thick", "double", "thick-thin", "wavy", "beads", "triple")


@dataclass(frozen=True, slots=True)
class Style:
    """How a vertical page is set; `tier_chars` characters to a tier, `gap_px` between tiers, `cell_px` of a character.

    `pitch_px` goes from column to column. `horizontal` is the way of lines across: rtl or ltr.
    """

    body: Face
    bold: Face
    kai: Face
    display: tuple[Face, ...]
    size_px: int
    pitch_px: float
    cell_px: float
    tier_chars: int
    gap_px: float
    tier_rule: str
    story_rule: str
    page_rule: str
    pointing: Pointing
    kinsoku: str
    stop_at: tuple[float, float]
    indent: int
    paired: bool
    horizontal: str
    modern: bool
    layout: str
    old_forms: bool

    @property
    def tier_px(self) -> float:
        """Height of the type of a tier."""
        return (self.tier_chars - 1) * self.cell_px + self.size_px

    @property
    def step_px(self) -> float:
        """From the top of a tier to the top of the next."""
        return self.tier_px + self.gap_px

    @property
    def beside(self) -> bool:
        """Whether stops stand beside the characters."""
        return self.pointing.manner == "beside"

    def house(self) -> House:
        """What the page maker's press and truth need to know of it."""
        return House(
            body=self.body, bold=self.bold, caption=self.kai, kicker=self.kai, display=self.display,
            size_px=self.size_px, pitch_px=round(self.pitch_px), measure_em=self.tier_chars,
            gutter_px=round(self.gap_px), manner=Manner(), column_rule=False, story_rule=self.tier_rule,
            byline_mark="", byline_form="end", head_align="centre", section_align="left", condense=1.0)


@cache
def faces(genre: str, only: tuple[str, ...] = ()) -> tuple[Face, ...]:
    """The installed faces of a genre that have what a traditional page needs; any that has, if there is none."""
    def wanted(face: Face) -> bool:
        return not only or any(word.lower() in face.family.lower() for word in only)

    by_name = {(face.family, face.style): face for face in installed()}
    named = [by_name[name] for name in GENRES[genre] if name in by_name]
    found = [face for face in named if wanted(face) and covers(face, NEEDED)]
    if not found:
        plain = [face for face in installed() if face.style in ("Regular", "Book", "Medium", "Bold", "Light")]
        found = [face for face in plain if wanted(face) and covers(face, NEEDED)][:1]
    if not found and only:
        return faces(genre)
    if not found:
        raise NoChineseFonts("no traditional Chinese fonts on this machine:\n" + INSTALL)
    return tuple(found)


def _pointing(rng: Random, modern: bool) -> Pointing:
    if modern or rng.random() < 0.25:
        return Pointing("full")
    manner = rng.choice(("dots", "dots", "dots", "dots", "beside", "none"))
    return Pointing(manner, rng.choice(("。", "、", "。")), rng.random() < 0.6)


def choose(
    rng: Random, only: tuple[str, ...] = (), size_px: tuple[int, int] = (24, 40), chars: tuple[int, int] = (8, 20),
) -> Style:
    """A style drawn from `rng`: of the Republican era, or (a fifth) of Hong Kong and Taiwan after it."""
    modern = rng.random() < 0.2
    size = rng.randint(*size_px)
    pointing = _pointing(rng, modern)
    songs, heavy, heis = faces("song", only), faces("heavy", only), faces("hei", only)
    body = songs[min(int(rng.expovariate(0.7)), len(songs) - 1)] if rng.random() < 0.92 else rng.choice(heis)
    least = 1.28 if pointing.manner == "beside" else 1.1
    tier_rule = rng.choice(TIER_RULES)
    gap = rng.uniform(0.55, 1.3) if tier_rule == "none" else rng.uniform(0.6, 1.4)
    return Style(
        body=body, bold=rng.choice(heavy), kai=rng.choice(faces("kai", only)),
        display=(*(rng.choice(heavy) for _ in range(3)), rng.choice(faces("kai", only))),
        size_px=size, pitch_px=size * rng.uniform(least, max(least + 0.12, rng.choice((1.25, 1.35, 1.5)))),
        cell_px=size * rng.choice((1.0, 1.0, 1.0, 1.02, 1.05)), tier_chars=rng.randint(*chars), gap_px=size * gap,
        tier_rule=tier_rule, story_rule=rng.choice(("none", "thin", "wavy", "wavy", "dotted", "none")),
        page_rule=rng.choice(("none", "thin", "wavy", "double", "thick-thin", "beads")), pointing=pointing,
        kinsoku=PUSH if modern or rng.random() < 0.3 else FREE,
        stop_at=rng.choice(((0.72, 0.28), (0.5, 0.5), (0.66, 0.34), (0.6, 0.4))),
        indent=rng.choice((2, 2, 1)) if modern else rng.choice((0, 1, 1, 1, 2)), paired=modern,
        horizontal=rng.choice(("rtl", "rtl", "ltr")) if modern else "rtl", modern=modern,
        layout=rng.choice(("stream", "bands", "bands", "frames", "frames")),
        old_forms=not modern and rng.random() < 0.2)
