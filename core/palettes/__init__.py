"""Palette files: one module a format, and one table of them in `files`.

A format says its name, its endings, how to recognize it, how to read it from bytes and how to write
a palette to bytes; `format` has the record and what several formats need. `find` knows the palettes
that have names besides. A palette file comes from anywhere: readers trust no length in it, and end
with a palette or with one clear PaletteError.
"""
