"""The doors for plug-ins: found by name, made with settings, and what is said when one is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import plugins
from pipeline.errors import MissingDependencyError, UsageError
from pipeline.settings import RecognizeSettings
from tests import faulty_engines


def test_the_built_in_ones_come_through_the_same_door() -> None:
    assert {"ppocr", "tesseract"} <= set(plugins.names("ocr"))
    assert {"compositor", "layoutparser"} <= set(plugins.names("layout"))
    assert {"json", "md", "txt", "html"} <= set(plugins.names("export"))
    assert list(plugins.names("ocr")) == sorted(plugins.names("ocr"))


@pytest.mark.parametrize("group", ["layout", "ocr", "export"])
def test_an_unknown_name_is_told_with_those_there_are(group: str) -> None:
    with pytest.raises(UsageError) as caught:
        plugins.load(group, "nosuch")
    assert caught.value.message == f"there is no {group} plug-in nosuch"
    assert all(name in caught.value.hint for name in plugins.names(group))


PACKAGE = """
class WithSettings:
    def __init__(self, settings): self.settings = settings
class WithDefault:
    def __init__(self, settings=None): self.settings = settings
class Without:
    settings = "none"
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "someones_engines.py").write_text(PACKAGE)
    info = tmp_path / "someones_engines-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: someones-engines\nVersion: 1\n")
    names = ("WithSettings", "WithDefault", "Without")
    points = "\n".join(f"{name} = someones_engines:{name}" for name in names)
    (info / "entry_points.txt").write_text(f"[banmian.ocr]\n{points}\n")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("package")
def test_a_package_that_is_installed_offers_its_engines() -> None:
    settings = RecognizeSettings(threads=3)
    assert "WithSettings" in plugins.names("ocr")
    assert plugins.load("ocr", "WithSettings", settings).settings is settings
    assert plugins.load("ocr", "WithDefault", settings).settings is settings
    assert plugins.load("ocr", "WithDefault").settings is None
    assert plugins.load("ocr", "Without", settings).settings == "none"


def test_a_missing_package_is_named_with_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty_engines.offer(tmp_path / "packages")
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    with pytest.raises(MissingDependencyError) as caught:
        plugins.load("ocr", "NeedsPackage")
    assert caught.value.message == (
        "the ocr plug-in NeedsPackage needs faulty_engines_that_are_not_there, which is not installed"
    )
    assert caught.value.hint == "pip install faulty_engines_that_are_not_there"
