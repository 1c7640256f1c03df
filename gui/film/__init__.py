"""The strip of several photos under the picture, and their thumbnails.

`strip.FilmStrip` is the widget, `list` its list with mouse and keys, `model` what is known of each
photo, `frame` paints it. `thumbnails` makes the small pictures in the background.
"""
