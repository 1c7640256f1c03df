"""Results are called by what tells them apart, as short as that goes."""

import pytest

from core import Settings, short_titles_of, titles_of
from tests.catalogs import compiled, spoken

WU_4, WU_8, RANDOM_8 = Settings(4), Settings(8), Settings(8, start="random")
DITHERED = Settings(8, dither="bayer-4")


@pytest.mark.parametrize(
    ("plan", "titles"),
    [
        ([WU_4, WU_8], ["4 colors", "8 colors"]),
        ([WU_8, RANDOM_8], ["wu", "random"]),
        ([WU_8, DITHERED], ["dither none", "dither bayer-4"]),
        ([WU_4, DITHERED], ["4 colors, dither none", "8 colors, dither bayer-4"]),
        ([WU_4, RANDOM_8], ["4 colors from wu", "8 colors from random"]),
        ([WU_8, WU_8], ["wu", "wu (2)"]),
        ([Settings(1), RANDOM_8], ["1 color from wu", "8 colors from random"]),
        ([WU_8], ["8 colors from wu"]),
        ([], []),
    ],
)
def test_short_titles_leave_out_what_all_have_in_common(plan, titles):
    assert short_titles_of(plan) == titles


def test_whole_titles_have_the_number_and_the_start():
    assert titles_of([WU_8, DITHERED]) == [
        "8 colors from wu, dither none",
        "8 colors from wu, dither bayer-4",
    ]


def test_short_titles_do_not_depend_on_how_a_language_puts_whole_ones(tmp_path):
    whole = "{count} color from {start}", "{count} colors from {start}"
    number = "{count} color", "{count} colors"
    forms = {whole: ("{start}: {count}",) * 2, number: ("{count} c",) * 2}
    compiled(forms, tmp_path, "de")
    with spoken(tmp_path, "de"):
        assert short_titles_of([WU_8, RANDOM_8]) == ["wu", "random"]
        assert short_titles_of([WU_4, WU_8]) == ["4 c", "8 c"]
        assert short_titles_of([WU_4, RANDOM_8]) == ["wu: 4", "random: 8"]
