"""How likely a character is, by the language of two times; the forms of characters."""

from __future__ import annotations

import pytest

from pipeline.language import period
from pipeline.language.expectation import likelihood
from pipeline.language.ngrams import UNSEEN
from pipeline.language.traditional import simplified_character, traditional_character


def test_words_of_either_time_are_known() -> None:
    assert likelihood("中華民", "國") > 100 * likelihood("中華民", "團")
    assert likelihood("", "國") > UNSEEN


def test_a_word_that_the_period_has_not_is_known_by_our_own_time() -> None:
    before, right, wrong = "有關部", "門", "問"
    assert likelihood(before, right) > 20 * likelihood(before, wrong)
    assert likelihood(before, right) > 5 * period.likelihood(before, right)


def test_two_traditional_forms_of_one_simplified_character_are_told_apart_by_the_period_alone() -> None:
    assert simplified_character("裏") == simplified_character("裡") == "里"
    assert likelihood("", "裏") > 0 and likelihood("", "裏") != likelihood("", "裡")


@pytest.mark.parametrize(
    ("character", "form"), [("内", "內"), ("虚", "虛"), ("內", "內"), ("衛", "衛"), ("沖", "沖"), ("東", "東")]
)
def test_forms_of_traditional_print(character: str, form: str) -> None:
    assert traditional_character(character) == form
