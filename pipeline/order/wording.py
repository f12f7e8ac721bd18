"""What the words of a line tell about its place on a page."""

from __future__ import annotations

import re

SENTENCE_END = tuple("。！？!?…；;")
CLOSERS = "”’」』）)》】"

ROLE = (
    r"(?:(?:本报|本刊|本网|全媒体|特约|见习|实习|首席|驻\S{1,6}?|新华社|中新社|融媒体?|特派)*"
    r"(?:记者|通讯员|评论员|特派员|摄影|撰文|撰稿|作者|图文|文图|(?:图|文)(?=[\s:：/])|供图|整理|采写|图片|绘图|制图|综合报道|编译))"
)
BYLINE = re.compile(rf"^[^0-9A-Za-z\u4e00-\u9fff“‘《]{{0,3}}[A-Za-z口]?\s*{ROLE}[\s:：/]*(?P<rest>.*)$")
COLUMN_NAME = re.compile(r"^\W*(记者|编辑|作者|评论员)(手记|观察|调查|感言|札记|见闻|点评|视线|按)\W*$")
"""What begins as a byline and is the name of a column or the head of a section."""
BYLINE_ENDS = re.compile(r"(摄|文/图|图/文|供稿|整理|报道|绘)\s*[)）】]?$")
DATELINE = re.compile(
    r"^[\s（(【]*(?:本[报刊网]讯|(?:本报|新华社|中新社)\S{0,12}?[讯电](?=[\s（(）)：:]|记者|通讯员|$)|据\S{1,10}(?:报道|消息)(?:[，,：:]|$))"
    r"|^\S{2,6}\d{1,2}月\d{1,2}日[电讯]"
)
OPENING = re.compile(r"^[\s（(【]*(?:本[报刊网]讯|(?:本报|新华社|中新社)\S{0,12}\d日[讯电])")
"""A dateline that only the first paragraph of a story has."""
JUMP = re.compile(
    r"^[\s（(【\[▶►→]*(?P<way>下转|上接|紧接|转|接|相关报道见|详见)\s*(第?\s*(?P<number>[0-9０-９A-Z一二三四五六七八九十]{1,4})\s*版)"
)
DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
FURNITURE = re.compile(
    r"总第|第\s*\d+\s*期|农历|星期[一二三四五六日天]|今日\s*\d*\s*版|国内统一|邮发代号|刊号|CN\s*\d|责任编辑|责编|版式|校对|美编|"
    r"主管|主办|联办|出版|社址|邮编|印刷|承印|发行|广告许可|定价|零售|本报及所属|不得(复制|转载)|新闻热线|网址|www\.|http|"
    r"编辑部|电子信箱|E-?mail|总编辑|值班"
)
PAGE_NUMBER = re.compile(r"^[A-Z]?\s*\d{1,3}$|^第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版|^\d{2}\s*版")
PAPER_NAME = re.compile(r"报$|刊$|新闻$|^[A-Za-z .'-]+$|(?i:news|daily|times)")
FRONT_PAGE = re.compile(r"总第|农历|今日\s*\d*\s*版|统一刊号|邮发代号")
NOTICE_TITLE = re.compile(r"(公告|启事|通告|声明|公示|讣告|通知|更正|寻人|招聘|招标|拍卖|遗失)")
ADVERT = re.compile(
    r"热线|电话|咨询|地址|优惠|折扣|折起|特价|开盘|火爆|抢购|免费|促销|扫码|预约|欢迎|诚聘|加盟|专线|\d{3,4}[-—－]\d{7,8}|1[3-9]\d{9}|\d{7,8}|元/"
)
WEATHER = re.compile(r"℃|多云|阵雨|晴转|气温|阴有")
PHOTOGRAPHER = re.compile(r"^[^\w“《]{0,2}\s*(图片)?摄影\s*[:：/]?\s*[\u4e00-\u9fff ]{2,20}$")
CREDIT_IN_CAPTION = re.compile(r"(摄|供图|摄影)[^，。]{0,8}$|^[■□]?\s*摄影")


LABEL = re.compile(
    r"^[▲●■◆★△○\W]*(?:[\u4e00-\u9fff]{0,2}(?:短评|快评|微评|时评|锐评|评论|社论|杂谈|漫谈|论坛|手记|按|观察|声音|快语|之言|来论|编后|快递|速览|短波|短新闻|简讯))[\W]*$"
)
"""What a column of the paper is called: it stands over headlines and is part of none."""
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
    "景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟"
)


def is_name(text: str) -> bool:
    """Whether a line may be but a name."""
    bare = re.sub(r"[\s\u3000]", "", text)
    return 2 <= len(bare) <= 3 and bare[0] in SURNAMES and all("\u4e00" <= c <= "\u9fff" for c in bare)


def ends_sentence(text: str) -> bool:
    """Whether a line may be the last of its paragraph, by its last mark."""
    bare = text.rstrip()
    return bare.rstrip(CLOSERS).endswith(SENTENCE_END) or bare.endswith((")", "）"))


def is_byline(text: str) -> bool:
    """A line that names who wrote or photographed, and does nothing else."""
    bare = text.strip()
    if not bare or len(bare) > 40 or any(mark in bare for mark in "，,。；：“"):
        return False
    found = BYLINE.match(bare)
    if found:
        rest = re.sub(ROLE, " ", found["rest"])
        names = re.findall(r"[\u4e00-\u9fff·]+", rest)
        # Names have two to four characters; read without the blanks between them they still are few.
        named = bool(names) and max(map(len, names)) <= 12 and not re.search(r"[了的在是说到]", rest)
        return named and not COLUMN_NAME.match(bare)
    return len(bare) < 16 and bool(BYLINE_ENDS.search(bare))


def jump_target(text: str) -> tuple[str, str] | None:
    """(`continues_on` or `continued_from`, page) where a line says so, else None."""
    found = JUMP.search(text)
    if not found or len(text.strip()) > 16:
        return None
    field = "continued_from" if found["way"] in ("上接", "紧接", "接") else "continues_on"
    return field, found["number"]
