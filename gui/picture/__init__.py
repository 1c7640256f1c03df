"""A picture on the screen: the canvas, what is painted on it, and where.

`canvas.Canvas` is the widget. What it asks: `geometry` (zoom and pan, without Qt), `panes` (how
photo and result share the widget), `picking` (the pipette), `drop` (the files of a drop). `painter`
draws pictures and `hints` the words and signs over them. `bridge` makes pictures of arrays; it is
the only module that knows numpy beside Qt.
"""
