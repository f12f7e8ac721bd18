"""Characters of worn print, decided among the engine's own candidates by the language of the time."""

from __future__ import annotations

from dataclasses import replace

from pipeline.language.period import likelihood
from pipeline.page import Block, BlockKind, Candidate, Char, Direction, Line, Page, PatchKind, Source
from pipeline.repair.passage import Role, passage_of
from pipeline.repair.worn import decisions, is_worn


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


def test_only_pages_that_read_badly_are_worn() -> None:
    good, bad = (page_of(tuple(char("國", c) for _ in range(9))) for c in (0.98, 0.7))
    assert not is_worn(good)
    assert is_worn(bad)
    assert not is_worn(replace(good, blocks=()))
