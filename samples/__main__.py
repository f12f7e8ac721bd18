"""The command `python -m samples`: makes newspaper pages with their truth."""
from __future__ import annotations

import argparse
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from samples.desk import NothingToPrint
from samples.fonts import NoChineseFonts
from samples.make import KINDS, QUALITIES, make_page

HELP = """\
Typeset newspaper pages whose every line is known, and turn them into scans.

  python -m samples pages --count 10 --seed 1
      ten pages, pages/0001.png with pages/0001.json and so on; half of them as a bad scan
  python -m samples pages --count 3 --seed 7 --kind front --quality degraded
      three front pages: skewed, grey, blurred, noisy, JPEG
  python -m samples pages --count 1 --seed 3 --text my.txt
      the words of my.txt (one paragraph a line) instead of the page maker's own

The same seed makes the same page. Truth is JSON: articles, furniture, lines with polygons in scan pixels, blocks.
"""
ANY = ("front", "inside", "front-seed", "front", "inside", "six")  # what `--kind any` makes in turn


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m samples", description=HELP, formatter_class=plain)
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for the pages; made if it is not there")
    parser.add_argument("--count", type=int, default=1, metavar="N", help="how many pages (default 1)")
    parser.add_argument("--seed", type=int, default=1, metavar="S",
                        help="seed of the first page; the next has S+1 (default 1)")
    parser.add_argument("--quality", choices=(*QUALITIES, "mixed"), default="mixed",
                        help="clean print, a class of bad scans, or clean and degraded in turn (default mixed)")
    parser.add_argument("--kind", choices=(*KINDS, "any"), default="any", help="kind of page (default any)")
    parser.add_argument("--text", type=Path, metavar="FILE",
                        help="UTF-8 text, one paragraph a line, instead of the own prose")
    parser.add_argument("--fonts", nargs="+", default=[], metavar="WORD",
                        help="only type whose family name holds a WORD, e.g. Noto")
    parser.add_argument("--turn", type=int, choices=(0, 90, 180, 270), default=0,
                        help="turn the scan clockwise by so many degrees")
    parser.add_argument("--force", action="store_true", help="overwrite pages that are there")
    return parser.parse_args(argv)


def encode(image: NDArray[np.uint8], degraded: bool, quality: int = 60, dpi: int = 300) -> tuple[str, bytes]:
    """(ending, bytes) at a resolution: PNG of a clean or two-tone page, JPEG of a scan; colour comes in as BGR."""
    picture = Image.fromarray(image if image.ndim == 2 else np.ascontiguousarray(image[:, :, ::-1]))
    stream = io.BytesIO()
    if degraded:
        picture.save(stream, "JPEG", quality=quality, optimize=True, dpi=(dpi, dpi))
        return ".jpg", stream.getvalue()
    picture.save(stream, "PNG", compress_level=6, dpi=(dpi, dpi))
    return ".png", stream.getvalue()


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def packed(truth: dict[str, Any]) -> bytes:
    """The truth as JSON, one line of the page a row."""
    rows = []
    for key, value in truth.items():
        if isinstance(value, list) and value:
            inner = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value)
            rows.append(f"{json.dumps(key)}: [\n  {inner}\n ]")
        else:
            rows.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return ("{\n " + ",\n ".join(rows) + "\n}\n").encode()


def write_page(
    folder: Path, name: str, image: NDArray[np.uint8], truth: dict[str, Any], degraded: bool, jpeg_quality: int = 60,
) -> Path:
    """Write image and truth; returns the path of the image."""
    two_tone = "fax" in truth["page"].get("scan", {})
    ending, content = encode(image, degraded and not two_tone, jpeg_quality, truth["page"]["dpi"])
    write(folder / (name + ".json"), packed(truth))
    write(folder / (name + ending), content)
    return folder / (name + ending)


def main(argv: list[str] | None = None) -> int:
    """Make the pages that the command line asks for; returns the exit code."""
    options = arguments(argv)
    try:
        text = options.text.read_text("utf-8").splitlines() if options.text else None
    except (OSError, UnicodeDecodeError) as error:
        print(f"cannot read {options.text}: {error}", file=sys.stderr)
        return 2
    names = [f"{options.seed + k:04d}" for k in range(options.count)]
    endings = (".png", ".jpg", ".json")
    there = [name for name in names for ending in endings if (options.out / (name + ending)).exists()]
    if there and not options.force:
        print(f"{options.out} already has page {there[0]}: use another folder or seed, or add --force", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    for k, name in enumerate(names):
        seed = options.seed + k
        kind = ANY[seed % len(ANY)] if options.kind == "any" else options.kind
        quality = ("clean", "degraded")[k % 2] if options.quality == "mixed" else options.quality
        try:
            image, truth = make_page(seed, kind, quality, text, tuple(options.fonts), options.turn)
        except NothingToPrint as error:
            print(f"{options.text}: {error}; give plain UTF-8 text, one paragraph a line", file=sys.stderr)
            return 2
        except NoChineseFonts as error:
            print(error, file=sys.stderr)
            return 3
        path = write_page(options.out, name, image, truth, quality != "clean")
        print(f"{k + 1}/{len(names)} {path} {kind} {quality} {len(truth['articles'])} items", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
