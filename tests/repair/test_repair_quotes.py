"""Quotation marks: paired over a paragraph, inside one another, and over a line that is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.page import Page, Patch, PatchKind
from pipeline.repair import Repair
from pipeline.repair.text import paragraph_text
from pipeline.settings import RepairSettings
from tests.pages import paragraph_page

REPAIR = Repair(RepairSettings())


def repaired(page: Page) -> str:
    made = REPAIR(page)
    return paragraph_text(made, [line.id for line in made.blocks[0].lines])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ('他说:"要把"三件小事"办到实处。"', "他说：“要把‘三件小事’办到实处。”"),
        ('"我们说"先修路",就要先修。"他说。', "“我们说‘先修路’，就要先修。”他说。"),
        ('"您先坐。""不坐了。"', "“您先坐。”“不坐了。”"),
        ('推出"早班车""夜班车"两条线。', "推出“早班车”“夜班车”两条线。"),
        ('"十里堤"上种了"三行树"。', "“十里堤”上种了“三行树”。"),
        ("“他说“走吧”就走了。”", "“他说‘走吧’就走了。”"),
    ],
)
def test_quotes_open_and_close_and_stand_inside_others(read: str, printed: str) -> None:
    assert repaired(paragraph_page(read)) == printed


def test_a_pair_may_reach_over_a_joint() -> None:
    assert repaired(paragraph_page('河上新修的"石', '板桥"通车了。')) == "河上新修的“石板桥”通车了。"


def test_a_mark_may_be_lost_with_its_line() -> None:
    page = paragraph_page('村里办起"读书会",', '夜课"二十次;河边还有"歌咏会"。')
    lost = Patch(PatchKind.GAP, "b1l2", 0, "", "〔缺〕", "a line is lost", 0.9, "thread")
    assert "“读书会”" not in repaired(page)
    text = repaired(replace(page, patches=(lost,)))
    assert text == "村里办起“读书会”，〔缺〕夜课”二十次；河边还有“歌咏会”。"
