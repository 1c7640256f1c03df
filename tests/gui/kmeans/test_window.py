"""The k-means window: four ways to see a moment, which light each other up."""

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QColorDialog, QLineEdit

from core import Settings
from core.charts.bars import columns_of
from gui.picture.geometry import View
from tests.app.accessible import tree
from tests.gui.hands import LEFT, activate, drag, leave, move

WAYS = {"text": "Clusters: ", "csv": "Number,R,G,B", "latex": r"\begin{table}"}


def moments(window):
    return window._watching.moments


def bar(window, number):
    """The foot of a bar."""
    plot = window.bars
    columns = columns_of(plot._bars, plot.width(), plot.height())
    return QPoint(round(columns.left + (number + 0.5) * columns.pitch), plot.height() - 30)


def dot(window, number):
    """The middle of a centroid in the cube."""
    x, y, _depth = window.cube._dots(window.cube.view).points[number]
    return QPoint(round(x), round(y))


def alone(window):
    """A centroid in the cube that no other lies on."""
    cube = window.cube
    points = [dot(window, number) for number in range(len(window._moment))]
    return next(n for n, at in enumerate(points) if cube.at(at.x(), at.y()) == n)


def pixel_of(window, number):
    """A place in the picture that shows a cluster."""
    indices = window.picture.sight.draft.indices
    row, column = map(int, divmod(int((indices == number).argmax()), indices.shape[1]))
    picture = window.picture.sight.picture
    view = View.fitted(
        (picture.width, picture.height), (window.picture.width(), window.picture.height()), 8
    )
    step = window.picture.sight.step
    x, y = view.to_view((column + 0.5) * step, (row + 0.5) * step)
    return QPoint(round(x), round(y))


def test_it_ends_with_the_colors_of_the_result(opened, kmeans):
    found = {tuple(each) for each in moments(kmeans)[-1].centroids.round().astype(int).tolist()}
    assert found == {tuple(each) for each in opened.session.result.palette.colors.tolist()}
    assert kmeans.player.index == len(moments(kmeans)) - 1
    assert "The end" in kmeans.caption.text


def test_every_moment_can_be_looked_at(kmeans, qtbot):
    for index in range(len(moments(kmeans))):
        kmeans.player.go_to(index)
        qtbot.waitUntil(lambda: kmeans.picture.sight.moment is kmeans._moment)
        assert not kmeans.grab().isNull()


@pytest.mark.parametrize("index", [0, 5])
def test_tables_show_the_moment(kmeans, index):
    kmeans.player.go_to(index)
    kmeans.tabs.setCurrentIndex(1)
    assert kmeans.clusters.model_.rowCount() == len(kmeans._moment)
    kmeans.tabs.setCurrentIndex(2)
    assert kmeans.steps.model_.rowCount() == len(moments(kmeans))
    assert kmeans.steps.currentIndex().row() == index
    kmeans.steps.selectRow(2)
    assert kmeans.player.index == 2


@pytest.mark.parametrize("part", ["bars", "cube", "picture", "clusters"])
def test_what_is_chosen_in_one_lights_up_in_all(kmeans, qtbot, part):
    number = alone(kmeans)
    if part == "clusters":
        kmeans.tabs.setCurrentIndex(1)
        kmeans.clusters.selectRow(number)
    else:
        place = {"bars": bar, "cube": dot, "picture": pixel_of}[part](kmeans, number)
        qtbot.mouseClick(getattr(kmeans, part), LEFT, pos=place)
    qtbot.waitUntil(lambda: kmeans.picture.sight.lit == number)
    assert kmeans.lit == kmeans.bars._lit == kmeans.cube._lit == number
    kmeans.tabs.setCurrentIndex(1)
    assert kmeans.clusters.currentIndex().row() == number
    assert f"Cluster {number + 1} · #" in kmeans.caption._cluster.text()
    assert kmeans.picture.sight.veil is not None


def test_what_is_pointed_at_is_lit_just_as_long(kmeans, qtbot):
    move(kmeans.bars, bar(kmeans, 3))
    qtbot.waitUntil(lambda: kmeans.picture.sight.lit == 3)
    leave(kmeans.bars)
    qtbot.waitUntil(lambda: kmeans.picture.sight.lit is None)
    assert kmeans.lit is None


def test_the_error_is_told_in_units_that_people_know(kmeans, followed):
    kmeans.player.to_first()
    assert "error 100.00 % of the first" in kmeans.caption.text
    before = kmeans._watching.run
    kmeans.head.plain.setChecked(True)
    followed(kmeans, before)
    kmeans.player.to_first()
    assert "mean squared error" in kmeans.caption.text
    assert "stops below 0.01" in kmeans.caption.text


def test_copied_centroids_have_exact_errors(kmeans):
    kmeans.clusters.copy(1)
    rows = QGuiApplication.clipboard().text().splitlines()
    assert rows[1].endswith(f",{kmeans._moment.errors[0] / kmeans._moment.counts[0]}")


def test_chosen_again_nothing_is_lit(kmeans):
    kmeans.choose(2)
    kmeans.choose(2)
    assert kmeans.lit is None
    kmeans.choose(1)
    kmeans._escape()
    assert kmeans.lit is None


def test_plain_kmeans_is_that_of_the_books(kmeans, followed):
    before = kmeans._watching.run
    kmeans.head.plain.setChecked(True)
    followed(kmeans, before)
    assert {each.stage for each in moments(kmeans)} == {"iteration", "end"}
    assert "seed 0" in kmeans.head.title.text()
    before = kmeans._watching.run
    kmeans.head.plain.setChecked(False)
    followed(kmeans, before)
    assert moments(kmeans)[0].stage == "cut"


def test_a_centroid_that_is_dragged_goes_on_from_there(kmeans, followed, qtbot):
    kmeans.player.go_to(3)
    before, number = kmeans._watching.run, alone(kmeans)
    place = dot(kmeans, number)
    drag(qtbot, kmeans.cube, place, place + QPoint(4, 4), place + QPoint(20, -15))
    followed(kmeans, before)
    run = kmeans._watching.run
    assert run.by_hand == 4
    assert run.moments[:4] == before.moments[:4]
    moved = run.moments[4].centroids[number] - before.moments[3].centroids[number]
    assert abs(moved).max() > 5
    others = [n for n in range(5) if n != number]
    assert (run.moments[4].centroids[others] == before.moments[3].centroids[others]).all()
    assert kmeans.player.index >= 4
    assert kmeans.player.playing
    kmeans.player.go_to(4)
    assert "You moved a centroid" in kmeans.caption.text
    kmeans.head.back.click()
    assert kmeans._watching.run is before
    assert not kmeans.head.back.isVisible()


def test_keys_move_a_centroid_too(kmeans, followed, qtbot):
    kmeans.player.go_to(2)
    before = kmeans._watching.run
    activate(qtbot, kmeans)
    kmeans.cube.setFocus()
    qtbot.keyClick(kmeans.cube, Qt.Key.Key_PageDown)
    assert kmeans.lit == 0
    for _ in range(5):
        qtbot.keyClick(kmeans.cube, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert kmeans.cube.hand is not None
    qtbot.keyClick(kmeans.cube, Qt.Key.Key_Return)
    followed(kmeans, before)
    assert kmeans._watching.run.by_hand == 3


def test_a_centroid_is_given_a_color_by_its_code(kmeans, followed, qtbot, answer):
    kmeans.player.go_to(2)
    before = kmeans._watching.run
    activate(qtbot, kmeans)
    kmeans.cube.setFocus()
    kmeans.choose(3)

    def type_code(dialog):
        code = dialog.findChild(QLineEdit, "qt_colorname_lineedit")
        code.selectAll()
        qtbot.keyClicks(code, "#0a64c8")
        dialog.accept()

    answer(QColorDialog, type_code)
    qtbot.keyClick(kmeans.cube, Qt.Key.Key_Return)
    followed(kmeans, before)
    assert kmeans._watching.run.moments[3].centroids[3].tolist() == [10, 100, 200]


def test_esc_puts_a_centroid_back(kmeans, qtbot):
    before = kmeans._watching.run
    activate(qtbot, kmeans)
    kmeans.cube.setFocus()
    kmeans.choose(1)
    qtbot.keyClick(kmeans.cube, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert "Esc puts the centroid back" in kmeans.caption.text
    qtbot.keyClick(kmeans.cube, Qt.Key.Key_Escape)
    assert kmeans.cube.hand is None
    assert "Esc" not in kmeans.caption.text
    assert kmeans._watching.run is before
    assert kmeans.lit == 1


def test_the_cube_turns_by_drag_and_by_keys(kmeans, qtbot):
    corner, turn = QPoint(12, kmeans.cube.height() - 12), kmeans.cube.view.turn
    drag(qtbot, kmeans.cube, corner, corner + QPoint(30, 0))
    assert kmeans.cube.view.turn > turn
    turn = kmeans.cube.view.turn
    qtbot.keyClick(kmeans.cube, Qt.Key.Key_Left)
    assert kmeans.cube.view.turn < turn
    qtbot.mouseDClick(kmeans.cube, LEFT, pos=corner)
    assert kmeans.cube.view.turn != turn


@pytest.mark.parametrize("space", [1, 2])
def test_the_cube_shows_other_spaces(kmeans, qtbot, space):
    before = kmeans.cube._cloud
    kmeans.cube._space.setCurrentIndex(space)
    qtbot.waitUntil(lambda: kmeans.cube._cloud not in (before, None))
    assert kmeans.cube._cloud.space == kmeans.cube.space
    assert dot(kmeans, 0) is not None


@pytest.mark.parametrize(("way", "begin"), list(enumerate(WAYS.values())))
def test_tables_are_copied_in_three_ways(kmeans, way, begin):
    kmeans.clusters.copy(way)
    assert QGuiApplication.clipboard().text().startswith(begin)
    assert "copied as" in kmeans.caption.text


@pytest.mark.parametrize("name", ["cube", "error", "moves", "bars"])
@pytest.mark.parametrize("ending", [".png", ".svg", ".csv"])
def test_every_plot_is_saved_as_drawing_and_as_numbers(kmeans, tmp_path, qtbot, name, ending):
    path = tmp_path / f"plot{ending}"
    kmeans._saving.write(getattr(kmeans, name), path)
    qtbot.waitUntil(lambda: f"Saved {path.name}" in kmeans.caption.text)
    if ending == ".png":
        with Image.open(path) as image:
            assert min(image.size) >= 800
    else:
        begins = {".svg": "<svg ", ".csv": ("moment,", "Moment,", "Number,")}[ending]
        assert path.read_text(encoding="utf-8").startswith(begins)


def test_a_place_that_cannot_be_written_is_told(kmeans, tmp_path, qtbot):
    from PySide6.QtWidgets import QMessageBox

    kmeans._saving.write(kmeans.error, tmp_path / "nowhere" / "plot.svg")
    qtbot.waitUntil(lambda: bool(kmeans.findChildren(QMessageBox)))
    assert "nowhere" in kmeans.findChildren(QMessageBox)[0].text()
    kmeans.findChildren(QMessageBox)[0].close()


def test_everything_has_a_name_and_every_plot_is_described(kmeans):
    for tab in range(3):
        kmeans.tabs.setCurrentIndex(tab)
        assert [str(entry) for entry in tree(kmeans) if entry.lacks_a_name] == []
    for plot in (kmeans.cube, kmeans.error, kmeans.moves, kmeans.bars, kmeans.picture):
        assert plot.accessibleName()
        assert plot.accessibleDescription()


def test_a_cluster_that_is_gone_is_not_lit(kmeans, opened, followed):
    kmeans.choose(4)
    before = kmeans._watching.run
    opened.session.set_settings(Settings(3))
    followed(kmeans, before)
    assert kmeans.lit is None
    assert len(kmeans._moment) == 3
