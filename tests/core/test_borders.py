"""What core promises to those who import it, and how its packages and those of gui are made."""

import ast
import subprocess
import sys
import tomllib

import pytest

import core
from core import errors
from core.version import VERSION
from tests import ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for top in ("core", "gui")
    for path in sorted((ROOT / top).rglob("*.py"))
}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}
PACKAGES_WITH_NAMES = {"core", "core.model", "core.kernels", "gui"}


def modules_after(statement):
    """Run a statement in a fresh interpreter; return the modules that this loaded."""
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_importing_core_loads_neither_numpy_nor_pillow():
    assert not {"numpy", "PIL"} & modules_after("import core; core.Settings; core.FewtoneError")


def test_command_line_never_imports_qt(tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8), "red").save(tmp_path / "red.png")
    loaded = modules_after(f"import main\nmain.main(['palette', {str(tmp_path / 'red.png')!r}])")
    assert "core.reduction.recipe" in loaded
    assert not [name for name in loaded if name.startswith(("PySide6", "shiboken"))]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["compress", "--help"],
        ["palette", "--help"],
        ["compare", "--help"],
    ],
)
def test_version_and_help_load_nothing_heavy(arguments):
    quietly = "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):"
    loaded = modules_after(f"import contextlib, io, main\n{quietly}\n    main.main({arguments!r})")
    # Without a screen Qt cannot even be loaded where libGL is missing.
    assert not {"PySide6", "shiboken6", "numpy", "PIL", "pi_heif", "oxipng", "tqdm"} & loaded


def imported_by(source):
    """List the modules that a source imports; a name out of a package counts as the package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
            yield from (name if name in MODULES else node.module for name in names)


def uses_own_package(module, source):
    """Return whether a module imports the `__init__` of a package that it is in."""
    return any(module.startswith(f"{name}.") for name in PACKAGES & {*imported_by(source)})


@pytest.mark.parametrize("name", sorted(PACKAGES - PACKAGES_WITH_NAMES))
def test_a_package_holds_only_a_docstring(name):
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_no_module_imports_its_own_package():
    sources = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    assert [name for name, source in sources.items() if uses_own_package(name, source)] == []


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ("from core.kernels import count_colors", True),
        ("from core import kernels", True),
        ("import core.kernels", True),
        ("def late():\n    from core import reduce", True),
        ("from core.kernels import in_numpy", False),
        ("from core.kernels.targets import Targets", False),
        ("from core.model import Photo", False),
    ],
)
def test_an_import_of_the_own_package_is_seen(source, uses):
    assert uses_own_package("core.kernels.in_c", source) == uses


@pytest.mark.parametrize("name", core.__all__)
def test_every_name_at_the_door_is_there(name):
    assert getattr(core, name) is not None


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (errors.SettingsError, ValueError),
        (errors.InputError, ValueError),
        (errors.PaletteError, ValueError),
        (errors.ReadError, OSError),
        (errors.WriteError, OSError),
    ],
)
def test_every_error_is_the_builtin_it_resembles(error, builtin):
    assert issubclass(error, core.FewtoneError)
    assert issubclass(error, builtin)
    assert str(error("one line")) == "one line"


def test_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
