"""How much a paragraph looks like the first of a story, by its first words."""

from __future__ import annotations

import re

from pipeline.order.wording import DATELINE, OPENING

WHEN = (
    r"(?:\d{1,2}[:：]\d\d|(?:天还没|清晨|凌晨|早[上晨]|上午|中午|下午|傍晚|晚上|深夜|夜晚|周末|[本下上这]学期|假期)|昨[天日晚晨]|今[天日晨]|前[天日]|近[日年]|日前|目前|连日来|最近|不久前|本周|上周|本月|上月|前不久|去年|今年|新年|春节|入[春夏秋冬]|"
    r"[一二三四五六七八九十]{1,3}月|\d{1,2}月|\d{1,2}日|\d{4}年|自\d|截至)"
)
LEAD = re.compile(
    rf"^[\s“\"]*(?:在?{WHEN}|记者(?:从|昨|今|近|日前)|为(?:了|进一步|贯彻|切实|加强)|由.{{2,20}}(?:主办|举办|组织)|随着|从.{{2,14}}(?:获悉|了解到)|据.{{2,12}}(?:介绍|透露|消息|报道|统计))"
)
REPORTED = re.compile(r"记者.{0,12}(?:获悉|了解到|报道)|通讯员.{0,14}报道")


def opens_story(text: str) -> float:
    """1 for a dateline, which only a first paragraph has; less for what others may begin with too."""
    bare = text.strip()
    if OPENING.match(bare) or re.match(r"^[\s（(]*(?:据)?(?:本报|新华社|中新社|本刊).{0,14}(?:电|讯)", bare):
        return 1.0
    if DATELINE.match(bare):
        return 0.8
    return 0.5 * bool(LEAD.match(bare)) + 0.2 * bool(REPORTED.search(bare[:60]))
