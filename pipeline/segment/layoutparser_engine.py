"""The door for layout models that users bring themselves, through the layoutparser package.

The setting `segment.layout_model` names a Python object as `module:attribute`: a model, which is
anything with `detect(image) -> layoutparser.Layout`, or a callable without arguments that makes
one. Its regions become blocks, pictures and rules; lines are not its business, so blocks come
without any unless the model gives them as elements of type `line`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any

import numpy as np

from pipeline.errors import EngineError, MissingDependencyError, SettingsError
from pipeline.page import BlockKind, Box, Direction
from pipeline.plugins import Layout, LayoutBlock, LayoutMark
from pipeline.settings import SegmentSettings
from pipeline.stage import Image

LINE = "line"
"""Type of the elements that are lines of their parent."""

KINDS = {kind.value: kind for kind in BlockKind} | {
    "text": BlockKind.PARAGRAPH,
    "textregion": BlockKind.PARAGRAPH,
    "text region": BlockKind.PARAGRAPH,
    "list": BlockKind.PARAGRAPH,
    "title": BlockKind.HEADING,
    "title region": BlockKind.HEADING,
    "headline": BlockKind.HEADING,
    "subtitle": BlockKind.SUBHEADING,
    "tableregion": BlockKind.TABLE,
    "advertisement": BlockKind.ADVERT,
    "figure caption": BlockKind.CAPTION,
    "table caption": BlockKind.CAPTION,
    "page header": BlockKind.HEADER,
    "page footer": BlockKind.FOOTER,
}
"""Our kinds, and what the models of layoutparser's catalogue call them, in lower case. Others become `other`."""

PICTURES = {
    "halftone": "halftone",
    "figure": "halftone",
    "image": "halftone",
    "imageregion": "halftone",
    "photograph": "halftone",
    "illustration": "line",
    "drawing": "line",
    "map": "line",
    "comics/cartoon": "line",
    "editorial cartoon": "line",
}
RULES = {"straight": "straight", "dotted": "dotted", "wavy": "wavy", "double": "double", "separatorregion": "straight"}
INSETS = {"frame": "frame", "tint": "tint", "reversed": "reversed"}


class LayoutParserEngine:
    """The engine `layoutparser`: a model of the user's own."""

    name = "layoutparser"

    def __init__(self, settings: SegmentSettings | None = None) -> None:
        """Raises MissingDependencyError where layoutparser is not installed."""
        self._model_name = settings.layout_model if settings else ""
        self._model: Any = None
        try:
            self.version = version("layoutparser")
        except PackageNotFoundError as error:
            raise MissingDependencyError("layoutparser is not installed", hint="pip install layoutparser") from error

    def layout(self, image: Image, direction: str) -> Layout:
        """What the model finds in a grey image [height, width]; it is shown three equal channels.

        `direction`: horizontal or vertical; with auto, blocks are taken for horizontal. Raises
        SettingsError where the model cannot be had, EngineError where it gives no layout.
        """
        if self._model is None:
            self._model = load_model(self._model_name)
        found = self._model.detect(np.repeat(image[:, :, None], 3, axis=2))
        if not isinstance(found, Sequence):
            raise EngineError(
                f"the layout model {self._model_name} returned nonsense: {type(found).__name__}",
                hint="its detect must return a layoutparser.Layout",
            )
        height_px, width_px = image.shape[:2]
        running = Direction.TTB if direction == "vertical" else Direction.LTR
        return from_layoutparser(found, running, width_px, height_px)


def load_model(name: str) -> Any:
    """The model that `module:attribute` names. Raises SettingsError where there is none."""
    module, colon, attribute = name.partition(":")
    if not (module and colon and attribute):
        raise SettingsError(
            f"segment.layout_model names no model: {name!r}", hint="give module:attribute, an object with detect(image)"
        )
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"segment.layout_model cannot be loaded: {error}",
            hint="give module:attribute, an object with detect(image)",
        ) from error
    is_maker = callable(found) and (isinstance(found, type) or not hasattr(found, "detect"))
    model = found() if is_maker else found
    if not hasattr(model, "detect"):
        raise SettingsError(
            f"segment.layout_model names no model: {name!r}", hint="give module:attribute, an object with detect(image)"
        )
    return model


def from_layoutparser(elements: Sequence[Any], direction: Direction, width_px: int, height_px: int) -> Layout:
    """A `layoutparser.Layout` as ours, clipped to the image; nested layouts are taken apart, empty regions left out.

    Elements of type `line` go to the block whose id is their parent. A score becomes the confidence.
    """
    blocks: dict[object, LayoutBlock] = {}
    rules: list[LayoutMark] = []
    pictures: list[LayoutMark] = []
    insets: list[LayoutMark] = []
    lines: dict[object, list[Box]] = {}
    for number, element in enumerate(_flat(elements)):
        box = _box(element, width_px, height_px)
        kind = str(getattr(element, "type", None) or "").lower()
        identity = getattr(element, "id", None)
        if box is None:
            continue
        if kind == LINE:
            lines.setdefault(getattr(element, "parent", None), []).append(box)
        elif kind in PICTURES:
            pictures.append(LayoutMark(PICTURES[kind], box))
        elif kind in RULES:
            rules.append(LayoutMark(RULES[kind], box))
        elif kind in INSETS:
            insets.append(LayoutMark(INSETS[kind], box))
        else:
            key = ("unnamed", number) if identity is None or identity in blocks else identity
            blocks[key] = LayoutBlock(KINDS.get(kind, BlockKind.OTHER), box, direction, 0.0, (), _score(element))
    whole = tuple(_with_lines(block, tuple(lines.get(key, ()))) for key, block in blocks.items())
    return Layout(whole, tuple(rules), tuple(pictures), tuple(insets))


def to_layoutparser(layout: Layout) -> Any:
    """Our layout as a `layoutparser.Layout`: blocks with ids, their lines with the block for parent, and marks."""
    from layoutparser.elements import Layout as TheirLayout
    from layoutparser.elements import Rectangle, TextBlock

    elements = []
    for number, block in enumerate(layout.blocks, 1):
        identity = f"b{number}"
        elements.append(TextBlock(Rectangle(*block.box), id=identity, type=block.kind.value, score=block.confidence))
        elements += [TextBlock(Rectangle(*box), type=LINE, parent=identity) for box in block.lines]
    for mark in (*layout.rules, *layout.pictures, *layout.insets):
        elements.append(TextBlock(Rectangle(*mark.box), type=_mark_type(mark, layout)))
    return TheirLayout(elements)


def _mark_type(mark: LayoutMark, layout: Layout) -> str:
    """Pictures of kind `line` must not be taken for lines of text."""
    return "drawing" if mark.kind == LINE and mark in layout.pictures else mark.kind


def _flat(elements: Sequence[Any]) -> Iterator[Any]:
    for element in elements:
        if isinstance(element, Sequence):
            yield from _flat(element)
        else:
            yield element


def _box(element: Any, width_px: int, height_px: int) -> Box | None:
    """The upright box around an element, clipped to the image; none where nothing of it is left."""
    x0, y0, x1, y1 = (float(v) for v in element.coordinates)
    box = (max(x0, 0.0), max(y0, 0.0), min(x1, float(width_px)), min(y1, float(height_px)))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _score(element: Any) -> float:
    score = getattr(element, "score", None)
    return 1.0 if score is None else min(max(float(score), 0.0), 1.0)


def _with_lines(block: LayoutBlock, lines: tuple[Box, ...]) -> LayoutBlock:
    across = [x1 - x0 if block.direction is Direction.TTB else y1 - y0 for x0, y0, x1, y1 in lines]
    return replace(block, lines=lines, type_size_px=median(across) if across else 0.0)
