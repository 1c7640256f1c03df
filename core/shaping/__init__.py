"""A photo as it is to be used: cropped, turned, mirrored and resized before its colors are counted.

`photo` makes a new photo of one; the frames of an animation, which are read one by one, get the
same shape in `frames`. `picture` does it with pixels. Everything behind takes what comes of this
for the photo.
"""
