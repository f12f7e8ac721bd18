"""Whether headings open a story or stand inside one: a small net weighs what stands around them.

A section head is short, stands alone, and the text goes on speaking of the same; a story's headline has a byline or a
dateline under it, where the page's stories have them. models/stories taught the net.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.order.wording import WEATHER, ends_sentence
from pipeline.threads.cohesion import Cohesion
from pipeline.threads.fragments import width_em
from pipeline.threads.leads import opens_story
from pipeline.threads.roles import SUBHEADLINE, Kind

WEIGHTS = Path(__file__).with_name("openings.npz")
AROUND = 6
"""Paragraphs before and after that are compared."""
OTHERS = 4
"""Headings before and after whose text is compared too."""
NUMBERED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,2}[）)、.．]|[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑩]|第[一二三四五六七八九十]{1,2}[章节部条])"
)
FIXED = re.compile(
    r"^\W*(?:新闻链接|相关链接|链接|延伸阅读|背景|新闻背景|背景链接|记者手记|采访手记|手记|数据速览|数说|各地动态|各方声音|专家观点|专家点评|"
    r"名词解释|编后|编者按|小贴士|温馨提示|人物简介|人物名片|事件回放|现场|直击|反响|回应)\W*$"
)
BULLET = re.compile(r"^\s*[★☆●○■□▲△◆◇•·*※►▶]")
BRIEFS = re.compile(r"短新闻|简讯|短波|简报|快讯|速递|要闻|集锦|一句话|短讯|动态\W*$")
"""What is over short news, which no paragraphs of a story are."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """Headings and bylines that follow one another, and the text on either side up to other headings, by the numbers
    of chains."""

    headings: tuple[int, ...]
    bylines: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


def groups_of(kinds: Sequence[Kind]) -> list[Group]:
    """All groups that hold a heading, in the order of the text."""
    found: list[Group] = []
    at, before = 0, []
    while at < len(kinds):
        if kinds[at] is not Kind.HEADING:
            before += [at] if kinds[at] in (Kind.BODY, Kind.TAIL) else []
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] not in (Kind.BODY, Kind.TAIL):
            end += 1
        after = []
        for n in range(end, len(kinds)):
            if kinds[n] is Kind.HEADING:
                break
            after += [n] if kinds[n] in (Kind.BODY, Kind.TAIL) else []
        heads = tuple(n for n in range(at, end) if kinds[n] is Kind.HEADING)
        lines = tuple(n for n in range(at, end) if kinds[n] is Kind.BYLINE)
        found.append(Group(heads, lines, tuple(before), tuple(after)))
        at, before = end, []
    return found


def signs_of_groups(groups: Sequence[Group], texts: Sequence[str], cohesion: Cohesion) -> Floats:
    """[group, sign]"""
    if not groups:
        return np.zeros((0, 0))
    same = [_sameness(groups, n, cohesion) for n in range(len(groups))]
    bylined = float(np.mean([bool(g.bylines) for g in groups]))
    leads = [opens_story(texts[g.after[0]]) if g.after else 0.0 for g in groups]
    dated = float(np.mean([lead >= 1.0 for lead in leads]))
    widths = [width_em(texts[g.headings[0]]) for g in groups]
    usual_width = float(np.median(widths))
    rows = []
    for n, g in enumerate(groups):
        text = texts[g.headings[0]].strip()
        last = texts[g.before[-1]].strip() if g.before else ""
        below = texts[g.after[0]] if g.after else ""
        up = cohesion.between(g.headings, g.before[-AROUND:])
        down = cohesion.between(g.headings, g.after[:AROUND])
        rows.append(
            [
                float(len(g.headings) > 1), float(bool(g.bylines)), bylined, bylined * (not g.bylines),
                leads[n], float(leads[n] >= 1.0), dated, dated * (leads[n] < 1.0),
                widths[n] / 10, float(widths[n] <= 8), float(widths[n] > 14), (widths[n] - usual_width) / 10,
                *_wording(text), float(any(SUBHEADLINE.match(texts[m]) for m in g.headings)),
                3 * same[n], 3 * up, 3 * down, 3 * (up - down),
                _size(texts, g.before), _size(texts, g.after), min(len(g.after), 6) / 3, min(len(g.before), 6) / 3,
                float(not g.before), float(ends_sentence(last)), float(last.endswith((")", "）"))),
                float(bool(WEATHER.search(below))), float(len(groups) < 3), float(bool(BULLET.match(below))),
            ]
        )  # fmt: skip
    return np.array(rows, float)


def _sameness(groups: Sequence[Group], n: int, cohesion: Cohesion) -> float:
    """How much more the text before and behind has in common than the text before and that under other headings."""
    before = groups[n].before[-AROUND:]
    others = [groups[m].after[:AROUND] for m in range(max(0, n - OTHERS), min(len(groups), n + OTHERS + 1))]
    others = [after for after in others if after and after != groups[n].after and not set(after) & set(before)]
    usual = [cohesion.between(before, after) for after in others]
    return cohesion.between(before, groups[n].after[:AROUND]) - (sum(usual) / len(usual) if usual else 0.0)


def _wording(text: str) -> list[float]:
    """What the words of a heading say."""
    return [
        float(bool(FIXED.match(text))),
        float(bool(NUMBERED.match(text))),
        float(bool(BRIEFS.search(text))),
        float(bool(re.search(r"\s", text))),
        float(any(c.isdigit() for c in text)),
        float("，" in text or "," in text),
        float(text.endswith(("?", "？", "!", "！"))),
    ]


def _size(texts: Sequence[str], numbers: Sequence[int]) -> float:
    return float(np.log1p(sum(len(texts[n]) for n in numbers))) / 4


def opening(groups: Sequence[Group], texts: Sequence[str], cohesion: Cohesion) -> list[float]:
    """For each group how likely it opens a story, from 0 to 1. The first group of a text always does."""
    if not groups:
        return []
    signs = signs_of_groups(groups, texts, cohesion)
    weights = _weights()
    hidden = np.tanh((signs - weights["mean"]) / weights["spread"] @ weights["hidden"] + weights["hidden_bias"])
    sure = 1 / (1 + np.exp(-(hidden @ weights["out"] + weights["out_bias"])))
    return [1.0, *(max(p, _told(g, texts)) for p, g in zip(sure[1:, 0].tolist(), groups[1:], strict=True))]


def _told(group: Group, texts: Sequence[str]) -> float:
    """1 for headings over a byline or a dateline, which stand nowhere but at a story's beginning."""
    return float(bool(group.bylines) or (bool(group.after) and opens_story(texts[group.after[0]]) >= 1.0))


@cache
def _weights() -> dict[str, Floats]:
    with np.load(WEIGHTS) as held:
        return {name: held[name].astype(np.float64) for name in held.files}
