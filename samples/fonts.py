"""Chinese type on this machine: which faces there are, which characters they have, how wide each is.

Faces are found with fontconfig (`fc-list`, `fc-query`). The least that works is Debian's
`fonts-noto-cjk`; more packages give more faces. Widths are in em (1 em = the type size).
"""
from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

INSTALL = (
    "apt-get install fonts-noto-cjk   (enough)\n"
    "apt-get install fonts-noto-cjk-extra fonts-arphic-ukai fonts-arphic-uming fonts-arphic-gbsn00lp "
    "fonts-arphic-gkai00mp fonts-lxgw-wenkai fonts-wqy-zenhei fonts-wqy-microhei   (more faces)"
)

# Genre -> (family, style) in falling order of how often a compositor would take them.
GENRES: dict[str, tuple[tuple[str, str], ...]] = {
    "song": (
        ("Noto Serif CJK SC", "Regular"), ("Noto Serif CJK SC", "Medium"), ("AR PL UMing CN", "Light"),
        ("AR PL SungtiL GB", "Regular"), ("Noto Serif CJK SC", "Light"),
    ),
    "hei": (
        ("Noto Sans CJK SC", "Regular"), ("Noto Sans CJK SC", "DemiLight"), ("WenQuanYi Micro Hei", "Regular"),
        ("Noto Sans CJK SC", "Light"), ("WenQuanYi Zen Hei", "Regular"),
    ),
    "kai": (
        ("AR PL UKai CN", "Book"), ("LXGW WenKai", "Regular"), ("AR PL KaitiM GB", "Regular"),
        ("Noto Serif CJK SC", "Light"), ("Noto Serif CJK SC", "Regular"),
    ),
    "song-bold": (("Noto Serif CJK SC", "Bold"), ("Noto Serif CJK SC", "Black"), ("Noto Serif CJK SC", "SemiBold")),
    "hei-bold": (("Noto Sans CJK SC", "Bold"), ("Noto Sans CJK SC", "Black"), ("Noto Sans CJK SC", "Medium")),
}
# What every page prints; a face that lacks one of these is not cast.
NEEDED = "，。、；：？！“”‘’（）《》【】…·%℃■□◆●0123456789:.-ACGIPT版记者通讯员摄影公告启事"


class NoChineseFonts(RuntimeError):
    """No face on this machine can set a Chinese page."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face in one font file; `index` selects it inside a collection."""

    family: str
    style: str
    path: str
    index: int

    @property
    def name(self) -> str:
        """Family and style, as fontconfig calls them."""
        return f"{self.family} {self.style}"


def _fontconfig(*arguments: str) -> str:
    if not shutil.which(arguments[0]):
        raise NoChineseFonts(f"{arguments[0]} not found: apt-get install fontconfig\n{INSTALL}")
    return subprocess.run(arguments, capture_output=True, text=True, check=False).stdout


@cache
def installed() -> tuple[Face, ...]:
    """Every face that fontconfig says can set simplified Chinese, sorted."""
    listing = _fontconfig("fc-list", ":lang=zh-cn", "--format", "%{family}|%{style}|%{file}|%{index}\n")
    found = []
    for row in set(listing.splitlines()):
        family, style, path, index = row.split("|")
        if int(index) < 0x10000:  # named instances of variable fonts are not opened by index
            found.append(Face(family.split(",")[0], style.split(",")[0], path, int(index)))
    return tuple(sorted(found, key=lambda face: (face.family, face.style, face.path, face.index)))


@cache
def cast(genre: str, only: tuple[str, ...] = ()) -> tuple[Face, ...]:
    """The faces of a genre that are installed, best first; `only` keeps families whose name holds one of the words."""
    faces = []
    for family, style in GENRES[genre]:
        if only and not any(word.lower() in family.lower() for word in only):
            continue
        of_family = [face for face in installed() if face.family == family]
        exact = [face for face in of_family if face.style == style]
        if not exact and len(of_family) == 1:
            exact = of_family
        faces += [face for face in exact[:1] if covers(face, NEEDED)]
    if not faces and only:
        return cast(genre)
    if not faces:
        plain = [face for face in installed() if face.style in ("Regular", "Book", "Medium", "Bold")]
        if not plain:
            raise NoChineseFonts("no Chinese fonts on this machine:\n" + INSTALL)
        faces = plain[:1]
    return tuple(faces)


@lru_cache(maxsize=512)
def opened(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """The face at a type size in pixels, without kerning or other shaping."""
    return ImageFont.truetype(face.path, size_px, index=face.index, layout_engine=ImageFont.Layout.BASIC)


@cache
def coverage(face: Face) -> frozenset[int]:
    """Code points that the face has a glyph for."""
    charset = _fontconfig("fc-query", "--index", str(face.index), "--format", "%{charset}", face.path)
    points: set[int] = set()
    for part in charset.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


@lru_cache(maxsize=65536)
def has(face: Face, char: str) -> bool:
    """Whether the face has a character and prints something for it."""
    if char.isspace() or char == "—":  # the dash is drawn as a bar
        return True
    if ord(char) not in coverage(face):
        return False
    trial = Image.new("L", (80, 80), 0)
    ImageDraw.Draw(trial).text((10, 60), char, fill=255, font=opened(face, 40), anchor="ls")
    return trial.getbbox() is not None


def covers(face: Face, text: str) -> bool:
    """Whether the face has every character of the text (blanks aside)."""
    return all(has(face, char) for char in set(text))


@lru_cache(maxsize=65536)
def shape(face: Face, char: str) -> tuple[float, float, float]:
    """(advance, blank at the left, blank at the right) of a character, in em."""
    if char == "\u3000":
        return 1.0, 0.0, 0.0
    if char == " ":
        return 0.5, 0.0, 0.0
    if char == "—":  # drawn as a bar, so that a pair of them joins
        return 1.0, 0.0, 0.0
    font = opened(face, 200)
    advance = font.getlength(char) / 200
    trial = Image.new("L", (500, 400), 0)
    ImageDraw.Draw(trial).text((100, 250), char, fill=255, font=font, anchor="ls")
    ink = trial.getbbox()
    if ink is None:
        return advance, 0.0, 0.0
    return advance, (ink[0] - 100) / 200, advance - (ink[2] - 100) / 200
