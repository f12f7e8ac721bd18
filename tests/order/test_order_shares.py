"""Odds of pairs as shares."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.order.shares import shares

ROUNDS = 50


def test_rows_and_columns_share_what_there_is() -> None:
    odds = np.exp(np.random.default_rng(2).normal(0, 2, (5, 7)))
    found = shares(odds, ROUNDS)
    assert (found > 0).all() and (found.sum(0) < 1).all() and (found.sum(1) < 1).all()


def test_the_odds_of_two_alone_are_kept() -> None:
    """x / ((1 - x) (1 - x)) are the odds of a pair against none on either side."""
    found = float(shares(np.array([[6.0]]), ROUNDS)[0, 0])
    assert found / (1 - found) ** 2 == pytest.approx(6.0)


def test_rivals_take_from_each_other() -> None:
    assert shares(np.array([[6.0], [6.0]]), ROUNDS)[0, 0] < shares(np.array([[6.0]]), ROUNDS)[0, 0]
