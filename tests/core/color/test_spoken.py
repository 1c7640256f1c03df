import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core import language
from core.color.names import _names_of_css, color_names
from core.color.spoken import NAMES, spoken_color_names
from tests.catalogs import spoken, write_pseudo

CHANNEL = st.integers(0, 255)
LISTED = {language.in_english(name) for name in NAMES}


@settings(max_examples=500)
@given(st.lists(st.tuples(CHANNEL, CHANNEL, CHANNEL), min_size=1, max_size=200))
def test_every_name_is_in_the_list(colors):
    assert set(color_names(np.array(colors, np.uint8))) <= LISTED


def test_every_name_of_css_is_in_the_list():
    assert set(_names_of_css().values()) <= LISTED


def test_names_are_those_of_the_language(tmp_path):
    color = np.array([[27, 42, 59]], np.uint8)
    english = color_names(color)
    assert spoken_color_names(color) == english
    write_pseudo(tmp_path, "en_XA")
    with spoken(tmp_path, "en_XA"):
        assert spoken_color_names(color)[0].isascii() is False
        assert color_names(color) == english
