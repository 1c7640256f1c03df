"""What goes into the bundle, and what is left out of it."""

import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

pytest.importorskip("elftools", reason="comes with what makes bundles: dev.py bundle or check")

from resources.packaging import contents


@pytest.mark.parametrize(
    "path",
    [
        "libstdc++.so.6",
        "libz.so.1",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/wayland-graphics-integration-client/libvulkan-server.so",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
        "PySide6/Qt/translations/qt_de.qm",
        "numpy-2.4.6.dist-info/RECORD",
    ],
)
def test_left_out(path):
    assert contents.kept([(path, path, "BINARY")]) == []


@pytest.mark.parametrize(
    "path",
    [
        "pillow.libs/libfreetype-57f805ba.so.6.20.6",
        "libxcb-cursor.so.0",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "PySide6\\plugins\\imageformats\\qjpeg.dll",
        "numpy-2.4.6.dist-info/METADATA",
    ],
)
def test_kept(path):
    assert len(contents.kept([(path, path, "BINARY")])) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads libraries of Linux")
def test_a_library_that_nobody_asks_for_is_left_out():
    qt = Path(PySide6.__file__).parent / "Qt" / "lib"
    names = ["libQt6Gui.so.6", "libQt6Core.so.6", "libQt6Svg.so.6"]
    libraries = [(f"PySide6/Qt/lib/{each}", str(qt / each), "BINARY") for each in names]
    module = ("PySide6/QtGui.abi3.so", str(qt.parents[1] / "QtGui.abi3.so"), "EXTENSION")
    kept = contents.needed([module, *libraries])
    assert kept == [module, libraries[0], libraries[1]]
    dead = ("libQt6Svg.so.6", libraries[2][0], "SYMLINK")
    alive = ("libQt6Gui.so.6", libraries[0][0], "SYMLINK")
    assert contents.without_dead_links([dead, alive], kept) == [alive]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is of Linux")
def test_no_part_of_python_looks_for_libraries_where_it_was_built(tmp_path, require_tool):
    require_tool("gcc", "strip", "objdump")
    library = tmp_path / "libpython.so"
    subprocess.run(
        ["gcc", "-shared", "-o", library, "-Wl,-rpath,/home/builder/lib", "-xc", "/dev/null"],
        check=True,
    )
    ((_, copy, _),) = contents.without_debugging(
        [("libpython.so", str(library), "BINARY")], tmp_path / "stripped"
    )
    told = [
        subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
        for file in (library, copy)
    ]
    assert ["/home/builder" in each for each in told] == [True, False]
