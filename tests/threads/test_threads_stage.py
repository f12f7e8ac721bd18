"""The stage on pages of plain texts: what moves, what stays, and that nothing is lost or added."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.export.document import document_of
from pipeline.ingest_text import read_text
from pipeline.invariants import violations
from pipeline.page import BlockKind, FactStatus, Page, Patch, PatchKind
from pipeline.repair.text import traced_paragraph
from pipeline.run import run, text_stages
from pipeline.settings import RepairSettings, Settings, ThreadSettings
from pipeline.threads import ThreadLines
from tests.threads import garbled_text

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Page:
    (page,) = read_text(garbled_text.written(tmp_path_factory.mktemp("text")))
    return page


@pytest.fixture(scope="module")
def repaired(given: Page) -> Page:
    return run(given, text_stages(Settings()))


def of_kind(page: Page, kind: PatchKind) -> list[Patch]:
    return [patch for patch in page.patches if patch.kind is kind]


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def page_of(folder: Path, text: str) -> Page:
    (folder / "x.txt").write_text(text, "utf-8")
    (page,) = read_text(folder / "x.txt")
    return page


def test_lines_are_put_back(repaired: Page) -> None:
    harbour, library = document_of(repaired).items
    assert [item.headline for item in (harbour, library)] == [head for head, _ in garbled_text.HEADS]
    assert [item.byline for item in (harbour, library)] == [byline for _, byline in garbled_text.HEADS]
    wanted = [garbled_text.HARBOUR, garbled_text.HARBOUR_TWO, garbled_text.LIBRARY, garbled_text.LIBRARY_TWO]
    found = [p.text for item in (harbour, library) for p in item.paragraphs]
    assert [letters(text) for text in found] == [letters("".join(lines)) for lines in wanted]
    assert "".join(c for c in found[0] if c.isalnum()) == "".join(c for c in "".join(wanted[0]) if c.isalnum())


def test_what_moved_is_said(given: Page, repaired: Page) -> None:
    moves = of_kind(repaired, PatchKind.MOVE)
    texts = {repaired.lines[patch.line].text for patch in moves}
    assert texts == {garbled_text.HARBOUR[5], garbled_text.LIBRARY[4]}
    order = repaired.orders[0].lines
    stood = given.line_order
    for patch in moves:
        assert order[order.index(patch.line) - 1] == patch.after
        assert stood[stood.index(patch.line) - 1] == patch.before
        assert patch.confidence > 0.5 and patch.after in patch.reason


def test_both_orders_are_kept(given: Page, repaired: Page) -> None:
    first, second = repaired.orders
    assert second == given.orders[0]
    assert first.lines != second.lines and set(first.lines) == set(second.lines)
    assert 0.5 < first.score <= 1.0


def test_lines_stay_as_they_were_read(given: Page, repaired: Page) -> None:
    assert repaired.lines == given.lines
    assert list(violations(repaired)) == []


def test_every_character_leads_back_to_its_place(given: Page, repaired: Page) -> None:
    rows = garbled_text.as_given().split("\n")
    for article in repaired.articles:
        for lines in (article.headline, article.byline, *article.body, *article.captions):
            for piece in traced_paragraph(repaired, lines):
                if isinstance(piece.source, int):
                    x, y, _, _ = repaired.lines[piece.line].chars[piece.source].box
                    assert rows[int(y)][int(x)] == piece.text
                else:
                    assert piece.source is not None  # a patch says who wrote it


def test_blocks_hold_one_part_of_one_article_each(repaired: Page) -> None:
    part_of = {}
    for article in repaired.articles:
        for number, lines in enumerate((article.headline, article.byline, *article.body)):
            part_of.update(dict.fromkeys(lines, (article.id, number)))
    for block in repaired.blocks:
        assert len({part_of.get(line.id) for line in block.lines}) == 1
    kinds = {repaired.lines[line.id].text: block.kind for block in repaired.blocks for line in block.lines}
    assert kinds[garbled_text.HEADS[0][0]] is BlockKind.HEADING
    assert kinds[garbled_text.HEADS[0][1]] is BlockKind.CREDIT
    assert kinds[garbled_text.IMPRINT] is BlockKind.FOOTER
    assert kinds["河湾晚报"] is BlockKind.MASTHEAD


def test_the_weekday_is_supplied(repaired: Page) -> None:
    facts = {fact.name: fact for fact in repaired.facts}
    assert facts["date"].value == "2024-03-05" and facts["date"].status is FactStatus.READ
    assert facts["weekday"].value == "2" and facts["weekday"].status is FactStatus.SUPPLIED


def test_without_moves_every_line_stays(given: Page) -> None:
    page = run(given, text_stages(replace(Settings(), thread=ThreadSettings(move=False))))
    assert page.orders[0].lines == given.line_order
    assert of_kind(page, PatchKind.MOVE) == []
    assert len(page.articles) == 2


def test_without_normalising_only_breaks_go(given: Page) -> None:
    page = run(given, text_stages(replace(Settings(), repair=RepairSettings(normalise=False))))
    assert {patch.kind for patch in page.patches} <= {PatchKind.JOIN, PatchKind.MOVE, PatchKind.GAP}
    assert "昨天上午,河湾港务局" in document_of(page).items[0].paragraphs[0].text


def test_without_gaps_nothing_is_marked(given: Page) -> None:
    page = ThreadLines(ThreadSettings(gaps=False))(given)
    assert of_kind(page, PatchKind.GAP) == []


def test_run_again_it_gives_the_same(given: Page, repaired: Page) -> None:
    again = run(repaired, text_stages(Settings()))
    assert again.articles == repaired.articles
    assert [order.lines for order in again.orders] == [order.lines for order in repaired.orders]


@pytest.mark.parametrize("text", ["独行", "第一行\n\n第二行", "一行\n二行\n三行"])
def test_a_text_of_a_few_lines(tmp_path: Path, text: str) -> None:
    page = run(page_of(tmp_path, text), text_stages(Settings()))
    document = document_of(page)
    parts = [part for item in document.items for part in (item.kicker, item.headline, item.subheadline, item.byline)]
    parts += [p.text for item in document.items for p in (*item.paragraphs, *item.captions)]
    assert letters("".join([*parts, *(f.text for f in document.furniture)]).replace("〔缺〕", "")) == letters(text)


def test_progress_is_told(given: Page) -> None:
    told: list[tuple[int, int]] = []
    ThreadLines(ThreadSettings(), lambda done, total: told.append((done, total)))(given)
    assert told and told[-1] == (len(given.lines), len(given.lines))


def test_the_seed_page() -> None:
    if not SEED.exists():
        pytest.skip("there is no ../shared/seed")
    (page,) = read_text(SEED / "page.txt")
    repaired = run(page, text_stages(replace(Settings(), repair=RepairSettings(normalise=False))))
    document = document_of(repaired)
    said = "".join(p.text for item in document.items for p in (*item.paragraphs, *item.captions))
    said += "".join(i.kicker + i.headline + i.subheadline + i.byline for i in document.items)
    said += "".join(one.text for one in document.furniture)
    read = letters("".join(line.text for line in page.lines.values()))
    assert letters(said.replace("〔缺〕", "")) == read
    assert {fact.name: fact.value for fact in repaired.facts}["weekday"] == "2"
    assert list(violations(repaired)) == []
