"""What encoding a text is in, and its characters.

Chinese archives hold UTF-8, UTF-16, GB18030 (which includes GBK and GB2312) and Big5, mostly without saying so. A byte
order mark or sound UTF-8 decides at once. Else every encoding in which the bytes are sound is tried, and the text
that reads most like Chinese wins: wrongly decoded, Chinese becomes rare characters, Hangul or private ones. The same
bytes give the same answer always.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.errors import EmptyTextError, NotTextError

SAMPLE_BYTES = 65_536
"""What of a text is tried; the whole is decoded once."""
LEAST_PLAUSIBILITY = 0.6
"""Mean over the characters; Chinese has above 0.9, Chinese wrongly decoded below 0.5."""
DAMAGED_SHARE = 0.02
"""A text with up to so many bytes that do not belong is one that was damaged."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""In this order where two are equally plausible."""
_SCANS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")
_ARCHIVES = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_HINT = "save it as plain text in UTF-8"
_TOP = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "這個國時來們會發動說產種後經與對為從裡還進過開關現東車長見"
)
"""Characters so frequent that Chinese of any length has some."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` is without a byte order mark; `encoding` is Python's name of it, `has_mark` whether there was one."""

    text: str
    encoding: str
    has_mark: bool = False


def decode(data: bytes, name: str = "") -> Decoded:
    """The text of a file; `name` is the file's, for messages.

    Raises EmptyTextError for one without letters, NotTextError for what is no text, is damaged, or is in an encoding
    that is not known.
    """
    found = _decoded(data, name)
    if not any(c.isalnum() for c in found.text):
        said = "the text is empty" if not found.text.strip() else "there are no letters in the text"
        raise EmptyTextError(said, page=name, hint="give the text of a page")
    return found


def decode_as(data: bytes, encoding: str) -> str | None:
    """The text in an encoding that a file declares, without a byte order mark; None where the bytes are not in it.

    GB2312 and GBK are declared where GB18030 is meant, which holds both.
    """
    if encoding.lower().replace("_", "-") in ("gb2312", "gbk", "gb-2312", "x-gbk"):
        encoding = "gb18030"
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeError):
        return None
    return text.removeprefix("\ufeff") if _is_clean(text) else None


def plausibility(text: str) -> float:
    """How much a text reads like Chinese (or English): the mean over its characters, from -1 to 1; 0 without any."""
    weights = [_weight(c) for c in text if not c.isspace()]
    return sum(weights) / len(weights) if weights else 0.0


def _decoded(data: bytes, name: str) -> Decoded:
    if data.startswith(_SCANS):
        raise NotTextError("this is a scan and no text", page=name, hint="`banmian page` reads scans")
    if data.startswith(_ARCHIVES):
        raise NotTextError("this is an archive or office document and no plain text", page=name, hint=_HINT)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], encoding, name), encoding, True)
    text = _try(data, "utf-8")
    if text is not None and _is_clean(text):
        return Decoded(text, "utf-8")
    sample = data[:SAMPLE_BYTES]
    tried = {encoding: plausibility(sample.decode(encoding, "replace")) for encoding in ("utf-8", *_UNMARKED)}
    ranked = sorted(tried, key=lambda encoding: -tried[encoding])
    sound = [(e, _try(data, e)) for e in ranked if tried[e] >= LEAST_PLAUSIBILITY and e != "utf-8"]
    best = next(((encoding, text) for encoding, text in sound if text is not None and _is_clean(text)), None)
    if best and tried[best[0]] > tried[ranked[0]] - 0.1:
        return Decoded(best[1], best[0])
    if tried[ranked[0]] >= LEAST_PLAUSIBILITY:
        _strict(data, ranked[0], name)
    raise NotTextError("this is no text, or in an encoding that is not known", page=name, hint=_HINT)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, encoding: str, name: str) -> str:
    """Raises NotTextError that says where the damage is."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"the text is in {encoding}, but byte {error.start} does not belong there",
            page=name,
            hint=f"mend or drop what is damaged: iconv -c -f {encoding} -t utf-8 '{name}'",
        ) from error
    if not _is_clean(text):
        raise NotTextError("this is no text, or in an encoding that is not known", page=name, hint=_HINT)
    return text


def _is_clean(text: str) -> bool:
    """No NUL, and hardly any other control characters."""
    controls = sum(text.count(chr(c)) for c in range(32) if c not in (9, 10, 11, 12, 13, 26))
    return "\0" not in text and controls <= 0.01 * len(text)


@cache
def _weight(char: str) -> float:
    """What a character says for the text being rightly decoded."""
    if char in _TOP:
        return 1.2
    code = ord(char)
    if 0x20 <= code < 0x7F or char in "　、。〈〉《》「」『』【】〔〕，．：；？！（）“”‘’…—·■◆●▲□◇○△★☆※→℃％":
        return 1.0
    if 0x4E00 <= code < 0xA000:
        return 1.0 if _is_common(char) else 0.1
    if 0xFF00 <= code < 0xFF60 or 0x2000 <= code < 0x2700 or 0x3000 <= code < 0x3100:
        return 0.7
    if 0xA0 <= code < 0x250:
        return 0.3
    if char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cs", "Cc"):
        return -1.0
    return -0.2


@cache
def _is_common(char: str) -> bool:
    """Whether it is of the first level of GB 2312 (3,755) or of Big5 (5,401): characters by frequency."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= char.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
