"""All numbers of a result: told as they are known, with what they mean, and copied."""

import csv

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

import core
from core.errors import InputError
from gui.outcome.quality import QualityNumbers
from gui.session import tasks

NUMBERS = {number.name: number for number in core.QUALITY_NUMBERS}
KNOWN = {"visible": 0.72, "mse": 437.25, "psnr": 21.72, "ssim": 0.7931}
KNOWN |= {"delta_e_mean": 9.66, "delta_e_95": 20.75}
FAST = 20_000


@pytest.fixture
def button(qtbot):
    button = QPushButton("Numbers")
    qtbot.addWidget(button)
    button.show()
    return button


@pytest.fixture
def numbers(button):
    numbers = QualityNumbers(button)
    numbers.forget("a photo.png", 8)
    return numbers


def tell(numbers, **others):
    """Tell all numbers."""
    for name, value in {**KNOWN, **others}.items():
        numbers.show_measured(name, value)


def test_numbers_are_filled_in_as_they_are_known_with_their_units(numbers):
    assert set(numbers.rows.values()) == {"…"}
    numbers.show_measured("psnr", 21.72)
    assert numbers.rows["PSNR"] == "21.7 dB"
    assert numbers.rows["SSIM"] == "…"


def test_each_number_says_what_it_tells_and_what_not(numbers):
    for number, row in zip(NUMBERS.values(), numbers._table.model_.table.rows, strict=True):
        assert number.meaning in row[2]
        assert number.limits in row[2]


def test_result_without_error_has_words_for_its_psnr(numbers):
    tell(numbers, psnr=float("inf"))
    assert numbers.rows["PSNR"] == "no error"


def test_number_that_cannot_be_measured_says_why(numbers):
    tell(numbers, ssim="there is not enough memory")
    assert numbers.rows["SSIM"] == "—"
    assert numbers._table.model_.table.rows[3][2] == "There is not enough memory."
    assert numbers.complete


def test_numbers_are_copied_once_all_are_known(numbers):
    assert not numbers.copy.isEnabled()
    assert "Wait until all numbers are measured" in numbers.copy.toolTip()
    tell(numbers)
    assert numbers.copy.isEnabled()
    assert "Wait" not in numbers.copy.toolTip()


@pytest.mark.parametrize(("way", "part"), [(0, "437.2"), (1, "437.25"), (2, r"\begin{tabular}")])
def test_numbers_are_copied_in_three_ways(numbers, way, part):
    tell(numbers)
    numbers.copy.menu().actions()[way].trigger()
    assert part in QGuiApplication.clipboard().text()


def test_copied_row_names_photo_and_colors(numbers):
    tell(numbers)
    numbers._table.copy(1)
    titles, row = csv.reader(QGuiApplication.clipboard().text().splitlines())
    assert dict(zip(titles, row, strict=True)) == {
        "Photo": "a photo.png",
        "Colors": "8",
        **{
            core.Column(number.title, unit=number.unit).key: str(KNOWN[name])
            for name, number in NUMBERS.items()
        },
    }


@pytest.mark.parametrize("animated", [True, False])
def test_first_frame_of_an_animation_is_said_to_be_meant(numbers, animated):
    numbers.forget("film.gif", 8, animated=animated)
    assert numbers._state.text() == "Measuring…"
    tell(numbers)
    assert ("first frame" in numbers._state.text()) == animated


def test_table_keeps_its_size_while_it_is_filled(numbers, button):
    numbers.pop_up(button)
    size = numbers.size()
    tell(numbers, mse=65025.0)
    assert numbers.size() == size
    assert numbers._table.verticalScrollBar().maximum() == 0
    numbers.hide()


def test_esc_closes_the_numbers(numbers, button, qtbot):
    numbers.pop_up(button)
    with qtbot.waitSignal(numbers.closed):
        qtbot.keyClick(numbers._table, Qt.Key.Key_Escape)


# In the window


@pytest.fixture
def shown(opened, qtbot):
    """Press the button beside the numbers by its key, and wait for all if `whole`."""
    block = opened.outcome_desk.block

    def show(*, whole=True):
        block.more_numbers.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(block.more_numbers, Qt.Key.Key_Space)
        if whole:
            qtbot.waitUntil(lambda: block.quality_numbers.complete, timeout=FAST)
        return block.quality_numbers

    yield show
    block.quality_numbers.hide()


def judged(window):
    """Return what core says of the result shown."""
    quality = core.judge(window.session.photo, window.session.result)
    return {each.title: each.written(each.of(quality)) for each in NUMBERS.values()}


def test_numbers_told_are_those_of_the_result(opened, shown):
    assert shown().rows == judged(opened)


@pytest.fixture
def measured(monkeypatch):
    """The names of numbers that are measured, one entry for each time."""
    names, real = [], tasks.measure_quality

    def measure(part, *others):
        names.append(part.names)
        return real(part, *others)

    monkeypatch.setattr(tasks, "measure_quality", measure)
    return names


def test_known_numbers_are_not_measured_again(shown, measured):
    numbers = shown()
    numbers.hide()
    assert shown(whole=False).complete
    assert len(measured) == len(core.QUALITY_PARTS)


def test_closing_ends_the_work(opened, shown, hold):
    go_on = hold("measure_quality")
    numbers = shown(whole=False)
    lane = opened.session.measuring._measuring_quality
    assert lane.busy
    numbers.hide()
    assert not lane.busy
    go_on.set()


def test_numbers_that_are_open_follow_another_result(opened, shown, qtbot):
    numbers = shown()
    before = dict(numbers.rows)
    opened.session.set_settings(core.Settings(200))
    assert set(numbers.rows.values()) == {"…"}
    qtbot.waitUntil(lambda: numbers.complete, timeout=FAST)
    assert numbers.rows == judged(opened) != before


def test_numbers_come_back_when_another_result_is_given_up(opened, shown, qtbot, hold):
    numbers = shown()
    before = dict(numbers.rows)
    go_on = hold("make")
    opened.session.set_settings(core.Settings(200))
    assert not numbers.complete
    opened.session.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: numbers.complete, timeout=FAST)
    assert numbers.rows == before


def test_failure_is_a_sentence_and_the_other_numbers_are_told(shown, monkeypatch):
    real = tasks.measure_quality

    def fail(part, *others):
        if "ssim" in part.names:
            raise InputError("the result has another size than the photo")
        return real(part, *others)

    monkeypatch.setattr(tasks, "measure_quality", fail)
    told = shown().rows
    assert [title for title, value in told.items() if value == "—"] == ["SSIM"]


def test_copying_is_told(opened, shown):
    shown().copy.menu().actions()[1].trigger()
    assert opened.status.text == "Copied the numbers as CSV."


def test_animation_is_measured_by_its_first_frame_and_says_so(opened, shown, settled, tmp_path):
    frames = [Image.linear_gradient("L").resize((60, 40)).rotate(180 * each) for each in range(2)]
    frames[0].save(tmp_path / "film.gif", save_all=True, append_images=frames[1:])
    opened.open([tmp_path / "film.gif"])
    settled(opened)
    assert "first frame" in shown()._state.text()


def test_button_says_why_there_is_nothing_to_measure(window, photo_file, settled, qtbot, hold):
    button = window.outcome_desk.block.more_numbers
    assert not button.isEnabled()
    assert "Open a photo first" in button.toolTip()
    go_on = hold("make")
    with qtbot.waitSignal(window.session.photo_opened):
        window.open([photo_file])
    qtbot.waitUntil(lambda: "Wait until the colors are found" in button.toolTip())
    go_on.set()
    settled(window)
    qtbot.waitUntil(button.isEnabled)
    assert "(" not in button.toolTip()
