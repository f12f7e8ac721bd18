"""Compatibility forms in the text layers of PDF, and the characters they mean.

A PDF stores glyphs. Which character a glyph is, its maker looked up in the font from the wrong end, and where one
glyph serves two code points (人 and the radical ⼈, Unicode 2F08) often the lower one came out. What is printed is
the same, so the form is a slip of the encoding and no reading.
"""

from __future__ import annotations

import unicodedata
from functools import cache

RADICALS_WITH_THE_GLYPH_OF_A_CHARACTER = dict(
    zip(
        "⺅⺉⺋⺎⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺫⺭⺯⺰⺱⺲⺹⺾⺿⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "亻刂㔾兀尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭罒礻糹纟罓罒耂艹艹虎衤覀西见角讠贝车辶辶辶钅長镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""CJK Radicals Supplement (2E80-2EFF), as far as common fonts draw the radical and the character with one glyph."""

_TO_FULL_WIDTH = 0xFEE0


@cache
def meant(char: str) -> str:
    """The character that one of a text layer stands for; the same where it is no compatibility form.

    Radicals become Han characters, compatibility ideographs the unified ones, and marks in the shapes of vertical
    type the marks. Full-width, half-width and small forms are printed as they are: those are for `repair`.
    """
    if found := RADICALS_WITH_THE_GLYPH_OF_A_CHARACTER.get(char):
        return found
    if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f":
        return unicodedata.normalize("NFKC", char)
    tag, _, code = unicodedata.decomposition(char).partition(" ") if char else ("", "", "")
    if tag == "<vertical>":
        mark = int(code, 16)
        return chr(mark + _TO_FULL_WIDTH if 0x21 <= mark <= 0x7E else mark)
    return char
