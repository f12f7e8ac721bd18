"""English and Chinese: every message has both, and the locale decides."""

from __future__ import annotations

import re
import string

import pytest

from pipeline.commands import GROUPS
from pipeline.errors import InputError
from pipeline.messages import catalogue, error_line, language, say, translate
from pipeline.page import ArticleKind
from pipeline.threads.speaking import SIGNS
from tests.messages_of_source import templates

NOT_IN_THE_SOURCE = re.compile(
    r"argument|option: |^1 page$|^\{\} pages$|^stage \{\}|^export to|^ingest$|^draw$|^a |true or false|goes on$"
)
"""Templates of argparse, and of what is put into other messages."""


def test_every_message_has_its_chinese() -> None:
    missing = {text: where for where, text in templates() if text not in catalogue()}
    words = (*GROUPS, *ArticleKind, *SIGNS, "kind", "headline", "columns", "lines", "characters", "confidence")
    assert missing == {}
    assert [word for word in words if word not in catalogue()] == []


def test_the_catalogue_holds_nothing_else() -> None:
    used = {text for _, text in templates()} | {*GROUPS, *ArticleKind, *SIGNS}
    used |= {"kind", "headline", "columns", "lines", "characters", "confidence"}
    assert [text for text in catalogue() if text not in used and not NOT_IN_THE_SOURCE.search(text)] == []


@pytest.mark.parametrize("english", catalogue())
def test_both_languages_put_in_the_same(english: str) -> None:
    fields = [
        [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        for text in (english, catalogue()[english])
    ]
    assert len(fields[0]) == len(fields[1])
    assert all(name == "" for name in fields[0])


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "C"}, "en"),
    ],
)
def test_the_locale_decides(environ: dict[str, str], expected: str) -> None:
    assert language(environ) == expected


def test_errors_are_translated_when_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    error = InputError("there is no page 9", hint="the file has 4 pages", page="x.pdf")
    monkeypatch.setenv("LC_ALL", "C")
    assert error_line(error) == "x.pdf: there is no page 9 (the file has 4 pages)" == str(error)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert error_line(error) == "x.pdf：没有第 9 页（这个文件有 4 页）"


def test_what_the_catalogue_lacks_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert translate("the moon is full") == "the moon is full"
    assert say("{} pages done", 3) == "完成 3 版"
    monkeypatch.setenv("LC_ALL", "C")
    assert say("{} pages done", 3) == "3 pages done"


def test_braces_in_what_is_put_in_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert translate("there is no earlier run at {x}.banmian") == "{x}.banmian 没有上次的结果"
