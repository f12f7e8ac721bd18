"""The finished pages of `samples/pages` and their card; `python -m samples.gallery [OUT]` makes them again."""
from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samples.__main__ import write, write_page
from samples.degrade import Scan
from samples.make import make_page

JPEG_QUALITY = 50  # keeps every file below 1.2 MB
FOLDER = Path(__file__).parent / "pages"
CARD = """\
# Finished pages

Made by the page maker of this repository, for the demo and the tests. Every word and picture in them is the project's
own: people, towns, firms and events are invented.

- Source: `samples/` of this repository; printed with fonts of Debian (Noto CJK, Arphic, LXGW WenKai), none is included
- Licence: Apache-2.0, as the project
- Made with: `python -m samples.gallery`

| file | what it is | sha256 |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """One page of the gallery: a scan in grey JPEG, or, `scan` None, a clean print in PNG of few greys."""

    name: str
    kind: str
    seed: int
    about: str
    scan: Scan | None = None
    greys: int = 5


PAGES = (
    Finished("front", "front-seed", 23, "a front page, skewed by 1.4 degrees, grey paper: the demo",
             Scan(skew_deg=1.4, blur_px=0.9, noise=1.2, paper=222, ink=44, shading=0.05)),
    Finished("six", "six", 3, "twelve stories in six columns, clean", greys=4),
    Finished("inside", "inside", 6, "an inside page with advertisements and notices, slightly skewed",
             Scan(skew_deg=-0.8, blur_px=1.05, noise=0.8, paper=230, ink=36, shading=0.04)),
    Finished("small", "small", 1, "two short stories on a small sheet, clean: for fast tests"),
)


def fewer_greys(image: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """The image in evenly spaced greys, black and white among them: smaller as PNG, no different to the eye."""
    step = 255 / (count - 1)
    return np.asarray(np.round(np.round(image / step) * step), np.uint8)


def make_gallery(folder: Path) -> None:
    """Make every page and the card."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for page in PAGES:
        quality = "degraded" if page.scan else "clean"
        image, truth = make_page(page.seed, page.kind, quality, scan=page.scan)
        if not page.scan:
            image = fewer_greys(image, page.greys)
        path = write_page(folder, page.name, image, truth, quality == "degraded", JPEG_QUALITY)
        about_truth = f"its truth ({page.kind}, seed {page.seed})"
        for one, about in ((path, page.about), (path.with_suffix(".json"), about_truth)):
            rows.append(f"| `{one.name}` | {about} | `{hashlib.sha256(one.read_bytes()).hexdigest()}` |")
        print(path, f"{path.stat().st_size / 1e6:.2f} MB", file=sys.stderr)
    write(folder / "README.md", (CARD + "\n".join(rows) + "\n").encode())


if __name__ == "__main__":
    make_gallery(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
