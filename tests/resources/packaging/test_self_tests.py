import sys

import pytest

from resources.packaging import self_tests


@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("linux", ["fewtone-cli", "fewtone"]),
        ("win32", ["fewtone-cli.exe", "fewtone.exe"]),
        ("darwin", ["fewtone-cli", "fewtone", "Fewtone.app/Contents/MacOS/fewtone"]),
    ],
)
def test_every_program_of_a_system_is_tried(tmp_path, system, names):
    folder = tmp_path / "fewtone"
    tried = self_tests.programs(folder, system)
    assert [each.name for each in tried] == [name.rpartition("/")[2] for name in names]
    assert str(tried[-1]).endswith(names[-1])


@pytest.mark.skipif(sys.platform == "win32", reason="the programs here are shell scripts")
@pytest.mark.parametrize(("said", "code"), [("exit 0", 0), ("exit 1", 1), ("kill -9 $$", 1)])
def test_a_program_that_fails_fails_the_step(tmp_path, said, code):
    for program in self_tests.programs(tmp_path / "fewtone"):
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\n[ "$1" = --self-test ] || exit 0\n{said}\n')
        program.chmod(0o755)
    assert self_tests.main([str(tmp_path / "fewtone")]) == code


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the loader of Linux is asked")
@pytest.mark.parametrize("heavy", ["libQt6Core", "_multiarray_umath"])
def test_a_program_that_loads_too_much_to_tell_its_version_fails(tmp_path, capsys, heavy):
    for program in self_tests.programs(tmp_path / "fewtone"):
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\n[ -z "$LD_DEBUG" ] || echo "init: /in/{heavy}.so" >&2\n')
        program.chmod(0o755)
    assert self_tests.main([str(tmp_path / "fewtone")]) == 1
    assert f"--version loads {heavy}" in capsys.readouterr().err


def test_a_program_that_is_missing_fails_the_step(tmp_path, capsys):
    assert self_tests.main([str(tmp_path)]) == 1
    assert "fewtone-cli" in capsys.readouterr().err
