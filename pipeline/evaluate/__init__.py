"""How far a page is from its truth.

Both are documents as `banmian page` exports them; a plain text or Markdown file can be measured
for what needs no articles. But for `print_cer`, texts are folded first (folding.py).

    chars         characters of the true lines
    line_cer      characters of the true lines not found anywhere in the page, as a share
    han_cer       the same without punctuation and symbols
    surplus       text beyond the length of the truth, as a share of it
    seams         share of the ends of true body lines that run on into the right next line
    joints        how many such ends there are
    body_cer      edit distance of matched stories, with stories missed or invented, as a share
    print_cer     the same with widths, quotes, dashes and blanks as printed
    articles      share of true stories that are within 5 % edit distance
    n_articles, n_predicted   how many stories there are, how many items were made
    headlines     share of true headlines that the matched story has, 90 % alike
    paragraph_f1  F1 of paragraph starts in matched stories
    intrusion     share of story text that belongs to another story
    cells         share of true table cells in their row and column
    capture5      wrong characters among the 5 % least sure, of the most that there could be

A story is an item of kind article or picture. Other items and furniture are matched as well, so
that they may stand on either side, but are not counted. A measure that a page has nothing for
is None.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipeline.errors import InputError
from pipeline.evaluate.confidence import capture
from pipeline.evaluate.document import HEAD_PARTS, Document, Measures
from pipeline.evaluate.folding import Folding, letters
from pipeline.evaluate.reading import line_measures, page_text, running_text
from pipeline.evaluate.stories import StoryMatch
from pipeline.evaluate.tables import cells


def evaluate_files(truth: Path, prediction: Path) -> Measures:
    """The measures of a page made, JSON or plain text, against its truth. Raises InputError."""
    true_page = _json(truth)
    if prediction.suffix.lower() == ".json":
        return evaluate(true_page, _json(prediction))
    return evaluate_text(true_page, _read(prediction))


def evaluate(truth: Document, prediction: Document) -> Measures:
    """All measures of a page made."""
    folding = Folding(variants=bool(truth.get("fold_variants")))
    if truth.get("whole_articles"):
        truth, prediction = _with_whole_articles(truth), _with_whole_articles(prediction)
    measures = line_measures(truth, folding, page_text(prediction, folding), running_text(prediction, folding))
    measures |= StoryMatch(truth, prediction, folding).measures()
    measures["cells"] = _rounded(cells(truth, prediction, folding))
    measures["capture5"] = _rounded(capture(truth, prediction, folding))
    return measures


def evaluate_text(truth: Document, text: str) -> Measures:
    """The measures that a plain or Markdown text has."""
    folding = Folding(variants=bool(truth.get("fold_variants")))
    folded = folding.text(re.sub(r"[#*_>|`]+", " ", text))
    return line_measures(truth, folding, folded, letters(folded))


def _with_whole_articles(page: Document) -> Document:
    """Everything that an item prints as its one paragraph, for truths that do not tell headings apart."""

    def whole(item: Document) -> Document:
        parts = [item.get(key) or "" for key in (*HEAD_PARTS, "byline")]
        text = "".join([*parts, *(item.get("paragraphs") or []), *(item.get("captions") or [])])
        return {**item, **dict.fromkeys(HEAD_PARTS, ""), "captions": [], "paragraphs": [text]}

    return {**page, "articles": [whole(item) for item in page.get("articles", [])]}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _json(path: Path) -> Document:
    try:
        document = json.loads(_read(path))
    except ValueError as error:
        raise InputError(f"{path}: not a JSON document: {error}", hint="give the .json of a page") from error
    if not isinstance(document, dict) or not isinstance(document.get("articles"), list):
        raise InputError(f"{path}: not the JSON of a page", hint="give the .json of a page")
    return document


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}", hint="mend the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not a text in UTF-8", hint="give the .json or .txt of a page") from error
