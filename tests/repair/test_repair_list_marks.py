"""Marks of lists and quotations that no newspaper printed."""

from __future__ import annotations

import pytest

from pipeline.repair import Repair
from pipeline.repair.text import paragraph_text
from pipeline.settings import RepairSettings
from tests.pages import paragraph_page


def repaired(*texts: str, part: str = "body", normalise: bool = True) -> str:
    page = Repair(RepairSettings(normalise=normalise))(paragraph_page(*texts, part=part))
    return paragraph_text(page, [line.id for line in page.blocks[0].lines])


@pytest.mark.parametrize("mark", ["> ", ">", "* ", "*", "• ", "> > "])
def test_a_stray_mark_goes(mark: str) -> None:
    assert repaired(mark + "新的渡口开放了。") == "新的渡口开放了。"
    assert repaired(mark + "新的渡口开放了。", normalise=False) == mark + "新的渡口开放了。"


def test_it_may_stand_before_each_line() -> None:
    assert repaired("> 新的渡口", "> 开放了。") == "新的渡口开放了。"


@pytest.mark.parametrize("text", ["●新的渡口开放了。", "★老街修好了。", "水位高>3米，低*2。", "一楼>二楼。"])
def test_what_was_printed_stays(text: str) -> None:
    assert repaired(text) == text
