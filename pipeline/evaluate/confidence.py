"""Does the confidence point to the errors?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz

from pipeline.evaluate.document import Document, aligned_positions
from pipeline.evaluate.folding import Folding

LEAST_SURE_SHARE = 0.05


def capture(truth: Document, prediction: Document, folding: Folding) -> float | None:
    """None where too few characters have a confidence, or none is wrong."""
    flows = _flows(truth, folding)
    lines = prediction.get("lines", [])
    sure = [line for line in lines if len(line.get("confidences") or ()) == len(line.get("text") or "") > 0]
    marks: list[tuple[float, bool]] = []
    for line in sure:
        pairs = zip(line["text"], line["confidences"], strict=True)
        kept = [(folded, confidence) for ch, confidence in pairs for folded in folding.characters(ch)]
        wrong = _wrong_characters("".join(ch for ch, _ in kept), flows)
        marks += [(confidence, is_wrong) for (_, confidence), is_wrong in zip(kept, wrong, strict=False)]
    errors = sum(is_wrong for _, is_wrong in marks)
    length, covered = (sum(len(line.get("text") or "") for line in some) for some in (lines, sure))
    if not errors or covered < 0.95 * length:
        return None
    looked_at = max(1, int(len(marks) * LEAST_SURE_SHARE))
    marks.sort(key=lambda mark: mark[0])
    return sum(is_wrong for _, is_wrong in marks[:looked_at]) / min(errors, looked_at)


def _flows(truth: Document, folding: Folding) -> list[str]:
    """The true lines, those of one article joined."""
    flows: dict[Any, list[str]] = defaultdict(list)
    for line in sorted(truth.get("lines", []), key=lambda line: line.get("order") or 0):
        flows[line.get("article") or id(line)].append(folding.characters(line["text"]))
    return ["".join(flow) for flow in flows.values()]


def _wrong_characters(text: str, flows: Sequence[str]) -> list[bool]:
    """Which characters of a line read are wrong; empty where no true text is like it."""
    if len(text) < 2:
        return []
    best, best_score = None, 50.0
    for flow in flows:
        if len(flow) >= 0.8 * len(text):
            found = fuzz.partial_ratio_alignment(text, flow, score_cutoff=best_score)
            if found and found.score > best_score:
                best, best_score = flow[found.dest_start : found.dest_end], found.score
    if best is None:
        return []
    right = {position for position, _ in aligned_positions(text, best)}
    return [k not in right for k in range(len(text))]
