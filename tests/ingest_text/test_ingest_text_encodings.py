"""Encodings are told by the text alone, and what is no text is refused with a reason."""

from __future__ import annotations

import codecs

import pytest

from pipeline.errors import EmptyTextError, NotTextError
from pipeline.ingest_text.encodings import decode, decode_as, plausibility
from tests.ingest_text.typeset_text import PARAGRAPHS

SIMPLIFIED = "\n\n".join(PARAGRAPHS)
MIXED = "The bridge is open.\n桥"
TRADITIONAL = "河邊的老木橋昨天重新開放，三百多名居民趕來走了第一趟。橋面換上新的杉木板，兩邊加了欄杆。"


@pytest.mark.parametrize("text", [SIMPLIFIED, "木桥修好了。", "今年5月,共2.4亿元", TRADITIONAL, MIXED])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_an_encoding_without_a_mark_is_told(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding, found.has_mark) == (text, encoding, False)


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:9]])
def test_big5_is_told(text: str) -> None:
    assert decode(text.encode("big5")).text == text


@pytest.mark.parametrize("start", range(0, 200, 7))
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_a_few_characters_are_enough(start: int, encoding: str) -> None:
    text = SIMPLIFIED[start : start + 8]
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    found = decode(mark + SIMPLIFIED.encode(encoding))
    assert (found.text, found.encoding, found.has_mark) == (SIMPLIFIED, encoding, True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes(range(256)) * 20, "no text"),
        (b"\x89PNG\r\n\x1a\n", "a scan"),
        (b"%PDF-1.7\n", "a scan"),
        (b"PK\x03\x04\x14\x00", "archive"),
        ("木桥\0修好了".encode(), "no text"),
        ("木桥修好了。".encode() * 50 + b"\xff" + "木桥。".encode() * 50, "utf-8, but byte 900 "),
        (SIMPLIFIED.encode("gb18030") + b"\xff\n", "gb18030, but byte"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "utf-16-le, but byte 0 "),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(NotTextError) as raised:
        decode(data, "x.txt")
    assert said in raised.value.message and raised.value.hint and raised.value.page == "x.txt"
    assert raised.value.exit_code == 11


@pytest.mark.parametrize("text", ["", " \n\n\t", "　　\n", "……——\n。", "\ufeff"])
def test_a_text_without_letters_is_empty(text: str) -> None:
    with pytest.raises(EmptyTextError) as raised:
        decode(text.encode())
    assert raised.value.exit_code == 12 and raised.value.hint


def test_a_declared_encoding_is_taken_only_where_it_fits() -> None:
    assert decode_as(SIMPLIFIED.encode("gb18030"), "GB2312") == SIMPLIFIED
    assert decode_as(codecs.BOM_UTF8 + b"a", "utf-8") == "a"
    assert decode_as(SIMPLIFIED.encode("gb18030"), "utf-8") is None
    assert decode_as(b"a", "hex") is None is decode_as(b"a", "no-such")


def test_chinese_wrongly_decoded_is_not_plausible() -> None:
    assert plausibility(SIMPLIFIED) > 0.9 > 0.6 > plausibility(SIMPLIFIED.encode().decode("gb18030", "replace"))
    assert plausibility("") == 0.0
