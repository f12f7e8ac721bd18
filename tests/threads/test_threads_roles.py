"""What a chain is by itself."""

from __future__ import annotations

import pytest

from pipeline.threads.roles import Kind, kinds_of
from tests.threads.texts import MARKET, chain, lines_and_chains


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("鱼市搬到新码头", Kind.HEADING),
        ("渔港 晨光", Kind.HEADING),
        ("图片新闻", Kind.HEADING),
        ("小 心 路 滑，请 慢 行，请 礼 让，请 排 队", Kind.HEADING),
        ("■本报记者 何 清 通讯员 孟小川", Kind.BYLINE),
        ("（记者 何清）", Kind.BYLINE),
        ("本报评论员", Kind.BYLINE),
        ("（何清 孟小川）", Kind.TAIL),
        ("（新华社北京5月6日电）", Kind.TAIL),
        ("下转第3版", Kind.TAIL),
        ("鱼市今天开张。", Kind.BODY),
        ("他说：", Kind.BODY),
        ("鱼市今天开张。（本报河口电）", Kind.BODY),
        ("图为鱼贩在新码头卸货（何清摄）", Kind.BODY),
        ("图②：渔港晨光", Kind.BODY),
        ("本报及所属新媒体内容不得转载", Kind.FURNITURE),
        ("HEKOU DAILY", Kind.FURNITURE),
    ],
)
def test_a_line_by_itself(text: str, kind: Kind) -> None:
    lines, chains = lines_and_chains((MARKET, (text,), MARKET))
    assert kinds_of(chains, lines)[1] is kind


def test_what_names_the_paper_is_furniture_before_the_first_story_alone() -> None:
    head = ("2021年5月6日 星期四",)
    long = tuple(row * 2 for row in MARKET)
    lines, chains = lines_and_chains((head, long, head))
    assert kinds_of(chains, lines) == [Kind.FURNITURE, Kind.BODY, Kind.HEADING]


def test_what_a_lost_line_left_is_no_heading() -> None:
    lines, _ = lines_and_chains((MARKET, (MARKET[1],), MARKET))
    parts = [chain((0, 1, 2)), chain((3,), gaps=[3]), chain((4, 5, 6))]
    assert kinds_of(parts, lines)[1] is Kind.BODY


def test_a_long_subheadline_is_known_under_a_headline() -> None:
    long = "——河口镇鱼市搬迁见闻 三十二家渔户全部入驻，头一天就卖出六千斤鲜鱼 冷库、餐馆、班车一应俱全，三个村都来赶集"
    lines, chains = lines_and_chains((("鱼市搬到新码头",), (long,), MARKET))
    assert kinds_of(chains, lines) == [Kind.HEADING, Kind.HEADING, Kind.BODY]
