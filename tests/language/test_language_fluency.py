"""How well characters follow each other, this way and the other."""

from __future__ import annotations

import pytest

from pipeline.language.fluency import fluency, leftward_evidence

LINES = ["本市水厂今年完成水管更新", "中华民国二十六年三月五日星期五", "第三版本市新闻", "人民日报"]


def test_a_text_that_is_read_backwards_is_less_fluent() -> None:
    for text in LINES:
        assert fluency(text) > fluency(text[::-1]) + 8
        assert leftward_evidence(text) == pytest.approx(fluency(text[::-1]) - fluency(text))
        assert leftward_evidence(text[::-1]) == pytest.approx(-leftward_evidence(text))


def test_what_reads_the_same_both_ways_is_no_evidence() -> None:
    assert leftward_evidence("上海上") == pytest.approx(0)
    assert leftward_evidence("字") == leftward_evidence("") == 0


def test_it_is_a_sum_of_logarithms_of_shares() -> None:
    assert fluency("") == 0
    text = ""
    before = 0.0
    for character in LINES[0]:
        text += character
        assert fluency(text) < before  # every character is less than certain
        before = fluency(text)


def test_what_was_seen_often_is_likelier() -> None:
    assert fluency("中国") > fluency("中龘")
    assert fluency("国人民") - fluency("国人") > fluency("民") + 2  # what goes before tells


def test_forms_of_width_do_not_matter() -> None:
    assert fluency("１９９８年（上）") == pytest.approx(fluency("1998年(上)"))
    assert fluency("A组") == pytest.approx(fluency("a组"))
