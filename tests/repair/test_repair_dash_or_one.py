"""一 and the dash: which of the two was printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.repair import Repair
from pipeline.repair.text import paragraph_text
from pipeline.settings import RepairSettings
from tests.pages import paragraph_page


def repaired(text: str, normalise: bool = True) -> str:
    page = Repair(RepairSettings(normalise=normalise))(paragraph_page(text))
    return paragraph_text(page, [line.id for line in page.blocks[0].lines])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("北岸县一上海市的班车天天开。", "北岸县—上海市的班车天天开。"),
        ("杭州一宁波的高铁快了。", "杭州—宁波的高铁快了。"),
        ("3月9日一17日举行。", "3月9日—17日举行。"),
        ("全程只要20一30分钟。", "全程只要20—30分钟。"),
        ("2019年一2021年三年间。", "2019年—2021年三年间。"),
        ("春风里的小镇一一记柳河边的茶农。", "春风里的小镇——记柳河边的茶农。"),
        ("“小蜜蜂”一一村里的义工队。", "“小蜜蜂”——村里的义工队。"),
    ],
)
def test_a_dash_that_was_read_as_one(read: str, printed: str) -> None:
    assert repaired(read) == printed
    assert repaired(read, normalise=False) == read


@pytest.mark.parametrize(
    "text",
    [
        "上海一家工厂与北京一位老人。",
        "他同大家一一握手。",
        "全国唯一一座竹桥。",
        "星期一3点，第一2组出发。",
        "国道一一三线统一管理，一次也没有停。",
        "走在杭州一条老街上。",
        "三百一十二名学生，一九九八年一月。",
    ],
)
def test_the_word_stays(text: str) -> None:
    assert repaired(text) == text


def test_in_a_line_down_the_page_it_is_the_word() -> None:
    """A dash runs down there, too, and looks like no 一."""
    text = "春风里的小镇一一记柳河边的茶农。"
    page = paragraph_page(text)
    (block,) = page.blocks
    (line,) = block.lines
    down = tuple(replace(c, box=(100, 30 * k, 130, 30 * k + 30)) for k, c in enumerate(line.chars))
    page = replace(page, blocks=(replace(block, lines=(replace(line, chars=down),)),))
    assert paragraph_text(Repair(RepairSettings())(page), [line.id]) == text
