"""Letters that labels underline."""

import pytest

from gui.desktop.mnemonics import underlined, with_mnemonics


@pytest.mark.parametrize(
    ("labels", "taken", "expected"),
    [
        ([("Dither", "D"), ("Seed", "S")], (), ["&Dither", "&Seed"]),
        ([("Keep exact", "x")], (), ["Keep e&xact"]),
        # A letter that is wanted goes to who has it, whoever comes first.
        ([("Sâu", "D"), ("Số", "S")], (), ["Sâ&u", "&Số"]),
        ([("Màu", "C"), ("Mẫu", "M")], (), ["Mà&u", "&Mẫu"]),
        ([("Dither", "D")], ("d",), ["D&ither"]),
        # Letters without accents come first; others are on few keyboards.
        ([("Độ", "R"), ("Đo", "Q")], (), ["&Độ", "Đ&o"]),
        ([("颜色", "C"), ("色", "C")], (), ["颜色 (&C)", "色"]),
    ],
)
def test_each_label_underlines_another_letter(labels, taken, expected):
    assert with_mnemonics(labels, taken) == expected


@pytest.mark.parametrize(
    ("text", "letter"),
    [("&File", "f"), ("Fil&E", "e"), ("This && that", ""), ("This && &that", "t"), ("", "")],
)
def test_underlined_letter_is_found(text, letter):
    assert underlined(text) == letter
