"""Makes the pages that `train` learns from: `python -m models.passage.pages OUT [--first SEED] [--count N]`.

A vertical page of the page maker is straightened and segmented as the program does it, and its lines get the text of
the truth, some of it misread: reading it would take minutes a page, and what is learned here is where text goes on.
Writes `NAME.page`, the page document, and `NAME.json`, the truth. Seconds a page on one core.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np

from pipeline.codec import encode
from pipeline.geometry import Frame
from pipeline.ingest import ingest
from pipeline.page import Direction, Page
from pipeline.pixels import ScanPixels
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.leftward import read_leftward
from pipeline.recognize.stage import line_boxes, with_readings
from pipeline.segment.compositor import Compositor
from pipeline.segment.stage import with_layout
from pipeline.settings import IngestSettings, StraightenSettings
from pipeline.straighten import Straighten
from samples.make import make_page

FIRST, COUNT, STEP = 8840000, 64, 13
QUALITIES = ("clean", "aged", "curled", "clean", "degraded", "bordered", "clean", "creased")
FOLD_EVERY = 9
"""One page in so many is half of a fold."""
MISREAD = (0.0, 0.01, 0.03, 0.1, 0.2)
"""Shares of characters; one is drawn for a page."""
JPEG_QUALITY = 80
ON_LINE = 0.3
"""A line of the truth is in a box if this share of either lies in the other."""
EDGE_PX = 8.0


def names_of(first: int, count: int) -> list[tuple[int, str, str]]:
    """Seed, kind and quality of each page."""
    return [
        (first + STEP * k, "fold" if k % FOLD_EVERY == FOLD_EVERY - 1 else "vertical", QUALITIES[k % len(QUALITIES)])
        for k in range(count)
    ]


def segmented(path: Path) -> Page:
    """The page of a scan after `segment`."""
    pixels = ScanPixels(IngestSettings())
    page = Straighten(StraightenSettings(), pixels)(ingest(path, 1, IngestSettings()))
    return with_layout(page, Compositor().layout(pixels.image(page), "auto"))


def with_truth(page: Page, truth: dict[str, Any], rng: Random) -> Page:
    """The page with the characters of the truth in its lines, some of them misread."""
    frame = Frame(page.transform)
    lines = [(frame.image_box(e["polygon"]), e["text"]) for e in truth["lines"] if e.get("polygon") and e["text"]]
    boxes, pool, share = np.array([box for box, _ in lines]), "".join(text for _, text in lines), rng.choice(MISREAD)
    answer = []
    for line in line_boxes(page):
        read = []
        for text, box in _within(line, boxes, lines):
            wrong = rng.random() < share
            said = rng.choice(pool) if wrong else text
            read.append(ReadChar(said, box, rng.uniform(0.3, 0.9) if wrong else rng.uniform(0.85, 1)))
        answer.append(tuple(read))
    return read_leftward(with_readings(page, answer))


def _within(
    line: LineBox, boxes: np.ndarray[Any, np.dtype[np.float64]], lines: Sequence[tuple[Any, str]]
) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The characters of the truth that stand in a line, each with its box."""
    x0, y0, x1, y1 = line.box
    wide = np.clip(np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0), 0, None)
    high = np.clip(np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0), 0, None)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    on = np.flatnonzero(wide * high > ON_LINE * np.minimum(areas, (x1 - x0) * (y1 - y0))).tolist()
    found = []
    for k in sorted(on, key=lambda k: boxes[k, 1] if line.direction is Direction.TTB else boxes[k, 0]):
        (left, top, right, foot), text = lines[k]
        for place, character in enumerate(text):
            start, stop = place / len(text), (place + 1) / len(text)
            if foot - top > right - left:
                box = (left, top + (foot - top) * start, right, top + (foot - top) * stop)
            else:
                box = (left + (right - left) * start, top, left + (right - left) * stop, foot)
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if x0 - EDGE_PX < x < x1 + EDGE_PX and y0 - EDGE_PX < y < y1 + EDGE_PX:
                found.append((character, box))
    return found


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.passage.pages", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=FIRST)
    parser.add_argument("--count", type=int, default=COUNT)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for seed, kind, quality in names_of(given.first, given.count):
        image, truth = make_page(seed, kind, quality)
        with tempfile.TemporaryDirectory() as folder:
            scan = Path(folder, f"{seed}.jpg")
            cv2.imwrite(str(scan), image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            page = with_truth(segmented(scan), truth, Random(seed))
        name = f"{seed}-{kind}-{quality}"
        Path(given.out, f"{name}.page").write_bytes(encode(page))
        Path(given.out, f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
        print(name, flush=True)


if __name__ == "__main__":
    main()
