"""Image files: PNG, JPEG, TIFF, JPEG 2000, WebP, BMP, through Pillow."""

from __future__ import annotations

import os
import struct
import tempfile
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import TiffImagePlugin, UnidentifiedImageError

from pipeline.errors import InputError, TooLargeError
from pipeline.ingest.sheet import Sheet, page_label
from pipeline.page import Source
from pipeline.settings import IngestSettings
from pipeline.stage import Image

FORMATS = ("PNG", "JPEG", "TIFF", "JPEG2000", "WEBP", "BMP")
"""No others: some of Pillow's formats start programs."""

_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers let out on damaged files."""

_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}
_SIDEWAYS = (
    Pillow.Transpose.TRANSPOSE,
    Pillow.Transpose.ROTATE_270,
    Pillow.Transpose.TRANSVERSE,
    Pillow.Transpose.ROTATE_90,
)
_SUBFILE_TAG, _REDUCED_OR_MASK = 254, 0b101
_STRIPS, _TILES = (273, 279), (324, 325)  # TIFF tags: offsets, byte counts


def page_count(path: Path, max_side_px: int) -> int:
    """Pages of a TIFF, 1 for other formats. Raises as `measure`."""
    with _opened(path, path.name, max_side_px) as picture:
        return len(_frames(path, picture))


def measure(path: Path, page_number: int, settings: IngestSettings) -> Sheet:
    """Size and resolution from the header. Raises InputError, and TooLargeError for far too many pixels."""
    with _opened(path, path.name, settings.max_side_px) as picture:
        _go_to(path, picture, page_number)
        width_px, height_px = picture.size
        if _turn(picture) in _SIDEWAYS:
            width_px, height_px = height_px, width_px
        return Sheet(width_px, height_px, _stated_dpi(picture))


def decode(source: Source, settings: IngestSettings) -> Image:
    """The page in grey, upright as its orientation tag says [height, width]. Raises InputError, also when cut off."""
    path = Path(source.path)
    label = page_label(path, source.page_number, source.page_count)
    with _opened(path, label, settings.max_side_px) as picture:
        _go_to(path, picture, source.page_number)
        if not _is_whole(path, picture):
            raise InputError("the file ends in the middle of the image", page=label, hint="copy or scan it again")
        turn = _turn(picture)
        picture.draft("L", picture.size)  # libjpeg leaves the colours of a JPEG out
        _load(picture)
        grey = _grey(picture)
        return np.array(grey if turn is None else grey.transpose(turn), dtype=np.uint8)


@contextmanager
def pixel_limit(max_side_px: int) -> Iterator[None]:
    """Pillow refuses images far above this size, and is silent otherwise."""
    limit = Pillow.MAX_IMAGE_PIXELS
    Pillow.MAX_IMAGE_PIXELS = max_side_px**2
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Pillow.MAX_IMAGE_PIXELS = limit


@contextmanager
def _opened(path: Path, label: str, max_side_px: int) -> Iterator[Pillow.Image]:
    """Pillow's image, with its errors in our words."""
    try:
        # an open file, not its name: of a TIFF on its side that Pillow maps into memory it mixes up the rows
        with pixel_limit(max_side_px), path.open("rb") as file, Pillow.open(file, formats=FORMATS) as picture:
            yield picture
    except Pillow.DecompressionBombError as error:
        raise TooLargeError(
            f"the image is more than {max_side_px} px a side", page=label, hint="scale it down, or cut it into pages"
        ) from error
    except UnidentifiedImageError as error:
        if _lacks_directory(path):
            message = "the file ends in the middle of the image"
            raise InputError(message, page=label, hint="copy or scan it again") from error
        hint = "known formats: PNG, JPEG, TIFF, JPEG 2000, WebP, BMP, PDF"
        raise InputError("not an image, or its header is damaged", page=label, hint=hint) from error
    except _DECODER_ERRORS as error:
        message = f"the image is damaged: {_one_line(error)}"
        raise InputError(message, page=label, hint="copy or scan it again") from error


def _lacks_directory(path: Path) -> bool:
    """Whether this is a TIFF cut off before its directory, which many programs write last."""
    with path.open("rb") as file:
        head = file.read(8)
    order = {b"II*\0": "<I", b"MM\0*": ">I"}.get(head[:4])
    return order is not None and (len(head) < 8 or struct.unpack(order, head[4:])[0] >= path.stat().st_size)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _frames(path: Path, picture: Pillow.Image) -> tuple[int, ...]:
    status = path.stat()
    return _tiff_pages(path, status.st_size, status.st_mtime_ns) if picture.format == "TIFF" else (0,)


@lru_cache(maxsize=64)
def _tiff_pages(path: Path, size_bytes: int, changed_ns: int) -> tuple[int, ...]:
    """Frames that are pages: not the small copies and masks that image servers put beside them."""
    pages = []
    with Pillow.open(path, formats=("TIFF",)) as picture:
        assert isinstance(picture, TiffImagePlugin.TiffImageFile)
        for frame in range(picture.n_frames):
            picture.seek(frame)
            if not int(picture.tag_v2.get(_SUBFILE_TAG, 0)) & _REDUCED_OR_MASK:
                pages.append(frame)
    return tuple(pages) or (0,)


def _go_to(path: Path, picture: Pillow.Image, page_number: int) -> None:
    frame = _frames(path, picture)[page_number - 1]
    if frame:
        picture.seek(frame)


def _turn(picture: Pillow.Image) -> Pillow.Transpose | None:
    """How the pixels are to be turned so that the image stands upright, by the orientation tag of its header."""
    if picture.format == "TIFF":  # Pillow turns these itself
        return None
    if picture.format == "PNG" and "exif" not in picture.info:  # Pillow would decode all of it to look for more
        return None
    return _TURNS.get(picture.getexif().get(_ORIENTATION_TAG, 1))


def _stated_dpi(picture: Pillow.Image) -> float:
    """The resolution in the metadata; 0 without one, or with one that differs across and down."""
    across, down = picture.info.get("dpi", (0, 0))
    across, down = float(across), float(down)
    return down if 0.9 * down < across < 1.1 * down else 0.0


def _is_whole(path: Path, picture: Pillow.Image) -> bool:
    """False when the end of the image data is missing: decoders of these formats fill up with grey and say nothing."""
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        return _tiff_end(picture) <= path.stat().st_size
    if picture.format in ("JPEG", "MPO"):
        return _ends(path, b"\xff\xda")
    if picture.format == "JPEG2000":
        return _ends(path, b"\xff\x93")
    return True


def _load(picture: Pillow.Image) -> None:
    """Decodes. libtiff fills what it cannot decode with anything, says so on standard error, and goes on."""
    if picture.format != "TIFF":
        picture.load()
        return
    with tempfile.TemporaryFile() as said:
        standard_error = os.dup(2)
        os.dup2(said.fileno(), 2)
        try:
            picture.load()
        finally:
            os.dup2(standard_error, 2)
            os.close(standard_error)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").splitlines()
    complaints = [line for line in lines if "Decode:" in line and "Warning" not in line]
    if complaints:
        raise ValueError(complaints[0])


def _ends(path: Path, start_of_data: bytes) -> bool:
    """Whether an end marker (FF D9) follows the last start of data; within data neither can occur."""
    content = path.read_bytes()
    return content.rfind(b"\xff\xd9") > content.rfind(start_of_data)


def _tiff_end(picture: TiffImagePlugin.TiffImageFile) -> int:
    """Where the last strip or tile of this frame ends, in bytes."""
    end = 0
    for offsets_tag, counts_tag in (_STRIPS, _TILES):
        offsets, counts = picture.tag_v2.get(offsets_tag, ()), picture.tag_v2.get(counts_tag, ())
        end = max([end, *(int(o) + int(c) for o, c in zip(offsets, counts, strict=False))])
    return end


def _grey(picture: Pillow.Image) -> Pillow.Image:
    """The loaded picture in mode L, transparent parts white."""
    mode = picture.mode
    if picture.has_transparency_data and mode not in ("La", "RGBa"):
        return _over_white(picture.convert("LA" if mode in ("L", "LA", "1", "I;16") else "RGBA"))
    if mode in ("La", "RGBa"):
        return _over_white(picture.convert(mode[:-1] + "A"))
    if mode.startswith("I") or mode == "F":
        return _deep_grey(picture)
    if mode == "LAB":
        return picture.getchannel("L")
    if mode in ("CMYK", "HSV"):
        return picture.convert("RGB").convert("L")
    return picture.convert("L")


def _over_white(picture: Pillow.Image) -> Pillow.Image:
    alpha = picture.getchannel("A")
    return Pillow.composite(picture.convert("L"), Pillow.new("L", picture.size, 255), alpha)


def _deep_grey(picture: Pillow.Image) -> Pillow.Image:
    """From 16, 32 bits or floats a sample. Scanners that see 12 bits store them in the lower bits of 16."""
    deep = np.asarray(picture)
    if deep.dtype.kind == "f":
        white = 1.0 if deep.max() <= 1.0 else 255.0
        return Pillow.fromarray(np.clip(np.nan_to_num(deep) * np.float32(255.0 / white), 0, 255).astype(np.uint8))
    bits = 16 if deep.max() >= 1 << 12 else 12
    bits = 8 if bits == 12 and deep.max() < 1 << 8 else bits
    return Pillow.fromarray(np.clip(deep >> (bits - 8), 0, 255).astype(np.uint8))
