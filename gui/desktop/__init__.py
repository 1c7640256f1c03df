"""What the system gives: light and dark, icons, dialogs, and what is remembered.

`theme` sets the colors of the window, `icons` and `checkerboard` draw in them, `dialogs` asks and
reports, `store` keeps settings from one start to the next.
"""
