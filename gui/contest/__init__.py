"""Results of one photo side by side: which settings serve it best, and what they cost.

`desk` joins the window to the session; it is made when it is first asked for. `window` places the
parts: `chooser` says what is compared (its `choices` are plain values), `grid` shows the pictures
in cells that are looked at through one view (`link`), and `running` has the results made.
"""
