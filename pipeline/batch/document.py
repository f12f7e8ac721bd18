"""The page document that each run leaves: the page, and the page as it was read.

`order` and what follows cut the blocks anew. To begin there once more, one needs the page as
`recognize` left it; both are kept, in one ZIP file, as codec.py writes them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.codec import decode, encode
from pipeline.errors import InputError
from pipeline.page import Page
from pipeline.run import first_to_run
from pipeline.stage import Stage

READ = "recognize"
_LATEST, _AS_READ = "page", "page-as-read"


@dataclass(frozen=True, slots=True)
class PageDocument:
    latest: Page
    as_read: Page | None = None
    """None where the page was not read, or nothing was done to it since."""

    def base(self, stages: Sequence[Stage], from_: str) -> Page:
        """The page to begin with where stages from `from_` on are to run. Raises UsageError."""
        names = [stage.name for stage in stages]
        rebuilds_blocks = first_to_run(self.latest, stages, from_) <= names.index(READ) + 1
        return self.as_read if self.as_read and rebuilds_blocks else self.latest

    def encoded(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_LATEST, encode(self.latest))
            if self.as_read:
                archive.writestr(_AS_READ, encode(self.as_read))
        return buffer.getvalue()

    @staticmethod
    def decoded(data: bytes) -> PageDocument:
        """Raises InputError for what is no page document, or a damaged one."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = {name: archive.read(name) for name in archive.namelist() if name in (_LATEST, _AS_READ)}
            latest = members[_LATEST]
        except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, NotImplementedError) as error:
            raise InputError(
                "the page document is damaged or cut off", hint="run it on the scan again, without --from"
            ) from error
        return PageDocument(decode(latest), decode(members[_AS_READ]) if _AS_READ in members else None)
