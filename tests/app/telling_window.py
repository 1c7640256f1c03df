"""The real window, whose status line is heard elsewhere: `python -m … FILE [PHOTO …]`.

Each sentence is added to the file as a line, as far as there is room for it on the screen. A file
beside it tells where the middle of the small picture is.
"""

import sys
from pathlib import Path

from gui import start
from gui.controls.status import StatusLine
from gui.outcome.small_picture import SmallPicture

heard = Path(sys.argv[1])
say, paint = StatusLine.say, SmallPicture.paintEvent


def say_and_tell(line, message):
    say(line, message)
    with heard.open("a", encoding="utf-8") as file:
        file.write(f"{line._text.shown}\n")


def paint_and_tell(picture, event):
    paint(picture, event)
    middle, part = picture.mapToGlobal(picture.rect().center()), heard.with_name("part")
    part.write_text(f"{middle.x()} {middle.y()}", encoding="utf-8")
    part.replace(heard.with_name("small picture"))


StatusLine.say, SmallPicture.paintEvent = say_and_tell, paint_and_tell
sys.exit(start.main(sys.argv[2:]))
