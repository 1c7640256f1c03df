"""What goes into the bundle, and what is left out of it."""

import shutil
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


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="compiles a library of Linux",
)
def test_files_of_python_lose_what_only_its_builder_needs(tmp_path):
    (tmp_path / "a.c").write_text("int a(void) { return 1; }")
    library = tmp_path / "_a.so"
    flags = ["-g", "-shared", "-fPIC", "-Wl,-rpath,/home/builder/lib"]
    subprocess.run(["cc", *flags, "-o", library, tmp_path / "a.c"], check=True)
    module = ("python3.11/lib-dynload/_a.so", str(library), "EXTENSION")
    other = ("numpy/_a.so", str(library), "EXTENSION")
    tidied, untouched = contents.tidied([module, other], tmp_path / "made")
    assert untouched == other
    for path, is_there in ((library, True), (Path(tidied[1]), False)):
        command = ["readelf", "--dynamic", "--section-headers", "--wide", path]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert ("/home/builder" in told) == is_there
        assert (".debug_info" in told) == is_there
