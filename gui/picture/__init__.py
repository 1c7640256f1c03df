"""A picture on the screen: the canvas, what is painted on it, and where.

`canvas` is the widget, `geometry` its mathematics without Qt widgets, `painter` draws pictures and
`hints` what is written on them. `bridge` alone knows numpy beside Qt: it makes pictures of arrays.
"""
