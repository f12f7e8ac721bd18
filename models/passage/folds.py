"""Pages of columns laid out as Jing bao of 1939 was: regions that readers drew on its folds.

The polygons tell how an editor led a story from tier to tier, which no page maker knows by itself; they hold no text.
Where `printed.py` knows which lines stood in a story's regions, those are set there, headings in their rows and sizes;
else each region is filled with columns of its size, and what follows what is not told: who joined the regions did not
always keep their order. Rules are drawn where that paper had them.
Columns are lost, cut, misread and taken for headings as a recogniser does it. Data: the repository ecpo-data of Early
Chinese Periodicals Online (CC BY 4.0). The issue of 1939-04-23 is left out: it is what the program is tested on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from models.passage.examples import Example, Place, example_of
from models.passage.printed import EM_PX, PITCH_PX, Copy, Line, articles_of, copies_of
from pipeline.geometry import union
from pipeline.language.traditional import simplified
from pipeline.order.headings import Heading
from pipeline.order.pieces import Row, Sheet
from pipeline.order.vertical.columns import Column, Grid, Type
from pipeline.order.vertical.flows import region_of
from pipeline.order.vertical.regions import Atom
from pipeline.page import Box

TESTED = "1939-04-23"
SMALL_HEADING = 0.5
"""A heading among columns is wider than they are by this share of the pitch."""
SIZES = (1.0, 1.14)
"""Body type of 1939, and of 1920, against EM_PX: a fold is reduced to it."""
LEVEL_PX = 13.0
GROUPED = 0.8
"""Share of the regions of articles that must be joined to stories for a fold to be used."""
NUMBER = r"(-?[\d.]+(?:e-?\d+)?)"


@dataclass(frozen=True)
class Area:
    """A region of a fold: of which story it is (-1: not told), and which part of it."""

    box: Box
    article: bool
    story: int
    part: int


def areas_of(document: dict[str, Any]) -> list[Area]:
    """The regions of a fold's annotation, in px of its scan."""
    single: list[tuple[Box, bool]] = []
    areas: list[Area] = []
    for number, item in enumerate(document["items"]):
        labels = [b["value"]["name"] for b in item["body"] if b["type"] == "CategoryLabel"]
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        boxes = [box for t in targets if (box := _box(t["selector"]["value"])) is not None]
        article = labels[:1] == ["article"]
        if len(boxes) > 1:
            areas += [Area(box, article, number, part) for part, box in enumerate(boxes)]
        elif boxes:
            single.append((boxes[0], article))
    told = [a.box for a in areas]
    return areas + [Area(box, article, -1, 0) for box, article in single if not any(_same(box, b) for b in told)]


def _box(drawing: str) -> Box | None:
    matrix = re.search(r"matrix\(([^)]*)\)", drawing)
    a, b, c, d, e, f = map(float, matrix.group(1).split()) if matrix else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    polygon = re.search(r'<polygon[^>]*points="([^"]*)"', drawing)
    if polygon:
        numbers = [float(n) for n in re.findall(NUMBER, polygon.group(1))]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
    elif "<rect" in drawing:
        x, y, w, h = (float(re.search(rf'\b{k}="{NUMBER}"', drawing).group(1)) for k in ("x", "y", "width", "height"))  # type: ignore[union-attr]
        points = [(x, y), (x + w, y + h)]
    else:
        return None
    places = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    box = (
        min(x for x, _ in places), min(y for _, y in places), max(x for x, _ in places), max(y for _, y in places)
    )  # fmt: skip
    return box if box[2] - box[0] > 8 and box[3] - box[1] > 8 else None


def _same(a: Box, b: Box) -> bool:
    return all(abs(x - y) < 6 for x, y in zip(a, b, strict=True))


def stories_of(areas: Sequence[Area]) -> dict[object, list[Area]]:
    """The regions of articles by story, in the order of whoever joined them; one joined to none is by itself."""
    stories: dict[object, list[Area]] = {}
    for area in sorted((a for a in areas if a.article), key=lambda a: a.part):
        stories.setdefault(area.story if area.story >= 0 else area.box, []).append(area)
    return stories


def halves(areas: Sequence[Area]) -> Iterator[list[Area]]:
    """The right page of a fold and the left one."""
    low = min(a.box[0] for a in areas if a.article)
    high = max(a.box[2] for a in areas if a.article)
    for left in (False, True):
        own = [a for a in areas if ((a.box[0] + a.box[2]) / 2 < (low + high) / 2) is left]
        if sum(a.article for a in own) > 6:
            yield own


def is_usable(areas: Sequence[Area]) -> bool:
    of_articles = [a for a in areas if a.article]
    return len(of_articles) > 20 and sum(a.story >= 0 for a in of_articles) > GROUPED * len(of_articles)


@dataclass
class Faults:
    """How badly a page was read: shares of characters, columns and headings."""

    misread: float
    lost: float
    cut: float
    taken_for_heading: float
    heading_missed: float = 0.06

    @classmethod
    def drawn(cls, rng: Random) -> Faults:
        return cls(
            rng.choice((0.02, 0.08, 0.15, 0.25)), rng.choice((0.01, 0.04)), rng.choice((0.01, 0.05)),
            rng.choice((0.004, 0.015, 0.03)),
        )  # fmt: skip


@dataclass
class Setter:
    """Sets one page. Frame of rows and rules: the scan's; `example` turns it."""

    areas: Sequence[Area]
    texts: Sequence[Sequence[str]]
    """Articles, each as its printed lines."""
    rng: Random
    rows: list[tuple[Box, str]] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    headings: list[list[int]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    truth: dict[str, tuple[Place, Place]] = field(default_factory=dict)
    copies: Mapping[object, Sequence[tuple[Box, Copy]]] = field(default_factory=dict)
    """By story its regions as they are read, and what each holds, where that is known."""

    def __post_init__(self) -> None:
        self.faults = Faults.drawn(self.rng)
        self.letters = "".join("".join(self.rng.choice(self.texts)) for _ in range(5))
        wide = [a.box for a in self.areas if a.article and a.box[2] - a.box[0] > 3 * PITCH_PX]
        self.tops, self.feet = np.array([b[1] for b in wide]), np.array([b[3] for b in wide])
        self.ruled, self.walled = self.rng.random() < 0.8, self.rng.random()

    def example(self, name: str) -> Example:
        """Set the page, and make an example of it."""
        for key, areas in stories_of(self.areas).items():
            if key in self.copies:
                self._set_copies(self.copies[key], str(key))
            else:
                self._set(areas)
            self._wall(areas)
        width = max(a.box[2] for a in self.areas) + 200

        def turned(box: Box) -> Box:
            return (box[1], width - box[2], box[3], width - box[0])

        rows = [Row(f"r{k}", turned(box), EM_PX, text, 0.8) for k, (box, text) in enumerate(self.rows)]
        plain = simplified([rows[k].text for k in self.columns])
        columns = [
            Column(rows[k], Type.BODY, EM_PX * self.rng.uniform(0.97, 1.05), p)
            for k, p in zip(self.columns, plain, strict=True)
        ]
        atoms = [Atom("body", c.box, k, c) for k, c in enumerate(columns)]
        headings = []
        for group in self.headings:
            box = union(rows[k].box for k in group)
            headings.append(Heading((), tuple(rows[k] for k in group), (), (), box, (box[0], box[2]), -1))
            atoms.append(Atom("heading", box, len(headings) - 1))
        atoms += [Atom("inset", turned(a.box), k) for k, a in enumerate(self.areas) if not a.article]
        sheet = Sheet(width, width, EM_PX, (), (), (), ())
        grid = Grid(sheet, tuple(columns), EM_PX, PITCH_PX, self.rng.random() < 0.5)
        region = region_of(atoms, headings, grid, [turned(r) for r in self.rules])
        return example_of(name, region, headings, grid, self.truth)

    def _set(self, areas: Sequence[Area]) -> None:
        """Fill a story of which nothing is known but its regions; not even in which order they are read."""
        kinds = self._kinds(areas)
        room = sum(_room(a.box) for a, text in zip(areas, kinds, strict=True) if text)
        copy = _Filling(self._paragraphs(int(room)))
        part = 0
        while part < len(areas):
            if kinds[part]:
                self._set_text(areas[part].box, copy, part == len(areas) - 1)
                part += 1
                continue
            group = [areas[part].box]
            while (
                part + len(group) < len(areas)
                and not kinds[part + len(group)]
                and self.rng.random() < 0.85
                and _near(union(group), areas[part + len(group)].box)
            ):
                group.append(areas[part + len(group)].box)
            self._set_heading(group)
            part += len(group)

    def _wall(self, areas: Sequence[Area]) -> None:
        """Upright rules before a story and behind it."""
        for chance, box, right in ((0.5, areas[0].box, True), (0.4, areas[-1].box, False)):
            if self.rng.random() < chance * self.walled:
                x = box[2] + self.rng.uniform(2, 8) if right else box[0] - self.rng.uniform(2, 8)
                self.rules.append((x - 3, box[1], x + 3, box[3]))

    def _set_copies(self, copies: Sequence[tuple[Box, Copy]], story: str) -> None:
        """Set a story of which it is known what stood where."""
        part, at = 0, 0
        while part < len(copies):
            box, copy = copies[part]
            if not copy.heading:
                at = self._set_lines(box, copy, story, at)
                part += 1
                continue
            group = [copies[part]]
            while part + len(group) < len(copies) and self.rng.random() < 0.85:
                box, other = copies[part + len(group)]
                if not other.heading or not _near(union(b for b, _ in group), box):
                    break
                group.append((box, other))
            at = self._set_rows([row for box, c in group for row in _rows(box, c.lines)], story, at)
            part += len(group)

    def _set_rows(self, rows: Sequence[tuple[Box, str]], story: str, at: int) -> int:
        """A heading of rows."""
        if len(rows) == 1 and rows[0][0][2] - rows[0][0][0] < 70 and self.rng.random() < self.faults.heading_missed:
            self.columns.append(self._column(rows[0][0], rows[0][1], story, at))
        else:
            self.headings.append([self._column(box, text, story, at + k) for k, (box, text) in enumerate(rows)])
        return at + len(rows)

    def _set_lines(self, box: Box, copy: Copy, story: str, at: int) -> int:
        """Columns of text, among which headings may stand."""
        apart = _small_headings(copy.lines)
        pitch = (box[2] - box[0]) / (len(copy.lines) + SMALL_HEADING * sum(apart))
        room = max(1, round((box[3] - box[1]) / copy.size), *(len(line.text) for line in copy.lines))
        em, x1 = (box[3] - box[1]) / room, box[2]
        begins, rows = False, list[tuple[Box, str]]()
        for line, head in zip(copy.lines, apart, strict=True):
            wide = pitch * (1 + SMALL_HEADING * head)
            if head:
                rows.append(((x1 - wide + 3, box[1] + 2, x1 - 3, box[3] - 2), line.text))
                if line.closes:
                    at = self._set_rows(rows, story, at)
                    rows = []
            else:
                lower = 1 if begins and len(line.text) < room and (not line.closes or self.rng.random() < 0.5) else 0
                place = (x1 - min(0.85 * pitch, 1.05 * copy.size), box[1] + lower * em, x1, box[3])
                at = self._set_one(place, line.text, em, story, at)
            begins, x1 = line.closes, x1 - wide
        self._underline(box)
        return at

    def _kinds(self, areas: Sequence[Area]) -> list[bool]:
        """Which regions hold running text: those as high as a tier. The annotation does not say it."""
        kinds: list[bool] = []
        for k, area in enumerate(areas):
            x0, y0, x1, y1 = area.box
            wide, high, last = x1 - x0, y1 - y0, k == len(areas) - 1
            top, foot = (int((np.abs(ys - y) < LEVEL_PX).sum()) >= 3 for ys, y in ((self.tops, y0), (self.feet, y1)))
            beneath = k > 0 and not kinds[-1] and areas[k - 1].box[3] < y0 + 8 and abs(areas[k - 1].box[0] - x0) < 40
            if len(areas) == 1:
                kinds.append(wide > 4 * PITCH_PX)
            elif last or (wide < 1.6 * PITCH_PX and high > 300 and k > 1):
                kinds.append(True)
            elif high < 110 and wide > 1.3 * high:
                kinds.append(False)
            else:
                tier = top and foot and (k > 0 or wide > 6 * PITCH_PX)
                kinds.append(tier or (wide >= 6 * PITCH_PX and high > 150 and k > 0) or (beneath and foot))
        return kinds

    def _row(self, box: Box, text: str, story: str, at: int) -> int:
        number = len(self.rows)
        self.rows.append((box, text))
        if story:
            place = (story, float(at))
            self.truth[f"r{number}"] = (place, place)
        return number

    def _column(self, box: Box, text: str, story: str, at: int) -> int:
        rng = self.rng
        read = "".join(rng.choice(self.letters) if rng.random() < self.faults.misread else c for c in text)
        return self._row(box, read, story, at)

    def _set_text(self, box: Box, copy: _Filling, last: bool) -> None:
        rng = self.rng
        count = max(1, round((box[2] - box[0]) / PITCH_PX))
        pitch, high = (box[2] - box[0]) / count, box[3] - box[1]
        room = max(2, round(high / EM_PX))
        for k in range(count):
            lower = rng.choice((0, 0, 1)) if copy.begins else 0
            text = copy.take(room - lower)
            if not text and last:
                break
            text = text or "".join(self._paragraphs(40))[:room]
            x1 = box[2] - k * pitch
            place = (x1 - min(0.85 * pitch, 1.05 * EM_PX), box[1] + lower * EM_PX, x1, box[3])
            self._set_one(place, text, high / room, "", 0)
        self._underline(box)

    def _set_one(self, place: Box, text: str, em: float, story: str, at: int) -> int:
        """A column from the top of its place, with the faults of a reading."""
        rng = self.rng
        at += 1
        if rng.random() < self.faults.lost:
            return at
        x0, x1 = place[0] + (shift := rng.gauss(0, 1.5)), place[2] + shift
        top = place[1] + rng.gauss(0, 2.5)
        foot = max(top + 12, min(place[3] + 6, place[1] + len(text) * em) + rng.gauss(0, 2.5))
        if rng.random() < self.faults.cut and len(text) > 5:
            cut = rng.randint(2, len(text) - 2)
            middle = top + (foot - top) * cut / len(text)
            self.columns.append(self._column((x0, top, x1, middle - 4), text[:cut], story, at))
            at += 1
            self.columns.append(self._column((x0, middle + 4, x1, foot), text[cut:], story, at))
        elif rng.random() < self.faults.taken_for_heading and len(text) > 3:
            self.headings.append([self._column((x0, top, x1, foot), text, story, at)])
        else:
            self.columns.append(self._column((x0, top, x1, foot), text, story, at))
        return at

    def _underline(self, box: Box) -> None:
        rng = self.rng
        if self.ruled and rng.random() < 0.8:
            y = box[3] + rng.uniform(3, 10)
            self.rules.append((box[0] + rng.uniform(-20, 20), y - 3, box[2] + rng.uniform(-20, 20), y + 3))

    def _set_heading(self, boxes: Sequence[Box]) -> None:
        rng = self.rng
        if len(boxes) == 1 and boxes[0][2] - boxes[0][0] < 70 and rng.random() < self.faults.heading_missed:
            self.columns.append(self._column(boxes[0], self._words(4), "", 0))
            return
        rows = []
        for x0, y0, x1, y1 in boxes:
            wide, high = x1 - x0, y1 - y0
            if wide > 1.3 * high and high < 130:
                count = max(1, round(high / 55))
                size = high / count
                steps = [(x0 + 4, y0 + k * size + 2, x1 - 4, y0 + (k + 1) * size - 2) for k in range(count)]
            else:
                count = max(1, round(wide / rng.choice((38, 50, 65, 80))))
                size, lower = wide / count, rng.choice((0.0, 0.0, 0.1, 0.25)) * high
                steps = [
                    (x1 - (k + 1) * size + 3, y0 + lower * (k > 0), x1 - k * size - 3, y1 - lower / 2 * (k > 0))
                    for k in range(count)
                ]
            for step in steps:
                size = min(step[2] - step[0], step[3] - step[1])
                length = max(step[2] - step[0], step[3] - step[1])
                rows.append(self._row(step, self._words(round(length / max(size, 8))), "", 0))
        self.headings.append(rows)

    def _words(self, count: int) -> str:
        return re.sub("[、。（）]", "", self.rng.choice(self.texts)[0])[: max(1, count)] or "新聞"

    def _paragraphs(self, room: int) -> list[str]:
        """Text that about fills the room and ends with a stop."""
        found: list[str] = []
        left = room
        while left > 0 or not found:
            lines = self.rng.choice(self.texts)
            text = "".join(lines[min(len(lines) - 1, self.rng.choice((1, 2, 3))) :])
            for paragraph in [p for p in re.split(r"(?=▲|（\S{2,8}[電訊]）)", text) if p]:
                if len(paragraph) >= left:
                    cut = paragraph[: max(8, left - self.rng.randint(0, 6))].rstrip("、，")
                    return [*found, cut + self.rng.choice("。、云")]
                found.append(paragraph)
                left -= len(paragraph)
        return found


@dataclass
class _Filling:
    """Paragraphs that are set from the first character to the last."""

    paragraphs: list[str]
    at: int = 0

    @property
    def begins(self) -> bool:
        return self.at == 0

    def take(self, count: int) -> str:
        while self.paragraphs and self.at >= len(self.paragraphs[0]):
            self.paragraphs, self.at = self.paragraphs[1:], 0
        if not self.paragraphs:
            return ""
        text = self.paragraphs[0][self.at : self.at + count]
        self.at += len(text)
        if self.at >= len(self.paragraphs[0]):
            self.paragraphs, self.at = self.paragraphs[1:], 0
        return text


def _rows(box: Box, lines: Sequence[Line]) -> list[tuple[Box, str]]:
    """A heading's rows in its box: across it where that is so, else from right to left, the shorter in larger type."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    across = any(line.across for line in lines) or (wide > 1.3 * high and high < 130)
    room, length = (high, wide) if across else (wide, high)
    sizes = np.clip([length / len(line.text) for line in lines], 22, 110)
    sizes *= room / sizes.sum()
    found, at = [], 0.0
    for size, line in zip(sizes.tolist(), lines, strict=True):
        rest = max(0.0, length - 1.1 * size * len(line.text))
        low = rest if rest < 0.3 * length else rest / 2
        if across:
            found.append(((x0 + 4, y0 + at + 2, x1 - 4, y0 + at + size - 2), line.text))
        else:
            found.append(((x1 - at - size + 3, y0 + low, x1 - at - 3, y1 - (rest - low)), line.text))
        at += size
    return found


def _small_headings(lines: Sequence[Line]) -> list[bool]:
    """Which lines are headings among the columns of a region: short ones without a stop that make a paragraph, and
    text follows."""
    found: list[bool] = []
    first = 0
    for k, line in enumerate(lines):
        if line.closes:
            own = lines[first : k + 1]
            plain = all(3 < len(one.text) <= 12 and not re.search("[、。，（）]", one.text) for one in own)
            found += [plain and len(own) <= 3 and k + 1 < len(lines)] * len(own)
            first = k + 1
    return found + [False] * (len(lines) - len(found))


def _room(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) / EM_PX / PITCH_PX


def _near(a: Box, b: Box) -> bool:
    return max(a[0] - b[2], b[0] - a[2]) < 25 and max(a[1] - b[3], b[1] - a[3]) < 45


def set_folds(folder: Path, texts: Sequence[Sequence[str]], copies: int, seed: int) -> Iterator[Example]:
    """Examples of all usable folds of a folder with `polygons` and `text`, each page set `copies` times anew."""
    rng = Random(seed)
    for path in sorted((folder / "polygons").rglob("*.json")):
        if TESTED in path.name:
            continue
        areas = areas_of(json.loads(path.read_text("utf-8")))
        if not is_usable(areas):
            continue
        text = folder / "text" / path.relative_to(folder / "polygons")
        areas, known = max(
            ((larger, _copies(larger, text)) for larger in (_reduced(areas, size) for size in SIZES)),
            key=lambda found: sum(len(copy.lines) for copies in found[1].values() for _, copy in copies),
        )
        for _ in range(copies):
            for page in halves(areas):
                yield Setter(page, texts, rng, copies=known).example(path.stem)


def _reduced(areas: Sequence[Area], size: float) -> list[Area]:
    """The regions so much smaller."""
    return [replace(a, box=(a.box[0] / size, a.box[1] / size, a.box[2] / size, a.box[3] / size)) for a in areas]


def _copies(areas: Sequence[Area], text: Path) -> dict[object, list[tuple[Box, Copy]]]:
    """By story its regions as they are read, and what each holds, where that is known."""
    text = text.with_name(text.stem.replace("to", "+") + ".xml")
    if not text.exists():
        return {}
    stories = stories_of(areas)
    boxes = [[a.box for a in parts] for parts in stories.values()]
    found = copies_of(boxes, list(articles_of(text)))
    return {
        story: [(own[k], copy) for k, copy in copies]
        for story, own, copies in zip(stories, boxes, found, strict=True)
        if copies
    }
