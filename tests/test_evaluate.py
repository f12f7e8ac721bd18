"""The measures: right by hand on small pages, and the same as the shared scorer's on spoiled ones."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.evaluate import evaluate, evaluate_files, evaluate_text
from pipeline.evaluate.folding import Folding, letters

SCORER = Path(__file__).parents[2] / "shared" / "score" / "score.py"
FIRST = "本报讯 昨天,清河镇第三小学的新校舍落成,八百余名学生搬进了宽敞明亮的教室。"
SECOND = "据介绍,新校舍占地三十二亩,设有图书馆、实验室和四百米的跑道。"
THIRD = "连日来,北山村的柑橘迎来丰收,果农们抢抓晴好天气采摘装箱。"
CAPTION = "果农在采摘柑橘"


def small_truth() -> dict[str, Any]:
    lines = []
    for article, paragraphs in (("a1", (FIRST, SECOND)), ("a2", (THIRD,))):
        order = 0
        for number, text in enumerate(paragraphs):
            for start in range(0, len(text), 12):
                row = text[start : start + 12]
                lines.append({"text": row, "article": article, "role": "body", "order": order, "paragraph": number})
                order += 1
    return {
        "articles": [
            {
                "id": "a1",
                "kind": "article",
                "headline": "清河镇新校舍落成",
                "paragraphs": [FIRST, SECOND],
                "captions": [],
            },
            {
                "id": "a2",
                "kind": "article",
                "headline": "北山柑橘喜获丰收",
                "paragraphs": [THIRD],
                "captions": [CAPTION],
            },
        ],
        "furniture": [{"type": "page-number", "text": "第三版"}],
        "lines": [*lines, {"text": "第三版", "role": "page-number"}],
        "tables": [{"rows": [["项目", "数量"], ["校舍", "八百"]]}],
    }


def perfect(truth: dict[str, Any]) -> dict[str, Any]:
    """The page export of a program that makes no error."""
    return {
        "articles": copy.deepcopy(truth["articles"])
        + [{"kind": "table", "rows": t["rows"]} for t in truth.get("tables", [])],
        "furniture": copy.deepcopy(truth.get("furniture", [])),
        "lines": [{"text": line["text"], "confidences": [0.99] * len(line["text"])} for line in truth["lines"]],
    }


def test_a_perfect_page_has_perfect_measures() -> None:
    truth = small_truth()
    measures = evaluate(truth, perfect(truth))
    for none_wanted in ("line_cer", "han_cer", "body_cer", "print_cer", "intrusion"):
        assert measures[none_wanted] == 0, none_wanted
    for all_wanted in ("seams", "articles", "headlines", "paragraph_f1", "cells"):
        assert measures[all_wanted] == 1, all_wanted
    assert measures["n_articles"] == 2
    assert measures["capture5"] is None  # nothing is wrong


def test_articles_glued_together_cost_an_article_and_intrude() -> None:
    truth = small_truth()
    page = perfect(truth)
    page["articles"][0]["paragraphs"] = [FIRST, THIRD, SECOND]
    del page["articles"][1]
    measures = evaluate(truth, page)
    assert measures["articles"] == 0
    assert measures["body_cer"] is not None and measures["body_cer"] > 0.5
    assert measures["intrusion"] is not None and 0.2 < measures["intrusion"] < 0.4
    assert measures["seams"] == 1  # lines run on rightly all the same


def test_paragraphs_run_together_cost_only_paragraph_starts() -> None:
    truth = small_truth()
    page = perfect(truth)
    page["articles"][0]["paragraphs"] = [FIRST + SECOND]
    measures = evaluate(truth, page)
    assert measures["paragraph_f1"] == 0.8  # two starts found of three, none wrong
    assert measures["body_cer"] == 0


def test_capture_tells_whether_the_unsure_characters_are_the_wrong_ones() -> None:
    truth = small_truth()
    page = perfect(truth)
    line = page["lines"][1]
    line["text"] = "囗" + line["text"][1:]
    line["confidences"][0] = 0.2
    assert evaluate(truth, page)["capture5"] == 1
    line["confidences"][0] = 1.0
    assert evaluate(truth, page)["capture5"] == 0


def test_a_cell_in_another_column_is_lost() -> None:
    truth = small_truth()
    page = perfect(truth)
    page["articles"][2]["rows"] = [["数量", "项目"], ["校舍", "八百"]]
    assert evaluate(truth, page)["cells"] == 0.5


def test_plain_text_is_measured_without_articles() -> None:
    measures = evaluate_text(small_truth(), "\n".join(["# 标题", FIRST, SECOND, THIRD, "第三版"]))
    assert measures["line_cer"] == 0
    assert measures["seams"] == 1
    assert "body_cer" not in measures


def test_folding_keeps_what_is_a_difference() -> None:
    fold = Folding().text
    assert fold("“5千米”—— ＡＢ") == fold('"5千米"-AB')
    assert fold("，") == fold(",")
    assert fold("千") != fold("干")
    assert letters(fold("第3版:要闻。")) == "第3版要闻"


@pytest.mark.parametrize("content", ["", "[]", '{"pages": []}'])
def test_what_is_no_page_is_refused(tmp_path: Path, content: str) -> None:
    truth, prediction = tmp_path / "truth.json", tmp_path / "page.json"
    truth.write_text(json.dumps(small_truth()), "utf-8")
    prediction.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"page\.json"):
        evaluate_files(truth, prediction)


def test_a_missing_page_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.json"):
        evaluate_files(tmp_path / "nowhere.json", tmp_path / "page.json")


Spoiler = Callable[[dict[str, Any], random.Random], None]


def misread(page: dict[str, Any], dice: random.Random) -> None:
    """Every thirtieth character is another one, and the program knows it half of the time."""

    def spoiled(text: str) -> str:
        return "".join("囗" if dice.random() < 1 / 30 else ch for ch in text)

    for item in page["articles"]:
        item["paragraphs"] = [spoiled(p) for p in item.get("paragraphs") or []]
        item["headline"] = spoiled(item.get("headline") or "")
    for line in page["lines"]:
        text = spoiled(line["text"])
        line["confidences"] = [
            0.3 if new != old and dice.random() < 0.5 else dice.random()
            for new, old in zip(text, line["text"], strict=True)
        ]
        line["text"] = text


def reorder(page: dict[str, Any], dice: random.Random) -> None:
    dice.shuffle(page["articles"])
    for item in page["articles"]:
        dice.shuffle(item.get("paragraphs") or [])


def merge(page: dict[str, Any], dice: random.Random) -> None:
    """Two items become one; the captions of others become paragraphs."""
    first, second = page["articles"][:2]
    first["paragraphs"] = [
        *(first.get("paragraphs") or []),
        second.get("headline") or "",
        *(second.get("paragraphs") or []),
    ]
    page["articles"].remove(second)
    for item in page["articles"]:
        item["paragraphs"] = [*(item.get("paragraphs") or []), *(item.get("captions") or [])]
        item["captions"] = []


def split(page: dict[str, Any], dice: random.Random) -> None:
    """Each item loses its second half to a new one, without a headline."""
    halves = []
    for item in page["articles"]:
        paragraphs = item.get("paragraphs") or []
        middle = len(paragraphs) // 2
        item["paragraphs"] = paragraphs[:middle]
        halves.append({"kind": "article", "paragraphs": paragraphs[middle:]})
    page["articles"] += halves


def ragged(page: dict[str, Any], dice: random.Random) -> None:
    """Blanks at line ends, half-width marks, dashes of another shape."""
    for item in page["articles"]:
        changed = [p.replace("，", ", ").replace("——", "--").replace("“", '"') for p in item.get("paragraphs") or []]
        item["paragraphs"] = changed
    for row in (row for item in page["articles"] for row in item.get("rows") or []):
        dice.shuffle(row)


SPOILERS: tuple[tuple[Spoiler, ...], ...] = (
    (),
    (misread,),
    (reorder,),
    (merge,),
    (split,),
    (ragged,),
    (misread, merge, reorder),
    (ragged, split, misread, reorder),
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.exists():
        pytest.skip("the shared scorer is not there")
    spec = importlib.util.spec_from_file_location("shared_scorer", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def truths() -> list[dict[str, Any]]:
    pages = Path(__file__).parents[1] / "samples" / "pages"
    made = [json.loads(path.read_text("utf-8")) for path in sorted(pages.glob("*.json"))]
    return [small_truth(), *(page for page in made if "lines" in page)]


@pytest.mark.parametrize("spoilers", SPOILERS, ids=lambda s: "+".join(f.__name__ for f in s) or "none")
def test_agrees_with_the_shared_scorer(scorer: ModuleType, spoilers: tuple[Spoiler, ...]) -> None:
    dice = random.Random(7)
    for truth in truths():
        for whole in (False, True):
            truth = {**truth, "whole_articles": whole}
            page = perfect(truth)
            for spoil in spoilers:
                spoil(page, dice)
            assert evaluate(truth, page) == scorer.score(truth, page)
            text = "\n".join(p for item in page["articles"] for p in item.get("paragraphs") or [])
            assert evaluate_text(truth, text) == scorer.score(truth, text)
