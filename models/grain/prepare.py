"""Makes the pages that `models.grain.train` learns from; run as `python -m models.grain.prepare FIELDS`."""

from __future__ import annotations

import argparse
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from models.grain.fields import save
from models.grain.loose import LoosePage
from samples.make import make_page

SEED = 700_000
PLAN = (
    ("vertical", "clean"),
    ("loose", ""),
    ("vertical", "film"),
    ("mixed", "degraded"),
    ("loose", ""),
    ("vertical", "aged"),
    ("fold", "film"),
    ("loose", ""),
    ("crowded", "crowded"),
    ("vertical", "film"),
    ("loose", ""),
    ("tables", "degraded"),
    ("vertical", "degraded"),
    ("mixed", "clean"),
    ("loose", ""),
    ("inside", "fax"),
    ("vertical", "aged"),
    ("loose", ""),
    ("digital", "clean"),
    ("front", "clean"),
)
"""Kinds and qualities of pages, in turn."""


def _make(job: tuple[Path, int, str, str]) -> str:
    folder, seed, kind, quality = job
    path = folder / f"{seed}.npz"
    if not path.exists():
        image, truth = LoosePage(seed).make() if kind == "loose" else make_page(seed, kind, quality)
        if image.ndim == 3:
            image = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        save(path, image, truth)
    return f"{path.name} {kind} {quality}"


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.grain.prepare", description=__doc__)
    parser.add_argument("fields", type=Path, help="folder for the fields; those that are there stay")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    given.fields.mkdir(parents=True, exist_ok=True)
    jobs = [(given.fields, SEED + k, *PLAN[k % len(PLAN)]) for k in range(given.pages)]
    with Pool(given.jobs) as pool:
        for done in pool.imap_unordered(_make, jobs):
            print(done, flush=True)


if __name__ == "__main__":
    main()
