"""The real window, whose status line is heard elsewhere: `python -m … FILE [PHOTO …]`.

Each sentence is added to the file as a line, as far as there is room for it on the screen.
"""

import sys
from pathlib import Path

from gui import start
from gui.controls.status import StatusLine

heard = Path(sys.argv[1])
say = StatusLine.say


def say_and_tell(line, message):
    say(line, message)
    with heard.open("a", encoding="utf-8") as file:
        file.write(f"{line._text.shown}\n")


StatusLine.say = say_and_tell
sys.exit(start.main(sys.argv[2:]))
