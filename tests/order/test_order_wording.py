"""What the words of a line tell."""

from __future__ import annotations

import pytest

from pipeline.order import wording


@pytest.mark.parametrize(
    "text",
    [
        "■记者 王强 李小满", "□本报记者 钱知夏", "●记者 马　涛", "（通讯员 陈文博）", "本报记者 张三 通讯员 李四",
        "新华社记者 赵一", "■摄影 张　勇 贺　芳", "口记者王强", "文/图 记者 周宁", "全媒体记者 林雨婷", "王强 摄",
        "图 王强", "图/王强", "文 周宁", "图文 王强", "文图王强",
    ],
)  # fmt: skip
def test_a_byline(text: str) -> None:
    assert wording.is_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "　", "记者", "记者昨天从市水务局了解到", "记者在现场看到，水位", "本报讯 昨天上午", "石板路修好了",
        "图书馆昨天开馆。", "通讯员队伍扩大到三百人，覆盖全市", "1" * 41, "■记者 " + "王" * 40,
        "图书馆开馆", "图王强", "文化广场", "■文明社区",
    ],
)  # fmt: skip
def test_no_byline(text: str) -> None:
    assert not wording.is_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "本报讯 昨天上午", "　　本报讯（记者 王强）", "（本报北京电）", "新华社北京9月12日电 记者", "据新华社消息",
        "中新社上海电", "北京9月12日电", "东京10月1日讯",
    ],
)  # fmt: skip
def test_a_dateline(text: str) -> None:
    assert wording.DATELINE.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "昨天本报讯", "本报记者 王强", "据了解", "据说他打电话来", "据供电部门介绍", "本报热线电话", "9月12日电",
        "电影节开幕", "石板路修好了", "北京9月12日晚",
    ],
)  # fmt: skip
def test_no_dateline(text: str) -> None:
    assert not wording.DATELINE.match(text)


@pytest.mark.parametrize(
    "text, target",
    [
        ("（下转第3版）", ("continues_on", "3")),
        ("(下转第A12版)", ("continues_on", "A12")),
        ("▶下转二版", ("continues_on", "二")),
        ("详见第4版", ("continues_on", "4")),
        ("（上接第1版）", ("continued_from", "1")),
        ("【紧接 1版】", ("continued_from", "1")),
        ("下转第3版的还有一篇很长的报道和图片说明", None),
        ("他说下转第3版", None),
        ("第3版", None),
        ("转而去看第三幕", None),
        ("", None),
    ],
)
def test_where_a_story_goes_on(text: str, target: tuple[str, str] | None) -> None:
    assert wording.jump_target(text) == target


@pytest.mark.parametrize(
    "text", ["回来了。", "好吗？", "走！", "他说：“好。”", "完了。）", "待续……", "(记者 王强)", "好。 "]
)
def test_the_end_of_a_sentence(text: str) -> None:
    assert wording.ends_sentence(text)


@pytest.mark.parametrize("text", ["", "回来", "回来，", "他说：", "“快速通道”", "3.5", "《人民日报》"])
def test_no_end_of_a_sentence(text: str) -> None:
    assert not wording.ends_sentence(text)


@pytest.mark.parametrize(
    "text", ["总第1234期", "国内统一刊号CN 11-0001", "责任编辑 周宁", "农历丁未年正月十九", "网址 www.x.cn"]
)
def test_words_of_the_pages_own(text: str) -> None:
    assert wording.FURNITURE.search(text) and not wording.FURNITURE.search("石板路修好了街坊们回来了")


@pytest.mark.parametrize(
    "text, is_number", [("3", True), ("A12", True), ("第3版", True), ("03版", True), ("3号楼", False)]
)
def test_a_page_number(text: str, is_number: bool) -> None:
    assert bool(wording.PAGE_NUMBER.search(text)) == is_number


def test_a_date() -> None:
    assert wording.DATE.search("2027年2月24日　星期三") and not wording.DATE.search("2月24日上午")
