"""The window in which k-means is seen at work on the photo shown.

`desk` joins it to the session, `window` places its parts, `watching` has the lanes that follow a
run, and each part that shows it is a module: picture, bars, cube, curve, table, player.
"""
