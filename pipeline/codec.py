"""The page document: a page as bytes, to take it up again later. Complete, compact, fast.

Two lines of UTF-8. The first says what the file is, and the CRC-32 of the second; the second is one JSON object with
the fields of `Page`, in which the characters of all lines are packed into arrays: texts in one string, numbers
little-endian in base64. (As objects, a page of 20,000 characters would take ten times the time.)

What rounds: polygons and boxes to 0.1 px, confidences of characters and candidates to 0.0001. All else is exact.
"""

from __future__ import annotations

import binascii
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from functools import cache
from itertools import chain, islice, pairwise
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import InputError
from pipeline.page import Block, Candidate, Char, Line, Page, Point, Polygon

FORMAT = "banmian page document"
VERSION = 1
UNITS_PER_PX = 10
UNITS_OF_CONFIDENCE = 10_000
_WIDTHS = ("<i1", "<i2", "<i4", "<i8")
_HINT = "run banmian page on the scan again, without --from"


def encode(page: Page) -> bytes:
    """The page document of a page. Raises ValueError where a coordinate or a confidence is no finite number."""
    packed: dict[str, Any] = {f.name: _plain(getattr(page, f.name)) for f in fields(page) if f.name != "blocks"}
    packed["blocks"] = _pack_blocks(page.blocks)
    body = json.dumps(packed, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "surrogatepass")
    header = json.dumps({"format": FORMAT, "version": VERSION, "crc32": zlib.crc32(body)})
    return header.encode() + b"\n" + body + b"\n"


def decode(data: bytes) -> Page:
    """The page of a page document. Raises InputError for anything else, or for one of another version."""
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
        raise InputError(f"page document of version {version}, this banmian reads version {VERSION}", hint=_HINT)
    if crc32 != zlib.crc32(body):
        raise InputError("the page document is damaged or cut off", hint=_HINT)
    try:
        return _unpack_page(json.loads(body.decode("utf-8", "surrogatepass")))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise InputError(f"the page document is damaged: {type(error).__name__} {error}", hint=_HINT) from error


def _unpack_page(packed: Mapping[str, Any]) -> Page:
    hints = _hints(Page)
    parts = {name: _typed(hints[name], value) for name, value in packed.items() if name != "blocks"}
    return Page(blocks=_unpack_blocks(packed["blocks"]), **parts)


# Blocks, lines and characters: columns of numbers


def _pack_blocks(blocks: Sequence[Block]) -> dict[str, Any]:
    lines = [line for block in blocks for line in block.lines]
    chars = [char for line in lines for char in line.chars]
    candidates = [candidate for char in chars for candidate in char.candidates]
    return {
        "blocks": [{f.name: _plain(getattr(b, f.name)) for f in fields(b) if f.name != "lines"} for b in blocks],
        "line_counts": [len(block.lines) for block in blocks],
        "line_ids": [line.id for line in lines],
        "polygons": _pack_polygons([line.polygon for line in lines]),
        "char_counts": _pack_integers([len(line.chars) for line in lines]),
        "texts": _pack_texts([char.text for char in chars]),
        "boxes": _pack_boxes([char.box for char in chars]),
        "confidences": _pack_confidences([char.confidence for char in chars]),
        "candidate_counts": _pack_integers([len(char.candidates) for char in chars]),
        "candidate_texts": _pack_texts([candidate.text for candidate in candidates]),
        "candidate_confidences": _pack_confidences([candidate.confidence for candidate in candidates]),
    }


def _unpack_blocks(packed: Mapping[str, Any]) -> tuple[Block, ...]:
    candidates = list(
        map(
            Candidate,
            _unpack_texts(packed["candidate_texts"]),
            _unpack_confidences(packed["candidate_confidences"]),
            strict=True,
        )
        if False
        else _zipped(
            Candidate, _unpack_texts(packed["candidate_texts"]), _unpack_confidences(packed["candidate_confidences"])
        )
    )
    raise NotImplementedError
