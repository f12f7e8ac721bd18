"""Puts the settings in force together: defaults, a TOML file, variables, the command line."""

from __future__ import annotations

import ast
import difflib
import inspect
import json
import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import pipeline.settings
from pipeline.errors import SettingsError
from pipeline.settings import Settings

PREFIX = "BANMIAN_"
LOCAL_FILE = "banmian.toml"
USER_FILE = "banmian/settings.toml"
"""Below $XDG_CONFIG_HOME, or ~/.config."""


@dataclass(frozen=True, slots=True)
class Known:
    """One setting that there is."""

    stage: str
    name: str
    type: type
    field: Field[Any]

    @property
    def key(self) -> str:
        return f"{self.stage}.{self.name}"

    @property
    def variable(self) -> str:
        return f"{PREFIX}{self.stage}_{self.name}".upper()


@dataclass(frozen=True, slots=True)
class Configuration:
    settings: Settings
    origins: Mapping[str, str]
    """Where each value that is no default came from, by `stage.name`."""


def known() -> Iterator[Known]:
    """Every setting, in the order of the stages."""
    for stage in fields(Settings):
        owner = get_type_hints(Settings)[stage.name]
        types = get_type_hints(owner)
        for one in fields(owner):
            yield Known(stage.name, one.name, types[one.name], one)


def load(
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    command_line: Mapping[str, str | None] | None = None,
) -> Configuration:
    """The settings in force.

    `file` replaces the search for one (./banmian.toml, then the user's). `command_line` maps
    `stage.name` to the text of an option, None where it was not given. Raises SettingsError,
    which names the file or variable, the key, and the nearest key that exists.
    """
    environ = os.environ if environ is None else environ
    by_key = {one.key: one for one in known()}
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    path = file or _found_file(environ)
    for key, value in _file_values(path).items() if path else ():
        values[key] = _checked(_look_up(key, by_key, str(path)), value, str(path))
        origins[key] = str(path)
    by_variable = {one.variable: one for one in by_key.values()}
    for variable in sorted(v for v in environ if v.startswith(PREFIX)):
        one = _look_up(variable, by_variable, "environment")
        values[one.key] = _checked(one, _from_text(one, environ[variable], variable), variable)
        origins[one.key] = variable
    for key, text in (command_line or {}).items():
        if text is not None:
            values[key] = _checked(by_key[key], _from_text(by_key[key], text, "command line"), "command line")
            origins[key] = "command line"
    return Configuration(_settings_with(values), origins)


def as_toml(configuration: Configuration) -> str:
    """The settings as a TOML file that gives them again, each with its meaning and origin."""
    texts = documentation()
    parts: list[str] = []
    stage = ""
    for one in known():
        if one.stage != stage:
            stage = one.stage
            parts.append(f"{chr(10) if parts else ''}[{stage}]")
        value = getattr(getattr(configuration.settings, one.stage), one.name)
        parts += [f"# {line}" for line in texts[one.key].splitlines()]
        parts.append(f"{one.name} = {_toml(value)}  # {configuration.origins.get(one.key, 'default')}")
    return "\n".join(parts) + "\n"


def documentation() -> dict[str, str]:
    """The text under each setting in settings.py, by `stage.name`; empty where there is none."""
    tree = ast.parse(inspect.getsource(pipeline.settings))
    by_class = {node.name: _texts_below_fields(node) for node in tree.body if isinstance(node, ast.ClassDef)}
    classes = {stage: owner.__name__ for stage, owner in get_type_hints(Settings).items()}
    return {one.key: by_class[classes[one.stage]].get(one.name, "") for one in known()}


def _texts_below_fields(owner: ast.ClassDef) -> dict[str, str]:
    texts = {}
    for node, below in zip(owner.body, owner.body[1:], strict=False):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            texts[node.target.id] = inspect.cleandoc(str(below.value.value))
    return texts


def _found_file(environ: Mapping[str, str]) -> Path | None:
    home = environ.get("XDG_CONFIG_HOME") or os.path.join(environ.get("HOME", os.curdir), ".config")
    return next((p for p in (Path(LOCAL_FILE), Path(home) / USER_FILE) if p.is_file()), None)


def _file_values(path: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{path}: the settings file cannot be read", hint="`banmian settings > banmian.toml` makes one"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: not a TOML file: {error}", hint="`banmian settings` prints one to compare with"
        ) from error
    values = {}
    for stage, table in tables.items():
        if isinstance(table, dict) and (table or stage in Settings.__dataclass_fields__):
            values.update({f"{stage}.{name}": value for name, value in table.items()})
        else:
            values[stage] = table  # names no setting: told as any other that there is not
    return values


def _look_up(key: str, table: Mapping[str, Known], where: str) -> Known:
    if key in table:
        return table[key]
    near = difflib.get_close_matches(key, table, n=1, cutoff=0.0)[0]
    raise SettingsError(
        f"{where}: there is no setting {key}", hint=f"did you mean {near}? `banmian settings` lists all"
    )


def _from_text(one: Known, text: str, where: str) -> Any:
    """A variable's or an option's text as a value of the setting's type."""
    if one.type is str:
        return text
    if one.type is bool:
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        return words.get(text.strip().lower(), text)
    try:
        return one.type(text)
    except ValueError:
        return text


def _checked(one: Known, value: Any, where: str) -> Any:
    if one.type is float and type(value) is int:
        value = float(value)
    if type(value) is not one.type or (isinstance(value, float) and not math.isfinite(value)):
        words = {int: "a whole number", float: "a number", bool: "true or false", str: "a text in quotes"}
        raise SettingsError(f"{where}: {one.key} is {value!r}", hint=f"give {words[one.type]}")
    choices, at_least = one.field.metadata.get("choices"), one.field.metadata.get("at_least")
    if choices and value not in choices:
        near = ", ".join(map(str, choices))
        raise SettingsError(f"{where}: {one.key} is {value!r}", hint=f"it may be {near}")
    if at_least is not None and value < at_least:
        raise SettingsError(f"{where}: {one.key} is {value!r}", hint=f"give {at_least:g} or more")
    return value


def _settings_with(values: Mapping[str, Any]) -> Settings:
    settings = Settings()
    for key, value in values.items():
        stage, name = key.split(".")
        settings = replace(settings, **{stage: replace(getattr(settings, stage), **{name: value})})
    return settings


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
