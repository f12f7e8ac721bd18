"""What is true of the lines that are read in a garbled text."""

from __future__ import annotations

from pathlib import Path

from models.threads.examples import UNKNOWN, chunks_read, example_of, neighbours_as_read
from models.threads.stories import stories_of_news
from samples.garble import END, KINDS, LEVELS, LOST, Story, garble

BODY = (
    "本报讯 昨天上午，河湾港务局召开渔船安全工作会议，通报了今年冬季渔船检查的情况，并对春季出海前的准备工作作了安排。"
    "全港现有登记渔船二百四十六艘，其中木质渔船八十九艘，大多已经使用了二十年以上。",
    "会议要求，各村要在三月底以前完成救生设备的更换，对不合格的渔船一律不准出海。港务局将派出十二名技术人员到各村帮助检修，"
    "费用由市财政和船主共同承担，每艘渔船最多可以得到补助五百元。",
)
STORIES = [Story("渔船出海前先过安全关", BODY, byline="■记者 周小满"), Story("港口添了三座新码头", BODY[::-1])]


def test_who_follows_the_truth_reads_the_stories() -> None:
    for name, damage in (LEVELS | KINDS).items():
        garbled = garble(STORIES, damage, 5)
        chunks = chunks_read(garbled.text)
        lines = [line for chunk in chunks for line in chunk]
        after, before = neighbours_as_read(garbled, chunks)
        assert len(after) == len(before) == len(lines)
        for one, other in enumerate(after):
            if other >= 0:
                assert before[other] == one, name
        read = "\n".join(_thread(lines, after, start) for start, leader in enumerate(before) if leader == END)
        for article in garbled.truth["articles"]:
            for paragraph in article["paragraphs"]:
                if paragraph[0] is not None and UNKNOWN not in after:
                    known = paragraph[: paragraph.index(None)] if None in paragraph else paragraph
                    assert _bare("".join(known)) in _bare(read), name


def _thread(lines: list[str], after: tuple[int, ...], start: int) -> str:
    text, at = "", start
    while at >= 0:
        text += lines[at]
        at = after[at]
    return text


def _bare(text: str) -> str:
    return "".join(text.split())


def test_a_lost_line_is_known_to_be_lost() -> None:
    garbled = garble(STORIES, KINDS["lost"], 5)
    after, before = neighbours_as_read(garbled, chunks_read(garbled.text))
    assert LOST in after and LOST in before


def test_an_example_has_a_truth_for_each_line() -> None:
    example = example_of(STORIES, LEVELS["medium"], 4, is_learnt=True)
    assert example is not None
    assert len(example.after) == len(example.signs.of_ends)
    assert example_of([Story("短讯", ("今天休刊。",))], LEVELS["medium"], 4, is_learnt=False) is None


def test_stories_of_the_newspaper_have_a_headline_and_a_body(tmp_path: Path) -> None:
    body = "港务局/nt  昨天/t  召开/v  会议/n  ，/w" * 9 + "  。/w"
    tagged = ["河湾/ns  添/v  新/a  码头/n", body, "", "今年/t  丰收/v", "短/a  文/n  。/w"]
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("\n".join(tagged), "utf-8")
    (story,) = stories_of_news(corpus, slice(None))
    assert story.headline == "河湾添新码头"
    assert story.paragraphs[0].startswith("港务局昨天召开会议，")
