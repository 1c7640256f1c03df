import hashlib
import shutil
import subprocess

import pytest

from core.version import VERSION
from resources.packaging import release

CHANGELOG = """# Changelog

## [Unreleased]

- Soon.

## [1.2.0] - 2026-12-01

### Added

- Something, see [the guide](docs/guide.md).

## [1.1.0] - 2026-11-01
"""


def test_notes_are_the_section_of_the_version_and_no_more():
    said = release.notes(CHANGELOG, "1.2.0")
    assert said == "### Added\n\n- Something, see [the guide](docs/guide.md).\n"


@pytest.mark.parametrize(
    ("version", "said"),
    [("1.1.0", "says nothing below"), ("1.3.0", "has no section"), ("1.2", "has no section")],
)
def test_a_release_without_notes_is_refused(version, said):
    with pytest.raises(release.ReleaseError, match=said):
        release.notes(CHANGELOG, version)


def test_tag_and_version_must_agree(capsys):
    assert release.main(["version", f"v{VERSION}"]) == 0
    assert capsys.readouterr().out == VERSION + "\n"
    for tag in (VERSION, "v9.9.9", f"v{VERSION}-rc1"):
        assert release.main(["version", tag]) == 1
        assert f"core/version.py says {VERSION}" in capsys.readouterr().err


def test_sums_are_those_that_sha256sum_checks(tmp_path):
    (tmp_path / "b.zip").write_bytes(b"b")
    (tmp_path / "a file.deb").write_bytes(b"a")
    assert release.main(["sums", str(tmp_path)]) == 0
    lines = (tmp_path / release.SUMS).read_text().splitlines()
    assert lines[0] == f"{hashlib.sha256(b'a').hexdigest()}  a file.deb"
    # A second time, the sums are not among the files.
    assert release.main(["sums", str(tmp_path)]) == 0
    assert (tmp_path / release.SUMS).read_text().splitlines() == lines
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", release.SUMS], cwd=tmp_path, check=True)


def test_a_folder_without_files_has_no_sums(tmp_path, capsys):
    assert release.main(["sums", str(tmp_path)]) == 1
    assert "no file" in capsys.readouterr().err
