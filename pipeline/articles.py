"""Articles: threads of text become items with headline, byline, paragraphs and captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.geometry import overlap, union
from pipeline.order import wording
from pipeline.order.evidence import Setting, setting_of
from pipeline.order.headings import Heading, find_headings
from pipeline.order.roles import with_roles
from pipeline.order.sheet import Piece, Row, Sheet, sheet_of
from pipeline.order.threads import Thread, find_threads
from pipeline.page import FURNITURE, Article, ArticleKind, BlockKind, Box, Page


def draft(page: Page):
    sheet = with_roles(sheet_of(page))
    headings, rest = find_headings(sheet)
    running = [p for p in rest if p.kind in (BlockKind.PARAGRAPH, BlockKind.SECTION)]
    setting = setting_of(sheet, running, headings)
    threads = find_threads(setting)
    return sheet, headings, rest, running, setting, threads
