"""Rules that are too thin and pale for ink."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.segment.hairlines import find_hairlines
from pipeline.segment.marks import RuleMark
from pipeline.stage import Image

EM = 12.0
PAPER, PALE, INK = 235, 190, 60


def sheet() -> Image:
    """Two tiers of columns, noisy as film is."""
    image = np.full((400, 500), PAPER, np.uint8)
    for x in range(40, 460, 18):
        for top in (30, 220):
            for y in range(top, top + 140, 13):
                image[y : y + 11, x : x + 11] = INK
                image[y + 4 : y + 6, x + 2 : x + 9] = PAPER
    noise = np.random.default_rng(3).normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def rules_of(image: Image, *known: RuleMark) -> list[RuleMark]:
    return find_hairlines(image, (image < 140).astype(np.uint8), EM, known)


def test_type_alone_has_no_thin_rules() -> None:
    assert rules_of(sheet()) == []


def test_a_pale_rule_between_two_tiers() -> None:
    image = sheet()
    image[194:196, 60:400] = PALE
    (rule,) = rules_of(image)
    assert rule.horizontal
    assert rule.box == pytest.approx((60, 195, 400, 195), abs=6)


def test_a_fine_wavy_rule_before_a_heading() -> None:
    image = sheet()
    image[30:175, 198:290] = PAPER
    for y in range(40, 150):
        x = 260 + round(2 * np.sin(y / 2.0))
        image[y, x : x + 2] = PALE
    (rule,) = rules_of(image)
    assert not rule.horizontal
    assert rule.box == pytest.approx((261, 40, 261, 150), abs=6)


def test_a_rule_that_is_known_is_not_found_again() -> None:
    image = sheet()
    image[194:196, 60:400] = PALE
    assert rules_of(image, RuleMark("straight", (58.0, 193.0, 402.0, 197.0))) == []


def test_a_trace_that_is_short_is_no_rule() -> None:
    image = sheet()
    image[194:196, 60:84] = PALE
    assert rules_of(image) == []


def test_a_long_stroke_of_a_large_character_is_no_rule() -> None:
    image = np.full((400, 500), PAPER, np.uint8)
    image[100:180, 200:203] = INK
    image[100:180, 260:263] = INK
    image[100:103, 200:263] = INK
    assert [rule for rule in rules_of(image) if not rule.horizontal] == []
