"""Which lines moved, and how likely each was to: without a model, on scores made by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest

from pipeline.page import PatchKind
from pipeline.threads.chains import Chain
from pipeline.threads.found import Threads, chains_as_given
from pipeline.threads.fragments import fragments_of
from pipeline.threads.lost import AFTER, BEFORE, MARK, gap_flags, gap_patches
from pipeline.threads.matching import Matching
from pipeline.threads.model import Scores
from pipeline.threads.moves import DOUBTFUL, UNSURE, move_flags, move_patches, moved
from pipeline.threads.odds import Odds


def scores(pairs: dict[tuple[int, int], float], lines: int) -> Scores:
    """Log scores of pairs; the end of a paragraph has 0, a lost line -1."""
    alone = np.tile([0.0, -1.0], (lines, 1))
    return Scores(np.array(list(pairs), np.int64).reshape(-1, 2), np.array(list(pairs.values())), alone, alone)


def threads(texts: list[str], chains: list[Chain], pairs: dict[tuple[int, int], float]) -> Threads:
    ids = tuple(f"l{n}" for n in range(len(texts)))
    return Threads(ids, tuple(fragments_of([texts])), scores(pairs, len(texts)), tuple(chains))


# Moves


@pytest.mark.parametrize("seed", range(20))
def test_the_fewest_lines_move(seed: int) -> None:
    dice = Random(seed)
    given = [str(n) for n in range(dice.randint(0, 8))]
    repaired = dice.sample(given, len(given))
    found = moved(given, repaired)
    rest = [line for line in repaired if line not in found]
    assert rest == sorted(rest, key=given.index)
    longer = (kept for kept in combinations(repaired, len(rest) + 1) if list(kept) == sorted(kept, key=given.index))
    assert next(longer, None) is None


def test_many_lines_take_no_square_of_time() -> None:
    given = [str(n) for n in range(100_000)]
    repaired = [*given[:-1:2], *given[1::2]]
    assert len(moved(given, repaired)) == 49_999  # the last one stays behind the even ones


def test_a_move_says_where_from_and_where_to_and_why() -> None:
    texts = ["全港现有登", "天晴了", "记渔船二百艘"]
    chains = [Chain((0, 2), frozenset(), False, 0), Chain((1,), frozenset(), False, 1)]
    found = threads(texts, chains, {(0, 2): 3.0, (0, 1): 0.0, (1, 2): 0.0})
    (patch,) = move_patches(found, found.ids, ("l0", "l2", "l1"))
    assert patch.kind is PatchKind.MOVE
    if patch.line == "l2":  # one of the two moved; either way one move is the fewest
        assert (patch.before, patch.after) == ("l1", "l0")
        assert patch.reason.startswith("goes on where l0 ends") and "登记" in patch.reason
        assert patch.confidence == pytest.approx(found.odds.joint(0, 2), abs=1e-4) and patch.confidence > 0.8
    else:
        assert (patch.before, patch.after, patch.confidence) == ("l0", "l2", UNSURE)


def test_a_line_without_a_joint_moves_with_its_paragraph() -> None:
    chains = [Chain((2,), frozenset(), False, 2), Chain((0, 1), frozenset(), False, 0)]
    found = threads(["甲甲", "乙乙", "丙丙"], chains, {(0, 1): 2.0})
    (patch,) = move_patches(found, found.ids, ("l2", "l0", "l1"))
    assert patch.line == "l2" and patch.after == "" and patch.before == "l1" and patch.confidence == UNSURE


def test_a_doubtful_move_is_shown_to_qa() -> None:
    chains = [Chain((0, 3, 2, 1), frozenset(), False, 0)]
    pairs = {(0, 3): -3.0, (3, 2): 4.0, (2, 1): 4.0, (0, 1): 2.0, (1, 2): 0.0}
    found = threads(["甲甲", "乙乙", "丙丙", "丁丁"], chains, pairs)
    patches = move_patches(found, found.ids, ("l0", "l3", "l2", "l1"))
    flags = move_flags(patches)
    assert {flag.target for flag in flags} == {p.line for p in patches if p.confidence < DOUBTFUL}
    assert all(flag.stage == "thread" and 0.0 < flag.expected_gain <= 1.0 for flag in flags)
    assert move_flags([replace(patches[0], confidence=0.1), replace(patches[0], confidence=0.9)])[1:] == []


# Odds


def test_shares_add_up_and_are_ranked() -> None:
    odds = Odds(scores({(0, 1): 1.0, (0, 2): 2.0, (1, 2): 0.5}, 3))
    choice = odds.after(0)
    assert choice.lines == (2, 1)
    assert sum(choice.shares) + choice.none + choice.lost == pytest.approx(1.0)
    assert choice.share_of(2) > choice.share_of(1) > choice.share_of(7) == 0.0
    assert odds.after(2).lines == () and odds.after(2).none > odds.after(2).lost
    assert odds.before(2).lines == (0, 1)
    assert odds.joint(0, 2) == pytest.approx((odds.after(0).share_of(2) + odds.before(2).share_of(0)) / 2)


# Lost lines


def test_a_lost_line_is_marked_on_its_side() -> None:
    chains = [Chain((0, 1), frozenset({0}), False, 0), Chain((2,), frozenset(), True, 2)]
    found = threads(["甲乙", "丙丁", "戊己"], chains, {(0, 1): 0.0})
    first, second = gap_patches(found)
    assert (first.line, first.start, first.before, first.after, first.reason) == ("l0", 2, "", MARK, AFTER)
    assert (second.line, second.start, second.after, second.reason) == ("l2", 0, MARK, BEFORE)
    assert all(0.0 < patch.confidence <= 1.0 for patch in (first, second))
    assert [flag.target for flag in gap_flags(found)] == ["l0", "l2"]
    assert 1 not in found.leaders and found.followers == {}  # nothing follows directly over a gap


def test_without_moves_the_chunks_stay() -> None:
    lines = fragments_of([["一", "二"], ["三"], ["四", "五"]])
    matching = Matching((4, -1, 3, -1, -1), (0.0,) * 5, (False, False, False, True, True), (False,) * 5)
    chains = chains_as_given(lines, matching)
    assert [chain.lines for chain in chains] == [(0, 1), (2, 3, 4)]  # the second chunk goes on with the third
    assert [chain.gaps for chain in chains] == [frozenset(), frozenset({3, 4})]
