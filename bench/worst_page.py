"""The picture of a page: its articles and lines drawn over the scan, small enough to be looked at in a browser."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pipeline.batch.document import PageDocument
from pipeline.draw import draw
from pipeline.stage import Image

SIDE_PX = 1000
MOST_BYTES = 200_000
QUALITIES = range(80, 9, -10)


def picture_of(document: Path, scan: Path) -> bytes:
    """JPEG of a page, its longer side at most SIDE_PX; `document` is what `banmian page` leaves for `--from`."""
    drawn = draw(PageDocument.decoded(document.read_bytes()).latest, "articles", _read(scan))
    factor = SIDE_PX / max(drawn.shape[:2])
    size = (round(drawn.shape[1] * factor), round(drawn.shape[0] * factor))
    return small_jpeg(np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), dtype=np.uint8))


def small_jpeg(image: Image) -> bytes:
    """JPEG of an image in the best quality that stays below MOST_BYTES. Raises ValueError if none does."""
    for quality in QUALITIES:
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
        if jpeg.size < MOST_BYTES:
            return np.asarray(jpeg).tobytes()
    raise ValueError(f"a picture of {image.shape[1]} x {image.shape[0]} px is too large")


def _read(scan: Path) -> Image:
    data = np.frombuffer(scan.read_bytes(), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
