"""Layout models of the user's own, with real objects of layoutparser."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import EngineError, SettingsError
from pipeline.page import BlockKind, Box, Direction
from pipeline.plugins import Layout, LayoutBlock, LayoutMark
from pipeline.segment.layoutparser_engine import LayoutParserEngine, from_layoutparser, to_layoutparser
from pipeline.settings import SegmentSettings

lp = pytest.importorskip("layoutparser.elements", reason="layoutparser is not installed")

MODEL = """
import layoutparser.elements as lp

class Model:
    made = 0
    def __init__(self): Model.made += 1
    def detect(self, image):
        assert image.shape == (100, 200, 3) and image.dtype == "uint8"
        return lp.Layout([
            lp.TextBlock(lp.Rectangle(10, 10, 190, 30), type="Title", score=0.75),
            lp.TextBlock(lp.Quadrilateral([[10, 40], [90, 41], [90, 99], [10, 98]]), type="Text", score=0.5),
            lp.TextBlock(lp.Rectangle(100, 40, 230, 90), type="Figure"),
        ])

model = Model()

class Mute:
    def detect(self, image): return None

nothing = 5
"""
PAPER = np.full((100, 200), 255, np.uint8)


@pytest.fixture(autouse=True)
def users_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "users_models.py").write_text(MODEL)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(__import__("sys").modules, "users_models", raising=False)


def engine(name: str) -> LayoutParserEngine:
    return LayoutParserEngine(SegmentSettings(engine="layoutparser", layout_model=name))


@pytest.mark.parametrize("name", ["users_models:model", "users_models:Model"])
def test_a_model_is_named_by_module_and_attribute(name: str) -> None:
    brought = engine(name)
    for _ in range(2):
        found = brought.layout(PAPER, "auto")
    assert [(b.kind, b.box, b.confidence) for b in found.blocks] == [
        (BlockKind.HEADING, (10, 10, 190, 30), 0.75),
        (BlockKind.PARAGRAPH, (10, 40, 90, 99), 0.5),
    ]
    assert found.pictures == (LayoutMark("halftone", (100, 40, 200, 90)),)
    assert {b.direction for b in found.blocks} == {Direction.LTR}
    assert {b.direction for b in brought.layout(PAPER, "vertical").blocks} == {Direction.TTB}
    assert import_module("users_models").Model.made == 1 + (name == "users_models:Model")


@pytest.mark.parametrize(
    "name", ["", "users_models", "users_models:", "nosuch:model", "users_models:nosuch", "users_models:nothing"]
)
def test_a_name_without_a_model_says_what_to_set(name: str) -> None:
    with pytest.raises(SettingsError, match=r"segment\.layout_model") as caught:
        engine(name).layout(PAPER, "auto")
    assert "module:attribute" in caught.value.hint


def test_what_is_no_layout_is_nonsense() -> None:
    with pytest.raises(EngineError, match="returned nonsense: NoneType"):
        engine("users_models:Mute").layout(PAPER, "auto")


def test_types_of_known_models_are_understood() -> None:
    box = lp.Rectangle(0, 0, 9, 9)
    types = ("TextRegion", "Advertisement", "kicker", "Maths", None, "SeparatorRegion", "Photograph", "Map", "tint")
    found = from_layoutparser(lp.Layout([lp.TextBlock(box, type=t) for t in types]), Direction.LTR, 100, 100)
    kinds = [block.kind for block in found.blocks]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.ADVERT, BlockKind.KICKER, BlockKind.OTHER, BlockKind.OTHER]
    assert [mark.kind for mark in found.rules] == ["straight"]
    assert [mark.kind for mark in found.pictures] == ["halftone", "line"]
    assert [mark.kind for mark in found.insets] == ["tint"]


def test_layouts_inside_layouts_and_what_lies_off_the_image() -> None:
    inner = lp.Layout([lp.TextBlock(lp.Rectangle(-5, 10, 50, 30), type="Text"), lp.Rectangle(0, 0, 5, 5)])
    outside = lp.TextBlock(lp.Rectangle(150, 10, 190, 30), type="Text")
    found = from_layoutparser(lp.Layout([inner, outside]), Direction.LTR, 100, 100)
    assert [block.box for block in found.blocks] == [(0, 10, 50, 30), (0, 0, 5, 5)]


numbers = st.integers(0, 400)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(numbers), draw(numbers)
    return (float(x), float(y), float(x + 1 + draw(numbers)), float(y + 1 + draw(numbers)))


def marks(*kinds: str) -> st.SearchStrategy[tuple[LayoutMark, ...]]:
    return st.lists(st.builds(LayoutMark, st.sampled_from(kinds), boxes()), max_size=3).map(tuple)


@st.composite
def blocks(draw: st.DrawFn) -> LayoutBlock:
    em = draw(st.integers(1, 40))
    lines = tuple((x0, y0, x1, y0 + em) for x0, y0, x1, _ in draw(st.lists(boxes(), max_size=3)))
    kind, confidence = draw(st.sampled_from(BlockKind)), draw(st.floats(0, 1))
    return LayoutBlock(kind, draw(boxes()), Direction.LTR, float(em) if lines else 0.0, lines, confidence)


@given(
    st.builds(
        Layout,
        st.lists(blocks(), max_size=3).map(tuple),
        marks("straight", "dotted", "wavy", "double"),
        marks("halftone", "line"),
        marks("frame", "tint", "reversed"),
    )
)
def test_there_and_back_again(layout: Layout) -> None:
    theirs = to_layoutparser(layout)
    assert isinstance(theirs, lp.Layout)
    assert from_layoutparser(theirs, Direction.LTR, 1000, 1000) == layout
