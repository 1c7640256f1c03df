"""A photo and settings become a result: a palette, and for each pixel an index into it.

Begin with `recipe`: `reduce` is the whole way, to be read from top to bottom, and `draft` the quick
answer while a control moves. On the way, `counting` makes the histogram of a photo or of all frames
of an animation, `transparency` decides which colors of a photo with alpha are clustered, and
`pixels` or `dither` (with its `thresholds`) find the palette color of each pixel. The centroids
themselves are found in `core.clustering`, which knows no photo; `finding` calls it.

`tracing` goes the same way to show it: a `recorder` makes a moment of the centroids at each step,
`moments` keeps them in bounded memory, and `shown_moment` paints a photo as it is at one of them.

A palette may also come from elsewhere: `edit` changes one by hand, `fixed` uses one as it is, and
`frames` shows the other frames of an animation in it. `quality` measures how far
a result is from its photo, in all numbers of the field (`metrics`, `visible`, `similarity`,
`color_errors`), and `difference` maps where.
"""
