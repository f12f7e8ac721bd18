"""Running stages: order, provenance, resuming, and engines that fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pipeline.errors import EngineError, InputError, UsageError
from pipeline.invariants import violations
from pipeline.page import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Candidate,
    Char,
    Fact,
    FactStatus,
    Line,
    Order,
    Page,
    Patch,
    PatchKind,
    Picture,
    Source,
    Transform,
)
from pipeline.run import first_stale, run, without_results
from pipeline.settings import STAGES, RecognizeSettings

SQUARE = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))


def char(text: str, confidence: float = 0.9) -> Char:
    return Char(text, (0.0, 0.0, 9.0, 9.0), confidence, (Candidate(text, confidence),))


def finished_page() -> Page:
    """A page with something of every stage."""
    lines = tuple(Line(f"b1l{n}", SQUARE, tuple(map(char, text))) for n, text in enumerate(("昨天,", "今天。"), 1))
    return Page(
        "x",
        Source("scans/x.pdf", "0" * 64, 100, 200, 300.0, page_number=3, page_count=4),
        transform=Transform(width_px=90, height_px=190, skew_deg=1.0),
        blocks=(Block("b1", BlockKind.PARAGRAPH, SQUARE, lines=lines),),
        pictures=(Picture("p1", "halftone", SQUARE),),
        orders=(Order(("b1l1", "b1l2"), 1.0, "columns"),),
        articles=(Article("a1", ArticleKind.ARTICLE, body=(("b1l1", "b1l2"),), pictures=("p1",)),),
        patches=(Patch(PatchKind.NORMALISE, "b1l1", 2, ",", "，", "width", 0.9, "repair"),),
        facts=(Fact("number", "4321", "总第4321期", "", FactStatus.READ),),
    )


FINISHED = finished_page()
UNREAD = without_results(FINISHED, "recognize")
RESULTS: dict[str, Callable[[Page], Page]] = {
    "straighten": lambda page: replace(page, transform=FINISHED.transform),
    "segment": lambda page: replace(
        page, blocks=without_results(FINISHED, "recognize").blocks, pictures=FINISHED.pictures
    ),
    "recognize": lambda page: replace(page, blocks=FINISHED.blocks),
    "order": lambda page: replace(page, orders=FINISHED.orders),
    "articles": lambda page: replace(page, articles=FINISHED.articles),
    "repair": lambda page: replace(page, patches=FINISHED.patches),
    "masthead": lambda page: replace(page, facts=FINISHED.facts),
}


@dataclass
class Recorded:
    """A stage that gives its part of the finished page and counts its runs."""

    name: str
    version: str = "1"
    engine: str = ""
    settings: Any = field(default_factory=RecognizeSettings)
    runs: int = 0

    def __call__(self, page: Page) -> Page:
        self.runs += 1
        return RESULTS[self.name](page)


def all_stages() -> list[Recorded]:
    return [Recorded(name) for name in STAGES]


def fresh_page() -> Page:
    return without_results(FINISHED, "straighten")


def test_the_stages_run_in_order_and_are_noted() -> None:
    seen: list[str] = []
    page = run(fresh_page(), all_stages(), on_stage=seen.append)
    assert tuple(seen) == STAGES == tuple(step.stage for step in page.history)
    assert replace(page, history=()) == FINISHED
    assert all(step.version == "1" and len(step.settings_digest) == 12 and step.seconds >= 0 for step in page.history)


def test_until_ends_after_the_stage() -> None:
    page = run(fresh_page(), all_stages(), until="recognize")
    assert page.history[-1].stage == "recognize"
    assert page.lines["b1l1"].text == "昨天,"
    assert page.orders == ()


@pytest.mark.parametrize("stage", STAGES)
def test_taking_up_a_page_gives_the_same_as_a_full_run(stage: str) -> None:
    whole = run(fresh_page(), all_stages())
    stages = all_stages()
    again = run(whole, stages, from_=stage)
    assert replace(again, history=()) == replace(whole, history=())
    assert [s.stage for s in again.history] == list(STAGES)
    assert [s.runs for s in stages] == [0] * STAGES.index(stage) + [1] * (len(STAGES) - STAGES.index(stage))


@pytest.mark.parametrize("change", [{"version": "2"}, {"engine": "b 1"}, {"settings": RecognizeSettings(engine="b")}])
def test_an_earlier_stage_that_changed_runs_again(change: dict[str, Any]) -> None:
    whole = run(fresh_page(), all_stages())
    stages = all_stages()
    stages[1] = replace(stages[1], **change)
    assert first_stale(whole, stages) == 1
    run(whole, stages, from_="repair")
    assert [stage.runs for stage in stages] == [0, 1, 1, 1, 1, 1, 1]


def test_a_stage_never_run_is_stale() -> None:
    page = run(fresh_page(), all_stages(), until="segment")
    assert first_stale(page, all_stages()) == 2
    assert first_stale(run(fresh_page(), all_stages()), all_stages()) == len(STAGES)


@pytest.mark.parametrize(("from_", "until"), [("nothing", None), (None, "nothing"), ("order", "segment")])
def test_stages_that_cannot_be_run_are_refused(from_: str | None, until: str | None) -> None:
    whole = run(fresh_page(), all_stages())
    with pytest.raises(UsageError, match="straighten, segment"):
        run(whole, all_stages(), from_, until)


class Crashes(Recorded):
    def __call__(self, page: Page) -> Page:
        raise ZeroDivisionError("nothing to divide by")


class Refuses(Recorded):
    def __call__(self, page: Page) -> Page:
        raise InputError("the scan is torn", hint="scan it again")


def test_a_crash_names_page_stage_and_engine() -> None:
    stages = [*all_stages()[:2], Crashes("recognize")]
    with pytest.raises(EngineError) as caught:
        run(fresh_page(), stages)
    assert caught.value.page == "x.pdf, page 3"
    assert caught.value.message == "stage recognize failed: ZeroDivisionError: nothing to divide by"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert caught.value.hint


def test_an_error_of_our_own_passes_with_the_page_put_in() -> None:
    with pytest.raises(InputError) as caught:
        run(fresh_page(), [Refuses("straighten")])
    assert str(caught.value) == "x.pdf, page 3: the scan is torn (scan it again)"


def test_interruption_is_not_taken_for_a_crash() -> None:
    class Interrupted(Recorded):
        def __call__(self, page: Page) -> Page:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(fresh_page(), [Interrupted("straighten")])


def with_chars(page: Page, *chars: Char) -> Page:
    block = page.blocks[0]
    return replace(page, blocks=(replace(block, lines=(replace(block.lines[0], chars=chars), block.lines[1])),))


NONSENSE: dict[str, Callable[[Page], Page]] = {
    "is no permutation": lambda page: replace(page, orders=(Order(("b1l1", "b1l1"), 1.0, "odd"),)),
    "no permutation of the 2": lambda page: replace(page, orders=(Order(("b1l1",), 1.0, "short"),)),
    "stands in two places": lambda page: replace(
        page, articles=(*page.articles, Article("a2", ArticleKind.ARTICLE, headline=("b1l1",)))
    ),
    "holds line b9l9": lambda page: replace(page, articles=(Article("a1", ArticleKind.ARTICLE, headline=("b9l9",)),)),
    "holds picture p9": lambda page: replace(page, articles=(Article("a1", ArticleKind.PICTURE, pictures=("p9",)),)),
    "id a1 stands twice": lambda page: replace(page, articles=(Article("a1", ArticleKind.ARTICLE),) * 2),
    "id b1 stands twice": lambda page: replace(page, blocks=(*page.blocks, replace(page.blocks[0], lines=()))),
    "outside 0 to 1": lambda page: with_chars(page, char("昨", 1.5), char("天"), char(",")),
    "confidence outside": lambda page: with_chars(page, char("昨", float("nan")), char("天"), char(",")),
    "has the box": lambda page: with_chars(page, replace(char("昨"), box=(9.0, 0.0, 1.0, 9.0)), char("天"), char(",")),
    "without text": lambda page: with_chars(page, char(""), char("昨"), char("天"), char(",")),
    "no sound polygon": lambda page: replace(page, blocks=(replace(page.blocks[0], polygon=()),)),
    "block b1 has confidence": lambda page: replace(page, blocks=(replace(page.blocks[0], confidence=-1.0),)),
    "does not stand at 0": lambda page: replace(page, patches=(replace(page.patches[0], start=0),)),
    "patches of line b1l1 overlap": lambda page: replace(
        page, patches=(*page.patches, replace(page.patches[0], start=1, before="天,", after=""))
    ),
    "a patch is for line b7": lambda page: replace(page, patches=(replace(page.patches[0], line="b7"),)),
    "a patch of line b1l1 has": lambda page: replace(page, patches=(replace(page.patches[0], confidence=2.0),)),
}


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_caught(said: str) -> None:
    nonsense = NONSENSE[said](FINISHED)
    assert said in next(violations(nonsense))
    assert said in next(violations(nonsense, FINISHED))  # also when only what changed is looked at

    class TalksNonsense(Recorded):
        def __call__(self, page: Page) -> Page:
            return nonsense

    with pytest.raises(EngineError, match=rf"x\.pdf, page 3: stage repair with mad 1\.0 returned nonsense: .*{said}"):
        run(FINISHED, [*all_stages()[:5], TalksNonsense("repair", engine="mad 1.0")])


def test_a_sound_page_has_no_violations() -> None:
    assert list(violations(FINISHED)) == []
    assert list(violations(fresh_page())) == []
