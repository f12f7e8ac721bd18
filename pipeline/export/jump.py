"""The note that a jump line leaves: 上接第1版, 下转第3版."""

from __future__ import annotations


def jump_note(verb: str, where: str) -> str:
    """`verb` (上接 or 下转) and where to, in brackets; `where` may be a page number or the words of the jump line."""
    where = where.strip("()（） ")
    if where.isdecimal():
        where = f"第{where}版"
    return f"（{where}）" if where.startswith(("上接", "下转")) else f"（{verb}{where}）"
