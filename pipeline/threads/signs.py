"""What speaks for it that one line follows another, and that a line is the last, or the first, of its paragraph.

All pairs of lines are seen at once by what costs little (`evidence`); of the likeliest alone the dearer evidence is
asked (`language.joints`), and where they stand in the order given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.language.folding import fold
from pipeline.language.joints import evidence as joint_evidence
from pipeline.language.model import load
from pipeline.language.traditional import simplified
from pipeline.order.wording import SENTENCE_END, is_byline
from pipeline.threads.evidence import CLOSING, OPENING, Evidence, Floats, Ints, evidence_of
from pipeline.threads.fragments import Fragment
from pipeline.threads.topics import topics_of

QUOTE = '"'
FIGURE = re.compile(r"[0-9A-Za-z.%]+")
SHORT = 4
"""Characters of a line whose words tell little of what it follows."""
REACH = 12
"""Characters on either side of a joint that the dearer evidence looks at."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Pairs of lines and what speaks for each; what speaks for each line's being a last or a first one.

    The first columns are what the text says by itself, `text_signs` of pairs and `line_signs` of lines; the others know
    the order given.
    """

    pairs: Ints
    """[pair, 2]: the line before and the line after."""
    of_pairs: Floats
    of_ends: Floats
    """[line, sign]"""
    of_starts: Floats
    text_signs: int
    line_signs: int

    @property
    def of_text(self) -> Signs:
        """Without the order given."""
        pairs, ends, starts = self.of_pairs, self.of_ends[:, : self.line_signs], self.of_starts[:, : self.line_signs]
        return replace(self, of_pairs=pairs[:, : self.text_signs], of_ends=ends, of_starts=starts)


def signs_of(lines: Sequence[Fragment]) -> Signs:
    """The signs of a text."""
    texts = simplified([fold(line.text) for line in lines])
    found = evidence_of(lines, texts)
    pairs = found.candidates(are_short(texts))
    return gathered(lines, texts, found, pairs, joints_of(texts, pairs))


def are_short(texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([len(text) <= SHORT for text in texts])


def joints_of(texts: Sequence[str], pairs: Ints) -> Floats:
    """The dearer evidence of each pair."""
    model = load()
    asked = [joint_evidence(model, texts[a][-REACH:], texts[b][:REACH]) for a, b in pairs.tolist()]
    return np.array(asked).reshape(len(pairs), -1)


def gathered(lines: Sequence[Fragment], texts: Sequence[str], found: Evidence, pairs: Ints, joints: Floats) -> Signs:
    """All signs as the nets want them."""
    line = np.array([_line(each, text) for each, text in zip(lines, texts, strict=True)])
    before, after = pairs[:, 0], pairs[:, 1]
    form = np.array([_form(texts[a], texts[b]) for a, b in pairs.tolist()]).reshape(len(pairs), -1)
    topic = topics_of(texts)
    by_text, by_order = _of_matrices(found, before, after)
    by_text += [_room(lines, texts, before, after), topic.of_lines[before, after], topic.of_lines[after, before]]
    text = np.column_stack([*by_text, joints / 2, form, line[before], line[after]])
    near = np.array([_given(lines[a], lines[b], b - a) for a, b in pairs.tolist()]).reshape(len(pairs), -1)
    order = np.column_stack([*by_order, topic.own[before], topic.own[after], near])
    of_pairs = np.column_stack([text, order])
    return Signs(pairs, of_pairs, *_of_lines(lines, texts, found, line), text.shape[1], line.shape[1])


def _of_matrices(found: Evidence, before: Ints, after: Ints) -> tuple[list[Floats], list[Floats]]:
    """What the evidence says of each pair, and of the joints as given that it would part."""
    scales = ((found.words, 4.0), (found.fits, 4.0), (found.wide_fits, 4.0), (found.wide_before, 4.0))
    size = len(found.words)
    by_text: list[Floats] = []
    by_order: list[Floats] = []
    for matrix, scale in (*scales, (found.wide_after, 4.0), (found.page, 3.0), (found.sum, 4.0)):
        by_text.append(matrix[before, after] / scale)
        by_text += [_above(matrix, before, after) / scale, _above(matrix.T, after, before) / scale]
        given = np.append(matrix[np.arange(size - 1), np.arange(1, size)], 0.0) / scale
        by_order += [given[before], given[after - 1]]
    return by_text, by_order


def _above(matrix: Floats, rows: Ints, columns: Ints) -> Floats:
    """How far each pair is above the best other one of its row."""
    if matrix.shape[1] < 2:
        return np.zeros(len(rows))
    best_two = np.sort(np.partition(matrix, -2, axis=1)[:, -2:], axis=1)
    own = matrix[rows, columns]
    best: Floats = np.where(own >= best_two[rows, 1], best_two[rows, 0], best_two[rows, 1])
    return own - best


def _room(lines: Sequence[Fragment], texts: Sequence[str], before: Ints, after: Ints) -> Floats:
    """Whether the first word or figure of the line after would still have stood in the line before: what is left of
    its measure less what that needs, em, within 2 either way; 0 where the measure is not known."""
    left = np.array([line.measure_em - line.width_em if line.measure_em else -9.0 for line in lines])
    needs = np.array([0.5 * len(found[0]) if (found := FIGURE.match(text)) else 1.0 for text in texts])
    room: Floats = np.where(left[before] > 0, np.clip(left[before] - needs[after], -2.0, 2.0), -2.0) / 2
    return room


def _given(a: Fragment, b: Fragment, distance: int) -> list[float]:
    """Where the two stand in the text as given."""
    same = a.chunk == b.chunk
    far = np.log1p(abs(distance)) / 3
    return [
        float(distance == 1 and same),
        float(distance == 1 and not same),
        float(distance in (2, 3) and same),
        float(distance > 0) * far,
        float(distance < 0) * far,
        float(same),
        float(b.chunk == a.chunk + 1),
        float(b.chunk - a.chunk in (2, 3)),
        float(b.chunk - a.chunk in (-1, -2, -3)),
        float(a.place == a.last),
        float(b.place == 0),
        min(4.0, abs(a.measure_em - b.measure_em)) / 2,
        min(4.0, abs(max(a.width_em, b.width_em) - a.measure_em)) / 2,
    ]


def _form(last: str, first: str) -> list[float]:
    """What the characters at the joint say."""
    if not last or not first:
        return [0.0] * 6
    end, start = last[-1], first[0]
    return [
        float(end == "0" and start == "0"),
        float(end == "a" and start == "a"),
        float(end == start and end not in "0a"),
        float(start in CLOSING),
        float(end in OPENING),
        float(last.count(QUOTE) % 2 == 1) - float(first.count(QUOTE) % 2 == 1),
    ]


def _line(line: Fragment, text: str) -> list[float]:
    """What a line says for itself."""
    short = line.measure_em - line.width_em if line.measure_em else 0.0
    bare = text.rstrip("\"”’」』)）】》'")
    return [
        float(bare.endswith(SENTENCE_END)),
        float(text[-1:] in (",", "、", ":")),
        float(abs(short) <= 1.0),
        float(1.0 < short <= 3.0),
        float(short > 3.0),
        float(short < -1.0),
        min(1.0, len(text) / 16),
        float(line.last == 0),
        float(is_byline(line.text)),
        float(text[-1:] not in CLOSING),
        float(line.measure_em == 0),
    ]


def _of_lines(lines: Sequence[Fragment], texts: Sequence[str], found: Evidence, own: Floats) -> tuple[Floats, Floats]:
    size = len(lines)
    ends, starts = [], []
    summed = found.sum
    for n, line in enumerate(lines):
        after = summed[n, n + 1] if n + 1 < size else summed.min()
        before = summed[n - 1, n] if n else summed.min()
        follower = lines[n + 1] if n + 1 < size else None
        leader = lines[n - 1] if n else None
        best_after, best_before = float(summed[n].max()), float(summed[:, n].max())
        ends.append(
            [*own[n], *_beside(line, follower, texts[n + 1] if follower else ""), float(line.place == line.last),
             after / 4, best_after / 4, (after - best_after) / 4, float(n + 1 == size)]
        )  # fmt: skip
        starts.append(
            [*own[n], *_beside(line, leader, texts[n - 1] if leader else ""), float(line.place == 0),
             before / 4, best_before / 4, (before - best_before) / 4, float(n == 0)]
        )  # fmt: skip
    return np.array(ends, float), np.array(starts, float)


def _beside(line: Fragment, other: Fragment | None, text: str) -> list[float]:
    """What the neighbour in the order given says."""
    if other is None:
        return [0.0] * 13
    apart = min(4.0, abs(other.measure_em - line.measure_em)) / 2
    return [float(other.chunk == line.chunk), apart, *_line(other, text)]
