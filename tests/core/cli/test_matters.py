"""A mask on the command line: what matters is served better, and wrong masks are one sentence."""

import json

import numpy as np
import pytest
from PIL import Image

from core import open_photo
from tests.core.cli.test_cli import run, usage_error

CORNER = np.s_[:12, :12]


@pytest.fixture
def photo(tmp_path):
    rng = np.random.default_rng(0)
    pixels = np.kron(rng.integers(0, 200, (4, 5, 3)), np.ones((15, 16, 1)))
    pixels = (pixels + rng.normal(0, 9, pixels.shape)).clip(0, 255)
    pixels[CORNER] = rng.normal((215, 40, 60), 14, (12, 12, 3)).clip(0, 255)
    Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def mask(tmp_path):
    levels = np.full((60, 80), 128, np.uint8)
    levels[CORNER] = 255
    Image.fromarray(levels).save(tmp_path / "mask.png")
    return tmp_path / "mask.png"


def error_in_corner(photo, result):
    shown, seen = (open_photo(path).pixels[CORNER].astype(float) for path in (result, photo))
    return ((shown - seen) ** 2).mean()


@pytest.mark.parametrize("more", [[], ["--effort", "fast"], ["--space", "rgb"]])
def test_what_matters_is_served_better(photo, mask, tmp_path, more, capsys):
    errors = []
    for number, with_mask in enumerate(([], ["--matters", mask])):
        out = tmp_path / f"{number}.png"
        asked = ["-k", "5", "--accents", "0", "--json", *more, *with_mask]
        assert run("compress", photo, "-o", out, *asked) == 0
        colors = json.loads(capsys.readouterr().out)["photos"][0]["palette"]
        assert sum(color["count"] for color in colors) == 60 * 80
        errors.append(error_in_corner(photo, out))
    assert errors[1] < errors[0]


def test_a_mask_is_cropped_with_its_photo(photo, mask, capsys):
    printed = []
    for more in ([], ["--matters", mask]):
        # Nothing that matters more is left of it.
        asked = ["--crop", "20,20,40,30", "-k", "4", *more]
        assert run("palette", photo, *asked) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


@pytest.mark.parametrize(
    ("size", "says"), [((80, 30), "80×30"), ((80, 60), None), ((40, 30), None), (None, "mask.png")]
)
def test_wrong_masks_are_one_sentence_and_no_file(photo, tmp_path, size, says, capsys):
    mask, out = tmp_path / "mask.png", tmp_path / "out.png"
    mask.write_bytes(b"")
    if size is not None:
        Image.new("L", size, 0).save(mask)
    code = run("compress", photo, "-o", out, "-k", "4", "--matters", mask)
    errors = capsys.readouterr().err
    assert code == (0 if says is None else 1)
    assert out.exists() == (says is None)
    if says:
        assert says in errors
        assert len(errors.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "more",
    [["--use-palette", "web-safe"], ["--shared-palette", "--output-dir", "x"]],
)
def test_what_does_not_go_with_a_mask_is_wrong_usage(photo, mask, more, capsys):
    assert usage_error("compress", photo, "--matters", mask, *more) == 2
    assert "--matters" in capsys.readouterr().err


def test_a_mask_goes_with_one_photo_only(photo, mask, capsys):
    for asked in (["compress", photo, photo], ["palette", photo.parent]):
        assert usage_error(*asked, "--matters", mask) == 2
        assert "one photo" in capsys.readouterr().err
