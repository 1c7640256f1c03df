"""The work on one photo, and the threads it runs in; no widget.

`session.Session` is what the window talks to. `lane` is one background thread that serves requests,
`tasks` are the functions that run there, `work` is what undo keeps.
"""
