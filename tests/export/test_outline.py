"""Where articles stand: column pieces, and outlines that keep to themselves."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.export.outline import article_outlines, article_polygons
from pipeline.geometry import bounds
from pipeline.page import Article, ArticleKind, BlockKind, Page, Polygon, Source, Transform
from tests.pages import block, front_page


def filled(polygons: list[Polygon], page: Page) -> NDArray[np.uint8]:
    mask = np.zeros((page.source.height_px, page.source.width_px), np.uint8)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.array(polygon).round().astype(np.int32)], 1)
    return mask


def test_one_rectangle_a_column_piece() -> None:
    page = front_page()
    story, short = (article_polygons(page, article) for article in page.articles)
    assert [bounds(polygon) for polygon in story] == [(51, 131, 414, 651), (431, 371, 789, 891)]
    assert [bounds(polygon) for polygon in short] == [(831, 131, 1143, 276.2)]


def test_pieces_do_not_merge_over_what_is_not_theirs() -> None:
    page = front_page()
    between = block(18, BlockKind.PARAGRAPH, 60, 521, ["另一条"], 28)
    blocks = tuple(b for b in page.blocks if b.id != "b8")
    story, short = page.articles
    story = replace(story, body=(story.body[0], *story.body[2:]))
    other = Article("a3", ArticleKind.ARTICLE, body=(("b18l1",),))
    page = replace(page, blocks=(*blocks, between), articles=(story, short, other), orders=())
    assert len(article_polygons(page, story)) == 3


def test_an_outline_goes_around_all_pieces_that_touch() -> None:
    page = front_page()
    outlines = article_outlines(page)
    assert {article: len(polygons) for article, polygons in outlines.items()} == {"a1": 1, "a2": 1}
    x0, y0, x1, y1 = bounds(outlines["a1"][0])
    assert np.allclose((x0, y0, x1, y1), (51, 131, 789, 891), atol=6)
    inside = filled(outlines["a1"], page)
    assert inside[100:300, 500:780].sum() == 0  # beside the headline stands nothing of it
    assert inside[500, 425] == 1  # the gutter between its columns is its own


CELL = st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(0, 3))  # column, row, article


@settings(max_examples=40, deadline=None)
@given(st.lists(CELL, max_size=16, unique_by=lambda cell: cell[:2]))
def test_outlines_hold_their_own_type_and_no_other(cells: list[tuple[int, int, int]]) -> None:
    em = 20.0
    blocks = tuple(
        block(n, BlockKind.PARAGRAPH, 40 + 110 * column, 40 + 80 * row, ["一二三四", "五六七"], em)
        for n, (column, row, _) in enumerate(cells)
    )
    owners = sorted({owner for _, _, owner in cells})

    def article(owner: int) -> Article:
        body = tuple((f"b{n}l1", f"b{n}l2") for n, cell in enumerate(cells) if cell[2] == owner)
        return Article(f"a{owner}", ArticleKind.ARTICLE, body=body)

    articles = tuple(article(owner) for owner in owners)
    source = Source("x", "0" * 64, 760, 760, 100.0)
    page = Page("x", source, Transform(width_px=760, height_px=760), blocks, articles=articles)
    outlines = article_outlines(page)
    masks = {article: filled(polygons, page) for article, polygons in outlines.items()}
    for n, (_, _, owner) in enumerate(cells):
        x0, y0, x1, y1 = (round(v) for v in bounds(blocks[n].polygon))
        for article_id, mask in masks.items():
            covered = mask[y0 + 2 : y1 - 2, x0 + 2 : x1 - 2].mean()
            assert covered == (1.0 if article_id == f"a{owner}" else 0.0)


def test_a_skewed_scan_has_skewed_outlines() -> None:
    page = front_page()
    turn = np.array([[0.9998, 0.02, 0], [-0.02, 0.9998, 30], [0, 0, 1]])
    page = replace(page, transform=replace(page.transform, matrix=tuple(turn.ravel().tolist())))
    (x0, y0), (x1, y1), *_ = article_polygons(page, page.articles[1])[0]
    assert np.isclose((y1 - y0) / (x1 - x0), 0.02, atol=0.002)
    assert article_outlines(replace(page, articles=())) == {}
