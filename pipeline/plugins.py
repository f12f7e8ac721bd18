"""The doors for engines and exporters: what they must offer, and how they are found by name.

Built-in ones come through the same entry points as those of other packages (pyproject.toml):
`banmian.layout`, `banmian.ocr`, `banmian.export`. An entry point names a callable without
arguments, or with the settings of its stage, that gives the engine; it is imported only when
named. Third-party types and exceptions stop inside the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from inspect import signature
from typing import Any, Protocol

from pipeline.errors import MissingDependencyError, UsageError
from pipeline.page import BlockKind, Box, Candidate, Direction, Page
from pipeline.stage import Image

_PREFIX = "banmian."


@dataclass(frozen=True, slots=True)
class LineBox:
    """Where one line of type stands. Box in px of the image that goes with it."""

    box: Box
    direction: Direction = Direction.LTR
    type_size_px: float = 0.0
    """The em, where it is known; else 0."""
    slip_px: float = 0.0
    """How far the end of the line is off its beginning: below it, or to the right of it in vertical type. The box is as
    if the line were straight."""


@dataclass(frozen=True, slots=True)
class ReadChar:
    """One character that an engine read. Box in px of the image it was given."""

    text: str
    box: Box
    confidence: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutBlock:
    kind: BlockKind
    box: Box
    direction: Direction
    type_size_px: float
    lines: tuple[Box, ...]
    confidence: float = 1.0
    slips_px: tuple[float, ...] = ()
    """For each line as in `LineBox`; none: all are straight."""


@dataclass(frozen=True, slots=True)
class LayoutMark:
    """A rule, picture or inset; `kind` as in `page.Rule`, `page.Picture`, `page.Inset`."""

    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """What a layout engine finds; boxes in px of the working image."""

    blocks: tuple[LayoutBlock, ...] = ()
    rules: tuple[LayoutMark, ...] = ()
    pictures: tuple[LayoutMark, ...] = ()
    insets: tuple[LayoutMark, ...] = ()


class LayoutEngine(Protocol):
    name: str
    version: str

    def layout(self, image: Image, direction: str) -> Layout:
        """Find blocks and lines in a straightened grey image. `direction`: auto, horizontal, vertical."""


class OcrEngine(Protocol):
    name: str
    version: str

    def read(self, image: Image, lines: Sequence[LineBox]) -> list[tuple[ReadChar, ...]]:
        """Read each line of a grey image; one tuple a line, empty where nothing is legible."""


class Exporter(Protocol):
    name: str
    suffix: str
    """Of the file it makes, with the dot."""

    def export(self, page: Page, scan: Image | None) -> bytes:
        """The page in this format. `scan`: the original in grey, for formats that show it."""


def names(group: str) -> Iterable[str]:
    """Names of the plug-ins of one group (`layout`, `ocr`, `export`), sorted."""
    return sorted({point.name for point in entry_points(group=_PREFIX + group)})


def load(group: str, name: str, settings: object = None) -> Any:
    """The plug-in of that name, made with `settings` where it takes an argument and they are given.

    Raises UsageError for an unknown name, and MissingDependencyError where a package that the
    plug-in needs is not installed.
    """
    points = {point.name: point for point in entry_points(group=_PREFIX + group)}
    if name not in points:
        raise UsageError(f"there is no {group} plug-in {name}", hint=f"there are {', '.join(names(group)) or 'none'}")
    try:
        factory = points[name].load()
    except ImportError as error:
        missing = (error.name or str(error)).partition(".")[0]
        raise MissingDependencyError(
            f"the {group} plug-in {name} needs {missing}, which is not installed", hint=f"pip install {missing}"
        ) from error
    return factory(settings) if settings is not None and signature(factory).parameters else factory()
