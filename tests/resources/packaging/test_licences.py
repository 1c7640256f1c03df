"""Every file of a bundle has a licence, whose text is shipped with it."""

import json
from pathlib import Path

import pytest

pytest.importorskip("elftools", reason="comes with what makes bundles: dev.py bundle or check")

from resources.packaging import licences, parts_list

PARTS = licences.read_parts()
NOTICES = Path(licences.__file__).parent / "notices"


def collect(tmp_path, *paths, modules=("core.version",)):
    """Collect for files that lie nowhere: what is known of them goes by their names."""
    entries = [(path, str(tmp_path / "nowhere"), "BINARY") for path in paths]
    return licences.collect(entries, modules, ["fewtone"], tmp_path / "out")


def test_an_unknown_file_fails_and_is_named(tmp_path):
    with pytest.raises(licences.LicenceError, match=r"libmystery\.so\.1"):
        collect(tmp_path, "numpy/linalg/lapack_lite.so", "libmystery.so.1")


def test_an_unknown_module_fails_and_is_named(tmp_path):
    with pytest.raises(licences.LicenceError, match="module requests"):
        collect(tmp_path, modules=["numpy.linalg", "json", "requests.api"])


def test_the_table_names_files_versions_and_texts(tmp_path):
    path = "pillow.libs/libavif-c6062d5f.so.16.4.2"
    written = collect(tmp_path, path, "docs\\guide.md")
    folder = tmp_path / "out"
    rows = {row["name"]: row for row in json.loads((folder / "parts.json").read_text())["parts"]}
    assert set(rows) == {
        "Fewtone",
        "PyInstaller, the program that starts Python",
        "libavif, with libaom, dav1d and libyuv",
    }
    row = rows["libavif, with libaom, dav1d and libyuv"]
    assert row["files"] == [path]
    assert row["version"][0].isdigit()
    assert all((folder / name).stat().st_size > 100 for name in row["texts"])
    assert {entry[0] for entry in written} >= {"resources/licences/parts.json"}


def test_a_bundle_is_held_against_its_table(tmp_path, capsys):
    collect(tmp_path, "docs/guide.md")
    inside = tmp_path / "fewtone" / "_internal"
    (inside / "docs").mkdir(parents=True)
    (inside / "docs/guide.md").touch()
    (tmp_path / "fewtone/fewtone").touch()
    (inside / "resources").mkdir()
    (tmp_path / "out").rename(inside / "resources/licences")
    assert licences.main([str(tmp_path / "fewtone")]) == 0
    (inside / "late.so").touch()
    assert licences.main([str(tmp_path / "fewtone")]) == 1
    assert "No licence is known of late.so." in capsys.readouterr().err


@pytest.fixture(scope="module")
def spdx():
    """All licences that SPDX knows, which takes a third of a second to read."""
    return pytest.importorskip("license_expression").get_spdx_licensing()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_each_licence_is_one_that_spdx_knows(part, spdx):
    if not part.licence.startswith("LicenseRef-"):
        assert spdx.validate(part.licence).errors == []


def test_each_notice_belongs_to_a_part():
    wanted = {name for part in PARTS for name in part.texts}
    assert {path.name for path in NOTICES.iterdir()} <= wanted


@pytest.mark.parametrize(
    "path",
    [
        # What wheels and Python bring on Windows and macOS.
        "numpy.libs/msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll",
        "libheif-75127e764628a95f6db9f5070bfc87cb.dll",
        "libwinpthread-1-1be1ab2940d5d04137beed0ce27c7f8a.dll",
        "shiboken6/vcruntime140_1.dll",
        "VCRUNTIME140.dll",
        "python311.dll",
        "PySide6/Qt6Core.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "_ctypes.pyd",
        "PIL/.dylibs/libz.1.3.1.zlib-ng.dylib",
        "PIL/.dylibs/liblzma.5.dylib",
        "numpy/.dylibs/libgcc_s.1.1.dylib",
        "pi_heif/.dylibs/libde265.0.2.0.dylib",
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "Python.framework/Versions/3.11/Python",
        "python3.11/lib-dynload/_struct.cpython-311-darwin.so",
    ],
)
def test_files_of_windows_and_macos_are_known(path):
    assert any(part.has_file(path) for part in PARTS)


def test_the_list_for_tools_is_the_same_twice(tmp_path, monkeypatch):
    pytest.importorskip("cyclonedx")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    collect(tmp_path, "docs/guide.md", modules=["core.version", "tqdm.std"])
    rows = json.loads((tmp_path / "out/parts.json").read_text())["parts"]
    text = parts_list.written(rows)
    assert text == parts_list.written(rows)
    listed = json.loads(text)
    assert listed["metadata"]["component"]["name"] == "Fewtone"
    assert any(each.get("purl", "").startswith("pkg:pypi/tqdm@") for each in listed["components"])
