import pytest

from gui.desktop import texts
from tests.app.shown import english_in, painted, shown_texts
from tests.catalogs import ACCENTED, LONGER

pytestmark = pytest.mark.usefixtures("languages")


def shown(window):
    """Return the texts of all tabs."""
    found = []
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        found += sorted(shown_texts())
    # Bars to scroll have no texts, and come and go with the width of columns.
    return [(place, text) for place, text in found if text]


def test_a_run_follows_the_language(languages, request):
    texts.choose(ACCENTED)
    kmeans = request.getfixturevalue("kmeans")
    kmeans.choose(1)
    begun_so = shown(kmeans)
    texts.choose("en")
    left = [text for _place, text in shown(kmeans) if LONGER in text]
    # Steps of the history keep the words in which they were made.
    assert [text for text in left if not text.replace("&", "").startswith("Undo ")] == []
    texts.choose(ACCENTED)
    assert shown(kmeans) == begun_so


def test_plots_are_painted_in_another_language(kmeans):
    with painted() as before:
        kmeans.grab()
    texts.choose(ACCENTED)
    with painted() as now:
        kmeans.grab()
    assert any(map(english_in, before))
    assert not any(map(english_in, now))


def test_why_there_is_no_run_follows_the_language(window):
    window.actions_.kmeans.setEnabled(True)
    window.kmeans_desk.open()
    message = window.kmeans_desk.window.message
    before = message.text()
    texts.choose(ACCENTED)
    assert message.text() not in ("", before)
