"""Work on one photo, and the threads it runs in; no widget.

`session.Session` is what the window talks to. It owns the parts and joins them, and none of them
knows it: `opening` reads photos, `making` counts colors and makes draft and result, `saving` writes
files, `looking` draws what is laid over a result, `desks` keep the work on every photo with its
undo history, and `editing` changes the palette.

The first four have lanes (`lane`): one background thread each, which runs the functions of `tasks`.
Their answers arrive in the main thread; all that crosses is immutable, so there are no locks. A
cancel sets a flag, and the next report of progress raises `Cancelled`.
"""
