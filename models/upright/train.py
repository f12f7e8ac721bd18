"""Trains the net that tells upright characters from turned ones; run as `python -m models.upright.train`.

Characters of GB 2312 and of the first plane of Big5, and letters and figures as they stand among them,
are drawn in every Chinese face that fontconfig lists, made smaller, blurred, inked too much or too little
and cut out as `pipeline.straighten.orientation` cuts them out of a page. The net gives each of the four
positions of a character a score; trained is the probability, by softmax over the four, of the upright
one. Same seed, same faces: same weights.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.straighten.orientation import GLYPH_PX, STROKES, characters, edges_crossed, normalised

Array = NDArray[np.float32]

WEIGHTS = Path("pipeline/straighten/upright.npz")
HIDDEN = 24
LATIN = 0.2
"""Part of the data that is letters and figures, one to three joined: tables and English text have little else."""
LETTERS = "eeeeeetttttaaaaooooiiiinnnnsssshhhrrrdddlllcccuuummmffppggwwyybbvvkxjqz"
SIGNS = "%%%%&$@#*+=?!§"
DRAWN_PX, CANVAS_PX, MARGIN_PX = 64, 88, 8
GLYPHS_TRAIN, GLYPHS_TEST = 75_000, 6_000
EPOCHS, BATCH, RATE, DECAY = 14, 128, 2e-3, 1e-4


def repertoire() -> list[str]:
    """The Han characters of GB 2312 (simplified) and Big5's frequent ones (traditional)."""
    codes = [bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    codes += [bytes([a, b]).decode("big5", "ignore") for a in range(0xA4, 0xC7) for b in range(0x40, 0xFF)]
    return sorted({c for c in codes if len(c) == 1 and "\u4e00" <= c <= "\u9fff"})


def latin(rng: np.random.Generator) -> str:
    """A few letters as often as English has them, or figures, or a sign."""
    count = int(rng.integers(1, 4))
    if rng.random() < 0.15:
        return SIGNS[rng.integers(len(SIGNS))]
    if rng.random() < 0.35:
        return "".join(str(figure) for figure in rng.integers(0, 10, min(count, 2)))
    letters = "".join(LETTERS[i] for i in rng.integers(0, len(LETTERS), count))
    return letters.capitalize() if rng.random() < 0.15 else letters


def faces() -> list[tuple[str, int]]:
    """File and index of every face for simplified or traditional Chinese."""
    found: set[tuple[str, int]] = set()
    for language in ("zh-cn", "zh-tw"):
        command = ["fc-list", f":lang={language}", "--format", "%{file}|%{index}\n"]
        listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows = (row.rsplit("|", 1) for row in listing.splitlines())
        found |= {(path, int(index)) for path, index in rows if int(index) < 0x10000}
    return sorted(found)


def drawn(text: str, font: ImageFont.FreeTypeFont, rng: np.random.Generator) -> list[Array]:
    """The pieces of a degraded character that hang together, as the net takes them."""
    sheet = Image.new("L", (CANVAS_PX, CANVAS_PX), 255)
    ImageDraw.Draw(sheet).text((CANVAS_PX / 2, CANVAS_PX / 2), text, fill=0, font=font, anchor="mm")
    pixels = np.asarray(sheet)
    inking = rng.random()
    if inking < 0.25:
        pixels = cv2.erode(pixels, np.ones((2, 2) if inking < 0.13 else (3, 3), np.uint8))
    elif inking < 0.35:
        pixels = cv2.dilate(pixels, np.ones((2, 2), np.uint8))
    skew = rng.uniform(-5, 5) if rng.random() < 0.3 else 0.0
    squeeze = rng.uniform(0.85, 1.15)
    matrix = cv2.getRotationMatrix2D((CANVAS_PX / 2, CANVAS_PX / 2), skew, 1.0)
    matrix[0, 0] *= squeeze
    matrix[0, 2] += (1 - squeeze) * CANVAS_PX / 2
    pixels = cv2.warpAffine(pixels, matrix, (CANVAS_PX, CANVAS_PX), borderValue=255)
    factor = rng.uniform(10, 26) / DRAWN_PX
    pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    blur = rng.uniform(0, 0.9)
    if blur > 0.2:
        pixels = cv2.GaussianBlur(pixels, (0, 0), blur)
    contrast = rng.uniform(0.4, 1)
    faint = 255 - contrast * (255 - np.pad(pixels, MARGIN_PX, constant_values=255).astype(np.float32))
    noisy = np.clip(faint + rng.normal(0, rng.uniform(0, 14), faint.shape), 0, 255).astype(np.uint8)
    # cut out in any position, so that no habit of the cutting gives the upright one away
    turns = int(rng.integers(4))
    cuts = characters(np.ascontiguousarray(np.rot90(noisy, turns)))
    found = normalised(cuts)
    return [np.rot90(glyph, -turns) for glyph in found[edges_crossed(found) >= STROKES]]


def data_set(count: int, seed: int) -> Array:
    """Upright glyphs [count, 16, 16] in random characters and faces."""
    rng = np.random.default_rng(seed)
    chars = repertoire()
    fonts = [ImageFont.truetype(path, DRAWN_PX, index=index) for path, index in faces()]
    found: list[Array] = []
    while len(found) < count:
        text = latin(rng) if rng.random() < LATIN else chars[rng.integers(len(chars))]
        found += drawn(text, fonts[rng.integers(len(fonts))], rng)
    return np.stack(found[:count])


def positions(glyphs: Array) -> Array:
    """Each glyph in its four positions, upright first [N, 4, 256]."""
    return np.stack([np.rot90(glyphs, k, (1, 2)) for k in range(4)], axis=1).reshape(len(glyphs), 4, -1)


def forward(weights: list[Array], shown: Array) -> tuple[Array, Array]:
    """Probability of each position [N, 4], and the hidden layer [N, 4, HIDDEN]."""
    hidden = np.maximum(shown @ weights[0] + weights[1], 0)
    scores = hidden @ weights[2]
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True), hidden


def train(glyphs: Array, seed: int) -> list[Array]:
    """Adam with a rate that falls along a cosine."""
    rng = np.random.default_rng(seed)
    inputs = GLYPH_PX * GLYPH_PX
    start = [rng.normal(0, inputs**-0.5, (inputs, HIDDEN)), np.zeros(HIDDEN), rng.normal(0, HIDDEN**-0.5, HIDDEN)]
    weights = [w.astype(np.float32) for w in start]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    steps, step = EPOCHS * (len(glyphs) // BATCH), 0
    for _ in range(EPOCHS):
        for batch in np.array_split(rng.permutation(len(glyphs)), len(glyphs) // BATCH):
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for i, slope in enumerate(_slopes(weights, positions(glyphs[batch]))):
                first[i] = 0.9 * first[i] + 0.1 * slope
                second[i] = 0.999 * second[i] + 0.001 * slope**2
                move = first[i] / (1 - 0.9**step) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
                weights[i] = (weights[i] - rate * (move + DECAY * weights[i])).astype(np.float32)
    return weights


def _slopes(weights: list[Array], shown: Array) -> list[Array]:
    """Gradient of the mean negative log probability of the upright position."""
    probability, hidden = forward(weights, shown)
    error = probability.copy()
    error[:, 0] -= 1
    error /= len(shown)
    behind = error[..., None] * weights[2] * (hidden > 0)
    both = ((0, 1), (0, 1))
    return [np.tensordot(shown, behind, both), behind.sum(axis=(0, 1)), np.tensordot(hidden, error, both)]


def main() -> None:
    weights = train(data_set(GLYPHS_TRAIN, seed=1), seed=0)
    half = [w.astype(np.float16) for w in weights]
    np.savez_compressed(WEIGHTS, into=half[0], bias=half[1], out=half[2])
    stored = [w.astype(np.float32) for w in half]
    probability, _ = forward(stored, positions(data_set(GLYPHS_TEST, seed=2)))
    right = float((probability.argmax(axis=1) == 0).mean())
    print(f"{len(repertoire())} Han characters, {len(faces())} faces; {right:.1%} of {GLYPHS_TEST} new glyphs upright")


if __name__ == "__main__":
    main()
