import pytest

from gui.desktop import texts
from tests.app.shown import cut_texts, english_in, painted, shown_texts
from tests.catalogs import ACCENTED, LONGER, MIRRORED

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


def test_time_goes_from_left_to_right_in_all_languages(kmeans, qtbot):
    player, head = kmeans.player, kmeans.head
    assert head.save.x() > head.plain.x()
    texts.choose(MIRRORED)
    qtbot.waitUntil(lambda: head.save.x() < head.plain.x())
    assert player._buttons["first"].x() < player._buttons["last"].x() < player.slider.x()


@pytest.mark.parametrize("code", [ACCENTED, MIRRORED])
def test_nothing_of_a_run_is_cut(kmeans, qtbot, code):
    texts.choose(code)
    # Qt lays out what has another text later.
    qtbot.waitUntil(lambda: list(cut_texts()) == [])


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
