"""Which printed lines stand in which regions of a fold: stories drawn by hand, articles made of signs."""

from __future__ import annotations

from itertools import count

from models.passage.printed import EM_PX, PITCH_PX, Line, copies_of
from pipeline.page import Box

NUMBER = count()


def region(right: float, top: float, columns: int, letters: int) -> Box:
    """Columns of text, the first at the right."""
    return (right - columns * PITCH_PX, top, right, top + letters * EM_PX)


def heading(right: float, top: float, size: float, letters: int, rows: int = 1) -> Box:
    return (right - rows * size, top, right, top + letters * size)


def lines(columns: int, letters: int, last: int = 0) -> list[Line]:
    """A paragraph of full lines; `last`: so many characters in its last."""
    sizes = [letters] * (columns - 1) + [last or letters]
    return [Line(chr(0x4E00 + next(NUMBER)) * size, False, k == columns - 1) for k, size in enumerate(sizes)]


def title(*sizes: int) -> list[Line]:
    return [Line("題" * size, False, k == len(sizes) - 1) for k, size in enumerate(sizes)]


def test_the_lines_of_an_article_stand_in_the_regions_in_which_they_fit() -> None:
    boxes = [heading(900, 100, 60, 6), region(830, 100, 9, 20), region(830, 620, 12, 8)]
    article = [*title(6), *lines(9, 20), *lines(12, 8, last=3)]
    (held,) = copies_of([boxes], [article])
    assert [number for number, _ in held] == [0, 1, 2]
    assert [copy.heading for _, copy in held] == [True, False, False]
    assert [len(copy.lines) for _, copy in held] == [1, 9, 12]


def test_regions_in_another_order_are_put_in_that_of_the_text() -> None:
    boxes = [region(830, 620, 12, 8), region(830, 100, 9, 20), heading(900, 100, 60, 6)]
    (held,) = copies_of([boxes], [[*title(6), *lines(9, 20), *lines(12, 8)]])
    assert [number for number, _ in held] == [2, 1, 0]


def test_each_story_has_its_own_article() -> None:
    first = [heading(900, 100, 60, 6), region(830, 100, 9, 20)]
    second = [heading(900, 700, 40, 5, rows=2), region(810, 700, 14, 8)]
    short = [*title(5, 5), *lines(14, 8)]
    held = copies_of([first, second], [short, [*title(6), *lines(9, 20)]])
    assert [len(copy.lines) for _, copy in held[0]] == [1, 9]
    assert held[1][0][1].lines == tuple(short[:2])


def test_a_story_may_be_several_articles_of_the_text() -> None:
    boxes = [heading(900, 100, 60, 6), region(830, 100, 9, 20), heading(530, 100, 50, 5), region(470, 100, 8, 20)]
    held, other = copies_of(
        [boxes, [region(400, 900, 3, 30)]], [[*title(6), *lines(9, 20)], [*title(5), *lines(8, 20)]]
    )
    assert [copy.heading for _, copy in held] == [True, False, True, False] and other == []


def test_what_does_not_fit_is_no_copy() -> None:
    boxes = [region(900, 100, 10, 20), region(500, 100, 10, 20)]
    assert copies_of([boxes], [lines(60, 6)]) == [[]]


def test_text_in_larger_type_is_no_heading() -> None:
    boxes = [heading(900, 100, 60, 6), (600.0, 100.0, 830.0, 100.0 + 16 * 30), region(590, 100, 9, 19)]
    article = [*title(6), *[Line("文、" + "字" * 14, False, False) for _ in range(6)], *lines(9, 19)]
    (held,) = copies_of([boxes], [article])
    assert [copy.heading for _, copy in held] == [True, False, False] and held[1][1].size > EM_PX
