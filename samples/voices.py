"""Items with a voice of their own: comments (短评) in another face and measure, and news in brief (简讯)."""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from random import Random

from samples.desk import Copy, Sentence
from samples.flow import Form, Row
from samples.fonts import cast, covers
from samples.grounds import INK, print_ground
from samples.heads import Head, make_head
from samples.house import House
from samples.layout import Leaf
from samples.press import Press
from samples.shaped import ShapedSetter
from samples.sheet import Box, PrintedLine
from samples.typeset import SetLine, set_line
from samples.words import FOLDER, Topic, read_topic, render

BRIEF_MARKS = ("▲", "●", "■", "◆", "★", "△", "○")
COMMENTATORS = ("本报评论员", "特约评论员", "评论员", "")


@cache
def voice(name: str) -> Topic:
    """The words of comments (`comment`) or of news in brief (`briefs`)."""
    return read_topic(FOLDER / "voices" / f"{name}.txt")


def comment_house(house: House, rng: Random) -> House:
    """The house style of a comment: another face than the news, often a little larger and more open."""
    faces = [face for genre in ("kai", "kai", "hei", "song") for face in cast(genre)[:2] if face != house.body]
    face = rng.choice(faces)
    size = round(house.size_px * rng.choice((1.0, 1.0, 1.06, 1.14)))
    return dataclasses.replace(house, body=face, size_px=size, pitch_px=round(size * rng.uniform(1.28, 1.62)),
                               byline_form=rng.choice(("left", "end", "centred")))


class CommentCopy(Copy):
    """Copy of a comment: it reports no news."""

    def offers(self) -> Iterator[Sentence]:
        """What `Copy` offers, without the words that open news."""
        for sentence in super().offers():
            yield dataclasses.replace(sentence, text=sentence.text.removeprefix("本报讯\u3000"))


class CommentSetter(ShapedSetter):
    """Sets a comment: its label in the corner, a heading, text in a measure of its own."""

    def _copy(self) -> Copy:
        words = voice("comment")
        said = {tag: words.of(tag) for tag in ("head", "lead", "body")}  # the labels are no kickers of its heading
        return CommentCopy(self.press.desk, Topic(words.name, said))

    def _byline_text(self) -> str:
        title = self.rng.choice(COMMENTATORS)
        return f"{title} {self.copy.reporter()}" if title else self.copy.reporter()

    def _make_head(self, width_px: float, byline: str) -> Head:
        return make_head(self.copy, self.house, self.rng, width_px, "short", byline)

    def _print_head(self, left: float, right: float, y: float, byline: str) -> float:
        house, rng = self.house, self.rng
        label = rng.choice(voice("comment").of("kick"))
        size, face = round(house.size_px * rng.uniform(1.15, 1.5)), rng.choice((house.bold, house.caption))
        line = set_line(label, face, rng.choice((0.0, 0.2, 0.4)))
        kind = rng.choice(("", "", "reversed", "tinted"))
        pad = 0.3 * size if kind else 0.0
        wide = line.right * size + 2 * pad
        at = left if house.head_align == "left" or rng.random() < 0.5 else (left + right - wide) / 2
        if kind:
            print_ground(self.press, kind, (at, y, at + wide, y + size + 2 * pad), self.item.id, rng)
        self.press.sheet.line(line, face, size, at + pad, y + pad, "kicker", self.item.id, ink=INK.get(kind, 0))
        foot = y + size + 2 * pad
        if not kind and rng.random() < 0.5:
            foot += 0.3 * size
            self.press.sheet.rule("thin", left, foot, right, foot, 2)
        foot = super()._print_head(left, right, foot + 0.5 * size, byline)
        self.item.kicker = label
        self.traits.append("comment")
        return foot


def set_comment(press: Press, leaf: Leaf) -> list[Leaf]:
    """Print a comment."""
    own = dataclasses.replace(press, house=comment_house(press.house, press.rng))
    setter = CommentSetter(own, dataclasses.replace(leaf, measures=leaf.measures or max(1, leaf.columns - 1)))
    setter.set()
    return setter.inner


@dataclasses.dataclass(slots=True)
class BriefCopy(Copy):
    """Copy that offers one piece of news in brief after another; `style`: bold, marked or both."""

    style: str = "bold"
    mark: str = ""

    def offers(self) -> Iterator[Sentence]:
        """Pieces that the page has not printed, each a paragraph."""
        patterns = self.desk.left(self.topic, "body")
        for pattern in self.desk.rng.sample(patterns, min(12, len(patterns))):
            title, text = render(pattern, self.desk.rng, self.kept).split("｜")
            start = self.mark if self.style != "bold" else ""
            between = self.desk.rng.choice(("本报讯\u3000", "", "")) if self.style == "marked" else title + "\u3000"
            yield Sentence(start + between + text, pattern, True)


class BriefSetter(ShapedSetter):
    """Sets news in brief: a label as headline, then paragraphs that begin with a mark, a bold title or both."""

    def _copy(self) -> Copy:
        rng = self.press.rng
        marks = [mark for mark in BRIEF_MARKS if covers(self.press.house.body, mark)]
        style = rng.choice(("bold", "both", "both", "marked"))
        return BriefCopy(self.press.desk, voice("briefs"), style=style, mark=rng.choice(marks))

    def _form(self) -> Form:
        form = super()._form()
        self.item.byline = self.byline = ""
        self._starts: dict[int, int] = {}
        return dataclasses.replace(form, byline_top="", byline_end="", jump_to="", jump_from="")

    def _note_jumps(self, form: Form) -> None:
        """News in brief ends where it stands."""

    def _make_head(self, width_px: float, byline: str) -> Head:
        label = dataclasses.replace(self.copy, topic=Topic("labels", {"head": self.copy.topic.of("kick")}))
        self.traits.append("briefs")
        return make_head(label, self.house, self.rng, width_px, "short")

    def _print_body(self, row: Row, form: Form, left: float, y: float) -> Box:
        """Print a row, its part of the paragraph's title in bold."""
        assert row.line is not None and row.paragraph is not None and isinstance(self.copy, BriefCopy)
        start = self._starts.get(row.paragraph, 0)
        self._starts[row.paragraph] = start + len(row.line.text)
        title = self.item.paragraphs[row.paragraph].find("\u3000") if self.copy.style != "marked" else 0
        strong = sum(1 for char in row.line.text[:max(0, title - start)] if not char.isspace())
        if not strong:
            return super()._print_body(row, form, left, y)
        sheet, size, line = self.press.sheet, self.house.size_px, row.line
        for glyphs, face in ((line.glyphs[:strong], form.bold), (line.glyphs[strong:], form.face)):
            sheet.line(SetLine(line.text, glyphs, line.left, line.right), face, size, left, y, "body", record=False)
        box = (left + line.left * size, y, left + line.right * size, y + size)
        sheet.lines.append(PrintedLine(line.text, self.item.id, "body", row.paragraph, box))
        return box


def set_briefs(press: Press, leaf: Leaf) -> list[Leaf]:
    """Print news in brief."""
    setter = BriefSetter(press, leaf)
    setter.set()
    return setter.inner
