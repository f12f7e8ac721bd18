"""How well the text before a joint and the text after it fit: a net that has read both sides of millions of joints.

Each side is read by itself and becomes a vector, so that a page of n lines costs 2 n readings and not n squared; the
product of two vectors is the score. models/succession taught the net.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language.folding import fold
from pipeline.nets import net

WEIGHTS = Path(__file__).with_name("succession.onnx")
UNKNOWN, FIRST = 1, 2
"""Numbers of a character that the net does not know, and of the first that it does; 0 stands where there is none."""
AT_ONCE = 256
REACH = 32
"""Characters on either side of a joint that are read."""
QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞「」『』＂‘’", '"'))


def signs(text: str) -> str:
    """The text in the characters that the net knows: folded, every quotation mark alike."""
    return fold(text).translate(QUOTES)


def fits(tails: Sequence[str], heads: Sequence[str]) -> NDArray[np.float32]:
    """Scores [tail, head]: the text that ends with `tail` goes on with `head`; larger is better. Of one tail's heads
    the exponentials are in proportion to their probabilities."""
    if not tails or not heads:
        return np.zeros((len(tails), len(heads)), np.float32)
    product: NDArray[np.float32] = vectors(tails, 0) @ vectors(heads, 1).T
    return product


def centred(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """The scores against the mean of their row and that of their column: some texts fit everywhere."""
    found: NDArray[np.float64] = scores.astype(np.float64)
    found -= found.mean(axis=1, keepdims=True)
    found -= found.mean(axis=0, keepdims=True)
    return found


def vectors(texts: Sequence[str], side: int) -> NDArray[np.float32]:
    """Vectors [text, length] of texts, one at least, before (0) or after (1) a joint."""
    rows = np.array([_row(text, side) for text in texts], np.int64).reshape(-1, REACH)
    session = net("pipeline.language", WEIGHTS.name)
    found = [
        session.run(None, {"rows": rows[at : at + AT_ONCE], "side": np.array(side, np.int64)})[0]
        for at in range(0, len(rows), AT_ONCE)
    ]
    return np.concatenate(found)


def _row(text: str, side: int) -> list[int]:
    """What the net reads: the characters from the joint outwards."""
    known, folded = _characters(), signs(text)
    near = folded[: -REACH - 1 : -1] if side == 0 else folded[:REACH]
    return [known.get(character, UNKNOWN) for character in near] + [0] * (REACH - len(near))


@cache
def _characters() -> dict[str, int]:
    held = net("pipeline.language", WEIGHTS.name).get_modelmeta().custom_metadata_map["characters"]
    return {character: number for number, character in enumerate(held, FIRST)}
