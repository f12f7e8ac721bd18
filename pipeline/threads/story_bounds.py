"""Where a story begins that has no heading over it; and where a picture ends that stands in another story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.order.wording import CREDIT_IN_CAPTION, PHOTOGRAPHER
from pipeline.threads.leads import opens_story
from pipeline.threads.openings import Group
from pipeline.threads.roles import Kind

LONGEST_CAPTION = 220
"""Characters of the text of a picture that is an item by itself."""
PARAGRAPHS = 2
STRAYED = 2
"""Paragraphs behind a heading that belong to the story before it."""


def without_heading(kinds: Sequence[Kind], texts: Sequence[str], openings: Mapping[int, Group]) -> frozenset[int]:
    """Chains that begin a story though no heading stands over them: bylines under another's text, over a dateline.

    A dateline alone tells nothing: several telegrams stand under one headline.
    """
    headed = {n for group in openings.values() for n in (*group.headings, *group.bylines)}
    return frozenset(
        n
        for n in range(1, len(kinds) - 1)
        if kinds[n] is Kind.BYLINE
        and n not in headed
        and kinds[n - 1] is not Kind.BYLINE
        and kinds[n + 1] is Kind.BODY
        and opens_story(texts[n + 1]) >= 1.0
    )


def headings_in_place(kinds: Sequence[Kind], texts: Sequence[str]) -> list[int]:
    """The order of the chains in which a heading that strayed among the last paragraphs of the story before stands over
    its own again: a byline stands under it, or a dateline."""
    order = list(range(len(kinds)))
    for n in range(2, len(kinds) - 1):
        if kinds[n] is not Kind.BYLINE or kinds[n - 1] is not Kind.BODY or _names_photographer(texts[n]):
            continue
        if kinds[n + 1] is not Kind.BODY:
            continue
        at = next((m for m in range(n - 1, max(-1, n - 2 - STRAYED), -1) if kinds[m] is Kind.HEADING), -1)
        if at > 0 and kinds[at - 1] is Kind.BODY and all(opens_story(texts[m]) < 1.0 for m in range(at + 1, n)):
            order.remove(at)
            order.insert(order.index(n), at)
    return order


def pictures(kinds: Sequence[Kind], texts: Sequence[str], groups: Sequence[Group]) -> dict[int, range]:
    """Pictures with a heading and a text of their own, each by its first heading: the chains of the item.

    Under the text stands who took it. What comes behind goes on with the story in which the picture stands.
    """
    found = {}
    for group in groups:
        first = group.headings[0]
        if not group.after or group.bylines:
            continue
        end = group.after[0]
        while end < len(kinds) and end - group.after[0] < PARAGRAPHS and kinds[end] is Kind.BODY:
            end += 1
        size = sum(len(texts[n]) for n in range(group.after[0], end))
        credited = end < len(kinds) and kinds[end] in (Kind.BYLINE, Kind.TAIL) and _names_photographer(texts[end])
        if size <= LONGEST_CAPTION and (credited or _names_photographer(texts[end - 1])):
            found[first] = range(first, end + credited)
    return found


def _names_photographer(text: str) -> bool:
    """In a line of its own, or at the end of a caption."""
    bare = text.strip().strip("（()）")
    return bool(PHOTOGRAPHER.match(bare) or CREDIT_IN_CAPTION.search(bare))
