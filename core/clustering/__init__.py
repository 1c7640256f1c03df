"""Weighted colors become centroids, and centroids the whole colors of a palette.

Only distinct colors and their numbers of pixels matter to k-means, so nothing here knows a photo,
a file or Qt. A `Histogram` holds the two and makes `Points` of them in a color space: all, or
gathered in the cells of a grid. `Centroids` are positions there, some fixed as colors are locked.

Begin with `lloyd`: `kmeans` is the plain method, `iterate` the loop in it; `start` has the four
ways to choose the first centroids. `coarse_to_fine` is the way to better ones in less time: it
calls `repair`, `crossing` and `thorough`, which all try a change of a `Solution` and keep it if the
error falls. `locks` makes room for locked colors. In the end `rounding` makes a palette of the
centroids, and `lattice` moves its colors by single steps. `phases` has the words that a user reads
meanwhile, and `watching` is how the way of the centroids is seen from outside.
"""
