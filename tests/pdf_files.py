"""PDF files put together byte by byte, for the tests of ingest: what no library would write is wanted too."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from pipeline.stage import Image

PASSWORD = (
    b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
)  # of nobody's password


def pdf(pages: Sequence[bytes], objects: Sequence[bytes] = (), trailer: bytes = b"") -> bytes:
    """A PDF of these page dictionaries' entries; `objects` are numbered from 3, the pages after them."""
    first = 3 + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + i) for i in range(len(pages)))
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))]
    bodies += [*objects, *(b"<< /Type /Page /Parent 2 0 R %s >>" % page for page in pages)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, len(out))
    return out + head + table + end


def stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def image_object(grey: Image) -> bytes:
    height, width = grey.shape
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 " % (
        width,
        height,
    )
    return stream(entries + b"/Filter /FlateDecode", zlib.compress(np.ascontiguousarray(grey).tobytes()))


def scanned(scans: Sequence[Image], dpi: float, entries: bytes = b"") -> bytes:
    """A PDF with one scan a page, each as large as its page."""
    objects: list[bytes] = []
    pages: list[bytes] = []
    for scan in scans:
        width, height = (side * 72 / dpi for side in reversed(scan.shape))
        number = 3 + len(objects)
        objects += [image_object(scan), stream(b"", b"q %f 0 0 %f 0 0 cm /Scan Do Q" % (width, height))]
        pages.append(
            b"/MediaBox [0 0 %f %f] /Resources << /XObject << /Scan %d 0 R >> >> /Contents %d 0 R %s"
            % (width, height, number, number + 1, entries)
        )
    return pdf(pages, objects)


def striped(scan: Image, dpi: float, stripes: int) -> bytes:
    """A PDF whose page is one scan, cut into stripes."""
    width, height = (side * 72 / dpi for side in reversed(scan.shape))
    parts = np.array_split(scan, stripes)
    below, content, names = height, b"", b""
    for index, part in enumerate(parts):
        part_height = len(part) * 72 / dpi
        below -= part_height
        content += b"q %f 0 0 %f 0 %f cm /S%d Do Q\n" % (width, part_height, below, index)
        names += b"/S%d %d 0 R " % (index, 3 + index)
    objects = [*(image_object(part) for part in parts), stream(b"", content)]
    page = b"/MediaBox [0 0 %f %f] /Resources << /XObject << %s >> >> /Contents %d 0 R" % (
        width, height, names, 2 + len(objects),
    )  # fmt: skip
    return pdf([page], objects)


def drawn(width_pt: float, height_pt: float, content: bytes = b"0 0 50 40 re f") -> bytes:
    """A PDF with one page that is drawn: black in its lower left corner."""
    return pdf([b"/MediaBox [0 0 %f %f] /Contents 3 0 R" % (width_pt, height_pt)], [stream(b"", content)])
