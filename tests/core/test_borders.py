"""What core promises to those who import it."""

import subprocess
import sys
import tomllib

import pytest

import core
from core import errors
from core.version import VERSION
from tests import ROOT


def modules_after(statement):
    """Run a statement in a fresh interpreter; tell which modules that loaded."""
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
