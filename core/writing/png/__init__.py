"""Small PNG files of few colors: how they are laid out, ordered, filtered and packed.

Begin with `encode.encode_png`, which tries what an effort allows: layouts (`layout`), orders of the
palette (`order`), our own writer (`file`), Pillow's, and oxipng (`optimize`) in a child process,
which can be killed. `chunks` has what a file holds besides the picture.
"""
