"""A comparison as a file to show, print or hand in: a sheet.

`files` chooses by the ending: a page of HTML (`page`, with its `style`), a picture (`contact`), or
its numbers for programs and for LaTeX (`numbers`).
"""
