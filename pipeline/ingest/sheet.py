"""A page as its file's header describes it, and what of that can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError, TooLargeError

MM_PER_INCH = 25.4
MIN_SIDE_PX = 64
"""Two lines of the smallest print; anything less is an icon or a damaged header."""
BELIEVABLE_DPI = (72.0, 1200.0)
BELIEVABLE_MM = (150.0, 1000.0)
"""Longer side: from half a tabloid page to an open broadsheet with its margins."""
USUAL_HEIGHT_MM = 430.0
"""Of a newspaper page: between tabloid (400) and broadsheet (550), as most Chinese dailies were."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size in px, upright; `dpi` as the file states it, 0 where it does not."""

    width_px: int
    height_px: int
    dpi: float = 0.0


def page_label(path: Path, page_number: int, page_count: int) -> str:
    """How messages call a page: `x.png`, or `x.pdf, page 3` where the file has several."""
    return path.name if page_count == 1 else f"{path.name}, page {page_number}"


def check_size(sheet: Sheet, max_side_px: int, label: str) -> None:
    """Raises TooLargeError above `max_side_px` a side, InputError below what can be a page."""
    size = f"{sheet.width_px} x {sheet.height_px} px"
    if max(sheet.width_px, sheet.height_px) > max_side_px:
        raise TooLargeError(
            f"{size} is more than {max_side_px} px a side", page=label, hint="scale it down, or cut it into pages"
        )
    if min(sheet.width_px, sheet.height_px) < MIN_SIDE_PX:
        raise InputError(f"{size} is too small to be a page", page=label, hint=f"at least {MIN_SIDE_PX} px a side")


def believable_dpi(sheet: Sheet) -> float | None:
    """The resolution that the file states if a newspaper page can have it, else None.

    Cameras write 72 and converters 96 whatever the page, so the size on paper must be right as well.
    """
    low, high = BELIEVABLE_DPI
    if not low <= sheet.dpi <= high:
        return None
    long_mm = max(sheet.width_px, sheet.height_px) / sheet.dpi * MM_PER_INCH
    return round(sheet.dpi, 2) if BELIEVABLE_MM[0] <= long_mm <= BELIEVABLE_MM[1] else None


def guessed_dpi(sheet: Sheet, default_dpi: float) -> float:
    """The resolution at which the height of the scan is that of a usual page; `default_dpi` if that is no scan's."""
    guess = round(sheet.height_px / USUAL_HEIGHT_MM * MM_PER_INCH, 1)
    low, high = BELIEVABLE_DPI
    return guess if low <= guess <= high else default_dpi
