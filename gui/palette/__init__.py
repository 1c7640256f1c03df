"""The palette on the right, and what its menu does.

`view.PaletteView` is the widget, `model` knows its rows and their order, `row` paints them.
`desk.PaletteDesk` joins them to the session: it carries out every action of the Palette menu.
"""
