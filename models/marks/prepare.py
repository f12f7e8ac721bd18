"""Makes what `models.marks.train` learns from; run as `python -m models.marks.prepare EXAMPLES`.

Sheets of columns, or whole made pages, are straightened, segmented and read by the program itself, or what it may read
is imagined. The reading of a column is aligned with what was printed: so it is known after which character which mark
was left out, and what each mark that was read should have been.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from models.marks.imagine import GOOD, POOR, imagine
from models.marks.sheets import Scanned, make_sheet
from pipeline.geometry import Frame
from pipeline.ingest import ingest
from pipeline.page import Box, Direction, Page
from pipeline.pixels import ScanPixels
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.mark_sight import AS_READ, HOST, NOTHING, SAME, find_places, kind_of
from pipeline.recognize.ppocr import PpOcr
from pipeline.recognize.stage import line_boxes
from pipeline.segment.compositor import Compositor
from pipeline.segment.stage import with_layout
from pipeline.settings import IngestSettings, StraightenSettings
from pipeline.stage import Image
from pipeline.straighten import Straighten
from samples.make import make_page

SHEETS, IMAGINED, PAGES, WORN = "sheets", "imagined", "pages", "worn"
"""Sheets as the program reads them, sheets of which the reading is imagined (much faster), pages as it reads them,
worn sheets of which a poor reading is imagined."""
PLAN = (("vertical", "clean"), ("vertical", "aged"), ("fold", "clean"), ("vertical", "degraded"), ("fold", "aged"))
SEED = 910_000
UNKNOWN = -1
ALIKE = 0.7
"""A read line and a printed one that share so much of their height are the same."""

_engine: list[PpOcr] = []


def read_page(image: NDArray[np.uint8], folder: str) -> tuple[Page, Image, list[LineBox], list[tuple[ReadChar, ...]]]:
    """A scan as the program reads it, small marks aside."""
    path = Path(folder) / "sheet.png"
    cv2.imwrite(str(path), image)
    pixels = ScanPixels(IngestSettings())
    page = Straighten(StraightenSettings(), pixels)(ingest(path, 1, IngestSettings()))
    grey = pixels.image(page)
    page = with_layout(page, Compositor().layout(grey, "auto"))
    if not _engine:
        _engine.append(PpOcr())
    lines = line_boxes(page)
    return page, grey, lines, list(_engine[0].read(grey, lines))


def labels_of(
    page: Page, truth: dict[str, Any], lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]
) -> Iterator[tuple[int, NDArray[np.int8]]]:
    """For lines that are known: their number and [places, 2]: what stands at a place, and what was left out after it.

    The first place is that before the first character, as in `mark_sight.Places`.
    """
    frame = Frame(page.transform)
    printed = [(frame.image_box(tuple((x, y) for x, y in t["polygon"])), t["text"]) for t in truth["lines"]]
    for number, (line, chars) in enumerate(zip(lines, readings, strict=True)):
        if line.direction is not Direction.TTB or not chars:
            continue
        same = [text for box, text in printed if _is_same(line.box, box)]
        if len(same) == 1:
            yield number, aligned(read_text(chars), plain(same[0]))


def read_text(chars: Sequence[ReadChar]) -> str:
    """A reading, one letter a character."""
    return "".join(char.text[:1].translate(SAME) for char in chars)


def plain(text: str) -> str:
    """A printed line without its blanks."""
    return "".join(text.split()).translate(SAME)


def _is_same(a: Box, b: Box) -> bool:
    """Whether a read box and a printed one are of one column."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    em = b[2] - b[0]
    beside = abs((a[0] + a[2]) / 2 - (b[0] + b[2]) / 2)
    return beside < 0.35 * em and shared > ALIKE * max(a[3] - a[1], b[3] - b[1] - 0.6 * em)


def aligned(read: str, printed: str) -> NDArray[np.int8]:
    """What stands at each place of a read line and what was left out after it [len(read) + 1, 2]."""
    labels = np.full((len(read) + 1, 2), UNKNOWN, np.int8)
    if Levenshtein.normalized_similarity(_hosts(read), _hosts(printed)) < ALIKE:
        return labels
    labels[0, 1] = NOTHING
    for k, char in enumerate(read):
        labels[k + 1] = (AS_READ if kind_of(char) == HOST else UNKNOWN, NOTHING)
    for step in Levenshtein.opcodes(read, printed):
        a, b, c, d = step.src_start, step.src_end, step.dest_start, step.dest_end
        if step.tag == "equal":
            for k, char in enumerate(read[a:b], a):
                labels[k + 1, 0] = AS_READ if kind_of(char) == HOST else kind_of(char)
        elif step.tag == "insert":
            lost = [kind_of(char) for char in printed[c:d]]
            # A character that was not read is no reason to put a mark there.
            labels[a, 1] = NOTHING if set(lost) == {HOST} else UNKNOWN if lost[0] == HOST else lost[0]
        elif step.tag == "delete":
            for k, char in enumerate(read[a:b], a):
                labels[k + 1, 0] = UNKNOWN if kind_of(char) == HOST else NOTHING
        elif b - a == d - c:
            for k, (char, meant) in enumerate(zip(read[a:b], printed[c:d], strict=True), a):
                true = kind_of(meant)
                labels[k + 1, 0] = true if true != HOST else AS_READ if kind_of(char) == HOST else UNKNOWN
        else:
            labels[a : b + 1, 1] = UNKNOWN
            labels[a + 1 : b + 1, 0] = UNKNOWN
    return labels


def _hosts(text: str) -> str:
    return "".join(char for char in text if kind_of(char) == HOST)


def _page(seed: int) -> Scanned:
    """A whole vertical page."""
    kind, quality = PLAN[seed % len(PLAN)]
    image, truth = make_page(seed, kind, quality)
    return Scanned(image, truth, quality, [], False, 0)


def _make(job: tuple[Path, int, str]) -> str:
    folder, seed, what = job
    path = folder / f"{seed}.npz"
    if path.exists():
        return f"{path.name} stood"
    sheet = _page(seed) if what == PAGES else make_sheet(seed, what == WORN)
    if what in (IMAGINED, WORN):
        reader = POOR if what == WORN else GOOD
        grey, lines, readings, texts = imagine(sheet, np.random.default_rng(seed), reader)
        answers = [(k, aligned(read_text(readings[k]), plain(text))) for k, text in enumerate(texts)]
    else:
        with tempfile.TemporaryDirectory() as scratch:
            page, grey, lines, readings = read_page(sheet.image, scratch)
        answers = list(labels_of(page, sheet.truth, lines, readings))
    places = find_places(grey, lines, readings)
    labels = np.full((len(places.line), 2), UNKNOWN, np.int8)
    for number, found in answers:
        if (places.line == number).any():
            labels[places.line == number] = found
    known = (labels != UNKNOWN).any(axis=1)
    np.savez_compressed(path, patches=places.patches[known], signs=places.signs[known], labels=labels[known])
    return f"{path.name} {sheet.quality}: {len(known)} places, {int(known.sum())} known"


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.marks.prepare", description=__doc__)
    parser.add_argument("examples", type=Path, help="folder for the examples; those that are there stay")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--what", choices=(SHEETS, IMAGINED, PAGES, WORN), default=IMAGINED)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    given.examples.mkdir(parents=True, exist_ok=True)
    jobs = [(given.examples, given.seed + k, given.what) for k in range(given.count)]
    with Pool(given.jobs) as pool:
        for line in pool.imap_unordered(_make, jobs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
