"""Stories from text alone: which chains are headings, bylines, paragraphs, furniture, and what belongs together.

Chains are told apart by their form (`roles`); a small net decides which headings open a story (`openings`); what stands
between two such headings is the story's, its paragraphs in the order in which they lead to one another (`chain_order`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.threads.chain_order import in_reading_order, place_of
from pipeline.threads.chains import Chain
from pipeline.threads.cohesion import Cohesion
from pipeline.threads.fragments import Fragment
from pipeline.threads.gap_ends import bridged, parted
from pipeline.threads.heading_parts import parts_of_heading
from pipeline.threads.leads import opens_story
from pipeline.threads.openings import Group, groups_of, opening
from pipeline.threads.roles import IMPRINT, Kind, kinds_of, text_of
from pipeline.threads.story_bounds import headings_in_place, pictures, without_heading

__all__ = ["IMPRINT", "Kind", "Story", "Structure", "parts_of_heading", "structure_of"]

LIKELY = 0.15
"""To open a story: two that are taken for one are both lost, one that is taken for two is one lost."""
PASSES = 2
"""What stood between two headings in the order given may not stand there in the order found."""


@dataclass(slots=True)
class Story:
    """One item, its parts as chains."""

    headings: list[Chain] = field(default_factory=list)
    bylines: list[Chain] = field(default_factory=list)
    body: list[Chain] = field(default_factory=list)
    sections: set[int] = field(default_factory=set)
    """Places in `body` that are section heads."""


@dataclass(frozen=True, slots=True)
class Structure:
    stories: tuple[Story, ...]
    furniture: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A chain and what it is by itself."""

    chain: Chain
    kind: Kind
    text: str
    is_heading_of_story: bool = False


def structure_of(lines: Sequence[Fragment], chains: Sequence[Chain]) -> Structure:
    """The stories in the order of the text.

    Headings have no gaps; of the paragraphs of one story, what ends before a lost line and what begins behind one
    become one chain. The chains given are not all kept; their lines are, each in one chain.
    """
    given = sorted(chains, key=place_of)
    headings = sorted(c.lines[0] for c, kind in zip(given, kinds_of(given, lines), strict=True) if kind is Kind.HEADING)
    given = sorted(parted(given, headings), key=place_of)
    parts = [
        _Part(chain, kind, text_of(chain, lines)) for chain, kind in zip(given, kinds_of(given, lines), strict=True)
    ]
    furniture = tuple(part.chain for part in parts if part.kind is Kind.FURNITURE)
    items = [_headings_in_place([part for part in parts if part.kind is not Kind.FURNITURE])]
    for _ in range(PASSES):
        items = [_in_order(item, lines) for item in _items([part for item in items for part in item])]
    return Structure(tuple(_story(item) for item in items), furniture)


def _headings_in_place(parts: Sequence[_Part]) -> list[_Part]:
    order = headings_in_place([part.kind for part in parts], [part.text for part in parts])
    return [parts[n] for n in order]


def _items(parts: Sequence[_Part]) -> list[list[_Part]]:
    """The parts of each story."""
    texts, kinds = [part.text for part in parts], [part.kind for part in parts]
    groups = groups_of(kinds)
    of_pictures = pictures(kinds, texts, groups)
    openings = {
        group.headings[0]: group
        for group, sure in zip(groups, opening(groups, texts, Cohesion(texts)), strict=True)
        if sure > LIKELY or group.headings[0] in of_pictures
    }
    return _parted(parts, openings, of_pictures, without_heading(kinds, texts, openings))


def _parted(
    parts: Sequence[_Part], openings: Mapping[int, Group], of_pictures: Mapping[int, range], headless: frozenset[int]
) -> list[list[_Part]]:
    headings = {n for group in openings.values() for n in group.headings}
    items: list[list[_Part]] = []
    item: list[_Part] = []
    around, end = item, -1
    for n, part in enumerate(parts):
        if not items or n in openings or n in headless:
            around, end = item, of_pictures[n].stop if n in of_pictures else -1
            item = []
            items.append(item)
        elif n == end and around:
            item = around
        item.append(replace(part, is_heading_of_story=n in headings))
    return items


def _in_order(item: Sequence[_Part], lines: Sequence[Fragment]) -> list[_Part]:
    """The parts of a story, its paragraphs in reading order."""
    body = {id(part.chain): part for part in item if _is_body(part)}
    ordered = iter(
        in_reading_order(
            [part.chain for part in body.values()],
            lines,
            lambda chain: opens_story(body[id(chain)].text),
        )
    )
    return [body[id(next(ordered))] if _is_body(part) else part for part in item]


def _is_body(part: _Part) -> bool:
    return not part.is_heading_of_story and part.kind is not Kind.BYLINE


def _story(item: Sequence[_Part]) -> Story:
    heads = {part.chain.lines[0] for part in item if part.kind is Kind.HEADING}
    whole = [replace(part.chain, gaps=frozenset(), gap_before=False) for part in item if part.is_heading_of_story]
    body = bridged([_bare(part) for part in item if _is_body(part)])
    bylines = [part.chain for part in item if part.kind is Kind.BYLINE and not part.is_heading_of_story]
    return Story(whole, bylines, body, {n for n, chain in enumerate(body) if chain.lines[0] in heads})


def _bare(part: _Part) -> Chain:
    """A section head has no gaps."""
    return replace(part.chain, gaps=frozenset(), gap_before=False) if part.kind is Kind.HEADING else part.chain
