"""Sheets: pages that need nothing else, pictures of a bounded size, numbers for other programs."""

import csv
import io
import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from PIL import Image

from core import COURSE, SHEET_ENDINGS, Draft, Photo, Variants, contend, save_sheet
from core.comparison.sheet import page as pages
from core.comparison.sheet.contact import contact_sheet
from core.comparison.sheet.numbers import numbers_as_csv, numbers_as_latex
from core.comparison.sheet.page import MOST_BYTES, page
from core.comparison.sheet.wording import figures_of
from core.errors import ExistsError, WriteError

NASTY = "<script>alert(1)<!-- <img src=x onerror=alert(1)> \"&' $x_y%{\\} \u202e\x1b\udcff\n.png"


@pytest.fixture(scope="module")
def course(astronaut):
    photo = Photo.from_array(astronaut[:60, :80])
    return replace(contend(photo, COURSE), path=Path("sea.png"), file_bytes=4000)


class Elements(HTMLParser):
    """The start tags of a page, and whether each is closed where it should be."""

    EMPTY = ("meta", "img")

    def __init__(self, text):
        super().__init__()
        self.tags, self._open = [], []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag


def test_page_needs_no_other_file_and_no_script(course):
    tags = Elements(page(course).decode()).tags
    assert not {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in tags}
    sources = [attrs["src"] for _, attrs in tags if "src" in attrs]
    assert all(source.startswith("data:image/") for source in sources)
    # The photo, and of each result the picture and its strip of colors.
    assert len(sources) == 1 + 2 * len(course.contenders)
    links = {name for _, attrs in tags for name in attrs if name in ("href", "srcset", "style")}
    assert links <= {"style"}
    policy = next(attrs for _, attrs in tags if "http-equiv" in attrs)
    assert policy["content"].startswith("default-src 'none'")


def test_every_picture_says_what_it_shows(course):
    tags = Elements(page(course).decode()).tags
    told = [attrs.get("alt") for tag, attrs in tags if tag == "img"]
    assert all(told)
    assert {each.title for each in course.contenders} <= set(told)


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_names_from_anywhere_do_no_harm(course, tmp_path, ending):
    nasty = replace(course, path=Path(NASTY))
    data = save_sheet(nasty, tmp_path / f"sheet{ending}").path.read_bytes()
    if ending == ".html":
        text = data.decode()
        assert "script" not in {tag for tag, _ in Elements(text).tags}
        assert "&lt;script&gt;alert" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    if ending == ".tex":
        assert data.decode().splitlines()[1] == r"\begin{table}"


def test_page_is_light_and_dark_and_prints_light(course):
    text = page(course).decode()
    assert "@media screen and (prefers-color-scheme: dark)" in text
    assert "@media print" in text
    assert "(prefers-color-scheme: dark)" not in text.replace("screen and (prefers", "")


def test_page_answers_both_questions(course):
    text = page(course).decode()
    for match in course.matches:
        assert f"{match.largest_distance:.3f}</td>" in text
    assert "Do the starts end in the same place?" in text
    assert re.search(r"From 3 to 5 colors, one more lowers the error by \d+\xa0%", text)


def test_page_tells_its_size(course):
    data = page(course)
    assert f"This page is {len(data) / 1000:.0f} kB".encode() in data


@pytest.mark.parametrize("alpha", [False, True])
def test_page_is_bounded_whatever_it_shows(course, monkeypatch, alpha):
    rng = np.random.default_rng(0)
    shape = 200, 200
    noise = rng.integers(0, 256, shape, dtype=np.uint8)
    palette = contend(Photo.from_array(rng.integers(0, 256, (32, 32, 3), dtype=np.uint8)),
                      Variants([256], ["in_pixels"])).contenders[0].preview.palette  # fmt: skip
    draft = Draft(palette, noise, noise if alpha else None)
    contenders = tuple(replace(each, preview=draft) for each in course.contenders)
    many = replace(course, contenders=contenders, matches=())
    full = len(page(many))
    monkeypatch.setattr(pages, "MOST_BYTES", full - 1)
    assert len(page(many)) < full / 2


def test_pages_of_whole_previews_fit(course):
    # 16 million pixels of previews, a byte each and a third more for the letters of base64.
    assert MOST_BYTES > 16_000_000 * 4 / 3 + 2_000_000


def test_contact_sheet_holds_every_result(course):
    with Image.open(io.BytesIO(contact_sheet(course))) as sheet:
        shown = {tuple(color) for _, color in sheet.convert("RGB").getcolors(1 << 24)}
    for contender in course.contenders:
        assert {tuple(color) for color in contender.preview.palette.colors.tolist()} <= shown


@pytest.mark.parametrize("times", [1, 4, 170])
def test_contact_sheet_is_bounded(course, times):
    many = replace(course, contenders=course.contenders * times, matches=())
    with Image.open(io.BytesIO(contact_sheet(many))) as sheet:
        assert sheet.width * sheet.height <= 40_000_000


def test_words_are_drawn_without_a_font_of_the_system(course, monkeypatch):
    from core.comparison.sheet import fonts

    fonts.font.cache_clear()
    fonts._has_letters.cache_clear()
    monkeypatch.setattr(fonts, "_OF_SYSTEMS", ())
    try:
        assert fonts.drawable("Größe 2 × 3 − ΔE") == "Große 2 x 3 - dE".replace("ß", "?")
        assert fonts.drawable("Độ lệch màu đã đo") == "Do lech mau da do"
        assert contact_sheet(course).startswith(b"\x89PNG")
    finally:
        fonts.font.cache_clear()
        fonts._has_letters.cache_clear()


def test_csv_has_sorted_centroids_in_the_order_of_their_partners(course):
    match = replace(course.matches[0], partners=np.array([2, 0, 1]))
    turned = replace(course, matches=(match,))
    rows = list(csv.DictReader(io.StringIO(numbers_as_csv(turned).decode())))
    row = next(each for each in rows if each["Matched with"] == match.first.title)
    told = [[float(value) for value in part.split()] for part in row["Centroids"].split("; ")]
    expected = match.second.centroids[match.partners]
    np.testing.assert_allclose(told, expected, atol=0.0006)


def test_latex_has_a_table_for_each_pair_of_starts(course):
    text = numbers_as_latex(course).decode()
    assert text.count(r"\begin{table}") == text.count(r"\end{table}") == 4 + 3
    assert text.count("centroids, paired") == 3
    assert r"in\_pixels" in text


def test_sheets_without_starts_or_steps_have_no_empty_parts(astronaut, tmp_path):
    single = contend(Photo.from_array(astronaut[:40, :40]), Variants([6]))
    for ending in SHEET_ENDINGS:
        save_sheet(single, tmp_path / f"a{ending}")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<h2>Where" not in text
    assert "svg" not in {tag for tag, _ in Elements(text).tags}
    assert "A photo" in text


def test_a_photo_without_error_has_a_sheet(tmp_path):
    photo = Photo.from_array(np.arange(12, dtype=np.uint8).reshape(2, 2, 3))
    comparison = contend(photo, Variants([2, 3, 4]))
    for ending in SHEET_ENDINGS:
        assert save_sheet(comparison, tmp_path / f"a{ending}").size > 0
    assert "no error" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.html.gz"])
def test_another_ending_is_refused_with_those_there_are(course, tmp_path, name):
    with pytest.raises(WriteError, match=r"; sheets end in \.html, \.png, \.csv or \.tex$"):
        save_sheet(course, tmp_path / name)
    assert not any(tmp_path.iterdir())


def test_new_sheets_replace_nothing(course, tmp_path):
    save_sheet(course, tmp_path / "a.csv", new=True)
    with pytest.raises(ExistsError):
        save_sheet(course, tmp_path / "a.csv", new=True)


def test_page_is_the_same_each_time(course):
    assert page(course) == page(course)


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_a_sheet_that_is_cancelled_leaves_no_file(course, tmp_path, ending):
    told = []
    save_sheet(course, tmp_path / f"whole{ending}", told.append)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    for most in (0, fractions[len(fractions) // 2], fractions[-1]):

        def stop(progress, most=most):
            if progress.fraction >= most:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            save_sheet(course, tmp_path / f"part{ending}", stop)
    assert [path.name for path in tmp_path.iterdir()] == [f"whole{ending}"]


@pytest.mark.parametrize("ending", [".html", ".png"])
def test_every_result_on_a_sheet_is_a_place_to_cancel_at(course, tmp_path, ending):
    fractions = set()
    save_sheet(course, tmp_path / f"a{ending}", lambda progress: fractions.add(progress.fraction))
    assert len(fractions) > len(course.contenders)


@pytest.fixture(scope="module")
def varied(astronaut):
    photo = Photo.from_array(astronaut[:30, :40])
    dithers = ["none", "floyd-steinberg"]
    return contend(photo, Variants([3, 4], ["kmeans++", "in_pixels"], ["rgb", "oklab"], dithers))


def test_latex_calls_results_by_numbers_where_their_settings_are_many(varied):
    text = numbers_as_latex(varied).decode()
    assert text.count("No. 16") >= 3
    assert text.count("floyd-steinberg") == len(varied.contenders) // 2
    assert "kmeans++, space" not in text


def test_latex_tables_are_no_longer_than_a_page_and_never_too_many(course):
    many = replace(course, contenders=course.contenders * 170, matches=course.matches * 170)
    text = numbers_as_latex(many).decode()
    bodies = re.findall(r"\\begin{tabular}{.*?\\end{table}", text, re.DOTALL)
    assert max(body.count("\n") for body in bodies) < 50
    assert max(part.count(r"\begin{table}") for part in text.split(r"\clearpage")) <= 15
    assert text.count("centroids, paired") == 24
    assert "% Centroids of the other pairs are in" in text


@pytest.mark.skipif(which("pdflatex") is None, reason="there is no LaTeX to set the tables")
@pytest.mark.parametrize("name", ["course", "varied"])
def test_latex_tables_fit_between_the_margins(name, request, tmp_path):
    save_sheet(request.getfixturevalue(name), tmp_path / "tables.tex")
    report = r"\documentclass{article}\begin{document}\input{tables}\end{document}"
    (tmp_path / "report.tex").write_text(report)
    order = ["pdflatex", "-interaction=nonstopmode", "report.tex"]
    told = subprocess.run(order, cwd=tmp_path, capture_output=True, check=True).stdout
    assert b"Overfull" not in told
    assert b"too large" not in told


@pytest.mark.parametrize(
    ("alpha", "kinds"),
    [
        (None, {"Indexed PNG", "RGB PNG"}),
        ("cut out", {"Indexed PNG", "RGBA PNG"}),
        ("soft", {"Saved PNG (RGBA)", "RGBA PNG"}),
    ],
)
def test_sheets_say_which_kind_of_png_sizes_are_of(astronaut, alpha, kinds):
    shape = 30, 40
    alphas = {
        "cut out": np.tile(np.repeat(np.array([0, 255], np.uint8), 20), (30, 1)),
        "soft": np.tile(np.linspace(9, 255, 40).astype(np.uint8), (30, 1)),
    }
    photo = Photo.from_array(astronaut[: shape[0], : shape[1]], alphas.get(alpha))
    comparison = contend(photo, Variants([3], ["random"], plain=True))
    (contender,) = comparison.contenders
    assert kinds <= set(figures_of(contender))
    (head,) = list(csv.reader(io.StringIO(numbers_as_csv(comparison).decode())))[:1]
    assert {f"{kind}, bytes" for kind in kinds} <= set(head)
    assert bool(comparison.notes) == (alpha == "soft")
