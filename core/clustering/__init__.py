"""Weighted colors become centroids, and centroids a palette.

It knows no file, no photo and no Qt, only numbers: a `Histogram` has the distinct colors and their
counts, and makes `Points` of them in a color space, exact or gathered in cells of a grid. `start`
chooses centroids, `lloyd` moves them until they rest, `repair`, `crossing` and `thorough` look for
better ones, and `rounding` makes whole colors of what was found.
"""
