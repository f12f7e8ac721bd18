"""Settings: what may be set, where a value comes from, and what is said of a wrong one."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.configuration import as_toml, documentation, known, load
from pipeline.errors import SettingsError
from pipeline.settings import STAGES, TEXT_STAGES, RecognizeSettings, SegmentSettings, Settings, digest


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings file of the developer's is found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_each_stage_has_its_settings() -> None:
    assert {*STAGES, *TEXT_STAGES, "ingest"} == set(Settings.__dataclass_fields__)


def test_every_setting_is_documented() -> None:
    texts = documentation()
    assert [key for key in texts if not texts[key]] == []


def test_later_sources_win(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('[recognize]\nengine = "a"\ntimeout_s = 10\nthreads = 3\n[segment]\nengine = "own"\n')
    environ = {"BANMIAN_RECOGNIZE_ENGINE": "b", "BANMIAN_RECOGNIZE_THREADS": "2", "HOME": "/"}
    found = load(file, environ, {"recognize.engine": "c", "segment.direction": None})
    assert found.settings.recognize == RecognizeSettings(engine="c", threads=2, timeout_s=10.0)
    assert found.settings.segment == SegmentSettings(engine="own")
    assert found.origins == {
        "recognize.engine": "command line",
        "recognize.threads": "BANMIAN_RECOGNIZE_THREADS",
        "recognize.timeout_s": str(file),
        "segment.engine": str(file),
    }


def test_the_local_file_is_found_before_the_users(tmp_path: Path) -> None:
    users = tmp_path / "config" / "banmian" / "settings.toml"
    users.parent.mkdir(parents=True)
    users.write_text('[segment]\ndirection = "vertical"\n')
    assert load().settings.segment.direction == "vertical"
    Path("banmian.toml").write_text('[segment]\ndirection = "horizontal"\n')
    assert load().settings.segment.direction == "horizontal"


def test_what_is_printed_gives_the_same_settings_again(tmp_path: Path) -> None:
    first = load(environ={"BANMIAN_REPAIR_NORMALISE": "no", "BANMIAN_STRAIGHTEN_MAX_SKEW_DEG": "2.5", "HOME": "/"})
    file = tmp_path / "printed.toml"
    file.write_text(as_toml(first), "utf-8")
    assert load(file).settings == first.settings
    assert first.settings.repair.normalise is False
    assert "normalise = false  # BANMIAN_REPAIR_NORMALISE" in as_toml(first)


def test_all_settings_are_printed() -> None:
    printed = tomllib.loads(as_toml(load()))
    assert {f"{stage}.{name}" for stage, table in printed.items() for name in table} == {one.key for one in known()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[recognise]\nengine = "x"', r"no setting recognise\.engine .*did you mean recognize\.engine"),
        ("[recognize]\nthread = 2", r"no setting recognize\.thread .*did you mean recognize\.threads"),
        ('engine = "x"', r"no setting engine"),
        ("[segmentation]", r"no setting segmentation .*segment"),
        ('[recognize]\nthreads = "two"', r"recognize\.threads is 'two' .*whole number"),
        ("[recognize]\nthreads = true", r"recognize\.threads is True .*whole number"),
        ("[recognize]\nthreads = 0", r"recognize\.threads is 0 .*1 or more"),
        ("[straighten]\nmax_skew_deg = nan", r"max_skew_deg is nan .*number"),
        ('[segment]\ndirection = "up"', r"segment\.direction is 'up' .*auto, horizontal, vertical"),
        ("[segment", r"not a TOML file"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"my\.toml.*" + said):
        load(file)


def test_a_wrong_variable_is_named() -> None:
    with pytest.raises(SettingsError, match=r"BANMIAN_RECOGNIZE_ENGIN .*did you mean BANMIAN_RECOGNIZE_ENGINE"):
        load(environ={"BANMIAN_RECOGNIZE_ENGIN": "x"})
    with pytest.raises(SettingsError, match=r"BANMIAN_REPAIR_NORMALISE.*true or false"):
        load(environ={"BANMIAN_REPAIR_NORMALISE": "perhaps"})


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml")


def test_the_digest_tells_of_settings_that_decide_the_result() -> None:
    settings = RecognizeSettings()
    assert digest(settings) == digest(RecognizeSettings())
    assert digest(settings) != digest(replace(settings, engine="tesseract"))
    assert digest(settings) == digest(replace(settings, threads=2, timeout_s=5.0))
