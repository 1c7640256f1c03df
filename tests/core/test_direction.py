import pytest

from core import language
from core.direction import MARKS, directed, isolated, without_marks
from core.names import plain
from core.wording import becoming, human_bytes, percent, size_in_pixels

# What goes right is a mark, and a part stands between two others.
RIGHT, PART, END = "\u200f", "\u2068", "\u2069"


@pytest.fixture
def arabic(monkeypatch):
    arabic = language._Now.language._replace(code="ar", right_to_left=True, known={})
    monkeypatch.setattr(language._Now, "language", arabic)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: percent("12.3"), "12.3 %"),
        (lambda: human_bytes(549_000), "549 kB"),
        (lambda: size_in_pixels(30, 20), "30×20"),
        (lambda: language.isolated("#1a2b3c"), "#1a2b3c"),
    ],
)
def test_what_is_read_as_one_stays_one(arabic, make, expected):
    made = make()
    assert (made[:2], made[-1]) == (RIGHT + PART, END)
    assert without_marks(made) == expected


@pytest.mark.usefixtures("arabic")
def test_arrow_points_to_what_comes_later():
    assert without_marks(becoming("a", "b")) == "a ← b"
    assert (
        without_marks(directed("{before} → {after} ب").format(before="a", after="b")) == "a ← b ب"
    )


def test_english_has_no_marks():
    made = (percent("1"), human_bytes(549_000), size_in_pixels(3, 2), becoming("a", "b"))
    assert made == ("1 %", "549 kB", "3×2", "a → b")


def test_fields_keep_their_direction():
    told = directed("لا {path}: {count}").format(path="sea (1).jpg", count=3)
    assert told == f"{RIGHT}لا {PART}sea (1).jpg{END}: 3"


def test_width_comes_before_height():
    assert f"{PART}3×2{END}" in directed("ب {width}×{height}").format(width=3, height=2)


def test_list_begins_on_the_right():
    assert directed("{words}, {next}").format(words="ا", next="ب").startswith(RIGHT)


@pytest.mark.parametrize("text", ["{number} dB", "{number} %"])
def test_what_boxes_show_after_their_number_has_no_marks(text):
    assert not MARKS & set(directed(text).format(number=""))


def test_mark_within_a_part_does_not_turn_it():
    assert isolated(isolated("12 %")) == f"{RIGHT}{PART}{PART}12 %{END}{END}"


@pytest.mark.usefixtures("arabic")
def test_sentences_keep_their_marks_but_names_no_others():
    assert plain(percent("1")) == percent("1")
    assert plain("a\u202eb") == "a\\u202eb"


def test_names_in_english_keep_no_mark():
    assert plain(f"a{RIGHT}b") == "a\\u200fb"


def test_programs_are_told_without_marks(arabic):
    with language.english():
        assert percent("1") == "1 %"
