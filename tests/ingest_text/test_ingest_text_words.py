"""Words as characters: where each stands, and which blanks were printed."""

from __future__ import annotations

import pytest

from pipeline.ingest_text.words import Glyph, Word, chars_of, confidence_of
from pipeline.page import Direction


def text_of(*words: Word, direction: Direction = Direction.LTR) -> str:
    return "".join(char.text for char in chars_of(words, (0, 0, 400, 20), direction))


@pytest.mark.parametrize(
    ("before", "after", "gap_px", "stated", "expected"),
    [
        ("桥", "头", 4, True, "桥头"),  # an engine parts its words, print did not
        ("讯", "昨", 16, None, "讯 昨"),
        ("讯", "昨", 16, False, "讯 昨"),
        ("说,", "好", 4, True, "说,好"),
        ("共", "3", 0, True, "共 3"),
        ("共", "3", 0, None, "共3"),
        ("new", "tea", 0, None, "new tea"),
        ("new", "tea", 9, False, "newtea"),
    ],
)
def test_blanks_are_those_of_print(before: str, after: str, gap_px: float, stated: bool | None, expected: str) -> None:
    first = Word(before, (0, 0, 40, 20))
    assert text_of(first, Word(after, (40 + gap_px, 0, 80 + gap_px, 20), has_blank_before=stated)) == expected


def test_a_word_is_divided_along_its_line() -> None:
    word = (Word("茶5", (0, 0, 30, 60), (0.5,)),)
    boxes = {d: [c.box for c in chars_of(word, (0, 0, 30, 60), d)] for d in Direction}
    assert boxes[Direction.LTR] == [(0, 0, 20, 60), (20, 0, 30, 60)]
    assert boxes[Direction.RTL] == [(10, 0, 30, 60), (0, 0, 10, 60)]
    assert boxes[Direction.TTB] == [(0, 0, 30, 40), (0, 40, 30, 60)]


def test_words_without_boxes_share_that_of_the_line() -> None:
    chars = chars_of((Word("木桥"), Word("开放", (0, 0, 1, 1))), (0, 0, 80, 20), Direction.LTR)
    assert [char.box[0] for char in chars] == [0, 20, 40, 60]


def test_glyphs_count_only_where_they_make_up_the_word() -> None:
    glyphs = (Glyph("木", (1, 0, 9, 20), 0.4), Glyph("挢", (11, 0, 19, 20), 0.2))
    (first, second) = chars_of((Word("木桥", (0, 0, 20, 20), (0.9,), glyphs),), (0, 0, 20, 20), Direction.LTR)
    assert (first.confidence, first.box, second.text) == (0.9, (0, 0, 10, 20), "桥")
    (first, _) = chars_of((Word("木挢", (0, 0, 20, 20), (0.9,), glyphs),), (0, 0, 20, 20), Direction.LTR)
    assert (first.confidence, first.box) == (0.4, (1, 0, 9, 20))


def test_confidences_are_held_within_0_and_1() -> None:
    assert [confidence_of(stated) for stated in ("0.5", "97", "-1", "", "nan", "x")] == [
        (0.5,), (0.97,), (0.0,), (), (), (),
    ]  # fmt: skip
    assert confidence_of("91", 100.0) == (0.91,) and confidence_of("400", 100.0) == (1.0,)
