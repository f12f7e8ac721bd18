"""Made strips of worn vertical type, with what they say.

Three columns are drawn side by side, spoilt by press, camera, film and scanner, and the middle one is cut out as
`pipeline/recognize/strips.py` cuts it: turned, by a box that is too wide or off the middle, 48 px high.
Images are float32 (height, width) of ink, 0 paper to 1 ink, until `_scanned` makes them grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.period.train import MISSING
from pipeline.recognize.ppocr import PX_PER_EM
from pipeline.recognize.strips import MARGIN_EM, STRIP_HEIGHT_PX

Field = NDArray[np.float32]
Pixels = NDArray[np.uint8]

NOTO, ARPHIC = "/usr/share/fonts/opentype/noto/Noto", "/usr/share/fonts/truetype/arphic/"
SERIF = (("Regular", 2.0), ("Medium", 2.0), ("SemiBold", 2.0), ("Bold", 1.5), ("Black", 0.5))
FACES = (
    (ARPHIC + "uming.ttc", 2, 6.0),
    *((f"{NOTO}SerifCJK-{style}.ttc", index, often) for style, often in SERIF for index in (1, 3)),
    (ARPHIC + "ukai.ttc", 2, 1.0),
    (NOTO + "SansCJK-Bold.ttc", 3, 0.5),
    (NOTO + "SansCJK-Regular.ttc", 3, 0.4),
)
"""File, index in it, how often. The Korean forms of Noto are nearer to those of old type than the Taiwanese."""
DRAWN_PX = 56
"""The em as it is drawn."""
STOPS = frozenset("、。，．")
TURNED = frozenset("「」『』（）《》〈〉—…～")
"""Marks that stand turned in vertical type, and so upright in a strip."""
AT_RANDOM = 0.15
"""Part of the strips whose characters make no text, so that rare ones are seen too."""


@dataclass(frozen=True, slots=True)
class MadeStrip:
    pixels: Pixels
    text: str


@lru_cache(maxsize=len(FACES))
def _font(face: int) -> ImageFont.FreeTypeFont:
    path, index, _ = FACES[face]
    return ImageFont.truetype(path, DRAWN_PX, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=40_000)
def _glyph(face: int, character: str) -> Field:
    """The em box of a character, upright; of a stop no more than its ink."""
    image = Image.new("L", (DRAWN_PX, DRAWN_PX), 0)
    ImageDraw.Draw(image).text((DRAWN_PX / 2, DRAWN_PX / 2), character, fill=255, font=_font(face), anchor="mm")
    glyph = np.asarray(image, np.float32) / 255
    ys, xs = np.nonzero(glyph > 0.3)
    if character in STOPS and len(ys):
        glyph = glyph[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    return np.asarray(glyph, np.float32)


class StripMaker:
    """Draws strips of `texts`, each as often as it is long, in the characters of `vocabulary`."""

    def __init__(self, texts: Sequence[str], vocabulary: Sequence[str], seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._texts = [text for text in texts if len(text) >= 8]
        lengths = np.array([len(text) for text in self._texts], float)
        self._often = lengths / lengths.sum()
        self._known = frozenset(character for character in vocabulary if character.strip()) - {MISSING}
        self._han = sorted({c for text in texts for c in text if "\u4e00" <= c <= "\u9fff" and c in self._known})
        shares = np.array([often for _, _, often in FACES])
        self._faces = shares / shares.sum()

    def strip(self, length: int) -> MadeStrip:
        """A strip of about `length` characters."""
        rng = self._rng
        em_px = float(np.clip(rng.normal(25.5, 4), 17, 42))
        columns, text = self._columns(length)
        if not text:
            return self.strip(length)
        print_ = _printed(columns, rng)
        height, width = print_.shape
        scale = em_px / DRAWN_PX
        size = max(8, round(width * scale)), round(height * scale)
        small = np.asarray(cv2.resize(print_, size, interpolation=cv2.INTER_AREA), np.float32)
        filmed = _filmed(small, rng, em_px / 25)
        return MadeStrip(_cut(_scanned(filmed, rng), rng, em_px), text)

    def _text(self, length: int) -> str:
        if self._rng.random() < AT_RANDOM:
            return "".join(self._rng.choice(self._han, length))
        text = self._texts[self._rng.choice(len(self._texts), p=self._often)]
        start = self._rng.integers(0, max(1, len(text) - length + 1))
        return text[start : start + length]

    def _columns(self, length: int) -> tuple[Field, str]:
        """A column between its neighbours, or rules in their places, running from left to right; and what it says."""
        rng, em = self._rng, DRAWN_PX
        face = int(rng.choice(len(FACES), p=self._faces))
        pitch = em * (rng.uniform(1.0, 1.14) if rng.random() < 0.85 else rng.uniform(1.14, 1.9))
        width = int(pitch * (length + 1) + em)
        lead = em * (rng.uniform(1.06, 1.4) if rng.random() < 0.75 else rng.uniform(1.3, 1.8))
        sheet = np.zeros((int(2 * lead + em * 2), width), np.float32)
        middle = len(sheet) // 2
        column, text, end = self._column(face, self._text(length), pitch, width, int(em * 0.4))
        _lay(sheet, column, middle)
        for side in (-1, 1):
            chance = rng.random()
            if chance < 0.8:
                start = int(rng.uniform(0, em * 0.8))
                _lay(sheet, self._column(face, self._text(length + 1), pitch, width, start)[0], middle + side * lead)
            elif chance < 0.9:
                level = int(middle + side * lead * rng.uniform(0.5, 0.8))
                sheet[level : level + int(rng.uniform(2, 6))] = 1
        return sheet[:, : min(width, end + int(em * 0.3))], text

    def _column(self, face: int, text: str, pitch: float, width: int, start: int) -> tuple[Field, str, int]:
        """Turned characters at a pitch; with the text as far as it could be set, and where it ends."""
        rng, em = self._rng, DRAWN_PX
        column = np.zeros((em * 2, width), np.float32)
        at, said = float(start), ""
        to_the_side, half_cells = rng.random() < 0.6, rng.random() < 0.3
        for character in text:
            if character not in self._known or not (glyph := _glyph(face, character)).any():
                continue
            shape = glyph if character in TURNED else np.rot90(glyph)
            step = pitch * 0.55 if character in STOPS and half_cells else pitch
            if character in STOPS:
                x = at + (0 if half_cells else step * rng.uniform(0.05, 0.3))
                y = em * 0.95 - len(shape) / 2 if to_the_side else em * (0.5 + rng.uniform(0.02, 0.15))
            else:
                slip_x, slip_y = rng.normal(0, 0.02 * em, 2)
                x, y = max(at + (step - em) / 2 + slip_x, 0), em / 2 + slip_y
            if x + shape.shape[1] >= width:
                break
            place = column[int(y) : int(y) + shape.shape[0], int(x) : int(x) + shape.shape[1]]
            inked = np.float32(1 - abs(rng.normal(0, 0.06)))
            np.maximum(place, shape[: place.shape[0], : place.shape[1]] * inked, out=place)
            said, at = said + character, at + step
        return column, said, int(at)


def _lay(sheet: Field, column: Field, middle: float) -> None:
    top = int(middle - len(column) / 2)
    first, last = max(top, 0), min(top + len(column), len(sheet))
    np.maximum(sheet[first:last], column[first - top : last - top], out=sheet[first:last])


def _printed(sheet: Field, rng: np.random.Generator) -> Field:
    """Strokes fatter or thinner than they were cut, and columns that lean."""
    chance = rng.random()
    if chance < 0.4:
        side = 3 if rng.random() < 0.6 else 5
        sheet = np.asarray(cv2.dilate(sheet, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))), np.float32)
    elif chance < 0.5:
        sheet = np.asarray(cv2.erode(sheet, np.ones((2, 2), np.uint8)), np.float32)
    height, width = sheet.shape
    lean = rng.normal(0, 0.006)
    matrix = np.array([[1, 0, 0], [lean, 1, -lean * width / 2]])
    return np.asarray(cv2.warpAffine(sheet, matrix, (width, height)), np.float32)


def _changing(shape: tuple[int, ...], rng: np.random.Generator) -> Field:
    """A field from 0 to 1 that changes slowly along the strip."""
    coarse = rng.random((2, max(2, shape[1] // 120 + 2)), dtype=np.float32)
    return np.clip(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), 0, 1)


def _blurred(image: Field, along_px: float, across_px: float) -> Field:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigmaX=along_px, sigmaY=across_px), np.float32)


def _filmed(print_: Field, rng: np.random.Generator, scale: float) -> Field:
    """Out of focus, more in some places than in others; hard tones; grain at the edges of strokes; scratches, smears.

    `scale`: the em over 25 px.
    """
    least, most = 0.3, 2.3 * scale
    first = float(np.clip(rng.gamma(2.2, 0.5) * scale, least, most))
    second = first if rng.random() < 0.6 else float(np.clip(first * rng.uniform(0.4, 1.7), least, 2.6 * scale))
    aspect = rng.uniform(0.75, 1.35) if rng.random() < 0.5 else 1.0
    image = _blurred(print_, first * aspect, first / aspect)
    if second != first:
        where = _changing(print_.shape, rng)
        image = image * where + _blurred(print_, second * aspect, second / aspect) * (1 - where)
    level = rng.uniform(0.26, 0.6) if max(first, second) < 1.1 * scale else rng.uniform(0.34, 0.58)
    grain = _blurred(rng.standard_normal(image.shape, dtype=np.float32), *[rng.uniform(0.6, 1.4)] * 2)
    near_ink = np.clip(0.1 + 1.5 * _blurred(image, 1.5, 1.5), 0, 1)
    image = image + grain / (grain.std() + 1e-6) * np.float32(rng.uniform(0, 0.12)) * near_ink
    if rng.random() < 0.85:
        image = _hardened(image, rng.uniform(1.2, 6), level + 0.1 * (_changing(image.shape, rng) - 0.5))
    if rng.random() < 0.7:
        image = _blurred(image, *[rng.uniform(0.4, 1.1) * scale] * 2)
    if rng.random() < 0.2:
        faintest = rng.uniform(0.6, 0.9)
        image = image * (faintest + (1 - faintest) * _changing(image.shape, rng))
    return _scratched(np.ascontiguousarray(image, np.float32), rng)


def _hardened(image: Field, hardness: float, level: Field) -> Field:
    """A logistic curve of tones through `level`, stretched so that paper and full ink stay."""
    slope = np.float32(2.2 * hardness)
    curve, low, high = (1 / (1 + np.exp(-slope * (tone - level))) for tone in (image, 0.0, 1.0))
    return np.asarray(np.clip((curve - low) / (high - low + 1e-6), -0.05, 1.05), np.float32)


def _scratched(image: Field, rng: np.random.Generator) -> Field:
    height, width = image.shape
    if rng.random() < 0.35:
        for _ in range(rng.integers(1, 6)):
            x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
            end = x + int(rng.normal(0, 12)), y + int(rng.normal(0, 12))
            cv2.line(image, (x, y), end, float(rng.choice([0, 1, 1])), 1 if rng.random() < 0.8 else 2, cv2.LINE_AA)
    smear_px = int(rng.uniform(10, 60))
    if rng.random() < 0.1 and width > smear_px + 8:
        shade = np.linspace(0, rng.uniform(0.3, 0.9), smear_px, dtype=np.float32)
        image[:, -smear_px:] += shade * (1 - image[:, -smear_px:]) * np.float32(0.6)
    return image


def _scanned(ink: Field, rng: np.random.Generator) -> Pixels:
    black, white = rng.uniform(15, 90), rng.uniform(215, 255)
    grey = white + (black - white) * ink + rng.normal(0, rng.uniform(0, 5), ink.shape)
    pixels = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 90))]
        pixels = np.asarray(cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_GRAYSCALE), np.uint8)
    return pixels


def _cut(sheet: Pixels, rng: np.random.Generator, em_px: float) -> Pixels:
    """The strip of the middle column, as it comes out where its size and its middle are not exactly known."""
    said_px = em_px * (rng.uniform(0.95, 1.12) if rng.random() < 0.5 else rng.uniform(1.05, 1.42))
    off_px = em_px * (rng.normal(0, 0.06) if rng.random() < 0.6 else rng.uniform(-0.3, 0.3))
    cross_px = said_px * (1 + 2 * MARGIN_EM)
    top = len(sheet) / 2 - cross_px / 2 + off_px
    start = int(rng.uniform(0, 0.3) * em_px)
    crop = sheet[max(0, round(top)) : min(len(sheet), round(top + cross_px)), start:]
    width = max(8, round(crop.shape[1] * PX_PER_EM / said_px))
    way = cv2.INTER_AREA if len(crop) > STRIP_HEIGHT_PX else cv2.INTER_LINEAR
    strip = cv2.resize(crop, (width, STRIP_HEIGHT_PX), interpolation=way)
    paper = float(np.percentile(crop, 95))
    return np.asarray(cv2.copyMakeBorder(strip, 0, 0, 4, 4, cv2.BORDER_CONSTANT, value=(paper,)), np.uint8)
