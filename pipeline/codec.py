"""The page document: a page as bytes, to take it up again later. Complete, compact, fast.

Two lines of UTF-8. The first says what the file is, and the CRC-32 of the second; the second is one JSON object with
the fields of `Page`, in which the lines of all blocks are packed into columns: texts in one string, numbers as
little-endian differences in base64. (As objects, a page of 20,000 characters takes ten times as long.)

What rounds: polygons of lines and boxes of characters to 0.1 px, confidences of characters and of their candidates
to 0.0001. All else is exact.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import chain, islice
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from pipeline.collecting import no_garbage_collection
from pipeline.errors import InputError
from pipeline.page import Block, Candidate, Char, Line, Page

FORMAT = "banmian page document"
VERSION = 1
UNITS_PER_PX = 10
UNITS_OF_CONFIDENCE = 10_000

_INTEGERS = ("<i1", "<i2", "<i4", "<i8")
_LARGEST = 2**53
_HINT = "run it on the scan again, without --from"
T = TypeVar("T")


def encode(page: Page) -> bytes:
    """The page document of a page. Raises ValueError where a coordinate or a confidence is no finite number."""
    packed: dict[str, Any] = {f.name: _plain(getattr(page, f.name)) for f in fields(page) if f.name != "blocks"}
    packed["blocks"] = [
        {f.name: _plain(getattr(block, f.name)) for f in fields(block) if f.name != "lines"} for block in page.blocks
    ]
    packed["lines"] = _pack_lines([line for block in page.blocks for line in block.lines])
    packed["line_counts"] = [len(block.lines) for block in page.blocks]
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    body = text.encode("utf-8", "surrogatepass")  # a path may hold bytes that are no UTF-8
    header = json.dumps({"format": FORMAT, "version": VERSION, "crc32": zlib.crc32(body)})
    return header.encode() + b"\n" + body + b"\n"


def decode(data: bytes) -> Page:
    """The page of a page document. Raises InputError for anything else, and for one of another version."""
    head, _, rest = data.partition(b"\n")
    body = rest.removesuffix(b"\n")
    try:
        header = json.loads(head)
        if header["format"] != FORMAT:
            raise ValueError(header["format"])
        version, crc32 = header["version"], header["crc32"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("this is no page document of banmian", hint=_HINT) from error
    if version != VERSION:
        raise InputError(f"a page document of version {version}; this banmian reads version {VERSION}", hint=_HINT)
    if crc32 != zlib.crc32(body):
        raise InputError("the page document is damaged or cut off", hint=_HINT)
    try:
        with no_garbage_collection():
            return _unpack_page(json.loads(body.decode("utf-8", "surrogatepass")))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise InputError(f"the page document is damaged ({type(error).__name__}: {error})", hint=_HINT) from error


def _unpack_page(packed: dict[str, Any]) -> Page:
    lines = _unpack_lines(packed.pop("lines"))
    runs = _runs(lines, _reader(tuple[int, ...])(packed.pop("line_counts")))
    block = _fields_reader(Block)
    blocks = [Block(**block(own), lines=tuple(run)) for own, run in zip(packed.pop("blocks"), runs, strict=True)]
    return Page(blocks=tuple(blocks), **_fields_reader(Page)(packed))


# Lines: columns of numbers, and texts end to end.


def _pack_lines(lines: Sequence[Line]) -> dict[str, Any]:
    chars = [char for line in lines for char in line.chars]
    candidates = [candidate for char in chars for candidate in char.candidates]
    points = [point for line in lines for point in line.polygon]
    return {
        "ids": [line.id for line in lines],
        "readers": [line.reader for line in lines] if any(line.reader for line in lines) else [],
        "point_counts": _pack_integers([len(line.polygon) for line in lines]),
        "points": _pack_px(points, 2),
        "char_counts": _pack_integers([len(line.chars) for line in lines]),
        "texts": _pack_texts([char.text for char in chars]),
        "boxes": _pack_px([char.box for char in chars], 4),
        "confidences": _pack_confidences([char.confidence for char in chars]),
        "candidate_counts": _pack_integers([len(char.candidates) for char in chars]),
        "candidate_texts": _pack_texts([candidate.text for candidate in candidates]),
        "candidate_confidences": _pack_confidences([candidate.confidence for candidate in candidates]),
    }


def _unpack_lines(packed: Mapping[str, Any]) -> list[Line]:
    candidates = _rows(
        Candidate, _unpack_texts(packed["candidate_texts"]), _unpack_confidences(packed["candidate_confidences"])
    )
    chars = _rows(
        Char,
        _unpack_texts(packed["texts"]),
        _unpack_px(packed["boxes"], 4),
        _unpack_confidences(packed["confidences"]),
        [tuple(run) for run in _runs(candidates, _unpack_integers(packed["candidate_counts"]).tolist())],
    )
    points = _unpack_px(packed["points"], 2)
    return _rows(
        Line,
        list(_reader(tuple[str, ...])(packed["ids"])),
        [tuple(run) for run in _runs(points, _unpack_integers(packed["point_counts"]).tolist())],
        [tuple(run) for run in _runs(chars, _unpack_integers(packed["char_counts"]).tolist())],
        list(_reader(tuple[str, ...])(packed.get("readers", []))) or [""] * len(packed["ids"]),
    )


def _rows(make: Callable[..., T], *columns: list[Any]) -> list[T]:
    """One object a row. Raises ValueError where the columns differ in length."""
    if len({len(column) for column in columns}) > 1:
        raise ValueError(f"{make.__name__}: columns of {sorted({len(column) for column in columns})} rows")
    return list(map(make, *columns))


def _runs(items: Sequence[T], counts: Sequence[int]) -> Iterator[list[T]]:
    """The items in runs of so many each. Raises ValueError where the counts do not add up."""
    if sum(counts) != len(items) or any(count < 0 for count in counts):
        raise ValueError(f"{len(items)} items in runs of {sum(counts)}")
    rest = iter(items)
    return (list(islice(rest, count)) for count in counts)


def _pack_integers(values: Any) -> str:
    """Width and base64 of integers, in the narrowest width that holds them."""
    array = np.asarray(values, dtype=np.int64)
    low, high = (int(array.min()), int(array.max())) if array.size else (0, 0)
    width = next(w for w in _INTEGERS if np.iinfo(w).min <= low and high <= np.iinfo(w).max)
    return f"{width[1:]}:{base64.b64encode(array.astype(width).tobytes()).decode('ascii')}"


def _unpack_integers(packed: str) -> NDArray[np.int64]:
    width, _, data = packed.partition(":")
    if f"<{width}" not in _INTEGERS:
        raise ValueError(f"integers of width {width[:8]!r}")
    return np.frombuffer(base64.b64decode(data, validate=True), dtype=f"<{width}").astype(np.int64)


def _pack_px(rows: Sequence[Sequence[float]], columns: int) -> str:
    """Points or boxes, each as the difference from the one before."""
    values = np.fromiter(chain.from_iterable(rows), dtype=np.float64, count=len(rows) * columns)
    units = _units(values, UNITS_PER_PX).reshape(-1, columns)
    return _pack_integers(np.diff(units, axis=0, prepend=0).T.ravel())


def _unpack_px(packed: str, columns: int) -> list[tuple[float, ...]]:
    differences = _unpack_integers(packed).reshape(columns, -1)
    return list(zip(*(np.cumsum(differences, axis=1) / UNITS_PER_PX).tolist(), strict=True))


def _pack_confidences(values: Sequence[float]) -> str:
    return _pack_integers(_units(np.asarray(values, dtype=np.float64), UNITS_OF_CONFIDENCE))


def _unpack_confidences(packed: str) -> list[float]:
    values: list[float] = (_unpack_integers(packed) / UNITS_OF_CONFIDENCE).tolist()
    return values


def _units(values: NDArray[np.float64], units: int) -> NDArray[np.int64]:
    scaled = np.round(values * units)
    if not np.all(np.abs(scaled) < _LARGEST):  # false for NaN too
        raise ValueError("a coordinate or a confidence is no finite number")
    return scaled.astype(np.int64)


def _pack_texts(texts: Sequence[str]) -> list[str]:
    """All end to end, and their lengths, left out where each is one code point long."""
    lengths = [len(text) for text in texts]
    return ["".join(texts), "" if all(length == 1 for length in lengths) else _pack_integers(lengths)]


def _unpack_texts(packed: Sequence[str]) -> list[str]:
    joined, lengths = packed
    if not lengths:
        return list(joined)
    return ["".join(run) for run in _runs(joined, _unpack_integers(lengths).tolist())]


# Everything else: dataclasses as objects, checked against the types they declare.


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Turns a value of JSON into the type that a field declares. It raises TypeError or ValueError where that fails."""
    if get_origin(hint) is tuple:
        return _tuple_reader(get_args(hint))
    if isinstance(hint, UnionType):
        return _optional_reader(get_args(hint))
    if is_dataclass(hint):
        return _object_reader(hint)
    if issubclass(hint, Enum):
        return lambda value: hint(value)
    accepted = (float, int) if hint is float else (hint,)

    def scalar(value: Any) -> Any:
        if type(value) not in accepted:
            raise TypeError(f"{value!r:.40} for a {hint.__name__}")
        return float(value) if hint is float else value

    return scalar


def _tuple_reader(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    any_length = kinds[-1] is ...
    readers = [_reader(kind) for kind in kinds if kind is not ...]

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(f"{value!r:.40} for a list")
        if any_length:
            return tuple(map(readers[0], value))
        return tuple(reader(item) for reader, item in zip(readers, value, strict=True))

    return read


def _optional_reader(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    """For `X | None`."""
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    read = _reader(kind)
    return lambda value: None if value is None else read(value)


def _object_reader(cls: Any) -> Callable[[Any], Any]:
    read = _fields_reader(cls)
    return lambda value: cls(**read(value))


@cache
def _fields_reader(cls: Any) -> Callable[[Any], dict[str, Any]]:
    """Reads the fields of a dataclass that stand in a JSON object; those with a default may be missing."""
    hints = get_type_hints(cls)
    readers = {f.name: _reader(hints[f.name]) for f in fields(cls)}
    return lambda value: {name: readers[name](item) for name, item in value.items()}
