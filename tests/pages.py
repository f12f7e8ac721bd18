"""Small pages built by hand, for the tests of whatever takes a page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.geometry import polygon_of, union
from pipeline.page import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Box,
    Candidate,
    Char,
    Inset,
    Line,
    Order,
    Page,
    Picture,
    Rule,
    Source,
    Step,
    Transform,
)
from pipeline.stage import Image

EM = 30.0
BODY = BlockKind.PARAGRAPH
NARROW = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.:;?!()-'\"%")


def line(line_id: str, text: str, x: float, y: float, em: float = EM, confidences: Sequence[float] = ()) -> Line:
    """A row of type with its top left at (x, y); narrow characters are half an em wide."""
    chars: list[Char] = []
    at = x
    for number, char in enumerate(text):
        width = em / 2 if char in NARROW else em
        sure = confidences[number] if confidences else 0.99
        chars.append(Char(char, (at, y, at + width, y + em), sure, (Candidate(char, sure), Candidate("口", 0.01))))
        at += width
    return Line(line_id, polygon_of((x, y, max(at, x + em), y + em)), tuple(chars))


def block(
    number: int, kind: BlockKind, x: float, y: float, texts: Sequence[str], em: float = EM, pitch: float = 1.4
) -> Block:
    """A block of rows, ids b<number> and b<number>l1 ..."""
    lines = tuple(line(f"b{number}l{i + 1}", text, x, y + i * em * pitch, em) for i, text in enumerate(texts))
    box = union((*row.polygon[0], *row.polygon[2]) for row in lines)
    return Block(f"b{number}", kind, polygon_of(box), type_size_px=em, lines=lines)


def paragraph_page(*texts: str, kind: ArticleKind = ArticleKind.ARTICLE, part: str = "body", em: float = EM) -> Page:
    """One article whose only paragraph (or `part`: headline, byline, captions) is these lines."""
    one = block(1, BlockKind.PARAGRAPH, 60, 60, texts, em)
    ids = tuple(row.id for row in one.lines)
    article = Article(
        "a1",
        kind,
        headline=ids if part == "headline" else (),
        byline=ids if part == "byline" else (),
        body=(ids,) if part == "body" else (),
        captions=(ids,) if part == "captions" else (),
    )
    source = Source("one.jpg", "0" * 64, 2000, 800, 300.0)
    order = Order(ids, 1.0, "hand")
    return Page("one", source, Transform(width_px=2000, height_px=800), (one,), orders=(order,), articles=(article,))


def front_page() -> Page:
    """1,200 x 1,000 px: masthead, a story of two columns, a picture with a caption, a short, furniture, an orphan."""
    blocks = (
        block(1, BlockKind.MASTHEAD, 60, 30, ["河畔日报"], 60),
        block(2, BlockKind.HEADER, 400, 60, ["2024年5月6日 星期一", "总第1234期"], 20),
        block(3, BlockKind.KICKER, 60, 140, ["老街改造三年回访"], 24),
        block(4, BlockKind.HEADING, 60, 175, ["石板路修好了", "街坊们回来了"], 48, 1.2),
        block(5, BlockKind.SUBHEADING, 60, 300, ["——一条老街的新生活"], 24),
        block(6, BlockKind.CREDIT, 60, 335, ["■记者 王强 李小满"], 24),
        block(7, BODY, 60, 380, ["　　本报讯 昨天,老街上", "的灯亮了.街坊们说:", '"三年没见这么热闹."']),
        block(8, BlockKind.SECTION, 60, 520, ["修旧如旧"], 30),
        block(9, BODY, 60, 570, ["　　施工队用了3.5万块石", "板,每块重10公斤,铺了"]),
        block(10, BODY, 440, 380, ["1,200米。", "　　居民陈阿婆说,房子", "还是老样子,心里踏实-", "-回家了。"]),
        block(11, BlockKind.JUMP, 640, 560, ["(下转第3版)"], 20),
        block(12, BlockKind.CAPTION, 440, 860, ["图为修缮后的老街。 王强 摄"], 22),
        block(13, BlockKind.HEADING, 840, 140, ["河道清淤 下周开工"], 34),
        block(14, BlockKind.PARAGRAPH, 840, 200, ["　　本报讯 城北河道清", "淤下周开工,工期30天。"], 28),
        block(15, BlockKind.OTHER, 840, 900, ["咨询热线:12345"], 22),
        block(16, BlockKind.PAGE_NUMBER, 1100, 30, ["1版"], 24),
        block(17, BlockKind.FOOTER, 60, 960, ["责任编辑 周宁"], 20),
    )
    story = Article(
        "a1", ArticleKind.ARTICLE, ("b3l1",), ("b4l1", "b4l2"), ("b5l1",), ("b6l1",),
        body=(("b7l1", "b7l2", "b7l3"), ("b8l1",), ("b9l1", "b9l2", "b10l1"), ("b10l2", "b10l3", "b10l4")),
        captions=(("b12l1",),), pictures=("p1",), jump=("b11l1",), continues_on="第3版",
    )  # fmt: skip
    short = Article("a2", ArticleKind.ARTICLE, headline=("b13l1",), body=(("b14l1", "b14l2"),))
    ids = tuple(row.id for b in blocks for row in b.lines)
    return Page(
        "front",
        Source("scans/front.jpg", "ab" * 32, 1200, 1000, 150.0),
        Transform(width_px=1200, height_px=1000),
        blocks,
        (
            Rule("r1", "straight", polygon_of((60, 120, 1140, 123))),
            Rule("r2", "wavy", polygon_of((815, 140, 818, 950))),
        ),
        (Picture("p1", "halftone", polygon_of((440, 600, 780, 850))),),
        (Inset("i1", "frame", polygon_of((825, 880, 1140, 940))),),
        (Order(ids, 1.0, "hand"),),
        (story, short),
        history=(Step("segment", "hand", "1", "d1", 0.5),),
    )


def scan_of(page: Page) -> Image:
    """A grey scan of the page: paper, every character a dark box, every picture grey."""
    image = np.full((page.source.height_px, page.source.width_px), 235, np.uint8)

    def fill(box: Box, grey: int, inset_px: int = 0) -> None:
        x0, y0, x1, y1 = (round(v) for v in box)
        image[y0 + inset_px : y1 - inset_px, x0 + inset_px : x1 - inset_px] = grey

    for picture in page.pictures:
        fill((*picture.polygon[0], *picture.polygon[2]), 140)
    for rule in page.rules:
        fill((*rule.polygon[0], *rule.polygon[2]), 40)
    for one in page.lines.values():
        for char in one.chars:
            fill(char.box, 60, 3)
    return image
