"""Characters in doubt, decided among the engine's own candidates by the language of the time."""

from __future__ import annotations

import pytest

from pipeline.language.period import likelihood
from pipeline.page import Block, BlockKind, Candidate, Char, Direction, Line, Page, PatchKind, Source
from pipeline.repair import Repair
from pipeline.repair.doubtful import decisions
from pipeline.repair.passage import Role, passage_of
from pipeline.settings import RepairSettings


def char(text: str, confidence: float, *others: tuple[str, float]) -> Char:
    candidates = (Candidate(text, confidence), *(Candidate(t, c) for t, c in others))
    return Char(text, (0.0, 0.0, 10.0, 10.0), confidence, candidates)


def page_of(*lines: tuple[Char, ...]) -> Page:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    block = Block(
        "b1",
        BlockKind.PARAGRAPH,
        square,
        Direction.TTB,
        10.0,
        lines=tuple(Line(f"b1l{k}", square, chars) for k, chars in enumerate(lines, 1)),
    )
    return Page("p", Source("p.png", "0" * 64, 100, 100, 300.0), blocks=(block,))


def patches_of(page: Page) -> list[tuple[str, int, str, str]]:
    passage = passage_of(page, tuple(page.lines), Role.BODY)
    found = list(decisions(passage))
    assert all(p.kind is PatchKind.CORRECT and p.reason == "language" for p in found)
    return [(p.line, p.start, p.before, p.after) for p in found]


def test_the_language_knows_its_time() -> None:
    assert likelihood("中華民", "國") > 100 * likelihood("中華民", "團")


def test_a_doubtful_character_becomes_what_the_language_expects() -> None:
    doubtful = char("團", 0.5, ("國", 0.4), ("圖", 0.05))
    page = page_of((*(char(c, 0.99) for c in "中華民"), doubtful))
    assert patches_of(page) == [("b1l1", 3, "團", "國")]


def test_the_context_goes_on_over_the_end_of_a_line() -> None:
    page = page_of(tuple(char(c, 0.99) for c in "中華民"), (char("團", 0.5, ("國", 0.4)),))
    assert patches_of(page) == [("b1l2", 0, "團", "國")]


def test_a_sure_character_stands() -> None:
    page = page_of((*(char(c, 0.99) for c in "中華民"), char("團", 0.98, ("國", 0.02))))
    assert patches_of(page) == []


def test_nothing_is_invented() -> None:
    page = page_of((*(char(c, 0.99) for c in "中華民"), char("團", 0.5, ("圖", 0.4))))
    assert all(after in "團圖" for *_, after in patches_of(page))


@pytest.mark.parametrize(
    ("read", "other", "patched"),
    [
        (("内", 0.9), ("內", 0.08), True),
        (("虚", 0.95), ("虛", 0.04), True),
        (("內", 0.6), ("内", 0.39), False),
        (("査", 0.7), ("查", 0.29), False),  # an old form: the print decides
    ],
)
def test_of_two_forms_of_a_character_the_traditional_one_is_likelier(
    read: tuple[str, float], other: tuple[str, float], patched: bool
) -> None:
    page = page_of((char(*read, other),))
    assert patches_of(page) == ([("b1l1", 0, read[0], other[0])] if patched else [])


def test_which_number_it_is_no_text_tells() -> None:
    page = page_of((char("二", 0.6, ("一", 0.39)), *(char(c, 0.999) for c in "個月")))
    assert patches_of(page) == []
    assert likelihood("", "一") > 2 * likelihood("", "二")


@pytest.mark.parametrize(("words", "corrected"), [("國際聯盟會議開於日", True), ("国际联盟会议开于日", False)])
def test_pages_in_simplified_type_are_left_to_their_own_rules(words: str, corrected: bool) -> None:
    page = page_of((*(char(c, 0.999) for c in words), char("内", 0.6, ("內", 0.39)), char("瓦", 0.999)))
    reasons = {p.reason for p in Repair(RepairSettings())(page).patches if p.kind is PatchKind.CORRECT}
    assert ("language" in reasons) is corrected
    assert not Repair(RepairSettings(language=False))(page).patches
