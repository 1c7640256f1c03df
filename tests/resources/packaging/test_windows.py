import re
import zipfile

import pytest

import core
from resources import path
from resources.packaging.windows import installer, portable
from resources.packaging.windows.version_resource import version_resource

SCRIPT = path("packaging/windows/fewtone.iss").read_text(encoding="utf-8")


def test_the_installer_offers_fewtone_for_all_that_it_opens():
    lines = installer.associations().splitlines()
    offered = {line.split('ValueName: "')[1].split('"')[0] for line in lines if "Types" in line}
    assert offered == set(core.readable_endings())
    listed = {re.search(r"Classes\\(\.\w+)\\OpenWithProgids", line) for line in lines}
    assert {each[1] for each in listed if each} == offered


def test_removal_takes_back_what_installing_wrote_for_other_programs():
    # Those keys belong to the ending: only the value is Fewtone's.
    for line in installer.associations().splitlines():
        assert "OpenWithProgids" not in line or line.endswith("Flags: uninsdeletevalue")
    written = re.findall(r'Subkey: "(Software\\Classes\\[^"]+)".*', SCRIPT)
    cleared = re.findall(r'Subkey: "(Software\\Classes\\[^"]+)".*uninsdeletekey', SCRIPT)
    assert all(any(key.startswith(root) for root in cleared) for key in written)


def test_installing_needs_no_administrator_and_renews_an_old_version():
    assert "PrivilegesRequired=lowest" in SCRIPT
    assert "Root: HKLM" not in SCRIPT
    # Windows takes a version with another AppId for another program, and keeps both.
    assert "AppId={{7B0E5C3F-52C7-4C0B-9B53-0C5D3C1E6E0A}" in SCRIPT


@pytest.mark.parametrize("section", ["Setup", "Files", "Icons", "Registry", "Run", "Code"])
def test_every_section_is_there_once(section):
    assert SCRIPT.count(f"[{section}]") == 1


def test_the_version_resource_has_four_numbers_and_the_names():
    said = version_resource("1.20.3", "fewtone-cli.exe", "Fewtone for terminals")
    compile(said, "resource", "eval")
    assert said.count("(1, 20, 3, 0)") == 2
    for text in ("'Fewtone for terminals'", "'fewtone-cli'", "'1.20.3'", "'040904B0'"):
        assert text in said


def test_the_portable_archive_has_room_for_settings_and_is_made_the_same_twice(tmp_path):
    folder = tmp_path / "fewtone"
    (folder / "_internal").mkdir(parents=True)
    (folder / "fewtone.exe").write_bytes(b"program")
    (folder / "_internal" / "part.dll").write_bytes(b"part")
    archives = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for archive in archives:
        portable.write_portable(folder, archive)
        (folder / "fewtone.exe").touch()
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with zipfile.ZipFile(archives[0]) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert (tmp_path / "unpacked/Fewtone/settings").is_dir()
    assert (tmp_path / "unpacked/Fewtone/_internal/part.dll").read_bytes() == b"part"
