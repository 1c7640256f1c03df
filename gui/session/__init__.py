"""Work on one photo, and the threads it runs in; no widget.

`session.Session` is what the window talks to. It owns the parts and joins them, and none of them
knows it: `opening` reads photos, `making` counts colors and makes draft and result, `saving` writes
files, `looking` draws what is laid over a result, `desks` keep the work on every photo with its
undo history, and `editing` changes the palette.

Each part has lanes (`lane`): one background thread each, which runs the functions of `tasks`. What
they answer arrives in the main thread; all that crosses is immutable, so there are no locks. To
cancel sets a flag that the next report of progress raises as `Cancelled`.
"""
