"""Files of several frames: Pillow encodes the pictures, these modules write what is around them.

Begin with `film.Film`: the frames of a result, read from the photo again and reduced one by one.
Each is written as a patch, the part that differs from the frame before (`patch`); `gif`, `apng` and
`webp` each write one format from its first byte to its last.

Pillow can write animations itself, but it keeps all frames in memory to do so, and gives each frame
a palette of its own. Here each frame goes to the file as soon as it is encoded, and there is one
palette.
"""
