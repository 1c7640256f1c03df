"""A result becomes a file: the only package that encodes pictures.

Begin with `image.save_image`. A result is prepared as an image of Pillow (`picture`), in the way of
its format (`formats`: one module each), and encoded: by Pillow (`encoder`), or by `png`, which
looks for a smaller file. `animation` writes the formats that hold all frames. A file appears whole
or not at all, by `core.atomic`. Large pictures of a window are encoded `apart`, in a child process (`child`).
"""

ENCODE_COMMAND = "encode-image"
"""The hidden command with which a bundled program becomes the child process."""
