"""The block at the foot of the panel: what it says of the file, before there is one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSpinBox

from core.settings import IMAGE_FORMATS, LOSSY_FORMATS, SaveOptions
from core.wording import change_in_percent
from gui.desktop import theme
from gui.outcome.block import OutcomeBlock
from gui.outcome.numbers import Numbers


@pytest.fixture
def block(qtbot):
    save = QAction("&Save image…")
    block = OutcomeBlock(save, [QAction("Save image &as…")])
    block.action = save
    qtbot.addWidget(block)
    block.resize(320, 160)
    block.show()
    return block


@pytest.fixture
def numbers(qtbot):
    numbers = Numbers()
    qtbot.addWidget(numbers)
    numbers.show_photo(720_000)
    return numbers


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (720_000, 58_000, "−92 %"),
        (2_200_000, 3_300_000, "+50 %"),
        (1000, 1001, "±0 %"),
        (1_000_000, 100, "−99.9 %"),
        (100, 123_400, "+123\N{NARROW NO-BREAK SPACE}300 %"),
    ],
)
def test_change_is_told_in_per_cent(before, after, told):
    assert change_in_percent(before, after) == told


@pytest.mark.parametrize(
    ("size", "text", "warns"),
    [
        (58_000, "720 kB → 58 kB  −92 %", False),
        (720_000, "720 kB → 720 kB  ±0 %", False),
        (1_080_000, "720 kB → 1.1 MB  +50 %, larger than the photo", True),
        (None, "720 kB → …", False),
    ],
)
def test_finding_6_file_that_gets_larger_is_warned_of(numbers, size, text, warns):
    numbers.show_size(size)
    assert (numbers.text, numbers.warns) == (text, warns)
    shown = numbers._change.palette().color(QPalette.ColorRole.WindowText)
    assert (shown == theme.warning(numbers.palette())) == warns


def test_photo_without_a_file_has_no_change(numbers):
    numbers.show_photo(None)
    numbers.show_size(58_000)
    assert numbers.text == "58 kB"


def test_sizes_are_told_to_the_byte_by_the_tip(numbers):
    numbers.show_format("webp")
    numbers.show_size(58_123)
    tip = numbers._size.toolTip().replace("\N{NARROW NO-BREAK SPACE}", "")
    assert "58123 bytes as WebP; the photo&#x27;s file has 720000" in tip


def test_size_of_before_is_taken_back_unless_another_is_known_soon(numbers, qtbot):
    numbers.show_size(58_000)
    numbers.wait()
    assert not numbers.known
    assert "58 kB" in numbers.text
    qtbot.waitUntil(lambda: "…" in numbers.text)
    numbers.show_size(60_000)
    numbers.wait()
    numbers.show_size(61_000)
    assert not numbers._later.isActive()
    assert numbers.known


def test_height_is_the_same_whatever_is_known(numbers):
    heights = {numbers.sizeHint().height()}
    for step in (
        lambda: numbers.show_size(1),
        lambda: numbers.show_difference(0.3),
        lambda: numbers.show_psnr(31.4),
        lambda: numbers.show_refusal("no room " * 40),
        lambda: numbers.show_photo(None),
    ):
        step()
        heights.add(numbers.sizeHint().height())
    assert len(heights) == 1


@pytest.mark.parametrize(
    ("difference", "told"),
    [(0.2, "hardly visible"), (0.7, "Slight"), (1.5, "Clear"), (4.0, "poster")],
)
def test_nearness_is_told_in_words_and_explained(numbers, difference, told):
    numbers.show_difference(difference)
    numbers.show_psnr(31.42)
    assert told in numbers.text
    assert "31.4 dB" in numbers.text
    assert f"{difference:.1f} steps of lightness" in numbers._looks.toolTip()
    assert "more is nearer" in numbers._psnr.toolTip().lower()


def test_result_without_error_has_no_number(numbers):
    numbers.show_psnr(float("inf"))
    assert "no error" in numbers.text


def test_reason_takes_the_place_of_the_number_until_there_is_one(numbers):
    numbers.show_refusal("GIF has no room; ask for fewer colors")
    assert numbers.text == "GIF has no room; ask for fewer colors."
    assert numbers.known
    shown = numbers._sentence.palette().color(QPalette.ColorRole.WindowText)
    assert shown == theme.warning(numbers.palette())
    numbers.show_size(58_000)
    assert "→ 58 kB" in numbers.text


@pytest.mark.parametrize("name", IMAGE_FORMATS)
def test_quality_is_there_for_lossy_formats_only(block, name):
    block.show_options(SaveOptions(name, quality=70))
    assert block.format.name == name
    assert block.quality.isVisible() == (name in LOSSY_FORMATS)
    assert block.quality.value() == 70


def test_options_that_are_shown_are_not_chosen(block):
    chosen = []
    block.format_chosen.connect(chosen.append)
    block.quality_chosen.connect(chosen.append)
    block.show_options(SaveOptions("jpeg", quality=70))
    assert chosen == []


def test_long_name_loses_its_middle_on_the_button_but_not_for_a_screen_reader(block):
    block.action.setText("&Save over a photo of the lake && the mountains at noon.fewtone.webp")
    shown = block.save.text().replace("&&", "&")
    assert shown.startswith("Save over a ph")
    assert shown.endswith(".webp")
    assert "…" in shown
    assert block.save.accessibleName().endswith("the lake & the mountains at noon.fewtone.webp")
    assert block.minimumSizeHint().width() < 290


def test_button_does_what_the_action_does(block, qtbot):
    with qtbot.waitSignal(block.action.triggered):
        qtbot.mouseClick(block.save, Qt.MouseButton.LeftButton)
    block.action.setEnabled(False)
    assert not block.save.isEnabled()


def test_formats_are_compared_only_of_what_could_be_saved(block):
    for can in (False, True):
        block.action.setEnabled(can)
        assert block.compare.isEnabled() == can


def test_every_control_has_a_name(block):
    for kind in (QAbstractButton, QComboBox, QSpinBox):
        for control in block.findChildren(kind):
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert control.accessibleName() or text


def luminance(color):
    channels = [each / 255 for each in color.getRgb()[:3]]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(*colors):
    dark, light = sorted(map(luminance, colors))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_warning_and_button_are_read_well_in_both_themes(block, qapp, scheme):
    theme.apply(qapp, scheme)
    window = qapp.palette().color(QPalette.ColorRole.Window)
    assert contrast(theme.warning(qapp.palette()), window) > 4.5
    picture = block.save.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    middle = [QColor(picture.pixel(12, y)) for y in range(4, picture.height() - 4)]
    assert min(contrast(each, QColor("white")) for each in middle) > 4.5
