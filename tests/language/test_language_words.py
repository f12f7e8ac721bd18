"""Word pairs, and what they say of a joint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.language import word_joints, words


def test_the_model_knows_words_and_pairs() -> None:
    model = words.load()
    assert len(model.ids) > 100_000
    assert model.number("图书馆") < len(model.ids)
    assert model.number("馆书图") == len(model.ids), "what is no word has the number after the last"
    first, second = (np.array([model.number(word)]) for word in ("提高", "质量"))
    assert model.after(first, second)[0] > model.alone[second[0]], "a pair that is often seen is likelier than its word"


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    model = words.Words(
        {"上": 0, "海": 1, "上海": 2},
        np.array([-1.0, -2.0, -3.0, -15.0], np.float32),
        np.array([-0.5, 0.0, -0.25, 0.0], np.float32),
        np.array([0 << words.WORD_BITS | 2, 1 << words.WORD_BITS | 0, 1 << words.WORD_BITS | 2], np.int64),
        np.array([-1.5, -2.5, -0.75], np.float32),
    )
    words.save(tmp_path / "words.npz", model)
    again = words.load(tmp_path / "words.npz")
    assert again.ids == model.ids
    assert again.keys.tolist() == model.keys.tolist()
    assert again.following == pytest.approx(model.following, abs=0.05)
    assert again.backoff == pytest.approx(model.backoff, abs=0.05)


def test_a_word_cut_in_two_is_found_again() -> None:
    tails = ["全市今年新建了三座图书", "本届运动会昨天闭", "各地加快高速公"]
    heads = ["路的建设步伐", "馆和两座公园", "幕并颁发奖牌"]
    gains = word_joints.gains(tails, heads)
    assert gains.argmax(axis=1).tolist() == [1, 2, 0]
    assert (gains.max(axis=1) > 3.0).all()


def test_what_is_not_chinese_at_the_joint_says_nothing() -> None:
    gains = word_joints.gains(["共有职工15", "他说："], ["万人", "“好"])
    assert gains[:, 1].tolist() == [0.0, 0.0]
    assert gains[0].tolist() == [0.0, 0.0]
