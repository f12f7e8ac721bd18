"""Kicker, headline and subheadline by their words."""

from __future__ import annotations

import pytest

from pipeline.threads.structure import parts_of_heading


@pytest.mark.parametrize(
    ("headings", "parts"),
    [
        ([], ([], [], [])),
        (["鱼市搬到新码头"], ([], [0], [])),
        (["全镇防汛工作会议召开", "守住堤坝 守住家园"], ([0], [1], [])),
        (["第八届龙舟赛开赛", "鼓声又响河口"], ([0], [1], [])),
        (["鱼市搬到新码头", "——河口镇渔港改造见闻"], ([], [0], [1])),
        (["鱼市搬到新码头", "三十二家渔户入驻，日销鲜鱼六千斤，带动就业200人"], ([], [0], [1])),
        (["渔港里的新事", "鱼市搬到新码头", "三十二家渔户入驻"], ([0], [1], [2])),
        (["渔港里的新事", "鱼市搬到新码头", "——河口镇渔港改造见闻"], ([0], [1], [2])),
        (["鱼市日销鲜鱼突破", "六千斤"], ([], [0, 1], [])),
    ],
)
def test_which_heading_is_which(headings: list[str], parts: tuple[list[int], list[int], list[int]]) -> None:
    assert parts_of_heading(headings) == parts
