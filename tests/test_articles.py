"""From threads to articles: who gets the byline, the picture, the jump line, and what belongs to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from pipeline.articles import FindArticles
from pipeline.order import OrderLines
from pipeline.page import ArticleKind, BlockKind, Page
from pipeline.settings import ArticlesSettings, OrderSettings
from tests.order.stories import Desk, body_of, story_of, x_of, y_of
from tests.order.test_order_threads import pages
from tests.order.truth_pages import NAMES, truth_lines, truth_of, truth_page
from tests.pages import EM

ASTRAY = {"front": 30}
"""Lines of stories outside their article: on `front` a column goes on beyond an advertisement and is not found again."""  # noqa: E501


def articles_of(page: Page) -> Page:
    return FindArticles(ArticlesSettings())(OrderLines(OrderSettings())(page))


def two_stories() -> tuple[Desk, tuple[str, ...], tuple[str, ...]]:
    """Two stories side by side, two columns each, 20 rows."""
    desk = Desk(4, 40)
    desk.head("石板路修好了街坊们", 0, 0)
    left = desk.text(0, 0, 20, begins=True) + desk.text(1, 0, 20, ends=True)
    desk.head("河道要清淤了下周开工", 2, 0)
    right = desk.text(2, 0, 20, begins=True) + desk.text(3, 0, 20, ends=True)
    return desk, left, right


def test_two_stories() -> None:
    desk, left, right = two_stories()
    page = desk.read()
    assert [a.id for a in page.articles] == ["a1", "a2"]
    assert [body_of(a) for a in page.articles] == [left, right]
    assert ["".join(page.lines[i].text for i in a.headline) for a in page.articles] == [
        "石板路修好了街坊们", "河道要清淤了下周开工",
    ]  # fmt: skip
    assert {a.kind for a in page.articles} == {ArticleKind.ARTICLE}


def test_paragraphs_begin_at_indents_and_behind_short_rows() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    first = desk.text(0, 0, 4, begins=True, ends=True)
    second = desk.text(0, 4, 5, begins=True, ends=True)
    third = desk.text(0, 9, 3, begins=True)
    goes_on = desk.text(1, 0, 6, ends=True)
    (article,) = desk.read().articles
    assert article.body == (first, second, third + goes_on)


def test_a_short_row_ends_a_paragraph_though_none_begins_with_an_indent() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    full = "街上的灯亮了人们慢慢走着"
    ids = desk.rows(0, 0, [full, full, "慢慢走回家。", full, full, full])
    assert desk.read().articles[0].body == (ids[:3], ids[3:])


def test_a_section_head_is_a_paragraph_of_its_own() -> None:
    desk = Desk()
    desk.head("石板路修好了", 0, 0)
    before = desk.text(0, 0, 6, begins=True, ends=True)
    (section,) = desk.rows(4 * EM / 400, 6.3, ["修旧如旧"])
    after = desk.text(0, 7.6, 6, begins=True)  # type: ignore[arg-type]
    page = desk.read()
    assert page.block_of[section].kind is BlockKind.SECTION
    assert page.articles[0].body == (before, (section,), after)


def test_the_parts_of_a_heading() -> None:
    desk = Desk()
    kicker = desk.head("老街改造三年回访", 0, -5, 1.3 * EM)
    head = desk.head("石板路修好了街坊们回来了", 0, -3)
    below = desk.head("一条老街的新生活", 0, -1.6, 1.3 * EM)
    (byline,) = desk.rows(0, -1, ["■记者 王强 李小满"])
    body = desk.text(0, 1, 8, begins=True) + desk.text(1, 1, 8, ends=True)
    (article,) = desk.read().articles
    assert (article.kicker, article.headline, article.subheadline) == ((kicker,), (head,), (below,))
    assert article.byline == (byline,) and body_of(article) == body
    assert tuple(article.line_ids()) == (kicker, head, below, byline, *body)


@pytest.mark.parametrize("column", [1, 3])
def test_a_byline_at_the_end_goes_to_the_story_above(column: int) -> None:
    desk, left, right = two_stories()
    (byline,) = desk.rows(column, 20, ["　　　（记者 何涛）"])
    page = desk.read()
    assert story_of(page, byline) == story_of(page, (left if column == 1 else right)[0])
    assert story_of(page, byline).byline == (byline,)


@pytest.mark.parametrize(
    "text, fields", [("（下转第3版）", ("", "3")), ("（上接第1版）", ("1", ""))], ids=["onward", "back"]
)
def test_a_jump_line(text: str, fields: tuple[str, str]) -> None:
    desk, left, right = two_stories()
    (jump,) = desk.rows(3, 20, [text])
    page = desk.read()
    article = story_of(page, jump)
    assert article == story_of(page, right[0])
    assert (article.continued_from, article.continues_on) == fields
    assert article.jump == (jump,) and jump not in body_of(article)
    assert story_of(page, left[0]).jump == () and story_of(page, left[0]).continues_on == ""


def test_a_picture_in_a_story_is_its_own_with_the_caption() -> None:
    desk = Desk(4, 40)
    desk.head("石板路修好了街坊们", 0, 0)
    left = desk.text(0, 0, 20, begins=True) + desk.text(1, 12, 8, ends=True)
    desk.pictures.append((x_of(1), y_of(0), x_of(1) + 360, y_of(10)))
    (caption,) = desk.rows(1, 10.4, ["修好的老街。王强 摄"], 26)
    desk.head("河道要清淤了下周开工", 2, 0)
    right = desk.text(2, 0, 20, begins=True) + desk.text(3, 0, 20, ends=True)
    page = desk.read()
    first, second = story_of(page, left[0]), story_of(page, right[0])
    assert first.pictures == ("p1",) and first.captions == ((caption,),)
    assert second.pictures == () and second.captions == ()
    assert body_of(first) == left and body_of(second) == right


def test_a_rule_keeps_a_picture_from_the_story_beyond() -> None:
    desk = Desk(2, 40)
    desk.head("石板路修好了", 0, 0)
    left = desk.text(0, 0, 20, begins=True, ends=True)
    desk.pictures.append((x_of(1), y_of(0), x_of(1) + 360, y_of(18)))
    desk.rows(1, 18.4, ["修好的老街。王强 摄"], 26)
    assert story_of(desk.read(), left[0]).pictures == ("p1",)
    x = x_of(1) - 20
    desk.rules.append((x, y_of(-2), x + 2, y_of(20)))
    page = desk.read()
    assert story_of(page, left[0]).pictures == ()
    assert [a.pictures for a in page.articles if a.kind is ArticleKind.PICTURE] == [("p1",)]


def test_a_picture_with_a_headline_and_a_few_rows_is_a_picture_story() -> None:
    desk = Desk(4, 40)
    desk.text(0, 0, 20)
    desk.head("开学第一课的早晨真热闹", 1, 12)
    rows = desk.text(1, 12, 3, begins=True, ends=True)
    desk.pictures.append((x_of(1), y_of(-2), x_of(3) - 40, y_of(9.5)))
    page = desk.read()
    article = story_of(page, rows[0])
    assert article.kind is ArticleKind.PICTURE and article.pictures == ("p1",)


@pytest.mark.parametrize("row, own", [(12, True), (13, False)], ids=["close", "apart"])
def test_a_headline_close_under_a_picture_has_it_though_a_story_stands_around(row: int, own: bool) -> None:
    desk = Desk(4, 40)
    desk.head("石板路修好", 0, -2)
    around = desk.text(0, -2, 24, begins=True)
    desk.text(3, -2, 24, ends=True)
    head = desk.head("开学第一课的早晨真热闹", 1, row)
    desk.text(1, row, 3, begins=True, ends=True)
    desk.pictures.append((x_of(1), y_of(-2), x_of(3) - 40, y_of(9.5)))
    page = desk.read()
    assert (story_of(page, head).pictures == ("p1",)) is own
    assert (story_of(page, around[0]).pictures == ("p1",)) is not own


@pytest.mark.parametrize("count, own", [(3, True), (30, False)], ids=["few rows", "a story"])
def test_a_headline_with_more_text_than_picture_has_no_claim_to_it(count: int, own: bool) -> None:
    desk = Desk(4, 60)
    desk.head("石板路修好", 0, -2)
    desk.text(0, -2, 44, begins=True)
    desk.text(3, -2, 44, ends=True)
    head = desk.head("开学第一课的早晨真热闹", 1, 12)
    desk.text(1, 12, count, begins=True)
    desk.text(2, 12, count, ends=True)
    desk.pictures.append((x_of(1), y_of(-2), x_of(3) - 40, y_of(9.5)))
    assert (story_of(desk.read(), head).pictures == ("p1",)) is own


def test_the_largest_rows_of_a_notice_are_its_headline() -> None:
    desk, _, _ = two_stories()
    desk.head("停水公告", 0, 24, 1.2 * EM)
    title = desk.head("各户储水", 0, 26, 1.8 * EM)
    ids = desk.rows(0, 26, ["　　即日起停水三天", "请各户提前储水。"])
    desk.insets.append((x_of(0) - 14, y_of(22), x_of(1) + 100, y_of(29)))
    item = story_of(desk.read(), ids[0])
    assert item.kind is ArticleKind.NOTICE and item.headline == (title,)


@pytest.mark.parametrize("framed", [True, False])
def test_a_picture_in_a_frame_goes_to_the_story_in_it(framed: bool) -> None:
    """Though the story outside stands as near to it on a longer side."""
    desk = Desk(2, 40)
    desk.head("石板路修好了", 0, 0)
    outer = desk.text(0, 0, 24, begins=True, ends=True)
    desk.head("相关链接", 1, 0, 1.4 * EM)
    inner = desk.text(1, 0, 6, begins=True, ends=True)
    desk.pictures.append((x_of(1), y_of(7), x_of(1) + 360, y_of(23)))
    if framed:
        desk.insets.append((x_of(1) - 14, y_of(-2), x_of(1) + 374, y_of(24)))
    page = desk.read()
    assert story_of(page, inner[0] if framed else outer[0]).pictures == ("p1",)
    assert body_of(story_of(page, inner[0])) == inner


def test_what_is_in_a_frame_is_a_story_of_its_own() -> None:
    desk = Desk(3, 40)
    desk.head("石板路修好了街坊们", 0, 0)
    outer = desk.text(0, 0, 20, begins=True) + desk.text(1, 14, 6, ends=True)
    desk.head("相关链接", 1, 2, 1.4 * EM)
    inner = desk.text(1, 2, 8, begins=True, ends=True)
    bare = desk.read()
    desk.insets.append((x_of(1) - 14, y_of(0), x_of(1) + 374, y_of(12)))
    page = desk.read()
    assert body_of(story_of(page, inner[0])) == inner
    assert body_of(story_of(page, outer[0])) == outer
    assert len(page.articles) == 2 <= len(bare.articles)


def test_a_frame_parts_text_without_headlines() -> None:
    """Without the frame these are two columns of one text."""
    desk = Desk(2, 40)
    desk.head("石板路修好了", 0, 0)
    left, right = desk.text(0, 0, 12, begins=True), desk.text(1, 0, 12)
    assert body_of(story_of(desk.read(), left[0])) == left + right
    desk.insets.append((x_of(1) - 14, y_of(-0.4), x_of(1) + 374, y_of(12.4)))
    page = desk.read()
    assert body_of(story_of(page, left[0])) == left and body_of(story_of(page, right[0])) == right


@pytest.mark.parametrize(
    "title, rows, kind",
    [
        ("公告", ["　　即日起停水三天", "请各户提前储水。"], ArticleKind.NOTICE),
        ("火热招生", ["咨询电话：0523-83923003", "地址：人民路五号"], ArticleKind.ADVERTISEMENT),
    ],
)
def test_advertisements_and_notices_are_items_of_their_own(title: str, rows: list[str], kind: ArticleKind) -> None:
    desk, left, right = two_stories()
    head = desk.head(title, 0, 25, 1.5 * EM)
    ids = desk.rows(0, 25, rows)
    desk.insets.append((x_of(0) - 14, y_of(22), x_of(1) + 100, y_of(28)))
    page = desk.read()
    item = story_of(page, ids[0])
    assert item.kind is kind and item.headline == (head,) and body_of(item) == ids
    assert [body_of(a) for a in page.articles if a.kind is ArticleKind.ARTICLE] == [left, right]


def test_furniture_belongs_to_no_article() -> None:
    desk, _, _ = two_stories()
    head = desk.rows(0, -4.6, ["2024年5月6日 星期一"])
    number = desk.rows(3.8, -4.6, ["3"])
    foot = desk.rows(0, 40, ["责任编辑 周宁 版式 李小满"])
    width = desk.size[0]
    desk.rules += [(60, y_of(-3.3), width - 60, y_of(-3.3) + 3), (60, y_of(39.5), width - 60, y_of(39.5) + 3)]
    page = desk.read()
    in_articles = {i for a in page.articles for i in a.line_ids()}
    assert in_articles.isdisjoint({*head, *number, *foot})
    assert in_articles == set(page.lines) - {*head, *number, *foot}


def test_articles_come_in_the_order_of_the_lines() -> None:
    page = articles_of(truth_page("six"))
    rank = {i: k for k, i in enumerate(page.line_order)}
    firsts = [min(rank[i] for i in a.line_ids()) for a in page.articles]
    assert firsts == sorted(firsts)


def test_a_page_without_text_has_no_articles() -> None:
    assert Desk().read().articles == ()
    ordered = Desk().ordered()
    assert FindArticles(ArticlesSettings())(ordered) == replace(ordered, articles=())


@settings(max_examples=40, deadline=None)
@given(pages())
def test_no_line_is_in_two_articles(page: Page) -> None:
    made = articles_of(page)
    ids = [i for a in made.articles for i in a.line_ids()]
    assert len(ids) == len(set(ids)) and set(ids) <= set(made.lines)
    pictures = [p for a in made.articles for p in a.pictures]
    assert len(pictures) == len(set(pictures))


@pytest.mark.parametrize("name", NAMES)
def test_the_stories_of_the_sample_pages(name: str) -> None:
    """With perfect lines: every headline is found, and every line of a story is in its article."""
    page = articles_of(truth_page(name))
    truth = {a["id"]: a for a in truth_of(name)["articles"] if a["kind"] == "article"}
    heads = {
        "".join(page.lines[i].text for i in a.headline).replace("\u3000", "").replace(" ", "") for a in page.articles
    }
    wanted = {a["headline"].replace("\u3000", "").replace(" ", "") for a in truth.values()}
    assert wanted <= heads
    lines = list(truth_lines(name))
    article_of = {i: a for a in page.articles for i in body_of(a)}
    astray = 0
    for number, story in truth.items():
        own = [i for i, line in lines if line["article"] == number and line["role"] == "body"]
        found = [article_of[i].id if i in article_of else "" for i in own]
        most = max(set(found), key=found.count)
        astray += len(own) - found.count(most)
        assert next(a for a in page.articles if a.id == most).continues_on == story.get("continues_on", "")
    assert astray == 0
