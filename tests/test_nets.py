"""The nets that come with the package."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.nets import net


@pytest.mark.parametrize(
    ("package", "name", "inputs"),
    [
        ("pipeline.segment", "grain.onnx", {"ink", "page"}),
        ("pipeline.recognize", "small_marks.onnx", {"patches", "signs"}),
    ],
)
def test_a_net_is_loaded_once_and_takes_what_its_module_gives(package: str, name: str, inputs: set[str]) -> None:
    session = net(package, name)
    assert {i.name for i in session.get_inputs()} == inputs
    assert net(package, name) is session


def test_the_same_question_has_the_same_answer() -> None:
    asked = {"ink": np.zeros((1, 1, 64, 64), np.float32), "page": np.zeros(1, np.float32)}
    first, second = (net("pipeline.segment", "grain.onnx").run(None, asked)[0] for _ in range(2))
    assert np.array_equal(first, second) and first.shape[-2:] == (32, 32)


def test_weights_that_are_not_there_are_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        net("pipeline.segment", "nothing.onnx")
