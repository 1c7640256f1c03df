"""How files are saved, as the command line is told: metadata, dates, only what is smaller, AVIF."""

import errno
import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cli import main as cli
from core.writing import image as write


@pytest.fixture
def photo(tmp_path, astronaut):
    path = tmp_path / "sea.jpg"
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    exif.get_ifd(0x8825)[1] = "N"
    Image.fromarray(np.ascontiguousarray(astronaut[:90, :120])).save(path, exif=exif, quality=90)
    os.utime(path, (1_000_000_000, 1_100_000_000.5))
    return path


def run(*arguments):
    return cli.main(["compress", *(str(argument) for argument in arguments), "--quiet"])


@pytest.mark.parametrize(
    ("asked", "artist", "place"),
    [([], True, False), (["safe"], True, False), (["all"], True, True), (["none"], False, False)],
)
def test_metadata_as_asked_for(photo, tmp_path, asked, artist, place):
    options = ["--metadata", *asked] if asked else []
    assert run(photo, "-o", tmp_path / "a.png", *options) == 0
    with Image.open(tmp_path / "a.png") as image:
        exif = image.getexif()
        assert (0x013B in exif, bool(exif.get_ifd(0x8825))) == (artist, place)


def test_dates_are_kept_on_request_only(photo, tmp_path):
    assert run(photo, "-o", tmp_path / "new.png") == 0
    assert run(photo, "-o", tmp_path / "old.png", "--keep-dates") == 0
    assert time.time() - (tmp_path / "new.png").stat().st_mtime < 100
    assert (tmp_path / "old.png").stat().st_mtime == 1_100_000_000.5


def test_dates_are_those_before_the_photo_itself_is_replaced(photo):
    assert run(photo, "-o", photo, "--keep-dates", "--overwrite") == 0
    assert photo.stat().st_mtime == 1_100_000_000.5


def refuse(*_arguments, **_options):
    raise PermissionError(errno.EPERM, "not permitted")


def test_dates_that_cannot_be_kept_are_a_note(photo, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(os, "utime", refuse)
    assert cli.main(["compress", str(photo), "-o", str(tmp_path / "a.png"), "--keep-dates"]) == 0
    assert "dates of the photo could not be kept" in " ".join(capsys.readouterr())


def taken_meanwhile(monkeypatch, target):
    """Have another program write a file just when all is ready."""
    encode = write.encode_image

    def encode_slowly(*arguments, **options):
        target.write_bytes(b"of another")
        return encode(*arguments, **options)

    monkeypatch.setattr(write, "encode_image", encode_slowly)


@pytest.mark.parametrize("links", [True, False])
def test_name_that_another_program_takes_meanwhile_is_left_to_it(
    photo, tmp_path, monkeypatch, links
):
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    taken_meanwhile(monkeypatch, tmp_path / "sea.fewtone.png")
    assert run(photo) == 0
    assert (tmp_path / "sea.fewtone.png").read_bytes() == b"of another"
    with Image.open(tmp_path / "sea.fewtone (2).png") as image:
        assert image.size == (120, 90)


@pytest.mark.parametrize("overwrite", [True, False])
def test_file_that_came_meanwhile_is_replaced_only_when_asked_for(
    photo, tmp_path, monkeypatch, capsys, overwrite
):
    taken_meanwhile(monkeypatch, tmp_path / "a.png")
    assert run(photo, "-o", tmp_path / "a.png", *["--overwrite"] * overwrite) == 1 - overwrite
    assert ((tmp_path / "a.png").read_bytes() == b"of another") is not overwrite
    assert ("--overwrite replaces it" in capsys.readouterr().err) is not overwrite
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "sea.jpg"]


def test_what_would_be_no_smaller_is_not_written(photo, tmp_path, capsys):
    large = tmp_path / "large.bmp"
    with Image.open(photo) as image:
        image.save(large)
    folder = tmp_path / "out"
    arguments = ["compress", photo, large, "-k", "250", "--output-dir", folder, "--only-smaller"]
    assert cli.main([str(each) for each in arguments]) == 0
    assert [path.name for path in folder.iterdir()] == ["large.fewtone.png"]
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "skipped" in line] == lines[:1]
    assert lines[0].startswith(f"{photo}: skipped, would be no smaller (")
    assert cli.main([str(each) for each in [*arguments, "--json"]]) == 0
    first, second = json.loads(capsys.readouterr().out)["photos"]
    assert (first["output"], first["skipped"]) == (None, "would be no smaller")
    assert first["bytes_after"] >= first["bytes_before"]
    assert second["output"].endswith("large.fewtone (2).png")
    assert second["skipped"] is None


def test_skipping_leaves_what_was_there(photo, tmp_path):
    (tmp_path / "a.png").write_bytes(b"before")
    assert run(photo, "-k", 250, "-o", tmp_path / "a.png", "--overwrite", "--only-smaller") == 0
    assert (tmp_path / "a.png").read_bytes() == b"before"


@pytest.mark.parametrize("asked", [["-o", "a.avif"], ["--format", "avif"]])
def test_avif_is_written_and_says_that_colors_change(photo, asked, monkeypatch, capsys):
    monkeypatch.chdir(photo.parent)
    assert cli.main(["compress", str(photo), *asked]) == 0
    assert "AVIF is lossy: the file holds more colors" in capsys.readouterr().out
    (made,) = photo.parent.glob("*.avif")
    with Image.open(made) as image:
        assert (image.format, image.size) == ("AVIF", (120, 90))


def test_wrong_choice_is_wrong_usage(photo):
    with pytest.raises(SystemExit) as caught:
        run(photo, "--metadata", "some")
    assert caught.value.code == 2


def test_palette_never_takes_the_place_of_the_image(photo):
    palette = photo.with_name("sea.fewtone.png")
    assert run(photo, "-k", 3, "--save-palette", palette) == 0
    with Image.open(photo.with_name("sea.fewtone (2).png")) as image:
        assert image.size == (120, 90)
    with Image.open(palette) as image:
        assert image.size != (120, 90)


def test_one_name_written_in_two_ways_is_one_name(photo, capsys):
    there = photo.with_name("a.png")
    around = photo.parent / ".." / photo.parent.name / "a.png"
    with pytest.raises(SystemExit) as ended:
        run(photo, "-o", there, "--save-palette", around)
    assert ended.value.code == 2
    assert "same name" in capsys.readouterr().err
    assert not there.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that a program is in")
@pytest.mark.parametrize("target", [("-o", "few.png"), ()])
def test_folder_that_is_gone_is_one_line(tmp_path, monkeypatch, capsys, target):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run("photo.png", *target) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_name_that_is_too_long_is_one_line(photo, capsys):
    assert run(photo, "-o", photo.with_name(300 * "x" + ".png")) == 1
    assert "too long" in capsys.readouterr().err.splitlines()[0]


def test_default_name_is_shortened_to_what_the_file_system_takes(photo):
    long = photo.rename(photo.with_name(248 * "x" + ".jpg"))
    assert run(long) == run(long) == 0
    first, second = (path.name for path in photo.parent.iterdir() if path != long)
    assert {len(first), len(second)} == {255}
    assert {first[-13:], second[-13:]} == {"x.fewtone.png", "wtone (2).png"}


def test_resolution_that_jpeg_cannot_hold_is_left_out(tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "fine.png", dpi=(90_000, 90_000))
    assert run(tmp_path / "fine.png", "-o", tmp_path / "a.jpg") == 0
    with Image.open(tmp_path / "a.jpg") as image:
        assert "dpi" not in image.info or max(image.info["dpi"]) < 100


def sizes_by_quality(photo, name):
    sizes = []
    for quality in (10, 50, 100):
        path = photo.with_name(f"{quality}.{name}")
        assert run(photo, "-o", path, "--quality", quality) == 0
        sizes.append(path.stat().st_size)
    return sizes


@pytest.mark.parametrize("name", ["jpg", "avif"])
def test_quality_is_what_was_asked_for(photo, name):
    sizes = sizes_by_quality(photo, name)
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize(
    "wrong",
    [
        ["--quality", "0", "--format", "jpeg"],
        ["--quality", "101", "--format", "jpeg"],
        ["--quality", "high", "--format", "jpeg"],
        ["--quality", "50"],
        ["--quality", "50", "-o", "a.webp"],
        ["--at-least", "10"],
        ["--else-copy"],
        ["--only-smaller", "--else-copy", "-o", "a.gif"],
        ["--only-smaller", "--at-least", "100"],
    ],
)
def test_wishes_without_effect_are_wrong_usage(photo, wrong):
    with pytest.raises(SystemExit) as caught:
        run(photo, *wrong)
    assert caught.value.code == 2


def test_at_least_is_how_much_smaller_a_file_has_to_be(photo, capsys):
    assert run(photo, "-k", 2, "-o", photo.with_name("a.png")) == 0
    saved_per_cent = 100 - 100 * photo.with_name("a.png").stat().st_size / photo.stat().st_size
    asked = ["-k", 2, "--only-smaller", "--at-least"]
    assert run(photo, *asked, int(saved_per_cent)) == 0
    photo.with_name("sea.fewtone.png").unlink()
    arguments = ["compress", photo, *asked, int(saved_per_cent) + 1]
    assert cli.main([str(each) for each in arguments]) == 0
    assert f"would be less than {int(saved_per_cent) + 1} % smaller" in capsys.readouterr().out
    assert not photo.with_name("sea.fewtone.png").exists()


def test_else_copy_leaves_no_photo_out(photo, tmp_path, capsys):
    folder = tmp_path / "out"
    asked = ["-k", 250, "--only-smaller", "--else-copy", "--output-dir", folder, "--keep-dates"]
    arguments = [str(each) for each in ["compress", photo, *asked]]
    assert cli.main(arguments) == 0
    assert "copied, would be no smaller" in capsys.readouterr().out
    assert (folder / "sea.fewtone.jpg").read_bytes() == photo.read_bytes()
    assert (folder / "sea.fewtone.jpg").stat().st_mtime == photo.stat().st_mtime
    assert cli.main([*arguments, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["photos"]
    assert told["output"].endswith("sea.fewtone (2).jpg")
    assert (told["skipped"], told["bytes_after"]) == ("would be no smaller", photo.stat().st_size)
    assert "The photo itself was copied." in told["notes"]
    assert run(photo, "-o", photo, "-k", 250, "--only-smaller", "--else-copy") == 1
