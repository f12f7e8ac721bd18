"""Paragraphs of our own, and a compositor that sets them in lines."""

from __future__ import annotations

import re

PARAGRAPHS = (
    "本报讯 昨天清早,河边的老木桥重新开放,三百多名居民赶来走了第一趟。桥面换上了新的杉木板,两边加了栏杆,"
    "夜里有灯照路,老人和孩子过河比从前放心得多。",
    "这座桥修了六十一天,花费48.5万元,其中一半是沿河住户自己凑的。木匠老周说,旧桥拆下来的料还有三成能用,"
    "他们把好料锯短,做成了桥头的长凳和花架。",
    "桥头卖豆腐的陈家从第一天起就给工人送热水,六十一天一天也没有断过。陈家的女儿今年上小学,以前要绕两里路,"
    "现在出门走七分钟就能到校门口。",
    "负责工程的人介绍,明年春天还要清理桥下的河道,把淤泥运到上游的苗圃去。到那时,小船可以从桥下一直划到茶场,"
    "沿河的十二个村子就连在一起了。",
)

_ATOM = re.compile(r"[A-Za-z0-9.%]+|.")
_NEVER_FIRST = ",。、；：？！”"


def set_in_lines(paragraph: str, measure_em: int) -> list[str]:
    """Lines of a column; the first is indented by 2 em, which does not show in the text."""
    lines, line, width = [], "", 2.0
    for atom in _ATOM.findall(paragraph):
        size = 0.5 * len(atom) if atom.isascii() and atom != "," else 1.0
        if width + size > measure_em + (atom in _NEVER_FIRST) and line:
            lines.append(line.strip())
            line, width = "", 0.0
        line, width = line + atom, width + size
    return [*lines, line.strip()]
