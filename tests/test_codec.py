"""The page document: nothing is lost but what is documented, and nothing damaged is read."""

from __future__ import annotations

import json
import time
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.codec import decode, encode
from pipeline.errors import InputError
from pipeline.page import (
    Block,
    BlockKind,
    Candidate,
    Char,
    Direction,
    Fact,
    FactStatus,
    Flag,
    Line,
    Mesh,
    Order,
    Page,
    Patch,
    PatchKind,
    Source,
    Transform,
)
from tests.pages import front_page, paragraph_page

PX = st.integers(-200_000, 200_000).map(lambda units: units / 10)
CONFIDENCE = st.integers(0, 10_000).map(lambda units: units / 10_000)
TEXT = st.text(min_size=1, max_size=3)
POINT = st.tuples(PX, PX)
POLYGON = st.lists(POINT, max_size=5).map(tuple)
CANDIDATES = st.lists(st.builds(Candidate, TEXT, CONFIDENCE), max_size=3).map(tuple)
CHAR = st.builds(Char, TEXT, st.tuples(PX, PX, PX, PX), CONFIDENCE, CANDIDATES)
LINE = st.builds(Line, TEXT, POLYGON, st.lists(CHAR, max_size=5).map(tuple), st.sampled_from(["", "text layer"]))
BLOCK = st.builds(
    Block,
    id=TEXT,
    kind=st.sampled_from(BlockKind),
    polygon=POLYGON,
    direction=st.sampled_from(Direction),
    type_size_px=st.floats(0, 100),
    confidence=st.floats(0, 1),
    lines=st.lists(LINE, max_size=3).map(tuple),
)
SOURCE = st.builds(Source, TEXT, TEXT, st.integers(1, 9), st.integers(1, 9), st.floats(50, 600), st.integers(1, 9))
PATCH = st.builds(Patch, st.sampled_from(PatchKind), TEXT, st.integers(0, 9), TEXT, TEXT, TEXT, CONFIDENCE, TEXT)
FACT = st.builds(Fact, TEXT, TEXT, TEXT, TEXT, st.sampled_from(FactStatus), TEXT)
PAGE = st.builds(
    Page,
    id=TEXT,
    source=SOURCE,
    transform=st.builds(
        Transform,
        st.tuples(*[st.floats(-10, 10)] * 9).map(tuple),
        st.integers(0),
        st.integers(0),
        mesh=st.none() | st.builds(Mesh, st.integers(2, 9), st.integers(2, 9), POLYGON),
        blanks=st.lists(POLYGON, max_size=2).map(tuple),
    ),
    sheets=st.lists(POLYGON, max_size=2).map(tuple),
    blocks=st.lists(BLOCK, max_size=3).map(tuple),
    orders=st.lists(st.builds(Order, st.lists(TEXT).map(tuple), st.floats(0, 1), TEXT), max_size=2).map(tuple),
    patches=st.lists(PATCH, max_size=3).map(tuple),
    facts=st.lists(FACT, max_size=2).map(tuple),
    flags=st.lists(st.builds(Flag, TEXT, TEXT, st.floats(0, 1), TEXT, TEXT), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(PAGE)
def test_a_page_comes_back_as_it_was(page: Page) -> None:
    assert decode(encode(page)) == page


def test_a_real_page_comes_back_as_it_was() -> None:
    page = front_page()
    assert decode(encode(page)) == page
    assert decode(encode(Page("blank", page.source))) == Page("blank", page.source)


def test_a_document_from_before_there_were_facts_is_read() -> None:
    page = replace(front_page(), facts=(Fact("number", "5", "第5期", "b2l1", FactStatus.READ),))
    body = json.loads(encode(page).split(b"\n")[1])
    assert body.pop("facts")[0]["status"] == "read"
    text = json.dumps(body).encode()
    header = json.dumps({"format": "banmian page document", "version": 1, "crc32": zlib.crc32(text)})
    assert decode(header.encode() + b"\n" + text) == front_page()


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(0, 1))
def test_rounding_is_no_coarser_than_documented(x: float, confidence: float) -> None:
    page = paragraph_page("字")
    (block,) = page.blocks
    char = Char("字", (x, x, x, x), confidence, (Candidate("字", confidence),))
    line = Line("b1l1", ((x, x), (x, x)), (char,))
    (back,) = decode(encode(replace(page, blocks=(replace(block, lines=(line,)),)))).blocks[0].lines
    assert max(abs(v - x) for v in (*back.chars[0].box, *back.polygon[1])) <= 0.05 + 1e-6
    assert abs(back.chars[0].confidence - confidence) <= 0.00005 + 1e-9
    assert back.chars[0].candidates[0].confidence == back.chars[0].confidence


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_what_is_no_number_is_not_written(value: float) -> None:
    page = paragraph_page("字")
    (block,) = page.blocks
    line = Line("b1l1", (), (Char("字", (value, 0, 1, 1), 1.0),))
    with pytest.raises(ValueError, match="finite"):
        encode(replace(page, blocks=(replace(block, lines=(line,)),)))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"{}", b"[1]\n{}", b'{"format": "x"}\n{}', b"[" * 100_000])
def test_what_is_no_page_document_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no page document") as caught:
        decode(data)
    assert caught.value.hint


def test_another_version_is_named() -> None:
    data = encode(front_page()).replace(b'"version": 1', b'"version": 2', 1)
    with pytest.raises(InputError, match="version 2") as caught:
        decode(data)
    assert "--from" in caught.value.hint


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_document_is_refused(data: st.DataObject) -> None:
    document = encode(front_page())
    at = data.draw(st.integers(0, len(document) - 2))
    flipped = bytearray(document)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    for damaged in (bytes(flipped), document[:at]):
        with pytest.raises(InputError):
            decode(damaged)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_document_with_a_right_checksum_and_wrong_content_is_refused(data: st.DataObject) -> None:
    body = json.loads(encode(front_page()).split(b"\n")[1])
    target = data.draw(st.sampled_from([body, body["lines"], body["blocks"][0], body["articles"][0], body["source"]]))
    key = data.draw(st.sampled_from(sorted(target)))
    target[key] = data.draw(st.sampled_from([{}, [[]], "!:?", "i2:AAA", "i1:" + "AQ" * 2, ["x"], -1.5, [{"id": 1}]]))
    text = json.dumps(body).encode()
    header = json.dumps({"format": "banmian page document", "version": 1, "crc32": zlib.crc32(text)})
    try:
        page = decode(header.encode() + b"\n" + text)
    except InputError as error:
        assert "damaged" in str(error)
    else:  # the value happened to be of the type that the field declares
        assert isinstance(page, Page)


def test_a_large_page_is_small_and_quick() -> None:
    candidates = tuple(Candidate(char, 0.2) for char in "一二三四五")
    corners = ((10.5, 20.5), (400.2, 20.5), (400.2, 52.1), (10.5, 52.1))

    def char(row: int, column: int) -> Char:
        x, y = 10.5 + 30.3 * column, 7.3 * row
        return Char("版", (x, y, x + 30.1, y + 29.9), 0.97, candidates)

    lines = tuple(Line(f"b1l{row}", corners, tuple(char(row, column) for column in range(14))) for row in range(1430))
    page = replace(paragraph_page("字"), blocks=(Block("b1", BlockKind.PARAGRAPH, (), lines=lines),))
    began = time.process_time()
    document = encode(page)
    assert time.process_time() - began < 0.6  # about 0.1 on an idle machine
    assert len(document) < 2_000_000
    began = time.process_time()
    assert len(decode(document).lines) == 1430
    assert time.process_time() - began < 1.0
