"""Where things stand on a vertical page: strips of advertisements, then leaves of news in reading order, and rules.

A `Patch` is a rectangle of whole tiers between two x. Right before left, upper before lower.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from samples.sheet import Box
from samples.vertical_house import Style


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of the page: first tier, number of tiers, left and right in px. Kind: news, novel or ads."""

    tier: int
    tiers: int
    x0: float
    x1: float
    kind: str = "news"
    boxed: bool = False
    single: bool = False

    @property
    def width(self) -> float:
        """Width in px."""
        return self.x1 - self.x0


@dataclass(slots=True)
class VerticalPlan:
    """Streams of patches in reading order, patches of advertisements, and rules as (style, x0, y0, x1, y1)."""

    streams: list[list[Patch]] = field(default_factory=list)
    ads: list[Patch] = field(default_factory=list)
    rules: list[tuple[str, float, float, float, float]] = field(default_factory=list)


class Planner:
    """Cuts the area between two x from `top` down into patches; `tiers` tiers of the style."""

    def __init__(self, style: Style, rng: Random, left: float, right: float, top: float, tiers: int) -> None:
        self.style, self.rng = style, rng
        self.left, self.right, self.top, self.tiers = left, right, top, tiers
        self.gutter = style.size_px * rng.uniform(1.4 if style.beside else 0.9, 1.8)
        self.made = VerticalPlan()
        self.novels = 0

    def y(self, tier: int) -> float:
        """Top of a tier."""
        return self.top + tier * self.style.step_px

    def box(self, patch: Patch) -> Box:
        """The box of a patch."""
        return (patch.x0, self.y(patch.tier), patch.x1,
                self.y(patch.tier + patch.tiers - 1) + self.style.tier_px)

    def plan(self, reserved: Patch | None = None, ads: bool = True) -> VerticalPlan:
        """The plan of the page; `reserved` (a masthead at the right) stays free."""
        rest = [Patch(0, self.tiers, self.left, self.right)]
        if reserved is not None:
            gap = self.gutter
            rest = [Patch(reserved.tiers, self.tiers - reserved.tiers, reserved.x0, self.right),
                    Patch(0, self.tiers, self.left, reserved.x0 - gap)]
            rest = [patch for patch in rest if patch.tiers > 0]
            if rest[0].tiers < self.tiers and self.rng.random() < 0.4:
                self.made.ads.append(rest.pop(0))
        for patch in rest:
            big = patch.width > 40 * self.style.size_px
            for news in self._without_ads(patch) if ads and big else [patch]:
                self._news(news)
        return self.made

    def _without_ads(self, patch: Patch) -> list[Patch]:
        """What is left of a patch when strips of advertisements are cut off."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.12:
            return [patch]
        if roll < 0.5 and patch.tiers >= 4:  # at the foot
            count = rng.randint(1, max(1, patch.tiers // 3))
            one, two = self._across(patch, patch.tiers - count)
            self.made.ads.append(two)
            return self._without_ads(one) if rng.random() < 0.25 else [one]
        if roll < 0.82:  # at a side
            share = rng.uniform(0.14, 0.3)
            right, left = self._upright(patch, share if rng.random() < 0.5 else 1 - share)
            small, large = (right, left) if right.width < left.width else (left, right)
            self.made.ads.append(small)
            return [large]
        one, two = self._across(patch, max(1, patch.tiers - rng.randint(1, 3)))  # in a corner
        right, left = self._upright(two, rng.uniform(0.35, 0.65))
        ad, news = (right, left) if rng.random() < 0.5 else (left, right)
        self.made.ads.append(ad)
        return [one, news] if one.tiers else [news]

    def _across(self, patch: Patch, tiers: int) -> tuple[Patch, Patch]:
        """The first `tiers` tiers and the others, with a rule between them."""
        tiers = max(1, min(patch.tiers - 1, tiers))
        rule = self.style.tier_rule if self.style.tier_rule != "none" or self.rng.random() < 0.6 else "thin"
        y = self.y(patch.tier + tiers) - self.style.gap_px / 2
        if rule != "none":
            self.made.rules.append((rule, patch.x0, y, patch.x1, y))
        return (replace(patch, tiers=tiers),
                replace(patch, tier=patch.tier + tiers, tiers=patch.tiers - tiers))

    def _upright(self, patch: Patch, share: float) -> tuple[Patch, Patch]:
        """The right `share` of a patch and its left, perhaps with a rule between them."""
        x = patch.x1 - share * patch.width
        rule = self.rng.choice((self.style.story_rule, "thin", "none", "wavy"))
        if rule != "none":
            _, top, _, bottom = self.box(patch)
            self.made.rules.append((rule, x, top, x, bottom))
        return replace(patch, x0=x + self.gutter / 2), replace(patch, x1=x - self.gutter / 2)

    def _news(self, patch: Patch) -> None:
        if self.style.layout == "stream":
            self._stream(patch)
        elif self.style.layout == "bands":
            self._bands(patch)
        else:
            self._frames(patch, self.rng.uniform(500, 1500))

    def _stream(self, patch: Patch) -> None:
        """One stream, or two beneath each other; sometimes a serial at the foot."""
        parts = [patch]
        if patch.tiers >= 5 and self.rng.random() < 0.5:
            parts = list(self._across(patch, self.rng.randint(2, patch.tiers - 2)))
        if self.rng.random() < 0.5 and parts[-1].tiers <= 3 and parts[-1].width > 50 * self.style.size_px:
            right, left = self._upright(parts.pop(), self.rng.uniform(0.5, 0.7))
            parts += [right, replace(left, kind="novel", boxed=True, single=True)]
            self.novels += 1
        self.made.streams += [[part] for part in parts]

    def _bands(self, patch: Patch) -> None:
        rest: Patch | None = patch
        while rest is not None:
            count = self.rng.choice((1, 2, 2, 3))
            band, rest = self._across(rest, count) if count + 1 <= rest.tiers else (rest, None)
            row = self._row(band)
            if self.rng.random() < 0.35 and all(one.kind == "news" and not one.boxed for one in row):
                self.made.streams.append(row)
            else:
                self.made.streams += [[one] for one in row]

    def _row(self, band: Patch) -> list[Patch]:
        """A band cut into one to three parts side by side, from the right."""
        columns = band.width / self.style.pitch_px
        count = min(self.rng.choice((1, 2, 2, 3)), max(1, int(columns / 18)))
        row: list[Patch] = []
        while count > 1:
            right, band = self._upright(band, self.rng.uniform(0.75, 1.25) / count)
            row.append(right)
            count -= 1
        row.append(band)
        return [self._dressed(one) for one in row]

    def _dressed(self, patch: Patch) -> Patch:
        columns = patch.width / self.style.pitch_px
        if patch.tiers >= 2 and columns >= 16 and not self.novels and self.rng.random() < 0.15:
            self.novels += 1
            return replace(patch, kind="novel", boxed=self.rng.random() < 0.7, single=True)
        area = columns * patch.tiers * self.style.tier_chars
        return replace(patch, single=area < 500 and self.rng.random() < 0.7, boxed=self.rng.random() < 0.12)

    def _frames(self, patch: Patch, least: float) -> None:
        columns = patch.width / self.style.pitch_px
        area = columns * patch.tiers * self.style.tier_chars
        upright = columns >= 30 and self.rng.random() < columns * 0.6 / (columns * 0.6 + 14 * (patch.tiers - 1))
        if area < least * 1.6 or (patch.tiers == 1 and columns < 34):
            self.made.streams.append([self._dressed(patch)])
            return
        if upright or patch.tiers == 1:
            parts = self._upright(patch, self.rng.uniform(0.35, 0.65))
        else:
            parts = self._across(patch, round(patch.tiers * self.rng.uniform(0.3, 0.7)))
        for part in parts:
            self._frames(part, least)
