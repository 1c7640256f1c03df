"""The command line in another language: what people read is translated, what programs read not."""

import argparse
import re
from pathlib import Path

import numpy as np
import pytest
from babel.messages.catalog import Catalog
from PIL import Image

from core.cli import main as cli
from core.cli.console import PatientStream
from core.words_of_argparse import MARKED
from tests.catalogs import ACCENTED, pseudo, spoken, write_pseudo, written


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    write_pseudo(folder, ACCENTED)
    return folder


@pytest.fixture
def accented(catalogs):
    """Speak English with accents until the test ends."""
    with spoken(catalogs, ACCENTED):
        yield


@pytest.fixture
def photo(tmp_path):
    pixels = np.random.default_rng(1).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    return tmp_path / "a.png"


@pytest.fixture
def run(capsys):
    def run_(*arguments):
        try:
            code = cli.main(list(map(str, arguments)))
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_


def accents(text):
    return pseudo(text, ACCENTED)


@pytest.mark.parametrize(
    "arguments",
    [
        "compress PHOTO -k 5 --overwrite -o FOLDER/b.png --only-smaller --else-copy",
        "compress PHOTO -k 90 --overwrite -o FOLDER/b.png --only-smaller",
        "compress PHOTO --max-size 10B --overwrite -o FOLDER/b.png",
        "compress PHOTO --max-size 700B --overwrite -o FOLDER/b.png",
        "palette PHOTO -k 4",
        "compare PHOTO -k 3 256 --start random in_pixels",
        "compare PHOTO -k 3 256 --dither none bayer-2",
        "compare PHOTO -k 300",
        "palette PHOTO --hurry",
        "compress PHOTO -o FOLDER/b.png --keep-exact",
        "compress FOLDER/gone.png -o FOLDER/b.png",
    ],
)
def test_json_is_the_same_bytes_in_every_language(photo, run, catalogs, arguments):
    arguments = arguments.replace("PHOTO", str(photo)).replace("FOLDER", str(photo.parent))
    english = run(*arguments.split(), "--json")
    with spoken(catalogs, ACCENTED):
        other = run(*arguments.split(), "--json")
    assert english[1] or english[2]
    assert [_timeless(each) for each in other] == [_timeless(each) for each in english]


def _timeless(said):
    return re.sub(r'"seconds": [\d.]+', "", str(said))


@pytest.mark.usefixtures("accented")
@pytest.mark.parametrize("arguments", [["--help"], ["compress", "--help"], ["compare", "--help"]])
def test_all_help_is_translated(run, arguments):
    code, told, _ = run(*arguments)
    assert code == 0
    assert accents("show this help message and exit") in " ".join(told.split())
    # Options, their values and what stands for a file are the same for all.
    kept = r"[-{@.<][\w.,…:{}|+-]*|\b[A-Z][A-Z|,]+\b|fewtone\S*"
    values = r"\b(in_pixels|auto|wu|pico-8|nes|c64|web-safe|random|k-means)\b"
    words = re.findall(r"\b[a-z]{4,}\b", re.sub(f"{values}|{kept}", " ", told))
    known = "floyd steinberg atkinson jarvis stucki sierra lite bayer blue noise none"
    known += " looks light equal pixels compress palette compare normal best fast oklab"
    known += " size share keep safe flatten channel webp tiff jpeg avif poster rich ffffff"
    assert set(words) <= set(known.split())


@pytest.mark.usefixtures("accented")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compress"], "the following arguments are required: "),
        (["palette", "a", "--hurry"], "unrecognized arguments: "),
        (["palette", "a", "-k"], "expected one argument"),
        (["palette", "a", "--start", "late"], "invalid choice: "),
        (["compress", "a", "-o", "b.png", "--resume"], "--jobs, --report, --resume"),
        (["palette", "a", "-k", "0"], " is no whole number from "),
    ],
)
def test_usage_errors_are_translated(run, arguments, words):
    code, _, told = run(*arguments)
    assert code == 2
    assert accents(words).rstrip("~") in told


def test_marked_words_are_those_of_argparse():
    source = re.sub(r"\s+", " ", Path(argparse.__file__).read_text(encoding="utf-8"))
    texts = [text for each in MARKED for text in ([each] if isinstance(each, str) else each)]
    lacking = [text for text in texts if text.replace("\n", "\\n") not in source]
    assert lacking == []


@pytest.mark.usefixtures("accented")
def test_processes_of_a_batch_speak_the_language(tmp_path, run):
    for name in "abcd":
        (tmp_path / f"{name}.png").write_bytes(b"no photo")
    code, _, told = run("compress", tmp_path, "--output-dir", tmp_path / "out", "--jobs", "2")
    lines = told.splitlines()
    assert code == 1
    assert len(lines) == 4
    for line in lines:
        assert accents("Cannot open ").rstrip("~") in line
        assert not re.search(r"\b(it|is|no|photo)\b", line.replace(str(tmp_path), ""))


def test_a_sheet_speaks_the_language_and_its_numbers_for_programs_english(photo, run, catalogs):
    def saved(name):
        run("compare", photo, "-k", "3", "5", "-o", photo.parent / name)
        return (photo.parent / name).read_text(encoding="utf-8")

    english = saved("english.csv")
    with spoken(catalogs, ACCENTED):
        other, page, numbers = saved("other.csv"), saved("other.html"), saved("other.tex")
    assert other == english
    assert f"<h2>{accents('What the numbers mean')}</h2>" in page
    assert '<html lang="en-XA">' in page
    assert accents("Quality").rstrip("~") in numbers


@pytest.mark.parametrize(("is_terminal", "sign"), [(True, ","), (False, ".")])
def test_numbers_have_the_signs_of_the_language_on_a_terminal(
    photo, run, tmp_path, monkeypatch, is_terminal, sign
):
    catalog = tmp_path / "catalogs"
    catalog.mkdir()
    signs = Catalog(locale="vi", charset="utf-8", fuzzy=False)
    signs.add(".", ",", context="decimal sign")
    written(signs, catalog, "vi")
    monkeypatch.setattr(PatientStream, "isatty", lambda _self: is_terminal)
    with spoken(catalog, "vi"):
        _, told, _ = run("palette", photo, "-k", "2", "--quiet")
    assert re.fullmatch(rf"(#\w{{6}}  +\d+\{sign}\d\d %\n){{2}}", told)


def test_sheet_has_the_signs_of_the_language_wherever_the_terminal_leads(photo, run, tmp_path):
    catalog = tmp_path / "catalogs"
    catalog.mkdir()
    signs = Catalog(locale="vi", charset="utf-8", fuzzy=False)
    signs.add(".", ",", context="decimal sign")
    written(signs, catalog, "vi")
    sheet = tmp_path / "sheet.tex"
    with spoken(catalog, "vi"):
        _, told, _ = run("compare", photo, "-k", "3", "-o", sheet, "--quiet")
    assert re.search(r"\d,\d", sheet.read_text(encoding="utf-8"))
    assert not re.search(r"\d,\d", told)
