"""What the program says, in English and, where the locale says so, in Chinese.

The English text stands where it is said, with `{}` for what is put in, and is the key of the
catalogue. Errors are raised in English wherever they arise and translated when they are shown:
the text is matched against the templates. A test reads every message out of the source and
holds it against the catalogue.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipeline.errors import BanmianError


def language(environ: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`, as the locale variables say."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def say(template: str, *values: Any) -> str:
    """A message of the catalogue with the values put in."""
    if language() == "zh":
        template = catalogue().get(template, template)
    return template.format(*values)


def translate(text: str) -> str:
    """A finished English message in the language in force; as it is where the catalogue lacks it.

    What was put into it is translated too, as it may be a message of its own.
    """
    if language() != "zh" or not text:
        return text
    if plain := catalogue().get(text):
        return plain
    for pattern, template in _patterns():
        if found := pattern.fullmatch(text):
            return template.format(*map(translate, found.groups()))
    return text


def error_line(error: BanmianError) -> str:
    """One line: which page, what happened, and the hint."""
    return line(error.page, error.message, error.hint)


def line(page: str, message: str, hint: str) -> str:
    """The parts of an error as one line in the language in force."""
    colon, opening, closing = ("：", "（", "）") if language() == "zh" else (": ", " (", ")")
    return (page + colon if page else "") + translate(message) + (opening + translate(hint) + closing if hint else "")


@cache
def catalogue() -> Mapping[str, str]:
    """Chinese by English."""
    from pipeline.messages_zh import CHINESE  # not loaded where English is spoken

    return CHINESE


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The templates with something to put in, those that say most first."""
    templates = sorted((t for t in catalogue() if "{}" in t), key=lambda t: -len(t.replace("{}", "")))
    return [(_pattern(template), catalogue()[template]) for template in templates]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, template.split("{}"))), re.DOTALL)
