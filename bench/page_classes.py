"""The classes of pages that an archive holds, what is asked of each, and how pages of it are made.

"Clean" horizontal pages may cost less time than the others: `Recipe.cpu_bar`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from samples.__main__ import write_page
from samples.make import make_page, make_spread
from samples.spread import PHOTO

CPU_BAR_CLEAN, CPU_BAR, CPU_BAR_MICROFILM = 0.8, 1.2, 2.0
"""CPU seconds as a share of rapidocr's on the same page."""
PEAK_BAR_MB = 1500.0
"""For a page of 25 megapixels."""
FILM = "film"
"""The quality of pages on film as worn as real microfilm: what is asked of those is asked of these."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of page, or the two of a spread, as scanned; `turn_deg` clockwise."""

    kinds: tuple[str, ...]
    quality: str
    turn_deg: int = 0

    @property
    def name(self) -> str:
        kinds = "-".join(dict.fromkeys(self.kinds))
        words = [kinds, *(["spread"] if len(self.kinds) == 2 else []), self.quality]
        return "-".join(words) + (f"-turned{self.turn_deg}" if self.turn_deg else "")

    @property
    def cpu_bar(self) -> float:
        if self.quality == FILM:
            return CPU_BAR_MICROFILM
        horizontal = not {"vertical", "fold"} & set(self.kinds) and not self.turn_deg
        return CPU_BAR_CLEAN if horizontal and self.quality == "clean" else CPU_BAR

    def make(self, seed: int, folder: Path) -> Path:
        """Write scan and truth; returns the path of the scan."""
        if len(self.kinds) == 2:
            image, truth = make_spread(seed, (self.kinds[0], self.kinds[1]), self.quality, turn=self.turn_deg)
        else:
            image, truth = make_page(seed, self.kinds[0], self.quality, turn=self.turn_deg)
        return write_page(folder, f"{seed}-{self.name}", image, truth, self.quality != "clean")


@dataclass(frozen=True, slots=True)
class PageClass:
    """`bars`: what each measure is to reach; `recipes`: its pages, in turn; none for real pages."""

    name: str
    title: str
    bars: Mapping[str, float]
    recipes: tuple[Recipe, ...] = field(default=())

    @property
    def is_made(self) -> bool:
        return bool(self.recipes)


def recipe(kind: str, quality: str, turn_deg: int = 0) -> Recipe:
    return Recipe((kind,), quality, turn_deg)


CLASSES = (
    PageClass(
        "crowded",
        "Crowded pages: small type, narrow gutters, low contrast, show-through",
        {"han_cer": 0.008, "seams": 0.97, "articles": 0.8, "headlines": 0.85, "intrusion": 0.02},
        (recipe("crowded", "crowded"),),
    ),
    PageClass(
        "mixed",
        "Mixed directions and shapes",
        {"han_cer": 0.004, "seams": 0.98, "articles": 0.9, "headlines": 0.9, "paragraph_f1": 0.95},
        (recipe("mixed", "clean"), recipe("mixed", "degraded")),
    ),
    PageClass(
        "tables",
        "Tables and classifieds",
        {"han_cer": 0.005, "seams": 0.97, "articles": 0.85, "cells": 0.95},
        (recipe("tables", "clean"), recipe("tables", "degraded")),
    ),
    PageClass(
        "vertical",
        "Vertical traditional pages and folds",
        {"han_cer": 0.01, "seams": 0.97, "articles": 0.8, "headlines": 0.8},
        (
            recipe("vertical", "aged"),
            recipe("fold", "aged"),
            recipe("vertical", "clean"),
        ),
    ),
    PageClass(
        "scans",
        "Scans as they come",
        {"han_cer": 0.012, "seams": 0.97, "articles": 0.85, "headlines": 0.85},
        (
            recipe("vertical", "curled"),
            recipe("front", "bordered", 90),
            recipe("inside", "fax"),
            Recipe(("inside", "inside"), PHOTO),
            recipe("inside", "creased", 180),
            recipe("front", "curled"),
            recipe("vertical", "bordered"),
            recipe("front", "clean", 270),
        ),
    ),
    PageClass(
        "digital",
        "Front pages born digital, type of 18 px",
        {"han_cer": 0.02, "articles": 0.6, "headlines": 0.7},
        (recipe("digital", "clean"),),
    ),
    PageClass(
        "film",
        "Made folds and pages on film as worn as that of 1939",
        {"han_cer": 0.12, "seams": 0.7, "body_cer": 0.3},
        (recipe("fold", FILM), recipe("vertical", FILM)),
    ),
    PageClass(
        "microfilm", "Microfilm of 1939: d01, d02", {"han_cer": 0.12, "seams": 0.7, "body_cer": 0.3}
    ),
)


def make_pages(pages: PageClass, count: int, seed: int, folder: Path) -> dict[Path, float]:
    """Makes pages of a class from a seed on; their scans, each with its bar for CPU seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [pages.recipes[k % len(pages.recipes)] for k in range(count)]
    return {one.make(seed + k, folder): one.cpu_bar for k, one in enumerate(chosen)}
