"""Garbled texts, and the truth that goes with them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from samples.garble import END, KINDS, LEVELS, LOST, Damage, Garbled, Story, garble

PARAGRAPH = "河边的老渡口去年冬天重新开了船，船工老何每天摇橹十二趟，把对岸的孩子送到学校去，孩子们说船上的风最好闻。"
STORIES = [
    Story(f"第{n}个渡口 又开船了", tuple(f"第{n}段第{k}节：{PARAGRAPH}" for k in range(6)), byline="■记者 何 清")
    for n in range(4)
]


def lines_of(garbled: Garbled) -> list[str]:
    return [line for chunk in garbled.chunks for line in chunk]


@pytest.mark.parametrize("damage", [*LEVELS.values(), *KINDS.values()], ids=[*LEVELS, *KINDS])
def test_the_truth_holds_what_the_text_does(damage: Damage) -> None:
    garbled = garble(STORIES, damage, 5)
    assert garbled == garble(STORIES, damage, 5)
    true = [line for a in garbled.truth["articles"] for paragraph in a["paragraphs"] for line in paragraph if line]
    given = lines_of(garbled)
    assert sorted(true) == sorted(line for line in given if line in set(true))
    assert all(line in garbled.text for line in given)


def test_what_follows_a_line_is_what_follows_it_in_the_truth() -> None:
    garbled = garble(STORIES, LEVELS["heavy"], 6)
    given = lines_of(garbled)
    pairs = {pair for a in garbled.truth["articles"] for paragraph in a["paragraphs"] for pair in pairwise(paragraph)}
    for line, after in zip(given, garbled.after, strict=True):
        if after >= 0:
            assert (line, given[after]) in pairs
        elif after == LOST:
            assert (line, None) in pairs
        else:
            assert after == END


def test_an_undamaged_text_is_in_order() -> None:
    garbled = garble(STORIES, Damage(), 7)
    assert all(after in (n + 1, END) for n, after in enumerate(garbled.after))


def test_pages_have_furniture_now_and_then() -> None:
    pages = [garble(STORIES, Damage(), seed) for seed in range(30)]
    furnished = [page for page in pages if page.truth["furniture"]]
    assert 3 < len(furnished) < 27
    assert all(text in page.text for page in furnished for text in page.truth["furniture"])


def test_a_heading_may_stand_in_the_story_before() -> None:
    def place(garbled: Garbled) -> int:
        return [chunk[0] for chunk in garbled.chunks].index("第2个渡口 又开船了")

    moved = [garble(STORIES, Damage(heads=1.0), seed) for seed in range(12)]
    stories = [[chunk[0] for chunk in page.chunks] for page in moved]
    assert any(chunks[place(page) + 1].startswith("第1段") for page, chunks in zip(moved, stories, strict=True))
