"""What the columns of a heading are: 引題 (kicker), 主題 (headline), 副題 (subheadline), byline.

They follow each other from right to left in this order, and the headline is never missing. How large a column is
against the largest and the text, where it stands, how long it is and how it reads: a logistic regression makes of
them how likely each part is for each column, and the best sequence is taken. Weights and figures:
models/heads/README.md. Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import union
from pipeline.language import continuation
from pipeline.order.vertical.columns import Column, Type

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("parts.npz")


class Part(IntEnum):
    """What a column of a heading is, in the order in which they are read."""

    KICKER = 0
    HEADLINE = 1
    SUBHEADLINE = 2
    BYLINE = 3


SHARES = (0.45, 0.55, 0.62, 0.68, 0.76, 0.85, 0.93)
SIZES_EM = (1.05, 1.15, 1.3, 1.6, 2.2, 3.0)
KICKER_ENDS = re.compile(r"(?:案|訊|讯|消息|聲中|通信|風雲|新聞|談話|雜話|近聞|特寫|要聞|專欄|體育|市況|商情)$")
NAME = re.compile(r"^[一-鿿]{2,4}$")
SURNAMES = frozenset(
    "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾肖蕭田董潘袁蔡蔣余于杜葉程魏蘇呂丁任盧姚沈鍾姜崔譚"
    "陸范汪廖石金韋賈夏付傅方鄒熊白孟秦邱侯江尹薛閻段雷龍黎史陶賀毛郝顧龔邵萬覃武錢戴嚴莫孔向常湯康易喬賴文施洪季俞"
)
SIGNS = (
    "one", *(f"share {s}" for s in SHARES), *(f"size {s}" for s in SIZES_EM), "share", "size", "largest", "alone",
    "right of largest", "left of largest", "next to largest", "first", "last", "columns", "lower than largest",
    "foot above largest", "off its middle", "same top", "same foot", "top of heading", "foot of heading",
    "length", "length to largest", "few", "condensed", "condensed as largest", "fills height", "paper right",
    "paper left", "goes on left", "comes from right", "kicker ends", "name", "bracketed", "digits",
    "share right", "share left", "second of its size", "small and right", "small and left",
    "as long as largest", "small and as long", "small and lower", "small and level with it",
)  # fmt: skip


def parts_of(columns: Sequence[Column], em: float) -> list[Part]:
    """The part that each column of a heading is; they are given from right to left."""
    return best_sequence(scored(signs_of(columns, em), _weights()))


def scored(signs: Floats, weights: Floats) -> Floats:
    """What weights [SIGNS, parts] make of signs [columns, SIGNS]: log odds [columns, parts]."""
    odds: Floats = signs @ weights
    return odds


@cache
def _weights() -> Floats:
    with np.load(WEIGHTS) as stored:
        weights: Floats = stored["weights"].astype(np.float64)
    return weights


def best_sequence(scores: Floats) -> list[Part]:
    """The sequence of parts of the highest score: none before the last one, and a headline among them."""
    count = len(scores)
    highest, best = -np.inf, [Part.HEADLINE] * count
    for start in range(count):
        for stop in range(start + 1, count + 1):
            for foot in range(stop, count + 1):
                row = [Part.KICKER] * start + [Part.HEADLINE] * (stop - start) + [Part.SUBHEADLINE] * (foot - stop)
                row += [Part.BYLINE] * (count - foot)
                score = float(scores[np.arange(count), row].sum())
                if score > highest:
                    highest, best = score, row
    return best


def type_em(c: Column) -> float:
    """The em of a part of a heading: its thickness, or its advance where it is condensed."""
    u0, v0, u1, v1 = c.box
    length, thickness = (v1 - v0, u1 - u0) if c.type is Type.ACROSS else (u1 - u0, v1 - v0)
    count = len(c.row.text.strip())
    return max(thickness, min(length / max(1.0, count - 0.1), 1.45 * thickness)) if count >= 3 else thickness


def signs_of(columns: Sequence[Column], em: float) -> Floats:
    """The signs [columns, SIGNS] of the columns of one heading, given from right to left."""
    sizes = [type_em(c) for c in columns]
    top = int(np.argmax(sizes))
    box = union(c.box for c in columns)
    return np.array([_signs(k, columns, sizes, top, box, em) for k in range(len(columns))], dtype=np.float64)


def _signs(
    k: int, columns: Sequence[Column], sizes: Sequence[float], top: int, box: tuple[float, ...], em: float
) -> list[float]:
    c, main = columns[k], columns[top]
    share, size = sizes[k] / sizes[top], sizes[k] / em
    text = c.row.text.strip()
    length = c.box[2] - c.box[0]
    lower, above = (c.box[0] - main.box[0]) / em, (main.box[2] - c.box[2]) / em
    off = ((c.box[0] + c.box[2]) - (main.box[0] + main.box[2])) / 2 / em
    right, left = k < top, k > top
    condensed, same = _condensed(c), abs(_condensed(c) - _condensed(main)) < 0.12
    bracketed = text[:1] in "（(" and text[-1:] in "）)"
    plain = text.strip("（）()。，")
    name = bool(NAME.match(plain)) and plain[0] in SURNAMES and left
    beside = [sizes[j] / sizes[k] if 0 <= j < len(sizes) else 0.0 for j in (k - 1, k + 1)]
    small, as_long = share < 0.9, len(text) == len(main.row.text.strip())
    return [
        1.0, *(share > s for s in SHARES), *(size > s for s in SIZES_EM), share, min(size, 4.0) / 2, k == top,
        len(columns) == 1, right, left, abs(k - top) == 1, k == 0, k == len(columns) - 1, len(columns) / 4,
        float(np.clip(lower / 3, -1, 1)), float(np.clip(above / 3, -1, 1)), min(1.0, abs(off) / 2),
        abs(lower) < 0.3, abs(above) < 0.3, (c.box[0] - box[0]) / em < 0.4, (box[2] - c.box[2]) / em < 0.4,
        min(len(text), 12) / 12, len(text) / max(1, len(main.row.text.strip())) / 2, len(text) <= 3, condensed, same,
        length / max(1.0, box[2] - box[0]), _paper(columns, k - 1, em), _paper(columns, k, em),
        _joint(columns, k), _joint(columns, k - 1), bool(KICKER_ENDS.search(text)), name, bracketed,
        any(d in text for d in "一二三四五六七八九十百千萬"), min(2.0, beside[0]), min(2.0, beside[1]),
        any(j != k and abs(sizes[j] / sizes[k] - 1) < 0.07 for j in range(len(sizes))),
        right and small, left and small, k != top and as_long, small and as_long, small and lower > 0.8,
        small and abs(off) < 0.25,
    ]  # fmt: skip


def _condensed(c: Column) -> float:
    """Thickness over advance, at most 1.2."""
    count = len(c.row.text.strip())
    length, thickness = c.box[2] - c.box[0], c.box[3] - c.box[1]
    return min(1.2, thickness * max(1.0, count - 0.1) / max(1.0, length)) if count >= 2 else 1.0


def _paper(columns: Sequence[Column], k: int, em: float) -> float:
    """The paper left of a column up to the next, em; -1 at the ends."""
    if not 0 <= k < len(columns) - 1:
        return -1.0
    return float(np.clip((columns[k + 1].box[1] - columns[k].box[3]) / em, -0.5, 2.0))


def _joint(columns: Sequence[Column], k: int) -> float:
    """How well the text of a column goes on in the next, -1 to 1."""
    if not 0 <= k < len(columns) - 1:
        return 0.0
    return float(np.clip(continuation(columns[k].plain, columns[k + 1].plain) / 4, -1.0, 1.0))
