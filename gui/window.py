"""MainWindow: places the parts of the window and connects them; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.language import N_, _, ngettext
from core.names import LONGEST_NAME, plain
from core.settings import Settings
from core.wording import human_bytes
from gui.batch.desk import BatchDesk
from gui.batch.one_palette import OnePalette
from gui.contest.desk import ContestDesk
from gui.controls.actions import Actions
from gui.controls.full_screen import FullScreen
from gui.controls.help import Help
from gui.controls.notice import Notice
from gui.controls.settings_panel import SettingsPanel
from gui.controls.status import StatusLine
from gui.controls.tool_bar import ToolBar
from gui.desktop import dialogs, texts, theme
from gui.desktop.placing import keep_on_screen
from gui.film.sharing import Sharing
from gui.film.strip import FilmStrip
from gui.film.welcome import Welcome
from gui.framing.desk import FramingDesk
from gui.kmeans.desk import KMeansDesk
from gui.mattering.desk import MatteringDesk
from gui.menus import ContextMenus
from gui.outcome.desk import OutcomeDesk
from gui.outcome.side import Side
from gui.own_colors.desk import OwnColorsDesk
from gui.palette.desk import PaletteDesk
from gui.palette.fixing import Fixing
from gui.palette.model import ORDERS
from gui.palette.needing import Needing
from gui.palette.view import PaletteView
from gui.photos.clipboard import Clipboard
from gui.photos.documents import Documents
from gui.picture.canvas import Canvas
from gui.presets.desk import PresetsDesk
from gui.session.session import Session

if TYPE_CHECKING:
    from core.model import Draft, Palette, Photo, Result, Saved
    from core.progress import Progress
    from gui.desktop.store import Store
    from gui.photos.album import Album
    from gui.picture.bridge import Picture
    from gui.session.work import Work


_NO_PHOTO = N_("Open a photo first")
_PAINTED = N_("Parts of this photo are marked")
_IN_FRAME = N_("Finish the crop first")
_NO_RESULT = N_("Wait until the colors are found")
_DRAWS_NOTHING = N_("Choose a start that draws at random first, under Advanced")


class MainWindow(QMainWindow):
    """The one window: picture, photos, settings, palette, status.

    Signals
    -------
    closing()
        It takes no photos any more.
    """

    closing = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._may_close = self._asks = False
        # The notes shown last are not shown again: the user may have dismissed them.
        self._notes: tuple[str, ...] = ()
        self.session = Session(store.settings, self)
        self.documents = Documents(self.session, store, self)
        self.actions_ = Actions(self, self.session.desks.undo_group)
        self.tool_bar = ToolBar(self.actions_)
        self.canvas = Canvas()
        self.welcome = Welcome()
        self.canvas.welcome_with(self.welcome)
        self.framing_desk = FramingDesk(self.session, self.actions_, self.canvas, self)
        self.mattering_desk = MatteringDesk(self.session, self.actions_, self.canvas, store, self)
        self.notice = Notice()
        self.panel = SettingsPanel()
        self.palette_view = PaletteView()
        self.palette_desk = PaletteDesk(
            self.session, self.actions_, self.palette_view, self.canvas, store, self
        )
        self.needing = Needing(self.session, self.actions_, store, self)
        self.own_colors_desk = OwnColorsDesk(
            self.session, self.actions_, store, self.palette_view, self
        )
        self._fixing = Fixing(self.session, self.actions_, self.panel, self.palette_view)
        self.outcome_desk = OutcomeDesk(self.session, self.actions_, store, self)
        self.presets_desk = PresetsDesk(self.session, self.outcome_desk.goals, store, self)
        self.panel.colors.put_beside(self.presets_desk.button)
        self.film_strip = FilmStrip()
        self._sharing = Sharing(self.session, self.actions_, self.film_strip)
        self.status = StatusLine()
        self.menus = ContextMenus(self.actions_, self.canvas, self.film_strip, self.documents, self)
        self.clipboard = Clipboard(self.session, self.documents, self.actions_, self)
        self.contest_desk = ContestDesk(self.session, self.actions_, store, self)
        self.kmeans_desk = KMeansDesk(self.session, self.actions_, store, self)
        self.one_palette = OnePalette(
            *(self.session, self.actions_, self), photos=lambda: self.documents.album.paths
        )
        self.batch_desk = BatchDesk(
            *(self.session, self.actions_, store, self),
            photos=lambda: self.documents.album.paths,
            is_guest=self.documents.is_guest,
            goals=self.outcome_desk.goals.goals_for,
        )
        self._place()
        self.help = Help(self, self.actions_)
        self.full_screen = FullScreen(
            self, self.actions_.full_screen, self.canvas, self._around_picture
        )
        self._connect_session()
        self._connect_photos()
        self._connect_controls()
        self._connect_actions()
        self._show_remembered(store)
        # It is the last, as it shows what its parts have told.
        texts.follow(self, self._speak)

    def _speak(self) -> None:
        """Show what follows from the work in the language of the moment."""
        result = self.session.result
        if result is not None:
            self.canvas.name_result(_caption(result.palette))
        self._show_title()
        self._enable()

    def _show_remembered(self, store: Store) -> None:
        """Begin as the last window ended."""
        self.panel.show_settings(store.settings)
        self.panel.advanced.is_open = store.advanced_open
        self._show_recent()
        self.actions_.show_theme(store.theme)
        self.actions_.show_language(store.language)
        self.actions_.show_metadata(store.metadata)
        self.actions_.show_saved_order(store.saved_order)
        if store.palette_order in ORDERS:
            self.palette_view.order = store.palette_order
        self.session.desks.share_settings(store.same_settings)
        self.film_strip.for_all.same_settings = self.session.desks.same_settings

    def open(self, paths: Sequence[Path]) -> None:
        """Open photos, the first shown."""
        self.documents.open(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about work that is not saved, then end all threads."""
        # An exception while it is asked leaves the window as it is, with the work in it.
        event.ignore()
        if not self._may_leave():
            return
        try:
            self._remember()
        finally:
            # The window is out of sight at once: a thread may need a moment to leave a call into C.
            self.closing.emit()
            self.hide()
            self.batch_desk.close()
            self.one_palette.close()
            self.contest_desk.close()
            self.kmeans_desk.close()
            self.mattering_desk.close()
            self.own_colors_desk.close()
            self.needing.close()
            self.session.close()
            self.clipboard.close()
            self.documents.close()
            self.film_strip.end()
            self.outcome_desk.close()
            event.accept()

    def end(self) -> None:
        """Close without a question: work that is not saved is lost, and no part of a file left."""
        self._may_close = True
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a drop anywhere, as the canvas does."""
        self.canvas.dragEnterEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the drop that did not come."""
        self.canvas.dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Accept a drop anywhere, as the canvas does."""
        self.canvas.dropEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Python from other threads until all that an event leads to is done.

        To paint, Qt comes back to Python a hundred times: for rows, icons, and filters of events.
        Each time it would wait until a thread lets go of it.
        """
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw icons anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.actions_.tint(self.palette())
            self.tool_bar.tint(self.palette())

    def _place(self) -> None:
        self.setWindowTitle("Fewtone")
        self.setMinimumSize(520, 360)
        self.setAcceptDrops(True)
        self._around_picture: list[QWidget] = [self.menuBar(), self.tool_bar, self.status]
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        controls = self._controls_side()
        self._splitter.addWidget(self._picture_side())
        self._splitter.addWidget(controls)
        self._around_picture.append(controls)
        texts.put(self._splitter.setAccessibleName, lambda: _("Picture and controls"))
        border = self._splitter.handle(1)
        texts.put(border.setAccessibleName, lambda: _("Border between picture and controls"))
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setCollapsible(0, False)
        self.actions_.fill_menus(self.menuBar())
        # The keys work in full screen as well, where the menus are hidden.
        self.addActions(self.actions_.findChildren(QAction))
        self.addToolBar(self.tool_bar)
        center = QWidget()
        column = _column(center)
        column.setSpacing(0)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.status)
        self.setCentralWidget(center)
        self.resize(1180, 830)
        # Controls are as wide as their font wants it.
        controls_width = min(44 * self.fontMetrics().horizontalAdvance("0"), 2 * self.width() // 5)
        self._splitter.setSizes([self.width() - controls_width, controls_width])
        self.restoreGeometry(self._store.bytes_of("geometry"))
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        keep_on_screen(self)
        self._splitter.restoreState(self._store.bytes_of("splitter"))

    def _picture_side(self) -> QWidget:
        picture = QWidget()
        column = _column(picture)
        column.setSpacing(0)
        # In full screen, what holds them is hidden, whether they themselves are shown or not.
        above, below = QWidget(), QWidget()
        _column(above).addWidget(self.notice)
        _column(below).addWidget(self.film_strip)
        column.addWidget(above)
        column.addWidget(self.framing_desk.pages, 1)
        column.addWidget(self.mattering_desk.place)
        column.addWidget(below)
        self.film_strip.hide()
        self._around_picture += [above, below]
        return picture

    def _controls_side(self) -> QWidget:
        controls = QWidget()
        column = _column(controls)
        column.addWidget(self.panel)
        column.addWidget(self.palette_view, 1)
        return Side(controls, self.outcome_desk.block)

    def _connect_session(self) -> None:
        session = self.session
        session.look = lambda: self.canvas.seen
        for signal, slot in (
            (session.photo_announced, self.canvas.announce_photo),
            (session.photo_opened, self._show_photo),
            (session.photo_framed, self._show_framed),
            (session.photo_closed, self._show_no_photo),
            (session.open_failed, self.canvas.take_back),
            (session.too_large, self.canvas.take_back),
            (session.opening_stopped, self.canvas.take_back),
            (session.failed, self._show_last),
            (session.preview_ended, self._show_last),
            (session.draft_made, self._show_draft),
            (session.result_made, self._show_result),
            (session.palette_changed, self._show_palette),
            (session.settings_changed, self.panel.show_settings),
            (session.settings_changed, self._enable),
            (session.desks.same_settings_changed, self._show_sharing),
            (session.modified_changed, self.setWindowModified),
            (session.modified_photos_changed, self._mark_photos),
            (session.busy_changed, self._show_busy),
            (session.busy_changed, self._enable),
            (session.progressed, self._show_progress),
            (self.one_palette.busy_changed, self._show_busy),
            (self.one_palette.busy_changed, self._enable),
            (self.one_palette.progressed, self.status.show_progress),
            (self.outcome_desk.goals.busy_changed, self._show_busy),
            (self.outcome_desk.goals.busy_changed, self._enable),
            (self.outcome_desk.goals.progressed, self._show_progress),
            (session.difference_made, self._show_difference),
            (session.lit, self.canvas.light_up),
            (session.stopped, self._say_stopped),
            (session.refused, self.status.say),
            (session.saved, self._say_saved),
        ):
            signal.connect(slot)

    def _connect_photos(self) -> None:
        documents = self.documents
        documents.album_changed.connect(self._show_album)
        documents.recent_changed.connect(self._show_recent)
        documents.joined.connect(self._offer_to_replace)
        self.notice.accepted.connect(documents.keep_joined)
        documents.palette_given.connect(self.palette_desk.open_file)
        documents.noticed.connect(lambda sentence: self.notice.show_notes([sentence]))
        documents.looking_changed.connect(self._show_busy)
        documents.looking_changed.connect(self._enable)
        documents.looked.connect(self.status.show_progress)
        self.film_strip.chosen.connect(documents.show)
        self.batch_desk.begun.connect(self.film_strip.forget_states)
        self.batch_desk.told.connect(self.film_strip.show_states)
        self.batch_desk.wanted.connect(documents.show)
        for_all = self.film_strip.for_all
        for_all.same_settings_changed.connect(self.session.desks.share_settings)
        for_all.one_palette_wanted.connect(self.one_palette.want)
        for_all.take_action(self.actions_.save_all)
        self.one_palette.wanted_changed.connect(for_all.show_one_palette)
        # It is queued: a dialog would block the program that was dragged from.
        self.canvas.dropped.connect(documents.open, Qt.ConnectionType.QueuedConnection)
        self.canvas.drop_refused.connect(self._show_refusal)
        self.welcome.chosen.connect(lambda path: documents.open([path]))
        self.welcome.folder_wanted.connect(documents.choose_folder)
        self.welcome.sample_wanted.connect(documents.open_sample)
        self.closing.connect(self.welcome.end)
        self.canvas.open_wanted.connect(documents.choose)

    def _connect_controls(self) -> None:
        self.panel.changed.connect(self.session.set_settings)
        self.panel.held_changed.connect(self._enable)
        self.panel.background_wanted.connect(self._choose_background)
        self.canvas.zoom_changed.connect(self.tool_bar.show_zoom)
        self.canvas.picking_changed.connect(self._enable)
        self.canvas.picking_changed.connect(self._show_what_is_picked)
        self.framing_desk.active_changed.connect(self._enable)
        self.framing_desk.active_changed.connect(self._show_what_is_framed)
        self.mattering_desk.active_changed.connect(self._enable)
        self.mattering_desk.active_changed.connect(self._show_what_is_painted)
        self.mattering_desk.said.connect(self.status.say)
        self.session.desks.work_shown.connect(self._show_what_matters)
        self.tool_bar.original.pressed.connect(lambda: self.canvas.hold_original(True))
        self.tool_bar.original.released.connect(lambda: self.canvas.hold_original(False))
        self.palette_desk.said.connect(self.status.say)
        self.clipboard.said.connect(self.status.say)
        self._fixing.said.connect(self.status.say)
        self._sharing.said.connect(self.status.say)
        self.one_palette.said.connect(self.status.say)
        self.outcome_desk.said.connect(self.status.say)
        self.outcome_desk.goals.said.connect(self.status.say)
        self.presets_desk.said.connect(self.status.say)
        self.presets_desk.noticed.connect(self.notice.show_notes)
        self.palette_desk.noticed.connect(self.notice.show_notes)
        own_colors = self.own_colors_desk
        self.palette_desk.best_of_file_wanted.connect(own_colors.choose_from_file)
        self.palette_desk.best_wanted.connect(own_colors.choose_from_palette)
        own_colors.said.connect(self.status.say)
        self.panel.beyond.connect(own_colors.tell_limit)
        self.needing.said.connect(self.status.say)
        own_colors.noticed.connect(self.notice.show_notes)
        self.status.cancel_clicked.connect(self._stop)

    def _connect_actions(self) -> None:
        actions, documents, canvas = self.actions_, self.documents, self.canvas
        for action, slot in (
            (actions.open, documents.choose),
            (actions.open_folder, documents.choose_folder),
            (actions.save, self._save),
            (actions.save_as, documents.save_as),
            (actions.save_palette, documents.save_palette),
            (actions.show_in_folder, documents.show_in_folder),
            (actions.previous, documents.show_previous),
            (actions.next, documents.show_next),
            (actions.close_photo, documents.close_photo),
            (actions.quit, self.close),
            (actions.more_colors, self.panel.more_colors),
            (actions.fewer_colors, self.panel.fewer_colors),
            (actions.new_seed, self.panel.new_seed),
            (actions.reset, self._reset_settings),
            (actions.cancel, self._cancel),
            (actions.fit, canvas.fit),
            (actions.actual_size, canvas.actual_size),
            (actions.double_size, canvas.double_size),
            (actions.zoom_in, canvas.zoom_in),
            (actions.zoom_out, canvas.zoom_out),
            (actions.center_split, canvas.reset_split),
        ):
            # The slots have no use for the argument of the signal, checked or not.
            action.triggered.connect(lambda *_checked, slot=slot: slot())
        actions.layout_chosen.connect(canvas.arrange)
        actions.difference.toggled.connect(self.session.looking.compare)
        self.full_screen.changed.connect(self._enable)
        actions.recent_chosen.connect(lambda path: documents.open([path]))
        actions.clearing_wanted.connect(documents.clear_recent)
        actions.theme_chosen.connect(self._choose_theme)
        actions.language_chosen.connect(self._choose_language)
        actions.metadata_chosen.connect(documents.keep_metadata)
        actions.saved_order_chosen.connect(documents.order_colors)

    def _enable(self) -> None:
        """Enable just what can be done now."""
        photo, result = self.session.photo is not None, self.session.result is not None
        actions = self.actions_
        self.panel.show_photo_there(there=photo)
        self.palette_view.setEnabled(photo)
        for action in (actions.save_palette, actions.copy_picture):
            actions.enable(action, result, _NO_RESULT if photo else _NO_PHOTO)
        for action in (
            *(actions.reset, actions.save, actions.save_as, actions.save_all),
            *(
                actions.close_photo,
                actions.show_in_folder,
                actions.crop,
                actions.turn_left,
                actions.turn_right,
                actions.mirror,
                actions.matters,
            ),
            *(actions.side_by_side, actions.kmeans, actions.colors_curve),
        ):
            actions.enable(action, photo, _NO_PHOTO)
        for action in (
            *(actions.fit, actions.actual_size, actions.double_size),
            *(actions.zoom_in, actions.zoom_out, actions.center_split, actions.difference),
        ):
            can = photo and not self.framing_desk.active
            actions.enable(action, can, _IN_FRAME if photo else _NO_PHOTO)
        self.tool_bar.original.setEnabled(result)
        why_not = "" if result else _NO_RESULT if photo else _NO_PHOTO
        self.outcome_desk.block.enable_quality(why_not)
        free, why_held = photo and not self.panel.why_held, self.panel.why_held
        held: texts.Words = (lambda: why_held) if photo else _NO_PHOTO
        for action in (actions.more_colors, actions.fewer_colors):
            actions.enable(action, free, held)
        draws = photo and self.panel.draws
        actions.enable(actions.new_seed, draws, _DRAWS_NOTHING if free else held)
        working = self.canvas.picking or self.framing_desk.active or self.mattering_desk.active
        actions.cancel.setEnabled(self._busy or working or self.full_screen.is_on)
        actions.previous.setEnabled(self.documents.album.has_previous)
        actions.next.setEnabled(self.documents.album.has_next)
        self.palette_desk.enable()
        self.own_colors_desk.enable()
        self.needing.enable()
        self._sharing.enable()
        self.one_palette.enable()

    def _save(self) -> None:
        # A shortcut leaves the focus in its box: what was typed counts only when the box loses it.
        self.panel.take_typed()
        self.outcome_desk.block.goal.take_typed()
        self.documents.save()

    @property
    def _works_on_many(self) -> bool:
        return self.documents.looking or self.one_palette.busy

    @property
    def _busy(self) -> bool:
        return self.session.busy or self.outcome_desk.goals.busy or self._works_on_many

    def _show_busy(self) -> None:
        self.status.set_busy(self._busy)

    def _show_progress(self, progress: Progress) -> None:
        """Show how far the work on a photo is, unless there is some on many."""
        if not self._works_on_many:
            self.status.show_progress(progress)

    def _show_photo(self, photo: Photo, picture: Picture) -> None:
        self.canvas.show_photo(picture)
        self.palette_view.show_palette(None)
        self.panel.show_transparency(shown=photo.alpha is not None)
        self.panel.size_box.photo_size = self.session.framed_size or (photo.width, photo.height)
        self._notes = photo.notes
        self.notice.show_notes((*self.documents.take_remarks(), *photo.notes))
        self.status.show_photo(photo)
        self._enable()

    def _show_framed(self, photo: Photo, picture: Picture) -> None:
        self.canvas.show_photo(picture)
        self.palette_view.show_palette(None)
        self.panel.show_transparency(shown=photo.alpha is not None)
        self.panel.size_box.photo_size = self.session.framed_size or (photo.width, photo.height)
        self.status.show_photo(photo)
        self._enable()

    def _show_no_photo(self) -> None:
        self.canvas.show_photo(None)
        self.palette_view.show_palette(None)
        self.panel.show_transparency(shown=False)
        self._notes = ()
        self.notice.show_notes(())
        self.status.show_photo(None)
        self._enable()

    def _offer_to_replace(self, before: int) -> None:
        """Offer to let go of the photos that were open before others joined them."""
        if before:
            self.notice.offer(
                lambda: _added_to(before),
                lambda: ngettext("Replace it", "Replace them", before),
            )
        else:
            self.notice.offer("", "")

    def _show_draft(self, draft: Draft, picture: Picture) -> None:
        self.canvas.show_draft(picture, _caption(draft.palette))
        self.palette_view.show_palette(draft.palette, edited=self.session.edits)
        self._enable()

    def _show_result(self, result: Result, picture: Picture) -> None:
        self.canvas.show_result(picture, _caption(result.palette))
        self.palette_view.show_palette(result.palette, edited=self.session.edits)
        if result.notes != self._notes:
            self._notes = result.notes
            self.notice.show_notes(result.notes)
        assert self.session.histogram is not None
        self.status.show_result(result, self.session.histogram)
        self._enable()

    def _show_palette(self, result: Result) -> None:
        self.palette_view.show_palette(result.palette, edited=True)
        self._enable()

    def _show_difference(self, picture: Picture | None) -> None:
        from gui.picture.bridge import heat_scale

        self.canvas.show_difference(picture, [] if picture is None else heat_scale())

    def _choose_background(self) -> None:
        self.session.stop_opening()
        now = QColor(*self.panel.settings.background).name()
        color = dialogs.ask_for_color(self, now, _("Lay the photo on"))
        if color is not None:
            self.panel.set_background(color)

    def _mark_photos(self) -> None:
        self.film_strip.mark(self.session.desks.modified_photos)
        self.film_strip.mark_own(self.session.desks.own_photos)

    def _show_title(self) -> None:
        album = self.documents.album
        name = "" if album.current is None else plain(album.current.name, LONGEST_NAME)
        if not name:
            self.setWindowTitle("Fewtone")  # untranslated: a name
            return
        # Qt marks work that is not saved at [*]; doubled, it is text.
        name = name.replace("[*]", "[*][*]") + "[*]"
        title = f"{name} – Fewtone"
        if len(album) > 1:
            # Translators: title of the window: "sea.png (2 of 5) – Fewtone"
            title = _("{name} ({position} of {count}) – Fewtone").format(
                name=name, position=album.position, count=len(album)
            )
        self.setWindowTitle(title)

    def _show_album(self, album: Album) -> None:
        self._show_title()
        several = len(album) > 1
        self.tool_bar.show_steps(shown=several)
        self.film_strip.set_paths(album.paths)
        self.film_strip.set_current(album.current)
        self._mark_photos()
        self.film_strip.setVisible(several)
        self._enable()

    def _show_recent(self) -> None:
        self.actions_.show_recent(self._store.recent)
        self.welcome.show_recent(self._store.recent)

    def _show_refusal(self, sentence: str) -> None:
        dialogs.show_error(self, [sentence])

    def _say_stopped(self) -> None:
        self._show_last()
        result = self.session.result
        if result is None:
            self.status.say(_("Cancelled."))
            return
        shown = ngettext(
            "Cancelled. What you see has {count} colors.",
            "Cancelled. What you see has {count} colors.",
            len(result.palette),
        )
        self.status.say(shown.format(count=len(result.palette)))

    def _show_what_is_picked(self, picks: bool) -> None:
        if picks:
            self.framing_desk.leave()
            self.mattering_desk.leave()

    def _show_what_is_framed(self, frames: bool) -> None:
        if frames:
            self.mattering_desk.leave()

    def _show_what_is_painted(self, paints: bool) -> None:
        if paints:
            self.framing_desk.leave()

    def _show_what_matters(self, work: Work) -> None:
        painted = work.mask is not None
        self.actions_.note(self.actions_.matters, _PAINTED if painted else "")
        self.status.show_matters(painted=painted)

    def _show_last(self) -> None:
        """Show the result that was there before a draft: its exact answer will not come."""
        result = self.session.result
        self.canvas.drop_draft("" if result is None else _caption(result.palette))
        self.palette_view.show_palette(None if result is None else result.palette)
        self._enable()

    def _say_saved(self, saved: Saved) -> None:
        said = _("Saved {path}, {size}.").format(path=saved.path, size=human_bytes(saved.size))
        self.status.say(" ".join([said, *saved.notes]))

    def _show_sharing(self, same: bool) -> None:
        self.film_strip.for_all.same_settings = self._store.same_settings = same

    def _cancel(self) -> None:
        """Stop choosing a color, framing or painting; or leave full screen; or stop the work."""
        if self.canvas.picking:
            self.canvas.stop_picking()
        elif self.framing_desk.active:
            self.framing_desk.step_back()
        elif self.mattering_desk.active:
            self.mattering_desk.leave()
        elif self.full_screen.is_on:
            self.full_screen.leave()
        else:
            self._stop()

    def _stop(self) -> None:
        """Stop what the status line tells of: work on many photos, otherwise that on one."""
        if self.documents.looking:
            self.documents.stop_looking()
            self.status.say(_("Cancelled. Nothing was opened."))
        elif self.one_palette.busy:
            self.one_palette.cancel()
        elif self.outcome_desk.goals.busy:
            self.outcome_desk.goals.cancel()
            self.status.say(_("Cancelled. The number of colors is as you choose it."))
        else:
            self.session.cancel()

    def _reset_settings(self) -> None:
        self.session.set_settings(Settings(owned=self.session.settings.owned))

    def _choose_theme(self, choice: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, choice)  # type: ignore[arg-type]
        self._store.theme = choice  # type: ignore[assignment]
        self.actions_.show_theme(choice)

    def _choose_language(self, code: str) -> None:
        self._store.language = code
        self.actions_.show_language(code)
        if not texts.choose(code):
            sentence = _("The texts in {language} cannot be read; they stay English.")
            self.notice.show_notes([sentence.format(language=texts.own_name(code))])

    def _may_leave(self) -> bool:
        """Ask about work that is not saved, and return whether the window may close now."""
        if not self._may_close:
            self._asks = True
            try:
                if not self.batch_desk.may_stop():
                    return False
                self.documents.leave_all(self._allow_close)
            finally:
                self._asks = False
        # The answer holds once: what is done after it has to be asked about anew.
        allowed, self._may_close = self._may_close, False
        return allowed

    def _allow_close(self) -> None:
        self._may_close = True
        if not self._asks:  # the answer came later, after a file was written
            self.close()

    def _remember(self) -> None:
        self._store.settings = self.session.settings
        self._store.palette_order = self.palette_view.order
        self._store.advanced_open = self.panel.advanced.is_open
        self._store.keep_bytes("geometry", self.saveGeometry())
        self._store.keep_bytes("splitter", self._splitter.saveState())


def _column(widget: QWidget) -> QVBoxLayout:
    """Lay out a widget in a column without margins."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    return column


def _caption(palette: Palette) -> str:
    count = len(palette)
    return ngettext("{count} color", "{count} colors", count).format(count=count)


def _added_to(before: int) -> str:
    words = ngettext(
        "Added to the photo that was open.",
        "Added to the {count} photos that were open.",
        before,
    )
    return words.format(count=before)
