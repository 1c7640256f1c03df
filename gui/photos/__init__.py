"""Which photos are open: dropping, opening, stepping, saving, and leaving without loss of work.

`documents.Documents` is the File menu, and the door to the parts behind it: `joining` asks the
session for one photo after the other, `writing` asks where to save, and `leaving` asks wherever
work could be lost. `album` holds the photos opened together, `drops` sorts what was dropped, and
`file_watch` notices that a file was changed by somebody else. `clipboard` pastes and copies,
`pasted` keeps what was pasted, `places` knows beside what files belong, and `saving_all` saves
several photos before they are left.
"""
