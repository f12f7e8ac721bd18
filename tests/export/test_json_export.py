"""The JSON export: its schema, and that nothing is lost between what was read and what is exported."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.batch.split import one_page_each
from pipeline.export.html import HtmlExporter
from pipeline.export.json_export import JsonExporter
from pipeline.export.markdown import MarkdownExporter
from pipeline.export.text import TextExporter
from pipeline.geometry import polygon_of
from pipeline.masthead import ReadMasthead
from pipeline.page import Article, ArticleKind, BlockKind, Char, Direction, Mesh, Page
from pipeline.repair import Repair
from pipeline.settings import MastheadSettings, RepairSettings
from tests.pages import block, front_page, paragraph_page

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "page-1.schema.json"
SCORER = Path(__file__).parents[3] / "shared" / "score" / "score.py"


def exported(page: Page) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(JsonExporter().export(page, None))
    return made


def repaired(page: Page) -> Page:
    return Repair(RepairSettings())(page)


def closed(schema: Any) -> Any:
    """The schema with no keys allowed but those that it describes."""
    if isinstance(schema, dict):
        made = {key: closed(value) for key, value in schema.items()}
        return made | {"additionalProperties": False} if "properties" in made else made
    return [closed(part) for part in schema] if isinstance(schema, list) else schema


def table_page() -> Page:
    cells = block(1, BlockKind.TABLE, 60, 60, ["一行甲", "二行甲"])
    more = block(2, BlockKind.TABLE, 400, 60, ["一行乙", "二行乙"])
    page = replace(paragraph_page("字"), blocks=(cells, more), orders=())
    article = Article("a1", ArticleKind.TABLE, body=(("b1l1", "b2l1", "b1l2", "b2l2"),))
    return replace(page, articles=(article,))


def old_spread() -> Page:
    """Two curled sheets on a dark table, with a headline that runs from right to left."""
    page = front_page()
    mesh = Mesh(2, 2, ((0.0, 0.0), (1200.0, 9.0), (0.0, 1000.0), (1200.0, 1010.0)))
    left, right = polygon_of((0.0, 0.0, 600.0, 1000.0)), polygon_of((600.0, 0.0, 1200.0, 1000.0))
    transform = replace(page.transform, mesh=mesh, blanks=(polygon_of((0.0, 0.0, 1200.0, 20.0)),))
    first, *others = page.blocks
    blocks = (replace(first, direction=Direction.RTL), *others)
    return replace(page, transform=transform, sheets=(left, right), blocks=blocks)


def with_masthead(page: Page) -> Page:
    return ReadMasthead(MastheadSettings())(page)


def test_what_the_masthead_tells_is_beside_the_text() -> None:
    made = exported(with_masthead(front_page()))
    date, weekday, lunar, *_ = made["issue"]
    assert (date["name"], date["value"], date["printed"]) == ("date", "2024-05-06", "2024年5月6日")
    assert (date["line"], date["status"], weekday["value"]) == ("b2l1", "read", "1")
    assert (lunar["value"], lunar["status"], lunar["line"]) == ("2024-03-28", "supplied", "") and lunar["reason"]
    assert made["furniture"] == exported(front_page())["furniture"]
    (part, _) = one_page_each(with_masthead(front_page()))
    assert [fact["line"] for fact in exported(part)["issue"]] == [""] * len(made["issue"])


def test_sheets_and_the_mesh_are_exported() -> None:
    made = exported(old_spread())
    assert made["sheets"][1] == [[600, 0], [1200, 0], [1200, 1000], [600, 1000]]
    assert made["transform"]["mesh"]["points"][3] == [1200, 1010] and len(made["transform"]["blanks"]) == 1
    assert made["blocks"][0]["direction"] == "rtl"
    assert exported(front_page())["sheets"] == []


@pytest.mark.parametrize(
    "page",
    [
        front_page(),
        with_masthead(repaired(front_page())),
        Page("blank", front_page().source),
        repaired(table_page()),
        old_spread(),
    ],
    ids=["raw", "repaired", "blank", "table", "spread"],
)
def test_the_export_is_what_the_schema_says_and_nothing_else(page: Page) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(exported(page), closed(deepcopy(schema)), cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_it_should() -> None:
    made = exported(front_page())
    made["lines"][0]["confidences"][0] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, json.loads(SCHEMA.read_text("utf-8")))


def test_a_page_of_one_article_only_is_sound_in_every_format() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for number, part in enumerate(one_page_each(repaired(front_page()))):
        made = exported(part)
        jsonschema.validate(made, closed(deepcopy(schema)), cls=jsonschema.Draft202012Validator)
        assert (len(made["articles"]), made["furniture"]) == (1, [])
        headline = ("石板路修好了街坊们回来了", "河道清淤 下周开工")[number]
        for exporter in (MarkdownExporter(), TextExporter(), HtmlExporter()):
            assert exporter.export(part, None).decode().count(headline) >= 1


def test_an_article_as_a_reader_wants_it() -> None:
    story, short = exported(repaired(front_page()))["articles"]
    assert story["kicker"] == "老街改造三年回访"
    assert story["headline"] == "石板路修好了街坊们回来了"
    assert story["subheadline"] == "——一条老街的新生活"
    assert story["byline"] == "■记者 王强 李小满"
    assert story["paragraphs"] == [
        "本报讯 昨天，老街上的灯亮了。街坊们说：“三年没见这么热闹。”",
        "修旧如旧",
        "施工队用了3.5万块石板，每块重10公斤，铺了1,200米。",
        "居民陈阿婆说，房子还是老样子，心里踏实——回家了。",
    ]
    assert story["section_heads"] == [1]
    assert story["captions"] == ["图为修缮后的老街。 王强 摄"]
    assert story["continues_on"] == "第3版"
    assert story["confidence"] == 0.99
    assert len(story["regions"]) == 2
    assert short["headline"] == "河道清淤 下周开工"


def test_lines_stay_as_they_were_read() -> None:
    page = repaired(front_page())
    lines = {line["id"]: line for line in exported(page)["lines"]}
    assert list(lines) == list(page.line_order)
    for line_id, line in lines.items():
        assert line["text"] == page.lines[line_id].text
        assert len(line["confidences"]) == len(line["text"])
    assert (lines["b9l2"]["article"], lines["b9l2"]["role"], lines["b9l2"]["paragraph"]) == ("a1", "body", 2)
    assert (lines["b11l1"]["role"], lines["b15l1"]["article"]) == ("jump", None)


def test_one_confidence_a_code_point_even_where_an_engine_gives_two_as_one_character() -> None:
    page = paragraph_page("好")
    (one,) = page.blocks
    chars = (Char("e\u0301", (60, 60, 80, 90), 0.5), Char("字", (80, 60, 110, 90), 0.75))
    page = replace(page, blocks=(replace(one, lines=(replace(one.lines[0], chars=chars),)),))
    (line,) = exported(page)["lines"]
    assert line["confidences"] == [0.5, 0.5, 0.75]
    assert len(line["text"]) == 3


def test_every_line_that_was_read_is_exported_once_and_jump_lines_are_no_text() -> None:
    page = repaired(front_page())
    made = exported(page)
    furniture = {one["type"]: one["text"] for one in made["furniture"]}
    assert furniture == {
        "masthead": "河畔日报",
        "header": "2024年5月6日 星期一 总第1234期",
        "other": "咨询热线：12345",
        "page-number": "1版",
        "footer": "责任编辑 周宁",
    }
    assert "下转" not in json.dumps([made["articles"], made["furniture"]], ensure_ascii=False)
    used = [line_id for one in made["furniture"] for line_id in one["lines"]]
    used += [line_id for article in page.articles for line_id in article.line_ids()]
    assert sorted(used) == sorted(page.lines)


def test_a_table_has_rows_and_no_paragraphs() -> None:
    (table,) = exported(repaired(table_page()))["articles"]
    assert table["rows"] == [["一行甲", "一行乙"], ["二行甲", "二行乙"]]
    assert table["paragraphs"] == []


def test_the_file_is_one_row_an_element() -> None:
    text = JsonExporter().export(repaired(front_page()), None).decode()
    rows = text.splitlines()
    assert sum(row.startswith('  {"id": "b7l') for row in rows) == 3
    assert text.endswith("}\n")
    assert "石板路" in text


@pytest.mark.skipif(not SCORER.exists(), reason="the scorer is not here")
def test_the_scorer_reads_it() -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    made = exported(repaired(front_page()))
    truth = deepcopy(made)
    for line in truth["lines"]:
        line["role"] = line["role"] or "furniture"
    result = scorer.score(truth, made)
    assert (result["body_cer"], result["print_cer"], result["articles"]) == (0, 0, 1)
    assert (result["headlines"], result["seams"], result["paragraph_f1"], result["surplus"]) == (1, 1, 1, 0)
