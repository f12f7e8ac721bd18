"""What `order` makes of a page and `articles` builds on."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.order.headings import Heading
from pipeline.order.sheet import Piece, Sheet
from pipeline.order.threads import Thread


@dataclass(frozen=True)
class Reading:
    """A page read as threads: which pieces of running text stand under which heading, in order."""

    sheet: Sheet
    headings: list[Heading]
    running: list[Piece]
    others: list[Piece]
    """Captions, bylines, jump lines, advertisements, furniture."""
    threads: list[Thread]
    """In the order in which the page is read."""
    adverts: list[list[Piece]] = field(default_factory=list)
    """Advertisements of a vertical page, each as its pieces in order; of others `others` holds them."""
    indented: bool = True
    """Whether paragraphs begin with a blank; asked of vertical pages alone."""
