"""The text of an earlier OCR as pages: plain text, hOCR, ALTO, PAGE XML.

    find_texts     files and folders -> the text files
    count_pages    a file -> how many pages there are in it
    read_text      a file, its format told by its content -> its pages
    printed_lines  the rows of a plain text -> its printed lines

A plain text is one page in the frame of the text (see `plain`); the others have coordinates in px of the scan. The
order in force is that of the file. A confidence that the file does not state is 1: nothing speaks against it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import EmptyTextError, InputError, MarkupError, TooLargeError
from pipeline.ingest_text.alto import read_alto
from pipeline.ingest_text.encodings import decode, decode_as
from pipeline.ingest_text.files import find_texts
from pipeline.ingest_text.hocr import read_hocr
from pipeline.ingest_text.markup import Element, parse_html, parse_xml
from pipeline.ingest_text.ocr_page import OcrPage, page_of_ocr
from pipeline.ingest_text.page_xml import read_page_xml
from pipeline.ingest_text.plain import page_of_text
from pipeline.ingest_text.printed_lines import PrintedLine, printed_lines
from pipeline.page import Page, Source

__all__ = ["PrintedLine", "TextFile", "count_pages", "find_texts", "open_text", "printed_lines", "read_text"]

LARGEST_BYTES = 128 * 2**20

_SOUGHT = "give a plain text, hOCR, ALTO or PAGE XML"
_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<![A-Za-z][^<>\[]*+(?:\[.*?\])?[^<>]*+>)*+<(?:[\w.-]+:)?([A-Za-z]\w*)[\s/>]",
    re.DOTALL,
)
_PROLOGUE = re.compile(r"\s*<(?:\?xml|!doctype)\s", re.IGNORECASE)
_READERS: dict[str, Callable[[Element], Iterator[OcrPage]]] = {"alto": read_alto, "PcGts": read_page_xml}


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as it was read: what `--undo` and messages need beside its pages."""

    data: bytes
    format: str
    """text, hocr, alto or page."""
    encoding: str
    pages: tuple[Page, ...]


def read_text(path: Path) -> tuple[Page, ...]:
    """The pages of a text of an earlier OCR: one of a plain text, of the others as many as there are in the file.

    Raises InputError for a file that cannot be read, TooLargeError above 128 MiB, NotTextError for what is no text or
    in an unknown encoding, EmptyTextError without letters, MarkupError for broken XML and XML of other formats.
    """
    return open_text(path).pages


def count_pages(path: Path) -> int:
    """How many pages `read_text` gives. Raises as it does, but for XML without text: that counts as one page."""
    text, _ = _decoded(_bytes_of(path), path.name)
    root = _root_of(text, path.name)
    if root is None:
        return 1
    name, found = _parsed(text, root, path.name)
    return max(1, sum(1 for _ in (_READERS[name](found) if name in _READERS else read_hocr(found))))


def open_text(path: Path) -> TextFile:
    """What `read_text` reads, with the bytes that were read and what they are."""
    data = _bytes_of(path)
    text, encoding = _decoded(data, path.name)
    source = Source(str(path), hashlib.sha256(data).hexdigest(), 0, 0, 0.0)
    root = _root_of(text, path.name)
    if root is None:
        return TextFile(data, "text", encoding, (page_of_text(text, path.stem, source),))
    name, found = _parsed(text, root, path.name)
    made = list(_READERS[name](found) if name in _READERS else read_hocr(found))
    pages = tuple(_numbered(made, path.stem, source))
    if not any(page.lines for page in pages):
        raise EmptyTextError("there is no text on any page of the file", page=path.name, hint=_SOUGHT)
    return TextFile(data, {"alto": "alto", "PcGts": "page"}.get(name, "hocr"), encoding, pages)


def _root_of(text: str, name: str) -> str | None:
    """The name of the root element; None for a plain text. Raises MarkupError for a beginning of XML without one."""
    root = _ROOT.match(text)
    if root is None and _PROLOGUE.match(text):
        raise MarkupError("the file is cut off or broken", page=name, hint=_SOUGHT)
    return root[1] if root else None


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError("not a file" if path.exists() else "no such file", page=str(path), hint="check the path")
        if path.stat().st_size > LARGEST_BYTES:
            raise TooLargeError("the text is larger than 128 MiB", page=path.name, hint="cut it into several files")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", page=path.name) from error
    if not data:
        raise EmptyTextError("the file is empty", page=path.name, hint="copy it again")
    return data


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """In the encoding that XML declares, if the bytes are sound in it; else in the one that they are likely in."""
    declared = _DECLARED.match(data.lstrip())
    if declared and (text := decode_as(data, declared[1].decode("ascii"))) is not None:
        return text, declared[1].decode("ascii").lower()
    found = decode(data, name)
    return found.text, found.encoding


def _parsed(text: str, root: str, name: str) -> tuple[str, Element]:
    """The name of the root and the tree; `hocr` for HTML with hOCR in it. Raises MarkupError for all else."""
    if root in _READERS:
        return root, parse_xml(text, name)
    if not re.search(r"class\s*=\s*[\"'][^\"']*\bocrx?_", text):
        said = "this is HTML without hOCR" if root.lower() in ("html", "div") else "this is neither ALTO nor PAGE XML"
        raise MarkupError(said, page=name, hint=_SOUGHT)
    try:
        return "hocr", parse_xml(text, name)
    except MarkupError:
        return "hocr", parse_html(text, name)


def _numbered(made: list[OcrPage], stem: str, source: Source) -> Iterator[Page]:
    for number, ocr in enumerate(made, 1):
        page_id = stem if len(made) == 1 else f"{stem}-{number:04d}"
        yield page_of_ocr(ocr, page_id, replace(source, page_number=number, page_count=len(made)))
