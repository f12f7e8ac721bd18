"""The pixels of a page: the scan, and the working image that the page's transform makes of it.

Points are continuous: (0, 0) is the top left corner of the top left pixel, whose centre is
(0.5, 0.5). A box that ends at x = 10 ends between the pixels 9 and 10, in either frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Bend, Frame, matrix_of
from pipeline.ingest import load_grey
from pipeline.page import Page, Source, Transform
from pipeline.settings import IngestSettings
from pipeline.stage import Image

CLOCKWISE = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
EXACT = 1e-6
BAND_PX = 256
BLANK_STEP, BLANK_REACH = 8, 31
"""The paper beside a blank is looked at in steps of so many px, within so many steps."""


@dataclass(frozen=True, slots=True)
class Held:
    """The arrays of one page."""

    source: Source
    scan: Image
    transform: Transform | None = None
    image: Image | None = None


class ScanPixels:
    """`stage.Pixels` from the scan files; the arrays of the last page are kept. They are read-only."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._held: Held | None = None

    def scan(self, page: Page) -> Image:
        """The original scan, grey [page.source.height_px, page.source.width_px]. Raises as `ingest.load_grey`."""
        return self._of(page).scan

    def image(self, page: Page) -> Image:
        """The straightened image, grey [page.transform.height_px, page.transform.width_px]. Raises as `scan`."""
        held = self._of(page)
        if held.image is None or held.transform != page.transform:
            image = straightened(held.scan, page.transform)
            image.flags.writeable = False
            self._held = held = Held(held.source, held.scan, page.transform, image)
        assert held.image is not None
        return held.image

    def _of(self, page: Page) -> Held:
        if self._held is None or self._held.source != page.source:
            self._held = None  # two scans at once would double the memory
            self._held = Held(page.source, load_grey(page.source, self._settings))
        return self._held


def quarter_turn(angle_deg: int, width_px: float, height_px: float) -> NDArray[np.float64]:
    """The 3 x 3 matrix that turns a sheet clockwise by 0, 90, 180 or 270 degrees; the origin is top left again."""
    rows = {
        0: ((1, 0, 0), (0, 1, 0)),
        90: ((0, -1, height_px), (1, 0, 0)),
        180: ((-1, 0, width_px), (0, -1, height_px)),
        270: ((0, 1, 0), (-1, 0, width_px)),
    }[angle_deg]
    return np.array([*rows, (0, 0, 1)], dtype=np.float64)


def straightened(scan: Image, transform: Transform) -> Image:
    """The working image [transform.height_px, transform.width_px] of a grey scan [height, width].

    Quarter turns and cuts on whole pixels move pixels and change none; anything else is interpolated
    (linear). What lies outside the scan, and the blanks of the transform, are of the grey of the paper.
    A transform without a size keeps that of the scan. Raises ValueError where a mesh does not fill its grid.
    """
    height_px, width_px = scan.shape
    size = (transform.width_px or width_px, transform.height_px or height_px)
    if transform.mesh:
        image = _unbent(scan, transform)
    else:
        matrix = matrix_of(transform) / transform.matrix[8]
        moved = _cut(scan, matrix, size)
        image = moved if moved is not None else _warped(scan, matrix, size)
    return _blanked(image, scan, transform) if transform.blanks else image


def paper_grey(scan: Image) -> int:
    """The commonest grey in the lighter half of the grey levels that occur: the paper's."""
    counts = np.bincount(scan[::8, ::8].ravel(), minlength=256)
    shares = np.cumsum(counts) / counts.sum()
    dark, light = (int(np.searchsorted(shares, share)) for share in (0.01, 0.99))
    middle = (dark + light + 1) // 2
    return middle + int(counts[middle:].argmax())


def _cut(scan: Image, matrix: NDArray[np.float64], size: tuple[int, int]) -> Image | None:
    """The image, if the matrix is a quarter turn and a cut on whole pixels within the scan; else None."""
    height_px, width_px = scan.shape
    for angle_deg in (0, 90, 180, 270):
        turn = quarter_turn(angle_deg, width_px, height_px)
        if np.abs(turn[:, :2] - matrix[:, :2]).max() > EXACT:
            continue
        offset = turn[:2, 2] - matrix[:2, 2]
        left, top = (round(float(v)) for v in offset)
        turned_size = (height_px, width_px) if angle_deg in (90, 270) else (width_px, height_px)
        is_whole = np.abs(offset - (left, top)).max() <= 1e-3
        is_within = left >= 0 and top >= 0 and left + size[0] <= turned_size[0] and top + size[1] <= turned_size[1]
        if not (is_whole and is_within):
            return None
        turned = cv2.rotate(scan, CLOCKWISE[angle_deg]) if angle_deg else scan
        if turned_size == size:
            return np.asarray(turned, dtype=np.uint8)
        return np.ascontiguousarray(turned[top : top + size[1], left : left + size[0]])
    return None


def _warped(scan: Image, matrix: NDArray[np.float64], size: tuple[int, int]) -> Image:
    to_centre = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    centred = np.linalg.inv(to_centre) @ matrix @ to_centre  # OpenCV counts from the centre of the first pixel
    paper = paper_grey(scan)
    if np.abs(centred[2] - (0, 0, 1)).max() < 1e-12:
        warped = cv2.warpAffine(scan, centred[:2], size, flags=cv2.INTER_LINEAR, borderValue=paper)
    else:
        warped = cv2.warpPerspective(scan, centred, size, flags=cv2.INTER_LINEAR, borderValue=paper)
    return np.asarray(warped, dtype=np.uint8)


def _unbent(scan: Image, transform: Transform) -> Image:
    """The image through the mesh, in bands: maps of the whole image would take eight times its memory."""
    bend = Bend(transform)
    columns = _hats(np.arange(transform.width_px, dtype=np.float64) + 0.5, bend.cell_px[0], bend.nodes.shape[1])
    rows = _hats(np.arange(transform.height_px, dtype=np.float64) + 0.5, bend.cell_px[1], bend.nodes.shape[0])
    across = [np.asarray(bend.nodes[:, :, axis] - 0.5, dtype=np.float32) @ columns.T for axis in (0, 1)]
    image = np.empty((transform.height_px, transform.width_px), np.uint8)
    paper = paper_grey(scan)
    for top in range(0, transform.height_px, BAND_PX):
        xs, ys = (rows[top : top + BAND_PX] @ nodes for nodes in across)
        image[top : top + BAND_PX] = cv2.remap(
            scan, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
        )
    return image


def _hats(at_px: NDArray[np.floating], cell_px: float, count: int) -> NDArray[np.float32]:
    """Weights [N, count] of the nodes around each place, linear between two nodes."""
    distance = np.abs(at_px[:, None] / cell_px - np.arange(count))
    return np.asarray(np.maximum(1 - distance, 0), dtype=np.float32)


def _blanked(image: Image, scan: Image, transform: Transform) -> Image:
    """A copy with the blanks filled: with the grey of the paper next to them, as a step would look like a rule."""
    frame = Frame(transform)
    height, width = image.shape
    small_size = (-(-width // BLANK_STEP), -(-height // BLANK_STEP))
    mask = np.zeros((height, width), np.uint8)
    for polygon in transform.blanks:
        corners = np.rint(np.array(frame.to_image(polygon)) - 0.5).astype(np.int32)
        cv2.fillPoly(mask, [corners], 1)
    small = cv2.resize(image, small_size, interpolation=cv2.INTER_AREA)
    near = cv2.dilate(cv2.resize(mask, small_size, interpolation=cv2.INTER_NEAREST), np.ones((5, 5), np.uint8))
    paper = paper_grey(scan)
    is_paper = ((near == 0) & (small > 0.75 * paper)).astype(np.float32)
    known = cv2.blur(is_paper, (BLANK_REACH, BLANK_REACH)) + 1e-3
    level = (cv2.blur(is_paper * small, (BLANK_REACH, BLANK_REACH)) + 1e-3 * paper) / known
    fill = cv2.resize(np.rint(level).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(mask > 0, fill, image).astype(np.uint8, copy=False)
