"""The net that reads both sides of a joint."""

from __future__ import annotations

import numpy as np

from pipeline.language import succession

TAILS = ["市政府昨天召开会议，研究部署今年的防", "受冷空气影响，今天夜里到明天本市", "比赛进行到第三十分钟，客队前锋接"]
HEADS = ["将有小到中雨，气温下降", "队友传球后起脚射门，皮球", "汛工作，要求各部门落实责任"]


def test_each_tail_finds_its_head() -> None:
    fits = succession.fits(TAILS, HEADS)
    assert fits.shape == (3, 3)
    assert fits.argmax(axis=1).tolist() == [2, 0, 1]


def test_only_what_is_near_the_joint_is_read() -> None:
    near = "受冷空气影响，今天夜里到明天本市" * 3
    far = "足球比赛" + near
    assert np.allclose(succession.vectors([near], 0), succession.vectors([far], 0))


def test_no_text_no_vectors() -> None:
    assert succession.fits([], HEADS).shape == (0, 3)


def test_marks_of_any_shape_are_the_same_mark() -> None:
    assert succession.signs("他说：“好，”") == succession.signs('他说:"好,"')
