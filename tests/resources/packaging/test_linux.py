"""What Linux desktops and shells get, held to what Fewtone really does and to what linters say."""

import argparse
import configparser
import json
import os
import shutil
import subprocess
import sys
import tarfile

import pytest

from core import readable_endings
from core.commands import COMMANDS
from core.settings import STARTS
from resources.packaging import moment
from resources.packaging.archive import write_tar_xz
from resources.packaging.formats import MIME_TYPES
from resources.packaging.identity import APP_ID
from resources.packaging.linux.parsers import commands, parsers
from tests import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is of Linux")

FOLDERS = "inode/directory"
PART = {
    "name": "A part",
    "version": "1.0",
    "licence": "LGPL-3.0-only AND MIT",
    "address": "https://example.org",
    "files": ["resources/licences/parts.json", "../fewtone"],
    "texts": ["LGPL.txt"],
}
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="module")
def bundler():
    """What makes packages; `dev.py test` alone does not install it."""
    if not os.environ.get("FEWTONE_REQUIRE_TOOLS"):
        pytest.importorskip("shtab", reason="dev.py bundle installs it")


@pytest.fixture(scope="module")
def share(bundler, tmp_path_factory):
    """What packages put below /usr/share or ~/.local/share."""
    from resources.packaging.linux.share import write_share

    folder = tmp_path_factory.mktemp("packaged") / "share"
    write_share(folder)
    return folder


@pytest.fixture(scope="module")
def package(share, tmp_path_factory):
    """A .deb of a small bundle, and the folder that is in it."""
    from resources.packaging.linux import debian

    folder = tmp_path_factory.mktemp("deb")
    bundle = folder / "fewtone"
    licences = bundle / "_internal/resources/licences"
    licences.mkdir(parents=True)
    (licences / "parts.json").write_text(json.dumps({"parts": [PART]}), encoding="utf-8")
    (licences / "LGPL.txt").write_text("Do as you like.", encoding="utf-8")
    for program in debian.PROGRAMS:
        shutil.copy(shutil.which("true"), bundle / program)
    deb = folder / debian.file_name()
    debian.write_deb(bundle, deb)
    subprocess.run(["dpkg-deb", "--raw-extract", deb, folder / "root"], check=True)
    return deb, folder / "root"


def entries(path):
    """The groups of a desktop entry."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def said(*command, **options):
    """Run what must be content, and return what it said."""
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, timeout=300, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_desktops_offer_fewtone_for_every_format_it_reads(share):
    assert sorted(each for endings in MIME_TYPES.values() for each in endings) == readable_endings()
    for path in sorted(share.rglob("*.desktop")):
        kinds = entries(path)["Desktop Entry"]["MimeType"].strip(";").split(";")
        assert [kind for kind in kinds if kind != FOLDERS] == list(MIME_TYPES)
    # Otherwise Fewtone could become what opens folders.
    assert FOLDERS not in (share / f"applications/{APP_ID}.desktop").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["kio/servicemenus", "Thunar/sendto"])
def test_file_managers_give_all_chosen_photos_to_one_start(share, place):
    (path,) = (share / place).iterdir()
    commands = [group["Exec"] for group in entries(path).values() if "Exec" in group]
    assert commands == ["fewtone %F"]
    assert "Compress with Fewtone" in path.read_text(encoding="utf-8")


def test_linters_of_desktops_are_content(share, require_tool):
    require_tool("desktop-file-validate", "appstreamcli")
    programs = [share / f"applications/{APP_ID}.desktop", *(share / "Thunar/sendto").iterdir()]
    assert said("desktop-file-validate", *programs) == ""
    said("appstreamcli", "validate", "--no-net", share / f"metainfo/{APP_ID}.metainfo.xml")


def test_lintian_is_content(package, require_tool):
    require_tool("lintian")
    deb, _ = package
    assert said("lintian", "--allow-root", "--fail-on=error,warning", deb) == ""


def test_deb_has_the_programs_as_commands_and_nothing_of_the_builder(package):
    from resources.packaging.linux import debian

    deb, root = package
    for program in debian.PROGRAMS:
        assert (root / "usr/bin" / program).resolve() == root / "usr/lib/fewtone" / program
    listed = said("dpkg-deb", "--contents", deb).splitlines()
    assert {line.split()[1] for line in listed} == {"root/root"}
    assert (root / "DEBIAN/md5sums").is_file()
    again = deb.with_name("again.deb")
    debian.write_deb(deb.parent / "fewtone", again)
    assert again.read_bytes() == deb.read_bytes()


def test_packages_are_of_the_time_of_their_bundle(bundler, tmp_path, monkeypatch):
    from resources.packaging.linux import __main__ as packer

    def write(_bundle, target, **_options):
        target.write_text(f"{moment.moment():%Y}", encoding="utf-8")

    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    monkeypatch.setattr(os, "environ", environment)
    kept = tmp_path / "fewtone" / moment.KEPT_AS
    kept.parent.mkdir(parents=True)
    kept.write_text("86400\n", encoding="utf-8")
    monkeypatch.setattr(packer, "_DIST", tmp_path)
    monkeypatch.setattr(packer, "write_archive", write)
    monkeypatch.setattr(packer.debian, "write_deb", write)
    monkeypatch.setattr(sys, "argv", ["", "--archive", "--deb"])
    packer.main()
    made = [path for path in tmp_path.iterdir() if path.is_file()]
    assert [path.read_text(encoding="utf-8") for path in made] == ["1970", "1970"]


def test_copyright_names_files_and_texts_that_are_there(package):
    _, root = package
    text = (root / "usr/share/doc/fewtone/copyright").read_text(encoding="utf-8")
    named = [
        line.strip().lstrip("/") for line in text.splitlines() if line.startswith((" /", " usr"))
    ]
    *ours, common = named
    assert len(ours) == len(PART["files"]) + len(PART["texts"])
    assert all((root / path).is_file() for path in ours)
    assert common == "usr/share/common-licenses/LGPL-3"
    assert "License: LGPL-3.0-only and MIT" in text


def test_deb_of_a_bundle_with_an_unknown_need_is_not_made(bundler, tmp_path, require_tool):
    from resources.packaging.linux.needs import needed_packages

    require_tool("objdump")
    shutil.copy(shutil.which("true"), tmp_path)
    (need,) = needed_packages(tmp_path)
    assert need.startswith("libc6 (>= 2.")
    shutil.copy(shutil.which("objdump"), tmp_path)
    with pytest.raises(LookupError, match="libbfd"):
        needed_packages(tmp_path)


def test_window_is_that_of_the_desktop_entry(share):
    code = "import gui.app as app; print(app.make_application().desktopFileName())"
    name = said(sys.executable, "-c", code, cwd=ROOT, env={**os.environ, **OFFSCREEN}).strip()
    assert (share / f"applications/{name}.desktop").is_file()


def test_manual_has_every_option_and_groff_understands_it(share, require_tool):
    require_tool("man")
    quiet = {"env": {**os.environ, "MANPAGER": "cat", "MANWIDTH": "200", "LC_ALL": "C.UTF-8"}}
    for program, parser in parsers().items():
        page = share / f"man/man1/{program}.1.gz"
        text = said("man", "--warnings", "--local-file", page, **quiet)
        assert "<standard input>" not in text
        for each in (parser, *commands(parser)):
            told = (action for action in each._actions if action.help != argparse.SUPPRESS)
            names = [(action.option_strings or [action.metavar])[-1] for action in told]
            assert [name for name in names if name not in {*text.split(), "--help"}] == []


@pytest.mark.parametrize(
    ("shell", "script"),
    [
        (
            "bash",
            """. bash-completion/completions/fewtone-cli
            COMP_WORDS=({line} ''); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
            $(complete -p fewtone-cli | sed 's/.*-F \\([^ ]*\\).*/\\1/') fewtone-cli ''
            echo "${{COMPREPLY[@]}}" """,
        ),
        ("fish", "source fish/vendor_completions.d/fewtone-cli.fish; complete -C '{line} '"),
    ],
)
def test_shells_complete_commands_choices_and_files(share, require_tool, shell, script):
    require_tool(shell)
    for line, words in (
        ("fewtone-cli", COMMANDS),
        ("fewtone-cli compress --start", STARTS),
        ("fewtone-cli compress", ["bash-completion", "icons"]),
        ("fewtone-cli compress a.png -o", ["bash-completion", "icons"]),
    ):
        found = said(shell, "-c", script.format(line=line), cwd=share)
        assert set(words) <= {word.rstrip("/") for word in found.split()}, line


def test_zsh_knows_what_completes_each_program(share, require_tool):
    require_tool("zsh")
    script = """fpath=($PWD/zsh/vendor-completions $fpath); autoload -U compinit; compinit -D -u
        print $_comps[fewtone] $_comps[fewtone-cli]; autoload -Uz +X _fewtone _fewtone-cli"""
    assert said("zsh", "-f", "-c", script, cwd=share) == "_fewtone _fewtone-cli\n"


def test_archives_of_the_same_files_are_the_same(share, tmp_path):
    program = share.parent / "run"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    archives = [tmp_path / "a.tar.xz", tmp_path / "b.tar.xz"]
    for archive, mode in zip(archives, (0o700, 0o755), strict=True):
        program.chmod(mode)
        program.touch()
        write_tar_xz(share.parent, archive, "fewtone")
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with tarfile.open(archives[0]) as archive:
        assert archive.getmember("fewtone/run").mode == 0o755
        assert {entry.uname for entry in archive} == {"root"}
