"""Pages as they come off the press, made once for all tests of the page maker."""
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from samples.fonts import NoChineseFonts, cast
from samples.make import compose
from samples.press import Press


@cache
def _pressed(kind: str, seed: int) -> Press:
    return compose(Random(f"{seed}/{kind}"), kind, None, ())


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    try:
        cast("song")
    except NoChineseFonts as error:
        pytest.skip(str(error))


@pytest.fixture
def pressed() -> Callable[[str, int], Press]:
    """A printed page of a kind and seed: its sheet, items and furniture. Do not change it."""
    return _pressed
