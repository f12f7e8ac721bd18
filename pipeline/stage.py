"""What a stage is, and where it gets pixels from."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Page

Image = NDArray[np.uint8]
"""Pixels [height, width], grey, 0 black; or [height, width, 3], blue-green-red."""


class Stage(Protocol):
    """One step of the pipeline: a pure function from page to page, made with its settings.

    `run.py` alone adds what is the same for all: time, provenance, errors, resuming.
    """

    name: str
    """The verb: straighten, segment, …"""
    version: str
    """Goes up when the same page and settings give another result."""

    @property
    def engine(self) -> str:
        """The plug-in that does the work, with its version; empty for a stage without one."""

    @property
    def settings(self) -> Any:
        """The frozen settings class that decides what the stage does."""

    def __call__(self, page: Page) -> Page: ...


class Pixels(Protocol):
    """The pixels of pages; pages themselves hold none."""

    def scan(self, page: Page) -> Image:
        """The original scan, grey [page.source.height_px, page.source.width_px]."""

    def image(self, page: Page) -> Image:
        """The straightened working image, grey [page.transform.height_px, page.transform.width_px]."""
