"""The patch: everything that was done to the text of an earlier OCR, each with its reason, and the way back.

One JSON object. `patches` are those of the page, each with the place in the file that it concerns; `original` is the
file itself, compressed, so that `restored` gives it back to the byte. docs/repair.md says what each key means.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from pipeline.errors import InputError
from pipeline.export.json_export import formatted
from pipeline.geometry import bounds
from pipeline.page import Page, Patch, PatchKind
from pipeline.stage import Image

FORMAT = "banmian patch"
VERSION = 1
ENCODING = "zlib, base64"
LEVEL = 6
LARGEST_BYTES = 128 * 2**20
"""Of an original: as large as a text may be that is read."""
_HINT = "take another copy of it, or of the text it was made from"


class PatchExporter:
    """Without the original: `patch_of` puts it in."""

    name = "patch"
    suffix = ".patch.json"

    def export(self, page: Page, scan: Image | None) -> bytes:
        return patch_of(page, None)


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was before its repair."""

    name: str
    """Without folders."""
    data: bytes


def patch_of(page: Page, data: bytes | None) -> bytes:
    """The patch of a page that was made of a file with these bytes; None leaves them out, and nothing can be undone.

    Raises ValueError where the bytes are those of another file.
    """
    if data is not None and hashlib.sha256(data).hexdigest() != page.source.sha256:
        raise ValueError("the bytes are not those of the source")
    counts = Counter(patch.kind.value for patch in page.patches)
    value = {
        "format": FORMAT,
        "version": VERSION,
        "page": page.id,
        "source": {
            "name": PurePath(page.source.path).name,
            "sha256": page.source.sha256,
            "page_number": page.source.page_number,
            "page_count": page.source.page_count,
        },
        "counts": {kind.value: counts[kind.value] for kind in PatchKind},
        "orders": [{"method": o.method, "score": o.score, "lines": o.lines} for o in page.orders],
        "patches": list(_patches(page)),
        "original": _packed(data) if data is not None else None,
    }
    return formatted(value).encode("utf-8", "backslashreplace")


def restored(data: bytes) -> Original:
    """The file that a patch was made of. Raises InputError for what is no patch, is damaged, or holds no original."""
    value = _parsed(data)
    packed: Any = value.get("original")
    source: Any = value.get("source")
    if packed is None:
        raise InputError("the patch does not hold the original", hint="the patch of the file's first page does")
    try:
        name, sha256, size = PurePath(str(source["name"])).name, source["sha256"], packed["bytes"]
        original = _unpacked(packed["data"], size)
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise InputError("the patch is damaged: the original in it cannot be unpacked", hint=_HINT) from error
    if hashlib.sha256(original).hexdigest() != sha256:
        raise InputError("the patch is damaged: the original in it is not what was read", hint=_HINT)
    if not name or name in (".", ".."):
        raise InputError("the patch is damaged: it does not name its file", hint=_HINT)
    return Original(name, original)


def _patches(page: Page) -> Iterator[dict[str, Any]]:
    """Moves first, then the others in reading order."""
    rank = {line: number for number, line in enumerate(page.line_order)}
    for patch in sorted(page.patches, key=lambda p: (p.kind is not PatchKind.MOVE, rank[p.line], p.start)):
        yield asdict(patch) | {"kind": patch.kind.value, "text": page.lines[patch.line].text, **_place(page, patch)}


def _place(page: Page, patch: Patch) -> dict[str, Any]:
    """Row and column in the file, from 1, where the page is in the frame of the text; else the box in px."""
    line = page.lines[patch.line]
    at = 0
    box, is_behind = (line.chars[-1].box, True) if line.chars else (bounds(line.polygon), False)
    for char in line.chars:
        if patch.start < at + len(char.text):
            box, is_behind = char.box, False
            break
        at += len(char.text)
    if page.source.dpi:
        return {"box": [round(side, 1) for side in box]}
    return {"row": int(box[1]) + 1, "column": int(box[2 if is_behind else 0]) + 1}


def _packed(data: bytes) -> dict[str, Any]:
    packed = base64.b64encode(zlib.compress(data, LEVEL)).decode("ascii")
    return {"encoding": ENCODING, "bytes": len(data), "data": packed}


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError("this is no patch of banmian, or it is cut off", hint=_HINT) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InputError("this is no patch of banmian", hint="give the .patch.json of an earlier repair")
    if value.get("version") != VERSION:
        raise InputError(
            f"a patch of version {value.get('version')}; this banmian reads version {VERSION}",
            hint="use a newer banmian",
        )
    return value


def _unpacked(packed: str, size: int) -> bytes:
    """Raises ValueError, TypeError or zlib.error for what is not what it should be."""
    if not isinstance(size, int) or not 0 <= size <= LARGEST_BYTES:
        raise ValueError("the size is no size")
    try:
        compressed = base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    worker = zlib.decompressobj()
    original = worker.decompress(compressed, size + 1)
    if len(original) != size or not worker.eof:
        raise ValueError("the original is not whole")
    return original
