"""Which files are texts of an earlier OCR, and how many pages each holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputError

SUFFIXES = frozenset({".txt", ".text", ".xml", ".alto", ".hocr", ".html", ".htm", ".xhtml"})
"""Of the files that are taken from a folder. A file named by itself may have any suffix: its content counts."""


def find_texts(paths: Sequence[Path]) -> list[Path]:
    """The text files that `paths` name: files as they are, of a folder every file with a known suffix, by name.

    Folders are not searched deeper and hidden files not taken. A file named twice counts once. Raises InputError for a
    missing path and a folder without texts.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            texts = sorted(p for p in _entries(path) if _is_text(p))
            if not texts:
                known = " ".join(sorted(SUFFIXES))
                raise InputError("the folder holds no texts", page=str(path), hint=f"known suffixes: {known}")
            found |= dict.fromkeys(texts)
        elif path.exists():
            found[path] = None
        else:
            raise InputError("no such file or folder", page=str(path), hint="check the path")
    return list(found)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise InputError(f"the folder cannot be read: {error.strerror}", page=str(folder)) from error


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
