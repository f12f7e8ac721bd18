"""When a text layer is trusted: a sample of it against what OCR read there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from pipeline.plugins import ReadChar
from pipeline.recognize.layer_lines import LayerLine, SetLayer
from pipeline.recognize.layer_trust import (
    HIDDEN_SAMPLE_LINES,
    SAMPLE_LINES,
    is_worth_a_look,
    judged,
    sample_of,
    shortcoming,
)

TEXT = "河畔新区石板路修好"


def chars(text: str, confidence: float = 0.99) -> tuple[ReadChar, ...]:
    return tuple(ReadChar(c, (k, 0.0, k + 1.0, 1.0), confidence) for k, c in enumerate(text))


def line(text: str = TEXT, font: int = 0, explained: bool = True, drawn: float = 1.0) -> LayerLine:
    return LayerLine(chars(text), (font,) * len(text), True, explained, drawn)


def layer(lines: Sequence[LayerLine], unknown: int = 0, on_ink: float = 1.0) -> SetLayer:
    return SetLayer(tuple(lines), sum(len(one.chars) for one in lines), unknown, on_ink, 0)


def test_a_sound_layer_has_no_shortcoming() -> None:
    assert shortcoming(layer([line()] * 5)) == ""


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (layer([line()] * 5, unknown=20), "20 of 45 characters are not told"),
        (layer([line()] * 5, on_ink=0.4), "60% of the characters stand on blank paper"),
        (layer([line(), *[line(explained=False)] * 4]), "do not stand where the ink is"),
    ],
)
def test_shortcomings_are_named(wrong: SetLayer, why: str) -> None:
    assert why in shortcoming(wrong)


def test_a_page_number_is_not_worth_a_look() -> None:
    assert not is_worth_a_look(layer([line("第12版")]))
    assert is_worth_a_look(layer([line()]))


def test_the_sample_is_spread_over_the_page_and_its_fonts() -> None:
    lines = [line(font=0) for _ in range(80)]
    lines[33] = line(font=7)
    lines[50] = line("短", font=8)
    lines[60] = line(font=9, explained=False)
    sample = sample_of(layer(lines))
    assert len(sample) == SAMPLE_LINES
    assert 33 in sample and 50 not in sample and 60 not in sample
    assert max(b - a for a, b in pairwise(sample)) <= 2 * 80 / SAMPLE_LINES
    assert len(sample_of(layer([line(drawn=0.0)] * 80))) == HIDDEN_SAMPLE_LINES


def test_a_layer_that_ocr_confirms_is_taken_and_as_sure_as_the_sample_was_large() -> None:
    lines = [line()] * 40
    few = judged(layer(lines), {0: chars(TEXT)})
    many = judged(layer(lines), dict.fromkeys(range(8), chars(TEXT)))
    assert few.taken == many.taken == frozenset(range(40))
    assert few.confidence == pytest.approx(10 / 11)
    assert many.confidence == pytest.approx(73 / 74)


@pytest.mark.parametrize(("drawn", "errors", "taken"), [(1.0, 2, True), (1.0, 4, False), (0.0, 2, False)])
def test_a_hidden_layer_must_be_better_than_ours(drawn: float, errors: int, taken: bool) -> None:
    readings = {k: chars(TEXT if k >= errors else "湖" + TEXT[1:]) for k in range(11)}
    verdict = judged(layer([line(drawn=drawn)] * 40), readings)
    assert bool(verdict.taken) is taken
    assert taken or verdict.refusal.startswith("OCR of 99 letters agrees with 9")


def test_what_ocr_is_unsure_of_is_no_evidence() -> None:
    doubtful = (*chars("湖泮", 0.6), *chars(TEXT[2:]))
    assert judged(layer([line()] * 9), {0: doubtful, 1: doubtful}).taken
    unsure = {0: chars("完全是另外的东西了", 0.5)}
    assert judged(layer([line()] * 9), unsure).taken == frozenset(range(9))
    hidden = judged(layer([line(drawn=0.0)] * 9), unsure)
    assert not hidden.taken and "not sure enough" in hidden.refusal


def test_width_and_marks_are_no_disagreement() -> None:
    said, read = "路口，“绿波带”2024", '路口,"绿波带"２０２４'
    assert judged(layer([line(said)] * 9), {0: chars(read)}).taken


def test_text_that_is_not_printed_counts_against_the_layer() -> None:
    assert not judged(layer([line(TEXT + "看不见的话")] * 9), {0: chars(TEXT)}).taken


def test_a_broken_font_costs_its_lines_only() -> None:
    lines = [*[line(font=0)] * 20, *[line("乱七八糟", font=1)] * 3, line("没查过的字", font=2)]
    readings = {**dict.fromkeys(range(7), chars(TEXT)), 20: chars("石板新路")}
    verdict = judged(layer(lines), readings)
    assert verdict.taken == frozenset(range(20))


def test_slices_of_a_typeface_are_judged_together() -> None:
    lines = [LayerLine(chars(TEXT), tuple(range(k, k + len(TEXT))), True, True, 1.0) for k in range(30)]
    assert judged(layer(lines), {0: chars(TEXT)}).taken == frozenset(range(30))
