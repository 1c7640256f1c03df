"""A result becomes a file: the only package that encodes pictures.

Begin with `image.save_image`. A result is prepared as an image of Pillow (`picture`), in the way of
its format (`formats`: one module each), and encoded: by Pillow (`encoder`), or by `png`, which
looks for a smaller file. `animation` writes the formats that hold all frames. A file appears whole
or not at all, by `core.atomic`. A window has large pictures encoded `apart`, in a child process.
"""
