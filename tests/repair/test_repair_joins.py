"""Joining lines: what takes the place of a break."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.page import Article, ArticleKind, BlockKind, Patch, PatchKind
from pipeline.repair import Repair
from pipeline.repair.text import headline_text, line_text, paragraph_text, traced_paragraph
from pipeline.settings import RepairSettings
from tests.pages import block, front_page, paragraph_page

REPAIR = Repair(RepairSettings())


def joined(*texts: str, part: str = "body") -> str:
    page = REPAIR(paragraph_page(*texts, part=part))
    return paragraph_text(page, [line.id for line in page.blocks[0].lines])


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["老街的灯", "亮了"], "老街的灯亮了"),
        (["微软Windows", "11发布"], "微软Windows 11发布"),
        (["机构World", "Health发布"], "机构World Health发布"),
        (["机构World ", "Health发布"], "机构World Health发布"),
        (["共20", "24年"], "共2024年"),
        (["增长GD", "P的"], "增长GDP的"),
        (["达到5", "G水平"], "达到5G水平"),
        (["疫苗COVID-", "19接种"], "疫苗COVID-19接种"),
        (["价格1,", "000元"], "价格1,000元"),
        (["比分3.", "5分"], "比分3.5分"),
        (["老街", "", "亮了"], "老街亮了"),
        (["他说—", "—好的"], "他说——好的"),
        (["他说…", "…好的"], "他说……好的"),
    ],
)
def test_breaks_of_running_text(lines: list[str], text: str) -> None:
    assert joined(*lines) == text


def test_names_of_a_byline_stay_apart() -> None:
    assert joined("■记者 王强", "通讯员 李四", part="byline") == "■记者 王强 通讯员 李四"


def test_a_headline_is_one_line() -> None:
    page = front_page()
    assert headline_text(page, page.articles[0].headline) == "石板路修好了街坊们回来了"
    assert headline_text(REPAIR(page), page.articles[0].headline) == "石板路修好了街坊们回来了"


def test_without_repair_the_breaks_stay() -> None:
    page = paragraph_page("老街", "亮了")
    assert paragraph_text(page, ["b1l1", "b1l2"]) == "老街\n亮了"
    assert paragraph_text(REPAIR(page), ["b1l1", "b1l2"], patched=False) == "老街\n亮了"
    assert line_text(REPAIR(paragraph_page("好,好")), "b1l1", patched=False) == "好,好"


def test_the_lines_of_a_table_are_not_joined() -> None:
    page = paragraph_page("城市", "天气", kind=ArticleKind.TABLE)
    assert paragraph_text(REPAIR(page), ["b1l1", "b1l2"]) == "城市\n天气"


def test_every_patch_says_why_and_by_whom() -> None:
    patches = REPAIR(front_page()).patches
    assert {patch.kind for patch in patches} == {PatchKind.JOIN, PatchKind.NORMALISE}
    assert all(patch.reason and patch.author == "repair" and 0.5 <= patch.confidence <= 1 for patch in patches)


def test_patches_of_others_are_kept_and_not_touched() -> None:
    page = paragraph_page("昨天,他说", "好的.")
    theirs = Patch(PatchKind.CORRECT, "b1l1", 1, "天,", "日，", "misread", 0.9, "reader")
    page = REPAIR(REPAIR(replace(page, patches=(theirs,))))
    assert page.patches[0] == theirs
    assert paragraph_text(page, ["b1l1", "b1l2"]) == "昨日，他说好的。"


def test_a_patch_that_does_not_fit_is_an_error() -> None:
    page = paragraph_page("昨天")
    wrong = Patch(PatchKind.CORRECT, "b1l1", 0, "今", "明", "", 0.9, "reader")
    with pytest.raises(ValueError, match="b1l1"):
        line_text(replace(page, patches=(wrong,)), "b1l1")


def test_each_piece_leads_to_a_character_or_to_a_patch() -> None:
    page = REPAIR(paragraph_page("昨天,他", "说 好"))
    pieces = traced_paragraph(page, ["b1l1", "b1l2"])
    assert [(piece.text, piece.line) for piece in pieces] == [
        ("昨", "b1l1"), ("天", "b1l1"), ("，", "b1l1"), ("他", "b1l1"), ("", "b1l2"), ("说", "b1l2"), ("", "b1l2"),
        ("好", "b1l2"),
    ]  # fmt: skip
    assert [piece.source for piece in pieces if isinstance(piece.source, int)] == [0, 1, 3, 0, 2]
    assert [piece.source.before for piece in pieces if isinstance(piece.source, Patch)] == [",", "\n", " "]


def test_a_page_without_articles_has_only_its_furniture_normalised() -> None:
    page = replace(front_page(), articles=())
    assert {patch.kind for patch in REPAIR(page).patches} == {PatchKind.NORMALISE}
    assert REPAIR(replace(page, blocks=(), orders=())).patches == ()


def test_an_advertisement_keeps_the_blanks_between_its_items() -> None:
    one = block(1, BlockKind.ADVERT, 60, 60, ["地址:人民路5号  电话:12345", "欢迎光临"])
    article = Article("a1", ArticleKind.ADVERTISEMENT, body=(("b1l1", "b1l2"),))
    page = REPAIR(replace(paragraph_page("字"), blocks=(one,), orders=(), articles=(article,)))
    assert paragraph_text(page, ("b1l1", "b1l2")) == "地址：人民路5号 电话：12345欢迎光临"
