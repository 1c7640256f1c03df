"""Numbers of makers in names of colors: found where they are clear, otherwise left alone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.palettes.codes import joined, split_code, split_codes, tidied
from tests import examples

TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["White", "B5200", "310", "0010", "80-19001", "C", "\t", "  ", "(A1)", "50"]
        ),
        max_size=6,
    ).map(" ".join),
)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Snow White 0010", "Snow White", "0010"),
        ("B5200 Snow White", "Snow White", "B5200"),
        ("3865\tWinter White", "Winter White", "3865"),
        ("Perler 80-19001 White", "Perler White", "80-19001"),
        ("Salmon Light\t761", "Salmon Light", "761"),
        ("White\tBlanc", "White", "Blanc"),
        ("Telegrau 1   7045", "Telegrau 1", "7045"),
        ("Black 310", "Black", "310"),
        ("01 White Tin", "White Tin", "01"),
        ("H32 Neon Pink (Fucsia)", "Neon Pink (Fucsia)", "H32"),
        ("Cool Shadow (BG10)", "Cool Shadow", "BG10"),
        ("100 Maple", "Maple", "100"),
        ("雪 0010", "雪", "0010"),
    ],
)
def test_clear_number_is_found(text, name, code):
    assert split_code(text) == (name, code)


@pytest.mark.parametrize(
    "text",
    [
        "Dark olive",
        "Gray 50",
        "Red 500",
        "Red A200",
        "Maroon (X11)",
        "Cool Gray No.3",
        "276 C",
        "5255 XGC",
        "gray50",
        "T12",
        "B5200",
        "#ff0000",
        "color 3",
        "Deep Blue 7",
        "0010 3865 White",
    ],
)
def test_what_may_be_a_part_of_the_name_stays_there(text):
    assert split_code(text) == (text, "")


def test_what_may_be_a_shade_is_a_number_among_numbers():
    names = ["Coral Medium 350", "Peach 353", "White", "Black 310"]
    assert split_codes(names) == [
        *(("Coral Medium", "350"), ("Peach", "353")),
        *(("White", ""), ("Black", "310")),
    ]
    assert split_codes(["Red 50", "Red 500", "Red A100"])[1] == ("Red 500", "")
    assert split_codes([]) == []


@settings(max_examples=examples(400))
@given(text=TEXTS)
@example(text="x" * 100_000)
@example(text=" \t" * 50_000)
@example(text="\ud800 0010")
def test_any_name_is_split_without_loss(text):
    name, code = split_code(text)
    assert sorted(filter(str.isalnum, text)) == sorted(filter(str.isalnum, name + code))
    assert bool(name) == bool(text.strip())
    assert split_code(tidied(text)) == (name, code)


@settings(max_examples=examples(200))
@given(text=TEXTS)
def test_name_and_number_that_were_split_are_joined_to_the_same(text):
    name, code = split_code(text)
    assert split_code(joined(name, code)) == (name, code)
