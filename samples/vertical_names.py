"""Places, people, firms, offices of old papers; numbers and dates in words: what fills the slots of the prose."""
from __future__ import annotations

from collections.abc import Callable
from random import Random

DIGITS = "〇一二三四五六七八九"


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


PLACES = words("""
    上海 南京 北平 天津 漢口 廣州 杭州 蘇州 無錫 常州 鎮江 揚州 南通 寧波 溫州 紹興 嘉興 湖州 安慶 蕪湖 九江
    南昌 長沙 岳陽 宜昌 沙市 重慶 成都 萬縣 西安 洛陽 鄭州 開封 徐州 濟南 青島 煙台 保定 太原 歸綏 蘭州 廈門
    福州 汕頭 梧州 昆明 貴陽 香港 澳門
""")
ABROAD = words("""
    倫敦 巴黎 柏林 羅馬 東京 華盛頓 紐約 日內瓦 莫斯科 馬尼剌 新加坡 維也納 橫濱 海牙 布魯塞爾 孟買 悉尼
""")
COUNTRIES = words("""
    英 法 美 德 意 俄 荷 比 日 西班牙 葡 瑞典 挪威 捷克 波蘭 土耳其 墨西哥 巴西
""")
ROADS = words("""
    大馬路 四馬路 南市老街 北河沿 東門大街 西門外 城隍廟前 新閘橋 碼頭街 鐘鼓樓 鹽倉巷 米市橋 石板巷 福安里
    永吉里 同仁里 德馨坊 三槐里 望江樓下 水關橋 糖坊弄 染坊弄 豆市街 打銅街 羊尾橋 柳蔭路 仁和路 文昌路 寶善街
    公園路 火車站前
""")
FIRMS = words("""
    永豐 恒泰 裕昌 同和 大有 祥生 義成 寶大 公興 元康 福源 順記 瑞和 振華 利民 協盛 天成 德大 鴻昌 萬豐 信孚
    久安 益泰 華新 中興 泰來
""")
TRADES = words("""
    米行 錢莊 布莊 綢緞局 南貨號 藥房 煙草公司 輪船局 紗廠 麵粉廠 當舖 木行 銀樓 書局 印刷所 火柴廠 洋貨號 茶棧
    繭行 醬園 磁器店
""")
GIVEN = words("""
    子卿 伯良 仲和 叔明 季文 德生 福林 阿根 炳榮 金生 長庚 順發 鴻儒 少棠 雲階 漢臣 鶴年 夢蓮 月英 秀珍 翠娥
    桂香 素貞 靜宜 慕賢 志成 國楨 紹虞 樹聲 潤之齋 敬甫 心如 逸民 佩蘭 玉書 景韓 友三 樂山 耀庭 錦章 竹溪 一鳴
    瑞芝 培元 懋功 冠英 振聲 連生 寶珊 阿毛 小妹 福寶 阿大 根弟 士林 維藩
""")
TITLES = words("""
    主任 科長 局長 經理 會長 校長 董事 委員 秘書 督辦 參議 專員 所長 醫師 律師 工程師 領事 縣長 區長 站長 船主
""")
OFFICES = words("""
    公安局 財政局 教育局 社會局 衛生局 工務局 縣政府 市政府 商會 米業公會 錢業公會 紅十字會 郵務管理局 電話局
    海關 水警隊 法院 農會 工會 同鄉會 救濟院
""")
BUREAUS = words("""
    路透社 中央社 哈瓦斯社 國民社 電通社 美聯社 合衆社 新聲社 大中社 專
""")
GOODS = words("""
    棉紗 棉布 麵粉 白米 大豆 桐油 生絲 茶葉 食鹽 煤油 煤塊 木材 紙張 白糖 火柴 水泥 五金 顏料 雜糧 牛皮 芝麻
    花生 菜油 磁器 海產 藥材
""")
SHIPS = words("""
    江新 江順 新豐 寧興 大通 隆和 公和 長安 德興 海晏 新江天 吉和 同華 瑞陽
""")
SCHOOLS = words("""
    第一小學 第二中學 女子師範 商業專門學校 育才中學 務本女校 民生職業學校 工業專科 美術學校 競志女學 農林學校
    城西義務小學
""")
PLAYS = words("""
    雙珠緣 花影記 落霞孤鶩 玉堂寃 碧海情 連環計 春閨夢影 鐵血鴛鴦 女俠紅燕 千里尋夫 風雪夜歸 月下奇緣
""")
SURNAMES = (
    "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾蕭田董袁潘于蔣蔡余杜葉程蘇魏呂丁任沈姚盧姜崔"
    "鍾譚陸汪范金石廖賈夏韋付方白鄒孟熊秦邱江尹薛閻段雷侯龍史陶黎賀顧毛郝龔邵萬錢嚴覃武戴莫孔向湯俞倪樊"
)
WHEN = words("""
    昨日 昨晨 前日 昨午 昨晚 日前 昨 前晚 今晨
""")


def numeral(value: int) -> str:
    """A number in words, as in 三百二十."""
    if value < 10:
        return "零一二三四五六七八九"[value]
    out, rest = "", value
    for unit, name in ((10000, "萬"), (1000, "千"), (100, "百"), (10, "十")):
        if rest >= unit:
            count, rest = divmod(rest, unit)
            out += numeral(count) + name
            if rest and rest < unit // 10:
                out += "零"
    out += "零一二三四五六七八九"[rest] if rest else ""
    return out[1:] if out.startswith("一十") else out


def figures(value: int) -> str:
    """A number figure by figure, as in 三二〇."""
    return "".join(DIGITS[int(char)] for char in str(value))


def day_of_month(rng: Random) -> str:
    """A day as telegrams have it: 廿三日."""
    day = rng.randint(1, 30)
    if day > 20 and day < 30 and rng.random() < 0.8:
        return "廿" + numeral(day - 20) + "日"
    return ("廿" if day == 20 and rng.random() < 0.5 else "卅" if day == 30 else numeral(day)) + "日"


def person(rng: Random) -> str:
    """A full name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)[:2]


def _amount(rng: Random, span: str) -> str:
    low, _, high = span.partition("-")
    return numeral(rng.randint(int(low), int(high or low)))


def _price(rng: Random, span: str) -> str:
    return _amount(rng, span or "2-60") + "元" + rng.choice(("", numeral(rng.randint(1, 9)) + "角", "五角", "餘"))


def _hour(rng: Random, _: str) -> str:
    part, low, high = rng.choice((("晨", 5, 8), ("上午", 8, 11), ("下午", 1, 5), ("晚間", 6, 11), ("午後", 1, 4)))
    return part + numeral(rng.randint(low, high)) + rng.choice(("時", "時", "時半", "時許", "點鐘", "時三刻"))


SLOTS: dict[str, Callable[[Random, str], str]] = {
    "p": lambda rng, _: rng.choice(PLACES),
    "abroad": lambda rng, _: rng.choice(ABROAD),
    "c": lambda rng, _: rng.choice(COUNTRIES),
    "road": lambda rng, _: rng.choice(ROADS),
    "firm": lambda rng, _: rng.choice(FIRMS) + rng.choice(TRADES),
    "shop": lambda rng, _: rng.choice(FIRMS),
    "person": lambda rng, _: person(rng),
    "mr": lambda rng, _: rng.choice(SURNAMES) + rng.choice(("君", "氏", "某", "姓", "嫗", "甲", "翁")),
    "official": lambda rng, _: rng.choice(SURNAMES) + rng.choice(TITLES),
    "office": lambda rng, _: rng.choice(OFFICES),
    "agency": lambda rng, _: rng.choice(BUREAUS),
    "goods": lambda rng, _: rng.choice(GOODS),
    "ship": lambda rng, _: rng.choice(SHIPS) + "輪",
    "school": lambda rng, _: rng.choice(SCHOOLS),
    "play": lambda rng, _: "《" + rng.choice(PLAYS) + "》",
    "n": _amount,
    "no": lambda rng, _: figures(rng.randint(12, 999)) + "號",
    "price": _price,
    "day": lambda rng, _: day_of_month(rng),
    "date": lambda rng, _: numeral(rng.randint(1, 12)) + "月" + day_of_month(rng),
    "hour": _hour,
    "when": lambda rng, _: rng.choice((*WHEN, "本月" + day_of_month(rng))),
}
