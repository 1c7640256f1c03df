"""Charts as values: drawings of lines, circles and words, and tables of the numbers behind them.

`drawing` is where to begin: a Drawing is a list of shapes, and its colors are roles, so that it is
drawn in light and in dark. `curve` makes one of lines over a horizontal axis (`axis`), `svg` writes
it as text; the window paints the same shapes. `table` is rows of numbers as text, CSV, LaTeX and
HTML, and `clusters` makes one of a moment of k-means. `cloud` is the colors of a photo in the color
cube, as `cube_view` looks at it. Nothing here knows a file or a widget.
"""
