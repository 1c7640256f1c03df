"""All photos of the strip saved at once: what is asked for, how far it is, and what came of it.

`desk` joins it to the session and the strip. `dialog` asks (what it asks for is plain values in
`wanted`), `running` has the photos made in a thread (`tasks`), and `window` shows how far they are
(`tally`), in a list (`model`) of which all texts are in `words`.
"""
