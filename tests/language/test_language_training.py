"""The training command's own arithmetic, on a handful of sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.joints import joints_of_text, towers, train
from pipeline.language import joints, ngrams
from pipeline.language.model import Model

SENTENCES = ["今天上午我们去公园看花", "明天上午他们去公园看书", "昨天下午我们去学校看书", "今天下午他们去学校看花"] * 6


def test_counted_shares_add_up_to_one() -> None:
    model = train.count([train.Text(SENTENCES, np.ones(len(SENTENCES)))])
    seen = sorted({c for sentence in SENTENCES for c in sentence})

    def after(*context: str) -> float:
        before = 0
        for c in context:
            before = before << 16 | ord(c)
        alphas, _ = model.find([before << 16 | ord(c) for c in seen])
        _, gammas = model.find([before])
        return sum(ngrams.AMOUNTS[a] for a in alphas) + ngrams.AMOUNTS[gammas[0]]

    for context in ("今", "上午", "去公园"):
        assert after(*context) == pytest.approx(1.0, abs=0.15), context
    alphas, _ = model.find([ord(c) for c in seen])
    assert sum(ngrams.AMOUNTS[a] for a in alphas) == pytest.approx(1.0, abs=0.15)


def test_a_tagged_corpus_is_read_without_its_tags(tmp_path: Path) -> None:
    (tmp_path / "corpus.txt").write_text("１２月/t  [中国/ns  银行/n]nt  ，/w\n", "utf-8")
    assert train.newspaper(tmp_path / "corpus.txt")[0].startswith("00月中国银行")


def test_columns_keep_the_rules_of_marks() -> None:
    lines = joints_of_text.set_in_lines("他在会上说了一句话,大家都笑《红楼梦》也笑了。", 8)
    assert "".join(lines) == "他在会上说了一句话,大家都笑《红楼梦》也笑了。"
    assert not any(line[0] in joints_of_text.NO_BEGINNING for line in lines)
    assert not any(line[-1] in joints_of_text.NO_END for line in lines)


def test_towers_learn_what_goes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(towers, "BATCH", 32)
    monkeypatch.setattr(towers, "EPOCHS", 30)
    monkeypatch.setattr(towers, "WARMUP_STEPS", 10)
    characters = towers.characters_of(SENTENCES)
    tail, head = towers.trained(SENTENCES, characters, seed=1)
    model = Model(train.count([train.Text(SENTENCES, np.ones(len(SENTENCES)))]), characters, tail, head, ())
    assert joints.fit(model, "今天上", "午我们") > joints.fit(model, "今天上", "园看花") + 1
    again, _ = towers.trained(SENTENCES, characters, seed=1)
    assert np.array_equal(again.hidden, tail.hidden)


def test_the_slope_of_the_loss_is_that_of_differences() -> None:
    dice = np.random.default_rng(3)
    scores = dice.standard_normal((4, 4)).astype(np.float32)

    def loss(found: np.ndarray) -> float:
        both = [found - np.log(np.exp(found).sum(axis, keepdims=True)) for axis in (0, 1)]
        return -float(np.mean(np.diag(both[0] + both[1]))) / 2

    moved = scores.astype(np.float64)
    moved[1, 2] += 1e-5
    slope = (loss(moved) - loss(scores.astype(np.float64))) / 1e-5
    assert towers._slope(scores)[1, 2] == pytest.approx(slope, abs=1e-3)
