"""Characters of the wrong script: what is corrected, and what must stay as it was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.page import Candidate, Page, PatchKind
from pipeline.repair import Repair
from pipeline.repair.script import is_simplified
from pipeline.repair.text import paragraph_text
from pipeline.settings import RepairSettings
from tests.pages import paragraph_page

REPAIR = Repair(RepairSettings())
FILLING = "昨天街上的灯亮了，街坊们慢慢走着说着话，石板路修好了，三年没有见过这么热闹的晚上，大家都说好。"


def read_as(text: str, **doubts: str) -> Page:
    """A page on which the engine held other characters for possible: `黃="黄"`."""
    page = paragraph_page(FILLING, text)
    (block,) = page.blocks
    lines = tuple(
        replace(
            line,
            chars=tuple(
                replace(c, candidates=(Candidate(c.text, 0.6), *(Candidate(o, 0.3) for o in doubts.get(c.text, ""))))
                for c in line.chars
            ),
        )
        for line in block.lines
    )
    return replace(page, blocks=(replace(block, lines=lines),))


def repaired(page: Page) -> str:
    return paragraph_text(REPAIR(page), ["b1l2"])


@pytest.mark.parametrize(
    "text, doubts, printed",
    [
        ("老刘说黃河水", {"黃": "黄"}, "老刘说黄河水"),
        ("老刘说黃河水", {"黃": "口黄"}, "老刘说黄河水"),
        ("老刘说黃河水", {"黃": "苗"}, "老刘说黃河水"),
        ("老刘说黃河水", {}, "老刘说黃河水"),
        ("老刘说黄河水", {"黄": "黃"}, "老刘说黄河水"),
    ],
    ids=["held", "third", "not held", "no candidates", "simplified"],
)
def test_what_the_engine_held_for_possible_is_corrected(text: str, doubts: dict[str, str], printed: str) -> None:
    assert repaired(read_as(text, **doubts)) == printed


def test_the_patch_tells_what_it_does() -> None:
    (patch,) = [p for p in REPAIR(read_as("老刘说黃河水", 黃="黄")).patches if p.kind is PatchKind.CORRECT]
    assert (patch.line, patch.start, patch.before, patch.after) == ("b1l2", 3, "黃", "黄")
    assert (patch.reason, patch.confidence) == ("script", 0.3)


@pytest.mark.parametrize("text, printed", [("乾坤大", "乾坤大"), ("扭转乾坤", "扭转乾坤"), ("乾燥的", "干燥的")])
def test_a_word_that_has_the_character_in_simplified_script_stays(text: str, printed: str) -> None:
    assert repaired(read_as(text, 乾="干")) == printed


def test_a_word_broken_between_lines_is_one() -> None:
    page = read_as("扭转乾坤", 乾="干")
    (block,) = page.blocks
    line = block.lines[1]
    parts = replace(line, chars=line.chars[:3]), replace(line, id="b1l3", chars=line.chars[3:])
    (article,) = page.articles
    page = replace(
        page,
        blocks=(replace(block, lines=(block.lines[0], *parts)),),
        articles=(replace(article, body=(("b1l1", "b1l2", "b1l3"),)),),
        orders=(),
    )
    assert paragraph_text(REPAIR(page), ["b1l2", "b1l3"]) == "扭转乾坤"


def test_a_traditional_page_is_left_alone() -> None:
    text = "黃河邊的燈亮了，街坊們說熱鬧"
    page = read_as(text, 黃="黄", 燈="灯", 們="们", 說="说")
    assert is_simplified(read_as("老刘说黃河水")) and not is_simplified(page)
    assert repaired(page) == text


def test_a_page_without_text_is_as_good_as_simplified() -> None:
    assert is_simplified(replace(paragraph_page("街"), blocks=(), articles=()))


def test_correcting_can_be_turned_off() -> None:
    page = Repair(RepairSettings(normalise=False))(read_as("老刘说黃河水", 黃="黄"))
    assert paragraph_text(page, ["b1l2"]) == "老刘说黃河水"


def test_correcting_twice_changes_nothing() -> None:
    once = REPAIR(read_as("老刘说,黃河水", 黃="黄"))
    assert REPAIR(once) == once and paragraph_text(once, ["b1l2"]) == "老刘说，黄河水"
