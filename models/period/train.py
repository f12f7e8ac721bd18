"""Counts the language of Republican newspapers; run as `python -m models.period.train ECPO_TEXT`.

ECPO_TEXT is a folder of pages in TEI, as the repository ecpo-data of Early Chinese Periodicals Online has them
(CC BY 4.0). The issue of 1939-04-23 is left out: it is what the program is tested on.
"""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from models.joints.train import Text, count
from pipeline.language.folding import fold
from pipeline.language.ngrams import stored
from pipeline.language.period import WEIGHTS

TESTED = "1939-04-23"
SHORTEST = 4
PROLOGUE = re.compile(r"<\?xml-model.*?\?>|<!DOCTYPE.*?\]>", re.DOTALL)
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[^;\s]+;")
MISSING = "\ue000"
"""For a character that has no code point."""


def passages(path: Path) -> Iterator[str]:
    """The texts of a page: each article, advertisement and heading, without its line breaks."""
    source = ENTITY.sub(MISSING, PROLOGUE.sub("", path.read_text("utf-8")))
    for division in ElementTree.fromstring(source).iter("div"):
        if division.get("itemid") is None and division.get("type") != "head":
            continue
        text = fold("".join(division.itertext()))
        if len(text) >= SHORTEST:
            yield text


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.period.train", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    pages = [path for path in sorted(given.folder.rglob("*.xml")) if TESTED not in path.name]
    texts = [text for path in pages for text in passages(path)]
    ngrams = count([Text(texts, np.ones(len(texts)))])
    with given.out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **stored(ngrams))
    print(f"{len(pages)} pages, {sum(map(len, texts))} characters, {len(ngrams.keys)} n-grams")


if __name__ == "__main__":
    main()
