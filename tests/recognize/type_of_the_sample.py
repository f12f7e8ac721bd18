"""Lines of the small sample page with what they say, for the tests of engines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Picture
from rapidfuzz.distance import Levenshtein

from pipeline.geometry import bounds
from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.stage import Image

SAMPLE = Path(__file__).parents[2] / "samples" / "pages" / "small.png"


@dataclass(frozen=True)
class PrintedLine:
    text: str
    box: LineBox
    role: str


def sample() -> tuple[Image, list[PrintedLine]]:
    """The grey sample page and its printed lines."""
    image = np.asarray(Picture.open(SAMPLE).convert("L"))
    truth = json.loads(SAMPLE.with_suffix(".json").read_text("utf-8"))
    lines = []
    for line in truth["lines"]:
        x0, y0, x1, y1 = bounds([(x, y) for x, y in line["polygon"]])
        lines.append(PrintedLine(line["text"], LineBox((x0, y0, x1, y1), type_size_px=y1 - y0), line["role"]))
    return image, lines


def standing(lines: Sequence[PrintedLine], image: Image) -> tuple[Image, list[PrintedLine]]:
    """Han-only lines set again as vertical ones: each em of a line cut out and put below the one before."""
    chosen = [line for line in lines if line.role == "body" and all("一" <= c <= "鿿" for c in line.text)]
    sheet = np.full((1000, 80 * len(chosen) + 80), 255, np.uint8)
    columns = []
    for k, line in enumerate(chosen):
        x0, y0, x1, y1 = (round(v) for v in line.box.box)
        em, pitch = y1 - y0, (x1 - x0) / len(line.text)
        left = 40 + 80 * k
        for n in range(len(line.text)):
            x = round(x0 + n * pitch)
            sheet[40 + n * em : 40 + (n + 1) * em, left : left + em] = image[y0:y1, x : x + em]
        box = (left, 40, left + em, 40 + em * len(line.text))
        columns.append(PrintedLine(line.text, LineBox(box, Direction.TTB, em), line.role))
    return sheet, columns


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def error_rate(printed: Sequence[PrintedLine], read: Sequence[Sequence[ReadChar]]) -> float:
    """Edits over characters, width and blanks folded."""
    truths = [folded(line.text) for line in printed]
    readings = [folded("".join(char.text for char in chars)) for chars in read]
    edits = sum(Levenshtein.distance(a, b) for a, b in zip(truths, readings, strict=True))
    return edits / sum(map(len, truths))
