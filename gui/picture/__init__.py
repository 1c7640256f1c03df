"""A picture on the screen: the canvas, what is painted on it, and where.

`canvas.Canvas` is the widget: what mouse and keys do. It asks `geometry` (zoom and pan, without
Qt), `panes` (how photo and result share the widget), `picking` (the pipette) and `drop` (the files
of a drop). `layers` is all that is shown, painted by `painter` and, for words and signs, `hints`.
`bridge` makes pictures of arrays; it is the only module that knows numpy beside Qt.
"""
