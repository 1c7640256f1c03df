"""Image formats: one module each, and one table of them in `table`.

A format says what it is called, what it can hold, how a result is prepared for it, and how it is
encoded; `format` has the record and the notes that several formats need. To add one: its name in
`core.settings.ImageFormat`, a module with its `FORMAT`, and a row in the table. A test holds table
and names equal; window and command line ask the table.
"""
