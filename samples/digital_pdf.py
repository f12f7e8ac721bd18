"""Writes a digital front page as a PDF whose text is text: embedded fonts, codes, and a map from codes to characters.

Needs fontTools (MIT), a dependency of the tests alone. The page is that of `make_page(seed, "digital")`: pictures,
tints and rules are one image, the type is set over it. Structure after ISO 32000-1, 9.7 (composite fonts).
"""

from __future__ import annotations

import io
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PIL import Image

from samples.degrade import identity
from samples.digital import DPI, compose_digital
from samples.digital_sheet import OVERSAMPLE, ColourSheet, Impression, rgb
from samples.fonts import Face
from samples.sheet import BASELINE_EM
from samples.truth import make_truth

POINTS = 72 / DPI / OVERSAMPLE  # for each px of the sheet
SUPPLEMENT = dict(zip("见车长门页风飞马鱼鸟民西青齐", "⻅⻋⻓⻔⻚⻛⻜⻢⻥⻦⺠⻄⻘⻬", strict=True))


def radicals() -> dict[str, str]:
    """Characters that a careless writer of PDF maps to radicals: 一 to U+2F00, 见 to U+2EC5 and so on."""
    kangxi = {unicodedata.normalize("NFKC", chr(point)): chr(point) for point in range(0x2F00, 0x2FD6)}
    return kangxi | SUPPLEMENT


class _Document:
    """The objects of a PDF file, numbered from 1."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, content: str | bytes) -> int:
        """Add an object; returns its number."""
        self.objects.append(content.encode("ascii") if isinstance(content, str) else content)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "", packed: bool = True) -> int:
        """Add a stream, deflated if `packed`."""
        body = zlib.compress(data) if packed else data
        entries += " /Filter /FlateDecode" if packed else ""
        return self.add(f"<< /Length {len(body)} {entries} >>\nstream\n".encode() + body + b"\nendstream")

    def written(self, root: int) -> bytes:
        """The file."""
        out, at = io.BytesIO(), []
        out.write(b"%PDF-1.6\n%\xe7\x89\x88\n")
        for number, content in enumerate(self.objects, 1):
            at.append(out.tell())
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        table = out.tell()
        rows = "".join(f"{offset:010d} 00000 n \n" for offset in at)
        out.write(f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n{rows}".encode())
        out.write(f"trailer\n<< /Size {len(at) + 1} /Root {root} 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
        return out.getvalue()


class _Font:
    """The glyphs of a face that a page needs, embedded: `codes` and `advances` (em) by character."""

    def __init__(
        self, document: _Document, face: Face, text: Iterable[str], number: int, renamed: Mapping[str, str]
    ) -> None:
        chars = sorted(set(text))
        options = Options()
        options.layout_features = []
        options.notdef_outline = True
        font: Any = TTFont(face.path, fontNumber=face.index, lazy=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(char) for char in chars])
        subsetter.subset(font)
        names: dict[int, str] = font.getBestCmap()
        is_cff = "CFF " in font
        self.name = f"F{number}"
        glyphs = {char: names[ord(char)] for char in chars}
        # In a CID-keyed CFF the code is the CID, which fontTools keeps in the name of the glyph.
        self.codes = {
            char: int(name[3:]) if is_cff and name.startswith("cid") else font.getGlyphID(name)
            for char, name in glyphs.items()
        }
        per_em = font["head"].unitsPerEm
        self.advances = {char: font["hmtx"][name][0] / per_em for char, name in glyphs.items()}
        self.reference = self._embed(document, font, is_cff, renamed)

    def _embed(self, document: _Document, font: Any, is_cff: bool, renamed: Mapping[str, str]) -> int:
        if is_cff:
            program = document.stream(font.getTableData("CFF "), "/Subtype /CIDFontType0C")
        else:
            whole = io.BytesIO()
            font.save(whole)
            program = document.stream(whole.getvalue(), f"/Length1 {whole.tell()}")
        base = f"SAMPLE+{self.name}"
        descriptor = document.add(
            f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [-200 -300 1200 1100] /ItalicAngle 0 "
            f"/Ascent 880 "
            f"/Descent -120 /CapHeight 700 /StemV 80 /FontFile{3 if is_cff else 2} {program} 0 R >>"
        )
        widths = " ".join(f"{code} [{1000 * self.advances[char]:.0f}]" for char, code in self.codes.items())
        kind = "/CIDFontType0" if is_cff else "/CIDFontType2 /CIDToGIDMap /Identity"
        descendant = document.add(
            f"<< /Type /Font /Subtype {kind} /BaseFont /{base} "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
            f"/Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}] >>"
        )
        meaning = document.stream(_to_unicode({code: renamed.get(char, char) for char, code in self.codes.items()}))
        return document.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {meaning} 0 R >>"
        )


def _to_unicode(chars: Mapping[int, str]) -> bytes:
    """The map from codes to characters (ISO 32000-1, 9.10.3)."""
    rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in sorted(chars.items())]
    parts = [rows[k : k + 100] for k in range(0, len(rows), 100)]
    body = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Sample def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _shown(one: Impression, font: _Font, height: float) -> str:
    """The operators that print one line."""
    size = one.size_px * POINTS
    x = (one.x + one.line.glyphs[0][1] * one.size_px * one.squeeze) * POINTS
    y = (height - one.y - BASELINE_EM * one.size_px) * POINTS
    parts = []
    pairs = [*zip(one.line.glyphs, [*one.line.glyphs[1:], None], strict=True)]
    for (char, at), after in pairs:
        parts.append(f"<{font.codes[char]:04X}>")
        if after is not None and abs(gap := after[1] - at - font.advances[char]) > 0.0005:
            parts.append(f"{-1000 * gap:.0f}")
    colour = " ".join(f"{part / 255:.3f}" for part in rgb(one.ink))
    return (
        f"{colour} rg /{font.name} 1 Tf {size * one.squeeze:.3f} 0 0 {size:.3f} {x:.3f} {y:.3f} Tm "
        f"[{' '.join(parts)}] TJ"
    )


def write_pdf(path: Path, seed: int, renamed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Write the digital page of a seed; returns its truth, whose polygons are in px at 144 dpi (half points).

    `renamed` says which characters the text layer gives for which, as `radicals` does; None: none.
    """
    press = compose_digital(Random(f"{seed}/digital"), None, (), with_text=False)
    sheet = press.sheet
    assert isinstance(sheet, ColourSheet)
    document, height = _Document(), sheet.size[1]
    impressions = [one for one in sheet.impressions if one.line.glyphs]
    fonts: dict[Face, _Font] = {}
    for face in dict.fromkeys(one.face for one in impressions):
        text = {char for one in impressions if one.face == face for char, _ in one.line.glyphs}
        fonts[face] = _Font(document, face, text, len(fonts) + 1, renamed or {})
    image = document.stream(*_background(sheet), packed=False)
    wide, high = (side * POINTS for side in sheet.size)
    shown = "\n".join(_shown(one, fonts[one.face], height) for one in impressions)
    content = document.stream(f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Im Do Q\nBT\n{shown}\nET\n".encode())
    _finish(document, list(fonts.values()), image, content, (wide, high))
    path.write_bytes(document.written(len(document.objects)))
    about = {"seed": seed, "kind": "digital", "quality": "pdf", "dpi": DPI}
    size = sheet.size[0] // OVERSAMPLE, height // OVERSAMPLE
    return make_truth(press, lambda points: identity().forward(points) / OVERSAMPLE, size, about)


def _background(sheet: ColourSheet) -> tuple[bytes, str]:
    """Pictures, tints and rules as a JPEG, and the entries of its dictionary."""
    pixels = sheet.pixels()
    packed = io.BytesIO()
    Image.fromarray(pixels[:, :, ::-1].copy()).save(packed, "JPEG", quality=88)
    return packed.getvalue(), (
        f"/Type /XObject /Subtype /Image /Width {pixels.shape[1]} /Height {pixels.shape[0]} "
        "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    )


def _finish(document: _Document, fonts: Sequence[_Font], image: int, content: int, size: tuple[float, float]) -> None:
    """Add page, page tree and, last, the catalogue."""
    faces = " ".join(f"/{font.name} {font.reference} 0 R" for font in fonts)
    tree = len(document.objects) + 2
    page = document.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {size[0]:.3f} {size[1]:.3f}] /Contents {content} 0 R "
        f"/Resources << /Font << {faces} >> /XObject << /Im {image} 0 R >> >> >>"
    )
    document.add(f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    document.add(f"<< /Type /Catalog /Pages {tree} 0 R >>")
