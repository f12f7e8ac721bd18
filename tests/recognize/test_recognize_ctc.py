"""Reading the output of a CTC recogniser."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.recognize.ctc import MAX_CANDIDATES, decode, with_missed, without_doubled

VOCABULARY = ("", *"天地玄黄宇宙，’", " ")


def output(*steps: dict[str, float]) -> NDArray[np.float32]:
    """Probabilities: what a step does not say is blank."""
    rows = np.zeros((len(steps), len(VOCABULARY)), np.float32)
    for row, step in zip(rows, steps, strict=True):
        for text, probability in step.items():
            row[VOCABULARY.index(text)] = probability
        row[0] += 1 - sum(step.values())
    return rows


def text_of(*steps: dict[str, float]) -> str:
    return "".join(glyph.text for glyph in decode(output(*steps), VOCABULARY))


def test_runs_are_one_character_and_a_blank_parts_two() -> None:
    assert text_of({"天": 0.9}, {"天": 0.8}, {}, {"天": 0.9}, {"地": 0.9}, {}) == "天天地"
    assert text_of({}, {}) == ""


def test_a_character_has_its_place_confidence_and_candidates() -> None:
    steps = output({}, {"天": 0.6, "地": 0.3}, {"天": 0.75, "玄": 0.2, "黄": 0.03}, {})
    (glyph,) = decode(steps, VOCABULARY)
    assert (glyph.start, glyph.end, glyph.middle) == (1, 3, 2)
    assert glyph.confidence == pytest.approx(0.75)
    assert [(c.text, round(c.confidence, 2)) for c in glyph.candidates] == [("天", 0.75), ("玄", 0.2), ("黄", 0.03)]


@given(st.lists(st.lists(st.floats(0, 1), min_size=10, max_size=10), min_size=1, max_size=12))
def test_candidates_begin_with_the_character_and_fall(rows: list[list[float]]) -> None:
    weights = np.array(rows, np.float32) + 1e-3
    for glyph in decode(weights / weights.sum(axis=1, keepdims=True), VOCABULARY):
        confidences = [c.confidence for c in glyph.candidates]
        assert glyph.candidates[0].text == glyph.text and glyph.confidence == confidences[0]
        assert confidences == sorted(confidences, reverse=True) and all(0 <= c <= 1 for c in confidences)
        assert 1 <= len(confidences) <= MAX_CANDIDATES


def read_with_missed(steps: NDArray[np.float32], inked: list[int]) -> str:
    ink = np.isin(np.arange(len(steps)), inked)
    glyphs = with_missed(decode(steps, VOCABULARY), steps, VOCABULARY, ink, 2.0)
    return "".join(glyph.text for glyph in glyphs)


def test_ink_that_the_best_path_leaves_out_is_read() -> None:
    split = {"，": 0.3, "’": 0.2}
    steps = output({"天": 0.9}, {}, split, {}, {"地": 0.9})
    assert text_of({"天": 0.9}, {}, split, {}, {"地": 0.9}) == "天地"
    assert read_with_missed(steps, [0, 2, 4]) == "天，地"
    assert read_with_missed(steps, [0, 4]) == "天地"


def test_ink_at_the_ends_of_a_line_counts_too() -> None:
    assert read_with_missed(output({"，": 0.3}, {}, {"天": 0.9}, {}, {"，": 0.3}), [0, 2, 4]) == "，天，"


@pytest.mark.parametrize(
    "between", [{"，": 0.01}, {" ": 0.4}, {"天": 0.4}], ids=["too unlikely", "a blank", "what stands beside it"]
)
def test_nothing_is_made_up(between: dict[str, float]) -> None:
    assert read_with_missed(output({"天": 0.9}, {}, between, {}, {"地": 0.9}), [0, 2, 4]) == "天地"


def test_ink_beside_no_character_is_no_type() -> None:
    assert read_with_missed(output({}, {"天": 0.3}, {}), [0, 1, 2]) == ""


def test_where_there_is_no_room_there_is_no_character() -> None:
    assert read_with_missed(output({"天": 0.9}, {"，": 0.4}, {"地": 0.9}), [0, 1, 2]) == "天地"


def read_once(*steps: dict[str, float]) -> str:
    return "".join(glyph.text for glyph in without_doubled(decode(output(*steps), VOCABULARY), 4.0))


def test_a_character_that_was_read_twice_in_one_place_stands_once() -> None:
    """Two steps apart where an em has four."""
    assert read_once({"天": 0.9}, {}, {}, {"地": 0.6}, {}, {"地": 0.8}, {}, {}, {"玄": 0.9}) == "天地玄"


def test_one_that_was_printed_twice_stands_twice() -> None:
    blank: list[dict[str, float]] = [{}, {}, {}]
    assert read_once({"天": 0.9}, *blank, {"地": 0.9}, *blank, {"地": 0.9}, *blank, {"玄": 0.9}) == "天地地玄"
    assert read_once({"天": 0.9}, *blank, {"地": 0.9}, {}, {"地": 0.9}, *blank, *blank, {"玄": 0.9}) == "天地地玄"


def test_marks_may_stand_close() -> None:
    assert read_once({"天": 0.9}, {}, {"’": 0.9}, {}, {"’": 0.9}, {}, {"玄": 0.9}) == "天’’玄"
