"""The stage: which line follows which, and what articles they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.collecting import no_garbage_collection
from pipeline.page import Order, Page
from pipeline.settings import ThreadSettings
from pipeline.threads.found import AUTHOR, Threads
from pipeline.threads.lost import gap_flags, gap_patches
from pipeline.threads.moves import move_flags, move_patches
from pipeline.threads.reading import read_page

METHOD, AS_GIVEN = "threads", "as given"


class ThreadLines:
    """Re-threads the text of an earlier OCR: moves lines to where they belong, marks lost ones, finds articles.

    Takes a page of `ingest_text`. The order given stays as the second of the page's orders; blocks are cut anew, so
    that each holds lines of one part of one article. Text is moved, never changed; each move and each gap is a patch.
    """

    name = AUTHOR
    version = "3"
    engine = ""

    def __init__(self, settings: ThreadSettings, on_lines: Callable[[int, int], None] | None = None) -> None:
        """`on_lines` hears how many lines are done, and of how many."""
        self._settings = settings
        self._on_lines = on_lines

    @property
    def settings(self) -> ThreadSettings:
        return self._settings

    def __call__(self, page: Page) -> Page:
        given = page.orders[0] if page.orders else Order(page.line_order, 1.0, AS_GIVEN)
        reading = read_page(page, self._settings.move, self._on_lines)
        threads = reading.threads
        with no_garbage_collection():
            moves = move_patches(threads, given.lines, reading.order) if self._settings.move else []
            gaps = gap_patches(threads) if self._settings.gaps else []
            kept = [patch for patch in page.patches if patch.author != AUTHOR]
            flags = [flag for flag in page.flags if flag.stage != self.name]
            return replace(
                page,
                blocks=reading.blocks,
                orders=(Order(reading.order, _score(threads), METHOD), given),
                articles=reading.articles,
                patches=(*kept, *moves, *gaps),
                flags=(*flags, *gap_flags(threads), *move_flags(moves)),
            )


def _score(threads: Threads) -> float:
    """How likely the joints are, on the mean; 1 where there is none."""
    joints = [threads.odds.joint(one, other) for one, other in threads.followers.items()]
    return round(min(1.0, sum(joints) / len(joints)), 4) if joints else 1.0
