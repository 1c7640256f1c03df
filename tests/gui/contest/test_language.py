import pytest

from gui.desktop import texts
from tests.app.shown import cut_texts, shown_texts
from tests.catalogs import ACCENTED, LONGER, MIRRORED

pytestmark = pytest.mark.usefixtures("languages")


def shown(contest):
    """Return the texts of both pages, with every table."""
    contest.pages.setCurrentIndex(0)
    found = sorted(shown_texts())
    contest.pages.setCurrentIndex(1)
    for table in range(contest.numbers.which.count()):
        contest.numbers.which.setCurrentIndex(table)
        found += sorted(shown_texts())
    # Bars to scroll have no texts, and come and go with the width of columns.
    return [(place, text) for place, text in found if text]


def test_a_comparison_follows_the_language(contest, compared):
    texts.choose(ACCENTED)
    begun_so = shown(compared(contest))
    texts.choose("en")
    assert not [text for _place, text in shown(contest) if LONGER in text]
    texts.choose(ACCENTED)
    assert shown(contest) == begun_so


def test_results_are_read_from_the_other_side(contest, compared, qtbot):
    compared(contest)
    first, second = contest.grid.cells[:2]
    assert first.x() < second.x()
    texts.choose(MIRRORED)
    qtbot.waitUntil(lambda: first.x() > second.x())


@pytest.mark.parametrize("code", [ACCENTED, MIRRORED])
def test_nothing_of_a_comparison_is_cut(contest, compared, qtbot, code):
    compared(contest)
    texts.choose(code)
    # Qt lays out what has another text later.
    qtbot.waitUntil(lambda: list(cut_texts()) == [])


def test_what_has_yet_to_come_follows_the_language(contest):
    texts.choose(ACCENTED)
    begun_so = shown(contest)
    texts.choose("en")
    assert shown(contest) != begun_so
    texts.choose(ACCENTED)
    assert shown(contest) == begun_so


def test_the_choice_of_what_to_compare_stays(contest):
    contest.chooser.sets.setCurrentText("Spaces")
    choice = contest.chooser.choice
    texts.choose(ACCENTED)
    assert contest.chooser.sets.currentText() != "Spaces"
    assert contest.chooser.choice == choice


def test_the_table_that_was_chosen_stays(contest, compared):
    compared(contest)
    contest.numbers.which.setCurrentIndex(1)
    texts.choose(ACCENTED)
    assert contest.numbers.which.currentIndex() == 1


def test_a_comparison_in_the_making_follows_the_language(contest, compared):
    texts.choose(ACCENTED)
    begun_so = shown(compared(contest))
    texts.choose("en")
    contest._running.measured.connect(lambda *_values: texts.choose(ACCENTED))
    assert shown(compared(contest)) == begun_so


def test_what_was_there_follows_where_an_addition_is_cancelled(contest, compared, qtbot):
    compared(contest)
    contest.add()
    assert contest.busy
    texts.choose(ACCENTED)
    contest._cancel()
    qtbot.waitUntil(lambda: not contest.busy)
    cancelled_so = shown(contest)
    texts.choose("en")
    texts.choose(ACCENTED)
    assert shown(contest) == cancelled_so
