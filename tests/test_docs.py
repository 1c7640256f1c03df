"""What the docs name is there: files, functions, packages."""

import ast
import re
from pathlib import Path

import pytest

from core import palette_formats

ROOT = Path(__file__).parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")

PATH = re.compile(r"`(?:python [-\w ]*)?((?:core|gui|tests|resources|docs)/[\w./]*\w)/?`")
STEP = re.compile(r"`([\w/]+\.py)`((?:,? (?:and )?`[\w.]+(?:\(\))?`)+)")


def definitions(path):
    """List the functions, classes and methods of a file: "Lane", "Lane.cancel"."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = (each for each in node.body if isinstance(each, ast.FunctionDef))
            names.update(f"{node.name}.{method.name}" for method in methods)
    return names


def steps():
    """List what the architecture says is in a file, as (path, name)."""
    return [
        (path, name)
        for path, names in STEP.findall(" ".join(ARCHITECTURE.split()))
        for name in re.findall(r"`([\w.]+)", names)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_named_is_there(page):
    named = set(PATH.findall(page.read_text(encoding="utf-8")))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("path", "name"), steps())
def test_every_function_named_is_in_its_file(path, name):
    assert name in definitions(ROOT / path)


def test_journeys_have_steps_to_check():
    assert len(steps()) > 15


@pytest.mark.parametrize("ending", sorted({each.ending for each in palette_formats()} - {".tiff"}))
def test_every_palette_format_has_a_row(ending):
    rows = re.findall(r"^\| (.*?) \|", (ROOT / "docs/formats.md").read_text("utf-8"), re.MULTILINE)
    assert any(f"`{ending}`" in row for row in rows)


@pytest.mark.parametrize("room", ["core", "gui"])
def test_architecture_knows_every_package(room):
    packages = [each.parent.name for each in sorted((ROOT / room).glob("*/__init__.py"))]
    rows = re.findall(r"^\| `([\w/]+)/` \|", ARCHITECTURE, re.MULTILINE)
    assert [row for row in rows if row.startswith(f"{room}/")] != []
    assert {f"{room}/{package}" for package in packages} <= set(rows)
