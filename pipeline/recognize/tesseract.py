"""Tesseract through pytesseract: a second opinion.

All lines of a page go to one run of the program as a list of image files, each read as a raw line
(page segmentation mode 13): its own layout analysis is left out, and its data are loaded once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pytesseract

from pipeline.errors import EngineError, MissingDependencyError
from pipeline.page import Candidate, Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.strips import END_MARGIN_EM, END_PAPER_EM, MARGIN_EM, STRIP_HEIGHT_PX, Strip, cut_strips
from pipeline.settings import RecognizeSettings
from pipeline.stage import Image

LANGUAGES = {
    Direction.LTR: ("chi_sim", "chi_tra"),
    Direction.TTB: ("chi_sim_vert", "chi_tra_vert"),
}
"""Traineddata for each direction; the first that is installed is taken."""
MODES = {Direction.LTR: 13, Direction.TTB: 5}
"""Page segmentation modes: a raw line; a block of vertical text."""
BORDER_PX = 10
"""Paper around a strip; 4 px and 20 px read worse."""
NATURAL_PX_PER_EM = STRIP_HEIGHT_PX / (1 + 2 * MARGIN_EM)
"""Strips keep the proportions of the type."""

Word = tuple[str, float]
"""Text, and confidence from 0 to 1."""


class TesseractOcr:
    """The engine `tesseract`."""

    name = "tesseract"

    def __init__(self, settings: RecognizeSettings | None = None) -> None:
        """Raises MissingDependencyError where the program or its data for Chinese are not installed."""
        # Threads of one Tesseract mostly wait for each other.
        os.environ["OMP_THREAD_LIMIT"] = str(settings.threads if settings else 1)
        try:
            self.version = str(pytesseract.get_tesseract_version())
            self._installed = frozenset(pytesseract.get_languages())
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise MissingDependencyError("tesseract is not installed", hint="apt install tesseract-ocr") from error
        self._language(Direction.LTR)

    def read(self, image: Image, lines: Sequence[LineBox]) -> list[tuple[ReadChar, ...]]:
        """Read each line of a grey image [height, width].

        Tesseract is sure of words and not of characters: the characters of a word share its
        confidence, and each has itself for its only candidate. Its boxes inside a line cannot be
        used: characters are spread over the line by their widths.
        """
        strips = [(k, strip) for k, line in enumerate(lines) for strip in cut_strips(image, line, NATURAL_PX_PER_EM)]
        chars: list[list[ReadChar]] = [[] for _ in lines]
        read: dict[int, Sequence[Word]] = {}
        for direction in Direction:
            chosen = [n for n, (_, strip) in enumerate(strips) if strip.line.direction is direction]
            if chosen:
                read.update(zip(chosen, self._words([strips[n][1] for n in chosen], direction), strict=True))
        for n, (k, strip) in enumerate(strips):
            chars[k] += _spread(strip, _joined(read[n]))
        return [tuple(line) for line in chars]

    def _language(self, direction: Direction) -> str:
        wanted = LANGUAGES[direction]
        for language in wanted:
            if language in self._installed:
                return language
        package = "tesseract-ocr-" + wanted[0].replace("_", "-")
        raise MissingDependencyError(f"tesseract has no data for {wanted[0]}", hint=f"apt install {package}")

    def _words(self, strips: Sequence[Strip], direction: Direction) -> list[list[Word]]:
        language = self._language(direction)
        with TemporaryDirectory(prefix="banmian-") as folder:
            paths = [Path(folder) / f"{n}.png" for n in range(len(strips))]
            for path, strip in zip(paths, strips, strict=True):
                cv2.imwrite(str(path), _bordered(strip))
            listing = Path(folder) / "strips.txt"
            listing.write_text("".join(f"{path}\n" for path in paths), "utf-8")
            try:
                table = pytesseract.image_to_data(
                    str(listing), language, f"--psm {MODES[direction]}", output_type=pytesseract.Output.DICT
                )
            except pytesseract.TesseractError as error:
                raise EngineError(
                    f"tesseract failed: {error.message}", hint="try another engine, or report it with the scan"
                ) from error
        words: list[list[Word]] = [[] for _ in strips]
        for page, text, confidence in zip(table["page_num"], table["text"], table["conf"], strict=True):
            if str(text).strip() and float(confidence) >= 0:
                words[int(page) - 1].append((str(text).strip(), min(float(confidence) / 100, 1.0)))
        return words


def _bordered(strip: Strip) -> Image:
    """The strip with paper around it, vertical type upright again."""
    paper = int(strip.pixels[:, 0].max())
    pixels = np.pad(strip.pixels, ((BORDER_PX, BORDER_PX), (0, 0)), constant_values=paper)
    upright = np.rot90(pixels, -1) if strip.line.direction is Direction.TTB else pixels
    return np.ascontiguousarray(upright, dtype=np.uint8)


def _joined(words: Sequence[Word]) -> list[Word]:
    """The characters of the words; the blanks between words are dropped but between Latin ones."""
    chars: list[Word] = []
    for text, confidence in words:
        if chars and chars[-1][0].isascii() and text[0].isascii() and (chars[-1][0] + text[0]).isalnum():
            chars.append((" ", min(chars[-1][1], confidence)))
        chars += [(char, confidence) for char in text if not char.isspace()]
    return chars


def _spread(strip: Strip, chars: Sequence[Word]) -> list[ReadChar]:
    """Characters side by side over the inked part of the strip, narrow ones on half the width."""
    margin = (END_PAPER_EM + END_MARGIN_EM) * NATURAL_PX_PER_EM
    widths = [0.5 if char.isascii() else 1.0 for char, _ in chars]
    unit = (strip.pixels.shape[1] - 2 * margin) / max(sum(widths), 0.5)
    spread, at = [], margin
    for (char, confidence), width in zip(chars, widths, strict=True):
        box = strip.place(at, at + width * unit)
        spread.append(ReadChar(char, box, confidence, (Candidate(char, confidence),)))
        at += width * unit
    return spread
