"""Lines of type: kinsoku, justification, what is never cut."""
from __future__ import annotations

from itertools import pairwise

import pytest

from samples.fonts import cast
from samples.kinsoku import CLOSERS, NEVER_FIRST, NEVER_LAST, OPENERS, STOPS, atoms, may_break
from samples.typeset import Manner, set_line, set_paragraph

TEXT = (
    "本报讯\u3000记者从（市）统计局获悉，今年前三季度GDP达1258.36亿元，同比增长6.4%；“十四五”以来，《条例》实施五年，"
    "新增企业3.2万家……“了不起！”他说，“真了不起——从前想都不敢想。”气温35℃，5G基站2,400座，时间8:30，占比99.5%。"
)
MANNERS = [Manner(mode, gap) for mode in ("squeeze", "push", "hang") for gap in (0.0, 0.15)]


@pytest.mark.parametrize("measure", range(8, 21))
@pytest.mark.parametrize("manner", MANNERS)
def test_lines_keep_kinsoku_and_lose_nothing(measure: int, manner: Manner) -> None:
    lines = set_paragraph(TEXT, cast("song")[0], measure, 2.0, manner)
    assert "".join(line.text for line in lines) == TEXT
    for before, after in pairwise(lines):
        assert after.text[0] not in NEVER_FIRST, (before.text, after.text)
        assert before.text[-1] not in NEVER_LAST, (before.text, after.text)
    for whole in ("GDP", "1258.36", "6.4%", "3.2", "……", "——", "35℃", "5G", "2,400", "8:30", "99.5%"):
        assert any(whole in line.text for line in lines), whole


@pytest.mark.parametrize("measure", range(9, 19))
@pytest.mark.parametrize("manner", MANNERS)
def test_full_lines_end_at_the_measure(measure: int, manner: Manner) -> None:
    lines = set_paragraph(TEXT, cast("song")[0], measure, 2.0, manner)
    for line in lines[:-1]:
        hangs = manner.mode == "hang" and line.text[-1] in STOPS
        assert line.right <= measure + (1.0 if hangs else 0.02), line.text
        blank = 0.55 if line.text[-1] in STOPS | CLOSERS else 0.02
        assert line.right >= measure - blank, line.text
    assert lines[0].left == pytest.approx(2.0)


@pytest.mark.parametrize("manner", MANNERS)
def test_characters_do_not_overlap(manner: Manner) -> None:
    for line in set_paragraph(TEXT, cast("song")[0], 11, 2.0, manner):
        places = [x for _, x in line.glyphs]
        assert places == sorted(places)
        for (one, left), (two, right) in pairwise(line.glyphs):
            if min(one, two) >= "一" and not {one, two} & (STOPS | CLOSERS | OPENERS):
                assert right - left > 0.99, line.text


def test_marks_that_meet_share_a_blank() -> None:
    face = cast("song")[0]
    together = set_line("他说：“好。”", face)
    apart = sum(atom.width for atom in atoms("他说：“好。”", face))
    assert together.right < apart - 0.6


def test_numbers_with_their_percent_are_one_atom() -> None:
    texts = [atom.text for atom in atoms("增长15.98%，达2.4亿元", cast("song")[0])]
    assert texts == ["增", "长", "15.98%", "，", "达", "2.4", "亿", "元"]


def test_no_break_beside_a_blank() -> None:
    assert not may_break("讯", "\u3000")
    assert not may_break(" ", "今")
    assert may_break("天", "今")


def test_a_long_address_is_cut_rather_than_overfull() -> None:
    lines = set_paragraph("见www.averyveryverylongaddress.example.com/path/of/many/words网站", cast("song")[0], 10)
    assert all(line.right <= 10.5 for line in lines)
