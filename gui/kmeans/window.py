"""KMeansWindow: places picture, sizes, cube, curves and player, and connects them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.charts.convergence import table_of
from core.charts.table import Table
from core.language import N_, _, translated
from core.names import LONGEST_NAME, plain
from core.wording import enumerated
from gui.controls.plot_saving import PlotSaving
from gui.controls.table import TableView
from gui.desktop import dialogs, texts
from gui.desktop.announcing import announce
from gui.desktop.placing import keep_on_screen
from gui.kmeans import frames, words
from gui.kmeans.bars import ClusterBars
from gui.kmeans.caption import Caption
from gui.kmeans.cube import ColorCube
from gui.kmeans.head import Head
from gui.kmeans.picture import MomentPicture
from gui.kmeans.player import Player
from gui.kmeans.tasks import Sight
from gui.kmeans.watching import Watching
from gui.picture.curve_plot import CurvePlot

if TYPE_CHECKING:
    from core.model import Moment, Photo
    from gui.desktop.store import Store
    from gui.kmeans.frames import Hand
    from gui.kmeans.watching import Run

_SIZE = 1240, 820
_SMALLEST = 600, 440
_AIR = 10
_TWO_CURVES = 170
_NO_TABLE = Table("", (), ())
_HELD = N_("Let go, or press Enter, and k-means goes on from here; Esc puts the centroid back.")


class KMeansWindow(QWidget):
    """The moments of a run of k-means, seen in four ways that light each other up.

    Signals
    -------
    plain_chosen(str)
        Plain k-means is wanted, from this start; "" for the way of the settings.
    draw_wanted()
        The first centroids are to be drawn by another seed.
    """

    plain_chosen = Signal(str)
    draw_wanted = Signal()

    def __init__(self, watching: Watching, store: Store, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        texts.put(self.setWindowTitle, lambda: _("K-means at work"))
        self._watching = watching
        self._store = store
        # A cluster stays lit once it is clicked; one that is pointed at is lit for the moment.
        self._chosen: int | None = None
        self._pointed: int | None = None
        # Whether any moment was there to be seen.
        self._seen = False
        self.head = Head()
        self.picture = MomentPicture()
        self.bars = ClusterBars()
        self.cube = ColorCube()
        self.error = CurvePlot(N_("Error of the moments"))
        self.moves = CurvePlot(N_("Largest moves of the centroids"))
        self.clusters = TableView(N_("Centroids at this moment"))
        self.steps = TableView(N_("Moments of the run"))
        self.clusters.newest = self._newest_clusters
        self.steps.newest = self._newest_steps
        self.caption = Caption()
        self.player = Player()
        self.message = QLabel()
        self._saving = PlotSaving(self, store)
        self._place()
        self._connect()
        self.show_message(translated(words.NO_PHOTO))
        texts.follow(self, self._speak)

    @property
    def lit(self) -> int | None:
        """The cluster that is lit up."""
        return self._chosen if self._pointed is None else self._pointed

    def show_message(self, sentence: str) -> None:
        """Say why there is nothing to be seen; an empty sentence shows what there is."""
        self.message.setText(sentence)
        self._pages.setCurrentIndex(1 if not sentence else 0)
        self.head.setEnabled(not sentence)
        self.player.setVisible(not sentence)
        self.caption.setVisible(not sentence)
        announce(self, sentence)

    def show_photo(self, photo: Photo) -> None:
        """Tell which photo it is about, and show what comes."""
        self._saving.photo = photo.path
        name = "" if photo.path is None else plain(photo.path.name, LONGEST_NAME)
        texts.put(
            self.setWindowTitle,
            lambda: (
                _("K-means at work – {name}").format(name=name) if name else _("K-means at work")
            ),
        )
        self.show_message("")
        self.cube.show_cloud(None)

    def choose(self, number: int | None) -> None:
        """Light a cluster up until another is chosen; the same again is none."""
        self._chosen = None if number == self._chosen else number
        self._light_up()
        if self._chosen is not None and self._moment is not None:
            announce(self, words.cluster_of(self._moment, self._chosen))

    def changeEvent(self, event: QEvent) -> None:
        """Leave all that is loaded by now out of the collection of garbage, while it is in front.

        As a film plays, that is gone through again and again, and each time holds up the window.
        """
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                gc.freeze()
            else:
                gc.unfreeze()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what goes on, and remember the place of the window."""
        gc.unfreeze()
        self.player.pause()
        self._watching.stop()
        self._store.keep_bytes("kmeans", self.saveGeometry())
        super().closeEvent(event)

    def end(self) -> None:
        """End the thread that writes files."""
        self._saving.close()

    # What is shown

    @property
    def _moment(self) -> Moment | None:
        moments = self._watching.moments
        return moments[self.player.index] if self.player.index < len(moments) else None

    def _begin(self) -> None:
        self._chosen = self._pointed = None
        run = self._watching.run
        self.picture.show_sight(None)
        self.cube.show_run(run)
        self._watching.gather(self.cube.space)
        self.player.begin()
        for plot in (self.error, self.moves):
            plot.show_curve(None)
        self._show_head()
        self._light_up()

    def _grow(self) -> None:
        run = self._watching.run
        if run is not None and run.moments:
            self._show_curves(run)
            self.cube.show_run(run)
            self.player.set_count(len(run.moments))
            if not self._seen:
                # Otherwise Space, which players play with, would switch to plain k-means at first.
                self._seen = True
                self.player.setFocus()

    def _speak(self) -> None:
        """Describe what is seen in the language that is spoken."""
        for place, text in enumerate((_("&Curves"), _("C&entroids"), _("&Moments"))):
            self.tabs.setTabText(place, text)
        run = self._watching.run
        if run is not None and run.moments:
            self._show_curves(run)
            self.caption.speak(run, self.player.index)
            self._show_tables()
            self._tell_cluster()

    def _show_curves(self, run: Run) -> None:
        error, moves = frames.curves(run, len(run.moments))
        self.error.show_curve(error)
        self.moves.show_curve(moves)

    def _show_head(self) -> None:
        watching = self._watching
        back, animated = watching.can_go_back, watching.animated
        self.head.show_run(watching.run, can_go_back=back, animated=animated)

    def _end(self) -> None:
        run = self._watching.run
        if run is not None:
            if run.by_hand is not None and self.player.follows:
                # Whoever moved a centroid wants to see what becomes of it.
                self.player.go_to(run.by_hand)
                self.player.toggle()
            self._show_tables()
            self._show_head()

    def _show_position(self, position: float) -> None:
        run, moment = self._watching.run, self._moment
        if run is None or moment is None:
            return
        index = self.player.index
        self.cube.show_position(position)
        self.bars.show_moment(moment, frames.bars_at(run.moments, position))
        if self.caption.show_moment(run, index):
            for plot in (self.error, self.moves):
                plot.show_place(index)
            self._show_tables()
            self._watching.look_at(moment, self.lit)
        if not self.player.playing:
            announce(self, enumerated([words.title_of(run, index), words.numbers_of(run, index)]))

    def _show_tables(self) -> None:
        """Fill the table that is seen: others would take as long, for nobody."""
        if self._moment is None:
            return
        if self.clusters.isVisible():
            self.clusters.show_table(frames.table_of_clusters(self._moment, self._watching.run))
            self.clusters.light_up(self.lit)
        if self.steps.isVisible():
            run = self._watching.run
            self.steps.show_table(table_of(run.moments, run.units) if run else _NO_TABLE)
            self.steps.light_up(self.player.index)

    def _newest_clusters(self) -> Table:
        """Return the table to be copied, with exact numbers."""
        return frames.table_of_clusters(self._moment) if self._moment else _NO_TABLE

    def _newest_steps(self) -> Table:
        return table_of(self._watching.moments)

    def _show_sight(self, sight: Sight) -> None:
        self.picture.show_sight(sight)
        self.cube.show_labels(sight.beads)

    def _point(self, number: int | None) -> None:
        if number != self._pointed:
            self._pointed = number
            self._light_up()

    def _light_up(self) -> None:
        lit, moment = self.lit, self._moment
        for part in (self.bars, self.cube, self.clusters):
            part.light_up(lit)
        self._tell_cluster()
        if moment is not None:
            self._watching.look_at(moment, lit)

    def _tell_cluster(self) -> None:
        lit, moment = self.lit, self._moment
        known = "" if moment is None or lit is None else words.cluster_of(moment, lit)
        self.caption.show_cluster(known)

    def _show_held(self, hand: Hand | None) -> None:
        """Show the picture as it would be with a centroid where it is held."""
        moment = self._moment
        if moment is not None:
            held = moment if hand is None else frames.held_at(moment, hand)
            self._watching.look_at(held, None)
            self.caption.say(translated(_HELD) if hand is not None else "")

    def _move(self, number: int, color: tuple[float, float, float]) -> None:
        """Go on from centroids of which one was moved by hand."""
        moment = self._moment
        if moment is not None:
            self._watching.go_on(self.player.index, moment.moved(number, color))

    def _draw_again(self) -> None:
        run = self._watching.run
        if run is not None and run.settings.start != "wu":
            self.draw_wanted.emit()

    def _leave(self) -> None:
        self.close()

    def _choose_color(self, number: int) -> None:
        """Ask for the color of a centroid, and go on from there."""
        moment = self._moment
        if moment is not None and number < len(moment):
            self.player.pause()
            now = QColor(*words.color_of(moment.centroids[number].tolist()))
            title = _("Move centroid {number}").format(number=number + 1)
            color = dialogs.ask_for_color(self, now.name(), title)
            if color is not None and moment is self._moment:
                self._move(number, (float(color[0]), float(color[1]), float(color[2])))

    def _escape(self) -> None:
        if self._watching.busy:
            self._watching.stop()
        elif self._chosen is not None:
            self.choose(None)

    def _say_copied(self, way: str) -> None:
        self.caption.say(_("The table was copied as {way}.").format(way=way))

    # How it is made

    def _place(self) -> None:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for page in (_Curves(self.error, self.moves), self.clusters, self.steps):
            tabs.addTab(page, "")
        texts.put(tabs.setAccessibleName, lambda: _("Curves and tables"))
        left = _split(Qt.Orientation.Vertical, (self.picture, 70), (self.bars, 30))
        right = _split(Qt.Orientation.Vertical, (self.cube, 50), (tabs, 50))
        across = _split(Qt.Orientation.Horizontal, (left, 55), (right, 45))
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setMargin(4 * _AIR)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.message)
        self._pages.addWidget(across)
        column = QVBoxLayout(self)
        column.setContentsMargins(_AIR, _AIR, _AIR, _AIR)
        column.addWidget(self.head)
        column.addWidget(pages, 1)
        column.addWidget(self.caption)
        column.addWidget(self.player)
        tabs.currentChanged.connect(self._show_tables)
        self.tabs = tabs
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self.restoreGeometry(self._store.bytes_of("kmeans"))
        keep_on_screen(self)

    def _connect(self) -> None:
        watching = self._watching
        for signal, slot in (
            (watching.begun, self._begin),
            (watching.grown, self._grow),
            (watching.ended, self._end),
            (watching.sighted, self._show_sight),
            (watching.failed, self.show_message),
            (watching.busy_changed, self.head.show_busy),
            (watching.progressed, self.head.show_progress),
            (self.player.moved, self._show_position),
            (self.head.plain_chosen, self.plain_chosen),
            (self.head.draw.clicked, self._draw_again),
            (self.head.back.clicked, watching.go_back),
            (self.head.stop.clicked, watching.stop),
            (self.cube.moved, self._move),
            (self.cube.dragged, self._show_held),
            (self.cube.color_wanted, self._choose_color),
            (self.clusters.doubleClicked, lambda index: self._choose_color(index.row())),
            (self.cube.space_chosen, watching.gather),
            (watching.cloud_made, self.cube.show_cloud),
            (self.steps.chosen, self.player.go_to),
        ):
            signal.connect(slot)
        for part in (self.picture, self.bars, self.cube, self.clusters):
            part.pointed.connect(self._point)
            part.chosen.connect(self.choose)
        for plot in (self.error, self.moves):
            plot.chosen.connect(self.player.go_to)
        plots = {
            "color cube": self.cube,  # untranslated: a name of a plot
            "error curve": self.error,  # untranslated: a name of a plot
            "curve of moves": self.moves,  # untranslated: a name of a plot
            "cluster sizes": self.bars,  # untranslated: a name of a plot
        }
        self._saving.offer(
            self.head.save, plots, {"centroids": self.clusters, "moments": self.steps}
        )
        self._saving.said.connect(self.caption.say)
        for table in (self.clusters, self.steps):
            table.copied.connect(self._say_copied)
        keys_of = (("Esc", self._escape), ("Ctrl+W", self._leave), ("R", self._draw_again))
        for keys, act in keys_of:
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(act)
            self.addAction(action)


class _Curves(QWidget):
    """Two curves below each other; where there is room for one only, the first."""

    def __init__(self, first: CurvePlot, second: CurvePlot) -> None:
        super().__init__()
        self._second = second
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(first, 1)
        column.addWidget(second, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as can be read."""
        super().resizeEvent(event)
        self._second.setVisible(self.height() >= _TWO_CURVES)


def _split(orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    splitter = QSplitter(orientation)
    for number, (part, stretch) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(number, stretch)
        splitter.setCollapsible(number, False)
    splitter.setSizes([stretch * _SIZE[0] // 100 for _part, stretch in parts])
    texts.put(splitter.setAccessibleName, lambda: _("Parts of the window"))
    border = splitter.handle(1)
    texts.follow(splitter, lambda: border.setAccessibleName(_("Border between two parts")))
    return splitter
