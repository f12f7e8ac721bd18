"""The HTML export: what stands in the file. tests/browser looks at it in a browser."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

import cv2
import numpy as np

from pipeline.export.html import HtmlExporter
from pipeline.page import Article, ArticleKind, Page
from pipeline.repair import Repair
from pipeline.settings import RepairSettings
from tests.pages import block, front_page, line, paragraph_page, scan_of


def exported(page: Page, with_scan: bool = True) -> str:
    page = Repair(RepairSettings())(page)
    return HtmlExporter().export(page, scan_of(page) if with_scan else None).decode()


class Tags(HTMLParser):
    """Checks that tags are closed, and notes all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br", "path", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    assert not parser.open
    return parser.seen


def test_text_and_regions_of_each_item_stand_in_the_page() -> None:
    html = exported(front_page())
    tags = tags_of(html)
    assert "石板路修好了街坊们回来了</h2>" in html
    assert "施工队用了3.5万块石板，每块重10公斤，铺了1,200米。" in html
    items = [a["data-item"] for t, a in tags if t == "article"]
    regions = [a["data-item"] for t, a in tags if t == "g"]
    assert items == regions == ["1", "2"]
    passages = {a["data-passage"] for t, a in tags if t != "path" and "data-passage" in a}
    assert passages == {a["data-passage"] for t, a in tags if t == "path" and "data-passage" in a}
    assert len(passages) == 6


def test_nothing_is_fetched_from_elsewhere() -> None:
    html = exported(front_page())
    assert "default-src 'none'" in html
    without_scan = re.sub(r'src="data:[^"]*"', "", html)
    assert not re.search(r"(?:https?:)?//[a-z]|\b(?:src|href|url|import)\b\s*[=(]", without_scan)


def test_the_scan_is_small_and_straight() -> None:
    page = front_page()
    turned = np.rot90(scan_of(page), -1).copy()  # clockwise, as a page lies that was scanned on its side
    matrix = (0.0, 1.0, 0.0, -1.0, 0.0, 1000.0, 0.0, 0.0, 1.0)
    page = replace(
        page,
        source=replace(page.source, width_px=1000, height_px=1200),
        transform=replace(page.transform, matrix=matrix, orientation_deg=270),
        blocks=(),
        articles=(),
        orders=(),
        pictures=(),
    )
    html = HtmlExporter().export(page, turned).decode()
    jpeg = re.search(r'src="data:image/jpeg;base64,([^"]+)"', html)
    assert jpeg
    image = cv2.imdecode(np.frombuffer(base64.b64decode(jpeg[1]), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    difference = np.abs(image.astype(int) - scan_of(front_page())).mean()
    assert image.shape == (1000, 1200)
    assert difference < 6


def test_a_large_scan_is_scaled_down() -> None:
    page = paragraph_page("字")
    page = replace(
        page,
        source=replace(page.source, width_px=4000, height_px=1600),
        transform=replace(page.transform, width_px=4000, height_px=1600),
    )
    html = HtmlExporter().export(page, np.full((1600, 4000), 200, np.uint8)).decode()
    assert 'viewBox="0 0 1600 640"' in html


def test_doubtful_characters_are_marked_with_what_else_they_may_be() -> None:
    page = paragraph_page("好字,")
    (one,) = page.blocks
    page = replace(page, blocks=(replace(one, lines=(line("b1l1", "好字,", 60, 60, confidences=[0.9, 0.41, 0.2]),)),))
    html = exported(page)
    assert '好<u class="doubt" title="41 % · 口 1 %">字</u>，' in html
    assert "2 doubtful" in html


def test_everything_that_was_read_is_escaped() -> None:
    evil = '<script>alert("x")</script>&"\'’'
    page = paragraph_page(evil, evil, kind=ArticleKind.ADVERTISEMENT)
    page = replace(page, source=replace(page.source, path=f"/scans/{evil}.jpg"))
    head = block(2, page.blocks[0].kind, 60, 300, [evil])
    foot = block(3, page.blocks[0].kind, 60, 400, [evil])
    article = replace(page.articles[0], headline=("b2l1",), continues_on=evil)
    order = replace(page.orders[0], lines=("b1l1", "b1l2", "b2l1", "b3l1"))
    page = replace(page, blocks=(*page.blocks, head, foot), articles=(article,), orders=(order,))
    tags = tags_of(exported(page))
    assert [t for t, _ in tags].count("script") == 1


def test_a_table_has_rows_and_a_picture_is_cut_from_the_scan() -> None:
    html = exported(front_page())
    assert 'data-crop="440 600 340 250" width="340" height="250"' in html
    assert "<canvas" not in exported(front_page(), with_scan=False)
    one = block(1, front_page().blocks[0].kind, 60, 60, ["甲", "乙"])
    page = replace(paragraph_page("字"), blocks=(one,), orders=())
    table = Article("a1", ArticleKind.TABLE, body=(("b1l1",), ("b1l2",)))
    assert "<tr><td>甲</td></tr><tr><td>乙</td></tr>" in exported(replace(page, articles=(table,)))


def test_a_blank_page_and_a_page_without_a_scan() -> None:
    blank = Page("blank", front_page().source)
    assert "no articles" in exported(blank)
    tags_of(exported(blank))
    assert "<img" not in exported(front_page(), with_scan=False)
