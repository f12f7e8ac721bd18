"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OutputError

_HINT = "name another folder with -o, or make room"


def prepare_folder(folder: Path) -> None:
    """Makes the folder and proves that files can be written to it. Raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written to: {error.strerror}", hint=_HINT) from error


def write_whole(path: Path, data: bytes) -> None:
    """Writes beside the path and then takes the path over, so that no reader sees half a file.

    Raises OutputError, and leaves what stood at the path as it was.
    """
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=_HINT) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, 0o666 & ~_umask())  # mkstemp makes files that only their owner reads
        os.replace(beside, path)
    except OSError as error:
        os.unlink(beside)
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=_HINT) from error
    except BaseException:
        os.unlink(beside)
        raise


def existing(paths: Iterable[Path]) -> list[Path]:
    return [path for path in paths if path.exists()]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
