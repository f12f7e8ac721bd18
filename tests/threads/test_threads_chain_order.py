"""In which order the paragraphs of a story are read."""

from __future__ import annotations

from pipeline.threads.chain_order import in_reading_order, place_of
from pipeline.threads.chains import Chain
from pipeline.threads.fragments import fragments_of


def order(chunks: list[int], chains: list[tuple[int, ...]], first: int = -1) -> list[int]:
    """Numbers of the chains as they are read; `chunks`: how many lines each paragraph as given has."""
    lines = fragments_of([["一行字"] * count for count in chunks])
    made = [Chain(members, frozenset(), False, members[0]) for members in chains]
    found = in_reading_order(made, lines, lambda chain: float(bool(first >= 0 and chain == made[first])))
    return [made.index(each) for each in found]


def test_the_order_given_stays() -> None:
    assert order([3, 3, 3], [(0, 1, 2), (3, 4, 5), (6, 7, 8)]) == [0, 1, 2]


def test_a_paragraph_leads_to_the_column_in_which_it_ends() -> None:
    # Columns: 0-4 with 3, 4 going on in 10, 11; then 5-9, which is the third; then 10-14.
    chains = [(0, 1, 2), (3, 4, 10, 11), (7, 8, 9), (12, 13, 14, 5, 6)]
    assert order([3, 2, 2, 3, 2, 3], chains) == [0, 1, 3, 2]


def test_columns_in_a_ring_begin_where_a_story_does() -> None:
    # The second column, 0-5, stands before the first, 6-11.
    chains = [(3, 4, 5), (6, 7, 8), (9, 10, 11, 0, 1, 2)]
    assert order([3, 3, 3, 3], chains, first=1) == [1, 2, 0]


def test_two_lines_among_others_lead_nowhere() -> None:
    # 3 and 4 changed places with the beginning of another column.
    chains = [(0, 1, 2, 8, 9), (3, 4, 10, 11, 12), (5, 6, 7)]
    assert order([3, 5, 5], chains) == [0, 1, 2]


def test_what_strayed_into_a_paragraph_comes_behind_it() -> None:
    assert order([4, 3], [(0, 1, 3), (2,), (4, 5, 6)]) == [0, 1, 2]


def test_a_chain_stands_where_it_begins_or_where_most_of_it_does() -> None:
    assert place_of(Chain((5, 6, 7, 20, 21, 22, 23), frozenset(), False, 20)) == 5
    assert place_of(Chain((5, 6, 20, 21, 22, 23), frozenset(), False, 20)) == 20
    assert place_of(Chain((5, 20), frozenset(), False, 5)) == 5


def test_a_dateline_comes_first_unless_a_summary_leads_to_it() -> None:
    # The paragraph at 2 has a dateline; that at 0 leads to it, or ends elsewhere.
    assert order([2, 3, 3], [(0, 1), (2, 3, 4), (5, 6, 7)], first=1) == [0, 1, 2]
    assert order([2, 3, 3, 1], [(0, 1, 8), (2, 3, 4), (5, 6, 7)], first=1) == [1, 2, 0]
