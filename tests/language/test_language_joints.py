"""The score of a joint: by hand, its bounds, its quickness."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import continuation, joints, model

ROOT = Path(__file__).parents[2]

SENTENCE_LINES = [
    ("全国人民代表大会常务委", "员会第三十次会议今天在"),
    ("市委市政府高度重视这项", "工作，多次召开专题会议"),
    ("他告诉记者，今年的粮食", "产量比去年增加了百分之"),
    ("工人们冒着零下二十度的", "严寒抢修线路，保证了居"),
]


@pytest.mark.parametrize(
    ("tail", "head", "other"),
    [
        ("本次会议由中国人", "民政治协商会议", "的重要任务是"),
        ("全镇粮食产量达15.", "98万吨，比上年", "他的母亲说，这"),
        ("学校创办于20", "23年9月，现有", "老王今年已经退"),
        ("她刚从《人民日", "报》上读到消息", "》上发表的文章"),
        ("村里装上了Wi", "Fi，老人们也会", "，他们每天都要"),
        ("参加这次活动的干", "部群众有三百多", "》一文中提出的"),
    ],
)
def test_the_own_continuation_is_told_from_another(tail: str, head: str, other: str) -> None:
    assert continuation(tail, head) > 1.0
    assert continuation(tail, head) > continuation(tail, other) + 1.0


@pytest.mark.parametrize(
    ("tail", "head"),
    [
        ("他在文章中指出：“我", "委员会第二次会议"),
        ("本次会议由中国人", "》的作者王先生是"),
        ("今年以来，这个县的", "的了，大家都很高"),
    ],
)
def test_what_cannot_go_on_speaks_against(tail: str, head: str) -> None:
    assert continuation(tail, head) < -0.5


def test_each_line_finds_its_own_among_four() -> None:
    for k, (tail, _) in enumerate(SENTENCE_LINES):
        found = [continuation(tail, head) for _, head in SENTENCE_LINES]
        assert found.index(max(found)) == k, tail


def test_the_best_order_of_four_lines_is_the_true_one() -> None:
    def total(order: tuple[int, ...]) -> float:
        return sum(continuation(SENTENCE_LINES[a][0], SENTENCE_LINES[b][1]) for a, b in enumerate(order))

    assert max(permutations(range(4)), key=total) == (0, 1, 2, 3)


def test_a_bracket_wants_its_own_closing() -> None:
    closing = continuation("他写的《红楼", "梦》研究在海外")
    assert closing > continuation("他写的《红楼", "梦）研究在海外")
    assert continuation("他写的（红楼", "梦）研究在海外") > continuation("他写的（红楼", "梦》研究在海外")


def test_the_shape_of_figures_letters_and_marks_does_not_matter() -> None:
    assert continuation("产量达１５．", "９８万吨，比") == continuation("产量达 15.", "23万吨,比")


@pytest.mark.parametrize(("tail", "head"), [("", "的人"), ("中国", ""), ("", ""), ("\u3000 ", "人民")])
def test_nothing_tells_nothing(tail: str, head: str) -> None:
    assert continuation(tail, head) == 0.0


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_stays_within_the_bounds(tail: str, head: str) -> None:
    score = continuation(tail, head)
    assert -joints.BOUND <= score <= joints.BOUND
    assert score == continuation(tail, head)


def test_another_process_finds_the_same() -> None:
    code = "from pipeline.language import continuation; print(repr(continuation('本次会议由中国人', '民政治协商')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert float(done.stdout) == pytest.approx(continuation("本次会议由中国人", "民政治协商"), abs=1e-4)


def test_importing_reads_no_weights() -> None:
    code = "import pipeline.language as l; from pipeline.language.model import load; print(load.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "0"


def test_the_weights_are_small_and_read_quickly() -> None:
    assert model.WEIGHTS.stat().st_size < 4.2e6
    model.load.cache_clear()
    # Processor time, the best of three: other programs may be at work.
    seconds = []
    for _ in range(3):
        model.load.cache_clear()
        start = time.process_time()
        model.load()
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.3


def test_a_joint_is_scored_quickly() -> None:
    pairs = [(a, b) for a, _ in SENTENCE_LINES for _, b in SENTENCE_LINES]
    start = time.process_time()
    for _ in range(20):
        for tail, head in pairs:
            continuation(tail, head)
    assert (time.process_time() - start) / (20 * len(pairs)) < 500e-6
