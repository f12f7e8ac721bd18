"""Measures of what was read, wherever on the page it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.evaluate.document import BARRIER, HEAD_PARTS, Document, Measures, share
from pipeline.evaluate.folding import Folding, letters


def line_measures(truth: Document, folding: Folding, text: str, running: str) -> Measures:
    texts = [line["text"] for line in truth.get("lines", []) if line.get("role") != "jump"]
    lines = [folded for text in texts if (folded := folding.text(text))]
    size = sum(map(len, lines))
    joints = list(_joints(truth, folding))
    found = sum(fuzz.partial_ratio(a[-6:] + b[:6], running) >= 80 for a, b in joints) if running else 0
    return {
        "chars": size,
        "line_cer": round(_missed_share(lines, text), 4),
        "han_cer": round(_missed_share([bare for line in lines if (bare := letters(line))], letters(text)), 4),
        "surplus": share(max(0, len(text) - size), size),
        "seams": share(found, len(joints)),
        "joints": len(joints),
    }


def _missed_share(lines: Sequence[str], text: str) -> float:
    """Edit distance of each line to the stretch of the text most like it, over the length of all."""
    missed = sum(min(len(line), Levenshtein.distance(line, _most_alike(line, text))) for line in lines)
    return missed / (sum(map(len, lines)) or 1)


def _most_alike(line: str, text: str) -> str:
    found = fuzz.partial_ratio_alignment(line, text) if text else None
    return text[found.dest_start : found.dest_end] if found else ""


def _joints(truth: Document, folding: Folding) -> Iterator[tuple[str, str]]:
    """Letters of each body line and of the line that follows it in the same paragraph."""
    of_articles = [line for line in truth.get("lines", []) if line.get("article")]
    body = [line for line in of_articles if line.get("role") in ("body", "paragraph")]
    body.sort(key=lambda line: (line["article"], line["order"]))
    for first, second in pairwise(body):
        if all(first.get(key) == second.get(key) for key in ("article", "paragraph")):
            both = tuple(letters(folding.text(line["text"])) for line in (first, second))
            if min(map(len, both)) >= 3:
                yield both[0], both[1]


def page_text(page: Document, folding: Folding) -> str:
    parts: list[str] = []
    for item in page.get("articles", []):
        parts += [item.get(key) or "" for key in (*HEAD_PARTS, "byline")]
        parts += [*(item.get("paragraphs") or []), *(item.get("captions") or [])]
        parts += [cell for row in item.get("rows") or [] for cell in row]
    parts += [piece.get("text") or "" for piece in page.get("furniture", [])]
    return folding.text("".join(parts))


def running_text(page: Document, folding: Folding) -> str:
    items = page.get("articles", [])
    texts = [text for item in items for key in ("paragraphs", "captions") for text in item.get(key) or []]
    return BARRIER.join(letters(folding.text(text)) for text in texts)
