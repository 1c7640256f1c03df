"""Palette files: one module a format, and one table of them in `files`, which loads and saves.

A format states its name, its ending, how such a file begins, how to read it from bytes and how to
write a palette to bytes; `format` has that record and what several formats share. `built_in` has
palettes known by name, `find` takes a name or a file, `pasted` finds colors in any text. A palette
file comes from anywhere: readers trust no length in it, and end with a palette or with one clear
PaletteError.
"""
