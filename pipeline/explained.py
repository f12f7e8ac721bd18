"""What `--explain` prints: for one line the candidates on either side, for several what was decided of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.messages import say, translate
from pipeline.page import Page
from pipeline.report import columned, shortened
from pipeline.threads.explanation import Candidate, Explanation, Side, place_of

TEXT_WIDTH = 36
"""Columns of the terminal that the text of a line takes at most."""
NUMBERS = frozenset({1, 2, 3})
"""Columns of the table that are set flush right."""


def explanation_text(page: Page, explained: Explanation) -> str:
    """The line, then a table of what could go before it and one of what could follow it."""
    line = explained.line
    parts = [
        f"{line}  {place_of(page, line)}  {page.lines[line].text}",
        "",
        say("What could go before it ({} lines were looked at)", explained.before.count),
        _table(page, explained.before, forward=False),
        "",
        say("What could follow it ({} lines were looked at)", explained.after.count),
        _table(page, explained.after, forward=True),
        "",
        say("What was decided"),
        *(f"  {text}" for text in _decisions(explained)),
    ]
    return "\n".join(parts)


def lines_text(page: Page, explained: Sequence[Explanation]) -> str:
    """A row for each line: where it stands, what it follows, what follows it."""
    titles = ("", say("line"), say("place"), say("text"), say("follows"), say("is followed by"))
    rows = [titles, *(_overview(page, each) for each in explained)]
    hint = say("{} lines are meant: give one of them, by its place or its id", len(explained))
    return f"{columned(rows)}\n\n{hint}"


def _overview(page: Page, explained: Explanation) -> tuple[str, ...]:
    line = explained.line
    text = shortened(page.lines[line].text, TEXT_WIDTH)
    return "", line, place_of(page, line), text, _beside(explained.before), _beside(explained.after)


def _beside(side: Side) -> str:
    for candidate in side.candidates:
        if candidate.decided:
            return f"{candidate.line}{'' if candidate.given else ' *'}  {candidate.share:.2f}"
    return say("a lost line") if side.decided == "lost" else "-"


def _table(page: Page, side: Side, *, forward: bool) -> str:
    titles = ("", say("likely"), say("words"), say("reading"), say("line"), say("place"), say("text"), say("signs"))
    rows = [titles, *(_row(page, candidate, forward=forward) for candidate in side.candidates)]
    none = say("no line: its paragraph ends with it") if forward else say("no line: its paragraph begins with it")
    for share, text, kind in ((side.none, none, "none"), (side.lost, say("a lost line"), "lost")):
        rows.append(("=>" if side.decided == kind else "", f"{share:.3f}", "", "", "", "", text, ""))
    return columned(rows, NUMBERS)


def _row(page: Page, candidate: Candidate, *, forward: bool) -> tuple[str, ...]:
    signs = [translate(sign) for sign in candidate.spoken.signs]
    if candidate.given:
        signs.insert(0, say("stood there"))
    if candidate.instead and not candidate.decided:
        signs.append(say("follows {}", candidate.instead) if forward else say("{} follows it", candidate.instead))
    return (
        "=>" if candidate.decided else "",
        f"{candidate.share:.3f}",
        f"{candidate.spoken.words:+.1f}",
        f"{candidate.spoken.reading:.1f}",
        candidate.line,
        place_of(page, candidate.line),
        shortened(page.lines[candidate.line].text, TEXT_WIDTH),
        "; ".join(signs),
    )


def _decisions(explained: Explanation) -> Iterator[str]:
    before = next((c for c in explained.before.candidates if c.decided), None)
    after = next((c for c in explained.after.candidates if c.decided), None)
    if before:
        yield (say("it follows {}, as given", before.line) if before.given else say("now it follows {}", before.line))
    elif explained.before.decided == "lost":
        yield say("the line before it is lost")
    else:
        yield say("its paragraph begins with it")
    if after:
        yield say("{} follows it, as given", after.line) if after.given else say("now {} follows it", after.line)
    elif explained.after.decided == "lost":
        yield say("the line after it is lost")
    else:
        yield say("its paragraph ends with it")
