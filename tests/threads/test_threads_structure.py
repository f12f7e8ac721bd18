"""Stories from text alone."""

from __future__ import annotations

from pipeline.threads.structure import structure_of
from tests.threads.texts import MARKET, MARKET_MORE, SCHOOL, SCHOOL_MORE, chain, lines_and_chains, texts

PAGE = (
    ("河口日报社 主办",), ("2021年5月6日 星期四",),
    ("渔港里的新事",), ("鱼市搬到新码头",), ("■记者 何 清",), MARKET, MARKET_MORE,
    ("清溪小学来了木工老师",), ("——一箱刨子的故事",), ("通讯员 孟小川",), SCHOOL, SCHOOL_MORE,
    ("未经本报授权，一律不得转载。",),
)  # fmt: skip


def test_each_story_has_its_parts() -> None:
    lines, chains = lines_and_chains(PAGE)
    found = structure_of(lines, chains)
    first, second = found.stories
    assert texts(first.headings, lines) == ["渔港里的新事", "鱼市搬到新码头"]
    assert texts(first.bylines, lines) == ["■记者 何 清"]
    assert texts(first.body, lines) == ["".join(MARKET), "".join(MARKET_MORE)]
    assert texts(second.headings, lines) == ["清溪小学来了木工老师", "——一箱刨子的故事"]
    assert texts(second.body, lines) == ["".join(SCHOOL), "".join(SCHOOL_MORE)]
    assert texts(found.furniture, lines) == [PAGE[0][0], PAGE[1][0], PAGE[-1][0]]


def test_a_section_head_stays_inside_its_story() -> None:
    story = (("鱼市搬到新码头",), ("■记者 何 清",), MARKET, ("鱼市的冷库",), MARKET_MORE)
    chunks = (*story, ("清溪小学来了木工老师",), ("通讯员 孟小川",), SCHOOL, SCHOOL_MORE)
    lines, chains = lines_and_chains(chunks)
    first, second = structure_of(lines, chains).stories
    assert texts(first.body, lines) == ["".join(MARKET), "鱼市的冷库", "".join(MARKET_MORE)]
    assert first.sections == {1}
    assert texts(second.headings, lines) == ["清溪小学来了木工老师"]


def test_columns_in_the_wrong_order_are_read_in_the_right_one() -> None:
    # The second column, which begins inside the second paragraph, stands before the first.
    chunks = (("鱼市搬到新码头",), ("■记者 何 清",), MARKET_MORE[1:], SCHOOL_MORE, MARKET, MARKET_MORE[:1])
    lines, chains = lines_and_chains(chunks, [(10, 2, 3)])
    (story,) = structure_of(lines, chains).stories
    assert texts(story.body, lines) == ["".join(MARKET), "".join(MARKET_MORE), "".join(SCHOOL_MORE)]


def test_a_picture_in_a_story_does_not_end_it() -> None:
    picture = (("晨雾里的渔港",), ("渔船在晨雾里排队出港，岸上的", "灯还亮着。"), ("■摄影 孟小川",))
    chunks = (("鱼市搬到新码头",), ("■记者 何 清",), MARKET, *picture, MARKET_MORE)
    lines, chains = lines_and_chains(chunks)
    story, taken = structure_of(lines, chains).stories
    assert texts(story.body, lines) == ["".join(MARKET), "".join(MARKET_MORE)]
    assert texts(taken.headings, lines) == ["晨雾里的渔港"]
    assert texts(taken.bylines, lines) == ["■摄影 孟小川"]


def test_a_gap_is_not_bridged_over_a_headline() -> None:
    chunks = (("鱼市搬到新码头",), MARKET[:2], ("清溪小学来了木工老师",), SCHOOL)
    lines, _ = lines_and_chains(chunks)
    wrong = [chain((0,)), chain((1, 2, 4, 5, 6), gaps=[2]), chain((3,))]
    first, second = structure_of(lines, wrong).stories
    assert texts(first.body, lines) == ["".join(MARKET[:2])] and first.body[0].gaps == {2}
    assert texts(second.body, lines) == ["".join(SCHOOL)] and second.body[0].gap_before


def test_the_halves_of_a_paragraph_come_together_at_a_gap() -> None:
    chunks = (("鱼市搬到新码头",), MARKET[:2], MARKET_MORE, ("一天就卖出了六千斤鲜鱼。",))
    lines, _ = lines_and_chains(chunks)
    chains = [chain((0,)), chain((1, 2), gaps=[2]), chain((3, 4, 5)), chain((6,), gap_before=True)]
    (story,) = structure_of(lines, chains).stories
    assert [each.lines for each in story.body] == [(1, 2, 6), (3, 4, 5)]


def test_every_line_is_in_one_place() -> None:
    lines, chains = lines_and_chains(PAGE)
    found = structure_of(lines, chains)
    parts = [c for s in found.stories for c in (*s.headings, *s.bylines, *s.body)] + list(found.furniture)
    assert sorted(n for part in parts for n in part.lines) == list(range(len(lines)))


def test_a_text_of_headings_alone_is_one_story() -> None:
    lines, chains = lines_and_chains((("河边的灯",), ("又亮了",)))
    (story,) = structure_of(lines, chains).stories
    assert texts(story.headings, lines) == ["河边的灯", "又亮了"] and not story.body


def test_no_chains_no_stories() -> None:
    assert structure_of([], []).stories == ()


def test_a_heading_that_strayed_into_the_story_before_stands_over_its_own() -> None:
    first = (("鱼市搬到新码头",), ("■记者 何 清",), MARKET, ("清溪小学来了木工老师",), MARKET_MORE)
    lines, chains = lines_and_chains((*first, ("通讯员 孟小川",), SCHOOL, SCHOOL_MORE))
    market, school = structure_of(lines, chains).stories
    assert texts(market.body, lines) == ["".join(MARKET), "".join(MARKET_MORE)]
    assert texts(school.headings, lines) == ["清溪小学来了木工老师"]
    assert texts(school.bylines, lines) == ["通讯员 孟小川"]
