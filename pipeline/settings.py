"""Every setting with its default, one frozen class a stage.

Where a value comes from, later ones winning: the defaults here, a TOML file, variables named
`BANMIAN_<STAGE>_<SETTING>`, the command line (`configuration.py` puts them together). The text
under a setting is its documentation: `banmian settings` and the reference print it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from typing import Any

STAGES = ("straighten", "segment", "recognize", "order", "articles", "repair", "masthead")
"""In the order they run; each has its class here."""
TEXT_STAGES = ("thread", "repair", "masthead")
"""Of `banmian repair`, which begins with the text of an earlier OCR."""
DIRECTIONS = ("auto", "horizontal", "vertical")
TEXT_LAYERS = ("auto", "never", "always")


def setting(
    default: Any, *, choices: tuple[Any, ...] = (), at_least: float | None = None, decides_result: bool = True
) -> Any:
    """A field with what its value may be. One that only decides speed does not `decide_result`: its
    change makes no earlier result stale."""
    limits = {"choices": choices, "at_least": at_least, "decides_result": decides_result}
    return field(default=default, metadata=limits)


@dataclass(frozen=True, slots=True)
class IngestSettings:
    max_side_px: int = setting(20_000, at_least=1)
    """Larger pages are refused."""
    default_dpi: float = setting(300.0, at_least=50.0)
    """For vector PDF pages, and where the file tells no believable resolution."""


@dataclass(frozen=True, slots=True)
class StraightenSettings:
    orientation: str = setting("auto", choices=("auto", "0", "90", "180", "270"))
    """auto, or how far the scan is to be turned clockwise: 0, 90, 180, 270."""
    max_skew_deg: float = setting(5.0, at_least=0.0)
    """Pages are searched for skew up to this angle either way; 0 leaves them as they are."""


@dataclass(frozen=True, slots=True)
class SegmentSettings:
    engine: str = "compositor"
    """The layout engine: see `banmian engines`."""
    direction: str = setting("auto", choices=DIRECTIONS)
    """How the text runs: auto, horizontal, vertical."""
    layout_model: str = ""
    """For the engine layoutparser: the model, as module:attribute, an object with detect(image)."""


@dataclass(frozen=True, slots=True)
class RecognizeSettings:
    engine: str = "ppocr"
    """The OCR engine: see `banmian engines`."""
    text_layer: str = setting("auto", choices=TEXT_LAYERS)
    """Whether to take the text that a PDF holds itself: auto (where it is good), never, always."""
    threads: int = setting(1, at_least=1, decides_result=False)
    """Threads of the engine. One thread takes the fewest CPU seconds."""
    timeout_s: float = setting(300.0, at_least=1.0, decides_result=False)
    """A page takes no longer, or its engine is taken to hang."""


@dataclass(frozen=True, slots=True)
class OrderSettings:
    pass


@dataclass(frozen=True, slots=True)
class ArticlesSettings:
    pass


@dataclass(frozen=True, slots=True)
class ThreadSettings:
    move: bool = True
    """In the text of an earlier OCR: whether lines are moved to where they belong."""
    gaps: bool = True
    """Whether 〔缺〕 marks the place of a line that is lost."""


@dataclass(frozen=True, slots=True)
class RepairSettings:
    normalise: bool = True
    """Punctuation in the shapes that Chinese print uses."""
    language: bool = True
    """On traditional pages: characters in doubt, by the language and the script; old forms of characters."""


@dataclass(frozen=True, slots=True)
class MastheadSettings:
    pass


@dataclass(frozen=True, slots=True)
class Settings:
    ingest: IngestSettings = field(default_factory=IngestSettings)
    straighten: StraightenSettings = field(default_factory=StraightenSettings)
    segment: SegmentSettings = field(default_factory=SegmentSettings)
    recognize: RecognizeSettings = field(default_factory=RecognizeSettings)
    order: OrderSettings = field(default_factory=OrderSettings)
    articles: ArticlesSettings = field(default_factory=ArticlesSettings)
    thread: ThreadSettings = field(default_factory=ThreadSettings)
    repair: RepairSettings = field(default_factory=RepairSettings)
    masthead: MastheadSettings = field(default_factory=MastheadSettings)


def digest(stage_settings: Any) -> str:
    """Twelve hex digits that differ when a setting that decides the stage's result does."""
    deciding = {
        f.name: getattr(stage_settings, f.name)
        for f in fields(stage_settings)
        if f.metadata.get("decides_result", True)
    }
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()[:12]
