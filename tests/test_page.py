"""The page: what is derived from it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from pipeline.page import Article, ArticleKind, Block, BlockKind, Char, Line, Order, Page, Source

SQUARE = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))


def line(id: str, text: str, *confidences: float) -> Line:
    chars = (Char(ch, (0.0, 0.0, 1.0, 1.0), confidence) for ch, confidence in zip(text, confidences, strict=True))
    return Line(id, SQUARE, tuple(chars))


HEAD = Block("b1", BlockKind.HEADING, SQUARE, lines=(line("b1l1", "标题", 1.0, 0.5),))
TEXT = Block("b2", BlockKind.PARAGRAPH, SQUARE, lines=(line("b2l1", "正", 0.9), line("b2l2", "")))
PAGE = Page("x", Source("x.png", "", 10, 10, 300.0), blocks=(HEAD, TEXT))


def test_text_and_confidence_come_from_the_characters() -> None:
    assert PAGE.lines["b1l1"].text == "标题"
    assert PAGE.lines["b1l1"].confidence == 0.75
    assert PAGE.lines["b2l2"].text == "" and PAGE.lines["b2l2"].confidence == 0.0


def test_lines_are_found_by_their_id() -> None:
    assert list(PAGE.lines) == ["b1l1", "b2l1", "b2l2"]
    assert PAGE.block_of["b2l2"] is TEXT


def test_the_first_order_is_in_force() -> None:
    assert PAGE.line_order == ("b1l1", "b2l1", "b2l2")
    orders = (Order(("b2l1", "b2l2", "b1l1"), 1.0, "first"), Order(("b1l1", "b2l2", "b2l1"), 0.5, "second"))
    assert replace(PAGE, orders=orders).line_order == ("b2l1", "b2l2", "b1l1")


def test_what_is_derived_belongs_to_one_page() -> None:
    assert PAGE.lines  # now it is remembered
    assert list(replace(PAGE, blocks=(HEAD,)).lines) == ["b1l1"]


def test_an_article_gives_its_lines_in_reading_order() -> None:
    article = Article(
        "a1",
        ArticleKind.ARTICLE,
        kicker=("k",),
        headline=("h1", "h2"),
        subheadline=("s",),
        byline=("by",),
        body=(("1", "2"), ("3",)),
        captions=(("c",),),
        jump=("j",),
    )
    assert list(article.line_ids()) == ["k", "h1", "h2", "s", "by", "1", "2", "3", "c", "j"]


def test_a_page_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PAGE.id = "y"  # type: ignore[misc]
