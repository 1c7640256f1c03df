"""The outcome, at the foot of the panel: what is saved, how large, how near, and in which format.

`desk` joins it to the session. It shows nothing of its own: the numbers come from
`gui.session.measuring`, and files are saved by `gui.photos`.
"""
