"""A page as it is read: its threads, the articles that they make, and its lines in their new order.

The text alone decides where there are no coordinates: threads first, then the structure. A page that tells where its
lines stand, in columns, is read as a scan is; there the language tells what is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.articles import FindArticles
from pipeline.collecting import no_garbage_collection
from pipeline.page import Article, Block, Page
from pipeline.settings import ArticlesSettings
from pipeline.threads.articles_of_text import articles_of, in_place
from pipeline.threads.chains import Chain
from pipeline.threads.decide import decide
from pipeline.threads.found import Threads, threads_of
from pipeline.threads.geometry_order import in_columns, ordered_by_places
from pipeline.threads.given import given_of
from pipeline.threads.lost import with_holes
from pipeline.threads.recut import recut_blocks
from pipeline.threads.structure import structure_of

OnLines = Callable[[int, int], None] | None


@dataclass(frozen=True, slots=True)
class Reading:
    threads: Threads
    """Its chains are in reading order."""
    order: tuple[str, ...]
    """Every line of the page."""
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]


def read_page(page: Page, move: bool = True, on_lines: OnLines = None) -> Reading:
    """The reading of a page. Without `move`, lines keep the order in which they were given. `on_lines` hears of lines
    done, and of how many."""
    told = ordered_by_places(page) if move else None
    if told is not None and in_columns(page):
        return _by_places(FindArticles(ArticlesSettings())(told), on_lines)
    return _by_text(page, told.line_order if told else page.line_order, move, on_lines)


def _by_text(page: Page, taken: Sequence[str], move: bool, on_lines: OnLines) -> Reading:
    """`taken`: every line, in the order in which they are taken up."""
    given = given_of(page, taken)
    threads = threads_of(given, move, on_lines)
    with no_garbage_collection():
        structure = structure_of(threads.lines, threads.chains)
        if not move:
            structure = replace(structure, stories=tuple(in_place(story) for story in structure.stories))
        found = articles_of(structure, threads.lines, given.threaded)
        threads = replace(threads, chains=tuple(found.reading))
        reading = list(_with_the_rest(taken, threads))
        kinds = {given.threaded[n]: kind for n, kind in found.kinds.items()}
        order = tuple(line for thread in reading for line in thread) if move else tuple(taken)
        return Reading(threads, order, recut_blocks(page, reading, kinds), tuple(found.articles))


def _with_the_rest(taken: Sequence[str], threads: Threads) -> Iterator[tuple[str, ...]]:
    """The threads in reading order as line ids, and between them the lines that were left alone, by their place."""
    place = {line: number for number, line in enumerate(taken)}
    rest = [line for line in taken if line not in threads.numbers]
    at, ids = 0, threads.ids
    for chain in threads.chains:
        before = at
        while at < len(rest) and place[rest[at]] < place[ids[chain.place]]:
            at += 1
        if at > before:
            yield tuple(rest[before:at])
        yield tuple(ids[n] for n in chain.lines)
    if rest[at:]:
        yield tuple(rest[at:])


def _by_places(told: Page, on_lines: OnLines) -> Reading:
    """`told`: with its order and articles."""
    parts = [part for part in _parts(told) if part]
    ids = tuple(line for part in parts for line in part)
    decision = decide([[told.lines[line].text for line in part] for part in parts], on_lines)
    chains, start = [], 0
    for part in parts:
        numbers = tuple(range(start, start + len(part)))
        chains.append(Chain(numbers, frozenset(), False, start))
        start += len(part)
    threads = Threads(ids, decision.lines, decision.scores, tuple(chains))
    return Reading(with_holes(told, threads, decision.matching), told.line_order, told.blocks, told.articles)


def _parts(page: Page) -> Iterator[tuple[str, ...]]:
    """Headings, bylines and paragraphs as line ids with text, each where the first of its lines stands in the order."""
    part_of: dict[str, tuple[str, ...]] = {}
    for article in page.articles:
        heads = (article.kicker, article.headline, article.subheadline, article.byline, article.jump)
        for part in (*heads, *article.body, *article.captions):
            part_of |= dict.fromkeys(part, part)
    done: set[str] = set()
    for line in page.line_order:
        if line not in done:
            part = part_of.get(line, (line,))
            done.update(part)
            yield _with_text(page, part)


def _with_text(page: Page, part: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in part if page.lines[line].text.strip())
