"""What can go wrong, one class an exit code, each with a hint that says what to type next.

    BanmianError                 15  something else
      UsageError                  1  the command line asks for what cannot be
      InputError                  2  the scan cannot be read
        TooLargeError             2  ... because of its size
        NotTextError             11  ... as it is no text, or in an unknown encoding
        EmptyTextError           12  ... as there are no letters in it
        MarkupError              13  ... as its XML is broken or of no known format
      MissingDependencyError      3  a program or package is not there
      OutputExistsError           6  there is output already
      OutputError                 5  the output cannot be written
      EngineError                 7  an engine crashed, hung or returned nonsense
      EncryptedError              8  the PDF wants a password
      SettingsError               9  the settings file or a variable is wrong

130 is Ctrl-C. The numbers are those of OCRmyPDF where the meaning is the same. docs/errors.md
says more on each; a test holds the two together.
"""

from __future__ import annotations


class BanmianError(Exception):
    """`str()` gives one line: which page, what happened, and the hint."""

    exit_code = 15

    def __init__(self, message: str, *, hint: str = "", page: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.page = page
        """The scan, and for a file of several pages its page number: `x.pdf, page 3`."""

    def __str__(self) -> str:
        where = f"{self.page}: " if self.page else ""
        return f"{where}{self.message}" + (f" ({self.hint})" if self.hint else "")


class UsageError(BanmianError):
    exit_code = 1


class InputError(BanmianError):
    exit_code = 2


class TooLargeError(InputError):
    """A page of more than 20,000 px a side, or a text file of more than 128 MiB."""


class NotTextError(InputError):
    """A file that is given for a text and is none, or whose encoding cannot be told."""

    exit_code = 11


class EmptyTextError(InputError):
    """A text without a letter or digit."""

    exit_code = 12


class MarkupError(InputError):
    """XML that is broken, or neither ALTO nor hOCR nor PAGE."""

    exit_code = 13


class MissingDependencyError(BanmianError):
    exit_code = 3


class OutputError(BanmianError):
    exit_code = 5


class OutputExistsError(BanmianError):
    exit_code = 6


class EngineError(BanmianError):
    exit_code = 7


class EncryptedError(BanmianError):
    exit_code = 8


class SettingsError(BanmianError):
    exit_code = 9


INTERRUPTED = 130
