"""Own colors: beads, threads or paints that somebody has, of which the best few are chosen.

`window.OwnColorsWindow` lists them, `model` knows what is sold out and what is looked for, and
`desk.OwnColorsDesk` joins them to the session and keeps collections of them between starts.
"""
