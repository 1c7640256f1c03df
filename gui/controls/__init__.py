"""Everything with a knob: actions, tool bar, settings, and the two lines that report.

`actions` is the table of all actions and fills the menus, `tool_bar` shows the most used ones,
`settings_panel` has a row for each setting, in `boxes` made of what the setting allows, below the
`number_of_colors`. `status` is the line at the bottom, with progress and Cancel; `notice` is the
line above the picture.
"""
