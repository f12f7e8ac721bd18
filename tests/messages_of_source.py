"""Reads the messages that users see out of the source."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pipeline.errors
from pipeline.configuration import documentation

PIPELINE = Path(__file__).parents[1] / "pipeline"


class NotPlain(Exception):
    """A message that is put together where the source does not show it."""


FROM_ELSEWHERE = {
    "cli.py: message",
    "cli.py: meaning",
    "report.py: title",
    "report.py: a.kind",
    "commands.py: group",
    "result.py: error.message",
    "result.py: error.hint",
}
"""Made by argparse, or words that a test names one by one."""
OUR_ERRORS = {name for name in dir(pipeline.errors) if name.endswith("Error")}


def templates() -> Iterator[tuple[str, str]]:
    """Where, and the English template, with `{}` for what is put in. Raises NotPlain."""
    for path in sorted(PIPELINE.rglob("*.py")):
        yield from _Module(path).templates()
    yield from (("settings.py", text) for text in documentation().values())


class _Module:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._tree = ast.parse(path.read_text("utf-8"))
        self._assigned: dict[str, list[ast.expr]] = defaultdict(list)
        self._returned: dict[str, list[ast.expr]] = defaultdict(list)
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._assigned[node.targets[0].id].append(node.value)
            if isinstance(node, ast.FunctionDef):
                found = (child for child in ast.walk(node) if isinstance(child, ast.Return) and child.value)
                self._returned[node.name] += [child.value for child in found if child.value]

    def templates(self) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self._tree):
            for message in _messages_of(node) if isinstance(node, ast.Call) else ():
                yield from ((f"{self._path.name}:{message.lineno}", text) for text in self._texts(message) if text)

    def _texts(self, node: ast.expr) -> Iterator[str]:
        """The templates that an expression can be; a name stands for all that is assigned to it."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
            case ast.IfExp(body=body, orelse=orelse):
                yield from (*self._texts(body), *self._texts(orelse))
            case ast.Name(id=name) if name in self._assigned:
                yield from (text for value in self._assigned[name] for text in self._texts(value))
            case ast.Call(func=ast.Name(id=name)) if name in self._returned:
                yield from (text for value in self._returned[name] for text in self._texts(value))
            case _ if f"{self._path.name}: {ast.unparse(node)}" not in FROM_ELSEWHERE:
                raise NotPlain(f"{self._path.name}:{node.lineno}: {ast.unparse(node)}")


def _messages_of(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "say":
        yield call.args[0]
    if name == "Failure":
        yield from call.args[2:]
    if name == "_examples":
        yield from (pair.elts[1] for pair in call.args if isinstance(pair, ast.Tuple))
    if name.endswith("Error") and name in OUR_ERRORS and call.args:
        yield call.args[0]
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "hint")
