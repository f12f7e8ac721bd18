"""The parts that the score of a joint is made of."""

from __future__ import annotations

from math import log
from pathlib import Path
from random import Random

import numpy as np
import pytest

from pipeline.language import joints, ngrams
from pipeline.language.brackets import closed_at_start, open_at_end
from pipeline.language.folding import fold
from pipeline.language.model import Model, load, save
from pipeline.language.towers import REACH, UNKNOWN, Tower, rows_after, rows_before


def test_folding() -> None:
    assert fold("１９９８ 年，ＡＢc（万）\u3000元") == "0000年,aaa(万)元"


@pytest.mark.parametrize(
    ("text", "mark"),
    [("他说“好", "“"), ("他说“好”", ""), ("《人（民", "("), ("《人(民)", "《"), ("好”", ""), ("", "")],
)
def test_open_at_end(text: str, mark: str) -> None:
    assert open_at_end(fold(text)) == mark


@pytest.mark.parametrize(
    ("text", "mark"), [("好”他", "“"), ("“好”他", ""), ("“好”他》", "《"), ("(好》", ""), ("报》“", "《"), ("", "")]
)
def test_closed_at_start(text: str, mark: str) -> None:
    assert closed_at_start(fold(text)) == mark


def test_rows_are_padded_towards_the_joint() -> None:
    assert rows_before([7, 8]) == [0] * (REACH - 2) + [7, 8]
    assert rows_after([7, 8]) == [7, 8] + [0] * (REACH - 2)
    many = list(range(2, 20))
    assert rows_before(many) == many[-REACH:]
    assert rows_after(many) == many[:REACH]


def small_model() -> Model:
    """Three n-grams, 中 1/4, 国 1/8 and 中国 at 1/2 after 中, and towers that say 2 of everything."""
    packed = np.array([ord("中"), ord("国"), ord("中") << 16 | ord("国")], np.uint64)
    keys = ngrams.hashes(packed)
    order = np.argsort(keys)
    octave = ngrams.STEPS_PER_OCTAVE
    alphas = np.array([2 * octave, 3 * octave, 1 * octave], np.uint8)[order]
    gammas = np.array([1 * octave, 0, 0], np.uint8)[order]
    tower = Tower(
        np.ones((3, 1), np.float32),
        np.ones((REACH, 1), np.float32),
        np.full(1, 1.0 - REACH, np.float32),
        np.full((1, 2), 0.5, np.float32),
        np.full(2, 0.5, np.float32),
    )
    return Model(ngrams.Ngrams(keys[order], alphas, gammas), {"中": UNKNOWN + 1}, tower, tower, (0.5, -0.25))


def test_information_is_the_gain_by_the_tail() -> None:
    # P(国) = 1/8, P(国 | 中) = 1/2 + 1/2 * 1/8
    found = joints.information(small_model(), "中", "国")
    assert found == pytest.approx([log((1 / 2 + 1 / 16) / (1 / 8)), 0.0, 0.0])


def test_an_unknown_tail_tells_nothing_by_its_ngrams() -> None:
    assert joints.information(small_model(), "龘", "国") == pytest.approx([0.0, 0.0, 0.0])


def test_fit_is_the_product_of_the_vectors() -> None:
    # Each tower: 6 * 1 - 5 = 1 unit, 0.5 + 0.5 in both places.
    assert joints.fit(small_model(), "中", "国") == pytest.approx(2.0)


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    model = small_model()
    save(tmp_path / "m.npz", model)
    back = load(tmp_path / "m.npz")
    assert back.characters == model.characters
    assert back.weights == model.weights
    for name in ("keys", "alphas", "gammas"):
        assert np.array_equal(getattr(back.ngrams, name), getattr(model.ngrams, name))
    assert np.allclose(back.tail.embedding, model.tail.embedding, atol=0.01)
    assert joints.fit(back, "中", "国") == pytest.approx(2.0, abs=0.1)
    assert joints.information(back, "中", "国") == joints.information(model, "中", "国")


def test_one_ngram_is_found_as_many_are() -> None:
    """Those of the model, and others; up to four characters, whose bits fill all 64."""
    held = load().ngrams
    dice = Random(5)
    known = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    grams = ["".join(dice.choice(known) for _ in range(dice.randint(1, 4))) for _ in range(500)] + ["鿿" * 4]
    packed = [sum((ord(c) & 0xFFFF) << 16 * k for k, c in enumerate(reversed(gram))) for gram in grams]
    alphas, gammas = held.find(packed)
    assert [held.find_one(one) for one in packed] == list(zip(alphas, gammas, strict=True))
    assert 100 < sum(alpha != ngrams.NOTHING for alpha in alphas) < len(grams)
