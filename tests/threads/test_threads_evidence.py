"""What is known of all pairs of lines: language, the text itself, topics; and what is made of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pipeline.threads import rearrangements
from pipeline.threads.beliefs import believed, of_lines, of_pairs
from pipeline.threads.decide import LEAST_TOGETHER, TOGETHER, windows_of
from pipeline.threads.evidence import ADJACENT, evidence_of, page_grams
from pipeline.threads.fragments import fragments_of, width_em
from pipeline.threads.matching import matched
from pipeline.threads.model import Scores
from pipeline.threads.signs import are_short, signs_of
from pipeline.threads.topics import topics_of

SCHOOL = [
    "本报讯 新学期开学第一天，实验",
    "小学的操场上举行了一场特别的",
    "运动会，八百多名学生分成十二",
    "支队伍，参加拔河和接力比赛。",
]
HARBOUR = [
    "昨天上午，第一艘装载粮食的货",
    "轮靠上三号码头，工人们只用六",
    "个小时就卸完了全部货物，港口",
    "今年的吞吐量又创下新的纪录。",
]


def test_width_is_counted_in_em() -> None:
    assert width_em("共有2000多人") == pytest.approx(6.0)
    assert width_em("15.98万") == pytest.approx(3.5)
    assert width_em("他说,好") == pytest.approx(4.0), "a half-width mark is the engine's, not the compositor's"
    assert width_em("王\u3000强") == pytest.approx(3.0)


def test_the_measure_is_that_of_the_column() -> None:
    lines = fragments_of([SCHOOL, ["比赛结束"]])
    assert {line.measure_em for line in lines} == {14.0}
    assert [(line.chunk, line.place, line.last) for line in lines[3:]] == [(0, 3, 3), (1, 0, 0)]


def test_neighbours_are_always_candidates() -> None:
    lines = fragments_of([SCHOOL, HARBOUR])
    texts = [line.text for line in lines]
    found = evidence_of(lines, texts)
    pairs = set(map(tuple, found.candidates(are_short(texts)).tolist()))
    assert all((a, b) in pairs for a in range(8) for b in range(8) if 0 < abs(a - b) <= ADJACENT)
    assert not any(a == b for a, b in pairs)


def test_what_the_text_says_elsewhere_speaks_for_a_joint() -> None:
    texts = ["华信纳米的新技术填补了空白", "负责人说华信纳", "米今年还将扩大生产", "参加比赛的有十二支队伍"]
    found = page_grams(texts)
    assert found[1, 2] > 0
    assert found[1, 3] == 0


def test_a_line_speaks_of_what_its_story_speaks_of() -> None:
    harbour = ["货轮靠上码头", "工人卸下货轮上的粮食", "码头吞吐量增加"] * 4
    texts = [*harbour, *["小学生参加比赛", "拔河比赛结束", "比赛的小学生"] * 4]
    topics = topics_of(texts)
    assert topics.of_lines[1, 8] > topics.of_lines[20, 8]
    strayed = topics_of([*texts[:6], "拔河比赛结束", *texts[6:12], *texts[12:]])
    assert strayed.own[6] < strayed.own[5]


def test_signs_have_one_row_a_pair_and_one_a_line() -> None:
    lines = fragments_of([SCHOOL, HARBOUR])
    signs = signs_of(lines)
    assert signs.of_pairs.shape[0] == len(signs.pairs)
    assert signs.of_ends.shape[0] == signs.of_starts.shape[0] == 8
    assert np.isfinite(signs.of_pairs).all() and np.isfinite(signs.of_ends).all()


def _scores(size: int, good: dict[tuple[int, int], float]) -> Scores:
    pairs = np.array([(a, b) for a in range(size) for b in range(size) if a != b])
    follows = np.array([good.get((a, b), -6.0) for a, b in pairs.tolist()])
    return Scores(pairs, follows, np.tile([0.0, -4.0], (size, 1)), np.tile([0.0, -4.0], (size, 1)))


def test_beliefs_are_shares() -> None:
    scores = _scores(5, {(0, 1): 3.0, (1, 2): 3.0, (0, 2): 2.5, (3, 4): 4.0})
    found = believed(scores.pairs, scores.follows, scores.ends, scores.starts)
    assert (found.follows >= 0).all()
    assert found.follows.sum(axis=1).max() <= 1 + 1e-6
    assert found.follows.sum(axis=0).max() <= 1 + 1e-6
    edge = (len(found.follows) - 5) // 2
    assert found.follows[edge + 3, edge + 4] > 0.9
    assert found.follows[edge, edge + 2] < found.follows[edge, edge + 1]
    assert len(of_pairs(found, scores.pairs)) == len(scores.pairs)
    assert all(len(signs) == 5 for signs in of_lines(found))


def test_a_run_that_leads_back_is_seen() -> None:
    """0 1 2 | 3 4 where 3, 4 belong between 0 and 1."""
    scores = _scores(6, {(0, 3): 3.0, (3, 4): 3.0, (4, 1): 3.0, (1, 2): 3.0})
    found = believed(scores.pairs, scores.follows, scores.ends, scores.starts)
    edge = (len(found.follows) - 6) // 2
    assert found.leads[edge + 3, edge + 1] > 0.8
    assert found.leads[edge + 3, edge + 5] < 0.1
    assert found.inserted[edge + 3, edge + 4] > 0.8


def test_the_matching_is_the_best_of_all_together() -> None:
    """Line 0 likes 1 best, yet 1 has a better leader, and 0 a second choice."""
    found = matched(_scores(4, {(0, 2): 4.0, (1, 2): 4.5, (0, 3): 3.5}))
    assert found.after[:2] == (3, 2)


def test_a_circle_is_cut_where_it_is_weakest() -> None:
    found = matched(_scores(3, {(0, 1): 5.0, (1, 2): 5.0, (2, 0): 2.0}))
    assert found.after == (1, 2, -1)


def test_a_lost_line_is_said_to_be_lost() -> None:
    scores = _scores(2, {})
    scores.ends[0] = [-3.0, 1.0]
    found = matched(scores)
    assert found.after == (-1, -1)
    assert found.gap_after == (True, False)


def test_a_long_text_is_cut_where_a_story_begins() -> None:
    story = [["学校举行运动会"], SCHOOL]
    lines = fragments_of(story * 400)
    windows = list(windows_of(lines))
    assert windows[0][0] == 0 and windows[-1][1] == len(lines)
    assert all(one[1] == other[0] for one, other in pairwise(windows))
    assert all(LEAST_TOGETHER <= stop - start <= TOGETHER for start, stop in windows[:-1])
    assert all(lines[start].text == "学校举行运动会" for start, _ in windows)
    assert list(windows_of(lines[:50])) == [(0, 50)]


def _gains(size: int, good: dict[tuple[int, int], float]) -> np.ndarray:
    gains = np.full((size, size), -3.0)
    for (a, b), gain in good.items():
        gains[a, b] = gain
    return gains


def _signs(gains: np.ndarray) -> dict[tuple[int, int], list[float]]:
    size = len(gains)
    pairs = np.array([(a, b) for a in range(size) for b in range(size) if a != b])
    return dict(zip(map(tuple, pairs.tolist()), rearrangements.of_pairs(gains, pairs).tolist(), strict=True))


def test_columns_read_as_rows_gain_together() -> None:
    """0 | 1 2 | 3 4 | 5 6 | 7: two columns, read row by row; one joint of them by itself speaks against it."""
    good = {(1, 3): 3.0, (3, 5): -1.0, (2, 4): 3.0, (4, 6): 3.0}
    signs = _signs(_gains(8, good))
    assert signs[3, 5][0] > 1.0
    assert signs[3, 6][0] < signs[3, 5][0]


def test_a_line_that_strayed_gains_at_both_its_ends() -> None:
    """4 belongs between 0 and 1; 3 goes on in 5."""
    good = {(0, 4): 2.0, (4, 1): 2.0, (3, 5): 2.0, (1, 2): 3.0, (2, 3): 3.0, (5, 6): 3.0, (6, 7): 3.0}
    signs = _signs(_gains(8, good))
    enters, leaves, closes = 4, 5, 6
    assert signs[0, 4][enters] == max(found[enters] for found in signs.values())
    assert signs[4, 1][leaves] == max(found[leaves] for found in signs.values())
    assert signs[3, 5][closes] > 0 > signs[5, 7][closes]


def test_starts_that_changed_places_gain_at_four_joints() -> None:
    """0 [4] 2 3 [1] 5 6 is what was printed, 1 and 4 changed places."""
    good = {(0, 4): 2.0, (4, 2): 2.0, (3, 1): 2.0, (1, 5): 2.0, (2, 3): 3.0, (5, 6): 3.0}
    signs = _signs(_gains(7, good))
    into, out = 8, 9
    assert signs[0, 4][into] == signs[3, 1][into] == max(found[into] for found in signs.values()) > 2.0
    assert signs[4, 2][out] == signs[1, 5][out] == max(found[out] for found in signs.values())
