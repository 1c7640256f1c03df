"""Everything with a knob: actions, tool bar, settings, and the lines that say how it went."""
