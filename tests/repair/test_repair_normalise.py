"""The shapes of print: what becomes what, and what must stay as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page import Page, Patch
from pipeline.repair import Repair
from pipeline.repair.text import headline_text, paragraph_text, traced_paragraph
from pipeline.settings import RepairSettings
from tests.pages import paragraph_page

REPAIR = Repair(RepairSettings())


def repaired(*texts: str, part: str = "body") -> str:
    page = REPAIR(paragraph_page(*texts, part=part))
    return paragraph_text(page, [line.id for line in page.blocks[0].lines])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("会议强调,要学习;他说:好!为什么?(完)", "会议强调，要学习；他说：好！为什么？（完）"),
        ("工作完成.随后开会.", "工作完成。随后开会。"),
        ("增长5%,其中出口GDP,下降", "增长5%，其中出口GDP，下降"),
        ("共1,200,其中2,000,000,完", "共1,200，其中2,000,000，完"),
        ("共2021,2022两年", "共2021，2022两年"),
        ("第１２３页的ＡＢＣ增长５％", "第123页的ABC增长5%"),
        ("价格１，２００元", "价格1,200元"),
        ("编号Ａ－１号", "编号A-1号"),
        ("约翰•史密斯・李", "约翰·史密斯·李"),
        ("没有来…还在等...后来⋯⋯是吗···", "没有来……还在等……后来……是吗……"),
        ("10:30.其中,", "10:30。其中，"),
        ("他来了--是的─就这样－－好", "他来了——是的—就这样——好"),
        ("《红楼梦》与<<三国>>和<水浒>", "《红楼梦》与《三国》和《水浒》"),
        ("读了｢论语｣､很好｡", "读了「论语」、很好。"),
        ("AI(人工智能)时代（新)来了", "AI（人工智能）时代（新）来了"),
        ("完成.AI技术", "完成。AI技术"),
        ("达到15.", "达到15。"),
    ],
)
def test_marks_of_chinese_text_take_the_shapes_of_print(read: str, printed: str) -> None:
    assert repaired(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "增长3.14%，达1,000万元，用时10:30，比分3:1",
        "见https://www.abc.com/a,b?c=(1)，写信给wang.li@abc.com.cn",
        "登录www.pinghu.gov.cn查询",
        "在Windows, Linux上运行",
        "2020-2023年，5-6人，A-1号，15~20摄氏度，36.5℃，6%",
        "1.加强学习；2.改进作风",
        "由Smith Co.和U.S.公司",
        "他说“老人说‘好’”。",
        "他说「好」。",
        "电话(0573)85123456转8",
        "化学式Al(OH)3",
        "It's a fine day, isn't it?",
        "京—沪线",
        "——写在开学之际",
        "等等……",
        "阿凡提·买买提",
        "逐一一一介绍",
    ],
)
def test_what_print_has_stays(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ('要"高站位"开展', "要“高站位”开展"),
        ('"你好,"他说:"再见."', "“你好，”他说：“再见。”"),
        ("他说:”我们“来了", "他说：“我们”来了"),
        ("他说:“我们“来了", "他说：“我们”来了"),
        ("坚持”干净”干事", "坚持“干净”干事"),
        ("\"他说'好'就来\"", "“他说‘好’就来”"),
        ("纠''四风''工作", "纠“四风”工作"),
        ("\"I don't know\"他说", "“I don't know”他说"),
        ("＂四风＂问题", "“四风”问题"),
        ('"第一段没有完', "“第一段没有完"),
        ('最后一段完了。"', "最后一段完了。”"),
        ('打造"红色"、"绿色"、"蓝色"名片', "打造“红色”、“绿色”、“蓝色”名片"),
    ],
)
def test_quotes_are_paired(read: str, printed: str) -> None:
    assert repaired(read) == printed


def test_quotes_are_paired_across_lines() -> None:
    assert repaired('他说:"我们都', '来了"。后来"', '真的"走了') == "他说：“我们都来了”。后来“真的”走了"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("会议 强调 ，要 学习", "会议强调，要学习"),
        ("　　新的 一年", "新的一年"),
        ("在 Windows 11 上运行 5 分钟", "在Windows 11上运行5分钟"),
        ("本报讯 昨天 下雨", "本报讯 昨天下雨"),
        ("本报讯昨天下雨", "本报讯 昨天下雨"),
        ("本报讯（记者 王 强）昨天", "本报讯（记者 王 强）昨天"),
        ("本报通讯员昨天", "本报通讯员昨天"),
        ("新华社北京9月12日电记者从", "新华社北京9月12日电 记者从"),
        ("(记 者 王 强  通讯员 李四)", "（记者 王 强 通讯员 李四）"),
        ("图为老街。 记者 王 强 摄", "图为老街。 记者 王 强 摄"),
        ("图为老街。 王强 摄", "图为老街。 王强 摄"),
        ("正在阅片。　本报记者 卢爱民 摄", "正在阅片。　本报记者 卢爱民 摄"),
        ("老街新貌 记者 王 强 摄", "老街新貌 记者 王 强 摄"),
        ("共1 92个，占9 6. 5 %", "共192个，占96.5%"),
        ("电话0573 85123456", "电话0573 85123456"),
        ("他在会上 说", "他在会上说"),
    ],
)
def test_blanks_of_running_text_go_unless_they_mean_something(read: str, printed: str) -> None:
    assert repaired(read) == printed


def test_blanks_of_headings_and_bylines() -> None:
    assert repaired("■ 记者  王 强 徐冰艳", part="byline") == "■记者 王 强 徐冰艳"
    assert repaired("高站位开展 高质量交卷", part="headline") == "高站位开展 高质量交卷"
    assert repaired("平 湖 新 闻", part="headline") == "平湖新闻"
    assert repaired("走进 AI 时代", part="headline") == "走进AI时代"


def test_a_dash_two_em_long_that_was_read_as_a_hyphen_is_known_by_its_room() -> None:
    page = paragraph_page("他来了口口是的")
    (block,) = page.blocks
    (line,) = block.lines
    chars = list(line.chars)
    x0, y0, x1, y1 = chars[3].box
    chars[3:5] = [replace(chars[3], text="-", box=(x0, y0, x1 + 30, y1))]
    page = replace(page, blocks=(replace(block, lines=(replace(line, chars=tuple(chars)),)),))
    assert paragraph_text(REPAIR(page), ["b1l1"]) == "他来了——是的"
    assert repaired("京-沪") == "京-沪"  # a hyphen has half an em of room here


def spaced(text: str, gaps: dict[int, float], part: str) -> str:
    """Repaired text of a line in which so many em are blank before these characters."""
    page = paragraph_page(text, part=part)
    (block,) = page.blocks
    (line,) = block.lines
    chars, shift_px = [], 0.0
    for number, char in enumerate(line.chars):
        shift_px += gaps.get(number, 0.0) * 30
        x0, y0, x1, y1 = char.box
        chars.append(replace(char, box=(x0 + shift_px, y0, x1 + shift_px, y1)))
    page = replace(page, blocks=(replace(block, lines=(replace(line, chars=tuple(chars)),)),))
    return paragraph_text(REPAIR(page), ["b1l1"])


def test_blanks_of_credits_and_headlines_that_were_passed_over_are_known_by_their_room() -> None:
    assert spaced("图为老街。本报记者王强摄", {5: 0.9, 9: 0.25, 11: 0.4}, "captions") == "图为老街。 本报记者 王强 摄"
    assert spaced("■记者王强李小满", {1: 0.3, 3: 0.5, 5: 0.5}, "byline") == "■记者 王强 李小满"
    assert spaced("老街修好街坊回来", {4: 0.8}, "headline") == "老街修好 街坊回来"
    assert spaced("老街修好街坊回来", {4: 0.3}, "headline") == "老街修好街坊回来"
    assert spaced("昨天老街修好街坊回来", {4: 0.8}, "body") == "昨天老街修好街坊回来"


def test_furniture_keeps_the_blanks_between_its_items() -> None:
    page = REPAIR(_without_articles(paragraph_page("2024年5月6日  星期一 总第１号")))
    assert paragraph_text(page, ["b1l1"]) == "2024年5月6日 星期一 总第1号"


def test_normalising_can_be_turned_off() -> None:
    page = Repair(RepairSettings(normalise=False))(paragraph_page("昨天,他", "来了."))
    assert paragraph_text(page, ["b1l1", "b1l2"]) == "昨天,他来了."


def _without_articles(page: Page) -> Page:
    return replace(page, articles=())


MIXED = st.text("老街好的一记者本报讯ABbc12０１ａＢ ,.:;?!()（），。：\"'“”‘’-—－…·•<>《》%％/\u3000", max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=4), st.sampled_from(["body", "headline", "byline"]))
def test_every_patch_can_be_undone(texts: list[str], part: str) -> None:
    page = REPAIR(paragraph_page(*texts, part=part))
    ids = [line.id for line in page.blocks[0].lines]
    pieces = traced_paragraph(page, ids)
    assert "".join(p.source.before if isinstance(p.source, Patch) else p.text for p in pieces) == "\n".join(texts)
    for piece in pieces:
        if isinstance(piece.source, int):
            assert page.lines[piece.line].chars[piece.source].text == piece.text
    assert REPAIR(page) == page
    assert "\n" not in headline_text(page, ids)


WORDS = st.sampled_from(
    ["老街", "好", "记者", "一", "2024年", "1,200元", "3.5%", "Windows", "GDP", "５％", "《论语》", "“四风”", '"新"']
)
MARKS = st.sampled_from(
    ["", " ", ",", ".", "，", "。", ":", ";", "?", " ,", ". ", "--", "—", "...", "…", "•", "-", "/", "、"]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(WORDS, MARKS), max_size=8), st.sampled_from(["body", "headline", "byline"]))
def test_repaired_text_needs_no_repair(tokens: list[tuple[str, str]], part: str) -> None:
    once = repaired("街坊们说" + "".join(word + mark for word, mark in tokens), part=part)
    assert repaired(once, part=part) == once
