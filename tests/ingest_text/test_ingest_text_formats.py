"""hOCR, ALTO and PAGE XML as pages, and files that are none of them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from pipeline.errors import BanmianError, EmptyTextError, InputError, MarkupError, TooLargeError
from pipeline.ingest_text import open_text, read_text
from pipeline.invariants import violations
from pipeline.page import BlockKind, Direction, Line, Page
from tests.ingest_text.ocr_files import ALTO, HOCR, PAGE

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"
NOISE = (b"", b"<", b">", b'"', b"&x;", b"9" * 20, b"<![", b"\xff")
ALL = {"alto": ALTO, "hocr": HOCR, "page": PAGE}


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read(content: str | bytes) -> Page:
        path = tmp_path / "x.dat"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (page,) = read_text(path)
        assert list(violations(page)) == []
        return page

    return read


def texts(page: Page) -> list[str]:
    return [page.lines[id].text for id in page.line_order]


def line_of(page: Page, text: str) -> Line:
    return next(line for line in page.lines.values() if line.text == text)


def test_alto(read) -> None:  # type: ignore[no-untyped-def]
    page = read(ALTO)
    assert texts(page) == ["河边晨报", "木桥修好了", "新茶上市 Tea-", "末"]
    assert [block.kind for block in page.blocks] == [BlockKind.HEADER, BlockKind.HEADING, BlockKind.ADVERT]
    assert (page.source.width_px, page.source.height_px, page.source.dpi_is_guessed) == (1000, 1400, True)
    head = line_of(page, "木桥修好了")
    assert head.chars[1].box == (140, 100, 180, 140) and {char.confidence for char in head.chars} == {0.9}
    assert page.block_of[head.id].type_size_px == 40
    tea = line_of(page, "新茶上市 Tea-")
    assert [round(char.confidence, 2) for char in tea.chars] == [1, 0, 0.7, 0.7, 0.7, 1, 1, 1, 1]
    assert tea.chars[4].box == (264, 200, 320, 240)  # the blank; the one of 4 px before it was not printed
    (glyph,) = line_of(page, "末").chars
    assert glyph.box == (102, 251, 138, 289) and [c.text for c in glyph.candidates] == ["末", "未"]
    assert [p.kind for p in page.pictures] == ["halftone"] and len(page.rules) == 1
    assert page.orders[0].method == "as given"


@pytest.mark.parametrize(
    "namespace",
    ["http://www.loc.gov/standards/alto/ns-v2#", "http://www.loc.gov/standards/alto/ns-v3#", "urn:unknown"],
)
def test_alto_of_every_version(read, namespace: str) -> None:  # type: ignore[no-untyped-def]
    assert texts(read(ALTO.replace("http://www.loc.gov/standards/alto/ns-v4#", namespace)))[1] == "木桥修好了"
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1a:", ALTO).replace("<a:alto xmlns=", "<a:alto xmlns:a=")
    assert texts(read(prefixed))[0] == "河边晨报"


def test_alto_in_tenths_of_a_millimetre_is_taken_to_be_300_dpi(read) -> None:  # type: ignore[no-untyped-def]
    page = read(ALTO.replace(">pixel<", ">mm10<"))
    assert page.source.width_px == round(1000 * 300 / 254) and page.source.dpi == 300
    assert page.lines["b0l1"].polygon[0] == pytest.approx((100 * 300 / 254, 10 * 300 / 254))


def test_alto_states_its_order_in_two_ways(read) -> None:  # type: ignore[no-untyped-def]
    chained = ALTO.replace('<TextBlock ID="b2"', '<TextBlock IDNEXT="b1" ID="b2"')
    assert texts(read(chained)) == ["河边晨报", "新茶上市 Tea-", "末", "木桥修好了"]
    stated = ALTO.replace(
        "<Layout>",
        '<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="e1" REF="b2"/><ElementRef ID="e2" REF="l0"/>'
        '<ElementRef ID="e3" REF="gone"/></OrderedGroup></ReadingOrder><Layout>',
    )
    assert texts(read(stated)) == ["新茶上市 Tea-", "末", "河边晨报", "木桥修好了"]


def test_alto_without_places_is_still_read(read) -> None:  # type: ignore[no-untyped-def]
    page = read(re.sub(r' (?:HPOS|VPOS|WIDTH|HEIGHT)="[^"]*"', "", ALTO))
    assert texts(page)[:2] == ["河边晨报", "木桥修好了"]


def test_hocr(read) -> None:  # type: ignore[no-untyped-def]
    page = read(HOCR)
    assert texts(page) == ["木桥修好了", "共 300 米", "没有词的一行"]
    assert [block.kind for block in page.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert (page.source.width_px, page.source.height_px, page.source.dpi) == (1000, 1400, 400)
    assert [char.confidence for char in page.lines["b0l1"].chars] == [0.91, 0.91, 0.42, 0.42, 0.42]
    assert page.lines["b1l2"].chars[5].box == (350, 250, 400, 290)
    assert [p.kind for p in page.pictures] == ["halftone"]


def test_hocr_that_is_no_xml(read) -> None:  # type: ignore[no-untyped-def]
    html = HOCR.partition("\n")[2].replace("<meta name='ocr-system' content='tesseract'/>", "<meta charset=utf-8>")
    html = html.replace("</p>", "")
    page = read(html)
    assert texts(page) == ["木桥修好了", "共 300 米", "没有词的一行"]
    assert page.blocks[0].kind is BlockKind.HEADER  # only Tesseract's ocr_header is a heading


def test_hocr_with_boxes_of_characters(read) -> None:  # type: ignore[no-untyped-def]
    cuts = "x_bboxes 1 2 11 12 20 2 31 12; x_confs 97 31"
    page = read(f"<div class='ocr_page'><span class='ocr_line' title='bbox 0 0 40 12; {cuts}'>木桥</span></div>")
    assert [char.box for char in page.lines["b0l1"].chars] == [(1, 2, 11, 12), (20, 2, 31, 12)]
    assert [char.confidence for char in page.lines["b0l1"].chars] == [0.97, 0.31]


def test_hocr_words_and_pages_within_each_other_count_once(read) -> None:  # type: ignore[no-untyped-def]
    nested = re.sub(r"<em>(.*?)</em>", r"<b class='ocrx_word'>\1</b>", HOCR)
    nested = nested.replace("<div class='ocr_carea'", "<div class='ocr_page ocr_carea'")
    assert texts(read(nested)) == ["木桥修好了", "共 300 米", "没有词的一行"]


def test_page_xml(read) -> None:  # type: ignore[no-untyped-def]
    page = read(PAGE)
    assert texts(page) == ["木桥 修好了", "末日之后", "改过的字句", "新茶上市", "欢迎品尝"]
    assert [block.kind for block in page.blocks] == [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ADVERT]
    assert [block.direction for block in page.blocks] == [Direction.TTB, Direction.LTR, Direction.LTR]
    line = line_of(page, "末日之后")
    assert line.polygon == ((760, 100), (800, 102), (800, 500), (760, 498))
    assert [char.confidence for char in line.chars] == [0.7, 0.9, 0.5, 0.5]
    assert line.chars[0].box == (762, 102, 798, 138) and line.chars[3].box == (760, 220, 800, 260)
    assert [(c.text, c.confidence) for c in line.chars[0].candidates] == [("末", 0.7), ("未", 0.2)]
    assert line_of(page, "改过的字句").confidence == 0.6  # the line was corrected, its word was not
    assert line_of(page, "欢迎品尝").polygon[0] == (100, 650)
    assert page.pictures[0].kind == "halftone" and len(page.rules) == 1


def test_page_xml_of_2009_has_points_as_elements(read) -> None:  # type: ignore[no-untyped-def]
    def points(found: re.Match[str]) -> str:
        pairs = (pair.split(",") for pair in found[1].split())
        return "<Coords>" + "".join(f'<Point x="{x}" y="{y}"/>' for x, y in pairs) + "</Coords>"

    old = re.sub(r'<Coords points="([^"]*)"/>', points, PAGE).replace("2019-07-15", "2009-03-16")
    assert read(old).blocks == read(PAGE).blocks


def test_vertical_lines_are_told_by_their_shape(read) -> None:  # type: ignore[no-untyped-def]
    page = read(PAGE.replace('readingDirection="top-to-bottom"', ""))
    assert [block.direction for block in page.blocks][:2] == [Direction.TTB, Direction.LTR]


@pytest.mark.parametrize("name", ALL)
def test_several_pages_in_a_file(tmp_path: Path, name: str) -> None:
    tag = {"alto": "Page", "hocr": "div class='ocr_page'", "page": "Page"}[name]
    text = ALL[name]
    start = text.index(f"<{tag}")
    stop = text.index(" </body>") if name == "hocr" else text.index("</Page>") + len("</Page>")
    (tmp_path / "x.xml").write_text(text[:stop] + text[start:stop] + text[stop:], "utf-8")
    first, second = read_text(tmp_path / "x.xml")
    assert (first.id, second.id) == ("x-0001", "x-0002")
    assert [page.source.page_number for page in (first, second)] == [1, 2] and second.source.page_count == 2
    assert texts(first) == texts(second) != []


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("name", ALL)
def test_other_encodings(read, name: str, encoding: str) -> None:  # type: ignore[no-untyped-def]
    declared = ALL[name].replace('encoding="UTF-8"', 'encoding="GBK"' if encoding == "gb18030" else 'encoding="UTF-8"')
    for text in (declared, ALL[name]):  # what is declared is wrong, or right
        assert texts(read(text.encode(encoding))) == texts(read(ALL[name]))


def test_the_format_is_told_by_the_content(tmp_path: Path) -> None:
    for name, text in {**ALL, "text": "<河边晨报>\n木桥修好了"}.items():
        (tmp_path / "x.txt").write_text(text, "utf-8")
        assert open_text(tmp_path / "x.txt").format == name


@pytest.mark.parametrize("name", ALL)
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, name: str) -> None:
    data = ALL[name].encode()
    path = tmp_path / "x.xml"
    for stop in range(120, len(data.rstrip()) - 8, 37):
        path.write_bytes(data[:stop])
        with pytest.raises(InputError):
            read_text(path)


@pytest.mark.parametrize("name", ALL)
def test_noise_never_ends_in_anything_but_a_page_or_a_clear_error(tmp_path: Path, name: str) -> None:
    dice, path = random.Random(name), tmp_path / "x.xml"
    for _ in range(150):
        data = bytearray(ALL[name].encode())
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(data))
            data[at : at + dice.choice((0, 1, 9))] = dice.choice(NOISE)
        path.write_bytes(data)
        try:
            pages = read_text(path)
        except BanmianError as error:
            assert error.hint or error.message
        else:
            assert [wrong for page in pages for wrong in violations(page)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<?xml version='1.0'?><mets><a>木桥</a></mets>", "neither ALTO nor PAGE"),
        ("<html><body><p>木桥</p></body></html>", "HTML without hOCR"),
        ("<alto><Layout>木桥</alto>", "broken at line 1, column"),
        ("<!DOCTYPE alto [<!ENTITY a '木桥'>]><alto><b>&a;</b></alto>", "declares entities"),
        ("<alto>" + "<a>" * 300 + "木" + "</a>" * 300 + "</alto>", "within each other"),
        ("<html><body><div class='ocr_page'><span class='ocr_line'>木桥", "cut off"),
    ],
)
def test_other_markup_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.xml").write_text(text, "utf-8")
    with pytest.raises(MarkupError) as raised:
        read_text(tmp_path / "x.xml")
    assert said in raised.value.message and raised.value.hint and raised.value.page == "x.xml"
    assert raised.value.exit_code == 13


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_text(tmp_path / "gone.txt")
    with pytest.raises(InputError, match="not a file"):
        read_text(tmp_path)
    path = tmp_path / "x.txt"
    path.write_bytes(b"")
    with pytest.raises(EmptyTextError):
        read_text(path)
    path.write_text(re.sub('CONTENT="[^"]*"', 'CONTENT=""', ALTO), "utf-8")
    with pytest.raises(EmptyTextError, match="no text on any page"):
        read_text(path)
    monkeypatch.setattr("pipeline.ingest_text.LARGEST_BYTES", 10)
    with pytest.raises(TooLargeError):
        read_text(path)


@pytest.mark.parametrize(("text", "schema"), [(ALTO, "alto-4-4.xsd"), (PAGE, "pagecontent-2019-07-15.xsd")])
def test_the_files_of_these_tests_are_valid(text: str, schema: str) -> None:
    etree = pytest.importorskip("lxml.etree")
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas are not here")
    source = (SCHEMAS / schema).read_text("utf-8")
    source = re.sub(r'schemaLocation="http[^"]*/(\w+\.xsd)"', rf'schemaLocation="{SCHEMAS.as_uri()}/\1"', source)
    found = etree.XMLSchema(etree.fromstring(source.encode()))
    assert found.validate(etree.fromstring(text.encode())), found.error_log
