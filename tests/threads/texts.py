"""Texts for the tests of structure: paragraphs as given, and the chains that are true of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.threads.chains import Chain
from pipeline.threads.fragments import Fragment, fragments_of
from pipeline.threads.roles import text_of


def lines_and_chains(
    chunks: Sequence[Sequence[str]], joined: Sequence[Sequence[int]] = ()
) -> tuple[list[Fragment], list[Chain]]:
    """The lines of the chunks, and a chain for each chunk; or as `joined` says, which names all lines of the chunks
    that it touches."""
    lines = fragments_of(chunks)
    taken = {n for members in joined for n in members}
    found = [tuple(members) for members in joined]
    at = 0
    for chunk in chunks:
        members = tuple(range(at, at + len(chunk)))
        found += [members] if taken.isdisjoint(members) else []
        at += len(chunk)
    return lines, sorted((chain(members) for members in found), key=lambda c: c.place)


def chain(members: Sequence[int], gaps: Sequence[int] = (), gap_before: bool = False) -> Chain:
    """A chain whose place is where it begins."""
    return Chain(tuple(members), frozenset(gaps), gap_before, members[0])


def texts(chains: Sequence[Chain], lines: Sequence[Fragment]) -> list[str]:
    return [text_of(each, lines) for each in chains]


MARKET = (
    "本报讯 昨天清晨，河口镇的鱼市",
    "在新码头开张，三十二家渔户头",
    "一天就卖出了六千斤鲜鱼。",
)
MARKET_MORE = (
    "鱼市设了冷库，渔户把卖不完的",
    "鱼存进去，第二天鱼市开门再卖",
    "也还是新鲜的。",
)
SCHOOL = (
    "本报讯 近日，山脚下的清溪小学",
    "来了一位教木工的老师，孩子们",
    "排着队去锯木头。",
)
SCHOOL_MORE = (
    "木工老师姓孟，退休前在厂里做",
    "了三十年家具，他给清溪小学的",
    "孩子带来了一箱刨子。",
)
